//! `totals.csv`, `results.csv` and `statement.txt`.

use tamga_record::definition::Definition;
use tamga_record::results::{ResultsError, results_csv, statement_txt, totals_csv};
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
    assert_eq!(totals_csv(&large_definition(), &tally(), &votes()).as_deref(), Ok(expected));
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
    assert_eq!(results_csv(&large_definition(), &tally(), &votes()).as_deref(), Ok(expected));
}

#[test]
fn the_statement_says_where_rows_went() {
    let text = statement_txt("statement\n", &large_definition(), &tally(), "totals\n", "results\n", "turnout\n");
    // SHA3-256 of "statement\n" modulo 10^40, by CPython.
    let number = "8346 3985 3245 0259 5261 0414 1296 6975 9259 7971";
    let went = "merged south into north (mayor)\nmerged north into port (council)\nwithheld island (mayor)\nwithheld south (council)\n";
    assert_eq!(text, format!("statement\n\ncontrol number {number}\n\n{went}\ntotals\n\nresults\n\nturnout\n"));
}

#[test]
fn a_statement_without_merged_or_withheld_rows_has_no_empty_part_for_them() {
    let (definition, tally) = (definition(), unmerged(&definition()));
    let text = statement_txt("statement\n", &definition, &tally, "totals\n", "results\n", "turnout\n");
    assert!(text.contains("\n\ntotals\n\nresults\n\nturnout\n") && !text.contains("\n\n\n"));
}

fn unmerged(definition: &Definition) -> TallyFile {
    let leaf = |region| Leaf {
        group: Group { contest: 0, regions: vec![region], ballots: 10 },
        counted: digest(0),
        sums: vec![[0; 64]],
    };
    let leaves = (0u16..).take(definition.regions.len()).map(leaf).collect();
    TallyFile { leaves, withheld: Vec::new(), ..tally() }
}

#[test]
fn the_tables_of_the_readme_are_those_of_its_election() {
    // 2,360 ballots of adams and 4 of hinsdale, which is under min-open and joins adams.
    let group = Group { contest: 0, regions: vec![0, 1], ballots: 2364 };
    let leaf = Leaf { group, counted: digest(0), sums: vec![[0; 64]] };
    let tally = TallyFile { leaves: vec![leaf], withheld: Vec::new(), ..tally() };
    let votes = [vec![1300]];
    let totals = totals_csv(&definition(), &tally, &votes).unwrap();
    assert_eq!(totals, readme_block("contest,option,votes\n"));
    let results = results_csv(&definition(), &tally, &votes).unwrap();
    assert_eq!(results, readme_block("region,contest,option,votes\n"));
}

#[test]
fn a_contest_without_leaves_has_zeros() {
    let nothing = TallyFile { leaves: Vec::new(), ..tally() };
    let totals = totals_csv(&definition(), &nothing, &[]).unwrap();
    assert_eq!(totals, "contest,option,votes\npresident,harris,0\npresident,blank,0\n");
}

#[test]
fn counts_that_cannot_be_are_refused() {
    let refused = |tweak: fn(&mut Vec<Vec<u64>>)| {
        let mut votes = votes();
        tweak(&mut votes);
        let totals = totals_csv(&large_definition(), &tally(), &votes).unwrap_err();
        assert_eq!(results_csv(&large_definition(), &tally(), &votes), Err(totals));
        totals
    };
    assert_eq!(
        refused(|votes| {
            votes.pop();
        }),
        ResultsError::Shape { leaf: 2 }
    );
    assert_eq!(refused(|votes| votes.push(vec![0])), ResultsError::Shape { leaf: 3 });
    assert_eq!(
        refused(|votes| {
            votes[1].pop();
        }),
        ResultsError::Shape { leaf: 1 }
    );
    assert_eq!(refused(|votes| votes[0][1] = 9), ResultsError::TooManyVotes { leaf: 0 }, "16 votes on 15 ballots");
    assert_eq!(refused(|votes| votes[2] = vec![31, 0, 0]), ResultsError::TooManyVotes { leaf: 2 }, "31 of 30 ballots");
    assert_eq!(refused(|votes| votes[2] = vec![u64::MAX, 1, 1]), ResultsError::TooManyVotes { leaf: 2 });
}
