//! The words that name a YubiHSM 2: `yubihsm:http://127.0.0.1:12345`, `yubihsm:usb`, `yubihsm:usb:SERIAL`.

use std::fmt;
use std::str::FromStr;

use crate::hsm::HsmError;

/// First letters of every name.
pub const SCHEME: &str = "yubihsm:";
/// The port on which Yubico's connector listens where none is named.
pub const PORT_DEFAULT: u16 = 12345;
/// The longest host name, in bytes.
pub const HOST_LEN_MAX: usize = 253;
/// Digits of a serial number.
pub const SERIAL_DIGITS: usize = 10;

/// Where a YubiHSM 2 is reached. It names no PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectorUrl {
    /// Through Yubico's connector, over plain HTTP.
    Http {
        /// Name or address of its machine; an IPv6 address in brackets.
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

    /// Reads a name. Refuses every other text with [`HsmError::Naming`], which says what is expected.
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
            _ => Err(naming("after yubihsm: comes http://HOST:PORT, usb or usb:SERIAL")),
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
    let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let fits = match inner {
        Some(inner) => inner.parse::<std::net::Ipv6Addr>().is_ok(),
        None => host.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'.' || c == b'-'),
    };
    if !fits || host.is_empty() || host.len() > HOST_LEN_MAX {
        return Err(naming("the address of a connector is http://HOST:PORT, with nothing after the port"));
    }
    Ok(ConnectorUrl::Http { host: host.to_owned(), port })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_back_as_itself() {
        let names =
            ["yubihsm:http://127.0.0.1:12345", "yubihsm:http://[::1]:1", "yubihsm:usb", "yubihsm:usb:0007654321"];
        for name in names {
            assert_eq!(name.parse::<ConnectorUrl>().unwrap().to_string(), name);
        }
        assert_eq!("yubihsm:http://hsm".parse::<ConnectorUrl>().unwrap().to_string(), "yubihsm:http://hsm:12345");
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
            "yubihsm:http://a:0",
            "yubihsm:http://a:+1",
            "yubihsm:http://a:65536",
            "yubihsm:http://a:1/",
            "yubihsm:http://me:secret@a:1",
            "yubihsm:http://[zz]:1",
            "yubihsm:http://a b:1",
            "yubihsm:usb:+1",
        ];
        for other in others {
            let refused = other.parse::<ConnectorUrl>();
            assert!(matches!(refused, Err(HsmError::Naming { .. })), "{other}");
        }
    }
}
