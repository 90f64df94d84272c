use std::fs;
use std::process::{Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use super::{Sitting, as_it_is};
use crate::stage::{tamga, tamga_verify, text_of};

/// What the auditors' program says of both editions of a published election, which it must not fail.
fn audit(sitting: &Sitting) -> String {
    let at = sitting.at();
    let mut program = tamga_verify();
    program.arg(at.join("record")).arg("--audit").arg(at.join("audit")).arg("--anchor").arg(at.join("anchor.txt"));
    let output = program.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text_of(&output));
    text_of(&output)
}

/// `tamga token end`.
fn end(sitting: &Sitting) -> Output {
    tamga().args(["token", "end", "--at"]).arg(sitting.at()).output().unwrap()
}

#[test]
fn an_election_ends_after_its_final_statement_and_the_absent_erase_their_shares_when_they_come() {
    let sitting = Sitting::of_voters(as_it_is, &["--absent", "4,5"]);
    sitting.import_stick();
    for act in ["admit", "close", "tally", "sign"] {
        let early = end(&sitting);
        assert_eq!(early.status.code(), Some(2), "{}", text_of(&early));
        assert!(text_of(&early).contains(&format!("tamga {}", if act == "admit" { "import" } else { act })));
        sitting.done(act, &[]);
    }
    sitting.done("export", &[]);
    let ended = end(&sitting);
    assert!(ended.status.success(), "{}", text_of(&ended));
    assert!(text_of(&ended).contains("tokens 4 and 5 not ended yet"), "{}", text_of(&ended));
    assert!(audit(&sitting).contains("ended, shares erased by tokens 1, 2, 3 of 5"));
    let stick = sitting.stick();
    let stick = stick.to_str().unwrap();
    for (act, more) in [("import", &[stick][..]), ("admit", &[]), ("close", &[]), ("tally", &[]), ("sign", &[])] {
        assert!(sitting.refused(act, more).contains("a quorum ended this election"), "{act}");
    }
    sitting.done("export", &[]);
    // The two come back; nobody else is asked.
    let options = sitting.at().join("appliance/rehearsal/options");
    let kept = fs::read_to_string(&options).unwrap();
    fs::write(&options, kept.replace("absent 4\nabsent 5\n", "")).unwrap();
    let ended = end(&sitting);
    assert!(text_of(&ended).contains("no token holds a share any more"), "{}", text_of(&ended));
    assert!(audit(&sitting).contains("shares erased by tokens 1, 2, 3, 4, 5 of 5"));
    assert!(sitting.done("status", &[]).contains("The election has ended"));
    let recount = tamga().arg("recount").arg(sitting.at()).output().unwrap();
    assert!(recount.status.success(), "{}", text_of(&recount));
    audit(&sitting);
    assert!(end(&sitting).status.success());
}

#[test]
fn an_end_that_was_killed_goes_on_with_the_same_command() {
    let sitting = Sitting::of_voters(as_it_is, &[]);
    sitting.import_stick();
    for act in ["admit", "close"] {
        sitting.done(act, &[]);
    }
    sitting.finish();
    for moment in [150, 300, 450, 600] {
        let mut command = tamga();
        command.args(["token", "end", "--at"]).arg(sitting.at()).stdout(Stdio::null());
        let mut child = command.spawn().unwrap();
        sleep(Duration::from_millis(moment));
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().unwrap();
    }
    let ended = end(&sitting);
    assert!(ended.status.success(), "{}", text_of(&ended));
    assert!(audit(&sitting).contains("shares erased by tokens 1, 2, 3, 4, 5 of 5"));
}
