//! What a rehearsal is given: an election folder, or the built-in example.

use std::path::Path;
use std::{fs, io};

use anyhow::Result;
use tamga_crypto::dkg::Quorum;
use tamga_record::election_toml::Draft;
use tamga_record::votes::{self, Plan};

use crate::causes;
use crate::cli::ElectionArguments;
use crate::failure::Failure;
use crate::folder::Folder;
use crate::input_faults;
use crate::message::Message;
use crate::options::FOLDER;
use crate::progress::Progress;

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
    /// How people vote, scaled.
    pub plan: Plan,
    texts: Texts,
}

/// The files as they were given, by name.
#[derive(PartialEq, Eq)]
struct Texts {
    election: String,
    votes: Votes,
}

#[derive(PartialEq, Eq)]
enum Votes {
    /// `votes.csv`.
    Ballots(String),
    /// `totals.csv` and `turnout.csv`.
    Totals { totals: String, turnout: String },
}

impl Input {
    fn new(texts: Texts, scale: u32) -> Result<Self> {
        let mut draft = Draft::parse(&texts.election).map_err(|error| bad(input_faults::election(&error)))?;
        let plan = match &texts.votes {
            Votes::Ballots(votes) => votes::read_votes(&draft, votes, scale),
            Votes::Totals { totals, turnout } => votes::read_totals(&draft, totals, turnout, scale),
        };
        let plan = plan.map_err(|error| bad(input_faults::table(&error)))?;
        draft.scale(scale);
        Ok(Self { draft, plan, texts })
    }

    /// Keeps the files in the appliance's folder, so that voters can be played and an interrupted run goes on.
    pub fn keep(&self, appliance: &Folder) -> Result<()> {
        let folder = appliance.below(FOLDER);
        folder.write(ELECTION, self.texts.election.as_bytes())?;
        match &self.texts.votes {
            Votes::Ballots(votes) => folder.write(VOTES, votes.as_bytes()),
            Votes::Totals { totals, turnout } => {
                folder.write(TOTALS, totals.as_bytes())?;
                folder.write(TURNOUT, turnout.as_bytes())
            }
        }
    }

    /// Whether the files in an election folder say the same, byte for byte.
    pub fn is_of(&self, election: &Path) -> Result<bool> {
        Ok(self.texts == texts_of(election)?)
    }

    /// The election that was kept.
    pub fn kept(appliance: &Folder, scale: u32) -> Result<Self> {
        Self::new(texts_of(appliance.below(FOLDER).path())?, scale)
    }
}

/// Reads and checks everything; whatever is wrong ends with exit code 2, before anything is written. Gives the scale too.
pub fn read(arguments: &ElectionArguments) -> Result<(Input, u32)> {
    let (texts, scale) = match &arguments.election_dir {
        Some(folder) => (texts_of(folder)?, arguments.scale.unwrap_or(1)),
        None => (example(), arguments.scale.unwrap_or(EXAMPLE_SCALE)),
    };
    Ok((Input::new(texts, scale)?, scale))
}

/// Reads and checks an election, at `election.toml` or the folder that it is in. Refuses any other file.
pub fn read_at(path: &Path, scale: u32) -> Result<Input> {
    let folder = match path.parent() {
        _ if path.is_dir() => path,
        Some(folder) if path.ends_with(ELECTION) => folder,
        _ => {
            return Err(Failure::bad_input(Message::of("no-election-folder").with("path", path)));
        }
    };
    Input::new(texts_of(folder)?, scale)
}

/// Regions of an election, of the built-in example where none is named.
pub fn regions_at(path: Option<&Path>) -> Result<u32> {
    let input = match path {
        Some(path) => read_at(path, 1)?,
        None => Input::new(example(), EXAMPLE_SCALE)?,
    };
    Ok(input.draft.regions().len() as u32)
}

