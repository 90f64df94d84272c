//! The numbers of the README's section on wear.

use tamga_store::model::{ModelCounter, PAGE_LEN};
use tamga_store::{ADVANCES_KEPT, Counter, Error};

use crate::board::Board;

const PAGES: usize = 32;

fn count(board: &mut Board<4, ModelCounter>) -> u32 {
    board.counter.read().unwrap().unwrap()
}

#[test]
fn a_store_takes_one_advance_and_one_more_after_a_start_and_for_a_full_bank() {
    let mut board = Board::<4, _>::new(PAGES, 1);
    board.start().store(1, &[0; 512]).unwrap();
    assert_eq!(count(&mut board), 2);
    let stored_in_a_bank = (PAGES / 2 * PAGE_LEN) as u32 / (36 + 4 + 512);
    let mut store = board.start();
    (0..2 * stored_in_a_bank).for_each(|_| store.store(1, &[1; 512]).unwrap());
    let advances = count(&mut board) - 2;
    assert_eq!(advances, 2 * stored_in_a_bank + 3, "of these, one for the start and two for full banks");
}

#[test]
fn each_start_that_stores_erases_the_pages_of_the_live_blobs_and_of_what_is_stored() {
    let mut board = Board::<4, _>::new(PAGES, 1);
    let mut store = board.start();
    (2..12).for_each(|key| store.store(key, &[0; 512]).unwrap());
    let before: u32 = board.flash.erasures().iter().sum();
    for round in 0..100 {
        let mut store = board.start();
        store.store(1, &[round]).unwrap();
        store.store(1, &[round + 1]).unwrap();
    }
    let erased = board.flash.erasures().iter().sum::<u32>() - before;
    assert_eq!(erased, 100 * 2, "10 blobs of 552 bytes and two of 44 are two pages");
}

#[test]
fn an_erasure_takes_one_advance_and_a_wiping_two_and_either_one_more_as_the_first_act() {
    let mut board = Board::<4, _>::new(PAGES, 1);
    let mut store = board.start();
    (1..5).for_each(|key| store.store(key, b"value").unwrap());
    store.erase(2).unwrap();
    assert_eq!(count(&mut board), 1 + 4 + 1);
    board.start().erase(3).unwrap();
    assert_eq!(count(&mut board), 6 + 2);
    board.start().wipe(1).unwrap();
    assert_eq!(count(&mut board), 8 + 3);
    let mut store = board.start();
    store.store(1, b"value").unwrap();
    store.wipe(1).unwrap();
    assert_eq!(count(&mut board), 11 + 2 + 2);
}

#[test]
fn what_is_left_for_storing_goes_down_with_each_store_to_none() {
    let mut board = Board::<4, _>::new(PAGES, 1);
    board.counter = ModelCounter::new(ADVANCES_KEPT + 6, board.power.clone());
    let mut store = board.start();
    assert_eq!(store.stores_left(), Ok(6));
    store.store(1, b"value").unwrap();
    assert_eq!(store.stores_left(), Ok(4), "one for the start, too");
    (0..4).for_each(|_| store.store(1, b"value").unwrap());
    assert_eq!((store.stores_left(), store.store(1, b"value")), (Ok(0), Err(Error::Worn)));
}
