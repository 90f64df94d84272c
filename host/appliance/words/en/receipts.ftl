# The look-up of one record for the voter who brings its receipt: status and reason, nothing else.

other-look-up = Look up a voter's record
about-look-up = For a voter who is here alone: what became of the record of this receipt. Nothing of it is kept.
entry-receipt = Receipt
hint-receipt = Scan the QR code, TAMGA:RECORD:…, or type the tracker.
receipt-typed = Typed: { $n-text } characters. A whole receipt has { $all-text }, a tracker 64.
act-look-up = Look up a record
who-look-up = Needed: the voter with the receipt.
confirm-look-up = Look the record up?
record-title = Record
record-green = GREEN: in order
record-blue = BLUE: the attestation is not complete
record-yellow = YELLOW: a conflict; counted only if officers decide so
record-red = RED: never counted
record-late = LATE: it came after the box was closed
record-unknown = UNKNOWN: no record with this tracker was received
record-unknown-more = UNKNOWN: not among the records judged so far; something came in that is not judged yet
record-provisional = So far, as seen from outside the seals: it can change when they are opened, and nothing is counted yet.
record-final = As judged after the seals were opened, in the count. Of all records of a voter that are in order one is counted.
record-alone = For the voter alone: send others away and turn the screen, then press Enter. Esc shows nothing.
record-private = For the voter alone: send others away, close this at once.
told-attestation = Its attestation is in question
told-phone = Its phone number is in question

reason-wrong-election = Record of another election
reason-wrong-region = Cast in the wrong region
reason-not-on-roll = Voter not on the roll
reason-bad-certificate = Roll certificate does not hold
reason-revoked = Right to vote revoked
reason-wrong-contests = Other contests than on the roll
reason-bad-signature = Signature does not hold
reason-bad-attestation = Attestation does not hold
reason-bad-outer-digest = Sealed part was changed
reason-duplicate = Copy of another record
reason-seal = Seal does not open
reason-bad-inner-digest = Not the ballot of this tracker
reason-bad-ballot = Proof of the ballot does not hold
reason-late = Came after the box was closed

lookup-bad = this is neither a tracker nor a receipt
    .advice = Scan the voter's QR code, TAMGA:RECORD:…, or type the tracker, 64 digits 0 to 9 and A to F.
lookup-other-election = this receipt is of another election
    .advice = Look whether the voter has a receipt of this election.
