//! A declared role: `hsm-config/roles/*.toml`.

use serde::Deserialize;

use super::yubihsm::Capability;
use crate::hsm::Role;

/// The version line of a role's file.
pub const ROLE_FORMAT: &str = "tamga/hsm-role/v1";
/// First letters of every token label.
const LABEL_PREFIX: &str = "tamga";

/// One role of an HSM: who unlocks it, with which keys, and what it may do.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RoleDeclaration {
    /// [`ROLE_FORMAT`].
    pub format: String,
    /// Which role; the name of its file.
    pub name: Role,
    /// What it does, a sentence.
    pub purpose: String,
    /// Who unlocks it.
    pub unlocked_by: UnlockedBy,
    /// What it needs of the device, in order; the administrator needs no key.
    #[serde(default)]
    pub need: Vec<Need>,
    /// How it logs in to a PKCS#11 token.
    pub pkcs11: Pkcs11Login,
    /// Its authentication key on a YubiHSM 2.
    pub yubihsm: AuthenticationKey,
}

impl RoleDeclaration {
    /// The label of its token on the HSM with this number, `tamga-0a1b2c3d-seal`; none for the administrator, who has the
    /// SO PIN of all three tokens.
    pub fn token_label(&self, hsm: [u8; 4]) -> Option<String> {
        let suffix = self.pkcs11.token_label_suffix.as_ref()?;
        Some(format!("{LABEL_PREFIX}-{:08x}-{suffix}", u32::from_be_bytes(hsm)))
    }

    /// The names of all its keys, every alternative, in order.
    pub fn key_names(&self) -> impl Iterator<Item = &str> {
        self.need.iter().flat_map(|need| need.one_of.iter().flatten().map(String::as_str))
    }
}

/// Who unlocks a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnlockedBy {
    /// The operator, who types the PIN.
    Operator,
    /// A quorum of officers, whose tokens open the PIN.
    Quorum,
}

/// Something that a role needs of the device, and the keys that give it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Need {
    /// What it is, a few words.
    pub what: String,
    /// Alternatives, the best one first; the keys of an alternative are there together.
    pub one_of: Vec<Vec<String>>,
}

/// How a role logs in to a PKCS#11 token.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Pkcs11Login {
    /// Last word of its token's label; the administrator has no token.
    pub token_label_suffix: Option<String>,
    /// As whom.
    pub login: Login,
}

/// As whom a role logs in, `CK_USER_TYPE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Login {
    /// `CKU_USER`, on its own token.
    Pin,
    /// `CKU_SO`, on all three.
    SoPin,
}

/// The authentication key of a role on a YubiHSM 2.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AuthenticationKey {
    /// The object number.
    pub authentication_key: u16,
    /// Its domains, 1 to 16.
    pub domains: Vec<u8>,
    /// What its sessions may do.
    pub capabilities: Vec<Capability>,
    /// The most that an object made in its sessions may have: nothing, for no role makes objects.
    pub delegated: Vec<Capability>,
}
