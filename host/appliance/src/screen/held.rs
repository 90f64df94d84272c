//! What is held, reason by reason, and what officers decided about it.

use serde::{Deserialize, Serialize};
use tamga_record::decisions::{Decision, Outcome, Vote};

use crate::reading::Reading;

/// Held records of the newest opening in which any were judged: the one under way, else the one whose box was closed last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Held {
    /// The opening.
    pub opening: u32,
    /// A row for each reason.
    pub rows: Vec<HeldRow>,
    /// Decisions about one region or one record alone: they are in no row.
    pub single: u64,
}

/// Held records of one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct HeldRow {
    /// The reason's word.
    pub reason: String,
    /// How many.
    pub records: u64,
    /// What was decided about all of them: counted, not counted, or nothing yet.
    pub decided: Option<bool>,
    /// The vote that decided, else the last one: for, against.
    pub voted: Option<[u64; 2]>,
}

impl Held {
    /// What the election's folder says.
    pub fn of(reading: &Reading<'_>) -> Self {
        let state = reading.parts.ledger.state();
        let newest = if state.now().admitted.is_some() { Some(state.now()) } else { state.closed().last() };
        let Some(opening) = newest.map(|opening| opening.number) else { return Self::default() };
        let of_opening = || reading.parts.decisions.iter().filter(|decision| decision.body.opening == opening);
        let is_single = |decision: &&Decision| decision.body.region.is_some() || decision.body.place.is_some();
        let row = |(reason, records): &(String, u64)| {
            let of_reason = || {
                of_opening().filter(|decision| {
                    !is_single(decision) && decision.body.reason.is_some_and(|of| of.word() == *reason)
                })
            };
            let outcome = |decision: &Decision| decision.outcome(reading.definition.quorum);
            let decided = of_reason().rfind(|decision| outcome(decision).is_decided());
            HeldRow {
                reason: reason.clone(),
                records: *records,
                decided: decided.map(|decision| outcome(decision) == Outcome::For),
                voted: decided.or(of_reason().next_back()).map(votes),
            }
        };
        let rows = reading.held(opening).iter().map(row).collect();
        Self { opening, rows, single: of_opening().filter(is_single).count() as u64 }
    }
}

fn votes(decision: &Decision) -> [u64; 2] {
    [Vote::For, Vote::Against].map(|vote| decision.officers(vote).len() as u64)
}
