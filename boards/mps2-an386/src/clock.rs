//! The board's two counters, and the core's sleep.

use cortex_m::interrupt::InterruptNumber;
use cortex_m::peripheral::syst::SystClkSource;
use cortex_m::peripheral::{NVIC, SCB, SYST};
use tock_registers::interfaces::Readable;
use tock_registers::registers::ReadOnly;

/// Core and counter, in hertz.
const CLOCK_HZ: u32 = 25_000_000;
/// How long the core sleeps at most, in milliseconds.
const SLEEP_MS: u32 = 20;

/// The counters of the FPGA's I/O block [AN386, FPGA system control and I/O].
#[repr(C)]
struct Counters {
    leds: ReadOnly<u32>,
    _reserved: ReadOnly<u32>,
    buttons: ReadOnly<u32>,
    _reserved_2: ReadOnly<u32>,
    clock_1_hz: ReadOnly<u32>,
    clock_100_hz: ReadOnly<u32>,
    cycles: ReadOnly<u32>,
}

fn counters() -> &'static Counters {
    // SAFETY: the block is at this address for as long as the board runs, and reading its counters changes nothing.
    #[allow(unsafe_code, reason = "registers are where the board has them")]
    unsafe {
        &*(0x4002_8000 as *const Counters)
    }
}

/// Milliseconds since power came, in steps of ten; goes on for 497 days.
pub fn uptime_ms() -> u64 {
    u64::from(counters().clock_100_hz.get()) * 10
}

/// A counter of 40 ns steps that wraps after 171 s: 40 instructions each where QEMU counts them (`-icount shift=0`).
pub fn cycles() -> u32 {
    counters().cycles.get()
}

/// The receive interrupts of the two UARTs. They wake the core and are never taken.
#[derive(Clone, Copy)]
enum Received {
    Host = 0,
    Console = 2,
}

// SAFETY: these are the numbers of the UARTs' receive interrupts [AN386, interrupts].
#[allow(unsafe_code, reason = "the trait is unsafe to implement")]
unsafe impl InterruptNumber for Received {
    fn number(self) -> u16 {
        self as u16
    }
}

/// Sleeps until a byte comes, or for 20 ms.
pub struct Sleep;

impl Sleep {
    /// Interrupts stay off for good, so that none is taken; those that pend wake the core all the same.
    pub fn new(mut timer: SYST) -> Self {
        cortex_m::interrupt::disable();
        timer.set_clock_source(SystClkSource::Core);
        timer.set_reload(CLOCK_HZ / 1_000 * SLEEP_MS - 1);
        timer.clear_current();
        timer.enable_counter();
        timer.enable_interrupt();
        for received in [Received::Host, Received::Console] {
            // SAFETY: no critical section depends on a mask, as interrupts are off.
            #[allow(unsafe_code, reason = "unmasking is unsafe where masks make critical sections")]
            unsafe {
                NVIC::unmask(received);
            }
        }
        Self
    }

    /// Sleeps. What pended before this call ends it at once.
    pub fn sleep(&mut self) {
        cortex_m::asm::wfi();
        SCB::clear_pendst();
        for received in [Received::Host, Received::Console] {
            NVIC::unpend(received);
        }
    }
}
