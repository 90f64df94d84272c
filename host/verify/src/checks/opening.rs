//! Checks 33 to 36: approvals of the checkers, shares of the tokens, the counts that come out, and the seats.

use std::collections::BTreeMap;

use curve25519_dalek::{RistrettoPoint, Scalar};

use super::close::Closed;
use super::ledger::{self, Ledger};
use super::setup::Setup;
use super::tally::{Tallies, same_file};
use super::{APPROVALS, RESULT, SEATS, SHARES, boxes, need, result};
use crate::digest::{Digest, sha3};
use crate::equations::opening::{CHUNK_LEN, Encoded, Logarithms, Slot, check_chunk, lagrange};
use crate::group;
use crate::ledger::order::Stage;
use crate::limits;
use crate::parse::approvals::{self, Approved};
use crate::parse::definition::Definition;
use crate::parse::entry::{Entry, Kind};
use crate::parse::shares::{self, TokenShare};
use crate::parse::tally::{Leaf, Tally};
use crate::read::Edition;
use crate::reason::Reason;
use crate::report::{At, Checked, Fault, Outcome, Report};
use crate::threads::in_parallel;

/// Digests of the result tables after an opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tables {
    /// SHA3-256 of `totals.csv`.
    pub(crate) totals: Digest,
    /// SHA3-256 of `results.csv`.
    pub(crate) results: Digest,
}

/// The openings that are opened, as far as they passed.
pub(crate) struct Opened {
    /// The result tables after each opening.
    pub(crate) tables: Checked<Vec<Tables>>,
    /// The lots that were drawn in the newest opening, by contest.
    pub(crate) lots: Checked<Lots>,
}

/// The lots of an opening, by contest.
pub(crate) type Lots = BTreeMap<usize, result::Drawn>;

/// The counts of an opening, leaf by leaf, option by option.
type Counts = Vec<Vec<u64>>;

/// What all these checks look at.
struct Openings<'a> {
    record: &'a Edition,
    setup: &'a Setup,
    ledger: &'a Ledger,
    closed: &'a Closed,
    tallies: &'a Checked<Tallies>,
    stage: Stage,
}

/// Runs checks 33 to 36; before the newest opening is opened, on those before it, and not at all where there is none.
pub(crate) fn check(
    record: &Edition,
    setup: &Setup,
    ledger: &Ledger,
    closed: &Closed,
    tallies: &Checked<Tallies>,
    stage: Stage,
    report: &mut Report<'_>,
) -> Opened {
    let openings = Openings { record, setup, ledger, closed, tallies, stage };
    if stage == Stage::Aggregate && tallies.as_ref().is_ok_and(|tallies| tallies.len() < 2) {
        return Opened { tables: Ok(Vec::new()), lots: Ok(Lots::new()) };
    }
    let _ = report.check(APPROVALS, openings.approved());
    let shares = report.check(SHARES, openings.shared());
    let (tables, counts) = match report.check(RESULT, openings.counted(&shares)) {
        Ok((tables, counts)) => (Ok(tables), Ok(counts)),
        Err(depends) => (Err(depends), Err(depends)),
    };
    let lots = report.check(SEATS, openings.seated(&counts));
    Opened { tables, lots }
}

