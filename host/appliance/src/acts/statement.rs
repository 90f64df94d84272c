//! `tamga sign` and `tamga export`: the statement, signed by HSM and tokens, published, and the whole record verified on the
//! exported bytes.

use anyhow::{Context, Result};
use tamga_ceremony::{Answered, Signing};
use tamga_crypto::hash::{Digest, sha3_256};
use tamga_record::admission::AdmissionTables;
use tamga_record::definition::Definition;
use tamga_record::ledger::{Entry, Signer};
use tamga_record::note::{Note, NoteLine, officer_key_name};
use tamga_record::results::{PrintedLot, StatementTxt, statement_txt};
use tamga_record::statement::{Statement, StatementStatus, files_digest};
use tamga_record::tally_file::TallyFile;
use tamga_tally::election::Election;
use tamga_wire::Answer;

use super::admit::unboxed;
use super::counting::{ATTESTATIONS, HELD, TURNOUT, tally_file};
use super::gathering::acts_so_far;
use super::opening::{RESULTS, SEATS, TOTALS};
use super::reconcile;
use super::signatures::Signatures;
use crate::answers::under;
use crate::failure::{Failure, Head};
use crate::folder::Folder;
use crate::message::Message;
use crate::result_table;
use crate::room::{REPORT, Room};
use crate::standing::Standing;
use crate::state::Phase;
use crate::verifier;

/// Files of the record that a statement cannot name: itself, what follows from it, recounts of it, and the ledger, which grows and
/// names replacements of lost tokens by their digests.
const NOT_IN_STATEMENT: [&str; 2] = [NOTE, PAGE];
const FOLDERS_NOT_IN_STATEMENT: [&str; 3] = ["ledger/", "recounts/", "replacements/"];

/// The signed statement, and its text before it is signed.
pub(super) const NOTE: &str = "statement.note";
const TEXT: &str = "statement.text";
/// The signature lines of all answers so far.
const ANSWERS: &str = "answers.note";
const PAGE: &str = "statement.txt";

/// Copies for people beside the editions.
const COPIES: [&str; 3] = [RESULTS, TURNOUT, PAGE];

/// How officers answer the statement, where they do not sign.
#[derive(Debug, Clone, Default)]
pub struct Dissent {
    /// Officers who dissent.
    pub dissent: Vec<u8>,
    /// Officers who refuse.
    pub refuse: Vec<u8>,
}

impl Dissent {
    fn answer(&self, officer: u8) -> Answer {
        if self.refuse.contains(&officer) {
            Answer::Refuse
        } else if self.dissent.contains(&officer) {
            Answer::Dissent
        } else {
            Answer::Sign
        }
    }

    /// Refuses officers that there are not, and one who is to do both.
    fn check(&self, officers: u8) -> Result<()> {
        let unknown = self.dissent.iter().chain(&self.refuse).any(|officer| !(1..=officers).contains(officer));
        if unknown || self.dissent.iter().any(|officer| self.refuse.contains(officer)) {
            return Err(Failure::bad_input(Message::of("dissent-bad").with("officers", officers)));
        }
        Ok(())
    }

    fn is_none(&self) -> bool {
        self.dissent.is_empty() && self.refuse.is_empty()
    }
}

/// Files of the opening under way that wait for publication.
fn waiting(standing: &Standing, name: &str) -> String {
    format!("opening-{}/{name}", standing.book.state().now().number)
}

/// Every officer reads the totals and the statement on the token and signs, dissents or refuses; an HSM signs first. May be
/// repeated until it is published: the last answer of each holds.
pub fn sign(room: &mut Room, standing: &mut Standing, election: &Election, dissent: &Dissent) -> Result<()> {
    if !matches!(standing.book.state().phase(), Phase::Opened | Phase::Signed) {
        return Err(Failure::bad_input("nothing-to-sign"));
    }
    dissent.check(election.definition().tokens())?;
    let text = statement_text(room, standing, election)?;
    if !dissent.is_none() {
        if !room.options.tokens.is_played() {
            return Err(Failure::bad_input("dissent-by-hand"));
        }
        room.start_tokens(&|officer| dissent.answer(officer))?;
    }
    let signed = have_signed(room, standing, election, &text)?;
    room.progress.say("sign", under(standing.book.entries(), signed.signatures.len()));
    // Whoever asks to stop once a quorum has signed waits for no further answer; what the devices say of those given is read.
    reconcile::reconcile(room, standing)?;
    reconcile::count_operations(room, standing)?;
    room.interrupt.check()
}

