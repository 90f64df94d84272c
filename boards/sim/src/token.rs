//! A token in a thread.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Instant;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tamga_crypto::hash::hash;
use tamga_token::Token;
use tamga_wire::Refusal;
use zeroize::{Zeroize, Zeroizing};

use crate::board::Board;
use crate::flash::{Flash, Sharing};
use crate::officer::{Officer, OfficerScript, ScreenLog};
use crate::pipe::{SimPipe, TokenEnd, cable};

const RNG_LABEL: &str = "tamga/sim-randomness/v1";

/// What a simulated token is started with.
#[derive(Clone)]
pub struct SimConfig {
    /// The token's number: tokens started with one seed and different numbers draw different randomness.
    pub index: u8,
    /// What all of the token's randomness derives from; wiped once it has.
    pub seed: [u8; 32],
    /// What its officer does.
    pub script: OfficerScript,
    /// A folder that the token's storage is kept in, made where there is none; in memory without one.
    pub flash: Option<PathBuf>,
}

/// Why a simulated token does not start.
#[derive(Debug, thiserror::Error)]
pub enum SimError {
    /// Another simulator has its folder.
    #[error("another simulator is at work in {}: each token has a folder of its own", .0.display())]
    InUse(
        /// The folder.
        PathBuf,
    ),
    /// Its folder cannot be used, or the thread cannot be started.
    #[error("the simulated token cannot start: {0}")]
    Io(#[from] io::Error),
    /// The token refuses what its storage holds.
    #[error("the simulated token does not read its storage: {0}")]
    Storage(#[from] Refusal),
}

/// A token on this computer. It runs until this and its pipes are dropped.
pub struct SimToken {
    commands: Sender<Command>,
    log: ScreenLog,
}

enum Command {
    PlugIn(TokenEnd),
    CutPower,
}

impl SimToken {
    /// Starts a token that refuses every election that is not a rehearsal.
    pub fn start(config: SimConfig) -> Result<Self, SimError> {
        Self::start_board(config, true)
    }

    /// Starts a token that also takes part in real elections: only for tests that a real definition is told apart.
    pub fn start_for_real_definitions_in_tests(config: SimConfig) -> Result<Self, SimError> {
        Self::start_board(config, false)
    }

    fn start_board(config: SimConfig, rehearsal_only: bool) -> Result<Self, SimError> {
        let log = ScreenLog::default();
        let officer = Officer::scripted(config.script.clone(), log.clone(), false);
        let name = format!("token-{}", config.index);
        let token = start(config, officer, rehearsal_only, Sharing::WithThreads)?;
        let (commands, received) = channel();
        thread::Builder::new().name(name).spawn(move || run(token, &received))?;
        Ok(Self { commands, log })
    }

    /// A cable to the token. It answers one cable at a time: one that is plugged in later waits until those before are
    /// dropped.
    pub fn pipe(&self) -> SimPipe {
        let (host_end, token_end) = cable();
        // When the thread is gone, so is the token's end, and the pipe reads as closed.
        let _ = self.commands.send(Command::PlugIn(token_end));
        host_end
    }

    /// Cuts the power and gives it back, once the cables plugged in before are dropped: what was not stored is lost.
    pub fn cut_power(&self) {
        let _ = self.commands.send(Command::CutPower);
    }

    /// Everything the officer was shown so far, in order.
    pub fn screens(&self) -> Vec<String> {
        self.log.screens()
    }
}

/// A token with this officer before it.
pub(crate) fn start(
    mut config: SimConfig,
    officer: Officer,
    rehearsal_only: bool,
    sharing: Sharing,
) -> Result<Token<Board>, SimError> {
    let given = Zeroizing::new(config.seed);
    config.seed.zeroize();
    let in_use = config.flash.clone();
    let (flash, starts) = Flash::open(config.flash, sharing).map_err(|error| match (error.kind(), in_use) {
        (io::ErrorKind::ResourceBusy, Some(folder)) => SimError::InUse(folder),
        _ => SimError::Io(error),
    })?;
    let seed = Zeroizing::new(hash(RNG_LABEL, &[&*given, &[config.index], &starts.to_be_bytes()]));
    let board = Board { rng: ChaCha20Rng::from_seed(*seed), flash, officer, rehearsal_only, started: Instant::now() };
    Ok(Token::new(board)?)
}

fn run(mut token: Token<Board>, commands: &Receiver<Command>) {
    for command in commands {
        match command {
            Command::PlugIn(cable) => serve(&mut token, &cable),
            Command::CutPower => match Token::new(token.into_env().restarted()) {
                Ok(restarted) => token = restarted,
                Err(_) => return,
            },
        }
    }
}

/// Answers until the host's end is dropped.
fn serve(token: &mut Token<Board>, cable: &TokenEnd) {
    for bytes in &cable.from_host {
        let answers = token.handle_frame(&bytes);
        if !answers.is_empty() && cable.to_host.send(answers).is_err() {
            return;
        }
    }
}
