//! Stage 7, the tally root: what checkers approve and tokens open.

use tamga_crypto::hash::Digest;
use tamga_record::ledger::Entry;
use tamga_record::tally_file::{Leaf, Salts, TallyFile, counted_digest};

use crate::aggregate::Sums;
use crate::election::Election;

/// Why there is no tally root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RootError {
    /// Another number of salts than of leaves.
    #[error("{salts} salts for {leaves} leaves")]
    Salts {
        /// Salts given.
        salts: usize,
        /// Leaves of the tally.
        leaves: usize,
    },
    /// The opening is not that of the sums, or the first has a root before it, or a later one has none.
    #[error("the sums are of another opening, or the first has a root before it or a later one none")]
    Opening,
    /// The tally to take up again is of another election, or not one of its definition.
    #[error("the tally is not one of this election")]
    OtherElection,
}

/// The leaves of one opening under their root. Made by [`root`], or taken up again by [`TallyRoot::restore`].
#[derive(Debug)]
pub struct TallyRoot<'a> {
    election: &'a Election,
    file: TallyFile,
    salts: Option<Salts>,
    digest: Digest,
}

/// Salts the counted trackers of every leaf and computes the tally root. `opening` is that of the sums, `previous` the root
/// of the opening before, zeros for the first. `salts` are fresh random values, one per leaf.
pub fn root<'a>(
    sums: Sums<'a>,
    opening: u32,
    previous: Digest,
    salts: Vec<[u8; 32]>,
) -> Result<(TallyRoot<'a>, Entry), RootError> {
    let leaves = sums.leaf_count();
    if salts.len() != leaves {
        return Err(RootError::Salts { salts: salts.len(), leaves });
    }
    if opening != sums.opening() || (opening == 1) != (previous == [0; 32]) {
        return Err(RootError::Opening);
    }
    let (election, close) = (sums.election(), *sums.close());
    let (groups, withheld) = sums.into_groups();
    let salted = groups.into_iter().zip(&salts).map(|(summed, salt)| Leaf {
        counted: counted_digest(salt, &summed.trackers),
        group: summed.group,
        sums: summed.sums,
    });
    let leaves = salted.collect();
    let file = TallyFile { election: *election.id(), opening, previous, close, leaves, withheld };
    let salts = Salts { election: *election.id(), opening, salts };
    let digest = file.root();
    let entry = entry(&file, digest);
    Ok((TallyRoot { election, file, salts: Some(salts), digest }, entry))
}

/// A definition bounds leaves and sums far below 2^32.
fn entry(file: &TallyFile, root: Digest) -> Entry {
    Entry::Root {
        opening: file.opening,
        previous: file.previous,
        root,
        leaves: file.leaves.len() as u32,
        withheld: file.withheld.len() as u32,
        sums: file.sum_count() as u32,
    }
}

impl<'a> TallyRoot<'a> {
    /// Takes up again a root from the tally that was written of it, as [`TallyFile::parse`] reads it. Refuses a tally of
    /// another election or one that does not fit the definition.
    pub fn restore(election: &'a Election, file: TallyFile) -> Result<Self, RootError> {
        if file.election != *election.id() || file.check(election.definition()).is_err() {
            return Err(RootError::OtherElection);
        }
        let digest = file.root();
        Ok(Self { election, file, salts: None, digest })
    }

    /// The election.
    pub fn election(&self) -> &'a Election {
        self.election
    }

    /// The file `record/opening-N/tally.tamga`.
    pub fn file(&self) -> &TallyFile {
        &self.file
    }

    /// The file `audit/opening-N/salts.tamga`; `None` of a root that was taken up again from its tally.
    pub fn salts(&self) -> Option<&Salts> {
        self.salts.as_ref()
    }

    /// The tally root.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }
}
