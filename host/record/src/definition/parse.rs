//! Reading the canonical text of a definition, line by line.

use std::collections::HashMap;

use super::{
    COUNTED, Contest, ContestSet, Definition, DefinitionError, ElectionOption, FIRST_LINE, Flag, HELD, HeldStatus,
    History, Kind, Language, Late, Method, Named, Names, OfficerKeys, Region, Revote, Role, ThresholdOf, Tie,
};
use crate::bytes::{ByteFault, same_bytes};
use crate::limits::{
    CHECKERS_MAX, COLLECTORS_MAX, CONTESTS_MAX, DEFINITION_LEN_MAX, HSMS_MAX, OFFICERS_MAX, OPTIONS_MAX, REGIONS_MAX,
};
use crate::text::{Lines, decimal, unhex};
use crate::time::parse_time;

type Parsed<T> = Result<T, DefinitionError>;

pub(super) fn parse(untrusted: &[u8]) -> Parsed<Definition> {
    if untrusted.len() > DEFINITION_LEN_MAX {
        return Err(ByteFault::OverLimit.into());
    }
    let mut text = Text(Lines::after_version(untrusted, FIRST_LINE)?);
    let definition = read_definition(&mut text)?;
    if !text.0.is_at_end() {
        return Err(text.unexpected("region"));
    }
    definition.check()?;
    same_bytes(untrusted, &definition.to_bytes())?;
    Ok(definition)
}

/// The lines not read yet; every reader names the key that has to come next.
struct Text<'a>(Lines<'a>);

impl<'a> Text<'a> {
    /// The error about the line that comes next.
    fn unexpected(&self, expected: &'static str) -> DefinitionError {
        DefinitionError::Line { line: self.0.number() + 1, expected }
    }

    /// The value of the next line, which must have this key, read by `read`.
    fn value<T>(&mut self, key: &'static str, read: impl FnOnce(&'a str) -> Option<T>) -> Parsed<T> {
        let unexpected = self.unexpected(key);
        self.0.value_if(key).and_then(read).ok_or(unexpected)
    }

    /// The values of all next lines with this key, at most `count_max` of them.
    fn values<T>(
        &mut self,
        key: &'static str,
        count_max: usize,
        read: impl Fn(&'a str) -> Option<T>,
    ) -> Parsed<Vec<T>> {
        let mut values = Vec::new();
        loop {
            let unexpected = self.unexpected(key);
            let Some(value) = self.0.value_if(key) else {
                return Ok(values);
            };
            if values.len() == count_max {
                return Err(ByteFault::OverLimit.into());
            }
            values.push(read(value).ok_or(unexpected)?);
        }
    }

    fn names(&mut self, key: &'static str) -> Parsed<Names> {
        let mut names = Names::default();
        let texts = self.values(key, Language::ALL.len(), |value| {
            let (language, text) = value.split_once(' ')?;
            Some((Language::from_word(language)?, text.to_owned()))
        })?;
        for (language, text) in texts {
            names.set(language, text);
        }
        Ok(names)
    }
}

fn owned(value: &str) -> Option<String> {
    Some(value.to_owned())
}

