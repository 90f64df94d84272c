//! What was closed and opened: per opening the CLOSE digest that was signed last and a root, and a bit per opening, contest and
//! region. The digest refuses to open every other box of its opening. The root refuses every other root in its
//! opening and every new one in an earlier opening; the bits refuse the same region in two openings, but for the supplement.
//! All are stored before the answer and are never cleared; only the digest is replaced, while its opening has no root.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use tamga_wire::{Digest, Refusal};

use crate::definition::Enrolment;
use crate::env::{Blob, Env};
use crate::stored;

/// The root before the first.
const NO_ROOT: Digest = [0; 32];

/// The openings of a definition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Openings {
    /// Those that share the regions out between them, numbered from 1.
    pub(crate) regular: u32,
    /// Whether there may be one more, of late records, whose number follows.
    pub(crate) supplement: bool,
}

impl Openings {
    /// Whether there may be an opening of this number.
    pub(crate) fn has(self, opening: u32) -> bool {
        (1..=self.last()).contains(&opening)
    }

    /// Whether the opening is the one of late records, which opens regions a second time.
    pub(crate) fn is_supplement(self, opening: u32) -> bool {
        opening > self.regular
    }

    /// The highest number of an opening.
    pub(crate) fn last(self) -> u32 {
        self.regular.saturating_add(self.supplement.into())
    }
}

/// A root that is opened, with the figures that it was begun with. They are no part of the root: stored beside it, they are
/// what its officer agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Opened {
    pub(crate) root: Digest,
    /// As on the screen.
    pub(crate) ballots: u64,
    pub(crate) leaves: u32,
    pub(crate) sums: u32,
}

/// Whether a root may be opened in this opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// Nothing was opened in it.
    Free,
    /// This very root was, with these figures: nothing is asked again.
    Same,
    /// This very root was, with other figures: the officer has not agreed to these.
    OtherFigures,
}

/// Whether this box would replace another one that this token signed for this opening: a close that found no quorum may be
/// tried again when more has arrived. Refuses another box once a root of the opening is taken.
pub(crate) fn replaces_box<E: Env>(env: &mut E, opening: u32, close: &Digest) -> Result<bool, Refusal> {
    match check_box(env, opening, close) {
        Err(Refusal::OtherBox) if stored::load::<E, Opened>(env, Blob::Root(opening))?.is_none() => Ok(true),
        checked => checked.map(|()| false),
    }
}

/// Refuses another box than the one whose CLOSE digest this token signed last for this opening, if it signed one.
pub(crate) fn check_box<E: Env>(env: &mut E, opening: u32, close: &Digest) -> Result<(), Refusal> {
    let signed: Option<Digest> = stored::load(env, Blob::Close(opening))?;
    if signed.is_none_or(|signed| signed == *close) { Ok(()) } else { Err(Refusal::OtherBox) }
}

/// Remembers the CLOSE digest that is about to be signed for this opening.
pub(crate) fn keep_box<E: Env>(env: &mut E, opening: u32, close: &Digest) -> Result<(), Refusal> {
    stored::save(env, Blob::Close(opening), close)
}

/// What this token opened, with the openings, ascending; of those that it took over from other tokens, leaves are 0.
pub(crate) fn opened<E: Env>(env: &mut E, openings: Openings) -> Result<Vec<(u32, Opened)>, Refusal> {
    let mut all = Vec::new();
    for opening in 1..=openings.last() {
        if let Some(opened) = stored::load(env, Blob::Root(opening))? {
            all.push((opening, opened));
        }
    }
    Ok(all)
}

/// The roots that this token opened or took over, with their openings, ascending.
pub(crate) fn roots<E: Env>(env: &mut E, openings: Openings) -> Result<Vec<(u32, Digest)>, Refusal> {
    Ok(opened(env, openings)?.into_iter().map(|(opening, opened)| (opening, opened.root)).collect())
}

/// Looks a root up. Refuses a second root in a slot, one in an opening before the newest that was opened, and a previous
/// root that cannot be.
pub(crate) fn look_up<E: Env>(
    env: &mut E,
    openings: Openings,
    opening: u32,
    previous: &Digest,
    asked: &Opened,
) -> Result<Slot, Refusal> {
    let roots = roots(env, openings)?;
    let before: Vec<_> = roots.iter().filter(|(number, _)| *number < opening).copied().collect();
    if !may_precede(openings, opening, &before, previous) {
        return Err(Refusal::WrongPreviousRoot);
    }
    match roots.iter().find(|(number, _)| *number >= opening) {
        None => Ok(Slot::Free),
        Some((number, taken)) if *number == opening && *taken == asked.root => {
            let opened: Option<Opened> = stored::load(env, Blob::Root(opening))?;
            Ok(if opened == Some(*asked) { Slot::Same } else { Slot::OtherFigures })
        }
        Some(_) => Err(Refusal::SlotTaken),
    }
}

/// Whether `previous` may be the root before this opening, given the roots that the token opened before it. A token that
/// took no part in the opening before knows no root of it and takes the checkers' word, but not for a root that it knows as
/// an older one. The supplement may follow any regular opening, as not all of them need be used.
fn may_precede(openings: Openings, opening: u32, before: &[(u32, Digest)], previous: &Digest) -> bool {
    let Some((newest, older)) = before.split_last() else {
        return (*previous == NO_ROOT) == (opening == 1);
    };
    let (number, root) = newest;
    let directly_before = number + 1 == opening;
    if root == previous {
        return directly_before || openings.is_supplement(opening);
    }
    !directly_before && *previous != NO_ROOT && older.iter().all(|(_, root)| root != previous)
}

