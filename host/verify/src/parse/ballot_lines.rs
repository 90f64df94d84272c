//! The lines of contests and regions in a definition.

use super::contest_set::ContestSet;
use super::definition::{Contest, Region, repeated};
use super::facts::Facts;
use crate::equations::seats::Method;
use crate::limits;
use crate::reason::Reason;
use crate::text;

/// What follows `contest ID`.
pub(super) fn contest(id: &str, facts: &mut Facts<'_>, language: &str) -> Result<Contest, Reason> {
    let id = text::id(id)?;
    facts.texts("title", language)?;
    let one_of = facts.word("kind", &["one-of", "approval"])? == 0;
    let max = facts.positive("max", if one_of { 1 } else { limits::MARKS })?;
    let seats = number32(facts.number("seats", limits::SEATS)?);
    let method = match facts.word("method", &["none", "plurality", "hare", "dhondt", "sainte-lague"])? {
        0 => Method::None,
        1 => Method::Plurality,
        2 => Method::Hare,
        3 => Method::Dhondt,
        _ => Method::SainteLague,
    };
    let (points, of) = facts.value("threshold")?.split_once(' ').ok_or(Reason::ExpectedLine("threshold"))?;
    let threshold = number32(text::number(points, 10_000)?);
    if !["valid", "cast"].contains(&of) {
        return Err(Reason::UnknownWord("threshold"));
    }
    let by_lot = facts.word("tie", &["declare", "lot"])? == 1;
    let (options, candidates): (Vec<String>, Vec<bool>) =
        repeated(facts, "option", limits::OPTIONS, |value, facts| {
            let (id, role) = value.split_once(' ').ok_or(Reason::ExpectedLine("option"))?;
            if !["candidate", "against-all", "write-in"].contains(&role) {
                return Err(Reason::UnknownWord("option"));
            }
            facts.texts("name", language)?;
            Ok((text::id(id)?, role == "candidate"))
        })?
        .into_iter()
        .unzip();
    let max = usize::try_from(max).unwrap_or(usize::MAX);
    if max > options.len() {
        return Err(Reason::TooMany { what: "marks", max: options.len() });
    }
    Ok(Contest { id, max, seats, method, threshold, of_cast: of == "cast", by_lot, options, candidates })
}

/// A number whose limit is below 2^32.
fn number32(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// What follows `region CODE`.
pub(super) fn region(
    code: &str,
    facts: &mut Facts<'_>,
    language: &str,
    contests: &[Contest],
) -> Result<Region, Reason> {
    let code = text::id(code)?;
    facts.texts("name", language)?;
    let registered = facts.number("registered", u64::from(u32::MAX))?;
    let mut set = ContestSet::default();
    let mut next = 0;
    for id in facts.value("contests")?.split(' ') {
        let place = contests.iter().position(|contest| contest.id == id).ok_or(Reason::UnknownWord("contests"))?;
        if place < next {
            return Err(Reason::OutOfOrder("contests"));
        }
        next = place + 1;
        set.insert(place);
    }
    let optional = |value: &str| {
        if value == "-" { Ok(None) } else { text::id(value).map(Some) }
    };
    let merge_into = optional(facts.value("merge-into")?)?;
    optional(facts.value("part-of")?)?;
    Ok(Region { code, registered, contests: set, merge_into })
}
