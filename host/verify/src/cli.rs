//! The command line, and the order in which everything is checked.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Parser, ValueEnum};

use crate::approve::{Approval, Places, approve};
use crate::asserted;
use crate::checks::admission::Recounts;
use crate::checks::close::Closed;
use crate::checks::setup::Setup;
use crate::checks::tally::Tallies;
use crate::checks::{APPROVAL, AUDIT_FILES, COPIES, RECORD_FILES, RECOUNTS, TURNOUT, need};
use crate::checks::{
    admission, close, copies, devices, files, ledger, opening, recounts, setup, signing, tally, turnout,
};
use crate::ledger::order::Stage;
use crate::limits;
use crate::read::{Edition, read_file};
use crate::reason::Reason;
use crate::report::{At, Checked, Fault, Format, Report};

/// All checks passed, and the record is the anchored one.
const EXIT_ANCHORED: u8 = 0;
/// A check failed.
const EXIT_FAILED: u8 = 1;
/// Usage, or a folder or file that was named cannot be read or replaced.
const EXIT_UNREADABLE: u8 = 2;
/// All checks passed, but nothing says that this is the right record.
const EXIT_NOT_ANCHORED: u8 = 3;

const EXIT_CODES: &str = "Exit codes: 0 all checks pass, anchored; 1 a check failed; 2 usage, or the record is absent or unreadable;\n\
                          3 all checks pass, but without --anchor nothing says that this is the record that was published.";

/// Checks the record of an election: every signature, proof, sum and count.
#[derive(Debug, Parser)]
#[command(name = "tamga-verify", version, after_help = EXIT_CODES)]
struct Arguments {
    /// The public edition, `record/`.
    record: PathBuf,
    /// The auditors' edition, `audit/`.
    #[arg(long, value_name = "DIR")]
    audit: Option<PathBuf>,
    /// The anchor that was read aloud and published after the set-up ceremony.
    #[arg(long, value_name = "FILE")]
    anchor: Option<PathBuf>,
    /// Checks an export made after unsealing, up to the tally root.
    #[arg(long)]
    stage: Option<StageArgument>,
    /// Approves the tally root with this checker's key when every check passed.
    #[arg(long, value_name = "KEYFILE", requires_all = ["audit", "stage", "out"])]
    approve: Option<PathBuf>,
    /// Where the approval is written.
    #[arg(long, value_name = "FILE", requires = "approve")]
    out: Option<PathBuf>,
    /// Writes the report as one JSON object a line.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum StageArgument {
    /// After unsealing, before the opening.
    Aggregate,
}

/// What is read before the first check.
struct Inputs {
    record: Edition,
    audit: Option<Edition>,
    anchor: Option<Vec<u8>>,
    approve: Option<Places>,
}

/// Runs the program with these arguments, the program's name first, and writes the report to `out`.
///
/// Returns the exit code: 0 all checks passed and anchored, 1 a check failed, 2 usage or an unreadable record, 3 consistent but not
/// anchored.
pub fn run(args: impl IntoIterator<Item = OsString>, out: &mut dyn Write) -> u8 {
    let arguments = match Arguments::try_parse_from(args) {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { EXIT_UNREADABLE } else { EXIT_ANCHORED };
        }
    };
    match inputs(&arguments) {
        Ok(inputs) => verify(&arguments, &inputs, out),
        Err(message) => {
            let _ = writeln!(io::stderr(), "tamga-verify: {message}");
            EXIT_UNREADABLE
        }
    }
}

fn inputs(arguments: &Arguments) -> Result<Inputs, String> {
    let edition = |path: &PathBuf, name: &'static str, must_hold: &str| {
        if path.is_dir() && !path.join(must_hold).exists() {
            let inside = path.join(name);
            let place = path.display();
            return Err(if inside.join(must_hold).exists() {
                format!("{place} is not the {name} edition; did you mean {}?", inside.display())
            } else {
                format!("{place} holds no {must_hold}, so it is not the {name} edition")
            });
        }
        Edition::open(path, name).map_err(|error| format!("{name} edition {}: {error}", path.display()))
    };
    let anchor = |path: &PathBuf| {
        read_file(path, limits::ANCHOR_FILE).map_err(|error| format!("anchor {}: {error}", path.display()))
    };
    let approve = arguments.approve.as_deref().zip(arguments.out.as_deref()).map(|(key_file, out)| {
        let places = Places::find(key_file, out);
        places.map_err(|error| format!("{} and {}: {error}", key_file.display(), out.display()))
    });
    let record = edition(&arguments.record, "record", "election.tamga")?;
    stage_of_record(&record, stage(arguments))
        .map_err(|message| format!("{}: {message}", arguments.record.display()))?;
    Ok(Inputs {
        approve: approve.transpose()?,
        record,
        audit: arguments.audit.as_ref().map(|path| edition(path, "audit", "roll.tamga")).transpose()?,
        anchor: arguments.anchor.as_ref().map(anchor).transpose()?,
    })
}

