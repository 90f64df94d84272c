# Pauses: the commission seals the room, and finds it again.

other-pause = Pause: seal the room for the night
other-resume = End the pause
about-pause = A quorum signs the numbers of the seals on room and machine. Nothing is done until it ends the pause.
about-resume = Read the seals on the doors, and the checkpoint from your own note, not from this screen. What differs is refused, unless it is said what happened.
entry-seals = Seals
entry-found = Seals found
entry-checkpoint = Checkpoint as noted
entry-broken = What happened
hint-seals = Their numbers as printed, with spaces between several.
hint-found = Their numbers as they are on the doors now, with spaces between several.
hint-checkpoint = The 40 digits of the checkpoint, noted when the pause began.
hint-broken = Only if something differs: in a few words, for the ledger and the auditors.
paused-now = PAUSED: the room is sealed, nothing is done
pause-number = Pause
pause-seals = Seals
seals-found = found: { $n-text }
seals-noted = noted: { $n-text }
seals-same = as noted
seals-strange = NOT NOTED
seals-missing = NOT FOUND
pause-entries = Ledger entries
pause-checkpoint = Checkpoint as noted
pause-why = What happened
pause-as-noted = Seals and checkpoint as noted
pause-not-as-noted = NOT as noted
control-pause = What the tokens show
act-pause = Pause
act-resume = End the pause
who-pause = Needed: a quorum with its tokens, the seals.
who-resume = Needed: a quorum with its tokens, the seals, the note of the checkpoint.
confirm-pause = Seal the room and pause? Nothing is done until a quorum ends the pause.
confirm-resume = End the pause and go on?

pause-none = this election is not paused
    .advice = If you noted a pause, this ledger is not the one that you left: do nothing, and call the observers. Else tamga status says what comes next.
    .on-screen = If you noted a pause, this ledger is not the one that you left: do nothing, and call the observers. Else Overview says what comes next.
paused = this election is paused, and nothing is done in a pause
    .advice = Compare seals and checkpoint with what was noted, then tamga resume --at { $folder } --seal NUMBER … --checkpoint NUMBER.
    .on-screen = Compare seals and checkpoint with what was noted; then Enter on Overview opens the form that ends the pause.
pause-no-seals = these are no numbers of seals
    .advice = Give each seal's number as printed, 1 to 64 of them, each at most 48 bytes, apart by spaces or commas.
pause-bad-why = this is no reason
    .advice = Say what happened in 1 to 256 bytes of plain text on one line.
pause-bad-checkpoint = this is no checkpoint
    .advice = Give its control number, 40 digits, or ENTRIES:ROOT, or what its QR code says, as photographed at the pause.
pause-digits = { $n ->
        [one] { $n } digit was typed
       *[other] { $n } digits were typed
    }, and a checkpoint's number has 40
    .advice = Read the note once more and type all 40 digits; spaces do not matter.
pause-other-checkpoint = this checkpoint is not of the pause: its ledger had { $n } entries with it
    .advice = Take the one that was noted after the pause was signed.
pause-differs = not as noted at the pause: number of seals that were not noted: { $strange }, number of noted seals that were not found: { $missing }; checkpoint { $checkpoint ->
        [same] the same
        [none] not compared
        [misread] other in some digits
       *[other] OF ANOTHER LEDGER
    }
    .advice = Read seals and note once more. If they do differ, somebody may have been in the room: call the observers, then repeat with --seals-broken and what happened; that goes into the ledger for the auditors.
    .on-screen = Read seals and note once more. If they do differ, somebody may have been in the room: call the observers, then fill in what happened; that goes into the ledger for the auditors.
pause-misread = the checkpoint typed differs from this ledger's in a few digits: most likely it was misread or mistyped
    .advice = Read the note once more, digit by digit, and type it again. If it stands there as typed, call the observers, then repeat with --seals-broken and what happened.
    .on-screen = Read the note once more, digit by digit, and type it again. If it stands there as typed, call the observers, then fill in what happened.

of-tokens-show = what the tokens show
of-ledger = the ledger with its { $n-text } entries
pause-begun = pause { $number }; note down and photograph the checkpoint: { $checkpoint }
pause-ended = pause { $number } has ended
pause-incident = INCIDENT: { $found }: { $why }. Go on only if the whole commission agrees; the observers note it
at-pause = pause
at-resume = resume
