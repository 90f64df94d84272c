# Экран не айтады, қазақша. Үш тілдегі бір тізбе: әр хабар барлығында бар.

## The frame

language-name = Қазақша
rehearsal = ЖАТТЫҒУ
no-election = Сайлау әлі дайындалған жоқ
too-small = Терезе тым кішкентай: 80 × 24 керек.
place-overview = Шолу
place-set-up = Дайындық
place-officers = Комиссия мүшелері
place-import = Қабылдау
place-regions = Өңірлер
place-adjudication = Даулы жазбалар
place-tally = Жабу және санау
place-results = Нәтижелер
place-sign = Қол қою
place-export = Жариялау
place-verify = Тексеру
place-ledger = Журнал
place-system = Жүйе
step-set-up = Дайындық
step-import = Қабылдау
step-admit = Рұқсат
step-close = Жабу
step-tally = Санау
step-sign = Қол қою
step-publish = Жариялау

## Keys

keys-all = Tab экран  L тіл  ? көмек  Q шығу
keys-few = ? көмек  Q шығу
key-go-on = Enter әрі қарай
key-begin = Enter бастау
key-others = O басқа әрекеттер
key-field = ↑↓ өріс
key-edit = E өзгерту
key-present = P кім орнында
key-source = E көзі
key-import = I қабылдау
key-filter = / сүзгі
key-sort = S реттеу
key-reason = ↑↓ себеп
key-votes = 1-9 дауыс
key-why = E негіздеме
key-vote = Enter дауысқа салу
key-close = C жабу
key-region = ↑↓ өңір
key-contest = C сұрақ
key-big = B ірі
key-answer = 1-9 жауап
key-sign = Enter қол қою
key-again = A қайта
key-code = C код
key-paper = P қағазға
key-report = ↑↓ есеп
key-verify = Enter тексеру
key-recount = N қайта санау
key-news = ↑↓ хабар
key-stop = X қадамнан кейін тоқтату
key-reads = Тек оқиды

## Help

help-title = Көмек
help-close = Esc бұл терезені жабады.
help-all = Tab пен бағыттауыштар экрандарды ауыстырады, Home шолуға қайтарады. Enter келесі қадамды орындайды: алдымен оның экранын көрсетеді, содан кейін бастайды. L тілді ауыстырады, R бәрін қайта оқиды, X әрекетті ағымдағы қадамнан кейін тоқтатады, Q экранды жабады. Дискіге жазылған ештеңе жоғалмайды.
help-place-overview = Сайлаудың жайы, әрі қарай не істеу керек және ол үшін кім керек. O сирек әрекеттер тізімін ашады: жеребе, түзету, кейбір өңірлер, жоғалған токендер, хаттама даналары, қайта санау, аяқтау.
help-place-set-up = Өрістерді толтырыңыз немесе сол күйі қалдырып, Enter басыңыз: кілттер рәсімі басталады. Осы экрандағы және әр токендегі бақылау сандары бірдей болуы тиіс.
help-place-officers = Кімнің токені орнында, кімнен не сұралып тұр, кім жауап берді. Әрекетке токен керек болса, иесі осында және әр экранның төменінде салыстыратын бақылау санымен аталады. P әрекет жүрмегенде кімнің токені салынғанын қарайды.
help-place-import = E пернесімен тасымалдағышты немесе қалтаны көрсетіп, I басыңыз. Тасымалдағышты кез келген сәтте суыруға болады: қабылданғаны сақталады, қайта қабылдау зиян келтірмейді.
help-place-regions = Жасыл: бәрі дұрыс. Көк: толық тексерілмеген. Сары: қайшылық, комиссия шешеді. Қызыл: ешқашан есепке алынбайды. Ауыстырылған: сайлаушы қайта дауыс берген. Кешіккен: жабылғаннан кейін келген.
help-place-adjudication = Себепті бағыттауышпен таңдаңыз, әр мүшенің дауысын санмен белгілеңіз (жақтап, қарсы, жоқ), E пернесімен себебін жазып, Enter басыңыз. Шешілмегені есепке алынбайды. C қалғанын шешпей жәшікті жабады.
help-place-tally = Алдымен кворум жәшікті жабады: бұдан кейін ештеңе қабылданбайды. Содан кейін HSM мөрлерді ашады, әр дәлел тексеріледі, тексерушілер түбірді өз машиналарында бекітеді және токендер кворумы қосындыларды ашады.
help-place-results = Жоғары-төмен бағыттауыш өңірлерді кезекпен көрсетеді, C келесі сұрақ, B проекторға ірілейді.
help-place-sign = Әр мүше токенінен дәл осы цифрлар мен бақылау санын оқып, сонда қол қояды, ерекше пікірмен қол қояды немесе бас тартады. Жаттығудағы имитацияланған токендердің жауабы санмен таңдалады.
help-place-export = Қол қойылған жазбаны жариялап, дәл жарияланған байттарды аудиторлар бағдарламасымен тексереді. P хаттаманың қағаз данасын (PDF файлын) жасайды, A содан бері болғанымен қоса қайта жариялайды.
help-place-verify = Enter кез келген уақытта жұрт көзінше жарияланған байттарды аудиторлар бағдарламасымен қайта тексереді. Жоғары-төмен бағыттауыш есебін парақтайды.
help-place-ledger = Әр әрекет күшіне енбей тұрып жазылады. Ештеңе өшірілмейді.
help-place-system = Нұсқалар, құрылғылар және әрекеттердің барлық хабарлары.

