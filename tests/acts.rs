use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use tempfile::TempDir;

use crate::stage::{RESULTS, SEED, election_folder, files_below, tamga, tamga_verify, text_of, tied};

/// Elections that a quorum ended.
mod ending;
/// What a voter is told of a record.
mod looking_up;
/// Nights between two days of an election.
mod pausing;
/// Copies of the protocol on paper.
mod protocol;
/// What stands on a stick beside the files of an election.
mod sticks;

/// An election being held act by act in a folder of its own.
struct Sitting {
    folder: TempDir,
}

impl Sitting {
    /// The village, its files changed as asked, set up and voted in.
    fn of_voters(change: impl Fn(&str, &str) -> String, more: &[&str]) -> Self {
        let folder = election_folder(change);
        let sitting = Self { folder };
        let mut command = tamga();
        command.arg("setup").arg(sitting.folder.path()).arg("--at").arg(sitting.at()).args([
            "--rehearsal",
            "--seed",
            SEED,
        ]);
        let output = command.args(more).output().unwrap();
        assert!(output.status.success(), "{}", text_of(&output));
        sitting.done("cast", &[]);
        sitting
    }

    fn at(&self) -> PathBuf {
        self.folder.path().join("election")
    }

    fn stick(&self) -> PathBuf {
        self.at().join("appliance/sticks/1-ballots")
    }

    /// Carries out an act.
    fn act(&self, act: &str, more: &[&str]) -> Output {
        tamga().arg(act).arg("--at").arg(self.at()).args(more).output().unwrap()
    }

    /// Carries out an act that must succeed; what it said.
    fn done(&self, act: &str, more: &[&str]) -> String {
        let output = self.act(act, more);
        assert!(output.status.success(), "{act}: {}", text_of(&output));
        text_of(&output)
    }

    /// Carries out an act that must be refused as not its turn or bad input; why.
    fn refused(&self, act: &str, more: &[&str]) -> String {
        let output = self.act(act, more);
        assert_eq!(output.status.code(), Some(2), "{act}: {}", text_of(&output));
        text_of(&output)
    }

    fn import_stick(&self) -> String {
        self.done("import", &[self.stick().to_str().unwrap()])
    }

    /// From the tally to the published record.
    fn finish(&self) {
        for act in ["tally", "sign", "export"] {
            self.done(act, &[]);
        }
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.at().join(name)).unwrap()
    }
}

fn as_it_is(_: &str, text: &str) -> String {
    text.to_owned()
}

/// Changes `election.toml` alone.
fn with(from: &'static str, to: &'static str) -> impl Fn(&str, &str) -> String {
    move |name, text| {
        if name != "election.toml" {
            return text.to_owned();
        }
        assert!(text.contains(from), "{from} is not in election.toml");
        text.replacen(from, to, 1)
    }
}

#[test]
fn an_election_held_act_by_act_and_every_act_twice_is_counted_and_verified() {
    let sitting = Sitting::of_voters(as_it_is, &[]);
    assert!(sitting.import_stick().contains("files taken"));
    assert!(sitting.import_stick().contains(" 0 files taken"));
    for act in ["admit", "close", "tally", "sign", "export"] {
        sitting.done(act, &[]);
        sitting.done(act, &[]);
        let status = sitting.done("status", &[]);
        assert!(status.contains("next"), "{status}");
    }
    assert_eq!(sitting.read("results.csv"), RESULTS);
    let at = sitting.at();
    let audited = tamga_verify()
        .arg(at.join("record"))
        .arg("--audit")
        .arg(at.join("audit"))
        .arg("--anchor")
        .arg(at.join("anchor.txt"))
        .output()
        .unwrap();
    assert_eq!(audited.status.code(), Some(0), "{}", text_of(&audited));
}

