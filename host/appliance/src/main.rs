#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod cli;
mod clock;
mod failure;
mod folder;
mod interrupt;
mod ledger_book;
mod progress;
mod rehearse;
mod result_table;
mod verifier;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Rehearse(arguments) => rehearse::run(&arguments),
        Command::Verify { arguments } => return verifier::become_verifier(arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let (code, text) = failure::describe(&error);
            // A closed pipe must not change the exit code.
            let _ = writeln!(io::stderr(), "{text}");
            ExitCode::from(code)
        }
    }
}
