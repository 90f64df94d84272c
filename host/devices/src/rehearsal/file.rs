//! The file of a rehearsal HSM, byte by byte as the README has it.

use p384::elliptic_curve::sec1::ToSec1Point;
use tamga_crypto::hash::sha3_256;
use tamga_crypto::hpke::{MLKEM_EK_LEN, P384_POINT_LEN, SEED_LEN, mlkem};

use super::vault::{NONCE_LEN, TAG_LEN, TRIES_MAX, Vault};
use crate::hsm::{ED25519_KEY_LEN, Role, is_serial};

/// The first line of the file.
pub const FIRST_LINE: &[u8] = b"tamga/rehearsal-hsm/v1 REHEARSAL\n";
/// Bytes of a wrapped ML-KEM seed: nonce ‖ ciphertext ‖ tag.
pub const WRAPPED_LEN: usize = NONCE_LEN + SEED_LEN + TAG_LEN;
/// Bytes of the seal role's secrets: an Ed25519 seed.
pub const SEAL_SECRETS_LEN: usize = 32;
/// Bytes of a tally or escrow role's secrets: P-384 scalar ‖ AES-256 wrapping key.
pub const OPENING_SECRETS_LEN: usize = 48 + 32;

/// Why a file is not one of a rehearsal HSM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// The first line is another: no such file, another version, or one not marked REHEARSAL.
    #[error("the first line is not that of a rehearsal HSM")]
    FirstLine,
    /// The file ends early or goes on after its end.
    #[error("the file has the wrong length")]
    Length,
    /// The digest at its end is not that of the bytes before.
    #[error("the file was changed or damaged")]
    Digest,
    /// The serial number is empty, too long, or has other characters than `[a-z0-9-]`.
    #[error("the serial number is not one")]
    Serial,
    /// A public key of the role does not decode.
    #[error("the public key of role {0} is not one")]
    PublicKey(Role),
    /// A count of tries above the maximum.
    #[error("the count of tries of role {0} is impossible")]
    Tries(Role),
}

/// The public part of a tally or escrow key, with its wrapped seed.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct OpeningPublic {
    pub mlkem: Box<[u8; MLKEM_EK_LEN]>,
    pub p384: [u8; P384_POINT_LEN],
    pub wrapped: [u8; WRAPPED_LEN],
}

/// Everything a device with keys keeps at rest.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct AtRest {
    pub seal_key: [u8; ED25519_KEY_LEN],
    pub tally: OpeningPublic,
    pub escrow: OpeningPublic,
    /// In the order of [`Role::ALL`].
    pub vaults: [Vault; 4],
}

/// The part of the file before the vaults; every vault is bound to it.
pub(super) fn head(
    serial: &str,
    seal_key: &[u8; ED25519_KEY_LEN],
    tally: &OpeningPublic,
    escrow: &OpeningPublic,
) -> Vec<u8> {
    let mut bytes = FIRST_LINE.to_vec();
    bytes.push(serial.len() as u8);
    bytes.extend_from_slice(serial.as_bytes());
    bytes.extend_from_slice(seal_key);
    for public in [tally, escrow] {
        bytes.extend_from_slice(public.mlkem.as_slice());
        bytes.extend_from_slice(&public.p384);
        bytes.extend_from_slice(&public.wrapped);
    }
    bytes
}

/// The whole file.
pub(super) fn to_bytes(serial: &str, state: &AtRest) -> Vec<u8> {
    let mut bytes = head(serial, &state.seal_key, &state.tally, &state.escrow);
    for vault in &state.vaults {
        bytes.push(vault.tries);
        bytes.extend_from_slice(&vault.salt);
        bytes.extend_from_slice(&vault.nonce);
        bytes.extend_from_slice(&vault.ciphertext);
    }
    let digest = sha3_256(&[&bytes]);
    bytes.extend_from_slice(&digest);
    bytes
}

/// Serial number and state of a file. The digest tells damage; a forger can make a new one, but not one whose vaults
/// open.
pub(super) fn parse(untrusted_file: &[u8]) -> Result<(String, AtRest), FileError> {
    let after_line = untrusted_file.strip_prefix(FIRST_LINE).ok_or(FileError::FirstLine)?;
    let (body, digest) = after_line.split_last_chunk::<32>().ok_or(FileError::Length)?;
    if sha3_256(&[FIRST_LINE, body]) != *digest {
        return Err(FileError::Digest);
    }
    let mut rest = body;
    let [serial_len] = *take::<1>(&mut rest)?;
    let (serial, after_serial) = rest.split_at_checked(usize::from(serial_len)).ok_or(FileError::Length)?;
    rest = after_serial;
    let serial = std::str::from_utf8(serial).ok().filter(|text| is_serial(text.as_bytes())).ok_or(FileError::Serial)?;
    let state = AtRest {
        seal_key: *take(&mut rest)?,
        tally: take_public(&mut rest, Role::Tally)?,
        escrow: take_public(&mut rest, Role::Escrow)?,
        vaults: [
            take_vault(&mut rest, Role::Seal)?,
            take_vault(&mut rest, Role::Tally)?,
            take_vault(&mut rest, Role::Escrow)?,
            take_vault(&mut rest, Role::Admin)?,
        ],
    };
    if !rest.is_empty() {
        return Err(FileError::Length);
    }
    Ok((serial.to_owned(), state))
}

/// The next `N` bytes of `rest`, which moves past them.
fn take<'a, const N: usize>(rest: &mut &'a [u8]) -> Result<&'a [u8; N], FileError> {
    let (head, tail) = rest.split_first_chunk().ok_or(FileError::Length)?;
    *rest = tail;
    Ok(head)
}

fn take_public(rest: &mut &[u8], role: Role) -> Result<OpeningPublic, FileError> {
    let public = OpeningPublic { mlkem: Box::new(*take(rest)?), p384: *take(rest)?, wrapped: *take(rest)? };
    mlkem::PublicKey::from_bytes(public.mlkem.as_slice()).map_err(|_| FileError::PublicKey(role))?;
    decode_point(&public.p384).ok_or(FileError::PublicKey(role))?;
    Ok(public)
}

fn take_vault(rest: &mut &[u8], role: Role) -> Result<Vault, FileError> {
    let [tries] = *take(rest)?;
    if tries > TRIES_MAX {
        return Err(FileError::Tries(role));
    }
    let secrets_len = match role {
        Role::Seal => SEAL_SECRETS_LEN,
        Role::Tally | Role::Escrow => OPENING_SECRETS_LEN,
        Role::Admin => 0,
    };
    let (salt, nonce) = (*take(rest)?, *take(rest)?);
    let (ciphertext, after) = rest.split_at_checked(secrets_len + TAG_LEN).ok_or(FileError::Length)?;
    *rest = after;
    Ok(Vault { tries, salt, nonce, ciphertext: ciphertext.to_vec() })
}

/// A point of P-384 in the one encoding accepted: uncompressed, on the curve, not at infinity.
pub(super) fn decode_point(untrusted_point: &[u8; P384_POINT_LEN]) -> Option<p384::PublicKey> {
    let point = p384::PublicKey::from_sec1_bytes(untrusted_point).ok()?;
    (encode_point(&point) == *untrusted_point).then_some(point)
}

/// The uncompressed encoding of a point, 97 bytes.
pub(super) fn encode_point(point: &p384::PublicKey) -> [u8; P384_POINT_LEN] {
    let mut bytes = [0u8; P384_POINT_LEN];
    bytes.copy_from_slice(point.to_sec1_point(false).as_bytes());
    bytes
}
