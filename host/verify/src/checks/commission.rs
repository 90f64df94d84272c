//! Who the officers are at each entry of the ledger, and what the keys are shared among them by.

use curve25519_dalek::RistrettoPoint;

use super::need;
use super::setup::Setup;
use crate::parse::acts::Officers;
use crate::parse::definition::Definition;
use crate::report::Fault;

/// The commitments of both keys.
#[derive(Clone)]
pub(crate) struct Commitments {
    /// Of the custody key.
    pub(crate) custody: Vec<RistrettoPoint>,
    /// Of the election key.
    pub(crate) election: Vec<RistrettoPoint>,
}

/// The officers from one entry of the ledger on.
#[derive(Clone)]
pub(crate) struct Commission {
    /// The first entry at which it is in force.
    pub(crate) from: usize,
    /// The officers, by their Ed25519 keys.
    pub(crate) officers: Officers,
    /// Their X25519 keys, in token order.
    pub(crate) shares: Vec<[u8; 32]>,
    /// The commitments that the replacement made; none where it is the commission of the set-up.
    commitments: Option<Commitments>,
}

impl Commission {
    /// The commission that replaces this one from an entry on.
    pub(crate) fn next(from: usize, officers: Officers, shares: Vec<[u8; 32]>, commitments: Commitments) -> Self {
        Self { from, officers, shares, commitments: Some(commitments) }
    }

    /// The commitments of both keys; those of the set-up need its checks.
    pub(crate) fn commitments(&self, setup: &Setup) -> Result<Commitments, Fault> {
        match &self.commitments {
            Some(commitments) => Ok(commitments.clone()),
            None => {
                let (custody, election) = (need(&setup.custody)?, need(&setup.election_key)?);
                Ok(Commitments { custody: custody.commitments.clone(), election: election.commitments.clone() })
            }
        }
    }

    /// The commitments of the election key; those of the set-up need its check.
    pub(crate) fn election_key<'a>(&'a self, setup: &'a Setup) -> Result<&'a [RistrettoPoint], Fault> {
        match &self.commitments {
            Some(commitments) => Ok(&commitments.election),
            None => Ok(&need(&setup.election_key)?.commitments),
        }
    }
}

/// The commissions of an election, in the order of the ledger.
pub(crate) struct Commissions {
    first: Commission,
    later: Vec<Commission>,
}

impl Commissions {
    /// The commission of the definition alone.
    pub(crate) fn first(definition: &Definition) -> Self {
        let identities = definition.officers.iter().map(|officer| officer.identity).collect();
        let officers = Officers { quorum: definition.quorum, identities };
        let shares = definition.officers.iter().map(|officer| officer.share).collect();
        Self { first: Commission { from: 0, officers, shares, commitments: None }, later: Vec::new() }
    }

    /// Adds the next.
    pub(crate) fn push(&mut self, next: Commission) {
        self.later.push(next);
    }

    /// The newest.
    pub(crate) fn newest(&self) -> &Commission {
        self.later.last().unwrap_or(&self.first)
    }

    /// The one in force at an entry of the ledger.
    pub(crate) fn at(&self, entry: usize) -> &Commission {
        self.later.iter().rev().find(|commission| commission.from <= entry).unwrap_or(&self.first)
    }

    /// The one in force at an entry that is looked for only when there was more than one.
    pub(crate) fn at_place(&self, entry: impl FnOnce() -> Result<usize, Fault>) -> Result<&Commission, Fault> {
        if self.later.is_empty() { Ok(&self.first) } else { Ok(self.at(entry()?)) }
    }
}
