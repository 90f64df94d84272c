//! The built-in HSM of rehearsals: the shape of a real one in software, marked REHEARSAL in everything it makes.

use std::fmt;

use rand_core::CryptoRng;
use tamga_crypto::hpke::{P384_POINT_LEN, P384_X_LEN, SEED_LEN};
use tamga_crypto::sign::SigningKey;
use zeroize::Zeroizing;

use crate::hsm::{Hsm, HsmError, KeyHalves, PIN_LEN_MAX, PIN_LEN_MIN, Pins, Role, SEAL_KEY_LEN, SIGNATURE_LEN};

mod file;
mod keys;
mod vault;

pub use file::{FIRST_LINE, FileError, SERIAL_LEN_MAX};
pub use vault::{ARGON2_LANES, ARGON2_MEMORY_KIB, ARGON2_PASSES, TRIES_MAX};

use file::{AtRest, OpeningPublic};
use keys::{OpeningSecrets, draw_opening_key, unwrap_seed};
use vault::Vault;

/// The model of every rehearsal HSM, in the public-key file too.
pub const MODEL: &str = "rehearsal";

/// The device's generator of random numbers, given at construction.
pub type BoxedRng = Box<dyn CryptoRng + Send>;

/// A rehearsal HSM: P-384 ECDH, an Ed25519 seal key, ML-KEM seeds wrapped by an AES-256 key, each role's secrets under its
/// PIN. It lives in memory; its owner writes [`RehearsalHsm::to_file_bytes`] after every change and every try of a PIN.
pub struct RehearsalHsm {
    serial: String,
    at_rest: Option<AtRest>,
    seal: Option<SigningKey>,
    tally: Option<OpeningSecrets>,
    escrow: Option<OpeningSecrets>,
    rng: BoxedRng,
}

impl RehearsalHsm {
    /// A device without keys. Refuses a serial number that is not `[a-z0-9-]{1,48}` with [`FileError::Serial`].
    pub fn blank(serial: &str, rng: BoxedRng) -> Result<Self, FileError> {
        if !file::is_serial(serial.as_bytes()) {
            return Err(FileError::Serial);
        }
        Ok(Self::locked(serial.to_owned(), None, rng))
    }

    /// A device with fresh keys from `rng` and these first PINs, all roles locked. Refuses as [`RehearsalHsm::blank`] and
    /// [`Hsm::make_keys`].
    pub fn provision(serial: &str, pins: &Pins, rng: BoxedRng) -> Result<Self, ProvisionError> {
        let mut hsm = Self::blank(serial, rng)?;
        hsm.make_keys(pins)?;
        Ok(hsm)
    }

    /// The device of a file, all roles locked. Refuses every other byte string; see [`FileError`].
    pub fn from_file_bytes(untrusted_file: &[u8], rng: BoxedRng) -> Result<Self, FileError> {
        let (serial, at_rest) = file::parse(untrusted_file)?;
        Ok(Self::locked(serial, Some(at_rest), rng))
    }

    /// The file of this device, counts of tries included. Refuses a device without keys.
    pub fn to_file_bytes(&self) -> Result<Vec<u8>, HsmError> {
        Ok(file::to_bytes(&self.serial, self.at_rest()?))
    }

    fn locked(serial: String, at_rest: Option<AtRest>, rng: BoxedRng) -> Self {
        Self { serial, at_rest, seal: None, tally: None, escrow: None, rng }
    }

    fn at_rest(&self) -> Result<&AtRest, HsmError> {
        self.at_rest.as_ref().ok_or(HsmError::NoKeys)
    }

    fn public(&self, role: Role) -> Result<&OpeningPublic, HsmError> {
        let at_rest = self.at_rest()?;
        match role {
            Role::Seal => Err(HsmError::NoSuchKey { role }),
            Role::Tally => Ok(&at_rest.tally),
            Role::Escrow => Ok(&at_rest.escrow),
        }
    }

    fn secrets(&self, role: Role) -> Result<&OpeningSecrets, HsmError> {
        self.at_rest()?;
        match role {
            Role::Seal => return Err(HsmError::NoSuchKey { role }),
            Role::Tally => self.tally.as_ref(),
            Role::Escrow => self.escrow.as_ref(),
        }
        .ok_or(HsmError::RoleLocked { role })
    }

    /// The unlocked role's secrets as they stand in its vault.
    fn secret_bytes(&self, role: Role) -> Result<Zeroizing<Vec<u8>>, HsmError> {
        match role {
            Role::Seal => {
                let key = self.seal.as_ref().ok_or(HsmError::RoleLocked { role })?;
                Ok(Zeroizing::new(key.expose_seed().to_vec()))
            }
            Role::Tally | Role::Escrow => Ok(self.secrets(role)?.to_bytes()),
        }
    }

    /// Keeps the secrets of a vault that opened. `None` where they are not the role's: the vault is not ours.
    fn keep(&mut self, role: Role, secrets: &[u8]) -> Option<()> {
        match role {
            Role::Seal => self.seal = Some(SigningKey::from_seed(secrets.try_into().ok()?)),
            Role::Tally => self.tally = Some(OpeningSecrets::from_bytes(secrets)?),
            Role::Escrow => self.escrow = Some(OpeningSecrets::from_bytes(secrets)?),
        }
        Some(())
    }
}

