//! Checks 24 to 28: turnout, the tally file and its root, and with `audit/` everything that it is made of.

use std::collections::BTreeSet;

use super::close::Closed;
use super::ledger::{self, Ledger};
use super::recount::Recount;
use super::setup::Setup;
use super::{COUNTED, GROUPS, SUMS, TALLY, TURNOUT, groups, need};
use crate::digest::{Digest, control_number, hash, sha3};
use crate::group;
use crate::limits;
use crate::parse::definition::Definition;
use crate::parse::entry::Kind;
use crate::parse::per_region;
use crate::parse::tally::{Group, Tally};
use crate::parse::turnout::{self, Turnout};
use crate::read::Edition;
use crate::reason::{Reason, same_bytes, same_digest, same_number};
use crate::report::{At, Checked, Fault, Outcome, Report};

/// The opening that this record is about.
pub(crate) const OPENING: u32 = 1;
/// The tally file.
const TALLY_FILE: &str = "opening-1/tally.tamga";
/// Its place in reports.
const TALLY_PLACE: &str = "record/opening-1/tally.tamga";

/// Turnout and tally, as far as they passed.
pub(crate) struct Tallied {
    /// The rows of `turnout.csv`.
    pub(crate) turnout: Checked<Vec<Turnout>>,
    /// The tally file.
    pub(crate) tally: Checked<Tally>,
}

/// Runs checks 24 and 25, and with recounted regions 26 to 28.
pub(crate) fn check(
    record: &Edition,
    audit: Option<(&Edition, &Checked<Vec<Recount>>)>,
    setup: &Setup,
    ledger: &Ledger,
    closed: &Closed,
    report: &mut Report<'_>,
) -> Tallied {
    let turnout = report.check(TURNOUT, turnout(record, setup, ledger, closed));
    let tally = report.check(TALLY, tally(record, setup, ledger, closed, &turnout));
    if let Some((audit, recounts)) = audit {
        let _ = report.check(GROUPS, grouped(setup, &tally, recounts));
        let _ = report.check(SUMS, summed(setup, &tally, recounts));
        let _ = report.check(COUNTED, counted(audit, setup, &tally, recounts));
    }
    Tallied { turnout, tally }
}

fn turnout(record: &Edition, setup: &Setup, ledger: &Ledger, closed: &Closed) -> Outcome<Vec<Turnout>> {
    let (definition, ballot_box) = (need(&setup.definition)?, need(&closed.ballot_box)?);
    let bytes = record.read("turnout.csv", limits::SHORT_FILE)?;
    let place = "record/turnout.csv";
    let rows = turnout::parse(&bytes, definition).at(place)?;
    for ((region, row), closed) in definition.regions.iter().zip(&rows).zip(&ballot_box.regions) {
        let place = || format!("{place}, region {}", region.code);
        same_number("registered", region.registered, row.registered).at_with(place)?;
        same_number("received", closed.received, row.received).at_with(place)?;
        if row.counted > row.registered {
            return Err(Reason::TooManyVotes { votes: row.counted, most: row.registered }).at_with(place);
        }
        // A first opening comes before any supplement.
        same_number("late", 0, row.late).at_with(place)?;
        if !row.is_conserved() {
            return Err(Reason::NotConserved).at_with(place);
        }
    }
    let total = Turnout::total(&rows);
    let [_, received, _, green, blue, yellow, red, superseded, late] = total.columns();
    for entry in need(&ledger.entries)? {
        let Kind::Verified { figures, turnout, .. } = &entry.kind else {
            continue;
        };
        ledger::same("digest of turnout.csv", &sha3(&[&bytes]), turnout)?;
        if *figures != [received, green, blue, yellow, red, superseded, late] {
            return Err(Reason::Disagrees("turnout.csv")).at(format!("{}, verified", ledger::PLACE));
        }
    }
    let figures = format!(
        "{received} received = {green} green + {blue} blue + {yellow} yellow + {red} red + {superseded} superseded \
         + {late} late, in each of {} regions",
        rows.len(),
    );
    Ok((rows, figures))
}

