//! A recount, `tamga/recount/v1`: a quorum says that it derived the result again.

use tamga_crypto::hash::{Digest, hash};

use crate::acts::{
    ActError, ActKind, Figures, Signatures, act_message, check_signers, read_signatures, write_signatures,
};
use crate::bytes::{ByteFault, Reader, Writer, same_bytes, strictly_ascending};
use crate::definition::Definition;

/// The first line of a recount.
pub const FIRST_LINE: &str = "tamga/recount/v1\n";

/// Why a recount is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecountError {
    /// The bytes are no recount.
    #[error("recount: {0}")]
    Bytes(#[from] ByteFault),
    /// Its number or its opening is 0.
    #[error("recount: recounts and openings count from 1")]
    Number,
    /// It is not signed by a quorum.
    #[error("recount: {0}")]
    Act(#[from] ActError),
}

/// What was derived again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecountBody {
    /// The election `E`.
    pub election: Digest,
    /// Its number, from 1.
    pub number: u32,
    /// Number of the opening.
    pub opening: u32,
    /// SHA3-256 of the statement's text.
    pub statement: Digest,
    /// SHA3-256 of `totals.csv`, derived again.
    pub totals: Digest,
    /// SHA3-256 of `results.csv`, derived again.
    pub results: Digest,
    /// Whether it agrees with the statement.
    pub agrees: bool,
}

impl RecountBody {
    /// The bytes of its digest.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Writer::with_version(FIRST_LINE);
        body.bytes(&self.election).u32(self.number).u32(self.opening);
        body.bytes(&self.statement).bytes(&self.totals).bytes(&self.results).u8(u8::from(self.agrees));
        body.finish()
    }

    /// `hash("tamga/recount/v1", body)`.
    pub fn digest(&self) -> Digest {
        hash("tamga/recount/v1", &[&self.to_bytes()])
    }

    /// What the officers are shown: opening, received and counted as the statement has them, 1 where it agrees.
    pub fn figures(&self, received: u64, counted: u64) -> Figures {
        [u64::from(self.opening), received, counted, u64::from(self.agrees)]
    }

    /// What officers sign, received and counted as the statement has them.
    pub fn message(&self, received: u64, counted: u64) -> Digest {
        act_message(&self.election, ActKind::Recount, &self.figures(received, counted), &self.digest())
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, ByteFault> {
        Ok(Self {
            election: reader.digest()?,
            number: reader.u32()?,
            opening: reader.u32()?,
            statement: reader.digest()?,
            totals: reader.digest()?,
            results: reader.digest()?,
            agrees: match reader.u8()? {
                0 => false,
                1 => true,
                _ => return Err(ByteFault::NotCanonical),
            },
        })
    }
}

/// A recount and the signatures under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recount {
    /// What was derived again.
    pub body: RecountBody,
    /// Officers (from 1) and their signatures over [`RecountBody::message`], ascending.
    pub signatures: Signatures,
}

impl Recount {
    /// Reads a recount. Refuses signatures that do not ascend, and a number or opening 0.
    pub fn parse(untrusted: &[u8]) -> Result<Self, RecountError> {
        let mut reader = Reader::after_version(untrusted, FIRST_LINE)?;
        let body = RecountBody::read(&mut reader)?;
        let signatures = read_signatures(&mut reader)?;
        reader.finish()?;
        let file = Self { body, signatures };
        if file.body.number == 0 || file.body.opening == 0 {
            return Err(RecountError::Number);
        }
        if !strictly_ascending(file.signatures.iter().map(|(officer, _)| officer)) {
            return Err(ActError::Order.into());
        }
        same_bytes(untrusted, &file.to_bytes())?;
        Ok(file)
    }

    /// Checks officers and quorum; not the signatures themselves.
    pub fn check(&self, definition: &Definition) -> Result<(), RecountError> {
        Ok(check_signers(definition, &self.signatures)?)
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut file = Writer::default();
        file.bytes(&self.body.to_bytes());
        write_signatures(&mut file, &self.signatures);
        file.finish()
    }
}
