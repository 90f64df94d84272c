//! Loaded modules: one context per library and process, since `C_Initialize` is to be called once.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Function, Info, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::MechanismType;
use cryptoki::slot::{Slot, TokenInfo};

use super::fault::{self, device};
use crate::config::{Config, ModuleDeclaration, TryLimit};
use crate::hsm::HsmError;

static LOADED: Mutex<BTreeMap<PathBuf, Arc<Module>>> = Mutex::new(BTreeMap::new());

/// The declarations that are compiled in, read once.
pub(super) fn config() -> &'static Config {
    static CONFIG: OnceLock<Config> = OnceLock::new();
    CONFIG.get_or_init(Config::built_in)
}

/// A library that was loaded and initialised.
pub(super) struct Module {
    pub path: String,
    pub pkcs11: Pkcs11,
    pub info: Info,
    pub declaration: Option<&'static ModuleDeclaration>,
}

impl Module {
    /// The module at this path; loaded when it is asked for first, shared afterwards.
    ///
    /// Refuses a path where nothing lies, and a file that is not a PKCS#11 library.
    pub fn load(path: &str) -> Result<Arc<Module>, HsmError> {
        let real = std::fs::canonicalize(path).map_err(|_| HsmError::ModuleMissing { path: path.to_owned() })?;
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(module) = loaded.get(&real) {
            return Ok(Arc::clone(module));
        }
        let module = Arc::new(Self::initialise(path)?);
        loaded.insert(real, Arc::clone(&module));
        Ok(module)
    }

    fn initialise(path: &str) -> Result<Self, HsmError> {
        let foreign = |error| match error {
            Error::LibraryLoading(_) | Error::MissingSymbol(_) | Error::NullFunctionPointer => {
                HsmError::NotAModule { path: path.to_owned() }
            }
            other => fault::unnamed(&other),
        };
        let pkcs11 = Pkcs11::new(path).map_err(foreign)?;
        match pkcs11.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
            Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
            Err(error) => return Err(foreign(error)),
        }
        let info = pkcs11.get_library_info().map_err(foreign)?;
        let declaration = config().module_for(path, info.manufacturer_id());
        Ok(Self { path: path.to_owned(), pkcs11, info, declaration })
    }

    /// A short name for serial numbers: that of its declaration, or its maker's in `[a-z0-9-]`.
    pub fn slug(&self) -> String {
        match self.declaration {
            Some(declaration) => slug(&declaration.name),
            None => slug(self.info.manufacturer_id()),
        }
    }

    /// Refuses with [`HsmError::Lacks`] a module that is declared to have one token for all roles, or to take shorter PINs.
    pub fn carries(&self, longest_pin_len: usize) -> Result<(), HsmError> {
        let lacks = self.declaration.and_then(|declaration| declaration.lacks(longest_pin_len));
        lacks.map_or(Ok(()), |what| Err(HsmError::Lacks { what }))
    }

    /// Wrong PINs in a row that the host makes at most.
    pub fn try_limit(&self) -> u8 {
        self.declaration.map_or(TryLimit::CAUTIOUS, ModuleDeclaration::try_limit).wrong_tries()
    }

    /// All tokens that are in slots, initialised or not, slots that cannot be read left out.
    pub fn tokens(&self) -> Result<Vec<(Slot, TokenInfo)>, HsmError> {
        // A module that cannot list its slots has lost its device, such as one on the network.
        let lost = |error| match error {
            Error::Pkcs11(RvError::DeviceError | RvError::GeneralError | RvError::FunctionFailed, _) => {
                HsmError::Removed
            }
            other => device(other),
        };
        let slots = self.pkcs11.get_slots_with_token().map_err(lost)?;
        Ok(slots.into_iter().filter_map(|slot| Some((slot, self.pkcs11.get_token_info(slot).ok()?))).collect())
    }

    /// The mechanisms of a token, without the two of ML-KEM where the module lacks the functions for them.
    pub fn mechanisms(&self, slot: Slot) -> Result<Vec<MechanismType>, HsmError> {
        let mut mechanisms = self.pkcs11.get_mechanism_list(slot).map_err(device)?;
        if !self.pkcs11.is_fn_supported(Function::DecapsulateKey) {
            mechanisms.retain(|mechanism| *mechanism != MechanismType::ML_KEM);
        }
        Ok(mechanisms)
    }
}

impl fmt::Debug for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Module").field("path", &self.path).finish_non_exhaustive()
    }
}

/// The letters and digits of a text in lower case, everything between them one hyphen.
pub(super) fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_ascii_lowercase()
}