fn tally(
    record: &Edition,
    setup: &Setup,
    ledger: &Ledger,
    closed: &Closed,
    turnout: &Checked<Vec<Turnout>>,
) -> Outcome<Tally> {
    let (definition, election) = (need(&setup.definition)?, need(&setup.election)?);
    let (ballot_box, turnout) = (need(&closed.ballot_box)?, need(turnout)?);
    let bytes = record.read(TALLY_FILE, tally_len_max(definition))?;
    let tally = Tally::parse(&bytes, definition, &election.digest, &ballot_box.close).at(TALLY_PLACE)?;
    same_number("opening", OPENING, tally.opening).at(TALLY_PLACE)?;
    same_digest("root of the opening before", &[0; 32], &tally.previous).at(TALLY_PLACE)?;
    let leaves: Vec<&Group> = tally.leaves.iter().map(|leaf| &leaf.group).collect();
    for group in &leaves {
        shape(definition, group, turnout, true).at_with(|| place(definition, group))?;
    }
    for group in &tally.withheld {
        shape(definition, group, turnout, false).at_with(|| place(definition, group))?;
    }
    let withheld: Vec<&Group> = tally.withheld.iter().collect();
    partition(definition, &leaves, &withheld).at(TALLY_PLACE)?;
    let root = Kind::Root {
        opening: u64::from(OPENING),
        previous: tally.previous,
        root: tally.root,
        leaves: leaves.len() as u64,
        withheld: withheld.len() as u64,
        sums: tally.sums() as u64,
    };
    ledger::has(need(&ledger.entries)?, 13, &root)?;
    let figures = format!(
        "{} leaves, {} withheld groups, {} sums, root {}, control number {}",
        leaves.len(),
        withheld.len(),
        tally.sums(),
        hex::encode(tally.root),
        control_number(&tally.root),
    );
    Ok((tally, figures))
}

fn place(definition: &Definition, group: &Group) -> String {
    format!("{TALLY_PLACE}, {}", group.place(definition))
}

/// What is known of a group without the ballots: order, size, who joined whom, and that no more are counted than turnout says.
fn shape(definition: &Definition, group: &Group, turnout: &[Turnout], opened: bool) -> Result<(), Reason> {
    let Some((_, others)) = group.regions.split_first() else {
        return Err(Reason::NotAPartition);
    };
    if !others.is_sorted_by(|a, b| a < b) {
        return Err(Reason::OutOfOrder("regions of a group"));
    }
    if (u64::from(group.ballots) >= definition.min_open) != opened {
        return Err(Reason::MinOpen { ballots: group.ballots, min_open: definition.min_open });
    }
    for region in others {
        let joined = groups::target(definition, group.contest, *region);
        if !joined.is_some_and(|target| group.regions.contains(&target)) {
            return Err(Reason::NotMerged(definition.code(*region).to_owned()));
        }
    }
    let counted: u64 = group.regions.iter().filter_map(|region| turnout.get(*region)).map(|row| row.counted).sum();
    if u64::from(group.ballots) > counted {
        let (most, found) = (format!("at most {counted}"), group.ballots.to_string());
        return Err(Reason::differs("ballots", &most, &found));
    }
    Ok(())
}

/// Every region with a contest stands in one group of it; leaves and withheld groups are in order of contest and head.
fn partition(definition: &Definition, leaves: &[&Group], withheld: &[&Group]) -> Result<(), Reason> {
    let key = |group: &&Group| (group.contest, group.head());
    let ascending = |groups: &[&Group]| groups.is_sorted_by(|a, b| key(a) < key(b));
    if !ascending(leaves) || !ascending(withheld) {
        return Err(Reason::OutOfOrder("groups"));
    }
    let mut found = BTreeSet::new();
    for group in leaves.iter().chain(withheld) {
        for region in &group.regions {
            let has = definition.regions.get(*region).is_some_and(|place| place.contests.has(group.contest));
            if !has || !found.insert((group.contest, *region)) {
                return Err(Reason::NotAPartition);
            }
        }
    }
    let contests = |region: &crate::parse::definition::Region| {
        (0..definition.contests.len()).filter(|contest| region.contests.has(*contest)).count()
    };
    let expected: usize = definition.regions.iter().map(contests).sum();
    if found.len() == expected { Ok(()) } else { Err(Reason::NotAPartition) }
}

