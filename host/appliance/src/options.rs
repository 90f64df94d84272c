//! What a rehearsal was begun with: kept, so that every later act and an interrupted run go on with the same.

use std::str::FromStr;

use anyhow::Result;
use tamga_devices::{HsmSpec, TokenSpec};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::folder::Folder;
use crate::message::Message;

/// Folder below the appliance's, and the file in it. The root in it makes every key of the rehearsal: it is why a rehearsal is
/// never an election.
pub const FOLDER: &str = "rehearsal";
const FILE: &str = "rehearsal/options";
/// Bytes of it at most: the names of a few devices.
const FILE_LEN_MAX: u64 = 1 << 16;
const FIRST_LINE: &str = "tamga/rehearsal/v2";

/// Options of a rehearsal.
pub struct Options {
    /// Root of all randomness.
    pub root: Zeroizing<[u8; 32]>,
    /// Everything is divided by this.
    pub scale: u32,
    /// Officers.
    pub officers: u8,
    /// How many of them act together.
    pub quorum: u8,
    /// Whether voters and attackers of every kind are added.
    pub mischief: bool,
    /// Where the tokens are.
    pub tokens: TokenSpec,
    /// Officers who stay away once the set-up is over, with their tokens.
    pub absent: Vec<u8>,
    /// Officers whose tokens are lost after the set-up of a rehearsal, and replaced.
    pub lose: Vec<u8>,
    /// Where the HSMs are.
    pub hsms: Vec<HsmSpec>,
}

impl Options {
    /// Keeps the options in the appliance's folder, a line each.
    pub fn write(&self, appliance: &Folder) -> Result<()> {
        let root = Zeroizing::new(hex::encode(self.root.as_slice()));
        let Self { scale, officers, quorum, mischief, .. } = self;
        let (tokens, absent) = (&self.tokens, self.absent.iter().map(|officer| format!("absent {officer}\n")));
        let lose = self.lose.iter().map(|officer| format!("lose {officer}\n"));
        let played: String = absent.chain(lose).collect();
        let hsms: String = self.hsms.iter().map(|hsm| format!("hsm {hsm}\n")).collect();
        let text = Zeroizing::new(format!(
            "{FIRST_LINE}\nroot {}\nscale {scale}\nofficers {officers}\nquorum {quorum}\nmischief {mischief}\ntokens {tokens}\n{played}{hsms}",
            root.as_str()
        ));
        appliance.write(FILE, text.as_bytes())
    }

    /// The tokens are at these ports now, if any are named. Refuses ports at which those of the set-up cannot be: tokens that were
    /// played are in the election's folder alone.
    pub fn look_for_tokens_at(&mut self, ports: Option<&TokenSpec>) -> Result<()> {
        let Some(given) = ports.filter(|given| **given != self.tokens) else { return Ok(()) };
        if given.is_played() || self.tokens.is_played() {
            return Err(Failure::bad_input(
                Message::of("other-tokens").with("tokens", self.tokens.to_string()).with("given", given.to_string()),
            ));
        }
        self.tokens = given.clone();
        Ok(())
    }

    /// The options that were kept. Refuses a file of another form.
    pub fn read(appliance: &Folder) -> Result<Self> {
        let bytes = Zeroizing::new(appliance.read(FILE)?);
        Self::parse(&bytes).ok_or_else(|| Failure::internal("options-damaged"))
    }

    /// Whether this machine plays the officers' tokens, for those who only look.
    pub fn play_tokens(appliance: &Folder) -> bool {
        let bytes = appliance.look_if_there(FILE, FILE_LEN_MAX).ok().flatten().map(Zeroizing::new);
        bytes.and_then(|bytes| Self::parse(&bytes)).is_some_and(|options| options.tokens.is_played())
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let mut lines = str::from_utf8(bytes).ok()?.lines();
        if lines.next()? != FIRST_LINE {
            return None;
        }
        let mut root = Zeroizing::new([0; 32]);
        hex::decode_to_slice(value::<String>(lines.next(), "root")?, root.as_mut_slice()).ok()?;
        let (scale, officers) = (value(lines.next(), "scale")?, value(lines.next(), "officers")?);
        let (quorum, mischief) = (value(lines.next(), "quorum")?, value(lines.next(), "mischief")?);
        let tokens = value(lines.next(), "tokens")?;
        let (absent, lines): (Vec<&str>, Vec<&str>) = lines.partition(|line| line.starts_with("absent "));
        let (lose, hsms): (Vec<&str>, Vec<&str>) = lines.into_iter().partition(|line| line.starts_with("lose "));
        let absent = absent.into_iter().map(|line| value(Some(line), "absent")).collect::<Option<_>>()?;
        let lose = lose.into_iter().map(|line| value(Some(line), "lose")).collect::<Option<_>>()?;
        let hsms = hsms.into_iter().map(|line| value(Some(line), "hsm")).collect::<Option<_>>()?;
        Some(Self { root, scale, officers, quorum, mischief, tokens, absent, lose, hsms })
    }
}

fn value<T: FromStr>(line: Option<&str>, key: &str) -> Option<T> {
    line?.strip_prefix(key)?.strip_prefix(' ')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_as_they_were_written() {
        let there = tempfile::tempdir().unwrap();
        let folder = Folder::choose(Some(there.path())).unwrap();
        let root = Zeroizing::new([9; 32]);
        let hsms = vec![HsmSpec::builtin(), HsmSpec::builtin()];
        let tokens: TokenSpec = "unix:/run/a,/run/b".parse().unwrap();
        let (absent, lose, kept) = (vec![4, 5], vec![3], tokens.clone());
        Options { root, scale: 7, officers: 5, quorum: 3, mischief: true, tokens, absent, lose, hsms: hsms.clone() }
            .write(&folder)
            .unwrap();
        let read = Options::read(&folder).unwrap();
        assert_eq!((*read.root, read.scale, read.officers, read.quorum, read.mischief), ([9; 32], 7, 5, 3, true));
        assert_eq!((read.hsms, read.tokens, read.absent, read.lose), (hsms, kept, vec![4, 5], vec![3]));
    }
}
