//! `tamga/amendments/v1`.

use tamga_record::ByteFault;
use tamga_record::acts::ActError;
use tamga_record::amendments::{AmendmentBody, AmendmentKind, Amendments, AmendmentsError, figures};
use tamga_record::definition::Definition;

use crate::acts::{readme_act, signed_by, signing_commissions, signing_definition};
use crate::bytes::{digest, layout, refuses_spoilt};
use crate::examples::{definition, large_definition, readme_block};

/// 2024-11-05T21:00:00Z, an hour after voting closes in the examples.
const LATER: u64 = 1_730_840_400;

fn closing_time(region: u16, closes: u64) -> AmendmentKind {
    AmendmentKind::ClosingTime { region, closes }
}

fn withdrawn(contest: u16, option: u16) -> AmendmentKind {
    AmendmentKind::Withdrawn { contest, option }
}

/// Amendments of these kinds, each naming the one before, with signatures that are none.
fn amendments(definition: &Definition, kinds: &[AmendmentKind]) -> Amendments {
    let mut amendments = Amendments::none(digest(0x11));
    for kind in kinds {
        let previous = amendments.last_digest(&definition.digest());
        let signatures = [1, 3, 4].map(|officer| (officer, [officer; 64])).to_vec();
        amendments.amendments.push((AmendmentBody { previous, kind: *kind }, signatures));
    }
    amendments
}

#[test]
fn the_bytes_are_those_of_the_readme() {
    let amendments = amendments(&definition(), &[closing_time(1, LATER), withdrawn(0, 0)]);
    let first = layout(&[readme_block("74616d67612f626f78").lines().nth(2).unwrap()]);
    let (first_digest, message) = readme_act("amendment");
    let signatures = layout(&["03", "01", "01x64", "03", "03x64", "04", "04x64"]);
    let head = layout(&["'tamga/amendments/v1\n", "11x32", "00000002"]);
    let second = [first_digest.to_vec(), layout(&["02", "0000", "0000"])].concat();
    let bytes = [head, first, signatures.clone(), second, signatures].concat();
    assert_eq!(amendments.to_bytes(), bytes);
    assert_eq!(Amendments::parse(&bytes), Ok(amendments.clone()));
    refuses_spoilt(&bytes, Amendments::parse);
    let body = amendments.amendments[0].0;
    assert_eq!((body.digest(), body.message(&digest(0x11), 1)), (first_digest, message));
}

#[test]
fn figures_count_from_one() {
    let body = |kind| AmendmentBody { previous: digest(0), kind };
    assert_eq!(figures(3, &body(closing_time(0, LATER))), [3, 1, 1, LATER]);
    assert_eq!(figures(4, &body(withdrawn(127, 63))), [4, 2, 128, 64]);
}

#[test]
fn the_last_closing_time_of_a_region_holds() {
    let definition = definition();
    let kinds = [closing_time(1, LATER), withdrawn(0, 0), closing_time(1, LATER + 1)];
    let amendments = amendments(&definition, &kinds);
    assert_eq!(amendments.check(&definition), Ok(()));
    assert_eq!(amendments.closes(&definition, 0), definition.closes);
    assert_eq!(amendments.closes(&definition, 1), LATER + 1);
    assert!(amendments.withdrawn(0, 0) && !amendments.withdrawn(0, 1) && !amendments.withdrawn(1, 0));
    assert_eq!(amendments.last_digest(&digest(1)), amendments.amendments[2].0.digest());
    assert_eq!(Amendments::none(digest(0x11)).last_digest(&digest(1)), digest(1));
}

