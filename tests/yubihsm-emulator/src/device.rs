//! The device: messages in, answers out.

use std::io;
use std::time::{Duration, Instant};

use crate::audit::{self, Event};
use crate::channel::{CHALLENGE_LEN, CRYPTOGRAM_LEN, Channel, KEY_LEN, MAC_LEN};
use crate::code;
use crate::commands::{self, Call};
use crate::config::Config;
use crate::error::DeviceError;
use crate::fault::{Faults, What};
use crate::fields::Fields;
use crate::flash::Flash;
use crate::frame;
use crate::object::Kind;
use crate::session::{Rights, Sessions};
use crate::state::{State, random};

/// What comes out of the device.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An answer.
    Answer(Vec<u8>),
    /// An answer, later.
    Late(Vec<u8>, Duration),
    /// Nothing.
    Silence,
    /// Nothing, and device and connector are off.
    PowerCut,
    /// Nothing, and the device is pulled out.
    Unplugged,
}

/// A device with power.
pub struct Device {
    state: State,
    flash: Flash,
    image: Vec<u8>,
    sessions: Sessions,
    booted: Instant,
}

/// The fault that the message met, if any.
type Met = Option<What>;

impl Device {
    /// Turns the power on: loads the state or makes a fresh one, and logs the boot.
    pub fn boot(config: &Config, flash: Flash) -> io::Result<Self> {
        let state = State::load(&flash)?;
        let mut state = state.unwrap_or_else(|| State::factory(config.serial, config.audit_by_default));
        state.boot();
        let sessions = Sessions::new(config.session_timeout);
        let mut device = Self { state, flash, image: Vec::new(), sessions, booted: Instant::now() };
        device.save()?;
        Ok(device)
    }

    /// The serial number.
    pub fn serial(&self) -> u32 {
        self.state.serial
    }

    /// Flips a bit in a log entry and saves it; false when there is none of this number.
    pub fn corrupt_log(&mut self, number: u16) -> io::Result<bool> {
        let found = self.state.log.corrupt(number);
        self.save()?;
        Ok(found)
    }

    /// Answers one message of the connector.
    pub fn transceive(&mut self, untrusted_message: &[u8], faults: &mut Faults) -> Outcome {
        let mut met = None;
        let answer = match self.dispatch(untrusted_message, faults, &mut met) {
            Ok(answer) => answer,
            Err(error) => frame::answer(0, &Err(error)),
        };
        let saved = if met.is_some_and(What::is_before) { Ok(()) } else { self.save() };
        let answer = saved.map_or_else(|_| frame::answer(0, &Err(DeviceError::StorageFailed)), |()| answer);
        match met {
            None => Outcome::Answer(answer),
            Some(What::DelayMs(delay)) => Outcome::Late(answer, Duration::from_millis(delay)),
            Some(What::DropResponse) => Outcome::Silence,
            Some(What::PowerCutBefore | What::PowerCutAfter) => Outcome::PowerCut,
            Some(What::UnplugBefore | What::UnplugAfter) => Outcome::Unplugged,
        }
    }

    fn dispatch(&mut self, untrusted: &[u8], faults: &mut Faults, met: &mut Met) -> Result<Vec<u8>, DeviceError> {
        let (command, data) = frame::parse(untrusted)?;
        if command == code::SESSION_MESSAGE {
            return self.session_message(untrusted, data, faults, met);
        }
        *met = faults.meet(command);
        if met.is_some_and(What::is_before) {
            return Ok(Vec::new());
        }
        let result = match command {
            code::ECHO | code::DEVICE_INFO => self.execute(command, data, None),
            code::CREATE_SESSION => self.create_session(data),
            code::AUTHENTICATE_SESSION => self.authenticate_session(untrusted, data),
            _ => Err(DeviceError::InvalidCommand),
        };
        Ok(frame::answer(command, &result))
    }

    fn create_session(&mut self, data: &[u8]) -> Result<Vec<u8>, DeviceError> {
        let mut target = audit::NONE;
        let result = self.open_session(data, &mut target);
        self.record(code::CREATE_SESSION, data.len(), audit::NONE, [target, audit::NONE], result.as_ref().err());
        result
    }

    fn open_session(&mut self, data: &[u8], target: &mut u16) -> Result<Vec<u8>, DeviceError> {
        let mut fields = Fields::new(data);
        *target = fields.u16()?;
        let host: [u8; CHALLENGE_LEN] = fields.array()?;
        fields.end()?;
        let key = self.state.object(Kind::AuthenticationKey, *target).ok_or(DeviceError::ObjectNotFound)?;
        let keys: &[u8; 2 * KEY_LEN] = key.value.expose_bytes().try_into().map_err(|_| DeviceError::SessionFailed)?;
        let challenge: [u8; CHALLENGE_LEN] = random();
        let channel = Channel::new(keys, host, challenge);
        let cryptogram = channel.device_cryptogram();
        let id = self.sessions.open(channel, Rights::of(key))?;
        Ok([&[id], challenge.as_slice(), cryptogram.as_slice()].concat())
    }

