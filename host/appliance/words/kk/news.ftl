# What acts say while they work.

## Steps, as the first word of a piece of news: at most eleven cells

at-ledger = журнал
at-REHEARSAL = ЖАТТЫҒУ
at-set-up = дайындық
at-next = әрі қарай
at-hsm = HSM
at-casting = дауыстар
at-mischief = бұзушылық
at-replace = ауыстыру
at-approval = бекіту
at-open = ашып санау
at-anchor = якорь
at-election = сайлау
at-end = аяқтау
at-admit = рұқсат
at-verify = тексеру
at-unseal = мөр ашу
at-root = түбір
at-tally = санау
at-export = жариялау
at-adjudicate = даулы
at-sign = қол қою
at-close = жабу
at-unlock = PIN ашу
at-log = HSM журн.
at-tokens = токендер
at-import = қабылдау
at-roll = тізім
at-recount = қайта сан.
at-lot = жеребе
at-memory = жад
at-init = токен
at-pin = PIN
at-label = атауы
at-check = тексеру
at-wipe = өшіру
at-amend = өзгеріс

## What is counted, and how it is said

unit-ballots = бюллетень
unit-records = жазба
unit-files = файл
unit-forms = хаттама
unit-voters = сайлаушы
running = { $total-text } ішінен { $done-text } { $what }, { $rate-text }/с, { $left-text } с қалды
finished = { $total-text } { $what }, { $seconds } с, { $rate-text }/с
stopping = осы қадамнан кейін тоқтайды; күте тұрыңыз
still-working = әлі жүріп жатыр, { $n } с өтті
control-number-of = бақылау саны, { $of }:
of-election = сайлау
of-first-checkpoint = алғашқы бақылау белгісі
of-box = жәшік
of-root = санау түбірі
of-statement = хаттама
of-replacement = токен ауыстыру
of-definition = сайлау сипаттамасы
memory-limited = құпиялар дискідегі подкачкаға түсуі мүмкін: оны өшіріңіз (sudo swapoff -a) не осы қабықшаның шегін көтеріңіз: sudo prlimit --pid $$ --memlock=unlimited:unlimited
memory-refused = құпиялар дискідегі подкачкаға түсуі мүмкін: бұл жүйе жадты бекітпейді; подкачканы өшіріңіз
ledger-cut = соңындағы { $n } байт бүтін жазба емес, күші жоқ еді: кесіліп, қасында сақталды

## Set-up and rehearsal

rehearsal-into = { $election }, қалта { $at }
rehearsal-overvotes = артық белгісі бар бюллетень: { $n-text }; бұл сұрақта олар бос
rehearsal-lost = { $tokens-n ->
         [0] ешбір токен жоғалмады
         [one] { $tokens }-токен жоғалды
        *[other] { $tokens }-токендер жоғалды
    }
set-up-already = бұл сайлау дайындалып қойған; ештеңе өзгерген жоқ
set-up-other-tokens = өткен жолғыдан басқа токендермен жалғасады
set-up-other-hsms = өткен жолғыдан басқа HSM-дермен жалғасады
set-up-aside = үзілген рәсім { $aside } ішіне қойылды; бәрі қайта басталады
set-up-keys = сақтау кілті мен сайлау кілтін { $tokens } токен жасады, кез келген { $needed } токен қолдана алады
set-up-hsms = кілт сақтайтын HSM: { $n }; PIN-дері екі тасымалдағышта
set-up-hsm = HSM { $serial }
set-up-one-hsm = HSM біреу ғана: ол жоғалса, бюллетеньдер де жоғалады. Нақты сайлауға екеу керек
set-up-seeds = { $n-text } өңір дәні әр HSM үшін мөрленді
set-up-tested = сынақ ретінде әр токен әр PIN-ді бір рет, әр HSM бір дәнді ашты
hsm-not-taken-back = { $serial } қайтарылмады: { $error }. Дайындық қалғандарымен жүреді; бұл HSM-нің сақтаушысын шақырыңыз
sticks-complete = тасымалдағыштар дайын: { $path }
mischief-played = түрі: { $kinds }, жазба: { $n }
mischief-left-out = қалдырылған түрі: { $n }, бұл сайлауда оларға ештеңе жоқ
mischief-became = тиісінше болған жазба: { $n-text }, басқаша: { $wrong-text }; түр-түрімен { $file } ішінде
next-casting = tamga cast --at { $at } сайлаушыларды ойнайды; { $next }
    .shown = Enter сайлаушыларды ойнайды; содан кейін: { $next }
next-import = tamga import --at { $at } { $stick }
    .shown = Enter ойналғанды қабылдайды, «Қабылдау» экраны: { $stick }
