# What stops an act: what happened and, as .advice, what to do.

## Everywhere

status-says = Келесі қадамды tamga status айтады.
    .on-screen = Келесі қадам «Шолу» экранында.
interrupted = сұраныс бойынша тоқтатылды
    .advice = Сол әрекет тоқтаған жерінен жалғасады.
interrupted-act = сұраныс бойынша тоқтатылды
    .advice = Дискіге жазылғаны бүтін; жалғастыру үшін сол әрекетті қайталаңыз.
interrupted-rehearsal = сұраныс бойынша тоқтатылды
    .advice = Дискіге жазылғаны бүтін. Жалғастыру: tamga rehearse --resume { $at }
    .on-screen = Дискіге жазылғаны бүтін; Enter жалғастырады.
interrupted-set-up = сұраныс бойынша тоқтатылды
    .advice = Бұл ешкімді міндеттемейді: tamga setup --rehearsal --at { $at } рәсімді қайта бастайды.
    .on-screen = Бұл ешкімді міндеттемейді: Enter рәсімді қайта бастайды.
interrupted-token = сұраныс бойынша тоқтатылды
    .advice = Токенге сұралғанды ұмыту айтылды.
screen-no-terminal = экранға терминал керек
    .advice = Терминалсыз жұмыс істейтін командаларды tamga --help көрсетеді.
core-dumps = жад дамптарын өшіру мүмкін емес: { $why }
    .advice = Linux-те, кешен пайдаланушысы атынан іске қосыңыз.

## Folders and files

folder-taken = { $path } бар және бос қалта емес
    .advice = Әлі жоқ қалтаны көрсетіңіз; ештеңе жазылған жоқ.
folder-in-use = { $path } ішінде басқа tamga жұмыс істеп тұр
    .advice = Оның аяқталуын күтіңіз; ештеңе өзгерген жоқ.
not-created = { $path } жасау мүмкін емес
not-written = { $path } жазу мүмкін емес
not-read = { $path } оқу мүмкін емес
not-replaced = { $path } ауыстыру мүмкін емес
not-put-back = { $path } орнына қайтару мүмкін емес
not-cleared = { $path } тазалау мүмкін емес
not-listed = { $path } ішін көру мүмкін емес
not-locked = қалтаны басқаларға жабу мүмкін емес
not-removed = { $path } жою мүмкін емес
not-made = { $path } жасау мүмкін емес
copy-broke-off = көшіру үзілді
look-not-plain = { $name } – кәдімгі файл емес: сілтеме, атаулы арна не қалта
    .advice = Одан ештеңе оқылған жоқ. Файлдың өзін орнына қойып, R пернесін басыңыз.
look-too-long = { $name } { $most } байттан ұзын, сондықтан оқылмайды
    .advice = Оны кім жазғанын анықтаңыз: tamga мұндай ұзын файл жазбайды. Файлды көшірмеден қайтарып, R пернесін басыңыз.
file-missing = { $path } файлы жоқ
    .advice = Оны көшірмеден қалпына келтіріп, сол әрекетті қайталаңыз.
file-no-text = { $path } мәтін емес
    .advice = { file-missing.advice }
file-damaged = { $path } зақымдалған
    .advice = { file-missing.advice }
file-not-the-ledgers = { $path } журналдағыдай емес
    .advice = { file-missing.advice }
no-pin-kept = PIN файлында HSM { $serial } үшін біреуі де жоқ
    .advice = { file-missing.advice }
no-randomness = операциялық жүйе кездейсоқ сан бермейді

## The ledger and the election

ledger-damaged = осы дискідегі журнал зақымдалған: { $why }
    .advice = Осында жалғастырмаңыз. Қалтаны екінші тасымалдағыштан қалпына келтіріңіз не жаңа сайлау бастаңыз.
ledger-fault = { $why ->
         [no-origin] басы жоқ
         [tail] соңында жазба емес байттар
        *[other] жарияланғанның жалғасы емес
    }
