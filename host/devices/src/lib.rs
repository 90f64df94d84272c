#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod config;
pub mod error;
pub mod evidence;
pub mod hsm;
pub mod link;
pub mod log;
pub mod opening;
#[cfg(feature = "pkcs11")]
pub mod pkcs11;
pub mod ports;
pub mod rehearsal;
pub mod spec;
pub mod token_spec;
pub mod tries;
#[cfg(any(feature = "pkcs11", feature = "yubihsm"))]
mod uri_value;
#[cfg(feature = "yubihsm")]
pub mod yubihsm;

pub use config::Config;
pub use evidence::Evidence;
pub use hsm::{Hsm, HsmError, KeyHalves, Pins, Role, SealKey, require_real};
pub use link::{LinkError, TokenLink};
pub use opening::open_hybrid;
#[cfg(feature = "pkcs11")]
pub use pkcs11::{Pkcs11Hsm, Pkcs11Uri};
pub use ports::{BoxedPipe, Newcomer, Ports};
pub use rehearsal::RehearsalHsm;
pub use spec::{HsmSpec, open_file};
pub use token_spec::{TokenNaming, TokenSpec};
pub use tries::Tries;
