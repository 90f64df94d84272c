//! The commission in force, and what a replacement makes of it.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use tamga_crypto::dkg::{
    Dealer, DkgError, GroupKey, Purpose, Quorum, Resharing, recorded_transcript, replaced_message, replacement_outcome,
    transcript_message,
};
use tamga_crypto::group::{RistrettoPoint, Scalar, encode_point};
use tamga_crypto::hash::Digest;
use tamga_record::acts::{ActError, Signatures};
use tamga_record::commission::{Commission, Commissions};
use tamga_record::definition::Definition;
use tamga_record::election::DkgRecord;
use tamga_record::replacement::{NewOfficer, Replacement, ReplacementBody, ReplacementError, ResharingError};

use crate::acts::{signed_by, signing_definition};
use crate::bytes::digest;
use crate::examples::signing_key;
use crate::keys::keys;

const ELECTION: Digest = [0x11; 32];

/// A commission of three of five whose secrets are known: officer `n` signs with the key of byte `n`, or with that of `signers[n − 1]`.
struct Room {
    definition: Definition,
    commission: Commission,
    signers: Vec<u8>,
    /// Shares of the custody key and of the election key, by token.
    shares: [Vec<Scalar>; 2],
}

fn quorum() -> Quorum {
    Quorum::new(5, 3).unwrap()
}

/// The key of a polynomial, and its shares.
fn key(coefficients: [u64; 3]) -> (GroupKey, Vec<Scalar>) {
    let points = coefficients.map(|a| encode_point(&RistrettoPoint::mul_base(&Scalar::from(a))));
    let share = |j: u64| Scalar::from(coefficients[0] + j * coefficients[1] + j * j * coefficients[2]);
    (GroupKey::from_bytes(points.as_flattened(), quorum()).unwrap(), (1..=5).map(share).collect())
}

fn room() -> Room {
    let (definition, mut keys) = (signing_definition(), keys());
    let (custody, custody_shares) = key([7, 8, 9]);
    let (election, shares) = key([10, 11, 12]);
    (keys.custody, keys.election) = (custody, election);
    let commission = Commission::first(&definition, &keys);
    Room { definition, commission, signers: vec![1, 2, 3, 4, 5], shares: [custody_shares, shares] }
}

/// A new token in this place, with the keys of this byte.
fn newcomer(token: u8, byte: u8) -> NewOfficer {
    NewOfficer { token, identity: signing_key(byte).verifying_key().to_bytes(), share_key: digest(byte) }
}

impl Room {
    /// Replacement `number` by these tokens, by the book; the dealings too.
    fn replace(&self, number: u16, newcomers: &[NewOfficer], keys: &[u8]) -> (Replacement, Self) {
        let body = ReplacementBody { election: ELECTION, number, newcomers: newcomers.to_vec() };
        let mut signers = self.signers.clone();
        newcomers.iter().zip(keys).for_each(|(new, byte)| signers[usize::from(new.token) - 1] = *byte);
        let remaining = body.remaining(5);
        let by: Vec<u8> = remaining.iter().map(|token| self.signers[usize::from(*token) - 1]).collect();
        let signed = remaining.iter().zip(signed_by(&by, &body.message())).map(|(token, (_, bytes))| (*token, bytes));
        let (custody, custody_transcript, custody_shares) = reshare(&body, Purpose::Custody, &self.shares[0], &signers);
        let (election_key, transcript, shares) = reshare(&body, Purpose::Election, &self.shares[1], &signers);
        let outcome = replacement_outcome(&body.digest(), &custody_transcript, &transcript);
        let confirm = |(token, byte): (u8, &u8)| {
            signing_key(*byte).sign(&replaced_message(&ELECTION, number, token, &outcome)).to_bytes()
        };
        let confirmations = (1..).zip(&signers).map(confirm).collect();
        let replacement = Replacement { signatures: signed.collect(), body, custody, election_key, confirmations };
        let (definition, commission) = (self.definition.clone(), self.commission.clone());
        (replacement, Self { definition, commission, signers, shares: [custody_shares, shares] })
    }

    fn succeed(&self, replacement: &Replacement) -> Result<Commission, ReplacementError> {
        self.commission.succeed(&self.definition, &ELECTION, replacement)
    }
}

