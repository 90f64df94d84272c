//! A flash and a counter in memory whose power fails when told, for tests.
//!
//! The flash keeps the promises of NOR flash and no others: a bit goes from 1 to 0 alone until its page is erased, and a word is
//! written once between two erasures. An operation in which power fails leaves each of its bits as it was, as it was to be, or
//! *weak*: such a bit reads 0 or 1 by chance, each time, until it is written or erased.

use alloc::rc::Rc;
use alloc::vec;
use alloc::vec::Vec;
use core::cell::RefCell;

use embedded_storage::nor_flash::{
    ErrorType, NorFlash, NorFlashErrorKind, ReadNorFlash, check_erase, check_read, check_write,
};

use crate::{Counter, CounterError};

/// Bytes of a page.
pub const PAGE_LEN: usize = 4096;

/// The power of a model board, shared by its flash and its counter. Clones are the same power.
#[derive(Clone, Debug)]
pub struct Power(Rc<RefCell<Supply>>);

#[derive(Debug)]
struct Supply {
    on: bool,
    operations: u64,
    fails_at: Option<u64>,
    chance: u64,
}

/// What becomes of an operation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Done,
    CutShort,
    Refused,
}

impl Power {
    /// Power that is on; the seed decides what is left of operations that are cut short.
    pub fn new(seed: u64) -> Self {
        Self(Rc::new(RefCell::new(Supply { on: true, operations: 0, fails_at: None, chance: seed })))
    }

    /// Power fails inside of the operation after so many more: writes, erasures of a page, advances of the counter.
    pub fn fail_after(&self, operations: u64) {
        let mut supply = self.0.borrow_mut();
        supply.fails_at = Some(supply.operations + operations);
    }

    /// Power comes back, and stays.
    pub fn restore(&self) {
        let mut supply = self.0.borrow_mut();
        supply.on = true;
        supply.fails_at = None;
    }

    /// Whether power is on.
    pub fn is_on(&self) -> bool {
        self.0.borrow().on
    }

    /// Operations so far.
    pub fn operations(&self) -> u64 {
        self.0.borrow().operations
    }

    fn spend(&self) -> Fate {
        let mut supply = self.0.borrow_mut();
        if !supply.on {
            return Fate::Refused;
        }
        let fails = supply.fails_at == Some(supply.operations);
        supply.operations += 1;
        supply.on = !fails;
        if fails { Fate::CutShort } else { Fate::Done }
    }

