//! Ctrl-C becomes a flag that is looked at between steps, so that no file is left half written.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result};

use crate::failure::Failure;

/// Whether someone asked to stop.
#[derive(Debug, Clone, Default)]
pub struct Interrupt {
    asked: Arc<AtomicBool>,
    advice: Arc<Mutex<String>>,
}

impl Interrupt {
    /// Listens for SIGINT, SIGTERM and SIGHUP. Fails when the signal handler cannot be set.
    pub fn listen() -> Result<Self> {
        let interrupt = Self::default();
        let flag = Arc::clone(&interrupt.asked);
        let stop = move || {
            flag.store(true, Ordering::Relaxed);
            let _ = writeln!(io::stderr(), "stopping after this step; please wait");
        };
        ctrlc::set_handler(stop).context("Ctrl-C cannot be caught")?;
        Ok(interrupt)
    }

    /// What to tell whoever asked to stop.
    pub fn advise(&self, advice: String) {
        if let Ok(mut kept) = self.advice.lock() {
            *kept = advice;
        }
    }

    /// Whether someone asked to stop.
    pub fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// Stops here with exit code 130 when someone asked to.
    pub fn check(&self) -> Result<()> {
        if self.is_asked() {
            let advice = self.advice.lock().map(|advice| advice.clone()).unwrap_or_default();
            return Err(Failure::interrupted(advice));
        }
        Ok(())
    }
}
