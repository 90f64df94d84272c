#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod approve;
mod asserted;
mod bytes;
mod checks;
mod cli;
mod digest;
mod equations;
mod group;
mod hybrid;
mod ledger;
mod limits;
mod parse;
mod read;
mod reason;
mod report;
mod signature;
mod text;
mod threads;

pub use cli::run;

/// The program: arguments of the process, report on standard output, exit code as [`run`] returns it.
pub fn main() -> std::process::ExitCode {
    std::process::ExitCode::from(run(std::env::args_os(), &mut std::io::stdout().lock()))
}
