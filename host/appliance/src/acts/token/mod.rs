//! `tamga token …`: what is asked of tokens outside an act of an election.

mod bench;
mod list;
mod plugged;
mod upkeep;

use anyhow::Result;
use tamga_wire::Purposes;

use super::{end, replacements};
use crate::cli::TokenCommand;
use crate::progress::Progress;
use crate::standing;
use plugged::Hall;

/// Carries out one of the verbs.
pub fn run(command: &TokenCommand, progress: Progress) -> Result<()> {
    match command {
        TokenCommand::List(ports) => list::list(&mut Hall::open(ports, &progress)?),
        TokenCommand::Info(which) => list::info(&mut Hall::open(&which.ports, &progress)?, which),
        TokenCommand::Init(arguments) => upkeep::init(&mut Hall::open(&arguments.which.ports, &progress)?, arguments),
        TokenCommand::Pin(which) => upkeep::pin(&mut Hall::open(&which.ports, &progress)?, which),
        TokenCommand::Label(arguments) => {
            upkeep::check_label(&arguments.text)?;
            upkeep::label(&mut Hall::open(&arguments.which.ports, &progress)?, arguments)
        }
        TokenCommand::Check(which) => upkeep::check(&mut Hall::open(&which.ports, &progress)?, which),
        TokenCommand::Bench(arguments) => bench::bench(&mut Hall::open(&arguments.which.ports, &progress)?, arguments),
        TokenCommand::Wipe(arguments) => upkeep::wipe(&mut Hall::open(&arguments.which.ports, &progress)?, arguments),
        TokenCommand::End(at) => {
            let (mut room, mut standing, election) = standing::open(at, progress, Purposes::ACT)?;
            end::end(&mut room, &mut standing, &election)
        }
        TokenCommand::Replace(arguments) => {
            let purposes = Purposes::SETUP | Purposes::ACT;
            let (mut room, standing, election) = standing::open(&arguments.at, progress, purposes)?;
            replacements::replace(&mut room, standing, election, &arguments.lost)?;
            Ok(())
        }
    }
}
