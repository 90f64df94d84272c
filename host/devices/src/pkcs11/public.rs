//! The public halves of a role's keys, read without a PIN.

use cryptoki::object::AttributeType;
use tamga_crypto::hpke::{MLKEM_EK_LEN, P384_POINT_LEN, mlkem};
use tamga_crypto::sign::VerifyingKey;

use super::object::Shelf;
use super::plan::{Abilities, choose};
use super::token::Token;
use crate::config::{Attribute, Class, KeyDeclaration, Kind, Pkcs11Object};
use crate::hsm::{ED25519_KEY_LEN, HsmError, KeyHalves, SealKey};

/// What a role shows of its keys.
pub(super) enum Public {
    Seal(SealKey),
    Opens(KeyHalves),
}

/// The keys of a role on a device.
pub(super) struct RoleKeys {
    pub chosen: Vec<&'static KeyDeclaration>,
    pub public: Public,
}

impl RoleKeys {
    /// Finds a role's keys by what can be seen of them; nothing where none can.
    pub fn find(token: &Token, abilities: &Abilities) -> Result<Option<Self>, HsmError> {
        let session = token.read_only()?;
        let shelf = Shelf { token, session: &session };
        let mut seen = Vec::new();
        for key in super::module::config().keys_of(token.role) {
            for object in key.pkcs11.iter().filter(|object| is_public(object)) {
                if shelf.has(key, object.class)? {
                    seen.push(key.name.as_str());
                }
            }
        }
        if seen.is_empty() {
            return Ok(None);
        }
        let shown = |key: &KeyDeclaration| !key.pkcs11.iter().any(is_public) || seen.contains(&key.name.as_str());
        // An alternative counts as there when what can be seen of it is; else the one that would have been made is missing.
        let chosen = choose(token.role, shown).or_else(|_| choose(token.role, |key| abilities.can(key.kind)))?;
        let public = read(&shelf, &chosen)?;
        Ok(Some(Self { chosen, public }))
    }

    /// The key of a kind.
    pub fn of_kind(&self, kind: Kind) -> Option<&'static KeyDeclaration> {
        self.chosen.iter().find(|key| key.kind == kind).copied()
    }
}

/// Whether an object can be seen without a PIN.
pub(super) fn is_public(object: &Pkcs11Object) -> bool {
    !object.set.contains(&Attribute::Private)
}

/// Reads the public halves of the chosen keys.
pub(super) fn read(shelf: &Shelf, chosen: &[&'static KeyDeclaration]) -> Result<Public, HsmError> {
    let mut point = None;
    let mut mlkem = None;
    for key in chosen {
        match key.kind {
            Kind::Ed25519 => return ed25519(shelf, key).map(|key| Public::Seal(SealKey::Ed25519(key))),
            Kind::P384Ecdsa => return p384(shelf, key).map(|key| Public::Seal(SealKey::EcdsaP384(key))),
            Kind::P384Ecdh => point = Some(p384(shelf, key)?),
            Kind::MlKem1024 => mlkem = Some(value(shelf, key, Class::PublicKey)?),
            Kind::MlKemPublic => mlkem = Some(value(shelf, key, Class::Data)?),
            Kind::Aes256Wrap | Kind::MlKemSeed => {}
        }
    }
    let (Some(p384), Some(mlkem)) = (point, mlkem) else {
        return Err(HsmError::NoSuchKey { role: shelf.token.role });
    };
    Ok(Public::Opens(KeyHalves { p384, mlkem }))
}

fn value(shelf: &Shelf, key: &KeyDeclaration, of: Class) -> Result<Box<[u8; MLKEM_EK_LEN]>, HsmError> {
    let bytes = shelf.bytes(shelf.find(key, of)?, AttributeType::Value)?;
    let bytes = bytes.into_boxed_slice().try_into().map_err(|_| not_one(key))?;
    let bytes: Box<[u8; MLKEM_EK_LEN]> = bytes;
    mlkem::PublicKey::from_bytes(bytes.as_slice()).map_err(|_| not_one(key))?;
    Ok(bytes)
}

fn ed25519(shelf: &Shelf, key: &KeyDeclaration) -> Result<[u8; ED25519_KEY_LEN], HsmError> {
    let bytes: [u8; ED25519_KEY_LEN] = encoded_point(shelf, key)?;
    VerifyingKey::from_bytes(&bytes).map_err(|_| not_one(key))?;
    Ok(bytes)
}

fn p384(shelf: &Shelf, key: &KeyDeclaration) -> Result<[u8; P384_POINT_LEN], HsmError> {
    let bytes: [u8; P384_POINT_LEN] = encoded_point(shelf, key)?;
    if !is_point(&bytes) {
        return Err(not_one(key));
    }
    Ok(bytes)
}

/// Whether these are an uncompressed point of P-384, not the one at infinity.
pub(super) fn is_point(untrusted_point: &[u8; P384_POINT_LEN]) -> bool {
    untrusted_point.first() == Some(&0x04) && p384::PublicKey::from_sec1_bytes(untrusted_point).is_ok()
}

/// `CKA_EC_POINT`: a DER octet string by the standard, the bare point in some modules.
fn encoded_point<const N: usize>(shelf: &Shelf, key: &KeyDeclaration) -> Result<[u8; N], HsmError> {
    let untrusted_point = shelf.bytes(shelf.find(key, Class::PublicKey)?, AttributeType::EcPoint)?;
    let bare = match untrusted_point.as_slice() {
        [0x04, len, point @ ..] if usize::from(*len) == N && point.len() == N => point,
        bare => bare,
    };
    bare.try_into().map_err(|_| not_one(key))
}

fn not_one(key: &KeyDeclaration) -> HsmError {
    HsmError::WeakKey { name: key.name.clone(), property: "its public half is not one".to_owned() }
}
