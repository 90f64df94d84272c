//! Folders that the appliance writes: chosen once, every file whole or absent.

use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{self, Path, PathBuf};

use anyhow::{Context, Result};
use rustix::fs::{Mode, OFlags, openat};
use rustix::io::Errno;

use crate::causes;
use crate::failure::{Failure, Head, Headed};
use crate::message::Message;

/// Files that anyone may read, and files for the operator alone.
const MODE_PUBLIC: u32 = 0o644;
const MODE_PRIVATE: u32 = 0o600;

/// The file that the process at work in a folder holds locked.
pub const LOCK: &str = "lock";

/// A folder under which every file is written to a temporary name, flushed to the disk and renamed.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    /// What it is below of, as it was named: the only part of the path that may go through links where somebody looks.
    root: PathBuf,
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
            return Err(Failure::bad_input(Message::of("folder-taken").with("path", wanted)));
        }
        Ok(Self::public(wanted.to_owned()))
    }

    /// A folder that is there already, or that the caller has looked at.
    pub fn existing(path: &Path) -> Self {
        Self::public(path.to_owned())
    }

    fn public(path: PathBuf) -> Self {
        Self { root: path.clone(), path, mode: MODE_PUBLIC }
    }

    /// A folder below this one, its files for the same readers.
    pub fn below(&self, name: &str) -> Self {
        self.with_mode(name, self.mode)
    }

    /// A folder below this one whose files anyone may read, once they are where people can reach them.
    pub fn below_for_all(&self, name: &str) -> Self {
        self.with_mode(name, MODE_PUBLIC)
    }

    /// A folder below this one whose files only the operator may read.
    pub fn private(&self, name: &str) -> Self {
        self.with_mode(name, MODE_PRIVATE)
    }

    fn with_mode(&self, name: &str, mode: u32) -> Self {
        Self { path: self.path.join(name), root: self.root.clone(), mode }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a file in it; its parents are made, and the disk knows them when this returns. Refuses where one of them below the
    /// folder that was named is a link.
    pub fn place(&self, name: &str) -> Result<PathBuf> {
        let path = self.path.join(name);
        let parent = path.parent().unwrap_or(&self.path);
        let is_below = |folder: &&Path| folder.starts_with(&self.root) && *folder != self.root;
        if parent.ancestors().take_while(is_below).any(Path::is_symlink) {
            return Err(self.irregular(&path));
        }
        make_folders(parent).map_err(|error| unwritten(parent, "not-created", error))?;
        Ok(path)
    }

    /// Writes a file: temporary name, flush to the disk, rename, flush of the folder.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.place(name)?;
        write_whole(&path, bytes, self.mode).map_err(|error| unwritten(&path, "not-written", error))
    }

    /// Copies a stream of at most `len_max` bytes to the temporary name of a file, flushed. Refuses a longer one. The copy
    /// gets its name with [`Folder::keep`].
    pub fn copy_in(&self, name: &str, source: impl Read, len_max: u64) -> Result<PathBuf> {
        let path = temporary(&self.place(name)?);
        let mut file =
            writing(self.mode).truncate(true).open(&path).map_err(|error| unwritten(&path, "not-written", error))?;
        let copied = io::copy(&mut source.take(len_max + 1), &mut file)
            .map_err(|error| unwritten(&path, "copy-broke-off", error))?;
        if copied > len_max {
            return Err(Failure::bad_input(Message::of("too-long").with("most", len_max)));
        }
        file.sync_all().map_err(|error| unwritten(&path, "not-written", error))?;
        Ok(path)
    }

    /// Gives a copy its name.
    pub fn keep(&self, copy: &Path, name: &str) -> Result<()> {
        let path = self.place(name)?;
        fs::set_permissions(copy, Permissions::from_mode(self.mode))
            .head(|| Message::of("not-read").with("path", copy))?;
        take_name(copy, &path).map_err(|error| unwritten(&path, "not-written", error))
    }

    /// Puts this folder in the place of another one beside it, which goes. Wherever it breaks off, [`Folder::settle`] leaves
    /// one of the two whole.
    pub fn replace(self, other: &Folder) -> Result<()> {
        other.settle()?;
        let failed = || Message::of("not-replaced").with("path", &other.path);
        if other.path.exists() {
            take_name(&other.path, &other.old().path).head(failed)?;
        }
        take_name(&self.path, &other.path).head(failed)?;
        other.settle()
    }

    /// Makes up for a replacement that broke off: what was to go comes back where nothing took its place, and goes otherwise.
    pub fn settle(&self) -> Result<()> {
        let old = self.old();
        if self.path.exists() || !old.path.exists() {
            return old.clear();
        }
        take_name(&old.path, &self.path).head(|| Message::of("not-put-back").with("path", &self.path))
    }

    /// The name of this folder while another one takes its place.
    fn old(&self) -> Self {
        let mut path = self.path.as_os_str().to_owned();
        path.push(".old");
        Self { path: path.into(), root: self.root.clone(), mode: self.mode }
    }

    /// Removes the folder and everything in it.
    pub fn clear(&self) -> Result<()> {
        match fs::remove_dir_all(&self.path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(error).head(|| Message::of("not-cleared").with("path", &self.path))
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
        let entries = fs::read_dir(&here).head(|| Message::of("not-listed").with("path", &here))?;
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
        let file = writing(self.mode).open(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => {
                Err(Failure::bad_input(Message::of("folder-in-use").with("path", &self.path)))
            }
            Err(TryLockError::Error(error)) => Err(error).head(|| "not-locked"),
        }
    }

    /// Removes a file, where there is one.
    pub fn remove(&self, name: &str) -> Result<()> {
        match fs::remove_file(self.path.join(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(error).head(|| Message::of("not-removed").with("path", name))
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
        if !from.exists() {
            return Err(Failure::internal(Message::of("file-missing").with("path", &from)));
        }
        self.keep(&from, name)
    }

    /// Gives every file of this folder that `is_in` says a second name in `other`, an empty one: the bytes are the same ones.
    pub fn mirror(&self, other: &Folder, is_in: impl Fn(&str) -> bool) -> Result<()> {
        for name in self.files()?.iter().filter(|name| is_in(name)) {
            let place = other.place(name)?;
            fs::hard_link(self.path.join(name), &place).map_err(|error| unwritten(&place, "not-made", error))?;
        }
        Ok(())
    }

    /// Reads a file that was written here, as [`Folder::open_plain`] opens it.
    pub fn read(&self, name: &str) -> Result<Vec<u8>> {
        let path = self.path.join(name);
        let mut bytes = Vec::new();
        let read = match self.open_plain(name)? {
            Some(mut file) => file.read_to_end(&mut bytes),
            None => Err(ErrorKind::NotFound.into()),
        };
        read.head(|| Message::of("not-read").with("path", &path))?;
        Ok(bytes)
    }

    /// That something below the folder that was named is in the way.
    fn irregular(&self, path: &Path) -> anyhow::Error {
        let below = path.strip_prefix(&self.root).unwrap_or(path);
        Failure::internal(Message::of("look-not-plain").with("name", below))
    }

    /// Opens a file; `None` where there is none. Refuses links, wherever below the folder that was named they
    /// are, and whatever is no plain file, without waiting for it.
    pub fn open_plain(&self, name: &str) -> Result<Option<File>> {
        let path = self.path.join(name);
        let below = path.strip_prefix(&self.root).unwrap_or(&path);
        let file = match open_below(&self.root, below) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) if matches!(Errno::from_io_error(&error), Some(Errno::LOOP | Errno::NXIO)) => {
                return Err(self.irregular(&path));
            }
            Err(error) => return Err(Headed::new(Message::of("not-read").with("path", below), error).into()),
        };
        if file.metadata()?.is_file() { Ok(Some(file)) } else { Err(self.irregular(&path)) }
    }

    /// Reads a file for those who only look, as [`Folder::open_plain`] opens it; `None` where there is none. Refuses one of more than
    /// `len_max` bytes.
    pub fn look_if_there(&self, name: &str, len_max: u64) -> Result<Option<Vec<u8>>> {
        let Some(file) = self.open_plain(name)? else { return Ok(None) };
        let path = self.path.join(name);
        let below = path.strip_prefix(&self.root).unwrap_or(&path);
        let mut untrusted_bytes = Vec::new();
        let is_longer = file.metadata()?.len() > len_max;
        // It may grow meanwhile.
        let read = if is_longer { Ok(0) } else { file.take(len_max + 1).read_to_end(&mut untrusted_bytes) };
        let read = read.head(|| Message::of("not-read").with("path", below))? as u64;
        if is_longer || read > len_max {
            return Err(Failure::internal(Message::of("look-too-long").with("name", below).with("most", len_max)));
        }
        Ok(Some(untrusted_bytes))
    }

    /// The same of a file that must be there.
    pub fn look(&self, name: &str, len_max: u64) -> Result<Vec<u8>> {
        let missing = || Failure::internal(Message::of("file-missing").with("path", name));
        self.look_if_there(name, len_max)?.ok_or_else(missing)
    }
}

