//! Final reasons: what records of one voter, or on one attestation, say about each other once it is known which are red.

use rayon::prelude::*;
use tamga_crypto::hash::Digest;
use tamga_record::admission::{Reason, Status};
use tamga_record::definition::{Definition, Revote};

use crate::record::Record;

/// Adds `attestation-reused`, `counter-clash` and `superseded`, in this order, over the records of all regions. Sorts
/// once for each, and is linear otherwise, whatever the records hold.
pub(crate) fn settle(definition: &Definition, records: &mut [Record]) {
    for_each_group(records, |record| record.attestation, mark_reused);
    for_each_group(records, |record| (record.tag, record.counter), mark_clashes);
    for_each_group(records, |record| record.tag, |group, records| mark_superseded(definition, group, records));
}

/// Gives `work` the places of every two and more records with the same key.
fn for_each_group<K: Ord>(
    records: &mut [Record],
    key: impl Fn(&Record) -> K + Sync,
    work: impl Fn(&[usize], &mut [Record]),
) {
    let key_at = |records: &[Record], place: &usize| records.get(*place).map(&key);
    let mut places: Vec<usize> = (0..records.len()).collect();
    places.par_sort_unstable_by(|one, other| key_at(records, one).cmp(&key_at(records, other)));
    let mut rest = places.as_slice();
    while let Some(first) = rest.first() {
        let same = |place: &&usize| key_at(records, place) == key_at(records, first);
        let (group, after) = rest.split_at(rest.iter().take_while(same).count());
        if group.len() > 1 {
            work(group, records);
        }
        rest = after;
    }
}

/// The places and records of a group.
fn members<'r>(group: &'r [usize], records: &'r [Record]) -> impl Iterator<Item = (usize, &'r Record)> {
    group.iter().filter_map(|&place| Some((place, records.get(place)?)))
}

fn mark(place: usize, reason: Reason, records: &mut [Record]) {
    if let Some(record) = records.get_mut(place) {
        record.reasons.insert(reason);
    }
}

/// A record is marked when another one, not red, has the same attestation digest.
fn mark_reused(group: &[usize], records: &mut [Record]) {
    let good = members(group, records).filter(|(_, record)| !record.is_red()).count();
    for &place in group {
        let is_good = records.get(place).is_some_and(|record| !record.is_red());
        if good > usize::from(is_good) {
            mark(place, Reason::AttestationReused, records);
        }
    }
}

/// A record is marked when another one, not red, with its tag and counter has another attestation.
fn mark_clashes(group: &[usize], records: &mut [Record]) {
    let mut good = members(group, records).filter(|(_, record)| !record.is_red()).map(|(_, record)| record.attestation);
    let Some(first) = good.next() else { return };
    let second: Option<Digest> = good.find(|attestation| *attestation != first);
    drop(good);
    for &place in group {
        let own = records.get(place).map(|record| record.attestation);
        if second.is_some() || own != Some(first) {
            mark(place, Reason::CounterClash, records);
        }
    }
}

/// Among the green records of a tag all but one are marked: the one with the highest counter stays, or, where the first
/// counts or further ones are refused, the lowest. Their counters differ: equal ones are in conflict, so not green.
fn mark_superseded(definition: &Definition, group: &[usize], records: &mut [Record]) {
    let green = |(_, record): &(usize, &Record)| record.status(definition) == Status::Green;
    let counters = || members(group, records).filter(green).map(|(_, record)| record.counter);
    let stays = match definition.revote {
        Revote::Last => counters().max(),
        Revote::First | Revote::Refuse => counters().min(),
    };
    let others: Vec<usize> = members(group, records)
        .filter(green)
        .filter(|(_, record)| Some(record.counter) != stays)
        .map(|(place, _)| place)
        .collect();
    for place in others {
        mark(place, Reason::Superseded, records);
    }
}

#[cfg(test)]
#[path = "statuses_tests.rs"]
mod tests;