#[test]
fn an_act_out_of_turn_is_refused_and_says_what_comes_next() {
    let sitting = Sitting::of_voters(as_it_is, &[]);
    for act in ["close", "tally", "sign", "export"] {
        let said = sitting.refused(act, &[]);
        assert!(said.contains("tamga"), "{said}");
    }
    assert!(sitting.done("status", &[]).contains("tamga import"));
    let elsewhere = tamga().args(["status", "--at"]).arg(sitting.folder.path()).output().unwrap();
    assert_eq!(elsewhere.status.code(), Some(2), "{}", text_of(&elsewhere));
}

#[test]
fn missing_bundles_stop_the_close_until_a_quorum_says_so() {
    let sitting = Sitting::of_voters(as_it_is, &[]);
    let closing = sitting.stick().join("bundles/charyn/collector-1-000002.tamga");
    fs::remove_file(&closing).unwrap();
    let said = sitting.import_stick();
    assert!(said.contains("INCOMPLETE Charyn (charyn) from collector-1: no closing bundle"), "{said}");
    sitting.done("admit", &[]);
    assert!(sitting.refused("close", &[]).contains("--incomplete"));
    sitting.done("close", &["--incomplete"]);
    sitting.finish();
    assert_eq!(sitting.read("results.csv"), RESULTS);
    let page = sitting.read("statement.txt");
    assert!(page.contains("opening 1: incomplete charyn collector-1 open\n"), "{page}");
}

#[test]
fn bundles_in_any_order_and_damaged_ones_are_told_apart() {
    let sitting = Sitting::of_voters(as_it_is, &[]);
    let bundles: Vec<PathBuf> =
        files_below(&sitting.stick()).into_iter().filter(|path| path.to_string_lossy().contains("bundles")).collect();
    for bundle in bundles.iter().rev() {
        let mut bytes = fs::read(bundle).unwrap();
        let cut = bytes.len() - 5;
        bytes.truncate(cut);
        let damaged = sitting.folder.path().join("damaged.tamga");
        fs::write(&damaged, bytes).unwrap();
        let said = sitting.refused("import", &[damaged.to_str().unwrap()]);
        assert!(said.contains("REFUSED"), "{said}");
        sitting.done("import", &[bundle.to_str().unwrap()]);
    }
    sitting.import_stick();
    for act in ["admit", "close", "tally", "sign", "export"] {
        sitting.done(act, &[]);
    }
    assert_eq!(sitting.read("results.csv"), RESULTS);
}

#[test]
fn officers_who_dissent_and_refuse_are_on_record() {
    let sitting = Sitting::of_voters(as_it_is, &[]);
    sitting.import_stick();
    for act in ["admit", "close", "tally"] {
        sitting.done(act, &[]);
    }
    let said = sitting.act("sign", &["--refuse", "1,2,3"]);
    assert_eq!(said.status.code(), Some(1), "two of five are no quorum: {}", text_of(&said));
    sitting.done("sign", &["--dissent", "4", "--refuse", "5"]);
    sitting.done("export", &[]);
    let note = sitting.read("record/statement.note");
    assert!(note.contains("tamga/officer/4/dissent"), "{note}");
    assert!(!note.contains("tamga/officer/5"), "{note}");
}

#[test]
fn signatures_that_are_not_here_any_more_are_given_again_before_anything_is_published() {
    let sitting = Sitting::of_voters(as_it_is, &[]);
    sitting.import_stick();
    for act in ["admit", "close", "tally"] {
        sitting.done(act, &[]);
    }
    sitting.done("sign", &["--dissent", "4"]);
    for medium in ["appliance", "appliance/second-medium"] {
        fs::remove_file(sitting.at().join(medium).join("opening-1/answers.note")).unwrap();
    }
    let said = sitting.refused("export", &[]);
    assert!(said.contains("sign"), "{said}");
    assert!(!sitting.at().join("record/statement.note").exists());
    sitting.done("sign", &[]);
    let said = sitting.done("export", &[]);
    assert!(said.contains(" 0 failed"), "{said}");
    assert!(!sitting.read("record/statement.note").contains("dissent"));
}

