//! UART 1 as display and keys, in the panel's console form.

use core::fmt;

use tamga_panel::{Keys, Press, console};

use crate::uart::{Console, Uart};

/// The half that prints pages.
pub struct Printer(pub Uart<Console>);

impl fmt::Write for Printer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            self.0.send(byte);
        }
        Ok(())
    }
}

/// The half that reads presses; a byte is a whole press, short or held.
pub struct KeyBytes(pub Uart<Console>);

impl Keys for KeyBytes {
    fn press(&mut self, _: u64, _: u16) -> Option<Press> {
        core::iter::from_fn(|| self.0.take()).find_map(console::press)
    }

    fn forget(&mut self) {
        while self.0.take().is_some() {}
    }
}
