# What the screen says, in English. One catalogue, three languages: every message is in all of them.

## The frame

language-name = English
rehearsal = REHEARSAL
no-election = No election yet
too-small = This window is too small: 80 × 24 is needed.
place-overview = Overview
place-set-up = Set-up
place-officers = Officers
place-import = Import
place-regions = Regions
place-adjudication = Adjudication
place-tally = Close and tally
place-results = Results
place-sign = Sign
place-export = Publish
place-verify = Verify
place-ledger = Ledger
place-system = System
step-set-up = Set-up
step-import = Import
step-admit = Admit
step-close = Close
step-tally = Tally
step-sign = Sign
step-publish = Publish

## Keys

keys-all = Tab screens  L language  ? help  Q leave
keys-few = ? help  Q leave
key-go-on = Enter goes on
key-begin = Enter begins
key-others = O other acts
key-field = ↑↓ field
key-edit = E edit
key-present = P who is there
key-source = E source
key-import = I import
key-filter = / filter
key-sort = S sort
key-reason = ↑↓ reason
key-votes = 1-9 votes
key-why = E why
key-vote = Enter holds vote
key-close = C close the box
key-region = ↑↓ region
key-contest = C contest
key-big = B big
key-answer = 1-9 answer
key-sign = Enter signs
key-ask-again = A ask again
key-publish-again = A publish again
key-code = C code
key-entries = ↑↓ entries
key-paper = P on paper
key-report = ↑↓ report
key-verify = Enter verifies
key-recount = N recount
key-news = ↑↓ news
key-stop = X stops after this step
key-reads = Reads only

## Help

help-title = Help
help-close = Esc closes this.
help-all = Tab and the arrow keys go from screen to screen, Home to the overview. Enter does what comes next: first it shows the screen of it, then it begins. L changes the language, R reads everything again, X stops an act after its step, Q leaves. Nothing that is on disk is lost by leaving.
help-place-overview = Where the election stands, what comes next and who is needed for it. O opens the list of acts that are seldom needed: a lot, an amendment, some regions only, lost tokens, copies of the protocol, a recount, the end.
help-place-set-up = Fill in the fields or leave them as they are, then press Enter: the key ceremony begins. The control numbers on this screen and on every token must be the same.
help-place-officers = Whose token is there, who is asked what, who has answered. When an act wants a token, its officer is named here and at the foot of every screen, with the control number to compare. P looks whose tokens are plugged in while no act is under way.
help-place-import = Type with E where the stick or folder is, then press I. A stick can be pulled out at any moment; what was taken stays taken, and importing it again does no harm.
help-place-regions = Green: everything in order. Blue: not verified in full. Yellow: a conflict, held until officers decide. Red: never counted. Superseded: the voter voted again. Late: after the box was closed.
help-place-adjudication = Mark a reason with the arrow keys, give each officer's vote with the number keys (for, against, none), write with E why, then press Enter. What stays undecided is not counted. C closes the box without deciding the rest.
help-place-tally = First a quorum closes the box: nothing more comes in. Then an HSM opens the seals, every proof is checked, the checkers approve the root on their own machines, and a quorum of tokens opens the sums.
help-place-results = Up and down show one region after the other, C the next contest, B fills the screen for a projector.
help-place-sign = Each officer reads the same figures and the same control number on the token and signs, dissents or refuses there. For played tokens of a rehearsal the number keys choose the answer.
help-place-export = Publishes the signed record and has the auditors' program verify the very bytes that are published. P makes a copy of the protocol on paper, as a PDF file; A publishes anew, with what came since.
help-place-verify = Enter runs the auditors' program on the published bytes again, for all to watch, at any time. Up and down go through its report.
help-place-ledger = Every act is an entry before it takes effect. Nothing is ever removed. Up and down go through the newest entries. C shows the checkpoint, number and root, as a code for a camera.
help-place-system = Versions, devices, and everything that the acts have said.

## Questions

leave-title = Leave?
leave = Leave the screen? The election stays as it is on disk.
leave-working = An act is under way. Leaving ends it where it is; the same act goes on later.
leave-beginning = An act is under way. Leaving ends it; it begins anew later.
leave-keys = Y leaves, Esc stays.
confirm-title = Nothing undoes this
confirm-title-else = Before it begins
confirm-first = 1 of 2: compare the figures with the tokens. Enter if they are right, Esc goes back.
confirm-played = 1 of 2: the tokens are played by this machine, nobody holds one. Read the figures. Enter if they are right, Esc goes back.
confirm-second = 2 of 2: Y begins, Esc goes back.
control-later = The control number to compare is made by the act itself: it stands at the foot of the screen as soon as the tokens ask.
confirm-set-up = Begin the key ceremony with these settings?
confirm-cast = Have the voters of the rehearsal played?
confirm-import = Import?
confirm-admit = Judge the records?
confirm-adjudicate = Put these records to the vote? After it nothing more is imported before the box is closed.
confirm-close = Close the box? What comes later is late.
confirm-adjudicate-nothing = No side has a quorum of { $n-text }: this vote decides nothing.
confirm-close-undecided = Reasons that stay undecided: { $n-text }. Undecided records are not counted.
confirm-tally = Open the seals, add up and have a quorum open the totals?
confirm-sign = Have the officers read and sign the statement?
confirm-export = Publish the signed record?
confirm-verify = Verify again?
confirm-recount = Derive the result again and have the outcome signed?

