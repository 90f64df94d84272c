//! What the largest definitions ask of a token fits into the least store that a board may have.

use tamga_board::STORE_LEN_MIN;
use tamga_store::model::{ModelFlash, PAGE_LEN, Power};
use tamga_store::{KEYS_MAX, NoCounter, StorageKey, Store};
use tamga_token::Blob;
use tamga_wire::Demand;
use tamga_wire::demand::{LEAVES_MAX, SLOT_BYTES_MAX, SLOT_SETS_MAX};
use tamga_wire::limits::{OPENINGS_MAX, REGIONS_MAX};

/// Bytes that a token keeps beside slots, boxes and roots: a definition with all its keys, the shares of two keys with fifteen
/// commitments each, those of a replacement under way and the keys of its officers, and small ones.
const BESIDE: [usize; 6] = [3 << 10, 600, 600, 3 << 10, 200, 200];

/// Stores all that there may be of a definition with so many contests, openings and regions.
fn keep_all(contests: u16, last: u32, regions: usize) {
    let range = 0..STORE_LEN_MIN;
    let flash = ModelFlash::<4>::new(STORE_LEN_MIN as usize / PAGE_LEN, Power::new(1));
    let mut store = Store::new(flash, range, &StorageKey::from_bytes([7; 32]), NoCounter).unwrap();
    let mut names = 0;
    let mut keep = |number: u32, len: usize| {
        store.store(number, &vec![0x5a; len]).unwrap();
        names += 1;
    };
    BESIDE.into_iter().zip(0x4000_0000..).for_each(|(len, number)| keep(number, len));
    (0..16).for_each(|number| keep(0x4100_0000 + number, 40));
    for opening in 1..=last {
        keep(Blob::Close(opening).number(), 33);
        keep(Blob::Root(opening).number(), 53);
        (0..contests).for_each(|contest| keep(Blob::Slots { opening, contest }.number(), 3 + regions.div_ceil(8)));
    }
    assert!(names <= KEYS_MAX);
    store.check().unwrap();
}

fn fits(contests: usize, regions: usize, openings: u32, supplement: bool) -> Option<Demand> {
    Some(Demand::new(contests, regions, 0, openings, supplement)).filter(Demand::is_within_limits)
}

#[test]
fn everything_that_the_largest_definitions_ask_for_fits_into_the_least_store() {
    // As many bytes as there may be, and as many sets.
    assert!(fits(11, REGIONS_MAX, OPENINGS_MAX, true).is_some() && fits(12, REGIONS_MAX, OPENINGS_MAX, true).is_none());
    keep_all(11, OPENINGS_MAX + 1, REGIONS_MAX);
    assert_eq!(
        fits(128, 2_944, 1, true).map(|demand| (demand.sets, demand.bytes)),
        Some((SLOT_SETS_MAX, SLOT_BYTES_MAX))
    );
    keep_all(128, 2, 2_944);
    keep_all(16, OPENINGS_MAX, 2_944);
}

#[test]
fn a_leaf_more_or_a_set_more_than_there_may_be_is_beyond_tokens() {
    let demand = |contests, regions, on_ballots, supplement| Demand::new(contests, regions, on_ballots, 1, supplement);
    assert!(demand(1, 64, LEAVES_MAX, false).is_within_limits());
    assert!(!demand(1, 64, LEAVES_MAX + 1, false).is_within_limits());
    assert!(!demand(1, 64, LEAVES_MAX / 2 + 1, true).is_within_limits(), "a supplement opens all of them again");
    assert!(demand(128, 64, 0, true).is_within_limits());
    assert!(!Demand::new(128, 64, 0, 2, true).is_within_limits());
    assert!(!Demand::new(256, REGIONS_MAX, 0, 1, false).is_within_limits(), "the sets are too long together");
    assert!(!Demand::new(usize::MAX, usize::MAX, u32::MAX, u32::MAX, true).is_within_limits());
}