    /// The next of a stream of numbers from the seed, SplitMix64: enough chance for a test, the same on every machine.
    pub fn chance(&self) -> u64 {
        let mut supply = self.0.borrow_mut();
        supply.chance = supply.chance.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = supply.chance;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// NOR flash with pages of [`PAGE_LEN`] bytes that reads single bytes and writes words of `WORD`.
#[derive(Clone, Debug)]
pub struct ModelFlash<const WORD: usize> {
    power: Power,
    bytes: Vec<u8>,
    weak: Vec<u8>,
    written: Vec<bool>,
    erasures: Vec<u32>,
}

impl<const WORD: usize> ModelFlash<WORD> {
    /// An erased flash of so many pages.
    pub fn new(pages: usize, power: Power) -> Self {
        let len = pages * PAGE_LEN;
        Self {
            power,
            bytes: vec![0xff; len],
            weak: vec![0; len],
            written: vec![false; len / WORD],
            erasures: vec![0; pages],
        }
    }

    /// Hangs it on another power.
    pub fn connect(&mut self, power: Power) {
        self.power = power;
    }

    /// What is on the flash, to be copied or changed behind the token's back.
    pub fn image(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// How often each page was erased.
    pub fn erasures(&self) -> &[u32] {
        &self.erasures
    }

    /// What is left of one byte on its way from one value to another when power fails.
    fn half_done(&mut self, at: usize, goal: u8) {
        let (stays, weak) = (self.power.chance() as u8, self.power.chance() as u8 & self.power.chance() as u8);
        if let (Some(byte), Some(weak_bits)) = (self.bytes.get_mut(at), self.weak.get_mut(at)) {
            let changing = *byte ^ goal;
            *byte = (*byte & stays) | (goal & !stays);
            *weak_bits = (*weak_bits & !(changing & !weak)) | (changing & weak);
        }
    }
}

impl<const WORD: usize> ErrorType for ModelFlash<WORD> {
    type Error = NorFlashErrorKind;
}

impl<const WORD: usize> ReadNorFlash for ModelFlash<WORD> {
    const READ_SIZE: usize = 1;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), NorFlashErrorKind> {
        check_read(self, offset, bytes.len())?;
        if !self.power.is_on() {
            return Err(NorFlashErrorKind::Other);
        }
        let stored = self.bytes.iter().zip(&self.weak).skip(offset as usize);
        for (to, (byte, weak)) in bytes.iter_mut().zip(stored) {
            *to = if *weak == 0 { *byte } else { *byte ^ (weak & self.power.chance() as u8) };
        }
        Ok(())
    }

    fn capacity(&self) -> usize {
        self.bytes.len()
    }
}

impl<const WORD: usize> NorFlash for ModelFlash<WORD> {
    const WRITE_SIZE: usize = WORD;
    const ERASE_SIZE: usize = PAGE_LEN;

    /// Refuses words that were written since their page was erased, as some flash does not bear it.
    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), NorFlashErrorKind> {
        check_write(self, offset, bytes.len())?;
        let at = offset as usize;
        let words = self.written.get_mut(at / WORD..(at + bytes.len()) / WORD).unwrap_or_default();
        if words.iter().any(|written| *written) {
            return Err(NorFlashErrorKind::NotAligned);
        }
        let fate = self.power.spend();
        if fate == Fate::Refused {
            return Err(NorFlashErrorKind::Other);
        }
        words.fill(true);
        let kinds = self.power.chance();
        let reached = if fate == Fate::Done { bytes.len() } else { self.power.chance() as usize % (bytes.len() + 1) };
        for (done, (at, byte)) in (at..).zip(bytes).enumerate() {
            match (self.bytes.get_mut(at), self.weak.get_mut(at)) {
                (Some(stored), Some(weak)) if done < reached => {
                    *stored &= byte;
                    *weak &= byte;
                }
                // One cut in four ends between two bytes; the others leave some bytes half done.
                (Some(stored), _) if !kinds.is_multiple_of(4) && done < reached + 64 => {
                    let goal = *stored & byte;
                    self.half_done(at, goal);
                }
                _ => break,
            }
        }
        if fate == Fate::Done { Ok(()) } else { Err(NorFlashErrorKind::Other) }
    }

    fn erase(&mut self, from: u32, to: u32) -> Result<(), NorFlashErrorKind> {
        check_erase(self, from, to)?;
        for page in from as usize / PAGE_LEN..to as usize / PAGE_LEN {
            let bytes = page * PAGE_LEN..(page + 1) * PAGE_LEN;
            let words = bytes.start / WORD..bytes.end / WORD;
            match self.power.spend() {
                Fate::Refused => return Err(NorFlashErrorKind::Other),
                Fate::CutShort => {
                    self.written.get_mut(words).unwrap_or_default().fill(true);
                    let untouched = self.power.chance().is_multiple_of(4);
                    for at in bytes.take_while(|_| !untouched) {
                        self.half_done(at, 0xff);
                    }
                    return Err(NorFlashErrorKind::Other);
                }
                Fate::Done => {
                    self.written.get_mut(words).unwrap_or_default().fill(false);
                    self.bytes.get_mut(bytes.clone()).unwrap_or_default().fill(0xff);
                    self.weak.get_mut(bytes).unwrap_or_default().fill(0);
                    self.erasures.iter_mut().skip(page).take(1).for_each(|count| *count += 1);
                }
            }
        }
        Ok(())
    }
}

/// A counter on the same power. One that is cut short has counted, or has not, or reads either way by chance at each start until
/// it is advanced again.
#[derive(Clone, Debug)]
pub struct ModelCounter {
    power: Power,
    count: u32,
    limit: u32,
    is_weak: bool,
    reads_one_less: bool,
}

impl ModelCounter {
    /// A counter at 0 that can be advanced `limit` times.
    pub fn new(limit: u32, power: Power) -> Self {
        Self { power, count: 0, limit, is_weak: false, reads_one_less: false }
    }

    /// Hangs it on another power.
    pub fn connect(&mut self, power: Power) {
        self.power = power;
    }

    /// The board starts: a weak bit is read once and for all of this run.
    pub fn start(&mut self) {
        self.reads_one_less = self.is_weak && self.power.chance().is_multiple_of(2);
    }

    fn count(&self) -> u32 {
        self.count - u32::from(self.reads_one_less)
    }
}

impl Counter for ModelCounter {
    fn read(&mut self) -> Result<Option<u32>, CounterError> {
        if self.power.is_on() { Ok(Some(self.count())) } else { Err(CounterError) }
    }

    fn advance(&mut self) -> Result<(), CounterError> {
        if self.count() >= self.limit {
            return Err(CounterError);
        }
        let next = self.count() + 1;
        match self.power.spend() {
            Fate::Refused => return Err(CounterError),
            Fate::Done => (self.count, self.is_weak) = (next, false),
            Fate::CutShort => match self.power.chance() % 3 {
                0 => {}
                1 => (self.count, self.is_weak) = (next, false),
                _ => (self.count, self.is_weak) = (next, true),
            },
        }
        self.reads_one_less = false;
        if self.power.is_on() { Ok(()) } else { Err(CounterError) }
    }

    fn left(&mut self) -> Result<u32, CounterError> {
        Ok(self.limit - self.count())
    }
}
