//! Replacing lost tokens: both shares of the lost ones are worth nothing, the key stays.

use std::collections::BTreeMap;

use tamga_crypto::dkg::{
    Dealer, DkgError, GroupKey, Package, Purpose, Quorum, Resharing, final_share, replaced_message, replacement_outcome,
};
use tamga_crypto::group::{RistrettoPoint, Scalar};
use tamga_crypto::hash::{Digest, sha3_256};
use tamga_crypto::opening::lagrange_at_zero;
use zeroize::Zeroizing;

use crate::ceremony::{Ceremony, choices};

const ELECTION: Digest = [0xe1; 32];
const REPLACEMENT: Digest = [0x1d; 32];

/// The shares by token and the commitments after one resharing, all honest.
fn reshare(
    ceremony: &mut Ceremony,
    replaced: &[u8],
    before: &BTreeMap<u8, Scalar>,
    group: &GroupKey,
) -> (BTreeMap<u8, Scalar>, GroupKey) {
    let resharing = Resharing::new(ceremony.quorum, replaced).unwrap();
    let context = resharing.context(&ELECTION, &REPLACEMENT, Purpose::Election, &ceremony.nonces).unwrap();
    let dealers: Vec<Dealer> = resharing
        .dealers()
        .iter()
        .map(|i| resharing.dealer(&context, *i, &before[i], &mut ceremony.rng).unwrap())
        .collect();
    let packages: Vec<Package> =
        dealers.iter().map(|dealer| Package::parse(&dealer.package(), ceremony.quorum).unwrap()).collect();
    for ((i, dealer), package) in resharing.dealers().iter().zip(&dealers).zip(&packages) {
        package.check(&context, *i, &dealer.commitment()).unwrap();
        resharing.check(*i, package, group).unwrap();
    }
    let after = resharing.group_key(&packages).unwrap();
    let share = |j| {
        let shares: Vec<Zeroizing<Scalar>> = dealers.iter().map(|dealer| dealer.share_for(j).unwrap()).collect();
        (j, *final_share(&after, j, &shares).unwrap())
    };
    (ceremony.quorum.indices().map(share).collect(), after)
}

fn combine(shares: &BTreeMap<u8, Scalar>, indices: &[u8]) -> RistrettoPoint {
    let weights = lagrange_at_zero(indices).unwrap();
    RistrettoPoint::mul_base(&weights.iter().zip(indices).map(|(weight, i)| weight * shares[i]).sum())
}

fn shares_of(ceremony: &Ceremony) -> BTreeMap<u8, Scalar> {
    ceremony.quorum.indices().map(|i| (i, *ceremony.share(i))).collect()
}

#[test]
fn after_a_replacement_any_quorum_of_new_shares_holds_the_same_key() {
    for replaced in [&[1][..], &[5], &[2, 4]] {
        let mut ceremony = Ceremony::run(5, 3, Purpose::Election, 21);
        let (before, group) = (shares_of(&ceremony), ceremony.group.clone());
        let (after, new_group) = reshare(&mut ceremony, replaced, &before, &group);
        assert_eq!(new_group.public(), group.public());
        assert_ne!(new_group.commitments[1..], group.commitments[1..]);
        for size in 1..=5 {
            for indices in choices(5, size) {
                assert_eq!(combine(&after, &indices) == group.public(), size >= 3, "{indices:?}");
            }
        }
        for i in 1..=5 {
            assert_eq!(RistrettoPoint::mul_base(&after[&i]), new_group.verification_share(i));
        }
        let (again, last) = reshare(&mut ceremony, &[3], &after, &new_group);
        assert_eq!((last.public(), combine(&again, &[1, 3, 5])), (group.public(), group.public()));
    }
}

#[test]
fn an_old_share_does_not_combine_with_new_ones() {
    let mut ceremony = Ceremony::run(5, 3, Purpose::Custody, 22);
    let (before, group) = (shares_of(&ceremony), ceremony.group.clone());
    let (after, _) = reshare(&mut ceremony, &[4, 5], &before, &group);
    for indices in choices(5, 3) {
        for old in &indices {
            let mut mixed = after.clone();
            mixed.insert(*old, before[old]);
            assert_ne!(combine(&mixed, &indices), group.public(), "the old share of {old} in {indices:?}");
        }
    }
}

