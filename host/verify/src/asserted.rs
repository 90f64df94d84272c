//! What no reader of these files can verify.

/// Only asserted to whoever has the public edition alone.
const WITHOUT_AUDIT: [&str; 9] = [
    "which records were admitted and counted, and that their reasons are those of the rules",
    "the whole of turnout.csv but its sums and what was received, held.csv, and that the record listed under a tracker is whole",
    "that the sums are those of the counted ballots, and every ballot's proofs",
    "that the groups follow from the ballots of each contest, and who is in the counted lists",
    "what was decided about held records and by whom, beyond the digests of the decisions",
    "the state of the chains but for forks, and that nothing imported was dropped",
    "the roll, the revocations and the attestation counts",
    "the digest of the audit edition in the statement",
    "the turnout of openings before a supplement, as it was then",
];

/// Only asserted to everyone.
const ALWAYS: [&str; 21] = [
    "that attestations and roll are true, and revocations deserved",
    "that nothing was dropped before a collector's receipt",
    "that the voter's device encrypted the choice",
    "the reasons that officers gave for decisions, amendments and recounts",
    "that a file that was refused deserved it, and that it was the one with the digest in the ledger",
    "that dice of a lot fell as they were typed in",
    "that the dice of a lot were thrown before anybody computed what they would give",
    "what is right with statements of earlier openings: of them the ledger has the digests only",
    "the facts about HSMs, which are the host's word unless a certificate shows them, and who signed the certificates",
    "what devices logged and tokens counted, and what explains it: of that the ledger has digests and numbers",
    "that HSMs and tokens are genuine, their keys never left them, and shares are erased",
    "that HSMs and tokens answered nothing beyond what the ledger says",
    "that tokens that were replaced were lost, and which of their shares somebody has",
    "that collectors without a chain in a region received nothing there, and what a bundle that is missing held",
    "that the checkers are independent and kept their memory",
    "that the entries between the anchor and the statement are all that happened, in the order in which it happened",
    "that an officer reported as refusing, or without an answer, really was",
    "that bundles were late that the ledger has after the close of their box",
    "that the numbers of seals were read off the seals, and that nobody was in a room whose seals were whole",
    "times, and the answers and PIN generations of unlocks",
    "the envelopes of the key ceremonies and of replacements, of which the record has the digests only",
];

/// The lines of the list.
pub(crate) fn list(audited: bool) -> impl Iterator<Item = &'static str> {
    let first: &[&str] = if audited { &[] } else { &WITHOUT_AUDIT };
    first.iter().chain(&ALWAYS).copied()
}
