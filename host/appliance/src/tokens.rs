//! The officers' tokens on their cables.

use std::fmt::Display;
use std::path::Path;

use anyhow::{Context, Result};
use tamga_casting::streams::Streams;
use tamga_ceremony::{CeremonyError, Each, Fault, Machine, RunError};
use tamga_devices::TokenLink;
use tamga_sim::{OfficerScript, SimConfig, SimPipe, SimToken};
use tamga_wire::{Answer, Refusal, Request};

use crate::failure::Failure;

/// Simulated tokens behind their byte pipes; no request reaches them but over the wire.
pub struct Tokens {
    links: Vec<TokenLink<SimPipe>>,
    // A token lives as long as its thread is held.
    _tokens: Vec<SimToken>,
}

impl Tokens {
    /// Switches on `officers` tokens, each with its storage in a folder of its own below `flash`. Those that have an identity
    /// are logged in.
    pub fn start(officers: u8, streams: &Streams, flash: &Path) -> Result<Self> {
        Self::start_with(officers, streams, flash, |_| Answer::Sign)
    }

    /// As [`Tokens::start`], with officers who answer a statement as told.
    pub fn start_with(officers: u8, streams: &Streams, flash: &Path, statement: impl Fn(u8) -> Answer) -> Result<Self> {
        let were_there = flash.exists();
        let start = |index: u8| {
            let seed = *streams.seed("appliance/token", u64::from(index));
            let script = OfficerScript { statement: statement(index), ..OfficerScript::default() };
            SimToken::start(SimConfig { index, seed, script, flash: Some(flash.join(index.to_string())) })
        };
        let tokens = (1..=officers)
            .map(start)
            .collect::<Result<Vec<_>, _>>()
            .context("the simulated tokens cannot be started")?;
        let links = tokens.iter().map(|token| TokenLink::new(token.pipe())).collect();
        let mut tokens = Self { links, _tokens: tokens };
        if were_there {
            tokens.run(&mut Each::logins(officers)?)?;
        }
        Ok(tokens)
    }

    /// Drives a ceremony to its outcome.
    pub fn run<M: Machine>(&mut self, machine: &mut M) -> Result<M::Outcome> {
        let exchange = |token: u8, request: &Request| {
            let place = usize::from(token).checked_sub(1);
            let link = place.and_then(|place| self.links.get_mut(place)).context("there is no such token")?;
            Ok::<_, anyhow::Error>(link.exchange(request)?)
        };
        tamga_ceremony::run(machine, exchange).map_err(|error| explain(&error))
    }
}

fn by_officer((_, fault): &(u8, Fault)) -> bool {
    matches!(fault, Fault::Refused(Refusal::RefusedByOfficer))
}

/// Why a ceremony came to nothing, and what to do: too few officers is their decision, everything else a fault.
fn explain<E: Display>(error: &RunError<E>) -> anyhow::Error {
    let named = match error {
        RunError::Ceremony(CeremonyError::TooFew { faults, .. }) if faults.iter().all(by_officer) => {
            let advice = "The answers are in the ledger. Repeat the act when officers have changed their minds.";
            return Failure::not_verified(error.to_string(), advice);
        }
        RunError::Ceremony(error) => error.culprits(),
        RunError::Exchange { .. } => Vec::new(),
    };
    let advice = match named.as_slice() {
        [] => "Nothing was decided. Have the officers look at their tokens' screens, then begin again.".to_owned(),
        tokens => format!("Take token {tokens:?} out of use: its answer was false. Then begin again."),
    };
    Failure::internal(error.to_string(), advice)
}
