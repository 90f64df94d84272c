//! The terminal screen as a person uses it: in tmux, by keystrokes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};

use crate::stage::{election_folder, tamga, tamga_verify, text_of, tied};
use crate::tokens::sockets::{Sim, ports, socket};

/// How long one act of the village election may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(300);

/// A terminal of 80 × 24 in which the screen runs. It ends with the test.
pub struct Terminal {
    socket: String,
}

impl Terminal {
    /// Opens the screen on this folder, in English.
    fn open(name: &str, at: &Path, more: &str) -> Self {
        Self::run(name, &format!("screen --at {} {more}", at.display()))
    }

    /// Runs the program with these arguments, in English; afterwards the terminal says how it ended.
    pub fn run(name: &str, arguments: &str) -> Self {
        Self::run_with(name, "env", arguments)
    }

    /// The same behind `env` with its variables.
    pub fn run_with(name: &str, env: &str, arguments: &str) -> Self {
        let terminal = Self { socket: format!("tamga-{name}-{}", std::process::id()) };
        let program = tamga().get_program().to_owned();
        let command =
            format!("{env} TAMGA_LANGUAGE=en {} {arguments}; echo ended with $?; sleep 600", program.display());
        let args = ["new-session", "-d", "-x", "80", "-y", "24", &command];
        assert!(terminal.tmux(&args).status.success(), "tmux is there: tests/run installs it");
        terminal
    }

    fn tmux(&self, args: &[&str]) -> Output {
        Command::new("tmux").args(["-L", &self.socket, "-f", "/dev/null"]).args(args).output().unwrap()
    }

    /// Types keys, by the names that tmux has for them.
    pub fn press(&self, keys: &[&str]) {
        for key in keys {
            assert!(self.tmux(&["send-keys", key]).status.success());
            thread::sleep(Duration::from_millis(120));
        }
    }

