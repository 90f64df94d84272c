use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::stage::{ELECTION, SEED, TOTALS, TURNOUT, election_folder, rehearse, tamga, tamga_verify, text_of};

/// One fault in one file: what is replaced, by what, and what the message must name.
struct Fault {
    name: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
    message: &'static [&'static str],
}

const fn fault(
    name: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
    message: &'static [&'static str],
) -> Fault {
    Fault { name, file, from, to, message }
}

/// A row is a line, so that the table can be read as one.
#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    fault("unknown key", "election.toml", "id = \"village-2024\"", "id = \"village-2024\"\ncolour = \"red\"", &["election.toml", "line 3", "colour"]),
    fault("unknown policy key", "election.toml", "late = \"supplement\"", "late = \"supplement\", tea = 1", &["election.toml", "line 5", "tea"]),
    fault("wrong format", "election.toml", "tamga/election/v1", "tamga/election/v9", &["election.toml", "line 1"]),
    fault("bad number", "election.toml", "registered = 30", "registered = \"thirty\"", &["election.toml", "line 27"]),
    fault("bad id", "election.toml", "code = \"aral\"", "code = \"Aral!\"", &["election.toml", "line 25"]),
    fault("reserved id", "election.toml", "id = \"bolat\"", "id = \"blank\"", &["election.toml", "line 13", "blank"]),
    fault("duplicate region", "election.toml", "code = \"charyn\"", "code = \"aral\"", &["election.toml", "line 35", "aral"]),
    fault("duplicate option", "election.toml", "id = \"bolat\"", "id = \"aigerim\"", &["election.toml", "line 13", "aigerim"]),
    fault("contest that is not there", "election.toml", "contests = [\"head\"]", "contests = [\"mayor\"]", &["election.toml", "line 38", "mayor"]),
    fault("not TOML", "election.toml", "[[contest]]\nid = \"head\"", "[[contest\nid = \"head\"", &["election.toml", "line 7"]),
    fault("unknown method", "election.toml", "kind = \"one-of\"", "kind = \"one-of\"\nmethod = \"borda\"", &["election.toml", "line 11", "method"]),
    fault("seats without a method", "election.toml", "kind = \"one-of\"", "kind = \"one-of\"\nseats = 3", &["election.toml", "line 11", "method"]),
    fault("threshold without seats", "election.toml", "kind = \"one-of\"", "kind = \"one-of\"\nthreshold = \"5%\"", &["election.toml", "line 11", "threshold"]),
    fault("history comes later", "election.toml", "policy =", "history = \"credential\"\npolicy =", &["election.toml", "not yet supported"]),
    fault("option that the contest lacks", "totals.csv", "aral,head,bolat,7", "aral,head,boris,7", &["totals.csv", "line 3", "boris"]),
    fault("region that is not there", "totals.csv", "aral,head,bolat,7", "oral,head,bolat,7", &["totals.csv", "line 3", "oral"]),
    fault("contest not on this ballot", "totals.csv", "charyn,head,bolat,1", "charyn,budget,road,1", &["totals.csv", "line 15"]),
    fault("votes that are no number", "totals.csv", "aral,head,bolat,7", "aral,head,bolat,7.5", &["totals.csv", "line 3"]),
    fault("the same row twice", "totals.csv", "aral,head,bolat,7", "aral,head,bolat,7\naral,head,bolat,7", &["totals.csv", "line 4"]),
    fault("votes above max × ballots", "totals.csv", "aral,head,bolat,7", "aral,head,bolat,17", &["totals.csv", "28", "20"]),
    fault("missing column", "totals.csv", "region,contest,option,votes", "region,contest,option", &["totals.csv", "line 1", "votes"]),
    fault("file that ends early", "totals.csv", "charyn,head,none,0\n", "charyn,head", &["totals.csv", "line 16"]),
    fault("missing column of turnout", "turnout.csv", "region,registered,ballots", "region,ballots", &["turnout.csv", "line 1", "registered"]),
    fault("region without turnout", "turnout.csv", "charyn,9,6\n", "", &["turnout.csv", "charyn"]),
    fault("more ballots than registered", "turnout.csv", "charyn,9,6", "charyn,9,10", &["turnout.csv", "line 4", "10", "9"]),
    fault("under min_open without merge_into", "turnout.csv", "charyn,9,6", "charyn,9,4", &["charyn", "merge_into"]),
];

