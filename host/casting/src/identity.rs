//! The identity service: attests that the person at the device is who the credential was made for.

use std::sync::atomic::{AtomicU32, Ordering};

use tamga_crypto::hash::Digest;
use tamga_crypto::sign::{SigningKey, VerifyingKey};
use tamga_record::bundle::counts::AttestationCounts;
use tamga_record::cast::{Attestation, BIOMETRIC_NONE, FLAG_CODE_VERIFIED, FLAG_IIN_IN_REGISTRY, FLAG_PHONE_EQUALS};

use crate::voter::Voter;

/// What the service found out, as it goes into the attestation; verdicts travel, never data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Findings {
    /// Flags of the attestation, by the `FLAG_` constants of the record.
    pub flags: u8,
    /// Verdict of the biometric comparison, by the `BIOMETRIC_` constants.
    pub biometric: u8,
    /// When the base was drawn up, in Unix seconds.
    pub base_date: u64,
    /// Digest of the base that was asked.
    pub base_digest: Digest,
}

impl Findings {
    /// Everything in order: IIN and phone found, the code verified, no biometric check made.
    pub fn fine(base_date: u64, base_digest: Digest) -> Self {
        let flags = FLAG_IIN_IN_REGISTRY | FLAG_PHONE_EQUALS | FLAG_CODE_VERIFIED;
        Self { flags, biometric: BIOMETRIC_NONE, base_date, base_digest }
    }
}

/// The holder of the identity service's key; counts what it issues, region by region.
#[derive(Debug)]
pub struct IdentityService {
    key: SigningKey,
    election: Digest,
    issued: Vec<AtomicU32>,
}

impl IdentityService {
    /// A service for the election with id `election` and so many regions, which has issued nothing yet.
    pub fn new(key: SigningKey, election: Digest, regions: usize) -> Self {
        let issued = (0..regions).map(|_| AtomicU32::new(0)).collect();
        Self { key, election, issued }
    }

    /// The key that the definition names as `identity`.
    pub fn verifying_key(&self) -> VerifyingKey {
        self.key.verifying_key()
    }

    /// An attestation for one record of a voter. `counter` grows with every attestation of a voter; `issued_at` in Unix
    /// seconds. May be called from many threads.
    pub fn issue(&self, voter: &Voter, counter: u32, issued_at: u64, findings: &Findings) -> Attestation {
        let mut attestation = Attestation {
            election: self.election,
            region: voter.region(),
            tag: *voter.tag(),
            credential: voter.credential_key(),
            counter,
            issued_at,
            flags: findings.flags,
            biometric: findings.biometric,
            base_date: findings.base_date,
            base_digest: findings.base_digest,
            signature: [0; 64],
        };
        attestation.signature = self.key.sign(&attestation.message()).to_bytes();
        if let Some(issued) = self.issued.get(usize::from(voter.region())) {
            issued.fetch_add(1, Ordering::Relaxed);
        }
        attestation
    }

    /// The signed number of attestations issued so far, per region.
    pub fn counts(&self) -> AttestationCounts {
        let issued = self.issued.iter().map(|issued| issued.load(Ordering::Relaxed));
        let mut counts = AttestationCounts { election: self.election, counts: issued.collect(), signature: [0; 64] };
        counts.signature = self.key.sign(&counts.message()).to_bytes();
        counts
    }
}
