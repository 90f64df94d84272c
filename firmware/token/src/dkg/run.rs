//! How far a key generation is, or a resharing.

use alloc::boxed::Box;
use alloc::vec::Vec;

use tamga_crypto::dkg::{Context, Dealer, ENVELOPE_LEN, Package, PassingEnvelopes, Quorum};
use tamga_crypto::group::Scalar;
use tamga_wire::{Digest, Purpose, Refusal};
use zeroize::Zeroizing;

use crate::definition::Officer;
use crate::replace::Replacement;
use crate::stored::{Share, State};

/// A key generation or a resharing under way.
pub(crate) struct DkgRun {
    pub(super) purpose: Purpose,
    /// What a resharing is part of.
    pub(super) replacement: Option<Box<Replacement>>,
    pub(super) stage: Stage,
}

/// What the token waits for.
pub(super) enum Stage {
    /// For the first resharing to begin, or for the second.
    Between,
    Nonces {
        own: [u8; 32],
    },
    Commitments(Dealing),
    Packages {
        dealing: Dealing,
        commitments: Vec<Digest>,
        packages: Vec<Package>,
    },
    Envelopes(Box<Envelopes>),
    Signatures {
        transcript: Digest,
        share: Share,
    },
}

/// The token's own dealing; a new token deals nothing.
pub(super) struct Dealing {
    pub(super) context: Context,
    pub(super) dealer: Option<Dealer>,
}

/// How many envelopes passed and what the transcript takes of them, and what those to this token held.
pub(super) struct Envelopes {
    pub(super) dealing: Dealing,
    pub(super) packages: Vec<Package>,
    pub(super) own: Vec<[u8; ENVELOPE_LEN]>,
    pub(super) passed: usize,
    pub(super) passing: PassingEnvelopes,
    pub(super) shares: Vec<Zeroizing<Scalar>>,
}

impl DkgRun {
    /// A replacement whose next resharing has not begun.
    pub(crate) fn between(replacement: Box<Replacement>) -> Self {
        Self { purpose: Purpose::Custody, replacement: Some(replacement), stage: Stage::Between }
    }

    /// The replacement, if none of its resharings is under way.
    pub(crate) fn into_between(self) -> Option<Box<Replacement>> {
        self.replacement.filter(|_| matches!(self.stage, Stage::Between))
    }

    /// Who deals, ascending.
    pub(super) fn dealers(&self, quorum: Quorum) -> Vec<u8> {
        let of_some = self.replacement.as_ref().map(|replacement| replacement.resharing.dealers().to_vec());
        of_some.unwrap_or_else(|| quorum.indices().collect())
    }

    /// Who takes part: those of the definition, or those after the replacement.
    pub(super) fn officers<'a>(&'a self, state: &'a State) -> &'a [Officer] {
        let of_definition = state.enrolment.as_ref().map_or(&[][..], |enrolment| &enrolment.officers);
        self.replacement.as_ref().map_or(of_definition, |replacement| &replacement.officers)
    }
}

/// Dealer and receiver of the envelope number `number`, from 0, in the order of (13) and (25); `None` after the last.
pub(super) fn parties(number: usize, dealers: &[u8], tokens: usize) -> Option<(u8, u8)> {
    let others = tokens.checked_sub(1).filter(|others| *others > 0)?;
    let (dealer, place) = (*dealers.get(number / others)?, u8::try_from(number % others + 1).ok()?);
    Some((dealer, if place < dealer { place } else { place + 1 }))
}

/// Whether what is given back of token `index`, among those of `all_of`, is its own.
pub(super) fn check_own<T: PartialEq>(
    all: &[T],
    index: u8,
    mut all_of: impl Iterator<Item = u8>,
    own: &T,
) -> Result<(), Refusal> {
    let given_back = all_of.position(|token| token == index).and_then(|place| all.get(place));
    if given_back == Some(own) { Ok(()) } else { Err(Refusal::BadTranscript) }
}
