# Что говорит экран, по-русски. Один каталог на трёх языках: каждое сообщение есть во всех.

## The frame

language-name = Русский
rehearsal = РЕПЕТИЦИЯ
no-election = Выборы ещё не подготовлены
too-small = Окно слишком мало: нужно 80 × 24.
place-overview = Обзор
place-set-up = Подготовка
place-officers = Члены комиссии
place-import = Приём
place-regions = Регионы
place-adjudication = Спорные записи
place-tally = Закрытие и подсчёт
place-results = Результаты
place-sign = Подписание
place-export = Публикация
place-verify = Проверка
place-ledger = Журнал
place-system = Система
step-set-up = Подготовка
step-import = Приём
step-admit = Допуск
step-close = Закрытие
step-tally = Подсчёт
step-sign = Подписи
step-publish = Публикация

## Keys

keys-all = Tab экраны  L язык  ? справка  Q выход
keys-few = ? справка  Q выход
key-go-on = Enter дальше
key-begin = Enter начать
key-others = O другие действия
key-field = ↑↓ поле
key-edit = E правка
key-present = P кто на месте
key-source = E источник
key-import = I принять
key-filter = / фильтр
key-sort = S порядок
key-reason = ↑↓ выбор
key-votes = 1-9 голос
key-why = E почему
key-vote = Enter решить
key-close = C закрыть ящик
key-region = ↑↓ регион
key-contest = C вопрос
key-big = B крупно
key-answer = 1-9 ответ
key-sign = Enter подписать
key-ask-again = A спросить снова
key-publish-again = A опубликовать снова
key-code = C код
key-entries = ↑↓ записи
key-paper = P на бумаге
key-report = ↑↓ отчёт
key-verify = Enter проверить
key-recount = N пересчёт
key-news = ↑↓ сообщения
key-stop = X остановить после шага
key-reads = Только чтение

## Help

help-title = Справка
help-close = Esc закрывает это окно.
help-all = Tab и стрелки переключают экраны, Home возвращает к обзору. Enter делает следующий шаг: сначала показывает его экран, затем начинает. L меняет язык, R читает всё заново, X останавливает действие после текущего шага, Q закрывает экран. Записанное на диск при выходе не теряется.
help-place-overview = Состояние выборов, что дальше и кто для этого нужен. O открывает список редких действий: жребий, поправка, часть регионов, утерянные токены, экземпляры протокола, пересчёт, завершение.
help-place-set-up = Заполните поля или оставьте как есть и нажмите Enter: начнётся церемония ключей. Контрольные числа на этом экране и на каждом токене должны совпадать.
help-place-officers = Чей токен на месте, кого о чём просят, кто ответил. Если действию нужен токен, его владелец назван здесь и внизу каждого экрана, с контрольным числом для сверки. P смотрит, чьи токены вставлены, пока ничего не идёт.
help-place-import = Клавишей E укажите носитель или папку и нажмите I. Носитель можно вынуть в любой момент: принятое останется принятым, повторный приём не вредит.
help-place-regions = Зелёные: всё в порядке. Синие: проверены не полностью. Жёлтые: противоречие, решает комиссия. Красные: не учитываются никогда. Заменённые: избиратель проголосовал повторно. Поздние: после закрытия.
help-place-adjudication = Выберите причину стрелками, отметьте голос каждого члена комиссии цифрами (за, против, нет), напишите клавишей E почему и нажмите Enter. Нерешённое не учитывается. C закрывает ящик без решения остального.
help-place-tally = Сначала кворум закрывает ящик: больше ничего не принимается. Затем HSM вскрывает печати, проверяется каждое доказательство, наблюдатели-проверяющие утверждают корень на своих машинах, и кворум токенов раскрывает суммы.
help-place-results = Стрелки вверх и вниз показывают регион за регионом, C следующий вопрос, B увеличивает для проектора.
help-place-sign = Каждый член комиссии видит на токене те же цифры и то же контрольное число и там подписывает, подписывает с особым мнением или отказывается. Для имитируемых токенов репетиции ответ выбирают цифрами.
help-place-export = Публикует подписанную запись и проверяет программой аудиторов именно опубликованные байты. P изготовляет экземпляр протокола на бумаге (файл PDF), A публикует заново, со всем, что появилось с тех пор.
help-place-verify = Enter в любой момент на глазах у всех снова проверяет опубликованные байты программой аудиторов. Стрелки вверх и вниз листают её отчёт.
help-place-ledger = Каждое действие записывается прежде, чем вступит в силу. Ничего не удаляется.
help-place-system = Версии, устройства и всё, что сообщили действия.

