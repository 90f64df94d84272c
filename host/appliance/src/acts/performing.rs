//! What was asked for, carried out: the one way to the acts, from the command line and from the screen.

use std::path::Path;

use anyhow::Result;
use tamga_wire::Purposes;

use super::gathering::acts_so_far;
use super::{
    adjudicate, admit, amend, close, end as ending, hsm, import, lookup, lot, pause, polling, protocol, recount,
    statement, status, tally, token,
};
use crate::cli::{At, Command, DefinitionCommand};
use crate::input::{self, Input};
use crate::message::Message;
use crate::progress::Progress;
use crate::rehearse;
use crate::standing::{open, open_in_pause};

/// Carries out a command. The verifier's is no act: it takes the place of this program.
pub fn perform(command: Command, progress: &Progress) -> Result<()> {
    let progress = progress.clone();
    match command {
        Command::Rehearse(arguments) => rehearse::run(&arguments, progress),
        Command::Definition(DefinitionCommand::Check { election, scale }) => {
            input::check(&input::read_at(&election, scale)?, &progress);
            Ok(())
        }
        Command::Setup(arguments) => rehearse::set_up_only(&arguments, progress),
        Command::Cast(at) => cast(&at, progress),
        Command::Hsm(command) => hsm::run(&command, progress),
        Command::Token(command) => token::run(&command, progress),
        command => act(command, progress),
    }
}

/// The auditors' program over what this election published, as at its publication.
pub fn verify_published(at: &Path, progress: &Progress) -> Result<()> {
    let (room, ..) = open_in_pause(&At { at: at.to_owned(), tokens: None }, progress.clone(), Purposes::ACT)?;
    statement::verify(&room)
}

fn cast(at: &At, progress: Progress) -> Result<()> {
    let (room, _, election) = open(at, progress, Purposes::ACT)?;
    room.interrupt.advise(Message::of("interrupted-cast"));
    let input = Input::kept(&room.appliance(), room.options.scale)?;
    polling::cast(&room, &election, &input, None)?;
    let stick = polling::sticks(&room).below(polling::BALLOTS);
    room.progress.say("next", Message::of("next-import").with("at", &at.at).with("stick", stick.path()));
    Ok(())
}

/// The acts of an election that is set up: each enters the room, does its part and says what comes next.
fn act(command: Command, progress: Progress) -> Result<()> {
    let place = at_of(&command);
    let at = place.at.as_path();
    let purposes = purposes_of(&command);
    let (mut room, mut standing, election) = match command {
        Command::Status(_) | Command::Resume(_) => open_in_pause(&place, progress, purposes)?,
        _ => open(&place, progress, purposes)?,
    };
    if !matches!(command, Command::Status(_) | Command::Export(_) | Command::Recount(_) | Command::Protocol(_)) {
        ending::check_not_over(&standing)?;
    }
    let acts = acts_so_far(&room, &standing, &election)?;
    let (room, standing, election) = (&mut room, &mut standing, &election);
    match &command {
        Command::Import(arguments) => {
            let tally = import::import(room, standing, election, &arguments.paths)?;
            import::end(&tally)?;
        }
        Command::Admit(arguments) => drop(admit::admit(room, standing, election, &acts, &arguments.regions)?),
        Command::Adjudicate(arguments) => adjudicate::run(room, standing, election, &acts, arguments)?,
        Command::Amend(arguments) => amend::amend(room, standing, election, arguments)?,
        Command::Close(arguments) => close::run(room, standing, election, &acts, arguments.incomplete)?,
        Command::Tally(_) => {
            tally::tally(room, standing, election, &acts, None)?;
            statement::show_tables(room, election)?;
        }
        Command::Lot(arguments) => lot::draw(room, standing, election, &arguments.contest, &arguments.dice)?,
        Command::Sign(arguments) => {
            let dissent = statement::Dissent { dissent: arguments.dissent.clone(), refuse: arguments.refuse.clone() };
            statement::sign(room, standing, election, &dissent)?;
        }
        Command::Export(_) => {
            statement::export(room, standing, election)?;
            room.progress.say("export", Message::of("published-at").with("at", at));
        }
        Command::Protocol(arguments) => protocol::protocol(room, standing, election, arguments)?,
        Command::Recount(_) => recount::recount(room, standing, election)?,
        Command::Lookup(arguments) => {
            let answer = lookup::look_up(room, standing, election, &arguments.text()?)?;
            room.progress.answer(answer);
            return Ok(());
        }
        Command::Pause(arguments) => pause::pause(room, standing, election, arguments)?,
        Command::Resume(arguments) => pause::resume(room, standing, election, arguments)?,
        _ => return status::status(room, standing, election),
    }
    room.progress.say("next", standing.book.state().next(at, election.definition().openings));
    Ok(())
}

/// What officers log in for.
fn purposes_of(command: &Command) -> Purposes {
    match command {
        Command::Tally(_) => Purposes::UNLOCK | Purposes::OPEN,
        Command::Sign(_) => Purposes::SIGN,
        _ => Purposes::ACT,
    }
}

/// Where the election is that an act is about.
pub fn at_of(command: &Command) -> At {
    match command {
        Command::Import(arguments) => arguments.at.clone(),
        Command::Admit(arguments) => arguments.at.clone(),
        Command::Adjudicate(arguments) => arguments.at.clone(),
        Command::Amend(arguments) => arguments.at.clone(),
        Command::Close(arguments) => arguments.at.clone(),
        Command::Lot(arguments) => arguments.at.clone(),
        Command::Lookup(arguments) => arguments.at.clone(),
        Command::Pause(arguments) => arguments.at.clone(),
        Command::Resume(arguments) => arguments.at.clone(),
        Command::Sign(arguments) => arguments.at.clone(),
        Command::Protocol(arguments) => arguments.at.clone(),
        Command::Recount(arguments) => At { at: arguments.at.clone(), tokens: arguments.tokens.clone() },
        Command::Cast(at) | Command::Tally(at) | Command::Export(at) | Command::Status(at) => at.clone(),
        Command::Rehearse(_)
        | Command::Definition(_)
        | Command::Setup(_)
        | Command::Hsm(_)
        | Command::Token(_)
        | Command::Screen { .. }
        | Command::Watch { .. }
        | Command::Verify { .. } => At { at: std::path::PathBuf::new(), tokens: None },
    }
}