/// Why a device was not set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProvisionError {
    /// The serial number is not one.
    #[error(transparent)]
    Serial(#[from] FileError),
    /// The PINs were refused.
    #[error(transparent)]
    Hsm(#[from] HsmError),
}

/// What a vault is bound to: the whole public part of the file, and the role.
fn vault_aad(serial: &str, at_rest: &AtRest, role: Role) -> Vec<u8> {
    let mut aad = file::head(serial, &at_rest.seal_key, &at_rest.tally, &at_rest.escrow);
    aad.push(role.number());
    aad
}

fn check_pin_len(pin: &[u8]) -> Result<(), HsmError> {
    if (PIN_LEN_MIN..=PIN_LEN_MAX).contains(&pin.len()) {
        return Ok(());
    }
    Err(HsmError::PinLength { len: pin.len() })
}

impl Hsm for RehearsalHsm {
    fn serial(&self) -> &str {
        &self.serial
    }

    fn model(&self) -> &str {
        MODEL
    }

    fn is_rehearsal(&self) -> bool {
        true
    }

    fn random(&mut self, out: &mut [u8]) -> Result<(), HsmError> {
        self.rng.fill_bytes(out);
        Ok(())
    }

    fn make_keys(&mut self, pins: &Pins) -> Result<(), HsmError> {
        if self.at_rest.is_some() {
            return Err(HsmError::KeysExist);
        }
        for role in Role::ALL {
            check_pin_len(pins.expose(role))?;
        }
        let rng = &mut self.rng;
        let seal_key = SigningKey::generate(rng);
        let (tally, tally_secrets) = draw_opening_key(&self.serial, Role::Tally, rng);
        let (escrow, escrow_secrets) = draw_opening_key(&self.serial, Role::Escrow, rng);
        let verifying_key = seal_key.verifying_key().to_bytes();
        let mut aad = file::head(&self.serial, &verifying_key, &tally, &escrow);
        let mut close = |role: Role, secrets: &[u8]| {
            aad.push(role.number());
            let vault = Vault::close(pins.expose(role), &aad, secrets, rng);
            aad.pop();
            vault
        };
        let vaults = [
            close(Role::Seal, &*seal_key.expose_seed()),
            close(Role::Tally, &tally_secrets.to_bytes()),
            close(Role::Escrow, &escrow_secrets.to_bytes()),
        ];
        self.at_rest = Some(AtRest { seal_key: verifying_key, tally, escrow, vaults });
        Ok(())
    }

    fn unlock(&mut self, role: Role, pin: &[u8]) -> Result<(), HsmError> {
        let aad = vault_aad(&self.serial, self.at_rest()?, role);
        let at_rest = self.at_rest.as_mut().ok_or(HsmError::NoKeys)?;
        let vault = vault_mut(at_rest, role);
        if vault.tries >= TRIES_MAX {
            return Err(HsmError::PinBlocked { role });
        }
        vault.tries += 1;
        let tries_left = TRIES_MAX - vault.tries;
        let wrong = HsmError::WrongPin { role, tries_left };
        let secrets = vault.open(pin, &aad).ok_or(wrong)?;
        vault.tries = 0;
        self.keep(role, &secrets).ok_or(wrong)
    }

    fn lock(&mut self, role: Role) {
        match role {
            Role::Seal => self.seal = None,
            Role::Tally => self.tally = None,
            Role::Escrow => self.escrow = None,
        }
    }

    fn set_pin(&mut self, role: Role, new: &[u8]) -> Result<(), HsmError> {
        let aad = vault_aad(&self.serial, self.at_rest()?, role);
        let secrets = self.secret_bytes(role)?;
        check_pin_len(new)?;
        let vault = Vault::close(new, &aad, &secrets, &mut self.rng);
        let at_rest = self.at_rest.as_mut().ok_or(HsmError::NoKeys)?;
        *vault_mut(at_rest, role) = vault;
        Ok(())
    }

    fn public_keys(&self, role: Role) -> Result<KeyHalves, HsmError> {
        let public = self.public(role)?;
        Ok(KeyHalves { p384: public.p384, mlkem: public.mlkem.clone() })
    }

    fn seal_key(&self) -> Result<[u8; SEAL_KEY_LEN], HsmError> {
        Ok(self.at_rest()?.seal_key)
    }

    fn sign(&mut self, message: &[u8]) -> Result<[u8; SIGNATURE_LEN], HsmError> {
        self.at_rest()?;
        let locked = HsmError::RoleLocked { role: Role::Seal };
        let key = self.seal.as_ref().ok_or(locked)?;
        Ok(key.sign(message).to_bytes())
    }

    fn ecdh(
        &mut self,
        role: Role,
        untrusted_peer: &[u8; P384_POINT_LEN],
    ) -> Result<Zeroizing<[u8; P384_X_LEN]>, HsmError> {
        let peer = file::decode_point(untrusted_peer).ok_or(HsmError::BadPoint)?;
        let shared = self.secrets(role)?.p384.diffie_hellman(&peer);
        Ok(Zeroizing::new((*shared.raw_secret_bytes()).into()))
    }

    fn unwrap_mlkem_seed(&mut self, role: Role) -> Result<Zeroizing<[u8; SEED_LEN]>, HsmError> {
        let secrets = self.secrets(role)?;
        let wrapped = &self.public(role)?.wrapped;
        unwrap_seed(secrets, &self.serial, role, wrapped).ok_or(HsmError::BadWrapping { role })
    }
}

fn vault_mut(at_rest: &mut AtRest, role: Role) -> &mut Vault {
    let [seal, tally, escrow] = &mut at_rest.vaults;
    match role {
        Role::Seal => seal,
        Role::Tally => tally,
        Role::Escrow => escrow,
    }
}

impl fmt::Debug for RehearsalHsm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RehearsalHsm")
    }
}
