# status пен HSM, токен командалары нені тізеді, қазақша.

## Names of figures: at most fourteen cells

listed-received = қабылданды
listed-incomplete = толық емес
listed-ledger = журнал
listed-hsm = HSM
listed-published = жарияланды
listed-regions = өңірлер
listed-replaced = ауыстырылды
listed-shares = кілт үлестері
listed-paused = үзіліс
listed-now = қазір
listed-next = әрі қарай
listed-election = сайлау
listed-contests = сұрақтар
listed-ballots = бюллетеньдер
listed-overvotes = артық белгі

## Status, and an election that is checked

status-of = { $id } · { $title }
status-of-rehearsal = ЖАТТЫҒУ  { $id } · { $title }
status-received = { $records-text } жазба, { $n-text } пакет
status-ledger = { $entries-text } жазба, { $decisions } шешім, { $n } түзету
status-regions = жәшікте { $n-text }, жәшіктен тыс { $open-text }
status-replaced = { $tokens-n ->
    [one] { $tokens }-токен
   *[other] { $tokens }-токендер
}, { $number }-ауыстыру
status-erased = { $n } токеннен өшіргені: { $tokens-n ->
    [0] ешқайсысы
   *[other] { $tokens }
}
status-paused = { $number }-үзіліс, жазылған пломба { $n }; салыстырып, үзілісті аяқтаңыз
input-regions = { $regions-text }, тізімдегі сайлаушы { $n-text }
input-contests = { $contests }, барлығы { $n } нұсқа
input-ballots = { $n-text }
input-overvotes = { $n-text }: бұл сұрақта бюллетеньдер бос
input-good = Сайлауды дайындауға болады.
rehearsal-counted = ЖАТТЫҒУ: есепке алынған бюллетень { $n-text }, жазба { $at } ішінде

## Columns

column-token = токен
column-label = атауы
column-key = кілті
column-life = күйі
column-officer = мүше
column-board = тақта
column-port = ұя
column-what = не
column-value = мәні
column-sums = қосынды
column-seconds = секунд
column-ms-each = біреуіне мс
column-part = бөлігі
column-result = нәтижесі
column-option = таңдау
column-votes = дауыс
column-share = үлесі
column-bar = сызбасы
column-seats = мандат
column-remark = ескертпе
column-need = талап
column-met = сай ма
column-how = немен
column-serial = нөмірі
column-model = моделі
column-state = күйі
column-number = нөмірі
column-tick = такт
column-command = команда
column-session = сеанс
column-object = нысан
column-unexplained = түсіндірілмегені
column-operation = операция
column-times = рет
column-s-in-all = барлығы с
column-fact = дерек
column-PIN-generations = PIN буындары
column-own-log = өз журналы

## Tokens

no = жоқ
life-factory = дайындалмаған
life-initialised = дайындалған
life-enrolled = сайлауға тіркелген
life-ended = сайлауы аяқталған
life-retired = қызметтен шығарылған
token-simulated = { $board }, құрылғы емес
token-for-rehearsals = жаттығу үшін
token-identity-key = жеке кілті
token-share-key = үлестер кілті
token-definition = сипаттама
token-custody-share = сақтау кілтінің үлесі
token-election-share = сайлау кілтінің үлесі
token-election = сайлау
token-replacements = ауыстыру саны
token-pending-shares = келесі ауыстырудың үлестері
token-logged-in = PIN терілген
token-pins-left = қалған PIN әрекеті
token-has-to-wait = күтуі керек
token-waits = келесі PIN-ге дейін { $n } с
part-works = жұмыс істейді
part-fails = ЖҰМЫС ІСТЕМЕЙДІ

## HSMs

met-second-best = орнына басқасы
met-not = ЖОҚ
hsm-without-keys = кілттері әлі жоқ
hsm-in-service = жұмыста
hsm-out = ЖҰМЫСТА ЕМЕС: { $error }
pin-generations = санау { $tally }, байланыс { $escrow }, әкімші { $admin }
log-none = жоқ
log-entries = оқылғаны { $n-text }, түсіндірілмегені { $unexplained-text }
hsm-has-no-log = { $serial }: бұл бағдарлама оқи алатын өз журналы жоқ: не істегені тек сайлау журналында, кешеннің сөзімен
hsm-log-read = { $serial }: { $n-text } жазба оқылды, тізбегі оқу кезінде тексерілді
bench-of = { $serial }, { $n-text } өңірлі сайлау үшін
bench-make-keys = барлық кілтті жасау
bench-unlock = рөлді ашу
bench-draw = өңір дәнінің 64 байтын алу
bench-open = өңір дәнін ашу
bench-sign = қол қою
attest-rehearsal = { $serial }, { $model }: жаттығу HSM-і, ештеңені дәлелдемейді
attest-facts = { $serial }, { $model }: деректері, кешеннің сөзімен
attest-no-certificates = { $serial }: сертификаты жоқ: мұны тек кешен айтады
attest-made-inside = { $serial }: сертификаттар бойынша мөр, санау және байланыс кілттері { $firmware } прошивкалы құрылғының ішінде жасалған; қол қойған { $device }
attest-issuer-unchecked = { $serial }: берген { $issuer }, бұл тексерілмеген: мұндай тізбекті кез келген адам жасай алады. Өндірушінің сертификатын --authority арқылы көрсетіңіз
attest-issuer = { $serial }: берген { $issuer }, оның сертификаты сай келеді
