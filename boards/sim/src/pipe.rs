//! A cable made of two channels.

use std::io::{self, ErrorKind, Read, Write};
use std::sync::mpsc::{Receiver, Sender, channel};

/// The host's end of the cable. Reading waits for the token's bytes and gives end-of-file when the token is gone; writing
/// to a token that is gone is a broken pipe. Dropping it pulls the plug: power stays on.
pub struct SimPipe {
    to_token: Sender<Vec<u8>>,
    from_token: Receiver<Vec<u8>>,
    arrived: Vec<u8>,
    read: usize,
}

/// The token's end.
pub(crate) struct TokenEnd {
    pub(crate) from_host: Receiver<Vec<u8>>,
    pub(crate) to_host: Sender<Vec<u8>>,
}

/// Both ends of a new cable.
pub(crate) fn cable() -> (SimPipe, TokenEnd) {
    let (to_token, from_host) = channel();
    let (to_host, from_token) = channel();
    let host_end = SimPipe { to_token, from_token, arrived: Vec::new(), read: 0 };
    (host_end, TokenEnd { from_host, to_host })
}

impl Read for SimPipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while self.read == self.arrived.len() {
            match self.from_token.recv() {
                Ok(bytes) => (self.arrived, self.read) = (bytes, 0),
                Err(_) => return Ok(0),
            }
        }
        let mut rest = self.arrived.get(self.read..).unwrap_or_default();
        let count = rest.read(buffer)?;
        self.read += count;
        Ok(count)
    }
}

impl Write for SimPipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.to_token.send(bytes.to_vec());
        sent.map_err(|_| io::Error::from(ErrorKind::BrokenPipe))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
