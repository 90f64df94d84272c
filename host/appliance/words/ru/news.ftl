# What acts say while they work.

## Steps, as the first word of a piece of news: at most eleven cells

at-ledger = журнал
at-REHEARSAL = РЕПЕТИЦИЯ
at-set-up = подготовка
at-next = дальше
at-hsm = HSM
at-casting = голоса
at-mischief = нарушения
at-replace = замена
at-approval = одобрение
at-open = раскрытие
at-anchor = якорь
at-election = выборы
at-end = завершение
at-admit = допуск
at-verify = проверка
at-unseal = вскрытие
at-root = корень
at-tally = подсчёт
at-export = публикация
at-adjudicate = спорные
at-sign = подпись
at-close = закрытие
at-unlock = доступ
at-log = журнал HSM
at-tokens = токены
at-import = приём
at-roll = список
at-recount = пересчёт
at-lot = жребий
at-memory = память
at-init = токен
at-pin = PIN
at-label = имя
at-check = проверка
at-wipe = стирание
at-amend = изменение

## What is counted, and how it is said

unit-ballots = бюллетеней
unit-records = записей
unit-files = файлов
unit-forms = протоколов
unit-voters = избирателей
running = { $done-text } из { $total-text } { $what }, { $rate-text }/с, осталось { $left-text } с
finished = { $total-text } { $what } за { $seconds } с, { $rate-text }/с
stopping = остановка после этого шага; подождите
still-working = всё ещё идёт, уже { $n } с
control-number-of = контрольное число, { $of }:
of-election = выборы
of-first-checkpoint = первая контрольная отметка
of-box = ящик
of-root = корень подсчёта
of-statement = протокол
of-replacement = замена токенов
of-definition = описание выборов
memory-limited = секреты могут попасть в файл подкачки: отключите её (sudo swapoff -a) или поднимите предел этой оболочки: sudo prlimit --pid $$ --memlock=unlimited:unlimited
memory-refused = секреты могут попасть в файл подкачки: эта система не закрепляет память; отключите подкачку
ledger-cut = в конце { $n } байт не составляли целой записи и не имели силы: отрезаны, сохранены рядом

## Set-up and rehearsal

rehearsal-into = { $election }, папка { $at }
rehearsal-overvotes = бюллетеней с лишними отметками: { $n-text }; в этом вопросе они пустые
rehearsal-lost = { $tokens-n ->
         [0] никакие токены не утеряны
         [one] утерян токен { $tokens }
        *[other] утеряны токены { $tokens }
    }
set-up-already = эти выборы уже подготовлены; ничего не изменено
set-up-other-tokens = продолжается с другими токенами, чем в прошлый раз
set-up-other-hsms = продолжается с другими HSM, чем в прошлый раз
set-up-aside = прерванная церемония отложена в { $aside }; всё начинается заново
set-up-keys = ключ хранения и ключ выборов созданы { $tokens } токенами, применить их могут любые { $needed }
set-up-hsms = ключи в HSM: { $n }; их PIN на двух носителях
set-up-hsm = HSM { $serial }
set-up-one-hsm = HSM всего один: с ним пропадут и бюллетени. Для настоящих выборов нужны два
set-up-seeds = зёрна регионов ({ $n-text }) запечатаны для каждого HSM
set-up-tested = для пробы каждый токен помог открыть каждый PIN, а каждый HSM одно зерно
hsm-not-taken-back = { $serial } не возвращён: { $error }. Подготовка идёт с остальными; позовите хранителя этого HSM
sticks-complete = носители готовы: { $path }
mischief-played = видов: { $kinds }, записей: { $n }
mischief-left-out = пропущено видов: { $n }, в этих выборах для них ничего нет
mischief-became = вышло как должно с записями: { $n-text }, иначе: { $wrong-text }; по видам в { $file }
next-casting = tamga cast --at { $at } сыграет избирателей; { $next }
    .shown = Enter сыграет избирателей; затем: { $next }
next-import = tamga import --at { $at } { $stick }
    .shown = Enter принимает сыгранное, экран «Приём»: { $stick }
next-setting-up = tamga setup --at { $at } с прежними параметрами
    .shown = Enter на экране «Подготовка», с прежними параметрами
