//! What the host learnt of an HSM, and the certificates of its keys: `tamga/hsm-evidence/v1` in the public-key file.

use core::ops::RangeInclusive;

use crate::bytes::{ByteFault, Reader, Writer, same_bytes, strictly_ascending};
use crate::keys::HsmKeys;
use crate::limits::{EVIDENCE_CERTIFICATES_MAX, EVIDENCE_FACTS_MAX, EVIDENCE_LEN_MAX, ID_LEN_MAX};

/// The first line of evidence.
pub const FIRST_LINE: &str = "tamga/hsm-evidence/v1\n";
/// Bytes of a fact's value.
pub const VALUE_LEN: RangeInclusive<usize> = 1..=256;
/// Bytes of a certificate.
pub const CERTIFICATE_LEN: RangeInclusive<usize> = 1..=4_096;

/// Why evidence is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    /// The bytes are no evidence.
    #[error("evidence: {0}")]
    Bytes(#[from] ByteFault),
    /// A key of a fact is not 1 to 48 of `[a-z0-9.-]`, or keys do not ascend.
    #[error("evidence: keys of facts must be 1 to 48 of the characters a-z, 0-9, . and -, ascending, none twice")]
    Key,
    /// A value of a fact is not 1 to 256 bytes of printable ASCII.
    #[error("evidence: a fact must be 1 to 256 characters of printable ASCII")]
    Value,
    /// A certificate is empty or over its limit, or names of certificates do not ascend.
    #[error("evidence: certificates must have 1 to 4,096 bytes, their names ascending, none twice")]
    Certificate,
}

/// Facts that the host read from an HSM when it was set up, and certificates of its keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Keys `[a-z0-9.-]`, 1 to 48 bytes, ascending, none twice, each with 1 to 256 bytes of printable ASCII; at most 64.
    pub facts: Vec<(String, String)>,
    /// Ids ascending, none twice, each with 1 to 4,096 bytes of DER [X.509]; at most 16.
    pub certificates: Vec<(String, Vec<u8>)>,
}

impl Evidence {
    /// Reads evidence. Refuses every byte string that [`Evidence::to_bytes`] does not write. Certificates are bytes here.
    pub fn parse(untrusted: &[u8]) -> Result<Self, EvidenceError> {
        if untrusted.len() > EVIDENCE_LEN_MAX {
            return Err(ByteFault::OverLimit.into());
        }
        let mut reader = Reader::after_version(untrusted, FIRST_LINE)?;
        let facts = u64::from(reader.u16()?);
        let facts =
            reader.items(facts, EVIDENCE_FACTS_MAX as u64, 5, |reader| Ok((text8(reader)?, text16(reader)?)))?;
        let certificates = u64::from(reader.u8()?);
        let certificates = reader.items(certificates, EVIDENCE_CERTIFICATES_MAX as u64, 5, |reader| {
            Ok((reader.str8()?, reader.blob16()?.to_vec()))
        })?;
        reader.finish()?;
        let evidence = Self { facts, certificates };
        evidence.check()?;
        same_bytes(untrusted, &evidence.to_bytes())?;
        Ok(evidence)
    }

    /// Checks number, order and form of facts and certificates, and that all fits [`EVIDENCE_LEN_MAX`]: what passes is read
    /// back from [`Evidence::to_bytes`].
    pub fn check(&self) -> Result<(), EvidenceError> {
        let too_many = self.facts.len() > EVIDENCE_FACTS_MAX || self.certificates.len() > EVIDENCE_CERTIFICATES_MAX;
        if too_many || self.to_bytes().len() > EVIDENCE_LEN_MAX {
            return Err(ByteFault::OverLimit.into());
        }
        let keys = self.facts.iter().map(|(key, _)| key);
        if !keys.clone().all(|key| is_key(key)) || !strictly_ascending(keys) {
            return Err(EvidenceError::Key);
        }
        if !self.facts.iter().all(|(_, value)| is_value(value)) {
            return Err(EvidenceError::Value);
        }
        let names = self.certificates.iter().map(|(name, _)| name);
        if !names.clone().all(|name| crate::bytes::is_id(name.as_bytes())) {
            return Err(ByteFault::BadId.into());
        }
        let fit = self.certificates.iter().all(|(_, der)| CERTIFICATE_LEN.contains(&der.len()));
        if fit && strictly_ascending(names) { Ok(()) } else { Err(EvidenceError::Certificate) }
    }

    /// The bytes, as they stand in the public-key file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Writer::with_version(FIRST_LINE);
        bytes.count16(self.facts.len());
        for (key, value) in &self.facts {
            bytes.str8(key).blob16(value.as_bytes());
        }
        bytes.count8(self.certificates.len());
        for (name, der) in &self.certificates {
            bytes.str8(name).blob16(der);
        }
        bytes.finish()
    }

    /// Whether the certificates `seal`, `tally` and `escrow`, where they are there, hold the keys of the HSM byte by byte:
    /// the seal key, and the P-384 points of tally and escrow key. What else they say is for their reader.
    pub fn certifies(&self, hsm: &HsmKeys) -> bool {
        let keys = [
            ("seal", hsm.seal.clone()),
            ("tally", hsm.tally.p384_point().to_vec()),
            ("escrow", hsm.escrow.p384_point().to_vec()),
        ];
        keys.iter().all(|(name, key)| {
            let named = self.certificates.iter().find(|(own, _)| own == name);
            named.is_none_or(|(_, der)| der.windows(key.len()).any(|part| part == key))
        })
    }
}

fn text8(reader: &mut Reader<'_>) -> Result<String, ByteFault> {
    let len = usize::from(reader.u8()?);
    text(reader.take(len)?)
}

fn text16(reader: &mut Reader<'_>) -> Result<String, ByteFault> {
    text(reader.blob16()?)
}

fn text(untrusted: &[u8]) -> Result<String, ByteFault> {
    String::from_utf8(untrusted.to_vec()).map_err(|_| ByteFault::NotUtf8)
}

fn is_key(key: &str) -> bool {
    let is_allowed = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'.' || c == b'-';
    (1..=ID_LEN_MAX).contains(&key.len()) && key.bytes().all(is_allowed)
}

fn is_value(value: &str) -> bool {
    VALUE_LEN.contains(&value.len()) && value.bytes().all(|c| (b' '..=b'~').contains(&c))
}
