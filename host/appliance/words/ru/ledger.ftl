# Что говорят записи журнала: по сообщению на каждый вид, по-русски.

ledger-tail = Последние записи; время всемирное
signer-officer = член комиссии { $officer }
signer-hsm = HSM { $serial }
hsm-signed = подписал
forms-summary = сводный
forms-all = все формы
forms-region = регион { $region }
resume-as-noted = пломбы и контрольная отметка как записано
recounted-same = совпал с протоколом
recounted-other = РАСХОДИТСЯ с протоколом
asked-vote = голосовать по спорным записям
ledger-entry-origin = Журнал начат описанием этих выборов.
ledger-entry-keys = Созданы ключ хранения и ключ выборов.
ledger-entry-roll = Внесён список избирателей: { $n ->
    [one] { $n-text } строка
    [few] { $n-text } строки
   *[other] { $n-text } строк
}.
ledger-entry-election = Выборам присвоен идентификатор.
ledger-entry-endorsement = Выборы заверены: { $who }.
ledger-entry-counts = Внесены числа подтверждений службы удостоверения.
ledger-entry-import = Принят пакет { $bundle }: { $region }, { $collector }, { $n ->
    [one] { $n-text } запись
    [few] { $n-text } записи
   *[other] { $n-text } записей
}.
ledger-entry-admission = Раскрытие { $opening }, допуск: { $n ->
    [one] { $n-text } запись
    [few] { $n-text } записи
   *[other] { $n-text } записей
}, красных { $red-text }, спорных { $held-text }.
ledger-entry-close = Ящик { $opening } закрыт: { $officers-n ->
    [one] член комиссии { $officers }
   *[other] члены комиссии { $officers }
}; неполных цепочек { $incomplete-text }.
ledger-entry-unlock = Роль { $role } на HSM { $hsm } открыта: { $officers-n ->
    [one] член комиссии { $officers }
   *[other] члены комиссии { $officers }
}.
ledger-entry-unseal = Печать региона { $region } вскрыта на HSM { $hsm }.
ledger-entry-verified = Раскрытие { $opening }, доказательства проверены: учтено { $n-text } из { $received-text }.
ledger-entry-root = Раскрытие { $opening }, корень подсчёта: листьев { $leaves-text }, сумм { $n-text }, скрытых групп { $withheld-text }.
ledger-entry-approval = Раскрытие { $opening }: корень подсчёта утверждён, { $checker }.
ledger-entry-share = Раскрытие { $opening }: доли сумм от токена { $token }.
ledger-entry-refusal = Токен { $token } отказался { $act }.
ledger-entry-result = Раскрытие { $opening }: получены голоса, итоги и мандаты.
ledger-entry-statement = Раскрытие { $opening }: составлен протокол.
ledger-entry-signature = Раскрытие { $opening }, протокол: { $who } { $answer }.
ledger-entry-published = Раскрытие { $opening }: подписанная запись опубликована.
ledger-entry-clock = Часы выставлены двумя лицами: { $first } и { $second }.
ledger-entry-amendment = Поправка { $number } к описанию подписана: { $officers-n ->
    [one] член комиссии { $officers }
   *[other] члены комиссии { $officers }
}.
ledger-entry-decision = Решение { $number } по спорным записям: за { $for }, против { $against }.
decided-about = Причина: { $what }.
ledger-entry-pause = Перерыв { $number }: помещение опечатано, пломб { $n }.
ledger-entry-resume = Перерыв { $number } окончен: { $why }.
ledger-entry-recount = Пересчёт { $number } { $outcome }; подписали { $officers-n ->
    [one] член комиссии { $officers }
   *[other] члены комиссии { $officers }
}.
ledger-entry-end = Выборы завершены: { $officers-n ->
    [one] член комиссии { $officers }
   *[other] члены комиссии { $officers }
}.
ledger-entry-revocations = Внесены отзывы регистратора: { $n-text }.
ledger-entry-refused = Файл отклонён: { $fault }.
refused-class = { $fault ->
    [other-election] от других выборов
    [other-counts] от других выборов
    [unknown-region] региона нет в описании
    [unknown-collector] сборщика нет в описании
    [not-late-yet] поздний, а ящик ещё открыт
    [too-late] пришёл после закрытия последнего ящика
    [too-many-variants] слишком много пакетов с одним номером
    [bad-signature] подпись неверна
    [counts-signature] подпись неверна
    [bad-root] изменён после изготовления
    [truncated] обрывается
   *[other] повреждён
}
ledger-entry-fork = ДВОЙНИК: { $region }, { $collector }, второй пакет { $bundle }.
ledger-entry-lot = Жребий по вопросу { $contest } бросили члены комиссии { $first } и { $second }.
ledger-entry-device-log = Прочитан журнал HSM { $hsm }: { $n ->
    [one] { $n-text } строка
    [few] { $n-text } строки
   *[other] { $n-text } строк
}, без объяснения { $unexplained-text }.
ledger-entry-operations = Токен { $token } насчитал { $n ->
    [one] { $n-text } операцию
    [few] { $n-text } операции
   *[other] { $n-text } операций
}, без объяснения { $unexplained-text }.
ledger-entry-replacement = Замена { $number }: { $tokens-n ->
    [one] токен { $tokens }
   *[other] токены { $tokens }
}; решили { $officers-n ->
    [one] член комиссии { $officers }
   *[other] члены комиссии { $officers }
}.
ledger-entry-ended = Токен { $token } стёр свою долю ключа выборов.
ledger-entry-copy = Экземпляр { $number } протокола ({ $scope }), получатель: { $recipient }.

## What is wrong with a chain of bundles; what tokens count; what is said of seats; what HSMs are needed for
chain-is-open = нет закрывающего пакета
chain-is-gap = внутри не хватает пакета
chain-is-fork = два пакета с одним номером
chain-is-contradiction = пакеты противоречат друг другу
operation-unlock = открытия HSM
operation-open = раскрытия сумм
operation-sign = подписи под протоколом
operation-close = закрытия ящика
operation-vote = голоса по спорным записям
operation-amend = изменения
operation-recount = пересчёты
operation-endorse = подтверждения выборов
operation-dkg = принятые доли ключей
seat-remark-withdrawn = снят
seat-remark-not-eligible = мандат не получает
seat-remark-below-threshold = порог не пройден
seat-remark-tie = равенство голосов, мандат свободен
seat-remark-lot = по жребию
seat-remark-lot-lost = жребий проигран
need-seal-signatures = подписи печатью
need-P-384-ECDH = P-384 ECDH
need-ML-KEM-1024 = ML-KEM-1024
need-separate-roles = раздельные роли
need-keys-that-never-leave = ключи не выходят наружу
need-evidence = доказательства
need-audit-log = журнал устройства
region-named = { $name } ({ $code })
unused-votes = неиспользованные голоса
rehearsal-clock = На репетиции часы идут по времени самих выборов: это не сегодняшние даты.
