//! The rules of a definition that no single line shows: unique ids, different keys, quorum, merging without a cycle.

use std::collections::{HashMap, HashSet};

use super::definition::Definition;
use crate::limits;
use crate::reason::Reason;
use crate::signature::is_low_order;

/// Refuses a definition that breaks a rule.
pub(crate) fn check(definition: &Definition) -> Result<(), Reason> {
    quorums(definition)?;
    unique("contest", definition.contests.iter().map(|contest| contest.id.as_str()))?;
    for contest in &definition.contests {
        unique("option", contest.options.iter().map(String::as_str))?;
    }
    unique("region", definition.regions.iter().map(|region| region.code.as_str()))?;
    unique("checker", definition.checkers.iter().map(|checker| checker.id.as_str()))?;
    unique("collector", definition.collectors.iter().map(|collector| collector.id.as_str()))?;
    unique("hsm", definition.hsms.iter().map(String::as_str))?;
    keys_differ(definition)?;
    keys_are_of_full_order(definition)?;
    real_election(definition)?;
    merging_ends(definition)?;
    totals_fit(definition)
}

fn quorums(definition: &Definition) -> Result<(), Reason> {
    let (quorum, officers) = (definition.quorum, definition.officers.len());
    if 2 * quorum <= officers || quorum > officers {
        return Err(Reason::Quorum { quorum, of: officers });
    }
    let (approvals, checkers) = (definition.approvals, definition.checkers.len());
    if 2 * approvals <= checkers || approvals > checkers {
        return Err(Reason::Quorum { quorum: approvals, of: checkers });
    }
    Ok(())
}

fn unique<'a>(what: &'static str, ids: impl Iterator<Item = &'a str>) -> Result<(), Reason> {
    let mut seen = HashSet::new();
    for id in ids {
        if ["blank", "*", "-"].contains(&id) {
            return Err(Reason::ReservedId(what));
        }
        if !seen.insert(id) {
            return Err(Reason::Twice { what, which: id.to_owned() });
        }
    }
    Ok(())
}

/// Every key of a definition.
pub(crate) fn keys_of(definition: &Definition) -> Vec<[u8; 32]> {
    let officers = definition.officers.iter().flat_map(|officer| [officer.identity, officer.share]);
    let holders = definition.checkers.iter().chain(&definition.collectors).map(|holder| holder.key);
    officers.chain(holders).chain([definition.registrar, definition.identity]).collect()
}

fn keys_differ(definition: &Definition) -> Result<(), Reason> {
    let mut seen = HashSet::new();
    for key in keys_of(definition) {
        if !seen.insert(key) {
            return Err(Reason::Twice { what: "key", which: hex::encode(key) });
        }
    }
    Ok(())
}

/// Follows `merge-into` from every region; a way longer than the list of regions goes in a circle.
fn merging_ends(definition: &Definition) -> Result<(), Reason> {
    let target = |code: &String| definition.region(code).ok_or_else(|| Reason::UnknownRegion(code.clone()));
    let next: Vec<Option<usize>> = definition
        .regions
        .iter()
        .map(|region| region.merge_into.as_ref().map(target).transpose())
        .collect::<Result<_, _>>()?;
    let mut sizes: HashMap<usize, usize> = HashMap::new();
    for (start, region) in definition.regions.iter().enumerate() {
        let mut at = start;
        let mut steps = 0;
        while let Some(other) = next.get(at).copied().flatten() {
            steps += 1;
            if steps > next.len() {
                return Err(Reason::MergeCycle(region.code.clone()));
            }
            at = other;
        }
        let size = sizes.entry(at).or_default();
        *size += 1;
        if *size > limits::GROUP {
            let head = definition.code(at).to_owned();
            return Err(Reason::LargeGroup { head, regions: *size, max: limits::GROUP });
        }
    }
    Ok(())
}

/// No Ed25519 key is of low order: anyone could sign for it. Share keys are X25519 and are not looked at.
fn keys_are_of_full_order(definition: &Definition) -> Result<(), Reason> {
    let officers = definition.officers.iter().map(|officer| officer.identity);
    let holders = definition.checkers.iter().chain(&definition.collectors).map(|holder| holder.key);
    for key in officers.chain(holders).chain([definition.registrar, definition.identity]) {
        if is_low_order(&key) {
            return Err(Reason::LowOrderKey(hex::encode(key)));
        }
    }
    Ok(())
}

/// A real election has two HSMs, and small regions say whom they join.
fn real_election(definition: &Definition) -> Result<(), Reason> {
    if definition.rehearsal {
        return Ok(());
    }
    if definition.hsms.len() < 2 {
        return Err(Reason::TooFew { what: "HSMs", needed: 2, found: definition.hsms.len() });
    }
    for region in &definition.regions {
        if region.registered < definition.min_open.saturating_mul(10) && region.merge_into.is_none() {
            return Err(Reason::NoMergeInto(region.code.clone()));
        }
    }
    Ok(())
}

/// `totals.csv` fits its limit when every count has as many digits as it ever may.
fn totals_fit(definition: &Definition) -> Result<(), Reason> {
    let digits = |number: u64| number.to_string().len();
    let mut len = "contest,option,votes\n".len();
    for (index, contest) in definition.contests.iter().enumerate() {
        let with = definition.regions.iter().filter(|region| region.contests.has(index));
        let registered: u64 = with.map(|region| region.registered).sum();
        // Two commas and the line end beside the ids and digits.
        for option in &contest.options {
            len += contest.id.len() + option.len() + digits(registered) + 3;
        }
        len += contest.id.len() + "blank".len() + digits(registered * contest.max as u64) + 3;
    }
    let len = len as u64;
    if len > limits::TOTALS { Err(Reason::LongTotals { len, max: limits::TOTALS }) } else { Ok(()) }
}
