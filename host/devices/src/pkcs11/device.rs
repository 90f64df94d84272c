//! The HSM itself: three tokens behind the trait.

use std::fmt;
use std::sync::Arc;

use tamga_crypto::hpke::{MLKEM_CT_LEN, MLKEM_SECRET_LEN, P384_POINT_LEN, P384_X_LEN};
use zeroize::Zeroizing;

use super::BoxedRng;
use super::make::signs_digests;
use super::module::Module;
use super::object::Facts;
use super::open::OpenRole;
use super::plan::Abilities;
use super::public::{Public, RoleKeys, is_point};
use super::token::{Token, new_pin};
use crate::evidence::{Evidence, Need};
use crate::hsm::{Hsm, HsmError, KeyHalves, Pins, Role, SealKey, check_pin_len};
use crate::log::LogReading;
use crate::tries::Tries;

/// The roles that have a token, in the order of their numbers.
pub(super) const TOKEN_ROLES: [Role; 3] = [Role::Seal, Role::Tally, Role::Escrow];

/// One HSM: three tokens of one module.
///
/// Nothing is kept of a device that goes away but its public keys: after it returned, the next unlock opens new sessions.
pub struct Pkcs11Hsm {
    pub(super) module: Arc<Module>,
    /// Whether all three tokens sit in hardware slots.
    pub(super) hardware: bool,
    pub(super) serial: String,
    pub(super) model: String,
    /// In the order of [`TOKEN_ROLES`].
    pub(super) roles: [RoleState; 3],
    /// The SO PIN of tokens without keys.
    pub(super) transport: Option<Zeroizing<Vec<u8>>>,
    pub(super) tries: Tries,
    pub(super) rng: BoxedRng,
}

/// The token of a role and what is known of it.
pub(super) struct RoleState {
    pub token: Token,
    pub abilities: Abilities,
    /// Nothing where no key is to be seen; why not, where some are and others are not as they should be.
    pub keys: Option<Result<RoleKeys, HsmError>>,
    pub open: Option<OpenRole>,
    /// The attributes of its keys, private ones too, as they were when the role was last open.
    pub seen: Facts,
}

impl RoleState {
    /// Looks on the token for keys; [`RoleState::keys`] says what is found.
    pub fn look(&mut self) -> Result<(), HsmError> {
        self.keys = match RoleKeys::find(&self.token, &self.abilities) {
            Ok(keys) => keys.map(Ok),
            Err(bad @ (HsmError::MissingKey { .. } | HsmError::WeakKey { .. } | HsmError::Lacks { .. })) => {
                Some(Err(bad))
            }
            Err(error) => return Err(error),
        };
        Ok(())
    }

    pub fn keys(&self) -> Result<&RoleKeys, HsmError> {
        present(&self.keys)
    }

    pub fn lock(&mut self) {
        if let Some(open) = self.open.take() {
            open.close();
        }
    }

    /// Logs in and holds the role's keys against their declarations.
    pub fn unlock(&mut self, pin: &[u8], tries: &mut Tries) -> Result<(), HsmError> {
        self.lock();
        let keys = present(&self.keys)?;
        let session = self.token.read_only()?;
        self.token.login(&session, self.token.role, pin, tries)?;
        let (open, facts) = OpenRole::new(&self.token, session, keys, signs_digests(&self.abilities))?;
        self.open = Some(open);
        self.seen = facts;
        Ok(())
    }

    /// Runs `act` on the unlocked role. A role whose device or session went away in it is locked.
    fn with_open<T>(
        &mut self,
        act: impl FnOnce(&Token, &RoleKeys, &mut OpenRole) -> Result<T, HsmError>,
    ) -> Result<T, HsmError> {
        let keys = present(&self.keys)?;
        let open = self.open.as_mut().ok_or(HsmError::RoleLocked { role: self.token.role })?;
        let done = act(&self.token, keys, open);
        if matches!(done, Err(HsmError::Removed | HsmError::SessionExpired { .. } | HsmError::NotOurs { .. })) {
            self.lock();
        }
        done
    }
}

fn present(keys: &Option<Result<RoleKeys, HsmError>>) -> Result<&RoleKeys, HsmError> {
    match keys {
        None => Err(HsmError::NoKeys),
        Some(keys) => keys.as_ref().map_err(HsmError::clone),
    }
}

impl Pkcs11Hsm {
    /// Whether all its tokens sit in hardware slots (`CKF_HW_SLOT`), as the module said when the host found them.
    pub fn is_hardware(&self) -> bool {
        self.hardware
    }

    /// Whether it holds keys, as far as the host has looked.
    pub fn has_keys(&self) -> bool {
        self.roles.iter().any(|state| state.keys.is_some())
    }

    pub(super) fn role(&self, role: Role) -> Result<&RoleState, HsmError> {
        self.roles.iter().find(|state| state.token.role == role).ok_or(HsmError::NoSuchKey { role })
    }