fn grouped(setup: &Setup, tally: &Checked<Tally>, recounts: &Checked<Vec<Recount>>) -> Outcome<()> {
    let (definition, tally, recounts) = (need(&setup.definition)?, need(tally)?, need(recounts)?);
    let ballots: Vec<Vec<u32>> = recounts.iter().map(|recount| recount.ballots.clone()).collect();
    let (leaves, withheld) = groups::derive(definition, &ballots);
    same_number("leaves", leaves.len(), tally.leaves.len()).at(TALLY_PLACE)?;
    same_number("withheld groups", withheld.len(), tally.withheld.len()).at(TALLY_PLACE)?;
    let found = tally.leaves.iter().map(|leaf| &leaf.group).chain(&tally.withheld);
    for (derived, found) in leaves.iter().chain(&withheld).zip(found) {
        if derived != found {
            return Err(Reason::Disagrees("the groups derived from the ballots")).at(place(definition, found));
        }
    }
    let opened: u64 = leaves.iter().map(|group| u64::from(group.ballots)).sum();
    let kept: u64 = withheld.iter().map(|group| u64::from(group.ballots)).sum();
    Ok(((), format!("min-open {} and merge-into give {opened} ballots opened, {kept} withheld", definition.min_open)))
}

fn summed(setup: &Setup, tally: &Checked<Tally>, recounts: &Checked<Vec<Recount>>) -> Outcome<()> {
    let (definition, tally, recounts) = (need(&setup.definition)?, need(tally)?, need(recounts)?);
    for leaf in &tally.leaves {
        for (option, (a, b)) in leaf.sums.iter().enumerate() {
            let regions = leaf.group.regions.iter().filter_map(|region| recounts.get(*region));
            let parts = regions.filter_map(|recount| recount.sums.get(leaf.group.contest)?.get(option));
            let (sum_a, sum_b) =
                parts.fold(Default::default(), |sum: super::recount::Sum, part| (sum.0 + part.0, sum.1 + part.1));
            if group::bytes(&sum_a) != a.bytes || group::bytes(&sum_b) != b.bytes {
                return Err(Reason::Disagrees("the sum of the counted ballots"))
                    .at(format!("{}, option {option}", place(definition, &leaf.group)));
            }
        }
    }
    Ok(((), format!("{} sums of the ballots counted", tally.sums())))
}

fn counted(audit: &Edition, setup: &Setup, tally: &Checked<Tally>, recounts: &Checked<Vec<Recount>>) -> Outcome<()> {
    let (definition, tally, recounts) = (need(&setup.definition)?, need(tally)?, need(recounts)?);
    let path = "opening-1/salts.tamga";
    let bytes = audit.read(path, 128 + 32 * tally.leaves.len() as u64)?;
    let salts = per_region::salts(&bytes, &need(&setup.election)?.digest, OPENING, tally.leaves.len());
    for (leaf, salt) in tally.leaves.iter().zip(salts.at_with(|| audit.place(path))?) {
        let trackers = trackers_of(&leaf.group, recounts);
        let digest = hash("tamga/counted/v1", &[&salt, &trackers.concat()]);
        same_digest("salted digest of the trackers", &digest, &leaf.counted)
            .at_with(|| place(definition, &leaf.group))?;
    }
    Ok(((), format!("{} salted lists of trackers", tally.leaves.len())))
}

/// The trackers counted in a group, ascending.
pub(crate) fn trackers_of(group: &Group, recounts: &[Recount]) -> Vec<Digest> {
    let regions = group.regions.iter().filter_map(|region| recounts.get(*region));
    let counted = regions.flat_map(|recount| &recount.counted);
    let mut trackers: Vec<Digest> =
        counted.filter(|(_, contests)| contests.has(group.contest)).map(|(tracker, _)| *tracker).collect();
    trackers.sort_unstable();
    trackers
}

/// Reads a file and compares it with the bytes that were derived. Returns its digest.
pub(crate) fn same_file(edition: &Edition, path: &str, derived: &[u8]) -> Result<Digest, Fault> {
    let bytes = edition.read(path, derived.len() as u64)?;
    same_bytes(derived, &bytes).at_with(|| edition.place(path))?;
    Ok(sha3(&[&bytes]))
}

/// Bytes of the longest tally file: every region with a contest is a leaf of its own.
fn tally_len_max(definition: &Definition) -> u64 {
    let regions = definition.regions.len() as u64;
    let leaf = |options: usize| 10 + 32 + 64 * options as u64;
    256 + definition.contests.iter().map(|contest| regions * leaf(contest.options.len())).sum::<u64>()
}
