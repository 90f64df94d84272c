//! How long an opening takes: the real computations with a share and sums that are made up.

use tamga_crypto::group::{RistrettoPoint, Scalar, encode_point};
use tamga_crypto::opening::{CHUNK_SUMS, ChunkProver, OpeningContext, SumPoint};
use tamga_wire::leaf::{SUM_LEN, sums_digest};
use tamga_wire::{Refusal, Response};

use rand_core::Rng;

use crate::env::Env;
use crate::token::Token;

impl<E: Env> Token<E> {
    /// Opens this many sums of one made-up leaf, 1 to [`CHUNK_SUMS`], as one chunk, and says nothing of what came out. The share
    /// is drawn for it: no secret of the token is used.
    pub(crate) fn bench(&mut self, sums: u8) -> Result<Response, Refusal> {
        if !(1..=CHUNK_SUMS).contains(&usize::from(sums)) {
            return Err(Refusal::BadSum);
        }
        let share = self.made_up_scalar();
        let y = RistrettoPoint::mul_base(&share);
        let leaf = alloc::vec![self.made_up_sum(); usize::from(sums)];
        let root = sums_digest(&leaf);
        let context = OpeningContext { election: [0; 32], opening: 0, root, token: 0 };
        let mut prover = ChunkProver::new(&context, 0);
        for (number, sum) in (0..).zip(&leaf) {
            let a = SumPoint::from_sum_bytes(sum).map_err(|_| Refusal::BadSum)?;
            prover.step(&share, number, &a);
        }
        prover.finish(&share, &y, self.env.rng());
        Ok(Response::Done)
    }

    fn made_up_sum(&mut self) -> [u8; SUM_LEN] {
        let mut sum = [0; SUM_LEN];
        for half in sum.as_chunks_mut::<{ SUM_LEN / 2 }>().0 {
            *half = encode_point(&RistrettoPoint::mul_base(&self.made_up_scalar()));
        }
        sum
    }

    fn made_up_scalar(&mut self) -> Scalar {
        let mut bytes = [0; 64];
        self.env.rng().fill_bytes(&mut bytes);
        Scalar::from_bytes_mod_order_wide(&bytes)
    }
}
