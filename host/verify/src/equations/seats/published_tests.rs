//! Votes and seats as others published them.

use super::*;

/// Seats of candidates with these votes, and what is said of them.
fn given(method: Method, seats: u32, threshold: u32, votes: &[u64]) -> (Vec<u64>, Vec<&'static str>) {
    let runner = |votes: &u64| Runner { id: "any", candidate: true, votes: *votes, withdrawn: false };
    let runners: Vec<Runner<'_>> = votes.iter().map(runner).collect();
    let race = Race {
        id: "race",
        runners: &runners,
        ballots: 0,
        seats,
        method,
        threshold,
        of_ballots: false,
        by_lot: false,
        lot: None,
    };
    outcome(&race).unwrap().into_iter().unzip()
}

/// Everyone takes part and nobody is in a tie.
fn check(method: Method, votes: &[u64], expected: &[u64]) {
    let seats = u32::try_from(expected.iter().sum::<u64>()).unwrap();
    assert_eq!(given(method, seats, 0, votes), (expected.to_vec(), vec![""; votes.len()]), "{method:?}");
}

#[test]
fn kazakhstan_2023_party_lists() {
    // Central Election Commission, Mäjilis, 19 March 2023: 69 seats, Hare quota, 5 % of 6,366,441 with against all.
    let parties = [
        ("amanat", 3_431_510, "40,"),
        ("auyl", 693_938, "8,"),
        ("respublica", 547_154, "6,"),
        ("aq-jol", 535_139, "6,"),
        ("people", 432_920, "5,"),
        ("osdp", 331_058, "4,"),
        ("baytaq", 146_431, "0,below-threshold"),
        ("against-all", 248_291, "0,not-eligible"),
    ];
    let runners = parties.map(|(id, votes, _)| Runner { id, candidate: id != "against-all", votes, withdrawn: false });
    let race = Race {
        id: "majilis",
        runners: &runners,
        ballots: 6_700_000,
        seats: 69,
        method: Method::Hare,
        threshold: 500,
        of_ballots: false,
        by_lot: true,
        lot: None,
    };
    let mut expected = "contest,option,votes,seats,remark\n".to_owned();
    for (id, votes, rest) in parties {
        expected += &format!("majilis,{id},{votes},{rest}\n");
    }
    expected += "majilis,*,6366441,69,\n";
    assert_eq!(expected_table(&[race]).unwrap(), expected.as_bytes());
}

#[test]
fn new_zealand_2017_party_votes() {
    // Electoral Commission, Summary of Overall Results 2017: National, Labour, New Zealand First, Green and, by an
    // electorate, ACT; 120 seats.
    check(Method::SainteLague, &[1_152_075, 956_184, 186_706, 162_443, 13_075], &[56, 46, 9, 8, 1]);
}

#[test]
fn united_kingdom_explanatory_notes() {
    // European Parliamentary Elections Act 1999, Explanatory Notes, paragraphs 12 and 13.
    check(Method::Dhondt, &[380_000, 300_000, 180_000, 140_000], &[3, 2, 1, 1]);
}

#[test]
fn wahlrecht_de_and_a_course_in_constitutional_law() {
    // wahlrecht.de, Verfahren; staatsrecht.honikel.de, Berechnungsbeispiele.
    check(Method::Dhondt, &[4_160, 3_380, 2_460], &[4, 4, 2]);
    check(Method::SainteLague, &[4_160, 3_380, 2_460], &[4, 3, 3]);
    check(Method::Dhondt, &[6_100, 5_000, 900], &[6, 4, 0]);
    check(Method::SainteLague, &[6_100, 5_000, 900], &[5, 4, 1]);
    check(Method::Hare, &[6_100, 5_000, 900], &[5, 4, 1]);
}

#[test]
fn examples_of_encyclopaedias() {
    // Wikipedia, Largest remainder method, Hare-Niemeyer-Verfahren, D'Hondt method, Highest averages method; Electowiki,
    // Sainte-Laguë method.
    check(Method::Hare, &[47_000, 16_000, 15_800, 12_000, 6_100, 3_100], &[5, 2, 1, 1, 1, 0]);
    check(Method::Hare, &[216, 310, 22, 32], &[23, 32, 2, 3]);
    check(Method::Hare, &[720_257, 323_524, 257_466, 213_138, 144_392, 88_315], &[13, 6, 5, 4, 2, 1]);
    check(Method::Dhondt, &[100_000, 80_000, 30_000, 20_000], &[4, 3, 1, 0]);
    check(Method::Dhondt, &[47_000, 16_000, 15_900, 12_000, 6_000, 3_100], &[5, 2, 2, 1, 0, 0]);
    check(Method::SainteLague, &[47_000, 16_000, 15_900, 12_000, 6_000, 3_100], &[4, 2, 2, 1, 1, 0]);
    check(Method::SainteLague, &[503, 304, 193], &[17, 11, 7]);
}

#[test]
fn a_threshold_in_another_program_s_tests() {
    // R package proporz, largest remainder with a quorum of 5 of 100 votes.
    let (seats, remarks) = given(Method::Hare, 10, 500, &[43, 33, 12, 8, 4]);
    assert_eq!(seats, [5, 3, 1, 1, 0]);
    assert_eq!(remarks, ["", "", "", "", "below-threshold"]);
}
