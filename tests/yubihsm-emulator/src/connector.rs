//! The connector: HTTP on one side, the device on the other, and the paths that order faults.

use std::collections::BTreeMap;
use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use serde_json::json;

use crate::attestation;
use crate::config::Config;
use crate::device::{Device, Outcome};
use crate::fault::{Fault, Faults};
use crate::flash::Flash;
use crate::frame::{HEAD_LEN, MESSAGE_LEN_MAX};
use crate::http::{self, Request};

const BYTES: &str = "application/octet-stream";
const TEXT: &str = "text/plain";
const JSON: &str = "application/json";
const OK: &str = "200 OK";
const BAD_REQUEST: &str = "400 Bad Request";
const NOT_FOUND: &str = "404 Not Found";
const METHOD_NOT_ALLOWED: &str = "405 Method Not Allowed";
const SERVER_ERROR: &str = "500 Internal Server Error";
/// What the status says of the connector's version.
const VERSION: &str = "3.0.5-emulator";

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What all connections share.
pub struct Shared {
    config: Config,
    flash: Flash,
    device: Mutex<Option<Device>>,
    faults: Mutex<Faults>,
    running: AtomicBool,
    connections: Mutex<BTreeMap<u64, TcpStream>>,
    count: AtomicU64,
    address: SocketAddr,
}

/// What a request comes to.
enum Reply {
    Answer(&'static str, &'static str, Vec<u8>),
    Close,
}

impl Reply {
    fn refuse(status: &'static str) -> Self {
        Self::Answer(status, TEXT, format!("{status}\n").into_bytes())
    }

    fn done() -> Self {
        Self::Answer(OK, TEXT, b"ok\n".to_vec())
    }
}

impl Shared {
    /// A connector with a device that was just booted.
    pub fn new(config: Config, flash: Flash, address: SocketAddr) -> io::Result<Self> {
        let device = Device::boot(&config, flash.clone())?;
        Ok(Self {
            config,
            flash,
            device: Mutex::new(Some(device)),
            faults: Mutex::default(),
            running: AtomicBool::new(true),
            connections: Mutex::default(),
            count: AtomicU64::new(0),
            address,
        })
    }

    /// Whether connections are taken.
    pub fn is_running(&self) -> bool {
        self.running.load(Ordering::SeqCst)
    }

    /// Orders a fault.
    pub fn add_fault(&self, fault: Fault) {
        lock(&self.faults).add(fault);
    }

    /// Forgets all faults.
    pub fn clear_faults(&self) {
        lock(&self.faults).clear();
    }

    /// Pulls the device out: the connector stays, sessions are gone.
    pub fn unplug(&self) {
        *lock(&self.device) = None;
    }

    /// Puts the device back: it boots.
    pub fn plug(&self) -> io::Result<()> {
        let mut device = lock(&self.device);
        if device.is_none() {
            *device = Some(Device::boot(&self.config, self.flash.clone())?);
        }
        Ok(())
    }

    /// Flips a bit in a log entry; false when there is none of this number.
    pub fn corrupt_log(&self, number: u16) -> io::Result<bool> {
        lock(&self.device).as_mut().map_or(Ok(false), |device| device.corrupt_log(number))
    }

    /// Ends everything at once, as a power cut does: no answer is sent any more.
    pub fn cut(&self) {
        self.running.store(false, Ordering::SeqCst);
        self.unplug();
        for stream in lock(&self.connections).values() {
            // A connection that is closed already is what this wants.
            let _ = stream.shutdown(Shutdown::Both);
        }
        // Wakes the thread that waits for connections.
        let _ = TcpStream::connect(self.address);
    }

    fn serve(&self, mut stream: TcpStream) {
        let id = self.count.fetch_add(1, Ordering::SeqCst);
        if let Ok(handle) = stream.try_clone() {
            lock(&self.connections).insert(id, handle);
        }
        let mut buffered = Vec::new();
        while let Ok(Some(request)) = http::read(&mut stream, &mut buffered) {
            let Reply::Answer(status, kind, body) = self.reply(&request) else { break };
            if !self.is_running() || http::write(&mut stream, status, kind, &body).is_err() {
                break;
            }
        }
        // The other end may be gone already.
        let _ = stream.shutdown(Shutdown::Both);
        lock(&self.connections).remove(&id);
    }

