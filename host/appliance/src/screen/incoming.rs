//! What comes on sticks: which of a rehearsal's own wait, what was refused, and whether anything may still come.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use tamga_record::ledger::Entry;

use crate::acts::polling::{BALLOTS, LATE, OTHERS, all_sticks};
use crate::reading::Reading;
use crate::state::Phase;

/// What the ledger and the folder say of what comes in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Incoming {
    /// Whether something may be imported now.
    pub is_open: bool,
    /// Sticks of the rehearsal's own voters whose turn it is and that were not taken.
    pub sticks: Vec<PathBuf>,
    /// Files that were refused: the word of the fault, how many.
    pub refused: Vec<(String, u64)>,
}

impl Incoming {
    /// What the election's folder says.
    pub fn of(reading: &Reading<'_>) -> Self {
        let (definition, ledger) = (reading.definition, &reading.parts.ledger);
        let state = ledger.state();
        let mut refused: BTreeMap<&str, u64> = BTreeMap::new();
        for entry in ledger.entries() {
            if let Entry::Refused { fault, .. } = entry {
                *refused.entry(fault.0.as_str()).or_default() += 1;
            }
        }
        let has_late = reading.chains.iter().any(|chain| chain.late > 0);
        let is_over = state.closed().any(|opening| opening.number > definition.openings);
        let (is_open, waiting) = match state.phase() {
            Phase::Gathering | Phase::Admitted if state.published() == 0 => {
                // The second stick has files that nobody should take: once it was there, some are refused.
                (true, [state.bundles.is_empty().then_some(BALLOTS), refused.is_empty().then_some(OTHERS)])
            }
            Phase::Gathering | Phase::Admitted => (true, [None, None]),
            Phase::Published if !is_over => (true, [(!has_late).then_some(LATE), None]),
            _ => (false, [None, None]),
        };
        let waits = |stick: &PathBuf| waiting.into_iter().flatten().any(|name| stick.ends_with(name));
        Self {
            is_open: is_open && state.paused.is_none(),
            sticks: all_sticks(&reading.appliance()).into_iter().filter(waits).collect(),
            refused: refused.into_iter().map(|(fault, files)| (fault.to_owned(), files)).collect(),
        }
    }
}
