//! PINs encrypted to a quorum of tokens: README (19) and (20).

use alloc::vec::Vec;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::dkg::GroupKey;
use crate::group::{
    POINT_LEN, RistrettoPoint, SCALAR_LEN, Scalar, challenge, decode_point, decode_scalar, encode_point, hedged_nonce,
    next_32,
};
use crate::hash::{Digest, hash, wide_hash};
use crate::opening::interpolate;

/// The longest secret, in bytes.
pub const SECRET_LEN_MAX: usize = 32;

/// Bytes of a padded secret: `u8 length ‖ bytes ‖ zeros`.
const PADDED_LEN: usize = SECRET_LEN_MAX + 1;

/// Bytes of a ciphertext: `c ‖ u ‖ ū ‖ e ‖ f`.
pub const PIN_CIPHERTEXT_LEN: usize = PADDED_LEN + 2 * POINT_LEN + 2 * SCALAR_LEN;

/// Bytes of a token's share: `u_i ‖ e_i ‖ f_i`.
pub const PIN_SHARE_LEN: usize = POINT_LEN + 2 * SCALAR_LEN;

const GENERATOR_LABEL: &str = "tamga/tdh2-generator/v1";
const MASK_LABEL: &str = "tamga/tdh2-mask/v1";
const LABEL_LABEL: &str = "tamga/tdh2-label/v1";
const PROOF_LABEL: &str = "tamga/tdh2-proof/v1";
const SHARE_LABEL: &str = "tamga/tdh2-share/v1";

/// Why a secret is not encrypted, a ciphertext or a share refused, or shares not combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Tdh2Error {
    /// The secret is longer than [`SECRET_LEN_MAX`].
    #[error("a secret longer than 32 bytes")]
    SecretLength,
    /// A point or scalar of the ciphertext is not canonical, or a point is the identity.
    #[error("a bad point or scalar in the ciphertext")]
    Ciphertext,
    /// The ciphertext was not made for this key and label, or was changed since.
    #[error("the proof of the ciphertext does not hold for this key and label")]
    Proof,
    /// Another custody key than the one of the group.
    #[error("the key is not the group's")]
    Key,
    /// A token's share is malformed, or its proof does not hold.
    #[error("the share of token {token} does not hold")]
    Share {
        /// The token.
        token: u8,
    },
    /// No token of the group has this index, or it came twice.
    #[error("a share of token {token} that is one too many")]
    Index {
        /// The index.
        token: u8,
    },
    /// Fewer shares than the quorum needs.
    #[error("fewer shares than the quorum needs")]
    TooFewShares,
    /// What comes out is no padded secret: whoever encrypted did not follow README (19).
    #[error("the decrypted secret is not padded as it must be")]
    Padding,
}

impl Tdh2Error {
    /// The token at fault, where one is.
    pub fn culprit(&self) -> Option<u8> {
        match self {
            Tdh2Error::Share { token } | Tdh2Error::Index { token } => Some(*token),
            _ => None,
        }
    }
}

/// The second generator `Ḡ`: nobody knows its logarithm.
fn second_generator() -> RistrettoPoint {
    RistrettoPoint::from_uniform_bytes(&wide_hash(GENERATOR_LABEL, &[]))
}

fn label_digest(label: &[u8]) -> Digest {
    hash(LABEL_LABEL, &[label])
}

/// `padded ⊕ mask` of README (19), its own inverse; `key` is `r·X`.
fn mask(key: &RistrettoPoint, text: &[u8]) -> Zeroizing<Vec<u8>> {
    let encoded = Zeroizing::new(encode_point(key));
    let mask = Zeroizing::new(wide_hash(MASK_LABEL, &[&*encoded]));
    Zeroizing::new(text.iter().zip(mask.iter()).map(|(byte, mask)| byte ^ mask).collect())
}

/// A secret encrypted under the custody key and bound to a label: README (19), 161 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PinCiphertext([u8; PIN_CIPHERTEXT_LEN]);

/// The parts `c ‖ u ‖ ū ‖ e ‖ f` of a ciphertext.
struct Parts<'a> {
    masked: &'a [u8; PADDED_LEN],
    u: RistrettoPoint,
    u_bar: RistrettoPoint,
    e: Scalar,
    f: Scalar,
}

impl PinCiphertext {
    /// Takes the bytes as they are; every use checks them first.
    pub fn from_bytes(untrusted: [u8; PIN_CIPHERTEXT_LEN]) -> Self {
        PinCiphertext(untrusted)
    }

