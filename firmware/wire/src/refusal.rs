//! A token's no, by number.

use serde::{Deserialize, Serialize};

/// Why a token does not do what it is asked. On the wire two bytes: the code and the culprit, 0 where nobody is named.
///
/// A refusal leaves the token's stored state as it was, but for the try counter of [`Refusal::WrongPin`] and the wiping of
/// [`Refusal::Wiped`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(try_from = "(u8, u8)", into = "(u8, u8)")]
pub enum Refusal {
    /// 1: the frame was damaged, too long, of another version, or its message is none.
    #[error("the token did not understand the message")]
    BadFrame,
    /// 2: not the request that can follow here.
    #[error("the request does not belong here in the order of things")]
    OutOfOrder,
    /// 3: something is longer than its limit or than was announced.
    #[error("longer than the limit or than announced")]
    TooLong,
    /// 4: the token has no identity yet.
    #[error("the token has not been initialised")]
    NotInitialised,
    /// 5: nobody has typed the PIN since power came.
    #[error("the officer has not logged in")]
    NotLoggedIn,
    /// 6: the PIN was wrong, or the two typed at the beginning differ.
    #[error("the PIN is wrong")]
    WrongPin,
    /// 7: that was the last wrong PIN; everything in the token is erased.
    #[error("too many wrong PINs: the token has erased itself")]
    Wiped,
    /// 8: the token belongs to another definition.
    #[error("the token is enrolled in another election")]
    AlreadyEnrolledElsewhere,
    /// 9: the bytes are no canonical definition.
    #[error("the definition is malformed")]
    BadDefinition,
    /// 10: the definition does not have this token's keys at this index.
    #[error("the definition does not name this token there")]
    NotAnOfficer,
    /// 11: a dealer's message does not check; names the token.
    #[error("token {0} dealt wrongly")]
    DkgCulprit(u8),
    /// 12: what the host gives back as this token's own, or as everyone's, is not what was sent.
    #[error("the host did not pass on what was sent")]
    BadTranscript,
    /// 13: the public-key file does not hold the keys that this token made.
    #[error("the public-key file holds other keys")]
    WrongKeys,
    /// 14: the ciphertext's own proof does not hold.
    #[error("the ciphertext is malformed")]
    BadCiphertext,
    /// 15: the ciphertext was made for another label, or the label names no HSM of the definition.
    #[error("the ciphertext belongs to another label")]
    WrongLabel,
    /// 16: fewer checkers than the definition asks for approved.
    #[error("approvals of checkers are missing")]
    ApprovalsMissing,
    /// 17: an approval does not check, names no checker, or comes twice; names the checker's place, counted from 1.
    #[error("the approval of checker {0} does not count")]
    BadApproval(u8),
    /// 18: another root was opened here before, or a root of a later opening, or one of these regions in another opening.
    #[error("another root was opened in this slot")]
    SlotTaken,
    /// 19: an opening beyond those of the definition.
    #[error("the definition has no such opening")]
    OpeningBeyondDefinition,
    /// 20: the officer said no.
    #[error("the officer refused")]
    RefusedByOfficer,
    /// 21: the leaf names what the definition does not have, is out of order, or exceeds what was shown.
    #[error("the leaf does not fit the definition or what was shown")]
    BadLeaf,
    /// 22: the leaf is not under the root.
    #[error("the leaf is not under the root")]
    BadPath,
    /// 23: a sum does not decode, or there are more or fewer than announced.
    #[error("the sums do not decode or are not as many as announced")]
    BadSum,
    /// 24: the statement is not of this election, or the totals are not its.
    #[error("the statement does not fit")]
    StatementMismatch,
    /// 25: a rehearsal where the token is real, or the other way round.
    #[error("rehearsal and real election do not mix")]
    RehearsalMismatch,
    /// 26: the token's storage failed or holds what this version does not read.
    #[error("the token's storage failed")]
    Storage,
    /// 27: the previous root is not the one that this token opened.
    #[error("the previous root is another one")]
    WrongPreviousRoot,
    /// 28: the PIN is not 6 to 12 digits, or too easily guessed.
    #[error("the PIN is too weak")]
    WeakPin,
    /// 29: the token endorsed another election under this definition.
    #[error("the token endorsed another election")]
    OtherElection,
    /// 30: the key that the answer should be sealed to is none.
    #[error("the host's key is no key")]
    BadHostKey,
    /// 31: an act's figures name what the definition does not have, or say what cannot be.
    #[error("the figures of the act cannot be")]
    BadFigures,
    /// 32: the officer signed another CLOSE digest for this opening last.
    #[error("the officer closed this opening with another box")]
    OtherBox,
    /// 33: the officer did not log in for this.
    #[error("the officer did not log in for this")]
    OtherPurpose,
    /// 34: the token's share of the election key was erased by the END act.
    #[error("the election has ended for this token")]
    Ended,
    /// 35: the token was taken out of service for good.
    #[error("the token is retired")]
    Retired,
    /// 36: fewer signatures of officers than the quorum, or one that does not check.
    #[error("signatures of officers are missing or do not check")]
    QuorumMissing,
    /// 37: the label is over 16 characters, or has one that is not for it.
    #[error("the label is too long or has characters that are not for it")]
    BadLabel,
    /// 38: a replacement names what the commission does not have, or is not the next one.
    #[error("the replacement does not fit the commission or is not the next")]
    BadReplacement,
    /// 39: shares that take the place of these are kept: the replacement has to be finished first.
    #[error("a replacement of tokens has to be finished first")]
    ReplacementPending,
    /// 40: the definition asks for more than tokens have to give, or than this one has left.
    #[error("the definition asks for more flash or counter than the token has left")]
    BeyondToken,
}

