use std::fs;
use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use tamga_wire::{Frame, FrameReader, Request, decode_message};

use super::sockets::{Sim, ports, socket};
use super::{Watched, until, village};
use crate::stage::{RESULTS, SEED, election_folder, rehearse, tamga, tamga_verify, text_of, tied};

/// An election of five officers in a village, each with a simulator behind a socket.
struct Case {
    folder: tempfile::TempDir,
    at: PathBuf,
    sims: Vec<Sim>,
}

impl Case {
    /// Set up and voted in.
    fn begun() -> Self {
        let (folder, at) = village();
        let sims = (1..=5).map(|number| Sim::start(folder.path(), number, &socket(folder.path(), number))).collect();
        let case = Self { folder, at, sims };
        let village = case.path().to_str().unwrap().to_owned();
        case.done(&["setup", &village, "--rehearsal", "--tokens", &ports(case.path(), 5)]);
        case.done(&["cast"]);
        case
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A token is lost for good, and a fresh one is behind its socket.
    fn lose(&mut self, number: u8) {
        let place = usize::from(number) - 1;
        // Ending it is SIGKILL; the socket is taken over.
        drop(self.sims.remove(place));
        self.sims.insert(place, Sim::start(self.path(), 5 + number, &socket(self.path(), number)));
        let port = format!("unix:{}", socket(self.path(), number).display());
        let init = tamga().args(["token", "init", "--rehearsal", "--tokens", &port]).output().unwrap();
        assert!(init.status.success(), "{}", text_of(&init));
    }

    fn run(&self, act: &[&str]) -> Output {
        tamga().args(act).arg("--at").arg(&self.at).output().unwrap()
    }

    fn done(&self, act: &[&str]) -> String {
        let output = self.run(act);
        assert!(output.status.success(), "{act:?}: {}", text_of(&output));
        text_of(&output)
    }

    /// Imports, admits, closes and counts, with the tokens at these ports.
    fn open(&self, tokens: &str) -> String {
        let stick = self.at.join("appliance/sticks/1-ballots");
        let mut said = self.done(&["import", stick.to_str().unwrap()]);
        for act in ["admit", "close", "tally"] {
            said += &self.done(&[act, "--tokens", tokens]);
        }
        said
    }

    /// The same, then signs and publishes.
    fn count(&self, tokens: &str) -> String {
        let mut said = self.open(tokens);
        for act in ["sign", "export"] {
            said += &self.done(&[act, "--tokens", tokens]);
        }
        assert_eq!(fs::read_to_string(self.at.join("results.csv")).unwrap(), RESULTS);
        said
    }
}

/// Both editions of this election are verified and show a replacement.
fn assert_verified(at: &Path) {
    let mut program = tamga_verify();
    program.arg(at.join("record")).arg("--audit").arg(at.join("audit")).arg("--anchor").arg(at.join("anchor.txt"));
    let output = program.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text_of(&output));
    assert!(at.join("record/replacements/01.bin").exists());
}

/// A cable to the simulator with this number behind which the first request that is `seen` is held back; then that is said.
fn held_cable(folder: &Path, number: u8, seen: fn(&Request) -> bool) -> Receiver<()> {
    let (behind, (say, said)) = (folder.join(format!("{number}.behind")), channel());
    let listener = UnixListener::bind(folder.join(format!("{number}.held"))).unwrap();
    thread::spawn(move || {
        let mut was_held = false;
        for cable in listener.incoming() {
            let mut from_host = cable.unwrap();
            let Ok(mut to_token) = UnixStream::connect(&behind) else { return };
            let (mut answers, mut to_host) = (to_token.try_clone().unwrap(), from_host.try_clone().unwrap());
            thread::spawn(move || {
                let _ = std::io::copy(&mut answers, &mut to_host);
            });
            let (mut reader, mut bytes) = (FrameReader::new(), [0; 512]);
            while let Ok(len @ 1..) = from_host.read(&mut bytes) {
                let is_seen = |byte: &u8| {
                    let Some(Ok(Frame { untrusted_message, .. })) = reader.push(*byte) else { return false };
                    decode_message(&untrusted_message).is_ok_and(|request| seen(&request))
                };
                if bytes[..len].iter().any(is_seen) && !was_held {
                    was_held = true;
                    let _ = say.send(());
                    break;
                }
                if to_token.write_all(&bytes[..len]).is_err() {
                    break;
                }
            }
            if was_held {
                // The program is about to be killed; nothing goes on before that.
                let _ = from_host.read(&mut bytes);
            }
            let _ = to_token.shutdown(Shutdown::Both);
        }
    });
    said
}

