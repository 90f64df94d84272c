//! A token's life as steps, and what must be there after each.

use std::collections::BTreeMap;

use tamga_store::model::ModelFlash;
use tamga_store::{Counter, Error, Store};

use crate::board::{Board, Start};

pub type Blobs = BTreeMap<u32, Vec<u8>>;

/// The key that goes last in a wiping.
pub const LAST: u32 = 1;

#[derive(Clone, Debug)]
pub enum Step {
    Store(u32, Vec<u8>),
    Erase(u32),
    Wipe,
    Restart,
}

impl Step {
    fn act<const WORD: usize, C: Counter>(
        &self,
        store: &mut Store<&mut ModelFlash<WORD>, &mut C>,
    ) -> Result<(), Error> {
        match self {
            Self::Store(key, value) => store.store(*key, value),
            Self::Erase(key) => store.erase(*key),
            Self::Wipe => store.wipe(LAST),
            Self::Restart => Ok(()),
        }
    }

    /// The blobs after this step.
    pub fn after(&self, before: &Blobs) -> Blobs {
        let mut after = before.clone();
        match self {
            Self::Store(key, value) => drop(after.insert(*key, value.clone())),
            Self::Erase(key) => drop(after.remove(key)),
            Self::Wipe => after.clear(),
            Self::Restart => {}
        }
        after
    }

    /// What may be there when power failed inside of this step.
    fn allowed(&self, before: &Blobs) -> Vec<Blobs> {
        let mut allowed = vec![before.clone(), self.after(before)];
        if matches!(self, Self::Wipe) {
            allowed.push(before.iter().filter(|(key, _)| **key == LAST).map(|(k, v)| (*k, v.clone())).collect());
        }
        allowed
    }
}

/// Lives through the steps. Power fails where the cuts say, counted in operations from the one before; then the token starts,
/// which is cut too if a further cut comes so soon, what is there is held against what was stored, twice, and the step is done
/// again. Says how often power failed.
pub fn live<const WORD: usize, C: Counter + Start>(
    board: &mut Board<WORD, C>,
    steps: &[Step],
    mut cuts: impl Iterator<Item = u64>,
) -> usize {
    let power = board.power.clone();
    let mut blobs = Blobs::new();
    let mut failures = 0;
    let mut steps = steps.iter().peekable();
    cuts.next().into_iter().for_each(|cut| power.fail_after(cut));
    let mut store = board.start();
    while let Some(step) = steps.peek() {
        let done = step.act(&mut store);
        if power.is_on() {
            assert_eq!(done, Ok(()), "{step:?}");
            blobs = step.after(&blobs);
            if matches!(steps.next(), Some(Step::Restart)) {
                store = board.start();
            }
            continue;
        }
        failures += 1;
        assert!(done.is_err(), "{step:?} was done without power");
        power.restore();
        if let Some(cut) = cuts.next() {
            power.fail_after(cut);
            let _ = board.start().open();
            failures += usize::from(!power.is_on());
        }
        let allowed = step.allowed(&blobs);
        for _ in 0..2 {
            let seen = seen(board);
            assert!(allowed.contains(&seen), "in {step:?}: {:?} became {:?}", lens(&blobs), lens(&seen));
        }
        cuts.next().into_iter().for_each(|cut| power.fail_after(cut));
        store = board.start();
    }
    assert_eq!(seen(board), blobs, "at the end");
    failures
}

/// All keys that lives use.
pub const KEYS: u32 = 12;

fn seen<const WORD: usize, C: Counter + Start>(board: &mut Board<WORD, C>) -> Blobs {
    board.power.restore();
    let mut store = board.start();
    let value = |key| store.load(key).expect("the flash is sound").map(|value| (key, value.to_vec()));
    (0..KEYS).filter_map(value).collect()
}

fn lens(blobs: &Blobs) -> BTreeMap<u32, usize> {
    blobs.iter().map(|(key, value)| (*key, value.len())).collect()
}
