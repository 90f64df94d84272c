//! Check 41: what the ledger says of the newest statement and of the answers to it.

use std::collections::BTreeMap;

use super::ledger::{self, Ledger};
use super::need;
use super::signing::{Signatures, Signed};
use crate::digest::{Digest, sha3};
use crate::parse::definition::Definition;
use crate::parse::entry::{Answer, Entry, Kind, Signer};
use crate::reason::{Reason, same_digest, same_number};
use crate::report::{At, Checked, Fault, Outcome};

/// The statement's place in reports.
const NOTE_PLACE: &str = "record/statement.note";

/// Compares the entries from the statement on with the files.
pub(crate) fn check(
    definition: &Checked<Definition>,
    ledger: &Ledger,
    signed: &Checked<Signed>,
    signatures: &Checked<Signatures>,
    printed: &Checked<Digest>,
) -> Outcome<()> {
    let (log, runs) = (need(&ledger.log)?, ledger.runs()?);
    let (signed, signatures, text) = (need(signed)?, need(signatures)?, *need(printed)?);
    let opening = signed.statement.opening;
    let start = runs.last().map_or(0, |run| run.entries.start);
    let own = ledger.until_newest()?.get(start..).unwrap_or_default();
    let statement = Kind::Statement { opening, digest: sha3(&[signed.text.as_bytes()]) };
    let published = Kind::Published { opening, note: signed.note, text };
    ledger::has_all(own, &[(18, statement), (20, published)])?;
    let at = own.iter().position(|entry| entry.number == 18).map_or(usize::MAX, |at| start + at) as u64;
    same_number("size before the statement", at, signed.statement.ledger_size).at(NOTE_PLACE)?;
    let root = log.root_at(at).ok_or(Reason::NoEntry(18)).at(ledger::PLACE)?;
    same_digest("root before the statement", &root, &signed.statement.ledger_root).at(NOTE_PLACE)?;
    let answers = answers(own);
    compare(&answers, signatures)?;
    let (count, all) = (signatures.len(), log.entries.len());
    let figures = format!(
        "statement at size {at}, {count} signatures, published; the checkpoint covers all {all}{}",
        silent(&answers, need(definition)?.officers.len()),
    );
    Ok(((), figures))
}

/// The last answer of every signer.
fn answers(entries: &[Entry]) -> BTreeMap<String, (&Signer, Answer, &Digest)> {
    let answers = entries.iter().filter_map(|entry| match &entry.kind {
        Kind::Signature { signer, answer, digest, .. } => Some((format!("{signer:?}"), (signer, *answer, digest))),
        _ => None,
    });
    answers.collect()
}

/// The officers of whom the ledger has no answer to the statement.
fn silent(answers: &BTreeMap<String, (&Signer, Answer, &Digest)>, officers: usize) -> String {
    let answered = |officer: u64| answers.contains_key(&format!("{:?}", Signer::Officer(officer)));
    let silent: Vec<String> = (1..=officers as u64)
        .filter(|officer| !answered(*officer))
        .map(|officer| format!("officer {officer}"))
        .collect();
    if silent.is_empty() { String::new() } else { format!("; no answer on record: {}", silent.join(", ")) }
}

/// Every signature line has its answer, and every other answer is a refusal of someone who did not sign.
fn compare(answers: &BTreeMap<String, (&Signer, Answer, &Digest)>, signatures: &Signatures) -> Result<(), Fault> {
    for (name, (signer, answer, digest)) in answers {
        let line = signatures.iter().find(|(who, _, _)| who == *signer);
        let agrees = match (answer, line) {
            (Answer::Refuse, None) => **digest == [0; 32],
            (_, Some((_, given, signature))) => given == answer && signature == *digest,
            (_, None) => false,
        };
        if !agrees {
            return Err(Reason::Disagrees("the signature lines of the statement"))
                .at(format!("{}, answer of {name}", ledger::PLACE));
        }
    }
    let missing = signatures.iter().find(|(signer, _, _)| !answers.contains_key(&format!("{signer:?}")));
    if missing.is_some() { Err(Reason::NoEntry(19)).at(ledger::PLACE) } else { Ok(()) }
}
