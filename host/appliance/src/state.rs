//! Where an election stands: what the entries of its ledger add up to, and what comes next.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tamga_crypto::hash::Digest;
use tamga_record::acts::Signatures;
use tamga_record::ledger::{Answer, Entry, Signer};
use tamga_record::pause::Seals;

use crate::device_log::Done;
use crate::message::Message;

/// A bundle that the ledger has.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ImportedBundle {
    /// Code of the region.
    pub region: String,
    /// Id of the collector.
    pub collector: String,
    /// Number in its chain.
    pub bundle: u32,
    /// Variant, from 1.
    pub variant: u8,
    /// Its digest.
    pub digest: Digest,
}

/// What the entries of one opening say so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpeningState {
    /// Its number, from the first admission on.
    pub number: u32,
    /// Number of regions, once records were admitted and nothing was imported since.
    pub admitted: Option<u32>,
    /// Whether a decision was put to the vote.
    pub adjudicated: bool,
    /// The CLOSE digest `Z`.
    pub closed: Option<Digest>,
    /// Digest of `turnout.csv`, once all proofs are checked.
    pub verified: Option<Digest>,
    /// The tally root.
    pub root: Option<Digest>,
    /// Checkers who approved.
    pub approvals: BTreeSet<String>,
    /// Tokens whose shares are recorded.
    pub shares: BTreeSet<u8>,
    /// Dice of drawn lots, by contest: two officers and their throws.
    pub lots: BTreeMap<String, [(u8, String); 2]>,
    /// Digests of the result: `totals.csv`, `results.csv`, `seats.csv`.
    pub result: Option<[Digest; 3]>,
    /// Digest of the statement text.
    pub statement: Option<Digest>,
    /// Officers who signed or dissented; an HSM's signature alone says nothing.
    pub signers: BTreeSet<u8>,
    /// Whether the signed record was published.
    pub published: bool,
    /// Whether something was brought for it.
    pub gathered: bool,
    /// Replacements before its result: its shares are those of the commission that they made.
    pub replacements: u16,
}

/// A replacement of lost tokens, as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// Digest of its file.
    pub digest: Digest,
    /// The tokens that were lost.
    pub tokens: Vec<u8>,
}

/// The END act, as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndState {
    /// The body's figures: openings, then ballots counted.
    pub figures: (u32, u64),
    /// Digest of the statement that it is about.
    pub statement: Digest,
    /// A quorum's signatures.
    pub signatures: Signatures,
    /// Tokens that signed that their share is erased.
    pub tokens: BTreeSet<u8>,
}

/// A pause that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paused {
    /// Its number, from 1.
    pub number: u32,
    /// Entries of the ledger up to it and with it.
    pub entries: u64,
    /// The seals that were noted.
    pub seals: Seals,
}

/// What the entries say of one HSM.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HsmState {
    /// The newest generation of a PIN that was opened, by number of the role.
    pub generations: BTreeMap<u8, u32>,
    /// Stretches of its own log between two readings, and what was done meanwhile; the key ceremony's is in none.
    pub stretches: Vec<(Range<usize>, Done)>,
    /// What was done with it since its log was read last.
    pub done: Done,
    /// Entries of its own log that were read so far, and their digest; nothing before the first reading.
    pub log: Option<(usize, Digest)>,
}

/// What the ledger says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The election id `E`.
    pub election: Option<Digest>,
    /// Bundles in the order of their import.
    pub bundles: Vec<ImportedBundle>,
    /// Digest of the newest attestation counts.
    pub counts: Option<Digest>,
    /// Digest of the revocations.
    pub revocations: Option<Digest>,
    /// Amendments made.
    pub amendments: u32,
    /// Decisions put to the vote.
    pub decisions: u32,
    /// Recounts signed.
    pub recounts: u32,
    /// Pauses that began.
    pub pauses: u32,
    /// The pause that has not ended.
    pub paused: Option<Paused>,
    /// Entries taken.
    entries: u64,
    /// Replacements of lost tokens, the first one first.
    pub replaced: Vec<Replaced>,
    /// The END act, once a quorum signed it.
    pub end: Option<EndState>,
    /// HSMs that something was done with.
    hsms: BTreeMap<String, HsmState>,
    /// Openings that are published, then the one under way.
    openings: Vec<OpeningState>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            election: None,
            bundles: Vec::new(),
            counts: None,
            revocations: None,
            amendments: 0,
            decisions: 0,
            recounts: 0,
            pauses: 0,
            paused: None,
            entries: 0,
            replaced: Vec::new(),
            end: None,
            hsms: BTreeMap::new(),
            openings: vec![OpeningState::default()],
        }
    }
}

