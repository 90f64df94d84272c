//! The commands we use, each as the YubiHSM 2 user guide's "Command Reference" has its bytes.

use zeroize::Zeroizing;

use super::link::Fault;
use super::session::Session;
use crate::log::{ENTRY_LEN, LogEntry, LogReading};

const RESET_DEVICE: u8 = 0x08;
const PUT_OPAQUE: u8 = 0x42;
const GET_OPAQUE: u8 = 0x43;
const PUT_AUTHENTICATION_KEY: u8 = 0x44;
const GENERATE_ASYMMETRIC_KEY: u8 = 0x46;
const LIST_OBJECTS: u8 = 0x48;
const GET_LOG_ENTRIES: u8 = 0x4d;
const GET_OBJECT_INFO: u8 = 0x4e;
const SET_OPTION: u8 = 0x4f;
const GET_OPTION: u8 = 0x50;
const GET_PSEUDO_RANDOM: u8 = 0x51;
const GET_PUBLIC_KEY: u8 = 0x54;
const DERIVE_ECDH: u8 = 0x57;
const DELETE_OBJECT: u8 = 0x58;
const GENERATE_WRAP_KEY: u8 = 0x5b;
const SIGN_ATTESTATION_CERTIFICATE: u8 = 0x64;
const SET_LOG_INDEX: u8 = 0x67;
const WRAP_DATA: u8 = 0x68;
const UNWRAP_DATA: u8 = 0x69;
const SIGN_EDDSA: u8 = 0x6a;
const CHANGE_AUTHENTICATION_KEY: u8 = 0x6c;

/// Bytes of a label.
pub const LABEL_LEN: usize = 40;
/// Bytes of an object's description.
const INFO_LEN: usize = 8 + 2 + 2 + 2 + 1 + 1 + 1 + 1 + LABEL_LEN + 8;
/// Random bytes that one command asks for.
const RANDOM_LEN_MAX: usize = 1024;
/// The algorithm of authentication keys.
pub const PASSWORD_ALGORITHM: u8 = 0x26;
/// And Yubico's word for it.
pub const PASSWORD_ALGORITHM_WORD: &str = "aes128-yubico-authentication";
/// The key with which the device attests, and the opaque object with its certificate.
pub const DEVICE_ATTESTATION: u16 = 0x0000;

/// The type of an object on the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeNumber(pub u8);

impl TypeNumber {
    /// An authentication key, which declarations do not call a key.
    pub const AUTHENTICATION: Self = Self(0x02);
}

/// The name of an object: number and type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Handle {
    /// The object number.
    pub id: u16,
    /// The type.
    pub kind: TypeNumber,
}

/// What an object is made with.
#[derive(Clone, Debug)]
pub struct NewObject {
    /// The object number.
    pub id: u16,
    /// The label, at most [`LABEL_LEN`] bytes; of a longer one so much counts.
    pub label: String,
    /// Set of domains.
    pub domains: u16,
    /// Set of capabilities.
    pub capabilities: u64,
    /// Number of the algorithm.
    pub algorithm: u8,
}

impl NewObject {
    fn head(&self) -> Vec<u8> {
        let mut label = [0; LABEL_LEN];
        label.iter_mut().zip(self.label.bytes()).for_each(|(to, from)| *to = from);
        let parts: [&[u8]; 5] = [
            &self.id.to_be_bytes(),
            &label,
            &self.domains.to_be_bytes(),
            &self.capabilities.to_be_bytes(),
            &[self.algorithm],
        ];
        parts.concat()
    }
}

/// What the device says of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectInfo {
    /// Set of capabilities.
    pub capabilities: u64,
    /// Its name.
    pub handle: Handle,
    /// Its length in bytes.
    pub length: u16,
    /// Set of domains.
    pub domains: u16,
    /// Number of the algorithm.
    pub algorithm: u8,
    /// 1 made inside, 2 put in; bit 0x10: came wrapped.
    pub origin: u8,
    /// The label, made printable.
    pub label: String,
    /// Set of delegated capabilities.
    pub delegated: u64,
}

impl ObjectInfo {
    fn parse(untrusted: &[u8]) -> Option<Self> {
        let info: &[u8; INFO_LEN] = untrusted.try_into().ok()?;
        let (capabilities, rest) = info.split_first_chunk::<8>()?;
        let (id, rest) = rest.split_first_chunk::<2>()?;
        let (length, rest) = rest.split_first_chunk::<2>()?;
        let (domains, rest) = rest.split_first_chunk::<2>()?;
        let ([kind, algorithm, _sequence, origin], rest) = rest.split_first_chunk::<4>()?;
        let (label, rest) = rest.split_first_chunk::<LABEL_LEN>()?;
        let delegated: &[u8; 8] = rest.try_into().ok()?;
        let letters = label.iter().take_while(|c| **c != 0);
        Some(Self {
            capabilities: u64::from_be_bytes(*capabilities),
            handle: Handle { id: u16::from_be_bytes(*id), kind: TypeNumber(*kind) },
            length: u16::from_be_bytes(*length),
            domains: u16::from_be_bytes(*domains),
            algorithm: *algorithm,
            origin: *origin,
            label: letters.map(|c| if c.is_ascii_graphic() { char::from(*c) } else { '?' }).collect(),
            delegated: u64::from_be_bytes(*delegated),
        })
    }
}

