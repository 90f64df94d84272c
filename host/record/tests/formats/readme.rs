//! The README itself: every literal example in it is used by a test, and its limits are the crate's.

use tamga_record::limits;

use crate::examples::{README, readme_blocks};

#[test]
fn every_block_of_the_readme_is_a_grammar_or_used_by_a_test() {
    let used = [
        "tamga/definition/v1\n",
        "tamga/entry/v1\n",
        "tamga/statement/v1\n",
        "tamga/anchor/v1\n",
        "tamga/ledger/",
        "tamga/trackers/v1 ",
        "collector,bundle,item",
        "region,registered",
        "contest,option,votes\n",
        "region,contest,option,votes\n",
        "reason,records",
        "TAMGA:RECORD:1",
        "region,issued",
        "74616d67612f726f6c6c",
        "74616d67612f626f78",
        "\u{2014} tamga/hsm/hsm-1 ",
    ];
    for block in readme_blocks() {
        let first = block.lines().next().unwrap();
        let is_grammar = first.contains(" = ") || first.starts_with("6, 7, 22");
        assert!(is_grammar || used.iter().any(|first| block.starts_with(first)), "{block}");
    }
}

#[test]
fn the_limits_of_the_readme_are_those_of_the_crate() {
    let table = README.split("### Limits").nth(1).unwrap().split("\n## ").next().unwrap();
    let limit = |name: &str| {
        let row = table.lines().find(|row| row.contains(&format!("| {name} | "))).unwrap();
        row.split(&format!("| {name} | ")).nth(1).unwrap().split(" |").next().unwrap().to_owned()
    };
    let grouped = |number: usize| {
        let digits = number.to_string();
        let from_right: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
        String::from_utf8(from_right.join(&b',')).unwrap()
    };
    let mebibytes = |bytes: usize| format!("{} MiB", bytes >> 20);
    assert_eq!(limit("regions"), grouped(limits::REGIONS_MAX));
    assert_eq!(limit("contests"), grouped(limits::CONTESTS_MAX));
    assert_eq!(limit("options per contest"), grouped(limits::OPTIONS_MAX));
    assert_eq!(limit("`max` of a contest"), grouped(limits::MARKS_MAX.into()));
    assert_eq!(limit("officers"), grouped(limits::OFFICERS_MAX));
    assert_eq!(limit("HSMs"), grouped(limits::HSMS_MAX));
    assert_eq!(limit("collectors, checkers"), grouped(limits::COLLECTORS_MAX));
    assert_eq!(limits::COLLECTORS_MAX, limits::CHECKERS_MAX);
    assert_eq!(limit("title or name"), format!("{} bytes", limits::NAME_LEN_MAX));
    assert_eq!(limit("`cell_len`"), grouped(limits::CELL_LEN_MAX.into()));
    assert_eq!(limit("definition"), mebibytes(limits::DEFINITION_LEN_MAX));
    assert_eq!(limit("public-key file"), mebibytes(limits::KEYS_LEN_MAX));
    assert_eq!(limit("bundle"), format!("{} GiB", limits::BUNDLE_LEN_MAX >> 30));
    assert_eq!(limit("records per bundle"), grouped(limits::BUNDLE_RECORDS_MAX as usize));
    assert_eq!(limit("record (outer part)"), mebibytes(limits::OUTER_LEN_MAX));
    assert_eq!(limit("ledger entry"), format!("{} bytes", grouped(limits::ENTRY_LEN_MAX)));
    assert_eq!(limit("statement text"), format!("{} bytes", grouped(limits::STATEMENT_LEN_MAX)));
    assert_eq!(limit("`totals.csv`"), format!("{} KiB", limits::TOTALS_LEN_MAX >> 10));
    assert_eq!(limit("regions of a group"), grouped(limits::GROUP_REGIONS_MAX));
    assert_eq!(limit("openings (without the supplement)"), grouped(limits::OPENINGS_MAX as usize));
    assert_eq!(limit("seats of a contest"), grouped(limits::SEATS_MAX as usize));
    assert_eq!(limit("variants of a bundle"), grouped(limits::VARIANTS_MAX.into()));
    assert_eq!(limit("decisions, amendments"), grouped(limits::DECISIONS_MAX as usize));
    assert_eq!(limit("replacements"), grouped(limits::REPLACEMENTS_MAX.into()));
    assert_eq!(limits::DECISIONS_MAX, limits::AMENDMENTS_MAX);
    assert_eq!(limit("evidence of an HSM"), format!("{} bytes", grouped(limits::EVIDENCE_LEN_MAX)));
    assert_eq!(limit("contests × openings, supplement included (sets)"), grouped(limits::SLOT_SETS_MAX as usize));
    let leaves = "leaves: contests on the ballots of all regions, twice with a supplement";
    assert_eq!(limit(leaves), grouped(limits::LEAVES_MAX as usize));
    let flash = "flash of a token, sets × (48 + ⌈regions ÷ 8⌉)";
    assert_eq!(limit(flash), format!("{} bytes", grouped(limits::SLOT_BYTES_MAX as usize)));
    let parts = format!("{}, {}", limits::EVIDENCE_FACTS_MAX, limits::EVIDENCE_CERTIFICATES_MAX);
    assert_eq!(limit("facts, certificates of an HSM"), parts);
    let registered = grouped(limits::REHEARSAL_REGISTERED_MAX as usize);
    assert_eq!(limit("registered people of a rehearsal"), registered);
    let note = format!("{} KiB, {} signature lines", limits::NOTE_LEN_MAX >> 10, limits::NOTE_LINES_MAX);
    assert_eq!(limit("signed note"), note);
}
