//! Ledger entries, `tamga/entry/v1`: the numbered registry of what can happen.

use tamga_crypto::hash::Digest;
use tamga_wire::{Answer, Role};

use super::field::{Field, Signer, SourceName, TokenAct};
use crate::bytes::{ByteFault, same_bytes};
use crate::limits::ENTRY_LEN_MAX;
use crate::text::{Lines, decimal};
use crate::time::{format_time, parse_time};

/// The first line of an entry.
pub const FIRST_LINE: &str = "tamga/entry/v1\n";

/// Why an entry is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The bytes are no entry.
    #[error("entry: {0}")]
    Bytes(#[from] ByteFault),
    /// The number and name are not those of a known kind; reserved ones are not known.
    #[error("entry: its kind is unknown to this version")]
    Kind,
    /// The line does not have the key that stands at this place, or its value is not of the key's form.
    #[error("entry, line {line}: expected `{expected}` with a value of its form")]
    Line {
        /// The line, from 1.
        line: usize,
        /// The key that has to stand there.
        expected: &'static str,
    },
}

/// Reads the value of the next line, which must have this key.
fn value<T: Field>(lines: &mut Lines<'_>, expected: &'static str) -> Result<T, EntryError> {
    let line = lines.number() + 1;
    lines.value_if(expected).and_then(T::read).ok_or(EntryError::Line { line, expected })
}

/// The registry. From this one table come the enum, its numbers and names, and both directions of the text.
macro_rules! registry {
    ($($(#[$doc:meta])* $number:literal $name:literal $kind:ident {
        $($(#[$field_doc:meta])* $field:ident: $type:ty = $key:literal,)+
    })+) => {
        /// What happened, by kind. Numbers 22 to 40 are reserved and refused.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Entry {
            $($(#[$doc])* $kind { $($(#[$field_doc])* $field: $type,)+ },)+
        }

        impl Entry {
            /// Number and name of every kind, in the order of numbers.
            pub const KINDS: &'static [(u8, &'static str)] = &[$(($number, $name),)+];

            /// The kind's number.
            pub const fn number(&self) -> u8 {
                match self {
                    $(Self::$kind { .. } => $number,)+
                }
            }

            /// The kind's name.
            pub const fn name(&self) -> &'static str {
                match self {
                    $(Self::$kind { .. } => $name,)+
                }
            }

            /// Keys and values behind `time`, in order.
            fn fields(&self) -> Vec<(&'static str, String)> {
                match self {
                    $(Self::$kind { $($field,)+ } => vec![$(($key, $field.write()),)+],)+
                }
            }

            fn read(number: u8, name: &str, lines: &mut Lines<'_>) -> Result<Self, EntryError> {
                match (number, name) {
                    $(($number, $name) => Ok(Self::$kind { $($field: value(lines, $key)?,)+ }),)+
                    _ => Err(EntryError::Kind),
                }
            }
        }
    };
}

