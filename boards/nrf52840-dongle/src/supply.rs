//! The supply of the pins: 3 V, which a display takes, and not the chip's 1.8 V.

use cortex_m::peripheral::SCB;
use nrf52840_hal::pac::{NVMC, UICR};

/// Sets the chip's regulator to 3 V, where nobody has set it yet: for good, in the chip's configuration, and with a restart. To be
/// called before anything is on the pins.
pub fn set(configuration: &UICR, controller: &NVMC) {
    if !configuration.regout0.read().vout().is_default() {
        return;
    }
    controller.config.write(|w| w.wen().wen());
    while controller.ready.read().ready().is_busy() {}
    configuration.regout0.modify(|_, w| w.vout()._3v0());
    while controller.ready.read().ready().is_busy() {}
    controller.config.write(|w| w.wen().ren());
    SCB::sys_reset();
}
