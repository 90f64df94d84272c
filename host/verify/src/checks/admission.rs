//! Checks 17 to 24: roll, revocations, seeds, decisions, bundles, and every record judged again.

use std::collections::{BTreeMap, HashSet};

use super::chains::{self, States};
use super::close::Closed;
use super::judge::Judge;
use super::ledger::Ledger;
use super::recount::{Counting, Recount};
use super::regions::{InBox, Link, Reader};
use super::setup::Setup;
use super::{ADMISSION, BUNDLES, CHAINS, DECISIONS, REVOCATIONS, ROLL, SEEDS, TOLD, boxes, decisions, lists, need};
use crate::digest::sha3;
use crate::equations::ballot::ElectionKey;
use crate::hybrid::RegionKey;
use crate::limits;
use crate::parse::ballot_box::BallotBox;
use crate::parse::decisions::Decisions;
use crate::parse::entry::Kind;
use crate::parse::finding::Finding;
use crate::parse::per_region;
use crate::parse::revocations::Revocations;
use crate::parse::roll::Roll;
use crate::parse::turnout::Turnout;
use crate::read::Edition;
use crate::reason::{Reason, same_digest, same_number};
use crate::report::{At, Checked, Outcome, Report};
use crate::threads::in_parallel;

/// The roll and which of its certificates verify.
struct CheckedRoll {
    roll: Roll,
    certified: Vec<bool>,
}

/// The region seeds and the keys that they are, of every region in a box.
pub(crate) struct CheckedSeeds {
    /// FIPS 203 seeds.
    pub(crate) seeds: BTreeMap<usize, [u8; 64]>,
    keys: BTreeMap<usize, RegionKey>,
}

/// What every opening comes to in every region of its box.
pub(crate) type Recounts = BTreeMap<(u32, usize), Recount>;

/// The recounts of one opening, by region.
pub(crate) fn of_opening(recounts: &Recounts, opening: u32) -> impl Iterator<Item = &Recount> {
    recounts.range((opening, 0)..(opening + 1, 0)).map(|(_, recount)| recount)
}

/// What the bundles of all regions say.
struct Read {
    states: States,
    /// There when all that judges a record had passed.
    recounts: Option<Recounts>,
}

/// All that judges and counts a record.
struct Basis<'a> {
    roll: &'a Checked<CheckedRoll>,
    revocations: &'a Checked<Revocations>,
    seeds: &'a Checked<CheckedSeeds>,
    decisions: &'a Checked<Decisions>,
}

/// Runs checks 17 to 27. Returns what the counted records come to.
pub(crate) fn check(
    record: &Edition,
    audit: &Edition,
    setup: &Setup,
    ledger: &Ledger,
    closed: &Closed,
    report: &mut Report<'_>,
) -> Checked<Recounts> {
    let roll = report.check(ROLL, roll(audit, setup));
    let revocations = report.check(REVOCATIONS, revocations(audit, setup, ledger));
    let seeds = report.check(SEEDS, seeds(audit, setup, closed));
    let decisions = report.check(DECISIONS, decisions::check(audit, setup, ledger, closed));
    let basis = Basis { roll: &roll, revocations: &revocations, seeds: &seeds, decisions: &decisions };
    let (states, recounts) = match report.check(BUNDLES, bundles(audit, setup, closed, &basis)) {
        Ok(Read { states, recounts }) => (Ok(states), Ok(recounts)),
        Err(depends) => (Err(depends), Err(depends)),
    };
    let _ = report.check(CHAINS, chains::check(audit, setup, &closed.boxes, &closed.imports, &states));
    let recounts = judged(recounts, setup, &basis, closed);
    let _ = report.check(TOLD, decisions::told(setup, &decisions, &recounts));
    let recounts = report.check(ADMISSION, admission(recounts, setup));
    lists::check(record, audit, setup, ledger, closed, &seeds, &recounts, report);
    recounts
}

