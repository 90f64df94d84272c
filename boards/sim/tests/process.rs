//! The simulator as a program: what it refuses to start with.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use tamga_sim::{OfficerScript, SimConfig, SimError, SimToken};

fn tamga_sim(folder: &Path, socket: &str, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tamga-sim"));
    command.arg("--socket").arg(folder.join(socket)).arg("--flash").arg(folder.join("token")).args(more);
    command.stdin(Stdio::null());
    command
}

/// A simulator that serves its socket; killed with this.
struct Served(Child);

impl Served {
    fn start(folder: &Path, socket: &str) -> Self {
        let served = Self(tamga_sim(folder, socket, &[]).stdout(Stdio::null()).spawn().unwrap());
        while UnixStream::connect(folder.join(socket)).is_err() {
            sleep(Duration::from_millis(10));
        }
        served
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn refusal(output: &Output, code: i32) -> String {
    assert_eq!(output.status.code(), Some(code), "{output:?}");
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_folder_has_one_simulator_at_a_time_and_a_killed_one_leaves_it_free() {
    let folder = tempfile::tempdir().unwrap();
    let first = Served::start(folder.path(), "1.sock");
    let refused = refusal(&tamga_sim(folder.path(), "2.sock", &[]).output().unwrap(), 3);
    assert!(refused.contains("another simulator is at work in"), "{refused}");
    assert!(!folder.path().join("2.sock").exists());
    let in_thread = SimConfig {
        index: 1,
        seed: [7; 32],
        script: OfficerScript::default(),
        flash: Some(folder.path().join("token")),
    };
    assert!(matches!(SimToken::start(in_thread.clone()), Err(SimError::InUse(_))));
    drop(first);
    let second = Served::start(folder.path(), "2.sock");
    drop(second);
    let _thread = SimToken::start(in_thread).unwrap();
    let refused = refusal(&tamga_sim(folder.path(), "1.sock", &[]).output().unwrap(), 3);
    assert!(refused.contains("another simulator is at work in"), "{refused}");
}

#[test]
fn numbers_that_cannot_be_are_refused_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = [
        (["--pin", "12"], "6 to 12 digits"),
        (["--pin", "1234567890123"], "6 to 12 digits"),
        (["--pin", "27182x"], "6 to 12 digits"),
        (["--index", "0"], "--index"),
        (["--index", "256"], "--index"),
        (["--seed", "5e"], "64 hex digits"),
        (["--refuse", "everything"], "one of enrol"),
    ];
    for (arguments, said) in wrong {
        let refused = refusal(&tamga_sim(folder.path(), "1.sock", &arguments).output().unwrap(), 2);
        assert!(refused.contains(said), "{arguments:?}: {refused}");
    }
    assert!(!folder.path().join("token").exists());
}
