//! The signature lines under a statement while it is being signed. An answer stands until its signer answers anew: nobody's signature
//! or dissent is lost because a token stayed away, or an HSM failed, when the officers were asked again.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use tamga_record::definition::Definition;
use tamga_record::ledger::Signer;
use tamga_record::limits::HSMS_MAX;
use tamga_record::note::{Note, NoteLine, officer_key_name};

use crate::answers::{entered_lines, signed_by};
use crate::room::Room;
use crate::standing::Standing;

/// A signer's place among the lines: HSMs as the definition has them, then the officers.
type Place = usize;

/// The lines so far, and those of new answers, whose entries are not in the ledger yet.
pub struct Signatures<'d> {
    definition: &'d Definition,
    text: String,
    name: String,
    entered: BTreeMap<Place, NoteLine>,
    /// Lines that the ledger's answers have.
    expected: usize,
    new: BTreeMap<Place, Option<NoteLine>>,
}

impl<'d> Signatures<'d> {
    /// Those of earlier answers to this statement, as far as the ledger has them, from the file of this name.
    pub fn read(
        room: &Room,
        standing: &Standing,
        definition: &'d Definition,
        text: &str,
        name: String,
    ) -> Result<Self> {
        let (new, text) = (BTreeMap::new(), text.to_owned());
        let expected = signed_by(standing.book.entries());
        let mut signatures = Self { definition, text, name, entered: BTreeMap::new(), expected, new };
        if room.appliance().has(&signatures.name) {
            let note = Note::parse(&room.appliance().read(&signatures.name)?)?;
            let is_of_it = note.text == signatures.text;
            let lines = if is_of_it { entered_lines(standing.book.entries(), note) } else { Vec::new() };
            signatures.entered = lines.into_iter().map(|(signer, line)| (signatures.place(&signer), line)).collect();
        }
        Ok(signatures)
    }

    /// Takes a signer's new answer; no line of one who refuses.
    pub fn put(&mut self, signer: &Signer, line: Option<NoteLine>) {
        self.new.insert(self.place(signer), line);
    }

    /// Keeps all lines, old and new, before the new answers are entered.
    pub fn keep(&self, room: &Room) -> Result<()> {
        let lines = self.entered.values().chain(self.new.values().flatten());
        let note = Note { text: self.text.clone(), signatures: lines.cloned().collect() };
        room.appliance().write(&self.name, note.to_string().as_bytes())
    }

    /// Whether there is a line of every answer that the ledger has, refusals aside.
    pub fn are_all(&self) -> bool {
        self.entered.len() == self.expected
    }

    /// Officers who sign without dissent.
    pub fn signing(&self) -> usize {
        let signs = |officer: &u8| {
            let line = self.line(self.place(&Signer::Officer(*officer)));
            line.is_some_and(|line| line.name == officer_key_name(*officer, false))
        };
        (1..=self.definition.tokens()).filter(signs).count()
    }

    /// The note with the last line of every signer.
    pub fn into_note(self) -> Note {
        let places = self.entered.keys().chain(self.new.keys()).copied().collect::<BTreeSet<_>>();
        let signatures = places.into_iter().filter_map(|place| self.line(place).cloned()).collect();
        Note { text: self.text, signatures }
    }

    fn line(&self, place: Place) -> Option<&NoteLine> {
        match self.new.get(&place) {
            Some(line) => line.as_ref(),
            None => self.entered.get(&place),
        }
    }

    fn place(&self, signer: &Signer) -> Place {
        match signer {
            Signer::Hsm(serial) => self.definition.hsms.iter().position(|known| known == serial).unwrap_or(HSMS_MAX),
            Signer::Officer(officer) => HSMS_MAX + usize::from(*officer),
        }
    }
}
