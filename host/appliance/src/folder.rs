//! Folders that the appliance writes: chosen once, every file whole or absent.

use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::failure::Failure;

/// Files that anyone may read, and files for the operator alone.
const MODE_PUBLIC: u32 = 0o644;
const MODE_PRIVATE: u32 = 0o600;

/// The file that the process at work in a folder holds locked.
pub const LOCK: &str = "lock";

/// A folder under which every file is written to a temporary name, flushed to the disk and renamed.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    mode: u32,
}

impl Folder {
    /// The folder of a rehearsal: `wanted`, which must not exist or be empty, or the next free `rehearsal-N`. It is not created yet.
    pub fn choose(wanted: Option<&Path>) -> Result<Self> {
        let Some(wanted) = wanted else {
            let free = (1u32..).map(|n| PathBuf::from(format!("rehearsal-{n}"))).find(|path| !path.exists());
            return free.map(Self::public).context("no free rehearsal-N");
        };
        let taken = match fs::read_dir(wanted) {
            Ok(mut entries) => entries.next().is_some(),
            Err(_) => wanted.exists(),
        };
        if taken {
            let happened = format!("{} exists and is not an empty folder", wanted.display());
            return Err(Failure::bad_input(happened, "Name a folder that does not exist; nothing was written."));
        }
        Ok(Self::public(wanted.to_owned()))
    }

    /// A folder that is there already, or that the caller has looked at.
    pub fn existing(path: &Path) -> Self {
        Self::public(path.to_owned())
    }

    fn public(path: PathBuf) -> Self {
        Self { path, mode: MODE_PUBLIC }
    }

    /// A folder below this one, its files for the same readers.
    pub fn below(&self, name: &str) -> Self {
        Self { path: self.path.join(name), mode: self.mode }
    }

    /// A folder below this one whose files anyone may read, once they are where people can reach them.
    pub fn below_for_all(&self, name: &str) -> Self {
        Self { path: self.path.join(name), mode: MODE_PUBLIC }
    }

    /// A folder below this one whose files only the operator may read.
    pub fn private(&self, name: &str) -> Self {
        Self { path: self.path.join(name), mode: MODE_PRIVATE }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a file in it; its parents are made, and the disk knows them when this returns.
    pub fn place(&self, name: &str) -> Result<PathBuf> {
        let path = self.path.join(name);
        let parent = path.parent().unwrap_or(&self.path);
        make_folders(parent).with_context(|| format!("{} cannot be created", parent.display()))?;
        Ok(path)
    }

    /// Writes a file: temporary name, flush to the disk, rename, flush of the folder.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.place(name)?;
        write_whole(&path, bytes, self.mode).with_context(|| format!("{} cannot be written", path.display()))
    }

    /// Copies a stream of at most `len_max` bytes to the temporary name of a file, flushed. Refuses a longer one. The copy
    /// gets its name with [`Folder::keep`].
    pub fn copy_in(&self, name: &str, source: impl Read, len_max: u64) -> Result<PathBuf> {
        let path = temporary(&self.place(name)?);
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(self.mode).open(&path)?;
        let copied = io::copy(&mut source.take(len_max + 1), &mut file).context("the copy broke off")?;
        ensure!(copied <= len_max, "the file is longer than {len_max} bytes");
        file.sync_all()?;
        Ok(path)
    }

    /// Gives a copy its name.
    pub fn keep(&self, copy: &Path, name: &str) -> Result<()> {
        let path = self.place(name)?;
        fs::set_permissions(copy, Permissions::from_mode(self.mode))
            .with_context(|| format!("{} cannot be read", copy.display()))?;
        take_name(copy, &path).with_context(|| format!("{} cannot be written", path.display()))
    }

    /// Puts this folder in the place of another one beside it, which goes. Wherever it breaks off, [`Folder::settle`] leaves
    /// one of the two whole.
    pub fn replace(self, other: &Folder) -> Result<()> {
        other.settle()?;
        let failed = || format!("{} cannot be replaced", other.path.display());
        if other.path.exists() {
            take_name(&other.path, &other.old().path).with_context(failed)?;
        }
        take_name(&self.path, &other.path).with_context(failed)?;
        other.settle()
    }

    /// Makes up for a replacement that broke off: what was to go comes back where nothing took its place, and goes otherwise.
    pub fn settle(&self) -> Result<()> {
        let old = self.old();
        if self.path.exists() || !old.path.exists() {
            return old.clear();
        }
        take_name(&old.path, &self.path).with_context(|| format!("{} cannot be put back", self.path.display()))
    }

    /// The name of this folder while another one takes its place.
    fn old(&self) -> Self {
        let mut path = self.path.as_os_str().to_owned();
        path.push(".old");
        Self { path: path.into(), mode: self.mode }
    }

