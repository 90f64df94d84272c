# What others say no with: the operating system, HSMs, tokens, cables, ceremonies.

## How it is put together

plain = { $text }
general-advice = Записанное не потеряно. Устраните названное (устройство, диск, права доступа) или восстановите из копии, затем повторите то же действие.
list-none = никого
list-all = { $before } и { $last }
list-one-of = { $before } или { $last }
officers-listed = { $officers-n ->
         [0] никто из членов комиссии
         [one] член комиссии { $officers }
        *[other] члены комиссии { $officers }
    }
role-seal = «печать»
role-tally = «подсчёт»
role-escrow = «связи»
role-admin = «администратор»

## The operating system and the disk

io-not-found = нет такого файла или папки
io-permission-denied = нет прав доступа
    .advice = Записанное не потеряно. Дайте пользователю комплекса доступ к названному и повторите то же действие.
io-read-only = носитель доступен только для чтения
    .advice = Записанное не потеряно. Снимите с носителя защиту от записи и повторите то же действие.
io-storage-full = на диске нет места
    .advice = Записанное не потеряно. Освободите место на этом диске и повторите то же действие: оно продолжится с места остановки.
disk-full = { $path } не записать: на диске { $medium } нет места
    .advice = { io-storage-full.advice }
io-file-too-large = файл превысил бы допустимый здесь размер
    .advice = Записанное не потеряно. Снимите ограничение размера файлов (ulimit -f) и повторите то же действие.
io-already-exists = такое уже есть
io-not-a-folder = это не папка
io-is-a-folder = это папка
io-unexpected-end = файл обрывается
io-timed-out = нет ответа вовремя
io-busy = занято другой программой
io-out-of-memory = не хватает оперативной памяти
    .advice = Записанное не потеряно. Закройте другие программы и повторите то же действие.
io-medium-gone = носитель не отвечает
    .advice = Записанное не потеряно. Проверьте, вставлен ли носитель; выньте и вставьте его, затем повторите то же действие.
io-other = ответ системы: { $text }

## HSMs

hsm-failed = HSM { $serial }: { $error }
    .advice = { $error-advice }
hsm-wrong-pin = неверный PIN роли { $role }, осталось попыток: { $n }
    .advice = Не подбирайте вручную: считается каждая попытка. Пусть кворум разблокирует ещё раз; при новом отказе возьмите другой HSM и выясните, кто сменил PIN.
hsm-wrong-so-pin = неверный PIN администратора, осталось попыток: { $n }
    .advice = При подготовке: впишите верный SO PIN в файл, который назван в pin-source, и повторите то же. Позже: пусть кворум разблокирует ещё раз; не подбирайте вручную, считается каждая попытка.
hsm-pin-blocked = PIN роли { $role } заблокирован
    .advice = Эта роль на этом HSM больше не откроется: продолжайте с другим HSM, а этот сотрите после выборов командой tamga hsm wipe.
hsm-role-locked = роль { $role } закрыта
    .advice = Повторите то же действие: кворум откроет её снова.
hsm-pin-length = PIN длиной { $n } байт
    .advice = { hsm-device.advice }
hsm-no-keys = в устройстве нет ключей
    .advice = Оно стёрто или не было подготовлено: продолжайте с другим HSM.
hsm-keys-exist = в устройстве уже есть ключи
    .advice = В нём ключи других выборов: возьмите другое устройство, сотрите это командой tamga hsm wipe или, если от тех выборов отказались, сбросьте по инструкции изготовителя.
hsm-no-such-key = у роли { $role } нет такого ключа
    .advice = { hsm-device.advice }
hsm-missing-key = в устройстве нет ключа { $name }
    .advice = Не используйте этот HSM: его ключи не те, что созданы на церемонии. Продолжайте с другим, а этот сохраните для аудиторов.
hsm-weak-key = ключ { $name } не таков, как объявлено: { $property }
    .advice = { hsm-missing-key.advice }
hsm-bad-point = точка другой стороны не лежит на кривой
    .advice = { hsm-device.advice }
