//! `tamga/entry/v1`: the entries of the ledger, by their numbered kinds.

mod acts;

use super::acts::Signatures;
use super::facts::{Facts, check_text};
use crate::digest::Digest;
use crate::limits;
use crate::reason::Reason;
use crate::text;

const U32: u64 = u32::MAX as u64;
/// The largest number of a kind, reserved ones included.
const KIND_MAX: u64 = 43;
/// What a token can refuse.
const TOKEN_ACTS: [&str; 14] = [
    "enrol",
    "dkg",
    "endorse",
    "close",
    "unlock",
    "open",
    "sign",
    "amend",
    "vote",
    "recount",
    "end",
    "pause",
    "resume",
    "replacement",
];

/// Who signed: an officer, from 1, or an HSM by its serial.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Signer {
    /// `officer-1` …
    Officer(u64),
    /// `hsm-SERIAL`
    Hsm(String),
}

/// A role of an HSM that a quorum opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Opens ballots.
    Tally,
    /// Opens identity links.
    Escrow,
    /// Sets PINs and reads the device's log.
    Admin,
}

/// How a signer answered the statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Signed.
    Sign,
    /// Signed with the line `dissent`.
    Dissent,
    /// Did not sign.
    Refuse,
}

/// What an entry says, with the keys of its kind; kinds that nothing is checked against keep their shape only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Origin {
        definition: Digest,
    },
    Keys {
        digest: Digest,
        custody: Digest,
        election_key: Digest,
    },
    Roll {
        digest: Digest,
        entries: u64,
    },
    Election {
        election: Digest,
    },
    Endorsement {
        signer: Signer,
        digest: Digest,
    },
    Counts {
        digest: Digest,
    },
    Import {
        region: String,
        collector: String,
        bundle: u64,
        variant: u64,
        items: u64,
        digest: Digest,
    },
    Admission {
        opening: u64,
        regions: u64,
        received: u64,
        red: u64,
        held: u64,
    },
    Close {
        opening: u64,
        digest: Digest,
        incomplete: u64,
        officers: Vec<u64>,
    },
    Unlock {
        role: Role,
        hsm: String,
        officers: Vec<u64>,
    },
    Unseal {
        region: String,
        hsm: String,
    },
    /// Figures: received, counted, green, blue, yellow, red, superseded, late.
    Verified {
        opening: u64,
        figures: [u64; 8],
        turnout: Digest,
        verdicts: Digest,
    },
    Root {
        opening: u64,
        previous: Digest,
        root: Digest,
        leaves: u64,
        withheld: u64,
        sums: u64,
    },
    Approval {
        opening: u64,
        checker: String,
        digest: Digest,
    },
    Share {
        opening: u64,
        token: u64,
        digest: Digest,
    },
    Refusal,
    Result {
        opening: u64,
        totals: Digest,
        results: Digest,
        seats: Digest,
    },
    Statement {
        opening: u64,
        digest: Digest,
    },
    Signature {
        opening: u64,
        signer: Signer,
        answer: Answer,
        digest: Digest,
    },
    Published {
        opening: u64,
        note: Digest,
        text: Digest,
    },
    Clock,
    Amendment {
        number: u64,
        digest: Digest,
        officers: Vec<u64>,
    },
    Decision {
        number: u64,
        opening: u64,
        digest: Digest,
        votes_for: Vec<u64>,
        votes_against: Vec<u64>,
    },
    Pause {
        number: u64,
        /// Entries of the ledger that the officers signed.
        covered: u64,
        seals: Vec<String>,
        signatures: Signatures,
    },
    Resume {
        number: u64,
        seals: Vec<String>,
        /// A control number.
        noted: Option<String>,
        why: Option<String>,
        signatures: Signatures,
    },
    Recount {
        number: u64,
        statement: Digest,
        agrees: bool,
        digest: Digest,
        officers: Vec<u64>,
    },
    Revocations {
        digest: Digest,
        tags: u64,
    },
    Refused,
    Fork {
        region: String,
        collector: String,
        bundle: u64,
        first: Digest,
        second: Digest,
    },
    Lot {
        contest: String,
        close: Digest,
        officers: [u64; 2],
        dice: [String; 2],
    },
    DeviceLog {
        hsm: String,
        unexplained: u64,
    },
    Operations {
        token: u64,
        unexplained: u64,
    },
    End {
        openings: u64,
        counted: u64,
        statement: Digest,
        signatures: Signatures,
    },
    Replacement {
        number: u64,
        digest: Digest,
        tokens: Vec<u64>,
        officers: Vec<u64>,
    },
    Ended {
        token: u8,
        statement: Digest,
        signature: [u8; 64],
    },
    /// Of the form of this region; none for that of all together.
    Copy {
        number: u64,
        region: Option<String>,
        statement: Digest,
    },
}

