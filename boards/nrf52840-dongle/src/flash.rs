//! The part of the chip's own flash that holds the blobs.

use core::ops::Range;
use core::slice;

use cortex_m::asm::dmb;
use embedded_storage::nor_flash::{ErrorType, NorFlash, ReadNorFlash};
use nrf52840_hal::nvmc::{Nvmc, NvmcError};
use nrf52840_hal::pac::NVMC;
use tamga_board::STORE_LEN_MIN;

/// Where it begins [memory.x].
const FIRST: usize = 0x9_d000;
/// Its length in bytes: up to the boot loader.
const FLASH_LEN: u32 = 0x4_3000;
/// Bytes that are erased at a time.
const PAGE: u32 = 4096;
/// Where the storage key is: the last page.
pub const KEY_PAGE: u32 = FLASH_LEN - PAGE;
/// Where the blobs are: 264 KB from the beginning on.
pub const STORE: Range<u32> = 0..FLASH_LEN - PAGE;

const _: () = assert!(STORE.end - STORE.start >= STORE_LEN_MIN, "the largest definition needs it");

/// The flash, from offset 0 on. A barrier after each change keeps the compiler from reading what was there before it.
pub struct Flash(Nvmc<NVMC>);

impl Flash {
    /// Takes the controller and this part of the flash, which nothing else has.
    pub fn take(controller: NVMC) -> Self {
        // SAFETY: memory for as long as the chip runs, outside the linker's regions; there is one controller, so this is
        // the only slice of it.
        #[allow(unsafe_code, reason = "the flash is memory at a fixed address")]
        let bytes = unsafe { slice::from_raw_parts_mut(FIRST as *mut u8, FLASH_LEN as usize) };
        Self(Nvmc::new(controller, bytes))
    }
}

impl ErrorType for Flash {
    type Error = NvmcError;
}

impl ReadNorFlash for Flash {
    const READ_SIZE: usize = 1;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), NvmcError> {
        self.0.read(offset, bytes)
    }

    fn capacity(&self) -> usize {
        self.0.capacity()
    }
}

impl NorFlash for Flash {
    const WRITE_SIZE: usize = <Nvmc<NVMC> as NorFlash>::WRITE_SIZE;
    const ERASE_SIZE: usize = <Nvmc<NVMC> as NorFlash>::ERASE_SIZE;

    fn erase(&mut self, from: u32, to: u32) -> Result<(), NvmcError> {
        let result = self.0.erase(from, to);
        dmb();
        result
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), NvmcError> {
        let result = self.0.write(offset, bytes);
        dmb();
        result
    }
}
