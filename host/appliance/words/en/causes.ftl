# What others say no with: the operating system, HSMs, tokens, cables, ceremonies.

## How it is put together

plain = { $text }
general-advice = Nothing that was written is lost. Mend what is named (device, disk, permissions), or restore it from a copy, then repeat the same act.
list-none = none
list-all = { $before } and { $last }
list-one-of = { $before } or { $last }
officers-listed = { $officers-n ->
         [0] no officer
         [one] officer { $officers }
        *[other] officers { $officers }
    }
role-seal = seal
role-tally = tally
role-escrow = escrow
role-admin = admin

## The operating system and the disk

io-not-found = there is no such file or folder
io-permission-denied = permission denied
    .advice = Nothing that was written is lost. Give the user of the appliance access to what is named, then repeat the same act.
io-read-only = the medium can only be read
    .advice = Nothing that was written is lost. Release the medium's write protection, or mount it for writing, then repeat the same act.
io-storage-full = the disk is full
    .advice = Nothing that was written is lost. Make room on that disk, then repeat the same act: it goes on where it stopped.
disk-full = { $path } cannot be written: the disk mounted at { $medium } is full
    .advice = { io-storage-full.advice }
io-file-too-large = the file would be larger than is allowed here
    .advice = Nothing that was written is lost. Lift the limit on the size of files (ulimit -f), then repeat the same act.
io-already-exists = it exists already
io-not-a-folder = it is not a folder
io-is-a-folder = it is a folder
io-unexpected-end = it ends too early
io-timed-out = no answer in time
io-busy = something else is using it
io-out-of-memory = the memory is used up
    .advice = Nothing that was written is lost. Close other programs, then repeat the same act.
io-medium-gone = the medium does not answer
    .advice = Nothing that was written is lost. Look whether the medium is in; take it out and in, then repeat the same act.
io-other = { $text }

## HSMs

hsm-failed = HSM { $serial }: { $error }
    .advice = { $error-advice }
hsm-wrong-pin = wrong PIN for role { $role }, { $n } tries left
    .advice = Do not try by hand: every try counts. Have the quorum unlock again; if it is refused again, use another HSM and find out who changed the PIN.
hsm-wrong-so-pin = wrong PIN for role admin, { $n } tries left
    .advice = At the set-up: put the right SO PIN into the file that pin-source names, then do the same again. Later on: have the quorum unlock again, and do not try by hand, as every try counts.
hsm-pin-blocked = the PIN of role { $role } is blocked
    .advice = This role of this HSM stays shut: go on with another HSM, and wipe this one with tamga hsm wipe after the election.
hsm-role-locked = role { $role } is locked
    .advice = Repeat the same act: the quorum unlocks it again.
hsm-pin-length = a PIN of { $n } bytes
    .advice = { hsm-device.advice }
hsm-no-keys = the device holds no keys
    .advice = It was wiped, or never set up: go on with another HSM.
hsm-keys-exist = the device holds keys already
    .advice = It holds the keys of an election: take another device, wipe this one with tamga hsm wipe, or, where that election was given up, reset it as its maker says.
hsm-no-such-key = role { $role } has no such key
    .advice = { hsm-device.advice }
hsm-missing-key = the key { $name } is missing on the device
    .advice = Do not use this HSM: its keys are not those of the ceremony. Go on with another, and keep this one for the auditors.
hsm-weak-key = the key { $name } is not as declared: { $property }
    .advice = { hsm-missing-key.advice }
hsm-bad-point = the peer's point is not on the curve
    .advice = { hsm-device.advice }
hsm-bad-wrapping = the wrapped seed of role { $role } does not unwrap
    .advice = { hsm-device.advice }
hsm-sealed = sealed message: { $why }
    .advice = { hsm-device.advice }
hsm-rehearsal = a rehearsal device in a real election
    .advice = A real election needs real HSMs.
hsm-module-missing = there is no PKCS#11 module at { $path }
    .advice = Install the vendor's library, or name its file with module-path; hsm-config/modules lists where it usually is.
hsm-not-a-module = { $path } is not a PKCS#11 module
    .advice = Name the vendor's PKCS#11 library itself, a .so file with C_GetFunctionList.
hsm-not-initialised = the device is not initialised: { $what }
    .advice = Initialise it with tamga hsm provision, or name slots that are free or initialised; slots that a set-up left behind when it was given up are emptied with the module's own tool.
hsm-removed = the device was removed
    .advice = Put it back and repeat the same act.
hsm-unreachable = the connector { $url } cannot be reached
    .advice = Start the connector, or plug the device in, and repeat the same act.
