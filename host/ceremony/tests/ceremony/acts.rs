//! Amendments, votes and recounts: who signs what, and what becomes of those who do not.

use tamga_ceremony::{Amend, CeremonyError, Fault, Machine, PauseSigning, RecountSigning, RunError, Vote};
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_devices::LinkError;
use tamga_record::admission::{Place, Reason};
use tamga_record::amendments::{AmendmentBody, AmendmentKind};
use tamga_record::commission::Commission;
use tamga_record::decisions::Vote::{Against, For};
use tamga_record::decisions::{self, Decision, DecisionBody, Outcome};
use tamga_record::ledger::{ControlNumber, Entry, TokenAct, Voters, Why};
use tamga_record::pause::{PauseBody, ResumeBody, Seals};
use tamga_record::recount::RecountBody;
use tamga_sim::{ActKind, Asked, OfficerScript};
use tamga_wire::{Refusal, Response};

use crate::table::{Endorsed, NEEDED, Table};

const REFUSED: u8 = 20;

fn amendment(endorsed: &Endorsed) -> AmendmentBody {
    let kind = AmendmentKind::ClosingTime { region: 3, closes: 1_700_090_000 };
    AmendmentBody { previous: endorsed.definition.digest(), kind }
}

fn decision() -> DecisionBody {
    DecisionBody {
        number: 3,
        opening: 1,
        region: None,
        reason: Some(Reason::PhoneDiffers),
        place: None,
        tracker: [0; 32],
        records: 12,
        salt: [7; 32],
        why: "The mobile base is a month old.".to_owned(),
    }
}

/// Officers who say no to these questions, each to their own.
fn refusing(refuses: [Vec<Asked>; 5]) -> Endorsed {
    Endorsed::of(Table::new(refuses.map(|refuses| OfficerScript { refuses, ..OfficerScript::default() })))
}

fn last_screens(endorsed: &Endorsed) -> Vec<String> {
    endorsed.table.sims.iter().map(|sim| sim.screens().last().unwrap().clone()).collect()
}

/// Checks every vote under its officer's key.
fn assert_votes_hold(endorsed: &Endorsed, body: &DecisionBody, votes: &[(u8, decisions::Vote, [u8; 64])]) {
    for (officer, vote, signature) in votes {
        let key = VerifyingKey::from_bytes(&endorsed.definition.officers[usize::from(*officer) - 1].identity).unwrap();
        let signed = |vote| key.verify(&body.message(&endorsed.election, vote), &Signature::from_bytes(*signature));
        signed(*vote).unwrap();
        assert!(signed(if *vote == For { Against } else { For }).is_err(), "officer {officer} voted one way");
    }
}

#[test]
fn a_quorum_amends_and_one_who_refuses_is_on_record() {
    let no = || vec![Asked::Act(ActKind::Amendment)];
    let mut endorsed = refusing([vec![], no(), vec![], vec![], vec![]]);
    let body = amendment(&endorsed);
    let mut amend = Amend::new(&endorsed.commission, &endorsed.election, 1, &body);
    let signatures = endorsed.table.run(&mut amend).unwrap();
    let commission = Commission::first(&endorsed.definition, &endorsed.keys);
    commission.verify_signatures(&body.message(&endorsed.election, 1), &signatures).unwrap();
    assert_eq!(amend.faults(), [(2, Fault::Refused(Refusal::RefusedByOfficer))]);
    let refusal = Entry::Refusal { token: 2, act: TokenAct::Amend, code: REFUSED };
    let signed = Entry::Amendment { number: 1, digest: body.digest(), officers: vec![1, 3, 4, 5] };
    assert_eq!(amend.take_entries(), [refusal, signed]);
    let screens = last_screens(&endorsed);
    assert!(screens.iter().all(|screen| screen.contains("region 4 closes 2023-11-15T23:13:20Z")), "{screens:?}");
}

#[test]
fn two_of_five_do_not_amend() {
    let no = || vec![Asked::Act(ActKind::Amendment)];
    let mut endorsed = refusing([vec![], no(), no(), no(), vec![]]);
    let body = amendment(&endorsed);
    let mut amend = Amend::new(&endorsed.commission, &endorsed.election, 1, &body);
    let result = endorsed.table.run(&mut amend);
    let Err(RunError::Ceremony(error)) = result else { panic!("{result:?}") };
    assert!(matches!(error, CeremonyError::TooFew { needed: NEEDED, good: 2, .. }));
    let entries = amend.take_entries();
    assert!(entries.iter().all(|entry| matches!(entry, Entry::Refusal { act: TokenAct::Amend, .. })), "{entries:?}");
    assert_eq!(entries.len(), 3);
}

