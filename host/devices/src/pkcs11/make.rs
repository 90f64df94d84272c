//! Making the keys of a role on its token, as declared.

use cryptoki::error::Error;
use cryptoki::mechanism::{Mechanism as Cm, MechanismType as Ckm};
use cryptoki::object::{Attribute as Cka, MlKemParameterSetType, ObjectClass, ObjectHandle};
use cryptoki::session::Session;
use rand_core::CryptoRng;
use tamga_crypto::hpke::{SEED_LEN, mlkem};
use zeroize::Zeroizing;

use super::object::{AES_KEY_LEN, ED25519_OID, P384_OID};
use super::plan::{Abilities, objects};
use super::seed::{self, Seed};
use super::template::template;
use super::token::Token;
use crate::config::{Class, KeyDeclaration, Kind, Pkcs11Object};
use crate::hsm::HsmError;

/// Makes the keys of one role.
pub(super) struct Maker<'a> {
    pub token: &'a Token,
    pub session: &'a Session,
    pub abilities: &'a Abilities,
}

impl Maker<'_> {
    /// Makes the chosen keys, in order; the session's user is logged in.
    pub fn all(&self, chosen: &[&'static KeyDeclaration], rng: &mut dyn CryptoRng) -> Result<(), HsmError> {
        let mut wrap_key = None;
        for (number, key) in (1u8..).zip(chosen) {
            match key.kind {
                Kind::Aes256Wrap => wrap_key = Some(self.secret(key, number)?),
                Kind::MlKemSeed => {
                    let public = chosen.iter().find(|key| key.kind == Kind::MlKemPublic);
                    let (Some(wrap_key), Some(public)) = (wrap_key, public) else {
                        return Err(HsmError::MissingKey { name: key.name.clone() });
                    };
                    self.wrapped_seed(key, public, wrap_key, rng)?;
                }
                // Made with its seed.
                Kind::MlKemPublic => {}
                Kind::Ed25519 | Kind::P384Ecdsa | Kind::P384Ecdh | Kind::MlKem1024 => self.pair(key, number)?,
            }
        }
        Ok(())
    }

    fn pair(&self, key: &KeyDeclaration, number: u8) -> Result<(), HsmError> {
        let (mechanism, kind) = match key.kind {
            Kind::Ed25519 => (Cm::EccEdwardsKeyPairGen, Cka::EcParams(ED25519_OID.to_vec())),
            Kind::MlKem1024 => (Cm::MlKemKeyPairGen, Cka::ParameterSet(MlKemParameterSetType::ML_KEM_1024.into())),
            _ => (Cm::EccKeyPairGen, Cka::EcParams(P384_OID.to_vec())),
        };
        let mut public = template(self.object(key, Class::PublicKey)?, &key.name, number);
        public.push(kind);
        let private = template(self.object(key, Class::PrivateKey)?, &key.name, number);
        self.session.generate_key_pair(&mechanism, &public, &private).map_err(|error| self.token.fault(error))?;
        Ok(())
    }

    fn secret(&self, key: &KeyDeclaration, number: u8) -> Result<ObjectHandle, HsmError> {
        let mut secret = template(self.object(key, Class::SecretKey)?, &key.name, number);
        secret.push(Cka::ValueLen(AES_KEY_LEN.into()));
        self.session.generate_key(&Cm::AesKeyGen, &secret).map_err(|error| self.token.fault(error))
    }

    /// Draws a seed from host and token, so that neither alone decides it, and leaves it wrapped on the token.
    fn wrapped_seed(
        &self,
        key: &KeyDeclaration,
        public: &KeyDeclaration,
        wrap_key: ObjectHandle,
        rng: &mut dyn CryptoRng,
    ) -> Result<(), HsmError> {
        let lacks = || HsmError::Lacks { what: "a mechanism that wraps the ML-KEM-1024 seed".to_owned() };
        let wrap = self.abilities.wrap().ok_or_else(lacks)?;
        let mut seed: Seed = Zeroizing::new([0; SEED_LEN]);
        let mut of_token: Seed = Zeroizing::new([0; SEED_LEN]);
        rng.fill_bytes(seed.as_mut_slice());
        self.device(self.session.generate_random_slice(of_token.as_mut_slice()))?;
        seed.iter_mut().zip(of_token.iter()).for_each(|(host, token)| *host ^= token);
        let mut nonce = [0; 12];
        rng.fill_bytes(&mut nonce);
        let wrapped = self.device(seed::wrap(self.session, (self.token.role, wrap_key, wrap), &seed, nonce))?;
        self.data(key, wrapped)?;
        self.data(public, mlkem::SecretKey::from_seed(&seed).public().to_vec())
    }

    fn data(&self, key: &KeyDeclaration, value: Vec<u8>) -> Result<(), HsmError> {
        let mut data = template(self.object(key, Class::Data)?, &key.name, 0);
        data.extend([Cka::Class(ObjectClass::DATA), Cka::Application(b"tamga".to_vec()), Cka::Value(value)]);
        self.device(self.session.create_object(&data))?;
        Ok(())
    }

    fn object<'k>(&self, key: &'k KeyDeclaration, class: Class) -> Result<&'k Pkcs11Object, HsmError> {
        let object = objects(key, self.abilities.wrap()).into_iter().find(|object| object.class == class);
        object.ok_or_else(|| HsmError::Lacks { what: format!("a declared {class} for {}", key.name) })
    }

    fn device<T>(&self, result: Result<T, Error>) -> Result<T, HsmError> {
        result.map_err(|error| self.token.fault(error))
    }
}

/// The mechanism that signs with an ECDSA key: over the host's digest where the token has it.
pub(super) fn signs_digests(abilities: &Abilities) -> bool {
    abilities.has(Ckm::ECDSA)
}
