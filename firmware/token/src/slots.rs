//! What was opened: a root per opening, which refuses every other root there, and a bit per opening, contest and region,
//! which is evidence and refuses nothing. Both are set before the answer and are never cleared.

use alloc::vec::Vec;

use tamga_wire::{Digest, Refusal};

use crate::env::{Blob, Env};
use crate::stored;

/// The root before the first.
pub(crate) const NO_ROOT: Digest = [0; 32];

/// Whether a root may be opened in this opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// Nothing was opened in it.
    Free,
    /// This very root was: it may be asked again.
    Same,
}

/// Looks a root up. Refuses a second root in a slot, and a previous root other than the one opened before: for the first
/// opening zeros. A token that took no part in the opening before knows no root of it, and takes the checkers' word.
pub(crate) fn look_up<E: Env>(env: &mut E, opening: u32, previous: &Digest, root: &Digest) -> Result<Slot, Refusal> {
    let before = match opening.checked_sub(1) {
        None | Some(0) => Some(NO_ROOT),
        Some(before) => stored::load(env, Blob::Root(before))?,
    };
    if before.is_some_and(|before| before != *previous) {
        return Err(Refusal::WrongPreviousRoot);
    }
    match stored::load::<E, Digest>(env, Blob::Root(opening))? {
        None => Ok(Slot::Free),
        Some(taken) if taken == *root => Ok(Slot::Same),
        Some(_) => Err(Refusal::SlotTaken),
    }
}

/// Takes the slot for a root; and for the previous one, so that nobody opens another one there afterwards.
pub(crate) fn take<E: Env>(env: &mut E, opening: u32, previous: &Digest, root: &Digest) -> Result<(), Refusal> {
    if opening > 1 {
        stored::save(env, Blob::Root(opening - 1), previous)?;
    }
    stored::save(env, Blob::Root(opening), root)
}

/// Bits of regions of one contest. Of the leaves of one run, they find a region that comes twice. Stored, they are evidence
/// of what this token has opened, for whoever takes its share over: no check reads them, as another opening opens the same
/// regions again under its own root, with ballots that the checkers hold to be others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RegionBits(Vec<u8>);

impl RegionBits {
    pub(crate) fn none(regions: u16) -> Self {
        Self(alloc::vec![0; usize::from(regions).div_ceil(8)])
    }

    /// What is stored of this opening and contest.
    pub(crate) fn load<E: Env>(env: &mut E, opening: u32, contest: u16, regions: u16) -> Result<Self, Refusal> {
        let stored: Option<Vec<u8>> = stored::load(env, Blob::Slots { opening, contest })?;
        let bits = stored.map_or_else(|| Self::none(regions), Self);
        if bits.0.len() == usize::from(regions).div_ceil(8) { Ok(bits) } else { Err(Refusal::Storage) }
    }

    pub(crate) fn save<E: Env>(&self, env: &mut E, opening: u32, contest: u16) -> Result<(), Refusal> {
        stored::save(env, Blob::Slots { opening, contest }, &self.0)
    }

    /// Sets a region's bit; whether it was not set before. `None` if there is no such region.
    pub(crate) fn set(&mut self, region: u16) -> Option<bool> {
        let byte = self.0.get_mut(usize::from(region / 8))?;
        let bit = 1 << (region % 8);
        let is_new = *byte & bit == 0;
        *byte |= bit;
        Some(is_new)
    }
}