/// What an election waits for. In the order in which it happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// The key ceremony is not over.
    SettingUp,
    /// Bundles may come.
    Gathering,
    /// Records are admitted, nothing was decided: bundles may still come.
    Admitted,
    /// Officers have voted on held records: nothing more may come before the box is closed.
    Adjudicated,
    /// The box is closed: unseal, verify, add up, approve, open.
    Closed,
    /// There is a result: the officers sign.
    Opened,
    /// Officers have answered under the statement: publish.
    Signed,
    /// Published, and nothing of another opening has begun.
    Published,
    /// A quorum ended the election: the tokens erase their shares, and nothing is opened any more.
    Ended,
}

impl Phase {
    /// Says so.
    pub fn message(self) -> Message {
        Message::of(match self {
            Self::SettingUp => "phase-setting-up",
            Self::Gathering => "phase-gathering",
            Self::Admitted => "phase-admitted",
            Self::Adjudicated => "phase-adjudicated",
            Self::Closed => "phase-closed",
            Self::Opened => "phase-opened",
            Self::Signed => "phase-signed",
            Self::Published => "phase-published",
            Self::Ended => "phase-ended",
        })
    }
}

impl State {
    /// Adds an entry.
    pub fn take(&mut self, entry: &Entry) {
        self.entries += 1;
        match entry {
            Entry::Pause { number, seals, .. } => {
                self.pauses = *number;
                self.paused = Some(Paused { number: *number, entries: self.entries, seals: seals.clone() });
            }
            Entry::Resume { .. } => self.paused = None,
            Entry::Election { election } => self.election = Some(*election),
            Entry::Counts { digest } => {
                self.counts = Some(*digest);
                self.gather();
            }
            Entry::Revocations { digest, .. } => {
                self.revocations = Some(*digest);
                self.gather();
            }
            Entry::Import { region, collector, bundle, variant, digest, .. } => {
                self.bundles.push(ImportedBundle {
                    region: region.clone(),
                    collector: collector.clone(),
                    bundle: *bundle,
                    variant: *variant,
                    digest: *digest,
                });
                self.gather();
            }
            Entry::Amendment { number, .. } => {
                self.amendments = *number;
                self.gather();
            }
            Entry::Replacement { digest, tokens, .. } => self.replace(*digest, tokens),
            Entry::End { openings, counted, statement, signatures } => {
                let (figures, tokens) = ((*openings, *counted), BTreeSet::new());
                self.end = Some(EndState { figures, statement: *statement, signatures: signatures.clone(), tokens });
            }
            Entry::Ended { token, .. } => {
                if let Some(end) = &mut self.end {
                    end.tokens.insert(*token);
                }
            }
            Entry::Lot { contest, first_officer, first_dice, second_officer, second_dice, .. } => {
                let dice = [(first_officer.0, first_dice.0.clone()), (second_officer.0, second_dice.0.clone())];
                self.now_mut().lots.insert(contest.clone(), dice);
            }
            Entry::Recount { number, .. } => self.recounts = *number,
            Entry::Unlock { hsm, .. } | Entry::Unseal { hsm, .. } | Entry::DeviceLog { hsm, .. } => {
                self.hsms.entry(hsm.clone()).or_default().take(entry);
            }
            _ => self.take_of_opening(entry),
        }
    }

    /// What the ledger says of an HSM.
    pub fn hsm(&self, serial: &str) -> HsmState {
        self.hsms.get(serial).cloned().unwrap_or_default()
    }