fn yes_or_no(value: &str) -> Option<bool> {
    match value {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn counted_or_held(value: &str) -> Option<bool> {
    match value {
        COUNTED => Some(true),
        HELD => Some(false),
        _ => None,
    }
}

fn named(value: &str) -> Option<Named> {
    let (id, key) = value.split_once(' ')?;
    Some(Named { id: id.to_owned(), key: unhex(key)? })
}

fn officer(value: &str) -> Option<OfficerKeys> {
    let (identity, share) = value.split_once(' ')?;
    Some(OfficerKeys { identity: unhex(identity)?, share: unhex(share)? })
}

// Fields of a struct expression are evaluated in the order they are written: here that is the order of the lines.
fn read_definition(text: &mut Text<'_>) -> Parsed<Definition> {
    let mut definition = Definition {
        id: text.value("id", owned)?,
        rehearsal: text.value("rehearsal", yes_or_no)?,
        language: text.value("language", Language::from_word)?,
        title: text.names("title")?,
        opens: text.value("opens", parse_time)?,
        closes: text.value("closes", parse_time)?,
        min_open: text.value("min-open", decimal)?,
        revote: text.value("revote", Revote::from_word)?,
        late: text.value("late", Late::from_word)?,
        openings: text.value("openings", decimal)?,
        history: text.value("history", History::from_word)?,
        cell_len: text.value("cell-len", decimal)?,
        admission: read_admission(text)?,
        blue_counts: text.value("blue", counted_or_held)?,
        quorum: text.value("quorum", decimal)?,
        officers: text.values("officer", OFFICERS_MAX, officer)?,
        approvals: text.value("approvals", decimal)?,
        checkers: text.values("checker", CHECKERS_MAX, named)?,
        registrar: text.value("registrar", unhex)?,
        identity: text.value("identity", unhex)?,
        collectors: text.values("collector", COLLECTORS_MAX, named)?,
        hsms: text.values("hsm", HSMS_MAX, owned)?,
        contests: read_contests(text)?,
        regions: Vec::new(),
    };
    definition.regions = read_regions(text, &definition.contests)?;
    Ok(definition)
}

fn read_admission(text: &mut Text<'_>) -> Parsed<[HeldStatus; 5]> {
    let mut admission = [HeldStatus::Green; 5];
    for (flag, status) in Flag::ALL.iter().zip(&mut admission) {
        *status = text.value("admission", |value| {
            let (word, status) = value.split_once(' ')?;
            if word == flag.word() { HeldStatus::from_word(status) } else { None }
        })?;
    }
    Ok(admission)
}

fn read_contests(text: &mut Text<'_>) -> Parsed<Vec<Contest>> {
    let mut contests = Vec::new();
    while let Some(id) = text.0.value_if("contest") {
        if contests.len() == CONTESTS_MAX {
            return Err(ByteFault::OverLimit.into());
        }
        contests.push(read_contest(text, id)?);
    }
    Ok(contests)
}

fn read_contest(text: &mut Text<'_>, id: &str) -> Parsed<Contest> {
    let title = text.names("title")?;
    let kind = text.value("kind", Kind::from_word)?;
    let max = text.value("max", decimal)?;
    let seats = text.value("seats", decimal)?;
    let method = text.value("method", Method::from_word)?;
    let (threshold_bp, threshold_of) = text.value("threshold", |value| {
        let (basis_points, of) = value.split_once(' ')?;
        Some((decimal(basis_points)?, ThresholdOf::from_word(of)?))
    })?;
    let tie = text.value("tie", Tie::from_word)?;
    let options = read_options(text)?;
    Ok(Contest { id: id.to_owned(), title, kind, max, seats, method, threshold_bp, threshold_of, tie, options })
}

fn read_options(text: &mut Text<'_>) -> Parsed<Vec<ElectionOption>> {
    let mut options = Vec::new();
    loop {
        let unexpected = text.unexpected("option");
        let Some(value) = text.0.value_if("option") else {
            return Ok(options);
        };
        if options.len() == OPTIONS_MAX {
            return Err(ByteFault::OverLimit.into());
        }
        let (id, role) = value
            .split_once(' ')
            .and_then(|(id, role)| Some((id.to_owned(), Role::from_word(role)?)))
            .ok_or(unexpected)?;
        options.push(ElectionOption { id, role, name: text.names("name")? });
    }
}

/// A region whose `merge-into` is still a code: it may name a region further down.
struct NamedRegion<'a> {
    region: Region,
    merge_into: Option<&'a str>,
    line: usize,
}

fn read_regions(text: &mut Text<'_>, contests: &[Contest]) -> Parsed<Vec<Region>> {
    let mut regions = Vec::new();
    while let Some(code) = text.0.value_if("region") {
        if regions.len() == REGIONS_MAX {
            return Err(ByteFault::OverLimit.into());
        }
        regions.push(read_region(text, code, contests)?);
    }
    let codes = regions.iter().zip(0u16..);
    let places: HashMap<String, u16> = codes.map(|(named, index)| (named.region.code.clone(), index)).collect();
    let resolve = |named: NamedRegion<'_>| {
        let unknown = DefinitionError::Line { line: named.line, expected: "merge-into" };
        let place = |code: &str| places.get(code).copied().ok_or(unknown);
        let merge_into = named.merge_into.map(place).transpose()?;
        Ok(Region { merge_into, ..named.region })
    };
    regions.into_iter().map(resolve).collect()
}

/// A code, or `-` for none.
fn code_or_none(value: &str) -> Option<Option<&str>> {
    Some((value != "-").then_some(value))
}

fn read_region<'a>(text: &mut Text<'a>, code: &str, contests: &[Contest]) -> Parsed<NamedRegion<'a>> {
    let name = text.names("name")?;
    let registered = text.value("registered", decimal)?;
    let on_ballot = text.value("contests", |value| contest_set(value, contests))?;
    let merge_into = text.value("merge-into", code_or_none)?;
    let line = text.0.number();
    let part_of = text.value("part-of", code_or_none)?.map(str::to_owned);
    let region = Region { code: code.to_owned(), name, registered, contests: on_ballot, merge_into: None, part_of };
    Ok(NamedRegion { region, merge_into, line })
}

fn contest_set(ids: &str, contests: &[Contest]) -> Option<ContestSet> {
    let index = |id: &str| {
        let place = contests.iter().position(|contest| contest.id == id)?;
        u16::try_from(place).ok()
    };
    let indices: Option<Vec<u16>> = ids.split(' ').map(index).collect();
    ContestSet::from_indices(indices?)
}
