//! The declarations of `hsm-config/`: which keys an HSM holds, which role may use them, what each module can do.
//!
//! They are compiled in. Backends provision from them and read back exactly that; nobody edits them on an appliance.

mod check;
pub mod error;
pub mod key;
pub mod module;
pub mod role;
pub mod yubihsm;

use serde::de::DeserializeOwned;

use crate::hsm::Role;
pub use error::{ConfigError, ConfigFault};
pub use key::{Attribute, Class, KeyDeclaration, Kind, Mechanism, Pkcs11Object, YubiHsmObject};
pub use module::{ModuleDeclaration, TryLimit};
pub use role::RoleDeclaration;
pub use yubihsm::{Algorithm, Capability, ObjectType, capability_set, domain_set};

/// The longest declaration, in bytes.
pub const FILE_LEN_MAX: usize = 16 * 1024;
/// The most declarations.
pub const FILES_MAX: usize = 64;

macro_rules! declarations {
    ($($path:literal)*) => {
        &[$(($path, include_str!(concat!("../../../../hsm-config/", $path)))),*]
    };
}

/// Every file of `hsm-config/` but its README: path and text.
pub const BUILT_IN: &[(&str, &str)] = declarations![
    "keys/tamga-seal.toml"
    "keys/tamga-seal-p384.toml"
    "keys/tamga-tally-p384.toml"
    "keys/tamga-tally-mlkem.toml"
    "keys/tamga-tally-wrap.toml"
    "keys/tamga-tally-mlkem-seed.toml"
    "keys/tamga-tally-mlkem-public.toml"
    "keys/tamga-escrow-p384.toml"
    "keys/tamga-escrow-mlkem.toml"
    "keys/tamga-escrow-wrap.toml"
    "keys/tamga-escrow-mlkem-seed.toml"
    "keys/tamga-escrow-mlkem-public.toml"
    "roles/seal.toml"
    "roles/tally.toml"
    "roles/escrow.toml"
    "roles/admin.toml"
    "modules/softhsm2.toml"
    "modules/kryoptic.toml"
    "modules/nitrokey-hsm2.toml"
    "modules/thales-luna.toml"
    "modules/utimaco.toml"
    "modules/entrust-nshield.toml"
    "modules/yubihsm-pkcs11.toml"
];

/// All declarations, parsed and held against each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    keys: Vec<KeyDeclaration>,
    roles: Vec<RoleDeclaration>,
    modules: Vec<ModuleDeclaration>,
}

impl Config {
    /// The declarations that are compiled in.
    pub fn built_in() -> Self {
        Self::from_files(BUILT_IN).expect("a test reads the declarations that are compiled in")
    }

    /// Reads declarations, path below `hsm-config/` and text of each, and holds them against each other.
    ///
    /// Refuses unknown fields and words, names and object numbers that occur twice, keys that are missing or of another role,
    /// and authentication keys with more or less than their role: [`ConfigFault`] lists all reasons.
    pub fn from_files(untrusted_files: &[(&str, &str)]) -> Result<Self, ConfigError> {
        let mut config = Self { keys: Vec::new(), roles: Vec::new(), modules: Vec::new() };
        for (number, (file, untrusted_text)) in untrusted_files.iter().enumerate() {
            let full = number >= FILES_MAX;
            let read = if full { Err(ConfigFault::TooMany) } else { config.read(file, untrusted_text) };
            read.map_err(|fault| ConfigError { file: (*file).to_owned(), fault })?;
        }
        check::all(&config)?;
        Ok(config)
    }

    fn read(&mut self, file: &str, untrusted_text: &str) -> Result<(), ConfigFault> {
        if untrusted_text.len() > FILE_LEN_MAX {
            return Err(ConfigFault::TooLong);
        }
        match file.split_once('/') {
            Some(("keys", base)) => {
                let key: KeyDeclaration = parse(untrusted_text)?;
                check::head(&key.format, key::KEY_FORMAT, &key.name, base)?;
                self.keys.push(key);
            }
            Some(("roles", base)) => {
                let role: RoleDeclaration = parse(untrusted_text)?;
                check::head(&role.format, role::ROLE_FORMAT, &role.name.to_string(), base)?;
                self.roles.push(role);
            }
            Some(("modules", base)) => {
                let module: ModuleDeclaration = parse(untrusted_text)?;
                check::head(&module.format, module::MODULE_FORMAT, &module.name, base)?;
                self.modules.push(module);
            }
            _ => return Err(ConfigFault::Folder),
        }
        Ok(())
    }

    /// All keys, in the order of their files.
    pub fn keys(&self) -> &[KeyDeclaration] {
        &self.keys
    }

    /// The key of this name.
    pub fn key(&self, name: &str) -> Option<&KeyDeclaration> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The keys of a role, every alternative, in the order of its needs.
    pub fn keys_of(&self, role: Role) -> Vec<&KeyDeclaration> {
        self.role(role).key_names().filter_map(|name| self.key(name)).collect()
    }

    /// The role of this name.
    pub fn role(&self, role: Role) -> &RoleDeclaration {
        self.roles
            .iter()
            .find(|declared| declared.name == role)
            .expect("declarations without all four roles are refused")
    }

    /// All modules, in the order of their files.
    pub fn modules(&self) -> &[ModuleDeclaration] {
        &self.modules
    }

    /// The module with a library of this file name, wherever it lies; else the one whose library says to be of this
    /// manufacturer (`CK_INFO`); none of one that nobody declared.
    pub fn module_for(&self, library_path: &str, manufacturer_id: &str) -> Option<&ModuleDeclaration> {
        let by_library = self.modules.iter().find(|module| module.has_library(library_path));
        by_library.or_else(|| self.modules.iter().find(|module| module.is_made_by(manufacturer_id)))
    }
}

fn parse<T: DeserializeOwned>(untrusted_text: &str) -> Result<T, ConfigFault> {
    toml::from_str(untrusted_text).map_err(|error| {
        let before = error.span().and_then(|span| untrusted_text.get(..span.start)).unwrap_or_default();
        let what = error.message().lines().collect::<Vec<_>>().join(", ");
        ConfigFault::Toml { line: before.matches('\n').count() + 1, what }
    })
}
