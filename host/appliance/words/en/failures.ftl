# What stops an act: what happened and, as .advice, what to do.

## Everywhere

status-says = tamga status says what comes next.
    .on-screen = Overview says what comes next.
interrupted = interrupted
    .advice = The same act goes on where it stopped.
interrupted-act = interrupted
    .advice = What is on disk is whole; repeat the same act to go on.
interrupted-cast = interrupted
    .advice = The voters are not played yet; the same act begins anew.
interrupted-rehearsal = interrupted
    .advice = What is on disk is whole. Go on with tamga rehearse --resume { $at }
    .on-screen = What is on disk is whole; Enter goes on with it.
interrupted-set-up = interrupted
    .advice = Nobody is bound by it: tamga setup --rehearsal --at { $at } begins the ceremony anew.
    .on-screen = Nobody is bound by it: Enter begins the ceremony anew.
interrupted-token = interrupted
    .advice = The token was told to forget what it was asked.
screen-no-terminal = the screen needs a terminal
    .advice = Type tamga --help for the verbs, which work without one.
core-dumps = core dumps cannot be turned off: { $why }
    .advice = Run it as the user of the appliance, on Linux.

## Folders and files

folder-taken = { $path } exists and is not an empty folder
    .advice = Name a folder that does not exist; nothing was written.
folder-in-use = another tamga is at work in { $path }
    .advice = Wait until it has ended; nothing was changed.
not-created = { $path } cannot be created
not-written = { $path } cannot be written
not-read = { $path } cannot be read
not-replaced = { $path } cannot be replaced
not-put-back = { $path } cannot be put back
not-cleared = { $path } cannot be cleared
not-listed = { $path } cannot be listed
not-locked = the folder cannot be locked
not-removed = { $path } cannot be removed
not-made = { $path } cannot be made
copy-broke-off = the copy broke off
look-not-plain = { $name } is a link, a pipe or a folder, and no plain file
    .advice = Nothing was read from it. Put the file itself back in its place, then press R.
look-too-long = { $name } has more than { $most } bytes, and is not read
    .advice = Look who wrote it: tamga writes none so long. Put the file back from a copy, then press R.
file-missing = { $path } is missing
    .advice = Restore it from a copy, then repeat the same act.
file-no-text = { $path } is no text
    .advice = { file-missing.advice }
file-damaged = { $path } is damaged
    .advice = { file-missing.advice }
file-not-the-ledgers = { $path } is not as the ledger says
    .advice = { file-missing.advice }
no-pin-kept = the file of PINs has none of HSM { $serial }
    .advice = { file-missing.advice }
no-randomness = the operating system gives no randomness

## The ledger and the election

ledger-damaged = the ledger on this disk is damaged: { $why }
    .advice = Do not go on here. Restore the folder from the second medium, or begin a new election.
ledger-fault = { $why ->
         [no-origin] it has no origin
         [tail] it ends in bytes that are no entry
        *[other] it does not continue what was published
    }
ledger-not-begun = the ledger { $path } cannot be begun
ledger-not-opened = the ledger { $path } cannot be opened
ledger-not-written = the ledger { $path } cannot be written
no-election-set-up = there is no election in { $at } whose set-up is over
    .advice = Begin it with tamga setup --at { $at }, or name another folder.
    .on-screen = Begin it with Enter on the screen Set-up, or open the screen of another folder.
not-one-election = ledger, election file and roll are not of one election
    .advice = Do not go on here. Restore the folder from the second medium.
not-the-ledgers = the { $what } on this disk are not those of the ledger
    .advice = A file was removed or changed. Restore appliance/editions from a copy, then repeat the same act.
options-damaged = the options of the rehearsal are damaged: appliance/rehearsal/options
    .advice = Restore that file from a copy, then repeat the same act.
other-tokens = the tokens of this election are { $tokens }, and { $given } are others
    .advice = Leave --tokens out, or name the ports where its tokens are now.
election-over = a quorum ended this election, and its key is being erased
    .advice = Nothing comes in, is closed, opened or signed any more; a recount, tamga export and tamga token end are still possible.
    .on-screen = Nothing comes in, is closed, opened or signed any more. What is still possible stands under O on Overview.

## Set-up and rehearsal

tokens-spec = { $why }
    .advice = Type sim, qemu:N, unix:SOCKET,… , serial:DEVICE,… or auto.
no-election-folder = { $path } is neither a folder nor an election.toml
    .advice = Name the folder of the election, or the election.toml in it.
no-quorum = { $quorum } out of { $officers } officers are no quorum
    .advice = 2 to 15 officers, and more than half of them: 2·M > N, and M is at most N.
