//! A tally to open: sums under the election key, leaves, root, approvals.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tamga_crypto::dkg::GroupKey;
use tamga_crypto::elgamal::{Ciphertext, ElectionKey};
use tamga_crypto::group::{Scalar, encode_point};
use tamga_crypto::merkle::{Sha3Tree, inclusion_path, root};
use tamga_wire::leaf::{leaf_hash, sums_digest};
use tamga_wire::signed::approval_message;
use tamga_wire::{Approval, Digest, Group, Request, Response};

use crate::board::Bench;
use crate::definition::{APPROVALS, OPTIONS, REGIONS, checker_key};

pub const CLOSE: Digest = [0xc1; 32];
pub const COUNTED: Digest = [0xcd; 32];
/// Ballots of every group.
pub const BALLOTS: u32 = 1_000;

#[derive(Clone)]
pub struct Leaf {
    pub group: Group,
    pub sums: Vec<[u8; 64]>,
    pub votes: Vec<u64>,
}

#[derive(Clone)]
pub struct Tally {
    pub election: Digest,
    pub opening: u32,
    pub previous: Digest,
    pub leaves: Vec<Leaf>,
}

impl Tally {
    /// Every contest in every region, some votes for every option.
    pub fn new(e: &Digest, key: &GroupKey) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(7);
        let key = ElectionKey::from_bytes(&encode_point(&key.public())).unwrap();
        let mut leaves = Vec::new();
        for (contest, options) in (0u16..).zip(OPTIONS) {
            for region in 0..REGIONS as u16 {
                let votes: Vec<u64> = (0..options as u64).map(|option| option + u64::from(region)).collect();
                let seal = |votes: &u64| {
                    let r = Scalar::random(&mut rng);
                    Ciphertext::encrypt(&key, &Scalar::from(*votes), &r).to_bytes()
                };
                let sums = votes.iter().map(seal).collect();
                leaves.push(Leaf { group: Group { contest, regions: vec![region], ballots: BALLOTS }, sums, votes });
            }
        }
        Self { election: *e, opening: 1, previous: [0; 32], leaves }
    }

    fn hashes(&self) -> Vec<Digest> {
        let hash = |leaf: &Leaf| leaf_hash(&leaf.group, &sums_digest(&leaf.sums), &COUNTED);
        self.leaves.iter().map(hash).collect()
    }

    pub fn root(&self) -> Digest {
        root::<Sha3Tree>(&self.hashes())
    }

    pub fn approval(&self, checker: usize) -> Approval {
        let message = approval_message(&self.election, self.opening, &self.previous, &CLOSE, &self.root());
        let signature = checker_key(checker).sign(&message).to_bytes();
        Approval { checker: checker as u16, signature }
    }

    pub fn begin(&self) -> Request {
        self.begin_with((0..APPROVALS).map(|checker| self.approval(checker)).collect())
    }

    pub fn begin_with(&self, approvals: Vec<Approval>) -> Request {
        Request::OpenBegin {
            opening: self.opening,
            previous: self.previous,
            close: CLOSE,
            root: self.root(),
            leaves: self.leaves.len() as u32,
            sums: self.leaves.iter().map(|leaf| leaf.sums.len() as u32).sum(),
            ballots: u64::from(BALLOTS) * REGIONS as u64,
            approvals,
        }
    }

    /// The same with ballots, leaves or sums changed.
    pub fn begin_of(&self, change: impl Fn(&mut u64, &mut u32, &mut u32)) -> Request {
        let mut request = self.begin();
        if let Request::OpenBegin { ballots, leaves, sums, .. } = &mut request {
            change(ballots, leaves, sums);
        }
        request
    }

    pub fn leaf(&self, number: usize) -> Request {
        let leaf = &self.leaves[number];
        Request::OpenLeaf {
            leaf: number as u32,
            group: leaf.group.clone(),
            counted_digest: COUNTED,
            path: inclusion_path::<Sha3Tree>(&self.hashes(), number).unwrap(),
            sums: leaf.sums.clone(),
        }
    }

    /// Begins and opens all leaves: all partial decryptions and proofs, in order.
    pub fn open(&self, token: &mut Bench) -> (Vec<[u8; 32]>, Vec<[u8; 64]>) {
        assert_eq!(token.ask(&self.begin()), Response::Done);
        let (mut all, mut all_proofs) = (Vec::new(), Vec::new());
        for number in 0..self.leaves.len() {
            let answer = token.ask(&self.leaf(number));
            let Response::Opened { decryptions, proofs } = answer else { panic!("leaf {number}: {answer:?}") };
            all.extend(decryptions);
            all_proofs.extend(proofs);
        }
        (all, all_proofs)
    }
}