## Questions

leave-title = Выйти?
leave = Закрыть экран? Выборы останутся на диске как есть.
leave-working = Действие ещё идёт. Выход прервёт его; позже его можно продолжить.
leave-beginning = Действие ещё идёт. Выход прервёт его; позже оно начнётся заново.
leave-keys = Y выйти, Esc остаться.
confirm-title = Это необратимо
confirm-title-else = Прежде чем начать
confirm-first = 1 из 2: сверьте цифры с токенами. Enter, если верно; Esc назад.
confirm-played = 1 из 2: токены имитирует эта машина, в руках их нет. Прочтите цифры. Enter, если верно; Esc назад.
confirm-second = 2 из 2: Y начать, Esc назад.
control-later = Контрольное число для сверки возникает в ходе самого действия: оно появится внизу экрана, как только спросят токены.
confirm-set-up = Начать церемонию ключей с этими настройками?
confirm-cast = Сыграть избирателей репетиции?
confirm-import = Принять?
confirm-admit = Проверить записи?
confirm-adjudicate = Поставить эти записи на голосование? После этого до закрытия ящика приём невозможен.
confirm-close = Закрыть ящик? Всё пришедшее позже считается поздним.
confirm-adjudicate-nothing = Ни у одной стороны нет кворума ({ $n-text }): это голосование ничего не решит.
confirm-close-undecided = Причин, по которым не решено: { $n-text }. Нерешённые записи не учитываются.
confirm-tally = Вскрыть печати, сложить и раскрыть итоги кворумом?
confirm-sign = Дать членам комиссии прочитать и подписать протокол?
confirm-export = Опубликовать подписанную запись?
confirm-verify = Проверить снова?
confirm-recount = Пересчитать результат заново и подписать итог?

## What happened

told-title = Остановлено
told-stopped = { $act }: остановлено.

## Acts

act-look = Чтение выборов
act-rehearse = Репетиция
act-set-up = Церемония ключей
act-cast = Учебное голосование
act-import = Приём
act-admit = Допуск записей
act-adjudicate = Голосование по спорным
act-close = Закрытие ящика
act-tally = Подсчёт
act-sign = Подписание протокола
act-export = Публикация
act-verify = Проверка
act-recount = Пересчёт
who-set-up = Нужны: все члены комиссии с токенами, все HSM.
who-cast = Ничьё участие не требуется: за избирателей голосует программа.
who-import = Нужен тот, кто принёс носители.
who-admit = Ничьё участие не требуется: записи проверяются.
who-adjudicate = Нужны: голосующие члены комиссии с токенами.
who-close = Нужен: кворум с токенами.
who-tally = Нужны: кворум с токенами, HSM, проверяющие.
who-sign = Нужны: члены комиссии с токенами.
who-export = Ничьё участие не требуется.
who-verify = Ничьё участие не требуется.
who-recount = Нужен: кворум с токенами.

## The foot

working = { $act }: идёт { $n-text } с
stopping-now = Остановка после этого шага, подождите.
working-stops = { $act }: остановится после этого шага
progress = { $done-text } из { $total-text }, { $rate-text }/с, осталось { $n-text } с
next-is-here = Дальше: { $act }. Enter продолжает.
next-is = Дальше: { $act } ({ $place }). Enter продолжает.
next-nothing = Всё опубликовано. Проверить можно в любой момент.

