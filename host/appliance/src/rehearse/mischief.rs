//! What mischief asks of the officers, and whether everything that it added became what it must.

use std::collections::BTreeSet;
use std::fmt::Write;

use anyhow::Result;
use tamga_casting::mischief::{About, Deviation, Expected, Fate, Mischief};
use tamga_record::admission::{VerdictLine, parse_verdicts_csv};
use tamga_record::decision_plan::{DecisionPlan, PlannedDecision, Subject};
use tamga_record::definition::Definition;
use tamga_tally::admit::Admitted;
use tamga_tally::election::Election;

use crate::acts::gathering::acts_so_far;
use crate::acts::import::{self, Tally};
use crate::acts::polling::{self, TOO_LATE};
use crate::acts::statement;
use crate::failure::Failure;
use crate::message::Message;
use crate::room::Room;
use crate::standing::Standing;

/// Where the comparison is kept.
const REPORT: &str = "mischief.txt";

/// The decisions that the plan of the mischief has for what is held now.
pub fn decisions(election: &Election, mischief: &Mischief, admitted: &Admitted<'_>) -> DecisionPlan {
    let definition = election.definition();
    let (officers, quorum) = (definition.tokens(), definition.quorum);
    let mut plan = DecisionPlan::default();
    for decision in mischief.decisions() {
        if let Some(subject) = subject(definition, admitted, &decision.about) {
            let (in_favour, against) = decision.answer.votes(officers, quorum);
            plan.decisions.push(PlannedDecision { subject, in_favour, against, why: decision.why.to_owned() });
        }
    }
    plan
}

/// What a decision is about, where there is such a thing in this opening.
fn subject(definition: &Definition, admitted: &Admitted<'_>, about: &About) -> Option<Subject> {
    match *about {
        About::Class { region, reason } => {
            let in_opening = region.is_none_or(|region| admitted.imported().regions().contains(&region));
            (in_opening && admitted.held(region, reason) > 0).then(|| Subject::Reason {
                word: reason.word().to_owned(),
                region: region.and_then(|region| definition.region(region)).map(|region| region.code.clone()),
            })
        }
        About::Record { region, tracker } => {
            let mut held = admitted.held_records();
            let (_, record) = held.find(|(of, record)| *of == region && *record.tracker() == tracker)?;
            let code = &definition.region(region)?.code;
            Some(Subject::Record(format!("{code}/{}", record.place().in_words(definition))))
        }
    }
}

/// Whether the files of a stick were taken and refused as they must be.
pub fn check_files(mischief: &Mischief, imported: &Tally) -> Result<()> {
    let mut wrong = Vec::new();
    for file in mischief.files() {
        let refused =
            imported.refused.iter().find(|refused| refused.path.ends_with(&file.name)).map(|refused| refused.word);
        let wanted = match file.fate {
            Fate::Refused(word) => Some(word),
            Fate::Taken | Fate::Again => None,
        };
        if refused != wanted {
            wrong.push(format!("{} ({}): expected {wanted:?}, was {refused:?}", file.name, file.kind));
        }
    }
    fail_unless_none(&wrong)
}

/// Compares every verdict with what must have become of the record, the chains with the boxes, and writes a line per kind.
/// Anything else than was foretold is a failure.
pub fn check(room: &Room, standing: &Standing, election: &Election, mischief: &Mischief) -> Result<()> {
    let definition = election.definition();
    let mut wrong = Vec::new();
    for (region, described) in (0u16..).zip(&definition.regions) {
        for late in [false, true] {
            let lines = verdicts_of(room, definition, &described.code, late)?;
            let deviations = mischief.deviations(region, late, &lines);
            wrong.extend(deviations.iter().map(|deviation| in_words(&described.code, deviation)));
        }
    }
    wrong.extend(wrong_chains(room, standing, election, mischief)?);
    wrong.extend(wrong_alarm(room, election, mischief)?);
    let report = report(mischief, &wrong);
    room.folder.write(REPORT, report.as_bytes())?;
    let became = Message::of("mischief-became").with("n", mischief.expected().len()).with("wrong", wrong.len());
    room.progress.say("mischief", became.with("file", REPORT));
    fail_unless_none(&wrong)
}

fn in_words(code: &str, deviation: &Deviation) -> String {
    match deviation {
        Deviation::Missing(expected) => {
            let tracker = hex::encode(expected.tracker);
            format!("{}: no verdict {} in {code} for {tracker}", expected.kind, foretold(expected))
        }
        Deviation::Unexpected { line, .. } => {
            format!("nobody foretold {} in {code} for {}", line.status.word(), hex::encode(line.tracker))
        }
    }
}

