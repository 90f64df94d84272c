//! The END act: a quorum says that the election is over, and the tokens erase their shares of its key.

use tamga_crypto::hash::Digest;
pub use tamga_wire::signed::ended_message;

use crate::acts::{ActKind, Figures, act_message};

/// What a quorum ends. There is no file of it: the ledger's entries 33 and 42 hold all signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndBody {
    /// The election `E`.
    pub election: Digest,
    /// Openings that were opened.
    pub openings: u32,
    /// Ballots counted in the newest statement.
    pub counted: u64,
    /// Officers of the commission.
    pub tokens: u8,
    /// SHA3-256 of the newest statement's text.
    pub statement: Digest,
}

impl EndBody {
    /// The digest of the act, of which officers see the control number: that of the statement.
    pub fn digest(&self) -> Digest {
        self.statement
    }

    /// What the officers are shown: openings, ballots counted, tokens.
    pub fn figures(&self) -> Figures {
        [self.openings.into(), self.counted, self.tokens.into(), 0]
    }

    /// What officers sign.
    pub fn message(&self) -> Digest {
        act_message(&self.election, ActKind::End, &self.figures(), &self.digest())
    }

    /// What a token signs once its share is erased.
    pub fn ended_message(&self, token: u8) -> Digest {
        ended_message(&self.election, token, &self.digest())
    }
}
