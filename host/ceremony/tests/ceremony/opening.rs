//! Opening sums: good tokens, lying ones, absent ones, and one whose officer says no.

use std::cell::Cell;

use tamga_ceremony::{CeremonyError, Fault, Machine, Opening, RunError, culprits};
use tamga_crypto::discrete_log::DiscreteLog;
use tamga_crypto::elgamal::Ciphertext;
use tamga_crypto::group::{RistrettoPoint, Scalar, decode_point_or_identity};
use tamga_crypto::opening::combine;
use tamga_devices::LinkError;
use tamga_record::approvals::{ApprovalsFile, approval_message};
use tamga_record::ledger::{Entry, TokenAct};
use tamga_record::shares::SharesFile;
use tamga_record::tally_file::{Group, Leaf, TallyFile};
use tamga_sim::{Asked, OfficerScript, SimConfig, SimToken};
use tamga_wire::{Refusal, Request, Response};

use crate::table::{Endorsed, Outcome, REGIONS, Table, checker, rng};

const BALLOTS_PER_REGION: u32 = 40;

/// What option `option` of contest `contest` got in region `region`.
fn votes(contest: u16, region: u16, option: u16) -> u64 {
    u64::from(contest + 3 * region + 7 * option) % 14
}

fn options(contest: u16) -> u16 {
    3 - contest
}

pub const BALLOTS: u64 = BALLOTS_PER_REGION as u64 * REGIONS as u64;

/// The sums of all regions and contests under the election key, each region a leaf of its own.
pub fn tally(endorsed: &Endorsed) -> TallyFile {
    let (mut rng, key) = (rng(60), endorsed.key.group.public());
    let mut sum = |m: u64| {
        let (r, m) = (Scalar::random(&mut rng), Scalar::from(m));
        let (a, b) = (RistrettoPoint::mul_base(&r), r * key + RistrettoPoint::mul_base(&m));
        Ciphertext { a, b }.to_bytes()
    };
    let mut leaves = Vec::new();
    for contest in 0..2 {
        for region in 0..REGIONS {
            let sums = (0..options(contest)).map(|option| sum(votes(contest, region, option))).collect();
            let group = Group { contest, regions: vec![region], ballots: BALLOTS_PER_REGION };
            leaves.push(Leaf { group, counted: [region as u8; 32], sums });
        }
    }
    let election = endorsed.election;
    let tally = TallyFile { election, opening: 1, previous: [0; 32], close: [8; 32], leaves, withheld: Vec::new() };
    tally.check(&endorsed.definition).unwrap();
    tally
}

pub fn approvals(tally: &TallyFile) -> ApprovalsFile {
    let message = approval_message(&tally.election, tally.opening, &tally.previous, &tally.close, &tally.root());
    ApprovalsFile { approvals: vec![(0, checker().sign(&message).to_bytes())] }
}

pub fn opening(endorsed: &Endorsed, tally: &TallyFile) -> Opening {
    Opening::new(&endorsed.key.group, tally, &approvals(tally), BALLOTS).unwrap()
}

/// Every sum, from the shares in the file.
pub fn counts(tally: &TallyFile, shares: &SharesFile) -> Vec<u64> {
    let logarithms = DiscreteLog::new(u64::from(BALLOTS_PER_REGION));
    let sums = tally.leaves.iter().flat_map(|leaf| &leaf.sums).enumerate();
    let count = |(j, sum)| {
        let of_sum = shares.tokens.iter().map(|token| (token.index, decode_point_or_identity(&token.ds[j]).unwrap()));
        let of_sum: Vec<_> = of_sum.collect();
        let m = combine(&Ciphertext::from_sum_bytes(sum).unwrap().b, &of_sum).unwrap();
        logarithms.find_vartime(&m, u64::from(BALLOTS_PER_REGION)).unwrap()
    };
    sums.map(count).collect()
}

pub fn all_votes() -> Vec<u64> {
    let of_leaf = |contest, region| (0..options(contest)).map(move |option| votes(contest, region, option));
    let of_contest = |contest| (0..REGIONS).flat_map(move |region| of_leaf(contest, region));
    (0..2).flat_map(of_contest).collect()
}

fn share_entries(shares: &SharesFile) -> Vec<Entry> {
    let entry = |token: &tamga_record::shares::TokenShares| Entry::Share {
        opening: 1,
        token: token.index,
        digest: token.digest(),
    };
    shares.tokens.iter().map(entry).collect()
}