## Questions

leave-title = Шығу керек пе?
leave = Экранды жабу керек пе? Сайлау дискіде сол күйі қалады.
leave-working = Әрекет жүріп жатыр. Шықсаңыз, ол үзіледі; кейін жалғастыруға болады.
leave-keys = Y шығу, Esc қалу.
confirm-title = Мұны кері қайтару мүмкін емес
confirm-title-else = Бастамас бұрын
confirm-first = 2-ден 1: цифрларды токендермен салыстырыңыз. Дұрыс болса Enter, Esc кері.
confirm-played = 2-ден 1: токендерді осы машина имитациялайды, қолда токен жоқ. Цифрларды оқыңыз. Дұрыс болса Enter, Esc кері.
confirm-second = 2-ден 2: Y бастау, Esc кері.
control-later = Салыстыратын бақылау саны әрекеттің өзінде пайда болады: токендер сұраған бойда экранның төменінде тұрады.
confirm-set-up = Осы баптаулармен кілттер рәсімін бастау керек пе?
confirm-cast = Жаттығу сайлаушыларын ойнату керек пе?
confirm-import = Қабылдау керек пе?
confirm-admit = Жазбаларды тексеру керек пе?
confirm-adjudicate = Осы жазбаларды дауысқа салу керек пе? Бұдан кейін жәшік жабылғанша қабылдау болмайды.
confirm-close = Жәшікті жабу керек пе? Кейін келгені кешіккен болып саналады.
confirm-tally = Мөрлерді ашып, қосып, қорытындыларды кворуммен ашу керек пе?
confirm-sign = Комиссия мүшелеріне хаттаманы оқытып, қол қойғызу керек пе?
confirm-export = Қол қойылған жазбаны жариялау керек пе?
confirm-verify = Қайта тексеру керек пе?
confirm-recount = Нәтижені қайта есептеп, қорытындысына қол қойғызу керек пе?

## What happened

told-title = Тоқтады
told-stopped = { $act }: тоқтады.

## Acts

act-look = Сайлауды оқу
act-rehearse = Жаттығу
act-set-up = Кілттер рәсімі
act-cast = Жаттығу дауыс беруі
act-import = Қабылдау
act-admit = Жазбаларға рұқсат
act-adjudicate = Даулы жазбалар бойынша дауыс
act-close = Жәшікті жабу
act-tally = Санау
act-sign = Хаттамаға қол қою
act-export = Жариялау
act-verify = Тексеру
act-recount = Қайта санау
who-set-up = Керек: барлық мүшелер токендерімен, барлық HSM.
who-cast = Ешкім керек емес: сайлаушылар үшін бағдарлама дауыс береді.
who-import = Керек: тасымалдағыш әкелген адам.
who-admit = Ешкім керек емес: жазбалар тексеріледі.
who-adjudicate = Керек: дауыс беретін мүшелер токендерімен.
who-close = Керек: токендері бар кворум.
who-tally = Керек: токендері бар кворум, HSM, тексерушілер.
who-sign = Керек: комиссия мүшелері токендерімен.
who-export = Ешкім керек емес.
who-verify = Ешкім керек емес.
who-recount = Керек: токендері бар кворум.

