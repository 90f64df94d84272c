//! An election held on a backend, act by act.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use super::backends::Backend;
use crate::stage::{RESULTS, election_folder, tamga, tamga_verify, text_of};

/// The village election in a folder of its own, and the HSMs that it is held on.
pub struct Hall {
    /// Its HSMs.
    pub backend: Backend,
    folder: TempDir,
}

impl Hall {
    /// Nothing is set up yet.
    pub fn new(backend: Backend) -> Self {
        Self { backend, folder: election_folder(|_, text| text.to_owned()) }
    }

    /// After the key ceremony.
    pub fn set_up(backend: Backend) -> Self {
        let hall = Self::new(backend);
        let output = hall.setup(&hall.backend.arguments()).output().unwrap();
        assert!(output.status.success(), "{}", text_of(&output));
        hall
    }

    /// After the close of the box: what comes next is the tally.
    pub fn closed(backend: Backend) -> Self {
        let hall = Self::set_up(backend);
        hall.vote_and_close();
        hall
    }

    /// From the votes to the closed box.
    pub fn vote_and_close(&self) {
        self.done("cast", &[]);
        let stick = self.at().join("appliance/sticks/1-ballots");
        self.done("import", &[stick.to_str().unwrap()]);
        self.done("admit", &[]);
        self.done("close", &[]);
    }

    /// Where the election is.
    pub fn at(&self) -> PathBuf {
        self.folder.path().join("election")
    }

    /// A file or folder of the appliance.
    pub fn kept(&self, name: &str) -> PathBuf {
        self.at().join("appliance").join(name)
    }

    /// A place for what a test writes itself.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program, which finds this backend's tokens.
    pub fn tamga(&self) -> Command {
        let mut command = tamga();
        self.backend.set(&mut command);
        command
    }

    /// The set-up of the village with these further arguments.
    pub fn setup(&self, more: &[&str]) -> Command {
        let mut command = self.tamga();
        command.arg("setup").arg(self.folder.path()).arg("--at").arg(self.at()).arg("--rehearsal").args(more);
        command
    }

    /// An act, of one word or two.
    pub fn act(&self, act: &str, more: &[&str]) -> Command {
        let mut command = self.tamga();
        command.args(act.split(' ')).arg("--at").arg(self.at()).args(more);
        command
    }

    /// Carries out an act that must succeed; what it said.
    pub fn done(&self, act: &str, more: &[&str]) -> String {
        let output = self.act(act, more).output().unwrap();
        assert!(output.status.success(), "{act}: {}", text_of(&output));
        text_of(&output)
    }

    /// Carries out an act that must end with this exit code; what it said.
    pub fn ends(&self, code: i32, act: &str, more: &[&str]) -> String {
        ended(code, &self.act(act, more).output().unwrap())
    }

    /// From the tally to the published record, counted exactly and verified without an alarm.
    pub fn finish(&self) {
        for act in ["tally", "sign", "export"] {
            self.done(act, &[]);
        }
        let report = self.report();
        assert!(!report.contains("ALARM"), "{report}");
    }

    /// What the auditors' program says of the published record, which must be right.
    pub fn report(&self) -> String {
        verified(&self.at())
    }

    /// The rows of a table that an act shows.
    pub fn rows(&self, act: &str, of: &str, more: &[&str]) -> Vec<serde_json::Value> {
        rows(&self.done(act, &[&["--json"], more].concat()), of)
    }

    /// Live generations of the tally PIN, by the number of the HSM.
    pub fn tally_generations(&self) -> Vec<String> {
        let rows = self.rows("hsm status", "hsms", &[]);
        let generations = rows.iter().map(|row| row["PIN generations"].as_str().unwrap());
        let tally = generations.map(|text| text.split(", ").find_map(|of| of.strip_prefix("tally ")).unwrap());
        tally.map(str::to_owned).collect()
    }

    /// The serials, in the order of the definition.
    pub fn serials(&self) -> Vec<String> {
        self.rows("hsm status", "hsms", &[]).iter().map(|row| row["serial"].as_str().unwrap().to_owned()).collect()
    }
}

/// The rows of a table among news for programs, every line of which must be an object.
pub fn rows(news: &str, of: &str) -> Vec<serde_json::Value> {
    let objects: Vec<serde_json::Value> = news.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let table = objects.iter().find(|object| object["event"] == "table" && object["of"] == of);
    table.unwrap_or_else(|| panic!("no table {of}: {news}"))["rows"].as_array().unwrap().clone()
}

/// The program ended with this code, one sentence of what happened and one of what to do; all that it said.
pub fn ended(code: i32, output: &Output) -> String {
    let text = text_of(output);
    assert_eq!(output.status.code(), Some(code), "{text}");
    let errors = String::from_utf8_lossy(&output.stderr);
    let mut lines = errors.lines().skip_while(|line| !line.starts_with("tamga: "));
    let happened = lines.next().unwrap_or_else(|| panic!("nothing says what happened: {text}"));
    assert!(happened.len() > "tamga: ".len() && !happened.contains("panicked"), "{text}");
    let advice = lines.next().unwrap_or_default();
    assert!(advice.starts_with("       ") && advice.trim_end().ends_with('.'), "what to do is not said: {text}");
    text
}

/// The report on a published village, which must be counted exactly and verified.
pub fn verified(at: &Path) -> String {
    assert_eq!(fs::read_to_string(at.join("results.csv")).unwrap(), RESULTS);
    let mut program = tamga_verify();
    program.arg(at.join("record")).arg("--audit").arg(at.join("audit")).arg("--anchor").arg(at.join("anchor.txt"));
    let output = program.output().unwrap();
    let report = text_of(&output);
    assert_eq!(output.status.code(), Some(0), "{report}");
    assert!(report.trim_end().ends_with("checks passed, 0 failed"), "{report}");
    report
}
