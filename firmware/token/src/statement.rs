//! Signing a statement, signing it with dissent, or refusing.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use tamga_crypto::hash::sha3_256;
use tamga_crypto::sign::SIGNATURE_LEN;
use tamga_wire::limits::TOTALS_LEN_MAX;
use tamga_wire::signed::statement_message;
use tamga_wire::{Answer, Digest, Operation, Refusal, Response};

use crate::env::{Consent, Env};
use crate::question::Question;
use crate::screen::Content;
use crate::slots;
use crate::text::{decimal, hex_32, is_id};
use crate::token::{Task, Token};
use crate::totals;

const FIRST_LINE: &str = "tamga/statement/v1";

/// A region is in no box yet.
const PARTIAL: &str = "partial";
/// Every region is in a box.
const COMPLETE: &str = "complete";

/// A statement whose totals are on their way.
pub(crate) struct StatementRun {
    text: Vec<u8>,
    figures: StatementFigures,
    announced: usize,
    /// Never more than announced.
    untrusted_totals: Vec<u8>,
}

/// A statement that the officer was asked about.
pub(crate) struct SignedText(Vec<u8>);

impl<E: Env> Token<E> {
    /// Reads the text and checks it against what the token knows: its election, and the root that it opened.
    pub(crate) fn begin_statement(&mut self, untrusted_text: Vec<u8>, totals_length: u32) -> Result<Response, Refusal> {
        let announced = usize::try_from(totals_length).map_err(|_| Refusal::TooLong)?;
        if announced > TOTALS_LEN_MAX {
            return Err(Refusal::TooLong);
        }
        let figures = StatementFigures::parse(&untrusted_text).ok_or(Refusal::StatementMismatch)?;
        let (election, enrolment) = (self.election()?, self.enrolment()?);
        let is_own = figures.election == election
            && figures.id == enrolment.id
            && figures.rehearsal == enrolment.rehearsal
            && enrolment.openings.has(figures.opening);
        // Late records are opened once every region was.
        let is_early = figures.status == PARTIAL && enrolment.openings.is_supplement(figures.opening);
        if !is_own || is_early || !figures.add_up() {
            return Err(Refusal::StatementMismatch);
        }
        let openings = enrolment.openings;
        let roots = slots::roots(&mut self.env, openings)?;
        if !roots.last().is_none_or(|newest| figures.are_as_new_as(*newest)) {
            return Err(Refusal::StatementMismatch);
        }
        let untrusted_totals = Vec::with_capacity(announced);
        self.task = Task::Statement(StatementRun { text: untrusted_text, figures, announced, untrusted_totals });
        Ok(Response::Done)
    }

    /// The next bytes of the totals; after the last, the officer is shown all pages and asked, if the totals are the ones
    /// that the text names. No page is shown before that: a host that could begin again after some pages would mix those of
    /// two tables in front of one question.
    pub(crate) fn take_totals(&mut self, untrusted_part: &[u8]) -> Result<Response, Refusal> {
        let Task::Statement(mut run) = self.take_task() else {
            return Err(Refusal::OutOfOrder);
        };
        if run.untrusted_totals.len() + untrusted_part.len() > run.announced {
            return Err(Refusal::TooLong);
        }
        run.untrusted_totals.extend_from_slice(untrusted_part);
        if run.untrusted_totals.len() < run.announced {
            self.task = Task::Statement(run);
            return Ok(Response::Done);
        }
        if sha3_256(&[&run.untrusted_totals]) != run.figures.totals {
            return Err(Refusal::StatementMismatch);
        }
        let rows = totals::rows(&run.untrusted_totals).ok_or(Refusal::StatementMismatch)?;
        for (page, rows) in totals::pages(rows) {
            let screen = self.screen(Content::Totals { page, rows });
            self.env.show(&screen);
        }
        let content = Content::Statement { figures: Box::new(run.figures), digest: sha3_256(&[&run.text]) };
        self.ask(Question::Statement(SignedText(run.text)), content)
    }

