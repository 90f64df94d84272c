use tamga_store::Error;
use tamga_store::model::{PAGE_LEN, Power};

use crate::board::{Board, plain};

const PAGES: usize = 4;

/// Twenty stores and restarts in between: every kind of record, in both banks.
fn used_with<C: tamga_store::Counter + crate::board::Start>(board: &mut Board<4, C>) {
    for round in 0..5_u8 {
        let mut store = board.start();
        store.store(1, &[round]).unwrap();
        store.store(2, &[round; 40]).unwrap();
        store.store(3, &vec![round; 300]).unwrap();
        store.store(4, b"").unwrap();
    }
}

fn newest(key: u32) -> Option<Vec<u8>> {
    [Some(vec![4]), Some(vec![4; 40]), Some(vec![4; 300]), Some(Vec::new())].into_iter().nth(key as usize - 1).flatten()
}

#[test]
fn with_a_counter_any_changed_byte_is_refused_or_changes_nothing() {
    let mut board = Board::<4, _>::new(PAGES, 1);
    used_with(&mut board);
    let image = board.flash.image().clone();
    let (mut refused, mut harmless) = (0, 0);
    for at in (0..image.len()).filter(|at| image[*at] != 0xff || at % 64 == 0) {
        for flip in [0x01, 0x80, 0xff] {
            let mut board = board.clone();
            board.flash.image()[at] ^= flip;
            let mut store = board.start();
            match store.open() {
                Err(error) => {
                    assert_eq!(error, Error::Rollback);
                    refused += 1;
                }
                Ok(()) => {
                    (1..=4).for_each(|key| assert_eq!(plain(store.load(key)), Ok(newest(key)), "byte {at}"));
                    harmless += 1;
                }
            }
        }
    }
    println!("{refused} refused, {harmless} harmless");
    assert!(refused > 1000 && harmless > 1000);
}

#[test]
fn without_a_counter_a_changed_byte_is_refused_or_undoes_the_last_store_and_no_other() {
    let mut board = Board::<4, _>::without_counter(PAGES, 1);
    used_with(&mut board);
    board.start().store(2, b"the last").unwrap();
    let image = board.flash.image().clone();
    let (mut refused, mut undone) = (0, 0);
    for at in (0..image.len()).filter(|at| image[*at] != 0xff) {
        for flip in [0x01, 0x80, 0xff] {
            let mut board = board.clone();
            board.flash.image()[at] ^= flip;
            let mut store = board.start();
            match store.open() {
                Err(error) => {
                    assert_eq!(error, Error::Corrupt);
                    refused += 1;
                }
                Ok(()) => {
                    [1, 3, 4].into_iter().for_each(|key| assert_eq!(plain(store.load(key)), Ok(newest(key)), "{at}"));
                    let last = plain(store.load(2)).unwrap();
                    assert!(last.as_deref() == Some(b"the last") || last == newest(2));
                    undone += usize::from(last == newest(2));
                }
            }
        }
    }
    println!("{refused} refused, {undone} undid the last store");
    assert!(refused > 500 && undone > 0);
}

#[test]
fn bytes_that_no_token_wrote_are_an_error_or_an_empty_store_and_never_a_panic() {
    let chance = Power::new(11);
    let mut images = vec![vec![0; PAGES * PAGE_LEN], vec![0xff; PAGES * PAGE_LEN]];
    images.extend((0..50).map(|_| (0..PAGES * PAGE_LEN).map(|_| chance.chance() as u8).collect()));
    images.extend((0..400).map(|_| forged(&chance)));
    for image in &images {
        let mut used = Board::<4, _>::new(PAGES, 1);
        used_with(&mut used);
        used.flash.image()[..PAGES * PAGE_LEN].copy_from_slice(image);
        assert_eq!(used.start().open(), Err(Error::Rollback));
        let mut fresh = Board::<4, _>::new(PAGES, 1);
        fresh.flash.image()[..PAGES * PAGE_LEN].copy_from_slice(image);
        assert_eq!(fresh.load(1), Ok(None));
        fresh.start().store(1, b"first").unwrap();
        assert_eq!(fresh.load(1), Ok(Some(b"first".to_vec())));
        let mut without = Board::<4, _>::without_counter(PAGES, 1);
        without.flash.image()[..PAGES * PAGE_LEN].copy_from_slice(image);
        let loaded = without.load(1);
        assert!(loaded == Ok(None) || loaded == Err(Error::Corrupt));
        without.start().wipe(1).unwrap();
        without.start().store(1, b"first").unwrap();
        assert_eq!(without.load(1), Ok(Some(b"first".to_vec())));
    }
}

/// Headers of the right form with numbers and lengths of every size, where records would be and elsewhere.
fn forged(chance: &Power) -> Vec<u8> {
    let mut image = vec![0xff; PAGES * PAGE_LEN];
    let number = || [0, 1, 2, chance.chance() as u32, u32::MAX][chance.chance() as usize % 5];
    let mut at = 0;
    while at + 64 < image.len() {
        let mut record = b"TSt1".to_vec();
        (0..3).for_each(|_| record.extend_from_slice(&number().to_le_bytes()));
        record.extend_from_slice(&[chance.chance() as u8 % 6, 0]);
        record.extend_from_slice(&(number() as u16).to_le_bytes());
        record.extend_from_slice(&chance.chance().to_le_bytes());
        image[at..at + record.len()].copy_from_slice(&record);
        at += [4, 28, 40, 64, 2048][chance.chance() as usize % 5];
    }
    image
}
