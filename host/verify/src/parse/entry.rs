//! `tamga/entry/v1`: the entries of the ledger, by their numbered kinds.

use super::facts::{Facts, check_text};
use crate::digest::Digest;
use crate::limits;
use crate::reason::Reason;
use crate::text;

const U32: u64 = u32::MAX as u64;

/// Who signed: an officer, from 1, or an HSM by its serial.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Signer {
    /// `officer-1` …
    Officer(u64),
    /// `hsm-SERIAL`
    Hsm(String),
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
    Origin { definition: Digest },
    Keys { digest: Digest, custody: Digest, election_key: Digest },
    Roll { digest: Digest, entries: u64 },
    Election { election: Digest },
    Endorsement { signer: Signer, digest: Digest },
    Counts { digest: Digest },
    Import { region: String, collector: String, bundle: u64, items: u64, digest: Digest },
    Admission { received: u64, red: u64, held: u64 },
    Close { digest: Digest, officers: Vec<u64> },
    Unlock { tally: bool, hsm: String, officers: Vec<u64> },
    Unseal { region: String, hsm: String },
    Verified { figures: [u64; 7], turnout: Digest, verdicts: Digest },
    Root { opening: u64, previous: Digest, root: Digest, leaves: u64, withheld: u64, sums: u64 },
    Approval { opening: u64, checker: String, digest: Digest },
    Share { opening: u64, token: u64, digest: Digest },
    Refusal,
    Result { opening: u64, totals: Digest, results: Digest },
    Statement { digest: Digest },
    Signature { signer: Signer, answer: Answer, digest: Digest },
    Published { note: Digest, text: Digest },
    Clock,
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
        let number = text::number(number, 40).map_err(|_| Reason::UnknownKind)?;
        let time = text::time(facts.value("time")?)?;
        let kind = match number {
            1..=8 => before_close(number, name, &mut facts)?,
            9..=14 => until_approval(number, name, &mut facts)?,
            _ => after_approval(number, name, &mut facts)?,
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
            bundle: facts.number("bundle", U32)?,
            items: facts.number("items", U32)?,
            digest: facts.hex32("digest")?,
        },
        (8, "admission") => Kind::Admission {
            received: facts.number("received", u64::MAX)?,
            red: facts.number("red", u64::MAX)?,
            held: facts.number("held", u64::MAX)?,
        },
        _ => return Err(Reason::UnknownKind),
    })
}

fn until_approval(number: u64, name: &str, facts: &mut Facts<'_>) -> Result<Kind, Reason> {
    Ok(match (number, name) {
        (9, "close") => Kind::Close { digest: facts.hex32("digest")?, officers: officers(facts)? },
        (10, "unlock") => {
            let tally = facts.word("role", &["tally", "escrow"])? == 0;
            let hsm = facts.id("hsm")?;
            facts.number("generation", U32)?;
            let officers = officers(facts)?;
            facts.hex32("digest")?;
            Kind::Unlock { tally, hsm, officers }
        }
        (11, "unseal") => Kind::Unseal { region: facts.id("region")?, hsm: facts.id("hsm")? },
        (12, "verified") => Kind::Verified {
            figures: [
                facts.number("received", u64::MAX)?,
                facts.number("green", u64::MAX)?,
                facts.number("blue", u64::MAX)?,
                facts.number("yellow", u64::MAX)?,
                facts.number("red", u64::MAX)?,
                facts.number("superseded", u64::MAX)?,
                facts.number("late", u64::MAX)?,
            ],
            turnout: facts.hex32("turnout")?,
            verdicts: facts.hex32("verdicts")?,
        },
        (13, "root") => Kind::Root {
            opening: facts.number("opening", U32)?,
            previous: facts.hex32("previous")?,
            root: facts.hex32("root")?,
            leaves: facts.number("leaves", U32)?,
            withheld: facts.number("withheld", U32)?,
            sums: facts.number("sums", U32)?,
        },
        (14, "approval") => Kind::Approval {
            opening: facts.number("opening", U32)?,
            checker: facts.id("checker")?,
            digest: facts.hex32("digest")?,
        },
        _ => return Err(Reason::UnknownKind),
    })
}

fn after_approval(number: u64, name: &str, facts: &mut Facts<'_>) -> Result<Kind, Reason> {
    Ok(match (number, name) {
        (15, "share") => Kind::Share {
            opening: facts.number("opening", U32)?,
            token: facts.number("token", limits::OFFICERS as u64)?,
            digest: facts.hex32("digest")?,
        },
        (16, "refusal") => {
            facts.number("token", limits::OFFICERS as u64)?;
            facts.word("act", &["enrol", "dkg", "endorse", "close", "unlock", "open", "sign"])?;
            facts.number("code", U32)?;
            Kind::Refusal
        }
        (17, "result") => Kind::Result {
            opening: facts.number("opening", U32)?,
            totals: facts.hex32("totals")?,
            results: facts.hex32("results")?,
        },
        (18, "statement") => Kind::Statement { digest: facts.hex32("digest")? },
        (19, "signature") => Kind::Signature {
            signer: signer(facts)?,
            answer: match facts.word("answer", &["sign", "dissent", "refuse"])? {
                0 => Answer::Sign,
                1 => Answer::Dissent,
                _ => Answer::Refuse,
            },
            digest: facts.hex32("digest")?,
        },
        (20, "published") => Kind::Published { note: facts.hex32("note")?, text: facts.hex32("text")? },
        (21, "clock") => {
            check_text(facts.value("first")?)?;
            check_text(facts.value("second")?)?;
            Kind::Clock
        }
        _ => return Err(Reason::UnknownKind),
    })
}

fn signer(facts: &mut Facts<'_>) -> Result<Signer, Reason> {
    let value = facts.value("signer")?;
    match value.split_once('-') {
        Some(("officer", number)) => Ok(Signer::Officer(text::number(number, limits::OFFICERS as u64)?)),
        Some(("hsm", serial)) => Ok(Signer::Hsm(text::id(serial)?)),
        _ => Err(Reason::UnknownWord("signer")),
    }
}

fn officers(facts: &mut Facts<'_>) -> Result<Vec<u64>, Reason> {
    let numbers = facts.value("officers")?.split(',');
    let officers: Vec<u64> =
        numbers.map(|number| text::number(number, limits::OFFICERS as u64)).collect::<Result<_, _>>()?;
    if officers.is_sorted_by(|a, b| a < b) { Ok(officers) } else { Err(Reason::OutOfOrder("officers")) }
}