## The foot

working = { $act }: { $n-text } с жүріп жатыр
stopping-now = Осы қадамнан кейін тоқтайды, күте тұрыңыз.
working-stops = { $act }: осы қадамнан кейін тоқтайды
progress = { $total-text } ішінен { $done-text }, { $rate-text }/с, { $n-text } с қалды
next-is-here = Әрі қарай: { $act }. Enter жалғастырады.
next-is = Әрі қарай: { $act } ({ $place }). Enter жалғастырады.
next-nothing = Бәрі жарияланды. Кез келген уақытта тексеруге болады.

## Overview

welcome = Бұл Tamga. Бұл қалтада әлі сайлау жоқ.
welcome-next = Осы жерде жаттығу дайындау үшін Enter басыңыз. Бар сайлауды ашу үшін Q пернесімен шығып, қалтаны --at арқылы көрсетіңіз.
phase-setting-up = Кілттер рәсімі жүріп жатыр.
phase-gathering = Пакеттер қабылданып жатыр.
phase-admitted = Жазбаларға рұқсат берілді; даулыларын шешуге болады.
phase-adjudicated = Даулылары шешілді; жәшікті жабуға болады.
phase-closed = Жәшік жабылды; санау керек.
phase-opened = Қорытындылар ашылды; қол қою керек.
phase-signed = Хаттамаға қол қойылды; жариялау керек.
phase-published = Нәтиже жарияланды.
phase-ended = Сайлау аяқталды: токендер кілт үлестерін өшіреді.
zero-statement = Нөлдік хаттама: ештеңе қабылданған жоқ, барлық өңірде 0 жазба.
published-of = ең көбі { $all-text } ішінен { $n-text } жарияланды
quorum-of = { $all-text } мүшеден { $needed-text }
light-hsms = { $n ->
   *[other] { $n-text } HSM, экран ашылғалы сұралған жоқ
}
light-hsms-named = Сипаттамада { $n-text } HSM
light-hsm-log = HSM { $serial }: журналында түсіндірілмеген жазбалар бар. Жүйені қараңыз.
light-hsms-answered = { $n ->
   *[other] { $n-text } HSM, соңғы әрекетте жұмыс істеді
}
light-hsm-out = HSM { $serial }: { $error }
light-ledger = Журнал бүтін: { $n-text } жазба
light-regions-wait = { $n-text } өңір әлі жәшікке кірген жоқ: келесі ашуда есепке алынады
light-late-wait = Қосымшаны күткен кешіккен пакет: { $n-text }
light-incomplete = { $n-text } пакет тізбегі толық емес
light-held = { $n-text } жазба даулы
light-alarms = { $n-text } дабыл: «Жүйе» экранын қараңыз
records = { $n-text } жазба

## Names of figures

