//! The marks of one contest as a device encrypts them that does not keep to the rules.

use rand_core::{CryptoRng, TryCryptoRng, TryRng};
use tamga_crypto::elgamal::{Ciphertext, ElectionKey};
use tamga_crypto::group::{POINT_LEN, Scalar};
use tamga_crypto::marks::BallotContext;
use tamga_crypto::range_proof::{self, SUM_OPTION, Statement, proof_len};

use super::signatures::add_order;

/// Bytes of an option: ciphertext and proof of two branches, README of the crypto crate (6).
pub(super) const OPTION_LEN: usize = 2 * POINT_LEN + proof_len(2);
/// Where the response of the first branch stands in an option.
const RESPONSE: usize = OPTION_LEN - 2 * POINT_LEN;

/// One contest on one ballot: what is encrypted, and what the proofs claim.
pub(super) struct Forgery<'a> {
    pub(super) key: &'a ElectionKey,
    pub(super) context: BallotContext,
    pub(super) contest: u16,
    pub(super) max: u16,
    /// What is encrypted per option.
    pub(super) values: Vec<Scalar>,
    /// What the proof of each option claims to be encrypted.
    pub(super) claims: Vec<u64>,
    /// The randomness per option.
    pub(super) randomness: Vec<Scalar>,
    /// What the proof of the sum claims.
    pub(super) sum: u64,
}

impl<'a> Forgery<'a> {
    /// A vote for the first option, as an honest device would make it: the rest is changed from there.
    pub(super) fn honest(
        key: &'a ElectionKey,
        context: BallotContext,
        (contest, max, options): (u16, u16, usize),
        rng: &mut impl CryptoRng,
    ) -> Self {
        let first = |option: usize| u64::from(option == 0);
        Self {
            key,
            context,
            contest,
            max,
            values: (0..options).map(|option| Scalar::from(first(option))).collect(),
            claims: (0..options).map(first).collect(),
            randomness: (0..options).map(|_| Scalar::random(rng)).collect(),
            sum: first(0),
        }
    }

    /// Encrypts `value` in an option and claims `claim`.
    pub(super) fn set(&mut self, option: usize, value: Scalar, claim: u64) {
        if let (Some(place), Some(claimed)) = (self.values.get_mut(option), self.claims.get_mut(option)) {
            (*place, *claimed) = (value, claim);
        }
    }

    /// Sets the randomness of the last option so that all of it adds up to nothing: then `ΣA` is the identity.
    pub(super) fn cancel_randomness(&mut self) {
        let sum: Scalar = self.randomness.iter().sum();
        if let Some(last) = self.randomness.last_mut() {
            *last -= sum;
        }
    }

    /// The bytes, README (6), with a proof for everything that is claimed.
    pub(super) fn encode(&self, rng: &mut impl CryptoRng) -> Vec<u8> {
        let (mut bytes, mut total) = (Vec::new(), Ciphertext::zero());
        let options = self.values.iter().zip(&self.claims).zip(&self.randomness);
        for (option, ((value, claim), r)) in (0u16..).zip(options) {
            let ciphertext = Ciphertext::encrypt(self.key, value, r);
            let statement = Statement::new(self.key, &self.context, self.contest, option, ciphertext);
            bytes.extend(ciphertext.to_bytes());
            bytes.extend(range_proof::prove(&statement, 2, *claim, r, rng));
            total += ciphertext;
        }
        let r: Scalar = self.randomness.iter().sum();
        let statement = Statement::new(self.key, &self.context, self.contest, SUM_OPTION, total);
        bytes.extend(range_proof::prove(&statement, usize::from(self.max) + 1, self.sum, &r, rng));
        bytes
    }
}

/// A generator that draws nothing but zeros: with it every commitment of a proof is the identity, and the equations hold.
pub(super) struct NoRandomness;

impl TryRng for NoRandomness {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(0)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(0)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        bytes.fill(0);
        Ok(())
    }
}

impl TryCryptoRng for NoRandomness {}

/// Changes the response of the first branch of the first option.
pub(super) fn break_first_proof(marks: &mut [u8]) {
    if let Some(byte) = marks.get_mut(RESPONSE) {
        *byte ^= 1;
    }
}

/// Writes the response of the first branch of the first option with `ℓ` added.
pub(super) fn lift_first_response(marks: &mut [u8]) {
    if let Some(response) = marks.get_mut(RESPONSE..).and_then(|rest| rest.first_chunk_mut()) {
        add_order(response);
    }
}

/// Changes the last response of the proof of the sum.
pub(super) fn break_sum_proof(marks: &mut [u8]) {
    let last = marks.len().saturating_sub(POINT_LEN);
    if let Some(byte) = marks.get_mut(last) {
        *byte ^= 1;
    }
}

/// Writes the first `A` with the bit set that no encoding has: some decoders pass over it and read the same point.
pub(super) fn mask_first_point(marks: &mut [u8]) {
    if let Some(byte) = marks.get_mut(POINT_LEN - 1) {
        *byte |= 0x80;
    }
}

/// Puts the first option, ciphertext and proof, in the place of the second, and the second in that of the first.
pub(super) fn swap_first_options(marks: &mut [u8]) {
    if let Some((first, second)) = marks.get_mut(..2 * OPTION_LEN).map(|options| options.split_at_mut(OPTION_LEN)) {
        first.swap_with_slice(second);
    }
}
