//! What names an HSM behind PKCS#11: the word `softhsm`, or a URI [RFC 7512].

use std::fmt;
use std::path::{Path, PathBuf};

use cryptoki::slot::{Slot, TokenInfo};

use super::module::config;
use crate::config::{KeyDeclaration, ModuleDeclaration};
use crate::hsm::HsmError;
use crate::uri_value::{percent_decoded, pin_file};

/// The longest URI, in bytes.
pub const URI_LEN_MAX: usize = 2048;
/// The word that stands for SoftHSM, and the declaration that it means.
const SOFTHSM: (&str, &str) = ("softhsm", "softhsm2");
/// Attributes that we do not know, and would pass over in silence.
const NOT_USED: &str = "id, library-manufacturer, library-version, library-description, slot-description, \
                        slot-manufacturer and attributes of vendors are not used";

/// A parsed name: a module, and which of its tokens are meant.
#[derive(Clone, PartialEq, Eq)]
pub struct Pkcs11Uri {
    module_path: String,
    token: Option<String>,
    serial: Option<String>,
    manufacturer: Option<String>,
    model: Option<String>,
    slot_id: Option<u64>,
    object: Option<String>,
    pin_source: Option<PathBuf>,
}

impl Pkcs11Uri {
    /// Parses `softhsm` or `pkcs11:…`.
    ///
    /// `token` is the label of a token, `tamga-1f2e3d4c-seal`, or what three labels have in common, `tamga-1f2e3d4c`;
    /// `serial`, `slot-id` are those of any of the three; `manufacturer`, `model` narrow down; `object` is a declared key
    /// that the HSM holds; `module-path` is a path, `module-name` the name of a declared module; `pin-source` is `file:` and
    /// a path. Refuses with [`HsmError::Naming`] everything else, a `pin-value` before all: a PIN on the command line is
    /// seen by everybody on the machine. No refusal repeats the URI.
    pub fn parse(untrusted_name: &str) -> Result<Self, HsmError> {
        if untrusted_name == SOFTHSM.0 {
            return declared_library(SOFTHSM.1).map(|path| Self::of_module(&path));
        }
        if untrusted_name.len() > URI_LEN_MAX || !untrusted_name.bytes().all(|c| c.is_ascii_graphic()) {
            return naming(&format!("a PKCS#11 URI has at most {URI_LEN_MAX} printable letters without blanks"));
        }
        if untrusted_name.contains("pin-value") {
            return naming(
                "a PIN does not belong on the command line: put it into a file and name that by pin-source=file:…",
            );
        }
        let parsed = pk11_uri_parser::parse(untrusted_name)
            .map_err(|_| why("this is not a PKCS#11 URI: expected pkcs11:token=…?module-path=…, see RFC 7512"))?;
        let used = count_attributes(untrusted_name);
        let decode = |value: Option<&str>| value.map(percent_decoded).transpose();
        let uri = Self {
            module_path: module_path(decode(parsed.module_path())?, decode(parsed.module_name())?)?,
            token: decode(parsed.token())?,
            serial: decode(parsed.serial())?,
            manufacturer: decode(parsed.manufacturer())?,
            model: decode(parsed.model())?,
            slot_id: parsed.slot_id().map(slot_number).transpose()?,
            object: decode(parsed.object())?,
            pin_source: decode(parsed.pin_source())?.as_deref().map(pin_file).transpose()?,
        };
        let known =
            [parsed.module_path(), parsed.module_name(), parsed.token(), parsed.serial(), parsed.manufacturer()];
        let more = [parsed.model(), parsed.slot_id(), parsed.object(), parsed.pin_source(), parsed.r#type()];
        if used != known.iter().chain(&more).flatten().count() {
            return naming(NOT_USED);
        }
        if uri.object.as_ref().is_some_and(|object| config().key(object).is_none()) {
            return naming("the object of the URI is no key of an HSM: tamga-seal, tamga-tally-p384 and the like are");
        }
        Ok(uri)
    }

    /// All tokens of a module.
    pub(super) fn of_module(path: &str) -> Self {
        let module_path = path.to_owned();
        let (token, serial, manufacturer, model, object) = (None, None, None, None, None);
        Self { module_path, token, serial, manufacturer, model, slot_id: None, object, pin_source: None }
    }

    /// The path of the library.
    pub fn module_path(&self) -> &str {
        &self.module_path
    }

    /// The key that the HSM is to hold.
    pub fn object(&self) -> Option<&str> {
        self.object.as_deref()
    }

    /// The file that holds the SO PIN of tokens that are initialised and have no keys yet; nothing reads it here.
    pub fn pin_source(&self) -> Option<&Path> {
        self.pin_source.as_deref()
    }

    /// Whether it names tokens, not only a module.
    pub fn names_tokens(&self) -> bool {
        self.token.is_some() || self.serial.is_some() || self.slot_id.is_some()
    }

    pub(super) fn names_token(&self, slot: Slot, info: &TokenInfo) -> bool {
        let is = |wanted: &Option<String>, found: &str| wanted.as_ref().is_none_or(|wanted| wanted == found);
        let common = info.label().rsplit_once('-').map_or("", |(common, _)| common);
        let labelled = self.token.as_ref().is_none_or(|token| token == info.label() || token == common);
        labelled
            && is(&self.serial, info.serial_number())
            && is(&self.manufacturer, info.manufacturer_id())
            && is(&self.model, info.model())
            && self.slot_id.is_none_or(|id| id == slot.id())
    }

    pub(super) fn names_object(&self, keys: &[&'static KeyDeclaration]) -> bool {
        self.object.as_ref().is_none_or(|object| keys.iter().any(|key| key.name == *object))
    }
}

impl fmt::Debug for Pkcs11Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pkcs11Uri").field("module_path", &self.module_path).finish_non_exhaustive()
    }
}

fn why(why: &str) -> HsmError {
    HsmError::Naming { why: why.to_owned() }
}

fn naming<T>(sentence: &str) -> Result<T, HsmError> {
    Err(why(sentence))
}

fn count_attributes(uri: &str) -> usize {
    let attributes = uri.strip_prefix("pkcs11:").unwrap_or_default().split(['?', ';', '&']);
    attributes.filter(|attribute| !attribute.is_empty()).count()
}

fn module_path(path: Option<String>, name: Option<String>) -> Result<String, HsmError> {
    match (path, name) {
        (Some(path), None) if path.starts_with('/') => Ok(path),
        (Some(_), None) => naming("the module-path of the URI begins with /"),
        (None, Some(name)) => declared_library(&name),
        (None, None) => naming("the URI names no module: add ?module-path= and the path of the vendor's library"),
        (Some(_), Some(_)) => naming("the URI names its module twice: module-path or module-name, not both"),
    }
}

/// The library of a declared module: the first of its paths where a file lies, or the first of all.
fn declared_library(name: &str) -> Result<String, HsmError> {
    let declared = config().modules().iter().find(|module| module.name == name);
    let Some(ModuleDeclaration { libraries, .. }) = declared else {
        let names: Vec<&str> = config().modules().iter().map(|module| module.name.as_str()).collect();
        return naming(&format!("no such module-name is declared; these are: {}", names.join(", ")));
    };
    let there = libraries.iter().find(|path| Path::new(path).is_file()).or(libraries.first());
    there.cloned().ok_or_else(|| why("the declaration of this module names no library"))
}

fn slot_number(text: &str) -> Result<u64, HsmError> {
    text.parse().map_err(|_| why("the slot-id of the URI is no number"))
}
