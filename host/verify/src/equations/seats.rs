//! The seats of *Seats* in `host/record`, and the bytes of `seats.csv`.
//!
//! Every seat is won with a figure: an option's votes, a remainder, a quotient. Nothing is handed out one after another here:
//! a figure wins when no more figures are as high as there are seats, and competes when that is so only without its equals.

#[cfg(test)]
mod lot_tests;
#[cfg(test)]
mod published_tests;
#[cfg(test)]
mod rule_tests;

use crate::digest::{Digest, hash};

/// How seats are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// No seats are given.
    None,
    /// One each to those with the most votes.
    Plurality,
    /// Full quotas, then largest remainders.
    Hare,
    /// Quotients by 1, 2, 3, …
    Dhondt,
    /// Quotients by 1, 3, 5, …
    SainteLague,
}

/// An option, and what was counted for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Runner<'a> {
    /// Its id.
    pub(crate) id: &'a str,
    /// Whether its role is `candidate`.
    pub(crate) candidate: bool,
    /// Its votes in all openings together.
    pub(crate) votes: u64,
    /// Whether it was withdrawn.
    pub(crate) withdrawn: bool,
}

/// A contest, and what was counted in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Race<'a> {
    /// Its id.
    pub(crate) id: &'a str,
    /// Its options in definition order.
    pub(crate) runners: &'a [Runner<'a>],
    /// Ballots in opened leaves that carry it.
    pub(crate) ballots: u64,
    /// Its seats.
    pub(crate) seats: u32,
    /// How they are given.
    pub(crate) method: Method,
    /// Basis points of the threshold.
    pub(crate) threshold: u32,
    /// Whether the threshold is a part of `ballots` (`cast`) and not of votes (`valid`).
    pub(crate) of_ballots: bool,
    /// Whether a tie is settled by lot (`lot`) and not declared (`declare`).
    pub(crate) by_lot: bool,
    /// The lot that was drawn for it.
    pub(crate) lot: Option<Lot<'a>>,
}

/// What decides ties.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lot<'a> {
    /// `Z` of the newest box when it was drawn.
    pub(crate) close: Digest,
    /// What the first officer threw.
    pub(crate) first: &'a str,
    /// What the second officer threw.
    pub(crate) second: &'a str,
}

/// Why no table can be expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unsettled {
    /// A tie is to be settled by lot, and there is none.
    #[error("contest {contest}: a tie is to be settled by lot, and no lot was drawn")]
    NoLot {
        /// The contest's id.
        contest: String,
    },
    /// A lot was drawn, and no tie asks for one.
    #[error("contest {contest}: a lot was drawn, and no tie asks for one")]
    UnaskedLot {
        /// The contest's id.
        contest: String,
    },
    /// A row of dice is not 10 to 48 digits 1 to 6.
    #[error("contest {contest}: dice are not 10 to 48 digits from 1 to 6")]
    BadDice {
        /// The contest's id.
        contest: String,
    },
}

/// A seat's figure, `votes / divisor`.
#[derive(Clone, Copy)]
struct Figure {
    votes: u128,
    divisor: u128,
}

impl Figure {
    /// Whether this is more than another.
    fn above(self, other: Self) -> bool {
        self.votes * other.divisor > other.votes * self.divisor
    }
}

/// What an option wins, and whether it competes for a seat more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Share {
    seats: u64,
    competes: bool,
}

/// Rule 9: the bytes of `seats.csv`. `races` are all contests in definition order once every region is in a box, none before.
///
/// Refuses a contest whose tie still waits for its lot, a lot that no tie asked for, and dice that cannot be.
pub(crate) fn expected_table(races: &[Race<'_>]) -> Result<Vec<u8>, Unsettled> {
    let mut table = "contest,option,votes,seats,remark\n".to_owned();
    for race in races {
        let has_rows = race.seats > 0 && race.method != Method::None;
        let rows = if has_rows { outcome(race)? } else { Vec::new() };
        if race.lot.is_some() && rows.iter().all(|(_, remark)| *remark != "lot") {
            return Err(Unsettled::UnaskedLot { contest: race.id.to_owned() });
        }
        for (runner, (seats, remark)) in race.runners.iter().zip(&rows) {
            table += &format!("{},{},{},{seats},{remark}\n", race.id, runner.id, runner.votes);
        }
        if has_rows {
            let all: u64 = rows.iter().map(|(seats, _)| seats).sum();
            table += &format!("{},*,{},{all},\n", race.id, base(race));
        }
    }
    Ok(table.into_bytes())
}

/// Rule 1.
fn base(race: &Race<'_>) -> u128 {
    if race.of_ballots {
        return u128::from(race.ballots);
    }
    race.runners.iter().filter(|runner| !runner.withdrawn).map(|runner| u128::from(runner.votes)).sum()
}

/// Rule 2: the remark of an option that takes no part; empty for one that does.
fn excluded(race: &Race<'_>, runner: &Runner<'_>) -> &'static str {
    let reached = u128::from(runner.votes) * 10_000 >= u128::from(race.threshold) * base(race);
    match (runner.withdrawn, runner.candidate) {
        (true, _) => "withdrawn",
        (_, false) => "not-eligible",
        _ if runner.votes == 0 || !reached => "below-threshold",
        _ => "",
    }
}

