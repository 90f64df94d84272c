//! Check 36: what the ledger says of approvals, shares, result, statement and signatures.

use std::collections::BTreeSet;

use super::ledger::{self, Ledger};
use super::need;
use super::opening::Opened;
use super::signing::{Signatures, Signed};
use super::tally::OPENING;
use crate::digest::{Digest, sha3};
use crate::parse::definition::Definition;
use crate::parse::entry::{Answer, Entry, Kind, Signer};
use crate::reason::{Reason, same_digest, same_number};
use crate::report::{At, Checked, Fault, Outcome};

/// The statement's place in reports.
const NOTE_PLACE: &str = "record/statement.note";

/// Compares the entries from approval on with the files.
pub(crate) fn check(
    definition: &Checked<Definition>,
    ledger: &Ledger,
    opened: &Opened,
    signed: &Checked<Signed>,
    signatures: &Checked<Signatures>,
    printed: &Checked<Digest>,
) -> Outcome<()> {
    let (log, entries, tables) = (need(&ledger.log)?, need(&ledger.entries)?, need(&opened.tables)?);
    let (signed, signatures, text) = (need(signed)?, need(signatures)?, *need(printed)?);
    opening(entries, opened)?;
    let result = Kind::Result { opening: u64::from(OPENING), totals: tables.totals, results: tables.results };
    let statement = Kind::Statement { digest: sha3(&[signed.text.as_bytes()]) };
    let published = Kind::Published { note: signed.note, text };
    ledger::has_all(entries, &[(17, result), (18, statement), (20, published)])?;
    let before = entries.iter().position(|entry| entry.number == 18).unwrap_or(usize::MAX) as u64;
    same_number("size before the statement", before, signed.statement.ledger_size).at(NOTE_PLACE)?;
    let root = log.root_at(before).ok_or(Reason::NoEntry(18)).at(ledger::PLACE)?;
    same_digest("root before the statement", &root, &signed.statement.ledger_root).at(NOTE_PLACE)?;
    answers(entries, signatures)?;
    let (count, all) = (signatures.len(), entries.len());
    let figures = format!(
        "approvals, shares, result, statement at size {before}, {count} signatures, published; the checkpoint covers all {all}{}",
        silent(entries, need(definition)?.officers.len()),
    );
    Ok(((), figures))
}

/// The officers of whom the ledger has no answer to the statement.
fn silent(entries: &[Entry], officers: usize) -> String {
    let answered = |officer: u64| {
        let by = Signer::Officer(officer);
        entries.iter().any(|entry| matches!(&entry.kind, Kind::Signature { signer, .. } if *signer == by))
    };
    let silent: Vec<String> = (1..=officers as u64)
        .filter(|officer| !answered(*officer))
        .map(|officer| format!("officer {officer}"))
        .collect();
    if silent.is_empty() { String::new() } else { format!("; no answer on record: {}", silent.join(", ")) }
}

/// An entry for every approval and share of the files, and no others.
fn opening(entries: &[Entry], opened: &Opened) -> Result<(), Fault> {
    let opening = u64::from(OPENING);
    let (approvals, shares) = (need(&opened.approvals)?, need(&opened.shares)?);
    for (checker, digest) in approvals {
        ledger::has(entries, 14, &Kind::Approval { opening, checker: checker.clone(), digest: *digest })?;
    }
    for share in shares {
        ledger::has(entries, 15, &Kind::Share { opening, token: u64::from(share.token), digest: share.digest })?;
    }
    ledger::count(entries, 14, approvals.len())?;
    ledger::count(entries, 15, shares.len())
}

/// Every signature line has its entry, and every other answer is a refusal of someone who did not sign.
fn answers(entries: &[Entry], signatures: &Signatures) -> Result<(), Fault> {
    let mut answered = BTreeSet::new();
    for (number, entry) in entries.iter().enumerate() {
        let Kind::Signature { signer, answer, digest } = &entry.kind else {
            continue;
        };
        let place = || format!("{}, entry {number}", ledger::PLACE);
        if !answered.insert(format!("{signer:?}")) {
            return Err(Reason::Twice { what: "answer of", which: format!("{signer:?}") }).at_with(place);
        }
        let line = signatures.iter().find(|(who, _, _)| who == signer);
        let agrees = match (answer, line) {
            (Answer::Refuse, None) => *digest == [0; 32],
            (_, Some((_, given, signature))) => given == answer && signature == digest,
            (_, None) => false,
        };
        if !agrees {
            return Err(Reason::Disagrees("the signature lines of the statement")).at_with(place);
        }
    }
    for (signer, answer, digest) in signatures {
        ledger::has(entries, 19, &Kind::Signature { signer: signer.clone(), answer: *answer, digest: *digest })?;
    }
    Ok(())
}