/// An option of the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionTag {
    /// Whether a full log blocks.
    ForceAudit = 0x01,
    /// Which commands are logged: pairs of command and setting.
    CommandAudit = 0x03,
}

impl Session {
    /// `GET PSEUDO RANDOM` until `out` is full.
    pub fn random(&mut self, out: &mut [u8]) -> Result<(), Fault> {
        for chunk in out.chunks_mut(RANDOM_LEN_MAX) {
            let len = u16::try_from(chunk.len()).map_err(|_| Fault::Garbled)?;
            let drawn = self.command(GET_PSEUDO_RANDOM, &len.to_be_bytes())?;
            if drawn.len() != chunk.len() {
                return Err(Fault::Garbled);
            }
            chunk.copy_from_slice(&drawn);
        }
        Ok(())
    }

    /// `LIST OBJECTS`: everything in the session's domains, ascending.
    pub fn list_objects(&mut self) -> Result<Vec<Handle>, Fault> {
        let untrusted = self.command(LIST_OBJECTS, &[])?;
        let (entries, rest) = untrusted.as_chunks::<4>();
        if !rest.is_empty() {
            return Err(Fault::Garbled);
        }
        let handle = |[high, low, kind, _sequence]: &[u8; 4]| Handle {
            id: u16::from_be_bytes([*high, *low]),
            kind: TypeNumber(*kind),
        };
        let mut handles: Vec<_> = entries.iter().map(handle).collect();
        handles.sort();
        Ok(handles)
    }

    /// `GET OBJECT INFO`.
    pub fn object_info(&mut self, handle: Handle) -> Result<ObjectInfo, Fault> {
        let [high, low] = handle.id.to_be_bytes();
        let info = self.command(GET_OBJECT_INFO, &[high, low, handle.kind.0])?;
        ObjectInfo::parse(&info).filter(|info| info.handle == handle).ok_or(Fault::Garbled)
    }

    /// `GET PUBLIC KEY`, without the byte that names the algorithm.
    pub fn public_key(&mut self, id: u16) -> Result<Vec<u8>, Fault> {
        let answer = self.command(GET_PUBLIC_KEY, &id.to_be_bytes())?;
        answer.split_first().map(|(_, key)| key.to_vec()).ok_or(Fault::Garbled)
    }

    /// `GENERATE ASYMMETRIC KEY`.
    pub fn generate_key(&mut self, new: &NewObject) -> Result<(), Fault> {
        self.command(GENERATE_ASYMMETRIC_KEY, &new.head()).map(drop)
    }

    /// `GENERATE WRAP KEY`, which delegates these capabilities.
    pub fn generate_wrap_key(&mut self, new: &NewObject, delegated: u64) -> Result<(), Fault> {
        self.command(GENERATE_WRAP_KEY, &[new.head().as_slice(), &delegated.to_be_bytes()].concat()).map(drop)
    }

    /// `PUT AUTHENTICATION KEY`: the two keys of a password.
    pub fn put_authentication_key(
        &mut self,
        new: &NewObject,
        delegated: u64,
        password: &yubihsm::authentication::Key,
    ) -> Result<(), Fault> {
        let parts: [&[u8]; 3] = [&new.head(), &delegated.to_be_bytes(), password.as_secret_slice()];
        self.command(PUT_AUTHENTICATION_KEY, &Zeroizing::new(parts.concat())).map(drop)
    }

    /// `CHANGE AUTHENTICATION KEY`: replaces the two keys of this authentication key, which must be the session's own.
    pub fn change_authentication_key(&mut self, id: u16, password: &yubihsm::authentication::Key) -> Result<(), Fault> {
        let parts: [&[u8]; 3] = [&id.to_be_bytes(), &[PASSWORD_ALGORITHM], password.as_secret_slice()];
        self.command(CHANGE_AUTHENTICATION_KEY, &Zeroizing::new(parts.concat())).map(drop)
    }

    /// `PUT OPAQUE`.
    pub fn put_opaque(&mut self, new: &NewObject, data: &[u8]) -> Result<(), Fault> {
        self.command(PUT_OPAQUE, &[new.head().as_slice(), data].concat()).map(drop)
    }

    /// `GET OPAQUE`.
    pub fn opaque(&mut self, id: u16) -> Result<Zeroizing<Vec<u8>>, Fault> {
        self.command(GET_OPAQUE, &id.to_be_bytes())
    }

    /// `DELETE OBJECT`.
    pub fn delete(&mut self, handle: Handle) -> Result<(), Fault> {
        let [high, low] = handle.id.to_be_bytes();
        self.command(DELETE_OBJECT, &[high, low, handle.kind.0]).map(drop)
    }

