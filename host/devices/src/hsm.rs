//! What the appliance needs of an HSM, in one trait.

use std::fmt;

use serde::Deserialize;
use tamga_crypto::hpke::{MLKEM_CT_LEN, MLKEM_EK_LEN, MLKEM_SECRET_LEN, P384_POINT_LEN, P384_X_LEN};
use zeroize::Zeroizing;

pub use crate::error::HsmError;
use crate::evidence::{Evidence, Need};
use crate::log::LogReading;

/// Bytes of an Ed25519 seal key, encoded.
pub const ED25519_KEY_LEN: usize = 32;
/// The shortest PIN any role takes, in bytes.
pub const PIN_LEN_MIN: usize = 6;
/// The longest PIN any role takes, in bytes: what one TDH2 ciphertext carries, equation (19).
pub const PIN_LEN_MAX: usize = 32;
/// The longest serial number, in bytes.
pub const SERIAL_LEN_MAX: usize = 48;

/// What one PIN opens. Each role is logged in on its own, and none opens another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The operator's: signs checkpoints and the statement while the appliance runs.
    Seal,
    /// The tally key: opens region seeds after a quorum unlocked it.
    Tally,
    /// The escrow key: opens one identity link or the complaint seed, one act at a time.
    Escrow,
    /// The administrator: wipes the keys and can use none. The SO PIN of a PKCS#11 module, which sets the other PINs too.
    Admin,
}

impl Role {
    /// All roles, in the order of their numbers.
    pub const ALL: [Role; 4] = [Role::Seal, Role::Tally, Role::Escrow, Role::Admin];

    /// Its number in files: 0 seal, 1 tally, 2 escrow, 3 admin; the last three are the numbers of the PIN label (19).
    pub fn number(self) -> u8 {
        match self {
            Role::Seal => 0,
            Role::Tally => 1,
            Role::Escrow => 2,
            Role::Admin => 3,
        }
    }

    /// Its word: `seal`, `tally`, `escrow` or `admin`.
    pub fn name(self) -> &'static str {
        match self {
            Role::Seal => "seal",
            Role::Tally => "tally",
            Role::Escrow => "escrow",
            Role::Admin => "admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
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

/// The verifying key of a seal role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealKey {
    /// Ed25519, 32 bytes encoded; signatures have 64 bytes.
    Ed25519([u8; ED25519_KEY_LEN]),
    /// ECDSA on P-384 with SHA-384, an uncompressed point of 97 bytes; signatures are `r ‖ s`, 96 bytes.
    EcdsaP384([u8; P384_POINT_LEN]),
}

/// One PIN per role, wiped when dropped.
pub struct Pins {
    /// The operator's PIN.
    pub seal: Zeroizing<Vec<u8>>,
    /// Tally PIN: random, held by the quorum.
    pub tally: Zeroizing<Vec<u8>>,
    /// Escrow PIN: random, held by the quorum.
    pub escrow: Zeroizing<Vec<u8>>,
    /// Administrator's PIN: random, held by the quorum.
    pub admin: Zeroizing<Vec<u8>>,
}

impl Pins {
    /// The PIN of a role.
    pub fn expose(&self, role: Role) -> &[u8] {
        match role {
            Role::Seal => &self.seal,
            Role::Tally => &self.tally,
            Role::Escrow => &self.escrow,
            Role::Admin => &self.admin,
        }
    }

    /// Refuses a PIN whose length no role takes.
    pub fn check_lengths(&self) -> Result<(), HsmError> {
        Role::ALL.iter().try_for_each(|role| check_pin_len(self.expose(*role)))
    }
}

impl fmt::Debug for Pins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pins")
    }
}

/// Refuses a PIN shorter than [`PIN_LEN_MIN`] or longer than [`PIN_LEN_MAX`].
pub fn check_pin_len(pin: &[u8]) -> Result<(), HsmError> {
    if (PIN_LEN_MIN..=PIN_LEN_MAX).contains(&pin.len()) {
        return Ok(());
    }
    Err(HsmError::PinLength { len: pin.len() })
}

/// Whether a text can be a serial number: `[a-z0-9-]`, 1 to [`SERIAL_LEN_MAX`] bytes.
pub fn is_serial(text: &[u8]) -> bool {
    (1..=SERIAL_LEN_MAX).contains(&text.len())
        && text.iter().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == b'-')
}

/// One HSM: a seal key that signs, a tally and an escrow key that each open their half of MLKEM1024-P384, equation (21).
///
/// Every backend passes the same conformance suite (`tests/suite`). A device that cannot do ML-KEM itself keeps the
/// 64-byte seed wrapped by an AES key of its own; the host decapsulates with it while the role is unlocked, and wipes it
/// when the role is locked.
pub trait Hsm: Send {
    /// The serial number, as in the definition: `[a-z0-9-]{1,48}`. A device without keys has it already.
    fn serial(&self) -> &str;