impl Openings<'_> {
    /// The tallies that are opened.
    fn opened(&self) -> Result<&[Tally], Fault> {
        let tallies = need(self.tallies)?;
        let hidden = usize::from(self.stage == Stage::Aggregate);
        Ok(tallies.get(..tallies.len().saturating_sub(hidden)).unwrap_or_default())
    }

    fn approved(&self) -> Outcome<()> {
        let definition = need(&self.setup.definition)?;
        let mut found = Vec::new();
        for (tally, ballot_box) in self.opened()?.iter().zip(need(&self.closed.boxes)?) {
            let message = Approved {
                election: &need(&self.setup.election)?.digest,
                opening: tally.opening,
                previous: &tally.previous,
                close: &ballot_box.close,
                root: &tally.root,
            };
            let path = boxes::path(tally.opening, "approvals.tamga");
            let bytes = self.record.read(&path, limits::SHORT_FILE)?;
            let place = || self.record.place(&path);
            let approvals = approvals::parse(&bytes, definition, &message).at_with(place)?;
            if approvals.len() < definition.approvals {
                let (needed, found) = (definition.approvals, approvals.len());
                return Err(Reason::TooFew { what: "checkers", needed, found }).at_with(place);
            }
            let opening = u64::from(tally.opening);
            let entry = |(checker, signature): &(u16, [u8; 64])| {
                let checker = definition.checkers.get(usize::from(*checker)).map_or("?", |c| c.id.as_str()).to_owned();
                Kind::Approval { opening, checker, digest: sha3(&[signature]) }
            };
            let expected: Vec<Kind> = approvals.iter().map(entry).collect();
            same_last(self.ledger.of_opening(tally.opening)?, 14, &expected)?;
            found.push(format!("opening {opening}: {} of {}", approvals.len(), definition.checkers.len()));
        }
        let needed = definition.approvals;
        Ok(((), format!("{} checkers approved the root, {needed} needed, in the ledger", found.join("; "))))
    }

    fn shared(&self) -> Outcome<Vec<Vec<TokenShare>>> {
        let (mut all, mut lines) = (Vec::new(), Vec::new());
        for tally in self.opened()? {
            let (shares, line) = self.shares_of(tally)?;
            all.push(shares);
            lines.push(line);
        }
        Ok((all, lines.join("; ")))
    }

    fn shares_of(&self, tally: &Tally) -> Outcome<Vec<TokenShare>> {
        let (definition, election) = (need(&self.setup.definition)?, need(&self.setup.election)?);
        let (last, entries) = self.answered(tally.opening)?;
        let commission = need(&self.ledger.commissions)?.at(last);
        let key = commission.election_key(self.setup)?;
        let path = boxes::path(tally.opening, "shares.tamga");
        let place = || self.record.place(&path);
        let bytes = self.record.read(&path, shares_len_max(tally.sums()))?;
        let shares = shares::parse(&bytes, definition, &election.digest, tally.opening, &tally.root, tally.sums());
        let shares = shares.at_with(place)?;
        let (needed, found) = (definition.quorum, shares.len());
        if found < needed {
            return Err(Reason::TooFew { what: "tokens", needed, found }).at_with(place);
        }
        let halves: Vec<&Encoded> = tally.leaves.iter().flat_map(|leaf| &leaf.sums).map(|(a, _)| a).collect();
        let mut proofs = 0;
        for share in &shares {
            let slot = Slot {
                election: &election.digest,
                opening: tally.opening,
                root: &tally.root,
                token: share.token,
                share_key: group::evaluate(key, share.token),
            };
            let pairs: Vec<(&Encoded, &Encoded)> = halves.iter().copied().zip(&share.answers).collect();
            let chunks: Vec<_> = (0_u32..).zip(pairs.chunks(CHUNK_LEN).zip(&share.proofs)).collect();
            for checked in in_parallel(&chunks, |(q, (chunk, proof))| check_chunk(&slot, *q, chunk, proof)) {
                checked.at_with(place)?;
            }
            proofs += chunks.len();
        }
        let opening = u64::from(tally.opening);
        let entry = |share: &TokenShare| Kind::Share { opening, token: u64::from(share.token), digest: share.digest };
        same_last(entries, 15, &shares.iter().map(entry).collect::<Vec<_>>())?;
        let tokens: Vec<String> = shares.iter().map(|share| share.token.to_string()).collect();
        let figures = format!(
            "opening {opening}: tokens {} of {}, {} sums each, {proofs} proofs, in the ledger",
            tokens.join(", "),
            definition.officers.len(),
            tally.sums()
        );
        Ok((shares, figures))
    }

    /// The place of an opening's last share, and the entries that hold of its shares: where tokens were replaced while others had
    /// answered, all answered anew.
    fn answered(&self, opening: u32) -> Result<(usize, &[Entry]), Fault> {
        let (start, entries) = self.ledger.placed_of_opening(opening)?;
        let last = entries.iter().rposition(|entry| entry.number == 15).unwrap_or(0);
        let replaced = entries.iter().take(last).rposition(|entry| entry.number == 41);
        let from = replaced.map_or(0, |at| at + 1);
        Ok((start + last, entries.get(from..).unwrap_or_default()))
    }

    /// (17), (18) Combines the first `M` shares of every opening and finds every count.
    fn counted(&self, shares: &Checked<Vec<Vec<TokenShare>>>) -> Outcome<(Vec<Tables>, Vec<Counts>)> {
        let (definition, shares) = (need(&self.setup.definition)?, need(shares)?);
        let opened = self.opened()?;
        let mut counts: Vec<Counts> = Vec::new();
        let mut tables = Vec::new();
        for (tally, shares) in opened.iter().zip(shares) {
            counts.push(combine(definition, tally, shares)?);
            let so_far: Vec<result::Votes<'_>> = opened.iter().zip(counts.iter().map(Vec::as_slice)).collect();
            let (totals, results) = result::tables(definition, &so_far);
            let digests = Tables { totals: sha3(&[totals.as_bytes()]), results: sha3(&[results.as_bytes()]) };
            let said = self.result_of(tally.opening)?;
            if (digests.totals, digests.results) != (said.0, said.1) {
                return Err(Reason::EntryDiffers(17)).at(format!("{}, opening {}", ledger::PLACE, tally.opening));
            }
            if self.stage == Stage::Complete && counts.len() == opened.len() {
                same_file(self.record, "totals.csv", totals.as_bytes())?;
                same_file(self.record, "results.csv", results.as_bytes())?;
            }
            tables.push(digests);
        }
        let sums: usize = opened.iter().map(Tally::sums).sum();
        let votes: u64 = counts.iter().flatten().flatten().sum();
        let figures =
            format!("{sums} sums combined to {votes} votes; totals.csv and results.csv byte by byte, entry 17");
        Ok(((tables, counts), figures))
    }

    /// The digests of totals, results and seats in entry 17 of an opening.
    fn result_of(&self, opening: u32) -> Result<(Digest, Digest, Digest), Fault> {
        let said = self.ledger.of_opening(opening)?.iter().find_map(|entry| match entry.kind {
            Kind::Result { totals, results, seats, .. } => Some((totals, results, seats)),
            _ => None,
        });
        said.ok_or(Reason::NoEntry(17)).at(ledger::PLACE)
    }

    /// `seats.csv` after every opening, with the lots that were drawn in it. Returns those of the newest.
    fn seated(&self, counts: &Checked<Vec<Counts>>) -> Outcome<Lots> {
        let (definition, counts) = (need(&self.setup.definition)?, need(counts)?);
        let (ballot_boxes, amended) = (need(&self.closed.boxes)?, need(&self.closed.amended)?);
        let opened = self.opened()?;
        let mut drawn = BTreeMap::new();
        let mut given = 0;
        for (number, (tally, ballot_box)) in (1..).zip(opened.iter().zip(ballot_boxes)) {
            let place = || format!("{}, opening {}", ledger::PLACE, tally.opening);
            drawn = lots(self.ledger.of_opening(tally.opening)?, definition, &ballot_box.close)?;
            let so_far: Vec<result::Votes<'_>> =
                opened.iter().zip(counts.iter().map(Vec::as_slice)).take(number).collect();
            let until = ballot_boxes.get(..number).unwrap_or_default();
            let everywhere = boxes::regions_in_boxes(definition, until).len() == definition.regions.len();
            if let (false, Some(contest)) = (everywhere, drawn.keys().next()) {
                return Err(Reason::EarlyLot(definition.contest_id(*contest).to_owned())).at_with(place);
            }
            let table = if everywhere {
                result::seats(definition, &so_far, amended, &drawn).map_err(Reason::Seats).at_with(place)?
            } else {
                b"contest,option,votes,seats,remark\n".to_vec()
            };
            if self.result_of(tally.opening)?.2 != sha3(&[&table]) {
                return Err(Reason::EntryDiffers(17)).at_with(place);
            }
            if self.stage == Stage::Complete && number == opened.len() {
                same_file(self.record, "seats.csv", &table)?;
                given = table.iter().filter(|byte| **byte == b'\n').count() - 1;
            }
        }
        let figures = format!("seats.csv byte by byte, {given} lines, {} lots; entry 17", drawn.len());
        Ok((drawn, figures))
    }
}

