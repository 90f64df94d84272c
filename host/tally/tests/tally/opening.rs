//! Roots, shares and counts that are not what they should be.

use std::collections::BTreeMap;
use std::sync::Mutex;

use tamga_crypto::opening::OpeningError;
use tamga_record::commission::Commission;
use tamga_record::shares::SharesFile;
use tamga_record::tally_file::TallyFile;
use tamga_tally::aggregate::aggregate;
use tamga_tally::combine::{CombineError, Counts, combine};
use tamga_tally::root::{RootError, TallyRoot, root};
use tamga_tally::verified::Verified;

use crate::world::{Setup, World};

/// Everybody in every region marks the first option of each contest.
fn unanimous(world: &World) -> TallyRoot<'_> {
    let items = |region: u16| world.enrolment.voters_of(region).iter().map(|voter| world.cast(voter, 1)).collect();
    let verified = world.verify(&world.store(&[items(0), items(1), items(2)]));
    let sums = aggregate(&verified);
    let salts = (0..sums.leaf_count()).map(|leaf| [leaf as u8; 32]).collect();
    root(sums, 1, [0; 32], salts).unwrap().0
}

/// The ballots of every leaf, which are as many as its trackers.
pub fn ballots_opened(verified: &Verified<'_>) -> Vec<u32> {
    let sums = aggregate(verified);
    let trackers: Vec<u32> = (0..sums.leaf_count()).map(|leaf| sums.trackers(leaf).len() as u32).collect();
    let salts = vec![[0; 32]; sums.leaf_count()];
    let previous = if verified.opening() == 1 { [0; 32] } else { [1; 32] };
    let root = root(sums, verified.opening(), previous, salts).unwrap().0;
    let ballots: Vec<u32> = root.file().leaves.iter().map(|leaf| leaf.group.ballots).collect();
    assert_eq!(ballots, trackers);
    ballots
}

/// The counts by shares of the commission in force.
fn counts<'a>(root: &'a TallyRoot<'a>, shares: &SharesFile) -> Result<Counts<'a>, CombineError> {
    combine(root, root.election().commissions().now(), shares, &|_, _| {})
}

fn refused(root: &TallyRoot<'_>, shares: &SharesFile) -> CombineError {
    counts(root, shares).unwrap_err()
}

#[test]
fn any_quorum_finds_the_same_counts() {
    let world = World::new(&Setup::default());
    let root = unanimous(&world);
    let expected: [&[u64]; 5] = [&[9, 0, 0], &[8, 0, 0], &[7, 0, 0], &[9, 0, 0, 0], &[7, 0, 0, 0]];
    for tokens in [&[1, 2][..], &[1, 3], &[2, 3], &[1, 2, 3]] {
        assert_eq!(counts(&root, &world.shares(&root, tokens)).unwrap().votes(), expected, "{tokens:?}");
    }
}

#[test]
fn fewer_tokens_than_the_quorum_open_nothing() {
    let world = World::new(&Setup::default());
    let root = unanimous(&world);
    let one = world.shares(&root, &[2]);
    assert_eq!(refused(&root, &one), CombineError::Quorum { tokens: 1, quorum: 2 });
}

#[test]
fn a_false_share_names_its_token() {
    let world = World::new(&Setup::default());
    let root = unanimous(&world);
    let good = world.shares(&root, &[1, 2, 3]);
    let proof = |token| CombineError::Proof { token, error: OpeningError::Proof { token } };
    let mut swapped = good.clone();
    swapped.tokens[1].ds.swap(0, 1);
    assert_eq!(refused(&root, &swapped), proof(2));
    let mut foreign = good.clone();
    foreign.tokens[2].ds[4] = foreign.tokens[0].ds[4];
    assert_eq!(refused(&root, &foreign), proof(3));
    let mut no_point = good.clone();
    no_point.tokens[0].ds[3] = [255; 32];
    assert_eq!(refused(&root, &no_point), CombineError::Point { token: 1, sum: 3 });
    let mut renamed = good;
    renamed.tokens[0].index = 3;
    renamed.tokens.truncate(1);
    renamed.tokens.push(renamed.tokens[0].clone());
    assert_eq!(refused(&root, &renamed), CombineError::Form { token: 3 });
}

#[test]
fn shares_of_another_form_are_refused() {
    let world = World::new(&Setup::default());
    let root = unanimous(&world);
    let good = world.shares(&root, &[1, 2]);
    let mut shorter = good.clone();
    shorter.tokens[1].ds.pop();
    assert_eq!(refused(&root, &shorter), CombineError::Form { token: 2 });
    let mut unproved = good.clone();
    unproved.tokens[0].proofs.clear();
    assert_eq!(refused(&root, &unproved), CombineError::Form { token: 1 });
    let mut stranger = good.clone();
    stranger.tokens[1].index = 4;
    assert_eq!(refused(&root, &stranger), CombineError::Form { token: 4 });
    let mut nobody = good;
    nobody.tokens[0].index = 0;
    assert_eq!(refused(&root, &nobody), CombineError::Form { token: 0 });
}

