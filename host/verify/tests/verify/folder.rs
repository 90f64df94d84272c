//! An election on disk, and the program run on it.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::election::{Election, Files};

/// A folder with `record/`, `audit/`, `anchor.txt` and the checker's key file.
pub struct Folder(TempDir);

impl Folder {
    pub fn new(record: &Files, election: &Election) -> Self {
        let folder = Self(TempDir::new().unwrap());
        for (name, files) in [("record", record), ("audit", &election.audit)] {
            for (path, bytes) in files {
                folder.write(&format!("{name}/{path}"), bytes);
            }
        }
        folder.write("anchor.txt", election.anchor.as_bytes());
        folder.write("checker.key", election.key_file.as_bytes());
        folder
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.path(path)).unwrap()
    }

    /// Runs the program; words that name a file or folder here become its path.
    pub fn verify(&self, words: &str) -> (u8, String) {
        let here = |word: &str| -> OsString {
            let path = self.path(word);
            if path.exists() || word.ends_with(".tamga") { path.into() } else { word.into() }
        };
        run(words.split(' ').map(here))
    }

    /// Runs the program on everything there is.
    pub fn verify_all(&self) -> (u8, String) {
        self.verify("record --audit audit --anchor anchor.txt")
    }
}

pub fn run(words: impl Iterator<Item = OsString>) -> (u8, String) {
    let mut out = Vec::new();
    let code = tamga_verify::run([OsString::from("tamga-verify")].into_iter().chain(words), &mut out);
    (code, String::from_utf8(out).unwrap())
}

/// The numbers of the checks that failed.
pub fn failed(report: &str) -> Vec<u32> {
    let number = |line: &str| {
        let (number, rest) = line.trim_start().split_once("  ")?;
        rest.starts_with("FAIL").then(|| number.parse().ok())?
    };
    report.lines().filter_map(number).collect()
}

/// Every file under a folder of the election, with `record/` or `audit/` before it.
pub fn all_files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}
