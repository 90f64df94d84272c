# What is written over a screen that is recorded, or shown again.

tape-records = recorded
tape-recording-ended = the recording ended: no room
tape-replays = RECORDING  { $at }  Space halts  → next frame  Q leaves
tape-paused = RECORDING halted  { $at }  Space goes on  → next frame  Q leaves
tape-replay-ended = RECORDING over  { $at }  Q leaves

recording-not-begun = the recording { $path } cannot be begun: { $why }
    .advice = Name a file that does not exist yet, in a folder that can be written to.
replay-not-read = the recording { $path } cannot be read
    .advice = Name a file that tamga screen --record wrote.
replay-no-recording = { $path } is no recording of a screen that this version can show
    .advice = Name a file that tamga screen --record of the same version wrote.
replay-not-that-line = line { $line-text } of the recording { $path } is nothing that happens on a screen
    .advice = The file was changed, or another version wrote it: show it with that version.
replay-too-long = the recording { $path } is longer than { $most-text } bytes
    .advice = Name a file that tamga screen --record wrote.