#[test]
fn regions_opened_in_two_slices_add_up_to_the_same_result() {
    let folder = election_folder(with("policy =", "openings = 2\npolicy ="));
    let out = folder.path().join("out");
    let output = crate::stage::rehearse(folder.path(), &out, &["--seed", SEED]);
    assert!(output.status.success(), "{}", text_of(&output));
    assert_eq!(fs::read_to_string(out.join("results.csv")).unwrap(), RESULTS);
    for opening in ["opening-1", "opening-2"] {
        assert!(out.join("record").join(opening).join("shares.tamga").exists());
    }
    let said = text_of(&output);
    assert!(said.matches("none failed").count() >= 2 && said.matches("0 failed").count() >= 2, "{said}");
}

#[test]
fn what_was_published_stays_as_it_was_while_the_next_opening_is_prepared() {
    let sitting = Sitting::of_voters(with("policy =", "openings = 2\npolicy ="), &["--mischief"]);
    sitting.import_stick();
    sitting.done("admit", &["--regions", "aral"]);
    sitting.done("close", &["--incomplete"]);
    sitting.finish();
    assert!(sitting.read("record/statement.note").contains("status partial\n"));
    let verify = || {
        let at = sitting.at();
        let mut program = tamga_verify();
        program.arg(at.join("record")).arg("--audit").arg(at.join("audit")).arg("--anchor").arg(at.join("anchor.txt"));
        let output = program.output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", text_of(&output));
    };
    verify();
    sitting.done("admit", &[]);
    verify();
    sitting.done("adjudicate", &["--reason", "phone-shared", "--for", "1,2,3", "--why", "Families"]);
    verify();
    sitting.done("close", &["--incomplete"]);
    sitting.done("tally", &[]);
    verify();
    sitting.done("sign", &[]);
    sitting.done("export", &[]);
    assert!(sitting.read("record/statement.note").contains("status complete\n"));
}

#[test]
fn an_undecided_vote_undoes_no_decision() {
    let sitting = Sitting::of_voters(as_it_is, &["--mischief"]);
    sitting.import_stick();
    sitting.done("admit", &[]);
    let vote = |officers: &str| {
        sitting.done("adjudicate", &["--reason", "iin-not-in-registry", "--for", officers, "--why", "Shown on paper"])
    };
    vote("1,2,3");
    vote("5");
    sitting.done("close", &["--incomplete"]);
    sitting.finish();
    let held = sitting.read("record/held.csv");
    let line = held.lines().find(|line| line.starts_with("iin-not-in-registry,")).unwrap();
    assert_eq!(line, "iin-not-in-registry,1,1,0,0,1");
}

#[test]
fn a_decision_that_nobody_could_read_is_not_put_to_the_vote() {
    let sitting = Sitting::of_voters(as_it_is, &["--mischief"]);
    sitting.import_stick();
    sitting.done("admit", &[]);
    sitting.refused("adjudicate", &["--reason", "phone-shared", "--for", "1,2,3", "--why", ""]);
    sitting.refused("adjudicate", &["--reason", "seal", "--for", "1,2,3", "--why", "No such class"]);
    sitting.refused("adjudicate", &["--reason", "phone-shared", "--for", "1,9", "--why", "Nine is nobody"]);
    let plan = sitting.folder.path().join("plan.toml");
    let good = "[[decision]]\nreason = \"phone-shared\"\nfor = [1, 2, 3]\nwhy = \"Families\"\n";
    let bad = good.replace("Families", "");
    fs::write(&plan, format!("format = \"tamga/decision-plan/v1\"\n{good}{bad}")).unwrap();
    sitting.refused("adjudicate", &["--plan", plan.to_str().unwrap()]);
    assert!(sitting.done("status", &[]).contains("decisions 0,"), "nobody voted");
    for (officers, outcome) in [("--for", "are counted"), ("--against", "are not counted"), ("--for", "are counted")] {
        let said = sitting.done("adjudicate", &["--reason", "phone-shared", officers, "1,2,3", "--why", "Families"]);
        assert!(said.contains(outcome), "{said}");
    }
    sitting.done("close", &["--incomplete"]);
    sitting.finish();
}

