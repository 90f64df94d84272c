//! The officers' answers to the statement: what its signature lines and the ledger say with one voice, or nothing.

use anyhow::Result;
use tamga_crypto::hash::{Digest, sha3_256};
use tamga_record::ledger::{Answer, Entry, Signer};
use tamga_record::note::{Note, NoteLine, hsm_key_name, officer_key_name};
use tamga_record::seal::SealKey;
use tamga_wire::signed::statement_message;

use crate::failure::Failure;
use crate::message::Message;

/// Gives the key of a signer that was in force after so many replacements of lost tokens; none where there is no such signer.
pub type KeyOf<'k> = &'k dyn Fn(&Signer, u16) -> Option<SealKey>;

/// An answer that the ledger has.
struct Entered<'e> {
    signer: &'e Signer,
    answer: Answer,
    /// Of the signature; zeros when refused.
    digest: Digest,
    /// Replacements before it.
    replacements: u16,
}

/// The last answer of each of so many officers to the newest statement, the first one first; none of an officer who has given none.
/// Refuses signature lines that do not hold, and those that are not the answers of the ledger.
pub fn answers(officers: u8, entries: &[Entry], note: &Note, key_of: KeyOf<'_>) -> Result<Vec<Option<Answer>>> {
    let entered = entered(entries);
    for line in &note.signatures {
        let of_line = |entered: &&Entered<'_>| name(entered.signer, entered.answer) == line.name;
        let is_so = entered.iter().find(of_line).is_some_and(|entered| holds(line, entered, &note.text, key_of));
        if !is_so {
            return Err(disagrees(&line.name));
        }
    }
    let given = |officer: u8| {
        let of = entered.iter().find(|entered| *entered.signer == Signer::Officer(officer));
        let Some(Entered { signer, answer, .. }) = of else { return Ok(None) };
        let name = name(signer, *answer);
        let lines = note.signatures.iter().filter(|line| line.name == name).count();
        let is_one = lines == usize::from(*answer != Answer::Refuse);
        is_one.then_some(Some(*answer)).ok_or_else(|| disagrees(&name))
    };
    (1..=officers).map(given).collect()
}

/// The last answer to the newest statement of every officer who has given one, ascending.
pub fn of_officers(entries: &[Entry]) -> Vec<(u8, Answer)> {
    let officer = |entered: &Entered<'_>| match entered.signer {
        Signer::Officer(officer) => Some((*officer, entered.answer)),
        Signer::Hsm(_) => None,
    };
    let mut given: Vec<_> = entered(entries).iter().filter_map(officer).collect();
    given.sort_unstable_by_key(|(officer, _)| *officer);
    given
}

/// Whose lines stand under the statement, so many: of officers, of officers who dissent, and of HSMs.
pub fn under(entries: &[Entry], lines: usize) -> Message {
    let answers = of_officers(entries);
    let those = |of: Answer| answers.iter().filter(|(_, answer)| *answer == of).count();
    let (sign, dissent) = (those(Answer::Sign), those(Answer::Dissent));
    let message = Message::of("signatures-under").with("n", sign).with("dissent", dissent);
    message.with("hsms", lines.saturating_sub(sign + dissent))
}

/// How many signers there are whose last answer to the newest statement is no refusal.
pub fn signed_by(entries: &[Entry]) -> usize {
    entered(entries).iter().filter(|entered| entered.answer != Answer::Refuse).count()
}

/// The signature lines of this note that are the ledger's last answers to the newest statement. Whose answer has no line here is not
/// among them.
pub fn entered_lines(entries: &[Entry], note: Note) -> Vec<(Signer, NoteLine)> {
    let entered = entered(entries);
    let of_line = |line: NoteLine| {
        let digest = sha3_256(&[line.signature.as_bytes()]);
        let is_it =
            |entered: &&Entered<'_>| name(entered.signer, entered.answer) == line.name && entered.digest == digest;
        let signer = entered.iter().find(is_it)?.signer.clone();
        Some((signer, line))
    };
    note.signatures.into_iter().filter_map(of_line).collect()
}

/// The last answer of every signer to the newest statement.
fn entered(entries: &[Entry]) -> Vec<Entered<'_>> {
    let (mut last, mut replacements): (Vec<Entered<'_>>, u16) = (Vec::new(), 0);
    for entry in entries {
        match entry {
            Entry::Replacement { .. } => replacements += 1,
            Entry::Statement { .. } => last.clear(),
            Entry::Signature { signer, answer, digest, .. } => {
                last.retain(|entered| entered.signer != signer);
                last.push(Entered { signer, answer: *answer, digest: *digest, replacements });
            }
            _ => {}
        }
    }
    last
}

/// The name of an answer's signature line; that of a refusal would be the signature's.
fn name(signer: &Signer, answer: Answer) -> String {
    match signer {
        Signer::Hsm(serial) => hsm_key_name(serial),
        Signer::Officer(officer) => officer_key_name(*officer, answer == Answer::Dissent),
    }
}

fn holds(line: &NoteLine, entered: &Entered<'_>, text: &str, key_of: KeyOf<'_>) -> bool {
    let message = statement_message(text.as_bytes(), entered.answer == Answer::Dissent);
    let key = key_of(entered.signer, entered.replacements);
    sha3_256(&[line.signature.as_bytes()]) == entered.digest
        && key.is_some_and(|key| line.verify_seal(&key, &message).is_ok())
}

fn disagrees(name: &str) -> anyhow::Error {
    Failure::internal(Message::of("copy-answers").with("name", name))
}

