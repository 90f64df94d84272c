//! Declarations held against each other.

use std::collections::BTreeSet;

use super::key::{Attribute, Class, KeyDeclaration, Kind, Mechanism, Pkcs11Object, YubiHsmObject};
use super::role::RoleDeclaration;
use super::yubihsm::{Algorithm, Capability, ObjectType};
use super::{Config, ConfigError, ConfigFault};
use crate::hsm::Role;

/// What every private and secret key is, whatever its use.
const HELD: [Attribute; 6] = [
    Attribute::Token,
    Attribute::Private,
    Attribute::Sensitive,
    Attribute::AlwaysSensitive,
    Attribute::NeverExtractable,
    Attribute::Local,
];
/// Object numbers that a YubiHSM 2 keeps for itself; the second is the key that it is delivered with.
const OBJECTS_RESERVED: [u16; 3] = [0x0000, 0x0001, 0xffff];

/// Refuses a version line that is not expected, and a file that is not called after what it declares.
pub fn head(format: &str, expected: &'static str, name: &str, file_base: &str) -> Result<(), ConfigFault> {
    if format != expected {
        return Err(ConfigFault::Format { expected });
    }
    if file_base.strip_suffix(".toml") != Some(name) {
        return Err(ConfigFault::FileName { name: name.to_owned() });
    }
    Ok(())
}

/// Refuses declarations that do not fit each other.
pub fn all(config: &Config) -> Result<(), ConfigError> {
    let at = |file: String| move |fault| ConfigError { file, fault };
    let key_file = |key: &KeyDeclaration| format!("keys/{}.toml", key.name);
    let role_file = |role: &RoleDeclaration| format!("roles/{}.toml", role.name);
    names(config.keys.iter().map(|key| (key_file(key), key.name.clone())))?;
    names(config.roles.iter().map(|role| (role_file(role), role.name.to_string())))?;
    names(config.modules.iter().map(|module| (format!("modules/{}.toml", module.name), module.name.clone())))?;
    for role in Role::ALL {
        if !config.roles.iter().any(|declared| declared.name == role) {
            return Err(at("roles".to_owned())(ConfigFault::RoleMissing { role }));
        }
    }
    objects(config)?;
    for key in &config.keys {
        key_alone(key).and_then(|()| key_in_role(config, key)).map_err(at(key_file(key)))?;
    }
    for role in &config.roles {
        role_keys(config, role)
            .and_then(|()| role_domains(config, role))
            .and_then(|()| role_capabilities(config, role))
            .map_err(at(role_file(role)))?;
    }
    for module in &config.modules {
        module.check().map_err(at(format!("modules/{}.toml", module.name)))?;
    }
    Ok(())
}

fn names(declared: impl Iterator<Item = (String, String)>) -> Result<(), ConfigError> {
    let mut seen = BTreeSet::new();
    for (file, name) in declared {
        if !seen.insert(name.clone()) {
            return Err(ConfigError { file, fault: ConfigFault::NameTwice { name } });
        }
    }
    Ok(())
}

fn objects(config: &Config) -> Result<(), ConfigError> {
    let of_keys =
        config.keys.iter().filter_map(|key| Some((format!("keys/{}.toml", key.name), key.yubihsm.as_ref()?.object)));
    let of_roles =
        config.roles.iter().map(|role| (format!("roles/{}.toml", role.name), role.yubihsm.authentication_key));
    let mut seen: Vec<(String, u16)> = Vec::new();
    for (file, object) in of_keys.chain(of_roles) {
        if OBJECTS_RESERVED.contains(&object) {
            return Err(ConfigError { file, fault: ConfigFault::ObjectReserved { object } });
        }
        if let Some((other, _)) = seen.iter().find(|(_, taken)| *taken == object) {
            return Err(ConfigError { file, fault: ConfigFault::ObjectTwice { object, other: other.clone() } });
        }
        seen.push((file, object));
    }
    Ok(())
}