fn roll(audit: &Edition, setup: &Setup) -> Outcome<CheckedRoll> {
    let (definition, election) = (need(&setup.definition)?, need(&setup.election)?);
    let bytes = audit.read("roll.tamga", Roll::file_len(election.roll_entries))?;
    let place = "audit/roll.tamga";
    same_digest("R", &election.roll, &sha3(&[&bytes])).at(place)?;
    let roll = Roll::parse(&bytes, definition).at(place)?;
    let mut registered = vec![0_u64; definition.regions.len()];
    for entry in &roll.entries {
        if let Some(count) = registered.get_mut(usize::from(entry.region)) {
            *count += 1;
        }
    }
    for (region, found) in definition.regions.iter().zip(&registered) {
        same_number("registered", region.registered, *found).at(format!("{place}, region {}", region.code))?;
    }
    let certified = in_parallel(&roll.entries, |entry| entry.certified(definition));
    let bad = certified.iter().filter(|holds| !**holds).count();
    let figures = format!(
        "{} entries, ascending, registered per region, R; {} certificates hold, {bad} do not and make records red",
        roll.entries.len(),
        roll.entries.len() - bad,
    );
    Ok((CheckedRoll { roll, certified }, figures))
}

/// The path of the revocations.
pub(crate) const REVOCATIONS_FILE: &str = "revocations.tamga";

fn revocations(audit: &Edition, setup: &Setup, ledger: &Ledger) -> Outcome<Revocations> {
    let (definition, election) = (need(&setup.definition)?, need(&setup.election)?);
    let said = ledger.until_newest()?.iter().rev().find_map(|entry| match &entry.kind {
        Kind::Revocations { digest, tags } => Some((*digest, *tags)),
        _ => None,
    });
    let place = audit.place(REVOCATIONS_FILE);
    let Some((digest, tags)) = said else {
        if audit.len(REVOCATIONS_FILE).is_some() {
            return Err(Reason::NoEntry(34)).at(place);
        }
        return Ok((Revocations::default(), "none".to_owned()));
    };
    let bytes = audit.read(REVOCATIONS_FILE, Revocations::file_len(tags))?;
    let revocations = Revocations::parse(&bytes, &election.digest, &definition.registrar).at(&*place)?;
    same_digest("digest in the ledger", &digest, &revocations.digest).at(&*place)?;
    same_number("tags in the ledger", tags, revocations.len()).at(&*place)?;
    let figures = format!("{tags} tags, signed by the registrar, in the ledger before the first close");
    Ok((revocations, figures))
}

fn seeds(audit: &Edition, setup: &Setup, closed: &Closed) -> Outcome<CheckedSeeds> {
    let (definition, keys, election) = (need(&setup.definition)?, need(&setup.keys)?, need(&setup.election)?);
    let mut checked = CheckedSeeds { seeds: BTreeMap::new(), keys: BTreeMap::new() };
    for ballot_box in regular(definition.supplement_number(), need(&closed.boxes)?) {
        let regions: Vec<usize> = ballot_box.regions.iter().map(|region| region.region).collect();
        let path = boxes::path(ballot_box.opening, "seeds.tamga");
        let bytes = audit.read(&path, limits::SHORT_FILE)?;
        let place = || audit.place(&path);
        let seeds = per_region::seeds(&bytes, &election.digest, ballot_box.opening, &regions).at_with(place)?;
        for (region, seed) in regions.into_iter().zip(seeds) {
            let key = RegionKey::from_seed(&seed).at_with(place)?;
            if keys.regions.get(region) != Some(&key.encapsulation_key()) {
                return Err(Reason::Disagrees("the public key")).at(format!(
                    "{}, region {}",
                    place(),
                    definition.code(region)
                ));
            }
            checked.seeds.insert(region, seed);
            checked.keys.insert(region, key);
        }
    }
    let figures = format!("{} seeds are those of the region keys", checked.seeds.len());
    Ok((checked, figures))
}

/// The boxes before the supplement.
fn regular(supplement: u32, boxes: &[BallotBox]) -> impl Iterator<Item = &BallotBox> {
    boxes.iter().filter(move |ballot_box| ballot_box.opening != supplement)
}

