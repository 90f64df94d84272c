//! Seats: counts become seats, by the rules of *Seats* in `host/record`.
//!
//! All of it is exact: votes are whole numbers, and quotients are compared by their products, never divided.

mod award;
mod lot;
mod table;
#[cfg(test)]
mod tests;

use tamga_record::definition::{Contest, Role, ThresholdOf, Tie as TieRule};

use award::{Award, award};
pub use lot::{DICE_LEN_MAX, DICE_LEN_MIN, Dice, DiceError, Lot};
pub use table::{SEATS_HEADER, seats_csv};

/// Basis points of the whole.
const BASIS_POINTS: u128 = 10_000;

/// What was counted in one contest, over all openings together.
#[derive(Clone, Copy, Debug)]
pub struct ContestTally<'a> {
    /// Votes per option, in definition order.
    pub votes: &'a [u64],
    /// Ballots in the opened leaves that carry the contest.
    pub ballots: u64,
    /// Per option, in definition order, whether it was withdrawn.
    pub withdrawn: &'a [bool],
}

/// Why an option takes no part, or how a tie that it was in went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The option was withdrawn.
    Withdrawn,
    /// Against all, or a name written in: nobody who could take a seat.
    NotEligible,
    /// Fewer votes than the threshold asks for, or none.
    BelowThreshold,
    /// In a tie for seats that stay open.
    Tie,
    /// In a tie, and won a seat by lot.
    Lot,
    /// In a tie, and won none by lot.
    LotLost,
}

impl Remark {
    /// The word that `seats.csv` writes.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::NotEligible => "not-eligible",
            Self::BelowThreshold => "below-threshold",
            Self::Tie => "tie",
            Self::Lot => "lot",
            Self::LotLost => "lot-lost",
        }
    }
}

/// What one option got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionSeats {
    /// Its votes.
    pub votes: u64,
    /// Its seats.
    pub seats: u32,
    /// What is to be said of it; `None` where its seats follow from its votes alone.
    pub remark: Option<Remark>,
}

/// How a tie was settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// By `tie declare`: its seats stay open.
    Declared,
    /// Not yet: the definition says `tie lot`, and no lot was given. Its seats are open until one is drawn.
    NeedsLot,
    /// By the lot that was given.
    Drawn,
}

/// Options whose equal figures compete for fewer seats than they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The competing options, by their index, ascending.
    pub options: Vec<u16>,
    /// The seats that they compete for: at least one, fewer than the options.
    pub seats: u32,
    /// How it was settled.
    pub settlement: Settlement,
}

/// The seats of one contest. Made by [`allocate`] alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allocation {
    options: Vec<OptionSeats>,
    base: u128,
    seats: u32,
    tie: Option<Tie>,
}

/// Why there is no allocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeatsError {
    /// There is not one tally for every contest of the definition.
    #[error("seats: there are tallies of {tallies} contests, and the definition has {contests}")]
    Contests {
        /// Contests of the definition.
        contests: usize,
        /// Tallies given.
        tallies: usize,
    },
    /// A tally does not have one count, and one withdrawal or none, for every option.
    #[error("seats: a tally has not one count per option; its contest has {options} options")]
    Options {
        /// Options of the contest.
        options: usize,
    },
    /// The table would be written before the lot that the definition asks for was drawn.
    #[error("seats: contest number {} has a tie for {seats} seats that a lot must settle first", contest + 1)]
    NeedsLot {
        /// The contest's index.
        contest: u16,
        /// The seats that are open until then.
        seats: u32,
    },
    /// A lot was drawn for a contest where no tie asks for one.
    #[error("seats: a lot was drawn for contest number {}, where no tie asks for one", contest + 1)]
    UnaskedLot {
        /// The contest's index.
        contest: u16,
    },
}

impl Allocation {
    /// Votes, seats and remark per option, in definition order.
    pub fn options(&self) -> &[OptionSeats] {
        &self.options
    }

    /// What the threshold is a percentage of, in votes or ballots.
    pub const fn base(&self) -> u128 {
        self.base
    }

    /// The seats that somebody got.
    pub fn allocated(&self) -> u32 {
        self.options.iter().map(|option| option.seats).sum()
    }

