//! The reasons that records of one region give each other.

use std::collections::{HashMap, HashSet};

use crate::digest::Digest;
use crate::parse::definition::Revote;
use crate::parse::finding::{Finding, Findings};

/// What the reasons of one record about others need to know of each.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    /// The header's tag.
    pub(crate) tag: [u8; 16],
    /// The attestation's counter.
    pub(crate) counter: u32,
    /// The header's attestation digest.
    pub(crate) attestation: Digest,
}

/// What is known of one counter of one tag: an attestation, and whether there is another one.
struct Counter<'a> {
    attestation: &'a Digest,
    clash: bool,
}

/// The claims of records that are not red, found by attestation and by tag and counter.
#[derive(Default)]
pub(crate) struct Claims<'a> {
    attestations: HashMap<&'a Digest, u32>,
    counters: HashMap<(&'a [u8; 16], u32), Counter<'a>>,
}

impl<'a> Claims<'a> {
    /// The claims of these records.
    pub(crate) fn of(claims: impl Iterator<Item = &'a Claim>) -> Self {
        let mut all = Self::default();
        for claim in claims {
            *all.attestations.entry(&claim.attestation).or_default() += 1;
            let first = Counter { attestation: &claim.attestation, clash: false };
            let counter = all.counters.entry((&claim.tag, claim.counter)).or_insert(first);
            counter.clash |= *counter.attestation != claim.attestation;
        }
        all
    }

    /// `attestation-reused` and `counter-clash` for a record; one that is not red is itself among the claims.
    pub(crate) fn add_to(&self, findings: &mut Findings, claim: &Claim, red: bool) {
        let same_attestation = self.attestations.get(&claim.attestation).copied().unwrap_or(0);
        let counter = self.counters.get(&(&claim.tag, claim.counter));
        let another = |counter: &Counter<'_>| counter.clash || *counter.attestation != claim.attestation;
        findings.add_if(same_attestation > u32::from(!red), Finding::AttestationReused);
        findings.add_if(counter.is_some_and(another), Finding::CounterClash);
    }
}

/// Whose trackers received records have.
#[derive(Default)]
pub(crate) struct Trackers<'a> {
    /// A tag, and whether another one has the same tracker.
    tags: HashMap<&'a Digest, (&'a [u8; 16], bool)>,
}

impl<'a> Trackers<'a> {
    /// The trackers of these records.
    pub(crate) fn of(records: impl Iterator<Item = (&'a Digest, &'a [u8; 16])>) -> Self {
        let mut all = Self::default();
        for (tracker, tag) in records {
            let (first, clash) = all.tags.entry(tracker).or_insert((tag, false));
            *clash |= *first != tag;
        }
        all
    }

    /// `tracker-clash`: a received record of another tag has this tracker.
    pub(crate) fn clash(&self, tracker: &Digest, tag: &[u8; 16]) -> bool {
        self.tags.get(tracker).is_some_and(|(first, clash)| *clash || *first != tag)
    }
}

/// Of records that may count, which one counts for each tag: places in `records`, which stands in list order.
pub(crate) fn counting<'a>(records: impl Iterator<Item = (usize, &'a Claim)>, revote: Revote) -> HashSet<usize> {
    let mut best: HashMap<&[u8; 16], (u32, usize)> = HashMap::new();
    for (at, claim) in records {
        let (counter, place) = best.entry(&claim.tag).or_insert((claim.counter, at));
        let better = match revote {
            Revote::Last => claim.counter > *counter,
            // Where casting refuses further ones, the first is the one that it took.
            Revote::First | Revote::Refuse => claim.counter < *counter,
        };
        if better {
            (*counter, *place) = (claim.counter, at);
        }
    }
    best.into_values().map(|(_, place)| place).collect()
}
