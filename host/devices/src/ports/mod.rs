//! Ports: places where a token may be plugged in, pulled out, and another put in.

mod serial;
mod unix;
mod usb;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use serial::SerialPorts;
pub use unix::UnixPorts;
pub use usb::{USB_IDS, UsbPorts};

/// How long one read of a cable waits before it gives nothing; [`crate::link`] says how many of those a token has.
pub const READ_TIMEOUT: Duration = Duration::from_secs(1);

/// The host's end of a token's cable.
pub trait Pipe: Read + Write + Send {}

impl<P: Read + Write + Send> Pipe for P {}

/// A cable of any kind. One read waits at most [`READ_TIMEOUT`], but for the cable to a thread, which ends when
/// the thread does.
pub type BoxedPipe = Box<dyn Pipe>;

/// Something that has been plugged in, not greeted yet.
pub struct Newcomer {
    /// The port's name: as long as the cable is held the port is taken.
    pub port: String,
    /// The cable, or why it cannot be used.
    pub pipe: std::io::Result<BoxedPipe>,
}

/// Places where tokens are plugged in.
pub trait Ports: Send {
    /// Opens every port that has something in it and is not among `taken`, in the order of the ports. Does not wait.
    fn newcomers(&mut self, taken: &[&str]) -> Vec<Newcomer>;

    /// The ports that somebody named one by one: of these it is told which are empty. None where they are found.
    fn named(&self) -> Vec<String> {
        Vec::new()
    }

    /// How many tokens can be plugged in at once; `None` where nothing limits it.
    fn places(&self) -> Option<usize>;

    /// Whether people plug tokens in: one that is not there may come, and officers take their time.
    fn is_by_hand(&self) -> bool {
        true
    }
}

/// The name of a port at this path.
fn name(path: &Path) -> String {
    path.display().to_string()
}

/// Tries to open those of `paths` that exist and are not taken.
fn open_free(
    paths: &[PathBuf],
    taken: &[&str],
    open: impl Fn(&PathBuf) -> std::io::Result<BoxedPipe>,
) -> Vec<Newcomer> {
    let mut newcomers = Vec::new();
    for path in paths {
        let port = name(path);
        if !taken.contains(&port.as_str()) && path.exists() {
            newcomers.push(Newcomer { port, pipe: open(path) });
        }
    }
    newcomers
}
