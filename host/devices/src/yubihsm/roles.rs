//! What the host holds of an unlocked role.

use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use tamga_crypto::hpke::{SEED_LEN, mlkem};
use yubihsm::authentication::Key as Password;
use zeroize::Zeroizing;

use super::declared::{self, Declared};
use super::link::{DeviceInfo, Fault, Link, code};
use super::provision::UNCOMPRESSED;
use super::session::Session;
use crate::config::Kind;
use crate::hsm::{ED25519_KEY_LEN, HsmError, KeyHalves, Role};

/// Where our device is, and which it is.
pub struct Place<'a> {
    /// The way to it.
    pub link: &'a Link,
    /// Its serial number.
    pub serial: &'a str,
}

impl Place<'_> {
    /// Asks the device who it is. Refuses another one than ours.
    pub fn connect(&self) -> Result<DeviceInfo, HsmError> {
        let info = self.link.device_info().map_err(|fault| fault.of("get device info", self.link))?;
        let found = info.serial_text();
        if found != self.serial {
            return Err(HsmError::NotOurs { expected: self.serial.to_owned(), found });
        }
        Ok(info)
    }
}

/// The seal role: a session, and the password to open the next one after 30 seconds of silence. Wiped when dropped.
pub struct Seal {
    authentication_key: u16,
    password: Password,
    session: Option<Session>,
}

impl Seal {
    /// Takes a session over. Refuses a device whose key is another than this one.
    pub fn from_session(
        mut session: Session,
        authentication_key: u16,
        password: Password,
        all: &[Declared],
        known: &[u8; ED25519_KEY_LEN],
    ) -> Result<Self, HsmError> {
        let object = declared::find(all, Role::Seal, Kind::Ed25519)?;
        let link = session.link().clone();
        let checked = match session.public_key(object.new.id) {
            Ok(key) if key == known => Ok(()),
            Ok(_) => Err(another_key(object)),
            Err(fault) => Err(missing(fault, object, &link)),
        };
        match checked {
            Ok(()) => Ok(Self { authentication_key, password, session: Some(session) }),
            Err(error) => {
                session.close();
                Err(error)
            }
        }
    }

    /// Runs a command in the session. One that expired is opened anew, and the command, which the device did not take, is
    /// sent again; after a broken connection nothing is. Another device in the place of ours gets no session, and a PIN
    /// that was changed elsewhere ends this one ([`HsmError::SessionExpired`]).
    pub fn run<T>(
        &mut self,
        call: &'static str,
        place: &Place<'_>,
        rng: &mut impl CryptoRng,
        act: impl Fn(&mut Session) -> Result<T, Fault>,
    ) -> Result<T, HsmError> {
        if let Some(mut session) = self.session.take() {
            match act(&mut session) {
                Err(Fault::SessionLost) => {}
                Err(fault) if !fault.leaves_session() => return Err(fault.of(call, place.link)),
                other => {
                    self.session = Some(session);
                    return other.map_err(|fault| fault.of(call, place.link));
                }
            }
        }
        place.connect()?;
        let opened = Session::open(place.link, self.authentication_key, &self.password, rng);
        let mut session = opened.map_err(|fault| match fault {
            Fault::WrongKey => HsmError::SessionExpired { role: Role::Seal },
            _ => fault.of("open session", place.link),
        })?;
        let done = act(&mut session);
        if !done.as_ref().is_err_and(|fault| !fault.leaves_session()) {
            self.session = Some(session);
        }
        done.map_err(|fault| fault.of_role(call, place.link, Role::Seal))
    }

    /// Ends the session.
    pub fn close(self) {
        self.session.into_iter().for_each(Session::close);
    }
}

/// The tally or escrow role: a session that is not opened again, and the ML-KEM key. Wiped when dropped.
pub struct Opening {
    /// The session.
    pub session: Session,
    /// The number of the P-384 key.
    pub point: u16,
    /// The ML-KEM key, unwrapped once.
    pub mlkem: mlkem::SecretKey,
}

impl Opening {
    /// Takes a session over and unwraps the seed. Refuses a device whose keys are others than these.
    pub fn from_session(
        mut session: Session,
        all: &[Declared],
        role: Role,
        known: &KeyHalves,
    ) -> Result<Self, HsmError> {
        match unwrap(&mut session, all, role, known) {
            Ok((point, mlkem)) => Ok(Self { session, point, mlkem }),
            Err(error) => {
                session.close();
                Err(error)
            }
        }
    }
}

fn unwrap(
    session: &mut Session,
    all: &[Declared],
    role: Role,
    known: &KeyHalves,
) -> Result<(u16, mlkem::SecretKey), HsmError> {
    let link = session.link().clone();
    let object = |kind| declared::find(all, role, kind);
    let (p384, public, wrap) = (object(Kind::P384Ecdh)?, object(Kind::MlKemPublic)?, object(Kind::Aes256Wrap)?);
    let (seed, unwraps) = (object(Kind::MlKemSeed)?, HsmError::BadWrapping { role });
    let point = session.public_key(p384.new.id).map_err(|fault| missing(fault, p384, &link))?;
    if [&[UNCOMPRESSED], point.as_slice()].concat() != known.p384 {
        return Err(another_key(p384));
    }
    let held = session.opaque(public.new.id).map_err(|fault| missing(fault, public, &link))?;
    if held.as_slice() != known.mlkem.as_slice() {
        return Err(another_key(public));
    }
    let wrapped = session.opaque(seed.new.id).map_err(|fault| missing(fault, seed, &link))?;
    let plain = session.unwrap(wrap.new.id, &wrapped).map_err(|fault| match fault {
        Fault::Device(code::OBJECT_NOT_FOUND | code::LOG_FULL) => missing(fault, wrap, &link),
        Fault::Device(_) => unwraps.clone(),
        _ => fault.of("unwrap data", &link),
    })?;
    let plain: &[u8; SEED_LEN] = plain.as_slice().try_into().map_err(|_| unwraps.clone())?;
    let mlkem = mlkem::SecretKey::from_seed(&Zeroizing::new(*plain));
    if !bool::from(mlkem.public().as_slice().ct_eq(known.mlkem.as_slice())) {
        return Err(unwraps);
    }
    Ok((p384.new.id, mlkem))
}

/// A fault about an object: that it is not there is said with its name.
fn missing(fault: Fault, object: &Declared, link: &Link) -> HsmError {
    match fault {
        Fault::Device(code::OBJECT_NOT_FOUND) => HsmError::MissingKey { name: object.new.label.clone() },
        _ => fault.of("read a key", link),
    }
}

fn another_key(object: &Declared) -> HsmError {
    let property = "the device holds another key than the one that was made".to_owned();
    HsmError::WeakKey { name: object.new.label.clone(), property }
}