next-gathering = tamga import --at { $at } НОСИТЕЛЬ, затем tamga admit --at { $at }
    .shown = I на экране «Приём» принимает носители; когда приняты все, Enter допускает записи
next-admitted = tamga adjudicate --at { $at }, если есть спорные, затем tamga close --at { $at }
    .shown = голосование на экране «Спорные записи», если они есть; затем Enter закрывает ящик
next-adjudicated = tamga close --at { $at }
    .shown = Enter закрывает ящик
next-closed = tamga tally --at { $at }
    .shown = Enter начинает подсчёт
next-opened = tamga sign --at { $at }
    .shown = члены комиссии читают и подписывают: Enter на экране «Подписание»
next-signed = tamga export --at { $at }
    .shown = Enter публикует
next-all-published = всё опубликовано; по истечении срока жалоб tamga token end --at { $at }
    .shown = всё опубликовано; по истечении срока жалоб завершите выборы: O на экране «Обзор»
next-published = tamga import --at { $at } НОСИТЕЛЬ для следующего раскрытия или по истечении срока жалоб tamga token end --at { $at }
    .shown = I на экране «Приём» для следующего раскрытия; по истечении срока жалоб завершите выборы: O на экране «Обзор»
next-ended = больше ничего или tamga token end --at { $at } для токенов, у которых ещё есть доля
    .shown = больше ничего или, для токенов, у которых ещё есть доля: O на экране «Обзор»
next-paused = после перерыва tamga resume --at { $at } --seal НОМЕР … --checkpoint НОМЕР
    .shown = после перерыва Enter на экране «Обзор» открывает форму, которая его завершает

## HSMs

hsm-red = ТРЕВОГА: { $n ->
         [0] в работе нет ни одного HSM
        *[other] в работе всего один HSM
    }. С последним пропадут запечатанные бюллетени: принесите второй
hsm-keys-destroyed = ключи { $serial } уничтожены
unlocked-by = роль { $role } на { $serial } открыли члены комиссии { $officers }
alarm-stop = Остановитесь, ничего не подписывайте, позовите председателя и наблюдателей
alarm-explain = Ничего не подписывайте, пока у председателя и наблюдателей нет объяснения; работу можно продолжать
log-error = ТРЕВОГА: { $serial }: { $error }. { alarm-stop }
log-unlogged = ТРЕВОГА: { $serial }: запусков и неудачных входов, не вошедших в журнал: { $n }. { alarm-explain }
log-unread = ТРЕВОГА: { $serial }: журнал не прочитать: { $error }. Работа идёт на других HSM; позовите хранителя этого
log-not-the-ledgers = ТРЕВОГА: { $serial }: сохранённое из его журнала не то, что в книге записей. { alarm-stop }
log-unexplained = ТРЕВОГА: { $serial }, запись { $place } его журнала: { $what }. { alarm-stop }
token-counted = ТРЕВОГА: токен { $token } насчитал { $counted } ({ $of }), в журнале { $explained }. { alarm-explain }
log-entries-missing = после записи { $before } не хватает записей
log-entry-changed = запись { $number } не продолжает предыдущую
log-command-failed = команда «{ $command }» не удалась, ошибка { $code }
log-session-unexplained = сеанс роли { $role }, которую никто не открывал
log-session-foreign = сеанс с ключом { $key }, это не наш ключ
log-key-overused = ключ подсчёта применён чаще, чем открыто зёрен
log-key-foreign = применён ключ { $key }, который ни одному действию не нужен
log-pin-changed = PIN ключа { $key } сменён без открытия роли
log-by-admin = команда «{ $command }» от администратора
log-in-session = команда «{ $command }» в сеансе роли { $role }, не вызванная её открытием

## Import and admission

import-foreign = { $path }: не файл выборов, не тронут
import-refused = ОТКЛОНЁН { $path }, SHA3-256 { $digest }: { $why }
import-unreadable = НЕ ПРОЧИТАН { $path }: { $why }
import-fork = ДВОЙНИК { $name }: второй пакет с тем же номером. Приняты оба; вина на сборщике
import-taken = принято файлов { $new }, уже было { $again }, отклонено { $refused }, посторонних { $foreign }, нечитаемых { $unreadable }
import-late = поздних пакетов ждёт дополнения: { $n }; дальше допуск (tamga admit)
    .shown = поздних пакетов ждёт дополнения: { $n }; дальше допуск
