use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use super::{Sitting, as_it_is};
use crate::stage::{tamga, tamga_verify, text_of};

const SEALS: [&str; 3] = ["--seal", "KZ-017", "KZ-018"];

/// What is to be noted after a pause: the text of the checkpoint's QR code.
fn noted(said: &str) -> String {
    let text = said.split_whitespace().find(|word| word.starts_with("TAMGA:CHECKPOINT:"));
    text.unwrap_or_else(|| panic!("no checkpoint: {said}")).to_owned()
}

fn audit(sitting: &Sitting) -> String {
    let at = sitting.at();
    let mut program = tamga_verify();
    program.arg(at.join("record")).arg("--audit").arg(at.join("audit")).arg("--anchor").arg(at.join("anchor.txt"));
    let output = program.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text_of(&output));
    text_of(&output)
}

/// A night: nothing is done in it, and in the morning all is as it was noted.
fn night(sitting: &Sitting) {
    let checkpoint = noted(&sitting.done("pause", &SEALS));
    assert!(sitting.refused("admit", &[]).contains("paused"));
    let (seals, checkpoint) = (["--seal", "kz-018,kz-017"], ["--checkpoint", &checkpoint]);
    sitting.done("resume", &[seals, checkpoint].concat());
}

#[test]
fn an_election_is_paused_between_any_two_acts_and_nothing_is_done_meanwhile() {
    let sitting = Sitting::of_voters(as_it_is, &["--absent", "5"]);
    night(&sitting);
    let stick = sitting.stick();
    let stick = stick.to_str().unwrap();
    sitting.done("import", &[stick]);
    let said = sitting.done("pause", &SEALS);
    for (act, more) in [("import", &[stick][..]), ("admit", &[]), ("close", &[]), ("pause", &SEALS), ("cast", &[])] {
        assert!(sitting.refused(act, more).contains("paused"), "{act}");
    }
    let other = tamga().args(["token", "end", "--at"]).arg(sitting.at()).output().unwrap();
    assert!(other.status.code() == Some(2) && text_of(&other).contains("paused"), "{}", text_of(&other));
    assert!(sitting.done("status", &[]).contains("tamga resume"));
    let checkpoint = noted(&said);
    let seals = ["--seal", "KZ-017", "--seal", "KZ-018"];
    sitting.done("resume", &[&seals[..], &["--checkpoint", &checkpoint]].concat());
    assert!(sitting.refused("resume", &[&seals[..], &["--checkpoint", &checkpoint]].concat()).contains("not paused"));
    for act in ["admit", "close", "tally", "sign", "export"] {
        sitting.done(act, &[]);
        night(&sitting);
    }
    sitting.done("export", &[]);
    assert!(audit(&sitting).contains("7, all ended"));
}

#[test]
fn what_differs_after_a_pause_is_refused_or_in_the_ledger_with_its_reason() {
    let sitting = Sitting::of_voters(as_it_is, &[]);
    sitting.import_stick();
    let first = noted(&sitting.done("pause", &SEALS));
    let zeros = "0".repeat(40);
    for (seals, checkpoint) in [
        (&["--seal", "KZ-017"][..], first.as_str()),
        (&["--seal", "KZ-017", "KZ-018", "KZ-019"], &first),
        (&SEALS, &zeros),
    ] {
        let why = sitting.refused("resume", &[seals, &["--checkpoint", checkpoint]].concat());
        assert!(why.contains("--seals-broken") && !why.contains("KZ-018 not"), "{why}");
    }
    let wrong = first.replacen("CHECKPOINT:", "CHECKPOINT:1", 1);
    assert!(sitting.refused("resume", &[&SEALS[..], &["--checkpoint", &wrong]].concat()).contains("not of the pause"));
    let broken = ["--seal", "KZ-017", "--checkpoint", &first, "--seals-broken", "The cleaner cut one"];
    assert!(sitting.done("resume", &broken).contains("INCIDENT"));
    sitting.done("pause", &SEALS);
    sitting.done("resume", &["--seals-broken", "Nothing is left of seals and note"]);
    for act in ["admit", "close"] {
        sitting.done(act, &[]);
    }
    sitting.finish();
    let report = audit(&sitting);
    assert!(report.contains("OTHER SEALS than noted, ledger as noted: The cleaner cut one"), "{report}");
    assert!(report.contains("ANOTHER LEDGER than noted: Nothing is left of seals and note"), "{report}");
}

#[test]
fn a_pause_that_was_killed_is_there_or_is_not() {
    let sitting = Sitting::of_voters(as_it_is, &[]);
    let mut paused = false;
    for moment in [60, 120, 180, 240, 300, 400] {
        let act = if paused { "resume" } else { "pause" };
        let mut command = tamga();
        command.arg(act).arg("--at").arg(sitting.at()).stdout(Stdio::null()).stderr(Stdio::null());
        command.args(if paused { &["--seals-broken", "killed"][..] } else { &SEALS });
        let mut child = command.spawn().unwrap();
        sleep(Duration::from_millis(moment));
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().unwrap();
        paused = sitting.done("status", &[]).contains("tamga resume");
    }
    if paused {
        sitting.done("resume", &["--seals-broken", "killed"]);
    }
    sitting.import_stick();
    for act in ["admit", "close"] {
        sitting.done(act, &[]);
    }
    sitting.finish();
    audit(&sitting);
}
