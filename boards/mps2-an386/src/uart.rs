//! The CMSDK UART of the MPS2 board, byte by byte.

use tock_registers::interfaces::{Readable, Writeable};
use tock_registers::registers::ReadWrite;

const STATE_TX_FULL: u32 = 1 << 0;
const STATE_RX_FULL: u32 = 1 << 1;
const CTRL_TX_AND_RX: u32 = 0b11;
const CTRL_RX_INTERRUPT: u32 = 1 << 3;
const INTERRUPT_RX: u32 = 1 << 1;
/// The smallest that switches the transmitter on; the emulator's UART is as fast as its socket.
const BAUD_DIVIDER: u32 = 16;

/// The registers, from the UART's address on.
#[repr(C)]
pub struct Registers {
    data: ReadWrite<u32>,
    state: ReadWrite<u32>,
    control: ReadWrite<u32>,
    interrupt: ReadWrite<u32>,
    baud_divider: ReadWrite<u32>,
}

/// A UART that sends and receives, and wakes the core when a byte has come.
pub struct Uart(&'static Registers);

impl Uart {
    /// UART 0, the cable to the host.
    pub fn host() -> Self {
        Self::at(0x4000_4000)
    }

    /// UART 1, the officer's console.
    pub fn console() -> Self {
        Self::at(0x4000_5000)
    }

    fn at(address: usize) -> Self {
        // SAFETY: both addresses are those of a CMSDK UART [AN386, memory map], there for as long as the board runs, and
        // registers may be shared.
        #[allow(unsafe_code, reason = "the registers are where the board has them")]
        let registers = unsafe { &*(address as *const Registers) };
        registers.baud_divider.set(BAUD_DIVIDER);
        registers.control.set(CTRL_TX_AND_RX | CTRL_RX_INTERRUPT);
        Self(registers)
    }

    /// The next byte, where one has come.
    pub fn take(&mut self) -> Option<u8> {
        if self.0.state.get() & STATE_RX_FULL == 0 {
            return None;
        }
        // Before the byte is taken: the next one, which may follow at once, then wakes the core again.
        self.0.interrupt.set(INTERRUPT_RX);
        Some(self.0.data.get() as u8)
    }

    /// Whether a byte has come.
    pub fn has_byte(&self) -> bool {
        self.0.state.get() & STATE_RX_FULL != 0
    }

    /// Sends a byte, once the one before is gone.
    pub fn send(&mut self, byte: u8) {
        while self.0.state.get() & STATE_TX_FULL != 0 {}
        self.0.data.set(byte.into());
    }
}