fn bundles(audit: &Edition, setup: &Setup, closed: &Closed, basis: &Basis<'_>) -> Outcome<Read> {
    let (definition, election) = (need(&setup.definition)?, need(&setup.election)?);
    let (boxes, imports) = (need(&closed.boxes)?, need(&closed.imports)?);
    let key = setup.election_key.as_ref().ok().and_then(|key| key.commitments.first()).map(ElectionKey::new);
    let judge = match (basis.roll, basis.seeds, basis.revocations, &closed.amended, &key) {
        (Ok(roll), Ok(seeds), Ok(revocations), Ok(amended), Some(key)) => Some(Judge {
            definition,
            election: &election.digest,
            roll: &roll.roll,
            certified: &roll.certified,
            key,
            region_keys: &seeds.keys,
            revocations,
            closes: &amended.closes,
        }),
        _ => None,
    };
    let counting = match (basis.roll, basis.decisions, &judge) {
        (Ok(roll), Ok(decisions), Some(_)) => Some(Counting { definition, roll: &roll.roll, decisions }),
        _ => None,
    };
    let reader = Reader { audit, definition, election: &election.digest, imports, judge };
    let mut read = Read { states: States::new(), recounts: counting.is_some().then(Recounts::new) };
    let mut items = 0_u64;
    for region in boxes::regions_in_boxes(definition, boxes) {
        let [own, late] = reader.read(region)?;
        items += own.links.iter().chain(&late.links).map(|link| u64::from(link.header.items)).sum::<u64>();
        read.states.extend(states(region, &own));
        let opening = boxes::box_of(definition, boxes, region).map_or(0, |ballot_box| ballot_box.opening);
        if let (Some(recounts), Some(counting)) = (&mut read.recounts, &counting) {
            let recount = counting.recount((region, opening), &own.records, None);
            let supplement = definition.supplement_number();
            let in_supplement = boxes.iter().any(|b| b.opening == supplement && b.region(region).is_some());
            if in_supplement {
                let late = counting.recount((region, supplement), &late.records, Some(&recount));
                recounts.insert((supplement, region), late);
            }
            recounts.insert((opening, region), recount);
        }
    }
    let bundles = imports.values().filter(|import| import.opening.is_some()).count();
    let figures =
        format!("{bundles} bundles, {items} items: headers, roots, collectors' signatures, digests in the ledger");
    Ok((read, figures))
}

/// The states of the chains of a region's box.
fn states(region: usize, own: &InBox) -> Vec<((usize, u16), u8)> {
    let collectors: std::collections::BTreeSet<u16> = own.links.iter().map(|link| link.collector).collect();
    let of = |collector: u16| {
        let links: Vec<&Link> = own.links.iter().filter(|link| link.collector == collector).collect();
        ((region, collector), chains::state(&links))
    };
    collectors.into_iter().map(of).collect()
}

/// The recounts, or the check that stood in their way.
fn judged(recounts: Checked<Option<Recounts>>, setup: &Setup, basis: &Basis<'_>, closed: &Closed) -> Checked<Recounts> {
    let depends = [
        setup.election_key.as_ref().err(),
        closed.amended.as_ref().err(),
        basis.roll.as_ref().err(),
        basis.revocations.as_ref().err(),
        basis.seeds.as_ref().err(),
        basis.decisions.as_ref().err(),
    ];
    match depends.into_iter().flatten().next() {
        Some(depends) => Err(*depends),
        None => Ok(recounts?.unwrap_or_default()),
    }
}

fn admission(recounts: Checked<Recounts>, setup: &Setup) -> Outcome<Recounts> {
    let definition = need(&setup.definition)?;
    let recounts = recounts?;
    let mut tags = HashSet::new();
    for recount in recounts.values() {
        if let Some(tag) = recount.counted_tags().find(|tag| !tags.insert(**tag)) {
            return Err(Reason::CountedTwice { tag: hex::encode(tag) })
                .at(format!("audit/bundles/{}", definition.code(recount.region)));
        }
    }
    let total = Turnout::total(recounts.values().map(|recount| &recount.turnout));
    let rows = recounts.values().flat_map(|recount| &recount.rows);
    let failed = |finding| rows.clone().filter(|row| row.findings.has(finding)).count();
    let figures = format!(
        "{} records judged again, {} counted: {} green, {} blue, {} yellow, {} red, {} superseded, {} late; \
         {} outer parts opened, {} did not open; {} range proofs hold one by one, {} bad ballots",
        total.received,
        total.counted,
        total.green,
        total.blue,
        total.yellow,
        total.red,
        total.superseded,
        total.late,
        recounts.values().map(|recount| recount.unsealed).sum::<u64>(),
        failed(Finding::Seal),
        recounts.values().map(|recount| recount.proofs).sum::<u64>(),
        failed(Finding::BadBallot),
    );
    Ok((recounts, figures))
}
