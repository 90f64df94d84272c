//! Ballots that carry the same contests.

use std::collections::HashMap;

use tamga_record::definition::ContestSet;
use tamga_record::votes::PlannedBallot;

/// The ballots of a region by the contests on them: who votes twice casts, in the record that will not count, the marks of
/// another ballot with the same contests.
pub(super) struct Alike(HashMap<ContestSet, Vec<usize>>);

impl Alike {
    pub(super) fn new(ballots: &[PlannedBallot]) -> Self {
        let mut alike: HashMap<ContestSet, Vec<usize>> = HashMap::new();
        for (place, ballot) in ballots.iter().enumerate() {
            alike.entry(ballot.contests).or_default().push(place);
        }
        Self(alike)
    }

    /// The next ballot with the same contests, the first following the last; `None` where there is no other.
    pub(super) fn other(&self, place: usize, contests: &ContestSet) -> Option<usize> {
        let alike = self.0.get(contests)?;
        let own = alike.binary_search(&place).ok()?;
        let next = alike.get(own + 1).or(alike.first()).copied()?;
        (next != place).then_some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_ballot_is_the_next_one_with_the_same_contests() {
        let set = |contests: &[u16]| ContestSet::from_indices(contests.iter().copied()).unwrap();
        let [both, first, second] = [set(&[0, 1]), set(&[0]), set(&[1])];
        let ballot = |contests: &ContestSet| PlannedBallot { contests: *contests, marks: Vec::new() };
        let sets = [both, first, both, second, both, first];
        let alike = Alike::new(&sets.each_ref().map(ballot));
        let others = sets.iter().enumerate().map(|(place, set)| alike.other(place, set));
        assert_eq!(others.collect::<Vec<_>>(), [Some(2), Some(5), Some(4), None, Some(0), Some(1)]);
        assert_eq!(alike.other(0, &second), None, "a ballot that does not carry these contests");
    }
}
