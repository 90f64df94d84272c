//! `election.toml`: what would become too large is refused before anything is made of it.

use tamga_record::definition::{Named, OfficerKeys};
use tamga_record::election_toml::{CommissionKeys, Draft, Problem, TomlError};

/// Six lines, the last of them empty.
const HEAD: &str = r#"format = "tamga/election/v1"
id = "e"
title = { en = "E" }
period = { opens = 2024-10-20T00:00:00Z, closes = 2024-11-05T20:00:00Z }

"#;

/// A contest of one line whose id has 48 characters, with this many options with ids of 48 characters.
fn contest(number: usize, options: usize) -> String {
    let option = |n| format!("{{ id = \"{n:0>48}\", name = {{ en = \"O\" }} }}");
    let options: Vec<String> = (0..options).map(option).collect();
    let options = options.join(", ");
    format!("{{ id = \"{number:0>48}\", title = {{ en = \"T\" }}, kind = \"one-of\", option = [ {options} ] }},\n")
}

fn region(number: usize, merge_into: Option<usize>) -> String {
    let merge_into = merge_into.map(|into| format!("merge_into = \"r{into}\"\n")).unwrap_or_default();
    format!("[[region]]\ncode = \"r{number}\"\nname = {{ en = \"R\" }}\nregistered = 99\n{merge_into}")
}

fn election(contests: impl Iterator<Item = String>, regions: impl Iterator<Item = String>) -> String {
    let (contests, regions): (String, String) = (contests.collect(), regions.collect());
    format!("{HEAD}contest = [\n{contests}]\n{regions}")
}

fn parse(text: &str) -> Result<Draft, TomlError> {
    Draft::parse(text)
}

#[test]
fn the_line_is_named_where_one_region_too_many_merges_into_another() {
    // The head stands last: 1,023 others may lead to it, each region has five lines, the first one's merge_into is line 13.
    let head = 1_030;
    let merging = |others: usize| (0..others).map(move |n| region(n, Some(head))).chain([region(head, None)]);
    assert!(parse(&election([contest(0, 1)].into_iter(), merging(1_023))).is_ok());
    let error = parse(&election([contest(0, 1)].into_iter(), merging(1_029))).unwrap_err();
    assert_eq!(error.line, 13 + 5 * 1_023);
    assert_eq!(error.problem, Problem::Crowd { head: "r1030".into(), regions: 1_030 });
    assert_eq!(
        error.to_string(),
        "election.toml, line 5128: from here on too many regions merge into `r1030`: 1030, itself included, and at most 1024 can be opened together; let some merge into another"
    );
}

#[test]
fn the_contest_is_named_with_which_the_table_of_totals_may_become_too_long() {
    let of_64 = |count| election((0..count).map(|n| contest(n, 64)), [region(0, None)].into_iter());
    // Header 21, option rows 48 + 48 + 2 + 3 = 101, blank rows 48 + 5 + 2 + 3 = 58.
    let bytes = |contests: u64| 21 + contests * (64 * 101 + 58);
    assert!(bytes(2) <= 16 << 10 && parse(&of_64(2)).is_ok());
    let error = parse(&of_64(20)).unwrap_err();
    assert_eq!((error.line, error.problem.clone()), (9, Problem::LongTotals { bytes: bytes(20) }));
    assert_eq!(
        error.to_string(),
        "election.toml, line 9: with this contest the table of totals may become too long: 130461 bytes with all contests, and it may have 16384; shorten the ids, or take out options or contests"
    );
}

#[test]
fn an_election_that_tokens_cannot_keep_account_of_is_refused_before_it_has_a_commission() {
    let late = HEAD.replace("\n\n", "\npolicy = { late = \"supplement\" }\n\n");
    let of = |count| {
        let contests: String = (0..count).map(|n| contest(n, 1)).collect();
        let regions: String = (0..4_096).map(|n| region(n, None)).collect();
        format!("{late}contest = [\n{contests}]\n{regions}")
    };
    assert!(parse(&of(9)).is_ok());
    let error = parse(&of(10)).unwrap_err();
    let beyond = matches!(error.problem, Problem::BeyondTokens(demand) if demand.leaves == 2 * 10 * 4_096);
    assert!(beyond && error.line == 7, "{error:?}");
}

/// The longest commission that there may be.
fn longest_commission() -> CommissionKeys {
    let holders = |from: u8| {
        let holder = |n| Named { id: format!("{n:0>48}"), key: [from + n; 32] };
        (0..16).map(holder).collect()
    };
    CommissionKeys {
        rehearsal: true,
        officers: (0..15).map(|n| OfficerKeys { identity: [0x60 + n; 32], share: [0x10 + n; 32] }).collect(),
        quorum: 15,
        approvals: 16,
        checkers: holders(0x20),
        registrar: [0x30; 32],
        identity: [0x31; 32],
        collectors: holders(0x40),
        hsms: (0..8).map(|n| format!("{n:0>48}")).collect(),
    }
}

#[test]
fn an_election_too_long_for_a_definition_is_refused_whoever_the_commission_is() {
    // Every region has all 9 contests on its ballots, which takes 9 ids of 48 characters in the definition, and long names.
    let name = "N".repeat(255);
    let names = format!("{{ en = \"{name}\", ru = \"{name}\", kk = \"{name}\" }}");
    let region = |n| region(n, None).replace("{ en = \"R\" }", &names);
    let with_regions = |count| election((0..9).map(|n| contest(n, 1)), (0..count).map(region));
    let counts: Vec<usize> = (3_000..3_500).collect();
    let most = counts.partition_point(|count| parse(&with_regions(*count)).is_ok());
    assert!(0 < most && most < counts.len());
    let longest = parse(&with_regions(counts[most - 1])).unwrap().complete(longest_commission()).unwrap();
    let error = parse(&with_regions(counts[most])).unwrap_err();
    let Problem::LongDefinition { bytes } = error.problem else { panic!("{error}") };
    let each = longest.to_bytes().len() / counts[most - 1];
    assert!(bytes > 4 << 20 && bytes < (4 << 20) + each + 1, "{bytes}");
    let sentence = format!(
        "election.toml: the definition made of it may have {bytes} bytes, more than 4194304; shorten names and ids, or give regions fewer `contests`"
    );
    assert_eq!(error.to_string(), sentence);
}
