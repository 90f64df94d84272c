//! Checks 16 to 23: roll, seeds, bundles, and every record judged again.

use std::collections::HashSet;

use super::close::Closed;
use super::judge::Judge;
use super::ledger::{self, Ledger};
use super::recount::{Recount, across_regions, recount};
use super::regions::{self, Region};
use super::setup::Setup;
use super::verdict::Reason as Finding;
use super::{ADMISSION, BUNDLES, CHAINS, COUNTS, RECEIVED, ROLL, SEEDS, VERDICTS, lists, need};
use crate::digest::{Digest, sha3};
use crate::equations::ballot::ElectionKey;
use crate::hybrid::RegionKey;
use crate::limits;
use crate::parse::ballot_box::Chain;
use crate::parse::definition::Definition;
use crate::parse::entry::Kind;
use crate::parse::per_region;
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

/// The region seeds and the keys that they are.
pub(crate) struct CheckedSeeds {
    /// FIPS 203 seeds, in definition order.
    pub(crate) seeds: Vec<[u8; 64]>,
    keys: Vec<RegionKey>,
}

/// Region, collector, number, items and digest of a bundle, as its entry in the ledger names it.
type ImportName = (String, String, u64, u64, Digest);
/// The end of every chain per region, and all bundles.
type Imported = (Vec<Vec<Chain>>, HashSet<ImportName>);

/// The bundles of all regions.
struct Read {
    chains: Vec<Vec<Chain>>,
    bundles: HashSet<ImportName>,
    /// There when all that judges a record had passed.
    recounts: Option<Vec<Recount>>,
}