impl Refusal {
    /// The number of this refusal, 1 to 40.
    pub fn code(self) -> u8 {
        <(u8, u8)>::from(self).0
    }

    /// The token, or the checker counted from 1, whose message is at fault.
    pub fn culprit(self) -> Option<u8> {
        match self {
            Self::DkgCulprit(culprit) | Self::BadApproval(culprit) => Some(culprit),
            _ => None,
        }
    }
}

/// Every refusal without a culprit, by code; those with one are matched apart.
const PLAIN: [(u8, Refusal); 38] = [
    (1, Refusal::BadFrame),
    (2, Refusal::OutOfOrder),
    (3, Refusal::TooLong),
    (4, Refusal::NotInitialised),
    (5, Refusal::NotLoggedIn),
    (6, Refusal::WrongPin),
    (7, Refusal::Wiped),
    (8, Refusal::AlreadyEnrolledElsewhere),
    (9, Refusal::BadDefinition),
    (10, Refusal::NotAnOfficer),
    (12, Refusal::BadTranscript),
    (13, Refusal::WrongKeys),
    (14, Refusal::BadCiphertext),
    (15, Refusal::WrongLabel),
    (16, Refusal::ApprovalsMissing),
    (18, Refusal::SlotTaken),
    (19, Refusal::OpeningBeyondDefinition),
    (20, Refusal::RefusedByOfficer),
    (21, Refusal::BadLeaf),
    (22, Refusal::BadPath),
    (23, Refusal::BadSum),
    (24, Refusal::StatementMismatch),
    (25, Refusal::RehearsalMismatch),
    (26, Refusal::Storage),
    (27, Refusal::WrongPreviousRoot),
    (28, Refusal::WeakPin),
    (29, Refusal::OtherElection),
    (30, Refusal::BadHostKey),
    (31, Refusal::BadFigures),
    (32, Refusal::OtherBox),
    (33, Refusal::OtherPurpose),
    (34, Refusal::Ended),
    (35, Refusal::Retired),
    (36, Refusal::QuorumMissing),
    (37, Refusal::BadLabel),
    (38, Refusal::BadReplacement),
    (39, Refusal::ReplacementPending),
    (40, Refusal::BeyondToken),
];
const DKG_CULPRIT: u8 = 11;
const BAD_APPROVAL: u8 = 17;

impl From<Refusal> for (u8, u8) {
    fn from(refusal: Refusal) -> (u8, u8) {
        match refusal {
            Refusal::DkgCulprit(culprit) => (DKG_CULPRIT, culprit),
            Refusal::BadApproval(culprit) => (BAD_APPROVAL, culprit),
            plain => {
                let row = PLAIN.iter().find(|(_, refusal)| *refusal == plain);
                (row.expect("every refusal without a culprit has a row").0, 0)
            }
        }
    }
}

impl TryFrom<(u8, u8)> for Refusal {
    type Error = &'static str;

    fn try_from(untrusted: (u8, u8)) -> Result<Self, Self::Error> {
        match untrusted {
            (DKG_CULPRIT, culprit) if culprit != 0 => Ok(Self::DkgCulprit(culprit)),
            (BAD_APPROVAL, culprit) if culprit != 0 => Ok(Self::BadApproval(culprit)),
            (code, 0) => {
                let row = PLAIN.iter().find(|(number, _)| *number == code);
                row.map(|(_, refusal)| *refusal).ok_or("a refusal that there is not")
            }
            _ => Err("a culprit where none is named"),
        }
    }
}