## Overview

welcome = Это Tamga. В этой папке ещё нет выборов.
welcome-next = Нажмите Enter, чтобы подготовить здесь репетицию. Чтобы открыть имеющиеся выборы, выйдите клавишей Q и укажите папку параметром --at.
phase-setting-up = Идёт церемония ключей.
phase-gathering = Идёт приём пакетов.
phase-admitted = Записи допущены; по спорным можно решать.
phase-admitted-all = Записи допущены, спорных нет; ящик можно закрыть.
phase-adjudicated = По спорным записям голосовали; ящик можно закрыть.
phase-closed = Ящик для голосования закрыт; предстоит подсчёт.
phase-opened = Итоги раскрыты; предстоит подписание.
phase-signed = Протокол подписан; предстоит публикация.
phase-published = Результат опубликован.
phase-ended = Выборы завершены: токены стирают свои доли ключа.
zero-statement = Нулевой протокол: ничего не принято, 0 записей во всех регионах.
published-of = опубликовано { $n-text } из не более { $all-text }
quorum-of = { $needed-text } из { $all-text }
light-hsms = { $n ->
    [one] { $n-text } HSM, с открытия экрана не спрашивался
    [few] { $n-text } HSM, с открытия экрана не спрашивались
   *[other] { $n-text } HSM, с открытия экрана не спрашивались
}
light-hsms-named = HSM в описании: { $n-text }
light-hsm-log = HSM { $serial }: в его журнале есть записи без объяснения. См. Систему.
light-hsms-answered = { $n ->
    [one] { $n-text } HSM, в последнем действии исправен
    [few] { $n-text } HSM, в последнем действии все исправны
   *[other] { $n-text } HSM, в последнем действии все исправны
}
light-hsm-out = HSM { $serial }: { $error }
light-ledger = { $n ->
    [one] Журнал цел: { $n-text } запись
    [few] Журнал цел: { $n-text } записи
   *[other] Журнал цел: { $n-text } записей
}
light-regions-wait = { $n ->
    [one] { $n-text } регион ещё без ящика: его учтёт следующее раскрытие
    [few] { $n-text } региона ещё без ящика: их учтёт следующее раскрытие
   *[other] { $n-text } регионов ещё без ящика: их учтёт следующее раскрытие
}
light-late-wait = { $n ->
    [one] { $n-text } поздний пакет ждёт дополнения
    [few] { $n-text } поздних пакета ждут дополнения
   *[other] { $n-text } поздних пакетов ждут дополнения
}
light-incomplete = { $n ->
    [one] Неполна { $n-text } цепочка пакетов
    [few] Неполны { $n-text } цепочки пакетов
   *[other] Неполны { $n-text } цепочек пакетов
}
light-held = { $n ->
    [one] { $n-text } запись спорная
    [few] { $n-text } записи спорные
   *[other] { $n-text } записей спорных
}
light-alarms = { $n ->
    [one] { $n-text } тревога: см. «Система»
    [few] { $n-text } тревоги: см. «Система»
   *[other] { $n-text } тревог: см. «Система»
}
records = { $n ->
    [one] { $n-text } запись
    [few] { $n-text } записи
   *[other] { $n-text } записей
}

## Names of figures

