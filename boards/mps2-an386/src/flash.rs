//! A file of the emulating computer as NOR flash.

use core::ffi::CStr;

use embedded_storage::nor_flash::{
    ErrorType, NorFlash, NorFlashErrorKind, ReadNorFlash, check_erase, check_read, check_write,
};
use semihosting::fs::{File, OpenOptions};
use semihosting::io::{ErrorKind, Read, Seek, SeekFrom, Write};

/// Bytes of the flash.
pub const CAPACITY: usize = 264 << 10;
/// Bytes that are erased at once.
const PAGE_LEN: usize = 4 << 10;
/// Bytes that are written at once.
const WORD_LEN: usize = 4;
const ERASED: u8 = 0xFF;

/// Flash in a file: pages erase to 0xFF, writing clears bits and sets none. Each write is in the file when it returns.
pub struct FileFlash(File);

impl FileFlash {
    /// The flash in this file, erased where there was none. `None` if the file cannot be used or is of another length.
    pub fn open(path: &CStr) -> Option<Self> {
        let file = match OpenOptions::new().read(true).write(true).open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Self::make(path),
            Err(_) => return None,
        };
        let len = file.metadata().ok()?.len();
        (len == CAPACITY as u64).then_some(Self(file))
    }

    fn make(path: &CStr) -> Option<Self> {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(path).ok()?;
        let mut flash = Self(file);
        flash.erase(0, CAPACITY as u32).ok()?;
        Some(flash)
    }

    fn read_at(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), NorFlashErrorKind> {
        self.0.seek(SeekFrom::Start(offset.into())).map_err(|_| NorFlashErrorKind::Other)?;
        self.0.read_exact(bytes).map_err(|_| NorFlashErrorKind::Other)
    }

    fn write_at(&mut self, offset: u32, bytes: &[u8]) -> Result<(), NorFlashErrorKind> {
        self.0.seek(SeekFrom::Start(offset.into())).map_err(|_| NorFlashErrorKind::Other)?;
        self.0.write_all(bytes).map_err(|_| NorFlashErrorKind::Other)
    }
}

impl ErrorType for FileFlash {
    type Error = NorFlashErrorKind;
}

impl ReadNorFlash for FileFlash {
    const READ_SIZE: usize = 1;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), NorFlashErrorKind> {
        check_read(self, offset, bytes.len())?;
        self.read_at(offset, bytes)
    }

    fn capacity(&self) -> usize {
        CAPACITY
    }
}

impl NorFlash for FileFlash {
    const WRITE_SIZE: usize = WORD_LEN;
    const ERASE_SIZE: usize = PAGE_LEN;

    fn erase(&mut self, from: u32, to: u32) -> Result<(), NorFlashErrorKind> {
        check_erase(self, from, to)?;
        let erased = [ERASED; 256];
        for offset in (from..to).step_by(erased.len()) {
            self.write_at(offset, &erased)?;
        }
        Ok(())
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), NorFlashErrorKind> {
        check_write(self, offset, bytes.len())?;
        let mut cells = [0; 256];
        for (part, offset) in bytes.chunks(cells.len()).zip((offset..).step_by(cells.len())) {
            let cells = cells.get_mut(..part.len()).ok_or(NorFlashErrorKind::Other)?;
            self.read_at(offset, cells)?;
            for (cell, byte) in cells.iter_mut().zip(part) {
                *cell &= byte;
            }
            self.write_at(offset, cells)?;
        }
        Ok(())
    }
}