#[test]
fn a_rehearsal_loses_two_tokens_and_their_replacements_count_and_sign() {
    let (folder, out) = village();
    let output = rehearse(folder.path(), &out, &["--seed", SEED, "--lose", "3,5", "--absent", "1,2"]);
    assert!(output.status.success(), "{}", text_of(&output));
    let said = text_of(&output);
    assert!(said.contains("tokens 3 and 5 replaced"), "{said}");
    assert!(said.contains("by tokens 3, 4 and 5"), "{said}");
    assert!(!said.contains("ALARM"), "{said}");
    assert_eq!(fs::read_to_string(out.join("results.csv")).unwrap(), RESULTS);
    assert_verified(&out);
}

#[test]
fn a_new_token_that_people_plug_in_takes_the_place_of_a_lost_one() {
    let mut case = Case::begun();
    let tokens = ports(case.path(), 5);
    let replace = ["token", "replace", "--lost", "3", "--tokens", &tokens];
    let early = case.run(&replace);
    assert_eq!(early.status.code(), Some(2), "{}", text_of(&early));
    assert!(text_of(&early).contains("token 3 is plugged in, and not lost"), "{}", text_of(&early));
    case.lose(3);
    let said = case.done(&replace);
    assert!(said.contains("takes the place of token 3"), "{said}");
    // Typed again it has nothing to do.
    assert!(case.done(&replace).contains("had been replaced already"));
    let list = case.done(&["token", "list"]);
    assert!(!list.contains("not here"), "{list}");
    drop(case.sims.drain(..2));
    let rest = [3, 4, 5].map(|number| socket(case.path(), number).display().to_string()).join(",");
    let said = case.count(&format!("unix:{rest}"));
    assert!(said.contains("by tokens 3, 4 and 5"), "{said}");
    assert_verified(&case.at);
}

#[test]
fn a_token_is_lost_between_the_statement_and_the_end() {
    let mut case = Case::begun();
    let tokens = ports(case.path(), 5);
    case.count(&tokens);
    case.lose(2);
    case.done(&["token", "replace", "--lost", "2", "--tokens", &tokens]);
    assert_verified(&case.at);
    let ended = case.done(&["token", "end", "--tokens", &tokens]);
    assert!(ended.contains("no token holds a share any more"), "{ended}");
    assert_verified(&case.at);
}

/// An answer stands until its officer answers anew: that of one whose token is not there when all are asked again is not lost.
#[test]
fn who_stays_away_when_officers_are_asked_again_has_answered_before() {
    let mut case = Case::begun();
    let tokens = ports(case.path(), 5);
    let stick = case.at.join("appliance/sticks/1-ballots");
    case.done(&["import", stick.to_str().unwrap()]);
    for act in ["admit", "close", "tally", "sign"] {
        case.done(&[act, "--tokens", &tokens]);
    }
    drop(case.sims.drain(..2));
    let rest = [3, 4, 5].map(|number| socket(case.path(), number).display().to_string()).join(",");
    let said = case.done(&["sign", "--tokens", &format!("unix:{rest}")]);
    assert!(said.contains("signatures of officers 5, beside them with dissent 0, seals of HSMs 1"), "{said}");
    drop(case.sims.drain(..2));
    let last = format!("unix:{}", socket(case.path(), 5).display());
    let said = case.done(&["sign", "--tokens", &last]);
    assert!(said.contains("signatures of officers 5, beside them with dissent 0, seals of HSMs 1"), "{said}");
    let said = case.done(&["export"]);
    assert!(said.contains(" 0 failed"), "{said}");
    let note = fs::read_to_string(case.at.join("record/statement.note")).unwrap();
    let signers = |line: &&str| line.starts_with("\u{2014} tamga/officer/");
    assert_eq!(note.lines().filter(signers).count(), 5, "{note}");
}

/// The signing with the tokens at these ports, stopped so long after it has said this.
fn stop_signing(case: &Case, tokens: &str, said: &str, after: Duration) {
    let mut sign = tamga();
    sign.args(["sign", "--tokens", tokens, "--at"]).arg(&case.at);
    let mut signing = Watched::start(&mut sign);
    until(|| signing.next().filter(|line| line.contains(said)));
    thread::sleep(after);
    let stop = format!("kill -INT {}", signing.child.id());
    assert!(Command::new("sh").args(["-c", &stop]).status().unwrap().success());
    while signing.next().is_some() {}
    assert_eq!(signing.child.wait().unwrap().code(), Some(130), "{}", signing.said);
}

