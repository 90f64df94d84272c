//! The values that stand behind the keys of an entry, each with its one way of writing.

use tamga_crypto::control_number::{GROUPS, control_number};
use tamga_crypto::hash::Digest;
use tamga_crypto::sign::SIGNATURE_LEN;
use tamga_wire::{Answer, Role};

use crate::acts::Signatures;
use crate::bytes::{is_id, strictly_ascending};
use crate::limits::{DICE_LEN, FAULT_LEN_MAX, NAME_LEN_MAX, OFFICERS_MAX};
use crate::pause::Seals;
use crate::text::{decimal, is_text, unhex};

/// Digits of a control number.
const CONTROL_DIGITS: usize = GROUPS * 4;

/// A value of an entry.
pub(super) trait Field: Sized {
    fn write(&self) -> String;
    fn read(untrusted_value: &str) -> Option<Self>;
}

impl Field for Digest {
    fn write(&self) -> String {
        hex::encode(self)
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        unhex(untrusted_value)
    }
}

macro_rules! decimal_fields {
    ($($number:ty),+) => {
        $(impl Field for $number {
            fn write(&self) -> String {
                self.to_string()
            }

            fn read(untrusted_value: &str) -> Option<Self> {
                decimal(untrusted_value)
            }
        })+
    };
}

decimal_fields!(u8, u16, u32, u64);

/// An id, a code or a serial.
impl Field for String {
    fn write(&self) -> String {
        self.clone()
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        is_id(untrusted_value.as_bytes()).then(|| untrusted_value.to_owned())
    }
}

/// Officers, ascending, separated by commas; at least one.
impl Field for Vec<u8> {
    fn write(&self) -> String {
        let officers: Vec<String> = self.iter().map(u8::to_string).collect();
        officers.join(",")
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        let officers: Option<Vec<u8>> = untrusted_value.split(',').map(read_officer).collect();
        officers.filter(|officers| strictly_ascending(officers))
    }
}

fn read_officer(untrusted_value: &str) -> Option<u8> {
    decimal(untrusted_value).filter(|officer| (1..=OFFICERS_MAX as u8).contains(officer))
}

/// A signature, in lower-case hex.
impl Field for [u8; SIGNATURE_LEN] {
    fn write(&self) -> String {
        hex::encode(self)
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        unhex(untrusted_value)
    }
}

/// Officers with their signatures in hex, `OFFICER:SIGNATURE`, ascending, separated by commas; at least one.
impl Field for Signatures {
    fn write(&self) -> String {
        let signed: Vec<String> =
            self.iter().map(|(officer, signature)| format!("{officer}:{}", signature.write())).collect();
        signed.join(",")
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        let signed = untrusted_value.split(',').map(|signed| {
            let (officer, signature) = signed.split_once(':')?;
            Some((read_officer(officer)?, Field::read(signature)?))
        });
        let signed: Self = signed.collect::<Option<_>>()?;
        strictly_ascending(signed.iter().map(|(officer, _)| officer)).then_some(signed)
    }
}

/// Officers who voted one way, ascending; none is written `-`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voters(pub Vec<u8>);

impl Field for Voters {
    fn write(&self) -> String {
        if self.0.is_empty() { "-".to_owned() } else { self.0.write() }
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        if untrusted_value == "-" { Some(Self::default()) } else { Field::read(untrusted_value).map(Self) }
    }
}

/// An officer by number, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Officer(pub u8);

impl Field for Officer {
    fn write(&self) -> String {
        self.0.to_string()
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        read_officer(untrusted_value).map(Self)
    }
}

impl Field for bool {
    fn write(&self) -> String {
        if *self { "yes" } else { "no" }.to_owned()
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        match untrusted_value {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    }
}

/// What was wrong with a file that was not taken: one word of `[a-z-]`, 1 to 48 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(pub String);

impl Field for Fault {
    fn write(&self) -> String {
        self.0.clone()
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        let is_word = (1..=FAULT_LEN_MAX).contains(&untrusted_value.len())
            && untrusted_value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        is_word.then(|| Self(untrusted_value.to_owned()))
    }
}

/// What an officer threw for a lot: 10 to 48 digits 1 to 6.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dice(pub String);

impl Field for Dice {
    fn write(&self) -> String {
        self.0.clone()
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        let is_dice = DICE_LEN.contains(&untrusted_value.len())
            && untrusted_value.bytes().all(|byte| (b'1'..=b'6').contains(&byte));
        is_dice.then(|| Self(untrusted_value.to_owned()))
    }
}

/// Who signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signer {
    /// An officer, from 1.
    Officer(u8),
    /// An HSM, by serial.
    Hsm(String),
}

