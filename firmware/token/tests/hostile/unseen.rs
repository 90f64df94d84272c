//! What no token can see, and where it is seen.

use tamga_wire::Response;

use crate::assert_serves;
use crate::commission::ready_token;
use crate::tally::Tally;

/// Tests that hold the other eyes to it. A test of firmware cannot import the verifier, which shares no code with it: so that they
/// are not lost, they are named here and looked for.
const SEEN_BY_THE_VERIFIER: &str = include_str!("../../../../host/verify/tests/verify/a_record.rs");
const SEEN_BY_THE_CHECKERS_PROGRAM: &str = include_str!("../../../../host/verify/tests/verify/approval.rs");

fn assert_has_test(source: &str, name: &str) {
    assert!(source.contains(&format!("#[test]\nfn {name}() {{")), "{name} is gone");
}

#[test]
fn a_ballot_slipped_into_a_sum_before_the_checkers_approved_it_is_opened_and_seen_by_verifier_and_checkers_program() {
    let (mut token, keys) = ready_token();
    let mut stuffed = Tally::new(&keys.e, &keys.election);
    // One option's sum is another one: a root over it, and k approvals of that root, are all a token has.
    stuffed.leaves[0].sums[0] = stuffed.leaves[0].sums[1];
    stuffed.open(&mut token);
    assert_serves(&mut token);
    // The checker's program adds all admitted ballots up itself, and approves nothing where a sum is another.
    assert_has_test(SEEN_BY_THE_CHECKERS_PROGRAM, "nothing_is_approved_when_a_check_failed");
    // Where k checkers approved it all the same, the verifier adds up again: records approved, opened and signed, sums false.
    assert_has_test(SEEN_BY_THE_VERIFIER, "a_bad_ballot_that_is_counted_is_noticed");
    assert_has_test(SEEN_BY_THE_VERIFIER, "a_superseded_ballot_that_is_counted_too_is_noticed");
    assert_has_test(SEEN_BY_THE_VERIFIER, "a_good_ballot_that_is_called_red_is_noticed");
}

#[test]
fn two_tokens_do_not_know_which_root_the_other_one_opened() {
    // Where checkers approved two roots of one opening, each token opens the one that its officer was shown. The checker's program
    // remembers what it approved, so that honest checkers approve one.
    let (mut first, keys) = ready_token();
    let (mut second, _) = ready_token();
    let tally = Tally::new(&keys.e, &keys.election);
    let mut other = tally.clone();
    other.leaves[0].group.ballots -= 1;
    tally.open(&mut first);
    other.open(&mut second);
    assert_eq!(first.ask(&other.begin()), Response::Refused(tamga_wire::Refusal::SlotTaken));
    assert_eq!(second.ask(&tally.begin()), Response::Refused(tamga_wire::Refusal::SlotTaken));
    assert_has_test(SEEN_BY_THE_CHECKERS_PROGRAM, "another_root_for_an_opening_already_approved_is_refused");
    assert_has_test(SEEN_BY_THE_CHECKERS_PROGRAM, "a_ballot_opened_under_another_opening_is_refused");
}