ledger-not-begun = { $path } журналын бастау мүмкін емес
ledger-not-opened = { $path } журналын ашу мүмкін емес
ledger-not-written = { $path } журналын жазу мүмкін емес
no-election-set-up = { $at } ішінде дайындығы аяқталған сайлау жоқ
    .advice = Оны бастаңыз: tamga setup --at { $at }, не басқа қалтаны көрсетіңіз.
    .on-screen = Оны «Дайындық» экранында Enter пернесімен бастаңыз не басқа қалтаның экранын ашыңыз.
not-one-election = журнал, сайлау файлы мен тізім бір сайлаудікі емес
    .advice = Осында жалғастырмаңыз. Қалтаны екінші тасымалдағыштан қалпына келтіріңіз.
not-the-ledgers = осы дискідегі { $what } журналдағыдай емес
    .advice = Файл жойылған не өзгертілген. appliance/editions қалтасын көшірмеден қалпына келтіріп, сол әрекетті қайталаңыз.
options-damaged = жаттығу баптаулары зақымдалған: appliance/rehearsal/options
    .advice = Сол файлды көшірмеден қалпына келтіріп, әрекетті қайталаңыз.
other-tokens = бұл сайлаудың токендері { $tokens }, ал { $given } басқа
    .advice = --tokens алып тастаңыз не токендер қазір тұрған ұяларды атаңыз.
election-over = кворум бұл сайлауды аяқтады, кілті өшіріліп жатыр
    .advice = Енді ештеңе қабылданбайды, жабылмайды, ашылмайды, қол қойылмайды; қайта санау, tamga export пен tamga token end мүмкін.
    .on-screen = Енді қабылдау, жабу, ашу, қол қою жоқ. Әлі не мүмкін екенін «Шолу» экранындағы O көрсетеді.

## Set-up and rehearsal

tokens-spec = токендер дұрыс аталмаған: { $why }
    .advice = Теріңіз: sim, qemu:N, unix:СОКЕТ,… , serial:ҚҰРЫЛҒЫ,… не auto.
no-election-folder = { $path } қалта да, election.toml да емес
    .advice = Сайлау қалтасын не ондағы election.toml файлын көрсетіңіз.
no-quorum = { $officers } мүшеден { $quorum } кворум емес
    .advice = 2-ден 15-ке дейін мүше және олардың жартысынан көбі: 2·M > N, M N-нен аспайды.
bad-input-file = файлда қате бар: { $why }
    .advice = Ештеңе жазылған жоқ; файлды түзетіп, қайталаңыз.
input-unread = { $name } оқылмады: { $why }
    .advice = Ізделген файл: { $path }.
input-too-long = { $name } файлында { $length } байт, шек { $most }
    .advice = { input-unread.advice }
input-no-text = { $name } UTF-8 мәтіні емес
    .advice = { input-unread.advice }
seed-and-hsm = --seed әр байтты қайталайды, ал HSM кездейсоқтықты өзі алады
    .advice = --seed не --hsm алып тастаңыз.
seed-and-tokens = --seed әр байтты қайталайды, ал бұл токендер кездейсоқтықты өзі алады
    .advice = --seed не --tokens алып тастаңыз.
no-rehearsal-in = { $at } ішінде жалғастыратын жаттығу жоқ
    .advice = Үзілген жаттығудың қалтасын көрсетіңіз.
begun-with-another = бұл қалтадағы дайындық басқа { $other } мәнімен басталған
    .advice = Алғашқы параметрлерді не тек --rehearsal мен --at көрсетіңіз; басқа сайлауға басқа қалта алыңыз. Ештеңе өзгерген жоқ.
too-few-ports = аталған токен саны { $n }, комиссия мүшесі { $officers }; кілтті бәрі бірге жасайды
    .advice = Мүше санынша атаңыз не --officers көрсетіңіз. Кейін бір ұя да жетеді.
