# What the entries of the ledger say: a message for every kind, in English.

ledger-tail = Newest entries; times are UTC
signer-officer = officer { $officer }
signer-hsm = HSM { $serial }
hsm-signed = has signed
forms-summary = the summary
forms-all = all forms
forms-region = region { $region }
resume-as-noted = seals and checkpoint as noted
recounted-same = agrees with the statement
recounted-other = DIFFERS from the statement
asked-vote = to vote on held records
ledger-entry-origin = The ledger begins, with the definition of this election.
ledger-entry-keys = Custody key and election key are made.
ledger-entry-roll = The roll is there: { $n ->
    [one] { $n-text } entry
   *[other] { $n-text } entries
}.
ledger-entry-election = The election has its id.
ledger-entry-endorsement = The election is endorsed by { $who }.
ledger-entry-counts = The identity service's attestation counts are there.
ledger-entry-import = Imported: { $region }, { $collector }, bundle { $bundle }, { $n ->
    [one] { $n-text } record
   *[other] { $n-text } records
}.
ledger-entry-admission = Opening { $opening }, admission: { $n ->
    [one] { $n-text } record
   *[other] { $n-text } records
}, { $red-text } red, { $held-text } held.
ledger-entry-close = Box { $opening } is closed by { $officers-n ->
    [one] officer { $officers }
   *[other] officers { $officers }
}; incomplete chains: { $incomplete-text }.
ledger-entry-unlock = The { $role } role of HSM { $hsm } is unlocked by { $officers-n ->
    [one] officer { $officers }
   *[other] officers { $officers }
}.
ledger-entry-unseal = Seal of region { $region } opened by HSM { $hsm }.
ledger-entry-verified = Opening { $opening }, every proof checked: counted { $n-text } of { $received-text }.
ledger-entry-root = Opening { $opening }, tally root: leaves { $leaves-text }, sums { $n-text }, withheld groups { $withheld-text }.
ledger-entry-approval = Opening { $opening }: tally root approved by { $checker }.
ledger-entry-share = Opening { $opening }: shares of the sums by token { $token }.
ledger-entry-refusal = Token { $token } refused { $act }.
ledger-entry-result = Opening { $opening }: counts, totals and seats are there.
ledger-entry-statement = Opening { $opening }: the statement is written.
ledger-entry-signature = Opening { $opening }, statement: { $who } { $answer }.
ledger-entry-published = Opening { $opening }: the signed record is published.
ledger-entry-clock = The clock is set by two persons, from { $first } and { $second }.
ledger-entry-amendment = Amendment { $number } of the definition, signed by { $officers-n ->
    [one] officer { $officers }
   *[other] officers { $officers }
}.
ledger-entry-decision = Decision { $number } on held records: { $for } for, { $against } against.
decided-about = Reason: { $what }.
ledger-entry-pause = Pause { $number }: the room is sealed, with { $n ->
    [one] { $n } seal
   *[other] { $n } seals
}.
ledger-entry-resume = Pause { $number } has ended: { $why }.
ledger-entry-recount = Recount { $number } { $outcome }; signed by { $officers-n ->
    [one] officer { $officers }
   *[other] officers { $officers }
}.
ledger-entry-end = The election is ended by { $officers-n ->
    [one] officer { $officers }
   *[other] officers { $officers }
}.
ledger-entry-revocations = The registrar's revocations are there: { $n-text }.
ledger-entry-refused = A file is refused: { $fault }.
refused-class = { $fault ->
    [other-election] of another election
    [other-counts] of another election
    [unknown-region] region not in the definition
    [unknown-collector] collector not in the definition
    [not-late-yet] late, and the box is still open
    [too-late] after the last box was closed
    [too-many-variants] too many bundles of one number
    [bad-signature] its signature does not hold
    [counts-signature] its signature does not hold
    [bad-root] changed after it was made
    [truncated] it ends early
   *[other] damaged
}
ledger-entry-fork = FORK: { $region }, { $collector }, a second bundle { $bundle }.
ledger-entry-lot = Lot for { $contest }, thrown by officers { $first } and { $second }.
ledger-entry-device-log = Log of HSM { $hsm } read: { $n ->
    [one] { $n-text } entry
   *[other] { $n-text } entries
}, { $unexplained-text } unexplained.
ledger-entry-operations = Token { $token } counted { $n ->
    [one] { $n-text } operation
   *[other] { $n-text } operations
}, { $unexplained-text } unexplained.
ledger-entry-replacement = Replacement { $number }, of { $tokens-n ->
    [one] token { $tokens }
   *[other] tokens { $tokens }
}; decided by { $officers-n ->
    [one] officer { $officers }
   *[other] officers { $officers }
}.
ledger-entry-ended = Token { $token } erased its share of the election key.
ledger-entry-copy = Copy { $number } of the protocol ({ $scope }) for { $recipient }.

## What is wrong with a chain of bundles; what tokens count; what is said of seats; what HSMs are needed for
chain-is-open = no closing bundle
chain-is-gap = a bundle is missing in between
chain-is-fork = two bundles of the same number
chain-is-contradiction = the bundles contradict one another
operation-unlock = unlockings of HSMs
operation-open = openings of sums
operation-sign = signatures under statements
operation-close = closings of boxes
operation-vote = votes on held records
operation-amend = amendments
operation-recount = recounts
operation-endorse = endorsements of elections
operation-dkg = shares kept
seat-remark-withdrawn = withdrawn
seat-remark-not-eligible = cannot take a seat
seat-remark-below-threshold = below the threshold
seat-remark-tie = equal votes, the seat is open
seat-remark-lot = won by lot
seat-remark-lot-lost = lost by lot
need-seal-signatures = seal signatures
need-P-384-ECDH = P-384 ECDH
need-ML-KEM-1024 = ML-KEM-1024
need-separate-roles = separate roles
need-keys-that-never-leave = keys that never leave
need-evidence = evidence
need-audit-log = audit log
region-named = { $name } ({ $code })
unused-votes = unused votes
rehearsal-clock = In a rehearsal the clock keeps the election's own time, not today's.