#[test]
fn amendments_that_do_not_fit_are_refused_by_number() {
    let definition = large_definition();
    let closes = definition.closes;
    let check = |kinds: &[AmendmentKind]| amendments(&definition, kinds).check(&definition);
    let other = |number| Err(AmendmentsError::OtherDefinition { number });
    let earlier = |number| Err(AmendmentsError::Earlier { number });
    assert_eq!(check(&[closing_time(3, closes + 1), closing_time(2, closes + 1)]), Ok(()));
    assert_eq!(check(&[closing_time(4, closes + 1)]), other(1));
    assert_eq!(check(&[withdrawn(0, 1), withdrawn(1, 2)]), Ok(()));
    assert_eq!(check(&[withdrawn(0, 1), withdrawn(0, 2)]), other(2));
    assert_eq!(check(&[withdrawn(2, 0)]), other(1));
    assert_eq!(check(&[closing_time(0, closes)]), earlier(1));
    assert_eq!(check(&[closing_time(0, closes + 9), closing_time(0, closes + 9)]), earlier(2));
    assert_eq!(check(&[closing_time(0, u64::MAX)]), earlier(1), "no time of this calendar");
    assert_eq!(check(&[withdrawn(0, 1), withdrawn(0, 1)]), Err(AmendmentsError::Twice { number: 2 }));
}

#[test]
fn an_amendment_out_of_its_chain_is_refused() {
    let definition = definition();
    let mut swapped = amendments(&definition, &[closing_time(1, LATER), withdrawn(0, 0)]);
    swapped.amendments.swap(0, 1);
    assert_eq!(swapped.check(&definition), Err(AmendmentsError::Previous { number: 1 }));
    let mut cut = amendments(&definition, &[closing_time(1, LATER), withdrawn(0, 0)]);
    cut.amendments.remove(0);
    assert_eq!(cut.check(&definition), Err(AmendmentsError::Previous { number: 1 }));
    let elsewhere = amendments(&large_definition(), &[withdrawn(0, 0)]);
    assert_eq!(elsewhere.check(&definition), Err(AmendmentsError::Previous { number: 1 }));
}

#[test]
fn a_quorum_signs_each() {
    let definition = signing_definition();
    let act = |number, error| Err(AmendmentsError::Act { number, error });
    let mut signed = amendments(&definition, &[closing_time(1, LATER), withdrawn(0, 0)]);
    assert_eq!(signed.verify(&definition, &signing_commissions()), act(1, ActError::Signature { officer: 1 }));
    for (number, (body, signatures)) in (1u32..).zip(&mut signed.amendments) {
        *signatures = signed_by(&[1, 2, 5], &body.message(&digest(0x11), number));
    }
    assert_eq!(signed.verify(&definition, &signing_commissions()), Ok(()));
    let mut renumbered = signed.clone();
    let body = renumbered.amendments[1].0;
    renumbered.amendments[1].1 = signed_by(&[1, 2, 5], &body.message(&digest(0x11), 3));
    assert_eq!(
        renumbered.verify(&definition, &signing_commissions()),
        act(2, ActError::Signature { officer: 1 }),
        "a figure is signed"
    );
    signed.amendments[1].1.pop();
    assert_eq!(signed.check(&definition), act(2, ActError::Quorum));
}

#[test]
fn spoilt_amendments_are_refused() {
    let good = amendments(&definition(), &[closing_time(1, LATER)]);
    let mut disorder = good.clone();
    disorder.amendments[0].1.swap(0, 1);
    let refused = Err(AmendmentsError::Act { number: 1, error: ActError::Order });
    assert_eq!(Amendments::parse(&disorder.to_bytes()), refused);
    let head = 20 + 32;
    let mut bytes = good.to_bytes();
    bytes[head + 4 + 32] = 3;
    assert_eq!(Amendments::parse(&bytes), Err(ByteFault::NotCanonical.into()), "an unknown kind");
    bytes[head..head + 4].copy_from_slice(&65_537u32.to_be_bytes());
    assert_eq!(Amendments::parse(&bytes), Err(ByteFault::OverLimit.into()));
    bytes[head..head + 4].copy_from_slice(&65_536u32.to_be_bytes());
    assert_eq!(Amendments::parse(&bytes), Err(ByteFault::EndsEarly.into()));
}
