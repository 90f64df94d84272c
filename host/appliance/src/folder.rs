//! Folders that the appliance writes: chosen once, every file whole or absent.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::failure::Failure;

/// A folder under which every file is written to a temporary name, flushed to the disk and renamed.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder of a rehearsal: `wanted`, which must not exist or be empty, or the next free `rehearsal-N`. It is not created yet.
    pub fn choose(wanted: Option<&Path>) -> Result<Self> {
        let Some(wanted) = wanted else {
            let free = (1u32..)
                .map(|n| PathBuf::from(format!("rehearsal-{n}")))
                .find(|path| !path.exists());
            return free.map(Self).context("no free rehearsal-N");
        };
        let taken = match fs::read_dir(wanted) {
            Ok(mut entries) => entries.next().is_some(),
            Err(_) => wanted.exists(),
        };
        if taken {
            let happened = format!("{} exists and is not an empty folder", wanted.display());
            return Err(Failure::bad_input(
                happened,
                "Name a folder that does not exist; nothing was written.",
            ));
        }
        Ok(Self(wanted.to_owned()))
    }

    /// A folder below this one.
    pub fn below(&self, name: &str) -> Self {
        Self(self.0.join(name))
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The path of a file in it; its parents are made.
    pub fn place(&self, name: &str) -> Result<PathBuf> {
        let path = self.0.join(name);
        let parent = path.parent().unwrap_or(&self.0);
        fs::create_dir_all(parent).with_context(|| format!("{} cannot be created", parent.display()))?;
        Ok(path)
    }

    /// Writes a file: temporary name, flush to the disk, rename, flush of the folder.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.place(name)?;
        write_whole(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))
    }

    /// Removes the folder and everything in it.
    pub fn clear(&self) -> Result<()> {
        match fs::remove_dir_all(&self.0) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(error).with_context(|| format!("{} cannot be cleared", self.0.display()))
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
        let here = self.0.join(&below);
        let entries = fs::read_dir(&here).with_context(|| format!("{} cannot be listed", here.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = entry
                .file_name()
                .into_string()
                .ok()
                .context("a file name that is not text")?;
            let path = if below.is_empty() {
                name
            } else {
                format!("{below}/{name}")
            };
            if entry.file_type()?.is_dir() {
                self.list(files, path)?
            } else {
                files.push(path)
            }
        }
        Ok(())
    }

    /// Reads a file that was written here.
    pub fn read(&self, name: &str) -> Result<Vec<u8>> {
        let path = self.0.join(name);
        fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))
    }
}

fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".tmp");
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)?;
    path.parent().map_or(Ok(()), |parent| File::open(parent)?.sync_all())
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
    fn a_written_file_leaves_no_temporary_one() {
        let there = tempfile::tempdir().unwrap();
        let folder = Folder::choose(Some(there.path())).unwrap();
        folder.write("a/b", b"bytes").unwrap();
        assert_eq!(folder.read("a/b").unwrap(), b"bytes");
        assert_eq!(fs::read_dir(there.path().join("a")).unwrap().count(), 1);
    }
}
