//! How an emulator is started.

use std::path::PathBuf;
use std::time::Duration;

/// The firmware version that is emulated: major, minor, patch.
pub const FIRMWARE: [u8; 3] = [2, 4, 0];
/// The serial number where none is given.
pub const SERIAL_DEFAULT: u32 = 7_654_321;
/// How long a session may be idle on the device.
pub const SESSION_TIMEOUT_DEFAULT: Duration = Duration::from_secs(30);

/// Everything that can be chosen. `Config::default()` is a fresh device in memory on a free port.
#[derive(Clone, Debug)]
pub struct Config {
    /// Port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Serial number of a fresh device. A state file keeps its own.
    pub serial: u32,
    /// Where the state is kept; without a file it lives as long as the handle.
    pub state: Option<PathBuf>,
    /// How long a session may be idle.
    pub session_timeout: Duration,
    /// Whether a fresh device audits commands from the start, as firmware before 2.4 does.
    pub audit_by_default: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            port: 0,
            serial: SERIAL_DEFAULT,
            state: None,
            session_timeout: SESSION_TIMEOUT_DEFAULT,
            audit_by_default: false,
        }
    }
}