impl Field for Signer {
    fn write(&self) -> String {
        match self {
            Self::Officer(officer) => format!("officer-{officer}"),
            Self::Hsm(serial) => format!("hsm-{serial}"),
        }
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        if let Some(serial) = untrusted_value.strip_prefix("hsm-") {
            return Field::read(serial).map(Self::Hsm);
        }
        untrusted_value.strip_prefix("officer-").and_then(read_officer).map(Self::Officer)
    }
}

impl Field for Role {
    fn write(&self) -> String {
        match self {
            Self::Tally => "tally",
            Self::Escrow => "escrow",
            Self::Admin => "admin",
        }
        .to_owned()
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        match untrusted_value {
            "tally" => Some(Self::Tally),
            "escrow" => Some(Self::Escrow),
            "admin" => Some(Self::Admin),
            _ => None,
        }
    }
}

impl Field for Answer {
    fn write(&self) -> String {
        match self {
            Self::Sign => "sign",
            Self::Dissent => "dissent",
            Self::Refuse => "refuse",
        }
        .to_owned()
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        match untrusted_value {
            "sign" => Some(Self::Sign),
            "dissent" => Some(Self::Dissent),
            "refuse" => Some(Self::Refuse),
            _ => None,
        }
    }
}

crate::definition::words! {
    /// What a token was asked when it refused.
    TokenAct {
        /// To take the definition.
        Enrol = "enrol",
        /// To take part in a key generation.
        Dkg = "dkg",
        /// To sign `E`.
        Endorse = "endorse",
        /// To close the box.
        Close = "close",
        /// To help unlock an HSM.
        Unlock = "unlock",
        /// To open sums.
        Open = "open",
        /// To sign the statement.
        Sign = "sign",
        /// To sign an amendment.
        Amend = "amend",
        /// To vote on held records.
        Vote = "vote",
        /// To sign a recount.
        Recount = "recount",
        /// To sign the END act, or to erase the share of the election key after it.
        End = "end",
        /// To agree to a pause.
        Pause = "pause",
        /// To agree that work goes on after a pause.
        Resume = "resume",
        /// To take part in the replacement of a lost token, or to put it in force.
        Replacement = "replacement",
    }
}

impl Field for TokenAct {
    fn write(&self) -> String {
        self.word().to_owned()
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        Self::from_word(untrusted_value)
    }
}

/// The name of a source of time: 1 to 256 bytes of plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceName(pub String);

impl Field for SourceName {
    fn write(&self) -> String {
        self.0.clone()
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        is_text(untrusted_value, NAME_LEN_MAX).then(|| Self(untrusted_value.to_owned()))
    }
}

/// The numbers of seals, ascending, separated by commas; none is written `-`.
impl Field for Seals {
    fn write(&self) -> String {
        if self.numbers().is_empty() { "-".to_owned() } else { self.numbers().join(",") }
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        if untrusted_value == "-" {
            return Self::new([]);
        }
        Self::ascending(untrusted_value.split(',').map(str::to_owned).collect())
    }
}

/// A control number as people noted it down: ten groups of four digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlNumber(String);

impl ControlNumber {
    /// Reads 40 digits, whatever spaces stand between them.
    pub fn parse(untrusted: &str) -> Option<Self> {
        let digits: Vec<u8> = untrusted.bytes().filter(|byte| *byte != b' ').collect();
        if digits.len() != CONTROL_DIGITS || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let groups: Vec<String> = digits.chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
        Some(Self(groups.join(" ")))
    }

    /// The control number of a digest.
    pub fn of(digest: &Digest) -> Self {
        Self(control_number(digest))
    }

    /// Ten groups of four digits, one space between them.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// None is written `-`.
impl Field for Option<ControlNumber> {
    fn write(&self) -> String {
        self.as_ref().map_or_else(|| "-".to_owned(), |number| number.0.clone())
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        if untrusted_value == "-" {
            return Some(None);
        }
        let number = ControlNumber::parse(untrusted_value)?;
        (number.0 == untrusted_value).then_some(Some(number))
    }
}

/// What happened, as a text value of the definition; nothing is written `-`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Why(pub Option<String>);

impl Why {
    /// This text. `None` where it is no text value of 1 to 256 bytes, or a dash alone.
    pub fn parse(untrusted: &str) -> Option<Self> {
        let is_why = is_text(untrusted, NAME_LEN_MAX) && untrusted != "-";
        is_why.then(|| Self(Some(untrusted.to_owned())))
    }
}

impl Field for Why {
    fn write(&self) -> String {
        self.0.clone().unwrap_or_else(|| "-".to_owned())
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        if untrusted_value == "-" { Some(Self::default()) } else { Self::parse(untrusted_value) }
    }
}