    /// `WRAP DATA`: nonce ‖ ciphertext ‖ tag.
    pub fn wrap(&mut self, id: u16, plain: &[u8]) -> Result<Vec<u8>, Fault> {
        let data = Zeroizing::new([id.to_be_bytes().as_slice(), plain].concat());
        self.command(WRAP_DATA, &data).map(|wrapped| wrapped.to_vec())
    }

    /// `UNWRAP DATA`.
    pub fn unwrap(&mut self, id: u16, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
        self.command(UNWRAP_DATA, &[id.to_be_bytes().as_slice(), wrapped].concat())
    }

    /// `DERIVE ECDH` with an uncompressed point: the x-coordinate.
    pub fn ecdh(&mut self, id: u16, point: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
        self.command(DERIVE_ECDH, &[id.to_be_bytes().as_slice(), point].concat())
    }

    /// `SIGN EDDSA`.
    pub fn sign(&mut self, id: u16, message: &[u8]) -> Result<Vec<u8>, Fault> {
        let data = [id.to_be_bytes().as_slice(), message].concat();
        self.command(SIGN_EDDSA, &data).map(|signature| signature.to_vec())
    }

    /// `SIGN ATTESTATION CERTIFICATE` by the device's own attestation key: a certificate in DER.
    pub fn attest(&mut self, id: u16) -> Result<Vec<u8>, Fault> {
        let data = [id.to_be_bytes(), DEVICE_ATTESTATION.to_be_bytes()].concat();
        self.command(SIGN_ATTESTATION_CERTIFICATE, &data).map(|certificate| certificate.to_vec())
    }

    /// `GET OPTION`.
    pub fn option(&mut self, tag: OptionTag) -> Result<Vec<u8>, Fault> {
        self.command(GET_OPTION, &[tag as u8]).map(|value| value.to_vec())
    }

    /// `SET OPTION`.
    pub fn set_option(&mut self, tag: OptionTag, value: &[u8]) -> Result<(), Fault> {
        let len = u16::try_from(value.len()).map_err(|_| Fault::Garbled)?.to_be_bytes();
        self.command(SET_OPTION, &[&[tag as u8], len.as_slice(), value].concat()).map(drop)
    }

    /// `GET LOG ENTRIES`.
    pub fn log(&mut self) -> Result<LogReading, Fault> {
        let untrusted = self.command(GET_LOG_ENTRIES, &[])?;
        parse_log(&untrusted).ok_or(Fault::Garbled)
    }

    /// `SET LOG INDEX`: the entries up to this number may be written over.
    pub fn release_log(&mut self, number: u16) -> Result<(), Fault> {
        self.command(SET_LOG_INDEX, &number.to_be_bytes()).map(drop)
    }

    /// `RESET DEVICE`: everything is gone, the factory's authentication key is back, the device starts anew.
    pub fn reset_device(mut self) -> Result<(), Fault> {
        self.command(RESET_DEVICE, &[]).map(drop)
    }
}

fn parse_log(untrusted: &[u8]) -> Option<LogReading> {
    let ([b0, b1, a0, a1, count], rest) = untrusted.split_first_chunk::<5>()?;
    let (entries, rest) = rest.as_chunks::<ENTRY_LEN>();
    if !rest.is_empty() || entries.len() != usize::from(*count) {
        return None;
    }
    Some(LogReading {
        unlogged_boots: u16::from_be_bytes([*b0, *b1]),
        unlogged_authentications: u16::from_be_bytes([*a0, *a1]),
        entries: entries.iter().map(LogEntry::from_bytes).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_of_another_length_than_it_says_is_refused() {
        let one = [&[0, 1, 0, 2, 1], [7; 32].as_slice()].concat();
        let reading = parse_log(&one).unwrap();
        assert_eq!((reading.unlogged_boots, reading.unlogged_authentications), (1, 2));
        assert_eq!(reading.entries[0].to_bytes(), [7; 32]);
        for len in (0..one.len()).filter(|len| *len != one.len()) {
            assert_eq!(parse_log(&one[..len]), None);
        }
        assert_eq!(parse_log(&[one.as_slice(), &[0]].concat()), None);
    }

    #[test]
    fn what_the_device_says_of_an_object_is_read_field_by_field() {
        let mut info = [0u8; INFO_LEN];
        info[7] = 0x10;
        info[8..20].copy_from_slice(&[0, 0x21, 0, 48, 0, 2, 3, 0x0d, 9, 1, b't', b'a']);
        info[INFO_LEN - 1] = 5;
        let read = ObjectInfo::parse(&info).unwrap();
        assert_eq!(read.handle, Handle { id: 0x21, kind: TypeNumber(3) });
        assert_eq!((read.capabilities, read.length, read.domains, read.algorithm), (0x10, 48, 2, 0x0d));
        assert_eq!((read.origin, read.label.as_str(), read.delegated), (1, "ta", 5));
        assert_eq!(ObjectInfo::parse(&info[1..]), None);
    }
}