bad-input-file = { $why }
    .advice = Nothing was written; mend the file and run it again.
input-unread = { $name } cannot be read: { $why }
    .advice = Looked for { $path }.
input-too-long = { $name } has { $length } bytes, more than { $most }
    .advice = { input-unread.advice }
input-no-text = { $name } is not UTF-8 text
    .advice = { input-unread.advice }
seed-and-hsm = --seed repeats every byte, and an HSM draws its own randomness
    .advice = Leave --seed out, or --hsm.
seed-and-tokens = --seed repeats every byte, and these tokens draw their own randomness
    .advice = Leave --seed out, or --tokens.
no-rehearsal-in = there is no rehearsal in { $at } to go on with
    .advice = Name the folder that the interrupted rehearsal was writing.
begun-with-another = the set-up in this folder was begun with another { $other }
    .advice = Give the arguments of the first time, or only --rehearsal and --at; for another election name another folder. Nothing was changed.
too-few-ports = { $n ->
         [0] no tokens
         [one] { $n } token
        *[other] { $n } tokens
    } named for { $officers } officers, and all of them make the keys together
    .advice = Name as many as there are officers, or say --officers. Afterwards they may share a port.
bad-absent = there are no such officers to be absent, or too few are left
    .advice = Officers are numbered 1 to { $officers }, and { $quorum } of them have to be there.
absent-by-hand = officers with tokens of their own cannot be told to be absent
    .advice = Leave --absent out, and those tokens unplugged.
bad-lose = there are no such tokens to lose, or too few are left
    .advice = Officers are numbered 1 to { $officers }, and at most { $spare } of their tokens can be replaced at once.
lose-by-hand = tokens that people hold are not lost by a command
    .advice = Leave --lose out; tamga token replace replaces one that is lost.
rehearsals-only = this version holds rehearsals only
    .advice = Give --rehearsal; real HSMs and tokens may be used in it, and everything is marked REHEARSAL.
rehearsal-out-of-step = the rehearsal cannot go on here: { $why }
    .advice = Most likely other acts changed this folder in between: go on by hand, tamga status --at { $at } says how. If nobody touched it, it is a fault of the program: report it with the seed and the election.
    .on-screen = Most likely other acts changed this folder in between: go on by hand, with Enter. If nobody touched it, it is a fault of the program: report it with the seed and the election.
mischief-mistreated = mischief was not treated as it must be, { $n } times; first: { $first }
    .advice = Most likely other acts changed this folder in between: rehearse into a new one. If nobody touched it, it is a fault of the program: report it with the seed and the election.
first-checkpoint-missing = this folder holds an election that went on after its set-up, and its first checkpoint is missing
    .advice = Restore appliance/first-checkpoint from a copy. Nothing was changed, and no HSM was touched.
no-qemu = qemu-system-arm is not installed, and these tokens run in it
    .advice = Install it (sudo apt-get install qemu-system-arm), or use --tokens sim.
no-firmware = there is no firmware to emulate: { $why }
    .advice = Build it with boards/build mps2-an386 and name it in TAMGA_TOKEN_IMAGE.

## HSM verbs

hsm-count = an election has 1 to { $most } HSMs, not { $n }
    .advice = Name each device once, with --hsm.
hsm-named-twice = the HSM { $serial } was named twice
    .advice = { hsm-count.advice }
no-hsm-in-election = this election has no HSM
    .advice = Restore the folder from the second medium.
pin-source-unread = the pin-source { $path } cannot be read: { $why }
    .advice = Put the administrator's PIN into a file that only you can read, and name it as pin-source.
pin-source-unnamed = { $spec } names no pin-source, and the tokens would be initialised with a PIN that nobody knows
    .advice = Write the administrator's PIN, 6 to 32 letters or digits, into a file that only you can read, and say 'pkcs11:?module-path=FILE&pin-source=file:FILE', in quotes; FILE of SoftHSM on Debian is /usr/lib/softhsm/libsofthsm2.so.
wipe-no-such-hsm = { $serial } is no HSM of this election, or --destroy names another one
    .advice = The HSMs are { $serials }. Nothing was destroyed.
wipe-last-hsm = { $serial } is the last HSM in service, and not every region is opened and published
    .advice = Without it what is sealed stays sealed. Publish first, or bring another HSM of this election.
certificate-unread = the certificate { $path } cannot be read: { $why }
    .advice = Name a certificate in DER, as the vendor publishes it.
attest-refused = HSM { $serial }: { $why }
    .advice = Do not trust this HSM's keys: tell the auditors, and keep the device.
