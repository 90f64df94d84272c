//! Why an HSM, or the host on its behalf, refused.

use tamga_crypto::hpke::HpkeError;

use crate::hsm::Role;

/// What went wrong with an HSM. Values of keys and PINs stand in none of them; what a person can do about each is said by
/// the appliance's catalogue.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HsmError {
    /// The PIN is not the role's; so many tries are left before the host makes no more.
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
    /// A PIN shorter than [`crate::hsm::PIN_LEN_MIN`] or longer than [`crate::hsm::PIN_LEN_MAX`].
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
    /// The role has no key of the kind asked for: the seal role opens nothing, the administrator has no keys.
    #[error("role {role} has no such key")]
    NoSuchKey {
        /// The role asked.
        role: Role,
    },
    /// A key that the device should hold is not there.
    #[error("the key {name} is missing on the device")]
    MissingKey {
        /// Its declared name.
        name: String,
    },
    /// A key has other properties than its declaration in `hsm-config` asks for.
    #[error("the key {name} is not as declared: {property}")]
    WeakKey {
        /// Its declared name.
        name: String,
        /// The property that differs, and how.
        property: String,
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
    /// A stand-in where a real election is prepared or held: the built-in device, or tokens in software.
    #[error("a rehearsal device in a real election")]
    Rehearsal,
    /// There is no such library.
    #[error("there is no PKCS#11 module at {path}")]
    ModuleMissing {
        /// Its path.
        path: String,
    },
    /// The library is no PKCS#11 module.
    #[error("{path} is not a PKCS#11 module")]
    NotAModule {
        /// Its path.
        path: String,
    },
    /// A token of the module was never initialised, or there are too few of them.
    #[error("the device is not initialised: {what}")]
    NotInitialised {
        /// What is missing.
        what: String,
    },
    /// The device was pulled out or switched off.
    #[error("the device was removed")]
    Removed,
    /// The connector does not answer.
    #[error("the connector {url} cannot be reached")]
    Unreachable {
        /// Its address.
        url: String,
    },
    /// Another device than the expected one is in its place.
    #[error("the device in its place is {found}, not {expected}")]
    NotOurs {
        /// The serial expected.
        expected: String,
        /// The serial found.
        found: String,
    },
    /// The device's audit log is full; it does nothing more until the log is read.
    #[error("the device's audit log is full")]
    LogFull,
    /// The session ended, as after a long pause.
    #[error("the session of role {role} expired")]
    SessionExpired {
        /// The role to unlock again.
        role: Role,
    },
    /// The device needs something that it does not have: a mechanism, a command, a capability.
    #[error("the device lacks {what}")]
    Lacks {
        /// What it lacks.
        what: String,
    },
    /// The words that name an HSM do not.
    #[error("{why}")]
    Naming {
        /// What is wrong with them.
        why: String,
    },
    /// A file of the appliance about this HSM is damaged.
    #[error("the file of the HSM is damaged: {why}")]
    File {
        /// What is wrong with it.
        why: String,
    },
    /// The device answered with an error that has no name here.
    #[error("{call} failed: {code}")]
    Device {
        /// The function or command that was asked for.
        call: &'static str,
        /// The device's own code.
        code: String,
    },
}
