//! Everything that can be changed about a package or an envelope; each change must be refused.

use proptest::prelude::*;
use tamga_crypto::dkg::{Context, DkgError, Package, Purpose, Quorum, open_share};

use crate::ceremony::{Ceremony, DEFINITION};

/// A change of the context in which dealer 1's package and its envelope to token 2 are checked.
#[derive(Debug, Clone, Copy)]
enum ContextTweak {
    Definition,
    Purpose,
    Tokens,
    Needed,
    NonceBit,
    NonceOrder,
}

impl ContextTweak {
    const ALL: [ContextTweak; 6] =
        [Self::Definition, Self::Purpose, Self::Tokens, Self::Needed, Self::NonceBit, Self::NonceOrder];

    fn apply(self, ceremony: &Ceremony, choice: usize) -> Context {
        let (mut definition, mut purpose, mut quorum) = (DEFINITION, Purpose::Election, ceremony.quorum);
        let mut nonces = ceremony.nonces.clone();
        match self {
            Self::Definition => definition[choice % 32] ^= 1,
            Self::Purpose => purpose = Purpose::Custody,
            Self::Tokens => {
                quorum = Quorum::new(quorum.tokens - 1, quorum.needed).unwrap();
                nonces.pop();
            }
            Self::Needed => quorum = Quorum::new(quorum.tokens, quorum.needed + 1).unwrap(),
            Self::NonceBit => nonces[choice % 3][choice % 32] ^= 1,
            Self::NonceOrder => nonces.swap(0, 1 + choice % 2),
        }
        Context::new(&definition, purpose, quorum, &nonces).unwrap()
    }
}

#[derive(Debug, Clone, Copy)]
enum PackageTweak {
    Dealer,
    Commitment,
    Coefficients,
    ProofPoint,
    ProofScalar,
    AnotherDealersPackage,
}

impl PackageTweak {
    const ALL: [PackageTweak; 6] = [
        Self::Dealer,
        Self::Commitment,
        Self::Coefficients,
        Self::ProofPoint,
        Self::ProofScalar,
        Self::AnotherDealersPackage,
    ];

    fn check(self, ceremony: &Ceremony, choice: usize) -> Result<(), DkgError> {
        let (mut dealer, mut committed) = (1, ceremony.commitments[0]);
        let mut bytes = ceremony.dealer(1).package();
        let bit = 1 << (choice % 8);
        match self {
            Self::Dealer => dealer = 2,
            Self::Commitment => committed[choice % 32] ^= bit,
            Self::Coefficients => bytes[choice % 64] ^= bit,
            Self::ProofPoint => bytes[64 + choice % 32] ^= bit,
            Self::ProofScalar => bytes[96 + choice % 32] ^= bit,
            Self::AnotherDealersPackage => bytes = ceremony.dealer(2).package(),
        }
        Package::parse(&bytes, ceremony.quorum)?.check(&ceremony.context, dealer, &committed)
    }
}

#[derive(Debug, Clone, Copy)]
enum EnvelopeTweak {
    Encapsulation,
    Ciphertext,
    Signature,
    Dealer,
    Receiver,
    ShareKey,
    DealerKey,
    Package,
    Shorter,
    Longer,
    Empty,
    ToAnother,
    FromAnother,
}

impl EnvelopeTweak {
    const ALL: [EnvelopeTweak; 13] = [
        Self::Encapsulation,
        Self::Ciphertext,
        Self::Signature,
        Self::Dealer,
        Self::Receiver,
        Self::ShareKey,
        Self::DealerKey,
        Self::Package,
        Self::Shorter,
        Self::Longer,
        Self::Empty,
        Self::ToAnother,
        Self::FromAnother,
    ];

    fn open(self, ceremony: &Ceremony, choice: usize) -> Result<(), DkgError> {
        let (mut dealer, mut receiver, mut share_key, mut dealer_key, mut package) = (1, 2, 2, 1, 1);
        // From 1 to 2, 1 to 3, 2 to 1, …
        let mut envelope = ceremony.envelopes[0].to_vec();
        let bit = 1 << (choice % 8);
        match self {
            Self::Encapsulation => envelope[choice % 32] ^= bit,
            Self::Ciphertext => envelope[32 + choice % 48] ^= bit,
            Self::Signature => envelope[80 + choice % 64] ^= bit,
            Self::Dealer => dealer = 3,
            Self::Receiver => receiver = 3,
            Self::ShareKey => share_key = 3,
            Self::DealerKey => dealer_key = 3,
            Self::Package => package = 3,
            Self::Shorter => drop(envelope.pop()),
            Self::Longer => envelope.push(0),
            Self::Empty => envelope.clear(),
            Self::ToAnother => envelope = ceremony.envelopes[1].to_vec(),
            Self::FromAnother => envelope = ceremony.envelopes[2].to_vec(),
        }
        open_share(
            &ceremony.context,
            dealer,
            receiver,
            &ceremony.token(share_key).share_key,
            &ceremony.token(dealer_key).identity.verifying_key(),
            ceremony.package(package),
            &envelope,
        )
        .map(|_| ())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn every_tweak_of_a_package_is_refused(seed: u64, choice: usize) {
        let ceremony = Ceremony::run(3, 2, Purpose::Election, seed);
        for tweak in PackageTweak::ALL {
            prop_assert!(tweak.check(&ceremony, choice).is_err(), "{:?} was accepted", tweak);
        }
    }

    #[test]
    fn every_tweak_of_an_envelope_is_refused(seed: u64, choice: usize) {
        let ceremony = Ceremony::run(3, 2, Purpose::Election, seed);
        for tweak in EnvelopeTweak::ALL {
            prop_assert!(tweak.open(&ceremony, choice).is_err(), "{:?} was accepted", tweak);
        }
    }

    #[test]
    fn nothing_of_one_context_is_accepted_in_another(seed: u64, choice: usize) {
        let mut ceremony = Ceremony::run(3, 2, Purpose::Election, seed);
        for tweak in ContextTweak::ALL {
            let honest = ceremony.context;
            ceremony.context = tweak.apply(&ceremony, choice);
            prop_assert_ne!(honest, ceremony.context, "{:?} changed nothing", tweak);
            let package = ceremony.package(1).check(&ceremony.context, 1, &ceremony.commitments[0]);
            prop_assert_eq!(package, Err(DkgError::Commitment { dealer: 1 }), "{:?}", tweak);
            let envelope = ceremony.open(1, 2, &ceremony.envelopes[0]);
            prop_assert_eq!(envelope.unwrap_err(), DkgError::EnvelopeSignature { dealer: 1 }, "{:?}", tweak);
            ceremony.context = honest;
        }
    }
}
