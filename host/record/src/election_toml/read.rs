//! The top level of `election.toml`.

use toml::de::DeTable;

use super::read_contest::read_contests;
use super::read_region::read_regions;
use super::table::{Read, Table, line_of};
use super::{CommissionWish, FORMAT, Problem, TomlError};
use crate::definition::{
    COUNTED, Definition, Flag, HELD, HeldStatus, History, Language, Late, Named, Names, OfficerKeys, Revote, demand,
    long_totals,
};
use crate::limits::{
    CELL_LEN_MAX, CHECKERS_MAX, COLLECTORS_MAX, CONTESTS_MAX, DEFINITION_LEN_MAX, HSMS_MAX, ID_LEN_MAX, OFFICERS_MAX,
    OPENINGS_MAX,
};

const KEYS: [&str; 13] = [
    "format",
    "id",
    "title",
    "default_language",
    "period",
    "policy",
    "contest",
    "region",
    "commission",
    "admission",
    "openings",
    "history",
    "cell_len",
];

/// The key of `[admission]` that is no flag.
const BLUE: &str = "blue";

const MIN_OPEN_DEFAULT: u32 = 10;

/// What a record's flags lead to where `[admission]` does not say, in the order of [`Flag::ALL`].
const ADMISSION_DEFAULT: [HeldStatus; 5] =
    [HeldStatus::Blue, HeldStatus::Blue, HeldStatus::Yellow, HeldStatus::Yellow, HeldStatus::Yellow];

pub(super) fn read(untrusted: &str) -> Read<(Definition, CommissionWish)> {
    if untrusted.len() > DEFINITION_LEN_MAX {
        return Err(TomlError { line: 0, problem: Problem::TooLong });
    }
    let root = DeTable::parse(untrusted).map_err(|error| {
        let line = line_of(untrusted, error.span().map_or(untrusted.len(), |span| span.start));
        TomlError { line, problem: Problem::Syntax { reason: error.message().to_owned() } }
    })?;
    let root = Table::new(untrusted, root.get_ref(), 0, &KEYS)?;
    let format = root.required("format")?;
    if format.text()? != FORMAT {
        return Err(format.fault(Problem::BadFormat));
    }
    Ok((read_definition(&root)?, read_commission(&root)?))
}

fn read_definition(root: &Table<'_>) -> Read<Definition> {
    let language = root.word_or("default_language", (Language::ALL, Language::word), Language::En)?;
    let (opens, closes) = read_period(root)?;
    let policy = read_policy(root)?;
    let (admission, blue_counts) = read_admission(root)?;
    refuse_reserved(root)?;
    let contests = read_contests(&root.required("contest")?, language)?;
    let regions = read_regions(&root.required("region")?, language, &contests)?;
    let definition = Definition {
        id: root.required("id")?.id()?,
        title: root.required("title")?.names(language)?,
        language,
        opens,
        closes,
        openings: read_openings(root, regions.len())?,
        admission,
        blue_counts,
        contests,
        regions,
        ..policy
    };
    refuse_long_totals(root, &definition)?;
    let demand = demand(&definition);
    if !demand.is_within_limits() {
        return Err(root.required("contest")?.fault(Problem::BeyondTokens(demand)));
    }
    refuse_too_long(&definition)?;
    Ok(definition)
}

/// The table of totals would pass through the tokens only after the box is closed, so its length is judged here.
fn refuse_long_totals(root: &Table<'_>, definition: &Definition) -> Read<()> {
    let Some(long) = long_totals(definition) else {
        return Ok(());
    };
    let contests = root.required("contest")?;
    let problem = Problem::LongTotals { bytes: long.bytes };
    let place = contests.values(CONTESTS_MAX)?.get(usize::from(long.contest)).copied();
    Err(place.unwrap_or(contests).fault(problem))
}

/// Whoever the commission will be, the definition must not become too long: judged with the longest one.
fn refuse_too_long(definition: &Definition) -> Read<()> {
    let bytes = with_longest_commission(definition.clone()).to_bytes().len();
    if bytes <= DEFINITION_LEN_MAX {
        return Ok(());
    }
    Err(TomlError { line: 0, problem: Problem::LongDefinition { bytes } })
}

fn with_longest_commission(draft: Definition) -> Definition {
    let id = "-".repeat(ID_LEN_MAX);
    let officer = OfficerKeys { identity: [0; 32], share: [0; 32] };
    let named = Named { id: id.clone(), key: [0; 32] };
    Definition {
        rehearsal: true,
        quorum: OFFICERS_MAX as u8,
        officers: vec![officer; OFFICERS_MAX],
        approvals: CHECKERS_MAX as u8,
        checkers: vec![named.clone(); CHECKERS_MAX],
        collectors: vec![named; COLLECTORS_MAX],
        hsms: vec![id; HSMS_MAX],
        ..draft
    }
}

