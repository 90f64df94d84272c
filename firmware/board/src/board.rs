//! The token's [`Env`], made of a store, a panel and the chip.

use alloc::string::String;
use alloc::vec::Vec;

use tamga_panel::{Idle, Panel, Settings};
use tamga_store::{Error, Store};
use tamga_token::{Blob, Consent, Env, PartCheck, PinEntry, PinPrompt, Screen, Standing, StorageError};
use tamga_wire::BoardPart;
use zeroize::Zeroizing;

use crate::chip::{Chip, Parts};

/// Under which key of the store language and hold time are: none of [`Blob::number`]'s.
const SETTINGS_KEY: u32 = 0x8000_0000;

/// How often the display says how far an opening has come, at most, in milliseconds: drawing it takes time, too.
const PROGRESS_EVERY_MS: u64 = 1_000;

/// The world of a token on a chip.
pub struct Board<C: Chip> {
    chip: C,
    rng: C::Rng,
    store: Store<C::Flash, C::Counter>,
    keys: C::Keys,
    surface: C::Surface,
    panel: Panel,
    /// As the store has them, or has none.
    stored_settings: Settings,
    /// When the display last said how far an opening has come.
    progressed_ms: Option<u64>,
}

impl<C: Chip> Board<C> {
    /// The board with its store opened and the idle screen up. Refuses a flash that the store refuses: one that is not as this
    /// token left it, or is no flash for a store.
    pub fn new(parts: Parts<C>) -> Result<Self, Error> {
        let Parts { chip, rng, flash, range, storage_key, counter, keys, surface } = parts;
        let mut store = Store::new(flash, range, &storage_key, counter)?;
        let stored = store.load(SETTINGS_KEY)?;
        let stored_settings = stored.and_then(|bytes| Settings::from_bytes(&bytes)).unwrap_or_default();
        let idle = Idle {
            rehearsal: C::IS_REHEARSAL_ONLY,
            label: String::new(),
            board: C::NAME,
            election: None,
            retired: false,
        };
        let panel = Panel::new(stored_settings, idle);
        Ok(Self { chip, rng, store, keys, surface, panel, stored_settings, progressed_ms: None })
    }

    /// Draws what is to be seen, and takes a press of the keys. To be called often: ten times a second at least. Says whether the
    /// display works.
    pub fn tick(&mut self) -> bool {
        let now_ms = self.chip.uptime_ms();
        let drawn = self.panel.tick(now_ms, &mut self.keys, &mut self.surface, &mut self.rng);
        drawn.is_ok()
    }

    /// Keeps language and hold time where they have changed, right after the token stored something. They change without a PIN,
    /// and each writing takes one of the counter's: by themselves they take none.
    fn keep_settings(&mut self) {
        let settings = self.panel.settings();
        if settings != self.stored_settings {
            // Settings that the flash does not take last until power goes.
            let _ = self.store.store(SETTINGS_KEY, &settings.to_bytes());
            self.stored_settings = settings;
        }
    }

    /// What the idle screen says from now on.
    pub fn show_standing(&mut self, standing: Standing) {
        let Standing { rehearsal, label, election, retired } = standing;
        self.panel.set_idle(Idle { rehearsal, label, board: C::NAME, election, retired });
    }

    /// The panel, for what a board shows of itself.
    pub fn panel(&mut self) -> &mut Panel {
        &mut self.panel
    }

    /// The chip, for what is the board's own.
    pub fn chip(&mut self) -> &mut C {
        &mut self.chip
    }
}

impl<C: Chip> Env for Board<C> {
    type Rng = C::Rng;

    fn rng(&mut self) -> &mut C::Rng {
        &mut self.rng
    }

    fn load(&mut self, blob: Blob) -> Result<Option<Zeroizing<Vec<u8>>>, StorageError> {
        let bytes = match blob {
            Blob::Retired => self.store.apart(),
            _ => self.store.load(blob.number()),
        };
        bytes.map_err(|_| StorageError)
    }

    fn store(&mut self, blob: Blob, bytes: &[u8]) -> Result<(), StorageError> {
        if blob == Blob::Retired {
            return self.store.keep_apart(bytes).map_err(|_| StorageError);
        }
        self.store.store(blob.number(), bytes).map_err(|_| StorageError)?;
        self.keep_settings();
        Ok(())
    }

    fn erase(&mut self, blob: Blob) -> Result<(), StorageError> {
        self.store.erase(blob.number()).map_err(|_| StorageError)
    }

    fn wipe(&mut self) -> Result<(), StorageError> {
        self.stored_settings = Settings::default();
        self.store.wipe(Blob::Tries.number()).map_err(|_| StorageError)
    }

    fn stores_left(&mut self) -> u32 {
        self.store.stores_left().unwrap_or(0)
    }

    fn show(&mut self, screen: &Screen) {
        self.panel.show(screen);
    }

    fn ask(&mut self, screen: &Screen) {
        self.panel.ask(screen);
    }

    fn consent(&mut self) -> Consent {
        self.panel.consent()
    }

    fn ask_pin(&mut self, prompt: &PinPrompt) -> PinEntry {
        self.panel.ask_pin(prompt)
    }

    fn cancel(&mut self) {
        self.panel.cancel();
    }

    fn progress(&mut self, done: u32, total: u32) {
        let now_ms = self.chip.uptime_ms();
        let is_due = self.progressed_ms.is_none_or(|last_ms| now_ms.saturating_sub(last_ms) >= PROGRESS_EVERY_MS);
        if is_due || done >= total {
            self.progressed_ms = Some(now_ms);
            self.panel.progress(done, total);
        }
    }

    fn check(&mut self, part: BoardPart) -> PartCheck {
        let works = match part {
            BoardPart::Screen | BoardPart::Keys => return self.panel.check(part),
            BoardPart::Randomness => self.chip.randomness_works(),
            BoardPart::Flash => self.store.check().is_ok(),
        };
        if works { PartCheck::Passed } else { PartCheck::Failed }
    }

    fn uptime_ms(&mut self) -> u64 {
        self.chip.uptime_ms()
    }

    fn board(&self) -> &'static str {
        C::NAME
    }

    fn is_simulator(&self) -> bool {
        C::IS_SIMULATOR
    }

    fn is_rehearsal_only(&self) -> bool {
        C::IS_REHEARSAL_ONLY
    }
}