folder = Папка
received = Принято
turnout = Явка
quorum = Кворум
turnout-of = { $share } от { $n-text } в списке
turnout-at-most = не более { $share } от { $n-text } в списке
turnout-unknown = пока неизвестна; в списке { $n-text }
openings = Раскрытия
control-election = Контрольное число выборов
control-anchor = Контрольное число якоря
control-box = Контрольное число ящика
control-close = Контрольное число ящика
control-root = Контрольное число корня
control-statement = Контрольное число протокола
control-number = Контрольное число
control-sign = Контрольное число протокола
control-set-up = Контрольное число описания
election-id = Выборы
hsms = HSM
opening = Раскрытие
regions = Регионов
incomplete-chains = Неполных цепочек
counted = Учтено бюллетеней
dissenting = Особое мнение
refusing = Отказываются
reason = Причина
votes = Голоса
votes-for = За
votes-against = Против
why = Почему
shares = Доли
approvals = Утверждения
source = Носитель или папка
source-waits = Указанное здесь принимается следующим. Чтобы отказаться от него: E, затем Ctrl-U и Enter.
entries = Записей
ledger-root = Корень
version = Версии
versions = обмен с токенами, версия { $tokens-text }
hsm-did = открыт { $n-text }×, зёрна: { $seeds-text }; { $log }
hsm-log-never = журнал: не читался
hsm-log-explained = журнал: { $n-text }, объяснён
hsm-log-unexplained = журнал: { $n-text } из { $all-text } БЕЗ ОБЪЯСНЕНИЯ
nothing-red = Тревог нет.
news = Сообщения
compare = Сверьте на каждом экране
edition-record = Открытая запись
edition-audit = Издание аудиторов
edition-anchor = Лист-якорь

## Set-up

set-up-over = Подготовка завершена: ключи созданы, ни у кого нет целого ключа.
set-up-intro = Репетиция с собственными ключами. Пустое поле означает указанное в скобках.
field-election = Папка с election.toml
field-election-default = (встроенный пример: Колорадо 2024, 1:100)
field-scale = Масштаб 1:
field-scale-default = (1, встроенный пример 100)
field-officers = Членов комиссии
field-officers-default = (по election.toml, иначе 5)
field-quorum = Кворум
field-quorum-default = (по election.toml, иначе 3)
field-tokens = Токены
field-tokens-default = sim
field-mischief = С нарушителями
field-mischief-default = (нет)

## Officers and signatures

officers-none = Члены комиссии определяются при подготовке.
officers-intro = Каждый сверяет контрольные числа, вводит PIN только на токене и отвечает там. Если нужен токен, сказано чей.
officer = Член комиссии { $n-text }
officer-opened = раскрыл(а) итоги
officer-silent = пока без раскрытия и подписи
officer-signed = подписал(а)
officer-dissented = подписал(а) с особым мнением
officer-refused = отказался (отказалась)
more-officers = Для членов комиссии с 10 по { $n-text } нажмите 0, затем последнюю цифру.
will-answer = ответит на токене
will-sign = имитация: подпишет
will-dissent = имитация: особое мнение
will-refuse = имитация: откажется
dissent-means = Особое мнение: те же цифры, публичное несогласие; в кворум не входит.
sign-none = Подписывать пока нечего.

## Import and regions

import-none = До окончания подготовки принимать нечего.
import-voted = Приём невозможен: по спорным записям уже голосовали, и до закрытия ящика ничего не принимается.
import-counted = Приём невозможен: ящик закрыт, а его результат ещё не опубликован.
import-over = Приём больше невозможен: все раскрытия использованы.
refused-files = Отклонено файлов: { $n-text }; из них ничего не учитывается.
refused-advice = Запросите у сборщика новые копии повреждённых файлов. Дайджесты в журнале: сохраните носитель для аудиторов.
records-title = Записей
collector = Сборщик
bundles = Пакеты
chains = Цепочек полных/начатых
incomplete = Неполно: { $region }, { $collector }
incomplete-missing = Неполно: { $region }, { $collector }; нет пакетов: { $list }
incomplete-more = и ещё { $n-text }
counts-here = Числа службы удостоверения получены.
counts-missing = Нет чисел службы удостоверения.
region = Регион
all-regions = Все регионы
received-short = принято
turnout-short = явка
green-short = зел.
blue-short = син.
yellow-short = жёлт.
red-short = красн.
superseded-short = замен.
late-short = позд.
sort-0 = как в описании
sort-1 = по названию
sort-2 = по числу записей
sort-3 = по явке
regions-head = { $n ->
    [one] { $n-text } регион, { $sort }
    [few] { $n-text } региона, { $sort }
   *[other] { $n-text } регионов, { $sort }
}
registered-are = в списке { $n-text }
statuses-none = Записи ещё не проверены: «принято» считает всё поступившее, и повторные копии.
statuses-so-far = Предварительно: до вскрытия печатей. При подсчёте проверяется каждое доказательство; зелёные, красные и заменённые могут измениться. Копии записи не считаются принятыми дважды.
statuses-late = Окончательно, но без дополнения: поздние бюллетени войдут в эти цифры, когда будут подсчитаны.
statuses-final = Окончательно: проверено каждое доказательство. Жёлтые учтены, только если так решила комиссия. Копии не в счёт.
merges-into = при малом числе объединяется с { $region }

