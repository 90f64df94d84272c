//! Checks 29 to 32: the tally files and their roots, and with `audit/` everything that they are made of.

use std::collections::BTreeSet;

use super::admission::Recounts;
use super::close::Closed;
use super::ledger::{self, Ledger};
use super::setup::Setup;
use super::turnout::Rows;
use super::{COUNTED, GROUPS, SUMS, TALLY, boxes, groups, need};
use crate::digest::{Digest, control_number, hash, sha3};
use crate::group;
use crate::parse::ballot_box::BallotBox;
use crate::parse::definition::Definition;
use crate::parse::entry::Kind;
use crate::parse::per_region;
use crate::parse::tally::{Group, Tally};
use crate::read::Edition;
use crate::reason::{Reason, same_bytes, same_digest, same_number};
use crate::report::{At, Checked, Fault, Outcome, Report};

/// The tallies of all openings, in order.
pub(crate) type Tallies = Vec<Tally>;

/// Runs check 29, and with recounted regions 30 to 32.
pub(crate) fn check(
    record: &Edition,
    audit: Option<(&Edition, &Checked<Recounts>)>,
    setup: &Setup,
    ledger: &Ledger,
    closed: &Closed,
    turnout: &Checked<Rows>,
    report: &mut Report<'_>,
) -> Checked<Tallies> {
    let tallies = report.check(TALLY, tallies(record, setup, ledger, closed, turnout));
    if let Some((audit, recounts)) = audit {
        let _ = report.check(GROUPS, grouped(setup, closed, &tallies, recounts));
        let _ = report.check(SUMS, summed(setup, &tallies, recounts));
        let _ = report.check(COUNTED, counted(audit, setup, &tallies, recounts));
    }
    tallies
}

fn tallies(
    record: &Edition,
    setup: &Setup,
    ledger: &Ledger,
    closed: &Closed,
    turnout: &Checked<Rows>,
) -> Outcome<Tallies> {
    let (definition, election) = (need(&setup.definition)?, need(&setup.election)?);
    let (ballot_boxes, turnout) = (need(&closed.boxes)?, need(turnout)?);
    let mut tallies: Tallies = Vec::new();
    let mut lines = Vec::new();
    for ballot_box in ballot_boxes {
        let path = boxes::path(ballot_box.opening, "tally.tamga");
        let place = || record.place(&path);
        let bytes = record.read(&path, tally_len_max(definition))?;
        let tally = Tally::parse(&bytes, definition, &election.digest, &ballot_box.close).at_with(place)?;
        same_number("opening", ballot_box.opening, tally.opening).at_with(place)?;
        let previous = tallies.last().map_or([0; 32], |last| last.root);
        same_digest("root of the opening before", &previous, &tally.previous).at_with(place)?;
        check_groups(definition, ballot_box, &tally, turnout)?;
        let root = Kind::Root {
            opening: u64::from(tally.opening),
            previous,
            root: tally.root,
            leaves: tally.leaves.len() as u64,
            withheld: tally.withheld.len() as u64,
            sums: tally.sums() as u64,
        };
        ledger::has(ledger.of_opening(tally.opening)?, 13, &root)?;
        lines.push(format!(
            "opening {}: {} leaves, {} withheld groups, {} sums, root {}, control number {}",
            tally.opening,
            tally.leaves.len(),
            tally.withheld.len(),
            tally.sums(),
            hex::encode(tally.root),
            control_number(&tally.root),
        ));
        tallies.push(tally);
    }
    Ok((tallies, lines.join("; ")))
}

fn place(definition: &Definition, opening: u32, group: &Group) -> String {
    format!("record/{}, {}", boxes::path(opening, "tally.tamga"), group.place(definition))
}

/// The regions of a box, ascending.
fn regions_of(ballot_box: &BallotBox) -> Vec<usize> {
    ballot_box.regions.iter().map(|region| region.region).collect()
}

/// What is known of the groups without the ballots.
fn check_groups(definition: &Definition, ballot_box: &BallotBox, tally: &Tally, turnout: &Rows) -> Result<(), Fault> {
    let regions = regions_of(ballot_box);
    let leaves: Vec<&Group> = tally.leaves.iter().map(|leaf| &leaf.group).collect();
    let withheld: Vec<&Group> = tally.withheld.iter().collect();
    for (opened, groups) in [(true, &leaves), (false, &withheld)] {
        for group in groups {
            shape(definition, &regions, group, turnout, opened).at_with(|| place(definition, tally.opening, group))?;
        }
    }
    partition(definition, &regions, &leaves, &withheld)
        .at_with(|| format!("record/{}", boxes::path(tally.opening, "tally.tamga")))
}

/// Order, size, who joined whom, and that no more are counted than turnout says.
fn shape(
    definition: &Definition,
    regions: &[usize],
    group: &Group,
    turnout: &Rows,
    opened: bool,
) -> Result<(), Reason> {
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
        let joined = groups::target(definition, regions, group.contest, *region);
        if !joined.is_some_and(|target| group.regions.contains(&target)) {
            return Err(Reason::NotMerged(definition.code(*region).to_owned()));
        }
    }
    let row = |region: &usize| turnout.binary_search_by_key(region, |(region, _)| *region).ok();
    let rows = group.regions.iter().filter_map(row).filter_map(|at| turnout.get(at));
    let counted: u64 = rows.map(|(_, row)| row.counted).sum();
    if u64::from(group.ballots) > counted {
        let (most, found) = (format!("at most {counted}"), group.ballots.to_string());
        return Err(Reason::differs("ballots", &most, &found));
    }
    Ok(())
}

