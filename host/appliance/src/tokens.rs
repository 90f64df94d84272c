//! The officers' tokens on their cables.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;

use anyhow::{Context, Result};
use tamga_casting::streams::Streams;
use tamga_ceremony::{CeremonyError, Each, Fault, Machine, RunError};
use tamga_devices::TokenLink;
use tamga_sim::{OfficerScript, SimConfig, SimPipe, SimToken};
use tamga_wire::{Answer, Purposes, Refusal, Request, Response};

use crate::failure::Failure;

/// Simulated tokens behind their byte pipes; no request reaches them but over the wire.
pub struct Tokens {
    links: BTreeMap<u8, TokenLink<SimPipe>>,
    /// Those that did not come up, and why; they count as absent.
    out: Vec<(u8, String)>,
    // A token lives as long as its thread is held.
    _tokens: Vec<SimToken>,
}

impl Tokens {
    /// Switches on `officers` tokens, each with its storage in a folder of its own below `flash`. Where the
    /// folder was there already they are logged in; one that cannot be is out, and the others go on.
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
        let mut tokens = Self { links: BTreeMap::new(), out: Vec::new(), _tokens: Vec::new() };
        for index in 1..=officers {
            let token = match start(index) {
                Err(error) if were_there => {
                    tokens.out.push((index, error.to_string()));
                    continue;
                }
                token => token.with_context(|| format!("the simulated token {index} cannot be started"))?,
            };
            let mut link = TokenLink::new(token.pipe());
            let logged_in = if were_there { log_in(&mut link) } else { Ok(()) };
            match logged_in {
                Ok(()) => drop(tokens.links.insert(index, link)),
                Err(why) => tokens.out.push((index, why)),
            }
            tokens._tokens.push(token);
        }
        Ok(tokens)
    }

    /// The tokens that did not come up, and why; each counts as absent in every ceremony.
    pub fn out(&self) -> &[(u8, String)] {
        &self.out
    }

    /// Drives a ceremony to its outcome.
    pub fn run<M: Machine>(&mut self, machine: &mut M) -> Result<M::Outcome> {
        let exchange = |token: u8, request: &Request| {
            let link = self.links.get_mut(&token).context("there is no such token")?;
            Ok::<_, anyhow::Error>(link.exchange(request)?)
        };
        tamga_ceremony::run(machine, exchange).map_err(|error| explain(&error))
    }
}

/// Logs one token in, in a run of its own: what is wrong with it does not stop the others. Says why it does not come up.
fn log_in(link: &mut TokenLink<SimPipe>) -> Result<(), String> {
    let definition = match link.exchange(&Request::Hello) {
        Ok(Response::Info(info)) => info.definition,
        Ok(_) => return Err("it does not say who it is".to_owned()),
        Err(error) => return Err(error.to_string()),
    };
    let purposes = if definition.is_some() { Purposes::ALL } else { Purposes::SETUP | Purposes::UPKEEP };
    let mut machine = Each::logins(1, definition, purposes).map_err(|error| error.to_string())?;
    match tamga_ceremony::run(&mut machine, |_, request| link.exchange(request)) {
        Ok(_) => Ok(()),
        // Its number in that run says nothing.
        Err(RunError::Ceremony(CeremonyError::Token { fault, .. })) => Err(fault.to_string()),
        Err(RunError::Ceremony(error)) => Err(error.to_string()),
        Err(RunError::Exchange { error, .. }) => Err(error.to_string()),
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
        [] => {
            "Nothing was decided. Have the officers look at their tokens' screens, then repeat the command.".to_owned()
        }
        tokens => format!("Take token {tokens:?} out of use: its answer was false. Then repeat the command."),
    };
    Failure::internal(error.to_string(), advice)
}