next-setting-up = tamga setup --at { $at }, бұрынғы параметрлермен
    .shown = «Дайындық» экранында Enter, бұрынғы параметрлермен
next-gathering = tamga import --at { $at } ТАСЫМАЛДАҒЫШ, содан кейін tamga admit --at { $at }
    .shown = «Қабылдау» экранында I тасымалдағышты қабылдайды; бәрі қабылданған соң Enter жазбаларға рұқсат береді
next-admitted = даулысы болса tamga adjudicate --at { $at }, содан кейін tamga close --at { $at }
    .shown = даулысы болса, «Даулы жазбалар» экранында дауыс беру; содан кейін Enter жәшікті жабады
next-adjudicated = tamga close --at { $at }
    .shown = Enter жәшікті жабады
next-closed = tamga tally --at { $at }
    .shown = Enter санауды бастайды
next-opened = tamga sign --at { $at }
    .shown = мүшелер оқып, қол қояды: «Қол қою» экранында Enter
next-signed = tamga export --at { $at }
    .shown = Enter жариялайды
next-all-published = бәрі жарияланды; шағым мерзімі өткен соң tamga token end --at { $at }
    .shown = бәрі жарияланды; шағым мерзімі өткен соң сайлауды аяқтаңыз: «Шолу» экранында O
next-published = келесі ашып санауға tamga import --at { $at } ТАСЫМАЛДАҒЫШ не шағым мерзімі өткен соң tamga token end --at { $at }
    .shown = келесі ашып санауға «Қабылдау» экранында I; шағым мерзімі өткен соң сайлауды аяқтаңыз: «Шолу» экранында O
next-ended = басқа ештеңе жоқ не үлесі қалған токендерге tamga token end --at { $at }
    .shown = басқа ештеңе жоқ не үлесі қалған токендерге: «Шолу» экранында O
next-paused = үзілістен кейін tamga resume --at { $at } --seal НӨМІР … --checkpoint НӨМІР
    .shown = үзілістен кейін «Шолу» экранында Enter оны аяқтайтын пішінді ашады

## HSMs

hsm-red = ДАБЫЛ: { $n ->
         [0] жұмыста бірде-бір HSM жоқ
        *[other] жұмыста бір ғана HSM
    }. Соңғысы жоғалса, мөрленген бюллетеньдер де жоғалады: екіншісін әкеліңіз
hsm-keys-destroyed = { $serial } кілттері жойылды
unlocked-by = { $serial } ішіндегі { $role } рөлін { $officers }-мүшелер ашты
alarm-stop = Тоқтаңыз, ештеңеге қол қоймаңыз, төраға мен байқаушыларды шақырыңыз
alarm-explain = Ештеңеге қол қоймаңыз: алдымен төраға мен байқаушыларға түсіндірілуге тиіс; жұмысты жалғастыруға болады
log-error = ДАБЫЛ: { $serial }: { $error }. { alarm-stop }
log-unlogged = ДАБЫЛ: { $serial }: журналға сыймаған қосылу мен сәтсіз кіру: { $n }. { alarm-explain }
log-unread = ДАБЫЛ: { $serial }: журналы оқылмайды: { $error }. Жұмыс басқа HSM-дерде жүреді; мұның сақтаушысын шақырыңыз
log-not-the-ledgers = ДАБЫЛ: { $serial }: журналынан сақталғаны негізгі журналдағыдай емес. { alarm-stop }
log-unexplained = ДАБЫЛ: { $serial }, журналының { $place }-жазбасы: { $what }. { alarm-stop }
token-counted = ДАБЫЛ: { $token }-токен { $counted } рет санады ({ $of }), журналда { $explained }. { alarm-explain }
log-entries-missing = { $before }-жазбадан кейін жазбалар жоқ
log-entry-changed = { $number }-жазба алдыңғысына сай емес
log-command-failed = «{ $command }» командасы орындалмады, қате { $code }
log-session-unexplained = ешкім ашпаған { $role } рөлінің сеансы
log-session-foreign = біздікі емес { $key } кілтімен сеанс
log-key-overused = санау кілті ашылған дәннен көп қолданылған
log-key-foreign = ешбір әрекетке керексіз { $key } кілті қолданылған
log-pin-changed = рөл ашылмай { $key } кілтінің PIN-і өзгерген
log-by-admin = әкімшінің «{ $command }» командасы
log-in-session = { $role } рөлін ашу түсіндірмейтін «{ $command }» командасы

## Import and admission

