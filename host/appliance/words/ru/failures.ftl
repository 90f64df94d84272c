# What stops an act: what happened and, as .advice, what to do.

## Everywhere

status-says = Что дальше, скажет tamga status.
    .on-screen = Что дальше, сказано на экране «Обзор».
interrupted = остановлено по просьбе
    .advice = То же действие продолжится с места остановки.
interrupted-act = остановлено по просьбе
    .advice = Записанное на диск цело; чтобы продолжить, повторите то же действие.
interrupted-cast = остановлено по просьбе
    .advice = Учебное голосование не закончено; то же действие начнётся заново.
interrupted-rehearsal = остановлено по просьбе
    .advice = Записанное на диск цело. Продолжить: tamga rehearse --resume { $at }
    .on-screen = Записанное на диск цело; Enter продолжит.
interrupted-set-up = остановлено по просьбе
    .advice = Это никого не связывает: tamga setup --rehearsal --at { $at } начнёт церемонию заново.
    .on-screen = Это никого не связывает: Enter начнёт церемонию заново.
interrupted-token = остановлено по просьбе
    .advice = Токену сказано забыть, о чём его спросили.
screen-no-terminal = экрану нужен терминал
    .advice = Команды, которым терминал не нужен, покажет tamga --help.
core-dumps = дампы памяти не отключаются: { $why }
    .advice = Запускайте от имени пользователя комплекса, на Linux.

## Folders and files

folder-taken = { $path } уже есть и это не пустая папка
    .advice = Укажите папку, которой ещё нет; ничего не записано.
folder-in-use = в { $path } уже работает другая tamga
    .advice = Дождитесь, пока она закончит; ничего не изменено.
not-created = { $path } не создать
not-written = { $path } не записать
not-read = { $path } не прочитать
not-replaced = { $path } не заменить
not-put-back = { $path } не вернуть на место
not-cleared = { $path } не очистить
not-listed = { $path } не просмотреть
not-locked = папку не закрыть для других
not-removed = { $path } не удалить
not-made = { $path } не сделать
copy-broke-off = копирование оборвалось
look-not-plain = { $name } – не обычный файл, а ссылка, именованный канал или папка
    .advice = Ничего из него не прочитано. Верните на место сам файл, затем нажмите R.
look-too-long = { $name } длиннее { $most } байт и не читается
    .advice = Выясните, кто его записал: таких длинных файлов tamga не пишет. Верните файл из копии, затем нажмите R.
file-missing = нет файла { $path }
    .advice = Восстановите его из копии и повторите то же действие.
file-no-text = { $path } не текст
    .advice = { file-missing.advice }
file-damaged = { $path } повреждён
    .advice = { file-missing.advice }
file-not-the-ledgers = { $path } не такой, как в журнале
    .advice = { file-missing.advice }
no-pin-kept = в файле PIN нет ни одного для HSM { $serial }
    .advice = { file-missing.advice }
no-randomness = операционная система не даёт случайных чисел

## The ledger and the election

ledger-damaged = журнал на этом диске повреждён: { $why }
    .advice = Не продолжайте здесь. Восстановите папку со второго носителя или начните новые выборы.
ledger-fault = { $why ->
         [no-origin] нет начала
         [tail] в конце байты, не составляющие записи
        *[other] он не продолжает опубликованное
    }
ledger-not-begun = журнал { $path } не начать
ledger-not-opened = журнал { $path } не открыть
ledger-not-written = журнал { $path } не записать
no-election-set-up = в { $at } нет выборов, подготовка которых закончена
    .advice = Начните её: tamga setup --at { $at }, или укажите другую папку.
    .on-screen = Начните её клавишей Enter на экране «Подготовка» или откройте экран другой папки.
not-one-election = журнал, файл выборов и список не от одних выборов
    .advice = Не продолжайте здесь. Восстановите папку со второго носителя.
not-the-ledgers = { $what } на этом диске не те, что в журнале
    .advice = Файл удалён или изменён. Восстановите appliance/editions из копии и повторите то же действие.
options-damaged = повреждены параметры репетиции: appliance/rehearsal/options
    .advice = Восстановите этот файл из копии и повторите то же действие.
other-tokens = токены этих выборов { $tokens }, а { $given } другие
    .advice = Уберите --tokens или назовите разъёмы, где токены сейчас.
