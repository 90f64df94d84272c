//! The way to the device: one message out, one message in, and what can go wrong on it.

use yubihsm::connector::{Error as ConnectorError, ErrorKind};
use yubihsm::{Connector, HttpConfig, Uuid};
use zeroize::Zeroizing;

use super::url::{ConnectorUrl, SERIAL_DIGITS};
use crate::hsm::{HsmError, Role};

/// The longest message, head included, in bytes: that of firmware 2.4. Older ones take 2,048.
pub const MESSAGE_LEN_MAX: usize = 3136;
/// Bytes before the data of a message: command, length.
const HEAD_LEN: usize = 3;
/// The command of an answer is that of the question with this bit.
pub const ANSWER: u8 = 0x80;
/// The command of an answer that is an error.
const ERROR: u8 = 0x7f;
/// `GET DEVICE INFO`, which needs no session.
const DEVICE_INFO: u8 = 0x06;

/// The device's error codes that mean something to us, YubiHSM 2 user guide, "Error codes".
pub mod code {
    /// The device has no such command.
    pub const INVALID_COMMAND: u8 = 0x01;
    /// The session is not open.
    pub const INVALID_SESSION: u8 = 0x03;
    /// A MAC or cryptogram is wrong.
    pub const AUTHENTICATION_FAILED: u8 = 0x04;
    /// Sixteen sessions are open.
    pub const SESSIONS_FULL: u8 = 0x05;
    /// A capability is missing.
    pub const INSUFFICIENT_PERMISSIONS: u8 = 0x09;
    /// The audit log is full and audit is forced.
    pub const LOG_FULL: u8 = 0x0a;
    /// There is no such object in the session's domains.
    pub const OBJECT_NOT_FOUND: u8 = 0x0b;
}

/// What went wrong with a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nobody listens at the address, or the connection broke.
    Unreachable,
    /// The connector or the bus has no device, or it went away in the middle.
    Removed,
    /// The device refused, with this code.
    Device(u8),
    /// The session is gone.
    SessionLost,
    /// The password is another.
    WrongKey,
    /// Bytes that are no answer to what was asked.
    Garbled,
}

impl Fault {
    /// The error of a call that met this fault.
    pub fn of(self, call: &'static str, link: &Link) -> HsmError {
        let device = |code: String| HsmError::Device { call, code };
        match self {
            Self::Unreachable => link.unreachable(),
            Self::Removed => HsmError::Removed,
            Self::Device(code::LOG_FULL) => HsmError::LogFull,
            Self::Device(code::INSUFFICIENT_PERMISSIONS) => {
                HsmError::Lacks { what: format!("the capability for {call}") }
            }
            Self::Device(code::INVALID_COMMAND) => HsmError::Lacks { what: format!("the command {call}") },
            Self::Device(code::SESSIONS_FULL) => device("sixteen sessions are open already".to_owned()),
            Self::Device(code) => device(format!("0x{code:02x}")),
            Self::SessionLost => device("the session is gone".to_owned()),
            Self::WrongKey => device("the device did not prove that it has the key".to_owned()),
            Self::Garbled => device("bytes that are no answer".to_owned()),
        }
    }

    /// As [`Fault::of`], in a session of this role: a session that is gone is named.
    pub fn of_role(self, call: &'static str, link: &Link, role: Role) -> HsmError {
        match self {
            Self::SessionLost => HsmError::SessionExpired { role },
            _ => self.of(call, link),
        }
    }

    /// Whether the session that met it can go on: the device answered inside it.
    pub fn leaves_session(self) -> bool {
        matches!(self, Self::Device(_))
    }
}

/// What a device says of itself without a session, `GET DEVICE INFO`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceInfo {
    /// Major, minor, patch.
    pub firmware: [u8; 3],
    /// The serial number.
    pub serial: u32,
    /// Entries that the audit log holds.
    pub log_capacity: u8,
    /// Entries in it.
    pub log_used: u8,
    /// Numbers of its algorithms.
    pub algorithms: Vec<u8>,
}

impl DeviceInfo {
    fn parse(untrusted: &[u8]) -> Option<Self> {
        let (firmware, rest) = untrusted.split_first_chunk::<3>()?;
        let (serial, rest) = rest.split_first_chunk::<4>()?;
        let ([log_capacity, log_used], algorithms) = rest.split_first_chunk::<2>()?;
        Some(Self {
            firmware: *firmware,
            serial: u32::from_be_bytes(*serial),
            log_capacity: *log_capacity,
            log_used: *log_used,
            algorithms: algorithms.to_vec(),
        })
    }

    /// The serial number as Tamga writes it: `yubihsm2-` and ten digits.
    pub fn serial_text(&self) -> String {
        serial_text(self.serial)
    }
}

/// A serial number as Tamga writes it.
pub fn serial_text(serial: u32) -> String {
    format!("yubihsm2-{serial:0SERIAL_DIGITS$}")
}

/// A connector, and its address.
#[derive(Clone)]
pub struct Link {
    connector: Connector,
    url: ConnectorUrl,
}

