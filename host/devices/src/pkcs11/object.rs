//! Objects on a token: found by class and label, held against their declaration.

use cryptoki::object::{
    Attribute as Cka, AttributeType, KeyType, MlKemParameterSetType, ObjectHandle, ParameterSetType,
};
use cryptoki::session::Session;

use super::template::{attribute_type, class, value_of, word};
use super::token::Token;
use crate::config::{Class, KeyDeclaration, Kind, Pkcs11Object};
use crate::hsm::HsmError;

/// OID 1.3.132.0.34, `secp384r1`, in DER.
pub(super) const P384_OID: [u8; 7] = [0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22];
/// OID 1.3.101.112, `id-Ed25519` [RFC 8410], in DER.
pub(super) const ED25519_OID: [u8; 5] = [0x06, 0x03, 0x2b, 0x65, 0x70];
/// The name of Ed25519's curve, a DER PrintableString, which PKCS#11 allows instead of the OID.
const ED25519_NAME: [u8; 14] = *b"\x13\x0cedwards25519";
/// Bytes of an AES-256 key.
pub(super) const AES_KEY_LEN: u64 = 32;

/// Objects as the device shows them: a name, and kind and true attributes in words.
pub(super) type Facts = Vec<(String, String)>;

/// A session on a token, for looking at objects.
#[derive(Clone, Copy)]
pub(super) struct Shelf<'a> {
    pub token: &'a Token,
    pub session: &'a Session,
}

impl Shelf<'_> {
    /// The handle of a key's object. Refuses with [`HsmError::MissingKey`] where there is none, with
    /// [`HsmError::WeakKey`] where there are several.
    pub fn find(&self, key: &KeyDeclaration, of: Class) -> Result<ObjectHandle, HsmError> {
        match self.all(key, of)?.as_slice() {
            [one] => Ok(*one),
            [] => Err(HsmError::MissingKey { name: key.name.clone() }),
            more => Err(weak(key, format!("{} objects are a {of} of this name", more.len()))),
        }
    }

    /// Whether there is an object of a key that can be seen in this session.
    pub fn has(&self, key: &KeyDeclaration, of: Class) -> Result<bool, HsmError> {
        Ok(!self.all(key, of)?.is_empty())
    }

    fn all(&self, key: &KeyDeclaration, of: Class) -> Result<Vec<ObjectHandle>, HsmError> {
        let template = [Cka::Class(class(of)), Cka::Token(true), Cka::Label(key.name.as_bytes().to_vec())];
        self.session.find_objects(&template).map_err(|error| self.token.fault(error))
    }

    /// One attribute of an object, empty where the device does not show it.
    pub fn bytes(&self, handle: ObjectHandle, wanted: AttributeType) -> Result<Vec<u8>, HsmError> {
        let read = self.session.get_attributes(handle, &[wanted]).map_err(|error| self.token.fault(error))?;
        Ok(match read.into_iter().next() {
            Some(Cka::Value(bytes) | Cka::EcPoint(bytes) | Cka::EcParams(bytes)) => bytes,
            _ => Vec::new(),
        })
    }

    /// Holds an object against its declaration, and gives one fact: its name, `tamga-tally-p384` or, of a public key,
    /// `tamga-tally-p384.public`; and its kind and the attributes that are true as read back, in order of the alphabet,
    /// `P-384: always-sensitive derive …`. Every other attribute of its class is false.
    ///
    /// Refuses with [`HsmError::WeakKey`] and the first property that differs: kind, curve or length, then attributes.
    pub fn check(&self, key: &KeyDeclaration, object: &Pkcs11Object, handle: ObjectHandle) -> Result<Facts, HsmError> {
        self.check_kind(key, object.class, handle)?;
        let wanted: Vec<AttributeType> = object.attributes().iter().map(|(a, _)| attribute_type(*a)).collect();
        let read = self.session.get_attributes(handle, &wanted).map_err(|error| self.token.fault(error))?;
        let read: Vec<(AttributeType, bool)> = read.iter().filter_map(value_of).collect();
        let mut words = Vec::new();
        for (attribute, declared) in object.attributes() {
            let shown = read.iter().find(|(kind, _)| *kind == attribute_type(attribute)).map(|(_, value)| *value);
            let absent_and_young = shown.is_none() && !declared && attribute.since_version() > (2, 40);
            if shown != Some(declared) && !absent_and_young {
                let found = shown.map_or("not shown".to_owned(), |value| value.to_string());
                return Err(weak(
                    key,
                    format!("{} of the {} is {found}, not {declared}", attribute.cka(), object.class),
                ));
            }
            words.extend((shown == Some(true)).then(|| word(attribute)));
        }
        words.sort();
        let suffix = if object.class == Class::PublicKey { ".public" } else { "" };
        Ok(vec![(format!("{}{suffix}", key.name), format!("{}: {}", kind_word(key.kind), words.join(" ")))])
    }

    fn check_kind(&self, key: &KeyDeclaration, of: Class, handle: ObjectHandle) -> Result<(), HsmError> {
        if of == Class::Data {
            return Ok(());
        }
        let (key_type, size) = (kind_of(key.kind), size_of(key.kind));
        let wanted = [AttributeType::KeyType, size];
        let read = self.session.get_attributes(handle, &wanted).map_err(|error| self.token.fault(error))?;
        let type_fits = read.iter().any(|read| matches!(read, Cka::KeyType(found) if Some(*found) == key_type));
        if !type_fits {
            return Err(weak(key, format!("the {of} is of another kind")));
        }
        let fits = read.iter().any(|read| match read {
            Cka::EcParams(found) if key.kind == Kind::Ed25519 => *found == ED25519_OID || *found == ED25519_NAME,
            Cka::EcParams(found) => *found == P384_OID,
            Cka::ValueLen(found) => *found == AES_KEY_LEN.into(),
            Cka::ParameterSet(found) => *found == ParameterSetType::from(MlKemParameterSetType::ML_KEM_1024),
            _ => false,
        });
        if !fits {
            return Err(weak(key, format!("the {of} has another curve, length or parameter set")));
        }
        Ok(())
    }
}

fn weak(key: &KeyDeclaration, property: String) -> HsmError {
    HsmError::WeakKey { name: key.name.clone(), property }
}

fn kind_of(kind: Kind) -> Option<KeyType> {
    match kind {
        Kind::Ed25519 => Some(KeyType::EC_EDWARDS),
        Kind::P384Ecdsa | Kind::P384Ecdh => Some(KeyType::EC),
        Kind::MlKem1024 => Some(KeyType::ML_KEM),
        Kind::Aes256Wrap => Some(KeyType::AES),
        Kind::MlKemSeed | Kind::MlKemPublic => None,
    }
}

fn size_of(kind: Kind) -> AttributeType {
    match kind {
        Kind::Ed25519 | Kind::P384Ecdsa | Kind::P384Ecdh => AttributeType::EcParams,
        Kind::MlKem1024 => AttributeType::ParameterSet,
        Kind::Aes256Wrap | Kind::MlKemSeed | Kind::MlKemPublic => AttributeType::ValueLen,
    }
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Ed25519 => "Ed25519",
        Kind::P384Ecdsa | Kind::P384Ecdh => "P-384",
        Kind::MlKem1024 => "ML-KEM-1024",
        Kind::Aes256Wrap => "AES-256",
        Kind::MlKemSeed | Kind::MlKemPublic => "data",
    }
}