election-over = кворум завершил эти выборы, и их ключ стирается
    .advice = Ничего больше не принимается, не закрывается, не раскрывается и не подписывается; возможны пересчёт, tamga export и tamga token end.
    .on-screen = Приёма, закрытия, раскрытия и подписей больше нет. Что ещё возможно, показывает O на экране «Обзор».

## Set-up and rehearsal

tokens-spec = токены названы неверно: { $why }
    .advice = Наберите sim, qemu:N, unix:СОКЕТ,… , serial:УСТРОЙСТВО,… или auto.
no-election-folder = { $path } не папка и не election.toml
    .advice = Укажите папку выборов или election.toml в ней.
no-quorum = { $quorum } из { $officers } членов комиссии не кворум
    .advice = От 2 до 15 членов комиссии и больше половины из них: 2·M > N, M не больше N.
bad-input-file = в файле ошибка: { $why }
    .advice = Ничего не записано; исправьте файл и повторите.
input-unread = { $name } не прочитать: { $why }
    .advice = Искали { $path }.
input-too-long = в { $name } { $length } байт, больше { $most }
    .advice = { input-unread.advice }
input-no-text = { $name } не текст UTF-8
    .advice = { input-unread.advice }
seed-and-hsm = --seed повторяет каждый байт, а HSM берёт случайность сам
    .advice = Уберите --seed или --hsm.
seed-and-tokens = --seed повторяет каждый байт, а эти токены берут случайность сами
    .advice = Уберите --seed или --tokens.
no-rehearsal-in = в { $at } нет репетиции, которую можно продолжить
    .advice = Укажите папку прерванной репетиции.
begun-with-another = подготовка в этой папке начата с другим { $other }
    .advice = Укажите те же параметры, что и вначале, или только --rehearsal и --at; для других выборов возьмите другую папку. Ничего не изменено.
too-few-ports = названо токенов: { $n }, членов комиссии: { $officers }; ключи все создают вместе
    .advice = Назовите столько, сколько членов комиссии, или укажите --officers. Потом хватит и одного разъёма.
bad-absent = таких членов комиссии нет или остаётся слишком мало
    .advice = Номера членов комиссии от 1 до { $officers }; присутствовать должны { $quorum }.
absent-by-hand = членам комиссии с собственными токенами нельзя велеть отсутствовать
    .advice = Уберите --absent и не вставляйте их токены.
bad-lose = таких токенов нет или остаётся слишком мало
    .advice = Номера членов комиссии от 1 до { $officers }; за раз заменяют не больше { $spare }.
lose-by-hand = токены в руках людей командой не теряются
    .advice = Уберите --lose; утерянный заменит tamga token replace.
rehearsals-only = эта версия проводит только репетиции
    .advice = Укажите --rehearsal; настоящие HSM и токены в ней допустимы, всё помечается REHEARSAL.
rehearsal-out-of-step = репетиция здесь не может продолжиться: { $why }
    .advice = Скорее всего, папку тем временем изменили другие действия: продолжайте вручную, как, скажет tamga status --at { $at }. Если её никто не трогал, это ошибка программы: сообщите о ней с зерном и выборами.
    .on-screen = Скорее всего, папку тем временем изменили другие действия: продолжайте вручную клавишей Enter. Если её никто не трогал, это ошибка программы: сообщите о ней с зерном и выборами.
mischief-mistreated = с нарушением обошлись неверно, раз: { $n }; первое: { $first }
    .advice = Скорее всего, папку тем временем изменили другие действия: репетируйте в новой. Если её никто не трогал, это ошибка программы: сообщите о ней с зерном и выборами.
first-checkpoint-missing = в этой папке выборы, продолженные после подготовки, а их первой контрольной отметки нет
    .advice = Восстановите appliance/first-checkpoint из копии. Ничего не изменено, HSM не тронуты.
no-qemu = нет qemu-system-arm, а эти токены работают в нём
    .advice = Установите его (sudo apt-get install qemu-system-arm) или возьмите --tokens sim.
no-firmware = нет прошивки для эмуляции: { $why }
    .advice = Соберите её: boards/build mps2-an386, и укажите в TAMGA_TOKEN_IMAGE.

## HSM verbs

