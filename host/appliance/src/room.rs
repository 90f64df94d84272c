//! The room: the folder, the clock, the devices on their cables, and what all acts share.

use anyhow::{Context, Result};
use tamga_casting::streams::Streams;
use tamga_ceremony::{Commission, Machine, RunError};
use tamga_crypto::hash::Digest;
use tamga_devices::{Hsm, RehearsalHsm, Role, TokenLink};
use tamga_record::note::{NoteLine, hsm_key_name};
use tamga_sim::{OfficerScript, SimConfig, SimPipe, SimToken};
use tamga_wire::Request;

use crate::failure::Failure;
use crate::folder::Folder;
use crate::interrupt::Interrupt;
use crate::ledger_book::LedgerBook;
use crate::progress::Progress;

/// Everything that an act of a rehearsal touches.
pub struct Room {
    /// The folder of the run.
    pub folder: Folder,
    /// News for whoever watches.
    pub progress: Progress,
    /// Whether someone asked to stop.
    pub interrupt: Interrupt,
    /// Randomness by name and number.
    pub streams: Streams,
    /// The officers' tokens.
    pub tokens: Tokens,
    /// The HSMs, in definition order.
    pub hsms: Vec<RehearsalHsm>,
}

impl Room {
    /// What stays in the machine.
    pub fn appliance(&self) -> Folder {
        self.folder.private("appliance")
    }

    /// The public edition.
    pub fn record(&self) -> Folder {
        self.folder.below("record")
    }

    /// The auditors' edition.
    pub fn audit(&self) -> Folder {
        self.folder.private("audit")
    }

    /// Holds a ceremony with the tokens; its entries are on disk before its outcome is returned.
    pub fn hold<M: Machine>(&mut self, mut machine: M, book: &mut LedgerBook) -> Result<M::Outcome> {
        let outcome = self.tokens.run(&mut machine);
        book.append_all(&machine.take_entries())?;
        for (token, fault) in machine.faults() {
            self.progress.say(&format!("token {token} dropped out: {fault}"));
        }
        outcome
    }

    /// Signs a note's text with the first HSM's seal key.
    pub fn seal_note(&mut self, text: &str) -> Result<NoteLine> {
        let hsm = self.hsms.first_mut().context("no HSM")?;
        let signature = hsm.sign(text.as_bytes())?;
        Ok(NoteLine::new(&hsm_key_name(hsm.serial()), &hsm.seal_key()?, signature))
    }

    /// A checkpoint over the whole ledger, exported with its tiles into `record/ledger`.
    pub fn export_ledger(&mut self, book: &LedgerBook) -> Result<()> {
        let checkpoint = book.checkpoint(|text| self.seal_note(text))?;
        book.export(&self.record(), &checkpoint)
    }

    /// Saves every HSM's file.
    pub fn save_hsms(&self) -> Result<()> {
        for hsm in &self.hsms {
            self.appliance().write(&format!("hsm/{}.hsm", hsm.serial()), &hsm.to_file_bytes()?)?;
        }
        Ok(())
    }
}

/// The HSM's name of a role on the wire.
pub fn device_role(role: tamga_wire::Role) -> Role {
    match role {
        tamga_wire::Role::Tally => Role::Tally,
        tamga_wire::Role::Escrow => Role::Escrow,
    }
}

/// Simulated tokens behind their byte pipes; no request reaches them but over the wire.
pub struct Tokens {
    links: Vec<TokenLink<SimPipe>>,
    // A token lives as long as its thread is held.
    _tokens: Vec<SimToken>,
}

impl Tokens {
    /// Starts `officers` tokens.
    pub fn start(officers: u8, streams: &Streams) -> Result<Self> {
        let start = |index: u8| {
            let seed = *streams.seed("appliance/token", u64::from(index));
            SimToken::start(SimConfig { index, seed, script: OfficerScript::default(), flash: None })
        };
        let tokens = (1..=officers)
            .map(start)
            .collect::<Result<Vec<_>, _>>()
            .context("the simulated tokens cannot be started")?;
        let links = tokens.iter().map(|token| TokenLink::new(token.pipe())).collect();
        Ok(Self { links, _tokens: tokens })
    }

    /// Drives a ceremony to its outcome.
    pub fn run<M: Machine>(&mut self, machine: &mut M) -> Result<M::Outcome> {
        let exchange = |token: u8, request: &Request| {
            let place = usize::from(token).checked_sub(1);
            let link = place.and_then(|place| self.links.get_mut(place)).context("there is no such token")?;
            Ok::<_, anyhow::Error>(link.exchange(request)?)
        };
        tamga_ceremony::run(machine, exchange).map_err(|error| {
            let named = match &error {
                RunError::Ceremony(error) => error.culprits(),
                RunError::Exchange { .. } => Vec::new(),
            };
            let advice = match named.as_slice() {
                [] => {
                    "Nothing was decided. Have the officers look at their tokens' screens, then begin again.".to_owned()
                }
                tokens => format!("Take token {tokens:?} out of use: its answer was false. Then begin again."),
            };
            Failure::internal(error.to_string(), advice)
        })
    }
}

/// What the commission knows after set-up and every later act needs.
pub struct Standing {
    /// `D`.
    pub definition: Digest,
    /// Officers and quorum.
    pub commission: Commission,
    /// The ledger.
    pub book: LedgerBook,
}
