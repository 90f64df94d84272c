//! Checks 37 to 41: the newest statement, what it names, and who signed it.

use super::close::Closed;
use super::ledger::{self, Ledger};
use super::opening::Opened;
use super::setup::Setup;
use super::tally::Tallies;
use super::turnout::Rows;
use super::{EDITIONS, LEDGER_END, PRINTED, SIGNATURES, STATEMENT, boxes, ending, files, need, printed};
use crate::digest::{Digest, control_number, hash, sha3};
use crate::ledger::tiles::seal_key;
use crate::limits;
use crate::parse::entry::{Answer, Entry, Kind, Signer};
use crate::parse::keys::SealKey;
use crate::parse::note::{NOTE_LEN_MAX, Note, NoteLine};
use crate::parse::replacement;
use crate::parse::statement::Statement;
use crate::parse::turnout::Turnout;
use crate::read::Edition;
use crate::reason::{Reason, same_digest, same_number};
use crate::report::{At, Checked, Fault, Outcome, Report};

/// The note.
const NOTE: &str = "statement.note";
/// Its place in reports.
const PLACE: &str = "record/statement.note";

/// The note, when it says what it must.
pub(crate) struct Signed {
    /// The statement's text.
    pub(crate) text: String,
    lines: Vec<NoteLine>,
    /// What it says.
    pub(crate) statement: Statement,
    /// SHA3-256 of the note.
    pub(crate) note: Digest,
}

/// Who signed, how, and the digest of the signature.
pub(crate) type Signatures = Vec<(Signer, Answer, Digest)>;

/// All that a statement is about.
pub(crate) struct Counted<'a> {
    /// The set-up.
    pub(crate) setup: &'a Setup,
    /// The ledger.
    pub(crate) ledger: &'a Ledger,
    /// The boxes.
    pub(crate) closed: &'a Closed,
    /// The rows of `turnout.csv`.
    pub(crate) turnout: &'a Checked<Rows>,
    /// The tallies.
    pub(crate) tallies: &'a Checked<Tallies>,
    /// The openings.
    pub(crate) opened: &'a Opened,
}

/// Runs checks 37 to 41.
pub(crate) fn check(record: &Edition, audit: Option<&Edition>, counted: &Counted<'_>, report: &mut Report<'_>) {
    let Counted { setup, ledger, closed, tallies, opened, .. } = *counted;
    let signed = report.check(STATEMENT, statement(record, counted));
    let _ = report.check(EDITIONS, editions(record, audit, &signed));
    let signatures = report.check(SIGNATURES, signatures(setup, ledger, &signed));
    let printed = report.check(PRINTED, printed::check(record, setup, closed, tallies, opened, &signed));
    let _ = report.check(LEDGER_END, ending::check(&setup.definition, ledger, &signed, &signatures, &printed));
}

fn statement(record: &Edition, counted: &Counted<'_>) -> Outcome<Signed> {
    let setup = counted.setup;
    let bytes = record.read(NOTE, NOTE_LEN_MAX)?;
    let note = Note::parse(&bytes).at(PLACE)?;
    let said = Statement::parse(note.text).at(PLACE)?;
    let (definition, election) = (need(&setup.definition)?, need(&setup.election)?);
    let (tallies, tables) = (need(counted.tallies)?, need(&counted.opened.tables)?);
    let total = Turnout::total(need(counted.turnout)?.iter().map(|(_, row)| row));
    let in_boxes = boxes::regions_in_boxes(definition, need(&counted.closed.boxes)?).len();
    let status = if in_boxes < definition.regions.len() { "partial" } else { "complete" };
    let (Some(tally), Some(tables)) = (tallies.last(), tables.last()) else {
        return Err(Reason::Missing).at(PLACE);
    };
    let figures = || -> Result<(), Reason> {
        if said.id != definition.id {
            return Err(Reason::differs("id", &definition.id, &said.id));
        }
        if said.rehearsal != definition.rehearsal {
            return Err(Reason::Disagrees("the definition: rehearsal"));
        }
        same_digest("election", &election.digest, &said.election)?;
        same_number("opening", tally.opening, said.opening)?;
        if said.status != status {
            return Err(Reason::differs("status", status, said.status));
        }
        same_digest("root", &tally.root, &said.root)?;
        if said.turnout != total {
            return Err(Reason::Disagrees("the sums of turnout.csv"));
        }
        same_number("opened", tallies.iter().map(|tally| tally.leaves.len()).sum::<usize>(), said.opened)?;
        same_number("withheld", tallies.iter().map(|tally| tally.withheld.len()).sum::<usize>(), said.withheld)?;
        same_digest("totals", &tables.totals, &said.totals)?;
        same_digest("results", &tables.results, &said.results)
    };
    figures().at(PLACE)?;
    let line = format!(
        "status {}, {} counted of {} received of {} registered, control number {}",
        said.status,
        total.counted,
        total.received,
        total.registered,
        control_number(&sha3(&[note.text.as_bytes()])),
    );
    let signed = Signed { text: note.text.to_owned(), lines: note.lines, statement: said, note: sha3(&[&bytes]) };
    Ok((signed, line))
}

