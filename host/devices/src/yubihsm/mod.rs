#![doc = include_str!("README.md")]

use std::fmt;
use std::thread::sleep;
use std::time::{Duration, Instant};

use yubihsm::authentication::Key as Password;

use crate::config::Config;
use crate::evidence::Need;
use crate::hsm::{Hsm, HsmError, Role};
use crate::tries::{TRIES_MAX, Tries};

pub mod attest;
mod backend;
mod commands;
mod declared;
mod file;
mod link;
mod provision;
mod roles;
mod session;
mod url;

pub use crate::rehearsal::BoxedRng;
pub use declared::FACTORY_KEY;
pub use file::{CERTIFICATES, FILE_LEN_MAX, FIRST_LINE};
pub use provision::LOG_ROOM;
pub use url::{ConnectorUrl, NAME_LEN_MAX, YubiHsmName};

use file::Kept;
use link::{Fault, Link, code};
use provision::open_factory;
use roles::{Opening, Place, Seal};
use session::Session;

/// The model of every YubiHSM 2, in the public-key file too.
pub const MODEL: &str = "yubihsm2";
/// The longest message that [`crate::Hsm::sign`] takes, in bytes: what fits into a message of the device of any firmware.
pub const SIGN_LEN_MAX: usize = 2000;
/// The password of [`FACTORY_KEY`] when the device is delivered, and after a reset.
const FACTORY_PASSWORD: &[u8] = b"password";
/// How long a device may take to start anew after a reset.
const RESTART_TIME_MAX: Duration = Duration::from_secs(10);
const RESTART_POLL: Duration = Duration::from_millis(200);

/// A YubiHSM 2. Its owner writes [`crate::Hsm::to_file_bytes`] after every change and every try of a PIN.
pub struct YubiHsm {
    link: Link,
    serial: String,
    factory: Password,
    config: Config,
    kept: Option<Kept>,
    tries: Tries,
    seal: Option<Seal>,
    tally: Option<Opening>,
    escrow: Option<Opening>,
    rng: BoxedRng,
}

/// The device at this address, to make keys on. Its factory authentication key has the password `password`, unless a
/// transport password is given.
///
/// A device that lost that key is returned too: its [`crate::Hsm::make_keys`] says [`HsmError::KeysExist`], and
/// [`crate::Hsm::wipe`] resets it. Refuses a password that is not the key's with [`HsmError::NotInitialised`], and a
/// connector without a device with [`HsmError::Removed`] or [`HsmError::Unreachable`]. `rng` is the host's randomness.
pub fn prepare(url: ConnectorUrl, transport: Option<&[u8]>, rng: BoxedRng) -> Result<YubiHsm, HsmError> {
    let link = Link::to(url)?;
    let info = link.device_info().map_err(|fault| fault.of("get device info", &link))?;
    let factory = Password::derive_from_password(transport.unwrap_or(FACTORY_PASSWORD));
    let mut hsm = YubiHsm::locked(link, info.serial_text(), factory, rng);
    match open_factory(&hsm.link, &hsm.factory, &mut hsm.rng) {
        Ok(session) => session.close(),
        Err(HsmError::KeysExist) => {}
        Err(error) => return Err(error),
    }
    Ok(hsm)
}

/// What the device at this address can do, need by need. Opens no session, so it needs no password.
pub fn probe(url: ConnectorUrl, rng: BoxedRng) -> Result<Vec<Need>, HsmError> {
    let link = Link::to(url)?;
    let info = link.device_info().map_err(|fault| fault.of("get device info", &link))?;
    YubiHsm::locked(link, info.serial_text(), Password::derive_from_password(FACTORY_PASSWORD), rng).needs()
}

impl YubiHsm {
    /// The device of a file, all roles locked. A device that is not there opens too, and works when it is back.
    ///
    /// Refuses every byte string that is not such a file ([`HsmError::File`]), and another device in its place
    /// ([`HsmError::NotOurs`]).
    pub fn open_file(untrusted_file: &[u8], rng: BoxedRng) -> Result<Self, HsmError> {
        let parsed = file::parse(untrusted_file)?;
        let link = Link::to(parsed.url)?;
        let factory = Password::derive_from_password(FACTORY_PASSWORD);
        let mut hsm = Self::locked(link, parsed.serial, factory, rng);
        (hsm.tries, hsm.kept) = (parsed.tries, Some(parsed.kept));
        match hsm.place().connect() {
            Err(error @ HsmError::NotOurs { .. }) => Err(error),
            _ => Ok(hsm),
        }
    }

    /// Entries that the audit log can take before the device stops to work, of 62; needs no PIN. Opening a role costs two
    /// or three, every signature and every ECDH one.
    pub fn log_room(&self) -> Result<u8, HsmError> {
        let info = self.place().connect()?;
        Ok(info.log_capacity.saturating_sub(info.log_used))
    }

