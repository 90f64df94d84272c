//! The CMSDK UARTs of the MPS2 board, byte by byte.

use core::marker::PhantomData;

use tamga_board::Port;
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
struct Registers {
    data: ReadWrite<u32>,
    state: ReadWrite<u32>,
    control: ReadWrite<u32>,
    interrupt: ReadWrite<u32>,
    baud_divider: ReadWrite<u32>,
}

/// Which UART.
pub trait Place {
    /// Its address [AN386, memory map].
    const ADDRESS: usize;
}

/// UART 0: the cable to the host.
pub struct Host;

impl Place for Host {
    const ADDRESS: usize = 0x4000_4000;
}

/// UART 1: the officer's console.
pub struct Console;

impl Place for Console {
    const ADDRESS: usize = 0x4000_5000;
}

/// A UART that sends and receives, and wakes the core when a byte has come.
pub struct Uart<P>(PhantomData<P>);

impl<P: Place> Uart<P> {
    /// Switches the UART on. Two handles of one UART may share the work, as one that reads and one that writes.
    pub fn new() -> Self {
        let uart = Self(PhantomData);
        uart.registers().baud_divider.set(BAUD_DIVIDER);
        uart.registers().control.set(CTRL_TX_AND_RX | CTRL_RX_INTERRUPT);
        uart
    }

    fn registers(&self) -> &'static Registers {
        // SAFETY: at every `Place` there is a CMSDK UART for as long as the board runs, its registers are all that is written
        // here, and each of them may be read and written at any time.
        #[allow(unsafe_code, reason = "registers are where the board has them")]
        unsafe {
            &*(P::ADDRESS as *const Registers)
        }
    }

    /// The next byte, where one has come.
    pub fn take(&mut self) -> Option<u8> {
        let registers = self.registers();
        if registers.state.get() & STATE_RX_FULL == 0 {
            return None;
        }
        // Before the byte is taken: the next one, which may follow at once, then wakes the core again.
        registers.interrupt.set(INTERRUPT_RX);
        Some(registers.data.get() as u8)
    }

    /// Sends a byte, once the one before is gone.
    pub fn send(&mut self, byte: u8) {
        while self.registers().state.get() & STATE_TX_FULL != 0 {}
        self.registers().data.set(byte.into());
    }
}

impl<P: Place> Port for Uart<P> {
    fn take(&mut self, bytes: &mut [u8]) -> usize {
        let arrived = core::iter::from_fn(|| Uart::take(self));
        bytes.iter_mut().zip(arrived).map(|(place, byte)| *place = byte).count()
    }

    fn give(&mut self, bytes: &[u8]) -> usize {
        for byte in bytes {
            self.send(*byte);
        }
        bytes.len()
    }
}
