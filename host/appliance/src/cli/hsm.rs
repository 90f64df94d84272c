//! What is typed after `tamga hsm`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use tamga_devices::HsmSpec;

use super::{At, parse_hsm};

/// Verbs about HSMs.
#[derive(Debug, Subcommand)]
pub enum HsmCommand {
    /// Say which of our needs a device meets, and how; changes nothing
    Probe(HsmArguments),
    /// Prepare devices for a set-up, and say their serials: initialises tokens in free slots
    Provision(HsmArguments),
    /// Say of each HSM of an election whether it is there, its PIN generations and its log
    Status(At),
    /// Show what each HSM of an election proves about its keys, and check its certificates
    Attest(AttestArguments),
    /// Read the HSMs' own logs, keep them, and hold them against the ledger
    Log(LogArguments),
    /// Measure a device without keys, and say how long this election will take on it; the device is wiped again
    Bench(BenchArguments),
    /// Destroy the keys of one HSM, by a quorum
    Wipe(WipeArguments),
}

/// Which HSM is meant.
#[derive(Debug, Args)]
pub struct HsmArguments {
    /// builtin, softhsm (probe alone), a pkcs11: URI in single quotes, yubihsm:http://127.0.0.1:12345 or yubihsm:usb
    #[arg(long, value_name = "HSM", value_parser = parse_hsm)]
    pub hsm: HsmSpec,
}

/// Arguments of `tamga hsm attest`.
#[derive(Debug, Args)]
pub struct AttestArguments {
    /// Where the election is.
    #[command(flatten)]
    pub at: At,
    /// Certificate (DER) of the vendor's authority that issued the devices' certificates
    #[arg(long, value_name = "FILE")]
    pub authority: Option<PathBuf>,
}

/// Arguments of `tamga hsm log`.
#[derive(Debug, Args)]
pub struct LogArguments {
    /// Where the election is.
    #[command(flatten)]
    pub at: At,
    /// Show every entry that was ever read
    #[arg(long)]
    pub all: bool,
}

/// Arguments of `tamga hsm bench`.
#[derive(Debug, Args)]
pub struct BenchArguments {
    /// The device.
    #[command(flatten)]
    pub hsm: HsmArguments,
    /// Folder with election.toml, or the file [default: the built-in example]
    pub election: Option<PathBuf>,
}

/// Arguments of `tamga hsm wipe`.
#[derive(Debug, Args)]
pub struct WipeArguments {
    /// Where the election is.
    #[command(flatten)]
    pub at: At,
    /// Serial of the HSM, as in the definition
    #[arg(long, value_name = "SERIAL")]
    pub serial: String,
    /// The serial once more: what this HSM holds cannot be had back
    #[arg(long, value_name = "SERIAL")]
    pub destroy: String,
}