    /// Removes the folder and everything in it.
    pub fn clear(&self) -> Result<()> {
        match fs::remove_dir_all(&self.path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(error).with_context(|| format!("{} cannot be cleared", self.path.display()))
            }
            _ => Ok(()),
        }
    }

    /// Every file below it: path from here with `/`, ascending by bytes.
    pub fn files(&self) -> Result<Vec<String>> {
        let mut files = Vec::new();
        self.list(&mut files, String::new())?;
        files.sort_unstable();
        Ok(files)
    }

    fn list(&self, files: &mut Vec<String>, below: String) -> Result<()> {
        let here = self.path.join(&below);
        let entries = fs::read_dir(&here).with_context(|| format!("{} cannot be listed", here.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().into_string().ok().context("a file name that is not text")?;
            let path = if below.is_empty() { name } else { format!("{below}/{name}") };
            if entry.file_type()?.is_dir() { self.list(files, path)? } else { files.push(path) }
        }
        Ok(())
    }

    /// Whether there is a file of this name.
    pub fn has(&self, name: &str) -> bool {
        self.path.join(name).is_file()
    }

    /// Takes the folder for this process alone, until the file is dropped. Refuses where another process has it.
    pub fn lock(&self) -> Result<File> {
        let path = self.place(LOCK)?;
        let file = OpenOptions::new().write(true).create(true).truncate(false).mode(self.mode).open(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(Failure::bad_input(
                format!("another tamga is at work in {}", self.path.display()),
                "Wait until it has ended; nothing was changed.",
            )),
            Err(TryLockError::Error(error)) => Err(error).context("the folder cannot be locked"),
        }
    }

    /// Removes a file, where there is one.
    pub fn remove(&self, name: &str) -> Result<()> {
        match fs::remove_file(self.path.join(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(error).with_context(|| format!("{name} cannot be removed"))
            }
            _ => Ok(()),
        }
    }

    /// Moves a file from another folder on the same disk here; nothing happens when it is here already and no longer there.
    pub fn take_from(&self, other: &Folder, name: &str) -> Result<()> {
        let from = other.path.join(name);
        if !from.exists() && self.has(name) {
            return Ok(());
        }
        ensure!(from.exists(), "{} is missing", from.display());
        self.keep(&from, name)
    }

    /// Gives every file of this folder that `is_in` says a second name in `other`, an empty one: the bytes are the same ones.
    pub fn mirror(&self, other: &Folder, is_in: impl Fn(&str) -> bool) -> Result<()> {
        for name in self.files()?.iter().filter(|name| is_in(name)) {
            let place = other.place(name)?;
            fs::hard_link(self.path.join(name), &place)
                .with_context(|| format!("{} cannot be made", place.display()))?;
        }
        Ok(())
    }

    /// Reads a file that was written here.
    pub fn read(&self, name: &str) -> Result<Vec<u8>> {
        let path = self.path.join(name);
        fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))
    }
}

fn write_whole(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let temporary = temporary(path);
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    take_name(&temporary, path)
}

fn temporary(path: &Path) -> PathBuf {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".tmp");
    PathBuf::from(temporary)
}

/// Gives a flushed file its name.
fn take_name(temporary: &Path, path: &Path) -> io::Result<()> {
    fs::rename(temporary, path)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes a folder and those above it; each is flushed into the one above.
fn make_folders(path: &Path) -> io::Result<()> {
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(());
    }
    let above = path.parent().unwrap_or(Path::new(""));
    make_folders(above)?;
    fs::create_dir(path)?;
    sync_folder(above)
}

/// Flushes the names in a folder to the disk.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    File::open(path)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_something_in_it_is_refused() {
        let there = tempfile::tempdir().unwrap();
        assert!(Folder::choose(Some(there.path())).is_ok());
        fs::write(there.path().join("x"), "x").unwrap();
        let error = Folder::choose(Some(there.path())).unwrap_err();
        assert_eq!(crate::failure::describe(&error).0, 2);
    }

    #[test]
    fn a_file_that_is_on_neither_side_is_missing_by_its_path() {
        let there = tempfile::tempdir().unwrap();
        let folder = Folder::existing(there.path());
        let error = folder.below("here").take_from(&folder.below("there"), "file").unwrap_err();
        assert_eq!(error.to_string(), format!("{} is missing", there.path().join("there/file").display()));
    }

    #[test]
    fn a_replacement_that_broke_off_leaves_a_whole_folder() {
        let there = tempfile::tempdir().unwrap();
        let folder = Folder::existing(there.path());
        let (published, old) = (folder.below("record"), folder.below("record.old"));
        published.write("file", b"first").unwrap();
        fs::rename(published.path(), old.path()).unwrap();
        published.settle().unwrap();
        assert_eq!(published.read("file").unwrap(), b"first");
        let fresh = folder.below("record.new");
        fresh.write("file", b"second").unwrap();
        old.write("file", b"older").unwrap();
        fresh.replace(&published).unwrap();
        assert_eq!(published.read("file").unwrap(), b"second");
        assert_eq!(fs::read_dir(there.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_written_file_leaves_no_temporary_one() {
        let there = tempfile::tempdir().unwrap();
        let folder = Folder::choose(Some(there.path())).unwrap();
        folder.write("a/b", b"bytes").unwrap();
        assert_eq!(folder.read("a/b").unwrap(), b"bytes");
        assert_eq!(fs::read_dir(there.path().join("a")).unwrap().count(), 1);
    }
}