fn reshare(
    body: &ReplacementBody,
    purpose: Purpose,
    shares: &[Scalar],
    signers: &[u8],
) -> (DkgRecord, Digest, Vec<Scalar>) {
    let mut rng = ChaCha20Rng::seed_from_u64(u64::from(body.number));
    let resharing = Resharing::new(quorum(), &body.replaced()).unwrap();
    let nonces: Vec<_> = (1..=5).map(digest).collect();
    let context = resharing.context(&ELECTION, &body.digest(), purpose, &nonces).unwrap();
    let mut deal = |token: &u8| resharing.dealer(&context, *token, &shares[usize::from(*token) - 1], &mut rng).unwrap();
    let dealers: Vec<Dealer> = resharing.dealers().iter().map(&mut deal).collect();
    let packages: Vec<_> = dealers.iter().map(Dealer::package).collect();
    let envelopes_digest = digest(0xee);
    let transcript = recorded_transcript(&context, &packages, &envelopes_digest);
    let sign = |byte: &u8| signing_key(*byte).sign(&transcript_message(&transcript)).to_bytes();
    let shares = (1..=5).map(|j| dealers.iter().map(|dealer| *dealer.share_for(j).unwrap()).sum()).collect();
    (
        DkgRecord { nonces, packages, envelopes_digest, signatures: signers.iter().map(sign).collect() },
        transcript,
        shares,
    )
}

/// The first replacement of the room, of tokens 2 and 5.
fn first() -> (Room, Replacement, Room) {
    let room = room();
    let (replacement, next) = room.replace(1, &[newcomer(2, 0x72), newcomer(5, 0x75)], &[0x72, 0x75]);
    (room, replacement, next)
}

#[test]
fn a_replacement_puts_new_keys_and_commitments_in_the_place_of_the_old_ones_and_keeps_both_public_keys() {
    let (room, replacement, mut next) = first();
    let (before, after) = (&room.commission, room.succeed(&replacement).unwrap());
    assert_eq!((before.replacements(), after.replacements(), after.quorum()), (0, 1, quorum()));
    assert_eq!(after.officer(2).unwrap().identity, newcomer(2, 0x72).identity);
    assert_eq!(after.officer(5).unwrap().share, newcomer(5, 0x75).share_key);
    assert_eq!([after.officer(1), after.officer(3)], [before.officer(1), before.officer(3)]);
    assert_eq!((after.officer(0), after.officer(6)), (None, None));
    for (key, old, shares) in [
        (after.custody(), before.custody(), &next.shares[0]),
        (after.election_key(), before.election_key(), &next.shares[1]),
    ] {
        assert_eq!(key.public(), old.public());
        for (token, share) in (1..).zip(shares) {
            assert_eq!(RistrettoPoint::mul_base(share), key.verification_share(token));
            assert_ne!(key.verification_share(token), old.verification_share(token));
        }
    }
    next.commission = after;
    let (again, _) = next.replace(2, &[newcomer(2, 0x82)], &[0x82]);
    let last = next.succeed(&again).unwrap();
    assert_eq!((last.replacements(), last.officer(5)), (2, next.commission.officer(5)));
    assert_eq!(last.election_key().public(), room.commission.election_key().public());
}

#[test]
fn who_was_replaced_signs_nothing_any_more() {
    let (room, replacement, _) = first();
    let (before, after, message) = (&room.commission, room.succeed(&replacement).unwrap(), digest(5));
    let old = signed_by(&[1, 2, 3], &message);
    assert_eq!(before.verify_signatures(&message, &old), Ok(()));
    assert_eq!(after.verify_signatures(&message, &old), Err(ActError::Signature { officer: 2 }));
    let new = vec![old[0], (2, signing_key(0x72).sign(&message).to_bytes()), old[2]];
    assert_eq!(after.verify_signatures(&message, &new), Ok(()));
    assert_eq!(before.verify_signatures(&message, &new), Err(ActError::Signature { officer: 2 }));
}

