//! The canonical definition, `tamga/definition/v1`: everything about an election that is settled before the ceremony.

mod check;
mod contest_set;
mod error;
mod merging;
mod parse;
mod size;
mod words;
mod write;

use serde::{Deserialize, Serialize};
use tamga_crypto::hash::{Digest, sha3_256};
use tamga_crypto::marks::marks_len;

pub(crate) use check::RESERVED_IDS;
pub use contest_set::ContestSet;
pub use error::{DefinitionError, Place, Problem};
pub(crate) use merging::{crowded_head, endless_link};
pub(crate) use size::{demand, long_totals};
pub(crate) use words::words;
pub use words::{Flag, HeldStatus, History, Kind, Language, Late, Method, Revote, Role, ThresholdOf, Tie};

/// The first line of a definition.
pub const FIRST_LINE: &str = "tamga/definition/v1\n";

/// The words of the line `blue`.
pub(crate) const COUNTED: &str = "counted";
pub(crate) const HELD: &str = "held";

/// An election as it was defined, final before the ceremony. Its digest is `D`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The election's id.
    pub id: String,
    /// Whether this is a rehearsal, which is then inside `D` and everything bound to it.
    pub rehearsal: bool,
    /// The language that every name is there in.
    pub language: Language,
    /// The election's title.
    pub title: Names,
    /// When voting opens, in Unix seconds.
    pub opens: u64,
    /// When voting closes, in Unix seconds; after `opens`.
    pub closes: u64,
    /// The fewest ballots of a sum that may be opened.
    pub min_open: u32,
    /// Which record of a voter counts.
    pub revote: Revote,
    /// What happens to records that arrive after the box was closed.
    pub late: Late,
    /// Openings allowed, the supplement not included.
    pub openings: u32,
    /// Who may ask for a voter's own history.
    pub history: History,
    /// Bytes of the complaint cell beside every ballot; 0 for none.
    pub cell_len: u16,
    /// The status that each flag of an attestation leads to, in the order of [`Flag::ALL`].
    pub admission: [HeldStatus; 5],
    /// Whether records that a flag or the roll makes blue are counted; if not they are held, as yellow ones are.
    pub blue_counts: bool,
    /// Officers needed for an act.
    pub quorum: u8,
    /// The officers' keys in token order: token 1 first.
    pub officers: Vec<OfficerKeys>,
    /// Checkers needed for an approval.
    pub approvals: u8,
    /// The checkers and their Ed25519 keys.
    pub checkers: Vec<Named>,
    /// The registrar's Ed25519 key.
    pub registrar: [u8; 32],
    /// The identity service's Ed25519 key.
    pub identity: [u8; 32],
    /// The collectors and their Ed25519 keys.
    pub collectors: Vec<Named>,
    /// Serials of the HSMs.
    pub hsms: Vec<String>,
    /// The contests.
    pub contests: Vec<Contest>,
    /// The regions.
    pub regions: Vec<Region>,
}

/// The two keys of an officer's token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfficerKeys {
    /// Ed25519: signs acts, envelopes and statements.
    pub identity: [u8; 32],
    /// X25519: receives shares of the key generation.
    pub share: [u8; 32],
}

/// A key holder with an id: a checker or a collector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The id, unique among its kind.
    pub id: String,
    /// The Ed25519 key.
    pub key: [u8; 32],
}

/// A contest: one question on a ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contest {
    /// The contest's id.
    pub id: String,
    /// The contest's title.
    pub title: Names,
    /// How many options a voter may mark.
    pub kind: Kind,
    /// The most marks on a ballot; 1 for [`Kind::OneOf`].
    pub max: u16,
    /// Seats to be given; 0 for none.
    pub seats: u32,
    /// How seats are given.
    pub method: Method,
    /// Threshold in basis points, 0 to 10,000.
    pub threshold_bp: u32,
    /// What the threshold is a part of.
    pub threshold_of: ThresholdOf,
    /// How a tie is settled.
    pub tie: Tie,
    /// The options.
    pub options: Vec<ElectionOption>,
}

/// An option of a contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElectionOption {
    /// The option's id, unique in its contest.
    pub id: String,
    /// What the option stands for.
    pub role: Role,
    /// The option's name.
    pub name: Names,
}

