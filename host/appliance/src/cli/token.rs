//! What is typed after `tamga token`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use tamga_devices::TokenSpec;

use super::{At, parse_tokens};

/// Verbs about officers' tokens.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Say which tokens are plugged in, and how far each is in its life
    List(Ports),
    /// Say everything that a token says of itself
    Info(Which),
    /// Give a token that has no identity one; its officer chooses a PIN on it
    Init(InitArguments),
    /// Have the officer choose another PIN, on the token
    Pin(Which),
    /// Give a token a name that it shows
    Label(LabelArguments),
    /// Have a token check its screen, keys, random numbers and memory
    Check(Which),
    /// Measure how long a token takes to open sums
    Bench(BenchArguments),
    /// Erase everything on a token: it is named twice, by --token and by its key with --destroy
    ///
    /// Lost for good are its identity key, its PIN, its name, and its shares of an election's custody and election keys: in that
    /// election its officer cannot act any more, and with too few officers left its sums are never opened. Its officer agrees on
    /// the token; no PIN is needed. Then the token begins anew with tamga token init, or never again where it is retired.
    Wipe(WipeArguments),
    /// End an election after the time for complaints: a quorum says so, then every token erases its share of the election key. Type it again for tokens that were absent
    End(At),
    /// Replace lost tokens: a quorum decides, new tokens (of tamga token init) take their places, and all share both keys out again
    Replace(ReplaceArguments),
}

/// Arguments of `tamga token replace`.
#[derive(Debug, Args)]
pub struct ReplaceArguments {
    /// Where the election is.
    #[command(flatten)]
    pub at: At,
    /// Officers whose tokens are lost, separated by commas; all other tokens and as many new ones have to be plugged in
    #[arg(long, value_name = "OFFICERS", value_delimiter = ',', required = true)]
    pub lost: Vec<u8>,
}

/// Where tokens are plugged in.
#[derive(Debug, Clone, Args)]
pub struct Ports {
    /// Where the tokens are plugged in: unix:SOCKET,… , serial:DEVICE,… or auto (USB) [default: auto, with --at where the set-up had them]
    #[arg(long, value_name = "PORTS", value_parser = parse_tokens)]
    pub tokens: Option<TokenSpec>,
    /// Folder of an election: its tokens, those that are played too; officers whose tokens are not there are named
    #[arg(long, value_name = "DIR")]
    pub at: Option<PathBuf>,
}

/// Which of the tokens that are plugged in is meant.
#[derive(Debug, Clone, Args)]
pub struct Which {
    /// Where to look.
    #[command(flatten)]
    pub ports: Ports,
    /// The token, where several are plugged in: its number in `tamga token list`, its label, or the first digits of its key
    #[arg(long, value_name = "TOKEN")]
    pub token: Option<String>,
}

/// Arguments of `tamga token init`.
#[derive(Debug, Args)]
pub struct InitArguments {
    /// Which token.
    #[command(flatten)]
    pub which: Which,
    /// Make it a token for rehearsals, which refuses real elections for good. Needed: this version holds no real election yet
    #[arg(long)]
    pub rehearsal: bool,
}

/// Arguments of `tamga token label`.
#[derive(Debug, Args)]
pub struct LabelArguments {
    /// Which token.
    #[command(flatten)]
    pub which: Which,
    /// The name: at most 16 Latin, Russian or Kazakh letters, digits, spaces inside, hyphens and dots; none takes the name away
    #[arg(default_value = "")]
    pub text: String,
}

/// Arguments of `tamga token bench`.
#[derive(Debug, Args)]
pub struct BenchArguments {
    /// Which token.
    #[command(flatten)]
    pub which: Which,
    /// Made-up sums that it opens
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub sums: u8,
}

/// Arguments of `tamga token wipe`.
#[derive(Debug, Args)]
pub struct WipeArguments {
    /// Which token.
    #[command(flatten)]
    pub which: Which,
    /// The first eight digits of its key, as `tamga token list` shows them, or "none" of a token without one: what it holds cannot be had back
    #[arg(long, value_name = "KEY")]
    pub destroy: String,
    /// Take it out of service for good: it takes no identity again
    #[arg(long)]
    pub retire: bool,
}