hsm-not-ours = the device in its place is { $found }, not { $expected }
    .advice = Plug in the HSM of this election: its serial is in the definition, and on its label.
hsm-log-full = the device's audit log is full
    .advice = Read its log with tamga hsm log: it is kept here, and the device goes on.
hsm-session-expired = the session of role { $role } expired
    .advice = { hsm-role-locked.advice }
hsm-lacks = the device lacks { $what }
    .advice = Look at tamga hsm probe: it says which needs this device meets.
hsm-naming = { $why }
    .advice = Say builtin, softhsm, 'pkcs11:?module-path=FILE', 'pkcs11:token=NAME?module-path=FILE&pin-source=file:FILE' (in quotes), yubihsm:http://127.0.0.1:12345 or yubihsm:usb.
hsm-file = the file of the HSM is damaged: { $why }
    .advice = Restore appliance/hsm from a copy, then repeat the same act.
hsm-device = { $call } failed: { $code }
    .advice = Go on with another HSM; if all say so, stop, and keep devices and folder for the auditors.

## Cables

link-closed = the token was pulled out
    .advice = Plug it in again and repeat the act.
link-silent = the token does not answer
    .advice = Pull it out, plug it in again and repeat the act. If it stays silent, another program may be talking to it, or it is no token: try another cable or port.
link-noise = bytes without end, and no answer among them
    .advice = What is plugged in there may be no token, or of another version. Try another cable or port, then another token.
link-frame = the cable garbled a frame: { $why }
    .advice = { link-noise.advice }
link-permission-denied = the cable failed: permission denied
    .advice = Have this user allowed to open the port: in the group of serial devices, or as owner of the socket.
link-pipe = the cable failed: { $why }
    .advice = Try another port or cable, and repeat the act.
frame-too-long = the frame is too long
frame-malformed = the bytes are not a frame
frame-damaged = the frame was damaged on the way
frame-version = the frame is of protocol version { $version }
frame-message = the message is none of this protocol

## Tokens and PINs

pin-wrong = wrong PIN, { $n ->
         [0] no tries
         [one] { $n } try
        *[other] { $n } tries
    } left
    .advice = Find the right PIN first: with no try left the token erases itself. Then repeat the act.
pin-wrong-waits = wrong PIN, { $n ->
         [0] no tries
         [one] { $n } try
        *[other] { $n } tries
    } left; it takes the next one in { $wait } s
    .advice = { pin-wrong.advice }
pin-waits = takes the next PIN in { $wait } s, after several wrong ones
excluded-gave-up = its officer gave up typing the PIN
    .advice = Repeat the act when the officer is ready to type the PIN.
excluded-refused = it cannot be logged in: { $why }
    .advice = { $why-advice }
excluded-nonsense = its answer to the log-in is none
    .advice = Do not use this token: tell its maker.
tokens-wanted = { $n ->
         [one] plug in the token
        *[other] plug in the tokens
    } of { $officers-n ->
         [0] no officer
        *[other] officer { $officers }
    }: { $n ->
         [one] { $n } more is needed
        *[other] { $n } more are needed
    }
tokens-wished = plug in the token of { $officers-n ->
         [0] no officer
        *[other] officer { $officers }
    }, or it goes on without
tokens-wished-again = plug in the token of { $officers-n ->
         [0] no officer
        *[other] officer { $officers }
    } again, or it goes on without

## Ceremonies

ceremony-too-few = { $good } of the { $needed } tokens that are needed did their part
ceremony-no-such-token = the commission has no token { $token }
ceremony-not-finished = answers are still missing
ceremony-quorum = quorum: { $why }
ceremony-officer-key = the identity key of officer { $officer }: { $why }
ceremony-pin = the encrypted PIN: { $why }
ceremony-sums = the sums of the tally do not decode
token-fault = token { $token }: { $fault }
token-excluded = { $what }; token { $token }: { $why }
ceremony-refused = { $what }
    .advice = The answers are in the ledger. Repeat the act when officers have changed their minds.
ceremony-undecided = { $what }
    .advice = Nothing was decided. { $why-advice }
ceremony-absent = { $what }
    .advice = Nothing was decided. Plug the tokens in that did not answer, then repeat the act: it begins this act again.
ceremony-unsettled = { $what }
    .advice = Nothing was decided. Have the officers look at their tokens' screens, then repeat the act.
ceremony-lied = { $what }
    .advice = Take { $tokens-n ->
             [one] token { $tokens }
            *[other] tokens { $tokens }
        } out of use: what came from there was false. Then repeat the command.
