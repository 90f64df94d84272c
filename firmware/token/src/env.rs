//! The world as the token sees it: randomness, storage, a screen, an officer.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use rand_core::CryptoRng;
use tamga_wire::{BoardPart, Digest, Purposes};
use zeroize::Zeroizing;

use crate::pin::Pin;
use crate::screen::Screen;

/// Everything the token needs from the board it runs on, and nothing else.
pub trait Env {
    /// The board's random number generator.
    type Rng: CryptoRng;

    /// Randomness for keys and nonces.
    fn rng(&mut self) -> &mut Self::Rng;

    /// The bytes last stored under this name; `None` if there are none.
    fn load(&mut self, blob: Blob) -> Result<Option<Zeroizing<Vec<u8>>>, StorageError>;

    /// Keeps bytes under this name, in place of those before. When power fails, either the old or the new ones are there,
    /// and when this returns, the new ones are.
    fn store(&mut self, blob: Blob, bytes: &[u8]) -> Result<(), StorageError>;

    /// Erases what is stored under this name, beyond recovery as far as the board can. Called for a name with nothing under it, it
    /// finishes what a loss of power interrupted.
    fn erase(&mut self, blob: Blob) -> Result<(), StorageError>;

    /// Erases everything but [`Blob::Retired`], [`Blob::Tries`] last: if power fails in between, the token sees from it that it
    /// has to go on.
    fn wipe(&mut self) -> Result<(), StorageError>;

    /// How many times something can still be stored, on a board whose counter is used up by it.
    fn stores_left(&mut self) -> u32 {
        u32::MAX
    }

    /// Shows something that asks no question: the pages that belong to the question which follows at once. The board lets
    /// the officer leaf through what was shown since the last question.
    fn show(&mut self, screen: &Screen);

    /// Shows a question. Buttons pressed before this call are no answer to it.
    fn ask(&mut self, screen: &Screen);

    /// What the officer said to the question shown last, without waiting. A board may forget an answer that was not fetched for a
    /// while, and ask again.
    fn consent(&mut self) -> Consent;

    /// The PIN, without waiting: the first call shows the prompt and asks for it, further calls with the same prompt ask whether
    /// it is there. The officer sees election and purposes before the first digit.
    fn ask_pin(&mut self, prompt: &PinPrompt) -> PinEntry;

    /// The question or PIN entry under way is off: what was typed of a PIN is wiped, and nothing waits for the officer.
    fn cancel(&mut self);

    /// How many sums of an opening are done, of how many: told leaf by leaf, for the officer to see that the token is at work.
    fn progress(&mut self, _done: u32, _total: u32) {}

    /// Whether a part of the board works, without waiting: the first call begins, further calls look.
    fn check(&mut self, part: BoardPart) -> PartCheck;

    /// Milliseconds since power came; never goes back.
    fn uptime_ms(&mut self) -> u64;

    /// The board's name, at most 16 bytes of `a`–`z`, `0`–`9` and `-`.
    fn board(&self) -> &'static str;

    /// Whether this is a program on a computer: it says so in `Info`.
    fn is_simulator(&self) -> bool;

    /// Whether real elections are refused altogether, as a simulator must.
    fn is_rehearsal_only(&self) -> bool;
}

/// An officer's answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// None yet.
    Pending,
    /// Yes: the button was held.
    Yes,
    /// To a statement: sign, with dissent. To any other question it is a no.
    Dissent,
    /// No.
    No,
}

/// What the officer reads before the PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinPrompt {
    /// Whether REHEARSAL stands on it.
    pub rehearsal: bool,
    /// Why it is asked for.
    pub reason: PinReason,
    /// The id of the election that the token is bound to and its `D`; none before it is enrolled.
    pub election: Option<(String, Digest)>,
    /// What the log-in is for; of a PIN that is chosen, [`Purposes::UPKEEP`].
    pub purposes: Purposes,
    /// The token's label; empty without one.
    pub label: String,
}

/// What came of checking a part of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartCheck {
    /// Not done yet, or the officer is looking.
    Pending,
    /// It works.
    Passed,
    /// It does not.
    Failed,
}

/// Why a PIN is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinReason {
    /// To choose one.
    Choose,
    /// To type the chosen one again.
    Repeat,
    /// To log in.
    LogIn {
        /// Wrong ones that are left before the token erases itself, this one included.
        tries_left: u8,
    },
}

/// What came of asking for a PIN.
#[derive(Debug)]
pub enum PinEntry {
    /// Nothing yet.
    Pending,
    /// The officer typed it.
    Typed(Pin),
    /// The officer gave up.
    Cancelled,
}

/// The names under which the token stores things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Blob {
    /// Salt and digest of the PIN.
    Pin,
    /// Wrong PINs that are left.
    Tries,
    /// The two secret keys; that they are there means that the token is initialised.
    Identity,
    /// What the token keeps of the definition.
    Enrolment,
    /// Share and commitments of the custody key.
    CustodyShare,
    /// Share and commitments of the election key.
    ElectionShare,
    /// The election id that was endorsed.
    Election,
    /// How often the token did what.
    Operations,
    /// The name that the officer gave the token.
    Label,
    /// The digest of the END act upon which the share of the election key was erased.
    Ended,
    /// That the token is out of service for good. It survives [`Env::wipe`].
    Retired,
    /// The shares of a replacement that take the place of those in use when all tokens have theirs.
    Pending,
    /// The CLOSE digest that was signed for this opening.
    Close(
        /// The opening, from 1.
        u32,
    ),
    /// The root that was opened in this opening.
    Root(
        /// The opening, from 1.
        u32,
    ),
    /// One bit per region: what of this contest was opened in this opening.
    Slots {
        /// The opening, from 1.
        opening: u32,
        /// The contest, from 0.
        contest: u16,
    },
}

impl Blob {
    /// A number, never the same for two blobs within the limits of the wire: for stores whose keys are numbers.
    pub fn number(self) -> u32 {
        match self {
            Self::Pin => 1,
            Self::Tries => 2,
            Self::Identity => 3,
            Self::Enrolment => 4,
            Self::CustodyShare => 5,
            Self::ElectionShare => 6,
            Self::Election => 7,
            Self::Operations => 8,
            Self::Label => 9,
            Self::Ended => 10,
            Self::Retired => 11,
            Self::Pending => 12,
            Self::Close(opening) => 0x100 + opening,
            Self::Root(opening) => 0x200 + opening,
            Self::Slots { opening, contest } => 0x1_0000 + opening * 0x100 + u32::from(contest),
        }
    }
}

impl fmt::Display for Blob {
    /// A name of lower-case letters, digits and `-`, never the same for two blobs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pin => f.write_str("pin"),
            Self::Tries => f.write_str("tries"),
            Self::Identity => f.write_str("identity"),
            Self::Enrolment => f.write_str("enrolment"),
            Self::CustodyShare => f.write_str("custody-share"),
            Self::ElectionShare => f.write_str("election-share"),
            Self::Election => f.write_str("election"),
            Self::Operations => f.write_str("operations"),
            Self::Label => f.write_str("label"),
            Self::Ended => f.write_str("ended"),
            Self::Retired => f.write_str("retired"),
            Self::Pending => f.write_str("pending"),
            Self::Close(opening) => write!(f, "close-{opening}"),
            Self::Root(opening) => write!(f, "root-{opening}"),
            Self::Slots { opening, contest } => write!(f, "slots-{opening}-{contest}"),
        }
    }
}

/// The storage did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the token's storage failed")]
pub struct StorageError;