/// Every region of the box stands in one group of each of its contests; leaves and withheld groups are in order of contest and
/// head.
fn partition(definition: &Definition, regions: &[usize], leaves: &[&Group], withheld: &[&Group]) -> Result<(), Reason> {
    let key = |group: &&Group| (group.contest, group.head());
    let ascending = |groups: &[&Group]| groups.is_sorted_by(|a, b| key(a) < key(b));
    if !ascending(leaves) || !ascending(withheld) {
        return Err(Reason::OutOfOrder("groups"));
    }
    let has = |contest: usize, region: usize| {
        definition.regions.get(region).is_some_and(|region| region.contests.has(contest))
    };
    let mut found = BTreeSet::new();
    for group in leaves.iter().chain(withheld) {
        for region in &group.regions {
            let in_box = regions.binary_search(region).is_ok();
            if !in_box || !has(group.contest, *region) || !found.insert((group.contest, *region)) {
                return Err(Reason::NotAPartition);
            }
        }
    }
    let contests = |region: &usize| (0..definition.contests.len()).filter(|contest| has(*contest, *region)).count();
    let expected: usize = regions.iter().map(contests).sum();
    if found.len() == expected { Ok(()) } else { Err(Reason::NotAPartition) }
}

fn grouped(setup: &Setup, closed: &Closed, tallies: &Checked<Tallies>, recounts: &Checked<Recounts>) -> Outcome<()> {
    let (definition, tallies, recounts) = (need(&setup.definition)?, need(tallies)?, need(recounts)?);
    let (mut opened, mut kept) = (0, 0);
    for (ballot_box, tally) in need(&closed.boxes)?.iter().zip(tallies) {
        let ballots = |contest: usize, region: usize| {
            let recount = recounts.get(&(tally.opening, region));
            recount.and_then(|recount| recount.ballots.get(contest)).copied().unwrap_or(0)
        };
        let (leaves, withheld) = groups::derive(definition, &regions_of(ballot_box), ballots);
        let file = || format!("record/{}", boxes::path(tally.opening, "tally.tamga"));
        same_number("leaves", leaves.len(), tally.leaves.len()).at_with(file)?;
        same_number("withheld groups", withheld.len(), tally.withheld.len()).at_with(file)?;
        let found = tally.leaves.iter().map(|leaf| &leaf.group).chain(&tally.withheld);
        for (derived, found) in leaves.iter().chain(&withheld).zip(found) {
            if derived != found {
                return Err(Reason::Disagrees("the groups derived from the ballots")).at(place(
                    definition,
                    tally.opening,
                    found,
                ));
            }
        }
        opened += leaves.iter().map(|group| u64::from(group.ballots)).sum::<u64>();
        kept += withheld.iter().map(|group| u64::from(group.ballots)).sum::<u64>();
    }
    Ok(((), format!("min-open {} and merge-into give {opened} ballots opened, {kept} withheld", definition.min_open)))
}

fn summed(setup: &Setup, tallies: &Checked<Tallies>, recounts: &Checked<Recounts>) -> Outcome<()> {
    let (definition, tallies, recounts) = (need(&setup.definition)?, need(tallies)?, need(recounts)?);
    for tally in tallies {
        for leaf in &tally.leaves {
            for (option, (a, b)) in leaf.sums.iter().enumerate() {
                let of_region =
                    |region: &usize| recounts.get(&(tally.opening, *region))?.sums.get(leaf.group.contest)?.get(option);
                let parts = leaf.group.regions.iter().filter_map(of_region);
                let (sum_a, sum_b) =
                    parts.fold(Default::default(), |sum: super::adding::Sum, part| (sum.0 + part.0, sum.1 + part.1));
                if group::bytes(&sum_a) != a.bytes || group::bytes(&sum_b) != b.bytes {
                    return Err(Reason::Disagrees("the sum of the counted ballots"))
                        .at(format!("{}, option {option}", place(definition, tally.opening, &leaf.group)));
                }
            }
        }
    }
    Ok(((), format!("{} sums of the ballots counted", tallies.iter().map(Tally::sums).sum::<usize>())))
}

fn counted(audit: &Edition, setup: &Setup, tallies: &Checked<Tallies>, recounts: &Checked<Recounts>) -> Outcome<()> {
    let (definition, tallies, recounts) = (need(&setup.definition)?, need(tallies)?, need(recounts)?);
    let election = &need(&setup.election)?.digest;
    for tally in tallies {
        let path = boxes::path(tally.opening, "salts.tamga");
        let bytes = audit.read(&path, 128 + 32 * tally.leaves.len() as u64)?;
        let salts = per_region::salts(&bytes, election, tally.opening, tally.leaves.len());
        for (leaf, salt) in tally.leaves.iter().zip(salts.at_with(|| audit.place(&path))?) {
            let trackers = trackers_of(tally.opening, &leaf.group, recounts);
            let digest = hash("tamga/counted/v1", &[&salt, trackers.as_flattened()]);
            same_digest("salted digest of the trackers", &digest, &leaf.counted)
                .at_with(|| place(definition, tally.opening, &leaf.group))?;
        }
    }
    let leaves: usize = tallies.iter().map(|tally| tally.leaves.len()).sum();
    Ok(((), format!("{leaves} salted lists of trackers")))
}

/// The trackers counted in a group of an opening, ascending.
pub(crate) fn trackers_of(opening: u32, group: &Group, recounts: &Recounts) -> Vec<Digest> {
    let of_group = group.regions.iter().filter_map(|region| recounts.get(&(opening, *region)));
    let counted = of_group.flat_map(|recount| &recount.counted);
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
