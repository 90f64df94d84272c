//! The built-in HSM of rehearsals: the shape of a real one in software, marked REHEARSAL in everything it makes.

use std::fmt;

use rand_core::CryptoRng;
use tamga_crypto::hpke::{MLKEM_CT_LEN, MLKEM_SECRET_LEN, P384_POINT_LEN, P384_X_LEN, mlkem};
use tamga_crypto::sign::SigningKey;
use zeroize::Zeroizing;

use crate::evidence::{Evidence, Met, Need};
use crate::hsm::{Hsm, HsmError, KeyHalves, Pins, Role, SealKey, check_pin_len, is_serial};
use crate::log::LogReading;

mod file;
mod keys;
mod vault;

pub use file::{FIRST_LINE, FileError};
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
        if !is_serial(serial.as_bytes()) {
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

    fn locked(serial: String, at_rest: Option<AtRest>, rng: BoxedRng) -> Self {
        Self { serial, at_rest, seal: None, tally: None, escrow: None, rng }
    }

    fn at_rest(&self) -> Result<&AtRest, HsmError> {
        self.at_rest.as_ref().ok_or(HsmError::NoKeys)
    }

    fn public(&self, role: Role) -> Result<&OpeningPublic, HsmError> {
        let at_rest = self.at_rest()?;
        match role {
            Role::Seal | Role::Admin => Err(HsmError::NoSuchKey { role }),
            Role::Tally => Ok(&at_rest.tally),
            Role::Escrow => Ok(&at_rest.escrow),
        }
    }

    fn secrets(&self, role: Role) -> Result<&OpeningSecrets, HsmError> {
        self.at_rest()?;
        match role {
            Role::Seal | Role::Admin => return Err(HsmError::NoSuchKey { role }),
            Role::Tally => self.tally.as_ref(),
            Role::Escrow => self.escrow.as_ref(),
        }
        .ok_or(HsmError::RoleLocked { role })
    }

    /// The secrets of a role whose PIN this is. A try counts before the PIN is looked at.
    fn open_vault(&mut self, role: Role, pin: &[u8]) -> Result<Zeroizing<Vec<u8>>, HsmError> {
        let aad = vault_aad(&self.serial, self.at_rest()?, role);
        let at_rest = self.at_rest.as_mut().ok_or(HsmError::NoKeys)?;
        let vault = vault_mut(at_rest, role);
        if vault.tries >= TRIES_MAX {
            return Err(HsmError::PinBlocked { role });
        }
        vault.tries += 1;
        let tries_left = TRIES_MAX - vault.tries;
        let secrets = vault.open(pin, &aad).ok_or(HsmError::WrongPin { role, tries_left })?;
        vault.tries = 0;
        Ok(secrets)
    }

    /// Keeps the secrets of a vault that opened. `None` where they are not the role's: the vault is not ours.
    fn keep(&mut self, role: Role, secrets: &[u8]) -> Option<()> {
        match role {
            Role::Seal => self.seal = Some(SigningKey::from_seed(secrets.try_into().ok()?)),
            Role::Tally => self.tally = Some(OpeningSecrets::from_bytes(secrets)?),
            Role::Escrow => self.escrow = Some(OpeningSecrets::from_bytes(secrets)?),
            Role::Admin => return None,
        }
        Some(())
    }
}

/// What every rehearsal HSM can do.
pub fn needs() -> Vec<Need> {
    let of = |need, met, how: &str| Need { need, met, how: how.to_owned() };
    vec![
        of("seal signatures", Met::Yes, "Ed25519 in software"),
        of("P-384 ECDH", Met::Yes, "in software"),
        of("ML-KEM-1024", Met::Fallback, "seed wrapped by an AES-256 key, in software"),
        of("separate roles", Met::Yes, "a vault per PIN"),
        of("keys that never leave", Met::No, "a file: for rehearsals only"),
        of("evidence", Met::No, "none"),
        of("audit log", Met::No, "none"),
    ]
}

