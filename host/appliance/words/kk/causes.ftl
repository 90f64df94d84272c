# What others say no with: the operating system, HSMs, tokens, cables, ceremonies.

## How it is put together

plain = { $text }
general-advice = Жазылғаны жоғалған жоқ. Аталғанды түзетіңіз (құрылғы, диск, рұқсаттар) не көшірмеден қалпына келтіріп, сол әрекетті қайталаңыз.
list-none = ешкім
list-all = { $before } және { $last }
list-one-of = { $before } не { $last }
officers-listed = { $officers-n ->
         [0] ешбір мүше
         [one] { $officers }-мүше
        *[other] { $officers }-мүшелер
    }
role-seal = «мөр»
role-tally = «санау»
role-escrow = «байланыс»
role-admin = «әкімші»

## The operating system and the disk

io-not-found = ондай файл не қалта жоқ
io-permission-denied = қатынасуға рұқсат жоқ
    .advice = Жазылғаны жоғалған жоқ. Кешен пайдаланушысына аталғанға қатынасуға рұқсат беріп, сол әрекетті қайталаңыз.
io-read-only = тасымалдағыш тек оқуға ашық
    .advice = Жазылғаны жоғалған жоқ. Тасымалдағыштың жазудан қорғанысын алып, сол әрекетті қайталаңыз.
io-storage-full = дискіде орын жоқ
    .advice = Жазылғаны жоғалған жоқ. Сол дискіде орын босатып, әрекетті қайталаңыз: ол тоқтаған жерінен жалғасады.
disk-full = { $path } жазылмады: { $medium } дискісінде орын жоқ
    .advice = { io-storage-full.advice }
io-file-too-large = файл мұнда рұқсат етілген көлемнен асып кетеді
    .advice = Жазылғаны жоғалған жоқ. Файл көлеміне қойылған шекті (ulimit -f) алып, сол әрекетті қайталаңыз.
io-already-exists = ондай бар
io-not-a-folder = бұл қалта емес
io-is-a-folder = бұл қалта
io-unexpected-end = файл ортасынан үзілген
io-timed-out = уақытында жауап болмады
io-busy = оны басқа бағдарлама пайдаланып тұр
io-out-of-memory = жедел жад жетпейді
    .advice = Жазылғаны жоғалған жоқ. Басқа бағдарламаларды жауып, сол әрекетті қайталаңыз.
io-medium-gone = тасымалдағыш жауап бермейді
    .advice = Жазылғаны жоғалған жоқ. Тасымалдағыштың салынғанын тексеріңіз; суырып, қайта салып, әрекетті қайталаңыз.
io-other = жүйенің жауабы: { $text }

## HSMs

hsm-failed = HSM { $serial }: { $error }
    .advice = { $error-advice }
hsm-wrong-pin = { $role } рөлінің PIN-і қате, қалған әрекет саны: { $n }
    .advice = Қолмен теріп көрмеңіз: әр әрекет саналады. Кворум қайта ашсын; тағы бас тартылса, басқа HSM алып, PIN-ді кім өзгерткенін анықтаңыз.
hsm-wrong-so-pin = әкімші PIN-і қате, қалған әрекет саны: { $n }
    .advice = Дайындық кезінде: pin-source көрсеткен файлға дұрыс SO PIN-ді жазып, сол әрекетті қайталаңыз. Кейінірек: кворум қайта ашсын; қолмен теріп көрмеңіз, әр әрекет саналады.
hsm-pin-blocked = { $role } рөлінің PIN-і бұғатталған
    .advice = Бұл HSM-де бұл рөл енді ашылмайды: басқа HSM-мен жалғастырыңыз, мұны сайлаудан кейін tamga hsm wipe өшіреді.
hsm-role-locked = { $role } рөлі жабық
    .advice = Сол әрекетті қайталаңыз: кворум оны қайта ашады.
hsm-pin-length = ұзындығы { $n } байт PIN
    .advice = { hsm-device.advice }
hsm-no-keys = құрылғыда кілт жоқ
    .advice = Ол өшірілген не дайындалмаған: басқа HSM-мен жалғастырыңыз.