#[test]
fn each_officer_is_asked_for_their_own_vote_and_the_entry_names_both_sides() {
    let mut endorsed = Endorsed::obliging();
    let body = decision();
    let votes = [(4, For), (1, For), (2, Against), (3, For)];
    let mut vote = Vote::new(&endorsed.commission, &endorsed.election, &body, &votes);
    let given = endorsed.table.run(&mut vote).unwrap();
    let sides: Vec<_> = given.iter().map(|(officer, vote, _)| (*officer, *vote)).collect();
    assert_eq!(sides, [(1, For), (2, Against), (3, For), (4, For)]);
    assert_votes_hold(&endorsed, &body, &given);
    let entry = Entry::Decision {
        number: 3,
        opening: 1,
        digest: body.digest(),
        for_: Voters(vec![1, 3, 4]),
        against: Voters(vec![2]),
    };
    assert_eq!(vote.take_entries(), [entry]);
    assert_eq!(Decision { body, votes: given }.outcome(NEEDED), Outcome::For);
    let screens = last_screens(&endorsed);
    let words = "counting\nreason 20, region all, 12 records\ndecision 3\n";
    for (place, side) in ["FOR", "AGAINST", "FOR", "FOR"].iter().enumerate() {
        assert!(screens[place].contains(&format!("VOTE {side} {words}")), "{}", screens[place]);
    }
    assert!(!screens[4].contains("VOTE"), "the fifth was not asked");
}

#[test]
fn officers_who_vote_on_one_record_see_which_by_its_tracker() {
    let mut endorsed = Endorsed::obliging();
    let mut tracker = [0xee; 32];
    tracker[..8].copy_from_slice(&[0x00, 0xc0, 0xff, 0xee, 0x01, 0x23, 0x45, 0x67]);
    let place = Some(Place { collector: 0, bundle: 2, variant: 1, item: 5 });
    let body = DecisionBody { region: Some(2), reason: None, place, tracker, records: 1, ..decision() };
    let mut vote = Vote::new(&endorsed.commission, &endorsed.election, &body, &[(2, Against)]);
    let given = endorsed.table.run(&mut vote).unwrap();
    assert_votes_hold(&endorsed, &body, &given);
    assert_eq!(given.len(), 1);
    let screen = &last_screens(&endorsed)[1];
    assert!(screen.contains("VOTE AGAINST counting\nregion 3, record 00c0ffee01234567\ndecision 3\n"), "{screen}");
}

#[test]
fn an_officer_who_refuses_is_absent_or_lies_has_not_voted_and_the_vote_is_undecided() {
    let mut endorsed = refusing([vec![Asked::Act(ActKind::For)], vec![], vec![], vec![], vec![]]);
    let body = decision();
    let votes = [(1, For), (2, For), (3, For), (4, Against), (5, For)];
    let mut vote = Vote::new(&endorsed.commission, &endorsed.election, &body, &votes);
    let given = endorsed.table.run_with(&mut vote, |token, _, response| match (token, response) {
        (2, _) => Err(LinkError::Closed),
        (3, Response::Signed { .. }) => Ok(Response::Signed { signature: [7; 64] }),
        (_, response) => Ok(response),
    });
    let given = given.unwrap();
    let sides: Vec<_> = given.iter().map(|(officer, vote, _)| (*officer, *vote)).collect();
    assert_eq!(sides, [(4, Against), (5, For)]);
    assert_votes_hold(&endorsed, &body, &given);
    let mut faults = vote.faults().to_vec();
    faults.sort_by_key(|(officer, _)| *officer);
    let refused = Fault::Refused(Refusal::RefusedByOfficer);
    assert_eq!(faults, [(1, refused), (2, Fault::Absent), (3, Fault::BadSignature)]);
    let refusal = Entry::Refusal { token: 1, act: TokenAct::Vote, code: REFUSED };
    let (for_, against) = (Voters(vec![5]), Voters(vec![4]));
    let entry = Entry::Decision { number: 3, opening: 1, digest: body.digest(), for_, against };
    assert_eq!(vote.take_entries(), [refusal, entry]);
    assert_eq!(Decision { body, votes: given }.outcome(NEEDED), Outcome::Undecided);
}

#[test]
fn a_signature_for_the_other_side_is_no_vote() {
    let mut endorsed = Endorsed::obliging();
    let body = decision();
    let mut other = Vote::new(&endorsed.commission, &endorsed.election, &body, &[(1, Against)]);
    let against = endorsed.table.run(&mut other).unwrap()[0].2;
    let mut vote = Vote::new(&endorsed.commission, &endorsed.election, &body, &[(1, For)]);
    let given = endorsed.table.run_with(&mut vote, |_, _, response| {
        Ok(match response {
            Response::Signed { .. } => Response::Signed { signature: against },
            other => other,
        })
    });
    assert_eq!(given, Ok(vec![]));
    assert_eq!(vote.faults(), [(1, Fault::BadSignature)]);
}

