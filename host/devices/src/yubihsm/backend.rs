//! The trait [`Hsm`], call by call.

use tamga_crypto::hpke::{MLKEM_CT_LEN, MLKEM_SECRET_LEN, P384_POINT_LEN, P384_X_LEN};
use yubihsm::authentication::Key as Password;
use zeroize::Zeroizing;

use super::declared::ReadBack;
use super::file::{self, CERTIFICATES, is_point};
use super::link::Fault;
use super::provision::Making;
use super::roles::{Opening, Seal};
use super::session::Session;
use super::{FACTORY_PASSWORD, MODEL, SIGN_LEN_MAX, YubiHsm, declared};
use crate::config::{Algorithm, Config, Kind};
use crate::evidence::{Evidence, Met, Need};
use crate::hsm::{Hsm, HsmError, KeyHalves, Pins, Role, SealKey, check_pin_len};
use crate::log::LogReading;
use crate::tries::{TRIES_MAX, Tries};

/// The number of the algorithm ECDH in the device's list.
const ALGORITHM_ECDH: u8 = 0x18;

impl Hsm for YubiHsm {
    fn serial(&self) -> &str {
        &self.serial
    }

    fn model(&self) -> &str {
        MODEL
    }

    fn is_rehearsal(&self) -> bool {
        false
    }

    fn to_file_bytes(&self) -> Result<Vec<u8>, HsmError> {
        Ok(file::to_bytes(self.link.url(), &self.serial, &self.tries, self.kept()?))
    }

    fn needs(&mut self) -> Result<Vec<Need>, HsmError> {
        let info = self.place().connect()?;
        let [major, minor, patch] = info.firmware;
        let of = |need, met, how: String| Need { need, met, how };
        let by = |need, best, numbers: &[u8], how: &str| {
            let has = numbers.iter().all(|number| info.algorithms.contains(number));
            let how = format!("{}{how}, firmware {major}.{minor}.{patch}", if has { "" } else { "lacks " });
            of(need, if has { best } else { Met::No }, how)
        };
        let yes = |need, how: String| of(need, Met::Yes, how);
        let wrap = "seed wrapped by an AES-256 key of the device, opened on the host";
        Ok(vec![
            by("seal signatures", Met::Yes, &[Algorithm::Ed25519.number()], "Ed25519"),
            by("P-384 ECDH", Met::Yes, &[Algorithm::Ecp384.number(), ALGORITHM_ECDH], "DERIVE ECDH"),
            by("ML-KEM-1024", Met::Fallback, &[Algorithm::Aes256CcmWrap.number()], wrap),
            yes("separate roles", "an authentication key and a domain per role".to_owned()),
            yes("keys that never leave", "no key is exportable under wrap".to_owned()),
            yes("evidence", "attestation certificates by the device's own key".to_owned()),
            yes("audit log", format!("{} entries, chained; a full log blocks the device", info.log_capacity)),
        ])
    }

    fn evidence(&mut self) -> Result<Option<Evidence>, HsmError> {
        let kept = self.kept()?.clone();
        let info = self.place().connect()?;
        let mut read = Vec::new();
        let mut facts = kept.facts;
        for role in [Role::Seal, Role::Tally, Role::Escrow] {
            if let Some(now) = self.read_back(role)? {
                read.push(role.name());
                facts.retain(|(key, _)| !now.iter().any(|(other, _)| other == key));
                facts.extend(now);
            }
        }
        let mut evidence = Evidence::default();
        facts.iter().for_each(|(key, value)| evidence.fact(key, value));
        let [major, minor, patch] = info.firmware;
        evidence.fact("serial", &self.serial);
        evidence.fact("model", MODEL);
        evidence.fact("firmware", &format!("{major}.{minor}.{patch}"));
        evidence.fact("factory-key", "deleted");
        evidence.fact("read-back", &format!("at the making of the keys; now in: {}", read.join(" ")));
        evidence.fact("log.capacity", &info.log_capacity.to_string());
        let names = CERTIFICATES.iter().map(|name| (*name).to_owned());
        evidence.certificates = names.zip(kept.certificates).collect();
        Ok(Some(evidence.sorted()))
    }

    fn random(&mut self, out: &mut [u8]) -> Result<(), HsmError> {
        let len = out.len();
        let drawn = self.run_unsecret("get pseudo random", |session| {
            let mut drawn = Zeroizing::new(vec![0; len]);
            session.random(&mut drawn).map(|()| drawn)
        })?;
        out.copy_from_slice(&drawn);
        Ok(())
    }

    fn make_keys(&mut self, pins: &Pins) -> Result<(), HsmError> {
        if self.kept.is_some() {
            return Err(HsmError::KeysExist);
        }
        pins.check_lengths()?;
        self.place().connect()?;
        let mut making = Making { link: &self.link, config: &self.config, rng: &mut self.rng };
        self.kept = Some(making.make(&self.factory, pins)?);
        self.tries = Tries::up_to(TRIES_MAX);
        Ok(())
    }

    fn unlock(&mut self, role: Role, pin: &[u8]) -> Result<(), HsmError> {
        let kept = self.kept()?.clone();
        if role == Role::Admin {
            return Err(HsmError::NoSuchKey { role });
        }
        let password = Password::derive_from_password(pin);
        let session = self.open_session(role, &password)?;
        self.lock(role);
        let all = declared::all(&self.config);
        let key = self.authentication_key(role);
        match role {
            Role::Seal => self.seal = Some(Seal::from_session(session, key, password, &all, &kept.seal)?),
            Role::Tally => self.tally = Some(Opening::from_session(session, &all, role, &kept.tally)?),
            Role::Escrow => self.escrow = Some(Opening::from_session(session, &all, role, &kept.escrow)?),
            Role::Admin => {}
        }
        Ok(())
    }

