//! Which contests are on which ballot.

use proptest::prelude::*;
use tamga_casting::layout::{Layout, LayoutError, contest_sets};
use tamga_record::definition::ContestSet;
use tamga_record::votes::{ContestTotals, Plan, PlannedVotes, RegionPlan};

use crate::world::definition;

/// A region with so many ballots, and contests 0, 1, … on so many of them.
fn region(ballots: u32, carrying: &[u32]) -> RegionPlan {
    let of_contest = |(contest, ballots): (u16, &u32)| ContestTotals { contest, ballots: *ballots, votes: Vec::new() };
    let totals = (0u16..).zip(carrying).map(of_contest).collect();
    RegionPlan { registered: ballots, ballots, votes: PlannedVotes::Totals(totals) }
}

/// The contests of every ballot.
fn laid_out(ballots: u32, carrying: &[u32]) -> Vec<Vec<u16>> {
    let region = region(ballots, carrying);
    let layout = Layout::new(&region).unwrap();
    assert_eq!(layout.contests_of(ballots), None);
    (0..ballots).map(|place| layout.contests_of(place).unwrap().indices().collect()).collect()
}

#[test]
fn with_a_contest_on_all_ballots_the_others_are_on_the_first_ones() {
    let expected = [vec![0, 1, 2], vec![0, 1, 2], vec![0, 1], vec![1], vec![1]];
    assert_eq!(laid_out(5, &[3, 5, 2]), expected);
}

#[test]
fn without_one_they_follow_each_other_round_the_ballots() {
    // 0 on ballots 0 to 2, 1 on 3, 4, 0 and 1, 2 on 2 and 3.
    let expected = [vec![0, 1], vec![0, 1], vec![0, 2], vec![1, 2], vec![1]];
    assert_eq!(laid_out(5, &[3, 4, 2]), expected);
    assert_eq!(laid_out(4, &[2, 2]), [vec![0], vec![0], vec![1], vec![1]], "two styles that share no contest");
}

#[test]
fn contests_that_cannot_be_laid_out_are_refused_with_the_numbers() {
    let refused = |ballots, carrying: &[u32]| Layout::new(&region(ballots, carrying)).unwrap_err();
    assert_eq!(refused(5, &[5, 6]), LayoutError::TooMany { contest: 1, carrying: 6, ballots: 5 });
    assert_eq!(refused(5, &[2, 2]), LayoutError::TooFew { carried: 4, ballots: 5 });
}

proptest! {
    #[test]
    fn every_contest_is_on_as_many_ballots_as_it_should_be_and_every_ballot_has_one(
        ballots in 1u32..40, shares in prop::collection::vec(0u32..=100, 1..8),
    ) {
        let mut carrying: Vec<u32> = shares.iter().map(|share| ballots * share / 100).collect();
        // The last contest is on what would be left without.
        let sum: u32 = carrying.iter().sum();
        carrying.push(ballots.saturating_sub(sum));
        let sets = laid_out(ballots, &carrying);
        prop_assert!(sets.iter().all(|set| !set.is_empty()));
        for (contest, carrying) in (0u16..).zip(carrying) {
            let found = sets.iter().filter(|set| set.contains(&contest)).count();
            prop_assert_eq!(found, carrying as usize);
        }
    }
}

#[test]
fn who_casts_no_ballot_has_all_contests_of_the_region() {
    let definition = definition();
    let plan = Plan { regions: vec![region(4, &[1, 3]), region(0, &[])], overvotes: 0 };
    let contests_of = contest_sets(&definition, &plan).unwrap();
    let set = |contests: &[u16]| ContestSet::from_indices(contests.iter().copied()).unwrap();
    let north: Vec<ContestSet> = (0..6).map(|place| contests_of(0, place)).collect();
    assert_eq!(north, [set(&[0]), set(&[1]), set(&[1]), set(&[1]), set(&[0, 1]), set(&[0, 1])]);
    assert_eq!(contests_of(1, 0), set(&[1]));
}