hsm-keys-exist = құрылғыда кілттер бар
    .advice = Онда басқа сайлаудың кілттері бар: басқа құрылғы алыңыз, мұны tamga hsm wipe өшіреді; ол сайлаудан бас тартылса, өндірушінің нұсқауымен тазалаңыз.
hsm-no-such-key = { $role } рөлінде ондай кілт жоқ
    .advice = { hsm-device.advice }
hsm-missing-key = құрылғыда { $name } кілті жоқ
    .advice = Бұл HSM-ді пайдаланбаңыз: кілттері рәсімде жасалғандар емес. Басқасымен жалғастырып, мұны аудиторларға сақтаңыз.
hsm-weak-key = { $name } кілті жарияланғандай емес: { $property }
    .advice = { hsm-missing-key.advice }
hsm-bad-point = екінші тараптың нүктесі қисықта жатқан жоқ
    .advice = { hsm-device.advice }
hsm-bad-wrapping = { $role } рөлінің оралған дәні ашылмайды
    .advice = { hsm-device.advice }
hsm-sealed = мөрленген хабар: { $why }
    .advice = { hsm-device.advice }
hsm-rehearsal = нақты сайлауда жаттығу құрылғысы
    .advice = Нақты сайлауға нақты HSM керек.
hsm-module-missing = PKCS#11 модулі жоқ: { $path }
    .advice = Өндірушінің кітапханасын орнатыңыз не файлын module-path ішінде көрсетіңіз; әдеттегі орны hsm-config/modules ішінде.
hsm-not-a-module = { $path } PKCS#11 модулі емес
    .advice = Өндірушінің PKCS#11 кітапханасының өзін көрсетіңіз: ішінде C_GetFunctionList бар .so файлы.
hsm-not-initialised = құрылғы бапталмаған: { $what }
    .advice = Оны tamga hsm provision арқылы баптаңыз не бос не дайын слоттарды көрсетіңіз; тасталған дайындықтың слоттарын модульдің өз құралы тазалайды.
hsm-removed = құрылғы суырылған
    .advice = Қайта салып, сол әрекетті қайталаңыз.
hsm-unreachable = { $url } коннекторы жауап бермейді
    .advice = Коннекторды іске қосып не құрылғыны жалғап, сол әрекетті қайталаңыз.
hsm-not-ours = орнында { $expected } емес, { $found } құрылғысы тұр
    .advice = Осы сайлаудың HSM-ін жалғаңыз: нөмірі сипаттамада және жапсырмасында.
hsm-log-full = құрылғының аудит журналы толған
    .advice = Журналды tamga hsm log арқылы оқыңыз: ол осында сақталады, құрылғы жұмысын жалғастырады.
hsm-session-expired = { $role } рөлінің сеансы аяқталды
    .advice = { hsm-role-locked.advice }
hsm-lacks = құрылғыда жетпейді: { $what }
    .advice = tamga hsm probe қараңыз: құрылғы қай талапқа сай екені сонда.
hsm-naming = HSM дұрыс аталмаған: { $why }
    .advice = Былай көрсетіңіз: builtin, softhsm, 'pkcs11:?module-path=FILE', 'pkcs11:token=NAME?module-path=FILE&pin-source=file:FILE' (тырнақшада), yubihsm:http://127.0.0.1:12345 не yubihsm:usb.
hsm-file = HSM файлы бүлінген: { $why }
    .advice = appliance/hsm қалтасын көшірмеден қалпына келтіріп, сол әрекетті қайталаңыз.
hsm-device = { $call }: құрылғы бас тартты, { $code }
    .advice = Басқа HSM-мен жалғастырыңыз; бәрі солай десе, тоқтап, құрылғылар мен қалтаны аудиторларға сақтаңыз.

## Cables

link-closed = токен суырылған
    .advice = Қайта салып, әрекетті қайталаңыз.
