//! Sums of ciphertexts of one region, and ballots that wait to be added.

use tamga_crypto::elgamal::{CIPHERTEXT_LEN, Ciphertext};
use tamga_record::definition::{ContestSet, Definition, Region};

use crate::ballot::VerifiedBallot;

/// Ballots counted in one region that carry a contest, and the sum of their ciphertexts per option.
#[derive(Debug, Clone)]
pub(crate) struct ContestSums {
    contest: u16,
    ballots: u32,
    sums: Vec<Ciphertext>,
}

impl ContestSums {
    pub(crate) fn ballots(&self) -> u32 {
        self.ballots
    }

    /// One sum per option, in definition order.
    pub(crate) fn sums(&self) -> &[Ciphertext] {
        &self.sums
    }

    fn add(&mut self, ciphertexts: impl IntoIterator<Item = Ciphertext>) {
        self.ballots += 1;
        for (sum, ciphertext) in self.sums.iter_mut().zip(ciphertexts) {
            *sum += ciphertext;
        }
    }
}

/// The sums of all contests of a region.
#[derive(Debug, Clone)]
pub(crate) struct RegionSums(Vec<ContestSums>);

impl RegionSums {
    /// Sums of no ballots.
    pub(crate) fn new(definition: &Definition, region: &Region) -> Self {
        let contests = region.contests.indices().filter_map(|number| {
            let options = definition.contest(number)?.options.len();
            Some(ContestSums { contest: number, ballots: 0, sums: vec![Ciphertext::zero(); options] })
        });
        Self(contests.collect())
    }

    /// The sums of one contest, if it is on the region's ballots.
    pub(crate) fn contest(&self, contest: u16) -> Option<&ContestSums> {
        self.0.iter().find(|sums| sums.contest == contest)
    }

    /// Adds a ballot with these contests.
    pub(crate) fn add(&mut self, contests: &ContestSet, ballot: &VerifiedBallot) {
        for (contest, ciphertexts) in contests.indices().zip(ballot.contests()) {
            if let Some(sums) = self.0.iter_mut().find(|sums| sums.contest == contest) {
                sums.add(ciphertexts.iter().copied());
            }
        }
    }

    /// Adds a ballot that waited.
    pub(crate) fn add_waiting(&mut self, contests: &ContestSet, ballot: &WaitingBallot) {
        let mut rest = ballot.0.as_slice();
        for contest in contests.indices() {
            let Some(sums) = self.0.iter_mut().find(|sums| sums.contest == contest) else {
                continue;
            };
            let (own, after) = rest.split_at(sums.sums.len().min(rest.len()));
            sums.add(own.iter().map(|bytes| {
                Ciphertext::from_bytes(bytes).expect("a waiting ballot holds ciphertexts that were verified")
            }));
            rest = after;
        }
    }
}

/// A verified ballot kept until it is known whether it counts: 64 bytes per option.
#[derive(Debug)]
pub(crate) struct WaitingBallot(Vec<[u8; CIPHERTEXT_LEN]>);

impl WaitingBallot {
    pub(crate) fn new(ballot: &VerifiedBallot) -> Self {
        Self(ballot.contests().iter().flatten().map(Ciphertext::to_bytes).collect())
    }
}
