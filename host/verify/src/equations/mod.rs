//! The equations of `firmware/crypto`, checked one by one as they are written there.

pub(crate) mod ballot;
pub(crate) mod dkg;
pub(crate) mod opening;
pub(crate) mod seats;

#[cfg(test)]
mod tests;