fn tokens(shares: &SharesFile) -> Vec<u8> {
    shares.tokens.iter().map(|token| token.index).collect()
}

/// Another point in place of the first partial decryption.
fn lie(response: Response) -> Response {
    match response {
        Response::Opened { mut decryptions, proofs } => {
            decryptions.swap(0, 1);
            Response::Opened { decryptions, proofs }
        }
        other => other,
    }
}

#[test]
fn five_good_tokens_open_a_hundred_sums_in_two_chunks() {
    let mut endorsed = Endorsed::obliging();
    let tally = tally(&endorsed);
    let mut opening = opening(&endorsed, &tally);
    let shares = endorsed.table.run(&mut opening).unwrap();
    assert_eq!((shares.sums, tokens(&shares)), (100, vec![1, 2, 3, 4, 5]));
    assert!(shares.tokens.iter().all(|token| token.proofs.len() == 2));
    assert_eq!(counts(&tally, &shares), all_votes());
    assert_eq!(SharesFile::parse(&shares.to_bytes()).unwrap(), shares);
    assert_eq!(opening.take_entries(), share_entries(&shares));
    let asked = |sim: &SimToken| sim.screens().iter().filter(|screen| screen.contains("800")).count();
    assert!(endorsed.table.sims.iter().all(|sim| asked(sim) == 1));
}

#[test]
fn a_token_that_lies_is_named_and_one_that_is_absent_is_done_without() {
    let mut endorsed = Endorsed::obliging();
    let tally = tally(&endorsed);
    let mut opening = opening(&endorsed, &tally);
    let shares = endorsed.table.run_with(&mut opening, |token, _, response| match token {
        2 => Ok(lie(response)),
        4 => Err(LinkError::Closed),
        _ => Ok(response),
    });
    let shares = shares.unwrap();
    assert_eq!(tokens(&shares), [1, 3, 5]);
    assert_eq!(counts(&tally, &shares), all_votes());
    assert_eq!(culprits(opening.faults()), [2]);
    assert!(matches!(opening.faults(), [(4, Fault::Absent), (2, Fault::BadProof { chunk: 0, .. })]));
    assert_eq!(opening.take_entries(), share_entries(&shares));
}

#[test]
fn one_token_lying_one_absent_and_one_refusing_are_one_too_many() {
    let mut endorsed = Endorsed::obliging();
    let tally = tally(&endorsed);
    let mut opening = opening(&endorsed, &tally);
    let result = endorsed.table.run_with(&mut opening, |token, request, response| match (token, request) {
        (2, _) => Ok(lie(response)),
        (4, _) => Err(LinkError::Closed),
        (5, Request::OpenBegin { .. }) => Ok(Response::Refused(Refusal::RefusedByOfficer)),
        _ => Ok(response),
    });
    let Err(RunError::Ceremony(error)) = result else { panic!("{result:?}") };
    assert!(matches!(&error, CeremonyError::TooFew { needed: 3, good: 2, faults } if faults.len() == 3));
    assert_eq!(error.culprits(), [2]);
    let code = Refusal::RefusedByOfficer.code();
    assert_eq!(opening.take_entries(), [Entry::Refusal { token: 5, act: TokenAct::Open, code }]);
}

/// The officer agreed to everything up to here: the same token is started again, with an officer who says no.
#[test]
fn an_officer_who_refuses_the_opening_is_on_record_and_the_others_open() {
    let folder = tempfile::tempdir().unwrap();
    let start = |refuses| {
        let script = OfficerScript { refuses, ..OfficerScript::default() };
        let flash = Some(folder.path().to_owned());
        SimToken::start(SimConfig { index: 5, seed: [3; 32], script, flash }).unwrap()
    };
    let mut table = Table::obliging();
    table.put(5, start(Vec::new()));
    let mut endorsed = Endorsed::of(table);
    endorsed.table.restart_fifth(|| start(vec![Asked::Open]));
    let tally = tally(&endorsed);
    let mut opening = opening(&endorsed, &tally);
    let shares = endorsed.table.run(&mut opening).unwrap();
    assert_eq!(tokens(&shares), [1, 2, 3, 4]);
    assert_eq!(counts(&tally, &shares), all_votes());
    let fault = Fault::Refused(Refusal::RefusedByOfficer);
    assert_eq!(opening.faults(), [(5, fault)]);
    let mut entries = vec![Entry::Refusal { token: 5, act: TokenAct::Open, code: 20 }];
    entries.extend(share_entries(&shares));
    assert_eq!(opening.take_entries(), entries);
}

