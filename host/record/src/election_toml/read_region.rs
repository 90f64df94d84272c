//! `[[region]]` of `election.toml`.

use std::collections::{HashMap, HashSet};

use super::Problem;
use super::read_contest::new_id;
use super::table::{Read, Value};
use crate::definition::{Contest, ContestSet, Language, Region, crowded_head, endless_link};
use crate::limits::{CONTESTS_MAX, REGIONS_MAX};

const REGION_KEYS: [&str; 6] = ["code", "name", "registered", "contests", "merge_into", "part_of"];

/// A region, and its `merge_into` as written: it may name a region further down.
struct Linked<'a> {
    region: Region,
    merge_into: Option<Value<'a>>,
}

pub(super) fn read_regions(value: &Value<'_>, language: Language, contests: &[Contest]) -> Read<Vec<Region>> {
    let mut codes = HashSet::new();
    let mut linked = Vec::new();
    for region in value.values(REGIONS_MAX)? {
        linked.push(read_region(&region, language, contests, &mut codes)?);
    }
    resolve_links(&mut linked)?;
    let regions: Vec<Region> = linked.iter().map(|linked| linked.region.clone()).collect();
    let written = |region: u16| linked.get(usize::from(region)).and_then(|linked| linked.merge_into);
    if let Some(value) = endless_link(&regions).and_then(written) {
        return Err(value.fault(Problem::Circle));
    }
    if let Some(crowd) = crowded_head(&regions)
        && let (Some(value), Some(head)) = (written(crowd.one_too_many), regions.get(usize::from(crowd.head)))
    {
        return Err(value.fault(Problem::Crowd { head: head.code.clone(), regions: crowd.regions }));
    }
    Ok(regions)
}

fn resolve_links(linked: &mut [Linked<'_>]) -> Read<()> {
    let codes = linked.iter().zip(0u16..);
    let places: HashMap<String, u16> = codes.map(|(linked, index)| (linked.region.code.clone(), index)).collect();
    for Linked { region, merge_into } in linked {
        let Some(value) = merge_into else { continue };
        let code = value.text()?;
        let no_such = || value.fault(Problem::NoSuchRegion { code: code.to_owned() });
        region.merge_into = Some(places.get(code).copied().ok_or_else(no_such)?);
    }
    Ok(())
}

fn read_region<'a>(
    value: &Value<'a>,
    language: Language,
    contests: &[Contest],
    codes: &mut HashSet<String>,
) -> Read<Linked<'a>> {
    let table = value.table(&REGION_KEYS)?;
    let on_ballot = match table.optional("contests") {
        Some(ids) => read_contest_ids(&ids, contests)?,
        None => ContestSet::from_indices((0u16..).take(contests.len())).unwrap_or_default(),
    };
    let region = Region {
        code: new_id(&table, "code", codes)?,
        name: table.required("name")?.names(language)?,
        registered: table.required("registered")?.number(0, u32::MAX)?,
        contests: on_ballot,
        merge_into: None,
        part_of: table.optional("part_of").map(|value| value.id()).transpose()?,
    };
    Ok(Linked { region, merge_into: table.optional("merge_into") })
}

fn read_contest_ids(value: &Value<'_>, contests: &[Contest]) -> Read<ContestSet> {
    let mut indices = Vec::new();
    for value in value.values(CONTESTS_MAX)? {
        let id = value.text()?.to_owned();
        let place = contests.iter().position(|contest| contest.id == id);
        let Some(index) = place.and_then(|place| u16::try_from(place).ok()) else {
            return Err(value.fault(Problem::NoSuchContest { id }));
        };
        if indices.contains(&index) {
            return Err(value.fault(Problem::ContestTwice { id }));
        }
        indices.push(index);
    }
    Ok(ContestSet::from_indices(indices).unwrap_or_default())
}
