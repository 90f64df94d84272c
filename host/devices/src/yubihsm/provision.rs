//! The making of all keys, through the factory's authentication key; the administrator deletes that, the last step.

use rand_core::CryptoRng;
use tamga_crypto::hash::wide_hash;
use tamga_crypto::hpke::{P384_POINT_LEN, SEED_LEN, mlkem};
use yubihsm::authentication::Key as Password;
use zeroize::Zeroizing;

use super::commands::{DEVICE_ATTESTATION, Handle, TypeNumber};
use super::declared::{self, Declared, FACTORY_KEY, ReadBack};
use super::file::{Kept, is_point};
use super::link::{Fault, Link, code};
use super::session::Session;
use crate::config::{Config, Kind};
use crate::hsm::{HsmError, KeyHalves, Pins, Role};

/// Free entries of the audit log that the making of keys may need, firmware that logs everything included.
pub const LOG_ROOM: u8 = 48;
/// Separates the mixing of randomness from every other use of the hash.
const SEED_LABEL: &str = "tamga/yubihsm/mlkem-seed/v1";
/// The first byte of an uncompressed point, which the device leaves out of a public key.
pub const UNCOMPRESSED: u8 = 0x04;
const FACTORY: Handle = Handle { id: FACTORY_KEY, kind: TypeNumber::AUTHENTICATION };

/// The making of the keys of one device.
pub struct Making<'a, R> {
    /// The way to it.
    pub link: &'a Link,
    /// What is declared.
    pub config: &'a Config,
    /// The host's randomness.
    pub rng: &'a mut R,
}