#[test]
fn bad_input_names_file_line_and_what_to_do_and_writes_nothing() {
    let mut failures = Vec::new();
    for fault in FAULTS {
        let folder = election_folder(|name, text| {
            if name != fault.file {
                // One region's votes must not be the first thing that does not fit when the fault is another one.
                return if fault.name.starts_with("under min_open") && name == "totals.csv" {
                    text.replace("charyn,head,aigerim,5", "charyn,head,aigerim,3")
                } else {
                    text.to_owned()
                };
            }
            assert!(text.contains(fault.from), "{}: the fault has no place", fault.name);
            text.replacen(fault.from, fault.to, 1)
        });
        let out = folder.path().join("out");
        let output = rehearse(folder.path(), &out, &[]);
        let text = text_of(&output);
        let short = text.lines().count() <= 3;
        let named = fault.message.iter().all(|word| text.contains(word));
        if output.status.code() != Some(2) || !named || !short || out.exists() {
            failures.push(format!(
                "{}: must name {:?} with exit code 2, in three lines at most, and write nothing: {:?}, {text}",
                fault.name,
                fault.message,
                output.status.code()
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn missing_and_surplus_files_are_bad_input() {
    for name in ["election.toml", "totals.csv", "turnout.csv"] {
        let folder = election_folder(|_, text| text.to_owned());
        fs::remove_file(folder.path().join(name)).unwrap();
        let output = rehearse(folder.path(), &folder.path().join("out"), &[]);
        assert_eq!(output.status.code(), Some(2), "{}", text_of(&output));
        assert!(text_of(&output).contains(name), "{}", text_of(&output));
    }
    let folder = election_folder(|_, text| text.to_owned());
    fs::write(folder.path().join("votes.csv"), "region,head,budget\n").unwrap();
    let output = rehearse(folder.path(), &folder.path().join("out"), &[]);
    assert_eq!(output.status.code(), Some(2), "{}", text_of(&output));
    assert!(text_of(&output).contains("votes.csv"), "{}", text_of(&output));
}

#[test]
fn wrong_usage_ends_with_two_and_writes_nothing() {
    let folder = election_folder(|_, text| text.to_owned());
    let out = folder.path().join("out");
    let cases: &[&[&str]] = &[
        &["--quorum", "2"],
        &["--quorum", "6"],
        &["--officers", "16"],
        &["--officers", "1", "--quorum", "1"],
        &["--scale", "0"],
        &["--seed", "abc"],
        &["--hsm", "luna"],
        &["--hsm", "softhsm", "--seed", SEED],
        &["--tokens", "usb"],
        &["--tokens", "qemu:4"],
        &["--tokens", "unix:/run/a,/run/a"],
        &["--tokens", "unix:/a,/b,/c,/d,/e", "--seed", SEED],
        &["--absent", "3,4,5"],
        &["--absent", "6"],
        &["--no-such-flag"],
    ];
    for more in cases {
        let output = rehearse(folder.path(), &out, more);
        assert_eq!(output.status.code(), Some(2), "{more:?}: {}", text_of(&output));
        assert!(!out.exists(), "{more:?}");
    }
    let output = rehearse(folder.path(), folder.path(), &[]);
    assert_eq!(output.status.code(), Some(2), "an --out that is not empty: {}", text_of(&output));
    assert_eq!(tamga().output().unwrap().status.code(), Some(2));
    assert_eq!(tamga_verify().output().unwrap().status.code(), Some(2));
    assert_eq!(tamga_verify().arg(folder.path().join("nowhere")).output().unwrap().status.code(), Some(2));
}

#[test]
fn help_names_every_flag_and_the_exit_codes() {
    let help = text_of(&tamga().args(["rehearse", "--help"]).output().unwrap());
    for flag in ["--out", "--scale", "--officers", "--quorum", "--hsm", "--tokens", "--seed", "--plain", "ELECTION_DIR"]
    {
        assert!(help.contains(flag), "{flag} is not in: {help}");
    }
    assert!(text_of(&tamga().arg("--help").output().unwrap()).contains("130"));
    for flag in ["--audit", "--anchor", "--stage", "--approve", "--out"] {
        assert!(text_of(&tamga_verify().arg("--help").output().unwrap()).contains(flag), "{flag}");
    }
}

#[test]
fn without_out_the_next_free_number_is_taken() {
    let folder = election_folder(|_, text| text.to_owned());
    fs::create_dir(folder.path().join("rehearsal-1")).unwrap();
    let output = tamga().current_dir(folder.path()).args(["rehearse", ".", "--plain"]).output().unwrap();
    assert!(output.status.success(), "{}", text_of(&output));
    for name in ["record", "audit", "appliance", "anchor.txt", "results.csv", "turnout.csv", "statement.txt"] {
        assert!(folder.path().join("rehearsal-2").join(name).exists(), "{name}");
    }
    let names = fs::read_dir(folder.path().join("rehearsal-2")).unwrap().count();
    assert_eq!(names, 7);
}

#[test]
fn control_c_ends_with_130_and_says_what_is_left() {
    let out = tempfile::tempdir().unwrap();
    let mut child = tamga()
        .args(["rehearse", "--plain", "--out"])
        .arg(out.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    // By then the signal handler is there and ballots are being cast, which takes seconds.
    assert!(lines.any(|line| line.unwrap().contains("casting")));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    lines.for_each(drop);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", text_of(&output));
    assert!(text_of(&output).contains("interrupted"), "{}", text_of(&output));
}

#[test]
fn the_commission_of_the_election_file_is_used_unless_the_command_line_says_otherwise() {
    let folder = election_folder(|name, text| {
        if name == "election.toml" {
            format!("{text}\n[commission]\nofficers = 3\nquorum = 2\n")
        } else {
            text.to_owned()
        }
    });
    let output = rehearse(folder.path(), &folder.path().join("two-of-three"), &[]);
    assert!(output.status.success(), "{}", text_of(&output));
    assert!(text_of(&output).contains("made by 3 tokens, any 2 of them"), "{}", text_of(&output));
    let output = rehearse(folder.path(), &folder.path().join("refused"), &["--officers", "4"]);
    assert_eq!(output.status.code(), Some(2), "2 of 4 is no quorum: {}", text_of(&output));
}

#[test]
fn the_example_of_the_readme_is_the_village_of_these_tests_in_form() {
    // Both start with the same format line; the README's fragment is elided on purpose, so only the keys are compared.
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md")).unwrap();
    for key in [
        "format =",
        "id =",
        "title =",
        "period =",
        "policy =",
        "[[contest]]",
        "kind =",
        "option =",
        "[[region]]",
        "code =",
        "registered =",
    ] {
        assert!(readme.contains(key) && ELECTION.contains(key), "{key}");
    }
    assert!(TOTALS.starts_with("region,contest,option,votes\n") && readme.contains("`region,contest,option,votes`"));
    assert!(
        TURNOUT.starts_with("region,registered,ballots\n") && readme.contains("`region,registered,ballots[,contest]`")
    );
}