import-foreign = { $path }: сайлау файлы емес, тиілмеді
import-refused = ҚАЙТАРЫЛДЫ { $path }, SHA3-256 { $digest }: { $why }
import-unreadable = ОҚЫЛМАДЫ { $path }: { $why }
import-fork = ҚОСАРЛАНҒАН { $name }: нөмірі бірдей екінші пакет. Екеуі де қабылданды; кінә жинаушыда
import-taken = қабылданған файл { $new }, бұрыннан бар { $again }, қайтарылған { $refused }, бөтен { $foreign }, оқылмайтын { $unreadable }
import-late = қосымшаны күткен кешіккен пакет: { $n }; келесі қадам рұқсат (tamga admit)
    .shown = қосымшаны күткен кешіккен пакет: { $n }; келесі қадам рұқсат
import-chains = { $chains } тізбектен { $whole } бүтін, барлығы { $n-text } жазба
import-incomplete = ТОЛЫҚ ЕМЕС { $chain }
import-nothing-from = { $collector } әлі ештеңе әкелмеген: { $regions }
import-no-counts = сәйкестендіру қызметінің растау сандары жоқ
chain-of = { $region }, { $collector }: { $state }
chain-lacks = { $chain }; жоқ пакет { $bundles }
chain-no-bundle = бірде-бір пакет жоқ
admit-received = қабылданған жазба { $n-text }, сырттан көрінгенше қызылы { $red-text }
held-records = ДАУЛЫСЫ { $n-text }: { $name } ({ $reason })
    .shown = ДАУЛЫСЫ { $n-text }: { $name }

## Adjudication, closing and counting

nothing-held = даулы жазба жоқ
held-class = { $reason }: { $name }, { $n-text }, { $decided }
held-count = есепке алынады
held-do-not-count = есепке алынбайды
held-stays-undecided = шешілмеген: есепке алынбайды
one-record = бір жазба
outcome-for = есепке алынады
outcome-against = есепке алынбайды
outcome-undecided = шешілмей қалды, есепке алынбайды
decided-before = { $what }: бұрын шешілгендей
decision-taken = { $number }-шешім: { $what }, { $n-text } жазба, { $outcome }
box-closed-by = { $opening }-жәшікті { $officers }-мүшелер жапты
box-is-closed = жәшік жабылған
tally-counted = бұл ашып санау аяқталған
tally-published = жабылғаны саналып, жарияланды
unsealed = { $n-text } өңір дәні ашылды, HSM қайта жабылды
attestations-overdrawn = ДАБЫЛ, { $region }: { $used-text } растау қолданылды, { $issued-text } берілген. Ештеңеге қол қоймаңыз: алдымен сәйкестендіру қызметі мұны төраға мен байқаушыларға түсіндіруге тиіс; санау жалғасады
ballots-counted = бұл ашып санауда есептелген бюллетень: { $n-text }
root-made = жапырақ { $leaves-text }, қосынды { $sums-text }, ашылмаған топ { $withheld-text }
checker-recomputes = { $checker } санау түбіріне дейін бәрін қайта есептейді
checker-approves = { $checker }: { $n } тексеру, қатесі жоқ; бекітті
opened-by = { $n-text } қосынды ашылды, { $tokens }-токендер
lot-drawn-by = { $contest } бойынша { $first } және { $second }-мүшелер тастады
amendment-signed = { $number }-өзгеріске қол қойылып, жазбаға енгізілді

## Statement, publication, end

signatures-under = хаттама астында: мүше қолтаңбасы { $n }, оған қоса ерекше пікірмен { $dissent }, HSM мөрі { $hsms }
officer-answered = { $officer }-мүше: { $answer }
answered-dissent = ерекше пікірмен қол қояды: оқыды, бірақ қарсы; кворумға кірмейді
answered-refused = қол қоюдан бас тартады; бұл журналға енгізілді
verifying-export = жарияланған жазба, аудиторлар бағдарламасымен
published-at = жарияланды: { $at }/record, { $at }/audit, { $at }/anchor.txt
recount-agrees = { $number }-қайта санау хаттамаға сай; қол қойылған, record/{ $name }
recount-differs = { $number }-қайта санау хаттамадан ӨЗГЕШЕ; қол қойылған, record/{ $name }
ended-by = сайлауды { $officers }-мүшелер аяқтады
shares-erased = үлесін өшірген токендер: { $tokens }
shares-all-gone = ешбір токенде үлес жоқ: сайлау кілті жойылды
shares-left = әлі аяқталмаған токендер { $tokens }: салып, tamga token end --at { $at } қайталаңыз
    .shown = үлесі қалған токендер: { $tokens }. Салыңыз, содан кейін «Шолу» экранында O

## Replacement of tokens

