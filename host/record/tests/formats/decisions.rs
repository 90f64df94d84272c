//! `tamga/decisions/v1`.

use proptest::prelude::*;
use tamga_crypto::hash::{Digest, sha3_256};
use tamga_record::ByteFault;
use tamga_record::acts::{ActError, ActKind};
use tamga_record::admission::{Place, Reason};
use tamga_record::decisions::{Decision, DecisionBody, Decisions, DecisionsError, Outcome, Vote};
use tamga_record::definition::{Flag, HeldStatus};

use crate::acts::{readme_act, signed_by, signing_commissions, signing_definition};
use crate::bytes::{digest, layout, refuses_spoilt};
use crate::examples::{definition, readme_block};

const PLACE: Place = Place { collector: 0, bundle: 2, variant: 1, item: 7 };

/// The README's: all that `phone-differs` holds in the first opening.
fn class() -> DecisionBody {
    DecisionBody {
        number: 1,
        opening: 1,
        region: None,
        reason: Some(Reason::PhoneDiffers),
        place: None,
        tracker: digest(0),
        records: 2,
        salt: [0x77; 32],
        why: "roaming".into(),
    }
}

/// A tracker of bytes 00 to 1f.
fn tracker() -> Digest {
    core::array::from_fn(|at| at as u8)
}

fn single() -> DecisionBody {
    let place = Some(PLACE);
    DecisionBody { number: 2, region: Some(1), reason: None, place, tracker: tracker(), records: 1, ..class() }
}

/// A decision with these officers' votes, whose signatures are none.
fn decided(body: DecisionBody, votes: &[(u8, Vote)]) -> Decision {
    Decision { body, votes: votes.iter().map(|(officer, vote)| (*officer, *vote, [*officer; 64])).collect() }
}

fn decisions() -> Decisions {
    use Vote::{Against, For};
    let first = decided(class(), &[(1, For), (2, Against), (4, For)]);
    Decisions { election: digest(0x11), decisions: vec![first, decided(single(), &[(5, Against)])] }
}

#[test]
fn the_bytes_are_those_of_the_readme() {
    let first = layout(&[readme_block("74616d67612f626f78").lines().nth(1).unwrap()]);
    let votes = layout(&["03", "0101", "01x64", "0202", "02x64", "0401", "04x64"]);
    let second = layout(&[
        "00000002",
        "00000001",
        "0001",
        "00",
        "0000 00000002 01 00000007",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        "00000001",
        "77x32",
        "0007",
        "'roaming",
        "01",
        "0502",
        "05x64",
    ]);
    let bytes = [layout(&["'tamga/decisions/v1\n", "11x32", "00000002"]), first, votes, second].concat();
    assert_eq!(decisions().to_bytes(), bytes);
    assert_eq!(Decisions::parse(&bytes), Ok(decisions()));
    assert_eq!(decisions().check(&definition()), Ok(()));
    refuses_spoilt(&bytes, Decisions::parse);
}

#[test]
fn what_officers_sign_is_the_question_and_their_vote() {
    assert_eq!(class().figures(), [1, 20, 0, 2]);
    assert_eq!(single().figures(), [2, 0, 2, 0x0001_0203_0405_0607], "the first 8 bytes of the tracker");
    assert_eq!((class().digest(), class().message(&digest(0x11), Vote::For)), readme_act("vote for"));
    assert_ne!(class().message(&digest(0x11), Vote::Against), class().message(&digest(0x11), Vote::For));
    assert_eq!((Vote::For.kind(), Vote::Against.kind()), (ActKind::For, ActKind::Against));
}