/// The lots of an opening: thrown by two officers over the newest box.
fn lots(entries: &[Entry], definition: &Definition, newest: &Digest) -> Result<Lots, Fault> {
    let mut drawn = Lots::new();
    for entry in entries {
        let Kind::Lot { contest, close, officers, dice } = &entry.kind else {
            continue;
        };
        let place = || format!("{}, lot of {contest}", ledger::PLACE);
        ledger::same("Z of the lot", newest, close)?;
        let [first, second] = officers;
        let known = officers.iter().all(|officer| definition.officer(*officer).is_some());
        if first == second || !known {
            return Err(Reason::Disagrees("two officers of the definition")).at_with(place);
        }
        let contest = definition.contests.iter().position(|known| known.id == *contest);
        let contest = contest.ok_or(Reason::UnknownWord("contest")).at_with(place)?;
        drawn.insert(contest, result::Drawn { close: *close, officers: *officers, dice: dice.clone() });
    }
    Ok(drawn)
}

/// For every expected entry, the last one about the same checker or token says exactly this; and there are no others.
fn same_last(entries: &[Entry], number: u64, expected: &[Kind]) -> Result<(), Fault> {
    let about = |kind: &Kind| match kind {
        Kind::Approval { checker, .. } => checker.clone(),
        Kind::Share { token, .. } => token.to_string(),
        _ => String::new(),
    };
    let last: BTreeMap<String, &Kind> =
        entries.iter().filter(|entry| entry.number == number).map(|entry| (about(&entry.kind), &entry.kind)).collect();
    if last.len() != expected.len() {
        let (expected, found) = (expected.len() as u64, last.len() as u64);
        return Err(Reason::EntryCount { kind: number, expected, found }).at(ledger::PLACE);
    }
    match expected.iter().find(|kind| last.get(&about(kind)) != Some(kind)) {
        Some(_) => Err(Reason::EntryDiffers(number)).at(ledger::PLACE),
        None => Ok(()),
    }
}

