//! The identity service's count of attestations issued, `tamga/attestation-counts/v1`.

use tamga_crypto::hash::{Digest, hash, sha3_256};

use crate::bytes::{ByteFault, Reader, Writer, same_bytes};
use crate::limits::REGIONS_MAX;

/// The first line of the file.
pub const FIRST_LINE: &str = "tamga/attestation-counts/v1\n";

/// How many attestations were issued in every region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttestationCounts {
    /// The election `E`.
    pub election: Digest,
    /// Attestations issued per region, in definition order.
    pub counts: Vec<u32>,
    /// The identity service's signature over [`AttestationCounts::message`].
    pub signature: [u8; 64],
}

impl AttestationCounts {
    fn unsigned(&self) -> Writer {
        let mut bytes = Writer::with_version(FIRST_LINE);
        bytes.bytes(&self.election).count16(self.counts.len());
        for count in &self.counts {
            bytes.u32(*count);
        }
        bytes
    }

    /// What the identity service signs: the label `tamga/attestation-counts/v1` over all bytes before the signature.
    pub fn message(&self) -> Digest {
        hash("tamga/attestation-counts/v1", &[&self.unsigned().finish()])
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.unsigned();
        bytes.bytes(&self.signature);
        bytes.finish()
    }

    /// SHA3-256 of the file, which the ledger carries.
    pub fn digest(&self) -> Digest {
        sha3_256(&[&self.to_bytes()])
    }

    /// Reads the file.
    pub fn parse(untrusted: &[u8]) -> Result<Self, ByteFault> {
        let mut reader = Reader::after_version(untrusted, FIRST_LINE)?;
        let election = reader.digest()?;
        let regions = u64::from(reader.u16()?);
        let counts = reader.items(regions, REGIONS_MAX as u64, 4, Reader::u32)?;
        let file = Self { election, counts, signature: reader.array()? };
        reader.finish()?;
        same_bytes(untrusted, &file.to_bytes())?;
        Ok(file)
    }
}