impl Link {
    /// A link to this address. Nothing is sent yet. Refuses USB with [`HsmError::Lacks`] where this program was built
    /// without it.
    pub fn to(url: ConnectorUrl) -> Result<Self, HsmError> {
        let connector = match &url {
            ConnectorUrl::Http { host, port } => {
                Connector::http(&HttpConfig { addr: host.clone(), port: *port, ..HttpConfig::default() })
            }
            ConnectorUrl::Usb { serial } => usb(*serial)?,
        };
        Ok(Self { connector, url })
    }

    /// The address.
    pub fn url(&self) -> &ConnectorUrl {
        &self.url
    }

    /// The error of a connector that does not answer.
    pub fn unreachable(&self) -> HsmError {
        HsmError::Unreachable { url: self.url.to_string() }
    }

    /// Sends one message and returns command and data of the answer. It is sent once.
    pub fn exchange(&self, command: u8, data: &[u8]) -> Result<(u8, Zeroizing<Vec<u8>>), Fault> {
        let len = u16::try_from(data.len()).map_err(|_| Fault::Garbled)?.to_be_bytes();
        let message = [&[command], len.as_slice(), data].concat();
        let answer = self.connector.send_message(Uuid::nil(), message.into()).map_err(|error| fault_of(&error))?;
        let untrusted: Zeroizing<Vec<u8>> = Zeroizing::new(answer.into());
        let parsed = untrusted.split_first_chunk::<HEAD_LEN>().filter(|_| untrusted.len() <= MESSAGE_LEN_MAX);
        let ([code, high, low], rest) = parsed.ok_or(Fault::Garbled)?;
        if rest.len() != usize::from(u16::from_be_bytes([*high, *low])) {
            return Err(Fault::Garbled);
        }
        Ok((*code, Zeroizing::new(rest.to_vec())))
    }

    /// Sends one command outside of sessions and returns the data of its answer.
    pub fn command(&self, command: u8, data: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let (code, answer) = self.exchange(command, data)?;
        answer_to(command, code, answer)
    }

    /// What the device says of itself. A connection that went stale since it was used last is made anew, once.
    pub fn device_info(&self) -> Result<DeviceInfo, Fault> {
        let asked = self.command(DEVICE_INFO, &[]);
        let asked = match asked {
            Err(Fault::Unreachable | Fault::Removed) => self.command(DEVICE_INFO, &[]),
            other => other,
        };
        DeviceInfo::parse(&asked?).ok_or(Fault::Garbled)
    }
}

/// The data of an answer to this command, or the code of the error that it is.
pub fn answer_to(command: u8, code: u8, answer: Zeroizing<Vec<u8>>) -> Result<Zeroizing<Vec<u8>>, Fault> {
    match (code, answer.as_slice()) {
        (ERROR, [error]) => Err(Fault::Device(*error)),
        _ if code == command | ANSWER => Ok(answer),
        _ => Err(Fault::Garbled),
    }
}

/// What of a broken connection is known: nobody there, or somebody who has no device to offer.
fn fault_of(error: &ConnectorError) -> Fault {
    match error.kind() {
        ErrorKind::AddrInvalid | ErrorKind::IoError | ErrorKind::AccessDenied | ErrorKind::DeviceBusyError => {
            Fault::Unreachable
        }
        _ => Fault::Removed,
    }
}

#[cfg(feature = "yubihsm-usb")]
fn usb(serial: Option<u32>) -> Result<Connector, HsmError> {
    let serial = serial.map(|number| {
        let text = format!("{number:0SERIAL_DIGITS$}");
        text.parse().map_err(|_| HsmError::Naming { why: format!("{text} is no serial number") })
    });
    let config = yubihsm::UsbConfig { serial: serial.transpose()?, ..yubihsm::UsbConfig::default() };
    Ok(Connector::usb(&config))
}

#[cfg(not(feature = "yubihsm-usb"))]
fn usb(_: Option<u32>) -> Result<Connector, HsmError> {
    Err(HsmError::Lacks { what: "USB: this program was built without it".to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_about_the_device_is_read_field_by_field() {
        let answer = [2, 4, 0, 0, 0x74, 0xcb, 0xb1, 62, 3, 0x0d, 0x2e];
        let info = DeviceInfo::parse(&answer).unwrap();
        assert_eq!((info.firmware, info.log_capacity, info.log_used), ([2, 4, 0], 62, 3));
        assert_eq!(info.serial_text(), "yubihsm2-0007654321");
        assert_eq!(info.algorithms, [0x0d, 0x2e]);
        for len in 0..9 {
            assert_eq!(DeviceInfo::parse(&answer[..len]), None);
        }
    }

    #[test]
    fn an_answer_to_another_command_is_none() {
        let data = |bytes: &[u8]| Zeroizing::new(bytes.to_vec());
        assert_eq!(answer_to(0x06, 0x86, data(b"x")), Ok(data(b"x")));
        assert_eq!(answer_to(0x06, 0x87, data(b"x")), Err(Fault::Garbled));
        assert_eq!(answer_to(0x06, 0x7f, data(&[0x0a])), Err(Fault::Device(0x0a)));
        assert_eq!(answer_to(0x06, 0x7f, data(&[])), Err(Fault::Garbled));
    }
}