## Held records

held-none = Спорных записей нет.
held-intro = Спорные записи учитываются, только если так решит комиссия. Нерешённые не учитываются.
held-closed = Ящик раскрытия { $n-text } закрыт: вот спорные записи и решения по ним. Нерешённые не учитываются.
held-single = Кроме того, решений об одном регионе или одной записи: { $n-text }.
held-counted = учитываются (за { $n-text }, против { $against-text })
held-not-counted = не учитываются (за { $n-text }, против { $against-text })
held-undecided = не решено: не учитываются
held-lacks-votes = Не хватает: голосов членов комиссии. Их отмечают цифрами.
held-lacks-why = Не хватает: почему так решено. E записывает это для аудиторов.
held-why-long = Обоснование слишком длинно: не более 256 байт. E сокращает.
held-ready = Всё указано: Enter ставит на голосование.
held-will-decide-nothing = Ни у одной стороны нет кворума ({ $n-text }): это голосование ничего не решит. Enter всё же ставит на голосование.
held-will-be-cleared = Выбор другой причины стирает голоса и обоснование.
vote-for = за
vote-against = против
vote-none = –
reason-attestation-reused = Одно подтверждение дважды
reason-counter-clash = Тот же номер, другое подтверждение
reason-outside-period = Вне времени голосования
reason-phone-differs = Телефон не из реестра
reason-phone-shared = Телефон общий с другим ИИН
reason-biometric-fail = Биометрия не пройдена
reason-iin-not-in-registry = ИИН нет в реестре
reason-code-not-verified = Одноразовый код не подтверждён
reason-roll-default = Отложено по списку

## Tally and results

tally-none = До окончания подготовки считать нечего.
tally-not-yet = Ящик для голосования открыт: пакеты ещё принимаются.
tally-close-first = Сначала кворум закрывает ящик.
tally-closed = Ящик закрыт. Enter вскрывает печати и считает.
tally-done = Итоги раскрыты.
stage-unseal = HSM вскрывает печати
stage-verify = Проверка каждого доказательства
stage-root = Суммы и корень подсчёта
stage-approve = Проверяющие утверждают корень
stage-open = Кворум токенов раскрывает суммы
approvals-of = { $n-text }, нужно { $needed-text } из { $all-text }
results-none = Результатов пока нет.
unused = неиспользованные голоса
options-shown = { $n-text }–{ $last-text } из { $all-text }: Page Up, Page Down
tie = равенство
seats = { $n ->
    [one] { $n-text } мандат
    [few] { $n-text } мандата
   *[other] { $n-text } мандатов
}
revealed = Регионов раскрыто: { $n-text }; объединено или скрыто: { $without-text }
status-revealing = РАСКРЫТИЕ: групп { $n-text } из { $all-text }, не подписано
status-unsigned = { $status }, ЕЩЁ НЕ ПОДПИСАН
status-partial = ЧАСТИЧНЫЙ РЕЗУЛЬТАТ: не все регионы
status-complete = ПОЛНЫЙ РЕЗУЛЬТАТ, ещё не утверждён
status-certified = УТВЕРЖДЁН
status-recount = ПЕРЕСЧЁТ
status-correction = ИСПРАВЛЕНИЕ
status-none = НЕТ РЕЗУЛЬТАТА
recount-same = ПЕРЕСЧЁТ { $n-text }: числа те же, подписали члены комиссии { $officers }
recount-other = ПЕРЕСЧЁТ { $n-text }: ЧИСЛА ДРУГИЕ, подписали члены комиссии { $officers }

