//! The label that binds an HSM's encrypted PIN to one election, device, role and generation.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use tamga_crypto::hash::{Digest, hash};

const PIN_LABEL: &[u8] = b"tamga/pin-label/v1";
const TDH2_LABEL: &str = "tamga/tdh2-label/v1";

/// `"tamga/unlock-answer/v1"`, the first part of the HPKE info of a sealed answer.
pub const UNLOCK_INFO: &[u8] = b"tamga/unlock-answer/v1";

/// Which of an HSM's three quorum-guarded roles a PIN opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
#[repr(u8)]
pub enum Role {
    /// The tally key: opens the region seeds.
    Tally = 1,
    /// The escrow key: opens identity links and the complaint key.
    Escrow = 2,
    /// The administrator: the SO PIN or administrator key that sets PINs and reads the device's log.
    Admin = 3,
}

impl From<Role> for u8 {
    fn from(role: Role) -> u8 {
        role as u8
    }
}

impl TryFrom<u8> for Role {
    type Error = &'static str;

    fn try_from(untrusted_byte: u8) -> Result<Self, Self::Error> {
        match untrusted_byte {
            1 => Ok(Self::Tally),
            2 => Ok(Self::Escrow),
            3 => Ok(Self::Admin),
            _ => Err("a role that there is not"),
        }
    }
}

/// The fields of the label `L` of (19).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinLabel<'a> {
    /// The definition digest `D`.
    pub definition: &'a Digest,
    /// The HSM's serial number, 1 to 48 bytes.
    pub serial: &'a str,
    /// The role that the PIN opens.
    pub role: Role,
    /// The generation of this (HSM, role), from 1.
    pub generation: u32,
}

impl PinLabel<'_> {
    /// `"tamga/pin-label/v1" ‖ D ‖ u8 length ‖ serial ‖ u8 role ‖ u32 generation`. Of a serial number over 255 bytes,
    /// which no definition holds, the length would be 255.
    pub fn to_bytes(&self) -> Vec<u8> {
        let length = u8::try_from(self.serial.len()).unwrap_or(u8::MAX);
        let mut bytes = PIN_LABEL.to_vec();
        bytes.extend_from_slice(self.definition);
        bytes.push(length);
        bytes.extend_from_slice(self.serial.as_bytes());
        bytes.push(self.role as u8);
        bytes.extend_from_slice(&self.generation.to_be_bytes());
        bytes
    }

    /// `hash("tamga/tdh2-label/v1", L)`, 32 bytes: the middle part of the HPKE info of a sealed answer, which is
    /// [`UNLOCK_INFO`] ‖ this ‖ u8 token.
    pub fn digest(&self) -> Digest {
        hash(TDH2_LABEL, &[&self.to_bytes()])
    }
}
