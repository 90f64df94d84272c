//! The signature lines under a statement while it is being signed. An answer stands until its signer answers anew: nobody's signature
//! or dissent is lost because a token stayed away, or an HSM failed, when the officers were asked again.

use std::collections::BTreeMap;

use anyhow::Result;
use tamga_record::definition::Definition;
use tamga_record::ledger::Signer;
use tamga_record::limits::HSMS_MAX;
use tamga_record::note::{Note, NoteLine, officer_key_name};

use crate::answers::{entered_lines, signed_by};
use crate::failure::Head;
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
        let mut lines = BTreeMap::new();
        if room.appliance().has(&name) {
            let note = Note::parse(&room.appliance().read(&name)?);
            let note = note.head(|| Message::of("file-damaged").with("path", &name))?;
            if note.text == text {
                let place = |(signer, line)| (place(definition, &signer), line);
                lines = entered_lines(entries, note).into_iter().map(place).collect();
            }
        }
        Ok(Self { definition, text, name, lines, expected: signed_by(entries) })
    }

    /// Keeps these new lines beside the others, before their entries are in the ledger.
    pub fn keep(&self, room: &Room, new: &[NoteLine]) -> Result<()> {
        let signatures = self.lines.values().chain(new).cloned().collect();
        let note = Note { text: self.text.clone(), signatures };
        room.appliance().write(&self.name, note.to_string().as_bytes())
    }

    /// Whether there is a line of every answer that the ledger has, refusals aside.
    pub fn are_all(&self) -> bool {
        self.lines.len() == self.expected
    }

    /// Officers who sign without dissent.
    pub fn signing(&self) -> u8 {
        let signs = |officer: &u8| {
            let line = self.lines.get(&place(self.definition, &Signer::Officer(*officer)));
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

fn place(definition: &Definition, signer: &Signer) -> usize {
    match signer {
        Signer::Hsm(serial) => definition.hsms.iter().position(|known| known == serial).unwrap_or(HSMS_MAX),
        Signer::Officer(officer) => HSMS_MAX + usize::from(*officer),
    }
}