folder = Қалта
received = Қабылданды
turnout = Қатысу
quorum = Кворум
turnout-of = тізімдегі { $n-text } адамның { $share }
turnout-at-most = ең көбі { $share }, тізімде { $n-text } адам
turnout-unknown = әлі белгісіз; тізімде { $n-text } адам
openings = Ашулар
control-election = Сайлаудың бақылау саны
control-anchor = Якордің бақылау саны
control-box = Жәшіктің бақылау саны
control-close = Жәшіктің бақылау саны
control-root = Түбірдің бақылау саны
control-statement = Хаттаманың бақылау саны
control-sign = Хаттаманың бақылау саны
control-set-up = Сипаттама бақылау саны
election-id = Сайлау
hsms = HSM
opening = Ашу
regions = Өңір саны
incomplete-chains = Толық емес тізбек
counted = Есептелген бюллетень
dissenting = Ерекше пікір
refusing = Бас тартады
reason = Себеп
votes = Дауыстар
votes-for = Жақтап
votes-against = Қарсы
why = Неге
shares = Үлестер
approvals = Бекітулер
source = Тасымалдағыш, қалта
source-waits = Осында көрсетілген келесі болып қабылданады. E мен Ctrl-U алып тастайды.
entries = Жазба саны
ledger-root = Түбір
version = Нұсқалар
versions = токендермен алмасу, { $tokens-text }-нұсқа
hsm-did = { $n-text }× ашылды, дән: { $seeds-text }; { $log }
hsm-log-never = журналы: оқылған жоқ
hsm-log-explained = журналы: { $n-text }, түсіндірілген
hsm-log-unexplained = журналы: { $n-text } / { $all-text } ТҮСІНДІРІЛМЕГЕН
nothing-red = Дабыл жоқ.
news = Хабарлар
compare = Әр экранда салыстырыңыз
edition-record = Ашық жазба
edition-audit = Аудиторлар басылымы
edition-anchor = Якорь парағы

## Set-up

set-up-over = Дайындық аяқталды: кілттер жасалды, ешкімде бүтін кілт жоқ.
set-up-intro = Өз кілттері бар жаттығу. Бос өріс жақшадағыны білдіреді.
field-election = election.toml қалтасы
field-election-default = (кірістірілген мысал: Колорадо 2024, 1:100)
field-scale = Масштаб 1:
field-scale-default = (1, кірістірілген мысал 100)
field-officers = Комиссия мүшелері
field-officers-default = (election.toml бойынша, әйтпесе 5)
field-quorum = Кворум
field-quorum-default = (election.toml бойынша, әйтпесе 3)
field-tokens = Токендер
field-tokens-default = sim
field-mischief = Бұзушылармен
field-mischief-default = (жоқ)

## Officers and signatures

officers-none = Комиссия мүшелері дайындықта анықталады.
officers-intro = Әркім бақылау сандарын салыстырады, PIN-ді тек токенде тереді және сонда жауап береді. Токен керек болса, кімдікі екені айтылады.
officer = Комиссия мүшесі { $n-text }
officer-opened = қорытындыны ашты
officer-silent = бұл ашуда әзірге ештеңе жоқ
officer-signed = қол қойды
officer-dissented = ерекше пікірмен қол қойды
officer-refused = бас тартты
more-officers = 10–{ $n-text } комиссия мүшелері үшін 0, содан кейін соңғы цифрды басыңыз.
will-answer = токенде жауап береді
will-sign = имитация: қол қояды
will-dissent = имитация: ерекше пікір
will-refuse = имитация: бас тартады
dissent-means = Ерекше пікір: сол цифрлар, жария келіспеушілік; кворумға кірмейді.
sign-none = Қол қоятын нәтиже әлі жоқ.

## Import and regions

import-none = Дайындық аяқталғанша қабылдау болмайды.
import-closed = Қазір қабылдау мүмкін емес.
refused-files = Қайтарылған файл: { $n-text }; олардан ештеңе есепке алынбайды.
refused-advice = Бүлінген файлдардың жаңа көшірмесін жинаушыдан сұраңыз. Дайджестері журналда: тасымалдағышты аудиторларға сақтаңыз.
records-title = Жазба
collector = Жинаушы
bundles = Пакеттер
chains = Толық/барлығы
incomplete = Толық емес: { $region }, { $collector }
incomplete-more = және тағы { $n-text }
counts-here = Сәйкестендіру қызметінің сандары бар.
counts-missing = Сәйкестендіру қызметінің сандары жоқ.
region = Өңір
all-regions = Барлық өңір
received-short = қабылд.
turnout-short = қатысу
green-short = жасыл
blue-short = көк
yellow-short = сары
red-short = қызыл
superseded-short = ауыс.
late-short = кешік.
sort-0 = сипаттамадағыдай
sort-1 = атауы бойынша
sort-2 = жазба саны бойынша
sort-3 = қатысу бойынша
regions-head = { $n-text } өңір, { $sort }
registered-are = тізімде { $n-text }
statuses-none = Жазбалар әлі тексерілмеген: «қабылд.» келгеннің бәрін, қайталанған көшірмелерді де санайды.
statuses-so-far = Алдын ала: мөрлер ашылғанға дейін. Санауда әр дәлел тексеріледі; жасыл, қызыл және ауыстырылғаны өзгеруі мүмкін. Жазбаның көшірмесі екінші рет саналмайды.
statuses-late = Қосымша санаусыз түпкілікті: кешіккен бюллетеньдер саналғанда ғана осы сандарға қосылады.
statuses-final = Түпкілікті: әр дәлел тексерілді. Көшірмелер саналмайды.
merges-into = аз болса { $region } өңіріне қосылады