    fn reply(&self, request: &Request) -> Reply {
        match (request.path.as_str(), request.method.as_str()) {
            ("/connector/api", "POST") => self.api(&request.body),
            ("/connector/status", "GET") => self.status(),
            ("/emulator/status", "GET") => self.emulator_status(),
            ("/emulator/root", "GET") => Reply::Answer(OK, BYTES, attestation::root_certificate()),
            ("/emulator/fault", "POST") => self.order(&request.body),
            ("/emulator/clear", "POST") => {
                self.clear_faults();
                Reply::done()
            }
            ("/emulator/unplug", "POST") => {
                self.unplug();
                Reply::done()
            }
            ("/emulator/plug", "POST") => self.plug().map_or(Reply::refuse(SERVER_ERROR), |()| Reply::done()),
            ("/emulator/corrupt-log", "POST") => self.corrupt(&request.body),
            ("/connector/api" | "/connector/status", _) => Reply::refuse(METHOD_NOT_ALLOWED),
            _ => Reply::refuse(NOT_FOUND),
        }
    }

    fn api(&self, untrusted_message: &[u8]) -> Reply {
        if !(HEAD_LEN..=MESSAGE_LEN_MAX + HEAD_LEN).contains(&untrusted_message.len()) {
            return Reply::refuse(BAD_REQUEST);
        }
        let outcome = {
            let mut slot = lock(&self.device);
            let Some(device) = slot.as_mut() else { return Reply::refuse(SERVER_ERROR) };
            let outcome = device.transceive(untrusted_message, &mut lock(&self.faults));
            if let Outcome::Late(_, delay) = &outcome {
                thread::sleep(*delay);
            }
            outcome
        };
        match outcome {
            Outcome::Answer(answer) | Outcome::Late(answer, _) => Reply::Answer(OK, BYTES, answer),
            Outcome::Silence => Reply::Close,
            Outcome::PowerCut => {
                self.cut();
                Reply::Close
            }
            Outcome::Unplugged => {
                self.unplug();
                Reply::refuse(SERVER_ERROR)
            }
        }
    }

    fn status(&self) -> Reply {
        let (status, serial) = match lock(&self.device).as_ref() {
            Some(device) => ("OK", device.serial().to_string()),
            None => ("NO_DEVICE", "*".to_owned()),
        };
        let (pid, address, port) = (std::process::id(), self.address.ip(), self.address.port());
        let text =
            format!("status={status}\nserial={serial}\nversion={VERSION}\npid={pid}\naddress={address}\nport={port}\n");
        Reply::Answer(OK, TEXT, text.into_bytes())
    }

    fn emulator_status(&self) -> Reply {
        let serial = lock(&self.device).as_ref().map(Device::serial);
        let status = json!({ "plugged": serial.is_some(), "serial": serial, "faults": lock(&self.faults).pending() });
        Reply::Answer(OK, JSON, status.to_string().into_bytes())
    }

    fn order(&self, untrusted_fault: &[u8]) -> Reply {
        match serde_json::from_slice(untrusted_fault) {
            Ok(fault) => {
                self.add_fault(fault);
                Reply::done()
            }
            Err(error) => Reply::Answer(BAD_REQUEST, TEXT, format!("{error}\n").into_bytes()),
        }
    }

    fn corrupt(&self, untrusted_number: &[u8]) -> Reply {
        let number = std::str::from_utf8(untrusted_number).ok().and_then(|text| text.trim().parse().ok());
        match number.map(|number| self.corrupt_log(number)) {
            Some(Ok(true)) => Reply::done(),
            Some(Ok(false)) => Reply::refuse(NOT_FOUND),
            Some(Err(_)) => Reply::refuse(SERVER_ERROR),
            None => Reply::refuse(BAD_REQUEST),
        }
    }
}

/// Takes connections until the emulator stops; each has its thread.
pub fn listen(shared: &std::sync::Arc<Shared>, listener: &TcpListener) {
    while let Ok((stream, _)) = listener.accept() {
        if !shared.is_running() {
            return;
        }
        let shared = std::sync::Arc::clone(shared);
        thread::spawn(move || shared.serve(stream));
    }
}
