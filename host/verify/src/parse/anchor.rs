//! `tamga/anchor/v1`: what was read aloud and published after the set-up ceremony.

use super::statement::size_and_root;
use crate::digest::{Digest, control_number};
use crate::reason::Reason;
use crate::text;

/// The anchor.
#[derive(Clone, Debug)]
pub(crate) struct Anchor {
    /// `E`.
    pub(crate) election: Digest,
    /// Size of the first checkpoint.
    pub(crate) size: u64,
    /// Root of the first checkpoint.
    pub(crate) root: Digest,
}

impl Anchor {
    /// Reads the first five lines; what stands below the empty line is for people. The first three alone, which are what
    /// the QR code holds, are an anchor too: the control numbers follow from them.
    pub(crate) fn parse(untrusted: &[u8]) -> Result<Self, Reason> {
        if untrusted.iter().take_while(|byte| **byte != b'\n').any(|byte| *byte == b'\r') {
            return Err(Reason::CarriageReturns);
        }
        let mut parts = untrusted.splitn(6, |byte| *byte == b'\n');
        let mut next = || -> Result<&str, Reason> {
            let line = parts.next().ok_or(Reason::EndsEarly { needed: 1, left: 0 })?;
            std::str::from_utf8(line).map_err(|_| Reason::NotUtf8)
        };
        if next()? != "tamga/anchor/v1" {
            return Err(Reason::WrongFormat("tamga/anchor/v1"));
        }
        let election = text::hex32(text::value(next()?, "election")?)?;
        let (size, root) = size_and_root(text::value(next()?, "checkpoint")?)?;
        let fourth = next()?;
        if fourth.is_empty() {
            return Ok(Self { election, size, root });
        }
        expect(fourth, "control-number election", &election)?;
        expect(next()?, "control-number checkpoint", &root)?;
        match parts.next() {
            Some(rest) if rest.is_empty() || rest.starts_with(b"\n") => Ok(Self { election, size, root }),
            _ => Err(Reason::LineEnds),
        }
    }
}

/// The control number is there for people; a file where it is not that of the digest is refused.
fn expect(line: &str, key: &'static str, digest: &Digest) -> Result<(), Reason> {
    let expected = control_number(digest);
    let found = text::value(line, key)?;
    if found == expected { Ok(()) } else { Err(Reason::differs(key, &expected, found)) }
}