#[test]
fn a_replacement_that_may_not_come_next_is_refused_before_anybody_is_asked() {
    let room = room();
    let taken = room.definition.registrar;
    let body = |number, newcomers: &[NewOfficer]| ReplacementBody {
        election: ELECTION,
        number,
        newcomers: newcomers.to_vec(),
    };
    let refused = |body: ReplacementBody| body.check(&room.definition, &ELECTION, &room.commission).unwrap_err();
    assert_eq!(body(1, &[newcomer(3, 0x73)]).check(&room.definition, &ELECTION, &room.commission), Ok(()));
    assert_eq!(refused(body(2, &[newcomer(3, 0x73)])), ReplacementError::NotNext { number: 2 });
    assert_eq!(refused(body(0, &[newcomer(3, 0x73)])), ReplacementError::Number);
    let other = ReplacementBody { election: digest(0x12), ..body(1, &[newcomer(3, 0x73)]) };
    assert_eq!(refused(other), ReplacementError::OtherElection);
    let all = [newcomer(3, 0x73), newcomer(4, 0x74), newcomer(5, 0x75)];
    assert_eq!(refused(body(1, &all)), ReplacementError::Count);
    let bad_key = |newcomers: &[NewOfficer]| refused(body(1, newcomers));
    let key = ReplacementError::Key { token: 3 };
    assert_eq!(bad_key(&[newcomer(3, 1)]), key, "an officer's key");
    assert_eq!(bad_key(&[newcomer(3, 3)]), key, "the lost token's own key");
    assert_eq!(bad_key(&[NewOfficer { share_key: taken, ..newcomer(3, 0x73) }]), key, "the registrar's key");
    let twice = NewOfficer { share_key: newcomer(3, 0x73).identity, ..newcomer(3, 0x73) };
    assert_eq!(bad_key(&[twice]), key, "one key twice");
    let same = NewOfficer { token: 4, ..newcomer(3, 0x73) };
    assert_eq!(bad_key(&[newcomer(3, 0x73), same]), ReplacementError::Key { token: 4 }, "two tokens with one key");
    let low = NewOfficer { identity: core::array::from_fn(|at| u8::from(at == 0)), ..newcomer(3, 0x73) };
    assert_eq!(bad_key(&[low]), key, "anyone could sign for it");
}

/// What a fault in the first replacement is refused for.
fn refused(tweak: impl Fn(&mut Replacement)) -> ReplacementError {
    let (room, mut replacement, _) = first();
    tweak(&mut replacement);
    room.succeed(&replacement).unwrap_err()
}

#[test]
fn without_a_quorum_of_those_who_remain_there_is_no_replacement() {
    assert_eq!(refused(|r| r.signatures.truncate(2)), ActError::Quorum.into());
    assert_eq!(refused(|r| r.signatures[2].1[0] ^= 1), ActError::Signature { officer: 4 }.into());
    assert_eq!(refused(|r| r.signatures.swap(0, 1)), ActError::Order.into());
    let lost = |r: &mut Replacement| r.signatures.insert(1, (2, signing_key(2).sign(&r.body.message()).to_bytes()));
    assert_eq!(refused(lost), ReplacementError::LostSigner { officer: 2 });
    let new = |r: &mut Replacement| r.signatures.insert(1, (2, signing_key(0x72).sign(&r.body.message()).to_bytes()));
    assert_eq!(refused(new), ActError::Signature { officer: 2 }.into());
}

#[test]
fn a_resharing_with_a_fault_is_refused_with_its_dealer_or_signer() {
    let custody = |error| ReplacementError::Resharing { key: Purpose::Custody, error };
    let election = |error| ReplacementError::Resharing { key: Purpose::Election, error };
    let package = |dealer, error| ResharingError::Package { dealer, error };
    let mu_at = 32 * 4;
    let mu = |r: &mut Replacement| r.custody.packages[0][mu_at] ^= 1;
    assert_eq!(refused(mu), custody(package(1, DkgError::Proof { dealer: 1 })));
    let swapped = |r: &mut Replacement| r.election_key.packages.swap(0, 1);
    assert_eq!(refused(swapped), election(package(1, DkgError::Proof { dealer: 1 })));
    let nonce = |r: &mut Replacement| r.election_key.nonces[4] = digest(9);
    assert_eq!(refused(nonce), election(package(1, DkgError::Proof { dealer: 1 })));
    let point = encode_point(&RistrettoPoint::mul_base(&Scalar::ONE));
    let other_point = |r: &mut Replacement| r.custody.packages[1][32..64].copy_from_slice(&point);
    assert_eq!(refused(other_point), custody(ResharingError::Transcript { token: 1 }));
    let envelopes = |r: &mut Replacement| r.election_key.envelopes_digest = digest(1);
    assert_eq!(refused(envelopes), election(ResharingError::Transcript { token: 1 }));
    let signature = |r: &mut Replacement| r.custody.signatures[4] = r.custody.signatures[3];
    assert_eq!(refused(signature), custody(ResharingError::Transcript { token: 5 }));
    let fewer = |r: &mut Replacement| drop(r.custody.packages.pop());
    assert_eq!(refused(fewer), custody(ResharingError::Form(DkgError::Count)));
    let both = |r: &mut Replacement| std::mem::swap(&mut r.custody, &mut r.election_key);
    assert_eq!(refused(both), custody(package(1, DkgError::Proof { dealer: 1 })));
}

