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
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{self, JoinHandle};

use anyhow::Result;
use ratatui::layout::Size;
use serde::{Deserialize, Serialize};
use tamga_record::definition::Language;

use super::event::Event;
use super::state::State;
use crate::failure::Failure;
use crate::message::Message;

/// What the first line says it is. A change of what an event is made of is another number.
pub const FORMAT: &str = "tamga/screen-recording/v1";
/// Bytes of a recording, at most.
pub const RECORDING_LEN_MAX: u64 = 256 << 20;
/// Bytes of a line, at most: 2,500 regions with all their results take less than two million.
pub const LINE_LEN_MAX: usize = 16 << 20;
/// Lines that may wait for the disk. The screen does not.
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
pub enum Step<E> {
    /// Something happened.
    Event(E),
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

/// Writes what happens. The screen never waits for it: another thread has the file.
pub struct Recorder {
    /// None once it ended before the screen did.
    lines: Option<SyncSender<Vec<u8>>>,
    /// Bytes that it may still have.
    left: u64,
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
        let (lines, taken) = sync_channel(WAITING_MAX);
        let writer = thread::spawn(move || write(out, &taken));
        let mut recorder = Self { lines: Some(lines), left: RECORDING_LEN_MAX, writer };
        let (format, program) = (FORMAT.to_owned(), env!("CARGO_PKG_VERSION").to_owned());
        recorder.line(&Head { format, program, at: state.at.clone(), language: state.language });
        recorder
    }

    /// Something happens.
    pub fn event(&mut self, event: &Event) {
        self.line(&Step::Event(event));
    }

    /// A frame is drawn.
    pub fn drawn(&mut self, size: Size) {
        self.line(&Step::<Event>::Drawn(size.width, size.height));
    }

    /// Whether it has everything so far.
    pub fn goes_on(&self) -> bool {
        self.lines.is_some()
    }

    /// Waits until all of it is on the disk. Whether it has everything.
    pub fn finish(self) -> bool {
        let is_whole = self.lines.is_some();
        drop(self.lines);
        self.writer.join().is_ok_and(|written| written.is_ok()) && is_whole
    }

    /// A line that would be too much, or that the disk has no time or no room for, ends it: an election does not wait for it.
    fn line(&mut self, line: &impl Serialize) {
        let Some(lines) = &self.lines else { return };
        let mut bytes = serde_json::to_vec(line).unwrap_or_default();
        bytes.push(b'\n');
        let left = self.left.checked_sub(bytes.len() as u64).filter(|_| bytes.len() <= LINE_LEN_MAX);
        match left.map(|left| (left, lines.try_send(bytes))) {
            Some((left, Ok(()))) => self.left = left,
            None | Some((_, Err(TrySendError::Full(_) | TrySendError::Disconnected(_)))) => self.lines = None,
        }
    }
}

fn write(mut out: impl Write, lines: &Receiver<Vec<u8>>) -> io::Result<()> {
    for line in lines {
        out.write_all(&line)?;
    }
    out.flush()
}