fn fail_unless_none(wrong: &[String]) -> Result<()> {
    match wrong.first() {
        None => Ok(()),
        Some(first) => {
            Err(Failure::not_verified(Message::of("mischief-mistreated").with("n", wrong.len()).with("first", first)))
        }
    }
}

/// The verdicts of a region; none where nothing late was taken.
fn verdicts_of(room: &Room, definition: &Definition, code: &str, late: bool) -> Result<Vec<VerdictLine>> {
    let name = if late { format!("verdicts-late/{code}.csv") } else { format!("verdicts/{code}.csv") };
    if late && !room.audit().has(&name) {
        return Ok(Vec::new());
    }
    Ok(parse_verdicts_csv(definition, &room.audit().read(&name)?)?)
}

fn foretold(expected: &Expected) -> String {
    let reasons: Vec<&str> = expected.reasons.iter().map(|reason| reason.word()).collect();
    let counted = if expected.counted { ", counted" } else { "" };
    format!("{} ({}){counted}", expected.status.word(), reasons.join("|"))
}

fn wrong_chains(room: &Room, standing: &Standing, election: &Election, mischief: &Mischief) -> Result<Vec<String>> {
    let acts = acts_so_far(room, standing, election)?;
    let mut found = Vec::new();
    for region in acts.boxes.iter().flat_map(|closed| &closed.body.regions) {
        for chain in region.chains.iter().filter(|chain| !chain.state.is_complete()) {
            found.push((region.region, chain.collector, chain.state));
        }
    }
    let mut foretold: Vec<_> = mischief.chains().map(|chain| (chain.region, chain.collector, chain.state)).collect();
    found.sort_unstable_by_key(|(region, collector, _)| (*region, *collector));
    foretold.sort_unstable_by_key(|(region, collector, _)| (*region, *collector));
    Ok(if found == foretold { Vec::new() } else { vec![format!("chains {found:?}, foretold {foretold:?}")] })
}

fn wrong_alarm(room: &Room, election: &Election, mischief: &Mischief) -> Result<Vec<String>> {
    let tables = statement::tables(room, election)?;
    let found: Vec<u16> =
        tables.attestations.iter().filter(|(_, of)| of.used > of.issued).map(|(region, _)| *region).collect();
    let foretold: Vec<u16> = mischief.overdrawn().into_iter().collect();
    Ok(if found == foretold { Vec::new() } else { vec![format!("alarms in {found:?}, foretold {foretold:?}")] })
}

fn report(mischief: &Mischief, wrong: &[String]) -> String {
    let mut report = String::from("Mischief: what was added, and what became of it\n\n");
    for kind in Mischief::kinds() {
        let of_kind: Vec<&Expected> = mischief.expected().iter().filter(|expected| expected.kind == kind).collect();
        if !of_kind.is_empty() {
            let distinct: BTreeSet<String> = of_kind.iter().map(|expected| foretold(expected)).collect();
            let distinct: Vec<String> = distinct.into_iter().collect();
            let _ = writeln!(report, "{kind:<54} {:>4}  {}", of_kind.len(), distinct.join("; "));
        }
    }
    for file in mischief.files() {
        let fate = match file.fate {
            Fate::Taken => "imported".to_owned(),
            Fate::Again => "was here already".to_owned(),
            Fate::Refused(word) => format!("refused: {word}"),
        };
        let _ = writeln!(report, "{:<54}    1  file {fate}", file.kind);
    }
    for chain in mischief.chains() {
        let _ = writeln!(report, "{:<54}    1  {}", "chain that is not whole", chain.state.words().join(", "));
    }
    for skipped in mischief.skipped() {
        let _ = writeln!(report, "{:<54}    -  left out: there is not {}", skipped.kind, skipped.lacks);
    }
    for wrong in wrong {
        let _ = writeln!(report, "WRONG {wrong}");
    }
    let _ = writeln!(report, "\n{} records as foretold, {} things not", mischief.expected().len(), wrong.len());
    report
}

/// Brings what nobody can take any more; refused, each file with the same word.
pub fn bring_too_late(room: &mut Room, standing: &mut Standing, election: &Election) -> Result<()> {
    let Some(stick) = polling::stick(room, TOO_LATE) else { return Ok(()) };
    let imported = import::import(room, standing, election, &[stick])?;
    let mut wrong = Vec::new();
    if imported.new + imported.again > 0 || imported.refused.iter().any(|refused| refused.word != "too-late") {
        wrong.push(format!("what came too late was not refused as such: {imported:?}"));
    }
    fail_unless_none(&wrong)
}