## What leaves the room

export-none = Пока ничего не подписано.
export-ready = Протокол подписан. Enter публикует его.
export-done = Опубликовано. Скопируйте для аудиторов и прессы.
verify-none = Пока ничего не опубликовано.
verify-intro = Слова самой программы аудиторов, на английском: в кавычках и в строках после проверок, которых по файлам не проверить никому.
ledger-none = Журнал начинается с подготовки.
code-none = Кодировать пока нечего.
code-pause = Запишите: { $number }  Esc закрывает.
code-pause-about = Контрольная отметка перерыва: запишите и сфотографируйте её.
code-checkpoint = Журнал сейчас. Esc закрывает.
code-statement = Протокол. Esc закрывает.

## What an officer asks next

reading = Читаю выборы с диска…
shown-regions = Показанные
incomplete-advice = Запросите остальное у сборщика. Закрыть можно и без этого: это войдёт в протокол.
held-no-quorum = за { $n-text }, против { $against-text }: нет кворума
light-overdrawn = { $region }: подтверждений использовано { $n-text }, выдано { $issued-text }.
overdrawn-sign-nothing = Ничего не подписывайте, пока служба удостоверения не объяснит это председателю и наблюдателям.
overdrawn-explain = Служба удостоверения должна объяснить это председателю и наблюдателям.
lights-cut = Здесь поместилось не всё: см. «Система» или увеличьте окно.
light-overdrawn-more = { $n ->
    [one] И ещё { $n-text } регион: он назван в протоколе на бумаге
    [few] И ещё { $n-text } региона: они названы в протоколе на бумаге
   *[many] И ещё { $n-text } регионов: они названы в протоколе на бумаге
}
verify-passed = Проверок пройдено: { $n-text }, ошибок: { $failed-text }. Опубликованное проверено.
verify-remarked = Проверок пройдено: { $n-text }, ошибок: { $failed-text }. Опубликованное проверено. Но в части проверок ({ $remarked-text }) названо то, что требует объяснения.
    .shown = Проверок пройдено: { $n-text }, ошибок: { $failed-text }. Опубликованное проверено. Но в части проверок ({ $remarked-text }) названо то, что требует объяснения: см. «Проверка».
verify-failed = Проверок пройдено: { $n-text }, ОШИБОК: { $failed-text }. Остановитесь, сохраните папку и носители для аудиторов.
verify-broke-off = Проверка не дошла до конца; её последние слова: «{ $says }». Запустите её снова.
verify-unfinished = Проверка не дошла до конца. Запустите её снова.
votes-of = { $n ->
    [0] 0
    [1] 1 (член комиссии { $list })
   *[other] { $n-text } (члены комиссии { $list })
}
withheld = Учтено и не раскрыто, так как слишком мало, бюллетеней: { $n-text }
revealed-but = Регионов раскрыто: { $n-text }; объединено или скрыто: { $without-text }. Учтено и не раскрыто ради тайны голосования, так как слишком мало, бюллетеней: { $withheld-text }; в цифрах выше их нет.
contest-of = { $title }  ({ $n-text } из { $all-text }, ↑↓)
sign-again = Подписали слишком немногие. Ниже — что было сказано; A спросит всех снова.
