//! What no reader of these files can verify.

/// Only asserted to whoever has the public edition alone.
const WITHOUT_AUDIT: [&str; 6] = [
    "which records were admitted, and that their reasons are those of the rules",
    "that the sums are those of the admitted ballots, and every ballot's proofs",
    "that the groups follow from the ballots of each contest, and who is in the counted lists",
    "that nothing imported was dropped",
    "the roll and the attestation counts",
    "the digest of the audit edition in the statement",
];

/// Only asserted to everyone.
const ALWAYS: [&str; 7] = [
    "that attestations and roll are true",
    "that nothing was dropped before a collector's receipt",
    "that the voter's device encrypted the choice",
    "reasons of decisions",
    "that HSMs and tokens are genuine, their keys never left them, and shares are erased",
    "times, and the answers and PIN generations of unlocks",
    "the envelopes of the key ceremonies, of which the record has the digest only",
];

/// The lines of the list.
pub(crate) fn list(audited: bool) -> impl Iterator<Item = &'static str> {
    let first: &[&str] = if audited { &[] } else { &WITHOUT_AUDIT };
    first.iter().chain(&ALWAYS).copied()
}