    fn take_of_opening(&mut self, entry: &Entry) {
        if let Entry::Decision { number, .. } = entry {
            self.decisions = *number;
        }
        let replacements = self.replacements();
        let now = self.now_mut();
        match entry {
            Entry::Admission { opening, regions, .. } => {
                now.number = *opening;
                now.admitted = Some(*regions);
            }
            Entry::Decision { .. } => now.adjudicated = true,
            Entry::Close { digest, .. } => now.closed = Some(*digest),
            Entry::Verified { turnout, .. } => now.verified = Some(*turnout),
            Entry::Root { root, .. } => now.root = Some(*root),
            Entry::Approval { checker, .. } => {
                now.approvals.insert(checker.clone());
            }
            Entry::Share { token, .. } => {
                now.shares.insert(*token);
            }
            Entry::Result { totals, results, seats, .. } => {
                now.result = Some([*totals, *results, *seats]);
                now.replacements = replacements;
            }
            Entry::Statement { digest, .. } => now.statement = Some(*digest),
            Entry::Signature { signer, answer, .. } => now.answer(signer, *answer),
            Entry::Published { .. } => {
                now.published = true;
                self.openings.push(OpeningState::default());
            }
            _ => {}
        }
    }

    /// Lost tokens are replaced: what those before opened and was not counted yet is opened anew.
    fn replace(&mut self, digest: Digest, tokens: &[u8]) {
        self.replaced.push(Replaced { digest, tokens: tokens.to_vec() });
        let now = self.now_mut();
        if now.result.is_none() {
            now.shares.clear();
        }
    }

    /// How many replacements of lost tokens there were.
    pub fn replacements(&self) -> u16 {
        // There are at most 99.
        self.replaced.len() as u16
    }

    /// Something came in: what was admitted before is no longer all.
    fn gather(&mut self) {
        let now = self.now_mut();
        (now.admitted, now.gathered) = (None, true);
    }

    /// The opening under way.
    pub fn now(&self) -> &OpeningState {
        self.openings.last().expect("there is always an opening under way")
    }

    fn now_mut(&mut self) -> &mut OpeningState {
        self.openings.last_mut().expect("there is always an opening under way")
    }

    /// Every opening whose box is closed, in order.
    pub fn closed(&self) -> impl Iterator<Item = &OpeningState> {
        self.openings.iter().filter(|opening| opening.closed.is_some())
    }

    /// Openings that are published.
    pub fn published(&self) -> u32 {
        self.openings.len() as u32 - 1
    }

    /// What the election waits for.
    pub fn phase(&self) -> Phase {
        let now = self.now();
        if self.election.is_none() {
            Phase::SettingUp
        } else if self.end.is_some() {
            Phase::Ended
        } else if !now.signers.is_empty() {
            Phase::Signed
        } else if now.result.is_some() {
            Phase::Opened
        } else if now.closed.is_some() {
            Phase::Closed
        } else if now.adjudicated {
            Phase::Adjudicated
        } else if now.admitted.is_some() {
            Phase::Admitted
        } else if self.published() > 0 {
            Phase::Published
        } else {
            Phase::Gathering
        }
    }

    /// The command that comes next, as typed, in an election with so many openings.
    pub fn next(&self, at: &Path, openings: u32) -> Message {
        let key = match self.phase() {
            _ if self.paused.is_some() => "next-paused",
            Phase::SettingUp => "next-setting-up",
            Phase::Gathering => "next-gathering",
            Phase::Admitted => "next-admitted",
            Phase::Adjudicated => "next-adjudicated",
            Phase::Closed => "next-closed",
            Phase::Opened => "next-opened",
            Phase::Signed => "next-signed",
            Phase::Published if self.closed().any(|opening| opening.number > openings) => "next-all-published",
            Phase::Published => "next-published",
            Phase::Ended => "next-ended",
        };
        Message::of(key).with("at", at)
    }
}

impl HsmState {
    fn take(&mut self, entry: &Entry) {
        match entry {
            Entry::Unlock { role, generation, .. } => {
                *self.done.unlocks.entry(u8::from(*role)).or_default() += 1;
                let newest = self.generations.entry(u8::from(*role)).or_default();
                *newest = (*newest).max(*generation);
            }
            Entry::Unseal { .. } => self.done.unseals += 1,
            Entry::DeviceLog { entries, digest, .. } => {
                let done = std::mem::take(&mut self.done);
                if let Some((before, _)) = self.log {
                    self.stretches.push((before..*entries as usize, done));
                }
                self.log = Some((*entries as usize, *digest));
            }
            _ => {}
        }
    }
}

