//! One-time programmable memory: the rows of the monotonic counter, the device key, and whether the chip is locked down.
//!
//! What is burnt here stays. Only the image without the feature `rehearsal` has this file.

use core::ops::Range;

use rp235x_hal::otp::{NUM_ROWS, OTP_DATA_BASE, OTP_DATA_RAW_BASE};
use rp235x_hal::pac::OTP;
use rp235x_hal::rom_data;
use tamga_board::ADVANCES_MIN;
use tamga_parts::thermometer::Rows;

/// Rows of a page.
pub const PAGE_ROWS: u16 = 64;
/// The pages tried in turn for the device key: one in which power went while it was being burnt is left for the next.
pub const KEY_PAGES: Range<u16> = 4..8;
/// The pages of the counter.
pub const COUNTER_PAGES: Range<u16> = 8..60;

/// Bits of all of them, an advance each.
const ADVANCES: u32 = (COUNTER_PAGES.end - COUNTER_PAGES.start) as u32 * PAGE_ROWS as u32 * 24;
const _: () = assert!(ADVANCES >= ADVANCES_MIN, "the largest definition needs them");

/// The row of a page's second lock word [RP2350 datasheet, 13.10]; those of the pages follow each other in twos.
const LOCK1_OF_PAGE_0: u16 = 0xf81;
/// A lock byte: boot loader and non-secure code 3 (no access), secure code 1 (read) or 0 (read and write).
const LOCK_READ: u32 = 0x3d;
const LOCK_READ_WRITE: u32 = 0x3c;
/// The word holds it three times.
const TIMES_THREE: u32 = 0x01_01_01;

/// The row of the boot keys' flags; two copies follow, and what two of the three say holds [RP2350 datasheet, 13.10].
const BOOT_FLAGS1: u16 = 0x4b;
/// Of these flags, which of the four boot keys are valid (bits 0 to 3) and which can never be (bits 8 to 11).
const BOOT_KEYS: u32 = 0xf0f;
/// The first is, the others can never be.
const ONE_BOOT_KEY: u32 = 0xe01;

/// What a row reads as that may not be read.
const REFUSED: u32 = u32::MAX;

/// Flags of the ROM function beside the row.
const WRITE: u32 = 1 << 16;
const ECC: u32 = 1 << 17;

/// The memory of a chip that is locked down.
pub struct Otp(OTP);

/// What secure code may still do with a page after the next start; others have no access.
#[derive(Clone, Copy)]
pub enum PageLock {
    /// Read.
    Read,
    /// Read, and program further bits.
    ReadWrite,
}

impl Otp {
    /// The memory of a chip that is locked down: it boots only images signed with the boot key in place 0, its debug port is off,
    /// and so are the RISC-V cores, which have a way in of their own [RP2350-E16]. `None` for any other chip: a key that is
    /// drawn while others may look is no secret.
    pub fn of_locked_chip(registers: OTP) -> Option<Self> {
        let critical = registers.critical().read();
        let is_locked = critical.secure_boot_enable().bit_is_set()
            && critical.debug_disable().bit_is_set()
            && critical.riscv_disable().bit_is_set();
        let flags = majority([raw(BOOT_FLAGS1)?, raw(BOOT_FLAGS1 + 1)?, raw(BOOT_FLAGS1 + 2)?]);
        (is_locked && flags & BOOT_KEYS == ONE_BOOT_KEY).then_some(Self(registers))
    }

    /// Programs one row of 16 bits with their error correction. `None` where the ROM refuses, or other bits are read back.
    pub fn burn_half_word(&mut self, row: u16, value: u16) -> Option<()> {
        let mut bytes = value.to_le_bytes();
        // SAFETY: the buffer is two bytes in RAM at an even address, as the length says; the ROM checks row and locks.
        #[allow(unsafe_code, reason = "a function of the ROM")]
        let result = unsafe { rom_data::otp_access(bytes.as_mut_ptr(), 2, u32::from(row) | WRITE | ECC) };
        (result == 0 && self.half_word(row)? == value).then_some(())
    }

