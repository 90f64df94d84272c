//! Keys on P-256, P-384 and Ed25519.

use p256::ecdsa::signature::hazmat::PrehashSigner;
use p256::elliptic_curve::sec1::ToSec1Point;

use super::{Answer, Call};
use crate::capability;
use crate::error::DeviceError;
use crate::fields::Fields;
use crate::object::{EC_ED25519, EC_P256, EC_P384, Head, Kind, ORIGIN_GENERATED, ORIGIN_IMPORTED, Object};
use crate::state::{State, random};

const P256_LEN: usize = 32;
const P384_LEN: usize = 48;
const ED25519_LEN: usize = 32;
/// The longest digest that SIGN ECDSA takes: SHA-512.
const DIGEST_LEN_MAX: usize = 64;

/// PUT ASYMMETRIC KEY: its identifier.
pub fn put(state: &mut State, call: &mut Call<'_>) -> Answer {
    let rights = call.require(capability::PUT_ASYMMETRIC_KEY)?;
    let mut fields = Fields::new(call.data);
    let head = Head::parse(&mut fields)?;
    call.target = head.id;
    let value = fields.rest();
    public_half(head.algorithm, value)?;
    call.target = state.insert(rights, Kind::AsymmetricKey, &head, 0, ORIGIN_IMPORTED, value.to_vec())?;
    Ok(call.target.to_be_bytes().to_vec())
}

/// GENERATE ASYMMETRIC KEY: its identifier.
pub fn generate(state: &mut State, call: &mut Call<'_>) -> Answer {
    let rights = call.require(capability::GENERATE_ASYMMETRIC_KEY)?;
    let mut fields = Fields::new(call.data);
    let head = Head::parse(&mut fields)?;
    call.target = head.id;
    fields.end()?;
    let value = loop {
        let candidate = match head.algorithm {
            EC_P256 => random::<P256_LEN>().to_vec(),
            EC_P384 => random::<P384_LEN>().to_vec(),
            EC_ED25519 => random::<ED25519_LEN>().to_vec(),
            _ => return Err(DeviceError::InvalidData),
        };
        if public_half(head.algorithm, &candidate).is_ok() {
            break candidate;
        }
    };
    call.target = state.insert(rights, Kind::AsymmetricKey, &head, 0, ORIGIN_GENERATED, value)?;
    Ok(call.target.to_be_bytes().to_vec())
}

/// GET PUBLIC KEY: the algorithm, then both coordinates, or the 32 bytes of an Ed25519 key.
pub fn public_key(state: &State, call: &mut Call<'_>) -> Answer {
    let rights = call.require(0)?;
    let mut fields = Fields::new(call.data);
    call.target = fields.u16()?;
    if !fields.is_empty() && Kind::from_u8(fields.u8()?)? != Kind::AsymmetricKey {
        return Err(DeviceError::InvalidData);
    }
    fields.end()?;
    let key = state.find(rights, Kind::AsymmetricKey, call.target)?;
    let public = public_half(key.algorithm, key.value.expose_bytes())?;
    Ok([&[key.algorithm], public.as_slice()].concat())
}

/// SIGN ECDSA: a DER signature of a digest, which is cut or filled to the size of the curve.
pub fn sign_ecdsa(state: &State, call: &mut Call<'_>) -> Answer {
    let (key, digest) = used(state, call, capability::SIGN_ECDSA)?;
    if digest.is_empty() || digest.len() > DIGEST_LEN_MAX {
        return Err(DeviceError::WrongLength);
    }
    let secret = key.value.expose_bytes();
    match key.algorithm {
        EC_P256 => {
            let key = p256::ecdsa::SigningKey::from_slice(secret).map_err(|_| DeviceError::InvalidData)?;
            let signature: Result<p256::ecdsa::DerSignature, _> = key.sign_prehash(&filled(digest, P256_LEN));
            signature.map(|signature| signature.as_bytes().to_vec()).map_err(|_| DeviceError::InvalidData)
        }
        EC_P384 => {
            let key = p384::ecdsa::SigningKey::from_slice(secret).map_err(|_| DeviceError::InvalidData)?;
            let signature: Result<p384::ecdsa::DerSignature, _> = key.sign_prehash(&filled(digest, P384_LEN));
            signature.map(|signature| signature.as_bytes().to_vec()).map_err(|_| DeviceError::InvalidData)
        }
        _ => Err(DeviceError::InvalidData),
    }
}

