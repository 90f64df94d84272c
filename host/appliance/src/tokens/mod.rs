//! The officers' tokens: who is plugged in where, and ceremonies with them.

mod advice;
mod asking;
mod emulated;
mod errand;
mod exclusion;
mod log_in;
mod newcomers;
mod played;
mod presence;
mod reception;
mod seat;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use anyhow::Result;
use tamga_ceremony::{CeremonyError, Machine};
use tamga_devices::{BoxedPipe, Ports, TokenLink};
use tamga_wire::{Purposes, Request};

pub use advice::{ceremony, explain, fault, link, refusal};
pub use asking::{role, what};
pub use emulated::image;
pub use exclusion::Exclusion;
pub use log_in::LogIn;
pub use played::{Script, lose, ports};
#[cfg(test)]
pub use presence::Wait;
pub use presence::{Presence, Question, TokenState};
pub use reception::{Greeted, empty_port, greet};
pub use seat::Tries;

use crate::interrupt::Interrupt;
use crate::progress::Progress;
use errand::Errand;
use seat::Seat;

/// The tokens of a commission. Which officer's a token is, is found by its identity key, never by where it is plugged in: it
/// may be pulled out, come back elsewhere, and share one port with the others in turn.
pub struct Tokens {
    ports: Box<dyn Ports>,
    officers: u8,
    /// Identity keys of the officers, in their order; none before they are known.
    identities: Vec<[u8; 32]>,
    /// What a token is logged in for before it is asked anything; nothing while it has no identity.
    log_in: Option<LogIn>,
    /// What a token is told first that keeps shares of the newest replacement and was not there at its end.
    commit: Option<Request>,
    /// Places of lost tokens in which new ones are that know no election yet.
    new: BTreeSet<u8>,
    /// Whether new tokens are looked for.
    expects_new: bool,
    seats: BTreeMap<u8, Seat>,
    /// Officers whose tokens were plugged in at some time.
    came: BTreeSet<u8>,
    /// Plugged in and of no use, by port.
    aside: BTreeMap<String, TokenLink<BoxedPipe>>,
    /// Officers whose tokens were put aside, and why.
    shut_out: BTreeMap<u8, Exclusion>,
    /// Ports of which it was said that they cannot be used.
    unusable: BTreeSet<String>,
    /// Those ports, until when nobody looks at them again.
    left_alone: BTreeMap<String, Instant>,
    /// Ports of which it was said that they are empty.
    empty: BTreeSet<String>,
    progress: Progress,
    interrupt: Interrupt,
}

impl Tokens {
    /// Tokens of so many officers, of whom nothing is known: the first that comes is the first officer's.
    pub fn new(ports: Box<dyn Ports>, officers: u8, progress: &Progress, interrupt: &Interrupt) -> Self {
        Self {
            ports,
            officers,
            identities: Vec::new(),
            log_in: None,
            commit: None,
            new: BTreeSet::new(),
            expects_new: false,
            seats: BTreeMap::new(),
            came: BTreeSet::new(),
            aside: BTreeMap::new(),
            shut_out: BTreeMap::new(),
            unusable: BTreeSet::new(),
            left_alone: BTreeMap::new(),
            empty: BTreeSet::new(),
            progress: progress.clone(),
            interrupt: interrupt.clone(),
        }
    }

    /// From here on the officers are these, in their order, and no other token is taken for one. Those who chose a PIN with a
    /// new identity have just typed it for `logged_in`.
    pub fn know_new(&mut self, identities: Vec<[u8; 32]>, logged_in: LogIn) {
        self.identities = identities;
        for seat in self.seats.values_mut() {
            seat.has_identity(&logged_in);
        }
        self.log_in = Some(logged_in);
    }

    /// From here on the officers are these, in their order, and no other token is taken for one. One that keeps shares of a
    /// replacement is told `commit` before anything else.
    pub fn know(&mut self, identities: Vec<[u8; 32]>, commit: Option<Request>) {
        (self.identities, self.commit, self.expects_new) = (identities, commit, false);
        self.new.clear();
    }

    /// What the token in this officer's seat is logged in for: a new one knows no election, and one that has to be told of a
    /// replacement is told under the purpose of a set-up.
    fn log_in_of(&self, officer: u8) -> Option<LogIn> {
        let log_in = self.log_in.as_ref()?;
        if self.new.contains(&officer) {
            return Some(LogIn::with_a_new_identity());
        }
        let has_to_be_told = self.seats.get(&officer).is_some_and(Seat::has_to_be_told);
        let more = if has_to_be_told { Purposes::SETUP } else { log_in.purposes };
        Some(LogIn { definition: log_in.definition, purposes: log_in.purposes | more })
    }

    /// From here on every token is logged in for this before it is asked anything.
    pub fn log_in_for(&mut self, log_in: LogIn) {
        for seat in self.seats.values_mut() {
            seat.expect_log_in(&log_in);
        }
        self.log_in = Some(log_in);
    }

    /// Whether this officer's token was put aside, which was said.
    pub fn is_shut_out(&self, officer: u8) -> bool {
        self.shut_out.contains_key(&officer)
    }

    /// Why a ceremony with these tokens came to nothing, and what to do.
    pub fn explain(&self, error: &CeremonyError) -> anyhow::Error {
        explain(error, &self.shut_out)
    }

    /// Drives a ceremony to its outcome. A token that is pulled out is named, and the ceremony goes on when it comes back, or
    /// without it as soon as enough others did their part.
    pub fn run<M: Machine>(&mut self, machine: &mut M) -> Result<M::Outcome> {
        Errand::new(self, machine).run()
    }
}