replaced-already = жоғалған { $tokens }-токен ауыстырылып қойған
replacement-decided = { $officers }-мүшелер шешті
replaced = { $tokens }-токен ауыстырылды: екі кілт қайта бөлінді, жоғалған үлестер жарамайды
replaced-in-force = { $tokens }-токен ауыстырылуын бәрі бұрын растаған: ол күшінде
replaced-absent = { $tokens }-токен болмады: жаңа үлестер келесі әрекеттен бастап
replace-plug-in = tamga token init дайындаған { $n } жаңа токенді салыңыз
replace-takes-place = { $port } ұясындағы жаңа { $key } токені { $token }-токеннің орнын алады

## Tokens

port-unusable = { $port } жарамайды: { $why }
port-no-answer = { $port } ұясында токен жоқ: жауап жоқ
port-not-there = { $port } ұясында токен жоқ: ондай ұя жоқ
officers-not-here = осы сайлаудың { $officers }-мүшелері: токендері мұнда жоқ
token-asked = { $name }: мүшеден сұралады: { $what }
officers-asked = { $officers }-мүше, токенде: { $what }
token-said = { $name }: { $why }
token-at = { $token }-токен: { $why }
token-asked-again = { $token }-токен: { $why }; мүше қайта тереді
token-pins-differ = { $token }-токен: екі PIN әртүрлі: біреуін таңдап, екі рет теріңіз
token-weak-pin = { $token }-токен: қатар не қайталанған цифрлар бірден табылады: басқа PIN таңдаңыз
token-keeps-identity = { $token }-токен дайындалған, кілті сол күйі қалады
token-without-power = { $token }-токен қуатсыз қалған
token-of-nobody = { $port } ұясындағы токен бұл комиссия мүшелерінікі емес; суырыңыз
token-out-of-use = { $token }-токен қайта салынғанша қатыспайды: { $why }
token-dropped-out = { $token }-токен шығып қалды: { $fault }
firmware-building = прошивка құрастырылуда (boards/build); алғашқысы бірнеше минут алады
init-left = { $why }: сол күйі қалды
init-choose = { $name }: онда 6–12 цифрлы PIN таңдап, екі рет теріңіз
init-made = { $name }: жеке кілті { $key }
pin-changing = { $name }: кіру үшін PIN-ді, тағы бір рет, содан кейін жаңасын екі рет теріңіз
pin-changed = { $name }: PIN ауыстырылды
label-gone = { $name }: атауы алынды
label-given = { $name }: атауы «{ $text }»
check-once-more = { $name }: { $slip }. Тағы бір рет
wipe-shares = { $name } { $officer }-мүшенің кілт үлестерін сақтайды: онсыз әрекет ете алатын мүше біреуге азаяды
wiped = { $name } өшірілді
wiped-retired = { $name } өшіріліп, қызметтен шығарылды

## What officers are asked on their tokens

asked-init = 6–12 цифрлы PIN таңдап, екі рет теру
asked-log-in-compare = сайлаудың бақылау санын салыстырып, PIN теру ({ $purposes })
asked-log-in = PIN теру ({ $purposes })
asked-change-pin = PIN-ді, содан кейін жаңасын екі рет теру
asked-enrol = сипаттамаға келісу
asked-replace = барлық токендегі, жаңаларындағы да, бақылау санын салыстырып, келісу
asked-keep-share = кілт үлесін сақтау
asked-endorse = сайлауды растау
asked-unlock = HSM { $serial } ішіндегі { $role } рөлін ашу
asked-open = қосындыларды ашу
asked-statement = хаттаманы оқып, қол қою, ерекше пікірмен қол қою не бас тарту
asked-end-share = сайлау кілтінің үлесін өшіру
asked-unname = токен атауын алып тастау
asked-name = токенді «{ $text }» деп атау
asked-patterns = өрнектердің дұрыс көрінетінін айту
asked-keys = экран сұраған түймелерді кідірмей басу
asked-wipe = токендегінің бәрін өшіру
asked-retire = токендегінің бәрін өшіріп, қызметтен шығару
asked-anything = токенде жауап беру
asked-close = жәшікті жабу
asked-amendment = өзгеріске келісу
asked-for = есепке алуға жақтап дауыс беру
asked-against = есепке алуға қарсы дауыс беру
asked-recount = қайта санауға қол қою
asked-end = сайлауды аяқтау
asked-replacement = жоғалған токендерді ауыстыруға келісу
asked-pause = үзіліске келісу
asked-resume = үзілістен кейін жалғастыруға келісу
asked-act = әрекетке қол қою
purpose-set-up = дайындық
purpose-unlock = HSM ашу
purpose-acts = әрекеттер
purpose-opening = ашып санау
purpose-statement = хаттама
purpose-upkeep = күтім
results-of = { $election }: есептелген бюллетень { $n-text }, өңір { $regions-text }
results-contest = { $contest }, мүмкін { $n-text } дауыстан үлестер
