# Члены комиссии и их токены, по-русски.

answered = Ответили
token-away = нет на месте
token-pulled = вынут: вставьте снова
token-there = на месте
token-answered = ответ дан
token-said-no = ответ «нет»
token-wrong-pins = { $n ->
    [one] неверный PIN, осталась { $n-text } попытка, ждать { $wait-text } с
    [few] неверный PIN, осталось { $n-text } попытки, ждать { $wait-text } с
   *[other] неверный PIN, осталось { $n-text } попыток, ждать { $wait-text } с
}
token-out = не используется: см. «Система»
officer-asked = просят { $what }
ask-new-pin = выбрать PIN
ask-pin = ввести PIN
ask-definition = согласиться с описанием выборов
ask-keep = сохранить долю ключа
ask-endorse = заверить выборы
ask-unlock = открыть HSM
ask-close = закрыть ящик
ask-amendment = согласиться с поправкой
ask-for = голосовать за учёт
ask-against = голосовать против учёта
ask-recount = подписать пересчёт
ask-end = завершить выборы
ask-replacement = согласиться с заменой токенов
ask-open = раскрыть суммы
ask-statement = ответить на протокол
ask-erase = стереть долю ключа
ask-else = ответить на токене
prompt-needed = { $n ->
    [one] Вставьте токен члена комиссии { $officers }: нужен ещё { $n-text }.
   *[other] Вставьте токены членов комиссии { $officers }: нужно ещё { $n-text }.
}
prompt-insert = Снова вставьте токен члена комиссии { $officers }.
prompt-waits = Ожидание ещё { $time }.
prompt-without = Через { $time } продолжится без него.
prompt-new = { $n ->
    [one] Вставьте { $n-text } новый токен, подготовленный командой tamga token init.
    [few] Вставьте { $n-text } новых токена, подготовленных командой tamga token init.
   *[other] Вставьте { $n-text } новых токенов, подготовленных командой tamga token init.
}
prompt-asked = Член комиссии { $officers }: на токене просят { $what }.
compare-token = На токене то же контрольное число; если другое, ответьте «нет».
compare-played = Число этого действия. Токены имитирует эта машина: сверять не с чем.
tokens-played = Токены этой репетиции имитирует сама машина: вставлять, вводить и сверять ничего не нужно.
