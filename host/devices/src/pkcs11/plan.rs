//! Which of the declared keys a role has on a module: the best alternative that the module can make.

use cryptoki::mechanism::MechanismType as Ckm;

use super::module::config;
use crate::config::{KeyDeclaration, Kind, Mechanism, ModuleDeclaration, Pkcs11Object};
use crate::hsm::{HsmError, Role};

/// The ways to wrap a seed that we know, the best first, where the module's declaration does not say.
const WRAPS: [Mechanism; 3] = [Mechanism::AesKeyWrap, Mechanism::AesKeyWrapPad, Mechanism::AesGcm];

/// What a token can do.
pub(super) struct Abilities {
    mechanisms: Vec<Ckm>,
    wraps: Vec<Mechanism>,
}

impl Abilities {
    /// What the token's mechanisms allow; a declared order of wrapping mechanisms is kept.
    pub fn of(mechanisms: Vec<Ckm>, declaration: Option<&ModuleDeclaration>) -> Self {
        let declared = declaration.and_then(|module| module.has.wraps_with.get()).filter(|wraps| !wraps.is_empty());
        let wraps = declared.map_or_else(|| WRAPS.to_vec(), |wraps| wraps.clone());
        Self { mechanisms, wraps }
    }

    /// Whether the token has a mechanism.
    pub fn has(&self, mechanism: Ckm) -> bool {
        self.mechanisms.contains(&mechanism)
    }

    /// How seeds are wrapped on it.
    pub fn wrap(&self) -> Option<Mechanism> {
        let known = |wrap: &&Mechanism| WRAPS.contains(wrap) && wrap_mechanism(**wrap).is_some_and(|m| self.has(m));
        self.wraps.iter().find(known).copied()
    }

    /// Whether it can make and use such a key.
    pub fn can(&self, kind: Kind) -> bool {
        let all = |needed: &[Ckm]| needed.iter().all(|mechanism| self.has(*mechanism));
        match kind {
            Kind::Ed25519 => all(&[Ckm::ECC_EDWARDS_KEY_PAIR_GEN, Ckm::EDDSA]),
            Kind::P384Ecdsa => self.has(Ckm::ECC_KEY_PAIR_GEN) && (self.has(Ckm::ECDSA) || self.has(Ckm::ECDSA_SHA384)),
            Kind::P384Ecdh => all(&[Ckm::ECC_KEY_PAIR_GEN, Ckm::ECDH1_DERIVE]),
            Kind::MlKem1024 => all(&[Ckm::ML_KEM_KEY_PAIR_GEN, Ckm::ML_KEM]),
            Kind::Aes256Wrap => self.has(Ckm::AES_KEY_GEN) && self.wrap().is_some(),
            Kind::MlKemSeed | Kind::MlKemPublic => true,
        }
    }
}

/// The mechanism in PKCS#11 of one that wraps seeds; none of those that `cryptoki` does not know.
pub(super) fn wrap_mechanism(wrap: Mechanism) -> Option<Ckm> {
    match wrap {
        Mechanism::AesKeyWrap => Some(Ckm::AES_KEY_WRAP),
        Mechanism::AesKeyWrapPad => Some(Ckm::AES_KEY_WRAP_PAD),
        Mechanism::AesGcm => Some(Ckm::AES_GCM),
        _ => None,
    }
}

/// The keys of a role: of every need the first alternative all of whose keys pass.
///
/// Refuses with [`HsmError::Lacks`] and the need where none does.
pub(super) fn choose(
    role: Role,
    passes: impl Fn(&KeyDeclaration) -> bool,
) -> Result<Vec<&'static KeyDeclaration>, HsmError> {
    let mut chosen = Vec::new();
    for need in &config().role(role).need {
        let keys = |names: &Vec<String>| -> Option<Vec<&'static KeyDeclaration>> {
            names.iter().map(|name| config().key(name).filter(|key| passes(key))).collect()
        };
        let found = need.one_of.iter().find_map(keys);
        chosen.extend(found.ok_or_else(|| HsmError::Lacks { what: format!("{} of the {role} role", need.what) })?);
    }
    Ok(chosen)
}

/// The object of this class that a key has, for the way in which seeds are wrapped.
pub(super) fn objects(key: &KeyDeclaration, wrap: Option<Mechanism>) -> Vec<&Pkcs11Object> {
    let fits = |object: &&Pkcs11Object| {
        key.kind != Kind::Aes256Wrap || wrap.is_some_and(|wrap| object.mechanisms.contains(&wrap))
    };
    key.pkcs11.iter().filter(fits).collect()
}