/// Two of the three that are needed are there; then somebody stops the act, as there is no third.
#[test]
fn who_signed_before_the_act_was_stopped_has_signed() {
    let mut case = Case::begun();
    case.open(&ports(case.path(), 5));
    case.sims.truncate(2);
    let two = [1, 2].map(|number| socket(case.path(), number).display().to_string()).join(",");
    stop_signing(&case, &format!("unix:{two}"), "plug in the token of", Duration::ZERO);
    case.sims.clear();
    let third = socket(case.path(), 3);
    case.sims.push(Sim::start(case.path(), 3, &third));
    let said = case.done(&["sign", "--tokens", &format!("unix:{}", third.display())]);
    assert!(said.contains("signatures of officers 3,"), "{said}");
    assert!(case.done(&["export"]).contains(" 0 failed"));
}

#[test]
fn a_signing_that_was_stopped_once_a_quorum_had_signed_leaves_no_token_unread() {
    let mut case = Case::begun();
    let tokens = ports(case.path(), 5);
    case.open(&tokens);
    // Officer 4 takes a long look, officer 5 is away; what the three said is kept when nobody is waited for any more.
    case.sims.truncate(3);
    let fourth = Sim::with(case.path(), 4, &socket(case.path(), 4), &["--console"]);
    stop_signing(&case, &tokens, "officer 4: asked on the token", Duration::from_secs(5));
    drop(fourth);
    let lines = fs::read_to_string(case.at.join("appliance/opening-1/answers.note")).unwrap();
    assert_eq!(lines.matches("tamga/officer/").count(), 3, "{lines}");
    let journal = fs::read(case.at.join("appliance/ledger.journal")).unwrap();
    let journal = String::from_utf8_lossy(&journal).into_owned();
    let (_, after) = journal.rsplit_once(" signature\n").unwrap();
    assert!(after.matches("39 operations\n").count() >= 3, "{after}");
    assert!(case.done(&["export"]).contains(" 0 failed"));
}

#[test]
fn who_was_not_told_of_a_replacement_is_told_by_the_next_act() {
    let mut case = Case::begun();
    case.lose(3);
    drop(case.sims.remove(0));
    let behind = Sim::start(case.path(), 1, &case.path().join("1.behind"));
    let held = held_cable(case.path(), 1, |request| matches!(request, Request::ReplaceCommit { .. }));
    let others = [2, 3, 4, 5].map(|number| socket(case.path(), number).display().to_string()).join(",");
    let tokens = format!("unix:{},{others}", case.path().join("1.held").display());
    let mut command = tamga();
    command.args(["token", "replace", "--lost", "3", "--tokens", &tokens, "--at"]).arg(&case.at);
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    held.recv_timeout(Duration::from_secs(120)).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let said = case.count(&tokens);
    assert!(said.contains("by tokens 1, 2, 3, 4 and 5"), "{said}");
    assert_verified(&case.at);
    drop(behind);
}

#[test]
fn a_replacement_that_was_killed_goes_on_with_the_same_command() {
    let (folder, at) = village();
    let done = |act: &[&str]| {
        let output = tamga().args(act).arg("--at").arg(&at).output().unwrap();
        assert!(output.status.success(), "{act:?}: {}", text_of(&output));
        text_of(&output)
    };
    done(&["setup", folder.path().to_str().unwrap(), "--rehearsal"]);
    done(&["cast"]);
    let moments: Vec<u64> = match std::env::var_os("TAMGA_LONG") {
        Some(_) => (0..60).map(|step| 40 + 25 * step).collect(),
        None => vec![60, 200, 350, 500, 700],
    };
    for moment in moments {
        let mut command = tamga();
        command.args(["token", "replace", "--lost", "1,4", "--at"]).arg(&at).stdout(Stdio::null());
        let mut child = command.spawn().unwrap();
        thread::sleep(Duration::from_millis(moment));
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().unwrap();
    }
    done(&["token", "replace", "--lost", "1,4"]);
    let stick = at.join("appliance/sticks/1-ballots");
    done(&["import", stick.to_str().unwrap()]);
    for act in ["admit", "close", "tally", "sign", "export"] {
        done(&[act]);
    }
    assert_eq!(fs::read_to_string(at.join("results.csv")).unwrap(), RESULTS);
    assert!(!at.join("record/replacements/02.bin").exists());
    assert_verified(&at);
}