hsm-count = на выборах от 1 до { $most } HSM, а не { $n }
    .advice = Назовите каждое устройство один раз, в --hsm.
hsm-named-twice = HSM { $serial } назван дважды
    .advice = { hsm-count.advice }
no-hsm-in-election = у этих выборов нет HSM
    .advice = Восстановите папку со второго носителя.
pin-source-unread = pin-source { $path } не прочитать: { $why }
    .advice = Запишите PIN администратора в файл, доступный только вам, и укажите его в pin-source.
pin-source-unnamed = { $spec } не называет pin-source, и токены получили бы PIN, которого никто не знает
    .advice = Запишите PIN администратора, 6–32 буквы или цифры, в файл, доступный только вам, и укажите 'pkcs11:?module-path=FILE&pin-source=file:FILE' в кавычках; FILE для SoftHSM в Debian: /usr/lib/softhsm/libsofthsm2.so.
wipe-no-such-hsm = { $serial } не HSM этих выборов или --destroy называет другой
    .advice = HSM этих выборов: { $serials }. Ничего не уничтожено.
wipe-last-hsm = { $serial } последний HSM в работе, а раскрыты и опубликованы не все регионы
    .advice = Без него запечатанное не открыть. Сначала опубликуйте или принесите другой HSM этих выборов.
certificate-unread = сертификат { $path } не прочитать: { $why }
    .advice = Укажите сертификат в DER, как его публикует изготовитель.
attest-refused = HSM { $serial }: { $why }
    .advice = Не доверяйте ключам этого HSM: сообщите аудиторам и сохраните устройство.
attest-clock = HSM { $serial }: { $why }
    .advice = Выставьте часы этой машины по двум источникам и повторите действие.

## Token verbs

no-tokens-here = токена нет
    .advice = Вставьте его или укажите в --tokens, где он: unix:СОКЕТ, serial:УСТРОЙСТВО или auto.
tokens-so-named = { $n ->
         [0] среди токенов здесь нет { $named }
        *[other] так названы токены числом { $n }: { $named }
    }
    .advice = Номер, имя и ключ каждого покажет tamga token list; назовите один.
several-tokens = вставлено токенов: { $n }, а это делается с одним
    .advice = Назовите его в --token: номер из tamga token list, имя или первые цифры ключа.
no-such-token = такого токена нет
    .advice = Повторите действие.
tokens-of-rehearsals-only = эта версия проводит только репетиции
    .advice = Укажите --rehearsal: до стирания токен будет отказывать настоящим выборам.
token-retired-for-good = { $name } выведен из службы навсегда
    .advice = Подготовить его снова нельзя. Возьмите другой токен.
token-has-identity = { $name } уже подготовлен
    .advice = Если хранимое в нём никому не нужно, сначала сотрите: tamga token wipe.
token-nonsense = { $name } ответил не то
    .advice = Не используйте этот токен: сообщите изготовителю.
part-of-token = { $part } ({ $name })
part-screen = экран
part-keys = кнопки
part-randomness = случайные числа
part-memory = память
slip-screen = член комиссии сказал, что экран не в порядке, или нажал не ту кнопку
slip-keys = нажата не та кнопка, о которой просил экран, или не вовремя
check-failed = проверка не пройдена: { $parts }
    .advice = Дайте этому члену комиссии другой токен; этот может лгать о том, что хранит или порождает.
check-failed-by-hand = проверка не пройдена: { $parts }
    .advice = Если член комиссии уверен, что каждый раз вовремя нажимал нужное, возьмите другой токен: этот может лгать о том, что показывает или слышит. Иначе проверьте снова.
wipe-unnamed = стираемый токен называют дважды
    .advice = Назовите его в --token, а его ключ в --destroy; оба покажет tamga token list. Ничего не стёрто.
wipe-other-key = ключ { $key }, а не { $given }: { $name }
    .advice = Хранимое в нём не вернуть. Если это тот самый, повторите его ключ в --destroy. Ничего не стёрто.
new-tokens-too-few-ports = ключи заново делят все токены вместе ({ $n }), а разъёмов меньше
    .advice = Назовите столько разъёмов, сколько членов комиссии. Ничего не изменено.
