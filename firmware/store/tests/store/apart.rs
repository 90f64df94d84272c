//! What is kept apart: there through wiping, damage, a counter that is used up and power that fails.

use tamga_store::model::{ModelCounter, PAGE_LEN};
use tamga_store::{APART_LEN_MAX, Counter, Error};

use crate::board::{Board, Start};
use crate::life::LAST;

const PAGES: usize = 6;
const VALUE: &[u8] = b"retired";

/// What a token that was just started finds apart.
fn apart<C: Counter + Start>(board: &mut Board<4, C>) -> Option<Vec<u8>> {
    board.start().apart().unwrap().map(|value| value.to_vec())
}

/// A token in use that has something apart.
fn kept<C: Counter + Start>(mut board: Board<4, C>) -> Board<4, C> {
    let mut store = board.start();
    (2..6).for_each(|key| store.store(key, &[key as u8; 700]).unwrap());
    store.store(LAST, &[15]).unwrap();
    store.keep_apart(VALUE).unwrap();
    board
}

fn page(board: &mut Board<4, ModelCounter>, number: usize) -> &mut [u8] {
    &mut board.flash.image()[number * PAGE_LEN..(number + 1) * PAGE_LEN]
}

#[test]
fn what_is_kept_apart_is_not_among_the_blobs_and_takes_no_advance_of_the_counter() {
    let mut board = kept(Board::<4, _>::new(PAGES, 1));
    let count = board.counter.read().unwrap();
    assert_eq!(apart(&mut board).as_deref(), Some(VALUE));
    board.start().keep_apart(b"").unwrap();
    assert_eq!(apart(&mut board), Some(vec![]));
    board.start().keep_apart(&[7; APART_LEN_MAX]).unwrap();
    assert_eq!(apart(&mut board), Some(vec![7; APART_LEN_MAX]));
    assert_eq!(board.start().keep_apart(&[7; APART_LEN_MAX + 1]), Err(Error::TooLong));
    assert_eq!(board.counter.read().unwrap(), count);
    assert_eq!(board.load(3), Ok(Some(vec![3; 700])));
    assert_eq!(apart(&mut Board::<4, _>::new(PAGES, 1)), None);
}

/// Damages the flash, then wipes it with power failing at every operation. `worn` is what a wiping says in the end.
fn wipe_cut_everywhere<C: Counter + Start>(
    make: impl Fn(u64) -> Board<4, C>,
    damage: impl Fn(&mut [u8]),
    wiped: Result<(), Error>,
) {
    for cut in 0.. {
        let mut board = kept(make(cut));
        damage(&mut board.flash.image()[..PAGES * PAGE_LEN]);
        board.power.fail_after(cut);
        let said = board.start().wipe(LAST);
        let is_done = board.power.is_on();
        board.power.restore();
        assert_eq!(apart(&mut board).as_deref(), Some(VALUE), "cut at {cut}");
        assert_eq!(board.start().wipe(LAST), wiped, "cut at {cut}");
        assert_eq!(apart(&mut board).as_deref(), Some(VALUE), "wiped after {cut}");
        if is_done {
            assert_eq!(said, wiped);
            assert!(cut > 3, "{cut}");
            return;
        }
    }
}

#[test]
fn a_wiping_takes_nothing_away_that_is_kept_apart_whenever_power_goes() {
    wipe_cut_everywhere(|seed| Board::new(PAGES, seed), |_| {}, Ok(()));
    wipe_cut_everywhere(|seed| Board::without_counter(PAGES, seed), |_| {}, Ok(()));
}

#[test]
fn nor_does_erasing_every_page_of_a_flash_that_is_damaged() {
    let garble = |banks: &mut [u8]| banks.iter_mut().for_each(|byte| *byte ^= 0x10);
    wipe_cut_everywhere(|seed| Board::new(PAGES, seed), garble, Ok(()));
    wipe_cut_everywhere(|seed| Board::without_counter(PAGES, seed), garble, Ok(()));
    wipe_cut_everywhere(|seed| Board::new(PAGES, seed), |banks| banks.fill(0), Ok(()));
}

#[test]
fn nor_where_the_counter_is_used_up() {
    let mut board = Board::<4, _>::new(PAGES, 1);
    board.counter = ModelCounter::new(40, board.power.clone());
    let mut board = kept(board);
    while board.start().wipe(LAST).is_ok() {
        assert_eq!(apart(&mut board).as_deref(), Some(VALUE));
    }
    for _ in 0..3 {
        assert_eq!(board.start().wipe(LAST), Err(Error::Worn));
        assert_eq!(apart(&mut board).as_deref(), Some(VALUE));
        assert_eq!(board.load(3), Err(Error::Rollback));
    }
}

#[test]
fn power_that_fails_while_it_is_being_kept_leaves_it_or_not_and_the_same_at_every_start() {
    let (mut with, mut without) = (0, 0);
    for seed in 0..400 {
        let mut board = Board::<4, _>::new(PAGES, seed);
        board.power.fail_after(seed % 4);
        assert!(board.start().keep_apart(VALUE).is_err() || seed % 4 > 1, "cut at {}", seed % 4);
        board.power.restore();
        // Power fails in the first looks as well, which make firm what they find.
        for cut in (0..4).filter(|cut| (seed >> (cut + 2)) & 1 == 1) {
            board.power.fail_after(cut);
            let _ = board.start().apart();
            board.power.restore();
        }
        let found = apart(&mut board);
        for cut in 0..8 {
            assert_eq!(apart(&mut board), found, "seed {seed}");
            board.power.fail_after(cut);
            let cut_short = board.start().apart().map(|value| value.map(|value| value.to_vec()));
            board.power.restore();
            assert!(cut_short.is_err() || cut_short == Ok(found.clone()), "seed {seed}");
        }
        if found.is_some() { with += 1 } else { without += 1 }
    }
    assert!(with > 100 && without > 20, "{with} {without}");
}

#[test]
fn one_of_its_pages_is_enough_and_the_other_is_made_sound_again() {
    for damaged in [PAGES, PAGES + 1] {
        let mut board = kept(Board::<4, _>::new(PAGES, 1));
        page(&mut board, damaged).fill(0);
        assert_eq!(apart(&mut board).as_deref(), Some(VALUE));
        let other = 2 * PAGES + 1 - damaged;
        page(&mut board, other)[30] ^= 1;
        assert_eq!(apart(&mut board).as_deref(), Some(VALUE));
        page(&mut board, PAGES).fill(0);
        page(&mut board, PAGES + 1).fill(0);
        assert_eq!(apart(&mut board), None, "whoever can write the flash takes it away");
    }
}

#[test]
fn what_another_tokens_key_sealed_is_not_there() {
    let mut board = kept(Board::<4, _>::new(PAGES, 1));
    let other = tamga_store::StorageKey::from_bytes([9; 32]);
    let range = 0..((PAGES + 2) * PAGE_LEN) as u32;
    let mut store = tamga_store::Store::new(&mut board.flash, range, &other, &mut board.counter).unwrap();
    assert_eq!(store.apart().unwrap(), None);
}