fn key_alone(key: &KeyDeclaration) -> Result<(), ConfigFault> {
    let classes: Vec<_> = key.pkcs11.iter().map(|object| object.class).collect();
    let fits = match key.kind {
        Kind::Ed25519 | Kind::P384Ecdsa | Kind::P384Ecdh | Kind::MlKem1024 => {
            classes == [Class::PrivateKey, Class::PublicKey]
        }
        Kind::Aes256Wrap => !classes.is_empty() && classes.iter().all(|class| *class == Class::SecretKey),
        Kind::MlKemSeed | Kind::MlKemPublic => classes == [Class::Data],
    };
    if !fits {
        return Err(ConfigFault::Kind { what: "objects of other classes than this kind has" });
    }
    for object in &key.pkcs11 {
        attributes(object)?;
        uses(key.kind, object)?;
    }
    key.yubihsm.as_ref().map_or(Ok(()), |object| yubihsm_object(key.kind, object))
}

fn attributes(object: &Pkcs11Object) -> Result<(), ConfigFault> {
    let class = object.class;
    let refuse = |what| Err(ConfigFault::Attribute { class, what });
    if object.set.iter().any(|attribute| !attribute.applies_to(class)) {
        return refuse("one that objects of this class do not have");
    }
    let held = matches!(class, Class::PrivateKey | Class::SecretKey);
    if held && !HELD.iter().all(|attribute| object.set.contains(attribute)) {
        return refuse("a key is token, private, sensitive, always-sensitive, never-extractable and local");
    }
    if object.set.contains(&Attribute::Extractable) || object.set.contains(&Attribute::Modifiable) {
        return refuse("nothing is extractable or modifiable");
    }
    if class == Class::PublicKey && object.set.contains(&Attribute::Private) {
        return refuse("a public key is read without a PIN");
    }
    Ok(())
}

/// The mechanisms of a kind, and the uses that an object of the class has with them.
fn uses(kind: Kind, object: &Pkcs11Object) -> Result<(), ConfigFault> {
    const WRAPPING: [Mechanism; 3] = [Mechanism::AesKeyWrap, Mechanism::AesKeyWrapKwp, Mechanism::AesKeyWrapPad];
    let (mechanisms, held, public): (&[_], &[_], &[_]) = match kind {
        Kind::Ed25519 => (&[Mechanism::Eddsa], &[Attribute::Sign], &[Attribute::Verify]),
        Kind::P384Ecdsa => (&[Mechanism::Ecdsa], &[Attribute::Sign], &[Attribute::Verify]),
        Kind::P384Ecdh => (&[Mechanism::Ecdh1Derive], &[Attribute::Derive], &[]),
        Kind::MlKem1024 => (&[Mechanism::MlKem], &[Attribute::Decapsulate], &[Attribute::Encapsulate]),
        Kind::Aes256Wrap if object.mechanisms.contains(&Mechanism::AesGcm) => {
            (&[Mechanism::AesGcm], &[Attribute::Encrypt, Attribute::Decrypt], &[])
        }
        Kind::Aes256Wrap => (&WRAPPING, &[Attribute::Wrap, Attribute::Unwrap], &[]),
        Kind::MlKemSeed | Kind::MlKemPublic => (&[], &[], &[]),
    };
    if object.mechanisms.is_empty() != mechanisms.is_empty()
        || !object.mechanisms.iter().all(|m| mechanisms.contains(m))
    {
        return Err(ConfigFault::Kind { what: "mechanisms that this kind is not used with" });
    }
    let declared: BTreeSet<_> = object.set.iter().filter(|attribute| attribute.is_use()).collect();
    let expected = if object.class == Class::PublicKey { public } else { held };
    if declared != expected.iter().collect() {
        return Err(ConfigFault::Kind { what: "more uses than this kind has, or fewer" });
    }
    Ok(())
}

fn yubihsm_object(kind: Kind, object: &YubiHsmObject) -> Result<(), ConfigFault> {
    domains_exist(&object.domains)?;
    let expected = match kind {
        Kind::Ed25519 => (ObjectType::AsymmetricKey, Algorithm::Ed25519),
        Kind::P384Ecdsa | Kind::P384Ecdh => (ObjectType::AsymmetricKey, Algorithm::Ecp384),
        Kind::Aes256Wrap => (ObjectType::WrapKey, Algorithm::Aes256CcmWrap),
        Kind::MlKemSeed | Kind::MlKemPublic => (ObjectType::Opaque, Algorithm::OpaqueData),
        Kind::MlKem1024 => return Err(ConfigFault::Kind { what: "a YubiHSM 2 has no ML-KEM" }),
    };
    if (object.r#type, object.algorithm) != expected {
        return Err(ConfigFault::Kind { what: "another type or algorithm than this kind has on a YubiHSM" });
    }
    let delegates = object.delegated.as_ref().map(Vec::is_empty);
    if delegates != (object.r#type == ObjectType::WrapKey).then_some(true) {
        return Err(ConfigFault::Kind { what: "a wrap key alone delegates, and ours nothing" });
    }
    let used: BTreeSet<_> = object.used_with.iter().chain(&object.made_with).collect();
    let own: BTreeSet<_> = object.capabilities.iter().collect();
    let fits = if object.r#type == ObjectType::Opaque { own.is_empty() } else { own == used };
    if !fits {
        return Err(ConfigFault::Kind { what: "capabilities of the object other than those it is made and used with" });
    }
    Ok(())
}

