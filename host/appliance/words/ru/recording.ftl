# Что написано поверх экрана, который записывают или показывают снова.

tape-records = идёт запись экрана
tape-recording-ended = запись прервана: нет места
tape-replays = ЗАПИСЬ  { $at }  Пробел стоп  → кадр  Q выход
tape-paused = ЗАПИСЬ остановлена  { $at }  Пробел дальше  → кадр  Q выход
tape-replay-ended = ЗАПИСЬ окончена  { $at }  Q выход

recording-not-begun = запись { $path } не начать: { $why }
    .advice = Укажите файл, которого ещё нет, в папке, доступной для записи.
replay-not-read = запись { $path } не читается
    .advice = Укажите файл, созданный командой tamga screen --record.
replay-no-recording = { $path } — не запись экрана, которую может показать эта версия
    .advice = Укажите файл, созданный командой tamga screen --record той же версии.
replay-not-that-line = строка { $line-text } записи { $path } — не событие экрана
    .advice = Файл изменён или создан другой версией: покажите его той версией.
replay-too-long = запись { $path } длиннее { $most-text } байт
    .advice = Укажите файл, созданный командой tamga screen --record.