/// Why a device was not set up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
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

    fn to_file_bytes(&self) -> Result<Vec<u8>, HsmError> {
        Ok(file::to_bytes(&self.serial, self.at_rest()?))
    }

    fn needs(&mut self) -> Result<Vec<Need>, HsmError> {
        Ok(needs())
    }

    fn evidence(&mut self) -> Result<Option<Evidence>, HsmError> {
        Ok(None)
    }

    fn random(&mut self, out: &mut [u8]) -> Result<(), HsmError> {
        self.rng.fill_bytes(out);
        Ok(())
    }

    fn make_keys(&mut self, pins: &Pins) -> Result<(), HsmError> {
        if self.at_rest.is_some() {
            return Err(HsmError::KeysExist);
        }
        pins.check_lengths()?;
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
            close(Role::Admin, &[]),
        ];
        self.at_rest = Some(AtRest { seal_key: verifying_key, tally, escrow, vaults });
        Ok(())
    }

    fn unlock(&mut self, role: Role, pin: &[u8]) -> Result<(), HsmError> {
        self.at_rest()?;
        if role == Role::Admin {
            return Err(HsmError::NoSuchKey { role });
        }
        let secrets = self.open_vault(role, pin)?;
        self.keep(role, &secrets).ok_or(HsmError::File { why: "a vault holds other secrets".to_owned() })
    }

    fn lock(&mut self, role: Role) {
        match role {
            Role::Seal => self.seal = None,
            Role::Tally => self.tally = None,
            Role::Escrow => self.escrow = None,
            Role::Admin => {}
        }
    }

    fn change_pin(&mut self, role: Role, old: &[u8], new: &[u8]) -> Result<(), HsmError> {
        let aad = vault_aad(&self.serial, self.at_rest()?, role);
        check_pin_len(new)?;
        self.lock(role);
        let secrets = self.open_vault(role, old)?;
        let vault = Vault::close(new, &aad, &secrets, &mut self.rng);
        let at_rest = self.at_rest.as_mut().ok_or(HsmError::NoKeys)?;
        *vault_mut(at_rest, role) = vault;
        Ok(())
    }

    fn public_keys(&self, role: Role) -> Result<KeyHalves, HsmError> {
        let public = self.public(role)?;
        Ok(KeyHalves { p384: public.p384, mlkem: public.mlkem.clone() })
    }

    fn seal_key(&self) -> Result<SealKey, HsmError> {
        Ok(SealKey::Ed25519(self.at_rest()?.seal_key))
    }

    fn sign(&mut self, message: &[u8]) -> Result<Vec<u8>, HsmError> {
        self.at_rest()?;
        let locked = HsmError::RoleLocked { role: Role::Seal };
        let key = self.seal.as_ref().ok_or(locked)?;
        Ok(key.sign(message).to_bytes().to_vec())
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

    fn decapsulate(
        &mut self,
        role: Role,
        untrusted_ciphertext: &[u8; MLKEM_CT_LEN],
    ) -> Result<Zeroizing<[u8; MLKEM_SECRET_LEN]>, HsmError> {
        let secrets = self.secrets(role)?;
        let wrapped = &self.public(role)?.wrapped;
        let seed = unwrap_seed(secrets, &self.serial, role, wrapped).ok_or(HsmError::BadWrapping { role })?;
        Ok(mlkem::SecretKey::from_seed(&seed).decapsulate(untrusted_ciphertext))
    }

    fn read_log(&mut self) -> Result<Option<LogReading>, HsmError> {
        Ok(None)
    }

    fn release_log(&mut self, _: u16) -> Result<(), HsmError> {
        Ok(())
    }

    fn wipe(&mut self, admin_pin: &[u8]) -> Result<(), HsmError> {
        self.open_vault(Role::Admin, admin_pin)?;
        Role::ALL.iter().for_each(|role| self.lock(*role));
        self.at_rest = None;
        Ok(())
    }
}

fn vault_mut(at_rest: &mut AtRest, role: Role) -> &mut Vault {
    let [seal, tally, escrow, admin] = &mut at_rest.vaults;
    match role {
        Role::Seal => seal,
        Role::Tally => tally,
        Role::Escrow => escrow,
        Role::Admin => admin,
    }
}

impl fmt::Debug for RehearsalHsm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RehearsalHsm")
    }
}
