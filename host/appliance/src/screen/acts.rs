//! The acts that the screen can ask for: each becomes the command that would be typed.

use std::path::{Path, PathBuf};

use anyhow::Result;
use tamga_record::ledger::{Languages, Recipient, Scope};

use super::set_up::SetUp;
use crate::cli::{
    AdjudicateArguments, AdmitArguments, AmendArguments, At, CloseArguments, Command, DefinitionCommand,
    ElectionArguments, ImportArguments, LookupArguments, LotArguments, PauseArguments, Ports, ProtocolArguments,
    RecountArguments, RehearseArguments, ReplaceArguments, ResumeArguments, SetupArguments, SignArguments,
    TokenCommand,
};

/// An act as it was chosen on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// A whole rehearsal, as a script over the acts.
    Rehearse(Box<RehearseArguments>),
    /// Reads what the key ceremony would be held with.
    Check(SetUp),
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
    Admit {
        /// Codes of the regions; none for all whose turn it is.
        regions: Vec<String>,
    },
    /// Extends a region's closing time.
    Extend {
        /// The region's code.
        region: String,
        /// The new time, RFC 3339.
        closes: String,
    },
    /// Withdraws an option.
    Withdraw {
        /// `CONTEST/OPTION`.
        option: String,
    },
    /// Enters the throws of two officers.
    Lot {
        /// The contest's id.
        contest: String,
        /// Officers and their throws.
        dice: Vec<(u8, String)>,
    },
    /// Puts new tokens in the places of lost ones.
    Replace {
        /// The officers who lost theirs.
        lost: Vec<u8>,
    },
    /// Ends the election: the tokens erase their shares of its key.
    End,
    /// Seals the room.
    Pause {
        /// The seals' numbers, as typed.
        seals: Vec<String>,
    },
    /// Goes on after a pause.
    Resume {
        /// The seals' numbers, as typed.
        seals: Vec<String>,
        /// The checkpoint as noted; none where the note is lost.
        checkpoint: Option<String>,
        /// What happened, where not all is as noted.
        broken: Option<String>,
    },
    /// Looks a record up.
    LookUp {
        /// Tracker or receipt.
        text: String,
    },
    /// Makes a copy of the official form on paper.
    Protocol {
        /// Who it is for.
        recipient: Recipient,
        /// Which forms it has.
        scope: Scope,
        /// In which languages.
        languages: Languages,
    },
    /// Looks whose tokens are there.
    Tokens,
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

impl Act {
    /// The word of its message in the catalogue, and of its step.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Rehearse(_) => "rehearse",
            Self::Check(_) => "check",
            Self::SetUp(_) => "set-up",
            Self::Cast => "cast",
            Self::Import { .. } => "import",
            Self::Admit { .. } => "admit",
            Self::Extend { .. } => "extend",
            Self::Withdraw { .. } => "withdraw",
            Self::Lot { .. } => "lot",
            Self::Replace { .. } => "replace",
            Self::End => "end",
            Self::Pause { .. } => "pause",
            Self::Resume { .. } => "resume",
            Self::LookUp { .. } => "look-up",
            Self::Protocol { .. } => "protocol",
            Self::Tokens => "tokens",
            Self::Adjudicate { .. } => "adjudicate",
            Self::Close { .. } => "close",
            Self::Tally => "tally",
            Self::Sign { .. } => "sign",
            Self::Export => "export",
            Self::Verify => "verify",
            Self::Recount => "recount",
        }
    }

    /// Whether it is asked about twice: what tokens sign, and what goes out.
    pub fn is_asked_twice(&self) -> bool {
        matches!(
            self,
            Self::SetUp(_)
                | Self::Extend { .. }
                | Self::Withdraw { .. }
                | Self::Lot { .. }
                | Self::Replace { .. }
                | Self::End
                | Self::Pause { .. }
                | Self::Resume { .. }
                | Self::Protocol { .. }
                | Self::Adjudicate { .. }
                | Self::Close { .. }
                | Self::Tally
                | Self::Sign { .. }
                | Self::Export
                | Self::Recount
        )
    }

    /// Whether nothing undoes it. A pause is ended, a statement answered anew until it is published, and a recount changes nothing.
    pub fn is_irreversible(&self) -> bool {
        let can_follow = matches!(self, Self::Pause { .. } | Self::Resume { .. } | Self::Sign { .. } | Self::Recount);
        self.is_asked_twice() && !can_follow
    }

    /// The command of it, for the election in this folder; none for [`Act::Verify`], which is no act of the commission. Refuses
    /// tokens that are named in no way there is.
    pub fn command(&self, at: &Path) -> Result<Option<Command>> {
        let place = At { at: at.to_owned(), tokens: None };
        Ok(Some(match self.clone() {
            Self::Rehearse(arguments) => Command::Rehearse(*arguments),
            Self::Check(SetUp { election: Some(election), scale, .. }) => {
                Command::Definition(DefinitionCommand::Check { election, scale: scale.unwrap_or(1) })
            }
            // The built-in example is as it is.
            Self::Check(_) => return Ok(None),
            Self::SetUp(set_up) => {
                let (tokens, hsm) = (set_up.token_spec()?, set_up.hsm_specs()?);
                Command::Setup(SetupArguments {
                    election: ElectionArguments {
                        election_dir: set_up.election,
                        scale: set_up.scale,
                        officers: set_up.officers,
                        quorum: set_up.quorum,
                        hsm,
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
            Self::Admit { regions } => Command::Admit(AdmitArguments { at: place, regions }),
            Self::Extend { region, closes } => amendment(place, Some((region, closes)), None),
            Self::Withdraw { option } => amendment(place, None, Some(option)),
            Self::Lot { contest, dice } => {
                let dice = dice.into_iter().map(|(officer, throws)| format!("{officer}:{throws}")).collect();
                Command::Lot(LotArguments { at: place, contest, dice })
            }
            Self::Replace { lost } => Command::Token(TokenCommand::Replace(ReplaceArguments { at: place, lost })),
            Self::End => Command::Token(TokenCommand::End(place)),
            Self::Pause { seals } => Command::Pause(PauseArguments { at: place, seal: seals }),
            Self::Resume { seals, checkpoint, broken } => {
                Command::Resume(resume_arguments(place, &seals, checkpoint.as_ref(), broken.as_ref()))
            }
            Self::LookUp { text } => Command::Lookup(LookupArguments { at: place, text: Some(text) }),
            Self::Protocol { recipient, scope, languages } => copy(place, &recipient, scope, &languages),
            Self::Tokens => Command::Token(TokenCommand::List(Ports { tokens: None, at: Some(place.at) })),
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

/// What is typed for the end of a pause.
pub fn resume_arguments(
    at: At,
    seals: &[String],
    checkpoint: Option<&String>,
    broken: Option<&String>,
) -> ResumeArguments {
    ResumeArguments { at, seal: seals.to_vec(), checkpoint: checkpoint.cloned(), seals_broken: broken.cloned() }
}

fn amendment(at: At, extend: Option<(String, String)>, withdraw: Option<String>) -> Command {
    let (extend, closes) = extend.unzip();
    Command::Amend(AmendArguments { at, extend, closes, withdraw })
}

fn copy(at: At, recipient: &Recipient, scope: Scope, languages: &Languages) -> Command {
    let (region, all) = match scope {
        Scope::Summary => (None, false),
        Scope::All => (None, true),
        Scope::Region(code) => (Some(code), false),
    };
    let (copy_for, language) = (Some(recipient.as_str().to_owned()), languages.as_slice().to_vec());
    Command::Protocol(ProtocolArguments { at, copy_for, region, all, language, again: None })
}
