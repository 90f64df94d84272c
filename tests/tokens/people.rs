use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::sockets::{Sim, ports, socket};
use super::{Watched, until, village};
use crate::stage::{tamga, tamga_sim, text_of};

/// How long an officer waits for their token.
const PATIENCE: Duration = Duration::from_secs(120);

/// A simulator with an officer before it who types.
struct Officer {
    token: Child,
    typing: ChildStdin,
    reading: Receiver<String>,
}

impl Officer {
    fn sit_down(folder: &Path, number: u8) -> Self {
        let at = socket(folder, number);
        let mut command = tamga_sim();
        command.arg("--socket").arg(&at).arg("--flash").arg(folder.join(format!("token-{number}")));
        command.args(["--index", &number.to_string(), "--console"]);
        let mut token = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (typing, lines) = (token.stdin.take().unwrap(), BufReader::new(token.stdout.take().unwrap()).lines());
        let (seen, reading) = channel();
        thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| seen.send(line)));
        until(|| UnixStream::connect(&at).ok());
        Self { token, typing, reading }
    }

    /// Types `answers` one by one, each once a line with its question is on the screen.
    fn answer(&mut self, answers: &[(&str, &str)]) {
        for (question, answer) in answers {
            let until = Instant::now() + PATIENCE;
            loop {
                let left = until.saturating_duration_since(Instant::now());
                let line = self.reading.recv_timeout(left).unwrap_or_else(|_| panic!("nobody asks {question:?}"));
                if line.contains(question) {
                    break;
                }
            }
            // The token listens a moment after it has put the question.
            thread::sleep(Duration::from_millis(200));
            writeln!(self.typing, "{answer}").unwrap();
        }
    }
}

impl Drop for Officer {
    fn drop(&mut self) {
        let _ = self.token.kill();
        let _ = self.token.wait();
    }
}

/// The prompts for digits, and the last line of every question.
const DIGITS: &str = "(6 to 12 digits";

#[test]
fn who_slips_in_the_second_pin_is_told_so_and_begins_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut officer = Officer::sit_down(folder.path(), 1);
    let tokens = ports(folder.path(), 1);
    let token = |verb: &str, more: &[&str]| {
        let mut command = tamga();
        command.args(["token", verb, "--tokens", &tokens]).args(more);
        thread::spawn(move || command.output().unwrap())
    };
    let init = token("init", &["--rehearsal"]);
    officer.answer(&[(DIGITS, "271828"), (DIGITS, "271829")]);
    let told = text_of(&init.join().unwrap());
    assert!(told.contains("the two PINs that were typed differ"), "{told}");
    assert!(told.contains("Nothing was made") && !told.contains("wrong PIN"), "{told}");
    let init = token("init", &["--rehearsal"]);
    officer.answer(&[(DIGITS, "271828"), (DIGITS, "271828")]);
    assert!(init.join().unwrap().status.success());
    let change = token("pin", &[]);
    officer.answer(&[(DIGITS, "271828"), (DIGITS, "271828"), (DIGITS, "314159"), (DIGITS, "314158")]);
    let told = text_of(&change.join().unwrap());
    assert!(told.contains("the two PINs that were typed differ") && told.contains("The PIN is as it was"), "{told}");
    let change = token("pin", &[]);
    officer.answer(&[(DIGITS, "271829")]);
    let told = text_of(&change.join().unwrap());
    assert!(told.contains("wrong PIN, 14 tries left"), "{told}");
}

#[test]
fn in_an_act_officers_are_told_what_they_are_asked_and_how_many_tries_are_left() {
    let (village, at) = village();
    let (folder, place) = (village.path(), at.display().to_string());
    let with = ports(folder, 3);
    let election = folder.display().to_string();
    let others: Vec<Sim> = (1..=2).map(|number| Sim::start(folder, number, &socket(folder, number))).collect();
    let mut officer = Officer::sit_down(folder, 3);
    let set_up =
        ["setup", &election, "--at", &place, "--rehearsal", "--officers", "3", "--quorum", "2", "--tokens", &with];
    let set_up = Watched::start(tamga().args(set_up));
    let said = thread::spawn(move || set_up.succeed());
    // A slip in the second PIN of the set-up; then everything as it should be.
    officer.answer(&[(DIGITS, "271828"), (DIGITS, "271829"), (DIGITS, "271828"), (DIGITS, "271828")]);
    let yes = ("(y yes, n no)", "y");
    officer.answer(&[yes, (DIGITS, "271828"), yes, yes]);
    // One unlock for each role that is tried, then the endorsement.
    let said = loop {
        if said.is_finished() {
            break said.join().unwrap();
        }
        if let Ok(line) = officer.reading.recv_timeout(Duration::from_millis(50))
            && line.contains("(y yes")
        {
            thread::sleep(Duration::from_millis(100));
            writeln!(officer.typing, "y").unwrap();
        }
    };
    assert!(said.contains("token 3: the two PINs differ: choose one and type it twice"), "{said}");
    let done = |arguments: &[&str]| Watched::start(tamga().args(arguments)).succeed();
    done(&["cast", "--at", &place]);
    done(&["import", "--at", &place, &format!("{place}/appliance/sticks/1-ballots")]);
    done(&["admit", "--at", &place]);
    let close = Watched::start(tamga().args(["close", "--at", &place]));
    let close = thread::spawn(move || close.succeed());
    officer.answer(&[(DIGITS, "314159"), (DIGITS, "314159")]);
    // Longer than it takes to be spoken of.
    thread::sleep(Duration::from_millis(1_500));
    officer.answer(&[(DIGITS, "271828")]);
    thread::sleep(Duration::from_millis(1_500));
    officer.answer(&[yes]);
    let said = close.join().unwrap();
    for news in [
        "token 3: wrong PIN, 14 tries left; its officer is asked again",
        "token 3: wrong PIN, 13 tries left; its officer is asked again",
        "officer 3: asked on the token to compare the election's control number and to type the PIN, for acts",
        "officer 3: asked on the token to close the box",
        "closed by officers 1, 2 and 3",
    ] {
        assert!(said.contains(news), "{news}: {said}");
    }
    drop(others);
}

#[test]
fn a_set_up_takes_tokens_that_have_an_identity_and_refuses_those_of_another_election() {
    let (village, at) = village();
    let (folder, place) = (village.path(), at.display().to_string());
    let with = ports(folder, 2);
    let election = folder.display().to_string();
    let _sims: Vec<Sim> = (1..=2).map(|number| Sim::start(folder, number, &socket(folder, number))).collect();
    let second = socket(folder, 2).display().to_string();
    let init = tamga().args(["token", "init", "--rehearsal", "--tokens", &format!("unix:{second}")]).output().unwrap();
    assert!(init.status.success(), "{}", text_of(&init));
    let set_up = |at: &str| {
        let mut command = tamga();
        command.args(["setup", &election, "--at", at, "--rehearsal", "--officers", "2", "--quorum", "2"]);
        command.args(["--tokens", &with]);
        command
    };
    Watched::start(&mut set_up(&place)).succeed();
    let again = set_up(&format!("{place}-2")).output().unwrap();
    let again = text_of(&again);
    assert!(again.contains("token 1: the token refused: the token is enrolled in another election"), "{again}");
    assert!(again.contains("tamga token wipe"), "{again}");
}