/// Officers and quorum: as typed, else as the election says, else 5 and 3.
pub fn commission(arguments: &ElectionArguments, draft: &Draft) -> Result<(u8, u8)> {
    let wish = draft.commission();
    let officers = arguments.officers.or(wish.officers).unwrap_or(OFFICERS);
    let quorum = arguments.quorum.or(wish.quorum).unwrap_or(QUORUM);
    match Quorum::new(officers, quorum) {
        Ok(_) if officers > 1 => Ok((officers, quorum)),
        _ => Err(Failure::bad_input(Message::of("no-quorum").with("quorum", quorum).with("officers", officers))),
    }
}

fn bad(happened: Message) -> anyhow::Error {
    Failure::bad_input(Message::of("bad-input-file").with("why", happened))
}

fn texts_of(folder: &Path) -> Result<Texts> {
    let election = text_of(folder, ELECTION)?;
    let [has_votes, has_totals, has_turnout] = [VOTES, TOTALS, TURNOUT].map(|name| folder.join(name).exists());
    votes::check_kinds(has_votes, has_totals, has_turnout).map_err(|error| bad(input_faults::table(&error)))?;
    let votes = match has_votes {
        true => Votes::Ballots(text_of(folder, VOTES)?),
        false => Votes::Totals { totals: text_of(folder, TOTALS)?, turnout: text_of(folder, TURNOUT)? },
    };
    Ok(Texts { election, votes })
}

fn text_of(folder: &Path, name: &str) -> Result<String> {
    let path = folder.join(name);
    let refused = |key| Message::of(key).with("name", name).with("path", &path);
    let unread = |error: io::Error| Failure::bad_input(refused("input-unread").with("why", causes::io(&error)));
    let length = fs::metadata(&path).map_err(unread)?.len();
    if length > INPUT_LEN_MAX {
        let message = refused("input-too-long").with("length", length).with("most", INPUT_LEN_MAX);
        return Err(Failure::bad_input(message));
    }
    let bytes = fs::read(&path).map_err(unread)?;
    String::from_utf8(bytes).map_err(|_| Failure::bad_input(refused("input-no-text")))
}

fn example() -> Texts {
    Texts {
        election: include_str!("../../../tests/elections/colorado-2024/election.toml").into(),
        votes: Votes::Totals {
            totals: include_str!("../../../tests/elections/colorado-2024/totals.csv").into(),
            turnout: include_str!("../../../tests/elections/colorado-2024/turnout.csv").into(),
        },
    }
}

/// Says what an election and its votes are.
pub fn check(input: &Input, progress: &Progress) {
    let (draft, plan) = (&input.draft, &input.plan);
    progress.figure("election", Message::plain(draft.id()));
    let (regions, contests) = (draft.regions().len(), draft.contests().len());
    progress.figure("regions", Message::of("input-regions").with("regions", regions).with("n", plan.registered()));
    let options = draft.contests().iter().map(|of| of.options.len()).sum::<usize>();
    progress.figure("contests", Message::of("input-contests").with("contests", contests).with("n", options));
    progress.figure("ballots", Message::of("input-ballots").with("n", plan.ballots()));
    if plan.overvotes > 0 {
        progress.figure("overvotes", Message::of("input-overvotes").with("n", plan.overvotes));
    }
    progress.show("input-good");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_election_toml_is_not_checked_for_its_neighbour() {
        let there = tempfile::tempdir().unwrap();
        let Votes::Totals { totals, turnout } = example().votes else { panic!("the example has totals") };
        for (name, text) in [(ELECTION, example().election), (TOTALS, totals), (TURNOUT, turnout)] {
            fs::write(there.path().join(name), text).unwrap();
        }
        assert!(read_at(there.path(), 100).is_ok());
        assert!(read_at(&there.path().join(ELECTION), 100).is_ok());
        for other in [TOTALS, "typo.toml"] {
            let error = read_at(&there.path().join(other), 100).err().unwrap();
            assert_eq!(crate::failure::describe(&error).0, 2);
        }
    }
}
