# What acts say while they work.

## Steps, as the first word of a piece of news: at most eleven cells

at-ledger = ledger
at-REHEARSAL = REHEARSAL
at-set-up = set-up
at-next = next
at-hsm = hsm
at-casting = casting
at-mischief = mischief
at-replace = replace
at-approval = approval
at-open = open
at-anchor = anchor
at-election = election
at-end = end
at-admit = admit
at-verify = verify
at-unseal = unseal
at-root = root
at-tally = tally
at-export = export
at-adjudicate = adjudicate
at-sign = sign
at-close = close
at-unlock = unlock
at-log = log
at-tokens = tokens
at-import = import
at-roll = roll
at-recount = recount
at-lot = lot
at-memory = memory
at-init = init
at-pin = pin
at-label = label
at-check = check
at-wipe = wipe
at-amend = amend

## What is counted, and how it is said

unit-ballots = ballots
unit-records = records
unit-files = files
unit-forms = forms
unit-voters = voters
running = { $done-text } of { $total-text } { $what }, { $rate-text }/s, { $left-text } s left
finished = { $total-text } { $what } in { $seconds } s, { $rate-text }/s
stopping = stopping after this step; please wait
still-working = still working, { $n } s so far
control-number-of = control number of { $of }:
of-election = the election
of-first-checkpoint = the first checkpoint
of-box = the box
of-root = the tally root
of-statement = the statement
of-replacement = the replacement
of-definition = the definition
memory-limited = secrets may be swapped to disk: turn swap off (sudo swapoff -a), or raise this shell's limit: sudo prlimit --pid $$ --memlock=unlimited:unlimited
memory-refused = secrets may be swapped to disk: this system locks no memory; turn swap off
ledger-cut = { $n } bytes at its end were no whole entry and had no effect: cut off, kept beside the journal

## Set-up and rehearsal

rehearsal-into = { $election } into { $at }
rehearsal-overvotes = { $n-text } times a ballot names more options than it may: blank in that contest
rehearsal-lost = { $tokens-n ->
         [0] no token
         [one] token { $tokens }
        *[other] tokens { $tokens }
    } lost
set-up-already = this election is set up already; nothing was changed
set-up-other-tokens = goes on with other tokens than the try before
set-up-other-hsms = goes on with other HSMs than the try before
set-up-aside = the interrupted ceremony is put aside in { $aside }; everything begins anew
set-up-keys = custody key and election key made by { $tokens } tokens, any { $needed } of them can use them
set-up-hsms = { $n } HSMs hold keys; their PINs are on two media
set-up-hsm = HSM { $serial }
set-up-one-hsm = one HSM alone: when it is lost, so are the ballots. A real election needs two
set-up-seeds = { $n-text } region seeds sealed to every HSM
set-up-tested = every token helped to open every PIN once, and each HSM one seed, as a test
hsm-not-taken-back = { $serial } is not taken back: { $error }. The set-up goes on with the others; call the keeper of this one
sticks-complete = the sticks are complete: { $path }
mischief-played = { $kinds } kinds, { $n } records
mischief-left-out = { $n } kinds are left out, as this election has nothing for them
mischief-became = { $n-text } records became what they had to, { $wrong-text } things did not; kind by kind in { $file }
next-casting = tamga cast --at { $at } plays the voters; { $next }
    .shown = Enter plays the voters; then: { $next }
next-import = tamga import --at { $at } { $stick }
    .shown = Enter takes in what was played, on the screen Import: { $stick }
next-setting-up = tamga setup --at { $at }, with the arguments of the first time
    .shown = Enter on the screen Set-up, with what was given before
next-gathering = tamga import --at { $at } STICK, then tamga admit --at { $at }
    .shown = I on the screen Import takes sticks in; when all are in, Enter admits the records
next-admitted = tamga adjudicate --at { $at } where records are held, then tamga close --at { $at }
    .shown = vote on held records on the screen Adjudication; then Enter closes the box
next-adjudicated = tamga close --at { $at }
    .shown = Enter closes the box
next-closed = tamga tally --at { $at }
    .shown = Enter counts
next-opened = tamga sign --at { $at }
    .shown = officers read and sign: Enter on the screen Sign
next-signed = tamga export --at { $at }
    .shown = Enter publishes
next-all-published = every opening is published; after the time for complaints tamga token end --at { $at }
    .shown = every opening is published; after the time for complaints end the election: O on Overview
next-published = tamga import --at { $at } STICK for another opening, or after the time for complaints tamga token end --at { $at }
    .shown = I on the screen Import for another opening; after the time for complaints end the election: O on Overview
next-ended = nothing more, or tamga token end --at { $at } for tokens that still hold a share
    .shown = nothing more, or for tokens that still hold a share: O on Overview
next-paused = after the pause tamga resume --at { $at } --seal NUMBER … --checkpoint NUMBER
    .shown = after the pause Enter on Overview opens the form that ends it

## HSMs

