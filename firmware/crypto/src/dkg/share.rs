//! Shares on their way from token to token: README (11).

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::group_key::evaluate;
use super::package::Package;
use super::{Context, DkgError};
use crate::group::{RistrettoPoint, SCALAR_LEN, Scalar, decode_scalar};
use crate::hash::{Digest, hash};
use crate::hpke::x25519;
use crate::sign::{Signature, SigningKey, VerifyingKey};

/// Bytes of `enc ‖ ct`: an X25519 point, a scalar and a tag.
const SEALED_LEN: usize = 80;

/// Bytes of a signed envelope: `enc ‖ ct ‖ signature`.
pub const ENVELOPE_LEN: usize = SEALED_LEN + 64;

const INFO: &[u8] = b"tamga/dkg-share/v1";
const ENVELOPE_LABEL: &str = "tamga/dkg-envelope/v1";

/// What the dealer signs; `way` is `[i, j]`.
fn signed_digest(context: &Context, way: [u8; 2], sealed: &[u8]) -> Digest {
    hash(ENVELOPE_LABEL, &[context.digest(), &way, sealed])
}

pub(super) fn seal(
    context: &Context,
    way: [u8; 2],
    share: &Scalar,
    share_key: &[u8; 32],
    identity: &SigningKey,
    rng: &mut impl CryptoRng,
) -> Result<[u8; ENVELOPE_LEN], DkgError> {
    let [_, receiver] = way;
    let info: [&[u8]; 3] = [INFO, context.digest(), &way];
    let sealed =
        x25519::seal(share_key, &info, share.as_bytes(), rng).map_err(|_| DkgError::ShareKey { token: receiver })?;
    let signature = identity.sign(&signed_digest(context, way, &sealed));
    [sealed.as_slice(), &signature.to_bytes()].concat().try_into().map_err(|_| DkgError::EnvelopeLength)
}

/// The share `f_i(j)` that dealer `dealer` sent to token `receiver`, checked against the dealer's package: README (11).
///
/// Refuses an envelope that the dealer did not sign, which names nobody; a signed envelope that does not open, or
/// whose share does not fit `f_i(j)·G = Σ_k j^k·C_{i,k}`, names the dealer.
pub fn open_share(
    context: &Context,
    dealer: u8,
    receiver: u8,
    secret_key: &x25519::SecretKey,
    dealer_key: &VerifyingKey,
    package: &Package,
    untrusted_envelope: &[u8],
) -> Result<Zeroizing<Scalar>, DkgError> {
    package.quorum().check_index(dealer)?;
    package.quorum().check_index(receiver)?;
    let envelope: &[u8; ENVELOPE_LEN] = untrusted_envelope.try_into().map_err(|_| DkgError::EnvelopeLength)?;
    let (sealed, signature) = envelope.split_first_chunk::<SEALED_LEN>().ok_or(DkgError::EnvelopeLength)?;
    let signature: [u8; 64] = signature.try_into().map_err(|_| DkgError::EnvelopeLength)?;
    let way = [dealer, receiver];
    dealer_key
        .verify(&signed_digest(context, way, sealed), &Signature::from_bytes(signature))
        .map_err(|_| DkgError::EnvelopeSignature { dealer })?;

    let share = open_scalar(context, way, secret_key, sealed).ok_or(DkgError::EnvelopeOpening { dealer })?;
    if RistrettoPoint::mul_base(&share) != evaluate(package.commitments(), receiver) {
        return Err(DkgError::Share { dealer });
    }
    Ok(share)
}

fn open_scalar(
    context: &Context,
    way: [u8; 2],
    secret_key: &x25519::SecretKey,
    untrusted_sealed: &[u8; SEALED_LEN],
) -> Option<Zeroizing<Scalar>> {
    let info: [&[u8]; 3] = [INFO, context.digest(), &way];
    let plaintext = x25519::open(secret_key, &info, untrusted_sealed).ok()?;
    let bytes: &[u8; SCALAR_LEN] = plaintext.as_slice().try_into().ok()?;
    decode_scalar(bytes).ok().map(Zeroizing::new)
}
