//! Approvals of checkers, `tamga/approvals/v1`, and a checker's key file, `tamga/checker-key/v1`.

mod checker_key;

pub use tamga_wire::signed::approval_message;

pub use checker_key::{Approved, CheckerKey, CheckerKeyError, OpenedTracker, OpenedTrackers};

use crate::bytes::{ByteFault, Reader, Writer, same_bytes, strictly_ascending};
use crate::limits::CHECKERS_MAX;

/// The first line of an approvals file.
pub const FIRST_LINE: &str = "tamga/approvals/v1\n";

/// Why an approvals file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApprovalsError {
    /// The bytes are not an approvals file.
    #[error("approvals: {0}")]
    Bytes(#[from] ByteFault),
    /// Checkers do not ascend, or one is there twice.
    #[error("approvals: checkers must ascend and none may be there twice")]
    Order,
}

/// The approvals of one opening.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApprovalsFile {
    /// Indices of checkers, ascending, and their signatures over [`approval_message`].
    pub approvals: Vec<(u16, [u8; 64])>,
}

impl ApprovalsFile {
    /// Reads an approvals file. The signatures are checked by who knows the keys.
    pub fn parse(untrusted: &[u8]) -> Result<Self, ApprovalsError> {
        let mut reader = Reader::after_version(untrusted, FIRST_LINE)?;
        let count = u64::from(reader.u8()?);
        let approvals = reader.items(count, CHECKERS_MAX as u64, 66, |reader| Ok((reader.u16()?, reader.array()?)))?;
        reader.finish()?;
        if !strictly_ascending(approvals.iter().map(|(checker, _)| checker)) {
            return Err(ApprovalsError::Order);
        }
        let file = Self { approvals };
        same_bytes(untrusted, &file.to_bytes())?;
        Ok(file)
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut file = Writer::with_version(FIRST_LINE);
        file.count8(self.approvals.len());
        for (checker, signature) in &self.approvals {
            file.u16(*checker).bytes(signature);
        }
        file.finish()
    }
}