/// How files are opened: a link of their name is not followed, and no pipe waited for.
pub fn plain() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY).bits() as i32);
    options
}

/// How they are opened for writing, and made where there is none.
pub fn writing(mode: u32) -> OpenOptions {
    let mut options = plain();
    options.write(true).create(true).mode(mode);
    options
}

/// Opens a file of somebody else's medium. Refuses a link of this name and whatever is no plain file, without waiting for it.
pub fn open_foreign(path: &Path) -> io::Result<File> {
    let file = plain().read(true).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(ErrorKind::InvalidInput.into()) }
}

/// Opens what is below a folder, following no link below it and waiting for nobody.
fn open_below(root: &Path, below: &Path) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let mut here = File::open(root)?;
    for part in below {
        here = File::from(openat(&here, part, flags, Mode::empty())?);
    }
    Ok(here)
}

/// Why something could not be written there; where the disk is full, which one it is.
pub fn unwritten(path: &Path, key: &'static str, error: io::Error) -> anyhow::Error {
    if causes::is_full(error.kind()) {
        let medium = medium_of(path);
        return Failure::internal(Message::of(causes::DISK_FULL).with("path", path).with("medium", medium.as_path()));
    }
    Headed::new(Message::of(key).with("path", path), error).into()
}

/// Where the disk is mounted that this path is on, or will be.
fn medium_of(path: &Path) -> PathBuf {
    let whole = path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let device = |path: &Path| fs::metadata(path).ok().map(|about| about.dev());
    let there = whole.ancestors().skip_while(|path| device(path).is_none());
    let mut mounted = PathBuf::from("/");
    let mut here = None;
    for folder in there {
        let of = device(folder);
        if here.is_some_and(|here| here != of) {
            break;
        }
        here = Some(of);
        folder.clone_into(&mut mounted);
    }
    mounted
}