    fn lock(&mut self, role: Role) {
        match role {
            Role::Seal => self.seal.take().into_iter().for_each(Seal::close),
            Role::Tally => self.tally.take().into_iter().for_each(|opening| opening.session.close()),
            Role::Escrow => self.escrow.take().into_iter().for_each(|opening| opening.session.close()),
            Role::Admin => {}
        }
    }

    fn change_pin(&mut self, role: Role, old: &[u8], new: &[u8]) -> Result<(), HsmError> {
        self.kept()?;
        check_pin_len(new)?;
        self.lock(role);
        let mut session = self.open_session(role, &Password::derive_from_password(old))?;
        let key = self.authentication_key(role);
        let changed = session.change_authentication_key(key, &Password::derive_from_password(new));
        session.close();
        changed.map_err(|fault| fault.of_role("change authentication key", &self.link, role))
    }

    fn public_keys(&self, role: Role) -> Result<KeyHalves, HsmError> {
        let kept = self.kept()?;
        match role {
            Role::Tally => Ok(kept.tally.clone()),
            Role::Escrow => Ok(kept.escrow.clone()),
            Role::Seal | Role::Admin => Err(HsmError::NoSuchKey { role }),
        }
    }

    fn seal_key(&self) -> Result<SealKey, HsmError> {
        Ok(SealKey::Ed25519(self.kept()?.seal))
    }

    fn sign(&mut self, message: &[u8]) -> Result<Vec<u8>, HsmError> {
        self.kept()?;
        if message.len() > SIGN_LEN_MAX {
            return Err(HsmError::Lacks { what: format!("room for a message of more than {SIGN_LEN_MAX} bytes") });
        }
        let id = declared::find(&declared::all(&self.config), Role::Seal, Kind::Ed25519)?.new.id;
        let signature = self.run_seal("sign eddsa", |session| session.sign(id, message))?;
        if signature.len() != tamga_crypto::sign::SIGNATURE_LEN {
            return Err(Fault::Garbled.of("sign eddsa", &self.link));
        }
        Ok(signature)
    }

    fn ecdh(
        &mut self,
        role: Role,
        untrusted_peer: &[u8; P384_POINT_LEN],
    ) -> Result<Zeroizing<[u8; P384_X_LEN]>, HsmError> {
        if !is_point(untrusted_peer) {
            return Err(HsmError::BadPoint);
        }
        self.run_opening(role, "derive ecdh", |opening| {
            let x = opening.session.ecdh(opening.point, untrusted_peer)?;
            let x: &[u8; P384_X_LEN] = x.as_slice().try_into().map_err(|_| Fault::Garbled)?;
            Ok(Zeroizing::new(*x))
        })
    }

    fn decapsulate(
        &mut self,
        role: Role,
        untrusted_ciphertext: &[u8; MLKEM_CT_LEN],
    ) -> Result<Zeroizing<[u8; MLKEM_SECRET_LEN]>, HsmError> {
        self.run_opening(role, "decapsulate", |opening| Ok(opening.mlkem.decapsulate(untrusted_ciphertext)))
    }

    fn read_log(&mut self) -> Result<Option<LogReading>, HsmError> {
        self.run_unsecret("get log entries", Session::log).map(Some)
    }

    fn release_log(&mut self, number: u16) -> Result<(), HsmError> {
        self.run_unsecret("set log index", |session| session.release_log(number))
    }

    fn wipe(&mut self, admin_pin: &[u8]) -> Result<(), HsmError> {
        let session = self.open_session(Role::Admin, &Password::derive_from_password(admin_pin));
        let session = session.map_err(|error| match error {
            HsmError::MissingKey { .. } if self.kept.is_none() => HsmError::NoKeys,
            other => other,
        })?;
        let reset = session.reset_device();
        let lost = reset.is_err_and(|fault| !fault.leaves_session());
        if let Err(fault) = reset
            && !lost
        {
            return Err(fault.of("reset device", &self.link));
        }
        (self.seal, self.tally, self.escrow) = (None, None, None);
        if !self.is_factory_new() {
            let fault = reset.err().unwrap_or(Fault::Removed);
            return Err(fault.of("reset device", &self.link));
        }
        (self.kept, self.tries) = (None, Tries::up_to(TRIES_MAX));
        self.factory = Password::derive_from_password(FACTORY_PASSWORD);
        Ok(())
    }
}

impl YubiHsm {
    /// What an unlocked role's session sees now, checked; nothing of a locked role.
    fn read_back(&mut self, role: Role) -> Result<Option<declared::Facts>, HsmError> {
        let config = Config::built_in();
        let read = match role {
            Role::Seal if self.seal.is_none() => return Ok(None),
            Role::Seal => self.run_seal("read back", |session| ReadBack::of(session, &config, role))?,
            _ if self.opening(role)?.is_none() => return Ok(None),
            _ => self.run_opening(role, "read back", |opening| ReadBack::of(&mut opening.session, &config, role))?,
        };
        read.check(&config, role, None).map(Some)
    }
}