    /// The 161 bytes.
    pub fn to_bytes(&self) -> [u8; PIN_CIPHERTEXT_LEN] {
        self.0
    }

    /// Encrypts `secret` to the custody key `x`, bound to `label`: README (19). Refuses more than 32 bytes.
    pub fn encrypt(
        x: &RistrettoPoint,
        label: &[u8],
        secret: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<Self, Tdh2Error> {
        let mut padded = Zeroizing::new([0; PADDED_LEN]);
        let length = u8::try_from(secret.len()).map_err(|_| Tdh2Error::SecretLength)?;
        let (head, body) = padded.split_at_mut(1);
        head.copy_from_slice(&[length]);
        body.get_mut(..secret.len()).ok_or(Tdh2Error::SecretLength)?.copy_from_slice(secret);

        let g_bar = second_generator();
        let (r, s) = (Zeroizing::new(Scalar::random(rng)), Zeroizing::new(Scalar::random(rng)));
        let masked = mask(&(*r * x), &*padded);
        let (u, u_bar) = (RistrettoPoint::mul_base(&r), *r * g_bar);
        let (w, w_bar) = (RistrettoPoint::mul_base(&s), *s * g_bar);
        let e = proof_challenge(x, &masked, label, [&u, &w, &u_bar, &w_bar]);
        let f = *s + *r * e;
        let bytes = [&**masked, &encode_point(&u), &encode_point(&u_bar), e.as_bytes(), f.as_bytes()].concat();
        bytes.try_into().map(PinCiphertext).map_err(|_| Tdh2Error::Ciphertext)
    }

    /// Checks that the ciphertext was made for this custody key and label by someone who knew the secret: README (19).
    pub fn check(&self, x: &RistrettoPoint, label: &[u8]) -> Result<(), Tdh2Error> {
        self.checked_parts(x, label).map(|_| ())
    }

    /// Token `index`'s share of the decryption, after [`PinCiphertext::check`]: README (20), 96 bytes.
    ///
    /// `share` is the token's share of the custody key `x`, `y` its verification share. Constant time in the share.
    /// The nonce is hedged: even a generator that repeats itself shows no share.
    pub fn share(
        &self,
        index: u8,
        share: &Scalar,
        y: &RistrettoPoint,
        x: &RistrettoPoint,
        label: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<[u8; PIN_SHARE_LEN], Tdh2Error> {
        let parts = self.checked_parts(x, label)?;
        let u_i = share * parts.u;
        let s = hedged_nonce(share, &proved_by_share(label, index, [y, &parts.u, &u_i]), rng);
        let (w, w_bar) = (RistrettoPoint::mul_base(&s), *s * parts.u);
        let e_i = share_challenge(label, index, [y, &parts.u, &u_i, &w, &w_bar]);
        let f_i = *s + share * e_i;
        let bytes = [encode_point(&u_i).as_slice(), e_i.as_bytes(), f_i.as_bytes()].concat();
        bytes.try_into().map_err(|_| Tdh2Error::Share { token: index })
    }

    /// Checks token `index`'s share against its verification share `y`, README (20); refuses, and names the token, when
    /// it is malformed or its proof does not hold. The ciphertext itself is not checked again.
    pub fn verify_share(
        &self,
        index: u8,
        y: &RistrettoPoint,
        label: &[u8],
        untrusted_share: &[u8; PIN_SHARE_LEN],
    ) -> Result<(), Tdh2Error> {
        let u = self.parts().ok_or(Tdh2Error::Ciphertext)?.u;
        open_share(&u, index, y, label, untrusted_share).map(|_| ()).ok_or(Tdh2Error::Share { token: index })
    }

    /// The secret, from shares `(index, bytes)` of at least a quorum: README (20).
    ///
    /// Checks the ciphertext, then every share; the first bad one is named and nothing combined, so that the caller can
    /// try again without it. Refuses an index twice or outside the group, and `x` other than the group's key.
    pub fn combine(
        &self,
        x: &RistrettoPoint,
        label: &[u8],
        untrusted_shares: &[(u8, [u8; PIN_SHARE_LEN])],
        group: &GroupKey,
    ) -> Result<Zeroizing<Vec<u8>>, Tdh2Error> {
        if group.public() != *x {
            return Err(Tdh2Error::Key);
        }
        let parts = self.checked_parts(x, label)?;
        let mut shares: Vec<(u8, RistrettoPoint)> = Vec::new();
        for (index, untrusted_share) in untrusted_shares {
            let token = *index;
            let seen = shares.iter().any(|(other, _)| *other == token);
            if seen || group.quorum.check_index(token).is_err() {
                return Err(Tdh2Error::Index { token });
            }
            let y = group.verification_share(token);
            let u_i = open_share(&parts.u, token, &y, label, untrusted_share).ok_or(Tdh2Error::Share { token })?;
            shares.push((token, u_i));
        }
        if shares.len() < usize::from(group.quorum.needed) {
            return Err(Tdh2Error::TooFewShares);
        }
        let key = Zeroizing::new(interpolate(&shares).map_err(|_| Tdh2Error::TooFewShares)?);
        unpad(&mask(&key, parts.masked))
    }

    fn parts(&self) -> Option<Parts<'_>> {
        let (masked, mut rest) = self.0.split_first_chunk()?;
        Some(Parts {
            masked,
            u: decode_point(next_32(&mut rest)?).ok()?,
            u_bar: decode_point(next_32(&mut rest)?).ok()?,
            e: decode_scalar(next_32(&mut rest)?).ok()?,
            f: decode_scalar(next_32(&mut rest)?).ok()?,
        })
    }

    fn checked_parts(&self, x: &RistrettoPoint, label: &[u8]) -> Result<Parts<'_>, Tdh2Error> {
        let parts = self.parts().ok_or(Tdh2Error::Ciphertext)?;
        let Parts { masked, u, u_bar, e, f } = &parts;
        let w = RistrettoPoint::mul_base(f) - e * u;
        let w_bar = f * second_generator() - e * u_bar;
        if proof_challenge(x, *masked, label, [u, &w, u_bar, &w_bar]) != *e {
            return Err(Tdh2Error::Proof);
        }
        Ok(parts)
    }
}

