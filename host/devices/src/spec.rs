//! Which HSM is meant by what was typed, and how a device is found again from its file.

use std::fmt;
use std::str::FromStr;

use crate::evidence::Need;
use crate::hsm::{Hsm, HsmError};
use crate::rehearsal::{self, BoxedRng, RehearsalHsm};

/// An HSM, or several behind one module, as named with `--hsm`. No PIN is ever in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HsmSpec {
    /// `builtin`: rehearsal HSMs in software.
    Builtin,
}

impl FromStr for HsmSpec {
    type Err = HsmError;

    /// Refuses every other text with [`HsmError::Naming`], and says what is possible.
    fn from_str(untrusted_text: &str) -> Result<Self, HsmError> {
        match untrusted_text {
            "builtin" => Ok(Self::Builtin),
            _ => Err(HsmError::Naming { why: format!("{untrusted_text} names no HSM: builtin") }),
        }
    }
}

impl fmt::Display for HsmSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Builtin => f.write_str("builtin"),
        }
    }
}

impl HsmSpec {
    /// The file that holds the administrator's PIN of a new device, where the name points to one.
    pub fn pin_source(&self) -> Option<&str> {
        match self {
            Self::Builtin => None,
        }
    }

    /// What the devices can do, need by need; changes nothing on them.
    pub fn probe(&self) -> Result<Vec<Need>, HsmError> {
        match self {
            Self::Builtin => Ok(rehearsal::needs()),
        }
    }

    /// Up to `wanted` devices without keys, at least one. Built-in ones are numbered from `first`. `transport` is the
    /// administrator's PIN that a new device came with; `rng` gives the randomness of each device by its number.
    pub fn prepare(
        &self,
        wanted: u8,
        first: u8,
        _transport: Option<&[u8]>,
        mut rng: impl FnMut(u8) -> BoxedRng,
    ) -> Result<Vec<Box<dyn Hsm>>, HsmError> {
        match self {
            Self::Builtin => (first..first.saturating_add(wanted)).map(|number| builtin(number, rng(number))).collect(),
        }
    }
}

fn builtin(number: u8, rng: BoxedRng) -> Result<Box<dyn Hsm>, HsmError> {
    let hsm = RehearsalHsm::blank(&format!("rehearsal-{number}"), rng);
    Ok(Box::new(hsm.map_err(|error| HsmError::File { why: error.to_string() })?))
}

/// The device of a file that [`Hsm::to_file_bytes`] gave; its first line says of which kind it is. All roles are locked.
/// Refuses a file of no kind, and one that is damaged.
pub fn open_file(untrusted_file: &[u8], rng: BoxedRng) -> Result<Box<dyn Hsm>, HsmError> {
    if untrusted_file.starts_with(rehearsal::FIRST_LINE) {
        let hsm = RehearsalHsm::from_file_bytes(untrusted_file, rng);
        return Ok(Box::new(hsm.map_err(|error| HsmError::File { why: error.to_string() })?));
    }
    Err(HsmError::File { why: "its first line is that of no HSM".to_owned() })
}