#[test]
fn who_may_be_replaced_leaves_a_quorum() {
    let quorum = Quorum::new(5, 3).unwrap();
    assert_eq!(Resharing::new(quorum, &[2, 5]).unwrap().dealers(), [1, 3, 4]);
    assert_eq!(Resharing::new(quorum, &[]), Err(DkgError::Count));
    assert_eq!(Resharing::new(quorum, &[1, 2, 3]), Err(DkgError::Count));
    for (replaced, index) in [([0, 1], 0), ([1, 6], 6), ([2, 2], 2), ([3, 1], 1)] {
        assert_eq!(Resharing::new(quorum, &replaced), Err(DkgError::Index { index }));
    }
}

#[test]
fn a_dealer_of_another_secret_is_named_and_a_replaced_token_deals_nothing() {
    let mut ceremony = Ceremony::run(3, 2, Purpose::Election, 23);
    let (share, group) = (*ceremony.share(1), ceremony.group.clone());
    let resharing = Resharing::new(ceremony.quorum, &[3]).unwrap();
    let context = resharing.context(&ELECTION, &REPLACEMENT, Purpose::Election, &ceremony.nonces).unwrap();
    let mut package = |secret: &Scalar| {
        let dealer = resharing.dealer(&context, 1, secret, &mut ceremony.rng).unwrap();
        Package::parse(&dealer.package(), ceremony.quorum).unwrap()
    };
    let (right, wrong) = (package(&share), package(&(share + Scalar::ONE)));
    assert_eq!(resharing.check(1, &right, &group), Ok(()));
    let error = resharing.check(1, &wrong, &group).unwrap_err();
    assert_eq!((error, error.culprit()), (DkgError::Part { dealer: 1 }, Some(1)));
    assert_eq!(resharing.check(2, &right, &group), Err(DkgError::Part { dealer: 2 }));
    let none = DkgError::Index { index: 3 };
    assert_eq!(resharing.dealer(&context, 3, &share, &mut ceremony.rng).unwrap_err(), none);
    assert_eq!(resharing.check(3, &right, &group), Err(none));
    assert_eq!(resharing.group_key(std::slice::from_ref(&right)), Err(DkgError::Count));
}

#[test]
fn the_context_binds_election_replacement_purpose_dealers_and_every_nonce() {
    let quorum = Quorum::new(3, 2).unwrap();
    let nonces = [[1; 32], [2; 32], [3; 32]];
    let context = |e: u8, d: u8, purpose, lost, nonces: &[[u8; 32]]| {
        Resharing::new(quorum, &[lost]).unwrap().context(&[e; 32], &[d; 32], purpose, nonces)
    };
    let own = context(1, 2, Purpose::Custody, 2, &nonces).unwrap();
    let fields = [&[1; 32][..], &[2; 32], &[1, 3, 2], &[0, 0, 0, 0b101], nonces.as_flattened()].concat();
    assert_eq!(*own.digest(), sha3_256(&[&[24], b"tamga/reshare-context/v1", &fields]));
    let swapped = [[2; 32], [1; 32], [3; 32]];
    for other in [
        context(3, 2, Purpose::Custody, 2, &nonces),
        context(1, 3, Purpose::Custody, 2, &nonces),
        context(1, 2, Purpose::Election, 2, &nonces),
        context(1, 2, Purpose::Custody, 1, &nonces),
        context(1, 2, Purpose::Custody, 2, &swapped),
    ] {
        assert_ne!(other.unwrap(), own);
    }
    assert_eq!(context(1, 2, Purpose::Custody, 2, &nonces[..2]), Err(DkgError::Count));
}

#[test]
fn outcome_and_confirmation_follow_the_page() {
    let outcome = replacement_outcome(&[1; 32], &[2; 32], &[3; 32]);
    let fields = [[1; 32], [2; 32], [3; 32]].concat();
    assert_eq!(outcome, sha3_256(&[&[28], b"tamga/replacement-outcome/v1", &fields]));
    let expected = sha3_256(&[&[17], b"tamga/replaced/v1", &[4; 32], &[1, 2], &[5], &outcome]);
    assert_eq!(replaced_message(&[4; 32], 0x0102, 5, &outcome), expected);
}
