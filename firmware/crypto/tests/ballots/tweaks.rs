//! Everything that can be changed about valid marks; each change must be refused.

use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use tamga_crypto::elgamal::{Ciphertext, ElectionKey};
use tamga_crypto::group::{RistrettoPoint, Scalar, decode_scalar, encode_point};
use tamga_crypto::marks::{BallotContext, MarksError, encrypt_marks, verify_marks_vartime};

const OPTION_LEN: usize = 288;

/// What is given to the check.
#[derive(Clone)]
struct Given {
    key: [u8; 32],
    context: BallotContext,
    contest: u16,
    options: usize,
    max: u16,
    bytes: Vec<u8>,
}

impl Given {
    fn honest(seed: u64, options: usize, max: u16, marked: usize) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let key = encode_point(&RistrettoPoint::random(&mut rng));
        let context = BallotContext { election: [1; 32], region: 2, tag: [3; 16], credential_key: [4; 32] };
        let marks: Vec<bool> = (0..options).map(|option| option < marked).collect();
        let election_key = ElectionKey::from_bytes(&key).unwrap();
        let bytes = encrypt_marks(&election_key, &context, 5, &marks, max, &mut rng).unwrap();
        Given { key, context, contest: 5, options, max, bytes }
    }

    fn verify(&self) -> Result<Vec<Ciphertext>, MarksError> {
        let key = ElectionKey::from_bytes(&self.key).unwrap();
        verify_marks_vartime(&key, &self.context, self.contest, self.options, self.max, &self.bytes)
    }
}

#[derive(Debug, Clone, Copy)]
enum Tweak {
    Key,
    Election,
    Region,
    Tag,
    CredentialKey,
    Contest,
    MoreOptions,
    FewerOptions,
    HigherMax,
    LowerMax,
    CiphertextA,
    CiphertextB,
    CommitmentA0,
    CommitmentB0,
    CommitmentA1,
    CommitmentB1,
    Challenge,
    Response0,
    Response1,
    SumCommitments,
    SumChallenges,
    SumResponses,
    SwappedOptions,
    SwappedCiphertexts,
    SwappedProofs,
    SwappedBranches,
    OptionOfAnotherBallot,
    SumProofOfAnotherBallot,
    CiphertextOfZeros,
    ResponsesThatCancel,
    ShorterByOne,
    LongerByOne,
    Empty,
}

use Tweak::*;

const ALL: [Tweak; 33] = [
    Key,
    Election,
    Region,
    Tag,
    CredentialKey,
    Contest,
    MoreOptions,
    FewerOptions,
    HigherMax,
    LowerMax,
    CiphertextA,
    CiphertextB,
    CommitmentA0,
    CommitmentB0,
    CommitmentA1,
    CommitmentB1,
    Challenge,
    Response0,
    Response1,
    SumCommitments,
    SumChallenges,
    SumResponses,
    SwappedOptions,
    SwappedCiphertexts,
    SwappedProofs,
    SwappedBranches,
    OptionOfAnotherBallot,
    SumProofOfAnotherBallot,
    CiphertextOfZeros,
    ResponsesThatCancel,
    ShorterByOne,
    LongerByOne,
    Empty,
];

impl Tweak {
    /// `given`, changed in this one way; `choice` picks the bit or the option where there are several.
    fn apply(self, given: &Given, other: &Given, choice: usize) -> Given {
        let mut given = given.clone();
        let option = choice % given.options * OPTION_LEN;
        let sum = given.options * OPTION_LEN;
        let n = usize::from(given.max) + 1;
        let mut flip = |start: usize, len: usize| {
            let bit = choice % (len * 8);
            given.bytes[start + bit / 8] ^= 1 << (bit % 8);
        };
        match self {
            Key => given.key = other.key,
            Election => given.context.election[choice % 32] ^= 1,
            Region => given.context.region ^= 1,
            Tag => given.context.tag[choice % 16] ^= 1,
            CredentialKey => given.context.credential_key[choice % 32] ^= 1,
            Contest => given.contest ^= 1,
            MoreOptions => given.options += 1,
            FewerOptions => given.options -= 1,
            HigherMax => given.max += 1,
            LowerMax => given.max -= 1,
            CiphertextA => flip(option, 32),
            CiphertextB => flip(option + 32, 32),
            CommitmentA0 => flip(option + 64, 32),
            CommitmentB0 => flip(option + 96, 32),
            CommitmentA1 => flip(option + 128, 32),
            CommitmentB1 => flip(option + 160, 32),
            Challenge => flip(option + 192, 32),
            Response0 => flip(option + 224, 32),
            Response1 => flip(option + 256, 32),
            SumCommitments => flip(sum, 64 * n),
            SumChallenges => flip(sum + 64 * n, 32 * (n - 1)),
            SumResponses => flip(sum + 64 * n + 32 * (n - 1), 32 * n),
            SwappedOptions => swap(&mut given.bytes, 0, OPTION_LEN, OPTION_LEN),
            SwappedCiphertexts => swap(&mut given.bytes, 0, OPTION_LEN, 64),
            SwappedProofs => swap(&mut given.bytes, 64, OPTION_LEN + 64, 224),
            SwappedBranches => swap(&mut given.bytes, option + 64, option + 128, 64),
            OptionOfAnotherBallot => {
                given.bytes[option..option + OPTION_LEN].copy_from_slice(&other.bytes[option..option + OPTION_LEN]);
            }
            SumProofOfAnotherBallot => given.bytes[sum..].copy_from_slice(&other.bytes[sum..]),
            CiphertextOfZeros => given.bytes[option..option + 64].fill(0),
            ResponsesThatCancel => {
                add(&mut given.bytes, 224, Scalar::ONE);
                add(&mut given.bytes, OPTION_LEN + 224, -Scalar::ONE);
            }
            ShorterByOne => drop(given.bytes.pop()),
            LongerByOne => given.bytes.push(0),
            Empty => given.bytes.clear(),
        }
        given
    }
}

fn add(bytes: &mut [u8], start: usize, difference: Scalar) {
    let word = &mut bytes[start..start + 32];
    let scalar = decode_scalar((&*word).try_into().unwrap()).unwrap();
    word.copy_from_slice((scalar + difference).as_bytes());
}

fn swap(bytes: &mut [u8], left: usize, right: usize, len: usize) {
    let (head, tail) = bytes.split_at_mut(right);
    head[left..left + len].swap_with_slice(&mut tail[..len]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn every_tweak_of_valid_marks_is_refused(seed: u64, options in 2usize..5, max in 1u16..3, marked in 0usize..2, choice: usize) {
        let given = Given::honest(seed, options, max, marked);
        let other = Given::honest(!seed, options, max, marked);
        prop_assert!(given.verify().is_ok());
        for tweak in ALL {
            prop_assert!(tweak.apply(&given, &other, choice).verify().is_err(), "{:?} was accepted", tweak);
        }
    }
}