fn write_whole(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let temporary = temporary(path);
    let mut file = writing(mode).truncate(true).open(&temporary)?;
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
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use rustix::fs::{CWD, FileType, mknodat};

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
    fn nobody_follows_a_link_or_waits_for_a_pipe_and_who_only_looks_reads_no_more_than_a_limit() {
        let there = tempfile::tempdir().unwrap();
        let (real, named) = (there.path().join("real"), there.path().join("named"));
        fs::create_dir(&real).unwrap();
        symlink(&real, &named).unwrap();
        let folder = Folder::existing(&named).below("appliance");
        folder.write("plain", b"12345").unwrap();
        folder.write("below/plain", b"12345").unwrap();
        assert_eq!(folder.look("plain", 5).unwrap(), b"12345", "the folder itself may be a link");
        assert_eq!(folder.look_if_there("none", 5).unwrap(), None);
        let why = |name: &str, len_max| crate::failure::describe(&folder.look_if_there(name, len_max).unwrap_err()).1;
        assert!(why("plain", 4).contains("appliance/plain has more than 4 bytes"));

        let place = |name: &str| real.join("appliance").join(name);
        symlink(place("plain"), place("link")).unwrap();
        symlink(place("below"), place("folder")).unwrap();
        mknodat(CWD, place("pipe"), FileType::Fifo, Mode::RUSR, 0).unwrap();
        let _socket = UnixListener::bind(place("socket")).unwrap();
        for name in ["link", "folder/plain", "pipe", "socket", "below"] {
            assert!(why(name, 5).contains(&format!("appliance/{}", name.split('/').next().unwrap())), "{name}");
            assert!(why(name, 5).contains("no plain file"), "{name}");
            assert!(folder.read(name).unwrap_err().to_string().contains("no plain file"), "acts neither: {name}");
            assert!(open_foreign(&place(name)).is_err() || name.starts_with("folder"), "{name}");
        }
        assert!(folder.write("folder/new", b"x").is_err(), "nothing is written through a link");
        symlink(place("plain"), place("new.tmp")).unwrap();
        assert!(folder.write("new", b"x").is_err());
        assert_eq!(folder.read("plain").unwrap(), b"12345");
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
