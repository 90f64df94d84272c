//! The cable to one officer token: frames out, frames in.

use std::collections::VecDeque;
use std::fmt;
use std::io::{ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use crate::ports::BoxedPipe;
use tamga_wire::frame::{ENCODED_LEN_MAX, SEQUENCE_UNKNOWN};
use tamga_wire::{Frame, FrameError, FrameReader, Info, Refusal, Request, Response, decode_message, encode_frame};

/// Bytes that one exchange reads, at most: the answer, and what is left of answers that nobody waited for.
pub const EXCHANGE_BYTES_MAX: usize = 4 * ENCODED_LEN_MAX;

/// Reads of one exchange that may give nothing before a token does not answer. At [`crate::ports::READ_TIMEOUT`] each they cover the
/// longest computation of a token, its part in a key generation among 15.
pub const SILENT_READS_MAX: u32 = 120;
/// The same for [`TokenLink::hello`], which a token answers at once.
pub const SILENT_READS_MAX_OF_HELLO: u32 = 15;

/// How long one exchange may take, however little comes at a time: twice what silence may take.
pub const EXCHANGE_TIME_MAX: Duration = Duration::from_secs(2 * SILENT_READS_MAX as u64);

/// Times that a token is greeted: what it, or the host, had half read before may spoil the first.
const GREETINGS_MAX: u32 = 3;
const READ_LEN: usize = 512;
/// `EIO` of Linux.
const INPUT_OUTPUT: i32 = 5;

/// Why an exchange with a token ended without its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// The pipe failed.
    #[error("the cable failed: {0}")]
    Pipe(ErrorKind),
    /// The pipe ended: the token was pulled out.
    #[error("the token was pulled out")]
    Closed,
    /// Nothing came for too long.
    #[error("the token does not answer")]
    Silent,
    /// A frame was damaged, too long, of another version, or no frame; or the request does not fit into one.
    #[error("the cable garbled a frame: {0}")]
    Frame(#[from] FrameError),
    /// More than [`EXCHANGE_BYTES_MAX`] bytes came, or some for longer than [`EXCHANGE_TIME_MAX`], and no answer to this
    /// request among them.
    #[error("bytes without end, and no answer among them")]
    Noise,
}

/// One token at the other end of a byte pipe, of any kind unless said otherwise. How long one read may take is the pipe's
/// business; a read that gives nothing in its time is made again.
pub struct TokenLink<P = BoxedPipe> {
    pipe: P,
    reader: FrameReader,
    /// Bytes read after the last answer.
    untrusted_ahead: VecDeque<u8>,
    sequence: u16,
    time_max: Duration,
}

/// What one exchange may still take.
struct Patience {
    silent_reads: u32,
    until: Instant,
}

impl<P: Read + Write> TokenLink<P> {
    /// A link over a pipe on which nothing was said yet.
    pub fn new(pipe: P) -> Self {
        let (reader, untrusted_ahead) = (FrameReader::new(), VecDeque::new());
        Self { pipe, reader, untrusted_ahead, sequence: SEQUENCE_UNKNOWN, time_max: EXCHANGE_TIME_MAX }
    }

    /// The same link, each of whose exchanges may take this long instead of [`EXCHANGE_TIME_MAX`].
    pub fn with_time_max(self, time_max: Duration) -> Self {
        Self { time_max, ..self }
    }

    /// Sends one request and returns the answer to it: the next frame with its sequence number. Answers to earlier
    /// requests, left over where an exchange was broken off, are passed over.
    ///
    /// A token that could not read the number of a damaged request answers with sequence number 0 and refusal 1; that too is
    /// returned, and nothing else with that number.
    pub fn exchange(&mut self, request: &Request) -> Result<Response, LinkError> {
        self.exchange_within(request, SILENT_READS_MAX)
    }

    /// Asks who is there, of a token that may be anything: in the middle of a frame, or no token at all. What is left of a
    /// frame that nobody read to its end is passed over.
    pub fn hello(&mut self) -> Result<Info, LinkError> {
        // Ends what was half sent before.
        self.pipe.write_all(&[0]).map_err(pipe_error)?;
        let mut why = LinkError::Noise;
        for _ in 0..GREETINGS_MAX {
            match self.exchange_within(&Request::Hello, SILENT_READS_MAX_OF_HELLO) {
                Ok(Response::Info(info)) => return Ok(info),
                Ok(_) => why = LinkError::Noise,
                Err(LinkError::Frame(error)) => why = error.into(),
                Err(error) => return Err(error),
            }
        }
        Err(why)
    }

    fn exchange_within(&mut self, request: &Request, silent_reads: u32) -> Result<Response, LinkError> {
        let mut patience = Patience { silent_reads, until: Instant::now() + self.time_max };
        self.sequence = next_sequence(self.sequence);
        let frame = encode_frame(self.sequence, request)?;
        self.pipe.write_all(&frame).map_err(pipe_error)?;
        self.pipe.flush().map_err(pipe_error)?;
        for _ in 0..EXCHANGE_BYTES_MAX {
            let byte = self.next_byte(&mut patience)?;
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

    fn next_byte(&mut self, patience: &mut Patience) -> Result<u8, LinkError> {
        while self.untrusted_ahead.is_empty() {
            if Instant::now() >= patience.until {
                return Err(LinkError::Noise);
            }
            let mut buffer = [0; READ_LEN];
            match self.pipe.read(&mut buffer) {
                Ok(0) => return Err(LinkError::Closed),
                Ok(len) => self.untrusted_ahead.extend(buffer.iter().take(len)),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => match pipe_error(error) {
                    LinkError::Silent if patience.silent_reads > 1 => patience.silent_reads -= 1,
                    error => return Err(error),
                },
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

/// What the pipe's error says of the token. A serial device that was pulled out fails with an error of input and output,
/// which has no kind of its own.
fn pipe_error(error: std::io::Error) -> LinkError {
    match error.kind() {
        ErrorKind::WouldBlock | ErrorKind::TimedOut => LinkError::Silent,
        ErrorKind::BrokenPipe
        | ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::UnexpectedEof
        | ErrorKind::NotFound => LinkError::Closed,
        _ if error.raw_os_error() == Some(INPUT_OUTPUT) => LinkError::Closed,
        kind => LinkError::Pipe(kind),
    }
}