#[test]
fn the_digest_of_all_is_over_those_so_far() {
    let mut all = decisions();
    all.decisions.push(decided(DecisionBody { number: 3, opening: 2, ..class() }, &[]));
    let label = layout(&["12", "'tamga/decisions/v1"]);
    let of = |decisions: &Decisions| -> Vec<u8> {
        let one = |decision: &Decision| {
            let votes =
                decision.votes.iter().flat_map(|(officer, vote, _)| [*officer, if *vote == Vote::For { 1 } else { 2 }]);
            [decision.body.digest().to_vec(), vec![decision.votes.len() as u8], votes.collect()].concat()
        };
        decisions.decisions.iter().flat_map(one).collect()
    };
    assert_eq!(all.digest_up_to(1), sha3_256(&[&label, &of(&decisions())]));
    assert_eq!(all.digest(), sha3_256(&[&label, &of(&all)]));
    assert_ne!(all.digest(), decisions().digest());
    all.decisions[2].votes.push((1, Vote::Against, [7; 64]));
    assert_eq!(all.digest(), sha3_256(&[&label, &of(&all)]), "votes are in it");
    assert_eq!(Decisions::none(digest(1)).digest(), sha3_256(&[&label]));
    assert_eq!((all.counts(1), all.counts(2), all.counts(3)), ((2, 1), (1, 0), (0, 0)));
}

#[test]
fn a_quorum_decides() {
    use Vote::{Against, For};
    let outcome = |votes: &[(u8, Vote)]| decided(class(), votes).outcome(3);
    assert_eq!(outcome(&[(1, For), (2, For), (3, For)]), Outcome::For);
    assert_eq!(outcome(&[(1, For), (2, For), (3, Against), (4, Against), (5, Against)]), Outcome::Against);
    assert_eq!(outcome(&[(1, For), (2, For), (3, Against), (4, Against)]), Outcome::Undecided);
    assert_eq!(outcome(&[]), Outcome::Undecided);
    assert_eq!(decided(class(), &[]).outcome(0), Outcome::Undecided, "no vote is no quorum");
    assert_eq!(decided(class(), &[(1, For), (3, Against), (4, For)]).officers(For), [1, 4]);
}

#[test]
fn the_highest_number_that_covers_a_record_holds() {
    let votes = |vote| [(1, vote), (2, vote), (3, vote)];
    let next = |all: &mut Decisions, body: DecisionBody, vote| {
        let number = u32::try_from(all.decisions.len()).unwrap() + 1;
        all.decisions.push(decided(DecisionBody { number, ..body }, &votes(vote)));
    };
    let elsewhere = Place { item: 8, ..PLACE };
    let mut all = Decisions::none(digest(0x11));
    next(&mut all, class(), Vote::For);
    next(&mut all, single(), Vote::Against);
    next(&mut all, DecisionBody { region: Some(0), ..class() }, Vote::Against);
    let outcome = |all: &Decisions, region, place: &Place, reason| all.outcome(1, region, place, reason, 3);
    let differs = Reason::PhoneDiffers;
    assert_eq!(outcome(&all, 1, &elsewhere, differs), Outcome::For, "by its class");
    assert_eq!(outcome(&all, 1, &PLACE, differs), Outcome::Against, "by itself");
    assert_eq!(outcome(&all, 1, &PLACE, Reason::PhoneShared), Outcome::Against, "all reasons of the one record");
    assert_eq!(outcome(&all, 1, &elsewhere, Reason::PhoneShared), Outcome::Undecided, "another reason");
    assert_eq!(outcome(&all, 0, &PLACE, differs), Outcome::Against, "by its class in its region");
    assert_eq!(all.outcome(2, 1, &PLACE, differs, 3), Outcome::Undecided, "another opening");
    next(&mut all, class(), Vote::For);
    assert_eq!(outcome(&all, 1, &PLACE, differs), Outcome::For, "a later class covers the one record too");
    assert_eq!(outcome(&all, 1, &PLACE, Reason::PhoneShared), Outcome::Against);
    all.decisions.push(decided(DecisionBody { number: 5, ..class() }, &[(1, Vote::For)]));
    assert_eq!(outcome(&all, 1, &PLACE, differs), Outcome::For, "a vote without a quorum undoes nothing");
}

