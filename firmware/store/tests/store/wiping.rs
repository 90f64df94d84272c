use std::collections::HashSet;

use tamga_store::Counter;

use crate::board::{Board, Start};
use crate::life::LAST;

const PAGES: usize = 8;

/// Bytes by which a piece of ciphertext is known again.
const PIECE_LEN: usize = 12;

/// Stores what a token has, over and over, so that old values lie about in both banks.
fn used<const WORD: usize, C: Counter + Start>(mut board: Board<WORD, C>) -> Board<WORD, C> {
    for round in 0..12_u8 {
        let mut store = board.start();
        store.store(LAST, &[15 - round]).unwrap();
        (2..6).for_each(|key| store.store(key, &vec![round; 300 * key as usize]).unwrap());
    }
    board
}

/// All pieces but those that every flash has: erased bytes, and these before the first record of a bank.
fn pieces(image: &[u8]) -> HashSet<&[u8]> {
    image.windows(PIECE_LEN).filter(|piece| piece.iter().any(|byte| !b"\xffTSt1".contains(byte))).collect()
}

fn holds_any_of(image: &[u8], old: &HashSet<&[u8]>) -> bool {
    image.windows(PIECE_LEN).any(|piece| old.contains(piece))
}

#[test]
fn after_a_wiping_every_page_is_erased_but_for_a_new_empty_bank() {
    let mut board = used(Board::<4, _>::new(PAGES, 1));
    let old = board.flash.image().clone();
    board.start().wipe(LAST).unwrap();
    let image = board.flash.image().clone();
    assert!(!holds_any_of(&image, &pieces(&old)));
    assert_eq!(image.iter().filter(|byte| **byte != 0xff).count().div_ceil(16), 5, "head and end of an empty bank");
    assert!((0..10).all(|key| board.load(key) == Ok(None)));
}

#[test]
fn an_erased_blob_is_in_no_page_any_more_and_the_others_are_sealed_anew() {
    let mut board = used(Board::<4, _>::without_counter(PAGES, 1));
    let old = board.flash.image().clone();
    board.start().erase(5).unwrap();
    assert!(!holds_any_of(board.flash.image(), &pieces(&old)));
    assert_eq!(board.load(4), Ok(Some(vec![11; 1200])));
}

fn cut_everywhere<C: Counter + Start + Clone>(make: impl Fn(u64) -> Board<4, C>) -> u64 {
    let mut cut = 0;
    loop {
        let mut board = used(make(cut));
        let old = board.flash.image().clone();
        board.power.fail_after(cut);
        let wiped = board.start().wipe(LAST);
        if board.power.is_on() {
            assert_eq!(wiped, Ok(()));
            return cut;
        }
        board.power.restore();
        let last = board.load(LAST).unwrap();
        if last.is_none() {
            assert!(!holds_any_of(board.flash.image(), &pieces(&old)), "the last key went before the rest at {cut}");
        } else {
            assert_eq!(last, Some(vec![4]));
            board.start().wipe(LAST).unwrap();
            assert!(!holds_any_of(board.flash.image(), &pieces(&old)));
        }
        assert!((0..10).all(|key| board.load(key) == Ok(None)));
        cut += 1;
    }
}

#[test]
fn a_wiping_that_power_cuts_short_leaves_the_last_key_until_nothing_else_is_left() {
    assert!(cut_everywhere(|seed| Board::new(PAGES, seed)) > 20);
    assert!(cut_everywhere(|seed| Board::without_counter(PAGES, seed)) > 20);
}

#[test]
fn a_flash_that_cannot_be_read_is_wiped_all_the_same_and_stays_locked_until_it_is() {
    let mut cut = 0;
    loop {
        let mut board = used(Board::<4, _>::new(PAGES, cut));
        let old = board.flash.image().clone();
        board.flash.image().iter_mut().for_each(|byte| *byte ^= 0x10);
        board.power.fail_after(cut);
        let wiped = board.start().wipe(LAST);
        if board.power.is_on() {
            assert_eq!(wiped, Ok(()));
            break;
        }
        board.power.restore();
        if board.load(LAST) != Ok(None) {
            assert_eq!(board.load(LAST), Err(tamga_store::Error::Rollback));
            board.start().wipe(LAST).unwrap();
        }
        assert!(!holds_any_of(board.flash.image(), &pieces(&old)));
        assert!((0..10).all(|key| board.load(key) == Ok(None)));
        cut += 1;
    }
    assert!(cut > 8);
}
