//! A model board: flash, counter and power.

use std::cell::{RefCell, RefMut};
use std::rc::Rc;

use embedded_storage::nor_flash::{ErrorType, NorFlash, NorFlashErrorKind, ReadNorFlash};
use tamga_store::model::{ModelCounter, ModelFlash, PAGE_LEN, Power};
use tamga_store::{Counter, Error, NoCounter, StorageKey, Store};
use zeroize::Zeroizing;

/// Advances that no test uses up unless it wants to.
const ADVANCES: u32 = 1 << 20;

/// Pages behind the banks.
pub const APART: usize = 2;

/// What outlives a loss of power.
#[derive(Clone)]
pub struct Board<const WORD: usize, C> {
    pub flash: ModelFlash<WORD>,
    pub counter: C,
    pub power: Power,
    /// Those of the banks.
    pages: usize,
}

/// A counter that may be weak when power comes back.
pub trait Start {
    fn start(&mut self) {}
}

impl Start for NoCounter {}

impl Start for ModelCounter {
    fn start(&mut self) {
        ModelCounter::start(self);
    }
}

impl<const WORD: usize> Board<WORD, ModelCounter> {
    pub fn new(pages: usize, seed: u64) -> Self {
        let power = Power::new(seed);
        let counter = ModelCounter::new(ADVANCES, power.clone());
        Self { flash: ModelFlash::new(pages + APART, power.clone()), counter, power, pages }
    }
}

impl<const WORD: usize> Board<WORD, NoCounter> {
    pub fn without_counter(pages: usize, seed: u64) -> Self {
        let power = Power::new(seed);
        Self { flash: ModelFlash::new(pages + APART, power.clone()), counter: NoCounter, power, pages }
    }
}

impl<const WORD: usize, C: Counter + Start> Board<WORD, C> {
    /// The token starts; what is called first looks at the flash.
    pub fn start(&mut self) -> Store<&mut ModelFlash<WORD>, &mut C> {
        self.counter.start();
        let range = 0..((self.pages + APART) * PAGE_LEN) as u32;
        Store::new(&mut self.flash, range, &key(), &mut self.counter).unwrap()
    }

    /// The value under a key, read by a token that was just started.
    pub fn load(&mut self, key: u32) -> Result<Option<Vec<u8>>, Error> {
        plain(self.start().load(key))
    }
}

impl<const WORD: usize> Board<WORD, ModelCounter> {
    /// The same board on a power of its own.
    pub fn clone_apart(&self, seed: u64) -> Self {
        let mut board = self.clone();
        board.power = Power::new(seed);
        board.flash.connect(board.power.clone());
        board.counter.connect(board.power.clone());
        board
    }
}

/// A flash that others can change while a store runs on it.
#[derive(Clone)]
pub struct Shared(Rc<RefCell<ModelFlash<4>>>);

impl Shared {
    pub fn new(flash: ModelFlash<4>) -> Self {
        Self(Rc::new(RefCell::new(flash)))
    }

    pub fn borrow_mut(&self) -> RefMut<'_, ModelFlash<4>> {
        self.0.borrow_mut()
    }
}

impl ErrorType for Shared {
    type Error = NorFlashErrorKind;
}

impl ReadNorFlash for Shared {
    const READ_SIZE: usize = 1;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), NorFlashErrorKind> {
        self.0.borrow_mut().read(offset, bytes)
    }

    fn capacity(&self) -> usize {
        self.0.borrow().capacity()
    }
}

impl NorFlash for Shared {
    const WRITE_SIZE: usize = 4;
    const ERASE_SIZE: usize = PAGE_LEN;

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), NorFlashErrorKind> {
        self.0.borrow_mut().write(offset, bytes)
    }

    fn erase(&mut self, from: u32, to: u32) -> Result<(), NorFlashErrorKind> {
        self.0.borrow_mut().erase(from, to)
    }
}

/// A loaded value as plain bytes.
pub fn plain(loaded: Result<Option<Zeroizing<Vec<u8>>>, Error>) -> Result<Option<Vec<u8>>, Error> {
    Ok(loaded?.map(|value| value.to_vec()))
}

pub fn key() -> StorageKey {
    StorageKey::from_bytes([7; 32])
}
