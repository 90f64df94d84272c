//! What all acts share: the message that officers sign, and the list of their signatures.

pub use tamga_wire::signed::act_message;
pub use tamga_wire::{ActKind, Figures};

use crate::bytes::{ByteFault, Reader, Writer, strictly_ascending};
use crate::definition::Definition;
use crate::limits::OFFICERS_MAX;

/// Officers (from 1) and their signatures over one [`act_message`], ascending.
pub type Signatures = Vec<(u8, [u8; 64])>;

/// Why the signatures of an act are not enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// Officers do not ascend, or one is there twice.
    #[error("officers must ascend and none may sign twice")]
    Order,
    /// An officer is not one of the commission.
    #[error("officer {officer} is not of the commission")]
    UnknownOfficer {
        /// The officer, from 1.
        officer: u8,
    },
    /// There are fewer signatures than the quorum.
    #[error("fewer officers signed than the quorum")]
    Quorum,
    /// A signature does not verify.
    #[error("the signature of officer {officer} does not verify")]
    Signature {
        /// The officer, from 1.
        officer: u8,
    },
}

/// Reads `u8 n ‖ (u8 officer ‖ signature[64]) …`.
pub(crate) fn read_signatures(reader: &mut Reader<'_>) -> Result<Signatures, ByteFault> {
    let count = u64::from(reader.u8()?);
    reader.items(count, OFFICERS_MAX as u64, 65, |reader| Ok((reader.u8()?, reader.array()?)))
}

pub(crate) fn write_signatures(bytes: &mut Writer, signatures: &Signatures) {
    bytes.count8(signatures.len());
    for (officer, signature) in signatures {
        bytes.u8(*officer).bytes(signature);
    }
}

/// Checks order, officers and quorum; not the signatures themselves, which a [`Commission`](crate::commission::Commission) verifies.
pub fn check_signers(definition: &Definition, signatures: &Signatures) -> Result<(), ActError> {
    check_officers(definition.tokens(), signatures.iter().map(|(officer, _)| *officer))?;
    if signatures.len() < usize::from(definition.quorum) { Err(ActError::Quorum) } else { Ok(()) }
}

/// Checks that officers ascend and are of a commission of so many.
pub(crate) fn check_officers(tokens: u8, officers: impl Iterator<Item = u8> + Clone) -> Result<(), ActError> {
    if !strictly_ascending(officers.clone()) {
        return Err(ActError::Order);
    }
    let commission = 1..=tokens;
    match { officers }.find(|officer| !commission.contains(officer)) {
        Some(officer) => Err(ActError::UnknownOfficer { officer }),
        None => Ok(()),
    }
}
