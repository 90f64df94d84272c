//! The replacement of lost tokens, `tamga/replacement/v1`: who takes their place, who agreed to it, and how both keys were shared
//! again.

mod check;
mod error;

use tamga_crypto::dkg::Quorum;
use tamga_crypto::hash::{Digest, sha3_256};
use tamga_wire::replacement::{replacement_bytes, replacement_digest};

use crate::acts::{ActError, ActKind, Figures, Signatures, act_message, read_signatures, write_signatures};
use crate::bytes::{ByteFault, Reader, Writer, same_bytes, strictly_ascending};
use crate::election::DkgRecord;
use crate::ledger::Entry;
use crate::limits::OFFICERS_MAX;

pub use error::{ReplacementError, ResharingError};
pub use tamga_wire::NewOfficer;

/// The first line of a replacement.
pub const FIRST_LINE: &str = "tamga/replacement/v1\n";
/// Bytes of a newcomer: token, identity key, share key.
const NEWCOMER_LEN: usize = 65;

/// Who takes whose place. Its bytes are the beginning of the file; their SHA3-256 is the digest that officers sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplacementBody {
    /// The election `E`.
    pub election: Digest,
    /// Number of the replacement in this election, from 1.
    pub number: u16,
    /// The new tokens, ascending by the place that each takes.
    pub newcomers: Vec<NewOfficer>,
}

impl ReplacementBody {
    /// The bytes of its digest, with which the file begins.
    pub fn to_bytes(&self) -> Vec<u8> {
        replacement_bytes(&self.election, self.number, &self.newcomers)
    }

    /// SHA3-256 of its bytes.
    pub fn digest(&self) -> Digest {
        replacement_digest(&self.election, self.number, &self.newcomers)
    }

    /// The tokens that are lost, ascending, from 1.
    pub fn replaced(&self) -> Vec<u8> {
        self.newcomers.iter().map(|newcomer| newcomer.token).collect()
    }

    /// Whether the token at this place is lost.
    pub fn replaces(&self, token: u8) -> bool {
        self.newcomers.iter().any(|newcomer| newcomer.token == token)
    }

    /// The tokens of a commission of so many that remain, ascending: the dealers of both keys' resharing.
    pub fn remaining(&self, tokens: u8) -> Vec<u8> {
        (1..=tokens).filter(|token| !self.replaces(*token)).collect()
    }

    /// What the officers are shown: its number, and the lost tokens as bits, bit i − 1 for token i.
    pub fn figures(&self) -> Figures {
        let bit = |token: u8| 1u64.checked_shl(u32::from(token).wrapping_sub(1)).unwrap_or(0);
        let replaced = self.newcomers.iter().fold(0, |bits, newcomer| bits | bit(newcomer.token));
        [self.number.into(), replaced, 0, 0]
    }

    /// What officers sign.
    pub fn message(&self) -> Digest {
        act_message(&self.election, ActKind::Replacement, &self.figures(), &self.digest())
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, ByteFault> {
        let (election, number, count) = (reader.digest()?, reader.u16()?, reader.u8()?);
        let newcomers = reader.items(count.into(), OFFICERS_MAX as u64, NEWCOMER_LEN, |reader| {
            Ok(NewOfficer { token: reader.u8()?, identity: reader.array()?, share_key: reader.array()? })
        })?;
        Ok(Self { election, number, newcomers })
    }
}

/// A replacement with everything that shows that it is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// Who takes whose place.
    pub body: ReplacementBody,
    /// Officers (from 1) and their signatures over [`ReplacementBody::message`], ascending.
    pub signatures: Signatures,
    /// How the custody key was shared again: nonces and signatures of all tokens, packages of the remaining ones.
    pub custody: DkgRecord,
    /// How the election key was shared again.
    pub election_key: DkgRecord,
    /// The signatures of all tokens, in token order, over [`replaced_message`](tamga_crypto::dkg::replaced_message) of the outcome of both.
    pub confirmations: Vec<[u8; 64]>,
}

impl Replacement {
    /// Reads the replacement of a commission, `M` of `N`. Refuses a number that is not 1 to 99, tokens that
    /// there are not, fewer than one or more than N − M of them, and lists that do not ascend. What is
    /// signed and proved is checked by [`Commission::succeed`](crate::commission::Commission::succeed).
    pub fn parse(untrusted: &[u8], quorum: Quorum) -> Result<Self, ReplacementError> {
        let mut reader = Reader::after_version(untrusted, FIRST_LINE)?;
        let body = ReplacementBody::read(&mut reader)?;
        body.check_form(quorum)?;
        let dealers = u64::from(quorum.tokens).saturating_sub(body.newcomers.len() as u64);
        let signatures = read_signatures(&mut reader)?;
        let custody = DkgRecord::read(&mut reader, quorum, dealers)?;
        let election_key = DkgRecord::read(&mut reader, quorum, dealers)?;
        let tokens = u64::from(quorum.tokens);
        let confirmations = reader.items(tokens, tokens, 64, Reader::array)?;
        reader.finish()?;
        let file = Self { body, signatures, custody, election_key, confirmations };
        if !strictly_ascending(file.signatures.iter().map(|(officer, _)| officer)) {
            return Err(ActError::Order.into());
        }
        same_bytes(untrusted, &file.to_bytes())?;
        Ok(file)
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut file = Writer::default();
        file.bytes(&self.body.to_bytes());
        write_signatures(&mut file, &self.signatures);
        self.custody.write(&mut file);
        self.election_key.write(&mut file);
        file.all(&self.confirmations);
        file.finish()
    }

    /// The ledger entry that puts it in force.
    pub fn entry(&self) -> Entry {
        Entry::Replacement {
            number: self.body.number,
            digest: sha3_256(&[&self.to_bytes()]),
            tokens: self.body.replaced(),
            officers: self.signatures.iter().map(|(officer, _)| *officer).collect(),
        }
    }
}

/// Where the file stands in a record, and in the folder of the appliance.
pub fn path(number: u16) -> String {
    format!("replacements/{number:02}.bin")
}