impl OpeningState {
    fn answer(&mut self, signer: &Signer, answer: Answer) {
        match (signer, answer) {
            (Signer::Hsm(_), _) => {}
            (Signer::Officer(number), Answer::Refuse) => {
                self.signers.remove(number);
            }
            (Signer::Officer(number), Answer::Sign | Answer::Dissent) => {
                self.signers.insert(*number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admission(opening: u32) -> Entry {
        Entry::Admission { opening, regions: 2, received: 3, red: 0, held: 1 }
    }

    #[test]
    fn what_is_imported_after_admission_wants_admission_again() {
        let mut state = State::default();
        state.take(&Entry::Election { election: [1; 32] });
        assert_eq!(state.phase(), Phase::Gathering);
        state.take(&admission(1));
        assert_eq!(state.phase(), Phase::Admitted);
        state.take(&Entry::Counts { digest: [2; 32] });
        assert_eq!(state.phase(), Phase::Gathering);
    }

    #[test]
    fn the_signature_of_an_hsm_signs_nothing_without_an_officer() {
        let mut state = State::default();
        state.take(&Entry::Election { election: [1; 32] });
        state.take(&Entry::Result { opening: 1, totals: [1; 32], results: [2; 32], seats: [3; 32] });
        let signed = |signer, answer| Entry::Signature { opening: 1, signer, answer, digest: [4; 32] };
        state.take(&signed(Signer::Hsm("rehearsal-1".to_owned()), Answer::Sign));
        assert_eq!(state.phase(), Phase::Opened);
        state.take(&signed(Signer::Officer(2), Answer::Dissent));
        assert_eq!(state.phase(), Phase::Signed);
        state.take(&signed(Signer::Officer(2), Answer::Refuse));
        assert_eq!(state.phase(), Phase::Opened);
    }

    #[test]
    fn shares_of_an_opening_without_a_result_are_void_after_a_replacement() {
        let mut state = State::default();
        let share = |opening| Entry::Share { opening, token: 2, digest: [1; 32] };
        let replacement =
            |number| Entry::Replacement { number, digest: [2; 32], tokens: vec![3], officers: vec![1, 2] };
        state.take(&share(1));
        state.take(&replacement(1));
        assert!(state.now().shares.is_empty());
        state.take(&share(1));
        state.take(&Entry::Result { opening: 1, totals: [1; 32], results: [2; 32], seats: [3; 32] });
        state.take(&replacement(2));
        assert_eq!((state.now().shares.len(), state.now().replacements, state.replacements()), (1, 1, 2));
    }

    #[test]
    fn an_election_that_a_quorum_ended_stays_so_and_knows_whose_shares_are_erased() {
        let mut state = State::default();
        state.take(&Entry::Election { election: [1; 32] });
        state.take(&Entry::Published { opening: 1, note: [1; 32], text: [2; 32] });
        let (statement, signatures) = ([3; 32], vec![(1, [4; 64])]);
        state.take(&Entry::End { openings: 1, counted: 9, statement, signatures: signatures.clone() });
        state.take(&Entry::Ended { token: 2, statement, signature: [5; 64] });
        assert_eq!(state.phase(), Phase::Ended);
        let end = EndState { figures: (1, 9), statement, signatures, tokens: BTreeSet::from([2]) };
        assert_eq!(state.end, Some(end));
    }

    #[test]
    fn a_published_opening_makes_room_for_the_next() {
        let mut state = State::default();
        state.take(&Entry::Election { election: [1; 32] });
        state.take(&Entry::Published { opening: 1, note: [1; 32], text: [2; 32] });
        assert_eq!((state.published(), state.phase()), (1, Phase::Published));
        state.take(&admission(2));
        assert_eq!((state.now().number, state.phase()), (2, Phase::Admitted));
    }
}