    /// The 16 bits of a row, one wrong bit corrected. `None` where the page may not be read.
    pub fn half_word(&self, row: u16) -> Option<u16> {
        // What may not be read reads as a value here, and as no value there.
        raw(row)?;
        let row = usize::from(row);
        // SAFETY: a register of 32 bits, two rows in each, of a row that exists. Volatile: it changes by being programmed.
        #[allow(unsafe_code, reason = "the memory is registers at a fixed address")]
        let pair = unsafe { OTP_DATA_BASE.add(row / 2).read_volatile() };
        Some(if row.is_multiple_of(2) { pair as u16 } else { (pair >> 16) as u16 })
    }

    /// Closes the pages in which a device key can be to everybody, until the next start.
    pub fn close_key_pages(&mut self) {
        let registers = &self.0;
        registers.sw_lock4().write(|w| w.sec().inaccessible().nsec().inaccessible());
        registers.sw_lock5().write(|w| w.sec().inaccessible().nsec().inaccessible());
        registers.sw_lock6().write(|w| w.sec().inaccessible().nsec().inaccessible());
        registers.sw_lock7().write(|w| w.sec().inaccessible().nsec().inaccessible());
    }

    /// Whether anything was ever burnt into a page's second lock word. `None` where it may not be read.
    pub fn is_locked(&mut self, page: u16) -> Option<bool> {
        self.read(LOCK1_OF_PAGE_0 + 2 * page).map(|word| word != 0)
    }

    /// Closes a page to everybody but secure code, from the next start on and for ever. `None` where the memory refuses, or the
    /// lock that is read back is another.
    pub fn lock_page(&mut self, page: u16, lock: PageLock) -> Option<()> {
        let row = LOCK1_OF_PAGE_0 + 2 * page;
        let byte = match lock {
            PageLock::Read => LOCK_READ,
            PageLock::ReadWrite => LOCK_READ_WRITE,
        };
        if lock_byte(self.read(row)?) != byte {
            self.burn(row, TIMES_THREE * byte)?;
        }
        (lock_byte(self.read(row)?) == byte).then_some(())
    }
}

impl Rows for Otp {
    fn read(&mut self, row: u16) -> Option<u32> {
        raw(row)
    }

    fn burn(&mut self, row: u16, bits: u32) -> Option<()> {
        let wanted = self.read(row)? | bits;
        let mut word = Word(wanted.to_le_bytes());
        // SAFETY: the buffer is four bytes in RAM at an address divisible by four, as the length says; the ROM checks row
        // and locks.
        #[allow(unsafe_code, reason = "a function of the ROM")]
        let result = unsafe { rom_data::otp_access(word.0.as_mut_ptr(), 4, u32::from(row) | WRITE) };
        (result == 0).then_some(())
    }
}

/// The 24 bits of a row; `None` where the page may not be read.
fn raw(row: u16) -> Option<u32> {
    let row = usize::from(row);
    if row >= NUM_ROWS {
        return None;
    }
    // SAFETY: the register of a row that exists. Volatile: it changes by being programmed.
    #[allow(unsafe_code, reason = "the memory is registers at a fixed address")]
    let bits = unsafe { OTP_DATA_RAW_BASE.add(row).read_volatile() };
    (bits != REFUSED).then_some(bits)
}

/// A lock word as the hardware takes it: a cell that did not take its bit is outvoted.
fn lock_byte(word: u32) -> u32 {
    majority([word & 0xff, (word >> 8) & 0xff, word >> 16])
}

/// The bits that two of three have.
fn majority([a, b, c]: [u32; 3]) -> u32 {
    (a & b) | (b & c) | (c & a)
}

/// A row as the ROM takes it.
#[repr(align(4))]
struct Word([u8; 4]);