/// Bytes of the longest shares file: an answer of every officer's token.
fn shares_len_max(sums: usize) -> u64 {
    128 + (limits::OFFICERS * (1 + 32 * sums + 64 * sums.div_ceil(CHUNK_LEN))) as u64
}

fn combine(definition: &Definition, tally: &Tally, shares: &[TokenShare]) -> Result<Counts, Fault> {
    let quorum: Vec<&TokenShare> = shares.iter().take(definition.quorum).collect();
    let indices: Vec<u8> = quorum.iter().map(|share| share.token).collect();
    let lambdas = lagrange(&indices);
    let most = tally.leaves.iter().map(|leaf| u64::from(leaf.group.ballots)).max().unwrap_or(0);
    let logarithms = Logarithms::new(most);
    let mut first = 0;
    let mut jobs = Vec::with_capacity(tally.leaves.len());
    for leaf in &tally.leaves {
        jobs.push((first, leaf));
        first += leaf.sums.len();
    }
    let found = in_parallel(&jobs, |(first, leaf)| votes(*first, leaf, &quorum, &lambdas, &logarithms));
    let mut counts = Counts::with_capacity(found.len());
    for (count, leaf) in found.into_iter().zip(&tally.leaves) {
        let place = || format!("record/opening-{}, {}", tally.opening, leaf.group.place(definition));
        let count = count.at_with(place)?;
        let max = definition.contests.get(leaf.group.contest).map_or(0, |contest| contest.max as u64);
        let (sum, most) = (count.iter().sum::<u64>(), max * u64::from(leaf.group.ballots));
        if sum > most {
            return Err(Reason::TooManyVotes { votes: sum, most }).at_with(place);
        }
        counts.push(count);
    }
    Ok(counts)
}

/// The votes of every option of a leaf whose first sum has this number in the opening.
fn votes(
    first: usize,
    leaf: &Leaf,
    quorum: &[&TokenShare],
    lambdas: &[Scalar],
    logarithms: &Logarithms,
) -> Result<Vec<u64>, Reason> {
    let bound = u64::from(leaf.group.ballots);
    let count = |(j, (_, b)): (usize, &(Encoded, Encoded))| {
        let parts = quorum.iter().zip(lambdas).filter_map(|(share, lambda)| Some(share.answers.get(j)?.point * lambda));
        let message = b.point - parts.sum::<RistrettoPoint>();
        logarithms.find(&message, bound).ok_or(Reason::NoLogarithm { bound })
    };
    (first..).zip(&leaf.sums).map(count).collect()
}