hsm-bad-wrapping = завёрнутое зерно роли { $role } не разворачивается
    .advice = { hsm-device.advice }
hsm-sealed = запечатанное сообщение: { $why }
    .advice = { hsm-device.advice }
hsm-rehearsal = устройство для репетиций на настоящих выборах
    .advice = Для настоящих выборов нужны настоящие HSM.
hsm-module-missing = нет модуля PKCS#11: { $path }
    .advice = Установите библиотеку изготовителя или укажите её файл в module-path; где она обычно лежит, сказано в hsm-config/modules.
hsm-not-a-module = { $path } не модуль PKCS#11
    .advice = Укажите саму библиотеку PKCS#11 изготовителя, файл .so с C_GetFunctionList.
hsm-not-initialised = устройство не инициализировано: { $what }
    .advice = Инициализируйте его командой tamga hsm provision или укажите свободные либо готовые слоты; слоты брошенной подготовки очищает утилита самого модуля.
hsm-removed = устройство вынуто
    .advice = Вставьте его обратно и повторите то же действие.
hsm-unreachable = коннектор { $url } не отвечает
    .advice = Запустите коннектор или подключите устройство и повторите то же действие.
hsm-not-ours = на его месте устройство { $found }, а не { $expected }
    .advice = Подключите HSM этих выборов: его номер есть в описании и на этикетке.
hsm-log-full = журнал аудита устройства заполнен
    .advice = Прочитайте журнал командой tamga hsm log: он сохранится здесь, и устройство продолжит работу.
hsm-session-expired = сеанс роли { $role } истёк
    .advice = { hsm-role-locked.advice }
hsm-lacks = устройство не умеет: { $what }
    .advice = Посмотрите tamga hsm probe: там сказано, чему устройство отвечает.
hsm-naming = HSM назван неверно: { $why }
    .advice = Укажите builtin, softhsm, 'pkcs11:?module-path=FILE', 'pkcs11:token=NAME?module-path=FILE&pin-source=file:FILE' (в кавычках), yubihsm:http://127.0.0.1:12345 или yubihsm:usb.
hsm-file = файл HSM повреждён: { $why }
    .advice = Восстановите appliance/hsm из копии и повторите то же действие.
hsm-device = { $call }: отказ устройства, { $code }
    .advice = Продолжайте с другим HSM; если так отвечают все, остановитесь и сохраните устройства и папку для аудиторов.

## Cables

link-closed = токен вынут
    .advice = Вставьте его снова и повторите действие.
link-silent = токен не отвечает
    .advice = Выньте его, вставьте снова и повторите действие. Если молчит и дальше, с ним занята другая программа или это не токен: попробуйте другой кабель или разъём.
link-noise = байты без конца, и ответа среди них нет
    .advice = Возможно, там не токен или токен другой версии. Попробуйте другой кабель или разъём, затем другой токен.
link-frame = кадр по кабелю пришёл искажённым: { $why }
    .advice = { link-noise.advice }
link-permission-denied = нет доступа к разъёму
    .advice = Дайте этому пользователю доступ к разъёму: через группу последовательных устройств или как владельцу сокета.
link-pipe = сбой кабеля: { $why }
    .advice = Попробуйте другой разъём или кабель и повторите действие.
frame-too-long = кадр слишком длинный
frame-malformed = байты не составляют кадра
frame-damaged = кадр повреждён в пути
frame-version = кадр протокола версии { $version }
frame-message = сообщение не этого протокола

## Tokens and PINs

pin-wrong = неверный PIN, осталось { $n ->
         [one] { $n } попытка
         [few] { $n } попытки
        *[other] { $n } попыток
    }
    .advice = Сначала найдите верный PIN: без оставшихся попыток токен сотрёт себя. Затем повторите действие.
pin-wrong-waits = неверный PIN, осталось { $n ->
         [one] { $n } попытка
         [few] { $n } попытки
        *[other] { $n } попыток
    }; следующий примет через { $wait } с
    .advice = { pin-wrong.advice }
pin-waits = после нескольких неверных PIN примет следующий через { $wait } с
excluded-gave-up = член комиссии не стал вводить PIN
    .advice = Повторите действие, когда член комиссии будет готов ввести PIN.