attest-clock = HSM { $serial }: { $why }
    .advice = Set the clock of this machine from two sources, then repeat the act.

## Token verbs

no-tokens-here = there is no token
    .advice = Plug one in, or say with --tokens where it is: unix:SOCKET, serial:DEVICE or auto.
tokens-so-named = { $n ->
         [0] none of the tokens here is { $named }
        *[other] { $n } of the tokens here are { $named }
    }
    .advice = tamga token list shows number, label and key of each; name one of them.
several-tokens = { $n } tokens are plugged in, and this is done to one
    .advice = Name it with --token: its number in tamga token list, its label, or the first digits of its key.
no-such-token = there is no such token
    .advice = Repeat the act.
tokens-of-rehearsals-only = this version holds rehearsals only
    .advice = Give --rehearsal: the token then refuses real elections until it is wiped.
token-retired-for-good = { $name } is retired for good
    .advice = It takes no identity again. Take another token.
token-has-identity = { $name } has an identity already
    .advice = If nobody needs what it holds, erase it with tamga token wipe first.
token-nonsense = { $name } answered something else
    .advice = Do not use this token: tell its maker.
part-of-token = { $part } of { $name }
part-screen = screen
part-keys = keys
part-randomness = random numbers
part-memory = memory
slip-screen = its officer said that the screen is not all right, or pressed the wrong key
slip-keys = another key was pressed than the screen asked for, or none in time
check-failed = the check failed: { $parts }
    .advice = Take another token for this officer; this one may lie about what it keeps or draws.
check-failed-by-hand = the check failed: { $parts }
    .advice = If its officer is sure to have pressed what was asked for, each time and in time, take another token: this one may lie about what it shows or is told. Else check it again.
wipe-unnamed = a token that is to be erased is named twice
    .advice = Name it with --token, and its key with --destroy; tamga token list shows both. Nothing was erased.
wipe-other-key = { $name } has the key { $key }, not { $given }
    .advice = What it holds cannot be had back. If it is the one, repeat its key with --destroy. Nothing was erased.
new-tokens-too-few-ports = all { $n } tokens share the keys out again together, and there are fewer ports
    .advice = Name as many ports as there are officers. Nothing was changed.
not-lost = { $tokens-n ->
         [one] token { $tokens }
        *[other] tokens { $tokens }
    } is plugged in, and not lost
    .advice = Name only lost tokens in --lost. To have another token instead of one that works, pull that one out first. Nothing was changed.
    .on-screen = Give only lost tokens in the form. To have another token instead of one that works, pull that one out first. Nothing was changed.
new-token-failed = { $port }: { $why }
    .advice = { new-token-nameless.advice }
new-token-nameless = the token in { $port } does not say who it is
    .advice = Plug it in again, then repeat the act. Nothing was changed.
too-many-new-tokens = { $n ->
         [one] { $n } new token
        *[other] { $n } new tokens
    } are plugged in for { $lost }
    .advice = Pull out those that are not to take part, and repeat the act. Nothing was changed.
too-few-new-tokens = { $n ->
         [0] no new tokens are
         [one] { $n } new token is
        *[other] { $n } new tokens are
    } missing for the places of the lost ones
    .advice = Prepare new tokens with tamga token init, plug them in, and repeat the act. Nothing was changed.
replacement-damaged = replacement { $number } on both media is damaged, or not the one of the ledger
    .advice = Restore appliance/replacements from a copy, then repeat the same act.
bad-lost = there are no such tokens, or too many are lost
    .advice = Tokens are numbered 1 to { $tokens }; at most { $spare } can be replaced at once, as { $needed } have to be left. Nothing was changed.
new-tokens-unfit = { $why }
    .advice = Take other new tokens: tamga token init makes their keys. Nothing was changed.
replacement-unfinished = a replacement of { $tokens-n ->
         [one] token { $tokens }
        *[other] tokens { $tokens }
    } was confirmed by all and has to be finished first
    .advice = Repeat the act with --lost and these tokens. Nothing was changed.
    .on-screen = Repeat the act with these tokens in the form. Nothing was changed.

## Amendments and lots

amend-no-region = there is no region "{ $code }"
    .advice = Nothing was signed. A closing time is extended before it has passed, an option withdrawn before the first box is closed.
amend-no-time = "{ $closes }" is no time, such as 2024-11-05T22:00:00Z
    .advice = { amend-no-region.advice }
amend-no-option = there is no option "{ $typed }"; write CONTEST/OPTION
    .advice = { amend-no-region.advice }
amend-refused = { $why }
    .advice = { amend-no-region.advice }
