# Что может быть неверно в election.toml и таблицах голосов рядом с ним, по-русски.

input-fault = { $file }: { $problem }
input-fault-at = { $file }, строка { $line }: { $problem }

## election.toml

election-too-long = файл слишком длинный для описания выборов; проверьте, тот ли он
election-syntax = это не TOML ({ $reason }); исправьте строку
election-unknown-key = ключ { $key } здесь неизвестен; уберите его или исправьте написание
election-missing-key = нет ключа { $key }; добавьте его
election-wrong-type = значение { $key } не того типа; исправьте его
election-bad-format = format должен быть "tamga/election/v1"; возьмите файл этого формата
election-bad-number = { $key } должен быть целым числом от { $min-text } до { $max-text }; исправьте
election-bad-word = { $key } может быть: { $words }; выберите одно
election-bad-id = идентификатор { $id } должен состоять из 1–48 знаков a-z, 0-9 и -; выберите другой
election-reserved-id = идентификатор { $id } занят программой; выберите другой
election-duplicate-id = идентификатор { $id } стоит дважды; замените один из них
election-no-default-language = у { $key } нет текста на основном языке { $language }; добавьте его
election-bad-text = { $key } должен быть от 1 до 256 байт без управляющих знаков и пробелов по краям; исправьте
election-bad-time = { $key } должен быть датой и временем со смещением и целыми секундами, как 2024-11-05T20:00:00Z; исправьте
election-bad-period = голосование должно закрываться после открытия; исправьте period
election-bad-count = { $key } должно быть от 1 до { $max-text }; уберите или добавьте
election-max-of-one-of = у вопроса вида "one-of" max равен 1; уберите max или укажите вид "approval"
election-bad-threshold = threshold должен быть текстом вида "5%" или "2.5%", не больше "100%"; исправьте
election-method-without-seats = method "{ $method }" распределяет мандаты, а их нет; добавьте seats или уберите method
election-seats-without-method = не сказано, как распределять мандаты ({ $seats }); добавьте method (plurality, hare, dhondt или sainte-lague) или уберите seats
election-threshold-without-seats = threshold нужен для мандатов, а их нет; добавьте seats и method или уберите threshold
election-too-many-seats = мандатов по большинству { $seats }, а вариантов с ролью "candidate" { $candidates }; исправьте seats или добавьте варианты
election-too-many-openings = раскрытий { $openings }, а регионов { $regions }; раскрытий не больше, чем регионов
election-no-such-contest = нет вопроса { $id }; исправьте идентификатор или добавьте вопрос
election-contest-twice = вопрос { $id } назван дважды; уберите один
election-no-such-region = нет региона { $code }; исправьте код или добавьте регион
election-circle = merge_into ведёт по кругу; уберите его у одного региона круга
election-crowd = с этой строки в { $head } объединяется слишком много регионов: { $regions } вместе с ним, а раскрыть вместе можно не больше { $max }; направьте часть в другой
election-long-totals = с этим вопросом таблица итогов может стать слишком длинной: { $bytes-text } байт со всеми вопросами при пределе { $max-text }; сократите идентификаторы или уберите варианты или вопросы
election-beyond-tokens = токены не вместят столько: вопросов в бюллетенях всех регионов { $leaves-text } (не больше { $leaves-max-text }), вопросов × раскрытий { $sets-text } (не больше { $sets-max-text }), байт для них { $bytes-text } (не больше { $bytes-max-text }); возьмите меньше вопросов, раскрытий или регионов либо проведите несколько выборов
election-long-definition = описание из этого файла может занять { $bytes-text } байт при пределе { $max-text }; сократите названия и идентификаторы или дайте регионам меньше вопросов
election-bad-quorum = кворум { $quorum } из { $officers } членов комиссии не большинство; укажите от { $least } до { $officers }
election-not-yet-supported = { $key } с этим значением пока не поддерживается; уберите его, будет значение по умолчанию

## The tables of votes

table-both-kinds = есть и votes.csv, и totals.csv или turnout.csv; оставьте что-то одно
table-no-votes = голосов нет; положите рядом с election.toml файл votes.csv или totals.csv и turnout.csv
table-missing-file = файла нет; положите его рядом с election.toml
table-too-long = файл слишком длинный для таблицы голосов; проверьте, тот ли он
table-not-csv = это не таблица CSV в UTF-8; исправьте строку
table-ends-early = файл обрывается посреди строки; скопируйте его заново или закончите последнюю строку
table-missing-column = нет столбца { $column }; добавьте его в первую строку и во все остальные
table-region-not-first = первым должен быть столбец region, затем идентификаторы вопросов; исправьте первую строку
table-no-such-column = столбец { $column } не вопрос из election.toml или стоит дважды; исправьте название или уберите его
table-other-columns = столбцы должны быть { $columns }; уберите остальные
table-field-count = в строке полей { $found-text } вместо { $expected-text }; исправьте её или скопируйте файл заново, если он здесь кончается
table-bad-number = { $column } должен быть целым числом до 4294967295 без знаков и разделителей, а не { $field }; исправьте
table-duplicate-row = эта строка стоит дважды; уберите одну
table-no-such-region = в election.toml нет региона { $region }; исправьте код
table-no-such-contest = в бюллетенях этого региона нет вопроса { $contest }; исправьте идентификатор
table-no-such-option = у вопроса { $contest } нет варианта { $option }; исправьте идентификатор, пустые бюллетени не указывайте: они следуют из числа бюллетеней
table-no-such-mark = у вопроса { $contest } нет варианта { $option }; исправьте ячейку: идентификаторы через |, пусто для бюллетеня без отметки, - для вопроса, которого в бюллетене нет
table-mark-twice = вариант { $option } вопроса { $contest } отмечен в ячейке дважды; уберите один
table-not-on-ballots = вопроса { $contest } нет в бюллетенях региона { $region }; поставьте там - или исправьте регион
table-no-contest = в этом бюллетене нет ни одного вопроса; уберите строку или оставьте ячейку пустой, где отметки нет
table-missing-region = файл кончается без строки региона { $region }; скопируйте его заново или добавьте строку
table-missing-votes = файл кончается без строки: регион { $region }, вопрос { $contest }, вариант { $option }; скопируйте его заново или добавьте строку
table-other-registered = избирателей здесь { $registered-text }, в election.toml { $defined-text }; исправьте одно из двух
table-more-ballots-than-registered = бюллетеней региона { $region } { $ballots-text }, а избирателей { $registered-text }; исправьте одно из двух
table-more-ballots-than-region = вопрос стоит в { $ballots-text } бюллетенях, а в регионе { $region } их { $most-text }; исправьте одно из двух
table-ballots-without-contest = вопросы региона { $region } стоят вместе в { $sum-text } бюллетенях, а их { $ballots-text }, и в каждом есть вопрос; исправьте строки вопросов или число бюллетеней
table-too-many-votes = голосов по вопросу { $contest } в регионе { $region } { $votes-text }, а бюллетени вмещают { $most-text }; исправьте голоса или бюллетени
table-no-ballot = в масштабе { $scale } ни в одном регионе нет бюллетеня с вопросом { $contest }, раскрывать нечего; исправьте бюллетени или уменьшите масштаб
table-too-many-registered = избирателей { $registered-text }, а репетиция создаёт не больше { $max-text }; возьмите масштаб { $scale-text } или больше
table-under-min-open = в регионе { $region } бюллетеней с вопросом { $contest } { $ballots-text }, меньше min_open ({ $min }), и merge_into не помогает; укажите merge_into или уменьшите min_open или масштаб
