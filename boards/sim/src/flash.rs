//! The storage of a simulated token: in memory, or a folder with a file per blob.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tamga_token::Blob;
use zeroize::Zeroizing;

/// First bytes of every file: nobody takes it for a device's.
const FIRST_LINE: &[u8] = b"tamga/sim-flash/v1 REHEARSAL\n";

/// How often a simulator was started on this folder: its randomness never begins again at the same place.
const STARTS: &str = "starts";

type Bytes = Zeroizing<Vec<u8>>;

/// Where blobs are kept.
pub(crate) enum Flash {
    Memory(BTreeMap<String, Bytes>),
    /// The folder, and itself again, held locked: two processes with one token would each undo what the other stored.
    Folder(PathBuf, #[expect(dead_code, reason = "held for as long as the token lives")] File),
}

/// Who else may have the folder open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sharing {
    /// Nobody: a token that is a process of its own.
    Alone,
    /// Other threads of the program that plays tokens, one of which may just be ending.
    WithThreads,
}

impl Flash {
    /// The storage, and how often it was started before. A folder is made where there is none; refuses one that another
    /// process has ([`ErrorKind::ResourceBusy`]).
    pub(crate) fn open(folder: Option<PathBuf>, sharing: Sharing) -> io::Result<(Self, u64)> {
        let Some(folder) = folder else {
            return Ok((Self::Memory(BTreeMap::new()), 0));
        };
        fs::create_dir_all(&folder)?;
        let lock = lock(&folder, sharing)?;
        let mut flash = Self::Folder(folder, lock);
        let before = match flash.load_named(STARTS)? {
            None => 0,
            Some(bytes) => u64::from_be_bytes(bytes.as_slice().try_into().map_err(|_| ErrorKind::InvalidData)?),
        };
        flash.store_named(STARTS, &(before + 1).to_be_bytes())?;
        Ok((flash, before))
    }

    pub(crate) fn load(&self, blob: Blob) -> io::Result<Option<Bytes>> {
        self.load_named(&blob.to_string())
    }

    pub(crate) fn store(&mut self, blob: Blob, bytes: &[u8]) -> io::Result<()> {
        self.store_named(&blob.to_string(), bytes)
    }

    pub(crate) fn erase(&mut self, blob: Blob) -> io::Result<()> {
        self.erase_named(&blob.to_string())
    }

    /// Erases every blob but that the token is retired, the try counter last.
    pub(crate) fn wipe(&mut self) -> io::Result<()> {
        let (tries, retired) = (Blob::Tries.to_string(), Blob::Retired.to_string());
        match self {
            Self::Memory(blobs) => blobs.retain(|name, _| *name == retired),
            Self::Folder(folder, _) => {
                let mut names = Vec::new();
                for entry in fs::read_dir(folder)? {
                    names.push(entry?.file_name().to_string_lossy().into_owned());
                }
                for name in names.iter().filter(|name| ![&*tries, &*retired, STARTS].contains(&name.as_str())) {
                    self.erase_named(name)?;
                }
                self.erase_named(&tries)?;
            }
        }
        Ok(())
    }

    fn load_named(&self, name: &str) -> io::Result<Option<Bytes>> {
        match self {
            Self::Memory(blobs) => Ok(blobs.get(name).cloned()),
            Self::Folder(folder, _) => match fs::read(folder.join(name)) {
                Ok(bytes) => {
                    let bytes = Zeroizing::new(bytes);
                    let body = bytes.strip_prefix(FIRST_LINE).ok_or(ErrorKind::InvalidData)?;
                    Ok(Some(Zeroizing::new(body.to_vec())))
                }
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            },
        }
    }

    /// In a folder the old bytes are there until the new ones are on disk, and the new ones are when this returns.
    fn store_named(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Memory(blobs) => {
                blobs.insert(name.to_owned(), Zeroizing::new(bytes.to_vec()));
            }
            Self::Folder(folder, _) => {
                let unfinished = folder.join(format!("{name}.new"));
                let mut file = File::create(&unfinished)?;
                file.write_all(FIRST_LINE)?;
                file.write_all(bytes)?;
                file.sync_all()?;
                fs::rename(&unfinished, folder.join(name))?;
                sync(folder)?;
            }
        }
        Ok(())
    }

    fn erase_named(&mut self, name: &str) -> io::Result<()> {
        match self {
            Self::Memory(blobs) => {
                blobs.remove(name);
                Ok(())
            }
            Self::Folder(folder, _) => match fs::remove_file(folder.join(name)) {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
                _ => sync(folder),
            },
        }
    }
}

/// Locks a folder. The lock goes with the process, however it ends, and leaves no file behind.
fn lock(folder: &Path, sharing: Sharing) -> io::Result<File> {
    let folder = File::open(folder)?;
    let locked = match sharing {
        Sharing::Alone => folder.try_lock(),
        Sharing::WithThreads => folder.try_lock_shared(),
    };
    match locked {
        Ok(()) => Ok(folder),
        Err(TryLockError::WouldBlock) => Err(ErrorKind::ResourceBusy.into()),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Puts on disk which files there are in a folder: a file that was renamed or removed may otherwise be back after a loss of
/// power.
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