hsm-red = RED: { $n ->
         [0] no HSM is in service
        *[other] one HSM alone is in service
    }. When the last one is lost, so are the sealed ballots: bring a second one
hsm-keys-destroyed = the keys of { $serial } are destroyed
unlocked-by = { $role } role of { $serial } by { $officers-n ->
         [one] officer { $officers }
        *[other] officers { $officers }
    }
alarm-stop = Stop, sign nothing, call the chair and the observers
alarm-explain = Sign nothing before chair and observers have an explanation; work can go on
log-error = ALARM: { $serial }: { $error }. { alarm-stop }
log-unlogged = ALARM: { $serial }: { $n } boots and failed logins found no room in its log. { alarm-explain }
log-unread = ALARM: { $serial }: its log cannot be read: { $error }. Work goes on with the other HSMs; call the keeper of this one
log-not-the-ledgers = ALARM: { $serial }: what was kept of its log is not what the ledger has. { alarm-stop }
log-unexplained = ALARM: { $serial }, entry { $place } of its log: { $what }. { alarm-stop }
token-counted = ALARM: token { $token } counted { $counted } times { $of }, the ledger has { $explained }. { alarm-explain }
log-entries-missing = entries are missing after { $before }
log-entry-changed = entry { $number } does not fit the one before it
log-command-failed = command “{ $command }” failed with error { $code }
log-session-unexplained = a session of role { $role } that no unlocking explains
log-session-foreign = a session with key { $key }, which is none of ours
log-key-overused = the tally key was used once more than seeds were opened
log-key-foreign = key { $key } was used, and no act uses it
log-pin-changed = the PIN of key { $key } was changed without an unlocking
log-by-admin = command “{ $command }” by the administrator
log-in-session = command “{ $command }” in a session of role { $role } that no unlocking explains

## Import and admission

import-foreign = { $path }: not a file of an election, left alone
import-refused = REFUSED { $path }, SHA3-256 { $digest }: { $why }
import-unreadable = UNREADABLE { $path }: { $why }
import-fork = FORK { $name }: a second bundle of the same number. Both are in; its collector is accused
import-taken = { $new } files taken, { $again } were here already, { $refused } refused, { $foreign } not of an election, { $unreadable } unreadable
import-late = { $n } late bundles wait for the supplement: tamga admit comes next
    .shown = { $n } late bundles wait for the supplement: admission comes next
import-chains = { $whole } of { $chains } chains are whole, { $n-text } records in all
import-incomplete = INCOMPLETE { $chain }
import-nothing-from = nothing yet by { $collector } from { $regions }
import-no-counts = the identity service's attestation counts are missing
chain-of = { $region } from { $collector }: { $state }
chain-lacks = { $chain }; missing bundle { $bundles }
chain-no-bundle = no bundle
admit-received = { $n-text } records received, { $red-text } red as far as can be seen from outside
held-records = HELD { $n-text }: { $name } ({ $reason })
    .shown = HELD { $n-text }: { $name }

## Adjudication, closing and counting

nothing-held = nothing is held
held-class = { $reason }: { $name }, { $n-text }, { $decided }
held-count = count them
held-do-not-count = do not count them
held-stays-undecided = undecided: not counted
one-record = one record
outcome-for = are counted
outcome-against = are not counted
outcome-undecided = stay undecided and are not counted
decided-before = { $what }: as decided before
decision-taken = decision { $number }: { $what }, { $n } records { $outcome }
box-closed-by = box { $opening } closed by { $officers-n ->
         [one] officer { $officers }
        *[other] officers { $officers }
    }
box-is-closed = the box is closed already
tally-counted = this opening is counted already
tally-published = what was closed is counted and published
unsealed = { $n-text } region seeds opened, HSM locked again
attestations-overdrawn = ALARM, { $region }: { $used-text } attestations used, { $issued-text } issued. Sign nothing before the identity service has explained it to chair and observers; the count goes on
ballots-counted = { $n-text } ballots are counted in this opening
root-made = { $leaves-text } leaves, { $sums-text } sums, { $withheld-text } groups withheld
checker-recomputes = { $checker } recomputes everything up to the tally root
checker-approves = { $checker }: { $n } checks, none failed; approved
opened-by = { $n-text } sums by { $tokens-n ->
         [one] token { $tokens }
        *[other] tokens { $tokens }
    }
lot-drawn-by = drawn for { $contest } by officers { $first } and { $second }
amendment-signed = amendment { $number } is signed and in the record

## Statement, publication, end

signatures-under = under the statement: signatures of officers { $n }, beside them with dissent { $dissent }, seals of HSMs { $hsms }
officer-answered = officer { $officer }: { $answer }
answered-dissent = signs with dissent: has read the statement and objects; counts for no quorum
answered-refused = refuses to sign; that is in the ledger
verifying-export = the exported record, by the auditors' program
published-at = published: { $at }/record, { $at }/audit, { $at }/anchor.txt
recount-agrees = recount { $number } agrees with the statement; signed, in record/{ $name }
recount-differs = recount { $number } DIFFERS from the statement; signed, in record/{ $name }
ended-by = the election is ended by { $officers-n ->
         [one] officer { $officers }
        *[other] officers { $officers }
    }
