//! The display: an SSD1306 of 128 × 64 pixels on I²C.

use alloc::rc::Rc;
use core::cell::RefCell;

use embedded_hal::i2c::I2c;
use ssd1306::mode::{BufferedGraphicsMode, DisplayConfig};
use ssd1306::prelude::{DisplayRotation, DisplaySize128x64, I2CInterface};
use ssd1306::{I2CDisplayInterface, Ssd1306};
use tamga_panel::{Page, Surface, SurfaceError, draw};

/// The bytes that make a display dark: a control byte for commands, and the command to switch the panel off.
const DARK: [u8; 2] = [0x00, 0xae];

/// The display's address.
const ADDRESS: u8 = 0x3c;

/// A display at address 0x3c. It is set up anew with every page (some 3 ms): one that was plugged in later, or that lost its own
/// power meanwhile and is dark while it acknowledges what it is sent, shows the next page.
pub struct Oled<I> {
    driver: Ssd1306<I2CInterface<I>, DisplaySize128x64, BufferedGraphicsMode<DisplaySize128x64>>,
}

impl<I: I2c> Oled<I> {
    /// The display on this bus. Nothing is sent yet.
    pub fn new(bus: I) -> Self {
        let interface = I2CDisplayInterface::new(bus);
        let driver = Ssd1306::new(interface, DisplaySize128x64, DisplayRotation::Rotate0).into_buffered_graphics_mode();
        Self { driver }
    }
}

impl<I: I2c> Surface for Oled<I> {
    fn put(&mut self, page: &Page) -> Result<(), SurfaceError> {
        self.driver.init().map_err(|_| SurfaceError)?;
        let sent = draw(page, &mut self.driver).and_then(|()| self.driver.flush());
        sent.map_err(|_| SurfaceError)
    }
}

/// A surface that the token has and the board keeps as well, to show why the token did not start.
pub struct Shared<S>(Rc<RefCell<S>>);

impl<S> Shared<S> {
    /// The first of those who have it; the others are its clones.
    pub fn new(surface: S) -> Self {
        Self(Rc::new(RefCell::new(surface)))
    }
}

impl<S> Clone for Shared<S> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<S: Surface> Surface for Shared<S> {
    fn put(&mut self, page: &Page) -> Result<(), SurfaceError> {
        self.0.try_borrow_mut().map_err(|_| SurfaceError)?.put(page)
    }
}

/// Makes the display on this bus dark, for a token that stops: what it asked last is not to be seen. Where there is no
/// display, nothing happens.
pub fn darken(bus: &mut impl I2c) {
    let _ = bus.write(ADDRESS, &DARK);
}