#[test]
fn files_that_were_taken_away_stop_an_act_before_officers_sign() {
    let sitting = Sitting::of_voters(as_it_is, &["--mischief"]);
    sitting.import_stick();
    sitting.done("admit", &[]);
    sitting.done("adjudicate", &["--reason", "phone-shared", "--for", "1,2,3", "--why", "Families"]);
    let decisions = sitting.at().join("appliance/editions/audit/decisions.tamga");
    let kept = fs::read(&decisions).unwrap();
    fs::remove_file(&decisions).unwrap();
    assert_eq!(sitting.act("close", &["--incomplete"]).status.code(), Some(3));
    fs::write(&decisions, kept).unwrap();
    sitting.done("close", &["--incomplete"]);
    sitting.refused("amend", &["--withdraw", "head/bolat"]);
    sitting.refused("amend", &["--extend", "aral", "--closes", "2030-01-01T00:00:00Z"]);
    sitting.done("tally", &[]);
    let seats = sitting.at().join("appliance/editions/record/seats.csv");
    fs::remove_file(&seats).unwrap();
    assert_eq!(sitting.act("sign", &[]).status.code(), Some(3));
    sitting.done("tally", &[]);
    let turnout = sitting.at().join("appliance/editions/record/turnout.csv");
    let honest = fs::read_to_string(&turnout).unwrap();
    fs::write(&turnout, honest.replacen("aral,30", "aral,31", 1)).unwrap();
    assert_eq!(sitting.act("sign", &[]).status.code(), Some(3));
    fs::write(&turnout, &honest).unwrap();
    sitting.refused("sign", &["--dissent", "9"]);
    sitting.refused("sign", &["--dissent", "1", "--refuse", "1"]);
    sitting.done("sign", &[]);
    fs::write(&turnout, honest.replacen("aral,30", "aral,31", 1)).unwrap();
    assert_eq!(sitting.act("export", &[]).status.code(), Some(3));
    fs::write(&turnout, honest).unwrap();
    sitting.done("export", &[]);
}

#[test]
fn two_programs_do_not_work_in_one_folder() {
    let sitting = Sitting::of_voters(as_it_is, &[]);
    let lock = fs::File::options().write(true).open(sitting.at().join("appliance/lock")).unwrap();
    lock.lock().unwrap();
    assert!(sitting.refused("status", &[]).contains("another tamga"));
    drop(lock);
    sitting.done("status", &[]);
}

#[test]
fn a_recount_agrees_and_is_signed() {
    let sitting = Sitting::of_voters(as_it_is, &[]);
    sitting.import_stick();
    for act in ["admit", "close"] {
        sitting.done(act, &[]);
    }
    sitting.finish();
    let recount = tamga().arg("recount").arg(sitting.at()).output().unwrap();
    assert!(recount.status.success(), "{}", text_of(&recount));
    assert!(text_of(&recount).contains("agrees with the statement"));
    assert!(sitting.at().join("record/recounts/1.tamga").exists());
    let at = sitting.at();
    let audited = tamga_verify().arg(at.join("record")).arg("--anchor").arg(at.join("anchor.txt")).output().unwrap();
    assert_eq!(audited.status.code(), Some(0), "{}", text_of(&audited));
}

#[test]
fn a_tie_for_a_seat_waits_for_the_dice_of_two_officers() {
    let sitting = Sitting::of_voters(tied, &[]);
    sitting.import_stick();
    for act in ["admit", "close"] {
        sitting.done(act, &[]);
    }
    sitting.refused("lot", &["--contest", "head", "--dice", "1:1234561234", "--dice", "2:6543216543"]);
    let waits = sitting.act("tally", &[]);
    assert_eq!(waits.status.code(), Some(1), "{}", text_of(&waits));
    assert!(text_of(&waits).contains("tamga lot"));
    sitting.refused("lot", &["--contest", "budget", "--dice", "1:1234561234", "--dice", "2:6543216543"]);
    sitting.refused("lot", &["--contest", "head", "--dice", "1:1234561234", "--dice", "1:6543216543"]);
    sitting.refused("lot", &["--contest", "head", "--dice", "1:1234567234", "--dice", "2:6543216543"]);
    sitting.done("lot", &["--contest", "head", "--dice", "1:1234561234", "--dice", "2:6543216543"]);
    sitting.finish();
    let seats = sitting.read("record/seats.csv");
    assert!(seats.contains(",1,lot\n") && seats.contains(",0,lot-lost\n"), "{seats}");
    assert!(sitting.read("statement.txt").contains("lot head 1 1234561234 2 6543216543\n"));
}