bad-absent = ондай мүшелер жоқ не тым аз қалады
    .advice = Мүшелер нөмірі 1-ден { $officers }-ге дейін; { $quorum } мүше болуы керек.
absent-by-hand = өз токені бар мүшелерге «жоқ бол» деуге болмайды
    .advice = --absent алып тастап, олардың токенін салмаңыз.
bad-lose = ондай токендер жоқ не тым аз қалады
    .advice = Мүшелер нөмірі 1-ден { $officers }-ге дейін; бірден ең көбі { $spare } токен ауыстырылады.
lose-by-hand = адамның қолындағы токен командамен жоғалмайды
    .advice = --lose алып тастаңыз; жоғалғанын tamga token replace ауыстырады.
rehearsals-only = бұл нұсқа тек жаттығу өткізеді
    .advice = --rehearsal көрсетіңіз; онда нақты HSM мен токендерге болады, бәрі REHEARSAL деп белгіленеді.
rehearsal-out-of-step = жаттығу мұнда жалғаса алмайды: { $why }
    .advice = Бәлкім, қалтаны арада басқа әрекеттер өзгертті: қолмен жалғастырыңыз, қалай екенін tamga status --at { $at } айтады. Ешкім тимесе, бұл бағдарлама қатесі: дәні мен сайлауымен хабарлаңыз.
    .on-screen = Бәлкім, қалтаны арада басқа әрекеттер өзгертті: Enter пернесімен қолмен жалғастырыңыз. Ешкім тимесе, бұл бағдарлама қатесі: дәні мен сайлауымен хабарлаңыз.
mischief-mistreated = бұзушылыққа дұрыс қаралмады, саны: { $n }; біріншісі: { $first }
    .advice = Бәлкім, қалтаны арада басқа әрекеттер өзгертті: жаңа қалтада жаттығыңыз. Ешкім тимесе, бұл бағдарлама қатесі: дәні мен сайлауымен хабарлаңыз.
first-checkpoint-missing = бұл қалтада дайындықтан кейін жалғасқан сайлау бар, ал алғашқы бақылау нүктесі жоқ
    .advice = appliance/first-checkpoint көшірмеден қалпына келтіріңіз. Ештеңе өзгерген жоқ, HSM-ге тиген жоқ.
no-qemu = qemu-system-arm орнатылмаған, ал бұл токендер сонда жұмыс істейді
    .advice = Орнатыңыз (sudo apt-get install qemu-system-arm) не --tokens sim алыңыз.
no-firmware = эмуляциялайтын прошивка жоқ: { $why }
    .advice = Құрастырыңыз: boards/build mps2-an386, TAMGA_TOKEN_IMAGE ішінде көрсетіңіз.

## HSM verbs

hsm-count = сайлауда 1-ден { $most }-ге дейін HSM болады, { $n } емес
    .advice = Әр құрылғыны --hsm арқылы бір рет атаңыз.
hsm-named-twice = { $serial } HSM-і екі рет аталған
    .advice = { hsm-count.advice }
no-hsm-in-election = бұл сайлауда HSM жоқ
    .advice = Қалтаны екінші тасымалдағыштан қалпына келтіріңіз.
pin-source-unread = pin-source { $path } оқылмады: { $why }
    .advice = Әкімші PIN-ін тек сіз оқи алатын файлға жазып, pin-source ішінде көрсетіңіз.
pin-source-unnamed = { $spec } pin-source атамайды, токендер ешкім білмейтін PIN алар еді
    .advice = Әкімші PIN-ін, 6–32 әріп не цифр, тек сіз оқи алатын файлға жазып, 'pkcs11:?module-path=FILE&pin-source=file:FILE' деп тырнақшада көрсетіңіз; Debian-дағы SoftHSM үшін FILE: /usr/lib/softhsm/libsofthsm2.so.
