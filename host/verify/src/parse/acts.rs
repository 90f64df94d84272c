//! Acts: what officers sign on their tokens, with the figures that the tokens showed them.

use crate::bytes::Cursor;
use crate::digest::{Digest, hash};
use crate::reason::Reason;
use crate::signature::signed_bytes;

/// What officers decide together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ActKind {
    /// Closing a box.
    Close = 1,
    /// Amending the definition.
    Amendment = 2,
    /// A vote for counting held records.
    For = 3,
    /// A vote against it.
    Against = 4,
    /// A recount.
    Recount = 5,
    /// The end of the election.
    End = 6,
    /// New tokens in the places of lost ones.
    Replacement = 7,
    /// A pause.
    Pause = 8,
    /// The end of a pause.
    Resume = 9,
}

/// The officers at one time of the election.
#[derive(Clone, Debug)]
pub(crate) struct Officers {
    /// How many of them are needed.
    pub(crate) quorum: usize,
    /// Their Ed25519 keys, in token order.
    pub(crate) identities: Vec<[u8; 32]>,
}

impl Officers {
    /// The key of an officer, from 1.
    pub(crate) fn identity(&self, officer: u64) -> Result<&[u8; 32], Reason> {
        let place = usize::try_from(officer).ok().and_then(|officer| officer.checked_sub(1));
        let identity = place.and_then(|place| self.identities.get(place));
        identity.ok_or(Reason::IndexOutOfRange { what: "officer", index: officer })
    }
}

/// Officer and signature, ascending by officer.
pub(crate) type Signatures = Vec<(u8, [u8; 64])>;

/// What one signature of an act is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Act<'a> {
    /// `E`.
    pub(crate) election: &'a Digest,
    /// The kind of the act.
    pub(crate) kind: ActKind,
    /// The four figures that the token shows.
    pub(crate) figures: [u64; 4],
    /// The digest of which the token shows the control number.
    pub(crate) digest: &'a Digest,
}

impl Act<'_> {
    /// What each officer signs: `hash("tamga/act/v1", E ‖ u8 kind ‖ u64 figure ·4 ‖ digest)`.
    pub(crate) fn message(&self) -> Digest {
        let figures = self.figures.map(u64::to_be_bytes);
        hash("tamga/act/v1", &[self.election, &[self.kind as u8], figures.as_flattened(), self.digest])
    }

    /// Refuses a signature that is not this officer's over this act.
    pub(crate) fn check(&self, officers: &Officers, officer: u8, signature: &[u8; 64]) -> Result<(), Reason> {
        if signed_bytes(officers.identity(officer.into())?, &self.message(), signature) {
            Ok(())
        } else {
            Err(Reason::Signature(format!("officer {officer}")))
        }
    }

    /// Refuses when a signature is not what it should be, or less than a quorum signed.
    pub(crate) fn check_quorum(&self, officers: &Officers, signatures: &Signatures) -> Result<(), Reason> {
        signatures.iter().try_for_each(|(officer, signature)| self.check(officers, *officer, signature))?;
        let (needed, found) = (officers.quorum, signatures.len());
        if found < needed { Err(Reason::TooFew { what: "officers", needed, found }) } else { Ok(()) }
    }
}

/// `u8 n ‖ (u8 officer ‖ signature[64]) …`, ascending by officer. Signatures are not checked here.
pub(super) fn signatures(cursor: &mut Cursor<'_>) -> Result<Signatures, Reason> {
    let count = cursor.u8()?;
    let mut signatures = Signatures::new();
    for _ in 0..count {
        let officer = cursor.u8()?;
        if signatures.last().is_some_and(|(last, _)| *last >= officer) {
            return Err(Reason::OutOfOrder("officers"));
        }
        signatures.push((officer, cursor.array()?));
    }
    Ok(signatures)
}

/// The officers of signatures, as entries of the ledger name them.
pub(crate) fn officers(signatures: &Signatures) -> Vec<u64> {
    signatures.iter().map(|(officer, _)| u64::from(*officer)).collect()
}
