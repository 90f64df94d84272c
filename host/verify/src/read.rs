//! Editions on disk: which files are there, and their bytes, with limits before anything is read.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha3::{Digest as _, Sha3_256};

use crate::digest::{Digest, sha3};
use crate::limits;
use crate::reason::Reason;
use crate::report::{At, Fault};

/// Folders inside folders; ledger tiles of 2^32 entries need eight.
const DEPTH_MAX: usize = 10;
/// Bytes of a file's or folder's name.
const NAME_MAX: usize = 80;

/// A folder of files, `record/` or `audit/`.
pub(crate) struct Edition {
    root: PathBuf,
    name: &'static str,
    files: BTreeMap<String, u64>,
    /// What stands in the folder and is no plain file with a plain name.
    odd: Option<(String, Reason)>,
    digests: RefCell<BTreeMap<String, Digest>>,
}

impl Edition {
    /// Lists the files under `root`. Fails when the folder cannot be read.
    pub(crate) fn open(root: &Path, name: &'static str) -> io::Result<Self> {
        let mut edition = Self {
            root: root.to_owned(),
            name,
            files: BTreeMap::new(),
            odd: None,
            digests: RefCell::new(BTreeMap::new()),
        };
        edition.list(root, "", 0)?;
        Ok(edition)
    }

    fn list(&mut self, folder: &Path, prefix: &str, depth: usize) -> io::Result<()> {
        let mut empty = true;
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            empty = false;
            let name = entry.file_name();
            // A name that no file of an edition has is shown so that it cannot steer a terminal.
            let shown = name.to_str().filter(|name| is_plain(name)).map(str::to_owned);
            let shown = shown.unwrap_or_else(|| name.to_string_lossy().escape_default().to_string());
            let path = format!("{prefix}{shown}");
            let kind = entry.file_type()?;
            if !name.to_str().is_some_and(is_plain) {
                self.odd.get_or_insert((path, Reason::OddName));
            } else if self.files.len() >= limits::FILES || depth >= DEPTH_MAX {
                self.odd.get_or_insert((path, Reason::TooMany { what: "files", max: limits::FILES }));
            } else if kind.is_dir() {
                self.list(&entry.path(), &format!("{path}/"), depth + 1)?;
            } else if kind.is_file() {
                self.files.insert(path, entry.metadata()?.len());
            } else {
                self.odd.get_or_insert((path, Reason::NotAFile));
            }
        }
        if empty && depth > 0 {
            self.odd.get_or_insert((prefix.to_owned(), Reason::EmptyFolder));
        }
        Ok(())
    }

    /// Where a file of this edition is, for reports: `record/box.tamga`.
    pub(crate) fn place(&self, path: &str) -> String {
        format!("{}/{path}", self.name)
    }

    /// Number and bytes of the files, when all of them are plain files with plain names.
    pub(crate) fn check_listing(&self) -> Result<(usize, u64), Fault> {
        if let Some((path, reason)) = &self.odd {
            return Err(reason.clone()).at(self.place(path));
        }
        Ok((self.files.len(), self.files.values().sum()))
    }

    /// The paths, ascending by bytes.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The length of a file, if it is there.
    pub(crate) fn len(&self, path: &str) -> Option<u64> {
        self.files.get(path).copied()
    }

    /// The bytes of a file of at most `max` bytes; its digest is kept for the list of files.
    pub(crate) fn read(&self, path: &str, max: u64) -> Result<Vec<u8>, Fault> {
        let (file, len) = self.stream(path)?;
        if len > max {
            return Err(Reason::TooLong { max }).at(self.place(path));
        }
        let bytes = read_whole(file, len).at_with(|| self.place(path))?;
        self.keep_digest(path, sha3(&[&bytes]))?;
        Ok(bytes)
    }

    /// A file to read from its beginning, and its length.
    pub(crate) fn stream(&self, path: &str) -> Result<(File, u64), Fault> {
        let len = self.len(path).ok_or(Reason::Missing).at_with(|| self.place(path))?;
        let file = File::open(self.root.join(path)).map_err(|error| Reason::Unreadable(error.kind()));
        Ok((file.at_with(|| self.place(path))?, len))
    }

    /// Keeps the digest of a file that was read as a stream.
    ///
    /// Refuses a digest that is not that of an earlier reading.
    pub(crate) fn keep_digest(&self, path: &str, digest: Digest) -> Result<(), Fault> {
        match self.digests.borrow_mut().insert(path.to_owned(), digest) {
            Some(before) if before != digest => Err(Reason::Changed).at(self.place(path)),
            _ => Ok(()),
        }
    }

    /// SHA3-256 of a file: of the very bytes that were checked, if they were read before.
    pub(crate) fn digest(&self, path: &str) -> Result<Digest, Fault> {
        if let Some(digest) = self.digests.borrow().get(path) {
            return Ok(*digest);
        }
        let (mut file, len) = self.stream(path)?;
        let mut state = Sha3_256::new();
        let copied = copy(&mut file, &mut state).map_err(|error| Reason::Unreadable(error.kind()));
        if copied.at_with(|| self.place(path))? != len {
            return Err(Reason::Changed).at(self.place(path));
        }
        let digest = state.finalize().into();
        self.keep_digest(path, digest)?;
        Ok(digest)
    }
}

/// Reads a file outside the editions, of at most `max` bytes.
pub(crate) fn read_file(path: &Path, max: u64) -> Result<Vec<u8>, Reason> {
    let unreadable = |error: io::Error| Reason::Unreadable(error.kind());
    let file = File::open(path).map_err(unreadable)?;
    let len = file.metadata().map_err(unreadable)?.len();
    if len > max {
        return Err(Reason::TooLong { max });
    }
    read_whole(file, len)
}

fn read_whole(file: File, len: u64) -> Result<Vec<u8>, Reason> {
    let mut bytes = Vec::with_capacity(usize::try_from(len.min(1 << 26)).unwrap_or(0));
    file.take(len + 1).read_to_end(&mut bytes).map_err(|error| Reason::Unreadable(error.kind()))?;
    if bytes.len() as u64 == len { Ok(bytes) } else { Err(Reason::Changed) }
}

fn copy(file: &mut File, state: &mut Sha3_256) -> io::Result<u64> {
    let mut buffer = vec![0; 1 << 20];
    let mut total = 0;
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            return Ok(total);
        }
        state.update(buffer.get(..count).unwrap_or_default());
        total += count as u64;
    }
}

fn is_plain(name: &str) -> bool {
    (1..=NAME_MAX).contains(&name.len())
        && !name.starts_with('.')
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.')
}