impl<R: CryptoRng> Making<'_, R> {
    /// Makes everything and returns what is to be kept. On every error before the last step the device still has its
    /// factory key, and this can be repeated; [`Making::begin`] takes away what was begun.
    pub fn make(&mut self, factory: &Password, pins: &Pins) -> Result<Kept, HsmError> {
        let declared = declared::all(self.config);
        let mut session = self.begin(factory, &declared)?;
        let made = self.make_in(&mut session, &declared, pins);
        session.close();
        let mut kept = made?;
        for role in [Role::Seal, Role::Tally, Role::Escrow] {
            self.open(role, pins)?.close();
        }
        kept.facts = self.finish(pins)?;
        Ok(kept)
    }

    /// A session of the factory key on a device that holds nothing of others. What an earlier making left is deleted.
    fn begin(&mut self, factory: &Password, declared: &[Declared]) -> Result<Session, HsmError> {
        let info = self.link.device_info().map_err(|fault| fault.of("get device info", self.link))?;
        if info.log_capacity.saturating_sub(info.log_used) < LOG_ROOM {
            return Err(HsmError::LogFull);
        }
        let mut session = open_factory(self.link, factory, self.rng)?;
        match self.clear(&mut session, declared) {
            Ok(()) => Ok(session),
            Err(error) => Err(closing(session, error)),
        }
    }

    fn clear(&self, session: &mut Session, declared: &[Declared]) -> Result<(), HsmError> {
        let found = session.list_objects().map_err(|fault| fault.of("list objects", self.link))?;
        let begun = || found.iter().filter(|handle| **handle != FACTORY && handle.id != DEVICE_ATTESTATION);
        for handle in begun() {
            let info = session.object_info(*handle).map_err(|fault| fault.of("get object info", self.link))?;
            let ours = declared.iter().find(|object| object.handle() == *handle);
            if ours.is_none_or(|object| object.new.label != info.label) {
                return Err(HsmError::KeysExist);
            }
        }
        for handle in begun() {
            session.delete(*handle).map_err(|fault| fault.of("delete object", self.link))?;
        }
        Ok(())
    }

    fn make_in(&mut self, session: &mut Session, declared: &[Declared], pins: &Pins) -> Result<Kept, HsmError> {
        let link = self.link;
        let made = (|| {
            for object in declared {
                match object.kind {
                    None => {
                        let role = Role::ALL.into_iter().find(|role| role.number() == object.role.number());
                        let pin = role.map(|role| pins.expose(role)).unwrap_or_default();
                        let password = Password::derive_from_password(pin);
                        session.put_authentication_key(&object.new, object.delegated, &password)?;
                    }
                    Some(Kind::Aes256Wrap) => session.generate_wrap_key(&object.new, object.delegated)?,
                    Some(Kind::Ed25519 | Kind::P384Ecdh | Kind::P384Ecdsa) => session.generate_key(&object.new)?,
                    Some(Kind::MlKemSeed | Kind::MlKemPublic | Kind::MlKem1024) => {}
                }
            }
            Ok(())
        })();
        made.map_err(|fault: Fault| fault.of("make keys", link))?;
        let seal = declared::find(declared, Role::Seal, Kind::Ed25519)?.new.id;
        let key = session.public_key(seal).map_err(|fault| fault.of("get public key", link))?;
        let seal_key = key.as_slice().try_into().map_err(|_| Fault::Garbled.of("get public key", link))?;
        let tally = self.make_opening(session, declared, Role::Tally)?;
        let escrow = self.make_opening(session, declared, Role::Escrow)?;
        let point = |role| declared::find(declared, role, Kind::P384Ecdh).map(|object| object.new.id);
        let ids = [seal, point(Role::Tally)?, point(Role::Escrow)?];
        let certificates =
            certificates(session, ids).map_err(|fault| fault.of("sign attestation certificate", link))?;
        declared::fix_audit(session).map_err(|fault| fault.of("set option", link))?;
        Ok(Kept { seal: seal_key, tally, escrow, certificates, facts: Vec::new() })
    }

    /// Draws the ML-KEM seed of a role, wraps it, and tries the wrapping; the P-384 key is there already.
    fn make_opening(&mut self, session: &mut Session, all: &[Declared], role: Role) -> Result<KeyHalves, HsmError> {
        let link = self.link;
        let p384 = point_of(session, declared::find(all, role, Kind::P384Ecdh)?.new.id)
            .map_err(|fault| fault.of("get public key", link))?;
        let mut drawn = Zeroizing::new([0u8; 2 * SEED_LEN]);
        let (inside, outside) = drawn.split_at_mut(SEED_LEN);
        session.random(inside).map_err(|fault| fault.of("get pseudo random", link))?;
        self.rng.fill_bytes(outside);
        let seed = Zeroizing::new(wide_hash(SEED_LABEL, &[drawn.as_slice()]));
        let mlkem = Box::new(mlkem::SecretKey::from_seed(&seed).public());
        let wrap = declared::find(all, role, Kind::Aes256Wrap)?.new.id;
        let wrapped = session.wrap(wrap, &*seed).map_err(|fault| fault.of("wrap data", link))?;
        let back = session.unwrap(wrap, &wrapped).map_err(|fault| fault.of("unwrap data", link))?;
        if back.as_slice() != seed.as_slice() {
            return Err(HsmError::BadWrapping { role });
        }
        let put = [(Kind::MlKemSeed, wrapped.as_slice()), (Kind::MlKemPublic, mlkem.as_slice())];
        for (kind, data) in put {
            let new = &declared::find(all, role, kind)?.new;
            session.put_opaque(new, data).map_err(|fault| fault.of("put opaque", link))?;
        }
        Ok(KeyHalves { p384, mlkem })
    }

    /// As administrator: reads everything back, then deletes the factory key, the last step. Where the answer to that is
    /// lost, a new session looks whether it was done.
    fn finish(&mut self, pins: &Pins) -> Result<declared::Facts, HsmError> {
        let mut admin = self.open(Role::Admin, pins)?;
        let link = self.link;
        let read = ReadBack::of(&mut admin, self.config, Role::Admin).map_err(|fault| fault.of("read back", link));
        let facts = read.and_then(|read| read.check(self.config, Role::Admin, Some(FACTORY)));
        let deleted = facts.map(|facts| (facts, admin.delete(FACTORY)));
        let (mut facts, mut admin) = match deleted {
            Ok((facts, Ok(()))) => (facts, admin),
            Ok((facts, Err(fault))) if !fault.leaves_session() => {
                link.device_info().map_err(|_| fault.of("delete object", link))?;
                (facts, self.open(Role::Admin, pins)?)
            }
            Ok((_, Err(fault))) => return Err(closing(admin, fault.of("delete object", link))),
            Err(error) => return Err(closing(admin, error)),
        };
        let left = admin.list_objects();
        admin.close();
        if left.map_err(|fault| fault.of("list objects", link))?.contains(&FACTORY) {
            return Err(HsmError::Device { call: "delete object", code: "the factory key is still there".to_owned() });
        }
        facts.sort();
        Ok(facts)
    }

    fn open(&mut self, role: Role, pins: &Pins) -> Result<Session, HsmError> {
        let key = self.config.role(role).yubihsm.authentication_key;
        let password = Password::derive_from_password(pins.expose(role));
        Session::open(self.link, key, &password, self.rng).map_err(|fault| fault.of("open session", self.link))
    }
}

/// A session of the factory's authentication key. Refuses a device that has it no more ([`HsmError::KeysExist`]), and
/// another password ([`HsmError::NotInitialised`]).
pub fn open_factory(link: &Link, password: &Password, rng: &mut impl CryptoRng) -> Result<Session, HsmError> {
    Session::open(link, FACTORY_KEY, password, rng).map_err(|fault| match fault {
        Fault::Device(code::OBJECT_NOT_FOUND) => HsmError::KeysExist,
        Fault::WrongKey => {
            HsmError::NotInitialised { what: "its authentication key 1 has another password than this one".to_owned() }
        }
        _ => fault.of("open session", link),
    })
}

/// The public point of a key.
fn point_of(session: &mut Session, id: u16) -> Result<[u8; P384_POINT_LEN], Fault> {
    let point = [&[UNCOMPRESSED], session.public_key(id)?.as_slice()].concat();
    point.try_into().ok().filter(is_point).ok_or(Fault::Garbled)
}

fn certificates(session: &mut Session, [seal, tally, escrow]: [u16; 3]) -> Result<[Vec<u8>; 4], Fault> {
    let device = session.opaque(DEVICE_ATTESTATION)?.to_vec();
    Ok([session.attest(seal)?, session.attest(tally)?, session.attest(escrow)?, device])
}

/// Ends a session for want of a better use, and hands on why.
fn closing(session: Session, error: HsmError) -> HsmError {
    session.close();
    error
}