#[test]
fn a_token_that_deals_another_secret_than_its_share_is_named() {
    let mut room = room();
    let honest = room.shares.clone();
    room.shares[1][2] += Scalar::ONE;
    let (replacement, _) = room.replace(1, &[newcomer(5, 0x75)], &[0x75]);
    let error = ResharingError::Package { dealer: 3, error: DkgError::Part { dealer: 3 } };
    assert_eq!(room.succeed(&replacement), Err(ReplacementError::Resharing { key: Purpose::Election, error }));
    room.shares = honest;
    let (replacement, _) = room.replace(1, &[newcomer(5, 0x75)], &[0x75]);
    assert!(room.succeed(&replacement).is_ok());
}

#[test]
fn every_token_confirms_the_outcome_of_both_keys() {
    assert_eq!(refused(|r| r.confirmations[0][0] ^= 1), ReplacementError::Confirmation { token: 1 });
    let old_key = |r: &mut Replacement| {
        let (room, outcome) = (room(), outcome_of(r));
        assert_eq!(room.signers[4], 5);
        r.confirmations[4] = signing_key(5).sign(&replaced_message(&ELECTION, 1, 5, &outcome)).to_bytes();
    };
    assert_eq!(refused(old_key), ReplacementError::Confirmation { token: 5 });
    assert_eq!(refused(|r| r.confirmations.truncate(4)), ReplacementError::Confirmation { token: 5 });
    assert_eq!(refused(|r| r.confirmations.swap(0, 1)), ReplacementError::Confirmation { token: 1 });
}

fn outcome_of(replacement: &Replacement) -> Digest {
    let body = &replacement.body;
    let resharing = Resharing::new(quorum(), &body.replaced()).unwrap();
    let transcript = |purpose, record: &DkgRecord| {
        let context = resharing.context(&ELECTION, &body.digest(), purpose, &record.nonces).unwrap();
        recorded_transcript(&context, &record.packages, &record.envelopes_digest)
    };
    let custody = transcript(Purpose::Custody, &replacement.custody);
    replacement_outcome(&body.digest(), &custody, &transcript(Purpose::Election, &replacement.election_key))
}

#[test]
fn all_commissions_of_an_election_are_known_and_each_act_is_one_commissions() {
    let (room, replacement, _) = first();
    let mut keys = keys();
    (keys.custody, keys.election) = (room.commission.custody().clone(), room.commission.election_key().clone());
    let mut all = Commissions::first(&room.definition, &keys);
    assert_eq!((all.now(), all.after(0), all.after(1)), (&room.commission, Some(&room.commission), None));
    all.succeed(&room.definition, &ELECTION, &replacement).unwrap();
    assert_eq!(all.succeed(&room.definition, &ELECTION, &replacement), Err(ReplacementError::NotNext { number: 1 }));
    assert_eq!((all.now().replacements(), all.after(0), all.after(2)), (1, Some(&room.commission), None));
    assert_eq!(all.after(1), Some(all.now()));
    let message = digest(5);
    let verify = |signatures: &Signatures| all.any(|commission| commission.verify_signatures(&message, signatures));
    let new = (2, signing_key(0x72).sign(&message).to_bytes());
    let [first, lost, third, other_lost] = *signed_by(&[1, 2, 3, 5], &message).as_slice() else { panic!() };
    assert_eq!(verify(&vec![first, lost, third]), Ok(()), "before");
    assert_eq!(verify(&vec![first, new, third]), Ok(()), "after");
    assert_eq!(verify(&vec![first, new, other_lost]), Err(ActError::Signature { officer: 5 }), "some of each");
}
