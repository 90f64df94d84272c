//! What the appliance needs of an HSM, in one trait.

use std::fmt;

use tamga_crypto::hpke::{HpkeError, MLKEM_EK_LEN, P384_POINT_LEN, P384_X_LEN, SEED_LEN};
use zeroize::Zeroizing;

/// Bytes of an Ed25519 seal key, encoded.
pub const SEAL_KEY_LEN: usize = 32;
/// Bytes of a signature by the seal key.
pub const SIGNATURE_LEN: usize = 64;
/// The shortest PIN any role takes, in bytes.
pub const PIN_LEN_MIN: usize = 6;
/// The longest PIN any role takes, in bytes: what one TDH2 ciphertext carries, equation (19).
pub const PIN_LEN_MAX: usize = 32;

/// What one PIN unlocks. Each role is logged in on its own, and none opens another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The operator's: signs checkpoints and the statement while the appliance runs.
    Seal,
    /// The tally key: opens region seeds after a quorum unlocked it.
    Tally,
    /// The escrow key: opens one identity link or the complaint seed, one act at a time.
    Escrow,
}

impl Role {
    /// All roles, in the order of their numbers.
    pub const ALL: [Role; 3] = [Role::Seal, Role::Tally, Role::Escrow];

    /// Its number in files: 0 seal, 1 tally, 2 escrow; the last two are the numbers of the PIN label (19).
    pub fn number(self) -> u8 {
        match self {
            Role::Seal => 0,
            Role::Tally => 1,
            Role::Escrow => 2,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Role::Seal => "seal",
            Role::Tally => "tally",
            Role::Escrow => "escrow",
        })
    }
}

/// Why an HSM, or the host on its behalf, refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HsmError {
    /// The PIN is not the role's; so many tries are left before the role is blocked.
    #[error("wrong PIN for role {role}, {tries_left} tries left")]
    WrongPin {
        /// The role that stays locked.
        role: Role,
        /// Tries before [`HsmError::PinBlocked`].
        tries_left: u8,
    },
    /// Too many wrong PINs: the role does not open again, not even with the right one.
    #[error("the PIN of role {role} is blocked")]
    PinBlocked {
        /// The blocked role.
        role: Role,
    },
    /// The role has to be unlocked first.
    #[error("role {role} is locked")]
    RoleLocked {
        /// The locked role.
        role: Role,
    },
    /// A PIN shorter than [`PIN_LEN_MIN`] or longer than [`PIN_LEN_MAX`].
    #[error("a PIN of {len} bytes")]
    PinLength {
        /// Its length in bytes.
        len: usize,
    },
    /// The device holds no keys yet.
    #[error("the device holds no keys")]
    NoKeys,
    /// The device holds keys already; they are never replaced.
    #[error("the device holds keys already")]
    KeysExist,
    /// The role has no key of the kind asked for: the seal role opens nothing.
    #[error("role {role} has no such key")]
    NoSuchKey {
        /// The role asked.
        role: Role,
    },
    /// The peer's point is not an uncompressed point of P-384.
    #[error("the peer's point is not on the curve")]
    BadPoint,
    /// The wrapped ML-KEM seed is not what this device wrapped.
    #[error("the wrapped seed of role {role} does not unwrap")]
    BadWrapping {
        /// The role whose seed was asked for.
        role: Role,
    },
    /// The sealed message was refused before or after the device did its part.
    #[error("sealed message: {0}")]
    Sealed(#[from] HpkeError),
    /// A rehearsal device where a real election is prepared or held.
    #[error("a rehearsal device in a real election")]
    Rehearsal,
}

/// The public halves of a tally or escrow key.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyHalves {
    /// P-384 point, uncompressed, 97 bytes.
    pub p384: [u8; P384_POINT_LEN],
    /// ML-KEM-1024 encapsulation key, 1568 bytes.
    pub mlkem: Box<[u8; MLKEM_EK_LEN]>,
}

impl fmt::Debug for KeyHalves {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyHalves")
    }
}