link-silent = токен жауап бермейді
    .advice = Суырып, қайта салып, әрекетті қайталаңыз. Үнсіз қалса, онымен басқа бағдарлама жұмыс істеп тұр не бұл токен емес: басқа кабель не ұя алыңыз.
link-noise = байттар тоқтамайды, арасында жауап жоқ
    .advice = Онда токен емес не басқа нұсқадағы токен болуы мүмкін. Басқа кабель не ұя, содан кейін басқа токен алып көріңіз.
link-frame = кабельмен келген кадр бұзылған: { $why }
    .advice = { link-noise.advice }
link-permission-denied = ұяға қатынасуға рұқсат жоқ
    .advice = Бұл пайдаланушыға ұяны ашуға рұқсат беріңіз: тізбекті құрылғылар тобы арқылы не сокет иесі ретінде.
link-pipe = кабель ақауы: { $why }
    .advice = Басқа ұя не кабель алып, әрекетті қайталаңыз.
frame-too-long = кадр тым ұзын
frame-malformed = байттар кадр емес
frame-damaged = кадр жолда бүлінген
frame-version = кадр хаттамасының нұсқасы { $version }
frame-message = хабар бұл байланыс хаттамасынікі емес

## Tokens and PINs

pin-wrong = PIN қате, { $n } әрекет қалды
    .advice = Алдымен дұрыс PIN-ді табыңыз: әрекет қалмаса, токен өзін өшіреді. Содан кейін әрекетті қайталаңыз.
pin-wrong-waits = PIN қате, { $n } әрекет қалды; келесісін { $wait } с кейін қабылдайды
    .advice = { pin-wrong.advice }
pin-waits = бірнеше қате PIN-нен кейін келесісін { $wait } с өткенде қабылдайды
excluded-gave-up = мүше PIN теруден бас тартты
    .advice = Мүше PIN теруге дайын болғанда әрекетті қайталаңыз.
excluded-refused = кіру мүмкін болмады: { $why }
    .advice = { $why-advice }
excluded-nonsense = кіруге берген жауабы жауап емес
    .advice = Бұл токенді пайдаланбаңыз: өндірушісіне хабарлаңыз.
tokens-wanted = { $officers-n ->
         [0] ешбір мүшенің
        *[other] { $officers }-мүшенің
    } токенін салыңыз: тағы { $n } керек
tokens-wished = { $officers-n ->
         [0] ешбір мүшенің
        *[other] { $officers }-мүшенің
    } токенін салыңыз, әйтпесе онсыз жалғасады
tokens-wished-again = { $officers-n ->
         [0] ешбір мүшенің
        *[other] { $officers }-мүшенің
    } токенін қайта салыңыз, әйтпесе онсыз жалғасады

## Ceremonies

ceremony-too-few = керекті { $needed } токеннен { $good } өз бөлігін орындады
ceremony-no-such-token = комиссияда { $token }-токен жоқ
ceremony-not-finished = жауаптар әлі толық емес
ceremony-quorum = кворум: { $why }
ceremony-officer-key = { $officer }-мүшенің жеке кілті: { $why }
ceremony-pin = шифрланған PIN: { $why }
ceremony-sums = санау қосындылары оқылмайды
token-fault = { $token }-токен: { $fault }
token-excluded = { $what }; { $token }-токен: { $why }
ceremony-refused = { $what }
    .advice = Жауаптар журналға жазылды. Мүшелер ойын өзгерткенде әрекетті қайталаңыз.
ceremony-undecided = { $what }
    .advice = Ештеңе шешілген жоқ. { $why-advice }
ceremony-absent = { $what }
    .advice = Ештеңе шешілген жоқ. Жауап бермеген токендерді салып, әрекетті қайталаңыз: ол қайта басталады.
ceremony-unsettled = { $what }
    .advice = Ештеңе шешілген жоқ. Мүшелер токендерінің экранына қарасын, содан кейін әрекетті қайталаңыз.
ceremony-lied = { $what }
    .advice = { $tokens-n ->
             [one] { $tokens }-токенді
            *[other] { $tokens }-токендерді
        } қолданыстан шығарыңыз: содан келгені жалған болды. Содан кейін әрекетті қайталаңыз.
