//! An unlocked role: a session whose user is logged in, and the handles of the role's keys.

use cryptoki::mechanism::Mechanism as Cm;
use cryptoki::mechanism::eddsa::{EddsaParams, EddsaSignatureScheme};
use cryptoki::mechanism::elliptic_curve::{EcKdf, Ecdh1DeriveParams};
use cryptoki::object::{AttributeType, ObjectHandle};
use cryptoki::session::Session;
use sha2::{Digest, Sha384};
use tamga_crypto::hpke::{MLKEM_CT_LEN, MLKEM_EK_LEN, MLKEM_SECRET_LEN, P384_POINT_LEN, P384_X_LEN, mlkem};
use zeroize::Zeroizing;

use super::object::{Facts, Shelf};
use super::plan::objects;
use super::public::RoleKeys;
use super::seed::{self, Seed};
use super::token::Token;
use crate::config::{Class, Kind};
use crate::hsm::{HsmError, Role};

/// A logged-in session of a role.
pub(super) struct OpenRole {
    session: Session,
    /// The private or secret key of each kind.
    handles: Vec<(Kind, ObjectHandle)>,
    wrapped_seed: Vec<u8>,
    seed: Option<Seed>,
    signs_digests: bool,
}

impl OpenRole {
    /// Finds the keys of a role in a session whose user is logged in, and holds each against its declaration.
    ///
    /// Gives the attributes of all objects of the role, as read back.
    pub fn new(
        token: &Token,
        session: Session,
        keys: &RoleKeys,
        signs_digests: bool,
    ) -> Result<(Self, Facts), HsmError> {
        let mut open = Self { session, handles: Vec::new(), wrapped_seed: Vec::new(), seed: None, signs_digests };
        match open.check(token, keys) {
            Ok(facts) => Ok((open, facts)),
            Err(error) => {
                open.close();
                Err(error)
            }
        }
    }

    /// Reads all objects of the role again; refuses as [`OpenRole::new`].
    pub fn check(&mut self, token: &Token, keys: &RoleKeys) -> Result<Facts, HsmError> {
        let shelf = Shelf { token, session: &self.session };
        let mut facts = Vec::new();
        let mut handles = Vec::new();
        if let Some(key) = keys.of_kind(Kind::MlKemSeed) {
            self.wrapped_seed = shelf.bytes(shelf.find(key, Class::Data)?, AttributeType::Value)?;
        }
        let wrap = seed::wrap_of(&self.wrapped_seed);
        for key in &keys.chosen {
            let objects = objects(key, wrap);
            if objects.is_empty() {
                return Err(HsmError::BadWrapping { role: token.role });
            }
            for object in objects {
                let handle = shelf.find(key, object.class)?;
                facts.extend(shelf.check(key, object, handle)?);
                if matches!(object.class, Class::PrivateKey | Class::SecretKey) {
                    handles.push((key.kind, handle));
                }
            }
        }
        self.handles = handles;
        Ok(facts)
    }

    /// Logs out. A device that is not there any more needs no logout.
    pub fn close(self) {
        let _ = self.session.logout();
    }

    fn handle(&self, kind: Kind, role: Role) -> Result<ObjectHandle, HsmError> {
        let found = self.handles.iter().find(|(of, _)| *of == kind).map(|(_, handle)| *handle);
        found.ok_or(HsmError::NoSuchKey { role })
    }

    fn has(&self, kind: Kind) -> bool {
        self.handles.iter().any(|(of, _)| *of == kind)
    }

    /// A signature by the seal key: 64 bytes of Ed25519, or r ‖ s of ECDSA on P-384, 96 bytes.
    pub fn sign(&self, token: &Token, message: &[u8]) -> Result<Vec<u8>, HsmError> {
        let (kind, len) = if self.has(Kind::Ed25519) { (Kind::Ed25519, 64) } else { (Kind::P384Ecdsa, 96) };
        let key = self.handle(kind, token.role)?;
        let digest = Sha384::digest(message);
        let (mechanism, data) = match kind {
            Kind::Ed25519 => (Cm::Eddsa(EddsaParams::new(EddsaSignatureScheme::Ed25519)), message),
            _ if self.signs_digests => (Cm::Ecdsa, digest.as_slice()),
            _ => (Cm::EcdsaSha384, message),
        };
        let signature = self.session.sign(&mechanism, key, data).map_err(|error| token.fault(error))?;
        if signature.len() != len {
            return Err(wrong_length("C_Sign", signature.len()));
        }
        Ok(signature)
    }

    /// The x-coordinate of ECDH with a point that is on the curve.
    pub fn ecdh(&self, token: &Token, peer: &[u8; P384_POINT_LEN]) -> Result<Zeroizing<[u8; P384_X_LEN]>, HsmError> {
        let key = self.handle(Kind::P384Ecdh, token.role)?;
        let mechanism = Cm::Ecdh1Derive(Ecdh1DeriveParams::new(EcKdf::null(), peer));
        let made = self.session.derive_key(&mechanism, key, &seed::plain_secret(P384_X_LEN));
        let value = made.and_then(|made| seed::take(&self.session, made)).map_err(|error| token.fault(error))?;
        exactly("C_DeriveKey", &value)
    }

    /// The ML-KEM-1024 secret: made inside, or by the host from the seed that the device unwraps once.
    pub fn decapsulate(
        &mut self,
        token: &Token,
        public: &[u8; MLKEM_EK_LEN],
        untrusted_ciphertext: &[u8; MLKEM_CT_LEN],
    ) -> Result<Zeroizing<[u8; MLKEM_SECRET_LEN]>, HsmError> {
        if self.has(Kind::MlKem1024) {
            let key = self.handle(Kind::MlKem1024, token.role)?;
            let template = seed::plain_secret(MLKEM_SECRET_LEN);
            let made = self.session.decapsulate_key(&Cm::MlKem, key, &template, untrusted_ciphertext);
            let value = made.and_then(|made| seed::take(&self.session, made)).map_err(|error| token.fault(error))?;
            return exactly("C_DecapsulateKey", &value);
        }
        if self.seed.is_none() {
            self.seed = Some(self.unwrap_seed(token, public)?);
        }
        let seed = self.seed.as_ref().ok_or(HsmError::BadWrapping { role: token.role })?;
        Ok(mlkem::SecretKey::from_seed(seed).decapsulate(untrusted_ciphertext))
    }

    /// A seed that gives another public key than the one that stands beside it is refused too.
    fn unwrap_seed(&self, token: &Token, public: &[u8; MLKEM_EK_LEN]) -> Result<Seed, HsmError> {
        let role = token.role;
        let key = self.handle(Kind::Aes256Wrap, role)?;
        let seed = match seed::unwrap(&self.session, role, key, &self.wrapped_seed) {
            Ok(seed) => seed,
            Err(error) => match token.fault(error) {
                HsmError::Device { .. } => None,
                other => return Err(other),
            },
        };
        let ours = |seed: &Seed| mlkem::SecretKey::from_seed(seed).public() == *public;
        seed.filter(ours).ok_or(HsmError::BadWrapping { role })
    }
}

fn exactly<const N: usize>(call: &'static str, value: &[u8]) -> Result<Zeroizing<[u8; N]>, HsmError> {
    let bytes: &[u8; N] = value.try_into().map_err(|_| wrong_length(call, value.len()))?;
    Ok(Zeroizing::new(*bytes))
}

fn wrong_length(call: &'static str, len: usize) -> HsmError {
    HsmError::Device { call, code: format!("an answer of {len} bytes") }
}