#[test]
fn what_was_never_decided_is_undecided_whatever_was_asked() {
    let undecided = |number| decided(DecisionBody { number, ..class() }, &[(1, Vote::For), (2, Vote::Against)]);
    let mut all = Decisions { election: digest(0x11), decisions: vec![undecided(1), undecided(2)] };
    let outcome = |all: &Decisions| all.outcome(1, 1, &PLACE, Reason::PhoneDiffers, 3);
    assert_eq!(outcome(&all), Outcome::Undecided);
    let against = [1, 2, 3].map(|officer| (officer, Vote::Against));
    all.decisions.push(decided(DecisionBody { number: 3, ..class() }, &against));
    all.decisions.push(undecided(4));
    assert_eq!(outcome(&all), Outcome::Against);
}

#[test]
fn questions_that_are_none_are_refused() {
    let refused = |tweak: fn(&mut DecisionBody)| {
        let mut body = single();
        body.number = 1;
        tweak(&mut body);
        let file = Decisions { election: digest(0x11), decisions: vec![decided(body.clone(), &[])] };
        let check = file.check(&definition());
        assert_eq!(Decisions::parse(&file.to_bytes()), Err(check.unwrap_err()));
        check
    };
    let question = Err(DecisionsError::Question { number: 1 });
    assert_eq!(refused(|body| body.region = None), question, "one record of no region");
    assert_eq!(refused(|body| body.records = 2), question, "one record that is two");
    assert_eq!(refused(|body| body.reason = Some(Reason::PhoneDiffers)), question, "reason and record");
    assert_eq!(refused(|body| body.place = None), question, "neither reason nor record");
    assert_eq!(refused(|body| body.why = String::new()), question);
    assert_eq!(refused(|body| body.why = "a\nb".into()), question);
    assert_eq!(refused(|body| body.why = "a".repeat(257)), question);
    let class_of_one = DecisionBody { tracker: tracker(), ..class() };
    let file = Decisions { election: digest(0x11), decisions: vec![decided(class_of_one, &[])] };
    assert_eq!(Decisions::parse(&file.to_bytes()).map(drop), question, "a class has no tracker");
    for reason in [Reason::Superseded, Reason::TrackerClash, Reason::WrongElection, Reason::Late] {
        let body = DecisionBody { reason: Some(reason), ..class() };
        let file = Decisions { election: digest(0x11), decisions: vec![decided(body, &[])] };
        assert_eq!(Decisions::parse(&file.to_bytes()).map(drop), question, "{reason:?} holds nothing");
    }
}

#[test]
fn numbers_count_from_one_and_openings_do_not_go_back() {
    let parse = |tweak: fn(&mut Decisions)| {
        let mut file = decisions();
        tweak(&mut file);
        Decisions::parse(&file.to_bytes())
    };
    let refused = |number| Err(DecisionsError::Number { number });
    assert_eq!(parse(|file| file.decisions[1].body.number = 3), refused(3));
    assert_eq!(parse(|file| file.decisions[0].body.number = 0), refused(0));
    assert_eq!(parse(|file| file.decisions[0].body.opening = 2), refused(2));
    assert_eq!(parse(|file| file.decisions[0].body.opening = 0), refused(1));
    assert!(parse(|file| file.decisions[1].body.opening = 2).is_ok());
}

