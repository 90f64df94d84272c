//! `tamga-sim`: an officer's token behind a Unix socket, for rehearsals.

#![forbid(unsafe_code)]

use std::error::Error;
use std::fs;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use tamga_sim::process::ServedToken;
use tamga_sim::{Answer, Asked, OfficerScript, SimConfig, is_pin};
use zeroize::Zeroizing;

/// An officer's token behind a Unix socket, for rehearsals alone. It runs until it is killed, at any time: what it stored is kept.
#[derive(Parser)]
#[command(name = "tamga-sim", version, max_term_width = 80)]
struct Arguments {
    /// Socket to serve; one that a killed simulator left there is taken over
    #[arg(long, value_name = "PATH")]
    socket: PathBuf,
    /// Folder that holds the token's storage, made where there is none
    #[arg(long, value_name = "DIR")]
    flash: PathBuf,
    /// Number of the token, from 1: those of one seed and different numbers draw different randomness
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..))]
    index: u8,
    /// What its randomness derives from: 64 hex digits, or random
    #[arg(long, value_name = "HEX", default_value = "random", value_parser = parse_seed)]
    seed: Seed,
    /// PIN that its officer types, 6 to 12 digits [default: 271828]
    #[arg(long, value_name = "DIGITS", value_parser = parse_pin, conflicts_with = "console")]
    pin: Option<String>,
    /// Questions that its officer says no to, separated by commas: enrol, keep, endorse, unlock, close, amendment, for, against, recount, end, open, erase-share, label, erase
    #[arg(long, value_name = "WHAT", value_delimiter = ',', conflicts_with = "console")]
    refuse: Vec<Asked>,
    /// What its officer says to a statement: sign, dissent or refuse
    #[arg(long, value_name = "ANSWER", default_value = "sign", value_parser = parse_answer, conflicts_with = "console")]
    statement: Answer,
    /// You are the officer: screens are printed, answers and PIN are typed here
    #[arg(long)]
    console: bool,
}

/// What the token's randomness derives from; none where it is drawn.
#[derive(Clone)]
struct Seed(Option<Zeroizing<[u8; 32]>>);

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tamga-sim: {error}");
            ExitCode::from(3)
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let seed = arguments.seed.0.map_or_else(draw_seed, Ok)?;
    let mut script = OfficerScript { refuses: arguments.refuse, statement: arguments.statement, ..Default::default() };
    if let Some(pin) = arguments.pin {
        script.pin = pin;
    }
    let config = SimConfig { index: arguments.index, seed: *seed, script, flash: Some(arguments.flash) };
    let token = ServedToken::start(config, arguments.console)?;
    Ok(token.serve(&listen(&arguments.socket)?)?)
}

/// Listens at the socket. What a killed process left there is removed; refuses one that somebody serves.
fn listen(socket: &Path) -> Result<UnixListener, Box<dyn Error>> {
    if UnixStream::connect(socket).is_ok() {
        return Err(format!("{} is served already", socket.display()).into());
    }
    if let Err(error) = fs::remove_file(socket)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        return Err(format!("{} cannot be taken over: {error}", socket.display()).into());
    }
    Ok(UnixListener::bind(socket).map_err(|error| format!("{}: {error}", socket.display()))?)
}

fn draw_seed() -> Result<Zeroizing<[u8; 32]>, Box<dyn Error>> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut_slice()).map_err(|error| error.to_string())?;
    Ok(seed)
}

fn parse_seed(text: &str) -> Result<Seed, String> {
    if text == "random" {
        return Ok(Seed(None));
    }
    let mut seed = Zeroizing::new([0; 32]);
    hex::decode_to_slice(text, seed.as_mut_slice()).map_err(|_| "a seed is 64 hex digits, or random")?;
    Ok(Seed(Some(seed)))
}

fn parse_pin(text: &str) -> Result<String, String> {
    if is_pin(text) { Ok(text.to_owned()) } else { Err("a PIN is 6 to 12 digits".to_owned()) }
}

fn parse_answer(text: &str) -> Result<Answer, String> {
    match text {
        "sign" => Ok(Answer::Sign),
        "dissent" => Ok(Answer::Dissent),
        "refuse" => Ok(Answer::Refuse),
        _ => Err("sign, dissent or refuse".to_owned()),
    }
}
