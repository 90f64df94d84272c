//! What tokens are logged in for.

use tamga_wire::Request;

/// A log-in: for which election, and to do what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogIn;

impl LogIn {
    /// The request that has the officer type the PIN.
    pub fn request(&self) -> Request {
        Request::Login
    }

    /// Whether a token that was logged in for this need not be again for `wanted`.
    pub fn covers(&self, wanted: &Self) -> bool {
        self == wanted
    }
}
