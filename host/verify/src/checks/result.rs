//! The tables that are published, written again from the counts of all openings so far: `totals.csv`, `results.csv`, `seats.csv`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::digest::Digest;
use crate::equations::seats::{self, Lot, Race, Runner, Unsettled};
use crate::parse::definition::{Contest, Definition};
use crate::parse::tally::Tally;

use super::amendments::Amended;

/// A tally and the votes of its leaves, option by option.
pub(crate) type Votes<'a> = (&'a Tally, &'a [Vec<u64>]);

/// A lot that was drawn for a contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Drawn {
    /// `Z` of the box.
    pub(crate) close: Digest,
    /// The two officers.
    pub(crate) officers: [u64; 2],
    /// What they threw.
    pub(crate) dice: [String; 2],
}

/// Votes per option, what was not marked, and how many ballots there were.
#[derive(Clone)]
struct Counts {
    options: Vec<u64>,
    blank: u64,
    ballots: u64,
}

impl Counts {
    fn none(contest: &Contest) -> Self {
        Self { options: vec![0; contest.options.len()], blank: 0, ballots: 0 }
    }

    /// Adds a leaf, which has at most max × ballots votes.
    fn add(&mut self, contest: &Contest, ballots: u32, options: &[u64]) {
        let most = contest.max as u64 * u64::from(ballots);
        self.blank += most.saturating_sub(options.iter().sum());
        self.ballots += u64::from(ballots);
        for (sum, votes) in self.options.iter_mut().zip(options) {
            *sum += votes;
        }
    }

    /// The rows of a contest: its options, then `blank`; `prefix` is the region with its comma, or nothing.
    fn write(&self, text: &mut String, prefix: &str, contest: &Contest) {
        for (option, votes) in contest.options.iter().zip(&self.options) {
            let _ = writeln!(text, "{prefix}{},{option},{votes}", contest.id);
        }
        let _ = writeln!(text, "{prefix}{},blank,{}", contest.id, self.blank);
    }
}

/// The totals of every contest.
fn totals(definition: &Definition, opened: &[Votes<'_>]) -> Vec<Counts> {
    let mut totals: Vec<Counts> = definition.contests.iter().map(Counts::none).collect();
    for (tally, votes) in opened {
        for (leaf, options) in tally.leaves.iter().zip(*votes) {
            let place = leaf.group.contest;
            if let (Some(total), Some(contest)) = (totals.get_mut(place), definition.contests.get(place)) {
                total.add(contest, leaf.group.ballots, options);
            }
        }
    }
    totals
}

/// `totals.csv` and `results.csv`.
pub(crate) fn tables(definition: &Definition, opened: &[Votes<'_>]) -> (String, String) {
    let mut rows: BTreeMap<(usize, usize), Counts> = BTreeMap::new();
    for (tally, votes) in opened {
        for (leaf, options) in tally.leaves.iter().zip(*votes) {
            let group = &leaf.group;
            if let Some(contest) = definition.contests.get(group.contest) {
                let row = rows.entry((group.head(), group.contest)).or_insert_with(|| Counts::none(contest));
                row.add(contest, group.ballots, options);
            }
        }
    }
    let mut totals_text = String::from("contest,option,votes\n");
    let mut stars = String::new();
    for (contest, total) in definition.contests.iter().zip(totals(definition, opened)) {
        total.write(&mut totals_text, "", contest);
        total.write(&mut stars, "*,", contest);
    }
    let mut results = String::from("region,contest,option,votes\n");
    for ((region, contest), row) in &rows {
        if let Some(contest) = definition.contests.get(*contest) {
            row.write(&mut results, &format!("{},", definition.code(*region)), contest);
        }
    }
    (totals_text, results + &stars)
}

/// `seats.csv` over openings that have every region in a box.
///
/// Refuses a tie that waits for its lot, and a lot that no tie asks for.
pub(crate) fn seats(
    definition: &Definition,
    opened: &[Votes<'_>],
    amended: &Amended,
    lots: &BTreeMap<usize, Drawn>,
) -> Result<Vec<u8>, Unsettled> {
    let totals = totals(definition, opened);
    let runners: Vec<Vec<Runner<'_>>> = definition
        .contests
        .iter()
        .zip(&totals)
        .enumerate()
        .map(|(place, (contest, counts))| runners(place, contest, counts, amended))
        .collect();
    let contests = definition.contests.iter().zip(&totals).zip(&runners).enumerate();
    let races: Vec<Race<'_>> = contests
        .map(|(place, ((contest, counts), runners))| race(contest, counts, runners, lots.get(&place)))
        .collect();
    seats::expected_table(&races)
}

fn runners<'a>(place: usize, contest: &'a Contest, counts: &Counts, amended: &Amended) -> Vec<Runner<'a>> {
    let options = contest.options.iter().zip(&contest.candidates).zip(&counts.options).enumerate();
    options
        .map(|(option, ((id, candidate), votes))| Runner {
            id,
            candidate: *candidate,
            votes: *votes,
            withdrawn: amended.withdrawn.contains(&(place, option)),
        })
        .collect()
}

fn race<'a>(contest: &'a Contest, counts: &Counts, runners: &'a [Runner<'a>], lot: Option<&'a Drawn>) -> Race<'a> {
    Race {
        id: &contest.id,
        runners,
        ballots: counts.ballots,
        seats: contest.seats,
        method: contest.method,
        threshold: contest.threshold,
        of_ballots: contest.of_cast,
        by_lot: contest.by_lot,
        lot: lot.map(|drawn| {
            let [first, second] = &drawn.dice;
            Lot { close: drawn.close, first, second }
        }),
    }
}
