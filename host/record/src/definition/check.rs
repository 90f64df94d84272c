//! The rules of a definition that its text alone does not enforce.

use std::collections::HashSet;

use tamga_crypto::sign::VerifyingKey;

use super::merging::{Crowd, crowded_head, endless_link};
use super::size::{LongTotals, demand, long_totals};
use super::{Contest, Definition, DefinitionError, Kind, Language, Named, Names, Place, Problem};
use crate::bytes::is_id;
use crate::limits::{
    CELL_LEN_MAX, CHECKERS_MAX, COLLECTORS_MAX, CONTESTS_MAX, DEFINITION_LEN_MAX, HSMS_MAX, MARKS_MAX, NAME_LEN_MAX,
    OFFICERS_MAX, OPENINGS_MAX, OPTIONS_MAX, REGIONS_MAX, SEATS_MAX, THRESHOLD_MAX,
};
use crate::text::is_text;
use crate::time::UNIX_SECONDS_MAX;

type Checked = Result<(), DefinitionError>;

/// Ids that mean something else in the tables. `*` is no id anyway.
pub(crate) const RESERVED_IDS: [&str; 2] = ["blank", "-"];

/// HSMs of a real election at least.
const HSMS_MIN_REAL: usize = 2;
/// A region with fewer registered than so many times `min-open` is small.
const SMALL_REGION_FACTOR: u64 = 10;

fn must(holds: bool, place: Place, problem: Problem) -> Checked {
    if holds { Ok(()) } else { Err(DefinitionError::Rule { place, problem }) }
}

pub(super) fn check(definition: &Definition) -> Checked {
    check_election(definition)?;
    check_commission(definition)?;
    check_keys(definition)?;
    check_contests(definition)?;
    check_regions(definition)?;
    check_merging(definition)?;
    check_real(definition)?;
    check_sizes(definition)
}

fn check_id(id: &str, place: Place) -> Checked {
    let is_free = !RESERVED_IDS.contains(&id);
    must(is_id(id.as_bytes()) && is_free, place, Problem::BadId)
}

/// All ids of one kind: form, and that none is there twice.
fn check_ids<'a>(ids: impl IntoIterator<Item = (&'a str, Place)>) -> Checked {
    let mut seen = HashSet::new();
    for (id, place) in ids {
        check_id(id, place)?;
        must(seen.insert(id), place, Problem::DuplicateId)?;
    }
    Ok(())
}

fn check_names(names: &Names, language: Language, place: Place) -> Checked {
    let texts = Language::ALL.iter().filter_map(|each| names.in_language(*each));
    let are_texts = texts.into_iter().all(|text| is_text(text, NAME_LEN_MAX));
    must(are_texts && names.in_language(language).is_some(), place, Problem::BadName)
}

fn check_election(definition: &Definition) -> Checked {
    check_id(&definition.id, Place::Election)?;
    check_names(&definition.title, definition.language, Place::Election)?;
    let in_order = definition.opens < definition.closes && definition.closes <= UNIX_SECONDS_MAX;
    must(in_order, Place::Election, Problem::BadPeriod)?;
    let openings = (1..=OPENINGS_MAX).contains(&definition.openings);
    let numbers = definition.min_open >= 1 && openings && definition.cell_len <= CELL_LEN_MAX;
    must(numbers, Place::Election, Problem::BadNumber)?;
    let counts = (1..=CONTESTS_MAX).contains(&definition.contests.len())
        && (1..=REGIONS_MAX).contains(&definition.regions.len());
    must(counts, Place::Election, Problem::BadCount)
}

fn check_commission(definition: &Definition) -> Checked {
    let counts = (1..=OFFICERS_MAX).contains(&definition.officers.len())
        && (1..=CHECKERS_MAX).contains(&definition.checkers.len())
        && (1..=COLLECTORS_MAX).contains(&definition.collectors.len())
        && (1..=HSMS_MAX).contains(&definition.hsms.len());
    must(counts, Place::Commission, Problem::BadCount)?;
    let is_majority = |needed: u8, all: usize| (all / 2 + 1..=all).contains(&usize::from(needed));
    let quorum = is_majority(definition.quorum, definition.officers.len());
    must(quorum, Place::Commission, Problem::BadQuorum)?;
    let approvals = is_majority(definition.approvals, definition.checkers.len());
    must(approvals, Place::Commission, Problem::BadApprovals)?;
    let at_commission = |named: &'_ Named| (named.id.clone(), Place::Commission);
    for holders in [&definition.checkers, &definition.collectors] {
        let ids: Vec<_> = holders.iter().map(at_commission).collect();
        check_ids(ids.iter().map(|(id, place)| (id.as_str(), *place)))?;
    }
    check_ids(definition.hsms.iter().map(|serial| (serial.as_str(), Place::Commission)))
}