fault-absent = токен жауап бермейді
fault-refused = токен бас тартты: { $why }
fault-wrong-answer = жауап бұл сұрақтікі емес
fault-other-definition = токенде басқа сипаттама
fault-bad-signature = қолтаңба тексерістен өтпеді
fault-bad-package = пакет тексерістен өтпеді: { $why }
fault-other-transcript = токен кілттің басқа жасалуын көрген
fault-other-key = токен басқа кілт жасаған
fault-key-generation = кілт жасалмады: { $why }
fault-bad-seal = мөрленген жауап ашылмайды: { $why }
fault-bad-share = PIN үлесі тексерістен өтпеді: { $why }
fault-bad-decryptions = ішінара шифрсыздаулар оқылмайды не саны қосындыларға сай емес
fault-bad-proof = { $chunk }-бөліктің дәлелі дұрыс емес: { $why }

## A token's no

refusal-look = Экранына және tamga token info нәтижесіне қарап, әрекетті қайталаңыз.
refusal-bad-frame = токен хабарды түсінбеді
    .advice = { refusal-look }
refusal-out-of-order = сұраудың кезегі емес
    .advice = { refusal-look }
refusal-too-long = шектен не жарияланғаннан ұзын
    .advice = { refusal-look }
refusal-not-initialised = токен әлі дайындалмаған
    .advice = Алдымен дайындаңыз: tamga token init.
refusal-not-logged-in = мүше PIN терген жоқ
    .advice = { refusal-look }
refusal-wrong-pin = PIN қате
    .advice = Әрекетті қайталаңыз; қате PIN көбейсе, токен өзін өшіреді.
refusal-wiped = қате PIN тым көп: токен өзін өшірді
    .advice = Ондағының бәрі өшірілді, онымен енді әрекет ету мүмкін емес; қалғандарымен жалғастырыңыз.
refusal-enrolled-elsewhere = токен басқа сайлауға тіркелген
    .advice = Онда басқа сайлау кілттерінің үлестері бар. Басқа токен алыңыз; ол сайлау енді керек болмаса, өшіріңіз: tamga token wipe.
refusal-bad-definition = сипаттама дұрыс құрылмаған
    .advice = { refusal-look }
refusal-not-an-officer = сипаттама бұл орында бұл токенді атамайды
    .advice = { refusal-look }
refusal-dealt-wrongly = { $token }-токен үлестерді қате таратты
    .advice = { refusal-look }
refusal-bad-transcript = кешен жіберілгенді өзгертіп берді
    .advice = { refusal-look }
refusal-wrong-keys = ашық кілттер файлында басқа кілттер
    .advice = { refusal-look }
refusal-bad-ciphertext = шифрмәтін дұрыс құрылмаған
    .advice = { refusal-look }
refusal-wrong-label = шифрмәтіннің белгісі басқа
    .advice = { refusal-look }
refusal-approvals-missing = тексерушілердің бекітуі жетпейді
    .advice = { refusal-look }
refusal-bad-approval = { $checker }-тексерушінің бекітуі есепке алынбайды
    .advice = { refusal-look }
refusal-slot-taken = бұл орында басқа түбір ашылған
    .advice = { refusal-look }
refusal-opening-beyond = сипаттамада ондай ашып санау жоқ
    .advice = { refusal-look }
refusal-by-officer = комиссия мүшесі бас тартты
    .advice = Мүше «жоқ» деді не жауап бермеді. Ойын өзгерткенде әрекетті қайталаңыз.
refusal-bad-leaf = жапырақ сипаттамаға не көрсетілгенге сай емес
    .advice = { refusal-look }
refusal-bad-path = жапырақ бұл түбірдікі емес
    .advice = { refusal-look }
refusal-bad-sum = қосындылар оқылмайды не саны жарияланғандай емес
    .advice = { refusal-look }
refusal-statement-mismatch = хаттама сай келмейді
    .advice = { refusal-look }
