//! Votes and seats as others published them.

use super::*;

/// Seats of candidates without a threshold; nobody may be in a tie.
fn check(method: Method, votes: &[u64], expected: &[u32]) {
    let allocation = allocated(&contest(method, expected.iter().sum(), votes.len()), votes, None);
    assert_eq!(seats(&allocation), expected, "{method:?} {votes:?}");
    assert_eq!(allocation.tie(), None, "{method:?} {votes:?}");
}

/// Kazakhstan, Mäjilis, 19 March 2023, party lists: votes and mandates as the Central Election Commission announced them:
/// 69 seats, Hare quota with largest remainder, 5 % of the votes for parties and against all, which are 6,366,441.
#[test]
fn kazakhstan_2023_has_the_seats_that_its_commission_announced() {
    let mut mazhilis = contest(Method::Hare, 69, 8);
    mazhilis.threshold_bp = 500;
    mazhilis.options[7].role = Role::AgainstAll;
    let votes = [3_431_510, 693_938, 547_154, 535_139, 432_920, 331_058, 146_431, 248_291];
    let allocation = allocated(&mazhilis, &votes, None);
    assert_eq!(allocation.base(), 6_366_441);
    assert_eq!(seats(&allocation), [40, 8, 6, 6, 5, 4, 0, 0]);
    let (small, against) = (Some(Remark::BelowThreshold), Some(Remark::NotEligible));
    assert_eq!(remarks(&allocation), [None, None, None, None, None, None, small, against]);
}

/// New Zealand, general election 2017: votes of the parties that passed 5 % or won an electorate (so ACT with 0.5 %) and
/// their total seats, Electoral Commission, "Summary of Overall Results" (electionresults.govt.nz/electionresults_2017).
/// 120 seats by Sainte-Laguë, no overhang: National, Labour, New Zealand First, Green, ACT.
#[test]
fn new_zealand_2017_has_the_seats_that_its_commission_announced() {
    check(Method::SainteLague, &[1_152_075, 956_184, 186_706, 162_443, 13_075], &[56, 46, 9, 8, 1]);
}

/// The same election with the 5 % threshold alone, of all 2,591,896 valid party votes: the four large parties are left, and
/// the votes of the others, ACT's among them, are below it.
#[test]
fn new_zealand_2017_has_four_parties_over_the_threshold_of_five_percent() {
    let votes = [
        13_075, 8_075, 3_005, 6_253, 806, 162_443, 499, 956_184, 3_642, 30_580, 1_152_075, 186_706, 1_890, 1_620,
        63_261, 1_782,
    ];
    let mut parliament = contest(Method::SainteLague, 120, votes.len());
    parliament.threshold_bp = 500;
    let allocation = allocated(&parliament, &votes, None);
    // As published: all votes for a party list together.
    assert_eq!(allocation.base(), 2_591_896);
    let eligible: Vec<usize> = (0..votes.len()).filter(|index| remarks(&allocation)[*index].is_none()).collect();
    assert_eq!(eligible, [5, 7, 10, 11]);
    assert_eq!(allocation.allocated(), 120);
}

/// United Kingdom, European Parliamentary Elections Act 1999, Explanatory Notes, paragraph 12 and 13: three parties and an
/// individual candidate for seven seats by d'Hondt.
#[test]
fn the_example_of_the_united_kingdom_s_explanatory_notes_comes_out() {
    check(Method::Dhondt, &[380_000, 300_000, 180_000, 140_000], &[3, 2, 1, 1]);
}

/// wahlrecht.de, "Verfahren": one vote, ten seats, by d'Hondt and by Sainte-Laguë.
#[test]
fn the_examples_of_wahlrecht_de_come_out() {
    let votes = [4_160, 3_380, 2_460];
    check(Method::Dhondt, &votes, &[4, 4, 2]);
    check(Method::SainteLague, &votes, &[4, 3, 3]);
}

/// staatsrecht.honikel.de, "Berechnungsbeispiele": one vote, ten seats, three methods.
#[test]
fn the_three_methods_of_a_course_in_constitutional_law_come_out() {
    let votes = [6_100, 5_000, 900];
    check(Method::Dhondt, &votes, &[6, 4, 0]);
    check(Method::SainteLague, &votes, &[5, 4, 1]);
    check(Method::Hare, &votes, &[5, 4, 1]);
}

/// Wikipedia, "Largest remainder method", "D'Hondt method" and "Highest averages method" (English), "Hare-Niemeyer-Verfahren"
/// (German, two examples).
#[test]
fn the_examples_of_the_encyclopaedia_come_out() {
    check(Method::Hare, &[47_000, 16_000, 15_800, 12_000, 6_100, 3_100], &[5, 2, 1, 1, 1, 0]);
    check(Method::Hare, &[216, 310, 22, 32], &[23, 32, 2, 3]);
    check(Method::Hare, &[720_257, 323_524, 257_466, 213_138, 144_392, 88_315], &[13, 6, 5, 4, 2, 1]);
    check(Method::Dhondt, &[100_000, 80_000, 30_000, 20_000], &[4, 3, 1, 0]);
    let averages = [47_000, 16_000, 15_900, 12_000, 6_000, 3_100];
    check(Method::Dhondt, &averages, &[5, 2, 2, 1, 0, 0]);
    check(Method::SainteLague, &averages, &[4, 2, 2, 1, 1, 0]);
}

/// Electowiki, "Sainte-Laguë method": 35 seats, where a party with more than half of the votes gets less than half of the
/// seats; and the electoral reform wiki's ten seats.
#[test]
fn the_examples_of_two_wikis_on_electoral_reform_come_out() {
    check(Method::SainteLague, &[503, 304, 193], &[17, 11, 7]);
    check(Method::SainteLague, &[25_000, 19_000, 12_000, 8_000], &[4, 3, 2, 1]);
}

/// The tests of the R package proporz: 10 seats by largest remainder, without and with a threshold of 5 of 100 votes.
#[test]
fn the_threshold_of_another_program_moves_the_same_seat() {
    let votes = [43, 33, 12, 8, 4];
    check(Method::Hare, &votes, &[4, 3, 1, 1, 1]);
    let mut council = contest(Method::Hare, 10, 5);
    council.threshold_bp = 500;
    assert_eq!(seats(&allocated(&council, &votes, None)), [5, 3, 1, 1, 0]);
}
