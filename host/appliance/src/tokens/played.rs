//! The ports that `--tokens` names, and tokens that are played on this computer.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Result;
use tamga_casting::streams::Streams;
use tamga_devices::ports::{SerialPorts, UnixPorts, UsbPorts};
use tamga_devices::{BoxedPipe, Newcomer, Ports, TokenSpec};
use tamga_sim::{OfficerScript, SimConfig, SimToken};
use tamga_wire::Answer;

use super::emulated::EmulatedPorts;
use crate::folder::sync_folder;
use crate::progress::Progress;

/// How tokens are played, where they are.
pub struct Script<'a> {
    /// How many officers there are.
    pub officers: u8,
    /// What each token's randomness derives from.
    pub streams: &'a Streams,
    /// Where each token's storage is, in a folder of its own.
    pub folder: &'a Path,
    /// Officers who stay away with their tokens.
    pub absent: &'a [u8],
    /// What each officer says to a statement.
    pub statement: &'a dyn Fn(u8) -> Answer,
}

impl Script<'_> {
    /// The officers who come.
    pub(super) fn present(&self) -> impl Iterator<Item = u8> {
        (1..=self.officers).filter(|officer| !self.absent.contains(officer))
    }

    /// What an officer does.
    pub(super) fn of(&self, officer: u8) -> OfficerScript {
        OfficerScript { statement: (self.statement)(officer), ..OfficerScript::default() }
    }
}

/// Between the numbers of the seeds of one officer's tokens, as each is lost: there are at most 15 officers.
const FRESH_STEP: u64 = 16;

/// The folder of an officer's token that was the n-th to be lost, from 1.
fn lost_folder(folder: &Path, officer: u8, number: u32) -> PathBuf {
    folder.join(format!("{officer}.lost-{number}"))
}

/// How often an officer's token was lost.
fn times_lost(folder: &Path, officer: u8) -> u32 {
    (1..).take_while(|number| lost_folder(folder, officer, *number).exists()).last().unwrap_or(0)
}

/// An officer's token is lost: what it stored is put out of the way, so that a fresh one takes its place; unless more of them were lost
/// than replaced, which is one that is not replaced yet.
pub fn lose(folder: &Path, officer: u8, replaced: usize) -> Result<()> {
    let lost = times_lost(folder, officer);
    let token = folder.join(officer.to_string());
    if usize::try_from(lost)? > replaced || !token.exists() {
        return Ok(());
    }
    fs::rename(&token, lost_folder(folder, officer, lost + 1))?;
    sync_folder(folder)?;
    Ok(())
}

/// The ports of this name; played tokens are switched on.
pub fn ports(spec: &TokenSpec, script: &Script<'_>, progress: &Progress) -> Result<Box<dyn Ports>> {
    Ok(match spec {
        TokenSpec::Sim => Box::new(SimPorts::start(script)),
        TokenSpec::Qemu(_) => Box::new(EmulatedPorts::new(script, progress)?),
        TokenSpec::Unix(paths) => Box::new(UnixPorts::new(paths.clone())),
        TokenSpec::Serial(paths) => Box::new(SerialPorts::new(paths.clone())),
        TokenSpec::Auto => Box::new(UsbPorts::new()),
    })
}

/// Simulated tokens in this process. A cable that was given back is not given again.
struct SimPorts {
    newcomers: Vec<Newcomer>,
    places: usize,
    // A token lives as long as its thread is held.
    _tokens: Vec<SimToken>,
}

impl SimPorts {
    fn start(script: &Script<'_>) -> Self {
        let (mut newcomers, mut tokens) = (Vec::new(), Vec::new());
        for index in script.present() {
            let fresh = u64::from(times_lost(script.folder, index)) * FRESH_STEP;
            let seed = *script.streams.seed("appliance/token", u64::from(index) + fresh);
            let flash = Some(script.folder.join(index.to_string()));
            let pipe = match SimToken::start(SimConfig { index, seed, script: script.of(index), flash }) {
                Ok(token) => {
                    let pipe: BoxedPipe = Box::new(token.pipe());
                    tokens.push(token);
                    Ok(pipe)
                }
                Err(error) => Err(io::Error::other(error.to_string())),
            };
            newcomers.push(Newcomer { port: format!("the simulated token {index}"), pipe });
        }
        Self { places: newcomers.len(), newcomers, _tokens: tokens }
    }
}

impl Ports for SimPorts {
    fn newcomers(&mut self, _: &[&str]) -> Vec<Newcomer> {
        std::mem::take(&mut self.newcomers)
    }

    fn places(&self) -> Option<usize> {
        Some(self.places)
    }

    fn is_by_hand(&self) -> bool {
        false
    }
}