amend-not-now = nothing can be amended now: officers have voted, or the box is closed
    .advice = { amend-no-region.advice }
amend-box-closed = the box that this would change is closed
    .advice = { amend-no-region.advice }
amend-time-passed = the region's closing time has passed
    .advice = { amend-no-region.advice }
lot-not-now = no lot is to be drawn now
    .advice = tamga tally says when equal figures compete for seats.
    .on-screen = The count says when equal figures compete for seats; Enter then opens the form of the lot.
lot-drawn = the lot for { $contest } has been drawn
    .advice = A lot is drawn once. Run tamga tally.
    .on-screen = A lot is drawn once. Go on with the count: Enter.
lot-not-needed = no lot is needed for "{ $contest }"
    .advice = tamga tally names the contests that need one.
    .on-screen = The form offers the contests that need one.
lot-no-throws = these are not the throws of two officers
    .advice = Give --dice twice, for two different officers: N:DIGITS, 10 to 48 digits 1 to 6, as thrown.
    .on-screen = Give the throws of two different officers, each 10 to 48 digits 1 to 6, as thrown.
lot-needed = equal figures compete for seats in { $contests }
    .advice = Two officers throw a die ten times or more: tamga lot --at { $at } --contest { $first } --dice N:THROWS --dice N:THROWS; then the same act, a rehearsal with --resume.
    .on-screen = Two officers throw a die ten times or more; Enter opens the form of the lot for { $first }. The count then goes on.

## Import and admission

ceremony-not-over = the key ceremony is not over
    .advice = Finish tamga setup first.
    .on-screen = Finish the set-up first: Enter on the screen Set-up.
import-after-vote = officers have voted on what was received, so nothing more comes in before the box is closed
    .advice = Close the box; what comes later is late.
import-while-counting = the box is closed and being counted
    .advice = Publish the result first; late bundles are taken after that, where the definition takes them.
stick-file = file { $n-text } of { $all-text }
stick-unread = { $path } cannot be read: { $why }
    .advice = Look whether the stick is in and mounted, then import again; what was taken stays taken.
no-source = no stick or folder is named
    .advice = Say where the stick or folder is, then import.
files-unread = { $n ->
         [one] { $n } file
        *[other] { $n } files
    } on the stick could not be read
    .advice = Take the stick out and in, or ask for another copy, then import again; what was taken stays taken.
nothing-taken = nothing was taken; { $path } is refused: { $word }
    .advice = Ask whoever brought the stick for the right files; what was refused is in the ledger by its digest.
nothing-to-admit = every region is in a box, and no late bundle came
    .advice = There is nothing to admit. Import late bundles, or leave it as it is.
admit-ceremony = the key ceremony is not over
    .advice = { status-says }
    .on-screen = { status-says.on-screen }
admit-closed = the box of this opening is closed already
    .advice = { status-says }
    .on-screen = { status-says.on-screen }
region-not-now = "{ $code }" is no region that could be opened now
    .advice = Name regions by their codes in election.toml; those in a box already are done.
admit-refused = { $why }
    .advice = Import what is missing, or admit other regions; tamga status lists them.
    .on-screen = Import what is missing, or admit other regions; the screen Import lists what is missing.

## Adjudication

plan-bad = { $path }: { $why }
    .advice = Mend the plan; nobody voted.
plan-decision = decision { $number } of the plan; nobody voted
decision-unsaid = a decision is about a reason that holds records in this election, or one record, and says why
    .advice = Give --why 1 to 256 bytes of plain text; tamga adjudicate --at DIR lists the reasons.
    .on-screen = Mark a reason with the arrow keys, and write with E why: 1 to 256 bytes of plain text.
nothing-to-adjudicate = there is nothing to adjudicate now
    .advice = Records are held between tamga admit and tamga close; { status-says }
    .on-screen = Records are held between admission and the closing of the box. { status-says.on-screen }
votes-bad = an officer votes twice, or nobody does, or there is no such officer
    .advice = Officers are numbered 1 to { $officers }; each votes for or against, once.
unknown-reason = there is no reason "{ $given }"
    .advice = { unknown-record.advice }
    .on-screen = { unknown-record.on-screen }
unknown-region = there is no region "{ $given }"
    .advice = { unknown-record.advice }
    .on-screen = { unknown-record.on-screen }
unknown-record = there is no held record "{ $given }"
    .advice = tamga adjudicate --at DIR lists what is held; a record is REGION/COLLECTOR/BUNDLE/ITEM as in its verdict.
    .on-screen = The screen Adjudication lists what is held.

## Closing and counting

