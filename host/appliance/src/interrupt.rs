//! Ctrl-C becomes a flag that is looked at between steps, so that no file is left half written.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use anyhow::{Context, Result};

use crate::failure::Failure;
use crate::message::Message;
use crate::words::Words;

/// The one of this program: signals are its, whichever act is under way.
static LISTENING: OnceLock<Interrupt> = OnceLock::new();

/// Whether someone asked to stop.
#[derive(Debug, Clone)]
pub struct Interrupt {
    asked: Arc<AtomicBool>,
    /// Whether somebody is told so on standard error.
    silent: Arc<AtomicBool>,
    /// What is said then.
    stopped: Arc<Mutex<Message>>,
}

impl Default for Interrupt {
    fn default() -> Self {
        let stopped = Arc::new(Mutex::new(Message::of("interrupted")));
        Self { asked: Arc::default(), silent: Arc::default(), stopped }
    }
}

impl Interrupt {
    /// Listens for SIGINT, SIGTERM and SIGHUP. Fails when the signal handler cannot be set.
    pub fn listen() -> Result<Self> {
        if let Some(listening) = LISTENING.get() {
            return Ok(listening.clone());
        }
        let interrupt = Self::default();
        let heard = interrupt.clone();
        let stop = move || {
            heard.ask();
            if !heard.silent.load(Ordering::Relaxed) {
                let _ = writeln!(io::stderr(), "{}", Words::of_command_line().get("stopping"));
            }
        };
        ctrlc::set_handler(stop).context("Ctrl-C cannot be caught")?;
        Ok(LISTENING.get_or_init(|| interrupt).clone())
    }

    /// Asks the act under way to stop after this step.
    pub fn ask(&self) {
        self.asked.store(true, Ordering::Relaxed);
    }

    /// The next act begins without what was asked of the one before.
    pub fn forget(&self) {
        self.asked.store(false, Ordering::Relaxed);
    }

    /// Says nothing on standard error from here on: there is a screen that shows it.
    pub fn be_silent(&self) {
        self.silent.store(true, Ordering::Relaxed);
    }

    /// What to tell whoever asked to stop.
    pub fn advise(&self, message: Message) {
        if let Ok(mut kept) = self.stopped.lock() {
            *kept = message;
        }
    }

    /// Whether someone asked to stop.
    pub fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// Stops here with exit code 130 when someone asked to.
    pub fn check(&self) -> Result<()> {
        if self.is_asked() {
            let stopped = self.stopped.lock().map(|kept| kept.clone());
            return Err(Failure::interrupted(stopped.unwrap_or(Message::of("interrupted"))));
        }
        Ok(())
    }
}
