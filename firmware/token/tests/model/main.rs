//! The token's openings and unlocks, explored: any order of messages, crashes at every store, and what officers say.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

#[path = "../token/board.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod board;
#[path = "../token/commission.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod commission;
#[path = "../token/definition.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod definition;
mod explorer;
mod properties;
#[path = "../token/replacing.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod replacing;
mod stage;
#[path = "../token/tally.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod tally;
mod world;

use std::collections::BTreeSet;

use explorer::{Plan, Report, explore};
use properties::Broken;
use stage::Fault;
use world::{Sort, World, world};

fn is_long() -> bool {
    std::env::var_os("TAMGA_LONG").is_some()
}

/// The messages whose names are none of these.
fn without(world: &World, names: &[&str]) -> Vec<usize> {
    (0..world.messages.len()).filter(|message| !names.contains(&world.messages[*message].name)).collect()
}

/// All messages and cuts; in the short form without later openings, boxes, wrong PINs and a second kind of log-in.
fn plan(world: &World, fault: Option<Fault>) -> Plan {
    if is_long() {
        let messages = without(world, &[]);
        return Plan { messages, fault, cuts: true, wrong_pins: true, compare_each: 50, tolerated: &[] };
    }
    let later = |sort| matches!(sort, Sort::Begin(root) | Sort::Leaf(root, _) if world.roots[root].tally.opening > 1);
    let mut messages = without(world, &["log in to unlock", "close", "close another box", "unlock admin"]);
    messages.retain(|message| !later(world.messages[*message].sort));
    Plan { messages, fault, cuts: true, wrong_pins: false, compare_each: 20, tolerated: &[] }
}

fn explored() -> &'static Report {
    static REPORT: std::sync::OnceLock<Report> = std::sync::OnceLock::new();
    REPORT.get_or_init(|| {
        let report = explore(world(), &plan(world(), None));
        println!(
            "{} states, {} transitions, {} second ways into a state compared",
            report.states, report.transitions, report.compared
        );
        report
    })
}

#[test]
fn no_order_of_messages_and_crashes_breaks_a_promise() {
    let report = explored();
    assert_eq!(report.broken, None);
    assert!(report.states > 100 && report.compared > 10, "{} states", report.states);
    // What may happen does happen: sums of either root of the first opening left a token, each in a run of its own.
    assert!(report.opened[&1].contains(&vec![0]) && report.opened[&1].contains(&vec![1]));
}

/// The roots of an opening that a quorum has shares of, for every way in which honest tokens can have answered: each
/// captured token has its share of all.
fn opened_by_a_quorum(report: &Report, (tokens, needed, captured): (usize, usize, usize)) -> Vec<BTreeSet<usize>> {
    let sets = &report.opened[&1];
    let mut ways = vec![vec![]];
    for _ in captured..tokens {
        ways =
            ways.iter().flat_map(|way| sets.iter().map(|set| [&way[..], std::slice::from_ref(set)].concat())).collect();
    }
    let opened = |way: Vec<Vec<usize>>| {
        let roots: BTreeSet<usize> = way.iter().flatten().copied().collect();
        let shares = |root: &usize| captured + way.iter().filter(|set| set.contains(root)).count();
        roots.into_iter().filter(|root| shares(root) >= needed).collect()
    };
    ways.into_iter().map(opened).collect()
}

#[test]
fn an_honest_token_answers_at_most_one_root_of_a_slot() {
    let report = explored();
    for sets in report.opened.values() {
        assert!(sets.iter().all(|set| set.len() <= 1), "{sets:?}");
    }
}

#[test]
fn two_roots_of_a_slot_are_not_opened_where_checkers_approved_one_whatever_is_captured() {
    let world = world();
    let of_b = |sort| matches!(sort, Sort::Begin(1) | Sort::Leaf(1, _));
    let mut plan = plan(world, None);
    plan.messages.retain(|message| !of_b(world.messages[*message].sort));
    plan.cuts = is_long();
    let report = explore(world, &plan);
    assert_eq!(report.broken, None);
    // Up to M - 1 of N tokens are the adversary's.
    for (tokens, needed, captured) in [(3, 2, 1), (5, 3, 2), (5, 4, 3)] {
        let ways = opened_by_a_quorum(&report, (tokens, needed, captured));
        assert!(ways.iter().all(|roots| roots.iter().all(|root| *root == 0)), "only the approved one");
        assert!(ways.iter().any(|roots| roots.len() == 1), "which can be opened");
    }
}

