//! The observers' view beside a rehearsal that others hold, and a rehearsal that runs on the screen.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, SystemTime};

use crate::screen::Terminal;
use crate::stage::{copy_folder, election_folder, files_below, rehearse, tamga, tamga_verify, text_of, village};

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
    // It is stopped after its set-up, so that it is at work as long as somebody looks; then it is killed, with the auditors' program
    // where a checker runs it just now.
    let group = acting.id();
    let signal = |name: &str| {
        let command = format!("kill -{name} -{group}");
        assert!(Command::new("sh").args(["-c", &command]).status().unwrap().success());
    };
    while !["first-checkpoint", "at-work"].iter().all(|name| at.join("appliance").join(name).exists()) {
        assert!(acting.try_wait().unwrap().is_none(), "it was over before anybody could look");
        thread::sleep(Duration::from_millis(5));
    }
    signal("STOP");
    watch.wait_for("Village heads and budget");
    watch.press(&["Tab"]);
    watch.wait_for("Regions 2/5");
    watch.wait_for("At work now: ");
    signal("KILL");
    acting.wait().unwrap();
    watch.wait_for_end_of("At work now: ");

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
    watch.wait_for("Checkpoint of the ledger as it is now");
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

/// Puts something else in a file's place, where the file itself lies aside.
type Put = fn(&Path, &Path);

#[test]
fn what_is_no_file_of_the_machine_is_named_in_the_readers_language_and_watching_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("here");
    copy_folder(village(), &at);
    let watch = Terminal::run("irregular", &format!("watch --at {}", at.display()));
    watch.wait_for("Everything is published");
    let link: Put = |place, aside| symlink(aside, place).unwrap();
    let pipe: Put = |place, _| assert!(Command::new("mkfifo").arg(place).status().unwrap().success());
    let long: Put = |place, _| fs::File::create(place).unwrap().set_len((256 << 20) + 1).unwrap();
    let cases: [(&str, Put, [&str; 2]); 3] = [
        ("ledger.journal", link, ["link,", "ссылка,"]),
        ("editions/record/results.csv", pipe, ["link,", "ссылка,"]),
        ("verification.report", long, ["bytes,", "байт"]),
    ];
    for (name, put, [english, russian]) in cases {
        let (place, aside) = (at.join("appliance").join(name), folder.path().join("aside"));
        fs::rename(&place, &aside).unwrap();
        put(&place, &aside);
        watch.wait_for(english);
        assert!(watch.text().contains(&format!("appliance/{name}")), "{}", watch.text());
        assert!(!watch.text().contains(&at.display().to_string()), "no path on it:\n{}", watch.text());
        watch.press(&["l", "l"]);
        watch.wait_for(russian);
        watch.press(&["l"]);
        fs::remove_file(&place).unwrap();
        fs::rename(&aside, &place).unwrap();
        watch.wait_for_end_of(english);
        watch.wait_for("Everything is published");
    }
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
