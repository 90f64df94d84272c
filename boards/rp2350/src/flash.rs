//! The external flash, as NOR flash, through the functions of the chip's ROM [RP2350 datasheet, 5.4.8].
//!
//! The code runs from the chip's own memory, with interrupts off and the second core asleep, so nobody fetches from the
//! flash while it is being written.

use core::ops::Range;

use embedded_storage::nor_flash::{ErrorType, NorFlash, NorFlashErrorKind, ReadNorFlash, check_erase, check_write};
use rp235x_hal::rom_data;
use tamga_board::STORE_LEN_MIN;

/// Bytes of the flash of a Pico 2: 4 MB.
const FLASH_LEN: u32 = 4 << 20;
/// Bytes that are erased at a time.
const SECTOR: u32 = 4096;
/// Where the key of a token for rehearsals is: the last sector.
#[cfg(feature = "rehearsal")]
pub const KEY_SECTOR: u32 = FLASH_LEN - SECTOR;
/// Where the blobs are: 264 KB before it.
pub const STORE: Range<u32> = FLASH_LEN - SECTOR - (264 << 10)..FLASH_LEN - SECTOR;
const _: () = assert!(STORE.end - STORE.start >= STORE_LEN_MIN, "the largest definition needs it");

/// Bytes that the ROM programs at a time.
const PAGE: usize = 256;
/// The flash as memory: not cached, addresses not translated, so that a read gives what the flash holds now.
const WINDOW: usize = 0x1c00_0000;
/// The command that erases a block of 64 KB, where so much is erased at once; sectors have their own, which the ROM knows.
const BLOCK: u32 = 1 << 16;
const ERASE_BLOCK: u8 = 0xd8;

/// The flash. There is one: it is made once, in `main`.
pub struct Flash(());

impl Flash {
    /// Connects the flash and sets it to be read as memory. It is whoever calls this first who has it.
    pub fn connect() -> Self {
        let flash = Self(());
        flash.command(|| ());
        flash
    }

    /// Leaves memory mode, does what is to be done, and goes back to it.
    fn command(&self, act: impl FnOnce()) {
        // SAFETY: the ROM's own order of calls; no code and no constant is in the flash [memory.x].
        #[allow(unsafe_code, reason = "functions of the ROM")]
        unsafe {
            rom_data::connect_internal_flash();
            rom_data::flash_exit_xip();
        }
        act();
        // SAFETY: as above.
        #[allow(unsafe_code, reason = "functions of the ROM")]
        unsafe {
            rom_data::flash_flush_cache();
            rom_data::flash_enter_cmd_xip();
        }
    }

    fn program_page(&self, offset: u32, page: &[u8; PAGE]) {
        self.command(|| {
            // SAFETY: a whole page at a page's start, inside the flash; the data is in RAM.
            #[allow(unsafe_code, reason = "a function of the ROM")]
            unsafe {
                rom_data::flash_range_program(offset, page.as_ptr(), PAGE);
            }
        });
    }
}

impl ErrorType for Flash {
    type Error = NorFlashErrorKind;
}

impl ReadNorFlash for Flash {
    const READ_SIZE: usize = 1;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), NorFlashErrorKind> {
        let end = (offset as usize).checked_add(bytes.len()).ok_or(NorFlashErrorKind::OutOfBounds)?;
        if end > FLASH_LEN as usize {
            return Err(NorFlashErrorKind::OutOfBounds);
        }
        let from = WINDOW + offset as usize;
        for (place, byte) in bytes.iter_mut().enumerate() {
            // SAFETY: inside the window, which is always readable in memory mode. Volatile: it changes under the compiler.
            #[allow(unsafe_code, reason = "the flash is memory at a fixed address")]
            let read = unsafe { ((from + place) as *const u8).read_volatile() };
            *byte = read;
        }
        Ok(())
    }

    fn capacity(&self) -> usize {
        FLASH_LEN as usize
    }
}

impl NorFlash for Flash {
    /// The ROM programs whole pages; what is not to be written is programmed as ones, which changes nothing.
    const WRITE_SIZE: usize = 4;
    const ERASE_SIZE: usize = SECTOR as usize;

    fn erase(&mut self, from: u32, to: u32) -> Result<(), NorFlashErrorKind> {
        check_erase(self, from, to)?;
        self.command(|| {
            // SAFETY: whole sectors inside the flash.
            #[allow(unsafe_code, reason = "a function of the ROM")]
            unsafe {
                rom_data::flash_range_erase(from, (to - from) as usize, BLOCK, ERASE_BLOCK);
            }
        });
        Ok(())
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), NorFlashErrorKind> {
        check_write(self, offset, bytes.len())?;
        let mut offset = offset as usize;
        let mut rest = bytes;
        while !rest.is_empty() {
            let within = offset % PAGE;
            let (now, later) = rest.split_at(rest.len().min(PAGE - within));
            let mut page = [0xff; PAGE];
            for (to, from) in page.iter_mut().skip(within).zip(now) {
                *to = *from;
            }
            self.program_page((offset - within) as u32, &page);
            offset += now.len();
            rest = later;
        }
        Ok(())
    }
}
