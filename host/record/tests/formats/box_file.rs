//! `tamga/box/v1`.

use tamga_crypto::hash::sha3_256;
use tamga_record::ByteFault;
use tamga_record::acts::ActError;
use tamga_record::box_file::{BoxBody, BoxError, BoxFile, BoxRegion, Chain, check_boxes};
use tamga_record::bundle::ChainState;
use tamga_record::decisions::Decisions;
use tamga_record::definition::{Definition, Late};

use crate::acts::readme_act;
use crate::bytes::{digest, layout, refuses_spoilt};
use crate::examples::{definition, large_definition, readme_block};

/// The box of the README: adams with one chain, hinsdale with an open one.
pub fn box_file() -> BoxFile {
    let chain = |bundles, root, items, state| Chain { collector: 0, bundles, root: digest(root), items, state };
    let adams = BoxRegion {
        region: 0,
        received: 2368,
        root: digest(0x33),
        chains: vec![chain(2, 0x44, 2368, ChainState::complete())],
    };
    let hinsdale =
        BoxRegion { region: 1, received: 4, root: digest(0x55), chains: vec![chain(1, 0x66, 4, ChainState::OPEN)] };
    let body = BoxBody {
        election: digest(0x11),
        opening: 1,
        previous: digest(0),
        decisions: Decisions::none(digest(0x11)).digest(),
        decided: 0,
        single: 0,
        amendments: definition().digest(),
        revocations: digest(0),
        regions: vec![adams, hinsdale],
    };
    BoxFile { body, signatures: vec![(1, [0x51; 64]), (3, [0x53; 64]), (4, [0x54; 64])] }
}

fn body_bytes() -> Vec<u8> {
    layout(&[readme_block("74616d67612f626f78").lines().next().unwrap()])
}

#[test]
fn the_bytes_are_those_of_the_readme() {
    let bytes = [body_bytes(), layout(&["03", "01", "51x64", "03", "53x64", "04", "54x64"])].concat();
    assert_eq!(box_file().to_bytes(), bytes);
    assert_eq!(BoxFile::parse(&bytes), Ok(box_file()));
    assert_eq!(box_file().check(&definition()), Ok(()));
    refuses_spoilt(&bytes, BoxFile::parse);
}

#[test]
fn what_officers_sign_is_the_digest_of_the_body_with_its_figures() {
    let body = box_file().body;
    let framed = [layout(&["0e", "'tamga/close/v1"]), body_bytes()].concat();
    assert_eq!(body.digest(), sha3_256(&[&framed]));
    assert_eq!(body.figures(&definition()), [1, 2372, 2, 1]);
    assert_eq!((body.digest(), body.message(&definition())), readme_act("close"));
    assert_eq!(body.decisions, sha3_256(&[&layout(&["12", "'tamga/decisions/v1"])]), "no decisions");
}

/// The example's definition with so many collectors.
fn with_collectors(count: usize) -> Definition {
    let mut definition = definition();
    definition.collectors = vec![definition.collectors[0].clone(); count];
    definition
}

#[test]
fn a_collector_without_a_chain_in_a_region_is_incomplete_there() {
    let mut body = box_file().body;
    let open = Some(ChainState::OPEN);
    assert_eq!(body.incomplete(&with_collectors(2)), [(0, 1, None), (1, 0, open), (1, 1, None)]);
    assert_eq!(body.figures(&with_collectors(2))[3], 3);
    body.regions[0].chains.clear();
    assert_eq!(body.incomplete(&with_collectors(1)), [(0, 0, None), (1, 0, open)]);
    body.regions[1].chains[0].collector = 1;
    assert_eq!(body.incomplete(&with_collectors(2)), [(0, 0, None), (0, 1, None), (1, 0, None), (1, 1, open)]);
}

#[test]
fn in_the_supplement_no_collector_has_to_bring_anything() {
    let mut body = box_file().body;
    body.opening = 2;
    body.regions[1].chains[0].state = ChainState::complete();
    assert_eq!(body.incomplete(&with_collectors(2)), []);
    assert_eq!(body.figures(&with_collectors(2))[3], 0);
}