/// Seats and remark of every option.
fn outcome(race: &Race<'_>) -> Result<Vec<(u64, &'static str)>, Unsettled> {
    let excluded: Vec<&str> = race.runners.iter().map(|runner| excluded(race, runner)).collect();
    // Whoever takes no part stands here without a vote, and wins and competes for nothing with it.
    let votes: Vec<u128> = race
        .runners
        .iter()
        .zip(&excluded)
        .map(|(runner, excluded)| if excluded.is_empty() { u128::from(runner.votes) } else { 0 })
        .collect();
    let shares = shares(race.method, u128::from(race.seats), &votes);
    let won: u64 = shares.iter().map(|share| share.seats).sum();
    let lucky = lucky(race, &shares, u64::from(race.seats).saturating_sub(won))?;
    let rows = race.runners.iter().zip(excluded).zip(shares);
    let rows = rows.map(|((runner, excluded), share)| match &lucky {
        _ if !share.competes => (share.seats, excluded),
        None => (share.seats, "tie"),
        Some(lucky) if lucky.contains(&runner.id) => (share.seats + 1, "lot"),
        Some(_) => (share.seats, "lot-lost"),
    });
    Ok(rows.collect())
}

/// Rules 3 to 5, and of rule 6 who competes.
fn shares(method: Method, seats: u128, votes: &[u128]) -> Vec<Share> {
    let single = |votes: u128| Figure { votes, divisor: 1 };
    match method {
        Method::None => vec![Share::default(); votes.len()],
        Method::Plurality => by_rank(seats, votes, |votes, _| single(votes), 1),
        Method::Dhondt => by_rank(seats, votes, |votes, k| Figure { votes, divisor: k }, seats),
        Method::SainteLague => by_rank(seats, votes, |votes, k| Figure { votes, divisor: 2 * k - 1 }, seats),
        Method::Hare => {
            let all: u128 = votes.iter().sum();
            if all == 0 {
                return vec![Share::default(); votes.len()];
            }
            let full: Vec<u128> = votes.iter().map(|votes| votes * seats / all).collect();
            let remainders: Vec<u128> = votes.iter().map(|votes| votes * seats % all).collect();
            let left = seats - full.iter().sum::<u128>();
            let mut shares = by_rank(left, &remainders, |remainder, _| single(remainder), 1);
            for (share, full) in shares.iter_mut().zip(full) {
                share.seats += u64::try_from(full).unwrap_or(u64::MAX);
            }
            shares
        }
    }
}

/// What options win that have the figures `figure(votes, 1)`, `figure(votes, 2)`, … down to number `most`, the highest first.
///
/// The option's own figures fall, so those that win come first, and how many win is found by halving.
fn by_rank(seats: u128, votes: &[u128], figure: impl Fn(u128, u128) -> Figure, most: u128) -> Vec<Share> {
    // How many figures of all options are at least this one, or above it.
    let count = |own: Figure, with_equals: bool| -> u128 {
        let of_option = |votes: &u128| {
            longest(most, |k| {
                let other = figure(*votes, k);
                if with_equals { !own.above(other) } else { other.above(own) }
            })
        };
        votes.iter().filter(|votes| **votes > 0).map(of_option).sum()
    };
    let share = |own: &u128| {
        if *own == 0 {
            return Share::default();
        }
        let won = longest(most, |k| count(figure(*own, k), true) <= seats);
        let competes = won < most && count(figure(*own, won + 1), false) < seats;
        Share { seats: u64::try_from(won).unwrap_or(u64::MAX), competes }
    };
    votes.iter().map(share).collect()
}

/// The largest k up to `most` for which `holds(1)`, …, `holds(k)`, where `holds` does not come back once it fails.
fn longest(most: u128, holds: impl Fn(u128) -> bool) -> u128 {
    let (mut yes, mut no) = (0, most + 1);
    while no - yes > 1 {
        let middle = yes + (no - yes) / 2;
        if holds(middle) { yes = middle } else { no = middle }
    }
    yes
}

/// Rule 6: the ids of those who win the seats left by lot; `None` where no lot decides.
fn lucky<'a>(race: &Race<'a>, shares: &[Share], left: u64) -> Result<Option<Vec<&'a str>>, Unsettled> {
    let competing = race.runners.iter().zip(shares).filter(|(_, share)| share.competes);
    let competing: Vec<&str> = competing.map(|(runner, _)| runner.id).collect();
    if competing.is_empty() || !race.by_lot {
        return Ok(None);
    }
    let lot = race.lot.ok_or_else(|| Unsettled::NoLot { contest: race.id.to_owned() })?;
    if !are_dice(lot.first) || !are_dice(lot.second) {
        return Err(Unsettled::BadDice { contest: race.id.to_owned() });
    }
    let mut order: Vec<(Digest, &str)> = competing.into_iter().map(|id| (lot_digest(race.id, id, &lot), id)).collect();
    order.sort_unstable();
    order.truncate(usize::try_from(left).unwrap_or(usize::MAX));
    Ok(Some(order.into_iter().map(|(_, id)| id).collect()))
}

/// Rule 7: 10 to 48 digits 1 to 6.
fn are_dice(untrusted: &str) -> bool {
    (10..=48).contains(&untrusted.len()) && untrusted.bytes().all(|digit| (b'1'..=b'6').contains(&digit))
}

/// Rule 7: what the order of the competing options is by.
fn lot_digest(contest: &str, option: &str, lot: &Lot<'_>) -> Digest {
    let len = |text: &str| [u8::try_from(text.len()).expect("ids and dice are at most 48 bytes long")];
    let parts: [&[u8]; 9] = [
        &lot.close,
        &len(contest),
        contest.as_bytes(),
        &len(option),
        option.as_bytes(),
        &len(lot.first),
        lot.first.as_bytes(),
        &len(lot.second),
        lot.second.as_bytes(),
    ];
    hash("tamga/lot/v1", &parts)
}
