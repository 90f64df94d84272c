//! HSMs behind PKCS#11, versions 2.40 to 3.2.
//!
//! One HSM is three tokens of one module, one for each role that has keys: a login belongs to a token, so no PIN opens
//! another role. The administrator's PIN is the SO PIN of all three.

mod device;
mod fault;
mod file;
mod group;
mod make;
mod module;
mod object;
mod open;
mod plan;
mod prepare;
mod provision;
mod public;
mod seed;
mod show;
mod template;
mod token;
mod uri;

pub use device::Pkcs11Hsm;
pub use file::{FILE_LEN_MAX, FIRST_LINE};
pub use group::{HSMS_MAX, open};
pub use prepare::prepare;
pub use uri::{Pkcs11Uri, URI_LEN_MAX};

/// The host's generator of random numbers, given at construction.
pub use crate::rehearsal::BoxedRng;