fault-absent = the token does not answer
fault-refused = the token refused: { $why }
fault-wrong-answer = the answer does not belong to the question
fault-other-definition = the token holds another definition
fault-bad-signature = the signature does not verify
fault-bad-package = the package does not check: { $why }
fault-other-transcript = the token saw another key generation
fault-other-key = the token made another key
fault-key-generation = the key generation does not work out: { $why }
fault-bad-seal = the sealed answer does not open: { $why }
fault-bad-share = the share of the PIN does not verify: { $why }
fault-bad-decryptions = the partial decryptions do not decode or are not as many as the sums
fault-bad-proof = the proof of chunk { $chunk } does not hold: { $why }

## A token's no

refusal-look = Look at its screen, and at tamga token info; then repeat the act.
refusal-bad-frame = the token did not understand the message
    .advice = { refusal-look }
refusal-out-of-order = the request does not belong here in the order of things
    .advice = { refusal-look }
refusal-too-long = longer than the limit or than announced
    .advice = { refusal-look }
refusal-not-initialised = the token has not been initialised
    .advice = Give it an identity first: tamga token init.
refusal-not-logged-in = the officer has not logged in
    .advice = { refusal-look }
refusal-wrong-pin = the PIN is wrong
    .advice = Repeat the act; after too many wrong PINs the token erases itself.
refusal-wiped = too many wrong PINs: the token has erased itself
    .advice = Everything on it is erased, and its officer cannot act with it any more; go on with the others.
refusal-enrolled-elsewhere = the token is enrolled in another election
    .advice = It holds shares of another election's keys. Take another token; or, if nobody needs that election any more, erase it with tamga token wipe.
refusal-bad-definition = the definition is malformed
    .advice = { refusal-look }
refusal-not-an-officer = the definition does not name this token there
    .advice = { refusal-look }
refusal-dealt-wrongly = token { $token } dealt wrongly
    .advice = { refusal-look }
refusal-bad-transcript = the host did not pass on what was sent
    .advice = { refusal-look }
refusal-wrong-keys = the public-key file holds other keys
    .advice = { refusal-look }
refusal-bad-ciphertext = the ciphertext is malformed
    .advice = { refusal-look }
refusal-wrong-label = the ciphertext belongs to another label
    .advice = { refusal-look }
refusal-approvals-missing = approvals of checkers are missing
    .advice = { refusal-look }
refusal-bad-approval = the approval of checker { $checker } does not count
    .advice = { refusal-look }
refusal-slot-taken = another root was opened in this slot
    .advice = { refusal-look }
refusal-opening-beyond = the definition has no such opening
    .advice = { refusal-look }
refusal-by-officer = the officer refused
    .advice = The officer said no, or gave up. Repeat the act when they have changed their mind.
refusal-bad-leaf = the leaf does not fit the definition or what was shown
    .advice = { refusal-look }
refusal-bad-path = the leaf is not under the root
    .advice = { refusal-look }
refusal-bad-sum = the sums do not decode or are not as many as announced
    .advice = { refusal-look }
refusal-statement-mismatch = the statement does not fit
    .advice = { refusal-look }
refusal-rehearsal-mismatch = rehearsal and real election do not mix
    .advice = Tokens for rehearsals and tokens for elections are kept apart: take another one.
refusal-storage = the token's storage failed
    .advice = Its memory failed: take another token, and keep this one.
refusal-wrong-previous-root = the previous root is another one
    .advice = { refusal-look }
refusal-weak-pin = the PIN is too weak
    .advice = Repeat the act, and choose digits that are neither in a row nor repeated.
refusal-other-election = the token endorsed another election
    .advice = It belongs to another election: plug in the token of this one.
refusal-bad-host-key = the host's key is no key
    .advice = { refusal-look }
refusal-bad-figures = the figures of the act cannot be
    .advice = { refusal-look }
refusal-other-box = the officer closed this opening with another box
    .advice = { refusal-look }
refusal-other-purpose = the officer did not log in for this
    .advice = { refusal-look }
refusal-ended = the election has ended for this token
    .advice = Its share of the election key is erased: it opens nothing any more.
refusal-retired = the token is retired
    .advice = It stays out of service for good. Take another token.
refusal-quorum-missing = signatures of officers are missing or do not check
    .advice = { refusal-look }
refusal-bad-label = the label is too long or has characters that are not for it
    .advice = Give a name of at most 16 Latin, Russian or Kazakh letters, digits, spaces inside, hyphens and dots.
refusal-bad-replacement = the replacement does not fit the commission or is not the next
    .advice = { refusal-look }
