use std::collections::BTreeMap;

use super::expected::Expected;
use super::{copied, long_forms, rehearsed_exactly};
use crate::converters::{boulder, elections, published, published_number, published_rows, slug};

const WHOLE: &str = "boulder-2025";
const CUT: &str = "boulder-2025-cut";
const SUMMARY: &str = "boulder2025_sov/2025C-Boulder-County-Official-Summary-of-Votes.csv";

/// What stays blank in a contest.
fn blank(votes_of_a_voter: u64, count: &super::expected::Count) -> u64 {
    votes_of_a_voter * count.ballots - count.votes.iter().sum::<u64>()
}

#[test]
fn boulder_equals_the_official_summary() {
    let ours = Expected::read(&elections().join(WHOLE), 1);
    assert_eq!((ours.totals().len(), ours.ballots().len()), (32, 198));
    // Ballots, votes, undervotes and overvotes of two contests as the official summary has them.
    let council = ours.total("boulder-council");
    assert_eq!((council.ballots, council.votes[0], blank(4, &council)), (34_109, 16_165, 22_288 + 4 * 65));
    let proposition = ours.total("proposition-ll");
    assert_eq!((proposition.ballots, proposition.votes.as_slice()), (121_558, &[96_238, 23_464][..]));
    let Some(summary) = published(SUMMARY) else {
        return;
    };
    let titles: BTreeMap<&str, (&str, u64)> =
        boulder::CONTESTS.iter().map(|(title, id, max)| (*title, (*id, *max))).collect();
    let mut choices = 0;
    for row in published_rows(&summary).iter().filter(|row| !row[1].is_empty()) {
        let (id, max) = titles[&row[0]];
        let number = |column: usize| published_number(&row[column]);
        let totals = ours.totals();
        let (_, options, count) = totals.iter().find(|(contest, ..)| *contest == id).unwrap();
        let option = options.iter().position(|option| *option == slug(&row[1])).unwrap();
        assert_eq!((count.ballots, count.votes[option]), (number(4), number(5)), "{row:?}");
        assert_eq!(blank(max, count), number(6) + max * number(7), "{row:?}");
        choices += 1;
    }
    assert_eq!(choices, 80);
}

#[test]
fn the_cut_of_boulder_has_all_contests_and_the_figures_of_the_whole() {
    let (whole, cut) = (Expected::read(&elections().join(WHOLE), 1), Expected::read(&elections().join(CUT), 1));
    let contests = |expected: &Expected| expected.totals().iter().map(|(id, ..)| (*id).to_owned()).collect::<Vec<_>>();
    assert_eq!((cut.ballots().len(), contests(&cut)), (20, contests(&whole)));
    let rows: Vec<String> = copied(WHOLE, "totals.csv").lines().map(str::to_owned).collect();
    assert!(copied(CUT, "totals.csv").lines().all(|row| rows.iter().any(|other| other == row)));
    // Contests that fewer ballots carry than their precinct has: the precinct is split.
    let split: std::collections::BTreeSet<String> = published_rows(&copied(CUT, "turnout.csv"))
        .iter()
        .filter(|row| !row[3].is_empty())
        .map(|row| row[0].to_owned())
        .collect();
    assert_eq!(split.len(), 9, "{split:?}");
}

#[test]
fn small_precincts_of_boulder_merge_and_none_is_withheld() {
    for (folder, scale) in [(WHOLE, 1), (WHOLE, 4), (CUT, 1), (CUT, 4)] {
        let gone = Expected::read(&elections().join(folder), scale).merged_and_withheld();
        assert!(!gone.is_empty() && gone.iter().all(|line| line.starts_with("merged")), "{folder} {scale}: {gone:?}");
    }
}

#[test]
fn the_cut_of_boulder_is_counted_exactly() {
    rehearsed_exactly(&elections().join(CUT), 4, &[]);
}

#[test]
fn mischief_changes_no_count_of_the_cut_of_boulder() {
    rehearsed_exactly(&elections().join(CUT), 4, &["--mischief"]);
}

#[test]
fn the_whole_of_boulder_is_counted_exactly() {
    if long_forms() {
        rehearsed_exactly(&elections().join(WHOLE), 1, &[]);
    }
}

#[test]
fn mischief_changes_no_count_of_the_whole_of_boulder() {
    if long_forms() {
        rehearsed_exactly(&elections().join(WHOLE), 4, &["--mischief"]);
    }
}
