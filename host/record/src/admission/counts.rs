//! The numbers of the three tables about records.

/// The counts of one region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RegionTurnout {
    /// Distinct items received.
    pub received: u32,
    /// Ballots counted.
    pub counted: u32,
    /// Green records.
    pub green: u32,
    /// Blue records.
    pub blue: u32,
    /// Yellow records.
    pub yellow: u32,
    /// Red records, further copies of a received one left out.
    pub red: u32,
    /// Superseded records.
    pub superseded: u32,
    /// Late records.
    pub late: u32,
}

impl RegionTurnout {
    /// Whether every received record has exactly one status, and no more are counted than may be.
    pub fn is_conserved(&self) -> bool {
        let parts = [self.green, self.blue, self.yellow, self.red, self.superseded, self.late];
        let sum: u64 = parts.iter().map(|part| u64::from(*part)).sum();
        let may_count = sum - u64::from(self.red) - u64::from(self.superseded);
        sum == u64::from(self.received) && u64::from(self.counted) <= may_count
    }

    pub(super) fn columns(&self) -> [u32; 8] {
        let Self { received, counted, green, blue, yellow, red, superseded, late } = *self;
        [received, counted, green, blue, yellow, red, superseded, late]
    }

    pub(super) fn from_columns([received, counted, green, blue, yellow, red, superseded, late]: [u32; 8]) -> Self {
        Self { received, counted, green, blue, yellow, red, superseded, late }
    }

    /// Adds the counts of the region in another opening.
    pub fn add(&mut self, other: &Self) {
        let mut sums = self.columns();
        for (sum, part) in sums.iter_mut().zip(other.columns()) {
            *sum = sum.saturating_add(part);
        }
        *self = Self::from_columns(sums);
    }
}

/// The sums of `turnout.csv`, as the statement states them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TurnoutTotal {
    /// Distinct items received.
    pub received: u64,
    /// Ballots counted.
    pub counted: u64,
    /// Green records.
    pub green: u64,
    /// Blue records.
    pub blue: u64,
    /// Yellow records.
    pub yellow: u64,
    /// Red records, further copies of a received one left out.
    pub red: u64,
    /// Superseded records.
    pub superseded: u64,
    /// Late records.
    pub late: u64,
}

/// The received records, not red, that one reason holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeldCounts {
    /// All of them.
    pub records: u64,
    /// Those for which this reason was decided `for`.
    pub for_: u64,
    /// Those for which it was decided `against`.
    pub against: u64,
    /// Those for which it was not decided.
    pub undecided: u64,
    /// Those that are in the sums.
    pub counted: u64,
}

impl HeldCounts {
    /// Whether every record is decided in one way, and only some decided `for` are counted.
    pub fn is_conserved(&self) -> bool {
        let decided = self.for_.checked_add(self.against).and_then(|decided| decided.checked_add(self.undecided));
        decided == Some(self.records) && self.counted <= self.for_
    }

    /// Adds the counts of another opening.
    pub fn add(&mut self, other: &Self) {
        let sums = [&mut self.records, &mut self.for_, &mut self.against, &mut self.undecided, &mut self.counted];
        let parts = [other.records, other.for_, other.against, other.undecided, other.counted];
        for (sum, part) in sums.into_iter().zip(parts) {
            *sum = sum.saturating_add(part);
        }
    }
}

/// Attestations of one region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AttestationUse {
    /// Issued, by the newest of the identity service's counts.
    pub issued: u32,
    /// Distinct ones used by received records that are not red. In the tables of one opening, those that no earlier
    /// opening used.
    pub used: u32,
    /// Distinct items received, as in the turnout.
    pub received: u32,
}
