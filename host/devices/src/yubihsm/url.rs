//! The words that name a YubiHSM 2: `yubihsm:http://127.0.0.1:12345`, `yubihsm:usb`, `yubihsm:usb:SERIAL`, and after them
//! `?pin-source=file:/…` for a device that has a transport password.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::hsm::HsmError;
use crate::uri_value::{percent_decoded, pin_file};

/// First letters of every name.
pub const SCHEME: &str = "yubihsm:";
/// The port on which Yubico's connector listens where none is named.
pub const PORT_DEFAULT: u16 = 12345;
/// The longest name, in bytes.
pub const NAME_LEN_MAX: usize = 2048;
/// What stands before the file of a transport password.
const PIN_SOURCE: &str = "pin-source=";
/// Digits of a serial number.
pub const SERIAL_DIGITS: usize = 10;

/// Where a YubiHSM 2 is reached, on this machine always. It names no PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectorUrl {
    /// Through Yubico's connector, over plain HTTP.
    Http {
        /// This machine: `localhost`, an address 127.x.x.x, or ::1 in brackets.
        host: String,
        /// Its port.
        port: u16,
    },
    /// On a USB port of this machine, without a connector.
    Usb {
        /// The serial number; without one, the only device there is.
        serial: Option<u32>,
    },
}

impl FromStr for ConnectorUrl {
    type Err = HsmError;

    /// Reads a name. Refuses every other text with [`HsmError::Naming`], which says what is expected, and a connector of
    /// another machine: keys are made, and PINs set, in sessions of a password that everybody knows.
    fn from_str(untrusted_text: &str) -> Result<Self, HsmError> {
        let rest = untrusted_text.strip_prefix(SCHEME).ok_or_else(|| naming("a YubiHSM is named yubihsm:…"))?;
        if let Some(address) = rest.strip_prefix("http://") {
            return http(address);
        }
        if rest.starts_with("https://") {
            return Err(naming("the connector speaks http, not https: run it on this machine"));
        }
        match rest.split_once(':') {
            None if rest == "usb" => Ok(Self::Usb { serial: None }),
            Some(("usb", serial)) => usb(serial),
            _ => Err(naming("after yubihsm: comes http://127.0.0.1:PORT, usb or usb:SERIAL")),
        }
    }
}

fn http(address: &str) -> Result<ConnectorUrl, HsmError> {
    if address.contains('@') {
        return Err(naming("no user and no password stand in the address of a connector"));
    }
    let (host, port) = match address.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => {
            let digits = !port.is_empty() && port.bytes().all(|c| c.is_ascii_digit());
            let port = port.parse().ok().filter(|port| digits && *port != 0);
            (host, port.ok_or_else(|| naming("the port of a connector is a number from 1 to 65535"))?)
        }
        _ => (address, PORT_DEFAULT),
    };
    if host.is_empty() || !host.bytes().all(|c| c.is_ascii_alphanumeric() || b".-[]:".contains(&c)) {
        return Err(naming("the address of a connector is http://127.0.0.1:PORT, with nothing after the port"));
    }
    if !is_this_machine(host) {
        return Err(naming(
            "a connector on another machine is not used: who listens on the way while keys are made, in a session whose \
             password everybody knows, reads every PIN and seed. Plug the YubiHSM into this machine and run \
             yubihsm-connector here (http://127.0.0.1:12345), or say usb",
        ));
    }
    Ok(ConnectorUrl::Http { host: host.to_owned(), port })
}

fn is_this_machine(host: &str) -> bool {
    match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(inner) => inner.parse().is_ok_and(|address: Ipv6Addr| address.is_loopback()),
        None => host == "localhost" || host.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback()),
    }
}

fn usb(serial: &str) -> Result<ConnectorUrl, HsmError> {
    let digits = (1..=SERIAL_DIGITS).contains(&serial.len()) && serial.bytes().all(|c| c.is_ascii_digit());
    let serial = serial.parse().ok().filter(|_| digits);
    let serial = serial.ok_or_else(|| naming("after yubihsm:usb: comes the number printed on the device"))?;
    Ok(ConnectorUrl::Usb { serial: Some(serial) })
}

fn naming(why: &str) -> HsmError {
    HsmError::Naming { why: why.to_owned() }
}

impl fmt::Display for ConnectorUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http { host, port } => write!(f, "{SCHEME}http://{host}:{port}"),
            Self::Usb { serial: None } => write!(f, "{SCHEME}usb"),
            Self::Usb { serial: Some(serial) } => write!(f, "{SCHEME}usb:{serial:0SERIAL_DIGITS$}"),
        }
    }
}

/// What names a YubiHSM 2 with `--hsm`: where it is, and the file with its transport password, if it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YubiHsmName {
    url: ConnectorUrl,
    pin_source: Option<PathBuf>,
}

impl FromStr for YubiHsmName {
    type Err = HsmError;