    /// Types a text as it is.
    pub fn write(&self, text: &str) {
        assert!(self.tmux(&["send-keys", "-l", text]).status.success());
        thread::sleep(Duration::from_millis(200));
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.tmux(&["capture-pane", "-p"]).stdout).unwrap()
    }

    /// Waits until the screen shows this.
    pub fn wait_for(&self, wanted: &str) {
        self.wait_until(wanted, true);
    }

    /// Waits until the screen no longer shows this.
    pub fn wait_for_end_of(&self, unwanted: &str) {
        self.wait_until(unwanted, false);
    }

    fn wait_until(&self, text: &str, is_shown: bool) {
        let began = Instant::now();
        while self.text().contains(text) != is_shown {
            assert!(began.elapsed() < PATIENCE, "{text:?} {is_shown} in vain:\n{}", self.text());
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// Leaves the screen, and waits until it is gone.
    pub fn leave(self) {
        self.press(&["q", "y"]);
        self.wait_for("ended with 0");
    }

    /// Begins what comes next, which nothing undoes: two questions.
    pub fn confirm(&self) {
        self.wait_for("1 of 2");
        self.press(&["Enter"]);
        self.wait_for("2 of 2");
        self.press(&["y"]);
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.tmux(&["kill-server"]);
    }
}

/// The auditors' program finds no fault in what was published.
fn assert_verified(at: &Path) {
    let (record, audit, anchor) = (at.join("record"), at.join("audit"), at.join("anchor.txt"));
    let verified = tamga_verify().arg(record).arg("--audit").arg(audit).arg("--anchor").arg(anchor).output().unwrap();
    assert!(verified.status.success(), "{}", text_of(&verified));
}

/// The voters are played, two sticks arrive and are imported, the language is switched on the way and back; then one reason is put to
/// the vote: three officers for, one against.
fn play_import_and_vote(screen: &Terminal) {
    screen.press(&["Enter", "Enter"]);
    screen.wait_for("Next: Import");
    screen.wait_for("1-ballots");
    screen.press(&["i"]);
    screen.wait_for("2-others");
    screen.press(&["Enter"]);
    screen.wait_for("Files refused so far");
    screen.wait_for("Next: Admission");
    screen.press(&["l"]);
    screen.wait_for("Қазақша");
    screen.press(&["l", "l"]);
    screen.wait_for("English");
    screen.press(&["Enter", "Enter"]);
    screen.wait_for("Next: Vote on held records");
    screen.press(&["Enter"]);
    screen.wait_for("undecided");
    screen.press(&["1", "2", "3", "4", "4", "e"]);
    screen.write("checked on paper");
    screen.press(&["Enter", "Enter"]);
    screen.confirm();
    screen.wait_for("counted (3 for, 1 against)");
    screen.wait_for("Next: Close the box");
}

/// A copy on paper for the court; then a recount.
fn make_a_copy_and_recount(screen: &Terminal) {
    screen.press(&["p"]);
    screen.wait_for("For whom");
    screen.write("Court");
    screen.press(&["Enter"]);
    screen.confirm();
    screen.wait_for("copy-1.pdf");
    screen.press(&["Tab"]);
    screen.wait_for(" 0 failed");
    screen.press(&["n"]);
    screen.confirm();
    screen.press(&["Home"]);
    screen.wait_for("RECOUNT 1: the same figures");
}

/// Late ballots: the overview leads through the supplement.
fn count_the_late(screen: &Terminal) {
    screen.wait_for("Next: Import");
    screen.press(&["Enter"]);
    screen.wait_for("3-late");
    screen.press(&["Enter"]);
    screen.wait_for("Next: Admission");
    screen.press(&["Home"]);
    screen.wait_for("for the supplement");
    screen.press(&["Enter", "Enter"]);
    screen.wait_for("Next: Vote on held records");
    screen.press(&["Enter", "c"]);
    screen.confirm();
    screen.wait_for("Next: Tally");
    for next in ["Next: Sign the statement", "Next: Publish", "Everything is published"] {
        screen.press(&["Enter"]);
        screen.confirm();
        screen.wait_for(next);
        screen.press(&["Enter"]);
    }
}

#[test]
fn a_whole_rehearsal_is_held_by_keystrokes_alone() {
    let folder = election_folder(|_, text| text.to_owned());
    let at = folder.path().join("here");
    let screen = Terminal::open("rehearsal", &at, "");
    screen.wait_for("There is no election in this folder yet");

    // Set-up: the folder of the election, mischief so that something is held.
    screen.press(&["Enter"]);
    screen.wait_for("Folder of election.toml");
    screen.press(&["e"]);
    screen.write(&folder.path().display().to_string());
    screen.press(&["Enter", "Up", "e", "Enter"]);
    screen.confirm();
    screen.wait_for("Next: Play the voters");
    screen.press(&["Home"]);
    screen.wait_for("2 HSMs, all in service in the last act");

    play_import_and_vote(&screen);

    // The box is closed although a collector left bundles out, and counted.
    screen.press(&["c"]);
    screen.confirm();
    screen.wait_for("Next: Tally");
    screen.press(&["Enter"]);
    screen.confirm();
    screen.wait_for("Next: Sign the statement");

    // Officer 4 dissents; then the record is published and verified.
    screen.press(&["Enter", "4"]);
    screen.wait_for("played: dissents");
    screen.press(&["Enter"]);
    screen.confirm();
    screen.wait_for("has signed with dissent");
    screen.press(&["Enter"]);
    screen.wait_for("Enter publishes it");
    screen.press(&["Enter"]);
    screen.confirm();
    screen.wait_for("Next: Import");

    make_a_copy_and_recount(&screen);
    count_the_late(&screen);
    screen.leave();

    assert_verified(&at);
}

/// With five simulators behind sockets; the one that is pulled out is asked for by name, and the act goes on when it is back.
#[test]
fn a_whole_rehearsal_is_held_by_keystrokes_with_a_token_that_is_pulled_out_in_mid_act() {
    let folder = election_folder(|_, text| text.to_owned());
    let at = folder.path().join("here");
    let sim = |number: u8, more: &[&str]| Sim::with(folder.path(), number, &socket(folder.path(), number), more);
    let mut sims: Vec<Sim> = (1..=5).map(|number| sim(number, &[])).collect();
    let screen = Terminal::open("pulled", &at, "");
    screen.wait_for("There is no election in this folder yet");
    screen.press(&["Enter"]);
    screen.wait_for("Folder of election.toml");
    screen.press(&["e"]);
    screen.write(&folder.path().display().to_string());
    screen.press(&["Enter", "Down", "Down", "Down", "Down", "e"]);
    screen.write(&ports(folder.path(), 5));
    screen.press(&["Enter", "Down", "Down", "e", "Enter"]);
    screen.confirm();
    screen.wait_for("Next: Play the voters");
    play_import_and_vote(&screen);

    // Officers 4 and 5 have left, officer 3 takes a long look; then that token is pulled out, and no quorum is there.
    sims.truncate(2);
    let third = sim(3, &["--console"]);
    screen.press(&["Enter", "Enter"]);
    screen.confirm();
    screen.wait_for("Officer 3: asked on the token to type the PIN");
    screen.wait_for("The token shows the same control number");
    drop(third);
    screen.wait_for("officer 3–5: 1 more is needed");
    screen.press(&["Home", "Tab", "Tab"]);
    screen.wait_for("Officers 3/13");
    for (officer, standing) in [(2, "has answered"), (3, "pulled out: plug it in again"), (5, "not there")] {
        let shown = screen.text();
        let line = shown.lines().find(|line| line.contains(&format!("Officer {officer}"))).unwrap_or_default();
        assert!(line.contains(standing), "{officer}: {shown}");
    }
    // It is back; the others come for what is next, one of them with a dissent.
    sims.push(sim(3, &[]));
    screen.wait_for("Next: Tally");
    sims.push(sim(4, &["--statement", "dissent"]));
    sims.push(sim(5, &[]));
    screen.press(&["p"]);
    screen.wait_for("✓ Officer 5");
    screen.press(&["Enter", "Enter"]);
    screen.confirm();
    screen.wait_for("Next: Sign the statement");
    screen.press(&["Tab"]);
    screen.wait_for("Results 8/13");
    screen.wait_for("NOT SIGNED YET");
    screen.press(&["Enter", "Enter"]);
    screen.confirm();
    screen.wait_for("has signed with dissent");
    screen.press(&["Enter", "Enter"]);
    screen.confirm();
    screen.wait_for("Next: Import");
    screen.leave();
    assert_verified(&at);
}

#[test]
fn the_environment_takes_colours_and_signs_away() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = format!("screen --at {}", folder.path().join("here").display());
    let drawn = |name, env| {
        let screen = Terminal::run_with(name, env, &arguments);
        screen.wait_for("There is no election in this folder yet");
        String::from_utf8(screen.tmux(&["capture-pane", "-e", "-p"]).stdout).unwrap()
    };
    // [ECMA-48, SGR]: 30 to 38 and 90 to 97 are colours of letters; 39 is none.
    let has_colours = |text: &str| {
        let begins = ["\u{1b}[3", "\u{1b}[9"].map(|begin| text.split(begin).skip(1).collect::<Vec<_>>()).concat();
        begins.iter().any(|rest| rest.starts_with(|digit| ('0'..='8').contains(&digit)))
    };
    let usual = drawn("usual", "env");
    assert!(has_colours(&usual) && !usual.is_ascii(), "{usual}");
    let plain = drawn("plain", "env NO_COLOR=1");
    assert!(!has_colours(&plain) && !plain.is_ascii(), "{plain}");
    let ascii = drawn("ascii", "env NO_COLOR=1 TAMGA_ASCII=1");
    assert!(!has_colours(&ascii) && ascii.is_ascii(), "{ascii}");
}

