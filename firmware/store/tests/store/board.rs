//! A model board: flash, counter and power.

use tamga_store::model::{ModelCounter, ModelFlash, PAGE_LEN, Power};
use tamga_store::{Counter, Error, NoCounter, StorageKey, Store};

/// Advances that no test uses up unless it wants to.
const ADVANCES: u32 = 1 << 20;

/// What outlives a loss of power.
#[derive(Clone)]
pub struct Board<const WORD: usize, C> {
    pub flash: ModelFlash<WORD>,
    pub counter: C,
    pub power: Power,
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
        Self { flash: ModelFlash::new(pages, power.clone()), counter, power, pages }
    }
}

impl<const WORD: usize> Board<WORD, NoCounter> {
    pub fn without_counter(pages: usize, seed: u64) -> Self {
        let power = Power::new(seed);
        Self { flash: ModelFlash::new(pages, power.clone()), counter: NoCounter, power, pages }
    }
}

impl<const WORD: usize, C: Counter + Start> Board<WORD, C> {
    /// Power comes back, or is there, and the store is looked at by what is called first.
    pub fn start(&mut self) -> Store<&mut ModelFlash<WORD>, &mut C> {
        self.power.restore();
        self.counter.start();
        let range = 0..(self.pages * PAGE_LEN) as u32;
        Store::new(&mut self.flash, range, &key(), &mut self.counter).unwrap()
    }

    /// The value under a key, read by a token that was just started.
    pub fn load(&mut self, key: u32) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.start().load(key)?.map(|value| value.to_vec()))
    }
}

pub fn key() -> StorageKey {
    StorageKey::from_bytes([7; 32])
}
