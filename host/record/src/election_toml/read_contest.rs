//! `[[contest]]` of `election.toml`.

use std::collections::HashSet;

use super::Problem;
use super::table::{Read, Table, Value};
use crate::definition::{Contest, ElectionOption, Kind, Language, Method, Role, ThresholdOf, Tie};
use crate::limits::{CONTESTS_MAX, MARKS_MAX, OPTIONS_MAX, SEATS_MAX, THRESHOLD_MAX};

const CONTEST_KEYS: [&str; 10] =
    ["id", "title", "kind", "max", "option", "seats", "method", "threshold", "threshold_of", "tie"];

/// Basis points of one percent.
const PERCENT: u32 = 100;

pub(super) fn read_contests(value: &Value<'_>, language: Language) -> Read<Vec<Contest>> {
    let mut ids = HashSet::new();
    let contests = value.values(CONTESTS_MAX)?;
    contests.iter().map(|contest| read_contest(contest, language, &mut ids)).collect()
}

/// The id of a table, which no table before it has.
pub(super) fn new_id(table: &Table<'_>, key: &'static str, ids: &mut HashSet<String>) -> Read<String> {
    let value = table.required(key)?;
    let id = value.id()?;
    if ids.insert(id.clone()) { Ok(id) } else { Err(value.fault(Problem::DuplicateId { id })) }
}

fn read_contest(value: &Value<'_>, language: Language, ids: &mut HashSet<String>) -> Read<Contest> {
    let table = value.table(&CONTEST_KEYS)?;
    let id = new_id(&table, "id", ids)?;
    let title = table.required("title")?.names(language)?;
    let options = read_options(&table.required("option")?, language)?;
    let (kind, max) = read_kind(&table, options.len())?;
    let (seats, method, threshold_bp) = read_seats(&table, &options)?;
    let threshold_of = table.word_or("threshold_of", (ThresholdOf::ALL, ThresholdOf::word), ThresholdOf::Valid)?;
    let tie = table.word_or("tie", (Tie::ALL, Tie::word), Tie::Declare)?;
    Ok(Contest { id, title, kind, max, seats, method, threshold_bp, threshold_of, tie, options })
}

fn read_kind(table: &Table<'_>, options: usize) -> Read<(Kind, u16)> {
    let kind = table.required("kind")?.word((Kind::ALL, Kind::word))?;
    let max = match kind {
        Kind::OneOf => match table.optional("max") {
            Some(value) if value.number(1, 1).is_err() => return Err(value.fault(Problem::MaxOfOneOf)),
            _ => 1,
        },
        Kind::Approval => {
            let most = u32::from(MARKS_MAX).min(u32::try_from(options).unwrap_or(u32::MAX));
            table.required("max")?.number(1, most)?
        }
    };
    Ok((kind, u16::try_from(max).unwrap_or(MARKS_MAX)))
}

/// Seats, method and threshold in basis points. Refuses what contradicts itself: one of them without the others, or more
/// seats by plurality than there are candidates for them.
fn read_seats(table: &Table<'_>, options: &[ElectionOption]) -> Read<(u32, Method, u32)> {
    let seats = table.number_or("seats", 0, SEATS_MAX, 0)?;
    let method = table.word_or("method", (Method::ALL, Method::word), Method::None)?;
    let threshold_bp = table.optional("threshold").map_or(Ok(0), |value| read_threshold(&value))?;
    let contradiction = |key, problem| match table.optional(key) {
        Some(value) => Err(value.fault(problem)),
        None => Ok(()),
    };
    if method != Method::None && seats == 0 {
        contradiction("method", Problem::MethodWithoutSeats { method: method.word() })?;
    }
    if seats > 0 && method == Method::None {
        contradiction("seats", Problem::SeatsWithoutMethod { seats })?;
    }
    if threshold_bp > 0 && seats == 0 {
        contradiction("threshold", Problem::ThresholdWithoutSeats)?;
    }
    let candidates = options.iter().filter(|option| option.role == Role::Candidate).count();
    if method == Method::Plurality && seats as usize > candidates {
        contradiction("seats", Problem::TooManySeats { seats, candidates })?;
    }
    Ok((seats, method, threshold_bp))
}

/// Basis points of `"5%"` or `"2.5%"`.
fn read_threshold(value: &Value<'_>) -> Read<u32> {
    let parse = |text: &str| {
        let percent = text.strip_suffix('%')?;
        let (whole, fraction) = percent.split_once('.').unwrap_or((percent, "0"));
        let digits_only = |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
        if !digits_only(whole) || !digits_only(fraction) || fraction.len() > 2 {
            return None;
        }
        let hundredths: u32 = format!("{fraction:0<2}").parse().ok()?;
        let basis_points = whole.parse::<u32>().ok()?.checked_mul(PERCENT)?.checked_add(hundredths)?;
        (basis_points <= THRESHOLD_MAX).then_some(basis_points)
    };
    parse(value.text()?).ok_or_else(|| value.fault(Problem::BadThreshold))
}

fn read_options(value: &Value<'_>, language: Language) -> Read<Vec<ElectionOption>> {
    let mut ids = HashSet::new();
    let options = value.values(OPTIONS_MAX)?;
    let read = |option: &Value<'_>| {
        let table = option.table(&["id", "name", "role"])?;
        Ok(ElectionOption {
            id: new_id(&table, "id", &mut ids)?,
            role: table.word_or("role", (Role::ALL, Role::word), Role::Candidate)?,
            name: table.required("name")?.names(language)?,
        })
    };
    options.iter().map(read).collect()
}
