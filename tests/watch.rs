//! The observers' view beside a rehearsal that others hold, and a rehearsal that runs on the screen.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use crate::screen::Terminal;
use crate::stage::{election_folder, files_below, rehearse, tamga, tamga_verify, text_of};

/// Every file of a folder: its bytes, and when it was written.
fn everything_in(folder: &Path) -> Vec<(PathBuf, Vec<u8>, SystemTime)> {
    let about = |path: PathBuf| {
        let written = fs::metadata(&path).unwrap().modified().unwrap();
        (path.clone(), fs::read(&path).unwrap(), written)
    };
    files_below(folder).into_iter().map(about).collect()
}

#[test]
fn observers_watch_a_rehearsal_that_is_killed_and_goes_on_and_change_nothing_of_it() {
    let folder = election_folder(|_, text| text.to_owned());
    let at = folder.path().join("here");
    let watch = Terminal::run("watch", &format!("watch --at {}", at.display()));
    watch.wait_for("There is no election in this folder yet");

    let mut acting = tamga();
    acting.arg("rehearse").arg(folder.path()).arg("--out").arg(&at).arg("--plain").stdout(Stdio::null());
    let mut acting = acting.process_group(0).spawn().unwrap();
    watch.wait_for("Village heads and budget");
    watch.press(&["Tab"]);
    watch.wait_for("Regions 2/5");
    // With the auditors' program, where a checker runs it just now.
    let group = format!("kill -9 -{}", acting.id());
    assert!(Command::new("sh").args(["-c", &group]).status().unwrap().success());
    acting.wait().unwrap();

    // Whatever the kill left: keys of acts do nothing, every screen is whole, and no byte changes.
    let before = everything_in(&at);
    watch.press(&["r", "i", "c", "x", "Enter", "Enter", "y", "BTab"]);
    watch.wait_for("Overview 1/5");
    for place in ["Regions 2/5", "Results 3/5", "Verify 4/5", "Ledger 5/5"] {
        watch.press(&["Tab", "Enter", "y"]);
        watch.wait_for(place);
        assert!(!watch.text().contains(&at.display().to_string()), "no path on it:\n{}", watch.text());
    }
    watch.press(&["c"]);
    watch.wait_for("The ledger now");
    watch.press(&["Escape"]);
    let after = everything_in(&at);
    let changed: Vec<_> = after.iter().filter(|file| !before.contains(file)).map(|(path, ..)| path).collect();
    assert!(before.len() == after.len() && changed.is_empty(), "watching changed {changed:?}");

    // It goes on while it is watched, and the watcher sees its end.
    let resumed = tamga().arg("rehearse").arg("--resume").arg(&at).arg("--plain").output().unwrap();
    assert!(resumed.status.success(), "{}", text_of(&resumed));
    watch.wait_for("Everything is published");
    watch.press(&["Home", "Tab", "Tab"]);
    watch.wait_for("COMPLETE result");
    watch.press(&["Tab"]);
    watch.wait_for(" 0 failed");
    watch.press(&["q", "y"]);
    watch.wait_for("ended with 0");
}

#[test]
fn a_rehearsal_in_a_terminal_runs_on_the_screen_and_stays_at_its_results() {
    let folder = election_folder(|_, text| text.to_owned());
    let at = folder.path().join("here");
    let screen = Terminal::run("rehearse", &format!("rehearse {} --out {}", folder.path().display(), at.display()));
    screen.wait_for("Rehearsal: under way");
    screen.wait_for("The rehearsal is over and verified");
    screen.wait_for("Results 8/13");
    assert!(screen.text().contains("Bolat") || screen.text().contains("Aigerim"), "{}", screen.text());
    screen.press(&["q"]);
    screen.wait_for("ended with 0");
    let shown = screen.text();
    assert!(shown.contains(" 0 failed") && shown.contains("record in"), "{shown}");
    let (record, audit, anchor) = (at.join("record"), at.join("audit"), at.join("anchor.txt"));
    let verified = tamga_verify().arg(record).arg("--audit").arg(audit).arg("--anchor").arg(anchor).output().unwrap();
    assert!(verified.status.success(), "{}", text_of(&verified));
}

#[test]
fn a_rehearsal_that_is_refused_leaves_no_screen_behind() {
    let nowhere = tempfile::tempdir().unwrap();
    let missing = nowhere.path().join("missing");
    let screen = Terminal::run("refused", &format!("rehearse {}", missing.display()));
    screen.wait_for("ended with 2");
    assert!(screen.text().contains("missing"), "{}", screen.text());
    let plain = rehearse(&missing, &nowhere.path().join("out"), &[]);
    assert_eq!(plain.status.code(), Some(2), "{}", text_of(&plain));
}
