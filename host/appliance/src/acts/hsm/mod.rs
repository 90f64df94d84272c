//! `tamga hsm …`: what an officer, a vendor or an auditor asks of HSMs outside an act of the election.

pub mod attest;
mod bench;
mod log;
mod status;
mod survey;
mod wipe;

use anyhow::Result;
use tamga_wire::Purposes;

use crate::cli::HsmCommand;
use crate::progress::Progress;
use crate::standing;

/// Carries out one of the verbs.
pub fn run(command: &HsmCommand, progress: Progress) -> Result<()> {
    match command {
        HsmCommand::Probe(arguments) => survey::probe(&arguments.hsm, &progress),
        HsmCommand::Provision(arguments) => survey::provision(&arguments.hsm, &progress),
        HsmCommand::Bench(arguments) => bench::bench(&arguments.hsm.hsm, arguments.election.as_deref(), &progress),
        HsmCommand::Status(at) => {
            let (mut room, standing, _) = standing::open(at, progress, Purposes::UNLOCK)?;
            status::status(&mut room, &standing)
        }
        HsmCommand::Attest(arguments) => {
            let (room, _, election) = standing::open(&arguments.at, progress, Purposes::UNLOCK)?;
            attest::attest(&room, &election, arguments)
        }
        HsmCommand::Log(arguments) => {
            let (mut room, mut standing, _) = standing::open(&arguments.at, progress, Purposes::UNLOCK)?;
            log::log(&mut room, &mut standing, arguments.all)
        }
        HsmCommand::Wipe(arguments) => {
            let (mut room, mut standing, election) = standing::open(&arguments.at, progress, Purposes::UNLOCK)?;
            wipe::wipe(&mut room, &mut standing, &election, arguments)
        }
    }
}