not-lost = не утеряно, а вставлено: { $tokens-n ->
         [one] токен { $tokens }
        *[other] токены { $tokens }
    }
    .advice = Называйте в --lost только утерянные. Чтобы заменить рабочий, сначала выньте его. Ничего не изменено.
    .on-screen = Указывайте в бланке только утерянные. Чтобы заменить рабочий, сначала выньте его. Ничего не изменено.
new-token-failed = { $port }: { $why }
    .advice = { new-token-nameless.advice }
new-token-nameless = токен в { $port } не называет себя
    .advice = Вставьте его снова или возьмите другой, затем повторите действие. Ничего не изменено.
too-many-new-tokens = новых токенов вставлено { $n }, а утеряно { $lost }
    .advice = Выньте лишние и повторите действие. Ничего не изменено.
too-few-new-tokens = не хватает новых токенов на место утерянных: { $n }
    .advice = Подготовьте новые токены (tamga token init), вставьте их и повторите действие. Ничего не изменено.
replacement-damaged = замена { $number } на обоих носителях повреждена или не та, что в журнале
    .advice = Восстановите appliance/replacements из копии и повторите то же действие.
bad-lost = таких токенов нет или утеряно слишком много
    .advice = Номера токенов от 1 до { $tokens }; за раз заменяют не больше { $spare }, ведь должны остаться { $needed }. Ничего не изменено.
new-tokens-unfit = новые токены не подходят: { $why }
    .advice = Возьмите другие новые токены: их ключи создаёт tamga token init. Ничего не изменено.
replacement-unfinished = все подтвердили замену ({ $tokens-n ->
         [one] токен { $tokens }
        *[other] токены { $tokens }
    }), её надо сначала закончить
    .advice = Повторите действие с --lost и этими токенами. Ничего не изменено.
    .on-screen = Повторите действие, указав в бланке эти токены. Ничего не изменено.

## Amendments and lots

amend-no-region = нет региона «{ $code }»
    .advice = Ничего не подписано. Время закрытия продлевают, пока оно не прошло; вариант снимают до закрытия первого ящика.
amend-no-time = «{ $closes }» не время вида 2024-11-05T22:00:00Z
    .advice = { amend-no-region.advice }
amend-no-option = нет варианта «{ $typed }»; пишите ВОПРОС/ВАРИАНТ
    .advice = { amend-no-region.advice }
amend-refused = изменение невозможно: { $why }
    .advice = { amend-no-region.advice }
amend-not-now = сейчас ничего не изменить: члены комиссии голосовали или ящик закрыт
    .advice = { amend-no-region.advice }
amend-box-closed = ящик, который это изменило бы, закрыт
    .advice = { amend-no-region.advice }
amend-time-passed = время закрытия региона прошло
    .advice = { amend-no-region.advice }
lot-not-now = жребий сейчас не бросают
    .advice = О равных результатах на мандат скажет tamga tally.
    .on-screen = О равных результатах на мандат скажет подсчёт; тогда Enter откроет бланк жребия.
lot-drawn = жребий по { $contest } уже брошен
    .advice = Жребий бросают один раз. Запустите подсчёт (tamga tally).
    .on-screen = Жребий бросают один раз. Продолжите подсчёт: Enter.
lot-not-needed = по «{ $contest }» жребий не нужен
    .advice = Где он нужен, скажет tamga tally.
    .on-screen = Бланк предлагает вопросы, где он нужен.
lot-no-throws = это не броски двух членов комиссии
    .advice = Укажите --dice дважды, для двух разных членов комиссии: N:ЦИФРЫ, от 10 до 48 цифр 1–6, как выпало.
    .on-screen = Укажите броски двух разных членов комиссии, у каждого от 10 до 48 цифр 1–6, как выпало.
lot-needed = равные результаты претендуют на мандаты: { $contests }
    .advice = Два члена комиссии бросают кубик по десять раз или больше: tamga lot --at { $at } --contest { $first } --dice N:БРОСКИ --dice N:БРОСКИ; затем то же действие, репетиция с --resume.
    .on-screen = Два члена комиссии бросают кубик по десять раз или больше; Enter откроет бланк жребия по вопросу { $first }. Затем подсчёт продолжится.

## Import and admission

ceremony-not-over = церемония ключей не закончена
    .advice = Сначала закончите подготовку (tamga setup).
    .on-screen = Сначала закончите подготовку: Enter на экране «Подготовка».
