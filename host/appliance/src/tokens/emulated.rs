//! Emulated tokens: one process each, started again when it has ended.

use std::collections::BTreeMap;
use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;
use tamga_devices::ports::READ_TIMEOUT;
use tamga_devices::{BoxedPipe, Newcomer, Ports};
use tamga_sim::emulated::{EmulatedConfig, EmulatedToken, is_installed};

use super::played::Script;
use crate::failure::Failure;
use crate::message::Message;
use crate::progress::Progress;

/// Times that one token is started in one run of the program; one that ends as often is broken.
const STARTS_MAX: u32 = 20;
/// The image, below the folder of the sources, and the script that makes it.
const IMAGE: &str = "target/boards/mps2-an386.elf";
const BUILD: &str = "boards/build";
const BOARD: &str = "mps2-an386";

/// Emulated tokens, each a port. One whose emulator has ended is started again at the next look, as if its officer had
/// pulled it out and put it back.
pub struct EmulatedPorts {
    tokens: BTreeMap<String, Emulated>,
}

struct Emulated {
    config: EmulatedConfig,
    running: Option<EmulatedToken>,
    starts: u32,
}

impl EmulatedPorts {
    /// The tokens of all officers who come. Looks for the image, and has it built where there is none.
    pub fn new(script: &Script<'_>, progress: &Progress) -> Result<Self> {
        let image = image(progress)?;
        let config = |officer: u8| {
            let played = script.of(officer);
            let folder = script.folder.join(officer.to_string());
            let config = EmulatedConfig { image: image.clone(), folder, pin: played.pin, statement: played.statement };
            Emulated { config, running: None, starts: 0 }
        };
        let named = |officer: u8| (format!("the emulated token {officer:>2}"), config(officer));
        Ok(Self { tokens: script.present().map(named).collect() })
    }
}

impl Ports for EmulatedPorts {
    fn newcomers(&mut self, taken: &[&str]) -> Vec<Newcomer> {
        let mut newcomers = Vec::new();
        for (port, token) in &mut self.tokens {
            if taken.contains(&port.as_str()) || token.starts >= STARTS_MAX {
                continue;
            }
            // What was there before is switched off first: two emulators would write one flash.
            token.running = None;
            token.starts += 1;
            let pipe = EmulatedToken::start(&token.config).and_then(|(running, cable)| {
                cable.set_read_timeout(Some(READ_TIMEOUT))?;
                token.running = Some(running);
                Ok(Box::new(cable) as BoxedPipe)
            });
            newcomers.push(Newcomer { port: port.clone(), pipe });
        }
        newcomers
    }

    fn places(&self) -> Option<usize> {
        Some(self.tokens.len())
    }

    fn is_by_hand(&self) -> bool {
        false
    }
}

/// The image: `TAMGA_TOKEN_IMAGE`, or where the sources' script puts it; built where there is none.
pub fn image(progress: &Progress) -> Result<PathBuf> {
    if !is_installed() {
        return Err(Failure::bad_input("no-qemu"));
    }
    if let Some(image) = env::var_os("TAMGA_TOKEN_IMAGE").map(PathBuf::from) {
        return if image.is_file() { Ok(image) } else { Err(no_image(&format!("there is no {}", image.display()))) };
    }
    let Some(sources) = sources() else {
        return Err(no_image("the sources of the firmware are not around this program"));
    };
    let image = sources.join(IMAGE);
    if !image.is_file() {
        progress.say("tokens", "firmware-building");
        build(&sources).map_err(|error| no_image(&format!("{BUILD} failed: {error}")))?;
    }
    Ok(image)
}

/// The folder with the script, around the working folder or around this program.
fn sources() -> Option<PathBuf> {
    let places = [env::current_dir().ok(), env::current_exe().ok()];
    let mut around = places.iter().flatten().flat_map(|place| place.ancestors());
    around.find(|folder| folder.join(BUILD).is_file()).map(Path::to_owned)
}

/// What the script prints goes to standard error, so that the news of `--json` stay JSON.
fn build(sources: &Path) -> io::Result<()> {
    let status = Command::new(sources.join(BUILD)).arg(BOARD).stdout(io::stderr()).status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(status.to_string())) }
}

fn no_image(happened: &str) -> anyhow::Error {
    Failure::bad_input(Message::of("no-firmware").with("why", happened))
}