#[test]
fn shares_of_another_opening_are_refused() {
    let world = World::new(&Setup::default());
    let root = unanimous(&world);
    let good = world.shares(&root, &[1, 2]);
    let others = [
        SharesFile { election: [1; 32], ..good.clone() },
        SharesFile { opening: 2, ..good.clone() },
        SharesFile { root: [1; 32], ..good.clone() },
        SharesFile { sums: good.sums + 1, ..good },
    ];
    for other in others {
        assert_eq!(refused(&root, &other), CombineError::OtherOpening);
    }
}

#[test]
fn a_root_has_one_salt_per_leaf_and_the_first_opening_nothing_before_it() {
    let world = World::new(&Setup::default());
    let verified = world.verify(&world.store(&[vec![], vec![], vec![]]));
    assert_eq!(
        root(aggregate(&verified), 1, [0; 32], vec![[0; 32]]).unwrap_err(),
        RootError::Salts { salts: 1, leaves: 0 }
    );
    assert_eq!(root(aggregate(&verified), 0, [0; 32], vec![]).unwrap_err(), RootError::Opening);
    assert_eq!(root(aggregate(&verified), 1, [1; 32], vec![]).unwrap_err(), RootError::Opening);
    assert_eq!(root(aggregate(&verified), 2, [1; 32], vec![]).unwrap_err(), RootError::Opening);
    assert!(root(aggregate(&verified), 1, [0; 32], vec![]).is_ok());
}

#[test]
fn shares_are_those_of_the_commission_that_answered() {
    let world = World::new(&Setup::default());
    let root = unanimous(&world);
    let shares = world.shares(&root, &[1, 2]);
    let mut keys = world.election.keys().clone();
    std::mem::swap(&mut keys.election, &mut keys.custody);
    let other = Commission::first(world.election.definition(), &keys);
    let found = combine(&root, &other, &shares, &|_, _| {}).unwrap_err();
    assert!(matches!(found, CombineError::Proof { token: 1, .. }), "{found:?}");
    let first = world.election.commissions().after(0).unwrap();
    assert!(combine(&root, first, &shares, &|_, _| {}).is_ok());
}

#[test]
fn every_leaf_is_revealed_once_and_none_of_shares_that_do_not_hold() {
    let world = World::new(&Setup::default());
    let root = unanimous(&world);
    let shares = world.shares(&root, &[1, 2]);
    let revealed = Mutex::new(BTreeMap::new());
    let tell = |leaf: usize, votes: &[u64]| {
        assert!(revealed.lock().unwrap().insert(leaf, votes.to_vec()).is_none());
    };
    let commission = world.election.commissions().now();
    let counts = combine(&root, commission, &shares, &tell).unwrap();
    let told: Vec<Vec<u64>> = revealed.into_inner().unwrap().into_values().collect();
    assert_eq!(told, counts.votes());
    let mut forged = shares.clone();
    forged.tokens[1].proofs[0][0] ^= 1;
    let none = |_: usize, _: &[u64]| panic!("nothing is revealed of shares that do not hold");
    assert!(combine(&root, commission, &forged, &none).is_err());
}

#[test]
fn an_election_in_which_nobody_voted_has_no_leaf_and_no_count() {
    let world = World::new(&Setup::default());
    let verified = world.verify(&world.store(&[vec![], vec![], vec![]]));
    let root = root(aggregate(&verified), 1, [0; 32], vec![]).unwrap().0;
    // East joins north in both contests; south stands alone in the one it has.
    assert_eq!(root.file().withheld.len(), 3);
    assert!(counts(&root, &world.shares(&root, &[1, 2])).unwrap().votes().is_empty());
}

#[test]
fn a_root_that_is_taken_up_again_from_its_tally_counts_the_same() {
    let world = World::new(&Setup::default());
    let root = unanimous(&world);
    let read = TallyFile::parse(&root.file().to_bytes(), world.election.definition()).unwrap();
    let again = TallyRoot::restore(&world.election, read).unwrap();
    assert_eq!((again.digest(), again.salts()), (root.digest(), None));
    let shares = world.shares(&root, &[1, 2]);
    assert_eq!(counts(&again, &shares).unwrap().votes(), counts(&root, &shares).unwrap().votes());
}

#[test]
fn a_tally_of_another_election_is_not_taken_up() {
    let world = World::new(&Setup::default());
    let root = unanimous(&world);
    let elsewhere = TallyFile { election: [1; 32], ..root.file().clone() };
    assert_eq!(TallyRoot::restore(&world.election, elsewhere).unwrap_err(), RootError::OtherElection);
    let mut cut = root.file().clone();
    cut.leaves[0].sums.pop();
    assert_eq!(TallyRoot::restore(&world.election, cut).unwrap_err(), RootError::OtherElection);
}