    /// The state of a role on a device with keys, and the counts of tries.
    fn role_mut(&mut self, role: Role) -> Result<(&mut RoleState, &mut Tries), HsmError> {
        if !self.has_keys() {
            return Err(HsmError::NoKeys);
        }
        let state = self.roles.iter_mut().find(|state| state.token.role == role);
        Ok((state.ok_or(HsmError::NoSuchKey { role })?, &mut self.tries))
    }

    fn opening_role(&mut self, role: Role) -> Result<&mut RoleState, HsmError> {
        match self.role_mut(role)? {
            _ if role == Role::Seal => Err(HsmError::NoSuchKey { role }),
            (state, _) => Ok(state),
        }
    }
}

impl Hsm for Pkcs11Hsm {
    fn serial(&self) -> &str {
        &self.serial
    }

    fn model(&self) -> &str {
        &self.model
    }

    fn is_rehearsal(&self) -> bool {
        !self.hardware
    }

    fn to_file_bytes(&self) -> Result<Vec<u8>, HsmError> {
        self.file_bytes()
    }

    fn needs(&mut self) -> Result<Vec<Need>, HsmError> {
        self.show_needs()
    }

    fn evidence(&mut self) -> Result<Option<Evidence>, HsmError> {
        self.show_evidence().map(Some)
    }

    fn random(&mut self, out: &mut [u8]) -> Result<(), HsmError> {
        let token = &self.role(Role::Seal)?.token;
        let session = token.read_only()?;
        session.generate_random_slice(out).map_err(|error| token.fault(error))
    }

    fn make_keys(&mut self, pins: &Pins) -> Result<(), HsmError> {
        self.provision(pins)
    }

    fn unlock(&mut self, role: Role, pin: &[u8]) -> Result<(), HsmError> {
        let (state, tries) = self.role_mut(role)?;
        state.unlock(pin, tries)
    }

    fn lock(&mut self, role: Role) {
        if let Ok((state, _)) = self.role_mut(role) {
            state.lock();
        }
    }

    fn change_pin(&mut self, role: Role, old: &[u8], new: &[u8]) -> Result<(), HsmError> {
        if !self.has_keys() {
            return Err(HsmError::NoKeys);
        }
        check_pin_len(new)?;
        if role == Role::Admin {
            return self.change_so_pin(old, new);
        }
        let next = new_pin(new)?;
        let (state, tries) = self.role_mut(role)?;
        state.lock();
        let token = &state.token;
        let session = token.read_write()?;
        token.login(&session, role, old, tries)?;
        let changed = session.set_pin(&new_pin(old)?, &next).map_err(|error| token.fault_of_pin(error, new));
        let _ = session.logout();
        changed
    }

    fn public_keys(&self, role: Role) -> Result<KeyHalves, HsmError> {
        if !self.has_keys() {
            return Err(HsmError::NoKeys);
        }
        match &self.role(role)?.keys()?.public {
            Public::Opens(halves) => Ok(halves.clone()),
            Public::Seal(_) => Err(HsmError::NoSuchKey { role }),
        }
    }

    fn seal_key(&self) -> Result<SealKey, HsmError> {
        match &self.role(Role::Seal)?.keys()?.public {
            Public::Seal(key) => Ok(*key),
            Public::Opens(_) => Err(HsmError::NoSuchKey { role: Role::Seal }),
        }
    }

    fn sign(&mut self, message: &[u8]) -> Result<Vec<u8>, HsmError> {
        let (state, _) = self.role_mut(Role::Seal)?;
        state.with_open(|token, _, open| open.sign(token, message))
    }

    fn ecdh(
        &mut self,
        role: Role,
        untrusted_peer: &[u8; P384_POINT_LEN],
    ) -> Result<Zeroizing<[u8; P384_X_LEN]>, HsmError> {
        if !is_point(untrusted_peer) {
            return Err(HsmError::BadPoint);
        }
        self.opening_role(role)?.with_open(|token, _, open| open.ecdh(token, untrusted_peer))
    }

    fn decapsulate(
        &mut self,
        role: Role,
        untrusted_ciphertext: &[u8; MLKEM_CT_LEN],
    ) -> Result<Zeroizing<[u8; MLKEM_SECRET_LEN]>, HsmError> {
        self.opening_role(role)?.with_open(|token, keys, open| match &keys.public {
            Public::Opens(halves) => open.decapsulate(token, &halves.mlkem, untrusted_ciphertext),
            Public::Seal(_) => Err(HsmError::NoSuchKey { role }),
        })
    }

    fn read_log(&mut self) -> Result<Option<LogReading>, HsmError> {
        Ok(None)
    }

    fn release_log(&mut self, _: u16) -> Result<(), HsmError> {
        Ok(())
    }

    fn wipe(&mut self, admin_pin: &[u8]) -> Result<(), HsmError> {
        self.destroy(admin_pin)
    }
}

impl Drop for Pkcs11Hsm {
    fn drop(&mut self) {
        self.roles.iter_mut().for_each(RoleState::lock);
    }
}

impl fmt::Debug for Pkcs11Hsm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pkcs11Hsm").field("serial", &self.serial).finish_non_exhaustive()
    }
}
