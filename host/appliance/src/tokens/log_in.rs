//! What tokens are logged in for.

use tamga_wire::{Digest, Purposes, Request};

/// A log-in: for which election, and to do what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogIn {
    /// `D`; none while there is no definition.
    pub definition: Option<Digest>,
    /// What tokens may be asked for.
    pub purposes: Purposes,
}

impl LogIn {
    /// What a token is logged in for with its first PIN.
    pub fn with_a_new_identity() -> Self {
        Self { definition: None, purposes: Purposes::SETUP | Purposes::UPKEEP }
    }

    /// The request that has the officer type the PIN.
    pub fn request(&self) -> Request {
        Request::Login { definition: self.definition, purposes: self.purposes }
    }

    /// Whether a token that was logged in for this need not be again for `wanted`.
    pub fn covers(&self, wanted: &Self) -> bool {
        self.definition == wanted.definition && self.purposes.include(wanted.purposes)
    }
}