fn domains_exist(domains: &[u8]) -> Result<(), ConfigFault> {
    match domains.iter().find(|domain| !(1..=16).contains(*domain)) {
        Some(domain) => Err(ConfigFault::Domain { domain: *domain }),
        None => Ok(()),
    }
}

fn key_in_role(config: &Config, key: &KeyDeclaration) -> Result<(), ConfigFault> {
    let role = config.role(key.role);
    if !role.key_names().any(|name| name == key.name) {
        return Err(ConfigFault::KeyUnused { role: key.role });
    }
    match &key.yubihsm {
        Some(object) if object.domains != role.yubihsm.domains => {
            Err(ConfigFault::Domains { domains: object.domains.clone(), other: key.role })
        }
        _ => Ok(()),
    }
}

fn role_keys(config: &Config, role: &RoleDeclaration) -> Result<(), ConfigFault> {
    for name in role.key_names() {
        let key = config.key(name).ok_or_else(|| ConfigFault::KeyMissing { key: name.to_owned() })?;
        if key.role != role.name {
            return Err(ConfigFault::KeyOfAnother { key: name.to_owned(), owner: key.role });
        }
    }
    Ok(())
}

fn role_domains(config: &Config, role: &RoleDeclaration) -> Result<(), ConfigFault> {
    let domains = &role.yubihsm.domains;
    domains_exist(domains)?;
    for other in config.roles.iter().filter(|other| other.name != role.name) {
        let theirs = &other.yubihsm.domains;
        let fits = match (role.name, other.name) {
            (Role::Admin, _) => theirs.iter().all(|domain| domains.contains(domain)),
            (_, Role::Admin) => true,
            _ => !domains.is_empty() && !theirs.iter().any(|domain| domains.contains(domain)),
        };
        if !fits {
            return Err(ConfigFault::Domains { domains: domains.clone(), other: other.name });
        }
    }
    Ok(())
}

/// What a role needs of a YubiHSM besides the use of its keys. The factory's key makes everything: of the administrator's,
/// the making uses no more than reading back and deleting the factory's.
fn of_the_role(role: Role) -> &'static [Capability] {
    match role {
        Role::Seal => &[
            Capability::GetPseudoRandom,
            Capability::GetLogEntries,
            Capability::GetOption,
            Capability::ChangeAuthenticationKey,
        ],
        Role::Tally | Role::Escrow => &[Capability::ChangeAuthenticationKey],
        Role::Admin => &[
            Capability::DeleteAuthenticationKey,
            Capability::GetOption,
            Capability::ResetDevice,
            Capability::ChangeAuthenticationKey,
        ],
    }
}

fn role_capabilities(config: &Config, role: &RoleDeclaration) -> Result<(), ConfigFault> {
    let keys = config.keys.iter().filter(|key| key.role == role.name);
    let used = keys.filter_map(|key| key.yubihsm.as_ref()).flat_map(|object| &object.used_with);
    let needed: BTreeSet<_> = of_the_role(role.name).iter().chain(used).copied().collect();
    let declared: BTreeSet<_> = role.yubihsm.capabilities.iter().copied().collect();
    if let Some(&capability) = declared.difference(&needed).next() {
        return Err(ConfigFault::Excess { capability });
    }
    if let Some(&capability) = needed.difference(&declared).next() {
        return Err(ConfigFault::Lacks { capability });
    }
    match role.yubihsm.delegated.first() {
        Some(&capability) => Err(ConfigFault::DelegatedExcess { capability }),
        None => Ok(()),
    }
}
