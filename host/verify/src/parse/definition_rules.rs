//! The rules of a definition that no single line shows: unique ids, different keys, quorum, merging without a cycle.

use std::collections::HashSet;

use super::definition::Definition;
use crate::reason::Reason;

/// Refuses a definition that breaks a rule.
pub(crate) fn check(definition: &Definition) -> Result<(), Reason> {
    quorums(definition)?;
    unique("contest", definition.contests.iter().map(|contest| contest.id.as_str()))?;
    for contest in &definition.contests {
        unique("option", contest.options.iter().map(String::as_str))?;
    }
    unique("region", definition.regions.iter().map(|region| region.code.as_str()))?;
    unique("checker", definition.checkers.iter().map(|checker| checker.id.as_str()))?;
    unique(
        "collector",
        definition.collectors.iter().map(|collector| collector.id.as_str()),
    )?;
    unique("hsm", definition.hsms.iter().map(String::as_str))?;
    keys_differ(definition)?;
    merging_ends(definition)
}

fn quorums(definition: &Definition) -> Result<(), Reason> {
    let (quorum, officers) = (definition.quorum, definition.officers.len());
    if 2 * quorum <= officers || quorum > officers {
        return Err(Reason::Quorum { quorum, of: officers });
    }
    let (approvals, checkers) = (definition.approvals, definition.checkers.len());
    if 2 * approvals <= checkers || approvals > checkers {
        return Err(Reason::Quorum {
            quorum: approvals,
            of: checkers,
        });
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
            return Err(Reason::Twice {
                what,
                which: id.to_owned(),
            });
        }
    }
    Ok(())
}

fn keys_differ(definition: &Definition) -> Result<(), Reason> {
    let officers = definition
        .officers
        .iter()
        .flat_map(|officer| [officer.identity, officer.share]);
    let holders = definition
        .checkers
        .iter()
        .chain(&definition.collectors)
        .map(|holder| holder.key);
    let mut seen = HashSet::new();
    for key in officers
        .chain(holders)
        .chain([definition.registrar, definition.identity])
    {
        if !seen.insert(key) {
            return Err(Reason::Twice {
                what: "key",
                which: hex::encode(key),
            });
        }
    }
    Ok(())
}

/// Follows `merge-into` from every region; a way longer than the list of regions goes in a circle.
fn merging_ends(definition: &Definition) -> Result<(), Reason> {
    let target = |code: &String| {
        definition
            .region(code)
            .ok_or_else(|| Reason::UnknownRegion(code.clone()))
    };
    let next: Vec<Option<usize>> = definition
        .regions
        .iter()
        .map(|region| region.merge_into.as_ref().map(target).transpose())
        .collect::<Result<_, _>>()?;
    for (start, region) in definition.regions.iter().enumerate() {
        let mut at = Some(start);
        for _ in 0..=next.len() {
            at = at.and_then(|place| next.get(place).copied().flatten());
        }
        if at.is_some() {
            return Err(Reason::MergeCycle(region.code.clone()));
        }
    }
    Ok(())
}
