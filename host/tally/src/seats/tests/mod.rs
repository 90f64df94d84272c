//! Seats by hand, as others published them, and against rules that hold for any votes.

mod lots;
mod properties;
mod published;
mod rules;
mod table;

use tamga_record::definition::{Contest, ElectionOption, Kind, Method, Names, Role, ThresholdOf, Tie as TieRule};

use super::{Allocation, ContestTally, Lot, Remark, allocate};

/// A contest of candidates `option-0`, `option-1`, …, without a threshold, ties declared.
fn contest(method: Method, seats: u32, options: usize) -> Contest {
    let option =
        |index| ElectionOption { id: format!("option-{index}"), role: Role::Candidate, name: Names::default() };
    Contest {
        id: "council".to_owned(),
        title: Names::default(),
        kind: Kind::OneOf,
        max: 1,
        seats,
        method,
        threshold_bp: 0,
        threshold_of: ThresholdOf::Valid,
        tie: TieRule::Declare,
        options: (0..options).map(option).collect(),
    }
}

/// What the contest's seats become with these votes, every one of them on a ballot of its own and no ballot blank.
fn allocated(contest: &Contest, votes: &[u64], lot: Option<&Lot>) -> Allocation {
    let withdrawn = vec![false; votes.len()];
    let tally = ContestTally { votes, ballots: votes.iter().sum(), withdrawn: &withdrawn };
    allocate(contest, &tally, lot).unwrap()
}

/// The seats alone.
fn seats(allocation: &Allocation) -> Vec<u32> {
    allocation.options().iter().map(|option| option.seats).collect()
}

/// The remarks alone.
fn remarks(allocation: &Allocation) -> Vec<Option<Remark>> {
    allocation.options().iter().map(|option| option.remark).collect()
}