## Held records

held-none = Даулы жазба жоқ.
held-intro = Даулы жазбалар комиссия шешсе ғана есепке алынады. Шешілмегені есепке алынбайды.
held-closed = { $n-text }-ашудың жәшігі жабық: даулы жазбалар мен олар бойынша шешімдер. Шешілмегені есепке алынбайды.
held-single = Бұдан бөлек, бір өңір не бір жазба туралы шешімдер: { $n-text }.
held-counted = алынады ({ $n-text } жақтап, { $against-text } қарсы)
held-not-counted = алынбайды ({ $n-text } жақтап, { $against-text } қарсы)
held-undecided = шешілмеген: алынбайды
held-lacks-votes = Жетпейді: комиссия мүшелерінің дауысы. Цифрлармен белгіленеді.
held-lacks-why = Жетпейді: неге бұлай шешілгені. E аудиторлар үшін жазады.
held-why-long = Негіздеме тым ұзын: ең көбі 256 байт. E қысқартады.
held-ready = Бәрі көрсетілді: Enter дауысқа салады.
vote-for = жақтап
vote-against = қарсы
vote-none = –
reason-attestation-reused = Бір растау екі рет қолданылған
reason-counter-clash = Нөмірі бірдей, растауы басқа
reason-outside-period = Дауыс беру уақытынан тыс
reason-phone-differs = Телефон тізілімдегіден басқа
reason-phone-shared = Телефон басқа ЖСН-мен ортақ
reason-biometric-fail = Биометрия өтпеді
reason-iin-not-in-registry = ЖСН тізілімде жоқ
reason-code-not-verified = Бір реттік код расталмаған
reason-roll-default = Тізім бойынша кейінге қалдырылған

## Tally and results

tally-none = Дайындық аяқталғанша санайтын ештеңе жоқ.
tally-not-yet = Жәшік ашық: пакеттер әлі қабылданады.
tally-close-first = Алдымен кворум жәшікті жабады.
tally-closed = Жәшік жабық. Enter мөрлерді ашып, санайды.
tally-done = Қорытындылар ашылды.
stage-unseal = HSM мөрлерді ашады
stage-verify = Әр дәлел тексеріледі
stage-root = Қосындылар мен санау түбірі
stage-approve = Тексерушілер түбірді бекітеді
stage-open = Токендер кворумы қосындыларды ашады
approvals-of = { $n-text }, керегі { $all-text } ішінен { $needed-text }
results-none = Нәтиже әзірге жоқ.
unused = пайдаланылмаған дауыстар
options-shown = { $all-text } ішінен { $n-text }–{ $last-text }: Page Up, Page Down
tie = тең
seats = { $n-text } мандат
revealed = Ашылған өңір: { $n-text }; біріктірілген не жасырылған: { $without-text }
status-revealing = АШЫЛУДА: { $all-text } топтың { $n-text }, қол қойылмаған
status-unsigned = { $status }, ӘЛІ ҚОЛ ҚОЙЫЛМАҒАН
status-partial = ІШІНАРА НӘТИЖЕ: барлық өңір емес
status-complete = ТОЛЫҚ НӘТИЖЕ, әлі бекітілмеген
status-certified = БЕКІТІЛГЕН
status-recount = ҚАЙТА САНАУ
status-correction = ТҮЗЕТУ
status-none = НӘТИЖЕ ЖОҚ
recount-same = { $n-text }-ҚАЙТА САНАУ: сандар сол, қол қойған мүшелер: { $officers }
recount-other = { $n-text }-ҚАЙТА САНАУ: САНДАР БАСҚА, қол қойған мүшелер: { $officers }