/// A definition with nothing in it but the policy: the rest is filled in by who calls.
fn read_policy(root: &Table<'_>) -> Read<Definition> {
    let mut definition = Definition {
        id: String::new(),
        rehearsal: false,
        language: Language::En,
        title: Names::default(),
        opens: 0,
        closes: 0,
        min_open: MIN_OPEN_DEFAULT,
        revote: Revote::Last,
        late: Late::Supplement,
        openings: 1,
        history: History::Off,
        cell_len: 0,
        admission: ADMISSION_DEFAULT,
        blue_counts: false,
        quorum: 0,
        officers: Vec::new(),
        approvals: 0,
        checkers: Vec::new(),
        registrar: [0; 32],
        identity: [0; 32],
        collectors: Vec::new(),
        hsms: Vec::new(),
        contests: Vec::new(),
        regions: Vec::new(),
    };
    let Some(policy) = root.optional_table("policy", &["min_open", "revote", "late"])? else {
        return Ok(definition);
    };
    definition.min_open = policy.number_or("min_open", 1, u32::MAX, MIN_OPEN_DEFAULT)?;
    definition.late = policy.word_or("late", (Late::ALL, Late::word), Late::Supplement)?;
    definition.revote = policy.word_or("revote", (Revote::ALL, Revote::word), Revote::Last)?;
    Ok(definition)
}

fn read_period(root: &Table<'_>) -> Read<(u64, u64)> {
    let value = root.required("period")?;
    let period = value.table(&["opens", "closes"])?;
    let (opens, closes) = (period.required("opens")?.time()?, period.required("closes")?.time()?);
    if opens < closes { Ok((opens, closes)) } else { Err(value.fault(Problem::BadPeriod)) }
}

/// Openings, none of which may be left without a region.
fn read_openings(root: &Table<'_>, regions: usize) -> Read<u32> {
    let Some(value) = root.optional("openings") else {
        return Ok(1);
    };
    let openings = value.number(1, OPENINGS_MAX)?;
    if openings as usize > regions {
        return Err(value.fault(Problem::TooManyOpenings { openings, regions }));
    }
    Ok(openings)
}

/// The status of every flag, and whether blue records are counted.
fn read_admission(root: &Table<'_>) -> Read<([HeldStatus; 5], bool)> {
    let keys: Vec<&str> = Flag::ALL.iter().map(|flag| flag.word()).chain([BLUE]).collect();
    let mut statuses = ADMISSION_DEFAULT;
    let Some(admission) = root.optional_table("admission", &keys)? else {
        return Ok((statuses, false));
    };
    for (flag, status) in Flag::ALL.iter().zip(&mut statuses) {
        *status = admission.word_or(flag.word(), (HeldStatus::ALL, HeldStatus::word), *status)?;
    }
    let blue = |counts| if counts { COUNTED } else { HELD };
    Ok((statuses, admission.word_or(BLUE, (&[true, false], blue), false)?))
}

/// Keys that later versions carry out: their values are checked, and all but what they are by default refused.
fn refuse_reserved(root: &Table<'_>) -> Read<()> {
    if let Some(history) = root.optional("history")
        && history.word((History::ALL, History::word))? != History::Off
    {
        return Err(history.not_yet_supported());
    }
    if let Some(cell_len) = root.optional("cell_len")
        && cell_len.number(0, u32::from(CELL_LEN_MAX))? != 0
    {
        return Err(cell_len.not_yet_supported());
    }
    Ok(())
}

const COMMISSION_KEYS: [&str; 8] =
    ["officers", "quorum", "checkers", "approvals", "registrar", "identity", "collectors", "hsms"];

fn read_commission(root: &Table<'_>) -> Read<CommissionWish> {
    let Some(commission) = root.optional_table("commission", &COMMISSION_KEYS)? else {
        return Ok(CommissionWish::default());
    };
    for key in ["checkers", "approvals", "registrar", "identity", "collectors", "hsms"] {
        if let Some(value) = commission.optional(key) {
            return Err(value.not_yet_supported());
        }
    }
    let count = |key| {
        let value = commission.optional(key);
        value.map(|value| value.number(1, OFFICERS_MAX as u32)).transpose()
    };
    let (officers, quorum) = (count("officers")?, count("quorum")?);
    if let (Some(officers), Some(quorum), Some(value)) = (officers, quorum, commission.optional("quorum")) {
        let least = officers / 2 + 1;
        if !(least..=officers).contains(&quorum) {
            return Err(value.fault(Problem::BadQuorum { quorum, officers, least }));
        }
    }
    let narrow = |count: Option<u32>| count.and_then(|count| u8::try_from(count).ok());
    Ok(CommissionWish { officers: narrow(officers), quorum: narrow(quorum) })
}