    /// Reads a [`ConnectorUrl`], with `?pin-source=file:/…` after it or without. Refuses every other text with
    /// [`HsmError::Naming`], a `pin-value` before all; no refusal repeats it.
    fn from_str(untrusted_text: &str) -> Result<Self, HsmError> {
        if untrusted_text.contains("pin-value") {
            return Err(naming(
                "a PIN does not belong on the command line: put it into a file and name that by pin-source=file:…",
            ));
        }
        if untrusted_text.len() > NAME_LEN_MAX {
            return Err(naming("a YubiHSM is named in 2,048 bytes at most"));
        }
        let (url, query) = match untrusted_text.split_once('?') {
            Some((url, query)) => (url, Some(query)),
            None => (untrusted_text, None),
        };
        let file = |query: &str| {
            let source = query.strip_prefix(PIN_SOURCE).filter(|source| !source.contains(['&', ';', '?', '#']));
            let source = source.ok_or_else(|| naming("after ? comes pin-source=file:/… and nothing else"))?;
            pin_file(&percent_decoded(source)?)
        };
        Ok(Self { url: url.parse()?, pin_source: query.map(file).transpose()? })
    }
}

impl YubiHsmName {
    /// Where it is.
    pub fn url(&self) -> &ConnectorUrl {
        &self.url
    }

    /// The file that holds the transport password; nothing reads it here.
    pub fn pin_source(&self) -> Option<&Path> {
        self.pin_source.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_back_as_itself() {
        let names = [
            "yubihsm:http://127.0.0.1:12345",
            "yubihsm:http://127.9.9.9:12345",
            "yubihsm:http://[::1]:1",
            "yubihsm:usb",
            "yubihsm:usb:0007654321",
        ];
        for name in names {
            assert_eq!(name.parse::<ConnectorUrl>().unwrap().to_string(), name);
        }
        assert_eq!(
            "yubihsm:http://localhost".parse::<ConnectorUrl>().unwrap().to_string(),
            "yubihsm:http://localhost:12345"
        );
        assert_eq!("yubihsm:usb:7654321".parse(), "yubihsm:usb:0007654321".parse::<ConnectorUrl>());
    }

    #[test]
    fn every_other_text_is_refused_with_a_sentence() {
        let others = [
            "",
            "yubihsm",
            "yubihsm:",
            "yubihsm:usb:",
            "yubihsm:usb:12a",
            "yubihsm:usb:99999999999",
            "http://127.0.0.1:1",
            "yubihsm:https://127.0.0.1:1",
            "yubihsm:http://",
            "yubihsm:http://:1",
            "yubihsm:http://localhost:0",
            "yubihsm:http://localhost:+1",
            "yubihsm:http://localhost:65536",
            "yubihsm:http://localhost:1/",
            "yubihsm:http://me:secret@localhost:1",
            "yubihsm:http://[zz]:1",
            "yubihsm:http://a b:1",
            "yubihsm:usb:+1",
            "yubihsm:usb?pin-source=file:/etc/pin",
        ];
        for other in others {
            let refused = other.parse::<ConnectorUrl>();
            assert!(matches!(refused, Err(HsmError::Naming { .. })), "{other}");
        }
    }

    #[test]
    fn a_connector_of_another_machine_is_refused_and_told_why() {
        for host in
            ["hsm", "10.0.0.1", "128.0.0.1", "0.0.0.0", "[::]", "[::2]", "[fe80::1]", "127.0.0.1.example", "localhost."]
        {
            let refused = format!("yubihsm:http://{host}:12345").parse::<ConnectorUrl>();
            let Err(HsmError::Naming { why }) = refused else { panic!("{host}: {refused:?}") };
            assert!(why.contains("another machine") && why.contains("yubihsm-connector here"), "{host}: {why}");
        }
    }

    #[test]
    fn a_transport_password_is_named_by_its_file_and_never_itself() {
        let source = |name: &str| name.parse::<YubiHsmName>().map(|name| name.pin_source().map(Path::to_path_buf));
        for at in ["yubihsm:http://127.0.0.1:12345", "yubihsm:usb", "yubihsm:usb:0007654321"] {
            assert_eq!(source(at), Ok(None));
            assert_eq!(source(&format!("{at}?pin-source=file:/etc/a%20pin")), Ok(Some("/etc/a pin".into())));
            assert_eq!(source(&format!("{at}?pin-source=file:///etc/pin")), Ok(Some("/etc/pin".into())));
            assert_eq!(format!("{at}?pin-source=/etc/pin").parse::<YubiHsmName>().unwrap().url().to_string(), at);
        }
        let others =
            ["", "pin-source=", "pin-source=pin", "pin-source=/p&x=1", "x=1", "pin-source=/%zz", "pin-value=4711"];
        for other in others {
            let refused = source(&format!("yubihsm:usb?{other}"));
            assert!(matches!(&refused, Err(HsmError::Naming { why }) if !why.contains("4711")), "{other}: {refused:?}");
        }
        let long = format!("yubihsm:usb?pin-source=/{}", "a".repeat(NAME_LEN_MAX));
        assert!(matches!(source(&long), Err(HsmError::Naming { .. })));
    }
}
