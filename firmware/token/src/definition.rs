//! Reading the canonical definition line by line, as it arrives, and keeping only what a token needs of it.

mod grammar;

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use tamga_crypto::dkg::Quorum;
use tamga_crypto::hash::RunningSha3;
use tamga_crypto::sign::VerifyingKey;
use tamga_wire::limits::{
    CHECKERS_MAX, CONTESTS_MAX, DEFINITION_LEN_MAX, HSMS_MAX, OFFICERS_MAX, OPENINGS_MAX, OPTIONS_MAX, REGIONS_MAX,
};
use tamga_wire::{Demand, Digest, Refusal};

use crate::slots::Openings;
use crate::text::{decimal, hex_32, is_id};
use grammar::Key;

/// Bytes of a line, at most: a region's `contests` with 128 ids of 48 bytes is the longest.
const LINE_LEN_MAX: usize = 8192;

/// What a token keeps of a definition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Enrolment {
    /// `D`.
    pub(crate) definition: Digest,
    /// The token's own index, from 1.
    pub(crate) index: u8,
    pub(crate) id: String,
    pub(crate) rehearsal: bool,
    pub(crate) min_open: u32,
    pub(crate) openings: Openings,
    /// `M`.
    pub(crate) needed: u8,
    pub(crate) officers: Vec<Officer>,
    /// Checkers needed, `k`.
    pub(crate) approvals: u8,
    pub(crate) checkers: Vec<[u8; 32]>,
    pub(crate) hsms: Vec<String>,
    /// Options of each contest.
    pub(crate) options: Vec<u8>,
    pub(crate) regions: u16,
    /// Replacements of tokens before this moment; the officers are those after them.
    pub(crate) replacements: u16,
    /// Whether this token came in the place of a lost one: it makes no keys but in a resharing.
    pub(crate) is_new: bool,
}

/// The public keys of an officer's token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Officer {
    /// Ed25519.
    pub(crate) identity: [u8; 32],
    /// X25519.
    pub(crate) share_key: [u8; 32],
}

impl Officer {
    /// The identity key; the definition was refused if it is none.
    pub(crate) fn key(&self) -> Result<VerifyingKey, Refusal> {
        VerifyingKey::from_bytes(&self.identity).map_err(|_| Refusal::Storage)
    }
}

impl Enrolment {
    /// `M` of `N`; `None` unless it is a quorum of (7).
    pub(crate) fn quorum(&self) -> Option<Quorum> {
        let tokens = u8::try_from(self.officers.len()).ok()?;
        Quorum::new(tokens, self.needed).ok()
    }

    /// The keys of the officer with this index, from 1.
    pub(crate) fn officer(&self, index: u8) -> Option<&Officer> {
        self.officers.get(usize::from(index).checked_sub(1)?)
    }

    /// What no line shows alone: a quorum of at least two officers, as one alone has nobody to make a key with; a majority of
    /// checkers; keys that are keys and all differ, as a checker who is named twice would otherwise approve twice, and two tokens
    /// with one key for shares would be one; HSMs that differ, as a serial number is all that a screen says of one.
    pub(crate) fn check(&self) -> Option<()> {
        self.quorum()?;
        let checkers = self.checkers.len();
        let is_majority = (checkers / 2 + 1..=checkers).contains(&usize::from(self.approvals));
        let identities = self.officers.iter().map(|officer| &officer.identity);
        let signers: Vec<&[u8; 32]> = identities.chain(&self.checkers).collect();
        let share_keys: Vec<&[u8; 32]> = self.officers.iter().map(|officer| &officer.share_key).collect();
        let all_differ = differ(&signers) && differ(&share_keys) && differ(&self.hsms);
        let are_keys = signers.iter().all(|key| VerifyingKey::from_bytes(key).is_ok());
        let openings = (1..=OPENINGS_MAX).contains(&self.openings.regular);
        let numbers = self.officers.len() >= 2 && self.min_open >= 1 && openings;
        (is_majority && all_differ && are_keys && numbers).then_some(())
    }
}

/// A definition on its way in. Holds one line at a time.
pub(crate) struct DefinitionReader {
    hash: RunningSha3,
    announced: usize,
    taken: usize,
    line: Vec<u8>,
    key: Key,
    enrolment: Enrolment,
    /// The contests on each region's ballots, added up.
    on_ballots: u32,
}

impl DefinitionReader {
    /// A reader for this many bytes; refuses more than a definition may have.
    pub(crate) fn new(announced: u32, index: u8) -> Result<Self, Refusal> {
        let announced = usize::try_from(announced).map_err(|_| Refusal::TooLong)?;
        if announced > DEFINITION_LEN_MAX {
            return Err(Refusal::TooLong);
        }
        Ok(Self {
            hash: RunningSha3::new(),
            announced,
            taken: 0,
            line: Vec::new(),
            key: Key::START,
            enrolment: Enrolment { index, ..Enrolment::default() },
            on_ballots: 0,
        })
    }