## What leaves the room

export-none = Әзірге қол қойылған ештеңе жоқ.
export-ready = Хаттамаға қол қойылды. Enter жариялайды.
export-done = Жарияланды. Аудиторлар мен баспасөзге көшіріңіз.
verify-none = Әзірге жарияланған ештеңе жоқ.
verify-intro = Аудиторлар бағдарламасының өз сөздері, ағылшынша: тырнақшада және тексерулерден кейінгі, файлдардан ешкім тексере алмайтын жолдарда.
ledger-none = Журнал дайындықтан басталады.
code-none = Кодқа айналдыратын ештеңе жоқ.
code-pause = Жазып алыңыз: { $number }  Esc жабады.
code-checkpoint = Журналдың қазіргі күйі. Esc жабады.
code-statement = Хаттама. Esc жабады.

## What an officer asks next

reading = Сайлау дискіден оқылуда…
shown-regions = Көрсетілгендер
incomplete-advice = Қалғанын жинаушыдан сұраңыз. Онсыз да жабуға болады: бұл хаттамаға енеді.
held-no-quorum = { $n-text } жақтап, { $against-text } қарсы: кворум жоқ
light-overdrawn = { $region }: пайдаланылған растау { $n-text }, берілгені { $issued-text }.
overdrawn-sign-nothing = Ештеңеге қол қоймаңыз: алдымен сәйкестендіру қызметі мұны төраға мен байқаушыларға түсіндіруге тиіс.
overdrawn-explain = Сәйкестендіру қызметі мұны төраға мен байқаушыларға түсіндіруге тиіс.
lights-cut = Мұнда бәрі сыймады: «Жүйе» экранын қараңыз не терезені үлкейтіңіз.
light-overdrawn-more = Тағы { $n-text } өңірде солай: қағаз хаттамада аталған
verify-passed = Өткен тексеру: { $n-text }, қате: { $failed-text }. Жарияланған деректер тексерілді.
verify-remarked = Өткен тексеру: { $n-text }, қате: { $failed-text }. Жарияланған деректер тексерілді. Бірақ кейбір тексеруде ({ $remarked-text }) түсіндіруді қажет ететін жайт аталған.
    .shown = Өткен тексеру: { $n-text }, қате: { $failed-text }. Жарияланған деректер тексерілді. Бірақ кейбір тексеруде ({ $remarked-text }) түсіндіруді қажет ететін жайт аталған: «Тексеру» экранын қараңыз.
verify-failed = Өткен тексеру: { $n-text }, ҚАТЕ: { $failed-text }. Тоқтаңыз, қалта мен тасымалдағыштарды аудиторларға сақтаңыз.
verify-broke-off = Тексеру соңына жетпеді; соңғы сөзі: «{ $says }». Қайта іске қосыңыз.
verify-unfinished = Тексеру аяғына жетпеді. Қайта іске қосыңыз.
votes-of = { $n ->
    [0] 0
   *[other] { $n-text } (комиссия мүшесі { $list })
}
withheld = Есепке алынып, тым аз болғандықтан ашылмаған бюллетень: { $n-text }
revealed-but = Ашылған өңір: { $n-text }; біріктірілген не жасырылған: { $without-text }. Тым аз болғандықтан дауыс беру құпиялығы үшін есепке алынып, ашылмаған бюллетень: { $withheld-text }; жоғарыдағы сандарға кірмейді.
contest-of = { $title }  ({ $n-text }/{ $all-text }, ↑↓)
sign-again = Қол қойғандар аз. Төменде — айтылғандар; A барлығынан қайта сұрайды.