/// `hash("tamga/files/v1", list)`, a line `path length digest` per file.
fn files_digest(edition: &Edition, listed: impl Fn(&str) -> bool) -> Result<(Digest, usize), Fault> {
    let mut list = String::new();
    let mut count = 0;
    for path in edition.paths().filter(|path| listed(path)) {
        let (len, digest) = (edition.len(path).unwrap_or(0), edition.digest(path)?);
        list.push_str(&format!("{path} {len} {}\n", hex::encode(digest)));
        count += 1;
    }
    Ok((hash("tamga/files/v1", &[list.as_bytes()]), count))
}

fn editions(record: &Edition, audit: Option<&Edition>, signed: &Checked<Signed>) -> Outcome<()> {
    let said = &need(signed)?.statement;
    let later = |path: &str| {
        let act = files::recount_number(path).is_some() || replacement::number_of(path).is_some();
        act || path.starts_with("ledger/")
    };
    let listed = |path: &str| !(path == NOTE || path == "statement.txt" || later(path));
    let (digest, count) = files_digest(record, listed)?;
    same_digest("files of record", &said.record, &digest).at("record")?;
    let Some(audit) = audit else {
        return Ok(((), format!("{count} files of record; audit is not here, its digest is only asserted")));
    };
    let (digest, audited) = files_digest(audit, |_| true)?;
    same_digest("files of audit", &said.audit, &digest).at("audit")?;
    Ok(((), format!("{count} files of record and {audited} of audit, lengths and digests")))
}

fn signatures(setup: &Setup, ledger: &Ledger, signed: &Checked<Signed>) -> Outcome<Signatures> {
    let (definition, keys, signed) = (need(&setup.definition)?, need(&setup.keys)?, need(signed)?);
    let commissions = need(&ledger.commissions)?;
    let mut found = Vec::new();
    let mut places = Vec::new();
    for line in &signed.lines {
        let (signer, answer) = signer(&line.name).at(PLACE)?;
        let (place, key) = match &signer {
            Signer::Hsm(serial) => {
                (definition.hsms.iter().position(|known| known == serial), seal_key(&line.name, &keys.hsms).at(PLACE)?)
            }
            Signer::Officer(number) => {
                let commission = commissions.at_place(|| answered_at(ledger, signed.statement.opening, &signer))?;
                let identity = commission.officers.identity(*number).at(PLACE)?;
                let place = Some(limits::HSMS + usize::try_from(*number).unwrap_or(usize::MAX));
                (place, SealKey::Ed25519(*identity))
            }
        };
        let dissent = if answer == Answer::Dissent { "dissent\n" } else { "" };
        line.check(&key, format!("{}{dissent}", signed.text).as_bytes()).at(PLACE)?;
        places.push(place);
        found.push((signer, answer, sha3(&[&line.signature])));
    }
    if !places.is_sorted_by(|a, b| a < b) {
        return Err(Reason::OutOfOrder("signature lines")).at(PLACE);
    }
    let of = |wanted: Option<Answer>| {
        let officers = found.iter().filter(|(signer, _, _)| matches!(signer, Signer::Officer(_)));
        officers.filter(|(_, answer, _)| wanted.is_none_or(|wanted| *answer == wanted)).count()
    };
    let (officers, signing) = (of(None), of(Some(Answer::Sign)));
    let hsms = found.len() - officers;
    for (what, needed, found) in [("HSMs", 1, hsms), ("officers that sign", definition.quorum, signing)] {
        if found < needed {
            return Err(Reason::TooFew { what, needed, found }).at(PLACE);
        }
    }
    let figures = format!("{hsms} HSMs, {signing} officers sign, {} dissent", officers - signing);
    Ok((found, figures))
}

/// The last entry in which this signer answers the statement of an opening.
fn answered_at(ledger: &Ledger, of: u64, signer: &Signer) -> Result<usize, Fault> {
    let is_it = |entry: &Entry| match &entry.kind {
        Kind::Signature { opening, signer: who, .. } => *opening == of && who == signer,
        _ => false,
    };
    ledger.until_newest()?.iter().rposition(is_it).ok_or(Reason::NoEntry(19)).at(ledger::PLACE)
}

/// `tamga/hsm/SERIAL`, `tamga/officer/N`, `tamga/officer/N/dissent`.
fn signer(name: &str) -> Result<(Signer, Answer), Reason> {
    let unknown = || Reason::Signature(name.to_owned());
    if let Some(serial) = name.strip_prefix("tamga/hsm/") {
        return Ok((Signer::Hsm(serial.to_owned()), Answer::Sign));
    }
    let rest = name.strip_prefix("tamga/officer/").ok_or_else(unknown)?;
    let (number, answer) = match rest.strip_suffix("/dissent") {
        Some(number) => (number, Answer::Dissent),
        None => (rest, Answer::Sign),
    };
    let number = crate::text::number(number, limits::OFFICERS as u64).map_err(|_| unknown())?;
    Ok((Signer::Officer(number), answer))
}
