//! The signature lines under a statement while it is being signed. An answer stands until its signer answers anew: nobody's signature
//! or dissent is lost because a token stayed away, or an HSM failed, when the officers were asked again.

use std::collections::BTreeMap;

use anyhow::Result;
use tamga_record::definition::Definition;
use tamga_record::ledger::{Entry, Signer};
use tamga_record::limits::HSMS_MAX;
use tamga_record::note::{Note, NoteLine, officer_key_name};

use super::hsms::write_on_two_media;
use crate::answers::{entered_lines, signed_by};
use crate::failure::Head;
use crate::folder::Folder;
use crate::message::Message;
use crate::room::Room;
use crate::standing::Standing;

/// The lines of the answers that the ledger has, the last of each signer.
pub struct Signatures<'d> {
    definition: &'d Definition,
    text: String,
    name: String,
    /// By place: HSMs as the definition has them, then the officers.
    lines: BTreeMap<usize, NoteLine>,
    /// Lines that there are of the ledger's answers.
    expected: usize,
}

impl<'d> Signatures<'d> {
    /// Those under this statement, from the file of this name; what it has beside them is of answers that nobody entered.
    pub fn read(
        room: &Room,
        standing: &Standing,
        definition: &'d Definition,
        text: String,
        name: String,
    ) -> Result<Self> {
        let entries = standing.book.entries();
        let media = [room.appliance(), room.second_medium()];
        let lines = kept_lines(&definition.hsms, &media, &name, &text, entries)?;
        Ok(Self { definition, text, name, lines, expected: signed_by(entries) })
    }

    /// Keeps these new lines beside the others, before their entries are in the ledger.
    pub fn keep(&self, room: &Room, new: &[NoteLine]) -> Result<()> {
        let signatures = self.lines.values().chain(new).cloned().collect();
        let note = Note { text: self.text.clone(), signatures };
        write_on_two_media(room, &self.name, note.to_string().as_bytes())
    }

    /// Whether there is a line of every answer that the ledger has, refusals aside.
    pub fn are_all(&self) -> bool {
        self.lines.len() == self.expected
    }

    /// Officers who sign without dissent.
    pub fn signing(&self) -> u8 {
        let signs = |officer: &u8| {
            let line = self.lines.get(&place(&self.definition.hsms, &Signer::Officer(*officer)));
            line.is_some_and(|line| line.name == officer_key_name(*officer, false))
        };
        // At most as many as there are officers.
        (1..=self.definition.tokens()).filter(signs).count() as u8
    }

    /// The note with these lines; none where they are not all, or fewer than a quorum sign.
    pub fn into_note(self) -> Option<Note> {
        let is_signed = self.are_all() && self.signing() >= self.definition.quorum;
        is_signed.then(|| Note { text: self.text, signatures: self.lines.into_values().collect() })
    }
}

/// The lines of entered answers, by place, from either medium. A medium that is damaged is refused where the other one lacks any.
fn kept_lines(
    hsms: &[String],
    media: &[Folder],
    name: &str,
    text: &str,
    entries: &[Entry],
) -> Result<BTreeMap<usize, NoteLine>> {
    let (mut lines, mut damaged) = (BTreeMap::new(), None);
    for medium in media.iter().filter(|medium| medium.has(name)) {
        let note = medium.read(name).and_then(|bytes| Ok(Note::parse(&bytes)?));
        match note.head(|| Message::of("file-damaged").with("path", name)) {
            Ok(note) if note.text == text => {
                let kept = entered_lines(entries, note);
                lines.extend(kept.into_iter().map(|(signer, line)| (place(hsms, &signer), line)));
            }
            Ok(_) => {}
            Err(error) => damaged = Some(error),
        }
    }
    match damaged {
        Some(error) if lines.len() < signed_by(entries) => Err(error),
        _ => Ok(lines),
    }
}

fn place(hsms: &[String], signer: &Signer) -> usize {
    match signer {
        Signer::Hsm(serial) => hsms.iter().position(|known| known == serial).unwrap_or(HSMS_MAX),
        Signer::Officer(officer) => HSMS_MAX + usize::from(*officer),
    }
}

#[cfg(test)]
mod tests {
    use tamga_crypto::hash::sha3_256;
    use tamga_record::ledger::Answer;
    use tamga_record::seal::SealSignature;

    use super::*;

    fn line(officer: u8) -> NoteLine {
        let name = officer_key_name(officer, false);
        NoteLine { name, key_hash: [officer; 4], signature: SealSignature::Ed25519([officer; 64]) }
    }

    fn entry(officer: u8) -> Entry {
        let digest = sha3_256(&[line(officer).signature.as_bytes()]);
        Entry::Signature { opening: 1, signer: Signer::Officer(officer), answer: Answer::Sign, digest }
    }

    #[test]
    fn answers_are_read_from_whichever_medium_has_them() {
        let there = tempfile::tempdir().unwrap();
        let media = ["first", "second"].map(|name| Folder::existing(there.path()).below(name));
        let text = "tamga/statement/v1\n".to_owned();
        let note = |officers: &[u8]| {
            let signatures = officers.iter().map(|officer| line(*officer)).collect();
            Note { text: text.clone(), signatures }.to_string()
        };
        let entries = [Entry::Statement { opening: 1, digest: [1; 32] }, entry(1), entry(2)];
        let kept = || kept_lines(&[], &media, "answers.note", &text, &entries).map(|lines| lines.len());
        assert_eq!(kept().unwrap(), 0);
        media[1].write("answers.note", note(&[1, 2]).as_bytes()).unwrap();
        assert_eq!(kept().unwrap(), 2, "the first medium lost it");
        media[0].write("answers.note", note(&[1]).as_bytes()).unwrap();
        assert_eq!(kept().unwrap(), 2, "the power failed between the two");
        media[1].write("answers.note", note(&[2, 2]).as_bytes()).unwrap();
        assert_eq!(kept().unwrap(), 2, "each lacks another one");
        media[1].write("answers.note", note(&[1, 2]).as_bytes()).unwrap();
        media[0].write("answers.note", b"damaged").unwrap();
        assert_eq!(kept().unwrap(), 2);
        media[1].write("answers.note", note(&[2, 2]).as_bytes()).unwrap();
        assert!(kept().is_err(), "what is damaged may have had the other line");
    }
}