    /// The seats that nobody got.
    pub fn open(&self) -> u32 {
        self.seats - self.allocated()
    }

    /// The tie, if there was one; there is at most one.
    pub const fn tie(&self) -> Option<&Tie> {
        self.tie.as_ref()
    }

    /// The tie that waits for a lot.
    pub fn needs_lot(&self) -> Option<&Tie> {
        self.tie().filter(|tie| tie.settlement == Settlement::NeedsLot)
    }
}

/// Gives the seats of a contest, which are none with method `none`. A lot counts only where the definition says
/// `tie lot` and there is a tie; where it is missing there, [`Allocation::needs_lot`] says so. Refuses a tally that has
/// not one count per option.
pub fn allocate(contest: &Contest, tally: &ContestTally<'_>, lot: Option<&Lot>) -> Result<Allocation, SeatsError> {
    let count = contest.options.len();
    if tally.votes.len() != count || tally.withdrawn.len() != count {
        return Err(SeatsError::Options { options: count });
    }
    let base = base(contest, tally);
    let figures = contest.options.iter().zip(tally.votes).zip(tally.withdrawn);
    let mut options: Vec<OptionSeats> = figures
        .map(|((option, &votes), &withdrawn)| {
            let remark = if withdrawn { Some(Remark::Withdrawn) } else { exclusion(contest, option.role, votes, base) };
            OptionSeats { votes, seats: 0, remark }
        })
        .collect();
    let eligible: Vec<(u16, u64)> = (0u16..)
        .zip(&options)
        .filter(|(_, option)| option.remark.is_none())
        .map(|(index, option)| (index, option.votes))
        .collect();

    let Award { seats, tied } = award(contest.method, contest.seats, &eligible);
    for (index, won) in seats {
        if let Some(option) = options.get_mut(usize::from(index)) {
            option.seats = won;
        }
    }
    let tie = tied.map(|tied| settle(contest, tied.options, tied.seats, lot, &mut options));
    Ok(Allocation { options, base, seats: contest.seats, tie })
}

/// Rule 1: what the threshold is a percentage of.
fn base(contest: &Contest, tally: &ContestTally<'_>) -> u128 {
    match contest.threshold_of {
        ThresholdOf::Cast => u128::from(tally.ballots),
        ThresholdOf::Valid => {
            let standing = tally.votes.iter().zip(tally.withdrawn).filter(|(_, withdrawn)| !**withdrawn);
            standing.map(|(votes, _)| u128::from(*votes)).sum()
        }
    }
}

/// Rule 2: why an option that was not withdrawn takes no part; `None` for one that does.
fn exclusion(contest: &Contest, role: Role, votes: u64, base: u128) -> Option<Remark> {
    let enough = u128::from(votes) * BASIS_POINTS >= u128::from(contest.threshold_bp) * base;
    match role {
        Role::AgainstAll | Role::WriteIn => Some(Remark::NotEligible),
        Role::Candidate if votes == 0 || !enough => Some(Remark::BelowThreshold),
        Role::Candidate => None,
    }
}

/// Rule 6: leaves the seats of a tie open, or gives them by lot.
fn settle(contest: &Contest, competing: Vec<u16>, seats: u32, lot: Option<&Lot>, options: &mut [OptionSeats]) -> Tie {
    let settlement = match (contest.tie, lot) {
        (TieRule::Declare, _) => Settlement::Declared,
        (TieRule::Lot, None) => Settlement::NeedsLot,
        (TieRule::Lot, Some(_)) => Settlement::Drawn,
    };
    let drawn = lot.filter(|_| settlement == Settlement::Drawn);
    let order = drawn.map_or_else(|| competing.clone(), |lot| lot.draw(contest, &competing));
    for (place, index) in (0u32..).zip(order) {
        let Some(option) = options.get_mut(usize::from(index)) else {
            continue;
        };
        let (won, remark) = match drawn {
            None => (0, Remark::Tie),
            Some(_) if place < seats => (1, Remark::Lot),
            Some(_) => (0, Remark::LotLost),
        };
        option.seats += won;
        option.remark = Some(remark);
    }
    Tie { options: competing, seats, settlement }
}