excluded-refused = войти не удалось: { $why }
    .advice = { $why-advice }
excluded-nonsense = на вход он ответил невпопад
    .advice = Не используйте этот токен: сообщите изготовителю.
tokens-wanted = вставьте { $n ->
         [one] токен
        *[other] токены
    } { $officers-n ->
         [0] никого из членов комиссии
         [one] члена комиссии { $officers }
        *[other] членов комиссии { $officers }
    }: нужно ещё { $n }
tokens-wished = вставьте токен { $officers-n ->
         [0] никого из членов комиссии
         [one] члена комиссии { $officers }
        *[other] членов комиссии { $officers }
    }, иначе продолжим без него
tokens-wished-again = снова вставьте токен { $officers-n ->
         [0] никого из членов комиссии
         [one] члена комиссии { $officers }
        *[other] членов комиссии { $officers }
    }, иначе продолжим без него

## Ceremonies

ceremony-too-few = своё сделали { $good } из { $needed } нужных токенов
ceremony-no-such-token = у комиссии нет токена { $token }
ceremony-not-finished = ответов ещё не хватает
ceremony-quorum = кворум: { $why }
ceremony-officer-key = ключ личности члена комиссии { $officer }: { $why }
ceremony-pin = зашифрованный PIN: { $why }
ceremony-sums = суммы подсчёта не читаются
token-fault = токен { $token }: { $fault }
token-excluded = { $what }; токен { $token }: { $why }
ceremony-refused = { $what }
    .advice = Ответы внесены в журнал. Повторите действие, когда члены комиссии передумают.
ceremony-undecided = { $what }
    .advice = Ничего не решено. { $why-advice }
ceremony-absent = { $what }
    .advice = Ничего не решено. Вставьте токены, которые не ответили, и повторите действие: оно начнётся снова.
ceremony-unsettled = { $what }
    .advice = Ничего не решено. Пусть члены комиссии посмотрят на экраны токенов; затем повторите действие.
ceremony-lied = { $what }
    .advice = Выведите из работы { $tokens-n ->
             [one] токен { $tokens }
            *[other] токены { $tokens }
        }: пришедшее оттуда было ложным. Затем повторите действие.
fault-absent = токен не отвечает
fault-refused = токен отказал: { $why }
fault-wrong-answer = ответ не на этот вопрос
fault-other-definition = в токене другое описание
fault-bad-signature = подпись не проходит проверку
fault-bad-package = пакет не проходит проверку: { $why }
fault-other-transcript = токен видел другое создание ключа
fault-other-key = токен создал другой ключ
fault-key-generation = создать ключ не удалось: { $why }
fault-bad-seal = запечатанный ответ не открывается: { $why }
fault-bad-share = доля PIN не проходит проверку: { $why }
fault-bad-decryptions = частичные расшифровки не читаются или их не столько, сколько сумм
fault-bad-proof = доказательство части { $chunk } неверно: { $why }

## A token's no

refusal-look = Посмотрите на его экран и в tamga token info, затем повторите действие.
refusal-bad-frame = токен не понял сообщения
    .advice = { refusal-look }
refusal-out-of-order = запрос не ко времени
    .advice = { refusal-look }
refusal-too-long = длиннее предела или объявленного
    .advice = { refusal-look }
refusal-not-initialised = токен ещё не подготовлен
    .advice = Сначала подготовьте его: tamga token init.
refusal-not-logged-in = член комиссии не ввёл PIN
    .advice = { refusal-look }
refusal-wrong-pin = неверный PIN
    .advice = Повторите действие; после многих неверных PIN токен стирает себя.
refusal-wiped = слишком много неверных PIN: токен стёр себя
    .advice = Всё на нём стёрто, и действовать им больше нельзя; продолжайте с остальными.
refusal-enrolled-elsewhere = токен записан на другие выборы
    .advice = В нём доли ключей других выборов. Возьмите другой токен; если те выборы больше не нужны, сотрите его: tamga token wipe.
refusal-bad-definition = описание составлено неверно
    .advice = { refusal-look }