#[test]
fn a_vote_in_which_nobody_votes_is_an_entry_too() {
    let mut endorsed = Endorsed::obliging();
    let body = decision();
    let mut vote = Vote::new(&endorsed.commission, &endorsed.election, &body, &[]);
    assert_eq!(endorsed.table.run(&mut vote), Ok(vec![]));
    let (for_, against) = (Voters::default(), Voters::default());
    let entry = Entry::Decision { number: 3, opening: 1, digest: body.digest(), for_, against };
    assert_eq!(vote.take_entries(), std::slice::from_ref(&entry));
    assert_eq!(Entry::parse(&entry.to_bytes(1_700_000_000)), Ok((1_700_000_000, entry)));
}

#[test]
fn an_officer_named_twice_or_not_of_the_commission_is_asked_at_most_once() {
    let mut endorsed = Endorsed::obliging();
    let votes = [(2, Against), (2, For), (0, For), (6, For), (255, For)];
    let mut vote = Vote::new(&endorsed.commission, &endorsed.election, &decision(), &votes);
    let given = endorsed.table.run(&mut vote).unwrap();
    let sides: Vec<_> = given.iter().map(|(officer, vote, _)| (*officer, *vote)).collect();
    assert_eq!(sides, [(2, Against)]);
    assert_eq!(vote.faults(), []);
}

#[test]
fn a_recount_says_on_every_screen_whether_it_agrees() {
    let mut endorsed = Endorsed::obliging();
    for (number, agrees) in [(1, true), (2, false)] {
        let body = RecountBody {
            election: endorsed.election,
            number,
            opening: 2,
            statement: [1; 32],
            totals: [2; 32],
            results: [3; 32],
            agrees,
        };
        let mut recount = RecountSigning::new(&endorsed.commission, &body, 900, 890);
        let signatures = endorsed.table.run(&mut recount).unwrap();
        let commission = Commission::first(&endorsed.definition, &endorsed.keys);
        commission.verify_signatures(&body.message(900, 890), &signatures).unwrap();
        let officers = vec![1, 2, 3, 4, 5];
        let entry = Entry::Recount { number, statement: [1; 32], agrees, digest: body.digest(), officers };
        assert_eq!(recount.take_entries(), [entry]);
        let words = if agrees { "AGREES with the statement" } else { "DIFFERS from the statement" };
        let expected = format!("RECOUNT of opening 2\nreceived 900, counted 890\n{words}\n");
        assert!(last_screens(&endorsed).iter().all(|screen| screen.contains(&expected)));
    }
}

#[test]
fn a_quorum_seals_the_room_and_finds_it_again() {
    let no = || vec![Asked::Act(ActKind::Pause)];
    let mut endorsed = refusing([vec![], no(), vec![], vec![], vec![]]);
    let commission = Commission::first(&endorsed.definition, &endorsed.keys);
    let seals = Seals::new(["17".to_owned(), "18".to_owned()]).unwrap();
    let body = PauseBody { election: endorsed.election, number: 1, entries: 57, root: [9; 32], seals: seals.clone() };
    let mut pause = PauseSigning::pause(&endorsed.commission, &body);
    let signatures = endorsed.table.run(&mut pause).unwrap();
    commission.verify_signatures(&body.message(), &signatures).unwrap();
    let refusal = Entry::Refusal { token: 2, act: TokenAct::Pause, code: REFUSED };
    assert_eq!(
        pause.take_entries(),
        [refusal, Entry::Pause { number: 1, entries: 57, seals: seals.clone(), signatures }]
    );
    assert!(last_screens(&endorsed).iter().all(|screen| screen.contains("PAUSE 1\nseals 2\nledger entries 57")));

    let found = PauseBody { entries: 59, root: [8; 32], ..body };
    let (noted, why) = (Some(ControlNumber::of(&[7; 32])), Why::parse("The disk was changed").unwrap());
    let body = ResumeBody { found, noted: noted.clone(), why: why.clone() };
    let mut resume = PauseSigning::resume(&endorsed.commission, &body);
    let signatures = endorsed.table.run(&mut resume).unwrap();
    commission.verify_signatures(&body.message(), &signatures).unwrap();
    assert_eq!(resume.take_entries(), [Entry::Resume { number: 1, seals, noted, why, signatures }]);
    assert!(last_screens(&endorsed).iter().all(|screen| screen.contains("NOT as noted")));
}
