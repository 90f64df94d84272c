//! The cable to one officer token: frames out, frames in.

use std::collections::VecDeque;
use std::fmt;
use std::io::{ErrorKind, Read, Write};

use tamga_wire::frame::{ENCODED_LEN_MAX, SEQUENCE_UNKNOWN};
use tamga_wire::{Frame, FrameError, FrameReader, Refusal, Request, Response, decode_message, encode_frame};

/// Bytes that one exchange reads, at most: the answer, and what is left of answers that nobody waited for.
pub const EXCHANGE_BYTES_MAX: usize = 4 * ENCODED_LEN_MAX;

const READ_LEN: usize = 512;

/// Why an exchange with a token ended without its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// The pipe failed, or its own timeout ran out.
    #[error("the cable failed: {0}")]
    Pipe(ErrorKind),
    /// The pipe ended: the token was pulled out.
    #[error("the token was pulled out")]
    Closed,
    /// A frame was damaged, too long, of another version, or no frame; or the request does not fit into one.
    #[error("the cable garbled a frame: {0}")]
    Frame(#[from] FrameError),
    /// More than [`EXCHANGE_BYTES_MAX`] bytes came, and no answer to this request among them.
    #[error("bytes without end, and no answer among them")]
    Noise,
}

/// One token at the other end of a byte pipe. How long a read may take is the pipe's business.
pub struct TokenLink<P> {
    pipe: P,
    reader: FrameReader,
    /// Bytes read after the last answer.
    untrusted_ahead: VecDeque<u8>,
    sequence: u16,
}

impl<P: Read + Write> TokenLink<P> {
    /// A link over a pipe on which nothing was said yet.
    pub fn new(pipe: P) -> Self {
        Self { pipe, reader: FrameReader::new(), untrusted_ahead: VecDeque::new(), sequence: SEQUENCE_UNKNOWN }
    }

    /// Sends one request and returns the answer to it: the next frame with its sequence number. Answers to earlier
    /// requests, left over where an exchange was broken off, are passed over.
    ///
    /// A token that could not read the number of a damaged request answers with sequence number 0 and refusal 1; that too is
    /// returned, and nothing else with that number.
    pub fn exchange(&mut self, request: &Request) -> Result<Response, LinkError> {
        self.sequence = next_sequence(self.sequence);
        let frame = encode_frame(self.sequence, request)?;
        self.pipe.write_all(&frame).map_err(pipe_error)?;
        self.pipe.flush().map_err(pipe_error)?;
        for _ in 0..EXCHANGE_BYTES_MAX {
            let byte = self.next_byte()?;
            let Some(frame) = self.reader.push(byte) else {
                continue;
            };
            let Frame { sequence, untrusted_message } = frame?;
            if sequence == self.sequence {
                return Ok(decode_message(&untrusted_message)?);
            }
            let unread = Response::Refused(Refusal::BadFrame);
            if sequence == SEQUENCE_UNKNOWN && decode_message(&untrusted_message).as_ref() == Ok(&unread) {
                return Ok(unread);
            }
        }
        Err(LinkError::Noise)
    }

    fn next_byte(&mut self) -> Result<u8, LinkError> {
        while self.untrusted_ahead.is_empty() {
            let mut buffer = [0; READ_LEN];
            match self.pipe.read(&mut buffer) {
                Ok(0) => return Err(LinkError::Closed),
                Ok(len) => self.untrusted_ahead.extend(buffer.iter().take(len)),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(pipe_error(error)),
            }
        }
        self.untrusted_ahead.pop_front().ok_or(LinkError::Closed)
    }
}

impl<P> fmt::Debug for TokenLink<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenLink")
    }
}

/// The number after this one; [`SEQUENCE_UNKNOWN`] is never a request's.
fn next_sequence(sequence: u16) -> u16 {
    sequence.checked_add(1).unwrap_or(SEQUENCE_UNKNOWN + 1)
}

fn pipe_error(error: std::io::Error) -> LinkError {
    LinkError::Pipe(error.kind())
}
