//! An emulator that runs in this process.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::{self, JoinHandle};

use thiserror::Error;

use crate::attestation;
use crate::config::Config;
use crate::connector::{self, Shared};
use crate::fault::Fault;
use crate::flash::Flash;

/// Why an emulator did not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// The port is taken, or there is no loopback.
    #[error("cannot listen on 127.0.0.1")]
    Listen(#[source] io::Error),
    /// The state file cannot be read, written or understood.
    #[error("cannot use the state file")]
    State(#[source] io::Error),
}

/// Ports that no system gives out by itself: nobody takes one while a stopped emulator is to come back on it.
const PORTS: Range<u16> = 10_000..30_000;

/// Listens on this port; for 0 on a free one of [`PORTS`], another for every emulator of this process.
fn bind(port: u16) -> io::Result<TcpListener> {
    static STARTED: AtomicU32 = AtomicU32::new(0);
    let listen = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    if port != 0 {
        return listen(port);
    }
    let ports = u32::from(PORTS.end - PORTS.start);
    for _ in PORTS {
        let number = std::process::id().wrapping_mul(131).wrapping_add(STARTED.fetch_add(1, Ordering::Relaxed));
        match listen(PORTS.start + (number % ports) as u16) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            listening => return listening,
        }
    }
    Err(io::ErrorKind::AddrInUse.into())
}

/// A running emulator; it stops when it is dropped.
pub struct Emulator {
    config: Config,
    flash: Flash,
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Emulator {
    /// Starts a device and its connector on 127.0.0.1. Refuses when the port is taken or the state is not one.
    pub fn start(config: Config) -> Result<Self, StartError> {
        let flash = Flash::new(config.state.clone());
        Self::run(config, flash)
    }

    fn run(config: Config, flash: Flash) -> Result<Self, StartError> {
        let listener = bind(config.port).map_err(StartError::Listen)?;
        let address = listener.local_addr().map_err(StartError::Listen)?;
        let shared = Shared::new(config.clone(), flash.clone(), address).map_err(StartError::State)?;
        let shared = Arc::new(shared);
        let thread = thread::spawn({
            let shared = Arc::clone(&shared);
            move || connector::listen(&shared, &listener)
        });
        Ok(Self { config, flash, address, shared, thread: Some(thread) })
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Whether it still answers: false after a stop and after a power cut.
    pub fn is_running(&self) -> bool {
        self.shared.is_running()
    }

    /// Stops at once, as if the process was killed. What a command did before stays.
    pub fn stop(&mut self) {
        self.shared.cut();
        self.wait();
    }

    /// Waits until it stops, by [`Emulator::stop`] or by a power cut.
    pub fn wait(&mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic of the thread was printed already.
            let _ = thread.join();
        }
    }

    /// Stops and starts again on the same port with the same state; the log has a boot more. Faults are forgotten.
    pub fn restart(&mut self) -> Result<(), StartError> {
        self.stop();
        let config = Config { port: self.address.port(), ..self.config.clone() };
        *self = Self::run(config, self.flash.clone())?;
        Ok(())
    }

    /// Orders a fault.
    pub fn fault(&self, fault: Fault) {
        self.shared.add_fault(fault);
    }

    /// Forgets the faults that wait.
    pub fn clear_faults(&self) {
        self.shared.clear_faults();
    }

    /// Pulls the device out: the connector answers 500 and `status=NO_DEVICE`, sessions are gone.
    pub fn unplug(&self) {
        self.shared.unplug();
    }

    /// Puts the device back; it boots. Refuses when the state file is gone bad.
    pub fn plug(&self) -> Result<(), StartError> {
        self.shared.plug().map_err(StartError::State)
    }

    /// Flips a bit in the log entry of a number and leaves its digest; false when there is none.
    pub fn corrupt_log(&self, number: u16) -> Result<bool, StartError> {
        self.shared.corrupt_log(number).map_err(StartError::State)
    }

    /// The certificate above every emulator's attestation certificate, in DER. Its key is no secret.
    pub fn root_certificate() -> Vec<u8> {
        attestation::root_certificate()
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.stop();
    }
}
