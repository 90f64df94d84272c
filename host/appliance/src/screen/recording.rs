//! A recording of the screen: everything that happened to it, one JSON object a line, so that it can be shown again.
//!
//! The first line is a [`Head`]; each further one is `{"event":…}` or, where a frame was drawn after them, `{"drawn":[width,height]}`.
//! What officers type stands there as they typed it, a reason and the path of a stick too: it was on the screen for all to see. No
//! secret can: [`Event`] is made of types that serde can write, and those that hold secrets are none (below, checked when this is
//! compiled); PINs are typed on tokens.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use anyhow::Result;
use ratatui::layout::Size;
use serde::{Deserialize, Serialize};
use tamga_record::definition::Language;

use super::event::Event;
use super::state::State;
use crate::failure::Failure;
use crate::message::Message;
use crate::news::News;

/// What the first line says it is. A change of what an event is made of is another number.
pub const FORMAT: &str = "tamga/screen-recording/v3";
/// Bytes of a recording, at most.
pub const RECORDING_LEN_MAX: u64 = 256 << 20;
/// Bytes of a line, at most: 2,500 regions with all their results take less than two million.
pub const LINE_LEN_MAX: usize = 16 << 20;
/// What may wait for the disk. The screen does not.
const WAITING_MAX: usize = 4_096;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
pub struct Head {
    /// [`FORMAT`].
    pub format: String,
    /// The version of the program that recorded.
    pub program: String,
    /// The election's folder.
    pub at: PathBuf,
    /// The language that the screen spoke first.
    pub language: Language,
}

/// Any other line.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Something happened.
    Event(Event),
    /// A frame was drawn, of this width and height.
    Drawn(u16, u16),
}

/// Refuses to be compiled where one of these types can be written.
macro_rules! never_recorded {
    ($($secret:ty),+ $(,)?) => {
        $(const _: fn() = || {
            trait Written<Which> {
                fn is_it() {}
            }
            impl<T: ?Sized> Written<()> for T {}
            impl<T: ?Sized + Serialize> Written<u8> for T {}
            // Of a type that can be written, both would do.
            let _ = <$secret as Written<_>>::is_it;
        };)+
    };
}

never_recorded! {
    zeroize::Zeroizing<String>,
    zeroize::Zeroizing<Vec<u8>>,
    zeroize::Zeroizing<[u8; 32]>,
    tamga_ceremony::pin::Pin,
    tamga_crypto::sign::SigningKey,
    tamga_crypto::hpke::x25519::SecretKey,
    tamga_crypto::hpke::mlkem::SecretKey,
    tamga_crypto::group::Scalar,
    tamga_crypto::dkg::Dealer,
    crate::cli::Seed,
}

/// Takes what happens. The screen never waits for it: another thread writes, and has the file.
pub struct Recorder {
    /// None once it ended before the screen did.
    steps: Option<SyncSender<Step>>,
    writer: JoinHandle<io::Result<()>>,
}

impl Recorder {
    /// Begins a recording in a new file, which its owner alone reads. Refuses one that is there.
    pub fn begin(path: &Path, state: &State) -> Result<Self> {
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(|error| {
            let message = Message::of("recording-not-begun").with("path", path);
            Failure::bad_input(message.with("why", error.to_string()))
        })?;
        Ok(Self::over(file, state))
    }

    /// The same to anything that takes bytes.
    pub fn over(out: impl Write + Send + 'static, state: &State) -> Self {
        let (format, program) = (FORMAT.to_owned(), env!("CARGO_PKG_VERSION").to_owned());
        let head = Head { format, program, at: state.at.clone(), language: state.language };
        let (steps, taken) = sync_channel(WAITING_MAX);
        let writer = thread::spawn(move || write(out, &head, &taken));
        Self { steps: Some(steps), writer }
    }

    /// Something happens. What is answered about a voter's record is that voter's alone.
    pub fn event(&mut self, event: &Event) {
        if !matches!(event, Event::News(News::Answer(_))) {
            self.step(Step::Event(event.clone()));
        }
    }

    /// A frame is drawn.
    pub fn drawn(&mut self, size: Size) {
        self.step(Step::Drawn(size.width, size.height));
    }

    /// Whether it has everything so far.
    pub fn goes_on(&self) -> bool {
        self.steps.is_some()
    }

    /// Waits until all of it is on the disk. Whether it has everything.
    pub fn finish(self) -> bool {
        let is_whole = self.steps.is_some();
        drop(self.steps);
        self.writer.join().is_ok_and(|written| written.is_ok()) && is_whole
    }

    /// What the disk has no time or no room for ends it: an election does not wait for it.
    fn step(&mut self, step: Step) {
        if self.steps.as_ref().is_some_and(|steps| steps.try_send(step).is_err()) {
            self.steps = None;
        }
    }
}

fn write(mut out: impl Write, head: &Head, steps: &Receiver<Step>) -> io::Result<()> {
    let mut left = RECORDING_LEN_MAX;
    let mut line = serde_json::to_vec(head)?;
    loop {
        line.push(b'\n');
        let rest = left.checked_sub(line.len() as u64).filter(|_| line.len() <= LINE_LEN_MAX);
        left = rest.ok_or(io::ErrorKind::FileTooLarge)?;
        out.write_all(&line)?;
        match steps.recv() {
            Ok(step) => line = serde_json::to_vec(&step)?,
            Err(_) => return out.flush(),
        }
    }
}
