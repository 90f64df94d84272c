//! What was typed.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Air-gapped, hardware-backed tally appliance.
#[derive(Debug, Parser)]
#[command(name = "tamga", version, about, after_help = EXIT_CODES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done and verified; 1 verification failed or no result; 2 usage or bad input, nothing written;\n\
                          3 device, disk or internal error; 130 interrupted.";

/// The verbs of the appliance.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a whole election with keys of its own, from key ceremony to verified record; everything it makes is marked REHEARSAL
    Rehearse(RehearseArguments),
    /// Run the auditor's program, exactly as `tamga-verify` does
    #[command(disable_help_flag = true)]
    Verify {
        /// Arguments of tamga-verify
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

/// Arguments of `tamga rehearse`.
#[derive(Debug, Args)]
pub struct RehearseArguments {
    /// Folder with election.toml, totals.csv and turnout.csv [default: the built-in Colorado 2024 at scale 100]
    pub election_dir: Option<PathBuf>,
    /// Folder to write; must not exist or be empty [default: rehearsal-N, the next free N]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Divide ballots, registered voters and votes by N, rounding down [default: 1, the built-in example 100]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub scale: Option<u32>,
    /// Officers, each with a token, 2 to 15 [default: as election.toml says, else 5]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(2..=15))]
    pub officers: Option<u8>,
    /// Officers who must act together, more than half [default: as election.toml says, else 3]
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u8).range(1..=15))]
    pub quorum: Option<u8>,
    /// HSM to use
    #[arg(long, value_enum, default_value_t = HsmChoice::Builtin)]
    pub hsm: HsmChoice,
    /// Tokens to use
    #[arg(long, value_enum, default_value_t = TokenChoice::Sim)]
    pub tokens: TokenChoice,
    /// 64 hex digits: the same bytes at every run (rehearsals only, never for real keys)
    #[arg(long, value_name = "HEX", value_parser = parse_seed)]
    pub seed: Option<Seed>,
    /// Plain progress lines and a result table, for scripts (the default where stdout is no terminal)
    #[arg(long)]
    pub plain: bool,
}

/// The HSMs that a rehearsal can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HsmChoice {
    /// Two built-in rehearsal HSMs
    Builtin,
}

/// The tokens that a rehearsal can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TokenChoice {
    /// Simulated tokens in this process, behind their wire protocol
    Sim,
}

/// Root of all randomness of a repeatable rehearsal; prints nothing of itself.
#[derive(Clone)]
pub struct Seed(pub [u8; 32]);

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed")
    }
}

fn parse_seed(text: &str) -> Result<Seed, String> {
    let mut seed = [0; 32];
    hex::decode_to_slice(text, &mut seed).map_err(|_| "a seed is 64 hex digits".to_owned())?;
    Ok(Seed(seed))
}
