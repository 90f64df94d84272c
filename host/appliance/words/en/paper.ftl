# What stands on paper: the protocol to be signed, in English.

## The head

paper-title = PROTOCOL OF THE RESULTS OF VOTING
paper-summary = Summary of all regions
paper-region = Region: { $name } ({ $code })
paper-commission-hint = (name of the election commission)
paper-period = Voting: from { $opens } to { $closes }
paper-status = Status: { $status }
paper-copy = Copy No. { $n-text }
paper-recipient = Issued to: { $recipient }
paper-issued = Made { $time }, entered in the ledger
paper-foot-copy = Copy No. { $n-text } · page { $page } of { $pages }
paper-foot-number = Control number { $number }

## Tables

paper-column-number = No.
paper-column-what = What
paper-column-option = Candidate or option
paper-column-figures = In figures
paper-column-words = In words
paper-column-seats = Seats
paper-turnout = Turnout
paper-registered = Voters on the roll
paper-received = Records (sealed ballots) received
paper-counted = Ballots counted
paper-green = Of those received: nothing to remark (green)
paper-blue = Of those received: not fully checked (blue)
paper-yellow = Of those received: in dispute, held for the commission (yellow)
paper-red = Of those received: invalid (red)
paper-superseded = Of those received: superseded, the voter voted again
paper-late = Of those received: after the box was closed (late)
paper-contest = { $n-text }. { $title }
paper-unused = Unused votes
paper-not-apart = There are no figures of their own for this contest: see the notes.
paper-not-yet = The ballots of this region are not counted yet: there are no figures.

## Notes

paper-notes = Notes
paper-remarks = With remarks: see the notes
paper-overdrawn = { $region }: { $used } attestations used, { $issued } issued. The identity service has to explain the difference.
paper-incomplete = Opening { $opening }: when the box was closed, bundles of collector { $collector } were missing or contradicted each other in: { $regions }.
paper-nothing-from = Opening { $opening }: when the box was closed, no bundle of collector { $collector } was there from: { $regions }.
paper-into = “{ $contest }”, opening { $opening }: fewer than { $min } ballots counted, so that for the secrecy of the vote they were counted with those of { $head } and stand in its protocol.
paper-with = “{ $contest }”, opening { $opening }: these figures have the votes of { $regions } in them, where fewer than { $min } ballots were counted.
paper-withheld = “{ $contest }”, opening { $opening }: fewer than { $min } ballots counted, so that for the secrecy of the vote they were not opened.
paper-of-region = { $region }: { $note }
paper-seat-tie = “{ $contest }”, { $option }: equal votes, the seat is open.
paper-seat-lot = “{ $contest }”, { $option }: the seat was won by lot.
paper-seat-lot-lost = “{ $contest }”, { $option }: the seat was lost by lot.
paper-seat-withdrawn = “{ $contest }”, { $option }: withdrawn.
paper-seat-below-threshold = “{ $contest }”, { $option }: below the threshold.

## Signatures

paper-signed = Officers who signed on their tokens: { $officers }
paper-dissented = Officers who signed with dissent: { $officers }
paper-refused = Officers who refused to sign: { $officers }
paper-silent = Officers who took no part in the signing: { $officers }
paper-chair = Chair of the election commission
paper-deputy = Deputy chair
paper-secretary = Secretary of the commission
paper-member = Member of the commission
paper-signature-hint = (signature)
paper-name-hint = (surname, initials)
paper-seal = Seal
paper-time = The protocol was signed on ____ ______________ 20____ at _____ h _____ min
paper-digest = Digest of the signed protocol (SHA3-256), also in the QR code:
paper-control = Control number, as on the tokens:
paper-figures = The figures are those of the record's files that the signed protocol names; nothing was computed anew.

## What stops a copy

copy-recipient = the recipient of a copy is no plain text, or has letters that the form has not
    .advice = Give --copy-for 1 to 256 bytes in Kazakh, Russian or Latin letters. No copy was made.
copy-no-region = this election has no region “{ $region }”
    .advice = Give its code as in the definition. No copy was made.
copy-not-signed = no quorum has signed a statement that a copy could be of
    .advice = Run tamga sign first; tamga status says what comes next. No copy was made.
    .on-screen = Have the statement signed first, on the screen Sign. No copy was made.
copy-not-the-signed = the record here is not the one that the officers signed: a file was changed or is missing
    .advice = Run tamga export, which publishes it anew, or restore record from a copy. No copy was made.
    .on-screen = Publish it anew on the screen Publish, or restore record from a copy. No copy was made.
copy-answers = the line { $name } under the protocol does not hold, or is not the answer that the ledger has
    .advice = Stop and call the observers: the statement or the ledger was changed. tamga-verify says what differs. No copy was made.
copy-unknown = the ledger has no copy { $copy }
    .advice = tamga protocol --copy-for makes a new one. Nothing was written.
copy-replaced = copy { $copy } is of a statement that a later one has replaced
    .advice = Its figures are in the edition that was published with that statement. Nothing was written.
copy-other-version = copy { $copy } was made by another version of this program, which lays the form out in another way
    .advice = Write its file with that version, or make a new copy. Nothing was written.

## What is said of a copy

at-protocol = protocol
copy-made = copy { $copy } for { $recipient }: { $path }
copy-entered = SHA3-256 { $digest }, in the ledger; published with the next tamga export
copy-again = copy { $copy } once more, the same bytes: { $path }
copy-letters = letters that the form has not, printed as □: { $letters }. Complete these names by hand before the copy is handed out
