use super::expected::Expected;
use super::{copied, rehearsed_exactly};
use crate::converters::{elections, published_number, published_rows};

const FOLDER: &str = "russia-deg-2024";

#[test]
fn russia_equals_the_published_totals() {
    let ours = Expected::read(&elections().join(FOLDER), 1);
    let president = ours.total("president");
    // Registered, found in the boxes, valid, and votes per candidate, as published for all regions together.
    assert_eq!(president.ballots, 8_056_808);
    assert_eq!(president.votes, [439_289, 7_103_846, 280_983, 232_685]);
    assert_eq!(president.votes.iter().sum::<u64>(), 8_056_803);
    let turnout = published_rows(&copied(FOLDER, "turnout.csv"));
    assert_eq!((turnout.len(), turnout.iter().map(|row| published_number(&row[1])).sum::<u64>()), (29, 8_434_406));
}

#[test]
fn only_nenets_is_small_in_a_thousandth_and_merges_into_arkhangelsk() {
    let gone = Expected::read(&elections().join(FOLDER), 1000).merged_and_withheld();
    assert_eq!(gone, ["merged nenets into arkhangelsk (president)"]);
}

#[test]
fn a_thousandth_of_russia_is_counted_exactly() {
    rehearsed_exactly(&elections().join(FOLDER), 1000, &[]);
}

#[test]
fn mischief_changes_no_count_of_russia() {
    rehearsed_exactly(&elections().join(FOLDER), 2000, &["--mischief"]);
}