import-chains = целых цепочек { $whole } из { $chains }, всего записей { $n-text }
import-incomplete = НЕПОЛНО { $chain }
import-nothing-from = от { $collector } ещё ничего: { $regions }
import-no-counts = нет чисел подтверждений от службы удостоверения
chain-of = { $region } от { $collector }: { $state }
chain-lacks = { $chain }; нет пакета { $bundles }
chain-no-bundle = ни одного пакета
admit-received = принято записей { $n-text }, красных, насколько видно снаружи, { $red-text }
held-records = СПОРНЫХ { $n-text }: { $name } ({ $reason })
    .shown = СПОРНЫХ { $n-text }: { $name }

## Adjudication, closing and counting

nothing-held = спорных записей нет
held-class = { $reason }: { $name }, { $n-text }, { $decided }
held-count = учесть
held-do-not-count = не учитывать
held-stays-undecided = не решено: не учитываются
one-record = одна запись
outcome-for = учитываются
outcome-against = не учитываются
outcome-undecided = остаются нерешёнными и не учитываются
decided-before = { $what }: как решено раньше
decision-taken = решение { $number }: { $what }, записей { $n-text }, { $outcome }
box-closed-by = ящик { $opening } закрыли члены комиссии { $officers }
box-is-closed = ящик уже закрыт
tally-counted = это раскрытие уже подсчитано
tally-published = закрытое подсчитано и опубликовано
unsealed = зёрен регионов открыто { $n-text }, HSM снова закрыт
attestations-overdrawn = ТРЕВОГА, { $region }: использовано подтверждений { $used-text }, выдано { $issued-text }. Ничего не подписывайте, пока служба удостоверения не объяснит это председателю и наблюдателям; подсчёт продолжается
ballots-counted = в этом раскрытии учтено бюллетеней: { $n-text }
root-made = листьев { $leaves-text }, сумм { $sums-text }, групп удержано { $withheld-text }
checker-recomputes = { $checker } пересчитывает всё до корня подсчёта
checker-approves = { $checker }: проверок { $n }, ошибок нет; одобрено
opened-by = сумм раскрыто { $n-text }, токены { $tokens }
lot-drawn-by = брошен по { $contest } членами комиссии { $first } и { $second }
amendment-signed = изменение { $number } подписано и внесено в запись

## Statement, publication, end

signatures-under = под протоколом: подписей членов комиссии { $n }, сверх того с особым мнением { $dissent }, печатей HSM { $hsms }
officer-answered = член комиссии { $officer }: { $answer }
answered-dissent = подписывает с особым мнением: прочитано, но с возражением; в кворум не входит
answered-refused = отказывается подписать; это внесено в журнал
verifying-export = опубликованная запись, программой аудиторов
published-at = опубликовано: { $at }/record, { $at }/audit, { $at }/anchor.txt
recount-agrees = пересчёт { $number } совпал с протоколом; подписан, в record/{ $name }
recount-differs = пересчёт { $number } РАСХОДИТСЯ с протоколом; подписан, в record/{ $name }
ended-by = выборы завершили члены комиссии { $officers }
shares-erased = доли стёрли токены: { $tokens }
shares-all-gone = долей больше нет ни у одного токена: ключа выборов не существует
shares-left = ещё не завершены токены { $tokens }: вставьте и повторите tamga token end --at { $at }
    .shown = доля ещё есть у токенов { $tokens }: вставьте их, затем O на экране «Обзор»

## Replacement of tokens

replaced-already = утерянное уже заменено: { $tokens-n ->
         [one] токен { $tokens }
        *[other] токены { $tokens }
    }
replacement-decided = решили члены комиссии { $officers }
replaced = заменено ({ $tokens-n ->
         [one] токен { $tokens }
        *[other] токены { $tokens }
    }): оба ключа поделены заново, утерянные доли не подходят
replaced-in-force = замену ({ $tokens-n ->
         [one] токен { $tokens }
        *[other] токены { $tokens }
    }) все подтвердили раньше: она в силе
