#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod acts;
mod cli;
mod clock;
mod device_log;
mod failure;
mod folder;
mod holders;
mod hsm_advice;
mod hsms;
mod input;
mod interrupt;
mod ledger_book;
mod memory;
mod options;
mod progress;
mod rehearse;
mod result_table;
mod room;
mod softhsm;
mod standing;
mod state;
mod tokens;
mod verifier;

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use tamga_wire::Purposes;

use acts::gathering::acts_so_far;
use acts::{
    adjudicate, admit, amend, close, end as ending, hsm, import, lot, polling, recount, statement, status, tally, token,
};
use cli::{At, Cli, Command, DefinitionCommand};
use failure::{Ending, Failure};
use input::Input;
use progress::Progress;
use standing::open;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(told) => return tell(cli::without_pins(told)),
    };
    let progress = Progress::start(cli.json);
    if let Err(error) = softhsm::start_with_configuration(&cli.command) {
        return end(&error, &progress);
    }
    match memory::protect() {
        Ok(locked) => progress.protected(locked),
        Err(error) => {
            let happened = format!("core dumps cannot be turned off: {error}");
            return end(&Failure::internal(happened, "Run it as the user of the appliance, on Linux."), &progress);
        }
    }
    let outcome = match cli.command {
        Command::Verify { arguments } => return verifier::become_verifier(arguments),
        command => run(command, progress.clone()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => end(&error, &progress),
    }
}

/// Says why the program ends, and with which code.
fn end(error: &anyhow::Error, progress: &Progress) -> ExitCode {
    let (code, text) = failure::describe(error);
    progress.failure(code, &text);
    // A closed pipe must not change the exit code.
    let _ = writeln!(io::stderr(), "{text}");
    ExitCode::from(code)
}

/// Help and version where they were asked for; else what is wrong with what was typed, for programs too.
fn tell(told: clap::Error) -> ExitCode {
    let code = u8::try_from(told.exit_code()).unwrap_or(Ending::BadInput as u8);
    let is_json = std::env::args_os().take_while(|typed| typed != "--").any(|typed| typed == "--json");
    if told.use_stderr() {
        Progress::start(is_json).failure(code, told.render().to_string().trim_end());
    }
    // A closed pipe must not change the exit code.
    let _ = told.print();
    ExitCode::from(code)
}

fn run(command: Command, progress: Progress) -> Result<()> {
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

fn cast(at: &At, progress: Progress) -> Result<()> {
    let (room, _, election) = open(at, progress, Purposes::ACT)?;
    let input = Input::kept(&room.appliance(), room.options.scale)?;
    polling::cast(&room, &election, &input, None)?;
    let stick = polling::sticks(&room).below(polling::BALLOTS);
    room.progress.say(&format!("next       tamga import --at {} {}", at.at.display(), stick.path().display()));
    Ok(())
}

/// The acts of an election that is set up: each enters the room, does its part and says what comes next.
fn act(command: Command, progress: Progress) -> Result<()> {
    let place = at_of(&command);
    let at = place.at.as_path();
    let (mut room, mut standing, election) = open(&place, progress, purposes_of(&command))?;
    if !matches!(command, Command::Status(_) | Command::Export(_) | Command::Recount(_)) {
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
            let at = at.display();
            room.progress.say(&format!("export     published: {at}/record, {at}/audit, {at}/anchor.txt"));
        }
        Command::Recount(_) => recount::recount(room, standing, election)?,
        _ => return status::status(room, standing, election),
    }
    room.progress.say(&format!("next       {}", standing.book.state().next(at, election.definition().openings)));
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
fn at_of(command: &Command) -> At {
    match command {
        Command::Import(arguments) => arguments.at.clone(),
        Command::Admit(arguments) => arguments.at.clone(),
        Command::Adjudicate(arguments) => arguments.at.clone(),
        Command::Amend(arguments) => arguments.at.clone(),
        Command::Close(arguments) => arguments.at.clone(),
        Command::Lot(arguments) => arguments.at.clone(),
        Command::Sign(arguments) => arguments.at.clone(),
        Command::Recount(arguments) => At { at: arguments.at.clone(), tokens: arguments.tokens.clone() },
        Command::Cast(at) | Command::Tally(at) | Command::Export(at) | Command::Status(at) => at.clone(),
        Command::Rehearse(_)
        | Command::Definition(_)
        | Command::Setup(_)
        | Command::Hsm(_)
        | Command::Token(_)
        | Command::Verify { .. } => At { at: std::path::PathBuf::new(), tokens: None },
    }
}
