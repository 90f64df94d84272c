//! The error codes of the device.

use thiserror::Error;

/// What the device answers instead of a result: one byte in a message with code 0x7f
/// (vendor's user guide, "Error Codes").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[repr(u8)]
pub enum DeviceError {
    /// No such command, or not in this place.
    #[error("invalid command")]
    InvalidCommand = 0x01,
    /// The data of the command make no sense to it.
    #[error("invalid data")]
    InvalidData = 0x02,
    /// The session does not exist, is not authenticated, or has timed out.
    #[error("invalid session")]
    InvalidSession = 0x03,
    /// A cryptogram or a MAC is wrong.
    #[error("authentication failed")]
    AuthenticationFailed = 0x04,
    /// All sixteen sessions are in use.
    #[error("sessions full")]
    SessionsFull = 0x05,
    /// The session could not be made.
    #[error("session failed")]
    SessionFailed = 0x06,
    /// No room, or the state could not be written.
    #[error("storage failed")]
    StorageFailed = 0x07,
    /// The message or its data have a wrong length.
    #[error("wrong length")]
    WrongLength = 0x08,
    /// A capability or a domain is missing.
    #[error("insufficient permissions")]
    InsufficientPermissions = 0x09,
    /// The log store is full and force-audit is on.
    #[error("log full")]
    LogFull = 0x0a,
    /// No such object in the domains of the session.
    #[error("object not found")]
    ObjectNotFound = 0x0b,
    /// This identifier is not allowed here.
    #[error("invalid id")]
    InvalidId = 0x0c,
    /// There is an object of this type with this identifier already.
    #[error("object exists")]
    ObjectExists = 0x11,
}

impl DeviceError {
    /// The byte on the wire and in the log.
    pub fn code(self) -> u8 {
        self as u8
    }
}