fn open_changed(change: impl Fn(Vec<[u8; 32]>, Vec<[u8; 64]>) -> Response) -> Vec<(u8, Fault)> {
    let mut endorsed = Endorsed::obliging();
    let tally = tally(&endorsed);
    let mut opening = opening(&endorsed, &tally);
    let shares: Outcome<SharesFile> = endorsed.table.run_with(&mut opening, |token, _, response| {
        Ok(match (token, response) {
            (3, Response::Opened { decryptions, proofs }) => change(decryptions, proofs),
            (_, other) => other,
        })
    });
    assert_eq!(tokens(&shares.unwrap()), [1, 2, 4, 5]);
    opening.faults().to_vec()
}

#[test]
fn answers_of_the_wrong_shape_are_named_as_such() {
    let too_few = open_changed(|mut decryptions, proofs| {
        decryptions.pop();
        Response::Opened { decryptions, proofs }
    });
    assert_eq!(too_few, [(3, Fault::BadDecryptions)]);
    let no_point = open_changed(|mut decryptions, proofs| {
        decryptions[0] = [0xFF; 32];
        Response::Opened { decryptions, proofs }
    });
    assert_eq!(no_point, [(3, Fault::BadDecryptions)]);
    let missing_proof = open_changed(|decryptions, _| Response::Opened { decryptions, proofs: Vec::new() });
    assert_eq!(missing_proof, [(3, Fault::BadDecryptions)]);
    let early_proof = open_changed(|decryptions, _| Response::Opened { decryptions, proofs: vec![[1; 64]] });
    assert_eq!(early_proof, [(3, Fault::BadDecryptions)]);
    let other_kind = open_changed(|_, _| Response::Done);
    assert_eq!(other_kind, [(3, Fault::WrongAnswer)]);
}

#[test]
fn a_changed_proof_of_the_last_chunk_is_named_with_its_number() {
    let chunks = Cell::new(0);
    let faults = open_changed(|decryptions, mut proofs| {
        if let Some(proof) = proofs.first_mut() {
            chunks.set(chunks.get() + 1);
            proof[32] ^= u8::from(chunks.get() == 2);
        }
        Response::Opened { decryptions, proofs }
    });
    assert!(matches!(faults[..], [(3, Fault::BadProof { chunk: 1, .. })]), "{faults:?}");
}

#[test]
fn tokens_refuse_a_tally_that_no_checker_approved() {
    let mut endorsed = Endorsed::obliging();
    let tally = tally(&endorsed);
    let none = ApprovalsFile { approvals: Vec::new() };
    let mut opening = Opening::new(&endorsed.key.group, &tally, &none, 800).unwrap();
    let result = endorsed.table.run(&mut opening);
    let Err(RunError::Ceremony(CeremonyError::TooFew { good: 0, faults, .. })) = result else { panic!("{result:?}") };
    assert!(faults.iter().all(|(_, fault)| *fault == Fault::Refused(Refusal::ApprovalsMissing)));
    assert_eq!(opening.take_entries().len(), 5);
}

#[test]
fn a_tally_with_a_bad_sum_is_refused_before_anyone_is_asked() {
    let endorsed = Endorsed::obliging();
    let mut tally = tally(&endorsed);
    tally.leaves[7].sums[1] = [0xFF; 64];
    let refused = Opening::new(&endorsed.key.group, &tally, &approvals(&tally), 800);
    assert_eq!(refused.err(), Some(CeremonyError::Sums));
}

#[test]
fn where_everything_is_withheld_the_officers_agree_and_the_shares_are_empty() {
    let mut endorsed = Endorsed::obliging();
    let mut tally = tally(&endorsed);
    tally.withheld = tally.leaves.drain(..).map(|leaf| leaf.group).collect();
    let mut opening = opening(&endorsed, &tally);
    let shares = endorsed.table.run_with(&mut opening, |token, request, response| match (token, request) {
        (1, _) => Err(LinkError::Closed),
        (4, Request::Poll) => Ok(Response::Refused(Refusal::RefusedByOfficer)),
        _ => Ok(response),
    });
    let shares = shares.unwrap();
    assert_eq!((shares.sums, tokens(&shares)), (0, vec![2, 3, 5]));
    assert!(shares.tokens.iter().all(|token| token.ds.is_empty() && token.proofs.is_empty()));
    assert_eq!(SharesFile::parse(&shares.to_bytes()).unwrap(), shares);
}
