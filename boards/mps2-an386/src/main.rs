#![doc = include_str!("../README.md")]
#![no_std]
#![no_main]

extern crate alloc;

mod uart;

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use cortex_m as _;
use core::panic::PanicInfo;

use cortex_m_rt::entry;
use embedded_alloc::LlffHeap;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use semihosting::fs::File;
use semihosting::io::Read;
use tamga_token::{Blob, Consent, Env, PinEntry, PinReason, Screen, StorageError, Token};
use zeroize::Zeroizing;

use crate::uart::Uart;

#[global_allocator]
static HEAP: LlffHeap = LlffHeap::empty();

struct Trivial {
    rng: ChaCha20Rng,
    blobs: BTreeMap<Blob, Vec<u8>>,
}

impl Env for Trivial {
    type Rng = ChaCha20Rng;
    fn rng(&mut self) -> &mut ChaCha20Rng { &mut self.rng }
    fn load(&mut self, blob: Blob) -> Result<Option<Zeroizing<Vec<u8>>>, StorageError> { Ok(self.blobs.get(&blob).cloned().map(Zeroizing::new)) }
    fn store(&mut self, blob: Blob, bytes: &[u8]) -> Result<(), StorageError> { self.blobs.insert(blob, bytes.to_vec()); Ok(()) }
    fn erase(&mut self, blob: Blob) -> Result<(), StorageError> { self.blobs.remove(&blob); Ok(()) }
    fn wipe(&mut self) -> Result<(), StorageError> { self.blobs.clear(); Ok(()) }
    fn show(&mut self, _: &Screen) {}
    fn ask(&mut self, _: &Screen) {}
    fn consent(&mut self) -> Consent { Consent::Yes }
    fn ask_pin(&mut self, _: PinReason) -> PinEntry { PinEntry::Pending }
    fn is_simulator(&self) -> bool { true }
    fn is_rehearsal_only(&self) -> bool { true }
}

#[entry]
fn main() -> ! {
    #[allow(unsafe_code)]
    unsafe { embedded_alloc::init!(HEAP, 65536); }
    let mut seed = [0; 32];
    let _ = File::open(c"/dev/urandom").and_then(|mut file| file.read(&mut seed));
    let env = Trivial { rng: ChaCha20Rng::from_seed(seed), blobs: BTreeMap::new() };
    let Ok(mut token) = Token::new(env) else { semihosting::process::exit(2) };
    let mut uart = Uart::host();
    loop {
        if let Some(byte) = uart.take() {
            for byte in token.handle_frame(&[byte]) { uart.send(byte); }
        }
    }
}

#[panic_handler]
fn panic(_: &PanicInfo) -> ! { semihosting::process::exit(1) }
