//! Ties that a lot decides. The order of the digests was computed with another SHA-3 (CPython's hashlib).

use super::*;

const LOT: Lot<'_> = Lot { close: [0x22; 32], first: "1234561234", second: "6543216543" };

/// Four options with nine votes each, by plurality.
fn table(contest: &str, seats: u32, lot: Option<Lot<'_>>) -> Result<String, Unsettled> {
    let runners = ["ash", "birch", "cedar", "oak"].map(|id| Runner { id, candidate: true, votes: 9, withdrawn: false });
    let race = Race {
        id: contest,
        runners: &runners,
        ballots: 36,
        seats,
        method: Method::Plurality,
        threshold: 0,
        of_ballots: false,
        by_lot: true,
        lot,
    };
    expected_table(&[race]).map(|bytes| String::from_utf8(bytes).unwrap())
}

/// Who wins how many seats are left to four.
fn winners(contest: &str, seats: u32, lot: Lot<'_>) -> Vec<String> {
    let table = table(contest, seats, Some(lot)).unwrap();
    let won = table.lines().filter(|line| line.ends_with(",1,lot"));
    won.map(|line| line.split(',').nth(1).unwrap().to_owned()).collect()
}

#[test]
fn the_first_in_the_order_of_digests_win() {
    // council: cedar 249c…, birch 8219…, ash a168…, oak d6e5…
    assert_eq!(winners("council", 1, LOT), ["cedar"]);
    assert_eq!(winners("council", 2, LOT), ["birch", "cedar"]);
    assert_eq!(winners("council", 3, LOT), ["ash", "birch", "cedar"]);
    // mayor: oak 4240…, ash 535f…, cedar 6cda…, birch 72fb…
    assert_eq!(winners("mayor", 2, LOT), ["ash", "oak"]);
    // The officers' rows exchanged. council: birch 3e83…, oak 4009…, ash c362…, cedar fc2c…
    assert_eq!(winners("council", 2, Lot { first: LOT.second, second: LOT.first, ..LOT }), ["birch", "oak"]);
    // Rows of different length. mayor: birch 0086…, ash a91f…, cedar d73e…, oak e507…
    let long = "6".repeat(48);
    assert_eq!(winners("mayor", 2, Lot { first: "1111111111", second: &long, ..LOT }), ["ash", "birch"]);
}

#[test]
fn the_table_says_who_won_and_who_lost() {
    let expected = "contest,option,votes,seats,remark\n\
                    council,ash,9,0,lot-lost\n\
                    council,birch,9,1,lot\n\
                    council,cedar,9,1,lot\n\
                    council,oak,9,0,lot-lost\n\
                    council,*,36,2,\n";
    assert_eq!(table("council", 2, Some(LOT)).unwrap(), expected);
}

#[test]
fn a_tie_without_its_lot_has_no_table_and_one_that_is_none_needs_no_lot() {
    assert_eq!(table("council", 2, None), Err(Unsettled::NoLot { contest: "council".to_owned() }));
    assert!(table("council", 4, None).unwrap().ends_with("council,*,36,4,\n"));
}

#[test]
fn a_lot_that_no_tie_asked_for_is_refused() {
    // Enough seats for all; none at all.
    for seats in [4, 0] {
        let refused = Unsettled::UnaskedLot { contest: "council".to_owned() };
        assert_eq!(table("council", seats, Some(LOT)), Err(refused));
    }
}

#[test]
fn dice_that_cannot_be_are_refused() {
    let (short, long) = ("1".repeat(9), "1".repeat(49));
    for dice in [short.as_str(), &long, "1234567123", "0123451234", "12345 1234", "123451234\n", ""] {
        for lot in [Lot { first: dice, ..LOT }, Lot { second: dice, ..LOT }] {
            assert_eq!(table("council", 2, Some(lot)), Err(Unsettled::BadDice { contest: "council".to_owned() }));
        }
    }
}
