//! What may never happen, looked at on every transition.

use tamga_crypto::hpke::x25519;
use tamga_token::{Blob, Content};
use tamga_wire::pin_label::UNLOCK_INFO;
use tamga_wire::{PinLabel, Purposes, Response};

use crate::board::Desk;
use crate::tally::CLOSE;
use crate::world::{SUPPLEMENT, Sort, World};

/// The officer's place in the definition.
const INDEX: u8 = 1;

/// A promise that was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Sums of two roots of one opening left the token.
    TwoRoots,
    /// Sums of one region left the token in two regular openings.
    RegionTwice,
    /// Sums left under a root that too few checkers approved, or under none.
    NoApprovals,
    /// Sums left under a root that the officer was not shown and agreed to.
    NoConsent,
    /// Sums left before root and bits were stored.
    NotStoredFirst,
    /// Sums left of another box than the one that the officer closed last.
    OtherBox,
    /// The officer was asked about a root that was opened before.
    AskedAgain,
    /// A share of a PIN left without its own label having been shown and agreed to.
    NoLabel,
    /// Something left without a log-in for it.
    NoLogIn,
}

/// What has happened so far, outside the token: no loss of power makes it forgotten.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Past {
    /// Per opening, the roots of which sums left.
    pub opened: [Vec<usize>; SUPPLEMENT as usize],
    /// Regions of which sums left, per opening a bit each.
    pub regions: [u8; SUPPLEMENT as usize],
    /// Roots that the officer was shown and agreed to.
    pub agreed: Vec<usize>,
    /// The box that was signed or stored last for opening 1: whether it is the one that the roots are of.
    pub closed: Option<bool>,
}

/// One request or poll as it was seen from outside.
pub struct Seen<'a> {
    /// The request that is answered: at a poll, the one that asked.
    pub sort: Sort,
    pub is_poll: bool,
    pub response: &'a Response,
    /// Screens, and questions agreed to, before it.
    pub screens: usize,
    pub agreed: usize,
    pub session: Option<Purposes>,
    /// Broken promises that are passed over, to see what else breaks.
    pub tolerated: &'static [Broken],
}

impl Past {
    /// Takes in what was seen; names the promise that it breaks.
    pub fn see(&mut self, world: &World, seen: &Seen, desk: &Desk) -> Result<(), Broken> {
        self.look_for_questions(world, seen, desk)?;
        match (seen.response, seen.sort) {
            (Response::Done, Sort::Begin(root)) if seen.is_poll && desk.agreed > seen.agreed => {
                self.agree(world, root, desk);
            }
            (Response::Opened { .. }, Sort::Leaf(root, leaf)) => return self.open(world, root, leaf, seen, desk),
            (Response::Opened { .. }, _) => return Err(Broken::NoApprovals),
            (Response::Sealed { sealed }, _) => return check_label(world, sealed, seen, desk),
            (Response::Signed { .. }, _) => self.close(desk),
            _ => {}
        }
        Ok(())
    }

    fn look_for_questions(&self, world: &World, seen: &Seen, desk: &Desk) -> Result<(), Broken> {
        let asked = desk.screens[seen.screens..].iter().filter_map(|screen| match &screen.content {
            Content::Open { opening, root, .. } => Some((*opening, world.root_of(root))),
            _ => None,
        });
        for (opening, root) in asked {
            let opened = &self.opened[opening as usize - 1];
            let is_tolerated = seen.tolerated.contains(&Broken::AskedAgain);
            if !is_tolerated && root.is_some_and(|root| opened.contains(&root)) {
                return Err(Broken::AskedAgain);
            }
        }
        Ok(())
    }

    fn agree(&mut self, world: &World, root: usize, desk: &Desk) {
        let digest = world.roots[root].tally.root();
        let shown = desk.screens.last().map(|screen| &screen.content);
        if matches!(shown, Some(Content::Open { root, .. }) if *root == digest) && !self.agreed.contains(&root) {
            self.agreed.push(root);
            self.agreed.sort_unstable();
        }
    }

    /// Takes in the box that is stored: its signature may have been lost on the way.
    pub fn look_for_box(&mut self, desk: &Desk) {
        if let Some(stored) = desk.blobs.get(&Blob::Close(1)) {
            self.closed = Some(stored[1..] == CLOSE);
        }
    }

    fn close(&mut self, desk: &Desk) {
        if let Some(Content::Act { digest, .. }) = desk.screens.last().map(|screen| &screen.content) {
            self.closed = Some(*digest == CLOSE);
        }
    }

    fn open(&mut self, world: &World, root: usize, leaf: usize, seen: &Seen, desk: &Desk) -> Result<(), Broken> {
        let tally = &world.roots[root].tally;
        let place = tally.opening as usize - 1;
        let bits = world.regions(root, leaf).iter().fold(0, |bits, region| bits | 1 << region);
        let stored_root = desk.blobs.get(&Blob::Root(tally.opening)).map(|bytes| &bytes[1..33]);
        let stored_bits = desk.blobs.get(&Blob::Slots { opening: tally.opening, contest: 0 }).map(|bytes| bytes[2]);
        let others = self.regions[..2].iter().enumerate().filter(|(other, _)| *other != place);
        let is_twice = tally.opening != SUPPLEMENT && others.fold(0, |all, (_, bits)| all | bits) & bits != 0;
        let broken = [
            (seen.session.is_none_or(|session| !session.include(Purposes::OPEN)), Broken::NoLogIn),
            (!world.roots[root].is_approved, Broken::NoApprovals),
            (!self.agreed.contains(&root), Broken::NoConsent),
            (self.opened[place].iter().any(|opened| *opened != root), Broken::TwoRoots),
            (is_twice, Broken::RegionTwice),
            (stored_root != Some(&tally.root()), Broken::NotStoredFirst),
            (stored_bits.is_none_or(|stored| stored & bits != bits), Broken::NotStoredFirst),
            (tally.opening == 1 && self.closed == Some(false), Broken::OtherBox),
        ];
        if !self.opened[place].contains(&root) {
            self.opened[place].push(root);
        }
        self.regions[place] |= bits;
        let found = broken.into_iter().find(|(is_broken, broken)| *is_broken && !seen.tolerated.contains(broken));
        found.map_or(Ok(()), |(_, broken)| Err(broken))
    }
}

/// Opens the sealed share under the label that the officer was shown last: sealed to any other, it would not open.
fn check_label(world: &World, sealed: &[u8], seen: &Seen, desk: &Desk) -> Result<(), Broken> {
    if seen.session.is_none_or(|session| !session.include(Purposes::UNLOCK)) {
        return Err(Broken::NoLogIn);
    }
    let Some(Content::Unlock { role, serial, generation, .. }) = desk.screens.last().map(|screen| &screen.content)
    else {
        return Err(Broken::NoLabel);
    };
    let label = PinLabel { definition: &world.d, serial, role: *role, generation: *generation };
    let info = [UNLOCK_INFO, &label.digest(), &[INDEX]];
    let is_said_yes = seen.is_poll && desk.agreed > seen.agreed;
    match x25519::open(&world.host, &info, sealed) {
        Ok(_) if is_said_yes => Ok(()),
        _ => Err(Broken::NoLabel),
    }
}
