//! What no reader of these files can verify.

/// Only asserted to whoever has the public edition alone.
const WITHOUT_AUDIT: [&str; 7] = [
    "which records were admitted, and that their reasons are those of the rules",
    "the whole of turnout.csv but its sums and what was received, and that the record listed under a tracker is whole",
    "that the sums are those of the admitted ballots, and every ballot's proofs",
    "that the groups follow from the ballots of each contest, and who is in the counted lists",
    "that nothing imported was dropped",
    "the roll and the attestation counts",
    "the digest of the audit edition in the statement",
];

/// Only asserted to everyone.
const ALWAYS: [&str; 12] = [
    "that attestations and roll are true",
    "that nothing was dropped before a collector's receipt",
    "that the voter's device encrypted the choice",
    "reasons of decisions",
    "that HSMs and tokens are genuine, their keys never left them, and shares are erased",
    "that HSMs and tokens answered nothing beyond what the ledger says",
    "that collectors without a chain in a region received nothing there",
    "that the checkers are independent and kept their memory",
    "that the entries between the anchor and the statement are all that happened",
    "that an officer reported as refusing, or without an answer, really was",
    "times, and the answers and PIN generations of unlocks",
    "the envelopes of the key ceremonies, of which the record has the digest only",
];

/// The lines of the list.
pub(crate) fn list(audited: bool) -> impl Iterator<Item = &'static str> {
    let first: &[&str] = if audited { &[] } else { &WITHOUT_AUDIT };
    first.iter().chain(&ALWAYS).copied()
}