## What happened

told-title = Stopped
told-stopped = { $act }: stopped.

## Acts

act-look = Reading the election
act-rehearse = Rehearsal
act-set-up = Key ceremony
act-cast = Play the voters
act-import = Import
act-admit = Admission
act-adjudicate = Vote on held records
act-close = Close the box
act-tally = Tally
act-sign = Sign the statement
act-export = Publish
act-verify = Verification
act-recount = Recount
who-set-up = Needed: all officers with their tokens, all HSMs.
who-cast = Needed: nobody; this plays the voters of a rehearsal.
who-import = Needed: whoever brings the sticks.
who-admit = Needed: nobody; the records are judged.
who-adjudicate = Needed: the officers who vote, with their tokens.
who-close = Needed: a quorum with its tokens.
who-tally = Needed: a quorum with its tokens, an HSM, the checkers.
who-sign = Needed: the officers with their tokens.
who-export = Needed: nobody.
who-verify = Needed: nobody.
who-recount = Needed: a quorum with its tokens.

## The foot

working = { $act }: under way for { $n-text } s
stopping-now = Stopping after this step; please wait.
working-stops = { $act }: stops after this step
progress = { $done-text } of { $total-text }, { $rate-text }/s, { $n-text } s left
next-is-here = Next: { $act }. Enter goes on.
next-is = Next: { $act } ({ $place }). Enter goes on.
next-nothing = Everything is published. Verify at any time.

## Overview

welcome = This is Tamga. There is no election in this folder yet.
welcome-next = Press Enter to set up a rehearsal here. Leave with Q and name another folder with --at to open an election that exists.
phase-setting-up = The key ceremony is under way.
phase-gathering = Bundles may come.
phase-admitted = The records are admitted; what is held can be decided.
phase-admitted-all = The records are admitted and nothing is held; the box can be closed.
phase-adjudicated = What was held was voted on; the box can be closed.
phase-closed = The box is closed; it is to be counted.
phase-opened = The totals are open; the officers are to sign.
phase-signed = The statement is signed; it is to be published.
phase-published = The result is published.
phase-ended = The election has ended: the tokens erase their shares of its key.
zero-statement = Zero statement: nothing has been received, 0 records in all regions.
published-of = { $n-text } published of at most { $all-text }
quorum-of = { $needed-text } of { $all-text }
light-hsms = { $n ->
    [one] { $n-text } HSM, not asked since this screen opened
   *[other] { $n-text } HSMs, not asked since this screen opened
}
light-hsms-named = { $n ->
    [one] { $n-text } HSM in the definition
   *[other] { $n-text } HSMs in the definition
}
light-hsm-log = HSM { $serial }: its own log has entries that nothing explains. See System.
light-hsms-answered = { $n ->
    [one] { $n-text } HSM, in service in the last act
   *[other] { $n-text } HSMs, all in service in the last act
}
light-hsm-out = HSM { $serial }: { $error }
light-ledger = { $n ->
    [one] Ledger: { $n-text } entry, whole
   *[other] Ledger: { $n-text } entries, whole
}
light-regions-wait = { $n ->
    [one] { $n-text } region is in no box yet: a further opening counts it
   *[other] { $n-text } regions are in no box yet: a further opening counts them
}
light-late-wait = { $n ->
    [one] { $n-text } late bundle waits for the supplement
   *[other] { $n-text } late bundles wait for the supplement
}
light-incomplete = { $n ->
    [one] { $n-text } chain of bundles is not whole
   *[other] { $n-text } chains of bundles are not whole
}
light-held = { $n ->
    [one] { $n-text } record is held
   *[other] { $n-text } records are held
}
light-alarms = { $n ->
    [one] { $n-text } alarm: see System
   *[other] { $n-text } alarms: see System
}
records = { $n ->
    [one] { $n-text } record
   *[other] { $n-text } records
}

## Names of figures