wipe-no-such-hsm = { $serial } бұл сайлаудың HSM-і емес не --destroy басқасын атайды
    .advice = HSM-дер: { $serials }. Ештеңе жойылған жоқ.
wipe-last-hsm = { $serial } жұмыстағы соңғы HSM, ал барлық өңір ашылып, жарияланған жоқ
    .advice = Онсыз мөрленгені ашылмайды. Алдымен жариялаңыз не осы сайлаудың басқа HSM-ін әкеліңіз.
certificate-unread = { $path } сертификаты оқылмады: { $why }
    .advice = Өндіруші жариялаған DER сертификатын көрсетіңіз.
attest-refused = HSM { $serial }: { $why }
    .advice = Бұл HSM кілттеріне сенбеңіз: аудиторларға хабарлап, құрылғыны сақтаңыз.
attest-clock = HSM { $serial }: { $why }
    .advice = Осы машинаның сағатын екі дереккөз бойынша қойып, әрекетті қайталаңыз.

## Token verbs

no-tokens-here = токен жоқ
    .advice = Салыңыз не --tokens арқылы орнын көрсетіңіз: unix:СОКЕТ, serial:ҚҰРЫЛҒЫ не auto.
tokens-so-named = { $n ->
         [0] мұндағы токендер арасында { $named } жоқ
        *[other] { $n } токен солай аталған: { $named }
    }
    .advice = Әрқайсысының нөмірін, атауын, кілтін tamga token list көрсетеді; біреуін атаңыз.
several-tokens = { $n } токен салынған, ал бұл біреуіне жасалады
    .advice = --token арқылы атаңыз: tamga token list ішіндегі нөмірі, атауы не кілтінің алғашқы цифрлары.
no-such-token = ондай токен жоқ
    .advice = Әрекетті қайталаңыз.
tokens-of-rehearsals-only = бұл нұсқа тек жаттығу өткізеді
    .advice = --rehearsal көрсетіңіз: өшірілгенше токен нақты сайлаудан бас тартады.
token-retired-for-good = { $name } қызметтен біржола шығарылған
    .advice = Ол қайта дайындалмайды. Басқа токен алыңыз.
token-has-identity = { $name } дайындалған
    .advice = Ондағысы ешкімге керек болмаса, алдымен өшіріңіз: tamga token wipe.
token-nonsense = { $name } басқа жауап берді
    .advice = Бұл токенді пайдаланбаңыз: өндірушісіне хабарлаңыз.
part-of-token = { $part } ({ $name })
part-screen = экран
part-keys = түймелер
part-randomness = кездейсоқ сандар
part-memory = жад
slip-screen = мүше экран дұрыс емес деді не басқа түймені басты
slip-keys = экран сұраған түйме басылмады не кеш басылды
check-failed = тексеріс өтпеді: { $parts }
    .advice = Бұл мүшеге басқа токен беріңіз; мұның сақтағаны не тудырғаны жалған болуы мүмкін.
check-failed-by-hand = тексеріс өтпеді: { $parts }
    .advice = Мүше сұралғанды әр жолы уақытында басқанына сенімді болса, басқа токен алыңыз: мұның көрсеткені не естігені жалған болуы мүмкін. Әйтпесе қайта тексеріңіз.
wipe-unnamed = өшірілетін токен екі рет аталады
    .advice = Оны --token, кілтін --destroy арқылы атаңыз; екеуін де tamga token list көрсетеді. Ештеңе өшірілген жоқ.
wipe-other-key = { $name } кілті { $given } емес, { $key }
    .advice = Ондағыны қайтару мүмкін емес. Дәл сол болса, кілтін --destroy арқылы қайталаңыз. Ештеңе өшірілген жоқ.
new-tokens-too-few-ports = кілтті барлық { $n } токен бірге қайта бөледі, ал ұя аз
    .advice = Мүше санынша ұя атаңыз. Ештеңе өзгерген жоқ.