    /// The model, as in the public-key file; `rehearsal` for the built-in device alone.
    fn model(&self) -> &str;

    /// Whether this is a stand-in for rehearsals, whose keys lie in files of a computer: the built-in device, and tokens of a
    /// PKCS#11 module that are not in hardware slots, such as those of SoftHSM and kryoptic. See [`require_real`].
    fn is_rehearsal(&self) -> bool;

    /// What the appliance keeps of this device in a file, counts of tries included: enough to find it again. Of the built-in
    /// device that is all of it. To be written after every call that takes `&mut self`. Refuses a device without keys
    /// ([`HsmError::NoKeys`]), one included whose tokens were found empty because somebody wiped them behind the host's back:
    /// the file of before is what is known of it.
    fn to_file_bytes(&self) -> Result<Vec<u8>, HsmError>;

    /// What the device can do, need by need.
    fn needs(&mut self) -> Result<Vec<Need>, HsmError>;

    /// What the device shows about itself and its keys; nothing where it is the built-in one. Checks every key against its
    /// declaration in `hsm-config` first: refuses a key that is missing or weaker.
    /// What a locked role hides, as on PKCS#11, is shown and judged as it was when the role was last unlocked.
    fn evidence(&mut self) -> Result<Option<Evidence>, HsmError>;

    /// Fills `out` from the device's generator of random numbers; needs no quorum.
    fn random(&mut self, out: &mut [u8]) -> Result<(), HsmError>;

    /// Generates the keys of all roles inside the device and sets their PINs; all roles stay locked.
    ///
    /// Refuses a device that holds keys ([`HsmError::KeysExist`]) and a PIN of the wrong length, before any key is made.
    fn make_keys(&mut self, pins: &Pins) -> Result<(), HsmError>;

    /// Logs in to one role. A wrong PIN counts as a try, the right one sets the count back; refuses a blocked role
    /// without looking at the PIN, and the administrator's ([`HsmError::NoSuchKey`]), who has nothing to use.
    fn unlock(&mut self, role: Role, pin: &[u8]) -> Result<(), HsmError>;

    /// Logs out of one role and wipes what the host holds of it; of a locked one, does nothing.
    fn lock(&mut self, role: Role);

    /// Replaces the PIN of a role, the administrator's too. A wrong `old` counts as a try, as in [`Hsm::unlock`]. The role is
    /// locked afterwards; a change of the administrator's may lock all roles, as on PKCS#11, where a token has one login.
    /// Refuses a new PIN of the wrong length, and then `old` is not looked at.
    fn change_pin(&mut self, role: Role, old: &[u8], new: &[u8]) -> Result<(), HsmError>;

    /// The public halves of the tally or escrow key; needs no PIN. Refuses the other roles.
    fn public_keys(&self, role: Role) -> Result<KeyHalves, HsmError>;

    /// The verifying key of the seal role; needs no PIN.
    fn seal_key(&self) -> Result<SealKey, HsmError>;

    /// A signature over the message by the seal key, as [`SealKey`] says. Refuses while the seal role is locked.
    fn sign(&mut self, message: &[u8]) -> Result<Vec<u8>, HsmError>;

    /// The x-coordinate of P-384 ECDH with the role's key, 48 bytes. Refuses a locked role, the seal role, and a peer that
    /// is not an uncompressed point of the curve.
    fn ecdh(
        &mut self,
        role: Role,
        untrusted_peer: &[u8; P384_POINT_LEN],
    ) -> Result<Zeroizing<[u8; P384_X_LEN]>, HsmError>;

    /// The ML-KEM-1024 shared secret of a ciphertext, 32 bytes: made inside the device, or by the host from the seed that
    /// the device unwrapped. A foreign ciphertext gives an unrelated secret. Refuses a locked role and the seal role.
    fn decapsulate(
        &mut self,
        role: Role,
        untrusted_ciphertext: &[u8; MLKEM_CT_LEN],
    ) -> Result<Zeroizing<[u8; MLKEM_SECRET_LEN]>, HsmError>;

    /// The entries of the device's audit log that were not released yet; nothing where the device has no log. Needs the
    /// seal role.
    fn read_log(&mut self) -> Result<Option<LogReading>, HsmError>;

    /// Tells the device that the entries up to this number are kept elsewhere, so that it may write over them.
    fn release_log(&mut self, number: u16) -> Result<(), HsmError>;

    /// Destroys all keys. Refuses a wrong administrator's PIN.
    fn wipe(&mut self, admin_pin: &[u8]) -> Result<(), HsmError>;
}

/// Refuses a stand-in, built-in or of software tokens, with [`HsmError::Rehearsal`]: to be asked of every HSM of an election that is not a rehearsal.
pub fn require_real(hsm: &dyn Hsm) -> Result<(), HsmError> {
    if hsm.is_rehearsal() {
        return Err(HsmError::Rehearsal);
    }
    Ok(())
}
