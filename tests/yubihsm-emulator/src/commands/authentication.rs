//! Authentication keys.

use super::{Answer, Call};
use crate::capability;
use crate::channel::KEY_LEN;
use crate::error::DeviceError;
use crate::fields::Fields;
use crate::object::{AES128_AUTHENTICATION, Head, Kind, ORIGIN_IMPORTED};
use crate::secret::Secret;
use crate::state::State;

/// PUT AUTHENTICATION KEY: its identifier. Two AES-128 keys; keys on P-256 are refused.
pub fn put(state: &mut State, call: &mut Call<'_>) -> Answer {
    let rights = call.require(capability::PUT_AUTHENTICATION_KEY)?;
    let mut fields = Fields::new(call.data);
    let head = Head::parse(&mut fields)?;
    call.target = head.id;
    let delegated = fields.u64()?;
    if head.algorithm != AES128_AUTHENTICATION {
        return Err(DeviceError::InvalidData);
    }
    let keys: [u8; 2 * KEY_LEN] = fields.array()?;
    fields.end()?;
    let kind = Kind::AuthenticationKey;
    call.target = state.insert(rights, kind, &head, delegated, ORIGIN_IMPORTED, keys.to_vec())?;
    Ok(call.target.to_be_bytes().to_vec())
}

/// CHANGE AUTHENTICATION KEY: new keys for the key that opened the session, and for no other.
pub fn change(state: &mut State, call: &mut Call<'_>) -> Answer {
    let rights = call.require(capability::CHANGE_AUTHENTICATION_KEY)?;
    let mut fields = Fields::new(call.data);
    call.target = fields.u16()?;
    if fields.u8()? != AES128_AUTHENTICATION {
        return Err(DeviceError::InvalidData);
    }
    let keys: [u8; 2 * KEY_LEN] = fields.array()?;
    fields.end()?;
    if call.target != rights.key_id {
        return Err(DeviceError::InvalidId);
    }
    if !state.replace(Kind::AuthenticationKey, call.target, Secret::new(keys.to_vec())) {
        return Err(DeviceError::ObjectNotFound);
    }
    Ok(call.target.to_be_bytes().to_vec())
}