/// SIGN EDDSA: 64 bytes.
pub fn sign_eddsa(state: &State, call: &mut Call<'_>) -> Answer {
    let (key, message) = used(state, call, capability::SIGN_EDDSA)?;
    if key.algorithm != EC_ED25519 {
        return Err(DeviceError::InvalidData);
    }
    Ok(ed25519(key.value.expose_bytes())?.sign(message).to_bytes().to_vec())
}

/// DERIVE ECDH: the x-coordinate of the shared point; the peer's point comes uncompressed.
pub fn derive_ecdh(state: &State, call: &mut Call<'_>) -> Answer {
    let (key, point) = used(state, call, capability::DERIVE_ECDH)?;
    let secret = key.value.expose_bytes();
    let uncompressed = |len: usize| {
        if point.len() != 1 + 2 * len {
            return Err(DeviceError::WrongLength);
        }
        if point.first() == Some(&0x04) { Ok(()) } else { Err(DeviceError::InvalidData) }
    };
    match key.algorithm {
        EC_P256 => {
            uncompressed(P256_LEN)?;
            let peer = p256::PublicKey::from_sec1_bytes(point).map_err(|_| DeviceError::InvalidData)?;
            let own = p256::SecretKey::from_slice(secret).map_err(|_| DeviceError::InvalidData)?;
            let shared = p256::ecdh::diffie_hellman(own.to_nonzero_scalar(), peer.as_affine());
            Ok(shared.raw_secret_bytes().to_vec())
        }
        EC_P384 => {
            uncompressed(P384_LEN)?;
            let peer = p384::PublicKey::from_sec1_bytes(point).map_err(|_| DeviceError::InvalidData)?;
            let own = p384::SecretKey::from_slice(secret).map_err(|_| DeviceError::InvalidData)?;
            let shared = p384::ecdh::diffie_hellman(own.to_nonzero_scalar(), peer.as_affine());
            Ok(shared.raw_secret_bytes().to_vec())
        }
        _ => Err(DeviceError::InvalidData),
    }
}

/// The public half of a private key; refuses keys that are none.
fn public_half(algorithm: u8, secret: &[u8]) -> Result<Vec<u8>, DeviceError> {
    let expected = match algorithm {
        EC_P256 => P256_LEN,
        EC_P384 => P384_LEN,
        EC_ED25519 => ED25519_LEN,
        _ => return Err(DeviceError::InvalidData),
    };
    if secret.len() != expected {
        return Err(DeviceError::WrongLength);
    }
    let point = match algorithm {
        EC_P256 => {
            let key = p256::SecretKey::from_slice(secret).map_err(|_| DeviceError::InvalidData)?;
            key.public_key().to_sec1_point(false).as_bytes().to_vec()
        }
        EC_P384 => {
            let key = p384::SecretKey::from_slice(secret).map_err(|_| DeviceError::InvalidData)?;
            key.public_key().to_sec1_point(false).as_bytes().to_vec()
        }
        _ => return Ok(<[u8; ED25519_LEN]>::from(ed25519(secret)?.verification_key()).to_vec()),
    };
    point.split_first().map(|(_, coordinates)| coordinates.to_vec()).ok_or(DeviceError::InvalidData)
}

fn ed25519(secret: &[u8]) -> Result<ed25519_zebra::SigningKey, DeviceError> {
    let seed: &[u8; ED25519_LEN] = secret.try_into().map_err(|_| DeviceError::WrongLength)?;
    Ok(ed25519_zebra::SigningKey::from_bytes(seed))
}

/// The leftmost bytes of a digest, or the digest behind zeros.
fn filled(digest: &[u8], len: usize) -> Vec<u8> {
    let zeros = len.saturating_sub(digest.len());
    std::iter::repeat_n(0, zeros).chain(digest.iter().copied()).take(len).collect()
}

/// The key of a command that uses one, and the rest of its data: the session and the key need the capability.
fn used<'s, 'd>(state: &'s State, call: &mut Call<'d>, capability: u64) -> Result<(&'s Object, &'d [u8]), DeviceError> {
    let rights = call.require(capability)?;
    let mut fields = Fields::new(call.data);
    call.target = fields.u16()?;
    let key = state.find(rights, Kind::AsymmetricKey, call.target)?;
    key.require(capability, DeviceError::InsufficientPermissions)?;
    Ok((key, fields.rest()))
}
