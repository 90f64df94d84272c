//! Why declarations are refused.

use super::yubihsm::Capability;
use crate::hsm::Role;

/// A refused declaration, and the file in which it stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {fault}")]
pub struct ConfigError {
    /// Its path below `hsm-config/`, as it was handed in.
    pub file: String,
    /// What is wrong with it.
    pub fault: ConfigFault,
}

/// What is wrong with a declaration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigFault {
    /// The file is longer than [`super::FILE_LEN_MAX`] bytes.
    #[error("longer than {max} bytes", max = super::FILE_LEN_MAX)]
    TooLong,
    /// There are more than [`super::FILES_MAX`] files.
    #[error("more than {max} files", max = super::FILES_MAX)]
    TooMany,
    /// The file is in none of the folders `keys`, `roles` and `modules`.
    #[error("a declaration lies in keys, roles or modules")]
    Folder,
    /// No TOML of the form that its folder holds: an unknown field or word, a missing field.
    #[error("line {line}: {what}")]
    Toml {
        /// The line, from 1.
        line: usize,
        /// The parser's words, in one line.
        what: String,
    },
    /// The version line is not the folder's.
    #[error("format: expected {expected:?}")]
    Format {
        /// The version that this program reads.
        expected: &'static str,
    },
    /// The file is not called after the declaration in it.
    #[error("declares {name}, and is not called so")]
    FileName {
        /// The name in the declaration.
        name: String,
    },
    /// Two files declare one name.
    #[error("{name} is declared twice")]
    NameTwice {
        /// The name.
        name: String,
    },
    /// Two objects of a YubiHSM, keys or authentication keys, have one number.
    #[error("YubiHSM object 0x{object:04x} is {other} already")]
    ObjectTwice {
        /// The object number.
        object: u16,
        /// The declaration that has it.
        other: String,
    },
    /// A number that the device keeps for itself: 0x0000, 0x0001 (the key it is delivered with) and 0xffff.
    #[error("YubiHSM object 0x{object:04x} is reserved")]
    ObjectReserved {
        /// The object number.
        object: u16,
    },
    /// A domain that is not 1 to 16.
    #[error("YubiHSM domain {domain}: domains are 1 to 16")]
    Domain {
        /// The number.
        domain: u8,
    },
    /// A key lies in other domains than its role, two roles share one, or the administrator lacks one.
    #[error("YubiHSM domains {domains:?} against those of role {other}")]
    Domains {
        /// The declared domains.
        domains: Vec<u8>,
        /// The role whose domains they do not fit.
        other: Role,
    },
    /// A role lacks its declaration.
    #[error("role {role} is not declared")]
    RoleMissing {
        /// The role.
        role: Role,
    },
    /// A role names a key that no file declares.
    #[error("names key {key}, which is not declared")]
    KeyMissing {
        /// The name.
        key: String,
    },
    /// A role names a key of another role.
    #[error("names key {key}, which is the {owner} role's")]
    KeyOfAnother {
        /// The name.
        key: String,
        /// The role in its declaration.
        owner: Role,
    },
    /// A key that its role does not name.
    #[error("no need of role {role} names this key")]
    KeyUnused {
        /// The role in its declaration.
        role: Role,
    },
    /// An authentication key has more than its role and its keys need.
    #[error("capability {capability}: neither the role nor a key of it needs that")]
    Excess {
        /// The word too many.
        capability: Capability,
    },
    /// An authentication key lacks what its role or one of its keys needs.
    #[error("capability {capability} is missing: the role or a key of it needs that")]
    Lacks {
        /// The missing word.
        capability: Capability,
    },
    /// An authentication key delegates something, and no role makes objects.
    #[error("delegated capability {capability}: no role makes anything that could have it")]
    DelegatedExcess {
        /// The first delegated word.
        capability: Capability,
    },
    /// An attribute that objects of the class do not have, or two that exclude each other.
    #[error("attributes of a {class}: {what}")]
    Attribute {
        /// Class of the object.
        class: super::key::Class,
        /// What is wrong.
        what: &'static str,
    },
    /// What is declared does not fit the kind of key.
    #[error("not of its kind: {what}")]
    Kind {
        /// What is wrong.
        what: &'static str,
    },
    /// A module's declaration contradicts itself.
    #[error("{what}")]
    Module {
        /// What is wrong.
        what: &'static str,
    },
}