import-after-vote = члены комиссии уже голосовали по принятому, до закрытия ящика приёма больше нет
    .advice = Закройте ящик; пришедшее позже будет поздним.
import-while-counting = ящик закрыт, идёт подсчёт
    .advice = Сначала опубликуйте результат; поздние пакеты принимаются после этого, если описание их допускает.
stick-file = файл { $n-text } из { $all-text }
stick-unread = { $path } не прочитать: { $why }
    .advice = Проверьте, вставлен и подключён ли носитель, и повторите приём; принятое сохранено.
no-source = носитель или папка не указаны
    .advice = Сначала укажите носитель или папку, затем принимайте.
files-unread = не прочитано файлов носителя: { $n }
    .advice = Выньте и вставьте носитель или попросите другую копию и повторите приём; принятое сохранено.
nothing-taken = ничего не принято; отклонён { $path }: { $word }
    .advice = Попросите у принёсшего носитель верные файлы; отклонённое внесено в журнал по хешу.
nothing-to-admit = все регионы в ящике, поздних пакетов нет
    .advice = Допускать нечего. Примите поздние пакеты или оставьте как есть.
admit-ceremony = церемония ключей не закончена
    .advice = { status-says }
    .on-screen = { status-says.on-screen }
admit-closed = ящик этого раскрытия уже закрыт
    .advice = { status-says }
    .on-screen = { status-says.on-screen }
region-not-now = регион «{ $code }» сейчас не раскрыть
    .advice = Называйте регионы кодами из election.toml; те, что уже в ящике, готовы.
admit-refused = допуск невозможен: { $why }
    .advice = Примите недостающее или допустите другие регионы; их перечислит tamga status.
    .on-screen = Примите недостающее или допустите другие регионы; недостающее перечислено на экране «Приём».

## Adjudication

plan-bad = { $path }: { $why }
    .advice = Исправьте план; никто не голосовал.
plan-decision = решение { $number } плана; никто не голосовал
decision-unsaid = решение касается причины, по которой есть спорные записи, или одной записи, и содержит мотив
    .advice = Укажите мотив (--why), от 1 до 256 байт простого текста; причины перечислит tamga adjudicate --at DIR.
    .on-screen = Выберите причину стрелками и напишите клавишей E мотив, от 1 до 256 байт простого текста.
nothing-to-adjudicate = сейчас нечего решать
    .advice = Спорные записи бывают между допуском и закрытием ящика. { status-says }
    .on-screen = Спорные записи бывают между допуском и закрытием ящика. { status-says.on-screen }
votes-bad = кто-то голосует дважды, или не голосует никто, или такого члена комиссии нет
    .advice = Номера членов комиссии от 1 до { $officers }; каждый голосует один раз, за или против.
unknown-reason = нет причины «{ $given }»
    .advice = { unknown-record.advice }
    .on-screen = { unknown-record.on-screen }
unknown-region = нет региона «{ $given }»
    .advice = { unknown-record.advice }
    .on-screen = { unknown-record.on-screen }
unknown-record = нет спорной записи «{ $given }»
    .advice = Спорное перечислит tamga adjudicate --at DIR; запись пишут РЕГИОН/СБОРЩИК/ПАКЕТ/НОМЕР, как в её оценке.
    .on-screen = Спорное перечислено на экране «Спорные записи».

## Closing and counting

nothing-to-close = нет допущенного, что можно закрыть
    .advice = Сначала допустите записи (tamga admit).
    .on-screen = Сначала допустите записи: Enter.
box-closed = ящик уже закрыт
    .advice = Переходите к подсчёту (tamga tally).
    .on-screen = Переходите к подсчёту: Enter.
chains-incomplete = неполных цепочек пакетов: { $n }
    .advice = Примите недостающее или пусть кворум закроет без него: tamga close --incomplete.
    .on-screen = Примите недостающее или пусть кворум закроет без него: C на экране «Спорные записи».
box-not-closed = ящик не закрыт
    .advice = Сначала закройте ящик (tamga close).
    .on-screen = Сначала кворум закрывает ящик: Enter.
nothing-to-count = нет закрытого ящика для подсчёта
    .advice = { box-not-closed.advice }
    .on-screen = { box-not-closed.on-screen }