nothing-to-close = nothing is admitted that could be closed
    .advice = Run tamga admit first.
    .on-screen = Admit the records first: Enter.
box-closed = the box is closed already
    .advice = Run tamga tally.
    .on-screen = Go on to the count: Enter.
chains-incomplete = { $n ->
         [one] { $n } chain of bundles is incomplete
        *[other] { $n } chains of bundles are incomplete
    }
    .advice = Import what is missing, or have the quorum close without it: tamga close --incomplete.
    .on-screen = Import what is missing, or have the quorum close without it: C on the screen Adjudication.
box-not-closed = the box is not closed
    .advice = Run tamga close first.
    .on-screen = Have the quorum close the box first: Enter.
nothing-to-count = no box is closed that could be counted
    .advice = { box-not-closed.advice }
    .on-screen = { box-not-closed.on-screen }
checker-disapproves = the checker does not approve: { $first }
    .advice = Nothing was opened. Read the checker's report in appliance/checkers, mend what it names, and count again.
verifier-mute = the verifier was stopped before it could say anything
    .advice = Run tamga-verify on the record by hand.
verifier-not-found = this program cannot find itself to start the verifier
verifier-not-started = the verifier cannot be started

## Statement and publication

dissent-bad = an officer is to dissent and to refuse, or there is no such officer
    .advice = Officers are numbered 1 to { $officers }. Nobody was asked.
nothing-to-sign = there is no result to sign now: it is not counted yet, or published already
    .advice = { status-says }
    .on-screen = { status-says.on-screen }
dissent-by-hand = officers with tokens of their own are to dissent or to refuse
    .advice = Leave --dissent and --refuse out: each officer answers on the token.
    .on-screen = Each officer answers on the token: leave the answers on the screen Sign as they were.
turnout-not-the-ledgers = turnout.csv on this disk is not the one in the ledger
    .advice = Restore appliance/editions/record from a copy, then sign again. Nobody was asked.
tables-not-the-ledgers = the tables on this disk are not those of the result in the ledger
    .advice = Run tamga tally again: it writes them anew from the shares.
    .on-screen = Count again, with Enter: the tables are written anew from the shares.
statement-not-the-ledgers = the statement on this disk is not the ledger's
    .advice = Restore the statement from a copy, then repeat the same act.
root-not-the-ledgers = the tally root is not the ledger's
    .advice = Restore appliance/editions from a copy, then count again.
seeds-of-another = the sealed seeds belong to another definition
    .advice = Restore appliance/editions from a copy, then count again.
nothing-to-publish = no quorum has signed what could be published
    .advice = Run tamga sign first.
    .on-screen = Have the statement signed first, on the screen Sign.
not-what-was-signed = what would be published is not what the officers signed: a file was changed since
    .advice = Restore appliance/editions and appliance/opening-N from a copy, then export again. Nothing was published.
record-not-verified = the record does not verify: { $verdict }
    .advice = Do not publish it. The report is in appliance/verification.report.
nothing-to-recount = there is no published result to recount
    .advice = { status-says }
    .on-screen = { status-says.on-screen }

## The end

end-no-hsm = no HSM is there to sign what the ledger would say
    .advice = Plug one of the election in and repeat the act. Nobody was asked.
end-not-published = no final statement is published, and nothing ends before that
    .advice = What comes first: { $next }.
    .on-screen = What comes first stands on Overview.
end-not-final = the statement is not final: { $open } regions are in no box yet
    .advice = { end-not-published.advice }
    .on-screen = { end-not-published.on-screen }
end-uncounted = something came in after the last publication and is not counted
    .advice = Admit it, close the box, count, sign and export; then end.
counts-not-the-ledgers = the counts derived again are not the ledger's
    .advice = { root-not-the-ledgers.advice }
not-the-ledgers-seen = the { $what } on this disk are not those of the ledger
    .advice = A file was removed or changed. Restore the folder from a copy, then look again.
things-bundles = bundles
things-decisions = decisions
things-amendments = amendments or revocations
things-boxes = boxes
things-definition = definition
screen-fault = a fault of the program. The ledger in { $at } had { $n ->
        [one] { $n-text } entry
       *[other] { $n-text } entries
    } when it was read last, and is whole
    .advice = Report the lines above, then open the screen again: what was done is not lost.
sign-short = { $n } of the { $needed } officers who are needed have signed; who dissents is not among them
    .advice = What was answered is in the ledger and stands. Have the others answer, or ask all of them once more: repeat the signing.
sign-lines-lost = the ledger has answers to this statement whose signatures are not here any more
    .advice = Have every officer who had answered answer again.
