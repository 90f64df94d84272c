//! `tamga/keys/v1`: the public-key file, and its digest `K`.

use curve25519_dalek::RistrettoPoint;

use super::definition::Definition;
use super::evidence::Evidence;
use crate::bytes::Cursor;
use crate::digest::{Digest, sha3};
use crate::group;
use crate::hybrid;
use crate::limits;
use crate::reason::{Reason, same_number};
use crate::signature::{is_key, is_p384_key, signed_bytes, signed_p384};

/// Model of an HSM that only rehearses.
const REHEARSAL_MODEL: &str = "rehearsal";

/// How an HSM seals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SealKey {
    /// Ed25519.
    Ed25519([u8; 32]),
    /// ECDSA P-384: an uncompressed point.
    EcdsaP384(Box<[u8; 97]>),
}

impl SealKey {
    /// Reads the key of this algorithm number. Refuses what is no key of it.
    fn parse(algorithm: u8, untrusted_key: &[u8]) -> Result<Self, Reason> {
        let ed25519 = || untrusted_key.try_into().ok().filter(is_key).map(Self::Ed25519);
        let p384 = || untrusted_key.try_into().ok().filter(is_p384_key).map(|key| Self::EcdsaP384(Box::new(key)));
        match algorithm {
            1 => ed25519(),
            2 => p384(),
            _ => None,
        }
        .ok_or(Reason::BadSealKey)
    }

    /// Bytes of a signature.
    pub(crate) fn signature_len(&self) -> usize {
        match self {
            Self::Ed25519(_) => 64,
            Self::EcdsaP384(_) => 96,
        }
    }

    /// The signature type of C2SP signed notes, and the key.
    pub(crate) fn note_type(&self) -> (&'static [u8], &[u8]) {
        match self {
            Self::Ed25519(key) => (b"\x01", key),
            Self::EcdsaP384(key) => (b"\xfftamga/ecdsa-p384-sha384/v1", key.as_slice()),
        }
    }

    /// Whether `signature` over these bytes holds; one of another length does not.
    pub(crate) fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Ed25519(key) => signature.try_into().is_ok_and(|signature| signed_bytes(key, message, signature)),
            Self::EcdsaP384(key) => signature.try_into().is_ok_and(|signature| signed_p384(key, message, signature)),
        }
    }
}

/// An HSM's public keys.
#[derive(Clone, Debug)]
pub(crate) struct Hsm {
    /// Its serial.
    pub(crate) serial: String,
    /// Its model.
    pub(crate) model: String,
    /// The key of its seal role.
    pub(crate) seal: SealKey,
    /// What the host said of it; nothing of the built-in one.
    pub(crate) evidence: Evidence,
}

/// The public-key file.
#[derive(Clone, Debug)]
pub(crate) struct PublicKeys {
    /// `K`.
    pub(crate) digest: Digest,
    /// Custody commitments `C_0 … C_{M−1}`.
    pub(crate) custody: Vec<RistrettoPoint>,
    /// Election commitments; the first is the election key `P`.
    pub(crate) election: Vec<RistrettoPoint>,
    /// In definition order.
    pub(crate) hsms: Vec<Hsm>,
    /// ML-KEM-1024 encapsulation keys, in definition order.
    pub(crate) regions: Vec<Vec<u8>>,
}

impl PublicKeys {
    /// Reads a public-key file of this definition.
    pub(crate) fn parse(untrusted: &[u8], definition: &Definition) -> Result<Self, Reason> {
        if untrusted.len() > limits::KEYS {
            return Err(Reason::TooLong { max: limits::KEYS as u64 });
        }
        let mut cursor = Cursor::new(untrusted);
        cursor.format("tamga/keys/v1")?;
        cursor.digest("D", &definition.digest)?;
        same_number("officers", definition.officers.len(), cursor.u8()?)?;
        same_number("quorum", definition.quorum, cursor.u8()?)?;
        let custody = commitments(&mut cursor, definition.quorum)?;
        let election = commitments(&mut cursor, definition.quorum)?;
        let body_len = cursor.left();
        same_number("HSMs", definition.hsms.len(), cursor.u8()?)?;
        let hsms = definition
            .hsms
            .iter()
            .map(|serial| hsm(&mut cursor, serial, definition.rehearsal))
            .collect::<Result<_, _>>()?;
        same_number("regions", definition.regions.len(), cursor.u16()?)?;
        let mut regions = Vec::with_capacity(definition.regions.len());
        for _ in &definition.regions {
            regions.push(encapsulation_key(&mut cursor)?);
        }
        same_number("complaint keys", usize::from(definition.cell_len != 0), cursor.u8()?)?;
        if definition.cell_len != 0 {
            encapsulation_key(&mut cursor)?;
        }
        cursor.finish()?;
        let (head, body) = untrusted
            .split_at_checked(untrusted.len().saturating_sub(body_len))
            .ok_or(Reason::EndsEarly { needed: body_len, left: untrusted.len() })?;
        let digest = sha3(&[head, &sha3(&[body])]);
        Ok(Self { digest, custody, election, hsms, regions })
    }
}

fn commitments(cursor: &mut Cursor<'_>, quorum: usize) -> Result<Vec<RistrettoPoint>, Reason> {
    cursor.arrays(quorum)?.iter().map(group::key_point).collect()
}

fn encapsulation_key(cursor: &mut Cursor<'_>) -> Result<Vec<u8>, Reason> {
    let key = cursor.take(hybrid::ENCAPSULATION_KEY_LEN)?;
    hybrid::check_encapsulation_key(key)?;
    Ok(key.to_vec())
}

fn hsm(cursor: &mut Cursor<'_>, serial: &str, rehearsal: bool) -> Result<Hsm, Reason> {
    let found = cursor.str8()?;
    if found != serial {
        return Err(Reason::differs("HSM serial", serial, &found));
    }
    let model = cursor.str8()?;
    let [tally, escrow] = [hybrid_point(cursor)?, hybrid_point(cursor)?];
    let algorithm = cursor.u8()?;
    let key = cursor.blob16()?;
    let seal = SealKey::parse(algorithm, key)?;
    let evidence = cursor.blob16()?;
    if model != REHEARSAL_MODEL {
        let of_hsm = |why| Reason::Evidence { serial: serial.to_owned(), why: Box::new(why) };
        let evidence = certified(evidence, [("seal", key), ("tally", tally), ("escrow", escrow)]).map_err(of_hsm)?;
        return Ok(Hsm { serial: serial.to_owned(), model, seal, evidence });
    }
    if !rehearsal || !evidence.is_empty() {
        return Err(Reason::RehearsalHsm(serial.to_owned()));
    }
    Ok(Hsm { serial: serial.to_owned(), model, seal, evidence: Evidence::default() })
}

/// The P-384 point of a tally or escrow key, of which both halves are checked.
fn hybrid_point<'a>(cursor: &mut Cursor<'a>) -> Result<&'a [u8], Reason> {
    let key = cursor.take(hybrid::ENCAPSULATION_KEY_LEN + hybrid::P384_POINT_LEN)?;
    hybrid::check_hybrid_key(key)?;
    Ok(key.get(hybrid::ENCAPSULATION_KEY_LEN..).unwrap_or_default())
}

/// Evidence whose certificates hold the keys that they are named after.
fn certified(untrusted: &[u8], keys: [(&'static str, &[u8]); 3]) -> Result<Evidence, Reason> {
    let evidence = Evidence::parse(untrusted)?;
    for (name, key) in keys {
        evidence.certifies(name, key)?;
    }
    Ok(evidence)
}
