//! `totals.csv` and `results.csv`.

use tamga_record::results::{ResultsError, results_csv, totals_csv};
use tamga_record::tally_file::{Group, Leaf, TallyFile};

use crate::bytes::digest;
use crate::examples::{definition, large_definition, readme_block};
use crate::tally::tally;

/// Votes of the leaves of the example tally: mayor 15 and 20 ballots, council 30 ballots with two marks each.
fn votes() -> Vec<Vec<u64>> {
    vec![vec![7, 5], vec![20, 0], vec![30, 29, 0]]
}

#[test]
fn totals_add_up_the_opened_leaves() {
    let expected = "contest,option,votes
mayor,yes,27
mayor,no,5
mayor,blank,3
council,a,30
council,b,29
council,c,0
council,blank,1
";
    assert_eq!(totals_csv(&large_definition(), &[(&tally(), &votes())]).as_deref(), Ok(expected));
}

#[test]
fn results_stand_under_the_head_by_region_then_contest() {
    let expected = "region,contest,option,votes
north,mayor,yes,7
north,mayor,no,5
north,mayor,blank,3
port,mayor,yes,20
port,mayor,no,0
port,mayor,blank,0
port,council,a,30
port,council,b,29
port,council,c,0
port,council,blank,1
*,mayor,yes,27
*,mayor,no,5
*,mayor,blank,3
*,council,a,30
*,council,b,29
*,council,c,0
*,council,blank,1
";
    assert_eq!(results_csv(&large_definition(), &[(&tally(), &votes())]).as_deref(), Ok(expected));
}

#[test]
fn openings_add_up_and_share_the_rows_of_a_head() {
    // The supplement of the example: port again, for mayor alone, and south on its own.
    let leaf = |regions: &[u16], ballots| Leaf {
        group: Group { contest: 0, regions: regions.to_vec(), ballots },
        ..tally().leaves[0].clone()
    };
    let second = TallyFile { opening: 2, leaves: vec![leaf(&[1], 10), leaf(&[3, 2], 12)], ..tally() };
    let (first_votes, second_votes) = (votes(), vec![vec![4, 6], vec![1, 0]]);
    let openings = [(&tally(), first_votes.as_slice()), (&second, second_votes.as_slice())];
    let results = results_csv(&large_definition(), &openings).unwrap();
    let mayor = |code: &str| -> Vec<&str> {
        let prefix = format!("{code},mayor,");
        results.lines().filter_map(|line| line.strip_prefix(prefix.as_str())).collect()
    };
    assert_eq!(mayor("north"), ["yes,7", "no,5", "blank,3"]);
    assert_eq!(mayor("south"), ["yes,4", "no,6", "blank,0"]);
    assert_eq!(mayor("port"), ["yes,21", "no,0", "blank,11"]);
    assert_eq!(mayor("*"), ["yes,32", "no,11", "blank,14"]);
    let codes: Vec<&str> = results.lines().map(|line| line.split(',').next().unwrap()).collect();
    assert!(codes.iter().position(|code| *code == "south") < codes.iter().position(|code| *code == "port"));
    let totals = totals_csv(&large_definition(), &openings).unwrap();
    assert!(totals.starts_with("contest,option,votes\nmayor,yes,32\nmayor,no,11\nmayor,blank,14\ncouncil,a,30\n"));
}

#[test]
fn the_tables_of_the_readme_are_those_of_its_election() {
    // 2,360 ballots of adams and 4 of hinsdale, which is under min-open and joins adams.
    let group = Group { contest: 0, regions: vec![0, 1], ballots: 2364 };
    let leaf = Leaf { group, counted: digest(0), sums: vec![[0; 64]] };
    let tally = TallyFile { leaves: vec![leaf], withheld: Vec::new(), ..tally() };
    let votes = [vec![1300]];
    let totals = totals_csv(&definition(), &[(&tally, &votes)]).unwrap();
    assert_eq!(totals, readme_block("contest,option,votes\n"));
    let results = results_csv(&definition(), &[(&tally, &votes)]).unwrap();
    assert_eq!(results, readme_block("region,contest,option,votes\n"));
}

#[test]
fn a_contest_without_leaves_has_zeros() {
    let nothing = TallyFile { leaves: Vec::new(), ..tally() };
    let totals = totals_csv(&definition(), &[(&nothing, &[])]).unwrap();
    assert_eq!(totals, "contest,option,votes\npresident,harris,0\npresident,blank,0\n");
}

#[test]
fn counts_that_cannot_be_are_refused() {
    let refused = |tweak: fn(&mut Vec<Vec<u64>>)| {
        let (first, first_votes) = (tally(), votes());
        let mut votes = votes();
        tweak(&mut votes);
        let second = TallyFile { opening: 2, ..tally() };
        let openings = [(&first, first_votes.as_slice()), (&second, votes.as_slice())];
        let totals = totals_csv(&large_definition(), &openings).unwrap_err();
        assert_eq!(results_csv(&large_definition(), &openings), Err(totals));
        totals
    };
    assert_eq!(
        refused(|votes| {
            votes.pop();
        }),
        ResultsError::Shape { opening: 2, leaf: 2 }
    );
    assert_eq!(refused(|votes| votes.push(vec![0])), ResultsError::Shape { opening: 2, leaf: 3 });
    assert_eq!(
        refused(|votes| {
            votes[1].pop();
        }),
        ResultsError::Shape { opening: 2, leaf: 1 }
    );
    assert_eq!(
        refused(|votes| votes[0][1] = 9),
        ResultsError::TooManyVotes { opening: 2, leaf: 0 },
        "16 votes on 15 ballots"
    );
    assert_eq!(
        refused(|votes| votes[2] = vec![31, 0, 0]),
        ResultsError::TooManyVotes { opening: 2, leaf: 2 },
        "31 of 30 ballots"
    );
    assert_eq!(refused(|votes| votes[2] = vec![u64::MAX, 1, 1]), ResultsError::TooManyVotes { opening: 2, leaf: 2 });
}
