//! What honest tokens answer.

use tamga_crypto::group::Scalar;
use tamga_crypto::opening::{CHUNK_SUMS, ChunkProver, OpeningContext, SumPoint};
use tamga_record::shares::{SharesFile, TokenShares};
use tamga_tally::root::TallyRoot;

use crate::world::World;

impl World {
    fn share(&self, token: u8) -> Scalar {
        let powers = std::iter::successors(Some(Scalar::ONE), |power| Some(power * Scalar::from(token)));
        self.polynomial.iter().zip(powers).map(|(a, power)| a * power).sum()
    }

    /// The shares of these tokens.
    pub fn shares(&self, root: &TallyRoot<'_>, tokens: &[u8]) -> SharesFile {
        let file = root.file();
        let answers = tokens.iter().map(|&token| self.answer(root, token));
        SharesFile {
            election: file.election,
            opening: file.opening,
            root: *root.digest(),
            sums: file.sum_count() as u32,
            tokens: answers.collect(),
        }
    }

    fn answer(&self, root: &TallyRoot<'_>, token: u8) -> TokenShares {
        let file = root.file();
        let context = OpeningContext { election: file.election, opening: file.opening, root: *root.digest(), token };
        let (share, y) = (self.share(token), self.election.keys().election.verification_share(token));
        let sums: Vec<[u8; 64]> = file.leaves.iter().flat_map(|leaf| leaf.sums.clone()).collect();
        let mut answer = TokenShares { index: token, ds: Vec::new(), proofs: Vec::new() };
        for (chunk, (first, sums)) in (0u32..).zip((0u32..).step_by(CHUNK_SUMS).zip(sums.chunks(CHUNK_SUMS))) {
            let mut prover = ChunkProver::new(&context, chunk);
            for (number, sum) in (first..).zip(sums) {
                let a = SumPoint::from_sum_bytes(sum).unwrap();
                answer.ds.push(prover.step(&share, number, &a));
            }
            let mut rng = self.streams.stream("token", u64::from(token) << 32 | u64::from(chunk));
            answer.proofs.push(prover.finish(&share, &y, &mut rng));
        }
        answer
    }
}