folder = Folder
received = Received
turnout = Turnout
quorum = Quorum
turnout-of = { $share } of { $n-text } registered
turnout-at-most = at most { $share } of { $n-text } registered
turnout-unknown = not known yet; { $n-text } registered
openings = Openings
control-election = Control number, election
control-anchor = Control number, anchor
control-box = Control number, box
control-close = Control number, box
control-root = Control number, root
control-statement = Control number, statement
control-number = Control number
control-sign = Control number, statement
control-set-up = Control number, definition
election-id = Election
hsms = HSMs
opening = Opening
regions = Regions
incomplete-chains = Incomplete chains
counted = Ballots counted
dissenting = Dissent
refusing = Refuse
reason = Reason
votes = Votes
votes-for = For
votes-against = Against
why = Why
shares = Shares
approvals = Approvals
source = Stick or folder
source-waits = What stands here is imported next. To give it up: E, then Ctrl-U and Enter.
entries = Entries
ledger-root = Root
version = Versions
versions = exchange with tokens, version { $tokens-text }
hsm-did = unlocked { $n-text }×, seeds { $seeds-text }; { $log }
hsm-log-never = log: never read
hsm-log-explained = log: { $n-text } read, explained
hsm-log-unexplained = log: { $n-text } of { $all-text } UNEXPLAINED
nothing-red = Nothing is red.
news = News
compare = Compare on every screen
edition-record = Public record
edition-audit = Auditors' edition
edition-anchor = Anchor sheet

## Set-up

set-up-over = The set-up is over: the keys are made, and nobody holds one of them alone.
set-up-intro = A rehearsal with keys of its own. Empty fields take what stands in brackets.
field-election = Folder of election.toml
field-election-default = (built-in Colorado 2024, scale 100)
field-scale = Scale 1:
field-scale-default = (1, the built-in example 100)
field-officers = Officers
field-officers-default = (as election.toml says, else 5)
field-quorum = Quorum
field-quorum-default = (as election.toml says, else 3)
field-tokens = Tokens
field-tokens-default = sim
field-mischief = Mischief
field-mischief-default = (no)

## Officers and signatures

officers-none = The officers are those of the set-up.
officers-intro = Each officer compares control numbers, types the PIN on the token alone and answers there. An act that wants a token says whose.
officer = Officer { $n-text }
officer-opened = has opened the totals
officer-silent = has not opened or signed yet
officer-signed = has signed
officer-dissented = has signed with dissent
officer-refused = has refused
more-officers = For officers 10 to { $n-text } type 0 and then the last digit.
will-answer = answers on the token
will-sign = played: signs
will-dissent = played: dissents
will-refuse = played: refuses
dissent-means = Dissent: signs the same figures, disagrees in public; not in the quorum.
sign-none = There is no result to sign yet.

## Import and regions

import-none = Nothing can be imported before the set-up is over.
import-voted = Nothing can be imported now: officers have voted on held records, and until the box is closed nothing comes in.
import-counted = Nothing can be imported now: the box is closed, and its result is not published yet.
import-over = Nothing can be imported any more: all openings are used.
refused-files = Files refused so far: { $n-text }; nothing of them is counted.
refused-advice = Ask the collector for new copies of damaged files. Their digests are in the ledger: keep the stick for the auditors.
records-title = Records
collector = Collector
bundles = Bundles
chains = Chains whole/begun
incomplete = Not whole: { $region }, { $collector }
incomplete-missing = Not whole: { $region }, { $collector }; missing bundles: { $list }
incomplete-more = and { $n-text } more
counts-here = The identity service's counts are here.
counts-missing = The identity service's counts are missing.
region = Region
all-regions = All regions
received-short = received
turnout-short = turnout
green-short = green
blue-short = blue
yellow-short = yellow
red-short = red
superseded-short = super.
late-short = late
sort-0 = as in the definition
sort-1 = by name
sort-2 = by records received
sort-3 = by turnout
regions-head = { $n ->
    [one] { $n-text } region, { $sort }
   *[other] { $n-text } regions, { $sort }
}
registered-are = { $n-text } registered
statuses-none = Nothing is judged yet: received are all records that came, further copies of the same one too.
statuses-so-far = So far: judged from outside the seals. The count checks every proof; then green, red and superseded can change. Copies of a record are not received twice.
statuses-late = Final but for the supplement: its late ballots are not in these figures before they are counted.
statuses-final = Final: every proof is checked. Yellow ones are counted only where officers decided so. Copies of a record are received once.
merges-into = joins { $region } where too few

## Held records

