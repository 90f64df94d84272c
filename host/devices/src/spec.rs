//! Which HSM is meant by what was typed, and how a device is found again from its file.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use crate::evidence::Need;
use crate::hsm::{Hsm, HsmError};
#[cfg(feature = "pkcs11")]
use crate::pkcs11::{self, Pkcs11Hsm, Pkcs11Uri};
use crate::rehearsal::{self, BoxedRng, RehearsalHsm};
#[cfg(feature = "yubihsm")]
use crate::yubihsm::{self, YubiHsm, YubiHsmName};

/// An HSM, or several behind one module, as named with `--hsm`. No PIN is ever in it.
#[derive(Clone, PartialEq, Eq)]
pub struct HsmSpec {
    text: String,
    place: Place,
}

#[derive(Clone, PartialEq, Eq)]
enum Place {
    Builtin,
    #[cfg(feature = "pkcs11")]
    Pkcs11(Pkcs11Uri),
    #[cfg(feature = "yubihsm")]
    YubiHsm(YubiHsmName),
}

impl FromStr for HsmSpec {
    type Err = HsmError;

    /// Reads `builtin`, `softhsm`, a `pkcs11:` URI [RFC 7512] or `yubihsm:…`. Refuses every other text with
    /// [`HsmError::Naming`].
    fn from_str(untrusted_text: &str) -> Result<Self, HsmError> {
        let place = match untrusted_text {
            "builtin" => Place::Builtin,
            #[cfg(feature = "pkcs11")]
            text if text == "softhsm" || text.starts_with("pkcs11:") => Place::Pkcs11(Pkcs11Uri::parse(text)?),
            #[cfg(feature = "yubihsm")]
            text if text.starts_with("yubihsm:") => Place::YubiHsm(text.parse()?),
            _ => {
                let why = "an HSM is builtin, softhsm, pkcs11:?module-path=FILE, yubihsm:http://127.0.0.1:12345 or \
                           yubihsm:usb";
                return Err(HsmError::Naming { why: why.to_owned() });
            }
        };
        Ok(Self { text: untrusted_text.to_owned(), place })
    }
}

impl fmt::Display for HsmSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for HsmSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl HsmSpec {
    /// `builtin`: rehearsal HSMs in software.
    pub fn builtin() -> Self {
        Self { text: "builtin".to_owned(), place: Place::Builtin }
    }

    /// Whether it is the built-in one, whose randomness is the host's.
    pub fn is_builtin(&self) -> bool {
        self.place == Place::Builtin
    }

    /// Whether it is behind a PKCS#11 module.
    pub fn is_pkcs11(&self) -> bool {
        match &self.place {
            #[cfg(feature = "pkcs11")]
            Place::Pkcs11(_) => true,
            _ => false,
        }
    }

    /// The file that holds the administrator's PIN of a new device, where the name points to one: the SO PIN of tokens, or the
    /// transport password of a YubiHSM. Nothing reads it here.
    pub fn pin_source(&self) -> Option<&Path> {
        match &self.place {
            #[cfg(feature = "pkcs11")]
            Place::Pkcs11(uri) => uri.pin_source(),
            #[cfg(feature = "yubihsm")]
            Place::YubiHsm(name) => name.pin_source(),
            Place::Builtin => None,
        }
    }

    /// What the device can do, need by need; changes nothing on it.
    pub fn probe(&self, mut rng: impl FnMut() -> BoxedRng) -> Result<Vec<Need>, HsmError> {
        match &self.place {
            Place::Builtin => Ok(rehearsal::needs()),
            #[cfg(feature = "pkcs11")]
            Place::Pkcs11(uri) => pkcs11::probe(uri, &mut rng),
            #[cfg(feature = "yubihsm")]
            Place::YubiHsm(name) => yubihsm::probe(name.url().clone(), rng()),
        }
    }

    /// Up to `wanted` devices without keys, at least one; at an address of one device that one. Built-in ones are numbered
    /// from `first`. `transport` is the administrator's PIN that a new device came with; `rng` gives the host's randomness
    /// for each device by its number.
    pub fn prepare(
        &self,
        wanted: u8,
        first: u8,
        transport: Option<&[u8]>,
        mut rng: impl FnMut(u8) -> BoxedRng,
    ) -> Result<Vec<Box<dyn Hsm>>, HsmError> {
        let mut numbers = first..=u8::MAX;
        match &self.place {
            Place::Builtin => numbers.take(wanted.into()).map(|number| builtin(number, rng(number))).collect(),
            #[cfg(feature = "pkcs11")]
            Place::Pkcs11(uri) => {
                let mut next = || rng(numbers.next().unwrap_or(u8::MAX));
                let hsms = pkcs11::prepare(uri, transport, wanted.into(), &mut next)?;
                Ok(hsms.into_iter().map(|hsm| Box::new(hsm) as Box<dyn Hsm>).collect())
            }
            #[cfg(feature = "yubihsm")]
            Place::YubiHsm(name) => {
                let number = numbers.next().unwrap_or(u8::MAX);
                Ok(vec![Box::new(yubihsm::prepare(name.url().clone(), transport, rng(number))?)])
            }
        }
    }
}

fn builtin(number: u8, rng: BoxedRng) -> Result<Box<dyn Hsm>, HsmError> {
    let hsm = RehearsalHsm::blank(&format!("rehearsal-{number}"), rng);
    Ok(Box::new(hsm.map_err(|error| HsmError::File { why: error.to_string() })?))
}

/// The device of a file that [`Hsm::to_file_bytes`] gave; its first line says of which kind it is. All roles are locked.
/// Refuses a file of no kind, and one that is damaged.
pub fn open_file(untrusted_file: &[u8], rng: BoxedRng) -> Result<Box<dyn Hsm>, HsmError> {
    #[cfg(feature = "pkcs11")]
    if untrusted_file.starts_with(pkcs11::FIRST_LINE.as_bytes()) {
        return Ok(Box::new(Pkcs11Hsm::open_file(untrusted_file, rng)?));
    }
    #[cfg(feature = "yubihsm")]
    if untrusted_file.starts_with(yubihsm::FIRST_LINE.as_bytes()) {
        return Ok(Box::new(YubiHsm::open_file(untrusted_file, rng)?));
    }
    if untrusted_file.starts_with(rehearsal::FIRST_LINE) {
        let hsm = RehearsalHsm::from_file_bytes(untrusted_file, rng);
        return Ok(Box::new(hsm.map_err(|error| HsmError::File { why: error.to_string() })?));
    }
    Err(HsmError::File { why: "its first line is that of no HSM".to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_back_as_it_was_typed_and_no_other_is_taken() {
        assert_eq!("builtin".parse::<HsmSpec>().unwrap(), HsmSpec::builtin());
        for name in ["yubihsm:http://127.0.0.1:12345", "pkcs11:?module-path=/usr/lib/module.so"] {
            assert_eq!(name.parse::<HsmSpec>().unwrap().to_string(), name);
            assert_eq!(name.parse::<HsmSpec>().unwrap().pin_source(), None);
        }
        for name in ["yubihsm:usb?pin-source=file:/etc/pin", "pkcs11:?module-path=/m.so&pin-source=file:/etc/pin"] {
            let spec = name.parse::<HsmSpec>().unwrap();
            assert_eq!((spec.to_string().as_str(), spec.pin_source()), (name, Some(Path::new("/etc/pin"))));
        }
        for name in ["", "Builtin", "luna", "pkcs12:x", "yubihsm"] {
            assert!(matches!(name.parse::<HsmSpec>(), Err(HsmError::Naming { .. })), "{name}");
        }
    }
}
