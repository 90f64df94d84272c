//! Ctrl-C becomes a flag that is looked at between steps, so that no file is left half written.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};

use crate::failure::Failure;

/// Whether someone asked to stop.
#[derive(Debug, Clone, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens for SIGINT, SIGTERM and SIGHUP. Fails when the signal handler cannot be set.
    pub fn listen() -> Result<Self> {
        let interrupt = Self::default();
        let flag = Arc::clone(&interrupt.0);
        let stop = move || {
            flag.store(true, Ordering::Relaxed);
            let _ = writeln!(io::stderr(), "stopping after this step; please wait");
        };
        ctrlc::set_handler(stop).context("Ctrl-C cannot be caught")?;
        Ok(interrupt)
    }

    /// Whether someone asked to stop.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Stops here with exit code 130 when someone asked to.
    pub fn check(&self) -> Result<()> {
        if self.is_asked() {
            return Err(Failure::interrupted("What is on disk is whole; run the rehearsal again into a new folder."));
        }
        Ok(())
    }
}
