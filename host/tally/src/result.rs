//! Stage 9, the result: counts become tables.

use tamga_crypto::hash::sha3_256;
use tamga_record::ledger::Entry;
use tamga_record::results::{ResultsError, results_csv, totals_csv};

use crate::combine::Counts;

/// The tables of a result, as they are published. Made by [`result`] alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultTables {
    totals: String,
    results: String,
}

/// Writes the counts down as tables. Refuses counts that ballots cannot carry, which proofs rule out.
pub fn result(counts: &Counts<'_>) -> Result<(ResultTables, Entry), ResultsError> {
    let (definition, tally) = (counts.root().election().definition(), counts.root().file());
    let totals = totals_csv(definition, tally, counts.votes())?;
    let results = results_csv(definition, tally, counts.votes())?;
    let entry = Entry::Result {
        opening: tally.opening,
        totals: sha3_256(&[totals.as_bytes()]),
        results: sha3_256(&[results.as_bytes()]),
    };
    Ok((ResultTables { totals, results }, entry))
}

impl ResultTables {
    /// The file `record/totals.csv`.
    pub fn totals_csv(&self) -> &str {
        &self.totals
    }

    /// The file `record/results.csv`.
    pub fn results_csv(&self) -> &str {
        &self.results
    }
}