#[test]
fn disorder_and_undefined_states_are_refused() {
    let spoilt: [fn(&mut BoxFile); 5] = [
        |file| file.signatures.swap(0, 1),
        |file| file.signatures[1].0 = 1,
        |file| file.body.regions.swap(0, 1),
        |file| file.body.regions[1].region = 0,
        |file| {
            let chain = file.body.regions[0].chains[0].clone();
            file.body.regions[0].chains.push(chain);
        },
    ];
    for spoil in spoilt {
        let mut file = box_file();
        spoil(&mut file);
        assert_eq!(BoxFile::parse(&file.to_bytes()), Err(BoxError::Order));
    }
    let mut bytes = box_file().to_bytes();
    let state_at = body_bytes().len() - 1;
    bytes[state_at] = 16;
    assert_eq!(BoxFile::parse(&bytes), Err(ByteFault::NotCanonical.into()));
}

#[test]
fn counts_over_their_limits_are_refused() {
    let mut file = box_file();
    file.signatures = (1..=16).map(|officer| (officer, [0; 64])).collect();
    assert_eq!(BoxFile::parse(&file.to_bytes()), Err(ByteFault::OverLimit.into()));
    let mut bytes = box_file().to_bytes();
    let regions_at = 13 + 32 + 4 + 32 + 32 + 4 + 4 + 32 + 32;
    bytes[regions_at..regions_at + 2].copy_from_slice(&4_097u16.to_be_bytes());
    assert_eq!(BoxFile::parse(&bytes), Err(ByteFault::OverLimit.into()));
    bytes[regions_at..regions_at + 2].copy_from_slice(&4_096u16.to_be_bytes());
    assert_eq!(BoxFile::parse(&bytes), Err(ByteFault::EndsEarly.into()));
    let mut file = box_file();
    let chain = file.body.regions[0].chains[0].clone();
    file.body.regions[0].chains = (0..17).map(|collector| Chain { collector, ..chain.clone() }).collect();
    assert_eq!(BoxFile::parse(&file.to_bytes()), Err(ByteFault::OverLimit.into()));
}

/// The example's box, changed, against the example's definition, changed.
fn checked(tweak: impl Fn(&mut BoxFile, &mut Definition)) -> Result<(), BoxError> {
    let (mut file, mut definition) = (box_file(), definition());
    tweak(&mut file, &mut definition);
    file.check(&definition)
}

#[test]
fn a_box_that_does_not_fit_its_definition_is_refused() {
    type Tweak = fn(&mut BoxFile, &mut Definition);
    let cases: &[(&str, Tweak, BoxError)] = &[
        ("an unknown region", |f, _| f.body.regions[1].region = 2, BoxError::OtherDefinition),
        ("an unknown collector", |f, _| f.body.regions[0].chains[0].collector = 1, BoxError::OtherDefinition),
        ("an unknown officer", |f, _| f.signatures[2].0 = 6, ActError::UnknownOfficer { officer: 6 }.into()),
        ("officer 0", |f, _| f.signatures[0].0 = 0, ActError::UnknownOfficer { officer: 0 }.into()),
        ("no quorum", |f, _| f.signatures.truncate(2), ActError::Quorum.into()),
        ("no region", |f, _| f.body.regions.clear(), BoxError::Empty),
        ("opening 0", |f, _| f.body.opening = 0, BoxError::Opening),
        ("opening 1 after another", |f, _| f.body.previous = digest(1), BoxError::Opening),
        ("opening 2 after none", |f, d| (f.body.opening, d.openings) = (2, 2), BoxError::Opening),
        ("hinsdale without adams", |f, _| drop(f.body.regions.remove(0)), BoxError::Split { region: 1 }),
        ("adams without hinsdale", |f, _| drop(f.body.regions.pop()), BoxError::Split { region: 1 }),
        ("more single decisions than decisions", |f, _| f.body.single = 1, BoxError::Decisions),
    ];
    for (name, tweak, expected) in cases {
        assert_eq!(checked(tweak), Err(*expected), "{name}");
    }
    assert_eq!(checked(|f, _| (f.body.single, f.body.decided) = (1, 1)), Ok(()));
}