refusal-rehearsal-mismatch = жаттығу мен нақты сайлау араласпайды
    .advice = Жаттығу токендері мен сайлау токендері бөлек: басқасын алыңыз.
refusal-storage = токеннің жады істен шықты
    .advice = Жады істен шықты: басқа токен алып, мұны сақтап қойыңыз.
refusal-wrong-previous-root = алдыңғы түбір басқа
    .advice = { refusal-look }
refusal-weak-pin = PIN тым әлсіз
    .advice = Әрекетті қайталап, қатар келмейтін, қайталанбайтын цифрлар таңдаңыз.
refusal-other-election = токен басқа сайлауды растаған
    .advice = Ол басқа сайлаудікі: осы сайлаудың токенін салыңыз.
refusal-bad-host-key = кешеннің кілті кілт емес
    .advice = { refusal-look }
refusal-bad-figures = әрекет цифрлары мүмкін емес
    .advice = { refusal-look }
refusal-other-box = мүше бұл ашып санауды басқа жәшікпен жапқан
    .advice = { refusal-look }
refusal-other-purpose = PIN бұл әрекет үшін терілмеген
    .advice = { refusal-look }
refusal-ended = бұл токен үшін сайлау аяқталған
    .advice = Сайлау кілтінің үлесі өшірілген: ол енді ештеңе ашпайды.
refusal-retired = токен қызметтен шығарылған
    .advice = Ол қызметтен біржола шығарылған. Басқа токен алыңыз.
refusal-quorum-missing = мүшелердің қолтаңбасы жетпейді не дұрыс емес
    .advice = { refusal-look }
refusal-bad-label = атауы тым ұзын не рұқсатсыз таңбалары бар
    .advice = Атауы 16 таңбадан аспасын: латын, орыс не қазақ әріптері, цифрлар, ортасында бос орын, сызықша, нүкте.
refusal-bad-replacement = ауыстыру комиссияға сай емес не кезегі емес
    .advice = { refusal-look }
refusal-replacement-pending = алдымен токен ауыстыруды аяқтау керек
    .advice = Жоғалған токендерді ауыстыру басталып, аяқталмаған: tamga token replace қайталаңыз.
    .on-screen = Жоғалған токендерді ауыстыру басталып, аяқталмаған: қайталаңыз, «Шолу» экранында O.
refusal-beyond-token = сипаттамаға токенде қалғаннан көп жад не санауыш керек
    .advice = Санауышы таусылуға жақын: бұл сайлауға жаңа токен алыңыз.

## Named tokens

with-advice = { $what }. { $what-advice }
token-numbered = { $token }-токен
token-labelled = { $token }-токен ({ $label })
token-failed = { $name }: { $error }
    .advice = { $error-advice }
token-nameless = токен өзін атамайды
    .advice = Оны қайта салыңыз.
token-wrong-pin = { $name }: { $why }
    .advice = Әрекетті дұрыс PIN-мен қайталаңыз. Әрекет қалмаса, токен өзін өшіреді.
pins-differ = { $name }: терілген екі PIN әртүрлі
    .advice = Ештеңе жасалған жоқ. Әрекетті қайталап, бір жаңа PIN-ді екі рет теріңіз.
pins-differ-kept = { $name }: терілген екі PIN әртүрлі
    .advice = PIN бұрынғыша. Әрекетті қайталап, бір жаңа PIN-ді екі рет теріңіз.
token-no-such-label = токен «{ $text }» деген атауды қабылдамайды
    .advice = { $why-advice }
tokens-of-a-rehearsal = --tokens { $spec } токендері бір жаттығуға тиесілі
    .advice = Жаттығу қалтасын --at арқылы көрсетіңіз.
no-election-in = { $at } ішінде сайлау жоқ
    .advice = Сайлау қалтасын көрсетіңіз.
hsm-out-of-service = { $serial } жұмыста емес: { $error }. { $error-advice }
headed = { $what }: { $why }
    .advice = { $what-advice }
too-long = ол { $most } байттан ұзын

## Files on sticks, and ports

