//! The command line that QEMU hands over.

use core::ffi::CStr;

use semihosting::experimental::env::args;

/// Bytes of the command line, at most.
const COMMAND_LINE_MAX: usize = 1024;
/// Bytes of a path with the zero at its end, at most.
const PATH_MAX: usize = 256;

/// `tamga FLASH [FIGURES]`.
pub struct Arguments {
    flash: [u8; PATH_MAX],
    figures: Option<[u8; PATH_MAX]>,
}

impl Arguments {
    /// Reads the command line. `None` without a flash, with more than these words, and with a path of 256 bytes or more.
    pub fn read() -> Option<Self> {
        let line = args::<COMMAND_LINE_MAX>().ok()?;
        let mut words = &line;
        let _name = words.next()?.ok()?;
        let flash = path(words.next()?.ok()?)?;
        let figures = match words.next() {
            Some(word) => Some(path(word.ok()?)?),
            None => None,
        };
        words.next().is_none().then_some(Self { flash, figures })
    }

    /// The file that is the flash.
    pub fn flash(&self) -> &CStr {
        c_path(&self.flash)
    }

    /// The file that figures are added to.
    pub fn figures(&self) -> Option<&CStr> {
        self.figures.as_ref().map(|path| c_path(path))
    }
}

fn path(word: &str) -> Option<[u8; PATH_MAX]> {
    let mut path = [0; PATH_MAX];
    path.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    path.last().is_some_and(|last| *last == 0).then_some(path)
}

fn c_path(path: &[u8; PATH_MAX]) -> &CStr {
    CStr::from_bytes_until_nul(path).unwrap_or_default()
}
