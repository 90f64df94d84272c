//! An officer's hands and eyes: presses by their console bytes, pages as they were put up.

use std::collections::VecDeque;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tamga_panel::console;
use tamga_panel::{Idle, Keys, Language, Page, Panel, Press, Settings, Surface, SurfaceError};
use tamga_token::{Content, Screen};

/// Presses to come.
#[derive(Default)]
pub struct Presses(pub VecDeque<Press>);

impl Keys for Presses {
    fn press(&mut self, _: u64, _: u16) -> Option<Press> {
        self.0.pop_front()
    }

    fn forget(&mut self) {
        self.0.clear();
    }
}

/// Keeps the pages, or refuses them.
#[derive(Default)]
pub struct Eyes {
    pub pages: Vec<Page>,
    pub closed: bool,
}

impl Surface for Eyes {
    fn put(&mut self, page: &Page) -> Result<(), SurfaceError> {
        if self.closed {
            return Err(SurfaceError);
        }
        self.pages.push(page.clone());
        Ok(())
    }
}

/// A panel with someone in front of it.
pub struct Desk {
    pub panel: Panel,
    pub presses: Presses,
    pub eyes: Eyes,
    pub now_ms: u64,
    rng: ChaCha20Rng,
}

impl Desk {
    pub fn new(language: Language, rehearsal: bool) -> Self {
        let idle =
            Idle { rehearsal, label: "token 3".into(), board: "nrf52840-dongle", election: None, retired: false };
        let mut desk = Self {
            panel: Panel::new(Settings::new(language, 1_500), idle),
            presses: Presses::default(),
            eyes: Eyes::default(),
            now_ms: 0,
            rng: ChaCha20Rng::from_seed([7; 32]),
        };
        desk.tick().unwrap();
        desk
    }

    pub fn tick(&mut self) -> Result<(), SurfaceError> {
        self.now_ms += 10;
        self.panel.tick(self.now_ms, &mut self.presses, &mut self.eyes, &mut self.rng)
    }

    /// Lets so much time pass.
    pub fn wait(&mut self, ms: u64) {
        self.now_ms += ms - 10;
        self.tick().unwrap();
    }

    /// Presses these keys, one in each tick, after what was put up before is drawn.
    pub fn press(&mut self, bytes: &str) {
        self.tick().unwrap();
        for byte in bytes.bytes() {
            self.presses.0.push_back(console::press(byte).unwrap());
            self.tick().unwrap();
        }
    }

    pub fn ask(&mut self, content: &Content) {
        self.panel.ask(&Screen { rehearsal: true, content: content.clone() });
    }

    /// The lines under the header of the page that is up.
    pub fn body(&self) -> String {
        body(&self.panel.page())
    }

    /// Leafs to the last page and gives all of them.
    pub fn leaf(&mut self) -> Vec<Page> {
        let mut pages = vec![self.panel.page()];
        while pages.last().unwrap().place().0 < pages.last().unwrap().place().1 {
            self.press("d");
            pages.push(self.panel.page());
        }
        pages
    }
}

/// The lines of a page under its header.
pub fn body(page: &Page) -> String {
    page.lines().skip(1).collect::<Vec<_>>().join("\n")
}