    fn authenticate_session(&mut self, message: &[u8], data: &[u8]) -> Result<Vec<u8>, DeviceError> {
        let mut target = audit::NONE;
        let result = self.admit_host(message, data, &mut target);
        self.record(code::AUTHENTICATE_SESSION, data.len(), audit::NONE, [target, audit::NONE], result.as_ref().err());
        result.map(|()| Vec::new())
    }

    fn admit_host(&mut self, message: &[u8], data: &[u8], target: &mut u16) -> Result<(), DeviceError> {
        let mut fields = Fields::new(data);
        let id = fields.u8()?;
        let cryptogram: [u8; CRYPTOGRAM_LEN] = fields.array()?;
        let mac: [u8; MAC_LEN] = fields.array()?;
        fields.end()?;
        let session = self.sessions.get(id)?;
        *target = session.rights.key_id;
        let signed = message.len().checked_sub(MAC_LEN).and_then(|len| message.get(..len)).unwrap_or_default();
        let fresh = !session.authenticated;
        if fresh && session.channel.is_host_cryptogram(&cryptogram) && session.channel.accepts(signed, &mac) {
            session.authenticated = true;
            return Ok(());
        }
        self.sessions.close(id);
        Err(DeviceError::AuthenticationFailed)
    }

    fn session_message(
        &mut self,
        message: &[u8],
        data: &[u8],
        faults: &mut Faults,
        met: &mut Met,
    ) -> Result<Vec<u8>, DeviceError> {
        let (id, sealed) = data.split_first().ok_or(DeviceError::WrongLength)?;
        let (signed, _) = message.split_last_chunk::<MAC_LEN>().ok_or(DeviceError::WrongLength)?;
        let (ciphertext, mac) = sealed.split_last_chunk::<MAC_LEN>().ok_or(DeviceError::WrongLength)?;
        let session = self.sessions.get(*id)?;
        if !session.authenticated {
            return Err(DeviceError::InvalidSession);
        }
        if !session.channel.accepts(signed, mac) {
            self.sessions.close(*id);
            return Err(DeviceError::AuthenticationFailed);
        }
        let rights = session.rights.clone();
        if self.state.is_blocked() && self.state.options.audits(code::SESSION_MESSAGE) {
            return Err(DeviceError::LogFull);
        }
        let session = self.sessions.get(*id)?;
        let plain = session.channel.decrypt(ciphertext).ok_or(DeviceError::WrongLength)?;
        let (command, inner) = match frame::parse_padded(&plain) {
            Ok(parsed) => parsed,
            Err(error) => return self.seal(*id, &frame::answer(0, &Err(error))),
        };
        *met = faults.meet(command);
        if met.is_some_and(What::is_before) {
            return Ok(Vec::new());
        }
        let result = self.execute(command, inner, Some(&rights));
        let objects = [rights.key_id, audit::NONE];
        self.record(code::SESSION_MESSAGE, data.len(), rights.key_id, objects, None);
        let done = result.is_ok();
        let answer = self.seal(*id, &frame::answer(command, &result))?;
        match command {
            code::CLOSE_SESSION if done => self.sessions.close(*id),
            code::RESET_DEVICE if done => self.reset(),
            _ => {}
        }
        Ok(answer)
    }

    fn seal(&mut self, id: u8, answer: &[u8]) -> Result<Vec<u8>, DeviceError> {
        let channel = &mut self.sessions.get(id)?.channel;
        let ciphertext = channel.encrypt(answer);
        let body = [&[id], ciphertext.as_slice(), &[0; MAC_LEN]].concat();
        let mut message = frame::build(code::SESSION_MESSAGE | frame::ANSWER, &body);
        message.truncate(message.len() - MAC_LEN);
        let mac = channel.answer_mac(&message);
        message.extend_from_slice(&mac);
        Ok(message)
    }

    fn reset(&mut self) {
        self.state.reset();
        self.state.boot();
        self.sessions.close_all();
        self.booted = Instant::now();
    }

    fn execute(&mut self, command: u8, data: &[u8], rights: Option<&Rights>) -> Result<Vec<u8>, DeviceError> {
        if self.state.is_blocked() && self.state.options.audits(command) && !commands::is_always_allowed(command) {
            return Err(DeviceError::LogFull);
        }
        let mut call = Call { rights, data, target: audit::NONE, second: audit::NONE };
        let result = commands::run(&mut self.state, command, &mut call);
        let session_key = rights.map_or(audit::NONE, |rights| rights.key_id);
        let objects = [call.target, call.second];
        self.record(command, data.len(), session_key, objects, result.as_ref().err());
        result
    }

    fn record(&mut self, command: u8, len: usize, session_key: u16, objects: [u16; 2], error: Option<&DeviceError>) {
        let [target, second] = objects;
        let event = Event {
            command,
            len: u16::try_from(len).unwrap_or(u16::MAX),
            session_key,
            target,
            second,
            result: error.map_or(command | frame::ANSWER, |error| error.code()),
            tick: u32::try_from(self.booted.elapsed().as_millis()).unwrap_or(u32::MAX),
        };
        self.state.record(&event);
    }

    fn save(&mut self) -> io::Result<()> {
        let image = self.state.image();
        if image != self.image {
            self.flash.save(&image)?;
            self.image = image;
        }
        Ok(())
    }
}