not-lost = жоғалмаған, салынып тұр: { $tokens-n ->
         [one] { $tokens }-токен
        *[other] { $tokens }-токендер
    }
    .advice = --lost ішінде тек жоғалғандарды атаңыз. Жұмыс істейтінін ауыстыру үшін алдымен суырыңыз. Ештеңе өзгерген жоқ.
    .on-screen = Бланкіде тек жоғалғандарды көрсетіңіз. Жұмыс істейтінін ауыстыру үшін алдымен суырыңыз. Ештеңе өзгерген жоқ.
new-token-failed = { $port }: { $why }
    .advice = { new-token-nameless.advice }
new-token-nameless = { $port } ұясындағы токен өзін атамайды
    .advice = Қайта салыңыз не басқасын алып, әрекетті қайталаңыз. Ештеңе өзгерген жоқ.
too-many-new-tokens = жаңа токеннен { $n } салынған, жоғалғаны { $lost }
    .advice = Артығын суырып, әрекетті қайталаңыз. Ештеңе өзгерген жоқ.
too-few-new-tokens = жоғалғандардың орнына { $n } жаңа токен жетпейді
    .advice = Жаңа токендерді дайындап (tamga token init), салып, әрекетті қайталаңыз. Ештеңе өзгерген жоқ.
replacement-damaged = { $number }-ауыстыру екі тасымалдағышта да зақымдалған не журналдағы емес
    .advice = appliance/replacements көшірмеден қалпына келтіріп, сол әрекетті қайталаңыз.
bad-lost = ондай токендер жоқ не тым көбі жоғалған
    .advice = Токендер нөмірі 1-ден { $tokens }-ге дейін; бірден ең көбі { $spare } ауыстырылады, { $needed } қалуы керек. Ештеңе өзгерген жоқ.
new-tokens-unfit = жаңа токендер жарамайды: { $why }
    .advice = Басқа жаңа токендер алыңыз: кілтін tamga token init жасайды. Ештеңе өзгерген жоқ.
replacement-unfinished = { $tokens }-токен ауыстырылуын бәрі растаған, алдымен соны аяқтау керек
    .advice = --lost пен осы токендерді көрсетіп, әрекетті қайталаңыз. Ештеңе өзгерген жоқ.
    .on-screen = Бланкіде осы токендерді көрсетіп, әрекетті қайталаңыз. Ештеңе өзгерген жоқ.

## Amendments and lots

amend-no-region = «{ $code }» өңірі жоқ
    .advice = Ештеңеге қол қойылған жоқ. Жабылу уақыты өткенше ұзартылады, нұсқа бірінші жәшік жабылғанша алынады.
amend-no-time = «{ $closes }» 2024-11-05T22:00:00Z түріндегі уақыт емес
    .advice = { amend-no-region.advice }
amend-no-option = «{ $typed }» нұсқасы жоқ; СҰРАҚ/НҰСҚА деп жазыңыз
    .advice = { amend-no-region.advice }
amend-refused = өзгеріс мүмкін емес: { $why }
    .advice = { amend-no-region.advice }
amend-not-now = қазір ештеңе өзгертілмейді: мүшелер дауыс берді не жәшік жабық
    .advice = { amend-no-region.advice }
amend-box-closed = бұл өзгертетін жәшік жабық
    .advice = { amend-no-region.advice }
amend-time-passed = өңірдің жабылу уақыты өтті
    .advice = { amend-no-region.advice }
lot-not-now = қазір жеребе тасталмайды
    .advice = Мандатқа тең нәтиже болса, tamga tally айтады.
    .on-screen = Мандатқа тең нәтиже болса, санау айтады; сонда Enter жеребе бланкін ашады.
lot-drawn = { $contest } бойынша жеребе тасталған
    .advice = Жеребе бір рет тасталады. Санауды іске қосыңыз (tamga tally).
    .on-screen = Жеребе бір рет тасталады. Санауды жалғастырыңыз: Enter.
