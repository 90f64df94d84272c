//! Everything that can be changed about a token's answer to a chunk; each change must be refused.

use proptest::prelude::*;
use tamga_crypto::dkg::Purpose;
use tamga_crypto::group::RistrettoPoint;
use tamga_crypto::opening::{OpeningContext, OpeningError, verify_chunk_vartime};

use crate::ceremony::Ceremony;
use crate::opening::{Answer, answer, context};

/// What is given to the check.
#[derive(Clone)]
struct Given {
    context: OpeningContext,
    chunk: u32,
    y: RistrettoPoint,
    sums: Vec<(u32, RistrettoPoint)>,
    ds: Vec<RistrettoPoint>,
    proof: [u8; 64],
}

impl Given {
    fn verify(&self) -> Result<(), OpeningError> {
        verify_chunk_vartime(&self.context, self.chunk, &self.y, &self.sums, &self.ds, &self.proof)
    }
}

#[derive(Debug, Clone, Copy)]
enum Tweak {
    Election,
    OpeningNumber,
    Root,
    Token,
    Chunk,
    ChunkAndIndices,
    VerificationShare,
    Sum,
    SumIndex,
    SwappedSums,
    SwappedPairs,
    PartialDecryption,
    SwappedPartialDecryptions,
    ErrorsThatCancel,
    AnotherTokensAnswer,
    ProofChallenge,
    ProofResponse,
    UnreducedChallenge,
    UnreducedResponse,
    MissingSum,
    MissingPartialDecryption,
    MissingPair,
    ExtraPair,
    NoSums,
}

use Tweak::*;

const ALL: [Tweak; 24] = [
    Election,
    OpeningNumber,
    Root,
    Token,
    Chunk,
    ChunkAndIndices,
    VerificationShare,
    Sum,
    SumIndex,
    SwappedSums,
    SwappedPairs,
    PartialDecryption,
    SwappedPartialDecryptions,
    ErrorsThatCancel,
    AnotherTokensAnswer,
    ProofChallenge,
    ProofResponse,
    UnreducedChallenge,
    UnreducedResponse,
    MissingSum,
    MissingPartialDecryption,
    MissingPair,
    ExtraPair,
    NoSums,
];

impl Tweak {
    /// `given`, changed in this one way; `stray` is a point of nobody, `choice` picks a byte or a sum.
    fn apply(self, given: &Given, other: &Answer, stray: RistrettoPoint, choice: usize) -> Given {
        let mut given = given.clone();
        let one = choice % given.sums.len();
        let next = (one + 1) % given.sums.len();
        match self {
            Election => given.context.election[choice % 32] ^= 1,
            OpeningNumber => given.context.opening += 1,
            Root => given.context.root[choice % 32] ^= 1,
            Token => given.context.token += 1,
            Chunk => given.chunk += 1,
            ChunkAndIndices => {
                given.chunk += 1;
                given.sums.iter_mut().for_each(|(index, _)| *index += 64);
            }
            VerificationShare => given.y += stray,
            Sum => given.sums[one].1 += stray,
            SumIndex => given.sums[one].0 += 1,
            SwappedSums => (given.sums[one].1, given.sums[next].1) = (given.sums[next].1, given.sums[one].1),
            SwappedPairs => {
                (given.sums[one].1, given.sums[next].1) = (given.sums[next].1, given.sums[one].1);
                given.ds.swap(one, next);
            }
            PartialDecryption => given.ds[one] += stray,
            SwappedPartialDecryptions => given.ds.swap(one, next),
            ErrorsThatCancel => {
                given.ds[one] += stray;
                given.ds[next] -= stray;
            }
            AnotherTokensAnswer => (given.ds, given.proof) = (other.ds.clone(), other.proof),
            ProofChallenge => given.proof[choice % 32] ^= 1 << (choice % 8),
            ProofResponse => given.proof[32 + choice % 32] ^= 1 << (choice % 8),
            UnreducedChallenge => given.proof[..32].fill(0xff),
            UnreducedResponse => given.proof[32..].fill(0xff),
            MissingSum => drop(given.sums.pop()),
            MissingPartialDecryption => drop(given.ds.pop()),
            MissingPair => drop((given.sums.pop(), given.ds.pop())),
            ExtraPair => {
                given.sums.push((given.chunk * 64 + given.sums.len() as u32, RistrettoPoint::default()));
                given.ds.push(RistrettoPoint::default());
            }
            NoSums => (given.sums, given.ds) = (Vec::new(), Vec::new()),
        }
        given
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn every_tweak_of_an_answer_is_refused(seed: u64, chunk in 0u32..3, count in 2usize..5, choice: usize) {
        let mut ceremony = Ceremony::run(3, 2, Purpose::Election, seed);
        let sums: Vec<(u32, RistrettoPoint)> =
            (chunk * 64..).take(count).map(|j| (j, RistrettoPoint::random(&mut ceremony.rng))).collect();
        let Answer { ds, proof } = answer(&mut ceremony, 1, chunk, &sums);
        let other = answer(&mut ceremony, 2, chunk, &sums);
        let y = ceremony.verification_share(1);
        let given = Given { context: context(1), chunk, y, sums, ds, proof };
        prop_assert_eq!(given.verify(), Ok(()));
        let stray = RistrettoPoint::random(&mut ceremony.rng);
        for tweak in ALL {
            prop_assert!(tweak.apply(&given, &other, stray, choice).verify().is_err(), "{:?} was accepted", tweak);
        }
    }
}

#[test]
fn a_chunk_of_more_than_sixty_four_sums_is_refused() {
    let mut ceremony = Ceremony::run(3, 2, Purpose::Election, 1);
    let point = ceremony.group.public();
    let sums: Vec<(u32, RistrettoPoint)> = (0..65).map(|j| (j, point)).collect();
    let Answer { ds, proof } = answer(&mut ceremony, 1, 0, &sums);
    let y = ceremony.verification_share(1);
    let refused = verify_chunk_vartime(&context(1), 0, &y, &sums, &ds, &proof);
    assert_eq!(refused, Err(OpeningError::ChunkLength));
}