arrival-other-election = пакет басқа сайлаудікі
arrival-unknown-region = пакет сипаттамада жоқ { $region }-өңірді атайды
arrival-unknown-collector = пакет сипаттамада жоқ { $collector }-жинаушыны атайды
arrival-not-late-yet = { $region }-өңірдің { $collector }-жинаушыдан { $number }-пакеті кешіккен, ал өңір жәшігі ашық
arrival-too-late = { $region }-өңірдің { $collector }-жинаушыдан { $number }-пакеті соңғы жәшік жабылғаннан кейін келді
arrival-variants = { $collector }-жинаушы { $region }-өңірдің { $number }-пакетін тым көп түрде жасаған
arrival-other-counts = растау сандары бұл сайлаудікі емес
arrival-counts-signature = растау сандарына сәйкестендіру қызметі қол қоймаған
arrival-other-revocations = кері қайтарулар бұл сайлаудікі емес
arrival-registrar = кері қайтаруларға тіркеуші қол қоймаған
arrival-after-close = кері қайтарулар бірінші жәшік жабылғаннан кейін келді
arrival-left-out = қосымша кешіккен пакеттері бар { $region }-өңірді қалдырып кеткен
arrival-no-box = { $opening }-ашып санау үшін жәшік жабылмаған
arrival-other-box = { $region }-өңірдің пакеттері жәшігіндегідей емес
bundle-unread = пакет: тасымалдағыш оқылмайды не жазылмайды ({ $why }); қайталаңыз не басқа көшірме алыңыз
bundle-bytes = пакет: { $why }
bundle-header = пакет: тақырыбы өзіне қайшы; жинаушыдан жаңа көшірме сұраңыз
bundle-item = пакет: { $item }-элемент жазба емес; жинаушыдан жаңа көшірме сұраңыз
bundle-item-count = пакет: жазба саны тақырыбындағыдай емес; жинаушыдан жаңа көшірме сұраңыз
bundle-too-long = пакет: 2 ГиБ-тен ұзын; жинаушы оны бөлуі керек
bundle-root = пакет: жазбалары жасалғаннан кейін өзгертілген; жинаушыдан жаңа көшірме сұраңыз
bundle-signature = пакет: жинаушысы қол қоймаған
bytes-end-early = файл ортасынан үзілген; жасалған жерінен қайта көшіріңіз
bytes-trail = мазмұны біткен соң артық байттар бар; файлды қайта көшіріңіз
bytes-first-line = бірінші жол басқа пішімді не нұсқаны атайды; дұрыс файл екенін тексеріңіз
bytes-over-limit = ұзындық не сан шектен асады; файлды бұл жүйе жасамаған
bytes-bad-id = атау 1–48 таңбадан тұруы керек: a-z, 0-9 және -
bytes-not-utf8 = мәтін UTF-8 емес
bytes-not-canonical = файл жалғыз дұрыс түрде жазылмаған; жасалғаннан кейін өзгертілген
certificate-missing = «{ $name }» сертификаты жоқ
certificate-malformed = «{ $name }» сертификатының пішімі басқа: { $what } жоқ
certificate-signature = «{ $name }» сертификатына жоғарғы кілтпен қол қойылмаған
certificate-other-key = «{ $name }» сертификаты басқа кілт туралы
certificate-property = «{ $name }» сертификаты: { $property } мәні { $found }, { $expected } болуы керек
certificate-clock = сағат қате: { $now } көрсетеді, ал «{ $name }» сертификаты { $from } мен { $until } арасында жарамды
naming-kind = токендер: sim, qemu:N (N 1-ден 15-ке дейін), unix:СОКЕТ,… , serial:ҚҰРЫЛҒЫ,… не auto
naming-mixed = барлық ұя бір түрлі: unix:СОКЕТ,СОКЕТ не serial:ҚҰРЫЛҒЫ,ҚҰРЫЛҒЫ
naming-count = үтірмен 1-ден 15-ке дейін ұя аталады
naming-path = үтірі не жол соңы бар жолды атауға болмайды
naming-twice = ұя екі рет аталған: әр токеннің өз ұясы бар