/// Runs checks 16 to 23. Returns what the counted records come to, per region.
pub(crate) fn check(
    record: &Edition,
    audit: &Edition,
    setup: &Setup,
    ledger: &Ledger,
    closed: &Closed,
    report: &mut Report<'_>,
) -> Checked<Vec<Recount>> {
    let roll = report.check(ROLL, roll(audit, setup));
    let seeds = report.check(SEEDS, seeds(audit, setup));
    let read = report.check(BUNDLES, bundles(audit, setup, &roll, &seeds));
    let (read, recounts) = match read {
        Ok(Read { chains, bundles, recounts }) => (Ok((chains, bundles)), Ok(recounts)),
        Err(depends) => (Err(depends), Err(depends)),
    };
    let _ = report.check(CHAINS, dropped(&read, setup, ledger, closed));
    let recounts = report.check(ADMISSION, admission(recounts, setup, &roll, &seeds));
    let _ = report.check(COUNTS, lists::counts(audit, setup, ledger, &recounts));
    let _ = report.check(VERDICTS, lists::verdicts(audit, setup, ledger, &seeds, &recounts));
    let _ = report.check(RECEIVED, lists::received(record, setup, ledger, &recounts));
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

fn seeds(audit: &Edition, setup: &Setup) -> Outcome<CheckedSeeds> {
    let (definition, keys, election) = (need(&setup.definition)?, need(&setup.keys)?, need(&setup.election)?);
    let bytes = audit.read("seeds.tamga", limits::SHORT_FILE)?;
    let place = "audit/seeds.tamga";
    let seeds = per_region::seeds(&bytes, &election.digest, definition.regions.len()).at(place)?;
    let mut region_keys = Vec::with_capacity(seeds.len());
    for (seed, (region, public)) in seeds.iter().zip(definition.regions.iter().zip(&keys.regions)) {
        let key = RegionKey::from_seed(seed).at(place)?;
        if key.encapsulation_key() != *public {
            return Err(Reason::Disagrees("the public key")).at(format!("{place}, region {}", region.code));
        }
        region_keys.push(key);
    }
    let figures = format!("{} seeds are those of the region keys", seeds.len());
    Ok((CheckedSeeds { seeds, keys: region_keys }, figures))
}

fn bundles(
    audit: &Edition,
    setup: &Setup,
    roll: &Checked<CheckedRoll>,
    seeds: &Checked<CheckedSeeds>,
) -> Outcome<Read> {
    let (definition, election) = (need(&setup.definition)?, need(&setup.election)?);
    let key = setup.election_key.as_ref().ok().and_then(|key| key.commitments.first()).map(ElectionKey::new);
    let judge = match (roll, seeds, &key) {
        (Ok(roll), Ok(seeds), Some(key)) => Some(Judge {
            definition,
            election: &election.digest,
            roll: &roll.roll,
            certified: &roll.certified,
            key,
            region_keys: &seeds.keys,
        }),
        _ => None,
    };
    let paths = regions::paths(audit, definition)?;
    let mut read = Read { chains: Vec::new(), bundles: HashSet::new(), recounts: judge.is_some().then(Vec::new) };
    let mut items = 0_u64;
    for place in 0..definition.regions.len() {
        let mut region = regions::read(audit, definition, &election.digest, place, &paths, judge.as_ref())?;
        items += region.chains.iter().map(|chain| chain.total).sum::<u64>();
        read.chains.push(std::mem::take(&mut region.chains));
        read.bundles.extend(names(&region, place, definition));
        if let (Some(recounts), Some(judge)) = (&mut read.recounts, &judge) {
            recounts.push(recount(place, region, definition, judge.roll));
        }
    }
    if let Some(recounts) = &mut read.recounts {
        across_regions(recounts);
    }
    let figures = format!(
        "{} bundles in {} chains, {items} items: headers, order, roots, collectors' signatures, closing bundles",
        read.bundles.len(),
        paths.len(),
    );
    Ok((read, figures))
}

/// The bundles of a region as entries of the ledger name them.
fn names(region: &Region, place: usize, definition: &Definition) -> impl Iterator<Item = ImportName> {
    region.bundles.iter().map(move |bundle| {
        let collector = definition.collectors.get(usize::from(bundle.collector)).map_or("?", |c| c.id.as_str());
        let (number, items) = (u64::from(bundle.bundle), u64::from(bundle.items));
        (definition.code(place).to_owned(), collector.to_owned(), number, items, bundle.digest)
    })
}

/// Every chain ends as the box says, and every import in the ledger is one of these bundles.
fn dropped(read: &Checked<Imported>, setup: &Setup, ledger: &Ledger, closed: &Closed) -> Outcome<()> {
    let (definition, ballot_box, entries) =
        (need(&setup.definition)?, need(&closed.ballot_box)?, need(&ledger.entries)?);
    let (chains, bundles) = need(read)?;
    for ((region, found), closed) in definition.regions.iter().zip(chains).zip(&ballot_box.regions) {
        if *found != closed.chains {
            return Err(Reason::Disagrees("the bundles in audit"))
                .at(format!("record/box.tamga, region {}", region.code));
        }
    }
    let mut imports = 0;
    for entry in entries {
        let Kind::Import { region, collector, bundle, items, digest } = &entry.kind else {
            continue;
        };
        if !bundles.contains(&(region.clone(), collector.clone(), *bundle, *items, *digest)) {
            return Err(Reason::Disagrees("the bundles in audit"))
                .at(format!("{}, import of {region} {collector} {bundle}", ledger::PLACE));
        }
        imports += 1;
    }
    same_number("imports", bundles.len(), imports).at(ledger::PLACE)?;
    Ok(((), format!("{imports} imports in the ledger and all chains of the box are the bundles in audit")))
}

fn admission(
    recounts: Checked<Option<Vec<Recount>>>,
    setup: &Setup,
    roll: &Checked<CheckedRoll>,
    seeds: &Checked<CheckedSeeds>,
) -> Outcome<Vec<Recount>> {
    need(&setup.election_key)?;
    need(roll)?;
    let (definition, keys) = (need(&setup.definition)?, &need(seeds)?.keys);
    let recounts = recounts?.unwrap_or_default();
    same_number("regions", keys.len(), recounts.len()).at("audit/bundles")?;
    for (region, recount) in definition.regions.iter().zip(&recounts) {
        if let Some(tag) = recount.twice {
            return Err(Reason::CountedTwice { tag: hex::encode(tag) }).at(format!("audit/bundles/{}", region.code));
        }
    }
    let total = Turnout::total(&recounts.iter().map(|recount| recount.turnout).collect::<Vec<_>>());
    let rows = recounts.iter().flat_map(|recount| &recount.rows);
    let failed = |reason| rows.clone().filter(|row| row.reasons.has(reason)).count();
    let figures = format!(
        "{} records judged again: {} green, {} red, {} superseded, {} held; {} outer parts opened, {} did not open; \
         {} range proofs hold one by one, {} bad ballots",
        total.received,
        total.green,
        total.red,
        total.superseded,
        total.yellow + total.blue,
        recounts.iter().map(|recount| recount.unsealed).sum::<u64>(),
        failed(Finding::Seal),
        recounts.iter().map(|recount| recount.proofs).sum::<u64>(),
        failed(Finding::BadBallot),
    );
    Ok((recounts, figures))
}
