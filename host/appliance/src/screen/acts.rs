//! The acts that the screen can ask for: each becomes the command that would be typed.

use std::path::{Path, PathBuf};

use anyhow::Result;
use tamga_devices::{TokenNaming, TokenSpec};

use crate::arrivals;
use crate::cli::{
    AdjudicateArguments, AdmitArguments, At, CloseArguments, Command, ElectionArguments, ImportArguments,
    RecountArguments, RehearseArguments, SetupArguments, SignArguments,
};
use crate::failure::Failure;
use crate::message::Message;

/// An act as it was chosen on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// A whole rehearsal, as a script over the acts.
    Rehearse(Box<RehearseArguments>),
    /// The key ceremony.
    SetUp(SetUp),
    /// Plays the voters of a rehearsal.
    Cast,
    /// Takes what a stick or folder has.
    Import {
        /// The stick or folder.
        path: PathBuf,
    },
    /// Judges the records from outside their seals.
    Admit,
    /// Puts held records of one reason to the vote.
    Adjudicate {
        /// The reason's word.
        reason: String,
        /// Officers who vote for counting.
        in_favour: Vec<u8>,
        /// Officers who vote against.
        against: Vec<u8>,
        /// What the auditors will read.
        why: String,
    },
    /// Closes the box.
    Close {
        /// Whether the quorum closes although bundles are missing.
        incomplete: bool,
    },
    /// Unseals, verifies, adds up, has checkers approve and tokens open.
    Tally,
    /// Has the officers answer the statement.
    Sign {
        /// Officers who dissent, on tokens that are played.
        dissent: Vec<u8>,
        /// Officers who refuse, on tokens that are played.
        refuse: Vec<u8>,
    },
    /// Publishes and verifies.
    Export,
    /// Verifies the exported bytes again.
    Verify,
    /// Derives the result again and has it signed.
    Recount,
}

/// What a rehearsal is set up with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetUp {
    /// Folder with `election.toml`; none for the built-in example.
    pub election: Option<PathBuf>,
    /// Everything is divided by this.
    pub scale: Option<u32>,
    /// Officers.
    pub officers: Option<u8>,
    /// How many act together.
    pub quorum: Option<u8>,
    /// Where the tokens are, as typed; empty for those that are played.
    pub tokens: String,
    /// Whether voters and attackers of every kind are added.
    pub mischief: bool,
}

impl Act {
    /// The word of its message in the catalogue, and of its step.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Rehearse(_) => "rehearse",
            Self::SetUp(_) => "set-up",
            Self::Cast => "cast",
            Self::Import { .. } => "import",
            Self::Admit => "admit",
            Self::Adjudicate { .. } => "adjudicate",
            Self::Close { .. } => "close",
            Self::Tally => "tally",
            Self::Sign { .. } => "sign",
            Self::Export => "export",
            Self::Verify => "verify",
            Self::Recount => "recount",
        }
    }

    /// Whether nothing undoes it: such an act is asked about twice.
    pub fn is_final(&self) -> bool {
        matches!(
            self,
            Self::SetUp(_)
                | Self::Adjudicate { .. }
                | Self::Close { .. }
                | Self::Tally
                | Self::Sign { .. }
                | Self::Export
                | Self::Recount
        )
    }

    /// The command of it, for the election in this folder; none for [`Act::Verify`], which is no act of the commission. Refuses
    /// tokens that are named in no way there is.
    pub fn command(&self, at: &Path) -> Result<Option<Command>> {
        let place = At { at: at.to_owned(), tokens: None };
        Ok(Some(match self.clone() {
            Self::Rehearse(arguments) => Command::Rehearse(*arguments),
            Self::SetUp(set_up) => {
                let tokens = set_up.token_spec()?;
                Command::Setup(SetupArguments {
                    election: ElectionArguments {
                        election_dir: set_up.election,
                        scale: set_up.scale,
                        officers: set_up.officers,
                        quorum: set_up.quorum,
                        hsm: Vec::new(),
                        tokens,
                        absent: Vec::new(),
                        seed: None,
                        mischief: set_up.mischief,
                    },
                    at: at.to_owned(),
                    rehearsal: true,
                })
            }
            Self::Cast => Command::Cast(place),
            Self::Import { path } => Command::Import(ImportArguments { at: place, paths: vec![path] }),
            Self::Admit => Command::Admit(AdmitArguments { at: place, regions: Vec::new() }),
            Self::Adjudicate { reason, in_favour, against, why } => Command::Adjudicate(AdjudicateArguments {
                at: place,
                plan: None,
                reason: Some(reason),
                record: None,
                region: None,
                in_favour,
                against,
                why: Some(why),
            }),
            Self::Close { incomplete } => Command::Close(CloseArguments { at: place, incomplete }),
            Self::Tally => Command::Tally(place),
            Self::Sign { dissent, refuse } => Command::Sign(SignArguments { at: place, dissent, refuse }),
            Self::Export => Command::Export(place),
            Self::Recount => Command::Recount(RecountArguments { at: at.to_owned(), tokens: None }),
            Self::Verify => return Ok(None),
        }))
    }
}

impl SetUp {
    fn token_spec(&self) -> Result<Option<TokenSpec>> {
        if self.tokens.is_empty() {
            return Ok(None);
        }
        let spec = self.tokens.parse().map_err(|error: TokenNaming| {
            Failure::bad_input(Message::of("tokens-spec").with("why", arrivals::naming(&error)))
        })?;
        Ok(Some(spec))
    }
}