held-none = Nothing is held.
held-intro = Held records are counted only if officers decide so. Undecided ones are not counted.
held-closed = The box of opening { $n-text } is closed: this was held, and this was decided. Undecided ones are not counted.
held-single = Beside these, decisions about one region or one record alone: { $n-text }.
held-counted = counted ({ $n-text } for, { $against-text } against)
held-not-counted = not counted ({ $n-text } for, { $against-text } against)
held-undecided = undecided: not counted
held-lacks-votes = Missing: the votes of the officers. Number keys give them.
held-lacks-why = Missing: why they decide so. E writes it, for the auditors.
held-why-long = Why is too long: 256 bytes at most. E shortens it.
held-ready = Complete: Enter puts it to the vote.
held-will-decide-nothing = No side has a quorum of { $n-text }: this vote decides nothing. Enter puts it to the vote all the same.
held-will-be-cleared = Marking another reason clears votes and why.
vote-for = for
vote-against = against
vote-none = –
reason-attestation-reused = One attestation used twice
reason-counter-clash = Same number, other attestation
reason-outside-period = Cast outside the period
reason-phone-differs = Phone differs from the registry
reason-phone-shared = Phone shared with another IIN
reason-biometric-fail = Biometric check failed
reason-iin-not-in-registry = IIN not in the registry
reason-code-not-verified = One-time code not verified
reason-roll-default = Held by the roll

## Tally and results

tally-none = There is nothing to count before the set-up is over.
tally-not-yet = The box is open: bundles may still come.
tally-close-first = First a quorum closes the box.
tally-closed = The box is closed. Enter opens the seals and counts.
tally-done = The totals are open.
stage-unseal = HSM opens the seals
stage-verify = Every proof is checked
stage-root = Sums and tally root
stage-approve = Checkers approve the root
stage-open = A quorum of tokens opens the sums
approvals-of = { $n-text }, needed { $needed-text } of { $all-text }
results-none = There are no results yet.
unused = unused votes
options-shown = { $n-text }–{ $last-text } of { $all-text }: Page Up, Page Down
tie = tie
seats = { $n ->
    [one] { $n-text } seat
   *[other] { $n-text } seats
}
revealed = Regions open: { $n-text }; merged or withheld: { $without-text }
status-revealing = OPENING: { $n-text } of { $all-text } groups, not signed
status-unsigned = { $status }, NOT SIGNED YET
status-partial = PARTIAL: not all regions
status-complete = COMPLETE result, not certified yet
status-certified = CERTIFIED
status-recount = RECOUNT
status-correction = CORRECTION
status-none = NO RESULT
recount-same = RECOUNT { $n-text }: the same figures, signed by officers { $officers }
recount-other = RECOUNT { $n-text }: OTHER FIGURES, signed by officers { $officers }

## What leaves the room

export-none = Nothing is signed yet.
export-ready = The statement is signed. Enter publishes it.
export-done = Published. Copy these to the media of auditors and press.
verify-none = Nothing is published yet.
verify-intro = In the program's own words, in English: what stands in quotes, and the lines after the checks, which nobody can check from files.
ledger-none = The ledger begins with the set-up.
code-none = There is nothing to make a code of yet.
code-pause = Note down: { $number }  Esc closes.
code-pause-about = Checkpoint of the pause: note it down and photograph it.
code-checkpoint = Checkpoint of the ledger as it is now. Esc closes.
code-statement = The statement. Esc closes this.

## What an officer asks next

reading = Reading the election from the disk…
shown-regions = Regions shown
incomplete-advice = Ask the collector for the rest. Closing without it is possible; the statement then says so.
held-no-quorum = { $n-text } for, { $against-text } against: no quorum
light-overdrawn = { $region }: { $n-text } attestations used, only { $issued-text } issued.
overdrawn-sign-nothing = Sign nothing before the identity service has explained it to chair and observers.
overdrawn-explain = The identity service has to explain it to chair and observers.
lights-cut = There is more than fits here: see System, or make the window larger.
light-overdrawn-more = { $n ->
    [one] { $n-text } more region like this: its protocol on paper names it
   *[other] { $n-text } more regions like this: the protocol on paper names them
}
verify-passed = { $n-text } checks passed, { $failed-text } failed: the published bytes are verified.
verify-remarked = { $n-text } checks passed, { $failed-text } failed: the published bytes are verified. In { $remarked-text } of them the program names something to be explained.
    .shown = { $n-text } checks passed, { $failed-text } failed: the published bytes are verified. In { $remarked-text } of them the program names something to be explained: see Verify.
verify-failed = { $n-text } checks passed, { $failed-text } FAILED: stop, and keep folder and media for the auditors.
verify-broke-off = The verification did not come to its end; its last words: “{ $says }”. Run it again.
verify-unfinished = The verification did not come to its end. Run it again.
votes-of = { $n ->
    [0] 0
    [one] { $n-text } (officer { $list })
   *[other] { $n-text } (officers { $list })
}
withheld = { $n ->
    [one] { $n-text } ballot is counted and not opened: too few
   *[other] { $n-text } ballots are counted and not opened: too few
}
revealed-but = Regions open: { $n-text }; merged or withheld: { $without-text }. Counted and not opened, as they are too few for the secrecy of the vote: { $withheld-text } ballots, in no figure above.
contest-of = { $title }  ({ $n-text } of { $all-text }, ↑↓)
sign-again = Too few have signed. Below is what was said; A asks all officers again.
