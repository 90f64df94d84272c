//! What every token says it did, and whether the ledger knows of it.

use std::collections::BTreeSet;
use std::fmt;

use tamga_crypto::hash::{Digest, sha3_256};
use tamga_record::ledger::{Answer, Entry, Signer};
use tamga_wire::operations::operations_message;
use tamga_wire::{Operation, Operations as Counts, Request, Response};

use crate::commission::Commission;
use crate::desk::{Desk, Needed};
use crate::fault::{CeremonyError, Fault};
use crate::machine::Machine;
use crate::round::Round;

/// The transcripts that an entry `keys` names: each token kept a share of either key. So it does in a replacement.
const KEYS_OF_A_SET_UP: u32 = 2;

/// A token's counts under its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The token, from 1.
    pub token: u8,
    /// What it counted.
    pub counts: Counts,
    /// The signed report, 165 bytes, for whoever wants to check it: `D ‖ token ‖ nonce ‖ counts ‖ signature`.
    pub signed: Vec<u8>,
}

impl Report {
    /// The entry `operations` of this report, with what [`compare`] found unexplained.
    pub fn entry(&self, unexplained: u32) -> Entry {
        let digest = sha3_256(&[&self.signed]);
        Entry::Operations { token: self.token, number: self.counts.total(), digest, unexplained }
    }
}

/// Asks every token how often it did what. Nobody consents, and whoever is absent is: the outcome are the reports of those
/// who answered with a signature that holds, ascending by token.
pub struct Operations {
    desk: Desk,
    commission: Commission,
    definition: Digest,
    nonce: [u8; 32],
    reports: Round<Report>,
}

impl Operations {
    /// Asks the tokens that are enrolled with the definition `D`. `nonce` is fresh: a report with another one is old.
    pub fn new(commission: &Commission, definition: &Digest, nonce: [u8; 32]) -> Self {
        let quorum = commission.quorum();
        let mut desk = Desk::new(None, quorum, Needed::Nobody);
        desk.push_all(&Request::Operations { nonce });
        let reports = Round::new(quorum.tokens);
        Self { desk, commission: commission.clone(), definition: *definition, nonce, reports }
    }
}

impl Machine for Operations {
    type Outcome = Vec<Report>;

    fn desk(&mut self) -> &mut Desk {
        &mut self.desk
    }

    fn may_be_stopped(&self) -> bool {
        true
    }

    fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        let Response::Operations { counts, signature } = response else {
            return Err(Fault::WrongAnswer);
        };
        let mut signed = counts.report(&self.definition, token, &self.nonce);
        self.commission.verify(token, &operations_message(&signed), &signature)?;
        signed.extend_from_slice(&signature);
        self.reports.put(token, Report { token, counts, signed }).ok_or(Fault::WrongAnswer)
    }

    fn finish(&mut self) -> Result<Vec<Report>, CeremonyError> {
        let reports: Vec<Report> = self.reports.given().map(|(_, report)| report.clone()).collect();
        self.desk.check_finished(reports.len())?;
        Ok(reports)
    }
}

impl fmt::Debug for Operations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Operations")
    }
}

/// One kind of operation of a token, held against the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The kind.
    pub operation: Operation,
    /// How often the token did it, by its own count.
    pub counted: u32,
    /// How often entries and baseline say that it did.
    pub explained: u32,
    /// What the token counted beyond that: it answered somebody of whom the ledger does not know.
    pub unexplained: u32,
    /// What the ledger has and the token did not count: another token answered, or the token was made anew.
    pub missing: u32,
}

/// Holds a token's counts against the entries of the whole ledger and a baseline: what a token of the set-up did without an entry,
/// such as the test of every PIN. The outcome has every kind once, in the order of [`Operation::ALL`].
///
/// What stands before the entry 41 in which a token is new, the lost one did. An entry 10 explains an unlock of each officer that it names, 9 a close, 22 an amendment, 23 a vote, 31 a recount, 19 a
/// signature unless refused, 5 an endorsement, 2 and 41 the shares of two keys; the first 15 of an opening whose root has leaves
/// explains its root. What a token answered in a ceremony that failed has no entry and is unexplained until people say why.
pub fn compare<'a>(
    token: u8,
    counts: &Counts,
    entries: impl IntoIterator<Item = &'a Entry>,
    baseline: &Counts,
) -> Vec<Comparison> {
    let mut ledger = Ledger { token, ..Ledger::default() };
    entries.into_iter().for_each(|entry| ledger.take(entry));
    let comparison = |operation| {
        let counted = counts.get(operation);
        let at_set_up = if ledger.is_new { 0 } else { baseline.get(operation) };
        let explained = ledger.explained(operation).saturating_add(at_set_up);
        let (unexplained, missing) = (counted.saturating_sub(explained), explained.saturating_sub(counted));
        Comparison { operation, counted, explained, unexplained, missing }
    };
    Operation::ALL.map(comparison).to_vec()
}

/// What nothing explains, all kinds together.
pub fn unexplained(comparisons: &[Comparison]) -> u32 {
    comparisons.iter().fold(0, |sum: u32, comparison| sum.saturating_add(comparison.unexplained))
}

/// What the ledger says of one officer.
#[derive(Default)]
struct Ledger {
    token: u8,
    explained: Counts,
    /// Openings whose root has no leaves: their shares open nothing.
    empty: BTreeSet<u32>,
    opened: BTreeSet<u32>,
    /// Whether the token took the place of a lost one.
    is_new: bool,
}

impl Ledger {
    fn take(&mut self, entry: &Entry) {
        let token = self.token;
        if let Entry::Replacement { tokens, .. } = entry
            && tokens.contains(&token)
        {
            self.opened.clear();
            (self.explained, self.is_new) = (Counts::default(), true);
        }
        let own = Signer::Officer(token);
        let (operation, times) = match entry {
            Entry::Root { opening, leaves: 0, .. } => {
                self.empty.insert(*opening);
                return;
            }
            Entry::Share { opening, token: sharing, .. } if *sharing == token => {
                self.opened.insert(*opening);
                return;
            }
            Entry::Keys { .. } | Entry::Replacement { .. } => (Operation::Dkg, KEYS_OF_A_SET_UP),
            Entry::Unlock { officers, .. } => (Operation::Unlock, times(officers, token)),
            Entry::Close { officers, .. } => (Operation::Close, times(officers, token)),
            Entry::Amendment { officers, .. } => (Operation::Amend, times(officers, token)),
            Entry::Recount { officers, .. } => (Operation::Recount, times(officers, token)),
            Entry::Decision { for_, against, .. } => {
                (Operation::Vote, times(&for_.0, token) + times(&against.0, token))
            }
            Entry::Signature { signer, answer, .. } => {
                (Operation::Sign, u32::from(*signer == own && *answer != Answer::Refuse))
            }
            Entry::Endorsement { signer, .. } => (Operation::Endorse, u32::from(*signer == own)),
            _ => return,
        };
        let before = self.explained.get(operation);
        self.explained = self.explained.with(operation, before.saturating_add(times));
    }

    fn explained(&self, operation: Operation) -> u32 {
        match operation {
            Operation::Open => u32::try_from(self.opened.difference(&self.empty).count()).unwrap_or(u32::MAX),
            operation => self.explained.get(operation),
        }
    }
}

/// 1 where the officer is among them, else 0.
fn times(officers: &[u8], token: u8) -> u32 {
    officers.contains(&token).into()
}
