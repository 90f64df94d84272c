//! How fast the screen answers and what it costs at rest: figures for the README, no limits, as another machine has others.
//! `cargo test -p tamga-tests --test tests measures:: -- --ignored --nocapture` prints them. `TAMGA_MEASURED` names the folder of
//! a rehearsal whose voters are played and whose ballots are not imported yet; without it the village election is measured.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::stage::{election_folder, tamga, text_of};

/// Times that a key is pressed, at most.
const PRESSES: usize = 300;
/// Between two of them.
const PACE: Duration = Duration::from_millis(100);
/// What an answer is to come within.
const PROMPT: Duration = Duration::from_millis(50);
/// Goes to the first line [ECMA-48, CUP]: a frame with another screen does, for its name; one with the progress of an act does not.
const FIRST_LINE: &[u8] = b"\x1b[1;";
/// How long something is waited for.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long nothing is touched.
const REST: Duration = Duration::from_secs(60);
/// Ticks in a second of what /proc/PID/stat counts [proc(5)].
const TICKS: f64 = 100.0;

/// The screen in a terminal of its own (`script` of util-linux), whose bytes come with their times.
struct Screen {
    program: Child,
    keys: ChildStdin,
    bytes: Receiver<(Instant, Vec<u8>)>,
    process: String,
}

impl Screen {
    fn open(at: &Path) -> Self {
        let file = tempfile::NamedTempFile::new().unwrap();
        let (program, pid) = (tamga().get_program().to_owned(), file.path().display());
        let command = format!(
            "stty rows 40 cols 120; echo $$ > {pid}; TAMGA_LANGUAGE=en exec {} screen --at {}",
            program.display(),
            at.display()
        );
        let mut script = Command::new("script");
        script.args(["--quiet", "--return", "--command", &command, "/dev/null"]);
        let mut program = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (keys, mut out) = (program.stdin.take().unwrap(), program.stdout.take().unwrap());
        let (sender, bytes) = channel();
        thread::spawn(move || {
            let mut piece = [0; 65_536];
            while let Ok(len @ 1..) = out.read(&mut piece) {
                if sender.send((Instant::now(), piece[..len].to_vec())).is_err() {
                    return;
                }
            }
        });
        let mut screen = Self { program, keys, bytes, process: String::new() };
        screen.wait_for("Quorum");
        screen.process = fs::read_to_string(file.path()).unwrap().trim().to_owned();
        screen
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Begins the act that is next, with these keys on the overview.
    fn begin(&mut self, keys: &[&str]) {
        self.press("\x1b[H");
        thread::sleep(PACE);
        for key in keys {
            self.press(key);
            thread::sleep(3 * PACE);
        }
        thread::sleep(Duration::from_secs(2));
    }

    /// Waits until this is drawn, in one piece.
    fn wait_for(&mut self, wanted: &str) {
        let mut drawn = String::new();
        while !drawn.contains(wanted) {
            let (_, bytes) = self.bytes.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("{drawn}"));
            drawn += &String::from_utf8_lossy(&bytes);
        }
    }

    /// How long another screen takes to be drawn after its key.
    fn answer(&mut self) -> Duration {
        while self.bytes.try_recv().is_ok() {}
        let pressed = Instant::now();
        self.press("\t");
        let mut drawn = Vec::new();
        loop {
            let (at, bytes) = self.bytes.recv_timeout(PATIENCE).expect("every key is answered");
            drawn.extend_from_slice(&bytes);
            if drawn.windows(FIRST_LINE.len()).any(|bytes| bytes == FIRST_LINE) {
                return at - pressed;
            }
        }
    }

    /// Processor time of the program so far.
    fn computed(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process)).unwrap();
        let fields: Vec<_> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        let ticks = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
        Duration::from_secs_f64(ticks as f64 / TICKS)
    }

    /// Presses Tab again and again, and says how long the answers took.
    fn measure(&mut self, name: &str) {
        let (began, before) = (Instant::now(), self.computed());
        let mut answers = Vec::new();
        for press in 0..PRESSES {
            // Not in step with the clock of the screen.
            thread::sleep(PACE + Duration::from_millis(press as u64 % 40));
            answers.push(self.answer());
        }
        let cores = (self.computed() - before).as_secs_f64() / began.elapsed().as_secs_f64();
        answers.sort();
        let at = |part: f64| answers[(part * (answers.len() - 1) as f64) as usize];
        let load = fs::read_to_string("/proc/loadavg").unwrap();
        println!(
            "{name}: {} answers, half within {:?}, 95 of 100 within {:?}, all within {:?}, {} later than {PROMPT:?}; \
             {cores:.2} cores computed; load {}",
            answers.len(),
            at(0.5),
            at(0.95),
            at(1.0),
            answers.iter().filter(|answer| **answer > PROMPT).count(),
            load.trim()
        );
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Runs an act of the election in this folder to its end.
fn run(act: &str, more: &[&str], at: &Path) {
    let output = tamga().arg(act).args(more).arg("--at").arg(at).output().unwrap();
    assert!(output.status.success(), "{}", text_of(&output));
}

#[test]
#[ignore = "measures, and holds nothing"]
fn keys_at_rest_in_an_import_and_while_all_cores_verify_and_what_rest_costs() {
    let folder = election_folder(|_, text| text.to_owned());
    let at = std::env::var_os("TAMGA_MEASURED").map_or_else(
        || {
            let at = folder.path().join("here");
            run("setup", &[folder.path().to_str().unwrap(), "--rehearsal"], &at);
            run("cast", &[], &at);
            at
        },
        PathBuf::from,
    );
    let mut screen = Screen::open(&at);
    screen.measure("at rest");
    let before = screen.computed();
    thread::sleep(REST);
    println!("{REST:?} of rest: {:?} of processor time", screen.computed() - before);
    screen.begin(&["\r", "i"]);
    screen.measure("while it imports");
    drop(screen);
    run("import", &[at.join("appliance/sticks/1-ballots").to_str().unwrap()], &at);
    run("admit", &[], &at);
    run("close", &[], &at);
    let mut screen = Screen::open(&at);
    screen.begin(&["\r", "\r", "\r", "y"]);
    screen.measure("while it counts");
}
