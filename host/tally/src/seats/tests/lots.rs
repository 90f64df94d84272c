//! Ties that a lot decides. The order of the digests was computed with another SHA-3 (CPython's hashlib).

use super::*;
use crate::seats::{DICE_LEN_MAX, Dice, DiceError, Settlement};

fn lot(first: &str, second: &str) -> Lot {
    Lot { close: [0x22; 32], first: Dice::parse(first).unwrap(), second: Dice::parse(second).unwrap() }
}

/// Four candidates with equal votes for `seats` seats, ties drawn.
fn even(id: &str, seats: u32) -> Contest {
    let mut contest = contest(Method::Plurality, seats, 4);
    contest.id = id.to_owned();
    contest.tie = TieRule::Lot;
    for (option, name) in contest.options.iter_mut().zip(["ash", "birch", "cedar", "oak"]) {
        option.id = name.to_owned();
    }
    contest
}

/// Who wins, one seat after another.
fn drawn(id: &str, lot: &Lot) -> Vec<String> {
    let mut order: Vec<String> = Vec::new();
    for seats in 1..4 {
        let contest = even(id, seats);
        let allocation = allocated(&contest, &[9; 4], Some(lot));
        let won = |index: &usize| allocation.options()[*index].remark == Some(Remark::Lot);
        let winners = (0..4).filter(won).map(|index| contest.options[index].id.clone());
        order.extend(winners.filter(|id| !order.contains(id)).collect::<Vec<_>>());
    }
    order
}

#[test]
fn the_lot_follows_from_the_close_the_ids_and_both_rows_of_dice() {
    let lots = [lot("1234561234", "6543216543"), lot("6543216543", "1234561234")];
    assert_eq!(drawn("council", &lots[0]), ["cedar", "birch", "ash"]);
    assert_eq!(drawn("mayor", &lots[0]), ["oak", "ash", "cedar"]);
    assert_eq!(drawn("council", &lots[1]), ["birch", "oak", "ash"]);
    assert_eq!(drawn("mayor", &lots[1]), ["ash", "cedar", "oak"]);
    let longest = lot("1111111111", &"6".repeat(DICE_LEN_MAX));
    assert_eq!(drawn("mayor", &longest), ["birch", "ash", "cedar"]);
    assert_ne!(drawn("mayor", &Lot { close: [0x23; 32], ..longest.clone() }), drawn("mayor", &longest));
}

#[test]
fn a_lot_gives_every_seat_and_says_who_won_and_who_lost() {
    let allocation = allocated(&even("council", 2), &[9; 4], Some(&lot("1234561234", "6543216543")));
    assert_eq!(seats(&allocation), [0, 1, 1, 0]);
    let (won, lost) = (Some(Remark::Lot), Some(Remark::LotLost));
    assert_eq!(remarks(&allocation), [lost, won, won, lost]);
    assert_eq!(allocation.open(), 0);
    let tie = allocation.tie().unwrap();
    assert_eq!((tie.options.as_slice(), tie.seats, tie.settlement), (&[0, 1, 2, 3][..], 2, Settlement::Drawn));
    assert_eq!(allocation.needs_lot(), None);
}

#[test]
fn a_tie_that_a_lot_must_settle_waits_for_it() {
    let allocation = allocated(&even("council", 2), &[9; 4], None);
    assert_eq!((seats(&allocation), allocation.open()), (vec![0; 4], 2));
    assert_eq!(allocation.needs_lot().unwrap().seats, 2);
    // Without a tie there is nothing to wait for.
    assert_eq!(allocated(&even("council", 2), &[9, 8, 7, 6], None).needs_lot(), None);
}

#[test]
fn a_lot_changes_nothing_where_the_definition_declares_ties_or_there_is_none() {
    let lot = lot("1234561234", "6543216543");
    let mut declared = even("council", 2);
    declared.tie = TieRule::Declare;
    let allocation = allocated(&declared, &[9; 4], Some(&lot));
    assert_eq!((seats(&allocation), allocation.tie().unwrap().settlement), (vec![0; 4], Settlement::Declared));
    let clear = allocated(&even("council", 2), &[9, 8, 7, 6], Some(&lot));
    assert_eq!((seats(&clear), remarks(&clear)), (vec![1, 1, 0, 0], vec![None; 4]));
}

#[test]
fn seats_won_by_votes_stay_with_those_who_are_in_a_tie_for_one_more() {
    let mut council = contest(Method::Dhondt, 4, 3);
    council.tie = TieRule::Lot;
    // 60, 40, 30, then 20 three times over for the last seat.
    let allocation = allocated(&council, &[60, 40, 20], Some(&lot("1111111111", "2222222222")));
    let gained: Vec<u32> = seats(&allocation).iter().zip([2, 1, 0]).map(|(seats, sure)| seats - sure).collect();
    assert_eq!(gained.iter().sum::<u32>(), 1);
    for (gained, remark) in gained.iter().zip(remarks(&allocation)) {
        assert_eq!(remark, Some(if *gained == 1 { Remark::Lot } else { Remark::LotLost }));
    }
}

#[test]
fn dice_are_ten_to_forty_eight_digits_from_one_to_six() {
    assert_eq!(Dice::parse("1234561234").unwrap().as_str(), "1234561234");
    assert!(Dice::parse(&"6".repeat(48)).is_ok());
    assert_eq!(Dice::parse("123456123"), Err(DiceError::Length { throws: 9 }));
    assert_eq!(Dice::parse(&"1".repeat(49)), Err(DiceError::Length { throws: 49 }));
    assert_eq!(Dice::parse("1234561237"), Err(DiceError::Side { place: 9 }));
    assert_eq!(Dice::parse("1234506123"), Err(DiceError::Side { place: 5 }));
    assert_eq!(Dice::parse("12345 6123"), Err(DiceError::Side { place: 5 }));
    assert_eq!(Dice::parse("１２３４５６"), Err(DiceError::Side { place: 0 }));
}
