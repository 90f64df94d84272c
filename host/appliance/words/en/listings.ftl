# What status and the verbs about HSMs and tokens list, in English.

## Names of figures: at most fourteen cells

listed-received = received
listed-incomplete = incomplete
listed-ledger = ledger
listed-hsm = HSM
listed-published = published
listed-regions = regions
listed-replaced = replaced
listed-shares = shares
listed-paused = paused
listed-now = now
listed-next = next
listed-election = election
listed-contests = contests
listed-ballots = ballots
listed-overvotes = overvotes

## Status, and an election that is checked

status-of = { $id } · { $title }
status-of-rehearsal = REHEARSAL  { $id } · { $title }
status-received = records { $records-text }, bundles { $n-text }
status-ledger = entries { $entries-text }, decisions { $decisions }, amendments { $n }
status-regions = { $n-text } in a box, { $open-text } in none
status-replaced = { $tokens-n ->
    [one] token { $tokens }
   *[other] tokens { $tokens }
}, by replacement { $number }
status-erased = erased by { $tokens-n ->
    [0] no token
    [one] token { $tokens }
   *[other] tokens { $tokens }
} of { $n }
status-paused = pause { $number }, seals noted: { $n }; compare them, then end the pause
input-regions = { $regions-text }, { $n-text } registered voters
input-contests = { $contests }, { $n } options in all
input-ballots = { $n-text }
input-overvotes = { $n-text }: blank in that contest
input-good = The election can be set up.
rehearsal-counted = REHEARSAL: { $n-text } ballots counted, record in { $at }

## Columns

column-token = token
column-label = label
column-key = key
column-life = life
column-officer = officer
column-board = board
column-port = port
column-what = what
column-value = value
column-sums = sums
column-seconds = seconds
column-ms-each = ms each
column-part = part
column-result = result
column-option = option
column-votes = votes
column-share = share
column-bar = bar
column-seats = seats
column-remark = remark
column-need = need
column-met = met
column-how = how
column-serial = serial
column-model = model
column-state = state
column-number = number
column-tick = tick
column-command = command
column-session = session
column-object = object
column-unexplained = unexplained
column-operation = operation
column-times = times
column-s-in-all = s in all
column-fact = fact
column-PIN-generations = PIN generations
column-own-log = own log

## Tokens

no = no
life-factory = factory
life-initialised = initialised
life-enrolled = enrolled
life-ended = ended
life-retired = retired
token-simulated = { $board }, no device
token-for-rehearsals = for rehearsals
token-identity-key = identity key
token-share-key = share key
token-definition = definition
token-custody-share = share of the custody key
token-election-share = share of the election key
token-election = election
token-replacements = replacements
token-pending-shares = shares of a further replacement
token-logged-in = logged in
token-pins-left = PINs left
token-has-to-wait = has to wait
token-waits = { $n } s until the next PIN
part-works = works
part-fails = FAILED

## HSMs

met-second-best = second best
met-not = NO
hsm-without-keys = no keys yet
hsm-in-service = in service
hsm-out = OUT: { $error }
pin-generations = tally { $tally }, escrow { $escrow }, admin { $admin }
log-none = none
log-entries = { $n-text } read, { $unexplained-text } unexplained
hsm-has-no-log = { $serial } has no log of its own that this program can read: what it did stands in the ledger alone, which is the host's word
hsm-log-read = { $serial }: { $n-text } entries read, chain checked as they were read
bench-of = { $serial }, for an election with { $n-text } regions
bench-make-keys = make all keys
bench-unlock = unlock a role
bench-draw = draw a region seed's 64 bytes
bench-open = open a region seed
bench-sign = sign
attest-rehearsal = { $serial }, { $model }: a rehearsal HSM, which proves nothing
attest-facts = { $serial }, { $model }: its facts, which are the host's word
attest-no-certificates = { $serial }: no certificates: nobody but the host says so
attest-made-inside = { $serial }: certificates say that seal, tally and escrow keys were made inside a device of firmware { $firmware }; { $device } signed them
attest-issuer-unchecked = { $serial }: issued by { $issuer }, which was not checked: anybody can make such a chain. Give the vendor's certificate as --authority
attest-issuer = { $serial }: issued by { $issuer }, whose certificate fits
