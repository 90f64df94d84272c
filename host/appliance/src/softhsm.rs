//! SoftHSM for a rehearsal: its tokens live in the rehearsal's own folder.
//!
//! SoftHSM finds its configuration by an environment variable, which a program cannot set for itself in safety; so the
//! program starts itself anew with the variable set, before it does anything else.

use std::env;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process;

use anyhow::{Context, Result};
use tamga_devices::HsmSpec;

use crate::cli::{Command, ElectionArguments, HsmCommand};
use crate::folder::Folder;
use crate::options::Options;

/// The variable that SoftHSM reads.
const VARIABLE: &str = "SOFTHSM2_CONF";
/// The name that stands for SoftHSM.
const NAME: &str = "softhsm";
const FOLDER: &str = "hsm/softhsm";
const FILE: &str = "softhsm2.conf";

/// Starts the program anew where its HSM is SoftHSM and nobody set its configuration. Returns in every other case.
pub fn start_with_configuration(command: &Command) -> Result<()> {
    if env::var_os(VARIABLE).is_some() {
        return Ok(());
    }
    let Some(appliance) = appliance_with_softhsm(command)? else {
        return Ok(());
    };
    let file = std::path::absolute(configuration(&appliance))?;
    let program = env::current_exe().context("this program does not know where it is")?;
    let error = process::Command::new(program).args(env::args_os().skip(1)).env(VARIABLE, file).exec();
    Err(error).context("the program cannot be started anew for SoftHSM")
}

/// Whether SoftHSM's tokens are those in this folder.
pub fn is_ours(appliance: &Folder) -> Result<bool> {
    let file = std::path::absolute(configuration(appliance))?;
    Ok(env::var_os(VARIABLE).map(PathBuf::from) == Some(file))
}

/// Writes the configuration, where it is the one in this folder; to be done before the module is loaded.
pub fn configure(appliance: &Folder) -> Result<()> {
    if !is_ours(appliance)? {
        return Ok(());
    }
    let tokens = std::path::absolute(appliance.path().join(FOLDER).join("tokens"))?;
    let text = format!(
        "directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n",
        tokens.display()
    );
    let folder = appliance.below(FOLDER);
    // The folder of the tokens; the file in it is never written.
    folder.place("tokens/x")?;
    folder.write(FILE, text.as_bytes())
}

fn configuration(appliance: &Folder) -> PathBuf {
    appliance.path().join(FOLDER).join(FILE)
}

/// The appliance's folder of the election that a command is about, where SoftHSM is among its HSMs.
fn appliance_with_softhsm(command: &Command) -> Result<Option<Folder>> {
    let kept = |at: &Path| {
        let appliance = Folder::existing(at).private("appliance");
        let has = Options::read(&appliance).is_ok_and(|options| options.hsms.iter().any(is_softhsm));
        has.then_some(appliance)
    };
    let new = |election: &ElectionArguments, folder: Folder| {
        election.hsm.iter().any(is_softhsm).then(|| folder.private("appliance"))
    };
    Ok(match command {
        Command::Rehearse(arguments) => match &arguments.resume {
            Some(at) => kept(at),
            None if arguments.election.hsm.iter().any(is_softhsm) => {
                new(&arguments.election, Folder::choose(arguments.out.as_deref())?)
            }
            None => None,
        },
        Command::Setup(arguments) => {
            kept(&arguments.at).or_else(|| new(&arguments.election, Folder::existing(&arguments.at)))
        }
        Command::Hsm(HsmCommand::Probe(_) | HsmCommand::Provision(_) | HsmCommand::Bench(_)) => None,
        Command::Hsm(HsmCommand::Status(at)) => kept(&at.at),
        Command::Hsm(HsmCommand::Attest(arguments)) => kept(&arguments.at.at),
        Command::Hsm(HsmCommand::Log(arguments)) => kept(&arguments.at.at),
        Command::Hsm(HsmCommand::Wipe(arguments)) => kept(&arguments.at.at),
        command => kept(&crate::acts::at_of(command).at),
    })
}

fn is_softhsm(spec: &HsmSpec) -> bool {
    spec.to_string() == NAME
}