registry! {
    /// The ledger begins.
    1 "origin" Origin {
        /// The definition `D`.
        definition: Digest = "definition",
    }
    /// The keys are made.
    2 "keys" Keys {
        /// The public-key file's digest `K`.
        digest: Digest = "digest",
        /// Transcript (13) of the custody key's generation.
        custody: Digest = "custody",
        /// Transcript (13) of the election key's generation.
        election_key: Digest = "election-key",
    }
    /// The roll is there.
    3 "roll" Roll {
        /// Its digest `R`.
        digest: Digest = "digest",
        /// Its entries.
        entries: u32 = "entries",
    }
    /// The election has its id.
    4 "election" Election {
        /// `E`.
        election: Digest = "election",
    }
    /// Somebody signed `E`.
    5 "endorsement" Endorsement {
        /// Who.
        signer: Signer = "signer",
        /// SHA3-256 of the signature.
        digest: Digest = "digest",
    }
    /// The identity service's counts are there.
    6 "counts" Counts {
        /// SHA3-256 of the file.
        digest: Digest = "digest",
    }
    /// A bundle was imported.
    7 "import" Import {
        /// Code of the region.
        region: String = "region",
        /// Id of the collector.
        collector: String = "collector",
        /// Number in its chain.
        bundle: u32 = "bundle",
        /// Its items.
        items: u32 = "items",
        /// The bundle's digest.
        digest: Digest = "digest",
    }
    /// Records were admitted, provisionally.
    8 "admission" Admission {
        /// Distinct records received.
        received: u64 = "received",
        /// Red ones.
        red: u64 = "red",
        /// Held ones.
        held: u64 = "held",
    }
    /// The box is closed.
    9 "close" Close {
        /// The CLOSE digest `Z`.
        digest: Digest = "digest",
        /// The officers who signed.
        officers: Vec<u8> = "officers",
    }
    /// An HSM role was unlocked.
    10 "unlock" Unlock {
        /// The role.
        role: Role = "role",
        /// Serial of the HSM.
        hsm: String = "hsm",
        /// Generation of the PIN, from 1.
        generation: u32 = "generation",
        /// The officers who answered.
        officers: Vec<u8> = "officers",
        /// [`unlock_digest`](Entry::unlock_digest) of their answers.
        digest: Digest = "digest",
    }
    /// A region's seed was opened.
    11 "unseal" Unseal {
        /// Code of the region.
        region: String = "region",
        /// Serial of the HSM.
        hsm: String = "hsm",
    }
    /// All proofs are checked and every record has its status.
    12 "verified" Verified {
        /// Distinct records received.
        received: u64 = "received",
        /// Green ones.
        green: u64 = "green",
        /// Blue ones.
        blue: u64 = "blue",
        /// Yellow ones.
        yellow: u64 = "yellow",
        /// Red ones.
        red: u64 = "red",
        /// Superseded ones.
        superseded: u64 = "superseded",
        /// Late ones.
        late: u64 = "late",
        /// SHA3-256 of `turnout.csv`.
        turnout: Digest = "turnout",
        /// [`verdicts_digest`](Entry::verdicts_digest) of the verdicts files.
        verdicts: Digest = "verdicts",
    }
    /// The sums have their root.
    13 "root" Root {
        /// Number of the opening.
        opening: u32 = "opening",
        /// Root of the opening before; zeros for the first.
        previous: Digest = "previous",
        /// The tally root.
        root: Digest = "root",
        /// Leaves.
        leaves: u32 = "leaves",
        /// Withheld groups.
        withheld: u32 = "withheld",
        /// Sums.
        sums: u32 = "sums",
    }
    /// A checker approved.
    14 "approval" Approval {
        /// Number of the opening.
        opening: u32 = "opening",
        /// Id of the checker.
        checker: String = "checker",
        /// SHA3-256 of the signature.
        digest: Digest = "digest",
    }
    /// A token's shares are there and hold.
    15 "share" Share {
        /// Number of the opening.
        opening: u32 = "opening",
        /// The token.
        token: u8 = "token",
        /// SHA3-256 of its bytes in the shares file.
        digest: Digest = "digest",
    }
    /// A token refused.
    16 "refusal" Refusal {
        /// The token.
        token: u8 = "token",
        /// What it was asked.
        act: TokenAct = "act",
        /// The refusal's number, by `firmware/wire`.
        code: u8 = "code",
    }
    /// The counts are known.
    17 "result" Result {
        /// Number of the opening.
        opening: u32 = "opening",
        /// SHA3-256 of `totals.csv`.
        totals: Digest = "totals",
        /// SHA3-256 of `results.csv`.
        results: Digest = "results",
    }
    /// The statement is written.
    18 "statement" Statement {
        /// SHA3-256 of its text.
        digest: Digest = "digest",
    }
    /// Somebody answered the statement.
    19 "signature" Signature {
        /// Who.
        signer: Signer = "signer",
        /// How.
        answer: Answer = "answer",
        /// SHA3-256 of the signature; zeros when refused.
        digest: Digest = "digest",
    }
    /// The record is published.
    20 "published" Published {
        /// SHA3-256 of `statement.note`.
        note: Digest = "note",
        /// SHA3-256 of `statement.txt`.
        text: Digest = "text",
    }
    /// Two persons set the clock.
    21 "clock" Clock {
        /// Name of the first source.
        first: SourceName = "first",
        /// Name of the second source.
        second: SourceName = "second",
    }
}

impl Entry {
    /// The entry's bytes at `time`, in Unix seconds.
    pub fn to_bytes(&self, time: u64) -> Vec<u8> {
        let (number, name, time) = (self.number(), self.name(), format_time(time));
        let mut text = format!("{FIRST_LINE}{number} {name}\ntime {time}\n");
        for (key, value) in self.fields() {
            for part in [key, " ", &value, "\n"] {
                text.push_str(part);
            }
        }
        text.into_bytes()
    }

    /// Reads an entry and its time in Unix seconds. Refuses unknown and reserved kinds, unknown, missing or disordered
    /// keys, and values that are not of their key's form.
    pub fn parse(untrusted: &[u8]) -> Result<(u64, Self), EntryError> {
        if untrusted.len() > ENTRY_LEN_MAX {
            return Err(ByteFault::OverLimit.into());
        }
        let mut lines = Lines::after_version(untrusted, FIRST_LINE)?;
        let kind = lines.next().and_then(|line| line.split_once(' ')).ok_or(EntryError::Kind)?;
        let number = decimal(kind.0).ok_or(EntryError::Kind)?;
        let bad_time = EntryError::Line { line: 3, expected: "time" };
        let time = lines.value_if("time").and_then(parse_time).ok_or(bad_time)?;
        let entry = Self::read(number, kind.1, &mut lines)?;
        if !lines.is_at_end() {
            return Err(ByteFault::TrailingBytes.into());
        }
        same_bytes(untrusted, &entry.to_bytes(time))?;
        Ok((time, entry))
    }

    /// The digest of the answers to an unlock, as received, in the order of officers.
    pub fn unlock_digest(answers: &[Vec<u8>]) -> Digest {
        let parts: Vec<&[u8]> = answers.iter().map(Vec::as_slice).collect();
        tamga_crypto::hash::hash("tamga/unlock-answers/v1", &parts)
    }

    /// The salted digest of the verdicts: salt from the region seeds in order, then SHA3-256 of each verdicts file in
    /// region order.
    pub fn verdicts_digest(seeds: &[crate::tally_file::Seed], files: &[Digest]) -> Digest {
        let seeds: Vec<&[u8]> = seeds.iter().map(|seed| seed.as_slice()).collect();
        let salt = tamga_crypto::hash::hash("tamga/verdicts-salt/v1", &seeds);
        tamga_crypto::hash::hash("tamga/verdicts/v1", &[&salt, files.as_flattened()])
    }
}