/// The statement of this opening: written once, then the same.
fn statement_text(room: &mut Room, standing: &mut Standing, election: &Election) -> Result<String> {
    let name = waiting(standing, TEXT);
    let opening = standing.book.state().now().number;
    if let Some(digest) = standing.book.state().now().statement {
        let text = room.appliance().read(&name)?;
        if sha3_256(&[&text]) != digest {
            return Err(Failure::internal("statement-not-the-ledgers"));
        }
        return String::from_utf8(text).head(|| Message::of("file-no-text").with("path", TEXT));
    }
    let statement = statement(room, standing, election)?;
    let text = statement.to_text();
    room.appliance().write(&name, text.as_bytes())?;
    room.progress.control_number("sign", "of-statement", &statement.digest());
    standing.book.append(&Entry::Statement { opening, digest: statement.digest() })?;
    Ok(text)
}

fn statement(room: &Room, standing: &Standing, election: &Election) -> Result<Statement> {
    let (record, definition) = (room.record(), election.definition());
    check_tables(&record, standing)?;
    let tables = tables(room, election)?;
    let total = tables.total();
    let now = standing.book.state().now();
    let tallies = tallies(room, standing, definition)?;
    let (ledger_size, ledger_root) = standing.book.size_and_root();
    let acts = acts_so_far(room, standing, election)?;
    let status = match unboxed(definition, &acts).is_empty() {
        true => StatementStatus::Complete,
        false => StatementStatus::Partial,
    };
    Ok(Statement {
        id: definition.id.clone(),
        election: *election.id(),
        rehearsal: definition.rehearsal,
        status,
        opening: now.number,
        root: now.root.context("there is no tally root")?,
        registered: tables.registered(definition),
        received: total.received,
        counted: total.counted,
        green: total.green,
        blue: total.blue,
        yellow: total.yellow,
        red: total.red,
        superseded: total.superseded,
        late: total.late,
        opened: tallies.iter().map(|tally| tally.leaves.len() as u32).sum(),
        withheld: tallies.iter().map(|tally| tally.withheld.len() as u32).sum(),
        totals: sha3_256(&[&record.read(TOTALS)?]),
        results: sha3_256(&[&record.read(RESULTS)?]),
        record: record_digest(&record)?,
        audit: edition_digest(&room.audit(), |_| true)?,
        ledger_size,
        ledger_root,
    })
}

/// Refuses tables that are not those of which the ledger has the digests.
fn check_tables(record: &Folder, standing: &Standing) -> Result<()> {
    let digest = |name: &str| record.read(name).map(|bytes| sha3_256(&[&bytes])).ok();
    if standing.book.state().now().verified != digest(TURNOUT) {
        return Err(Failure::internal("turnout-not-the-ledgers"));
    }
    let there = [TOTALS, RESULTS, SEATS].map(digest);
    if standing.book.state().now().result.map(|result| result.map(Some)) == Some(there) {
        return Ok(());
    }
    Err(Failure::internal("tables-not-the-ledgers"))
}

/// The tables of admission as the record has them.
pub fn tables(room: &Room, election: &Election) -> Result<AdmissionTables> {
    let read = |name: &str| room.record().read(name);
    Ok(AdmissionTables::parse(election.definition(), &read(TURNOUT)?, &read(HELD)?, &read(ATTESTATIONS)?)?)
}

/// Shows votes and seats over all openings so far; gives the ballots counted.
pub fn show_tables(room: &Room, election: &Election) -> Result<u64> {
    let text = |name: &str| {
        String::from_utf8(room.record().read(name)?).head(|| Message::of("file-no-text").with("path", name))
    };
    let counted = tables(room, election)?.total().counted;
    result_table::show(&room.progress, election.definition(), &text(TOTALS)?, &text(SEATS)?, counted);
    Ok(counted)
}

/// The tallies of all openings so far.
fn tallies(room: &Room, standing: &Standing, definition: &Definition) -> Result<Vec<TallyFile>> {
    let read = |opening: u32| Ok(TallyFile::parse(&room.record().read(&tally_file(opening))?, definition)?);
    standing.book.state().closed().map(|opening| read(opening.number)).collect()
}

