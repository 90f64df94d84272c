//! Tokens behind serial devices: USB CDC-ACM, or a UART.

use std::path::{Path, PathBuf};

use super::{BoxedPipe, Newcomer, Ports, READ_TIMEOUT, name, open_free};

/// Bits per second, of a UART; USB has none.
const BAUD_RATE: u32 = 115_200;

/// A list of serial devices, each a port. A device that is not there is an empty port.
pub struct SerialPorts {
    paths: Vec<PathBuf>,
}

impl SerialPorts {
    /// Ports at these paths.
    pub fn new(paths: Vec<PathBuf>) -> Self {
        Self { paths }
    }
}

impl Ports for SerialPorts {
    fn newcomers(&mut self, taken: &[&str]) -> Vec<Newcomer> {
        open_free(&self.paths, taken, |path| open(path))
    }

    fn named(&self) -> Vec<String> {
        self.paths.iter().map(|path| name(path)).collect()
    }

    fn places(&self) -> Option<usize> {
        Some(self.paths.len())
    }
}

/// Opens a serial device for this process alone, 8N1, without flow control.
pub(super) fn open(path: &Path) -> std::io::Result<BoxedPipe> {
    let port = serialport::new(path.to_string_lossy(), BAUD_RATE).timeout(READ_TIMEOUT).open()?;
    Ok(Box::new(port))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use serialport::{SerialPort, TTYPort};

    use super::*;

    #[test]
    fn bytes_go_both_ways_through_a_serial_device_as_they_are() {
        let (mut token, host) = TTYPort::pair().unwrap();
        let path = PathBuf::from(host.name().unwrap());
        drop(host);
        let mut ports = SerialPorts::new(vec![path.clone(), "/dev/there-is-none".into()]);
        let mut found = ports.newcomers(&[]);
        assert_eq!(found.len(), 1);
        let mut pipe = found.remove(0).pipe.unwrap();
        let every: Vec<u8> = (0..=u8::MAX).collect();
        pipe.write_all(&every).unwrap();
        let mut read = vec![0; every.len()];
        token.read_exact(&mut read).unwrap();
        assert_eq!(read, every);
        token.write_all(&every).unwrap();
        read.fill(0);
        pipe.read_exact(&mut read).unwrap();
        assert_eq!(read, every);
        drop(token);
        assert!(!matches!(pipe.read(&mut read), Ok(1..)), "a device that went away gives nothing more");
    }
}