    /// Where the device is.
    pub fn url(&self) -> &ConnectorUrl {
        self.link.url()
    }

    fn locked(link: Link, serial: String, factory: Password, rng: BoxedRng) -> Self {
        let (seal, tally, escrow) = (None, None, None);
        let (config, tries) = (Config::built_in(), Tries::up_to(TRIES_MAX));
        Self { link, serial, factory, config, kept: None, tries, seal, tally, escrow, rng }
    }

    fn place(&self) -> Place<'_> {
        Place { link: &self.link, serial: &self.serial }
    }

    fn kept(&self) -> Result<&Kept, HsmError> {
        self.kept.as_ref().ok_or(HsmError::NoKeys)
    }

    fn authentication_key(&self, role: Role) -> u16 {
        self.config.role(role).yubihsm.authentication_key
    }

    /// A session of this role's authentication key. A wrong PIN counts, and nothing else does.
    fn open_session(&mut self, role: Role, password: &Password) -> Result<Session, HsmError> {
        self.tries.begin(role)?;
        let key = self.authentication_key(role);
        let opened = self.place().connect().map(|_| Session::open(&self.link, key, password, &mut self.rng));
        let error = match opened {
            Ok(Ok(session)) => {
                self.tries.right(role);
                return Ok(session);
            }
            Ok(Err(Fault::WrongKey)) => return Err(self.tries.wrong_pin(role)),
            Ok(Err(Fault::Device(code::OBJECT_NOT_FOUND))) => {
                HsmError::MissingKey { name: format!("tamga-{role}-authentication") }
            }
            Ok(Err(fault)) => fault.of("open session", &self.link),
            Err(error) => error,
        };
        self.tries.void(role);
        Err(error)
    }

    /// Runs a command in the seal role's session, or in one of the factory key where there are no keys yet.
    fn run_unsecret<T>(
        &mut self,
        call: &'static str,
        act: impl Fn(&mut Session) -> Result<T, Fault>,
    ) -> Result<T, HsmError> {
        if self.kept.is_some() {
            return self.run_seal(call, act);
        }
        self.place().connect()?;
        let mut session = open_factory(&self.link, &self.factory, &mut self.rng)?;
        let done = act(&mut session);
        session.close();
        done.map_err(|fault| fault.of(call, &self.link))
    }

    /// Runs a command in the seal role's session.
    fn run_seal<T>(
        &mut self,
        call: &'static str,
        act: impl Fn(&mut Session) -> Result<T, Fault>,
    ) -> Result<T, HsmError> {
        self.kept()?;
        let role = Role::Seal;
        let seal = self.seal.as_mut().ok_or(HsmError::RoleLocked { role })?;
        let place = Place { link: &self.link, serial: &self.serial };
        let done = seal.run(call, &place, &mut self.rng, act);
        if matches!(done, Err(HsmError::SessionExpired { .. } | HsmError::NotOurs { .. })) {
            self.seal = None;
        }
        done
    }

    /// The place of an opening role. Refuses the others.
    fn opening(&mut self, role: Role) -> Result<&mut Option<Opening>, HsmError> {
        self.kept()?;
        match role {
            Role::Tally => Ok(&mut self.tally),
            Role::Escrow => Ok(&mut self.escrow),
            Role::Seal | Role::Admin => Err(HsmError::NoSuchKey { role }),
        }
    }

    /// Runs a command in the session of an opening role. Where the session is gone, the role is locked and wiped.
    fn run_opening<T>(
        &mut self,
        role: Role,
        call: &'static str,
        act: impl FnOnce(&mut Opening) -> Result<T, Fault>,
    ) -> Result<T, HsmError> {
        let place = self.opening(role)?;
        let opening = place.as_mut().ok_or(HsmError::RoleLocked { role })?;
        let done = act(opening);
        if done.as_ref().is_err_and(|fault| !fault.leaves_session()) {
            *place = None;
        }
        done.map_err(|fault| fault.of_role(call, &self.link, role))
    }

    /// Waits until a device that was reset is as delivered; false where that does not happen in time.
    ///
    /// A device that is about to start anew may still answer as before.
    fn is_factory_new(&mut self) -> bool {
        let end = Instant::now() + RESTART_TIME_MAX;
        let fresh = Password::derive_from_password(FACTORY_PASSWORD);
        loop {
            let connected = self.place().connect();
            if let Ok(session) = connected.and_then(|_| open_factory(&self.link, &fresh, &mut self.rng)) {
                session.close();
                return true;
            }
            if Instant::now() >= end {
                return false;
            }
            sleep(RESTART_POLL);
        }
    }
}

impl fmt::Debug for YubiHsm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("YubiHsm")
    }
}
