# Что стоит на бумаге: протокол для подписания, по-русски.

## The head

paper-title = ПРОТОКОЛ О РЕЗУЛЬТАТАХ ГОЛОСОВАНИЯ
paper-summary = Сводный протокол по всем регионам
paper-region = Регион: { $name } ({ $code })
paper-commission-hint = (наименование избирательной комиссии)
paper-period = Голосование: с { $opens } до { $closes }
paper-status = Статус: { $status }
paper-copy = Экземпляр № { $n-text }
paper-recipient = Выдан: { $recipient }
paper-issued = Изготовлен { $time }, запись в журнале
paper-foot-copy = Экземпляр № { $n-text } · стр. { $page } из { $pages }
paper-foot-number = Контрольное число { $number }

## Tables

paper-column-number = №
paper-column-what = Показатель
paper-column-option = Кандидат или вариант ответа
paper-column-figures = Цифрами
paper-column-words = Прописью
paper-column-seats = Мандатов
paper-turnout = Сведения о голосовании
paper-registered = Число избирателей, включённых в список
paper-received = Число принятых записей (запечатанных бюллетеней)
paper-counted = Число учтённых бюллетеней
paper-green = Из принятых: без замечаний (зелёные)
paper-blue = Из принятых: проверенные не полностью (синие)
paper-yellow = Из принятых: спорные, по решению комиссии (жёлтые)
paper-red = Из принятых: недействительные (красные)
paper-superseded = Из принятых: заменённые повторным голосом избирателя
paper-late = Из принятых: поступившие после закрытия (поздние)
paper-contest = { $n-text }. { $title }
paper-unused = Неиспользованные голоса
paper-not-apart = Отдельных чисел по этому вопросу нет: см. примечания.
paper-not-yet = Бюллетени этого региона ещё не подсчитаны: чисел нет.

## Notes

paper-notes = Примечания
paper-into = «{ $contest }», раскрытие { $opening }: учтённых бюллетеней меньше { $min }, поэтому для тайны голосования голоса региона подсчитаны вместе с голосами региона { $head } и стоят в его протоколе.
paper-with = «{ $contest }», раскрытие { $opening }: в эти числа входят голоса регионов { $regions }, где учтённых бюллетеней меньше { $min }.
paper-withheld = «{ $contest }», раскрытие { $opening }: учтённых бюллетеней меньше { $min }, поэтому для тайны голосования голоса региона не раскрыты.
paper-of-region = { $region }: { $note }
paper-seat-tie = «{ $contest }», { $option }: равенство голосов, мандат не распределён.
paper-seat-lot = «{ $contest }», { $option }: мандат получен по жребию.
paper-seat-lot-lost = «{ $contest }», { $option }: мандат не получен по жребию.
paper-seat-withdrawn = «{ $contest }», { $option }: снят.
paper-seat-below-threshold = «{ $contest }», { $option }: ниже порога.

## Signatures

paper-signed = Подписали на токенах члены комиссии №: { $officers }
paper-dissented = Подписали с особым мнением члены комиссии №: { $officers }
paper-silent = Не подписали члены комиссии №: { $officers }
paper-chair = Председатель избирательной комиссии
paper-deputy = Заместитель председателя
paper-secretary = Секретарь комиссии
paper-member = Член комиссии
paper-signature-hint = (подпись)
paper-name-hint = (фамилия, инициалы)
paper-seal = М. П.
paper-time = Протокол подписан «____» ______________ 20____ года в _____ часов _____ минут
paper-digest = Дайджест подписанного протокола (SHA3-256), он же в QR-коде:
paper-control = Контрольное число, как на токенах:
paper-figures = Числа взяты из файлов записи, которые названы в подписанном протоколе, без пересчёта.

## What stops a copy

copy-recipient = получатель экземпляра указан не простым текстом или с буквами, которых нет в шрифте протокола
    .advice = Укажите --copy-for: от 1 до 256 байт казахскими, русскими или латинскими буквами. Экземпляр не изготовлен.
copy-no-region = в этих выборах нет региона «{ $region }»
    .advice = Укажите его код, как в описании. Экземпляр не изготовлен.
copy-not-signed = кворум не подписал протокола, экземпляр которого можно изготовить
    .advice = Сначала выполните tamga sign; что дальше, скажет tamga status. Экземпляр не изготовлен.
copy-not-the-signed = запись здесь не та, которую подписали члены комиссии: файл изменён или отсутствует
    .advice = Выполните tamga export, он опубликует её заново, или восстановите record из копии. Экземпляр не изготовлен.
copy-unknown = в журнале нет экземпляра { $copy }
    .advice = Новый изготовит tamga protocol --copy-for. Ничего не записано.
copy-replaced = экземпляр { $copy } относится к протоколу, который заменён более поздним
    .advice = Его числа в издании, опубликованном с тем протоколом. Ничего не записано.
copy-other-version = экземпляр { $copy } изготовлен другой версией программы, в которой форма выглядит иначе
    .advice = Запишите его файл той версией или изготовьте новый экземпляр. Ничего не записано.

## What is said of a copy

at-protocol = протокол
copy-made = экземпляр { $copy } для «{ $recipient }»: { $path }
copy-entered = SHA3-256 { $digest }, записано в журнал; публикуется при следующем tamga export
copy-again = экземпляр { $copy } ещё раз, те же байты: { $path }
copy-letters = буквы, которых нет в шрифте протокола, напечатаны как □: { $letters }