refusal-not-an-officer = описание не называет этот токен на этом месте
    .advice = { refusal-look }
refusal-dealt-wrongly = токен { $token } раздал доли неверно
    .advice = { refusal-look }
refusal-bad-transcript = комплекс передал не то, что было отправлено
    .advice = { refusal-look }
refusal-wrong-keys = в файле открытых ключей другие ключи
    .advice = { refusal-look }
refusal-bad-ciphertext = шифртекст составлен неверно
    .advice = { refusal-look }
refusal-wrong-label = шифртекст с другой меткой
    .advice = { refusal-look }
refusal-approvals-missing = не хватает одобрений проверяющих
    .advice = { refusal-look }
refusal-bad-approval = одобрение проверяющего { $checker } не засчитано
    .advice = { refusal-look }
refusal-slot-taken = на этом месте уже раскрыт другой корень
    .advice = { refusal-look }
refusal-opening-beyond = такого раскрытия в описании нет
    .advice = { refusal-look }
refusal-by-officer = член комиссии отказался
    .advice = Член комиссии ответил «нет» или не стал отвечать. Повторите действие, когда он передумает.
refusal-bad-leaf = лист не соответствует описанию или показанному
    .advice = { refusal-look }
refusal-bad-path = лист не под этим корнем
    .advice = { refusal-look }
refusal-bad-sum = суммы не читаются или их не столько, сколько объявлено
    .advice = { refusal-look }
refusal-statement-mismatch = протокол не подходит
    .advice = { refusal-look }
refusal-rehearsal-mismatch = репетиция и настоящие выборы не смешиваются
    .advice = Токены для репетиций и для выборов хранятся отдельно: возьмите другой.
refusal-storage = отказала память токена
    .advice = Отказала память: возьмите другой токен, а этот сохраните.
refusal-wrong-previous-root = предыдущий корень другой
    .advice = { refusal-look }
refusal-weak-pin = PIN слишком слабый
    .advice = Повторите действие и выберите цифры не подряд и без повторов.
refusal-other-election = токен подтвердил другие выборы
    .advice = Он от других выборов: вставьте токен этих.
refusal-bad-host-key = ключ комплекса не является ключом
    .advice = { refusal-look }
refusal-bad-figures = цифры действия невозможны
    .advice = { refusal-look }
refusal-other-box = член комиссии закрыл это раскрытие с другим ящиком
    .advice = { refusal-look }
refusal-other-purpose = PIN введён не для этого действия
    .advice = { refusal-look }
refusal-ended = для этого токена выборы завершены
    .advice = Его доля ключа выборов стёрта: он больше ничего не раскроет.
refusal-retired = токен выведен из службы
    .advice = Он выведен из службы навсегда. Возьмите другой токен.
refusal-quorum-missing = подписей членов комиссии не хватает или они неверны
    .advice = { refusal-look }
refusal-bad-label = имя слишком длинное или с недопустимыми знаками
    .advice = Дайте имя до 16 знаков: латинские, русские или казахские буквы, цифры, пробелы внутри, дефисы и точки.
refusal-bad-replacement = замена не подходит комиссии или не следующая
    .advice = { refusal-look }
refusal-replacement-pending = сначала надо закончить замену токенов
    .advice = Замена утерянных токенов начата и не закончена: повторите tamga token replace.
    .on-screen = Замена утерянных токенов начата и не закончена: повторите её, O на экране «Обзор».
refusal-beyond-token = описанию нужно больше памяти или счётчика, чем осталось у токена
    .advice = Его счётчик почти исчерпан: возьмите для этих выборов новый токен.

## Named tokens

with-advice = { $what }. { $what-advice }
token-numbered = токен { $token }
token-labelled = токен { $token } ({ $label })
token-failed = { $name }: { $error }
    .advice = { $error-advice }
token-nameless = токен не называет себя
    .advice = Вставьте его снова.
token-wrong-pin = { $name }: { $why }
    .advice = Повторите действие с верным PIN. Без оставшихся попыток токен сотрёт себя.
