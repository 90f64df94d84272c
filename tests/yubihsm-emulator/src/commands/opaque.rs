//! Opaque objects.

use super::{Answer, Call};
use crate::capability;
use crate::error::DeviceError;
use crate::fields::Fields;
use crate::object::{Head, Kind, OPAQUE_DATA, OPAQUE_X509_CERTIFICATE, ORIGIN_IMPORTED};
use crate::state::State;

/// PUT OPAQUE: its identifier.
pub fn put(state: &mut State, call: &mut Call<'_>) -> Answer {
    let rights = call.require(capability::PUT_OPAQUE)?;
    let mut fields = Fields::new(call.data);
    let head = Head::parse(&mut fields)?;
    call.target = head.id;
    let value = fields.rest();
    if value.is_empty() {
        return Err(DeviceError::WrongLength);
    }
    if head.algorithm != OPAQUE_DATA && head.algorithm != OPAQUE_X509_CERTIFICATE {
        return Err(DeviceError::InvalidData);
    }
    call.target = state.insert(rights, Kind::Opaque, &head, 0, ORIGIN_IMPORTED, value.to_vec())?;
    Ok(call.target.to_be_bytes().to_vec())
}

/// GET OPAQUE: its bytes. Object 0 is the certificate of the attestation key.
pub fn get(state: &State, call: &mut Call<'_>) -> Answer {
    let rights = call.require(capability::GET_OPAQUE)?;
    let mut fields = Fields::new(call.data);
    call.target = fields.u16()?;
    fields.end()?;
    let object = state.find(rights, Kind::Opaque, call.target)?;
    Ok(object.value.expose_bytes().to_vec())
}