/// One PIN per role, wiped when dropped.
pub struct Pins {
    /// The operator's PIN.
    pub seal: Zeroizing<Vec<u8>>,
    /// Tally PIN: random, held by the quorum.
    pub tally: Zeroizing<Vec<u8>>,
    /// Escrow PIN: random, held by the quorum.
    pub escrow: Zeroizing<Vec<u8>>,
}

impl Pins {
    /// The PIN of a role.
    pub fn expose(&self, role: Role) -> &[u8] {
        match role {
            Role::Seal => &self.seal,
            Role::Tally => &self.tally,
            Role::Escrow => &self.escrow,
        }
    }
}

impl fmt::Debug for Pins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pins")
    }
}

/// One HSM: a seal key that signs, a tally and an escrow key that each open their half of MLKEM1024-P384, equation (21).
///
/// Every backend passes the same conformance suite (`tests/devices/suite`). A device that cannot do ML-KEM itself keeps the
/// 64-byte seed wrapped by an AES key of its own and gives it out only while the role is unlocked.
pub trait Hsm: Send {
    /// The serial number, as in the definition: `[a-z0-9-]{1,48}`.
    fn serial(&self) -> &str;

    /// The model, as in the public-key file; `rehearsal` for a rehearsal device.
    fn model(&self) -> &str;

    /// Whether this is a stand-in for rehearsals; see [`require_real`].
    fn is_rehearsal(&self) -> bool;

    /// Fills `out` from the device's generator of random numbers; needs no PIN.
    fn random(&mut self, out: &mut [u8]) -> Result<(), HsmError>;

    /// Generates the keys of all roles inside the device and sets their first PINs; all roles stay locked.
    ///
    /// Refuses a device that holds keys ([`HsmError::KeysExist`]) and a PIN of the wrong length, before any key is made.
    fn make_keys(&mut self, pins: &Pins) -> Result<(), HsmError>;

    /// Logs in to one role. A wrong PIN counts as a try, the right one sets the count back; refuses a blocked role
    /// without looking at the PIN.
    fn unlock(&mut self, role: Role, pin: &[u8]) -> Result<(), HsmError>;

    /// Logs out of one role; of a locked one, does nothing.
    fn lock(&mut self, role: Role);

    /// Replaces the PIN of an unlocked role; the role stays unlocked. Refuses a locked role and a PIN of the wrong length.
    fn set_pin(&mut self, role: Role, new: &[u8]) -> Result<(), HsmError>;

    /// The public halves of the tally or escrow key; needs no PIN. Refuses the seal role.
    fn public_keys(&self, role: Role) -> Result<KeyHalves, HsmError>;

    /// The Ed25519 verifying key of the seal role, 32 bytes; needs no PIN.
    fn seal_key(&self) -> Result<[u8; SEAL_KEY_LEN], HsmError>;

    /// Ed25519 over the message by the seal key, 64 bytes. Refuses while the seal role is locked.
    fn sign(&mut self, message: &[u8]) -> Result<[u8; SIGNATURE_LEN], HsmError>;

    /// The x-coordinate of P-384 ECDH with the role's key, 48 bytes. Refuses a locked role, the seal role, and a peer that
    /// is not an uncompressed point of the curve.
    fn ecdh(
        &mut self,
        role: Role,
        untrusted_peer: &[u8; P384_POINT_LEN],
    ) -> Result<Zeroizing<[u8; P384_X_LEN]>, HsmError>;

    /// The role's ML-KEM-1024 seed `d ‖ z`, 64 bytes, unwrapped by the device. Refuses a locked role and the seal role.
    fn unwrap_mlkem_seed(&mut self, role: Role) -> Result<Zeroizing<[u8; SEED_LEN]>, HsmError>;
}

/// Refuses a rehearsal device with [`HsmError::Rehearsal`]: to be asked of every HSM of an election that is not a rehearsal.
pub fn require_real(hsm: &dyn Hsm) -> Result<(), HsmError> {
    if hsm.is_rehearsal() {
        return Err(HsmError::Rehearsal);
    }
    Ok(())
}
