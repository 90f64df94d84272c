//! The officers' tokens: who is plugged in where, and ceremonies with them.

mod advice;
mod asking;
mod emulated;
mod errand;
mod exclusion;
mod log_in;
mod played;
mod reception;
mod seat;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use tamga_ceremony::Machine;
use tamga_devices::{BoxedPipe, Ports, TokenLink};

pub use advice::{about_cable, what_to_do};
pub use asking::what;
pub use emulated::image;
pub use log_in::LogIn;
pub use played::{Script, ports};
pub use reception::empty_port;
pub use seat::Tries;

use crate::interrupt::Interrupt;
use crate::progress::Progress;
use errand::Errand;
use exclusion::Exclusion;
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
    seats: BTreeMap<u8, Seat>,
    /// Plugged in and of no use, by port.
    aside: BTreeMap<String, TokenLink<BoxedPipe>>,
    /// Officers whose tokens were put aside, and why.
    shut_out: BTreeMap<u8, Exclusion>,
    /// Ports of which it was said that they cannot be used.
    unusable: BTreeSet<String>,
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
            seats: BTreeMap::new(),
            aside: BTreeMap::new(),
            shut_out: BTreeMap::new(),
            unusable: BTreeSet::new(),
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

    /// From here on the officers are these, in their order, and no other token is taken for one.
    pub fn know(&mut self, identities: Vec<[u8; 32]>) {
        self.identities = identities;
    }

    /// From here on every token is logged in for this before it is asked anything.
    pub fn log_in_for(&mut self, log_in: LogIn) {
        for seat in self.seats.values_mut() {
            seat.expect_log_in(&log_in);
        }
        self.log_in = Some(log_in);
    }

    /// Drives a ceremony to its outcome. A token that is pulled out is named, and the ceremony goes on when it comes back, or
    /// without it as soon as enough others did their part.
    pub fn run<M: Machine>(&mut self, machine: &mut M) -> Result<M::Outcome> {
        Errand::new(self, machine).run()
    }
}
