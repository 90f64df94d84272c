//! The display: an SSD1306 of 128 × 64 pixels on I²C.

use embedded_hal::i2c::I2c;
use ssd1306::mode::{BufferedGraphicsMode, DisplayConfig};
use ssd1306::prelude::{DisplayRotation, DisplaySize128x64, I2CInterface};
use ssd1306::{I2CDisplayInterface, Ssd1306};
use tamga_panel::{Page, Surface, SurfaceError, draw};

/// A display at address 0x3c. One that does not answer is tried again with every page: it may be plugged in later.
pub struct Oled<I> {
    driver: Ssd1306<I2CInterface<I>, DisplaySize128x64, BufferedGraphicsMode<DisplaySize128x64>>,
    is_on: bool,
}

impl<I: I2c> Oled<I> {
    /// The display on this bus. Nothing is sent yet.
    pub fn new(bus: I) -> Self {
        let interface = I2CDisplayInterface::new(bus);
        let driver = Ssd1306::new(interface, DisplaySize128x64, DisplayRotation::Rotate0).into_buffered_graphics_mode();
        Self { driver, is_on: false }
    }

    /// Turns the display on, where it is not.
    fn turn_on(&mut self) -> Result<(), SurfaceError> {
        if !self.is_on {
            self.driver.init().map_err(|_| SurfaceError)?;
            self.is_on = true;
        }
        Ok(())
    }
}

impl<I: I2c> Surface for Oled<I> {
    fn put(&mut self, page: &Page) -> Result<(), SurfaceError> {
        self.turn_on()?;
        let sent = draw(page, &mut self.driver).and_then(|()| self.driver.flush());
        self.is_on = sent.is_ok();
        sent.map_err(|_| SurfaceError)
    }
}
