//! The device key: 32 bytes drawn at the first start and burnt into one-time programmable memory.
//!
//! Row *i* of the page and row *32 + i* share a cell, and a focused ion beam tells only whether either is set. So the lower
//! half of the page holds the key, and random rows after it, and the upper half the complement of each row: every cell
//! looks the same [Understanding RP2350's security features, Raspberry Pi].

use rand_core::CryptoRng;
use tamga_parts::fault::Fault;
use tamga_parts::thermometer::Rows;
use zeroize::Zeroizing;

use crate::otp::{KEY_PAGES, Otp, PAGE_ROWS, PageLock};

/// Rows of the key, 16 bits each.
const KEY_ROWS: u16 = 16;
/// Rows of the lower half.
const HALF: u16 = PAGE_ROWS / 2;
/// The bits of a row.
const ROW: u32 = 0x00ff_ffff;

/// A device key.
pub type DeviceKey = Zeroizing<[u8; 32]>;

/// The device key, of the page that is closed. Where none is, a key that is whole is taken and its page closed, or one is drawn and
/// burnt into a blank page. A page in which power went before its key was whole is left for the next: nothing was ever
/// sealed with it. Refuses with [`Fault::KeyDamaged`] a key that was
/// in use (its page is closed) and is no longer whole, and burns nothing then; with [`Fault::DeviceKey`] memory that refuses
/// or has no page left.
pub fn load_or_burn(otp: &mut Otp, rng: &mut impl CryptoRng) -> Result<DeviceKey, Fault> {
    for page in KEY_PAGES {
        // A page of a key in use is closed to all but this firmware before the key is first read.
        if otp.is_locked(page).ok_or(Fault::DeviceKey)? {
            let first = page * PAGE_ROWS;
            if is_whole(otp, first) != Some(true) {
                return Err(Fault::KeyDamaged);
            }
            // Once more: power may have gone while the page was being closed.
            otp.lock_page(page, PageLock::Read).ok_or(Fault::DeviceKey)?;
            return read(otp, first).ok_or(Fault::KeyDamaged);
        }
    }
    for page in KEY_PAGES {
        if let Some(key) = load_or_burn_at(otp, page, rng) {
            return Ok(key);
        }
    }
    Err(Fault::DeviceKey)
}

/// The key of a page that is not closed yet, drawn and burnt if the page is blank; the page is closed then. `None` where the
/// memory refuses or the page does not hold a whole key.
fn load_or_burn_at(otp: &mut Otp, page: u16, rng: &mut impl CryptoRng) -> Option<DeviceKey> {
    let first = page * PAGE_ROWS;
    if is_blank(otp, first)? {
        burn(otp, first, rng)?;
    }
    if !is_whole(otp, first)? {
        return None;
    }
    otp.lock_page(page, PageLock::Read)?;
    read(otp, first)
}

fn is_blank(otp: &mut Otp, first: u16) -> Option<bool> {
    for row in first..first + PAGE_ROWS {
        if otp.read(row)? != 0 {
            return Some(false);
        }
    }
    Some(true)
}

/// Whether every row has its complement, one bit that went wrong later excepted, which the error correction mends.
fn is_whole(otp: &mut Otp, first: u16) -> Option<bool> {
    for row in first..first + HALF {
        let differing = (otp.read(row)? ^ otp.read(row + HALF)? ^ ROW).count_ones();
        if differing > 1 {
            return Some(false);
        }
    }
    Some(true)
}

/// `None` where the memory refuses or a cell did not take its bit.
fn burn(otp: &mut Otp, first: u16, rng: &mut impl CryptoRng) -> Option<()> {
    for row in first..first + HALF {
        otp.burn_half_word(row, rng.next_u32() as u16)?;
        let complement = otp.read(row)? ^ ROW;
        otp.burn(row + HALF, complement)?;
        if otp.read(row + HALF)? != complement {
            return None;
        }
    }
    Some(())
}

fn read(otp: &Otp, first: u16) -> Option<DeviceKey> {
    let mut key = Zeroizing::new([0; 2 * KEY_ROWS as usize]);
    for (two, row) in key.chunks_exact_mut(2).zip(first..) {
        two.copy_from_slice(&otp.half_word(row)?.to_le_bytes());
    }
    Some(key)
}