#[test]
fn a_lot_is_drawn_and_the_election_is_ended_from_the_screen() {
    let folder = election_folder(tied);
    let at = folder.path().join("here");
    let place = at.display().to_string();
    let done = |arguments: &[&str]| {
        let output = tamga().args(arguments).args(["--at", &place]).output().unwrap();
        assert!(output.status.success(), "{}", text_of(&output));
    };
    done(&["setup", &folder.path().display().to_string(), "--rehearsal"]);
    done(&["cast"]);
    done(&["import", &format!("{place}/appliance/sticks/1-ballots")]);
    done(&["admit"]);
    done(&["close"]);
    let screen = Terminal::open("lot", &at, "");
    screen.wait_for("Next: Tally");
    screen.press(&["Enter", "Enter"]);
    screen.confirm();
    screen.wait_for("Stopped");
    screen.press(&["Escape"]);
    screen.wait_for("Next: Draw a lot");
    screen.press(&["Enter", "Down"]);
    for (officer, throws) in [("2", "123456123456"), ("4", "654321654321")] {
        screen.write(officer);
        screen.press(&["Enter"]);
        screen.write(throws);
        screen.press(&["Enter"]);
    }
    screen.confirm();
    screen.wait_for("Next: Tally");
    screen.press(&["Enter"]);
    screen.confirm();
    screen.wait_for("Next: Sign the statement");
    screen.press(&["Enter", "Enter"]);
    screen.confirm();
    screen.wait_for("Next: Publish");
    screen.press(&["Enter", "Enter"]);
    screen.confirm();
    screen.wait_for("Everything is published");

    // After the time for complaints: the last of the list.
    screen.press(&["Home", "o", "Down", "Down", "Down", "Down", "Down", "Down", "Enter"]);
    screen.wait_for("End the election?");
    screen.confirm();
    screen.wait_for("The election has ended");
    screen.press(&["q", "y"]);
    assert_verified(&at);
}