shares-erased = shares erased by { $tokens-n ->
         [0] no token
         [one] token { $tokens }
        *[other] tokens { $tokens }
    }
shares-all-gone = no token holds a share any more: the election key is gone
shares-left = { $tokens-n ->
         [one] token { $tokens }
        *[other] tokens { $tokens }
    } not ended yet: tamga token end --at { $at } again when plugged in
    .shown = tokens that still hold a share: { $tokens }. Plug them in, then O on Overview

## Replacement of tokens

replaced-already = the lost { $tokens-n ->
         [one] token { $tokens }
        *[other] tokens { $tokens }
    } had been replaced already
replacement-decided = decided by { $officers-n ->
         [one] officer { $officers }
        *[other] officers { $officers }
    }
replaced = { $tokens-n ->
         [one] token { $tokens }
        *[other] tokens { $tokens }
    } replaced: both keys are shared out again, the lost shares fit no more
replaced-in-force = all had confirmed the replacement of { $tokens-n ->
         [one] token { $tokens }
        *[other] tokens { $tokens }
    } before: it is in force
replaced-absent = { $tokens-n ->
         [one] token { $tokens }
        *[other] tokens { $tokens }
    } were not there: they use their new shares from the next act on
replace-plug-in = plug in { $n ->
         [one] { $n } new token
        *[other] { $n } new tokens
    }, prepared with tamga token init
replace-takes-place = the new token { $key } in { $port } takes the place of token { $token }

## Tokens

port-unusable = { $port } cannot be used: { $why }
port-no-answer = no token in { $port }: nobody answers there
port-not-there = no token in { $port }: there is nothing of that name
officers-not-here = { $officers-n ->
         [one] officer { $officers }
        *[other] officers { $officers }
    } of this election: not here
token-asked = { $name }: its officer is asked { $what }
officers-asked = { $officers-n ->
         [one] officer { $officers }
        *[other] officers { $officers }
    }: asked on the token { $what }
token-said = { $name }: { $why }
token-at = token { $token }: { $why }
token-asked-again = token { $token }: { $why }; its officer is asked again
token-pins-differ = token { $token }: the two PINs differ: choose one and type it twice
token-weak-pin = token { $token }: digits in a row or repeated are guessed at once: choose another PIN
token-keeps-identity = token { $token } has an identity already and keeps it
token-without-power = token { $token } was without power
token-of-nobody = the token in { $port } is of no officer here; pull it out
token-out-of-use = token { $token } is out of use until it is plugged in again: { $why }
token-dropped-out = token { $token } dropped out: { $fault }
firmware-building = building the firmware with boards/build; the first time takes some minutes
init-left = { $why }: left as it is
init-choose = { $name }: choose a PIN of 6 to 12 digits on it, twice
init-made = { $name } has the identity key { $key }
pin-changing = { $name }: type the PIN to log in, and once more, then another one twice
pin-changed = { $name } has another PIN
label-gone = { $name } has no name any more
label-given = { $name } is called "{ $text }"
check-once-more = { $name }: { $slip }. Once more
wipe-shares = { $name } holds shares of keys as officer { $officer }: with it one officer fewer can act
wiped = { $name } is erased
wiped-retired = { $name } is erased and retired

## What officers are asked on their tokens

asked-init = to choose a PIN of 6 to 12 digits and to type it twice
asked-log-in-compare = to compare the election's control number and to type the PIN, for { $purposes }
asked-log-in = to type the PIN, for { $purposes }
asked-change-pin = to type the PIN, then a new one twice
asked-enrol = to agree to the definition
asked-replace = to compare the control number on all tokens, the new ones too, and to agree
asked-keep-share = to keep a share of the key
asked-endorse = to endorse the election
asked-unlock = to unlock the { $role } role of HSM { $serial }
asked-open = to open the sums
asked-statement = to read the statement and to sign, dissent or refuse
asked-end-share = to erase the share of the election key
asked-unname = to take the token's name away
asked-name = to call the token "{ $text }"
asked-patterns = to say whether the patterns look right
asked-keys = to press each key as the screen asks for it, without delay
asked-wipe = to erase everything on the token
asked-retire = to erase everything on the token and to retire it
asked-anything = to answer on the token
asked-close = to close the box
asked-amendment = to agree to the amendment
asked-for = to vote for counting
asked-against = to vote against counting
asked-recount = to sign the recount
asked-end = to end the election
asked-replacement = to agree to the replacement of lost tokens
asked-pause = to agree to the pause
asked-resume = to agree that work goes on after the pause
asked-act = to sign the act
purpose-set-up = set-up
purpose-unlock = unlock
purpose-acts = acts
purpose-opening = opening
purpose-statement = statement
purpose-upkeep = upkeep
results-of = { $election }: { $n-text } ballots counted in { $regions-text } regions
results-contest = { $contest }, shares of { $n-text } possible votes