fn check_keys(definition: &Definition) -> Checked {
    let mut seen = HashSet::new();
    let all_differ = definition.key_bytes().into_iter().all(|key| seen.insert(key));
    must(all_differ, Place::Commission, Problem::DuplicateKey)?;
    let services = [definition.registrar, definition.identity];
    let officers = definition.officers.iter().map(|officer| officer.identity);
    let holders = definition.checkers.iter().chain(&definition.collectors).map(|named| named.key);
    let is_low = |key: [u8; 32]| VerifyingKey::from_bytes(&key).is_ok_and(|key| key.is_low_order());
    must(!officers.chain(holders).chain(services).any(is_low), Place::Commission, Problem::LowOrderKey)
}

/// What a rehearsal may do without: a second HSM, and a region for every small one to merge into.
fn check_real(definition: &Definition) -> Checked {
    if definition.rehearsal {
        return Ok(());
    }
    must(definition.hsms.len() >= HSMS_MIN_REAL, Place::Commission, Problem::FewHsms)?;
    for (index, region) in (0u16..).zip(&definition.regions) {
        let small = u64::from(region.registered) < u64::from(definition.min_open) * SMALL_REGION_FACTOR;
        must(!small || region.merge_into.is_some(), Place::Region(index), Problem::SmallRegion)?;
    }
    Ok(())
}

fn check_contests(definition: &Definition) -> Checked {
    let contests = || definition.contests.iter().zip(0u16..);
    check_ids(contests().map(|(contest, index)| (contest.id.as_str(), Place::Contest(index))))?;
    for (contest, index) in contests() {
        check_contest(contest, index, definition.language)?;
    }
    Ok(())
}

fn check_contest(contest: &Contest, index: u16, language: Language) -> Checked {
    let place = Place::Contest(index);
    check_names(&contest.title, language, place)?;
    must((1..=OPTIONS_MAX).contains(&contest.options.len()), place, Problem::BadCount)?;
    let max = match contest.kind {
        Kind::OneOf => contest.max == 1,
        Kind::Approval => (1..=MARKS_MAX).contains(&contest.max) && usize::from(contest.max) <= contest.options.len(),
    };
    must(max, place, Problem::BadMax)?;
    must(contest.seats <= SEATS_MAX, place, Problem::BadSeats)?;
    must(contest.threshold_bp <= THRESHOLD_MAX, place, Problem::BadThreshold)?;
    let options = || contest.options.iter().zip(0u16..);
    let at = |option| Place::ElectionOption(index, option);
    check_ids(options().map(|(option, number)| (option.id.as_str(), at(number))))?;
    for (option, number) in options() {
        check_names(&option.name, language, at(number))?;
    }
    Ok(())
}

fn check_regions(definition: &Definition) -> Checked {
    let regions = || definition.regions.iter().zip(0u16..);
    check_ids(regions().map(|(region, index)| (region.code.as_str(), Place::Region(index))))?;
    for (region, index) in regions() {
        let place = Place::Region(index);
        check_names(&region.name, definition.language, place)?;
        let defined = region.contests.indices().all(|contest| definition.contest(contest).is_some());
        must(defined && !region.contests.is_empty(), place, Problem::BadContests)?;
        region.part_of.iter().try_for_each(|code| check_id(code, place))?;
    }
    Ok(())
}

fn check_merging(definition: &Definition) -> Checked {
    if let Some(region) = endless_link(&definition.regions) {
        return must(false, Place::Region(region), Problem::BadLink);
    }
    match crowded_head(&definition.regions) {
        Some(Crowd { head, regions, .. }) => must(false, Place::Region(head), Problem::Crowd { regions }),
        None => Ok(()),
    }
}

fn check_sizes(definition: &Definition) -> Checked {
    if let Some(LongTotals { contest, bytes }) = long_totals(definition) {
        return must(false, Place::Contest(contest), Problem::LongTotals { bytes });
    }
    let demand = demand(definition);
    must(demand.is_within_limits(), Place::Election, Problem::BeyondTokens(demand))?;
    let bytes = definition.to_bytes().len();
    must(bytes <= DEFINITION_LEN_MAX, Place::Election, Problem::TooLong { bytes })
}
