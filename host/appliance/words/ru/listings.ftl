# Что перечисляют status и команды об HSM и токенах, по-русски.

## Names of figures: at most fourteen cells

listed-received = принято
listed-incomplete = неполно
listed-ledger = журнал
listed-hsm = HSM
listed-published = опубликовано
listed-regions = регионы
listed-replaced = заменено
listed-shares = доли ключа
listed-paused = перерыв
listed-now = сейчас
listed-next = дальше
listed-election = выборы
listed-contests = вопросы
listed-ballots = бюллетени
listed-overvotes = лишние отметки

## Status, and an election that is checked

status-of = { $id } · { $title }
status-of-rehearsal = РЕПЕТИЦИЯ  { $id } · { $title }
status-received = записей { $records-text }, пакетов { $n-text }
status-ledger = записей { $entries-text }, решений { $decisions }, поправок { $n }
status-regions = в ящике { $n-text }, вне ящика { $open-text }
status-replaced = { $tokens-n ->
    [one] токен { $tokens }
   *[other] токены { $tokens }
}, замена { $number }
status-erased = стёрты: { $tokens-n ->
    [0] ни одного токена
    [one] токен { $tokens }
   *[other] токены { $tokens }
} из { $n }
status-paused = перерыв { $number }, записано пломб: { $n }; сверьте их и окончите перерыв
input-regions = { $regions-text }, избирателей в списках { $n-text }
input-contests = { $contests }, всего вариантов { $n }
input-ballots = { $n-text }
input-overvotes = { $n-text }: в этом вопросе бюллетени пустые
input-good = Выборы можно готовить.
rehearsal-counted = РЕПЕТИЦИЯ: учтено бюллетеней { $n-text }, запись в { $at }

## Columns

column-token = токен
column-label = имя
column-key = ключ
column-life = состояние
column-officer = член комиссии
column-board = плата
column-port = разъём
column-what = что
column-value = значение
column-sums = сумм
column-seconds = секунд
column-ms-each = мс на одну
column-part = часть
column-result = итог
column-option = вариант
column-votes = голосов
column-share = доля
column-bar = доля графически
column-seats = мандатов
column-remark = примечание
column-need = требование
column-met = соответствие
column-how = чем
column-serial = номер
column-model = модель
column-state = состояние
column-number = номер
column-tick = такт
column-command = команда
column-session = сеанс
column-object = объект
column-unexplained = без объяснения
column-operation = операция
column-times = раз
column-s-in-all = с всего
column-fact = факт
column-PIN-generations = поколения PIN
column-own-log = свой журнал

## Tokens

no = нет
life-factory = не подготовлен
life-initialised = подготовлен
life-enrolled = записан на выборы
life-ended = выборы завершены
life-retired = выведен из службы
token-simulated = { $board }, не устройство
token-for-rehearsals = для репетиций
token-identity-key = ключ личности
token-share-key = ключ для долей
token-definition = описание
token-custody-share = доля ключа хранения
token-election-share = доля ключа выборов
token-election = выборы
token-replacements = замен
token-pending-shares = доли следующей замены
token-logged-in = PIN введён
token-pins-left = осталось попыток PIN
token-has-to-wait = должен ждать
token-waits = { $n } с до следующего PIN
part-works = работает
part-fails = НЕ РАБОТАЕТ

## HSMs

met-second-best = заменой
met-not = НЕТ
hsm-without-keys = ключей ещё нет
hsm-in-service = в работе
hsm-out = НЕ В РАБОТЕ: { $error }
pin-generations = подсчёт { $tally }, связи { $escrow }, администратор { $admin }
log-none = нет
log-entries = прочитано { $n-text }, без объяснения { $unexplained-text }
hsm-has-no-log = у { $serial } нет своего журнала, который читает эта программа: что он делал, сказано только в журнале выборов, со слов комплекса
hsm-log-read = { $serial }: прочитано записей { $n-text }, цепочка проверена при чтении
bench-of = { $serial }, для выборов с числом регионов { $n-text }
bench-make-keys = создать все ключи
bench-unlock = открыть роль
bench-draw = получить 64 байта зерна региона
bench-open = открыть зерно региона
bench-sign = подписать
attest-rehearsal = { $serial }, { $model }: HSM для репетиций, он ничего не доказывает
attest-facts = { $serial }, { $model }: сведения о нём, со слов комплекса
attest-no-certificates = { $serial }: сертификатов нет: это говорит только комплекс
attest-made-inside = { $serial }: по сертификатам ключи печати, подсчёта и связей созданы внутри устройства с прошивкой { $firmware }; подписал { $device }
attest-issuer-unchecked = { $serial }: выдал { $issuer }, что не проверено: такую цепочку может сделать каждый. Укажите сертификат изготовителя в --authority
attest-issuer = { $serial }: выдал { $issuer }, его сертификат подходит
