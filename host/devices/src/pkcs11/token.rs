//! One token: found by its serial number, wherever it is plugged, and logged in to.

use std::sync::Arc;

use cryptoki::error::{Error, RvError};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::{Slot, TokenInfo};
use cryptoki::types::{AuthPin, RawAuthPin};

use super::fault;
use super::module::Module;
use crate::hsm::{HsmError, Role};
use crate::tries::Tries;

/// The token of one role.
pub(super) struct Token {
    pub module: Arc<Module>,
    pub role: Role,
    pub serial: String,
    pub label: String,
}

impl Token {
    /// Its slot and what it says of itself. Refuses with [`HsmError::Removed`] where it is not, with [`HsmError::NotOurs`]
    /// where another one answers to its label or has its serial.
    pub fn find(&self) -> Result<(Slot, TokenInfo), HsmError> {
        let tokens = self.module.tokens()?;
        let is_ours = |info: &TokenInfo| info.token_initialized() && info.serial_number() == self.serial;
        let found = match tokens.iter().position(|(_, info)| is_ours(info) && info.label() == self.label) {
            Some(place) => return tokens.into_iter().nth(place).ok_or(HsmError::Removed),
            None => tokens.iter().find(|(_, info)| is_ours(info) || self.is_in_its_place(info)),
        };
        let (_, other) = found.ok_or(HsmError::Removed)?;
        Err(HsmError::NotOurs { expected: self.words(), found: format!("{} {}", other.label(), other.serial_number()) })
    }

    fn words(&self) -> String {
        format!("{} {}", self.label, self.serial)
    }

    /// Whether this is the role's token of another HSM and no further token of ours could be meant.
    fn is_in_its_place(&self, info: &TokenInfo) -> bool {
        info.token_initialized() && info.label() == self.label
    }

    /// A session that reads what needs no PIN.
    pub fn read_only(&self) -> Result<Session, HsmError> {
        let (slot, _) = self.find()?;
        self.module.pkcs11.open_ro_session(slot).map_err(|error| self.fault(error))
    }

    /// A session that may write.
    pub fn read_write(&self) -> Result<Session, HsmError> {
        let (slot, _) = self.find()?;
        self.module.pkcs11.open_rw_session(slot).map_err(|error| self.fault(error))
    }

    /// What an error means; [`HsmError::Removed`] too where the token is no longer found.
    pub fn fault(&self, error: Error) -> HsmError {
        let named = fault::of_session(self.role, error);
        match self.find() {
            Err(HsmError::Removed) => HsmError::Removed,
            _ => named,
        }
    }

    /// What the refusal of a new PIN means: a module may have limits of its own.
    pub fn fault_of_pin(&self, error: Error, new: &[u8]) -> HsmError {
        match error {
            Error::Pkcs11(RvError::PinLenRange, _) => HsmError::PinLength { len: new.len() },
            other => self.fault(other),
        }
    }

    /// Logs in as the role's user, or as the SO for [`Role::Admin`]. A wrong PIN counts, a PIN that the device locked is
    /// blocked for good.
    pub fn login(&self, session: &Session, role: Role, pin: &[u8], tries: &mut Tries) -> Result<(), HsmError> {
        tries.begin(role)?;
        self.login_uncounted(session, role, pin).map_err(|error| match error {
            Error::Pkcs11(RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange, _) => {
                tries.wrong_pin(role)
            }
            Error::Pkcs11(RvError::PinLocked, _) => {
                tries.block(role);
                HsmError::PinBlocked { role }
            }
            Error::Pkcs11(RvError::UserPinNotInitialized, _) => {
                tries.void(role);
                HsmError::NoKeys
            }
            other => {
                tries.void(role);
                self.fault(other)
            }
        })?;
        tries.right(role);
        Ok(())
    }

    /// A login belongs to the process: one that stands is ended first, so that the PIN is looked at in any case.
    fn login_uncounted(&self, session: &Session, role: Role, pin: &[u8]) -> Result<(), Error> {
        let user = if role == Role::Admin { UserType::So } else { UserType::User };
        let pin = RawAuthPin::new(Box::new(pin.to_vec()));
        match session.login_with_raw(user, &pin) {
            Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn | RvError::UserAnotherAlreadyLoggedIn, _)) => {
                session.logout()?;
                session.login_with_raw(user, &pin)
            }
            other => other,
        }
    }

    /// Whether anything of ours, or a key of anybody, can be seen on it without a PIN.
    pub fn holds_keys(&self) -> Result<bool, HsmError> {
        use cryptoki::object::{Attribute, ObjectClass};
        let session = self.read_only()?;
        for class in [ObjectClass::PUBLIC_KEY, ObjectClass::DATA] {
            let template = [Attribute::Class(class), Attribute::Token(true)];
            if !session.find_objects(&template).map_err(|error| self.fault(error))?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// A PIN to be set. PKCS#11 PINs are UTF-8.
pub(super) fn new_pin(pin: &[u8]) -> Result<AuthPin, HsmError> {
    let text = std::str::from_utf8(pin).map_err(|_| HsmError::Lacks { what: "PINs that are not UTF-8".to_owned() })?;
    Ok(AuthPin::from(text.to_owned()))
}