fn verify(arguments: &Arguments, inputs: &Inputs, out: &mut dyn Write) -> u8 {
    let report = &mut Report::new(out, if arguments.json { Format::Json } else { Format::Text });
    let stage = stage(arguments);
    let (record, audit) = (&inputs.record, inputs.audit.as_ref());

    let defined = setup::define(record, report);
    let _ = report.check(RECORD_FILES, files::record(record, &defined.definition, stage));
    if let Some(audit) = audit {
        let _ = report.check(AUDIT_FILES, files::audit(audit, record, &defined.definition));
    }
    let setup = &setup::check(defined, report);
    let ledger = &ledger::check(record, setup, inputs.anchor.as_deref(), stage, report);
    let closed = &close::check(record, setup, ledger, report);
    let recounts = audit.map(|audit| admission::check(record, audit, setup, ledger, closed, report));
    let turnout = &report.check(TURNOUT, turnout::check(record, setup, ledger, closed));
    let tallies = &tally::check(record, audit.zip(recounts.as_ref()), setup, ledger, closed, turnout, report);
    let opened = &opening::check(record, setup, ledger, closed, tallies, stage, report);
    if stage == Stage::Complete {
        let counted = signing::Counted { setup, ledger, closed, turnout, tallies, opened };
        signing::check(record, audit, &counted, report);
    }
    if stage == Stage::Complete || tallies.as_ref().is_ok_and(|tallies| tallies.len() > 1) {
        let _ = report.check(RECOUNTS, recounts::check(record, setup, ledger, opened));
        let _ = report.check(COPIES, copies::check(setup, ledger));
    }
    let mut taken = false;
    if let (Some(places), Some(recounts)) = (&inputs.approve, &recounts) {
        if inputs.anchor.is_none() && report.all_passed() {
            report.note("WARNING: approved without an anchor, nothing says that this is the election you mean");
        }
        let passed = report.all_passed();
        let approval =
            approval(passed, setup, closed, tallies, recounts).and_then(|approval| approve(&approval, places));
        taken = matches!(&approval, Err(Fault::At { reason: Reason::OutTaken, .. }));
        let _ = report.check(APPROVAL, approval);
    }
    devices::list(setup, report);
    finish(report, audit.is_some(), inputs.anchor.is_some(), taken)
}

fn stage(arguments: &Arguments) -> Stage {
    match arguments.stage {
        Some(StageArgument::Aggregate) => Stage::Aggregate,
        None => Stage::Complete,
    }
}

/// Says so when a record of the other stage was named: every check would fail for a reason that misleads.
fn stage_of_record(record: &Edition, stage: Stage) -> Result<(), String> {
    let there = files::PUBLISHED.iter().filter(|path| record.len(path).is_some()).count();
    match stage {
        Stage::Aggregate if there == files::PUBLISHED.len() => {
            Err("this is a whole record, with its statement: leave out --stage aggregate".to_owned())
        }
        Stage::Complete if there == 0 => {
            Err("this record has no result and no statement yet: it is an export for checkers, to be checked with \
                 --stage aggregate"
                .to_owned())
        }
        _ => Ok(()),
    }
}

/// What an approval is about; refused unless everything passed.
fn approval<'a>(
    passed: bool,
    setup: &'a Setup,
    closed: &'a Closed,
    tallies: &'a Checked<Tallies>,
    recounts: &'a Checked<Recounts>,
) -> Result<Approval<'a>, Fault> {
    if !passed {
        return Err(Reason::NotAllPassed).at("approval");
    }
    let newest = need(&closed.boxes)?.last().zip(need(tallies)?.last());
    let (ballot_box, tally) = newest.ok_or(Reason::Missing).at("approval")?;
    Ok(Approval {
        definition: need(&setup.definition)?,
        election: &need(&setup.election)?.digest,
        close: &ballot_box.close,
        tally,
        recounts: need(recounts)?,
    })
}

/// Writes the end of the report and returns the exit code; `taken`: a file of other content stands where the approval goes.
fn finish(report: &mut Report<'_>, audited: bool, anchored: bool, taken: bool) -> u8 {
    report.asserted(asserted::list(audited));
    let passed = report.all_passed();
    if passed && !anchored {
        report.note("consistent, not anchored: nothing here says that this is the record of the election you mean");
    }
    let code = match (passed, anchored) {
        _ if taken => EXIT_UNREADABLE,
        (true, true) => EXIT_ANCHORED,
        (true, false) => EXIT_NOT_ANCHORED,
        (false, _) => EXIT_FAILED,
    };
    report.finish(anchored, code);
    code
}