fn edition_digest(folder: &Folder, is_in: impl Fn(&str) -> bool) -> Result<Digest> {
    let mut list = Vec::new();
    for path in folder.files()?.into_iter().filter(|path| is_in(path)) {
        let bytes = folder.read(&path)?;
        list.push((path, bytes.len() as u64, sha3_256(&[&bytes])));
    }
    Ok(files_digest(&list))
}

/// Has an HSM and the officers sign; gives the note with the lines of all who sign or dissent, now or, where one has not answered anew,
/// before. Each answer is a ledger entry, and its line is kept before that.
fn have_signed(room: &mut Room, standing: &mut Standing, election: &Election, text: &str) -> Result<Note> {
    let (definition, opening) = (election.definition(), standing.book.state().now().number);
    let before = signatures(room, standing, election)?;
    let (serial, hsm_line) = room.seal_note(standing, text)?;
    let digest = sha3_256(&[hsm_line.signature.as_bytes()]);
    let mut new = vec![hsm_line];
    before.keep(room, &new)?;
    let signer = Signer::Hsm(serial);
    standing.book.append(&Entry::Signature { opening, signer, answer: Answer::Sign, digest })?;
    let totals = room.record().read(TOTALS)?;
    let machine = Signing::new(&standing.commission, opening, text.as_bytes(), &totals, before.signing());
    let keep = |room: &Room, answered: &Answered| {
        for (officer, answer, signature) in answered.answers.iter().filter(|(_, answer, _)| *answer != Answer::Refuse) {
            let keys = election.commissions().now().officer(*officer).context("no such officer")?;
            let name = officer_key_name(*officer, *answer == Answer::Dissent);
            new.push(NoteLine::new(&name, &keys.identity, *signature));
        }
        before.keep(room, &new)
    };
    let answered = room.hold_and_keep(machine, &mut standing.book, keep)?;
    for (officer, answer, _) in &answered.answers {
        let key = match answer {
            Answer::Sign => continue,
            Answer::Dissent => "answered-dissent",
            Answer::Refuse => "answered-refused",
        };
        let said = Message::of("officer-answered").with("officer", *officer).with("answer", Message::of(key));
        room.progress.say("sign", said);
    }
    let now = signatures(room, standing, election)?;
    let (are_all, signing) = (now.are_all(), now.signing());
    if let Some(note) = now.into_note() {
        return Ok(note);
    }
    room.interrupt.check()?;
    if !are_all {
        return Err(Failure::internal("sign-lines-lost"));
    }
    let short = || Message::of("sign-short").with("n", signing).with("needed", definition.quorum);
    match answered.short {
        Some(error) => Err(room.tokens()?.explain(&error)).head(short),
        None => Err(Failure::not_verified(short())),
    }
}

/// Whether a quorum has signed the statement of the opening under way.
pub fn is_signed(room: &Room, standing: &Standing, election: &Election) -> Result<bool> {
    Ok(waiting_note(room, standing, election)?.is_some())
}

/// The note with the signatures under the statement of the opening under way; none before a quorum has signed it, and where the line of
/// an answer that the ledger has is not there: then the officers are to be asked again.
pub(super) fn waiting_note(room: &Room, standing: &Standing, election: &Election) -> Result<Option<Note>> {
    if standing.book.state().phase() != Phase::Signed {
        return Ok(None);
    }
    Ok(signatures(room, standing, election)?.into_note())
}

/// The lines under the statement of the opening under way, once its text is written.
fn signatures<'e>(room: &Room, standing: &Standing, election: &'e Election) -> Result<Signatures<'e>> {
    let text = waiting_text(room, standing)?;
    Signatures::read(room, standing, election.definition(), text, waiting(standing, ANSWERS))
}

fn waiting_text(room: &Room, standing: &Standing) -> Result<String> {
    let text = room.appliance().read(&waiting(standing, TEXT))?;
    String::from_utf8(text).head(|| Message::of("file-no-text").with("path", TEXT))
}

/// The digest of the files of a record that a statement names.
pub(super) fn record_digest(record: &Folder) -> Result<Digest> {
    edition_digest(record, is_in_statement)
}