#[test]
fn regions_of_which_one_merges_into_another_are_in_one_box_whichever_is_there() {
    let mut definition = large_definition();
    definition.openings = 2;
    definition.regions[1].merge_into = Some(0);
    definition.regions[3].merge_into = Some(1);
    let first = |regions: &[u16]| slice(1, regions, None).check(&definition);
    assert_eq!(first(&[0, 1, 3]), Ok(()));
    assert_eq!(first(&[2]), Ok(()));
    assert_eq!(first(&[0]), Err(BoxError::Split { region: 1 }));
    assert_eq!(first(&[3]), Err(BoxError::Split { region: 3 }));
    assert_eq!(first(&[0, 1]), Err(BoxError::Split { region: 3 }));
    let (alone, rest) = (slice(1, &[2], None), |regions: &[u16]| slice(2, regions, Some(&slice(1, &[2], None))));
    assert_eq!(check_boxes(&definition, &[alone.clone(), rest(&[0, 1, 3])]), Ok(vec![]));
    let split = Err(BoxError::Split { region: 1 });
    assert_eq!(check_boxes(&definition, &[alone, rest(&[1, 3])]), split, "in a later box too");
}

#[test]
fn the_supplement_holds_late_bundles_alone() {
    let supplement = |file: &mut BoxFile| {
        (file.body.opening, file.body.previous) = (2, digest(7));
        file.body.regions.remove(0);
        file.body.regions[0].chains[0].state = ChainState::complete();
    };
    assert_eq!(checked(|f, _| supplement(f)), Ok(()));
    let refused = |tweak: fn(&mut BoxFile, &mut Definition)| {
        checked(|f, d| {
            supplement(f);
            tweak(f, d);
        })
    };
    let empty = Err(BoxError::Supplement { region: 1 });
    assert_eq!(refused(|f, _| f.body.regions[0].chains[0].state = ChainState::GAP), empty);
    assert_eq!(refused(|f, _| f.body.regions[0].chains.clear()), empty);
    assert_eq!(refused(|_, d| d.late = Late::Refuse), Err(BoxError::Opening));
    assert_eq!(refused(|f, _| f.body.opening = 3), Err(BoxError::Opening));
}

/// A box of these regions of the large example, after another one.
fn slice(opening: u32, regions: &[u16], before: Option<&BoxBody>) -> BoxBody {
    let region = box_file().body.regions[0].clone();
    let regions = regions.iter().map(|index| BoxRegion { region: *index, ..region.clone() }).collect();
    BoxBody { opening, previous: before.map_or(digest(0), BoxBody::digest), regions, ..box_file().body }
}

#[test]
fn boxes_follow_each_other_and_hold_every_region_once() {
    let mut definition = large_definition();
    definition.openings = 3;
    let first = slice(1, &[0, 3], None);
    let second = slice(2, &[1, 2], Some(&first));
    let early_supplement = slice(4, &[3], Some(&second));
    let check = |boxes: &[&BoxBody]| {
        let boxes: Vec<BoxBody> = boxes.iter().map(|body| (*body).clone()).collect();
        check_boxes(&definition, &boxes)
    };
    assert_eq!(check(&[]), Ok(vec![0, 1, 2, 3]));
    assert_eq!(check(&[&first]), Ok(vec![1, 2]));
    assert_eq!(check(&[&first, &second]), Ok(vec![]));
    assert_eq!(
        check(&[&first, &second, &early_supplement]),
        Ok(vec![]),
        "its number is openings + 1 though two were used"
    );
    let missing = |region| Err(BoxError::Coverage { region });
    assert_eq!(check(&[&first, &slice(2, &[1, 3], Some(&first))]), missing(3), "a region twice");
    assert_eq!(check(&[&first, &slice(4, &[3], Some(&first))]), missing(1), "the supplement before all regions are in");
    let half = slice(2, &[1], Some(&first));
    assert_eq!(check(&[&first, &half, &slice(3, &[0], Some(&half))]), missing(0));
    let third = slice(3, &[2], Some(&half));
    assert_eq!(check(&[&first, &half, &third]), Ok(vec![]));
    assert_eq!(check(&[&first, &slice(3, &[1, 2], Some(&first))]), Err(BoxError::Opening), "a number left out");
    assert_eq!(check(&[&first, &slice(2, &[1, 2], Some(&third))]), Err(BoxError::Opening), "another box before");
    let again = slice(4, &[2], Some(&early_supplement));
    assert_eq!(check(&[&first, &second, &early_supplement, &again]), Err(BoxError::Opening), "two supplements");
}

#[test]
fn the_last_regular_box_takes_all_that_is_left() {
    let mut definition = large_definition();
    definition.openings = 2;
    let first = slice(1, &[0, 3], None);
    let second = slice(2, &[1], Some(&first));
    assert_eq!(check_boxes(&definition, &[first, second]), Err(BoxError::Coverage { region: 2 }));
}
