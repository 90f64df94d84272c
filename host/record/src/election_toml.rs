//! `election.toml`, as people write an election, and the way from it to a definition.

mod error;
mod read;
mod read_contest;
mod read_region;
mod table;

pub use error::{Problem, TomlError};

use crate::definition::{Contest, Definition, DefinitionError, Named, OfficerKeys, Region};

/// The `format` of the file.
pub const FORMAT: &str = "tamga/election/v1";

/// What `[commission]` asks for; what it leaves open is decided by who runs the election.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommissionWish {
    /// Number of officers.
    pub officers: Option<u8>,
    /// Officers needed for an act.
    pub quorum: Option<u8>,
}

/// An election as people wrote it: a definition that has no commission yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    definition: Definition,
    commission: CommissionWish,
    scaled_by: u32,
}

/// The commission: everything in a definition that people do not write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommissionKeys {
    /// Whether this is a rehearsal.
    pub rehearsal: bool,
    /// The officers' keys in token order.
    pub officers: Vec<OfficerKeys>,
    /// Officers needed for an act.
    pub quorum: u8,
    /// Checkers needed for an approval.
    pub approvals: u8,
    /// The checkers.
    pub checkers: Vec<Named>,
    /// The registrar's key.
    pub registrar: [u8; 32],
    /// The identity service's key.
    pub identity: [u8; 32],
    /// The collectors.
    pub collectors: Vec<Named>,
    /// Serials of the HSMs.
    pub hsms: Vec<String>,
}

impl Draft {
    /// Reads `election.toml`. The error names the line and says what to do.
    pub fn parse(untrusted: &str) -> Result<Self, TomlError> {
        let (definition, commission) = read::read(untrusted)?;
        Ok(Self { definition, commission, scaled_by: 1 })
    }

    /// Divides `registered` of every region by `n`, rounding down; 0 counts as 1. Scaling twice multiplies.
    pub fn scale(&mut self, n: u32) {
        let n = n.max(1);
        for region in &mut self.definition.regions {
            region.registered /= n;
        }
        self.scaled_by = self.scaled_by.saturating_mul(n);
    }

    /// The definition, with the commission filled in. Refuses what [`Definition::check`] refuses.
    pub fn complete(self, keys: CommissionKeys) -> Result<Definition, DefinitionError> {
        let definition = Definition {
            rehearsal: keys.rehearsal,
            officers: keys.officers,
            quorum: keys.quorum,
            approvals: keys.approvals,
            checkers: keys.checkers,
            registrar: keys.registrar,
            identity: keys.identity,
            collectors: keys.collectors,
            hsms: keys.hsms,
            ..self.definition
        };
        definition.check()?;
        Ok(definition)
    }

    /// The election's id.
    pub fn id(&self) -> &str {
        &self.definition.id
    }

    /// When voting opens, in Unix seconds.
    pub fn opens(&self) -> u64 {
        self.definition.opens
    }

    /// When voting closes, in Unix seconds.
    pub fn closes(&self) -> u64 {
        self.definition.closes
    }

    /// The fewest ballots of a sum that may be opened.
    pub fn min_open(&self) -> u32 {
        self.definition.min_open
    }

    /// The contests.
    pub fn contests(&self) -> &[Contest] {
        &self.definition.contests
    }

    /// The regions, `registered` as scaled.
    pub fn regions(&self) -> &[Region] {
        &self.definition.regions
    }

    /// What `[commission]` asks for.
    pub fn commission(&self) -> CommissionWish {
        self.commission
    }

    /// By how much [`Draft::scale`] has divided; 1 without it.
    pub(crate) fn scaled_by(&self) -> u32 {
        self.scaled_by
    }

    /// The definition without its commission, for functions of contests and regions alone.
    pub(crate) fn without_commission(&self) -> &Definition {
        &self.definition
    }
}
