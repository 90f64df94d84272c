//! Attestation of keys.

use super::{Answer, Call};
use crate::attestation;
use crate::capability;
use crate::error::DeviceError;
use crate::fields::Fields;
use crate::object::{Kind, OPAQUE_X509_CERTIFICATE};
use crate::state::State;

/// SIGN ATTESTATION CERTIFICATE: the certificate of a key, signed by the attestation key 0 or by a P-256 key that has the
/// capability and whose certificate is the opaque object of the same identifier.
pub fn sign(state: &State, call: &mut Call<'_>) -> Answer {
    let rights = call.require(capability::SIGN_ATTESTATION_CERTIFICATE)?;
    let mut fields = Fields::new(call.data);
    call.target = fields.u16()?;
    call.second = fields.u16()?;
    fields.end()?;
    let key = state.find(rights, Kind::AsymmetricKey, call.target)?;
    let signer = state.find(rights, Kind::AsymmetricKey, call.second)?;
    signer.require(capability::SIGN_ATTESTATION_CERTIFICATE, DeviceError::InsufficientPermissions)?;
    let template = state.find(rights, Kind::Opaque, call.second)?;
    if template.algorithm != OPAQUE_X509_CERTIFICATE {
        return Err(DeviceError::InvalidData);
    }
    attestation::attest(state.serial, key, signer, template.value.expose_bytes())
}