pins-differ = { $name }: введённые два PIN различаются
    .advice = Ничего не создано. Повторите действие и дважды введите один и тот же новый PIN.
pins-differ-kept = { $name }: введённые два PIN различаются
    .advice = PIN остался прежним. Повторите действие и дважды введите один и тот же новый PIN.
token-no-such-label = токен не примет имя «{ $text }»
    .advice = { $why-advice }
tokens-of-a-rehearsal = токены --tokens { $spec } принадлежат одной репетиции
    .advice = Укажите папку репетиции в --at.
no-election-in = в { $at } нет выборов
    .advice = Укажите папку выборов.
hsm-out-of-service = { $serial } не в работе: { $error }. { $error-advice }
headed = { $what }: { $why }
    .advice = { $what-advice }
too-long = он длиннее { $most } байт

## Files on sticks, and ports

arrival-other-election = пакет от других выборов
arrival-unknown-region = пакет называет регион { $region }, которого нет в описании
arrival-unknown-collector = пакет называет сборщика { $collector }, которого нет в описании
arrival-not-late-yet = пакет { $number } региона { $region } от сборщика { $collector } поздний, а ящик региона ещё открыт
arrival-too-late = пакет { $number } региона { $region } от сборщика { $collector } пришёл после закрытия последнего ящика
arrival-variants = сборщик { $collector } сделал слишком много разных пакетов { $number } региона { $region }
arrival-other-counts = числа подтверждений не от этих выборов
arrival-counts-signature = числа подтверждений не подписаны службой удостоверения
arrival-other-revocations = отзывы не от этих выборов
arrival-registrar = отзывы не подписаны регистратором
arrival-after-close = отзывы пришли после закрытия первого ящика
arrival-left-out = дополнение пропускает регион { $region } с поздними пакетами
arrival-no-box = для раскрытия { $opening } ящик не закрыт
arrival-other-box = пакеты региона { $region } не те, что в его ящике
bundle-unread = пакет: носитель не читается или не пишется ({ $why }); повторите или возьмите другую копию
bundle-bytes = пакет: { $why }
bundle-header = пакет: заголовок противоречит сам себе; попросите у сборщика новую копию
bundle-item = пакет: элемент { $item } не запись; попросите у сборщика новую копию
bundle-item-count = пакет: записей не столько, сколько в заголовке; попросите у сборщика новую копию
bundle-too-long = пакет: длиннее 2 ГиБ; сборщик должен его разделить
bundle-root = пакет: записи изменены после изготовления; попросите у сборщика новую копию
bundle-signature = пакет: не подписан своим сборщиком
bytes-end-early = файл обрывается; скопируйте его заново с места изготовления
bytes-trail = после конца содержимого есть лишние байты; скопируйте файл заново
bytes-first-line = первая строка называет другой формат или версию; проверьте, тот ли это файл
bytes-over-limit = длина или число превышает предел; файл сделан не этой системой
bytes-bad-id = имя не из 1–48 знаков a-z, 0-9 и -
bytes-not-utf8 = текст не UTF-8
bytes-not-canonical = файл записан не единственным верным образом; он изменён после изготовления
certificate-missing = нет сертификата «{ $name }»
certificate-malformed = сертификат «{ $name }» не той формы: нет { $what }
certificate-signature = сертификат «{ $name }» не подписан вышестоящим ключом
certificate-other-key = сертификат «{ $name }» о другом ключе
certificate-property = сертификат «{ $name }»: { $property } равно { $found }, а должно быть { $expected }
certificate-clock = часы неверны: на них { $now }, а сертификат «{ $name }» действует с { $from } по { $until }
naming-kind = токены: sim, qemu:N (N от 1 до 15), unix:СОКЕТ,… , serial:УСТРОЙСТВО,… или auto
naming-mixed = все разъёмы одного рода: unix:СОКЕТ,СОКЕТ или serial:УСТРОЙСТВО,УСТРОЙСТВО
naming-count = называют от 1 до 15 разъёмов через запятую
naming-path = путь с запятой или концом строки назвать нельзя
naming-twice = разъём назван дважды: у каждого токена свой
