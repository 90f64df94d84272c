//! The messages of errors that others raise: the operating system and the crates below this one. They raise variants; what is said
//! of each is matched here, so that none is without its message.

use std::error::Error;
use std::io::{self, ErrorKind};

use tamga_ceremony::CeremonyError;
use tamga_devices::{HsmError, LinkError};
use tamga_record::ByteFault;
use tamga_tally::import::ImportError;
use tamga_wire::Refusal;

use crate::arrivals;
use crate::failure::{Failure, Headed};
use crate::hsm_advice;
use crate::message::Message;
use crate::tokens;

/// What is said of one error, without its causes.
pub fn message(cause: &(dyn Error + 'static)) -> Message {
    if let Some(failure) = cause.downcast_ref::<Failure>() {
        failure.message().clone()
    } else if let Some(headed) = cause.downcast_ref::<Headed>() {
        headed.message().clone()
    } else if let Some(error) = cause.downcast_ref::<io::Error>() {
        io(error)
    } else if let Some(error) = cause.downcast_ref::<HsmError>() {
        hsm_advice::message(error)
    } else if let Some(error) = cause.downcast_ref::<CeremonyError>() {
        tokens::ceremony(error)
    } else if let Some(error) = cause.downcast_ref::<LinkError>() {
        tokens::link(*error)
    } else if let Some(error) = cause.downcast_ref::<ImportError>() {
        arrivals::import(error)
    } else if let Some(fault) = cause.downcast_ref::<ByteFault>() {
        arrivals::bytes(*fault)
    } else if let Some(refusal) = cause.downcast_ref::<Refusal>() {
        tokens::refusal(*refusal)
    } else {
        Message::plain(cause)
    }
}

/// The key of what is said where a disk is full.
pub const DISK_FULL: &str = "disk-full";

/// What the operating system refused. Kinds that nobody can do anything about are said in its own words.
pub fn io(error: &io::Error) -> Message {
    match error.kind() {
        ErrorKind::NotFound => Message::of("io-not-found"),
        ErrorKind::PermissionDenied => Message::of("io-permission-denied"),
        ErrorKind::ReadOnlyFilesystem => Message::of("io-read-only"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Message::of("io-storage-full"),
        ErrorKind::FileTooLarge => Message::of("io-file-too-large"),
        ErrorKind::AlreadyExists => Message::of("io-already-exists"),
        ErrorKind::NotADirectory => Message::of("io-not-a-folder"),
        ErrorKind::IsADirectory => Message::of("io-is-a-folder"),
        ErrorKind::UnexpectedEof => Message::of("io-unexpected-end"),
        ErrorKind::TimedOut => Message::of("io-timed-out"),
        ErrorKind::ResourceBusy => Message::of("io-busy"),
        ErrorKind::OutOfMemory => Message::of("io-out-of-memory"),
        _ if is_medium_gone(error) => Message::of("io-medium-gone"),
        _ => Message::of("io-other").with("text", error.to_string()),
    }
}

/// `EIO`, `ENXIO`, `ENODEV`, `ESTALE` and `ENOMEDIUM` of Linux: what was read or written is not there any more.
fn is_medium_gone(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(5 | 6 | 19 | 116 | 123))
}

/// Whether it is the disk that has no room left, or none for this user.
pub fn is_disk_full(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let failure = cause.downcast_ref::<Failure>();
        failure.is_some_and(|failure| failure.message().key() == DISK_FULL)
    })
}

/// Whether this kind of error says so.
pub fn is_full(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}