lot-not-needed = «{ $contest }» бойынша жеребе керек емес
    .advice = Қайсысына керегін tamga tally айтады.
    .on-screen = Бланк жеребе керек сұрақтарды ұсынады.
lot-no-throws = бұл екі мүшенің лақтырысы емес
    .advice = --dice екі рет, екі бөлек мүше үшін көрсетіңіз: N:ЦИФРЛАР, 10–48 цифр, 1–6, түскені бойынша.
    .on-screen = Екі бөлек мүшенің тастағанын көрсетіңіз, әрқайсысы 10–48 цифр, 1–6, түскені бойынша.
lot-needed = тең нәтижелер мандатқа таласады: { $contests }
    .advice = Екі мүше сүйекті он рет не одан көп лақтырады: tamga lot --at { $at } --contest { $first } --dice N:САНДАР --dice N:САНДАР; содан кейін сол әрекет, жаттығу --resume-мен.
    .on-screen = Екі мүше сүйекті он рет не одан көп лақтырады; Enter { $first } бойынша жеребе бланкін ашады. Содан кейін санау жалғасады.

## Import and admission

ceremony-not-over = кілттер рәсімі аяқталған жоқ
    .advice = Алдымен дайындықты аяқтаңыз (tamga setup).
    .on-screen = Алдымен дайындықты аяқтаңыз: «Дайындық» экранында Enter.
import-after-vote = мүшелер қабылданғаны бойынша дауыс берді, жәшік жабылғанша қабылдау жоқ
    .advice = Жәшікті жабыңыз; кейін келгені кешіккен болады.
import-while-counting = жәшік жабық, санау жүріп жатыр
    .advice = Алдымен нәтижені жариялаңыз; сипаттама рұқсат етсе, кешіккен пакеттер содан кейін қабылданады.
stick-file = { $all-text } файлдың { $n-text }-і
stick-unread = { $path } оқылмады: { $why }
    .advice = Тасымалдағыш салынып, қосылғанын тексеріп, қабылдауды қайталаңыз; қабылданғаны сақталған.
no-source = тасымалдағыш не қалта көрсетілмеген
    .advice = Алдымен тасымалдағышты не қалтаны көрсетіп, содан кейін қабылдаңыз.
files-unread = тасымалдағыштың { $n } файлы оқылмады
    .advice = Тасымалдағышты суырып салыңыз не басқа көшірме сұрап, қабылдауды қайталаңыз; қабылданғаны сақталған.
nothing-taken = ештеңе қабылданбады; { $path } қайтарылды: { $word }
    .advice = Тасымалдағыш әкелгеннен дұрыс файлдарды сұраңыз; қайтарылғаны журналға хешімен жазылды.
nothing-to-admit = барлық өңір жәшікте, кешіккен пакет жоқ
    .advice = Рұқсат беретін ештеңе жоқ. Кешіккен пакеттерді қабылдаңыз не осылай қалдырыңыз.
admit-ceremony = кілттер рәсімі аяқталған жоқ
    .advice = { status-says }
    .on-screen = { status-says.on-screen }
admit-closed = бұл ашудың жәшігі жабылған
    .advice = { status-says }
    .on-screen = { status-says.on-screen }
region-not-now = «{ $code }» өңірін қазір ашуға болмайды
    .advice = Өңірлерді election.toml кодымен атаңыз; жәшіктегілері дайын.
admit-refused = рұқсат мүмкін емес: { $why }
    .advice = Жетпегенін қабылдаңыз не басқа өңірлерге рұқсат беріңіз; тізімі tamga status ішінде.
    .on-screen = Жетпегенін қабылдаңыз не басқа өңірлерге рұқсат беріңіз; жетпейтіні «Қабылдау» экранында.

## Adjudication

plan-bad = { $path }: { $why }
    .advice = Жоспарды түзетіңіз; ешкім дауыс берген жоқ.
