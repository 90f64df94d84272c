//! The verifier, in a process of its own: this program re-executes itself into the verify library.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::failure::{Failure, Head};
use crate::message::Message;
use crate::room::Room;
use crate::verification::Verification;

/// How often it says that it still works, and how often it looks.
const BETWEEN_LINES: Duration = Duration::from_secs(10);
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// Runs the auditor's program in this process: the same main as `tamga-verify`.
pub fn become_verifier(arguments: Vec<OsString>) -> ExitCode {
    let named = std::iter::once(OsString::from("tamga-verify")).chain(arguments);
    ExitCode::from(tamga_verify::run(named, &mut io::stdout()))
}

/// What a verifier process said.
#[derive(Debug)]
pub struct Report {
    /// Its exit code.
    pub code: i32,
    /// Its whole report.
    pub text: String,
}

impl Report {
    /// What it says, check by check.
    pub fn read(&self) -> Verification {
        Verification::parse(&self.text)
    }
}

/// Starts a verifier process and waits for its report; says every ten seconds that it still works. The process has a group
/// of its own, so that Ctrl-C reaches the appliance alone, which then ends it.
pub fn run(room: &Room, step: &str, arguments: &[&OsStr]) -> Result<Report> {
    let program = std::env::current_exe().head(|| "verifier-not-found")?;
    let mut command = Command::new(program);
    command.arg("verify").args(arguments).process_group(0);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().head(|| "verifier-not-started")?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let (status, text) = thread::scope(|scope| {
        let report = scope.spawn(move || read(stdout));
        let errors = scope.spawn(move || read(stderr));
        let status = wait(&mut child, room, step);
        let text = [report, errors].map(|reader| reader.join().unwrap_or_default()).concat();
        (status, text)
    });
    match status?.code() {
        Some(code) => Ok(Report { code, text }),
        None => Err(Failure::internal("verifier-mute")),
    }
}

fn read(source: Option<impl Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(mut source) = source {
        // What was read before a fault is worth showing.
        let _ = source.read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn wait(child: &mut Child, room: &Room, step: &str) -> Result<ExitStatus> {
    let began = Instant::now();
    let mut next_line = BETWEEN_LINES;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if room.interrupt.is_asked() {
            child.kill()?;
            child.wait()?;
            room.interrupt.check()?;
        }
        if began.elapsed() >= next_line {
            room.progress.say(step, Message::of("still-working").with("n", next_line.as_secs()));
            next_line += BETWEEN_LINES;
        }
        thread::sleep(BETWEEN_LOOKS);
    }
}
