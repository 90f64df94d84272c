//! Frames: how a message travels along a cable that may lose, double or damage bytes.
//!
//! `frame = COBS(u8 version ‖ u16 sequence ‖ message ‖ CRC-32 of all before it, u32) ‖ 0x00`, numbers big-endian, the message
//! a postcard value. COBS takes every zero out, so a reader that lost its place finds it at the next zero.

use alloc::vec::Vec;
use core::{fmt, mem};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Bytes of a frame before COBS, at most.
pub const FRAME_LEN_MAX: usize = 8192;

/// Bytes of a frame after COBS, at most, without the zero at its end: one byte more per 254, and one.
pub const ENCODED_LEN_MAX: usize = FRAME_LEN_MAX + FRAME_LEN_MAX / 254 + 1;

/// The version of this protocol, the first byte of every frame.
pub const PROTOCOL_VERSION: u8 = 1;

/// The sequence number of an answer to a frame whose own number could not be read.
pub const SEQUENCE_UNKNOWN: u16 = 0;

const HEADER_LEN: usize = 3;
const CRC_LEN: usize = 4;

/// What is wrong with a frame or its message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// More than [`FRAME_LEN_MAX`] bytes before COBS.
    #[error("the frame is too long")]
    TooLong,
    /// Too short for its own header, or not COBS.
    #[error("the bytes are not a frame")]
    Malformed,
    /// The CRC-32 does not fit: damaged on the way.
    #[error("the frame was damaged on the way")]
    Damaged,
    /// Another protocol version than [`PROTOCOL_VERSION`].
    #[error("the frame is of protocol version {0}")]
    Version(u8),
    /// The message is not the one postcard encoding of a message of this protocol within its limits.
    #[error("the message is none of this protocol")]
    Message,
}

/// A frame that arrived whole; its message is not decoded yet. Messages hold secrets, such as a token's random bytes:
/// [`fmt::Debug`] shows their length only.
#[derive(Clone, PartialEq, Eq)]
pub struct Frame {
    /// The sequence number: an answer carries that of its request.
    pub sequence: u16,
    /// The bytes of the message, for [`decode_message`].
    pub untrusted_message: Vec<u8>,
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frame({}, {} bytes)", self.sequence, self.untrusted_message.len())
    }
}

/// The frame of a message, with the zero at its end. Refuses a message with which it is longer than [`FRAME_LEN_MAX`].
pub fn encode_frame(sequence: u16, message: &impl Serialize) -> Result<Vec<u8>, FrameError> {
    let [high, low] = sequence.to_be_bytes();
    let header = alloc::vec![PROTOCOL_VERSION, high, low];
    let mut bytes = postcard::to_extend(message, header).map_err(|_| FrameError::Message)?;
    bytes.extend_from_slice(&crc32(&bytes).to_be_bytes());
    if bytes.len() > FRAME_LEN_MAX {
        return Err(FrameError::TooLong);
    }
    let mut frame = cobs::encode_vec(&bytes);
    frame.push(0);
    Ok(frame)
}

/// The frame in these bytes, which end before the zero. Refuses every [`FrameError`] but [`FrameError::Message`].
pub fn decode_frame(untrusted_bytes: &[u8]) -> Result<Frame, FrameError> {
    if untrusted_bytes.len() > ENCODED_LEN_MAX {
        return Err(FrameError::TooLong);
    }
    let mut bytes = cobs::decode_vec(untrusted_bytes).map_err(|_| FrameError::Malformed)?;
    if bytes.len() > FRAME_LEN_MAX {
        return Err(FrameError::TooLong);
    }
    let (body, crc) = bytes.split_last_chunk::<CRC_LEN>().ok_or(FrameError::Malformed)?;
    let ([version, high, low], message) = body.split_first_chunk::<HEADER_LEN>().ok_or(FrameError::Malformed)?;
    if crc32(body) != u32::from_be_bytes(*crc) {
        return Err(FrameError::Damaged);
    }
    if *version != PROTOCOL_VERSION {
        return Err(FrameError::Version(*version));
    }
    let (sequence, end) = (u16::from_be_bytes([*high, *low]), HEADER_LEN + message.len());
    // In place: a token has little memory, and a message may fill its frame.
    bytes.truncate(end);
    bytes.drain(..HEADER_LEN);
    Ok(Frame { sequence, untrusted_message: bytes })
}

/// The [`crate::Request`] or [`crate::Response`] in these bytes. Refuses unknown numbers, lists over their limit, bytes
/// after the end and every second way to write a number.
pub fn decode_message<T: DeserializeOwned + Serialize>(untrusted_message: &[u8]) -> Result<T, FrameError> {
    let (message, rest) = postcard::take_from_bytes::<T>(untrusted_message).map_err(|_| FrameError::Message)?;
    let again = postcard::to_allocvec(&message).map_err(|_| FrameError::Message)?;
    if !rest.is_empty() || again != untrusted_message {
        return Err(FrameError::Message);
    }
    Ok(message)
}

/// Finds frames in a stream of bytes. Holds [`ENCODED_LEN_MAX`] bytes from the first on, at one place in memory; of a longer frame the rest is dropped up to its zero.
#[derive(Default)]
pub struct FrameReader {
    bytes: Vec<u8>,
    too_long: bool,
}

impl FrameReader {
    /// A reader at the beginning of a frame.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next byte; at the zero that ends a frame, gives the frame or what is wrong with it. Zeros in a row, with
    /// nothing between them, are passed over: a side that wants to be sure of its place may send one.
    pub fn push(&mut self, untrusted_byte: u8) -> Option<Result<Frame, FrameError>> {
        if untrusted_byte != 0 {
            if self.bytes.len() < ENCODED_LEN_MAX {
                self.bytes.reserve_exact(ENCODED_LEN_MAX - self.bytes.len());
                self.bytes.push(untrusted_byte);
            } else {
                self.too_long = true;
            }
            return None;
        }
        let too_long = mem::take(&mut self.too_long);
        let frame = match self.bytes.as_slice() {
            _ if too_long => Some(Err(FrameError::TooLong)),
            [] => None,
            bytes => Some(decode_frame(bytes)),
        };
        self.bytes.clear();
        frame
    }
}

impl fmt::Debug for FrameReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FrameReader")
    }
}

/// CRC-32 as in IEEE 802.3 and zip: reflected, polynomial 0xEDB88320. Bit by bit, as a frame is short and a table is not.
pub fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
        }
    }
    !crc
}
