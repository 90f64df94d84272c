//! What a rehearsal is given: an election folder, or the built-in example.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use tamga_crypto::dkg::Quorum;
use tamga_record::election_toml::Draft;
use tamga_record::votes::{self, Totals};

use crate::cli::RehearseArguments;
use crate::failure::Failure;

const ELECTION: &str = "election.toml";
const TOTALS: &str = "totals.csv";
const TURNOUT: &str = "turnout.csv";
const VOTES: &str = "votes.csv";

/// No input file of an election people write is longer, in bytes.
const INPUT_LEN_MAX: u64 = 256 << 20;

/// Officers and quorum where nobody says otherwise.
const OFFICERS: u8 = 5;
const QUORUM: u8 = 3;

/// Scale of the built-in example.
const EXAMPLE_SCALE: u32 = 100;

/// An election to rehearse, checked as far as it can be before keys exist.
pub struct Input {
    /// The definition without its keys, registered voters scaled.
    pub draft: Draft,
    /// How people voted, scaled.
    pub totals: Totals,
    /// Officers.
    pub officers: u8,
    /// How many of them act together.
    pub quorum: u8,
}

struct Texts {
    election: String,
    totals: String,
    turnout: String,
}

/// Reads and checks everything; whatever is wrong ends with exit code 2, before anything is written.
pub fn read(arguments: &RehearseArguments) -> Result<Input> {
    let (texts, scale) = match &arguments.election_dir {
        Some(folder) => (texts_of(folder)?, arguments.scale.unwrap_or(1)),
        None => (example(), arguments.scale.unwrap_or(EXAMPLE_SCALE)),
    };
    let mut draft = Draft::parse(&texts.election).map_err(|error| bad(&error.to_string()))?;
    let totals =
        votes::read_totals(&draft, &texts.totals, &texts.turnout, scale).map_err(|error| bad(&error.to_string()))?;
    draft.scale(scale);
    let (officers, quorum) = commission(arguments, &draft)?;
    Ok(Input { draft, totals, officers, quorum })
}

/// Officers and quorum: as typed, else as the election says, else 5 and 3.
fn commission(arguments: &RehearseArguments, draft: &Draft) -> Result<(u8, u8)> {
    let wish = draft.commission();
    let officers = arguments.officers.or(wish.officers).unwrap_or(OFFICERS);
    let quorum = arguments.quorum.or(wish.quorum).unwrap_or(QUORUM);
    match Quorum::new(officers, quorum) {
        Ok(_) if officers > 1 => Ok((officers, quorum)),
        _ => {
            let happened = format!("{quorum} out of {officers} officers are no quorum");
            Err(Failure::bad_input(
                happened,
                "2 to 15 officers, and more than half of them: 2·M > N, and M is at most N.",
            ))
        }
    }
}

fn bad(happened: &str) -> anyhow::Error {
    Failure::bad_input(happened, "Nothing was written; mend the file and run it again.")
}

fn texts_of(folder: &Path) -> Result<Texts> {
    if folder.join(VOTES).exists() {
        let happened = format!("{VOTES} is not yet supported");
        return Err(Failure::bad_input(happened, format!("Give {TOTALS} and {TURNOUT} instead.")));
    }
    Ok(Texts {
        election: text_of(folder, ELECTION)?,
        totals: text_of(folder, TOTALS)?,
        turnout: text_of(folder, TURNOUT)?,
    })
}

fn text_of(folder: &Path, name: &str) -> Result<String> {
    let path = folder.join(name);
    let refuse = |why: String| Failure::bad_input(format!("{name} {why}"), format!("Looked for {}.", path.display()));
    let length = fs::metadata(&path).map_err(|error| refuse(format!("cannot be read: {error}")))?.len();
    if length > INPUT_LEN_MAX {
        return Err(refuse(format!("has {length} bytes, more than {INPUT_LEN_MAX}")));
    }
    let bytes = fs::read(&path).map_err(|error| refuse(format!("cannot be read: {error}")))?;
    String::from_utf8(bytes).ok().context("not text").map_err(|_| refuse("is not UTF-8 text".into()))
}

fn example() -> Texts {
    Texts {
        election: include_str!("../../../../tests/elections/colorado-2024/election.toml").into(),
        totals: include_str!("../../../../tests/elections/colorado-2024/totals.csv").into(),
        turnout: include_str!("../../../../tests/elections/colorado-2024/turnout.csv").into(),
    }
}
