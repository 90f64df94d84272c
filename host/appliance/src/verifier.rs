//! The verifier, in a process of its own: this program re-executes itself into the verify library.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::failure::Failure;

/// Runs the auditor's program in this process: the same main as `tamga-verify`.
pub fn become_verifier(arguments: Vec<OsString>) -> ExitCode {
    let named = std::iter::once(OsString::from("tamga-verify")).chain(arguments);
    ExitCode::from(tamga_verify::run(named, &mut io::stdout()))
}

/// What a verifier process said.
#[derive(Debug)]
pub struct Report {
    /// Its exit code; none when a signal ended it.
    pub code: Option<i32>,
    /// Its whole report.
    pub text: String,
}

impl Report {
    /// The last line, `N checks passed, N failed`.
    pub fn last_line(&self) -> &str {
        self.text.lines().next_back().unwrap_or("the verifier said nothing")
    }

    /// The lines of failed checks.
    pub fn failures(&self) -> impl Iterator<Item = &str> {
        self.text.lines().filter(|line| line.contains("FAIL"))
    }
}

/// Starts a verifier process and waits for its report. It has a process group of its own, so that Ctrl-C reaches only the
/// appliance, which then ends after it.
pub fn run<A: AsRef<OsStr>>(arguments: &[A]) -> Result<Report> {
    let program = std::env::current_exe().context("this program cannot find itself to start the verifier")?;
    let output = Command::new(program)
        .arg("verify")
        .args(arguments)
        .process_group(0)
        .output()
        .context("the verifier cannot be started")?;
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    if output.status.code().is_none() {
        return Err(Failure::internal(
            "the verifier was stopped before it could say anything",
            "Run tamga-verify on the record by hand.",
        ));
    }
    Ok(Report { code: output.status.code(), text })
}
