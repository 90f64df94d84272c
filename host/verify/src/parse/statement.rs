//! `tamga/statement/v1`: what HSM and officers sign at the end.

use super::facts::Facts;
use super::turnout::Turnout;
use crate::digest::Digest;
use crate::limits;
use crate::reason::Reason;
use crate::text;

/// The statement's text, line by line.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    /// The election's id for people.
    pub(crate) id: String,
    /// `E`.
    pub(crate) election: Digest,
    /// Whether this is a rehearsal.
    pub(crate) rehearsal: bool,
    /// `partial`, `complete`, `certified`, `recount`, `correction`.
    pub(crate) status: &'static str,
    /// The opening's number.
    pub(crate) opening: u64,
    /// The tally root.
    pub(crate) root: Digest,
    /// Registered to late.
    pub(crate) turnout: Turnout,
    /// Leaves opened.
    pub(crate) opened: u64,
    /// Groups withheld.
    pub(crate) withheld: u64,
    /// SHA3-256 of `totals.csv`.
    pub(crate) totals: Digest,
    /// SHA3-256 of `results.csv`.
    pub(crate) results: Digest,
    /// Digest of the list of files in `record/`.
    pub(crate) record: Digest,
    /// Digest of the list of files in `audit/`.
    pub(crate) audit: Digest,
    /// Size of the ledger before the statement's entry.
    pub(crate) ledger_size: u64,
    /// Root of the ledger at that size.
    pub(crate) ledger_root: Digest,
}

const STATUSES: [&str; 5] = ["partial", "complete", "certified", "recount", "correction"];

impl Statement {
    /// Reads the text. Refuses more than 1,024 bytes and any other line.
    pub(crate) fn parse(untrusted: &str) -> Result<Self, Reason> {
        if untrusted.len() > limits::STATEMENT {
            return Err(Reason::TooLong { max: limits::STATEMENT as u64 });
        }
        let mut facts = Facts::new(untrusted.as_bytes())?;
        facts.literal("tamga/statement/v1")?;
        let id = facts.id("id")?;
        let election = facts.hex32("election")?;
        let rehearsal = facts.word("rehearsal", &["yes", "no"])? == 0;
        let status = STATUSES.get(facts.word("status", &STATUSES)?).copied().unwrap_or_default();
        let opening = facts.number("opening", u64::from(u32::MAX))?;
        let root = facts.hex32("root")?;
        let turnout = figures(&mut facts)?;
        let opened = facts.number("opened", u64::from(u32::MAX))?;
        let withheld = facts.number("withheld", u64::from(u32::MAX))?;
        let totals = facts.hex32("totals")?;
        let results = facts.hex32("results")?;
        let record = facts.hex32("record")?;
        let audit = facts.hex32("audit")?;
        let (ledger_size, ledger_root) = size_and_root(facts.value("ledger")?)?;
        facts.finish()?;
        Ok(Self {
            id,
            election,
            rehearsal,
            status,
            opening,
            root,
            turnout,
            opened,
            withheld,
            totals,
            results,
            record,
            audit,
            ledger_size,
            ledger_root,
        })
    }
}

fn figures(facts: &mut Facts<'_>) -> Result<Turnout, Reason> {
    Ok(Turnout {
        registered: facts.number("registered", u64::MAX)?,
        received: facts.number("received", u64::MAX)?,
        counted: facts.number("counted", u64::MAX)?,
        green: facts.number("green", u64::MAX)?,
        blue: facts.number("blue", u64::MAX)?,
        yellow: facts.number("yellow", u64::MAX)?,
        red: facts.number("red", u64::MAX)?,
        superseded: facts.number("superseded", u64::MAX)?,
        late: facts.number("late", u64::MAX)?,
    })
}

/// `<size> <base64 root>`.
pub(crate) fn size_and_root(value: &str) -> Result<(u64, Digest), Reason> {
    let (size, root) = value.split_once(' ').ok_or(Reason::ExpectedLine("size and root"))?;
    Ok((text::number(size, u64::MAX)?, text::base64_32(root)?))
}
