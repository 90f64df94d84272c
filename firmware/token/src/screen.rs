//! What the officer sees. Figures and digests only; the words around them are short enough for a small display.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use tamga_crypto::control_number::control_number;
use tamga_wire::{ActKind, Digest, Figures, Purpose, Role};

use crate::figures::{self, tokens_of};
use crate::statement::StatementFigures;

/// One screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Whether REHEARSAL stands on it.
    pub rehearsal: bool,
    /// What it shows.
    pub content: Content,
}

/// What a screen shows. A board may draw it as it likes, in its officer's language; [`fmt::Display`] of [`Screen`] is the plain form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Agree to a definition?
    Enrol {
        /// The election's id.
        id: String,
        /// `D`.
        definition: Digest,
        /// The own index, from 1.
        index: u8,
        /// `M`.
        needed: u8,
        /// `N`.
        tokens: u8,
        /// `k`: checkers that have to approve what is opened.
        approvals: u8,
        /// `c`: checkers.
        checkers: u8,
        /// Ballots of a group that is opened, at least.
        min_open: u32,
        /// The number of the replacement by which this token takes a lost one's place.
        replacement: Option<u16>,
    },
    /// Keep the share of a key made with this transcript (13)?
    Keep {
        /// What the key is for.
        purpose: Purpose,
        /// `t`.
        transcript: Digest,
    },
    /// Keep the new shares of both keys, which take the place of those before when all tokens have theirs?
    Replace {
        /// The number of the replacement, from 1.
        number: u16,
        /// The lost tokens as bits, bit `i − 1` for token `i`.
        replaced: u64,
        /// `r` of (26).
        outcome: Digest,
    },
    /// Endorse this election?
    Endorse {
        /// The election's id in the definition.
        id: String,
        /// `E`.
        election: Digest,
    },
    /// Unlock a role of an HSM?
    Unlock {
        /// The role.
        role: Role,
        /// The HSM's place in the definition, from 1.
        hsm: u8,
        /// Its serial number.
        serial: String,
        /// The generation of the PIN.
        generation: u32,
    },
    /// Sign an act?
    Act {
        /// What is decided.
        kind: ActKind,
        /// Its figures, as [`ActKind`] has them.
        figures: Figures,
        /// The digest of what is decided.
        digest: Digest,
        /// Whether this box takes the place of another one that the officer closed before.
        replaces: bool,
    },
    /// Open sums?
    Open {
        /// The election's id in the definition.
        id: String,
        /// The opening, from 1.
        opening: u32,
        /// Ballots counted.
        ballots: u64,
        /// Regions of the definition.
        regions: u16,
        /// The tally root.
        root: Digest,
    },
    /// A page of `totals.csv`; asks nothing.
    Totals {
        /// The page, from 1.
        page: u16,
        /// Rows as in the file.
        rows: Vec<String>,
    },
    /// Sign a statement, dissent, or refuse?
    Statement {
        /// Its figures.
        figures: Box<StatementFigures>,
        /// SHA3-256 of its text.
        digest: Digest,
    },
    /// Erase the share of the election key, as a quorum decided?
    End {
        /// The election's id in the definition.
        id: String,
        /// The figures of the END act, as [`ActKind::End`] has them.
        figures: Figures,
        /// Its digest.
        digest: Digest,
    },
    /// Give the token this name?
    Label {
        /// At most 16 characters; empty for none.
        text: String,
    },
    /// Erase everything?
    Erase {
        /// Whether the token is then out of service for good.
        retire: bool,
    },
    /// After several wrong PINs the token waits; asks nothing.
    Wait {
        /// Seconds until the next PIN is taken, counted from when this was shown.
        seconds: u32,
    },
    /// The token has erased itself.
    Wiped,
    /// Everything is erased, as the officer agreed; asks nothing.
    Erased {
        /// Whether the token is out of service for good.
        retired: bool,
    },
}

impl fmt::Display for Screen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.rehearsal {
            writeln!(f, "REHEARSAL")?;
        }
        self.content.fmt(f)
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Enrol { id, definition, index, needed, tokens, approvals, checkers, min_open, replacement } => {
                writeln!(f, "ENROL {id}\ntoken {index} of {tokens}, quorum {needed}")?;
                writeln!(f, "checkers {approvals} of {checkers}, a group {min_open} ballots at least")?;
                if let Some(number) = replacement {
                    writeln!(f, "REPLACES token {index}, replacement {number}")?;
                }
                f.write_str(&control_number(definition))
            }
            Self::Keep { purpose, transcript } => {
                let key = match purpose {
                    Purpose::Custody => "custody",
                    Purpose::Election => "election",
                };
                write!(f, "KEEP the share of the {key} key\n{}", control_number(transcript))
            }
            Self::Replace { number, replaced, outcome } => {
                let lost = tokens_of(*replaced);
                writeln!(f, "KEEP the new shares of both keys\nreplacement {number}, lost tokens {lost}")?;
                f.write_str(&control_number(outcome))
            }
            Self::Endorse { id, election } => write!(f, "ENDORSE {id}\n{}", control_number(election)),
            Self::Unlock { role, hsm, serial, generation } => {
                let role = match role {
                    Role::Tally => "tally",
                    Role::Escrow => "escrow",
                    Role::Admin => "admin",
                };
                write!(f, "UNLOCK {role}, HSM {hsm}\n{serial}, PIN {generation}")
            }
            Self::Act { kind, figures, digest, replaces } => {
                figures::in_words(f, *kind, figures)?;
                if *replaces {
                    f.write_str("\nREPLACES the box that you closed before")?;
                }
                write!(f, "\n{}", control_number(digest))
            }
            Self::Open { id, opening, ballots, regions, root } => {
                writeln!(f, "OPEN {id}\nopening {opening}, ballots {ballots}, regions {regions}")?;
                f.write_str(&control_number(root))
            }
            Self::Totals { page, rows } => write!(f, "TOTALS, page {page}\n{}", rows.join("\n")),
            Self::Statement { figures, digest } => {
                write!(f, "SIGN the statement, dissent or refuse\n{figures}\n{}", control_number(digest))
            }
            Self::Wait { seconds } => write!(f, "WAIT {seconds} s: several wrong PINs"),
            Self::End { id, figures: [openings, ballots, tokens, _], digest } => {
                writeln!(f, "ERASE the share of the election key\nEND {id}")?;
                write!(f, "openings {openings}, ballots {ballots}, tokens {tokens}\n{}", control_number(digest))
            }
            Self::Label { text } if text.is_empty() => f.write_str("LABEL: none"),
            Self::Label { text } => write!(f, "LABEL {text}"),
            Self::Erase { retire: false } => f.write_str("ERASE everything in this token"),
            Self::Erase { retire: true } => f.write_str("ERASE everything and RETIRE this token for good"),
            Self::Erased { retired: false } => f.write_str("ERASED"),
            Self::Erased { retired: true } => f.write_str("ERASED and RETIRED"),
            Self::Wiped => f.write_str("WIPED: too many wrong PINs"),
        }
    }
}