    /// Takes the next bytes; whether all announced bytes are there now.
    pub(crate) fn take(&mut self, untrusted_part: &[u8]) -> Result<bool, Refusal> {
        self.taken += untrusted_part.len();
        if self.taken > self.announced {
            return Err(Refusal::TooLong);
        }
        self.hash.update(untrusted_part);
        for byte in untrusted_part {
            if *byte == b'\n' {
                self.take_line().ok_or(Refusal::BadDefinition)?;
            } else if self.line.len() < LINE_LEN_MAX {
                self.line.push(*byte);
            } else {
                return Err(Refusal::BadDefinition);
            }
        }
        Ok(self.taken == self.announced)
    }

    /// What is kept of the definition, after the last byte, and what it asks of a token. Refuses one that ends early, breaks a
    /// rule, or asks for more than tokens have.
    pub(crate) fn finish(self) -> Result<(Enrolment, Demand), Refusal> {
        let mut enrolment = self.enrolment;
        if !self.key.may_be_last() || !self.line.is_empty() {
            return Err(Refusal::BadDefinition);
        }
        enrolment.check().ok_or(Refusal::BadDefinition)?;
        enrolment.definition = self.hash.finish();
        let Openings { regular, supplement } = enrolment.openings;
        let (contests, regions) = (enrolment.options.len(), usize::from(enrolment.regions));
        let demand = Demand::new(contests, regions, self.on_ballots, regular, supplement);
        if !demand.is_within_limits() {
            return Err(Refusal::BeyondToken);
        }
        Ok((enrolment, demand))
    }

    fn take_line(&mut self) -> Option<()> {
        let line = core::mem::take(&mut self.line);
        let text = core::str::from_utf8(&line).ok()?;
        let (word, value) = text.split_once(' ').unwrap_or((text, ""));
        self.key = self.key.next(word)?;
        if value.is_empty() != (self.key == Key::Format) {
            return None;
        }
        if self.key == Key::Contests {
            // No more than bytes of the definition.
            self.on_ballots += u32::try_from(value.split(' ').count()).ok()?;
        }
        self.enrolment.keep(self.key, value)
    }
}

impl Enrolment {
    /// Keeps the value of a line that the token has a use for; `None` where it is not of its form.
    fn keep(&mut self, key: Key, value: &str) -> Option<()> {
        match key {
            Key::Id => self.id = is_id(value).then(|| value.into())?,
            Key::Rehearsal => self.rehearsal = one_of(value, "yes", "no")?,
            Key::MinOpen => self.min_open = decimal(value)?,
            Key::Late => self.openings.supplement = one_of(value, "supplement", "refuse")?,
            Key::Openings => self.openings.regular = decimal(value)?,
            Key::Blue => {
                one_of(value, "counted", "held")?;
            }
            Key::Quorum => self.needed = decimal(value)?,
            Key::Officer => {
                let (identity, share_key) = value.split_once(' ')?;
                let officer = Officer { identity: hex_32(identity)?, share_key: hex_32(share_key)? };
                push(&mut self.officers, officer, OFFICERS_MAX)?;
            }
            Key::Approvals => self.approvals = decimal(value)?,
            Key::Checker => {
                let (id, key) = value.split_once(' ')?;
                is_id(id).then(|| push(&mut self.checkers, hex_32(key)?, CHECKERS_MAX))??;
            }
            Key::Hsm => is_id(value).then(|| push(&mut self.hsms, value.into(), HSMS_MAX))??,
            Key::Contest => push(&mut self.options, 0, CONTESTS_MAX)?,
            Key::Option => {
                let options = self.options.last_mut()?;
                *options += 1;
                (usize::from(*options) <= OPTIONS_MAX).then_some(())?;
            }
            Key::Region => {
                self.regions += 1;
                (usize::from(self.regions) <= REGIONS_MAX).then_some(())?;
            }
            _ => {}
        }
        Some(())
    }
}

/// Whether no two are the same. There are few.
fn differ<T: PartialEq>(items: &[T]) -> bool {
    items.iter().enumerate().all(|(place, item)| !items.iter().skip(place + 1).any(|other| other == item))
}

fn push<T>(list: &mut Vec<T>, value: T, count_max: usize) -> Option<()> {
    (list.len() < count_max).then(|| list.push(value))
}

/// Whether the value is the first of these two words; `None` if it is neither.
fn one_of(value: &str, first: &str, second: &str) -> Option<bool> {
    (value == first || value == second).then_some(value == first)
}
