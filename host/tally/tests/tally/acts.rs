//! What registrar and quorum do beside the ballots: revocations, amendments.

use Reason::*;
use tamga_casting::identity::Findings;
use tamga_record::acts::ActError;
use tamga_record::admission::{Reason, Status};
use tamga_record::amendments::{AmendmentBody, AmendmentKind, AmendmentsError};
use tamga_record::cast::Item;
use tamga_record::ledger::Entry;
use tamga_record::revocations::Revocations;
use tamga_tally::acts::{Acts, ActsError, revocations};
use tamga_tally::admit::{Earlier, admit};
use tamga_tally::close::close;
use tamga_tally::import::ImportError;
use tamga_tally::verified::Verified;

use crate::reasons::{of_region, resign};
use crate::store::Store;
use crate::world::{ALL, CLOSES, NEEDED, OPENS, Setup, World, key};

/// A file of the registrar's.
pub fn revoke(world: &World, tags: &[[u8; 16]]) -> Revocations {
    let mut tags = tags.to_vec();
    tags.sort_unstable();
    let mut file = Revocations { election: *world.election.id(), tags, signature: [0; 64] };
    file.signature = key(&world.streams, "registrar", 0).sign(&file.message()).to_bytes();
    file
}

/// The first officers amend the definition.
fn amend(world: &World, acts: &mut Acts, kind: AmendmentKind) {
    let previous = acts.amendments.last_digest(world.election.definition_digest());
    let number = acts.amendments.amendments.len() as u32 + 1;
    let body = AmendmentBody { previous, kind };
    let message = body.message(world.election.id(), number);
    let signed = (1..=NEEDED).zip(&world.officers);
    let signatures = signed.map(|(officer, key)| (officer, key.sign(&message).to_bytes())).collect();
    acts.amendments.amendments.push((body, signatures));
}

/// All regions in one box under these acts.
fn verify<'a>(world: &'a World, acts: &'a Acts, store: &Store) -> Verified<'a> {
    let imported = world.begin(acts, store).finish(1, &ALL).unwrap();
    let admitted = admit(imported, store, &Earlier::none(), &|_, _| {}, &|_, _| {}).unwrap().0;
    world.unseal(world.sign(close(admitted, &world.undecided())), store)
}

#[test]
fn records_of_revoked_voters_are_red() {
    let world = World::new(&Setup::default());
    let (good, gone) = (world.voter(0, 0), world.voter(0, 1));
    let file = revoke(&world, &[*gone.tag()]);
    let entry = revocations(&world.election, &world.acts, &file).unwrap();
    assert_eq!(entry, Entry::Revocations { digest: file.digest(), tags: 1 });
    let acts = Acts { revocations: Some(file), ..world.acts.clone() };
    let store = world.store(&[vec![world.cast(good, 1), world.cast(gone, 1)], vec![], vec![]]);
    let verdicts = of_region(&verify(&world, &acts, &store), 0);
    assert_eq!(verdicts, [(Status::Green, vec![]), (Status::Red, vec![Revoked])]);
}

#[test]
fn revocations_come_from_the_registrar_before_the_first_box() {
    let world = World::new(&Setup::default());
    let good = revoke(&world, &[[7; 16]]);
    let refused = |acts: &Acts, file: &Revocations| revocations(&world.election, acts, file).unwrap_err();
    let elsewhere = Revocations { election: [1; 32], ..good.clone() };
    assert_eq!(refused(&world.acts, &elsewhere), ActsError::OtherElection);
    let forged = Revocations { tags: vec![[8; 16]], ..good.clone() };
    assert_eq!(refused(&world.acts, &forged), ActsError::Registrar);
    let store = world.store(&[vec![], vec![], vec![]]);
    let closed = Acts { boxes: vec![world.close(&store).file().clone()], ..world.acts.clone() };
    assert_eq!(refused(&closed, &good), ActsError::AfterClose);
    let unsigned = Acts { revocations: Some(forged), ..world.acts.clone() };
    let import = world.begin(&unsigned, &store);
    assert!(matches!(import.finish(1, &ALL), Err(ImportError::Acts(ActsError::Registrar))));
}

/// A record whose attestation was issued at a time.
pub fn issued_at(world: &World, region: u16, place: usize, time: u64) -> Item {
    let voter = world.voter(region, place);
    let mut item = world.cast_with(voter, 1, &Findings { base_date: time, ..world.findings() });
    item.attestation.issued_at = time;
    item.attestation.signature = key(&world.streams, "identity", 0).sign(&item.attestation.message()).to_bytes();
    item.header.attestation_digest = item.attestation.digest();
    resign(voter, &mut item);
    item
}

#[test]
fn attestations_from_outside_the_period_hold_a_record() {
    let world = World::new(&Setup::default());
    let times = [OPENS - 1, OPENS, CLOSES, CLOSES + 1];
    let items = times.iter().enumerate().map(|(place, time)| issued_at(&world, 0, place, *time));
    let verdicts = of_region(&world.verify(&world.store(&[items.collect(), vec![], vec![]])), 0);
    let (inside, outside) = ((Status::Green, vec![]), (Status::Yellow, vec![OutsidePeriod]));
    assert_eq!(verdicts, [outside.clone(), inside.clone(), inside, outside]);
}

#[test]
fn an_extended_closing_time_is_that_of_its_region_alone() {
    let world = World::new(&Setup::default());
    let mut acts = world.acts.clone();
    amend(&world, &mut acts, AmendmentKind::ClosingTime { region: 1, closes: CLOSES + 60 });
    let late = |region| issued_at(&world, region, 0, CLOSES + 60);
    let store = world.store(&[vec![late(0)], vec![late(1)], vec![]]);
    let verified = verify(&world, &acts, &store);
    assert_eq!(of_region(&verified, 0), [(Status::Yellow, vec![OutsidePeriod])]);
    assert_eq!(of_region(&verified, 1), [(Status::Green, vec![])]);
}

#[test]
fn amendments_that_no_quorum_signed_stop_the_box() {
    let world = World::new(&Setup::default());
    let mut acts = world.acts.clone();
    amend(&world, &mut acts, AmendmentKind::ClosingTime { region: 1, closes: CLOSES + 60 });
    acts.amendments.amendments[0].1[1].1[0] ^= 1;
    let store = world.store(&[vec![], vec![], vec![]]);
    let refused = world.begin(&acts, &store).finish(1, &ALL).unwrap_err();
    let error = AmendmentsError::Act { number: 1, error: ActError::Signature { officer: 2 } };
    assert!(matches!(refused, ImportError::Acts(ActsError::Amendments(found)) if found == error));
}