#[test]
fn where_checkers_approved_two_roots_a_second_one_takes_as_many_honest_officers_again() {
    let report = explored();
    // Two roots take 2 (M - captured) honest tokens: of so many they are never opened, and of one more they may be.
    for (tokens, needed, captured) in [(3, 2, 0), (4, 3, 1), (5, 4, 2), (5, 3, 0)] {
        assert!(2 * (needed - captured) > tokens - captured);
        let ways = opened_by_a_quorum(report, (tokens, needed, captured));
        assert!(ways.iter().all(|roots| roots.len() <= 1));
    }
    let split = opened_by_a_quorum(report, (3, 2, 1));
    assert!(split.iter().any(|roots| roots.len() == 2), "no token can know what another one was shown");
}

#[test]
fn a_new_token_opens_nothing_that_a_token_before_it_would_have_refused() {
    let world = World::of_a_new_token();
    let others = [
        "log in to unlock",
        "close",
        "close another box",
        "unlock tally",
        "unlock admin",
        "open the supplement after A",
    ];
    let messages = without(&world, if is_long() { &[] } else { &others });
    let plan = Plan { messages, fault: None, cuts: is_long(), wrong_pins: false, compare_each: 20, tolerated: &[] };
    let report = explore(&world, &plan);
    assert_eq!(report.broken, None);
    // A's leaf was opened elsewhere, so of opening 1 it opens A and never B; in the second what follows upon A, and never upon B.
    let opened = |opening| report.opened[&opening].iter().flatten().copied().collect::<BTreeSet<usize>>();
    assert_eq!((opened(1), opened(2)), (BTreeSet::from([0]), BTreeSet::from([2])));
}

/// What a board that forgets breaks first, passed over to see what comes of it.
const FORGOTTEN: &[Broken] = &[Broken::NotStoredFirst, Broken::AskedAgain];

/// What the explorer finds on a board with a fault.
fn found(fault: Fault, names: &[&str], tolerated: &'static [Broken]) -> Broken {
    let world = world();
    let is_named = |message: &usize| names.contains(&world.messages[*message].name);
    let messages = (0..world.messages.len()).filter(is_named).collect();
    let plan =
        Plan { messages, fault: Some(fault), cuts: false, wrong_pins: false, compare_each: usize::MAX, tolerated };
    let (broken, trace) = explore(world, &plan).broken.expect("the fault is found");
    println!("{fault:?}: {broken:?} by {trace:?}");
    broken
}

#[test]
fn a_board_that_forgets_what_it_stored_is_found_out() {
    let openings = ["log in for all", "open A", "open B", "open C after A", "leaf"];
    assert_eq!(found(Fault::ForgetsRoots, &openings, &[]), Broken::NotStoredFirst);
    assert_eq!(found(Fault::ForgetsRoots, &openings, FORGOTTEN), Broken::TwoRoots);
    assert_eq!(found(Fault::ForgetsSlots, &openings, &[]), Broken::NotStoredFirst);
    assert_eq!(found(Fault::ForgetsSlots, &openings, FORGOTTEN), Broken::RegionTwice);
    let boxes = ["log in for all", "open A", "leaf", "close another box"];
    assert_eq!(found(Fault::ForgetsBoxes, &boxes, &[]), Broken::OtherBox);
}

#[test]
fn a_board_that_shows_nothing_or_says_yes_by_itself_is_found_out() {
    for fault in [Fault::ShowsNothing, Fault::AgreesToAll] {
        assert_eq!(found(fault, &["log in for all", "open A", "leaf"], &[]), Broken::NoConsent);
        assert_eq!(found(fault, &["log in for all", "unlock tally"], &[]), Broken::NoLabel);
    }
}
