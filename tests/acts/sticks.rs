use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;

use super::{RESULTS, Sitting, as_it_is};
use crate::stage::{files_below, text_of};

#[test]
fn links_pipes_and_strange_names_on_a_stick_stop_nothing() {
    let sitting = Sitting::of_voters(as_it_is, &[]);
    let stick = sitting.stick();
    std::os::unix::fs::symlink("/nowhere", stick.join("0-dangling.tamga")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", stick.join("0-link.tamga")).unwrap();
    std::os::unix::fs::symlink(&stick, stick.join("0-loop")).unwrap();
    let pipe = stick.join("0-pipe.tamga");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    fs::write(stick.join(OsStr::from_bytes(b"0-\xff.txt")), "not text").unwrap();
    let said = sitting.import_stick();
    assert!(said.contains("5 not of an election"), "{said}");
    for act in ["admit", "close"] {
        sitting.done(act, &[]);
    }
    sitting.finish();
    assert_eq!(sitting.read("results.csv"), RESULTS);
}

/// Whether this is anywhere in these bytes.
fn holds(bytes: &[u8], name: &str) -> bool {
    bytes.windows(name.len()).any(|part| part == name.as_bytes())
}

#[test]
fn no_name_on_a_foreign_stick_gets_to_a_screen_a_log_or_the_disk() {
    let sitting = Sitting::of_voters(as_it_is, &[]);
    let stick = tempfile::tempdir().unwrap();
    let private = ["diagnosis-of-aliya", "letter-to-bolat", "salaries-2026", "photo-of-the-dacha"];
    let bundle =
        files_below(&sitting.stick()).into_iter().find(|path| path.to_string_lossy().contains("bundles")).unwrap();
    let good = fs::read(&bundle).unwrap();
    let below = stick.path().join(format!("{}\u{1b}[31m", private[0]));
    fs::create_dir(&below).unwrap();
    fs::write(stick.path().join(format!("{}\u{202e}fdp.tamga", private[1])), &good[..good.len() - 1]).unwrap();
    fs::write(below.join(format!("{}\u{9b}2J.txt", private[2])), "my own").unwrap();
    fs::write(below.join(format!("{}\n\r\u{7}.tamga", private[3])), &good).unwrap();
    fs::write(below.join(OsStr::from_bytes(b"\x1b]0;salaries-2026\x07\xff.tamga")), "tamga/revocations/v1\nx").unwrap();
    let pipe = stick.path().join(format!("{}.tamga", private[2]));
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let path = stick.path().to_str().unwrap();
    let output = sitting.act("import", &[path, "--json"]);
    assert!(output.status.success(), "{}", text_of(&output));
    let said = [output.stdout, output.stderr, sitting.done("import", &[path]).into_bytes()].concat();
    assert!(
        holds(&said, "REFUSED file ") && holds(&said, "file 3 of 5: not a file of an election"),
        "{}",
        String::from_utf8_lossy(&said)
    );
    sitting.done("status", &[]);
    let kept = files_below(&sitting.at());
    for name in private {
        assert!(!holds(&said, name), "{name}: {}", String::from_utf8_lossy(&said));
        for file in &kept {
            let is_there = holds(file.as_os_str().as_bytes(), name) || holds(&fs::read(file).unwrap(), name);
            assert!(!is_there, "{name} in {}", file.display());
        }
    }
    let steers = |byte: &u8| *byte < b' ' && *byte != b'\n';
    assert!(!said.iter().any(steers) && !holds(&said, "\u{9b}") && !holds(&said, "\u{202e}"));
}

#[test]
fn what_is_typed_or_defined_with_control_characters_does_not_steer_the_terminal() {
    let sitting = Sitting::of_voters(as_it_is, &[]);
    let said = sitting.refused("import", &["/nowhere/\u{1b}[2J\u{202e}kcits"]);
    assert!(said.contains("\u{fffd}[2J\u{fffd}kcits cannot be read"), "{said:?}");
    for letters in ["\\u001b[31m", "\\u202e", "\\u0007", "\\u009b2J"] {
        let folder = crate::stage::election_folder(|name, text| match name {
            "election.toml" => text.replacen("Village heads", &format!("Village{letters} heads"), 1),
            _ => text.to_owned(),
        });
        let output = crate::stage::tamga().args(["definition", "check"]).arg(folder.path()).output().unwrap();
        let said = text_of(&output);
        assert_eq!(output.status.code(), Some(2), "{said:?}");
        assert!(
            !said.contains(|letter: char| letter.is_control() && letter != '\n' || letter == '\u{202e}'),
            "{said:?}"
        );
    }
}