/// `e` of README (19) over `u, w, ū, w̄`.
fn proof_challenge(x: &RistrettoPoint, masked: &[u8], label: &[u8], points: [&RistrettoPoint; 4]) -> Scalar {
    let [u, w, u_bar, w_bar] = points.map(encode_point);
    let label = label_digest(label);
    challenge(PROOF_LABEL, &[&encode_point(x), masked, &label, &u, &w, &u_bar, &w_bar])
}

/// What a share proves, README (20), without its nonce: hedges that nonce.
fn proved_by_share(label: &[u8], index: u8, points: [&RistrettoPoint; 3]) -> Digest {
    let [y, u, u_i] = points.map(encode_point);
    hash(SHARE_LABEL, &[&label_digest(label), &[index], &y, &u, &u_i])
}

/// `e_i` of README (20) over `Y_i, u, u_i, s·G, s·u`.
fn share_challenge(label: &[u8], index: u8, points: [&RistrettoPoint; 5]) -> Scalar {
    let [y, u, u_i, w, w_bar] = points.map(encode_point);
    challenge(SHARE_LABEL, &[&label_digest(label), &[index], &y, &u, &u_i, &w, &w_bar])
}

/// `u_i` of a share whose proof holds: README (20).
fn open_share(
    u: &RistrettoPoint,
    index: u8,
    y: &RistrettoPoint,
    label: &[u8],
    untrusted_share: &[u8; PIN_SHARE_LEN],
) -> Option<RistrettoPoint> {
    let mut rest = untrusted_share.as_slice();
    let u_i = decode_point(next_32(&mut rest)?).ok()?;
    let e_i = decode_scalar(next_32(&mut rest)?).ok()?;
    let f_i = decode_scalar(next_32(&mut rest)?).ok()?;
    let w = RistrettoPoint::mul_base(&f_i) - e_i * y;
    let w_bar = f_i * u - e_i * u_i;
    (share_challenge(label, index, [y, u, &u_i, &w, &w_bar]) == e_i).then_some(u_i)
}

fn unpad(padded: &[u8]) -> Result<Zeroizing<Vec<u8>>, Tdh2Error> {
    let (length, body) = padded.split_first().ok_or(Tdh2Error::Padding)?;
    let (secret, zeros) = body.split_at_checked(usize::from(*length)).ok_or(Tdh2Error::Padding)?;
    if zeros.iter().any(|byte| *byte != 0) {
        return Err(Tdh2Error::Padding);
    }
    Ok(Zeroizing::new(secret.to_vec()))
}
