//! The fields of a command's data, in order, big-endian.

use crate::error::DeviceError;

/// What is left of the data.
pub struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    /// All of the data.
    pub fn new(untrusted_data: &'a [u8]) -> Self {
        Self(untrusted_data)
    }

    /// The next bytes; refuses when there are fewer.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], DeviceError> {
        let (head, rest) = self.0.split_first_chunk::<N>().ok_or(DeviceError::WrongLength)?;
        self.0 = rest;
        Ok(*head)
    }

    /// The next byte.
    pub fn u8(&mut self) -> Result<u8, DeviceError> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// The next two bytes.
    pub fn u16(&mut self) -> Result<u16, DeviceError> {
        self.array().map(u16::from_be_bytes)
    }

    /// The next eight bytes.
    pub fn u64(&mut self) -> Result<u64, DeviceError> {
        self.array().map(u64::from_be_bytes)
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Everything that is left.
    pub fn rest(self) -> &'a [u8] {
        self.0
    }

    /// Refuses when something is left.
    pub fn end(self) -> Result<(), DeviceError> {
        if self.0.is_empty() { Ok(()) } else { Err(DeviceError::WrongLength) }
    }
}
