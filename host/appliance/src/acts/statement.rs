//! The statement: written, signed by HSM and tokens, published, and the whole record verified on the exported bytes.

use anyhow::{Context, Result};
use tamga_ceremony::Signing;
use tamga_crypto::hash::{Digest, sha3_256};
use tamga_devices::Hsm;
use tamga_record::admission::RegionTurnout;
use tamga_record::ledger::{Entry, Signer};
use tamga_record::note::{Note, NoteLine, officer_key_name};
use tamga_record::results::statement_txt;
use tamga_record::statement::{Statement, StatementStatus, files_digest};
use tamga_tally::result::ResultTables;
use tamga_tally::root::TallyRoot;
use tamga_tally::verified::Verified;
use tamga_wire::Answer;

use super::room::{Room, Standing};
use crate::failure::Failure;
use crate::folder::Folder;
use crate::verifier;

/// Files of the record that a statement cannot name: itself, what follows from it, and the ledger, which grows.
const NOT_IN_STATEMENT: [&str; 2] = ["statement.note", "statement.txt"];
const LEDGER: &str = "ledger/";

/// Writes and signs the statement and exports the ledger with its last checkpoint.
pub fn publish(
    room: &mut Room,
    standing: &mut Standing,
    root: &TallyRoot<'_>,
    verified: &Verified<'_>,
    tables: &ResultTables,
) -> Result<()> {
    let statement = statement(room, standing, root, verified, tables)?;
    let text = statement.to_text();
    room.progress.control_number("statement", "the statement", &statement.digest());
    standing.book.append(&Entry::Statement { digest: statement.digest() })?;
    let signatures = sign(room, standing, root, &text, tables)?;
    let note = Note { text: text.clone(), signatures }.to_string();
    let turnout = verified.turnout_csv();
    let (definition, tally) = (root.election().definition(), root.file());
    let page = statement_txt(&text, definition, tally, tables.totals_csv(), tables.results_csv(), &turnout);
    let entry = Entry::Published { note: sha3_256(&[note.as_bytes()]), text: sha3_256(&[page.as_bytes()]) };
    standing.book.append(&entry)?;
    room.record().write("statement.note", note.as_bytes())?;
    room.record().write("statement.txt", page.as_bytes())?;
    room.export_ledger(&standing.book)?;
    for name in ["results.csv", "turnout.csv", "statement.txt"] {
        room.folder.write(name, &room.record().read(name)?)?;
    }
    Ok(())
}

fn statement(
    room: &Room,
    standing: &Standing,
    root: &TallyRoot<'_>,
    verified: &Verified<'_>,
    tables: &ResultTables,
) -> Result<Statement> {
    let (definition, tally) = (root.election().definition(), root.file());
    let turnout = verified.turnout();
    let sum = |figure: fn(&RegionTurnout) -> u32| turnout.iter().map(|of| u64::from(figure(of))).sum();
    let (ledger_size, ledger_root) = standing.book.size_and_root();
    let in_statement = |path: &str| !NOT_IN_STATEMENT.contains(&path) && !path.starts_with(LEDGER);
    Ok(Statement {
        id: definition.id.clone(),
        election: *root.election().id(),
        rehearsal: definition.rehearsal,
        status: StatementStatus::Complete,
        opening: tally.opening,
        root: *root.digest(),
        registered: definition.regions.iter().map(|region| u64::from(region.registered)).sum(),
        received: sum(|of| of.received),
        counted: sum(|of| of.counted),
        green: sum(|of| of.green),
        blue: sum(|of| of.blue),
        yellow: sum(|of| of.yellow),
        red: sum(|of| of.red),
        superseded: sum(|of| of.superseded),
        late: sum(|of| of.late),
        opened: tally.leaves.len() as u32,
        withheld: tally.withheld.len() as u32,
        totals: sha3_256(&[tables.totals_csv().as_bytes()]),
        results: sha3_256(&[tables.results_csv().as_bytes()]),
        record: edition_digest(&room.record(), in_statement)?,
        audit: edition_digest(&room.audit(), |_| true)?,
        ledger_size,
        ledger_root,
    })
}

fn edition_digest(folder: &Folder, is_in: impl Fn(&str) -> bool) -> Result<Digest> {
    let mut list = Vec::new();
    for path in folder.files()?.into_iter().filter(|path| is_in(path)) {
        let bytes = folder.read(&path)?;
        list.push((path, bytes.len() as u64, sha3_256(&[&bytes])));
    }
    Ok(files_digest(&list))
}

/// Lines of the HSM and of every officer who signs or dissents; each answer is a ledger entry.
fn sign(
    room: &mut Room,
    standing: &mut Standing,
    root: &TallyRoot<'_>,
    text: &str,
    tables: &ResultTables,
) -> Result<Vec<NoteLine>> {
    let hsm_line = room.seal_note(text)?;
    let serial = room.hsms.first().context("no HSM")?.serial().to_owned();
    let digest = sha3_256(&[&hsm_line.signature]);
    standing.book.append(&Entry::Signature { signer: Signer::Hsm(serial), answer: Answer::Sign, digest })?;
    let machine = Signing::new(&standing.commission, text.as_bytes(), tables.totals_csv().as_bytes());
    let answers = room.hold(machine, &mut standing.book)?;
    let mut lines = vec![hsm_line];
    for (officer, answer, signature) in answers {
        let place = usize::from(officer).checked_sub(1);
        let keys =
            place.and_then(|place| root.election().definition().officers.get(place)).context("no such officer")?;
        if answer != Answer::Refuse {
            let name = officer_key_name(officer, answer == Answer::Dissent);
            lines.push(NoteLine::new(&name, &keys.identity, signature));
        }
    }
    room.progress.say(&format!("sign       {} signatures under the statement", lines.len()));
    Ok(lines)
}

/// The last act: the verifier, in a process of its own, over the very bytes that were exported.
pub fn verify(room: &Room) -> Result<()> {
    room.progress.say("verify     the exported record, by the auditors' program");
    let report = verifier::run(
        room,
        "verify",
        &[
            room.record().path().as_os_str(),
            "--audit".as_ref(),
            room.audit().path().as_os_str(),
            "--anchor".as_ref(),
            room.folder.path().join("anchor.txt").as_os_str(),
        ],
    )?;
    room.appliance().write("verification.report", report.text.as_bytes())?;
    if report.code == 0 {
        // What arrived on the stick is in the audit edition, and that edition is whole.
        room.appliance().below("stick").clear()?;
        room.progress.say(&format!("verify     {}", report.last_line()));
        return Ok(());
    }
    report.failures().for_each(|line| room.progress.say(line));
    let happened = format!("the record does not verify: {}", report.last_line());
    Err(Failure::not_verified(happened, "Do not publish it. The report is in appliance/verification.report."))
}