#[cfg(test)]
mod tests {
    use tamga_crypto::sign::SigningKey;
    use tamga_record::note::key_hash;
    use tamga_record::seal::SealSignature;

    use super::*;

    const TEXT: &str = "tamga/statement/v1\ncounted 730\n";
    const ANSWERS: [Answer; 4] = [Answer::Sign, Answer::Dissent, Answer::Refuse, Answer::Sign];

    /// The key of an officer; that of officer 4 was another one before the replacement.
    fn key(officer: u8, replacements: u16) -> SigningKey {
        let is_new = officer == 4 && replacements > 0;
        SigningKey::from_seed([officer + 16 * u8::from(is_new); 32])
    }

    fn key_of(signer: &Signer, replacements: u16) -> Option<SealKey> {
        let Signer::Officer(officer @ 1..=5) = signer else { return None };
        Some(SealKey::Ed25519(key(*officer, replacements).verifying_key()))
    }

    fn line(officer: u8, answer: Answer) -> NoteLine {
        let (key, is_dissent) = (key(officer, 1), answer == Answer::Dissent);
        let signature = key.sign(&statement_message(TEXT.as_bytes(), is_dissent)).to_bytes();
        NoteLine::new(&officer_key_name(officer, is_dissent), &key.verifying_key().to_bytes(), signature)
    }

    fn entry(officer: u8, answer: Answer) -> Entry {
        let signature = line(officer, answer).signature;
        let digest = if answer == Answer::Refuse { [0; 32] } else { sha3_256(&[signature.as_bytes()]) };
        Entry::Signature { opening: 1, signer: Signer::Officer(officer), answer, digest }
    }

    /// Officer 1 first refused and then signed, 2 dissents, 3 refuses, 4 signs with a new token, 5 was not there.
    fn ledger() -> Vec<Entry> {
        let replaced = Entry::Replacement { number: 1, digest: [1; 32], tokens: vec![4], officers: vec![1, 2, 3] };
        let statement = Entry::Statement { opening: 1, digest: [2; 32] };
        let answered = (1..).zip(ANSWERS).map(|(officer, answer)| entry(officer, answer));
        [entry(5, Answer::Sign), statement, entry(1, Answer::Refuse), replaced].into_iter().chain(answered).collect()
    }

    fn note() -> Note {
        let signed = (1..).zip(ANSWERS).filter(|(_, answer)| *answer != Answer::Refuse);
        Note { text: TEXT.to_owned(), signatures: signed.map(|(officer, answer)| line(officer, answer)).collect() }
    }

    #[test]
    fn every_officer_has_the_last_answer_of_the_ledger() {
        let given = answers(5, &ledger(), &note(), &key_of).unwrap();
        assert_eq!(given, ANSWERS.into_iter().map(Some).chain([None]).collect::<Vec<_>>());
    }

    #[test]
    fn a_note_that_says_something_else_than_the_ledger_is_refused_by_the_line() {
        let officer = |place: usize| note().signatures[place].name.clone();
        type Change = fn(&mut Note);
        let changes: [(Change, String); 6] = [
            (|note| drop(note.signatures.remove(1)), officer(1)),
            (|note| note.text.push_str("red 0\n"), officer(0)),
            (|note| note.signatures[1].name = "tamga/officer/2".into(), "tamga/officer/2".into()),
            (|note| note.signatures.push(line(5, Answer::Sign)), "tamga/officer/5".into()),
            (|note| note.signatures.push(line(3, Answer::Sign)), "tamga/officer/3".into()),
            (|note| note.signatures.push(line(1, Answer::Sign)), officer(0)),
        ];
        for (change, name) in changes {
            let mut changed = note();
            change(&mut changed);
            let error = answers(5, &ledger(), &changed, &key_of).unwrap_err();
            assert!(error.to_string().contains(&name), "{name}: {error}");
        }
    }

    /// Officer 1 first signed and then dissented, which nobody entered; the line of officer 2 is lost.
    #[test]
    fn only_lines_of_answers_that_were_entered_last_stand() {
        let mut kept = note();
        kept.signatures.remove(1);
        kept.signatures.push(line(1, Answer::Dissent));
        kept.signatures.push(line(3, Answer::Sign));
        let lines = entered_lines(&ledger(), kept);
        let of = |officer, answer| (Signer::Officer(officer), line(officer, answer));
        assert_eq!(lines, [of(1, Answer::Sign), of(4, Answer::Sign)]);
        assert_eq!(signed_by(&ledger()), 3);
        assert_eq!(of_officers(&ledger()), (1..).zip(ANSWERS).collect::<Vec<_>>());
        let told = "under the statement: signatures of officers 2, beside them with dissent 1, seals of HSMs 1";
        assert_eq!(under(&ledger(), note().signatures.len() + 1).to_string(), told);
    }

    #[test]
    fn a_ledger_that_goes_along_with_a_forged_signature_does_not_help_it() {
        let (mut forged, mut ledger) = (note(), ledger());
        let stranger = SigningKey::from_seed([99; 32]);
        let signature = SealSignature::Ed25519(stranger.sign(TEXT.as_bytes()).to_bytes());
        let digest = sha3_256(&[signature.as_bytes()]);
        let known = key(1, 0).verifying_key().to_bytes();
        let key_hash = key_hash("tamga/officer/1", &known);
        forged.signatures[0] = NoteLine { name: "tamga/officer/1".into(), key_hash, signature };
        ledger.push(Entry::Signature { opening: 1, signer: Signer::Officer(1), answer: Answer::Sign, digest });
        assert!(answers(5, &ledger, &forged, &key_of).is_err());
    }
}
