//! A checker's key file and its memory of what it approved.

use core::fmt;

use tamga_crypto::hash::Digest;
use tamga_crypto::sign::SigningKey;
use zeroize::Zeroizing;

use crate::bytes::{ByteFault, is_id, same_bytes};
use crate::text::{Lines, decimal, unhex};

/// The first line of a checker's key file.
pub const FIRST_LINE: &str = "tamga/checker-key/v1\n";

/// Why a checker's key file is refused, or an approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckerKeyError {
    /// The bytes are not a key file.
    #[error("checker's key file: {0}")]
    Bytes(#[from] ByteFault),
    /// A line is not what stands at its place.
    #[error("checker's key file, line {line}: not what has to stand here")]
    Line {
        /// The line, from 1.
        line: usize,
    },
    /// Another root was approved for the same opening of the same election.
    #[error("checker: another root was approved for this opening already; find out which of the two is false")]
    SecondRoot,
}

/// One approval given: election `E`, opening, tally root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Approved {
    /// The election `E`.
    pub election: Digest,
    /// Number of the opening, from 1.
    pub opening: u32,
    /// The tally root.
    pub root: Digest,
}

/// A checker's key file. The seed is wiped when dropped and never printed.
pub struct CheckerKey {
    /// The checker's id, as in the definition.
    pub id: String,
    /// The seed of the checker's Ed25519 key.
    pub seed: Zeroizing<[u8; 32]>,
    /// The approvals given, in the order they were given.
    pub approved: Vec<Approved>,
}

impl fmt::Debug for CheckerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckerKey")
    }
}

impl CheckerKey {
    /// Reads a key file.
    pub fn parse(untrusted: &[u8]) -> Result<Self, CheckerKeyError> {
        let mut lines = Lines::after_version(untrusted, FIRST_LINE)?;
        let id = lines.value_if("id").filter(|id| is_id(id.as_bytes()));
        let id = id.ok_or(CheckerKeyError::Line { line: 2 })?.to_owned();
        let seed = lines.value_if("seed").and_then(unhex).map(Zeroizing::new);
        let seed = seed.ok_or(CheckerKeyError::Line { line: 3 })?;
        let mut key = Self { id, seed, approved: Vec::new() };
        while !lines.is_at_end() {
            let line = lines.number() + 1;
            let approved = lines.value_if("approved").and_then(read_approved);
            key.remember(approved.ok_or(CheckerKeyError::Line { line })?)?;
        }
        same_bytes(untrusted, &key.expose_bytes())?;
        Ok(key)
    }

    /// The file, for the one place that stores it.
    pub fn expose_bytes(&self) -> Zeroizing<Vec<u8>> {
        let seed = Zeroizing::new(hex::encode(self.seed.as_slice()));
        let mut text = Zeroizing::new(format!("{FIRST_LINE}id {}\nseed {}\n", self.id, seed.as_str()));
        for Approved { election, opening, root } in &self.approved {
            let line = format!("approved {} {opening} {}\n", hex::encode(election), hex::encode(root));
            text.push_str(&line);
        }
        Zeroizing::new(text.as_bytes().to_vec())
    }

    /// Notes an approval. Refuses a second root for the same election and opening; the same root again changes nothing.
    pub fn remember(&mut self, approved: Approved) -> Result<(), CheckerKeyError> {
        let same_opening = |known: &&Approved| (known.election, known.opening) == (approved.election, approved.opening);
        match self.approved.iter().find(same_opening) {
            Some(known) if known.root != approved.root => Err(CheckerKeyError::SecondRoot),
            Some(_) => Ok(()),
            None => {
                self.approved.push(approved);
                Ok(())
            }
        }
    }

    /// The signing key of the seed.
    pub fn signing_key(&self) -> SigningKey {
        SigningKey::from_seed(*self.seed)
    }
}

fn read_approved(value: &str) -> Option<Approved> {
    let mut fields = value.split(' ');
    let approved =
        Approved { election: unhex(fields.next()?)?, opening: decimal(fields.next()?)?, root: unhex(fields.next()?)? };
    fields.next().is_none().then_some(approved)
}

/// A ballot that a checker saw opened in a contest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpenedTracker {
    /// The election `E`.
    pub election: Digest,
    /// Id of the contest.
    pub contest: String,
    /// The ballot's tracker.
    pub tracker: Digest,
}

/// The file beside a checker's key: every ballot and contest of all leaves it approved. Empty before the first approval.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenedTrackers {
    /// What was opened, ascending, nothing twice. The order of the fields is that of the lines' bytes: hex keeps the order
    /// of digests, and no character of an id is below the space behind it.
    pub opened: Vec<OpenedTracker>,
}

impl OpenedTrackers {
    /// Reads the file. Refuses lines that do not ascend.
    pub fn parse(untrusted: &[u8]) -> Result<Self, CheckerKeyError> {
        let mut file = Self::default();
        if untrusted.is_empty() {
            return Ok(file);
        }
        let mut lines = Lines::new(untrusted)?;
        while let Some(line) = lines.next() {
            let opened = read_opened(line).filter(|opened| file.opened.last().is_none_or(|last| last < opened));
            file.opened.push(opened.ok_or(CheckerKeyError::Line { line: lines.number() })?);
        }
        same_bytes(untrusted, file.to_text().as_bytes())?;
        Ok(file)
    }

    /// The file.
    pub fn to_text(&self) -> String {
        let line = |opened: &OpenedTracker| {
            format!("{} {} {}\n", hex::encode(opened.election), opened.contest, hex::encode(opened.tracker))
        };
        self.opened.iter().map(line).collect()
    }
}

fn read_opened(line: &str) -> Option<OpenedTracker> {
    let (election, rest) = line.split_once(' ')?;
    let (contest, tracker) = rest.split_once(' ')?;
    let contest = is_id(contest.as_bytes()).then(|| contest.to_owned())?;
    Some(OpenedTracker { election: unhex(election)?, contest, tracker: unhex(tracker)? })
}