#[test]
fn a_withdrawn_option_keeps_its_votes_and_gets_no_seat() {
    let seats = with("title = { en = \"Head\" }", "title = { en = \"Head\" }\nseats = 1\nmethod = \"plurality\"");
    let sitting = Sitting::of_voters(seats, &[]);
    sitting.done("amend", &["--withdraw", "head/bolat"]);
    sitting.refused("amend", &["--withdraw", "head/bolat"]);
    sitting.import_stick();
    for act in ["admit", "close"] {
        sitting.done(act, &[]);
    }
    sitting.finish();
    assert_eq!(sitting.read("results.csv"), RESULTS);
    let seats = sitting.read("record/seats.csv");
    assert!(seats.contains("head,bolat,20,0,withdrawn\n") && seats.contains("head,aigerim,15,1,\n"), "{seats}");
}

#[test]
fn a_definition_is_checked_without_making_anything() {
    let folder = election_folder(as_it_is);
    let before = files_below(folder.path());
    let output = tamga().args(["definition", "check"]).arg(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", text_of(&output));
    assert!(text_of(&output).contains("village-2024"));
    assert_eq!(files_below(folder.path()), before);
}

#[test]
fn news_as_json_is_one_object_a_line() {
    let sitting = Sitting::of_voters(as_it_is, &[]);
    for act in ["status", "tally"] {
        let output = tamga().arg(act).arg("--json").arg("--at").arg(sitting.at()).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(!text.is_empty());
        for line in text.lines() {
            let object: serde_json::Value = serde_json::from_str(line).unwrap();
            assert!(object.get("event").is_some(), "{line}");
        }
    }
}

/// Starts a rehearsal and stops it with a signal after some time, as often as `moments` says; what is left is gone on with.
fn stopped(signal: &str, moments: &[u64]) {
    let folder = election_folder(as_it_is);
    let out = folder.path().join("out");
    for (place, moment) in moments.iter().enumerate() {
        let mut command = tamga();
        match place {
            0 => command.arg("rehearse").arg(folder.path()).arg("--out").arg(&out).args(["--seed", SEED]),
            _ => command.args(["rehearse", "--resume"]).arg(&out),
        };
        let mut child = command.stdout(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(*moment));
        let kill = std::process::Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        let ended = child.wait().unwrap();
        if !kill.success() || ended.success() {
            break;
        }
        if signal == "-INT" {
            assert_eq!(ended.code(), Some(130));
        }
    }
    let options: &Path = &out.join("appliance/rehearsal/options");
    if !options.exists() {
        return;
    }
    let output = tamga().args(["rehearse", "--resume"]).arg(&out).output().unwrap();
    assert!(output.status.success(), "{}", text_of(&output));
    assert_eq!(fs::read_to_string(out.join("results.csv")).unwrap(), RESULTS);
}

#[test]
fn an_interrupted_rehearsal_goes_on_where_it_stopped() {
    stopped("-INT", &[500, 700, 900]);
}

#[test]
fn a_killed_rehearsal_goes_on_where_it_stopped() {
    let long = std::env::var_os("TAMGA_LONG").is_some();
    let step = if long { 20 } else { 450 };
    let moments: Vec<u64> = (1..=if long { 60 } else { 4 }).map(|place| 150 + place * step).collect();
    stopped("-KILL", &moments);
}