#[test]
fn an_opening_that_waits_for_a_lot_is_opened_anew_by_the_tokens_after_a_replacement() {
    let folder = election_folder(tied);
    let at = folder.path().join("out");
    let run = |act: &[&str]| tamga().args(act).arg("--at").arg(&at).output().unwrap();
    let done = |act: &[&str]| {
        let output = run(act);
        assert!(output.status.success(), "{act:?}: {}", text_of(&output));
        text_of(&output)
    };
    done(&["setup", folder.path().to_str().unwrap(), "--rehearsal"]);
    done(&["cast"]);
    done(&["import", at.join("appliance/sticks/1-ballots").to_str().unwrap()]);
    done(&["admit"]);
    done(&["close"]);
    let waits = run(&["tally"]);
    assert_eq!(waits.status.code(), Some(1), "{}", text_of(&waits));
    let shares = at.join("appliance/editions/record/opening-1/shares.tamga");
    let before = fs::read(&shares).unwrap();
    done(&["token", "replace", "--lost", "2"]);
    assert!(!shares.exists());
    let waits = run(&["tally"]);
    assert!(text_of(&waits).contains("tamga lot"), "{}", text_of(&waits));
    assert_ne!(fs::read(&shares).unwrap(), before);
    done(&["lot", "--contest", "head", "--dice", "1:1234561234", "--dice", "2:6543216543"]);
    for act in ["tally", "sign", "export"] {
        done(&[act]);
    }
    assert_verified(&at);
}

#[test]
fn a_replacement_that_all_confirmed_is_entered_and_never_begun_anew() {
    let (folder, at) = village();
    let run = |act: &[&str]| tamga().args(act).arg("--at").arg(&at).output().unwrap();
    let done = |act: &[&str]| {
        let output = run(act);
        assert!(output.status.success(), "{act:?}: {}", text_of(&output));
        text_of(&output)
    };
    done(&["setup", folder.path().to_str().unwrap(), "--rehearsal"]);
    done(&["cast"]);
    let journal = at.join("appliance/ledger.journal");
    let before = fs::read(&journal).unwrap();
    done(&["token", "replace", "--lost", "2"]);
    // The ledger is put back to what it was, and one of the two media is lost.
    let file = at.join("appliance/second-medium/replacements/01.bin");
    let confirmed = fs::read(&file).unwrap();
    fs::write(&journal, before).unwrap();
    fs::remove_dir_all(at.join("appliance/editions/record/replacements")).unwrap();
    fs::remove_dir_all(at.join("appliance/replacements")).unwrap();
    let other = run(&["token", "replace", "--lost", "3"]);
    assert_eq!(other.status.code(), Some(2), "{}", text_of(&other));
    assert!(text_of(&other).contains("has to be finished first"), "{}", text_of(&other));
    assert!(done(&["token", "replace", "--lost", "2"]).contains("it is in force"));
    assert_eq!(fs::read(at.join("appliance/editions/record/replacements/01.bin")).unwrap(), confirmed);
    assert_eq!(fs::read(at.join("appliance/replacements/01.bin")).unwrap(), confirmed);
    done(&["import", at.join("appliance/sticks/1-ballots").to_str().unwrap()]);
    for act in ["admit", "close", "tally", "sign", "export"] {
        done(&[act]);
    }
    assert_verified(&at);
}

#[test]
fn what_cannot_be_replaced_is_refused_and_nothing_is_changed() {
    let (folder, at) = village();
    let run = |act: &[&str]| tamga().args(act).arg("--at").arg(&at).output().unwrap();
    let setup = run(&["setup", folder.path().to_str().unwrap(), "--rehearsal"]);
    assert!(setup.status.success(), "{}", text_of(&setup));
    for lost in ["1,2,3", "6", "0"] {
        let refused = run(&["token", "replace", "--lost", lost]);
        assert_eq!(refused.status.code(), Some(2), "{lost}: {}", text_of(&refused));
    }
    assert!(!at.join("appliance/tokens/1.lost-1").exists());
    let out = folder.path().join("other");
    let refused = rehearse(folder.path(), &out, &["--lose", "1,2,3"]);
    assert_eq!(refused.status.code(), Some(2), "{}", text_of(&refused));
}
