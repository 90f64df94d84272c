#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod acts;
mod answers;
mod arrivals;
mod at_work;
mod causes;
mod cli;
mod clock;
mod device_log;
mod failure;
mod folder;
mod holders;
mod hsm_advice;
mod hsms;
mod input;
mod input_faults;
mod interrupt;
mod ledger_book;
mod live;
mod memory;
mod message;
mod news;
mod options;
mod paper;
mod progress;
mod reading;
mod rehearse;
mod result_table;
mod room;
mod screen;
mod sentences;
mod softhsm;
mod standing;
mod state;
mod tokens;
mod verification;
mod verifier;
mod visible;
mod whole_ledger;
mod words;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command, ScreenArguments};
use failure::{Ending, Failure, Stopped};
use message::Message;
use progress::Progress;
use words::Words;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(told) => return tell(cli::without_pins(told)),
    };
    let progress = Progress::start(cli.json);
    let command = cli.command.unwrap_or(Command::Screen(ScreenArguments::default()));
    if let Err(error) = softhsm::start_with_configuration(&command) {
        return end(&error, &progress);
    }
    match memory::protect() {
        Ok(locked) => progress.protected(locked),
        Err(error) => {
            let failure = Failure::internal(Message::of("core-dumps").with("why", error.to_string()));
            return end(&failure, &progress);
        }
    }
    let outcome = match command {
        Command::Screen(arguments) => screen::open(arguments),
        Command::Watch { at } => screen::watch(at),
        Command::Verify { arguments } => return verifier::become_verifier(arguments),
        Command::Rehearse(arguments) if !arguments.plain && !cli.json && screen::is_terminal() => {
            return screen::rehearse(arguments).unwrap_or_else(|error| end(&error, &progress));
        }
        command => acts::perform(command, &progress),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => end(&error, &progress),
    }
}

/// Says why the program ends, and with which code.
fn end(error: &anyhow::Error, progress: &Progress) -> ExitCode {
    let stopped = Stopped::of(error);
    progress.failure(&stopped);
    let text = visible::visible(&stopped.text(Words::of_command_line())).into_owned();
    let shown = if io::stderr().is_terminal() { failure::in_lines(&text) } else { text };
    // A closed pipe must not change the exit code.
    let _ = writeln!(io::stderr(), "{shown}");
    ExitCode::from(stopped.code)
}

/// Help and version where they were asked for; else what is wrong with what was typed, for programs too.
fn tell(told: clap::Error) -> ExitCode {
    let code = u8::try_from(told.exit_code()).unwrap_or(Ending::BadInput as u8);
    let is_json = std::env::args_os().take_while(|typed| typed != "--").any(|typed| typed == "--json");
    if told.use_stderr() {
        Progress::start(is_json).usage(code, told.render().to_string().trim_end());
    }
    // A closed pipe must not change the exit code.
    let _ = told.print();
    ExitCode::from(code)
}
