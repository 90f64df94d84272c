//! Where the state outlives a power cut.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// A file, or memory that lives as long as the emulator's handle.
#[derive(Clone, Debug)]
pub enum Flash {
    /// This file, replaced as a whole by renaming.
    File(PathBuf),
    /// Nothing on the disk.
    Memory(Arc<Mutex<Option<Vec<u8>>>>),
}

impl Flash {
    /// A file, or memory without one.
    pub fn new(path: Option<PathBuf>) -> Self {
        path.map_or_else(|| Self::Memory(Arc::default()), Self::File)
    }

    /// What was saved last; `None` on a fresh one.
    pub fn load(&self) -> io::Result<Option<Vec<u8>>> {
        match self {
            Self::File(path) => match std::fs::read(path) {
                Ok(image) => Ok(Some(image)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            },
            Self::Memory(image) => Ok(image.lock().unwrap_or_else(PoisonError::into_inner).clone()),
        }
    }

    /// Saves all or nothing: a process that is killed leaves the old image or the new one.
    pub fn save(&self, image: &[u8]) -> io::Result<()> {
        match self {
            Self::File(path) => {
                let mut beside = path.clone().into_os_string();
                beside.push(".new");
                std::fs::write(&beside, image)?;
                std::fs::rename(&beside, path)
            }
            Self::Memory(saved) => {
                *saved.lock().unwrap_or_else(PoisonError::into_inner) = Some(image.to_vec());
                Ok(())
            }
        }
    }
}
