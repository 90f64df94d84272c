//! Stage 6, aggregation: regions become groups, groups become leaves or are withheld.

use tamga_crypto::elgamal::Ciphertext;
use tamga_crypto::hash::Digest;
use tamga_record::tally_file::{Group, SUM_LEN, groups};

use crate::election::Election;
use crate::verified::Verified;

/// A leaf before it has a salt: whose ballots, their trackers and their sums.
#[derive(Debug)]
pub(crate) struct SummedGroup {
    pub(crate) group: Group,
    /// Ascending.
    pub(crate) trackers: Vec<Digest>,
    /// One per option.
    pub(crate) sums: Vec<[u8; SUM_LEN]>,
}

/// The sums that may be opened, and the groups that may not. Made by [`aggregate`] alone.
#[derive(Debug)]
pub struct Sums<'a> {
    election: &'a Election,
    opening: u32,
    close: Digest,
    leaves: Vec<SummedGroup>,
    withheld: Vec<Group>,
}

/// Groups the regions of every contest so that no group under `min-open` is opened, and adds up the sums of each group.
pub fn aggregate<'a>(verified: &Verified<'a>) -> Sums<'a> {
    let election = verified.election();
    let (opened, withheld) = groups(election.definition(), verified.regions(), &verified.ballots());
    let leaves = opened.into_iter().map(|group| sum_group(verified, group)).collect();
    Sums { election, opening: verified.opening(), close: *verified.close(), leaves, withheld }
}

fn sum_group(verified: &Verified<'_>, group: Group) -> SummedGroup {
    let options = verified.election().definition().contest(group.contest).map_or(0, |contest| contest.options.len());
    let mut sums = vec![Ciphertext::zero(); options];
    let mut trackers = Vec::new();
    for &region in &group.regions {
        let of_contest = verified.sums(region).and_then(|sums| sums.contest(group.contest));
        let of_region = of_contest.map_or(&[][..], |sums| sums.sums());
        for (sum, ciphertext) in sums.iter_mut().zip(of_region) {
            *sum += *ciphertext;
        }
        trackers.extend(verified.counted(region, group.contest));
    }
    trackers.sort_unstable();
    SummedGroup { group, trackers, sums: sums.iter().map(Ciphertext::to_bytes).collect() }
}

impl<'a> Sums<'a> {
    /// The election.
    pub fn election(&self) -> &'a Election {
        self.election
    }

    /// Number of the opening.
    pub fn opening(&self) -> u32 {
        self.opening
    }

    /// Groups that will be leaves of the tally root: so many salts are needed.
    pub fn leaf_count(&self) -> usize {
        self.leaves.len()
    }

    /// Groups under `min-open`, which are not opened.
    pub fn withheld(&self) -> &[Group] {
        &self.withheld
    }

    /// The trackers counted in a leaf, ascending.
    pub fn trackers(&self, leaf: usize) -> &[Digest] {
        self.leaves.get(leaf).map_or(&[], |summed| summed.trackers.as_slice())
    }

    pub(crate) fn close(&self) -> &Digest {
        &self.close
    }

    pub(crate) fn into_groups(self) -> (Vec<SummedGroup>, Vec<Group>) {
        (self.leaves, self.withheld)
    }
}
