//! A declared PKCS#11 module: `hsm-config/modules/*.toml`.

use serde::Deserialize;

use super::ConfigFault;
use super::key::Mechanism;

/// The version line of a module's file.
pub const MODULE_FORMAT: &str = "tamga/hsm-module/v1";
/// Letters of a manufacturer's name in `CK_INFO`, PKCS#11 section 3.1: what is longer is cut there.
const MANUFACTURER_LEN: usize = 32;

/// A PKCS#11 module: where its library lies, what it can do, and how that is known.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ModuleDeclaration {
    /// [`MODULE_FORMAT`].
    pub format: String,
    /// Its short name, and the name of its file.
    pub name: String,
    /// What it is, in the words of its maker.
    pub title: String,
    /// Version of the module with which our tests ran; none if it was never tried.
    pub tried: Option<String>,
    /// Documents from which the rest is known, by title.
    #[serde(default)]
    pub documented: Vec<String>,
    /// Paths of the library, in the order in which they are tried.
    pub libraries: Vec<String>,
    /// Manufacturers in `CK_INFO`.
    pub manufacturers: Vec<String>,
    /// Versions of PKCS#11 that it speaks, such as `"2.40"`.
    pub pkcs11: Known<Vec<String>>,
    /// Environment variables that it reads; for people.
    pub environment: Known<Vec<String>>,
    /// Its PINs.
    pub pin: Pin,
    /// What of our needs it meets.
    pub has: Abilities,
    /// How our three roles lie on it.
    pub roles: Known<Partition>,
    /// What would be lost where all roles have one PIN, in sentences for people; empty where three tokens are there.
    pub lost: Vec<String>,
    /// What else differs from the standard or surprises.
    #[serde(default)]
    pub quirk: Vec<Quirk>,
}

impl ModuleDeclaration {
    /// Whether one of its libraries has the file name of this path.
    pub fn has_library(&self, path: &str) -> bool {
        let file_name = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        self.libraries.iter().any(|library| file_name(library) == file_name(path))
    }

    /// Whether `CK_INFO` names one of its manufacturers, blanks at the end aside.
    pub fn is_made_by(&self, manufacturer_id: &str) -> bool {
        self.manufacturers.iter().any(|name| name == manufacturer_id.trim_end())
    }

    /// How many wrong PINs of a role the host allows on it.
    pub fn try_limit(&self) -> TryLimit {
        TryLimit::of_device(self.pin.tries.get().copied())
    }

    /// What the module lacks for an HSM of three roles whose longest PIN has so many bytes, in words; nothing where it lacks
    /// nothing, or where that is not known.
    pub fn lacks(&self, longest_pin_len: usize) -> Option<String> {
        if self.roles.get() == Some(&Partition::OneToken) {
            return Some(format!(
                "three tokens, one for each role: {} has one, and one PIN would open all roles",
                self.title
            ));
        }
        let most = usize::from(*self.pin.len_max.get().unwrap_or(&0));
        let takes = most == 0 || longest_pin_len <= most;
        (!takes).then(|| format!("room for a PIN of {longest_pin_len} bytes: {} takes {most} at most", self.title))
    }

    pub(super) fn check(&self) -> Result<(), ConfigFault> {
        let refuse = |what| Err(ConfigFault::Module { what });
        if self.tried.is_none() && self.documented.is_empty() {
            return refuse("neither tried nor documented");
        }
        if self.quirk.iter().any(|quirk| quirk.source == Source::Tried) && self.tried.is_none() {
            return refuse("a quirk was tried on a module that was not");
        }
        if (self.roles.get() == Some(&Partition::OneToken)) == self.lost.is_empty() {
            return refuse("one token without a word of what is lost, or the other way round");
        }
        if self.libraries.is_empty() || self.manufacturers.iter().any(|name| name.len() > MANUFACTURER_LEN) {
            return refuse("no library, or a manufacturer of more than 32 letters");
        }
        if let (Some(least), Some(most)) = (self.pin.len_min.get(), self.pin.len_max.get())
            && *most != 0
            && least > most
        {
            return refuse("the shortest PIN is longer than the longest");
        }
        Ok(())
    }
}

/// Something that is known of a module, or not.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Known<T> {
    /// No document says and nobody tried: the word `unknown`.
    Not(Unknown),
    /// It is known.
    Is(T),
}

impl<T> Known<T> {
    /// What is known.
    pub fn get(&self) -> Option<&T> {
        match self {
            Known::Not(_) => None,
            Known::Is(value) => Some(value),
        }
    }
}

/// The word `unknown`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unknown {
    /// `unknown`.
    Unknown,
}

/// What a module demands of the PINs of a role, and when it locks one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Pin {
    /// Wrong PINs in a row after which the device locks the role; 0 if it never does.
    pub tries: Known<u8>,
    /// The shortest PIN, in bytes.
    pub len_min: Known<u16>,
    /// The longest PIN, in bytes; 0 if there is no limit.
    pub len_max: Known<u16>,
}

/// Which of our needs a module meets.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Abilities {
    /// Ed25519 signatures (`CKM_EDDSA`).
    pub ed25519: Known<bool>,
    /// ECDSA on P-384 over a digest (`CKM_ECDSA`).
    pub ecdsa_p384: Known<bool>,
    /// ECDH on P-384, raw x-coordinate (`CKM_ECDH1_DERIVE`).
    pub ecdh_p384: Known<bool>,
    /// ML-KEM-1024 inside (`CKM_ML_KEM`).
    pub ml_kem_1024: Known<bool>,
    /// How an AES key of the device wraps a seed, the best mechanism first; empty if it cannot.
    pub wraps_with: Known<Vec<Mechanism>>,
    /// Data objects (`CKO_DATA`).
    pub data_objects: Known<bool>,
}

/// How roles lie on a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Partition {
    /// A token (slot, partition, softcard) with a PIN of its own for each role.
    ThreeTokens,
    /// One token with one PIN for all: no keys are made on it, see [`ModuleDeclaration::lacks`].
    OneToken,
}

/// A quirk, and how it is known.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Quirk {
    /// What it does, a sentence.
    pub what: String,
    /// How that is known.
    pub source: Source,
}

/// How something is known of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// It was tried.
    Tried,
    /// A document of its maker, or its published source, says so.
    Documented,
}

/// How many wrong PINs of a role the host allows before it stops: the device never locks by our hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TryLimit(u8);

impl TryLimit {
    /// The most, on any device.
    pub const MOST: TryLimit = TryLimit(8);
    /// On a device of which nobody knows: one less than the three of common cards.
    pub const CAUTIOUS: TryLimit = TryLimit(2);

    /// One less than the device's own tries, at least 1 and at most [`TryLimit::MOST`], which is also for a device that
    /// never locks (0); [`TryLimit::CAUTIOUS`] where its tries are not known.
    pub fn of_device(tries: Option<u8>) -> Self {
        match tries {
            None => Self::CAUTIOUS,
            Some(0) => Self::MOST,
            Some(tries) => TryLimit(tries - 1).clamp(TryLimit(1), Self::MOST),
        }
    }

    /// The number of wrong PINs in a row.
    pub fn wrong_tries(self) -> u8 {
        self.0
    }
}
