//! The bytes of frames, requests, answers and signed messages.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod frames;
mod labels;
mod limits;
mod refusals;
mod requests;
mod responses;
mod signed;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tamga_wire::decode_message;

/// Checks that a message has exactly these bytes, given as pieces of hex, and that they read back as the message.
///
/// The bytes are frozen because tokens in the field and hosts of another version have to understand each other: a change
/// here is a new protocol version. They were written down from the README and from postcard's specification (a varint for
/// numbers above u8 and for lengths, arrays as they are), not taken from the program's output.
fn pinned<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(message: T, pieces: &[&str]) {
    let hex = pieces.concat();
    let bytes = postcard::to_allocvec(&message).unwrap();
    assert_eq!(hex::encode(&bytes), hex, "{message:?}");
    assert_eq!(decode_message::<T>(&bytes).unwrap(), message);
}

/// `count` times one byte, in hex.
fn times(byte: &str, count: usize) -> String {
    byte.repeat(count)
}