#[test]
fn spoilt_votes_places_and_counts_are_refused() {
    let good = Decisions { election: digest(0x11), decisions: vec![decisions().decisions[1].clone()] };
    let mut good = good;
    good.decisions[0].body.number = 1;
    let bytes = good.to_bytes();
    let body_at = 19 + 32 + 4;
    let spoil = |at: usize, with: &[u8]| {
        let mut spoilt = bytes.clone();
        spoilt[at..at + with.len()].copy_from_slice(with);
        Decisions::parse(&spoilt)
    };
    assert!(Decisions::parse(&bytes).is_ok());
    assert_eq!(spoil(body_at + 10, &[27]), Err(DecisionsError::Question { number: 1 }), "reason 27");
    assert_eq!(spoil(body_at + 13, &[0; 4]), Err(ByteFault::OverLimit.into()), "bundle 0");
    assert_eq!(spoil(body_at + 17, &[0]), Err(ByteFault::OverLimit.into()), "variant 0");
    assert_eq!(spoil(body_at + 17, &[17]), Err(ByteFault::OverLimit.into()), "variant 17");
    assert_eq!(spoil(bytes.len() - 65, &[3]), Err(ByteFault::NotCanonical.into()), "vote 3");
    assert_eq!(spoil(body_at - 4, &65_537u32.to_be_bytes()), Err(ByteFault::OverLimit.into()));
    assert_eq!(spoil(body_at - 4, &65_536u32.to_be_bytes()), Err(ByteFault::EndsEarly.into()));
    assert_eq!(spoil(body_at + 92, &[0xff]), Err(ByteFault::NotUtf8.into()));
}

#[test]
fn what_the_definition_does_not_have_is_refused() {
    let check = |tweak: fn(&mut Decision)| {
        let mut file = decisions();
        tweak(&mut file.decisions[1]);
        file.check(&definition())
    };
    let other = Err(DecisionsError::OtherDefinition { number: 2 });
    assert_eq!(check(|decision| decision.body.region = Some(2)), other);
    assert_eq!(check(|decision| decision.body.opening = 3), other, "an opening behind the supplement");
    assert_eq!(check(|decision| decision.body.place = Some(Place { collector: 1, ..PLACE })), other);
    let vote = |error| Err(DecisionsError::Vote { number: 2, error });
    assert_eq!(check(|decision| decision.votes[0].0 = 6), vote(ActError::UnknownOfficer { officer: 6 }));
    assert_eq!(check(|decision| decision.votes.push(decision.votes[0])), vote(ActError::Order));
    let mut green = definition();
    green.admission[Flag::PhoneDiffers.index()] = HeldStatus::Green;
    assert_eq!(decisions().check(&green), Err(DecisionsError::OtherDefinition { number: 1 }), "it holds nothing");
}

#[test]
fn the_signature_of_every_vote_is_verified() {
    let definition = signing_definition();
    let mut file = decisions();
    for decision in &mut file.decisions {
        for (officer, vote, signature) in &mut decision.votes {
            *signature = signed_by(&[*officer], &decision.body.message(&digest(0x11), *vote))[0].1;
        }
    }
    assert_eq!(file.verify(&definition, &signing_commissions()), Ok(()));
    file.decisions[0].votes[1].1 = Vote::For;
    let turned = DecisionsError::Vote { number: 1, error: ActError::Signature { officer: 2 } };
    assert_eq!(file.verify(&definition, &signing_commissions()), Err(turned), "a vote cannot be turned round");
}

proptest! {
    #[test]
    fn with_the_quorum_of_a_definition_it_is_never_both(
        votes in proptest::collection::vec(proptest::option::of(any::<bool>()), 1..=15),
    ) {
        let quorum = u8::try_from(votes.len() / 2 + 1).unwrap();
        let cast: Vec<(u8, Vote)> = (1u8..).zip(&votes)
            .filter_map(|(officer, vote)| Some((officer, if (*vote)? { Vote::For } else { Vote::Against })))
            .collect();
        let count = |wanted: bool| votes.iter().filter(|vote| **vote == Some(wanted)).count();
        let expected = match (count(true) >= usize::from(quorum), count(false) >= usize::from(quorum)) {
            (true, _) => Outcome::For,
            (_, true) => Outcome::Against,
            _ => Outcome::Undecided,
        };
        prop_assert_eq!(decided(class(), &cast).outcome(quorum), expected);
    }
}