replaced-absent = не было здесь ({ $tokens-n ->
         [one] токен { $tokens }
        *[other] токены { $tokens }
    }): новые доли со следующего действия
replace-plug-in = вставьте новые токены ({ $n }), подготовленные командой tamga token init
replace-takes-place = новый токен { $key } в { $port } занимает место токена { $token }

## Tokens

port-unusable = { $port } не годится: { $why }
port-no-answer = в { $port } нет токена: никто не отвечает
port-not-there = в { $port } нет токена: такого разъёма нет
officers-not-here = члены комиссии этих выборов { $officers }: токенов здесь нет
token-asked = { $name }: просьба к члену комиссии: { $what }
officers-asked = { $officers-n ->
         [one] член комиссии { $officers }
        *[other] члены комиссии { $officers }
    }, на токене: { $what }
token-said = { $name }: { $why }
token-at = токен { $token }: { $why }
token-asked-again = токен { $token }: { $why }; член комиссии вводит ещё раз
token-pins-differ = токен { $token }: два PIN различаются: выберите один и введите дважды
token-weak-pin = токен { $token }: цифры подряд или повторы легко угадать: выберите другой PIN
token-keeps-identity = токен { $token } уже подготовлен, ключ остаётся
token-without-power = токен { $token } был без питания
token-of-nobody = токен в { $port } не принадлежит членам этой комиссии; выньте его
token-out-of-use = токен { $token } не участвует, пока его не вставят снова: { $why }
token-dropped-out = токен { $token } выбыл: { $fault }
firmware-building = сборка прошивки (boards/build); первый раз занимает несколько минут
init-left = { $why }: оставлен как есть
init-choose = { $name }: выберите на нём PIN из 6–12 цифр и введите дважды
init-made = { $name }: ключ личности { $key }
pin-changing = { $name }: введите PIN для входа и ещё раз, затем новый дважды
pin-changed = { $name }: PIN сменён
label-gone = { $name }: имени больше нет
label-given = { $name }: имя «{ $text }»
check-once-more = { $name }: { $slip }. Ещё раз
wipe-shares = { $name } хранит доли ключей члена комиссии { $officer }: без него действовать сможет на одного меньше
wiped = { $name } стёрт
wiped-retired = { $name } стёрт и выведен из службы

## What officers are asked on their tokens

asked-init = выбрать PIN из 6–12 цифр и ввести дважды
asked-log-in-compare = сверить контрольное число выборов и ввести PIN ({ $purposes })
asked-log-in = ввести PIN ({ $purposes })
asked-change-pin = ввести PIN, затем новый дважды
asked-enrol = согласиться с описанием
asked-replace = сверить контрольное число на всех токенах, и новых тоже, и согласиться
asked-keep-share = принять долю ключа
asked-endorse = подтвердить выборы
asked-unlock = открыть роль { $role } на HSM { $serial }
asked-open = раскрыть суммы
asked-statement = прочитать протокол и подписать, подписать с особым мнением или отказаться
asked-end-share = стереть долю ключа выборов
asked-unname = снять имя токена
asked-name = назвать токен «{ $text }»
asked-patterns = сказать, верно ли выглядят узоры
asked-keys = без задержки нажимать кнопки, о которых просит экран
asked-wipe = стереть всё на токене
asked-retire = стереть всё на токене и вывести его из службы
asked-anything = ответить на токене
asked-close = закрыть ящик
asked-amendment = согласиться с изменением
asked-for = проголосовать за учёт
asked-against = проголосовать против учёта
asked-recount = подписать пересчёт
asked-end = завершить выборы
asked-replacement = согласиться на замену утерянных токенов
asked-pause = согласиться на перерыв
asked-resume = согласиться продолжить после перерыва
asked-act = подписать действие
purpose-set-up = подготовка
purpose-unlock = доступ к HSM
purpose-acts = действия
purpose-opening = раскрытие
purpose-statement = протокол
purpose-upkeep = обслуживание
results-of = { $election }: учтено бюллетеней { $n-text }, регионов { $regions-text }
results-contest = { $contest }, доли от { $n-text } возможных голосов
