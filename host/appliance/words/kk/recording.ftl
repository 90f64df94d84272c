# Жазылып жатқан немесе қайта көрсетілген экранның үстінде не жазылады.

tape-records = экран жазылып жатыр
tape-recording-ended = жазба үзілді: орын жоқ
tape-replays = ЖАЗБА  { $at }  Бос орын тоқтату  → кадр  Q шығу
tape-paused = ЖАЗБА тоқтатылды  { $at }  Бос орын жалғастыру  → кадр  Q шығу
tape-replay-ended = ЖАЗБА аяқталды  { $at }  Q шығу

recording-not-begun = { $path } жазбасын бастау мүмкін емес: { $why }
    .advice = Жазуға болатын папкадағы, әлі жоқ файлды көрсетіңіз.
replay-not-read = { $path } жазбасы оқылмайды
    .advice = tamga screen --record жасаған файлды көрсетіңіз.
replay-no-recording = { $path } — бұл нұсқа көрсете алатын экран жазбасы емес
    .advice = Осы нұсқадағы tamga screen --record жасаған файлды көрсетіңіз.
replay-not-that-line = { $path } жазбасының { $line-text }-жолы экранда болатын оқиға емес
    .advice = Файл өзгертілген немесе оны басқа нұсқа жазған: сол нұсқамен көрсетіңіз.
replay-too-long = { $path } жазбасы { $most-text } байттан ұзын
    .advice = tamga screen --record жасаған файлды көрсетіңіз.
