//! A pause: what a quorum notes down when it seals the room, and what it finds when it comes back.

use tamga_crypto::hash::{Digest, hash};

use crate::acts::{ActKind, Figures, Signatures, act_message};
use crate::bytes::{Writer, strictly_ascending};
use crate::ledger::{ControlNumber, Entry, Why};
use crate::limits::{SEAL_LEN_MAX, SEALS_MAX};
use crate::text::is_text;

/// The numbers of the seals of one pause: ascending, each once, at most 64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seals(Vec<String>);

impl Seals {
    /// These numbers in their order. `None` for too many, and for a number that is none: a text of 1 to 48 bytes without white
    /// space and commas, other than a dash alone.
    pub fn new(numbers: impl IntoIterator<Item = String>) -> Option<Self> {
        let mut seals: Vec<String> = numbers.into_iter().collect();
        seals.sort_unstable();
        seals.dedup();
        let fits = seals.len() <= SEALS_MAX as usize && seals.iter().all(|seal| is_seal(seal));
        fits.then_some(Self(seals))
    }

    /// The same, refused where they do not ascend.
    pub(crate) fn ascending(untrusted: Vec<String>) -> Option<Self> {
        if strictly_ascending(&untrusted) { Self::new(untrusted) } else { None }
    }

    /// The numbers, ascending.
    pub fn numbers(&self) -> &[String] {
        &self.0
    }

    fn write(&self, bytes: &mut Writer) {
        bytes.count8(self.0.len());
        for seal in &self.0 {
            bytes.count8(seal.len()).bytes(seal.as_bytes());
        }
    }
}

/// Whether this is the number of a seal.
fn is_seal(untrusted: &str) -> bool {
    let parts = |letter: char| letter.is_whitespace() || letter == ',';
    is_text(untrusted, SEAL_LEN_MAX) && !untrusted.contains(parts) && untrusted != "-"
}

/// What a quorum seals. There is no file of it: the ledger's entry 28 holds all signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PauseBody {
    /// The election `E`.
    pub election: Digest,
    /// Number of the pause, from 1.
    pub number: u32,
    /// Entries of the ledger before it, when the officers signed.
    pub entries: u64,
    /// Root of the ledger over them.
    pub root: Digest,
    /// The seals.
    pub seals: Seals,
}

impl PauseBody {
    /// `hash("tamga/pause/v1", E ‖ u32 number ‖ u64 entries ‖ root ‖ seals)`.
    pub fn digest(&self) -> Digest {
        hash("tamga/pause/v1", &[&self.to_bytes()])
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Writer::default();
        bytes.bytes(&self.election).u32(self.number).u64(self.entries).bytes(&self.root);
        self.seals.write(&mut bytes);
        bytes.finish()
    }

    /// What the officers are shown: number, seals, entries.
    pub fn figures(&self) -> Figures {
        [self.number.into(), self.seals.0.len() as u64, self.entries, 0]
    }

    /// What officers sign.
    pub fn message(&self) -> Digest {
        act_message(&self.election, ActKind::Pause, &self.figures(), &self.digest())
    }

    /// The entry of this pause under these signatures.
    pub fn entry(&self, signatures: Signatures) -> Entry {
        Entry::Pause { number: self.number, entries: self.entries, seals: self.seals.clone(), signatures }
    }
}

/// What a quorum finds after a pause. There is no file of it: the ledger's entry 29 holds all signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResumeBody {
    /// The pause that ends, the ledger up to its entry 28 and with it, and the seals that were found.
    pub found: PauseBody,
    /// The control number of the ledger's root as it was noted when the pause began; none where the note is lost.
    pub noted: Option<ControlNumber>,
    /// What happened, where seals or checkpoint are not as they were noted, or a seal was hurt.
    pub why: Why,
}

impl ResumeBody {
    /// Whether the ledger that was noted down is this one.
    pub fn is_of_this_ledger(&self) -> bool {
        self.noted == Some(ControlNumber::of(&self.found.root))
    }

    /// `hash("tamga/resume/v1", E ‖ u32 number ‖ u64 entries ‖ root ‖ seals ‖ blob16 noted ‖ blob16 why)`, empty where there is none.
    pub fn digest(&self) -> Digest {
        let mut bytes = Writer::default();
        let noted = self.noted.as_ref().map_or("", ControlNumber::as_str);
        bytes.bytes(&self.found.to_bytes()).blob16(noted.as_bytes());
        bytes.blob16(self.why.0.as_deref().unwrap_or_default().as_bytes());
        hash("tamga/resume/v1", &[&bytes.finish()])
    }

    /// What the officers are shown: number, seals, entries, 1 where all is as it was noted and 0 where it is said why not.
    pub fn figures(&self) -> Figures {
        [self.found.number.into(), self.found.seals.0.len() as u64, self.found.entries, u64::from(self.why.0.is_none())]
    }

    /// What officers sign.
    pub fn message(&self) -> Digest {
        act_message(&self.found.election, ActKind::Resume, &self.figures(), &self.digest())
    }

    /// The entry of this end of a pause under these signatures.
    pub fn entry(&self, signatures: Signatures) -> Entry {
        let (seals, noted, why) = (self.found.seals.clone(), self.noted.clone(), self.why.clone());
        Entry::Resume { number: self.found.number, seals, noted, why, signatures }
    }
}
