//! The voter's device: marks are encrypted, proved, sealed and signed.

use rand_core::CryptoRng;
use tamga_crypto::hash::sha3_256;
use tamga_crypto::hpke::{HpkeError, mlkem};
use tamga_crypto::marks::{BallotContext, MarksError, encrypt_marks};
use tamga_crypto::sign::SigningKey;
use tamga_record::cast::{Attestation, Header, Item, ballot_info, cast_message};
use tamga_record::definition::ContestSet;

use crate::params::ElectionParams;
use crate::streams::Streams;

/// Why no record was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CastError {
    /// The voter's region or a contest on the ballot is not in the definition.
    #[error("the voter's region or a contest of it is not in the definition")]
    NotInDefinition,
    /// There are marks for another number of contests or options than the ballot has.
    #[error("marks for other contests or options than the ballot has")]
    Marks,
    /// The marks of a contest were not encrypted.
    #[error(transparent)]
    Encrypt(#[from] MarksError),
    /// The ballot was not sealed.
    #[error(transparent)]
    Seal(#[from] HpkeError),
}

/// A voter's device with its credential; the key is wiped when dropped.
#[derive(Debug)]
pub struct Voter {
    index: u64,
    tag: [u8; 16],
    region: u16,
    contests: ContestSet,
    credential: SigningKey,
}

impl Voter {
    /// The voter with this number among all voters; the credential comes from the voter's own stream.
    pub fn new(index: u64, tag: [u8; 16], region: u16, contests: ContestSet, streams: &Streams) -> Self {
        let credential = SigningKey::from_seed(*streams.seed("voter/credential", index));
        Self { index, tag, region, contests, credential }
    }

    /// The voter's number among all voters.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// The tag that the registrar drew.
    pub fn tag(&self) -> &[u8; 16] {
        &self.tag
    }

    /// The voter's region, its place in the definition.
    pub fn region(&self) -> u16 {
        self.region
    }

    /// The contests on the voter's ballot.
    pub fn contests(&self) -> &ContestSet {
        &self.contests
    }

    /// The public half of the credential, 32 bytes.
    pub fn credential_key(&self) -> [u8; 32] {
        self.credential.verifying_key().to_bytes()
    }

    /// The credential's signature over any message: what a device that does not keep to the rules can also sign.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.credential.sign(message).to_bytes()
    }
}

/// A cast record: the marks of every contest on the ballot, in definition order, encrypted to the election key, proved,
/// sealed to the region key and signed by the credential.
///
/// `marks` has an entry per contest of the voter's contest set, each with an entry per option. Refuses other shapes, more
/// marks than a contest allows, and a region or contest that is not in the definition. The complaint cell is empty.
pub fn cast(
    params: &ElectionParams,
    voter: &Voter,
    attestation: &Attestation,
    marks: &[Vec<bool>],
    rng: &mut impl CryptoRng,
) -> Result<Item, CastError> {
    Ok(cast_with_inner(params, voter, attestation, marks, rng)?.0)
}

/// As [`cast`], and the inner part as it was sealed.
pub(crate) fn cast_with_inner(
    params: &ElectionParams,
    voter: &Voter,
    attestation: &Attestation,
    marks: &[Vec<bool>],
    rng: &mut impl CryptoRng,
) -> Result<(Item, Vec<u8>), CastError> {
    let inner = inner(params, voter, marks, rng)?;
    let region_key = params.region_key(voter.region).ok_or(CastError::NotInDefinition)?;
    let mut plaintext = inner.clone();
    plaintext.resize(inner.len() + usize::from(params.definition().cell_len), 0);
    let info = ballot_info(params.election(), voter.region);
    let outer = mlkem::seal(region_key, &[&info], &plaintext, rng)?;
    let header = Header {
        election: *params.election(),
        region: voter.region,
        contests: voter.contests,
        tag: voter.tag,
        attestation_digest: attestation.digest(),
        inner_digest: sha3_256(&[&inner]),
        outer_digest: sha3_256(&[&outer]),
    };
    let signature = voter.sign(&cast_message(&header));
    Ok((Item { attestation: attestation.clone(), header, signature, outer }, inner))
}

/// The inner part: the marks of every contest on the ballot, README of the crypto crate (6).
fn inner(
    params: &ElectionParams,
    voter: &Voter,
    marks: &[Vec<bool>],
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, CastError> {
    let context = BallotContext {
        election: *params.election(),
        region: voter.region,
        tag: voter.tag,
        credential_key: voter.credential_key(),
    };
    let numbers: Vec<u16> = voter.contests.indices().collect();
    if numbers.len() != marks.len() {
        return Err(CastError::Marks);
    }
    let mut inner = Vec::with_capacity(params.definition().inner_len(&voter.contests));
    for (&number, marks) in numbers.iter().zip(marks) {
        let contest = params.definition().contests.get(usize::from(number)).ok_or(CastError::NotInDefinition)?;
        if contest.options.len() != marks.len() {
            return Err(CastError::Marks);
        }
        inner.extend(encrypt_marks(params.key(), &context, number, marks, contest.max, rng)?);
    }
    Ok(inner)
}