refusal-replacement-pending = a replacement of tokens has to be finished first
    .advice = A replacement of lost tokens was begun and not finished: repeat tamga token replace.
    .on-screen = A replacement of lost tokens was begun and not finished: repeat it, with O on Overview.
refusal-beyond-token = the definition asks for more flash or counter than the token has left
    .advice = The counter in it is nearly used up: take a new token for this election.

## Named tokens

with-advice = { $what }. { $what-advice }
token-numbered = token { $token }
token-labelled = token { $token } ({ $label })
token-failed = { $name }: { $error }
    .advice = { $error-advice }
token-nameless = a token does not say who it is
    .advice = Plug it in again.
token-wrong-pin = { $name }: { $why }
    .advice = Repeat the act with the right PIN. With no try left the token erases itself.
pins-differ = { $name }: the two PINs that were typed differ
    .advice = Nothing was made. Repeat the act and type the same new PIN twice.
pins-differ-kept = { $name }: the two PINs that were typed differ
    .advice = The PIN is as it was. Repeat the act and type the same new PIN twice.
token-no-such-label = a token takes no such name as "{ $text }"
    .advice = { $why-advice }
tokens-of-a-rehearsal = the tokens of --tokens { $spec } belong to one rehearsal
    .advice = Name the folder of the rehearsal with --at.
no-election-in = there is no election in { $at }
    .advice = Name its folder.
hsm-out-of-service = { $serial } is out of service: { $error }. { $error-advice }
headed = { $what }: { $why }
    .advice = { $what-advice }
too-long = it is longer than { $most } bytes

## Files on sticks, and ports

arrival-other-election = the bundle belongs to another election
arrival-unknown-region = the bundle names region { $region }, which is not in the definition
arrival-unknown-collector = the bundle names collector { $collector }, who is not in the definition
arrival-not-late-yet = bundle { $number } of region { $region } and collector { $collector } is a late one, but the region's box is open
arrival-too-late = bundle { $number } of region { $region } and collector { $collector } came after the region's last box was closed
arrival-variants = collector { $collector } made more bundles { $number } of region { $region } than can be told apart
arrival-other-counts = the attestation counts are not of this election
arrival-counts-signature = the attestation counts are not signed by the identity service
arrival-other-revocations = the revocations are not of this election
arrival-registrar = the revocations are not signed by the registrar
arrival-after-close = the revocations came after the first box was closed
arrival-left-out = the supplement leaves out region { $region }, which has late bundles
arrival-no-box = no box was closed for opening { $opening }
arrival-other-box = the bundles of region { $region } are not those of its box
bundle-unread = bundle: the medium cannot be read or written ({ $why }); try it again or another copy
bundle-bytes = bundle: { $why }
bundle-header = bundle: its header contradicts itself; ask the collector for a new copy
bundle-item = bundle: item number { $item } is not a record; ask the collector for a new copy
bundle-item-count = bundle: it has not as many items as its header says; ask the collector for a new copy
bundle-too-long = bundle: it is longer than 2 GiB; the collector must split it
bundle-root = bundle: its items were changed after it was made; ask the collector for a new copy
bundle-signature = bundle: it is not signed by its collector
bytes-end-early = the file ends early; copy it again from where it was made
bytes-trail = bytes follow the end of the file's contents; copy it again from where it was made
bytes-first-line = the first line names another format or version; check that this is the right file
bytes-over-limit = a length or a count is over its limit; the file was not made by this system
bytes-bad-id = an id is not 1 to 48 of the characters a-z, 0-9 and -
bytes-not-utf8 = the text is not UTF-8
bytes-not-canonical = the file is not written in its one canonical way; it was changed after it was made
certificate-missing = there is no certificate “{ $name }”
certificate-malformed = certificate “{ $name }” is not of the form that it has to have: no { $what }
certificate-signature = certificate “{ $name }” is not signed by the key above it
certificate-other-key = certificate “{ $name }” is about another key
certificate-property = certificate “{ $name }”: { $property } is { $found }, expected { $expected }
certificate-clock = the clock is wrong: it says { $now }, certificate “{ $name }” holds from { $from } to { $until }
naming-kind = tokens are sim, qemu:N (N from 1 to 15), unix:SOCKET,… , serial:DEVICE,… or auto
naming-mixed = all ports are of one kind: unix:SOCKET,SOCKET or serial:DEVICE,DEVICE
naming-count = 1 to 15 ports are named, with commas between them
naming-path = a path with a comma or a line's end in it cannot be named
naming-twice = a port is named twice: each token has one of its own