/// An entry of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The number of its kind.
    pub(crate) number: u64,
    /// RFC 3339; ordered as text.
    pub(crate) time: String,
    /// What it says.
    pub(crate) kind: Kind,
}

impl Entry {
    /// Reads an entry. Refuses unknown numbers and names, and other keys than those of the kind, in their order.
    pub(crate) fn parse(untrusted: &[u8]) -> Result<Self, Reason> {
        let mut facts = Facts::new(untrusted)?;
        facts.literal("tamga/entry/v1")?;
        let (number, name) = facts.line()?.split_once(' ').ok_or(Reason::UnknownKind)?;
        let number = text::number(number, KIND_MAX).map_err(|_| Reason::UnknownKind)?;
        let time = text::time(facts.value("time")?)?;
        let kind = match number {
            1..=8 => before_close(number, name, &mut facts)?,
            9..=14 => until_approval(number, name, &mut facts)?,
            15..=21 => after_approval(number, name, &mut facts)?,
            28 | 29 => acts::pause(number, name, &mut facts)?,
            33 | 41 | 42 | 43 => acts::end(number, name, &mut facts)?,
            _ => acts::act(number, name, &mut facts)?,
        };
        facts.finish()?;
        Ok(Self { number, time, kind })
    }
}

fn before_close(number: u64, name: &str, facts: &mut Facts<'_>) -> Result<Kind, Reason> {
    Ok(match (number, name) {
        (1, "origin") => Kind::Origin { definition: facts.hex32("definition")? },
        (2, "keys") => Kind::Keys {
            digest: facts.hex32("digest")?,
            custody: facts.hex32("custody")?,
            election_key: facts.hex32("election-key")?,
        },
        (3, "roll") => Kind::Roll { digest: facts.hex32("digest")?, entries: facts.number("entries", U32)? },
        (4, "election") => Kind::Election { election: facts.hex32("election")? },
        (5, "endorsement") => Kind::Endorsement { signer: signer(facts)?, digest: facts.hex32("digest")? },
        (6, "counts") => Kind::Counts { digest: facts.hex32("digest")? },
        (7, "import") => Kind::Import {
            region: facts.id("region")?,
            collector: facts.id("collector")?,
            bundle: facts.positive("bundle", U32)?,
            variant: facts.positive("variant", limits::VARIANTS)?,
            items: facts.number("items", U32)?,
            digest: facts.hex32("digest")?,
        },
        (8, "admission") => Kind::Admission {
            opening: opening(facts)?,
            regions: facts.number("regions", U32)?,
            received: facts.number("received", u64::MAX)?,
            red: facts.number("red", u64::MAX)?,
            held: facts.number("held", u64::MAX)?,
        },
        _ => return Err(Reason::UnknownKind),
    })
}