#[test]
fn a_guided_screen_holds_a_rehearsal_by_itself_and_its_recording_is_shown_again_without_it() {
    let folder = election_folder(|_, text| text.to_owned());
    let at = folder.path().join("here");
    let set_up = tamga().arg("setup").arg(folder.path()).arg("--at").arg(&at).arg("--rehearsal").output().unwrap();
    assert!(set_up.status.success(), "{}", text_of(&set_up));
    let recording = folder.path().join("screen.recording");
    let screen = Terminal::open("guided", &at, &format!("--guided 1 --record {}", recording.display()));
    screen.wait_for("recorded");
    screen.wait_for("Everything is published");
    screen.wait_for("Results 8/13");
    let head: Vec<_> = screen.text().lines().take(2).map(str::to_owned).collect();
    screen.leave();

    fs::rename(&at, folder.path().join("gone")).unwrap();
    let replay = Terminal::run("replay", &format!("screen --replay {} --speed 100", recording.display()));
    replay.wait_for("RECORDING over");
    assert_eq!(replay.text().lines().take(2).collect::<Vec<_>>(), head);
    assert!(!at.exists(), "nothing of it is done");
    replay.leave();
}

#[test]
fn without_a_terminal_the_screen_says_what_to_do() {
    let output = tamga().output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text_of(&output).contains("tamga --help"), "{}", text_of(&output));
}

/// Whether a screen on this folder runs.
fn is_open(at: &Path) -> bool {
    let wanted = format!("{}\0screen\0--at\0{}\0", tamga().get_program().display(), at.display());
    let processes = fs::read_dir("/proc").unwrap();
    processes
        .flatten()
        .any(|process| fs::read(process.path().join("cmdline")).is_ok_and(|line| line == wanted.as_bytes()))
}

#[test]
fn a_screen_whose_terminal_is_gone_ends_by_itself() {
    let folder = election_folder(|_, text| text.to_owned());
    let at = folder.path().join("here");
    let screen = Terminal::open("gone", &at, "");
    screen.wait_for("There is no election in this folder yet");
    assert!(is_open(&at));
    drop(screen);
    let began = Instant::now();
    while is_open(&at) {
        assert!(began.elapsed() < PATIENCE, "it goes on for nobody");
        thread::sleep(Duration::from_millis(100));
    }
}