plan-decision = жоспардың { $number }-шешімі; ешкім дауыс берген жоқ
decision-unsaid = шешім даулы жазбалары бар себепке не бір жазбаға қатысты болып, негізін айтады
    .advice = Негізін жазыңыз (--why), 1–256 байт қарапайым мәтін; себептер тізімі: tamga adjudicate --at DIR.
    .on-screen = Себепті бағыттауышпен таңдап, E пернесімен негізін жазыңыз, 1–256 байт қарапайым мәтін.
nothing-to-adjudicate = қазір шешетін ештеңе жоқ
    .advice = Даулы жазбалар рұқсат пен жәшік жабылуы арасында болады. { status-says }
    .on-screen = Даулы жазбалар рұқсат пен жәшік жабылуы арасында болады. { status-says.on-screen }
votes-bad = мүше екі рет дауыс береді, не ешкім бермейді, не ондай мүше жоқ
    .advice = Мүшелер нөмірі 1-ден { $officers }-ге дейін; әрқайсысы бір рет, жақтап не қарсы дауыс береді.
unknown-reason = «{ $given }» себебі жоқ
    .advice = { unknown-record.advice }
    .on-screen = { unknown-record.on-screen }
unknown-region = «{ $given }» өңірі жоқ
    .advice = { unknown-record.advice }
    .on-screen = { unknown-record.on-screen }
unknown-record = «{ $given }» даулы жазбасы жоқ
    .advice = Даулыларды tamga adjudicate --at DIR тізеді; жазба бағасындағыдай ӨҢІР/ЖИНАУШЫ/ПАКЕТ/НӨМІР деп жазылады.
    .on-screen = Даулылары «Даулы жазбалар» экранында.

## Closing and counting

nothing-to-close = жабатын рұқсат берілген жазба жоқ
    .advice = Алдымен жазбаларға рұқсат беріңіз (tamga admit).
    .on-screen = Алдымен жазбаларға рұқсат беріңіз: Enter.
box-closed = жәшік жабылған
    .advice = Санауға көшіңіз (tamga tally).
    .on-screen = Санауға көшіңіз: Enter.
chains-incomplete = толық емес пакет тізбегі: { $n }
    .advice = Жетпегенін қабылдаңыз не кворум онсыз жапсын: tamga close --incomplete.
    .on-screen = Жетпегенін қабылдаңыз не кворум онсыз жапсын: «Даулы жазбалар» экранында C.
box-not-closed = жәшік жабылмаған
    .advice = Алдымен жәшікті жабыңыз (tamga close).
    .on-screen = Алдымен кворум жәшікті жабады: Enter.
nothing-to-count = санайтын жабық жәшік жоқ
    .advice = { box-not-closed.advice }
    .on-screen = { box-not-closed.on-screen }
checker-disapproves = тексеруші бекітпейді: { $first }
    .advice = Ештеңе ашылған жоқ. appliance/checkers ішіндегі тексеруші есебін оқып, аталғанды түзетіп, қайта санаңыз.
verifier-mute = тексеру бағдарламасы ештеңе айтпай тұрып тоқтатылды
    .advice = Жазбаны tamga-verify арқылы қолмен тексеріңіз.
verifier-not-found = бағдарлама тексеруді іске қосу үшін өзін таба алмады
verifier-not-started = тексеруді іске қосу мүмкін емес

## Statement and publication

dissent-bad = бір мүше әрі ерекше пікір, әрі бас тарту білдіреді не ондай мүше жоқ
    .advice = Мүшелер нөмірі 1-ден { $officers }-ге дейін. Ешкімнен сұралған жоқ.
nothing-to-sign = қазір қол қоятын нәтиже жоқ: әлі саналмаған не жарияланып қойған
    .advice = { status-says }
    .on-screen = { status-says.on-screen }
dissent-by-hand = ерекше пікірді не бас тартуды өз токені бар мүшелер білдіреді
    .advice = --dissent пен --refuse алып тастаңыз: әр мүше токенінде жауап береді.
    .on-screen = Әр мүше токенінде жауап береді: «Қол қою» экранындағы жауаптарды бұрынғыша қалдырыңыз.