    /// What the officer said. To a statement a no is an answer, and no refusal of the token's.
    pub(crate) fn answer_statement(&mut self, text: &SignedText, consent: Consent) -> Result<Response, Refusal> {
        let answer = match consent {
            Consent::Yes => Answer::Sign,
            Consent::Dissent => Answer::Dissent,
            Consent::No => Answer::Refuse,
            Consent::Pending => return Err(Refusal::OutOfOrder),
        };
        if answer == Answer::Refuse {
            return Ok(Response::StatementSigned { answer, signature: [0; SIGNATURE_LEN] });
        }
        self.count(Operation::Sign)?;
        let message = statement_message(&text.0, answer == Answer::Dissent);
        let signature = self.identity()?.key.sign(&message).to_bytes();
        Ok(Response::StatementSigned { answer, signature })
    }
}

/// What a statement says, as its officer is shown it. Numbers are ballots unless their name says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementFigures {
    /// The election's id in the definition.
    pub id: String,
    /// `E`.
    pub election: Digest,
    /// Whether this is a rehearsal.
    pub rehearsal: bool,
    /// `partial` or `complete`.
    pub status: String,
    /// The opening, from 1.
    pub opening: u32,
    /// The tally root.
    pub root: Digest,
    /// People on the roll.
    pub registered: u64,
    /// Received, of which the six statuses below are parts.
    pub received: u64,
    /// Counted.
    pub counted: u64,
    /// Green, blue, yellow, red, superseded, late.
    pub statuses: [u64; 6],
    /// Leaves opened.
    pub opened: u64,
    /// Groups withheld.
    pub withheld: u64,
    /// SHA3-256 of `totals.csv`.
    pub totals: Digest,
}

/// Names of [`StatementFigures::statuses`].
const STATUSES: [&str; 6] = ["green", "blue", "yellow", "red", "superseded", "late"];

impl StatementFigures {
    /// Reads a statement's text: all keys of host/record's "Statement", in order, once. `None` if it is anything else.
    fn parse(untrusted_text: &[u8]) -> Option<Self> {
        let text = core::str::from_utf8(untrusted_text).ok().filter(|text| text.is_ascii())?;
        let mut lines = text.strip_suffix('\n')?.split('\n');
        if lines.next()? != FIRST_LINE {
            return None;
        }
        let mut value =
            |key: &str| lines.next()?.strip_prefix(key)?.strip_prefix(' ').filter(|value| !value.is_empty());
        let figures = Self {
            id: value("id").filter(|id| is_id(id))?.into(),
            election: hex_32(value("election")?)?,
            rehearsal: match value("rehearsal")? {
                "yes" => true,
                "no" => false,
                _ => return None,
            },
            status: value("status").filter(|status| is_status(status))?.into(),
            opening: decimal(value("opening")?)?,
            root: hex_32(value("root")?)?,
            registered: decimal(value("registered")?)?,
            received: decimal(value("received")?)?,
            counted: decimal(value("counted")?)?,
            statuses: {
                let mut statuses = [0; 6];
                for (status, name) in statuses.iter_mut().zip(STATUSES) {
                    *status = decimal(value(name)?)?;
                }
                statuses
            },
            opened: decimal(value("opened")?)?,
            withheld: decimal(value("withheld")?)?,
            totals: hex_32(value("totals")?)?,
        };
        for digest in ["results", "record", "audit"] {
            hex_32(value(digest)?)?;
        }
        value("ledger")?;
        lines.next().is_none().then_some(figures)
    }

    /// Whether the statement is about the newest root that this token opened, or about a later opening, in which the token
    /// took no part.
    fn are_as_new_as(&self, (opening, root): (u32, Digest)) -> bool {
        self.opening > opening || (self.opening == opening && self.root == root)
    }

    /// Whether every received ballot has one status, and no more are counted than received.
    fn add_up(&self) -> bool {
        let sum = self.statuses.iter().try_fold(0u64, |sum, status| sum.checked_add(*status));
        sum == Some(self.received) && self.counted <= self.received
    }
}

fn is_status(word: &str) -> bool {
    [PARTIAL, COMPLETE].contains(&word)
}

impl fmt::Display for StatementFigures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}, {}, opening {}", self.id, self.status, self.opening)?;
        writeln!(f, "registered {}, received {}, counted {}", self.registered, self.received, self.counted)?;
        for (name, status) in STATUSES.iter().zip(self.statuses) {
            writeln!(f, "{name} {status}")?;
        }
        write!(f, "leaves opened {}, withheld {}", self.opened, self.withheld)
    }
}
