//! What a module's return codes mean, by what was asked.

use cryptoki::error::{Error, RvError};

use crate::hsm::{HsmError, Role};

/// An error of a session of a role. One that says that the device went away is [`HsmError::Removed`]; one that says that the
/// session, the login or the handles of a session are no more is [`HsmError::SessionExpired`].
pub(super) fn of_session(role: Role, error: Error) -> HsmError {
    use RvError::*;
    match error {
        Error::Pkcs11(SessionHandleInvalid | SessionClosed | UserNotLoggedIn, _) => HsmError::SessionExpired { role },
        Error::Pkcs11(ObjectHandleInvalid | KeyHandleInvalid, _) => HsmError::SessionExpired { role },
        other => device(other),
    }
}

/// An error of a call that belongs to no role.
pub(super) fn device(error: Error) -> HsmError {
    use RvError::*;
    match error {
        Error::Pkcs11(DeviceRemoved | TokenNotPresent | TokenNotRecognized | SlotIdInvalid, _) => HsmError::Removed,
        other => unnamed(&other),
    }
}

/// The module's own words.
pub(super) fn unnamed(error: &Error) -> HsmError {
    match error {
        Error::Pkcs11(code, function) => HsmError::Device { call: "PKCS#11", code: format!("{function:?}: {code:?}") },
        // Loader errors name paths, and nothing secret.
        other => HsmError::Device { call: "PKCS#11", code: other.to_string() },
    }
}