/// Publishes the signed statement and the ledger, then has the auditors' program verify the very bytes that were exported.
pub fn export(room: &mut Room, standing: &mut Standing, election: &Election) -> Result<()> {
    if let Some(note) = waiting_note(room, standing, election)? {
        enter_publication(room, standing, election, &note)?;
    } else if standing.book.state().phase() < Phase::Published {
        return Err(Failure::bad_input("nothing-to-publish"));
    }
    let opening = standing.book.state().closed().last().context("no opening is closed")?.number;
    for name in [NOTE, PAGE] {
        room.record().write(name, &room.appliance().read(&format!("opening-{opening}/{name}"))?)?;
    }
    room.publish(standing)?;
    for name in COPIES {
        room.folder.write(name, &room.record().read(name)?)?;
    }
    verify(room)
}

/// Writes the note and the page for people, and the entry that says both are published.
fn enter_publication(room: &Room, standing: &mut Standing, election: &Election, note: &Note) -> Result<()> {
    check_editions(room, standing, note)?;
    let page = page(room, standing, election, &note.text)?;
    let note = note.to_string();
    let opening = standing.book.state().now().number;
    room.appliance().write(&waiting(standing, NOTE), note.as_bytes())?;
    room.appliance().write(&waiting(standing, PAGE), page.as_bytes())?;
    let entry = Entry::Published { opening, note: sha3_256(&[note.as_bytes()]), text: sha3_256(&[page.as_bytes()]) };
    standing.book.append(&entry)
}

/// Refuses to publish anything else than what was signed: the note's text, and the digests of both editions in it.
fn check_editions(room: &Room, standing: &Standing, note: &Note) -> Result<()> {
    let statement = Statement::parse(note.text.as_bytes())?;
    let is_signed = standing.book.state().now().statement == Some(statement.digest())
        && record_digest(&room.record())? == statement.record
        && edition_digest(&room.audit(), |_| true)? == statement.audit;
    if is_signed {
        return Ok(());
    }
    Err(Failure::internal("not-what-was-signed"))
}

/// Whether a file of the record stands in the digest of a statement.
fn is_in_statement(path: &str) -> bool {
    !NOT_IN_STATEMENT.contains(&path) && !FOLDERS_NOT_IN_STATEMENT.iter().any(|folder| path.starts_with(folder))
}

fn page(room: &Room, standing: &Standing, election: &Election, text: &str) -> Result<String> {
    let record = room.record();
    let read =
        |name: &str| String::from_utf8(record.read(name)?).head(|| Message::of("file-no-text").with("path", name));
    let acts = acts_so_far(room, standing, election)?;
    let drawn = &standing.book.state().now().lots;
    let contests = election.definition().contests.iter().map(|contest| contest.id.as_str());
    let throws = |contest| Some(drawn.get(contest)?.each_ref().map(|(officer, dice)| (*officer, dice.as_str())));
    let lots = contests.filter_map(|contest| Some(PrintedLot { contest, throws: throws(contest)? }));
    let lots: Vec<PrintedLot<'_>> = lots.collect();
    let tallies = tallies(room, standing, election.definition())?;
    Ok(statement_txt(StatementTxt {
        definition: election.definition(),
        text,
        tallies: &tallies.iter().collect::<Vec<_>>(),
        boxes: &acts.boxes.iter().map(|closed| &closed.body).collect::<Vec<_>>(),
        lots: &lots,
        totals: &read(TOTALS)?,
        results: &read(RESULTS)?,
        seats: &read(SEATS)?,
        turnout: &read(TURNOUT)?,
        held: &read(HELD)?,
        attestations: &read(ATTESTATIONS)?,
    }))
}

/// The last act: the verifier, in a process of its own, over the very bytes that were exported.
pub fn verify(room: &Room) -> Result<()> {
    room.progress.say("verify", "verifying-export");
    let [record, audit] = room.published();
    let report = verifier::run(
        room,
        "verify",
        &[
            record.path().as_os_str(),
            "--audit".as_ref(),
            audit.path().as_os_str(),
            "--anchor".as_ref(),
            room.folder.path().join("anchor.txt").as_os_str(),
        ],
    )?;
    room.appliance().write(REPORT, report.text.as_bytes())?;
    let read = report.read();
    if report.code == 0 {
        room.progress.say("verify", read.verdict());
    }
    read.to_read().into_iter().for_each(|said| room.progress.say("verify", said));
    if report.code == 0 {
        return Ok(());
    }
    Err(Failure::not_verified(Message::of("record-not-verified").with("verdict", read.verdict())))
}