checker-disapproves = проверяющий не одобряет: { $first }
    .advice = Ничего не раскрыто. Прочитайте отчёт проверяющего в appliance/checkers, исправьте названное и повторите подсчёт.
verifier-mute = проверяющую программу остановили, прежде чем она что-либо сказала
    .advice = Запустите tamga-verify на записи вручную.
verifier-not-found = программа не находит себя, чтобы запустить проверку
verifier-not-started = проверку не запустить

## Statement and publication

dissent-bad = член комиссии должен и возразить, и отказаться, или такого нет
    .advice = Номера членов комиссии от 1 до { $officers }. Никого не спросили.
nothing-to-sign = сейчас нечего подписывать: результат не подсчитан или уже опубликован
    .advice = { status-says }
    .on-screen = { status-says.on-screen }
dissent-by-hand = возразить или отказаться должны члены комиссии с собственными токенами
    .advice = Уберите --dissent и --refuse: каждый отвечает на своём токене.
    .on-screen = Каждый отвечает на своём токене: верните ответы на экране «Подписание» к исходным.
turnout-not-the-ledgers = turnout.csv на этом диске не тот, что в журнале
    .advice = Восстановите appliance/editions/record из копии и подпишите снова. Никого не спросили.
tables-not-the-ledgers = таблицы на этом диске не от результата, что в журнале
    .advice = Повторите подсчёт (tamga tally): он запишет их заново из долей.
    .on-screen = Повторите подсчёт клавишей Enter: таблицы запишутся заново из долей.
statement-not-the-ledgers = протокол на этом диске не тот, что в журнале
    .advice = Восстановите протокол из копии и повторите то же действие.
root-not-the-ledgers = корень подсчёта не тот, что в журнале
    .advice = Восстановите appliance/editions из копии и повторите подсчёт.
seeds-of-another = запечатанные зёрна от другого описания
    .advice = Восстановите appliance/editions из копии и повторите подсчёт.
nothing-to-publish = кворум ещё не подписал того, что можно опубликовать
    .advice = Сначала подпишите протокол (tamga sign).
    .on-screen = Сначала подпишите протокол на экране «Подписание».
not-what-was-signed = публикуется не то, что подписали члены комиссии: файл с тех пор изменён
    .advice = Восстановите appliance/editions и appliance/opening-N из копии и повторите публикацию. Ничего не опубликовано.
record-not-verified = запись не проходит проверку: { $verdict }
    .advice = Не публикуйте её. Отчёт в appliance/verification.report.
nothing-to-recount = нет опубликованного результата для пересчёта
    .advice = { status-says }
    .on-screen = { status-says.on-screen }

## The end

end-no-hsm = нет HSM, чтобы подписать запись журнала
    .advice = Подключите HSM этих выборов и повторите действие. Никого не спросили.
end-not-published = окончательный протокол не опубликован, до этого ничего не завершают
    .advice = Сначала: { $next }.
    .on-screen = Что сделать сначала, сказано на экране «Обзор».
end-not-final = протокол не окончательный: вне ящика регионов { $open }
    .advice = { end-not-published.advice }
    .on-screen = { end-not-published.on-screen }
end-uncounted = после последней публикации что-то пришло и не подсчитано
    .advice = Допустите это, закройте ящик, подсчитайте, подпишите, опубликуйте; затем завершайте.
counts-not-the-ledgers = выведенный заново результат не тот, что в журнале
    .advice = { root-not-the-ledgers.advice }
not-the-ledgers-seen = { $what } на этом диске не те, что в журнале
    .advice = Файл удалён или изменён. Восстановите папку из копии и откройте снова.
things-bundles = пакеты
things-decisions = решения
things-amendments = изменения или отзывы
things-boxes = ящики
things-definition = описание
screen-fault = ошибка программы. Журнал в { $at } цел; при последнем чтении записей было { $n-text }
    .advice = Сообщите строки выше и снова откройте экран: сделанное не потеряно.
sign-short = подписали { $n } из необходимых { $needed }; особые мнения в это число не входят
    .advice = Данные ответы внесены в журнал и действуют. Пусть ответят остальные, или спросите всех ещё раз: повторите подписание.
sign-lines-lost = в журнале есть ответы на этот протокол, подписей которых здесь больше нет
    .advice = Пусть каждый член комиссии, ответивший раньше, ответит снова.