/// Takes the slot for a root, with the figures that the officer agreed to.
pub(crate) fn take<E: Env>(env: &mut E, opening: u32, opened: &Opened) -> Result<(), Refusal> {
    stored::save(env, Blob::Root(opening), opened)
}

/// Refuses regions of which this token has opened the contest in another opening, if this is no supplement: of a region that
/// is opened twice, the difference of the two sums is a sum that nobody approved.
pub(crate) fn check_regions<E: Env>(
    env: &mut E,
    openings: Openings,
    opening: u32,
    contest: u16,
    (group, regions): (&[u16], u16),
) -> Result<(), Refusal> {
    if openings.is_supplement(opening) {
        return Ok(());
    }
    for other in (1..=openings.regular).filter(|other| *other != opening) {
        let bits = RegionBits::load(env, other, contest, regions)?;
        if group.iter().any(|region| bits.has(*region)) {
            return Err(Refusal::SlotTaken);
        }
    }
    Ok(())
}

/// Bits of regions of one contest. Of the leaves of one run, they find a region that comes twice; stored, one that comes in
/// two openings.
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

    fn has(&self, region: u16) -> bool {
        self.0.get(usize::from(region / 8)).is_some_and(|byte| byte & (1 << (region % 8)) != 0)
    }

    /// Sets a region's bit; whether it was not set before. `None` if there is no such region.
    pub(crate) fn set(&mut self, region: u16) -> Option<bool> {
        let is_new = !self.has(region);
        *self.0.get_mut(usize::from(region / 8))? |= 1 << (region % 8);
        Some(is_new)
    }
}

/// Bytes of an opening with a root in the first part of what a token has opened: root, ballots, leaves, sums.
const OPENED_LEN: usize = 32 + 8 + 4 + 4;

impl Enrolment {
    /// Which bits the part with this number, from 1, has: place of the opening among those with a root, contest.
    pub(crate) fn bits_of_part(&self, part: u32) -> (usize, u16) {
        let (number, contests) = (part.saturating_sub(1) as usize, self.options.len().max(1));
        (number / contests, (number % contests) as u16)
    }
}

/// A part of what this token has opened, from 0: firmware/wire, "Replacement". `None` after the last.
pub(crate) fn part<E: Env>(env: &mut E, enrolment: &Enrolment, part: u32) -> Result<Option<Vec<u8>>, Refusal> {
    let opened = opened(env, enrolment.openings)?;
    if part > 0 {
        let (place, contest) = enrolment.bits_of_part(part);
        let Some((opening, _)) = opened.get(place) else {
            return Ok(None);
        };
        return Ok(Some(RegionBits::load(env, *opening, contest, enrolment.regions)?.0));
    }
    let mut head = Vec::new();
    for opening in 1..=enrolment.openings.last() {
        let found = opened.iter().find(|(number, _)| *number == opening);
        head.push(found.is_some().into());
        if let Some((_, Opened { root, ballots, leaves, sums })) = found {
            head.extend_from_slice(root);
            head.extend_from_slice(&ballots.to_be_bytes());
            head.extend_from_slice(&leaves.to_be_bytes());
            head.extend_from_slice(&sums.to_be_bytes());
        }
    }
    Ok(Some(head))
}

/// Takes over the roots in another token's first part; the openings that it has one in. The figures are not taken over: no officer of
/// this token agreed to them. Refuses another root in an opening that has one, and takes over nothing then.
pub(crate) fn take_over_roots<E: Env>(env: &mut E, openings: Openings, untrusted: &[u8]) -> Result<Vec<u32>, Refusal> {
    let mut rest = untrusted;
    let (mut with_root, mut unknown) = (Vec::new(), Vec::new());
    for opening in 1..=openings.last() {
        let (has_root, after) = rest.split_first().ok_or(Refusal::BadTranscript)?;
        rest = after;
        if *has_root == 0 {
            continue;
        }
        let (figures, after) = rest.split_first_chunk::<OPENED_LEN>().ok_or(Refusal::BadTranscript)?;
        let (root, _) = figures.split_first_chunk::<32>().ok_or(Refusal::BadTranscript)?;
        rest = after;
        match stored::load::<E, Opened>(env, Blob::Root(opening))? {
            None => unknown.push((opening, *root)),
            Some(own) if own.root == *root => {}
            Some(_) => return Err(Refusal::SlotTaken),
        }
        with_root.push(opening);
    }
    if !rest.is_empty() {
        return Err(Refusal::BadTranscript);
    }
    for (opening, root) in unknown {
        take(env, opening, &Opened { root, ballots: 0, leaves: 0, sums: 0 })?;
    }
    Ok(with_root)
}

/// Takes over the bits of another token. What is known already is not stored again: a board's counter is used up by that, and those
/// who stay mostly have the same bits.
pub(crate) fn take_over_bits<E: Env>(
    env: &mut E,
    opening: u32,
    contest: u16,
    regions: u16,
    untrusted: &[u8],
) -> Result<(), Refusal> {
    let mut bits = RegionBits::load(env, opening, contest, regions)?;
    if bits.0.len() != untrusted.len() {
        return Err(Refusal::BadTranscript);
    }
    let before = bits.clone();
    bits.0.iter_mut().zip(untrusted).for_each(|(own, other)| *own |= other);
    if bits == before { Ok(()) } else { bits.save(env, opening, contest) }
}