/// A region: where ballots are cast and counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// The region's code.
    pub code: String,
    /// The region's name.
    pub name: Names,
    /// People on the roll.
    pub registered: u32,
    /// The contests on the region's ballots.
    pub contests: ContestSet,
    /// Index of the region that this one joins when it stays under `min_open`.
    pub merge_into: Option<u16>,
    /// Code of the larger unit that this one is a part of, which need not be a region.
    pub part_of: Option<String>,
}

/// A title or name in up to three languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// In Kazakh.
    pub kk: Option<String>,
    /// In Russian.
    pub ru: Option<String>,
    /// In English.
    pub en: Option<String>,
}

impl Names {
    /// The text in `language`, else in `default`, which a checked definition always has; else empty.
    pub fn get(&self, language: Language, default: Language) -> &str {
        let text = self.in_language(language).or(self.in_language(default));
        text.unwrap_or_default()
    }

    /// The text in this language alone.
    pub fn in_language(&self, language: Language) -> Option<&str> {
        match language {
            Language::Kk => self.kk.as_deref(),
            Language::Ru => self.ru.as_deref(),
            Language::En => self.en.as_deref(),
        }
    }

    pub(crate) fn set(&mut self, language: Language, text: String) {
        match language {
            Language::Kk => self.kk = Some(text),
            Language::Ru => self.ru = Some(text),
            Language::En => self.en = Some(text),
        }
    }
}

impl Definition {
    /// Reads a canonical definition. Refuses text that is not line by line what [`Definition::to_bytes`] writes, and a
    /// definition that does not pass [`Definition::check`].
    pub fn parse(untrusted: &[u8]) -> Result<Self, DefinitionError> {
        parse::parse(untrusted)
    }

    /// The canonical form.
    pub fn to_bytes(&self) -> Vec<u8> {
        write::write(self).into_bytes()
    }

    /// `D`, SHA3-256 of the canonical form.
    pub fn digest(&self) -> Digest {
        sha3_256(&[&self.to_bytes()])
    }

    /// Checks every rule of the README that the text alone does not: limits, ids, keys, quorum, `merge-into`,
    /// and that `totals.csv` and the definition itself cannot become too long.
    pub fn check(&self) -> Result<(), DefinitionError> {
        check::check(self)
    }

    /// Every key in it, all of which differ.
    pub(crate) fn key_bytes(&self) -> Vec<[u8; 32]> {
        let officers = self.officers.iter().flat_map(|officer| [officer.identity, officer.share]);
        let holders = self.checkers.iter().chain(&self.collectors).map(|named| named.key);
        officers.chain(holders).chain([self.registrar, self.identity]).collect()
    }

    /// Officers of the commission, `N`.
    pub fn tokens(&self) -> u8 {
        u8::try_from(self.officers.len()).unwrap_or(u8::MAX)
    }

    /// Bytes of the inner part of a ballot with these contests, by equation (6) of `firmware/crypto`.
    pub fn inner_len(&self, contests: &ContestSet) -> usize {
        let on_ballot = contests.indices().filter_map(|index| self.contest(index));
        on_ballot.map(|contest| marks_len(contest.options.len(), usize::from(contest.max))).sum()
    }

    /// The contest with this index.
    pub fn contest(&self, index: u16) -> Option<&Contest> {
        self.contests.get(usize::from(index))
    }

    /// The region with this index.
    pub fn region(&self, index: u16) -> Option<&Region> {
        self.regions.get(usize::from(index))
    }

    /// The index of the region with this code.
    pub fn region_index(&self, code: &str) -> Option<u16> {
        let place = self.regions.iter().position(|region| region.code == code)?;
        u16::try_from(place).ok()
    }

    /// The index of the collector with this id.
    pub fn collector_index(&self, id: &str) -> Option<u16> {
        let place = self.collectors.iter().position(|collector| collector.id == id)?;
        u16::try_from(place).ok()
    }

    /// The status that a flag of an attestation leads to.
    pub fn held_by(&self, flag: Flag) -> HeldStatus {
        let [iin, code, differs, shared, biometric] = self.admission;
        match flag {
            Flag::IinNotInRegistry => iin,
            Flag::CodeNotVerified => code,
            Flag::PhoneDiffers => differs,
            Flag::PhoneShared => shared,
            Flag::BiometricFail => biometric,
        }
    }
}