turnout-not-the-ledgers = осы дискідегі turnout.csv журналдағы емес
    .advice = appliance/editions/record көшірмеден қалпына келтіріп, қайта қол қойыңыз. Ешкімнен сұралған жоқ.
tables-not-the-ledgers = осы дискідегі кестелер журналдағы нәтиженікі емес
    .advice = Санауды қайталаңыз (tamga tally): ол үлестерден қайта жазады.
    .on-screen = Санауды Enter пернесімен қайталаңыз: кестелер үлестерден қайта жазылады.
statement-not-the-ledgers = осы дискідегі хаттама журналдағы емес
    .advice = Хаттаманы көшірмеден қалпына келтіріп, сол әрекетті қайталаңыз.
root-not-the-ledgers = санау түбірі журналдағы емес
    .advice = appliance/editions көшірмеден қалпына келтіріп, қайта санаңыз.
seeds-of-another = мөрленген дәндер басқа сипаттаманікі
    .advice = appliance/editions көшірмеден қалпына келтіріп, қайта санаңыз.
nothing-to-publish = жариялайтынға кворум әлі қол қойған жоқ
    .advice = Алдымен хаттамаға қол қойыңыз (tamga sign).
    .on-screen = Алдымен «Қол қою» экранында хаттамаға қол қойыңыз.
not-what-was-signed = жарияланатыны мүшелер қол қойған емес: содан бері файл өзгертілген
    .advice = appliance/editions пен appliance/opening-N көшірмеден қалпына келтіріп, қайта жариялаңыз. Ештеңе жарияланған жоқ.
record-not-verified = жазба тексерістен өтпеді: { $line }
    .advice = Оны жарияламаңыз. Есеп appliance/verification.report ішінде.
nothing-to-recount = қайта санайтын жарияланған нәтиже жоқ
    .advice = { status-says }
    .on-screen = { status-says.on-screen }

## The end

end-no-hsm = журнал жазбасына қол қоятын HSM жоқ
    .advice = Осы сайлаудың HSM-ін жалғап, әрекетті қайталаңыз. Ешкімнен сұралған жоқ.
end-not-published = соңғы хаттама жарияланған жоқ, оған дейін ештеңе аяқталмайды
    .advice = Алдымен: { $next }.
    .on-screen = Алдымен не істеу керегі «Шолу» экранында.
end-not-final = хаттама соңғы емес: { $open } өңір әлі жәшікте жоқ
    .advice = { end-not-published.advice }
    .on-screen = { end-not-published.on-screen }
end-uncounted = соңғы жариялаудан кейін бірдеңе келіп, саналмаған
    .advice = Оған рұқсат беріп, жәшікті жауып, санап, қол қойып, жариялаңыз; содан кейін аяқтаңыз.
counts-not-the-ledgers = қайта шығарылған нәтиже журналдағы емес
    .advice = { root-not-the-ledgers.advice }
not-the-ledgers-seen = осы дискідегі { $what } журналдағыдай емес
    .advice = Файл жойылған не өзгертілген. Қалтаны көшірмеден қалпына келтіріп, қайта ашыңыз.
things-bundles = пакеттер
things-decisions = шешімдер
things-amendments = өзгерістер не қайтарып алулар
things-boxes = жәшіктер
things-definition = сипаттама
screen-fault = бағдарлама қатесі. { $at } ішіндегі журнал бүтін; соңғы оқылғанда { $n-text } жазба болған
    .advice = Жоғарыдағы жолдарды хабарлап, экранды қайта ашыңыз: істелгені жоғалған жоқ.
sign-short = қажетті { $needed } қолдың { $n } қойылды
    .advice = Берілген жауаптар журналға енгізілген, күшінде. Қалғандары жауап берсін: қол қоюды қайталаңыз.
