use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::stage::{RESULTS, election_folder, tamga};

/// Elections with the firmware in emulation.
mod emulated;
/// Tokens that are broken, or none.
mod faults;
/// Tokens that are lost, and new ones in their places.
mod lost;
/// Officers who type, and slip.
mod people;
/// Elections with simulators in processes of their own.
pub(crate) mod sockets;
/// What tokens say of themselves, and what is done to one.
mod verbs;

/// A program that is still at work, and what it said so far.
struct Watched {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
    said: String,
}

impl Watched {
    /// Starts it; what it says is read line by line.
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines, said: String::new() }
    }

    /// Its next line; `None` when it has ended.
    fn next(&mut self) -> Option<String> {
        let line = self.lines.next()?.unwrap();
        self.said += &line;
        self.said.push('\n');
        Some(line)
    }

    /// Waits for its end, which must be a good one; gives all that it said.
    fn succeed(mut self) -> String {
        while self.next().is_some() {}
        let status = self.child.wait().unwrap();
        assert!(status.success(), "{status}\n{}", self.said);
        std::mem::take(&mut self.said)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `tamga rehearse` of the village with these tokens.
fn rehearsal(village: &Path, out: &Path, officers: u8, quorum: u8, tokens: &str) -> Command {
    let mut command = tamga();
    command.arg("rehearse").arg(village).arg("--out").arg(out).arg("--plain");
    let [officers, quorum] = [officers, quorum].map(|number| number.to_string());
    command.args(["--officers", &officers, "--quorum", &quorum, "--tokens", tokens]);
    command
}

/// The village was counted exactly and verified, with these tokens opening the sums.
fn assert_counted(out: &Path, said: &str, opened_by: &str) {
    assert!(said.contains("checks passed, 0 failed"), "{said}");
    assert!(said.contains(&format!("by tokens {opened_by}")), "{said}");
    assert_eq!(fs::read_to_string(out.join("results.csv")).unwrap(), RESULTS);
}

/// Looks again and again until `found`; what is looked for is on its way.
fn until<T>(mut found: impl FnMut() -> Option<T>) -> T {
    loop {
        match found() {
            Some(found) => return found,
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

fn village() -> (tempfile::TempDir, PathBuf) {
    let folder = election_folder(|_, text| text.to_owned());
    let out = folder.path().join("out");
    (folder, out)
}
