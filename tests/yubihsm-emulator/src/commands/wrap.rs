//! AES-256 wrap keys: AES-CCM with 13 bytes of nonce and 16 bytes of tag.

use aes::Aes256;
use ccm::aead::Aead;
use ccm::consts::{U13, U16};
use ccm::{Ccm, KeyInit};

use super::{Answer, Call};
use crate::capability;
use crate::error::DeviceError;
use crate::fields::Fields;
use crate::object::{AES256_CCM_WRAP, Head, Kind, ORIGIN_GENERATED, ORIGIN_IMPORTED, Object};
use crate::state::{State, random};

const KEY_LEN: usize = 32;
const NONCE_LEN: usize = 13;
const TAG_LEN: usize = 16;
/// The longest data that fit a message of older firmware with their overhead.
const DATA_LEN_MAX: usize = 3072;

type Cipher = Ccm<Aes256, U16, U13>;

/// PUT WRAP KEY: its identifier. AES-256 alone.
pub fn put(state: &mut State, call: &mut Call<'_>) -> Answer {
    call.require(capability::PUT_WRAP_KEY)?;
    let mut fields = Fields::new(call.data);
    let (head, delegated) = parse(&mut fields, call)?;
    let value: [u8; KEY_LEN] = fields.array()?;
    fields.end()?;
    insert(state, call, &head, delegated, ORIGIN_IMPORTED, value)
}

/// GENERATE WRAP KEY: its identifier. AES-256 alone.
pub fn generate(state: &mut State, call: &mut Call<'_>) -> Answer {
    call.require(capability::GENERATE_WRAP_KEY)?;
    let mut fields = Fields::new(call.data);
    let (head, delegated) = parse(&mut fields, call)?;
    fields.end()?;
    insert(state, call, &head, delegated, ORIGIN_GENERATED, random())
}

/// WRAP DATA: nonce, ciphertext and tag of a zero byte and the data.
pub fn wrap(state: &State, call: &mut Call<'_>) -> Answer {
    let (key, data) = used(state, call, capability::WRAP_DATA)?;
    if data.is_empty() || data.len() > DATA_LEN_MAX {
        return Err(DeviceError::WrongLength);
    }
    let nonce: [u8; NONCE_LEN] = random();
    let plain = [&[0], data].concat();
    let sealed = cipher(key)?.encrypt((&nonce).into(), plain.as_slice()).map_err(|_| DeviceError::InvalidData)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// UNWRAP DATA: the data, without the zero byte.
pub fn unwrap(state: &State, call: &mut Call<'_>) -> Answer {
    let (key, wrapped) = used(state, call, capability::UNWRAP_DATA)?;
    let (nonce, sealed) = wrapped.split_first_chunk::<NONCE_LEN>().ok_or(DeviceError::WrongLength)?;
    if sealed.len() <= TAG_LEN {
        return Err(DeviceError::WrongLength);
    }
    let plain = cipher(key)?.decrypt(nonce.into(), sealed).map_err(|_| DeviceError::InvalidData)?;
    match plain.split_first() {
        Some((0, data)) => Ok(data.to_vec()),
        _ => Err(DeviceError::InvalidData),
    }
}

fn parse(fields: &mut Fields<'_>, call: &mut Call<'_>) -> Result<(Head, u64), DeviceError> {
    let head = Head::parse(fields)?;
    call.target = head.id;
    if head.algorithm != AES256_CCM_WRAP {
        return Err(DeviceError::InvalidData);
    }
    Ok((head, fields.u64()?))
}

fn insert(
    state: &mut State,
    call: &mut Call<'_>,
    head: &Head,
    delegated: u64,
    origin: u8,
    value: [u8; KEY_LEN],
) -> Answer {
    let rights = call.require(0)?;
    call.target = state.insert(rights, Kind::WrapKey, head, delegated, origin, value.to_vec())?;
    Ok(call.target.to_be_bytes().to_vec())
}

fn cipher(key: &Object) -> Result<Cipher, DeviceError> {
    Cipher::new_from_slice(key.value.expose_bytes()).map_err(|_| DeviceError::InvalidData)
}

/// The key of a command that uses one, and the rest of its data. A key without the capability is "invalid data" here,
/// as the vendor's own tests of the device have it.
fn used<'s, 'd>(state: &'s State, call: &mut Call<'d>, capability: u64) -> Result<(&'s Object, &'d [u8]), DeviceError> {
    let rights = call.require(capability)?;
    let mut fields = Fields::new(call.data);
    call.target = fields.u16()?;
    let key = state.find(rights, Kind::WrapKey, call.target)?;
    key.require(capability, DeviceError::InvalidData)?;
    Ok((key, fields.rest()))
}
