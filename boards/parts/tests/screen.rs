//! The display, on a bus that keeps what a display would.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::cell::RefCell;
use std::rc::Rc;

use embedded_hal::i2c::{ErrorKind, ErrorType, I2c, Operation};
use tamga_panel::{Page, PageKind, Surface};
use tamga_parts::screen::{Oled, darken};

/// A display that acknowledges everything: whether it is lit, and how many bytes of picture came since power did.
#[derive(Clone, Default)]
struct Bus(Rc<RefCell<(bool, usize)>>);

impl ErrorType for Bus {
    type Error = ErrorKind;
}

impl I2c for Bus {
    fn transaction(&mut self, address: u8, operations: &mut [Operation<'_>]) -> Result<(), ErrorKind> {
        assert_eq!(address, 0x3c);
        for operation in operations {
            let Operation::Write(bytes) = operation else { panic!("nothing is read from a display") };
            let mut display = self.0.borrow_mut();
            match bytes[..] {
                [0x00, 0xae, ..] => display.0 = false,
                [0x00, 0xaf, ..] => display.0 = true,
                [0x40, ..] => display.1 += bytes.len() - 1,
                _ => {}
            }
        }
        Ok(())
    }
}

fn page() -> Page {
    Page::new(PageKind::Ask, (1, 1), false, vec!["TAMGA".into()]).unwrap()
}

#[test]
fn a_display_that_lost_its_power_is_lit_and_whole_with_the_next_page() {
    let bus = Bus::default();
    let mut display = Oled::new(bus.clone());
    for _ in 0..2 {
        display.put(&page()).unwrap();
        assert_eq!(*bus.0.borrow(), (true, 128 * 64 / 8));
        *bus.0.borrow_mut() = (false, 0);
    }
}

#[test]
fn a_display_that_is_darkened_is_lit_by_the_next_page() {
    let mut bus = Bus::default();
    let mut display = Oled::new(bus.clone());
    display.put(&page()).unwrap();
    darken(&mut bus);
    assert!(!bus.0.borrow().0);
    display.put(&page()).unwrap();
    assert!(bus.0.borrow().0);
}
