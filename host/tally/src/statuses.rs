//! What the records of one region say about each other, and which of a voter's records counts.

use rayon::prelude::*;
use tamga_crypto::hash::Digest;
use tamga_record::admission::{Reason, Reasons};
use tamga_record::decisions::{Decisions, Outcome};
use tamga_record::definition::{Definition, Revote};

use crate::record::Record;

/// What decides whether a record of one region may count.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules<'a> {
    pub(crate) definition: &'a Definition,
    pub(crate) decisions: &'a Decisions,
    pub(crate) opening: u32,
    pub(crate) region: u16,
}

impl Rules<'_> {
    /// What was decided about a reason that holds a record.
    pub(crate) fn outcome(&self, record: &Record, reason: Reason) -> Outcome {
        let quorum = self.definition.quorum;
        self.decisions.outcome(self.opening, self.region, &record.place, reason, quorum)
    }

    /// Whether a record may count by all that is known of it: not red, none of its tag counted in an earlier opening, and
    /// every reason that holds it decided `for`.
    pub(crate) fn may_count(&self, record: &Record) -> bool {
        !record.is_red()
            && !record.reasons.contains(Reason::AlreadyCounted)
            && record.holding(self.definition).iter().all(|reason| self.outcome(record, reason) == Outcome::For)
    }
}

/// Adds `attestation-reused` and `counter-clash` by what is known to be red, in the place of those found before.
/// `earlier` are the records of the region's box before, whose reasons do not change any more. Sorts, and is linear
/// otherwise, whatever the records hold.
pub(crate) fn compare(earlier: &[Record], records: &mut [Record]) {
    let compared = [Reason::AttestationReused, Reason::CounterClash];
    for record in records.iter_mut().filter(|record| compared.iter().any(|reason| record.reasons.contains(*reason))) {
        record.reasons = without(record.reasons, &compared);
    }
    let reused = find(earlier, records, |record| record.attestation, find_reused);
    let clashing = find(earlier, records, |record| (record.tag, record.counter), find_clashes);
    mark(Reason::AttestationReused, earlier.len(), &reused, records);
    mark(Reason::CounterClash, earlier.len(), &clashing, records);
}

/// Adds `tracker-clash`.
pub(crate) fn compare_trackers(earlier: &[Record], records: &mut [Record]) {
    // A further copy has the tag and tracker of a received record, so it need not be told from one.
    let clashing = find(
        earlier,
        records,
        |record| record.tracker,
        |group, found| {
            if group.windows(2).any(|pair| matches!(pair, [(_, one), (_, next)] if one.tag != next.tag)) {
                found.extend(group.iter().map(|(place, _)| *place));
            }
        },
    );
    mark(Reason::TrackerClash, earlier.len(), &clashing, records);
}

/// Says of every record whether it counts, when all other reasons are settled: of the records of a tag that may count
/// one, and the others are `superseded`.
pub(crate) fn count(rules: &Rules<'_>, records: &mut [Record]) {
    for record in records.iter_mut() {
        record.counted = rules.may_count(record);
    }
    let revote = rules.definition.revote;
    let superseded = find(&[], records, |record| record.tag, |group, found| find_superseded(revote, group, found));
    mark(Reason::Superseded, 0, &superseded, records);
    for &place in &superseded {
        if let Some(record) = records.get_mut(place) {
            record.counted = false;
        }
    }
}

/// A record with its place among the earlier ones and those behind them.
type Member<'r> = (usize, &'r Record);

/// What `pick` finds in the groups of two and more records with the same key.
fn find<K: Ord>(
    earlier: &[Record],
    records: &[Record],
    key: impl Fn(&Record) -> K + Sync,
    pick: impl Fn(&[Member<'_>], &mut Vec<usize>),
) -> Vec<usize> {
    let mut all: Vec<Member<'_>> = earlier.iter().chain(records).enumerate().collect();
    all.par_sort_unstable_by(|(_, one), (_, other)| key(one).cmp(&key(other)));
    let mut found = Vec::new();
    for group in all.chunk_by(|(_, one), (_, next)| key(one) == key(next)).filter(|group| group.len() > 1) {
        pick(group, &mut found);
    }
    found
}

/// Adds a reason to the records found, but for those of an earlier box.
fn mark(reason: Reason, earlier: usize, found: &[usize], records: &mut [Record]) {
    for place in found.iter().filter_map(|place| place.checked_sub(earlier)) {
        if let Some(record) = records.get_mut(place) {
            record.reasons.insert(reason);
        }
    }
}

fn without(reasons: Reasons, left_out: &[Reason]) -> Reasons {
    reasons.iter().filter(|reason| !left_out.contains(reason)).collect()
}

/// Those for which another one, not red, has the same attestation digest.
fn find_reused(group: &[Member<'_>], found: &mut Vec<usize>) {
    let good = group.iter().filter(|(_, record)| !record.is_red()).count();
    let reused = group.iter().filter(|(_, record)| good > usize::from(!record.is_red()));
    found.extend(reused.map(|(place, _)| *place));
}

/// Those for which another one, not red, with the same tag and counter has another attestation.
fn find_clashes(group: &[Member<'_>], found: &mut Vec<usize>) {
    let mut good = group.iter().filter(|(_, record)| !record.is_red()).map(|(_, record)| record.attestation);
    let Some(first) = good.next() else { return };
    let second: Option<Digest> = good.find(|attestation| *attestation != first);
    let clashes = group.iter().filter(|(_, record)| second.is_some() || record.attestation != first);
    found.extend(clashes.map(|(place, _)| *place));
}

/// All but one of those that may count: the one with the highest counter stays or, where the first counts or further ones
/// are refused, the lowest; of equal counters the first in list order.
fn find_superseded(revote: Revote, group: &[Member<'_>], found: &mut Vec<usize>) {
    let candidates = || group.iter().filter(|(_, record)| record.counted);
    let counters = candidates().map(|(_, record)| record.counter);
    let counter = match revote {
        Revote::Last => counters.max(),
        Revote::First | Revote::Refuse => counters.min(),
    };
    let equal = candidates().filter(|(_, record)| Some(record.counter) == counter);
    let stays = equal.map(|(place, _)| *place).min();
    found.extend(candidates().map(|(place, _)| *place).filter(|place| Some(*place) != stays));
}

#[cfg(test)]
#[path = "statuses_tests.rs"]
mod tests;
