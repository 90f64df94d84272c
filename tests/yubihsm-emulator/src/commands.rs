//! The commands inside a session, one file for each group.

mod asymmetric;
mod attestation;
mod audit;
mod authentication;
mod device;
mod objects;
mod opaque;
mod wrap;

use crate::code;
use crate::error::DeviceError;
use crate::session::Rights;
use crate::state::State;

/// A command's data, who sends it, and what it leaves in the log.
pub struct Call<'a> {
    /// The session's rights; `None` outside a session.
    pub rights: Option<&'a Rights>,
    /// The data, unparsed.
    pub data: &'a [u8],
    /// The object that was used or made.
    pub target: u16,
    /// The second object.
    pub second: u16,
}

impl<'a> Call<'a> {
    /// The session's rights; refuses outside a session, and where one of the capabilities is missing.
    pub fn require(&self, capability: u64) -> Result<&'a Rights, DeviceError> {
        let rights = self.rights.ok_or(DeviceError::InvalidCommand)?;
        rights.require(capability)?;
        Ok(rights)
    }
}

/// The result of a command.
type Answer = Result<Vec<u8>, DeviceError>;

/// Whether a command works though the log is full and force-audit is on: what opens and closes a session, and what
/// reads and frees the log.
pub fn is_always_allowed(command: u8) -> bool {
    matches!(command, code::CLOSE_SESSION | code::GET_LOG_ENTRIES | code::SET_LOG_INDEX)
}

/// Runs a command on the state.
pub fn run(state: &mut State, command: u8, call: &mut Call<'_>) -> Answer {
    match command {
        code::ECHO => device::echo(call),
        code::DEVICE_INFO => device::info(state, call),
        code::RESET_DEVICE => device::reset(call),
        code::CLOSE_SESSION => device::close_session(call),
        code::GET_STORAGE_INFO => device::storage_info(state, call),
        code::GET_PSEUDO_RANDOM => device::pseudo_random(call),
        code::BLINK_DEVICE => device::blink(call),
        code::LIST_OBJECTS => objects::list(state, call),
        code::GET_OBJECT_INFO => objects::info(state, call),
        code::DELETE_OBJECT => objects::delete(state, call),
        code::PUT_OPAQUE => opaque::put(state, call),
        code::GET_OPAQUE => opaque::get(state, call),
        code::PUT_AUTHENTICATION_KEY => authentication::put(state, call),
        code::CHANGE_AUTHENTICATION_KEY => authentication::change(state, call),
        code::PUT_ASYMMETRIC_KEY => asymmetric::put(state, call),
        code::GENERATE_ASYMMETRIC_KEY => asymmetric::generate(state, call),
        code::GET_PUBLIC_KEY => asymmetric::public_key(state, call),
        code::SIGN_ECDSA => asymmetric::sign_ecdsa(state, call),
        code::SIGN_EDDSA => asymmetric::sign_eddsa(state, call),
        code::DERIVE_ECDH => asymmetric::derive_ecdh(state, call),
        code::PUT_WRAP_KEY => wrap::put(state, call),
        code::GENERATE_WRAP_KEY => wrap::generate(state, call),
        code::WRAP_DATA => wrap::wrap(state, call),
        code::UNWRAP_DATA => wrap::unwrap(state, call),
        code::SIGN_ATTESTATION_CERTIFICATE => attestation::sign(state, call),
        code::SET_OPTION => audit::set_option(state, call),
        code::GET_OPTION => audit::get_option(state, call),
        code::GET_LOG_ENTRIES => audit::entries(state, call),
        code::SET_LOG_INDEX => audit::set_index(state, call),
        _ => Err(DeviceError::InvalidCommand),
    }
}
