//! Messages: one byte of command, two bytes of length, data.

use crate::error::DeviceError;

/// The longest message of firmware 2.4, head included, in bytes.
pub const MESSAGE_LEN_MAX: usize = 3136;
/// The bytes before the data.
pub const HEAD_LEN: usize = 3;
/// The command of an answer is the command of the question with this bit.
pub const ANSWER: u8 = 0x80;
/// The command of an answer that is an error.
pub const ERROR: u8 = 0x7f;

/// The command and the data of a message; refuses another length than the head says.
pub fn parse(untrusted_message: &[u8]) -> Result<(u8, &[u8]), DeviceError> {
    let (command, data) = parse_padded(untrusted_message)?;
    if data.len() + HEAD_LEN != untrusted_message.len() {
        return Err(DeviceError::WrongLength);
    }
    Ok((command, data))
}

/// The command and the data of a message that may have padding behind it.
pub fn parse_padded(untrusted_message: &[u8]) -> Result<(u8, &[u8]), DeviceError> {
    if untrusted_message.len() > MESSAGE_LEN_MAX {
        return Err(DeviceError::WrongLength);
    }
    let Some(([command, high, low], rest)) = untrusted_message.split_first_chunk::<HEAD_LEN>() else {
        return Err(DeviceError::WrongLength);
    };
    let len = usize::from(u16::from_be_bytes([*high, *low]));
    rest.get(..len).map(|data| (*command, data)).ok_or(DeviceError::WrongLength)
}

/// A message of a command and data.
pub fn build(command: u8, data: &[u8]) -> Vec<u8> {
    let len = u16::try_from(data.len()).expect("no answer is longer than a message");
    let mut message = Vec::with_capacity(HEAD_LEN + data.len());
    message.push(command);
    message.extend_from_slice(&len.to_be_bytes());
    message.extend_from_slice(data);
    message
}

/// The answer to a command: its result, or the error.
pub fn answer(command: u8, result: &Result<Vec<u8>, DeviceError>) -> Vec<u8> {
    match result {
        Ok(data) => build(command | ANSWER, data),
        Err(error) => build(ERROR, &[error.code()]),
    }
}