fn until_approval(number: u64, name: &str, facts: &mut Facts<'_>) -> Result<Kind, Reason> {
    Ok(match (number, name) {
        (9, "close") => Kind::Close {
            opening: opening(facts)?,
            digest: facts.hex32("digest")?,
            incomplete: facts.number("incomplete", u64::MAX)?,
            officers: officers(facts, "officers")?,
        },
        (10, "unlock") => {
            let role = match facts.word("role", &["tally", "escrow", "admin"])? {
                0 => Role::Tally,
                1 => Role::Escrow,
                _ => Role::Admin,
            };
            let hsm = facts.id("hsm")?;
            facts.number("generation", U32)?;
            let officers = officers(facts, "officers")?;
            facts.hex32("digest")?;
            Kind::Unlock { role, hsm, officers }
        }
        (11, "unseal") => Kind::Unseal { region: facts.id("region")?, hsm: facts.id("hsm")? },
        (12, "verified") => {
            let opening = opening(facts)?;
            let mut figures = [0; 8];
            let names = ["received", "counted", "green", "blue", "yellow", "red", "superseded", "late"];
            for (figure, name) in figures.iter_mut().zip(names) {
                *figure = facts.number(name, u64::MAX)?;
            }
            Kind::Verified { opening, figures, turnout: facts.hex32("turnout")?, verdicts: facts.hex32("verdicts")? }
        }
        (13, "root") => Kind::Root {
            opening: opening(facts)?,
            previous: facts.hex32("previous")?,
            root: facts.hex32("root")?,
            leaves: facts.number("leaves", U32)?,
            withheld: facts.number("withheld", U32)?,
            sums: facts.number("sums", U32)?,
        },
        (14, "approval") => {
            Kind::Approval { opening: opening(facts)?, checker: facts.id("checker")?, digest: facts.hex32("digest")? }
        }
        _ => return Err(Reason::UnknownKind),
    })
}

fn after_approval(number: u64, name: &str, facts: &mut Facts<'_>) -> Result<Kind, Reason> {
    Ok(match (number, name) {
        (15, "share") => Kind::Share {
            opening: opening(facts)?,
            token: facts.positive("token", limits::OFFICERS as u64)?,
            digest: facts.hex32("digest")?,
        },
        (16, "refusal") => {
            facts.number("token", limits::OFFICERS as u64)?;
            facts.word("act", &TOKEN_ACTS)?;
            facts.number("code", U32)?;
            Kind::Refusal
        }
        (17, "result") => Kind::Result {
            opening: opening(facts)?,
            totals: facts.hex32("totals")?,
            results: facts.hex32("results")?,
            seats: facts.hex32("seats")?,
        },
        (18, "statement") => Kind::Statement { opening: opening(facts)?, digest: facts.hex32("digest")? },
        (19, "signature") => Kind::Signature {
            opening: opening(facts)?,
            signer: signer(facts)?,
            answer: match facts.word("answer", &["sign", "dissent", "refuse"])? {
                0 => Answer::Sign,
                1 => Answer::Dissent,
                _ => Answer::Refuse,
            },
            digest: facts.hex32("digest")?,
        },
        (20, "published") => {
            Kind::Published { opening: opening(facts)?, note: facts.hex32("note")?, text: facts.hex32("text")? }
        }
        (21, "clock") => {
            check_text(facts.value("first")?)?;
            check_text(facts.value("second")?)?;
            Kind::Clock
        }
        _ => return Err(Reason::UnknownKind),
    })
}

fn opening(facts: &mut Facts<'_>) -> Result<u64, Reason> {
    facts.positive("opening", limits::OPENINGS + 1)
}

fn signer(facts: &mut Facts<'_>) -> Result<Signer, Reason> {
    let value = facts.value("signer")?;
    match value.split_once('-') {
        Some(("officer", number)) => Ok(Signer::Officer(text::number(number, limits::OFFICERS as u64)?)),
        Some(("hsm", serial)) => Ok(Signer::Hsm(text::id(serial)?)),
        _ => Err(Reason::UnknownWord("signer")),
    }
}

fn officers(facts: &mut Facts<'_>, key: &'static str) -> Result<Vec<u64>, Reason> {
    officer_list(facts.value(key)?)
}

fn officer_list(list: &str) -> Result<Vec<u64>, Reason> {
    let numbers = list.split(',').map(|number| text::number(number, limits::OFFICERS as u64));
    let officers: Vec<u64> = numbers.collect::<Result<_, _>>()?;
    if officers.is_sorted_by(|a, b| a < b) { Ok(officers) } else { Err(Reason::OutOfOrder("officers")) }
}
