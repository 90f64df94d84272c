#![doc = include_str!("../README.md")]
#![no_std]
#![no_main]

extern crate alloc;

mod arguments;
mod clock;
mod console;
mod figures;
mod flash;
mod memory;
mod randomness;
mod uart;

use core::panic::PanicInfo;

use cortex_m_rt::entry;
use rand_core::Rng;
use tamga_board::{Board, Cable, Chip, Parts, STORE_LEN_MIN, Turn};
use tamga_crypto::hash::hash;
use tamga_panel::console::Printed;
use tamga_store::{NoCounter, StorageKey};
use tamga_token::Token;

use crate::arguments::Arguments;
use crate::clock::Sleep;
use crate::console::{KeyBytes, Printer};
use crate::figures::Figures;
use crate::flash::{CAPACITY, FileFlash};
use crate::randomness::HostRandomness;
use crate::uart::{Console, Host, Uart};

const _: () = assert!(CAPACITY as u32 >= STORE_LEN_MIN, "the largest definition needs it");

/// Turns without anything to do before the core sleeps: a byte that follows at once is met awake.
const TURNS_AWAKE: u32 = 200;

/// The emulated board.
struct Mps2;

impl Chip for Mps2 {
    type Rng = HostRandomness;
    type Flash = FileFlash;
    type Counter = NoCounter;
    type Keys = KeyBytes;
    type Surface = Printed<Printer>;

    const NAME: &'static str = "mps2-an386";
    const IS_SIMULATOR: bool = true;
    const IS_REHEARSAL_ONLY: bool = true;

    fn uptime_ms(&mut self) -> u64 {
        clock::uptime_ms()
    }

    /// The computer answers for its randomness; what is seen from here is that two draws differ.
    fn randomness_works(&mut self) -> bool {
        let Some(mut randomness) = HostRandomness::open() else { return false };
        let (mut first, mut second) = ([0; 32], [0; 32]);
        randomness.fill_bytes(&mut first);
        randomness.fill_bytes(&mut second);
        first != second
    }
}

#[entry]
fn main() -> ! {
    memory::begin();
    let Some(arguments) = Arguments::read() else {
        stop("the arguments are: tamga FLASH [FIGURES]");
    };
    let Some(flash) = FileFlash::open(arguments.flash()) else {
        stop("the flash file cannot be used, or is of another length");
    };
    let Some(rng) = HostRandomness::open() else {
        stop("the computer gives no randomness");
    };
    let parts = Parts {
        chip: Mps2,
        rng,
        flash,
        range: 0..CAPACITY as u32,
        // No secret: who has the file has the token, as with everything that is emulated.
        storage_key: StorageKey::from_bytes(hash("tamga/mps2-an386-storage/v1", &[])),
        counter: NoCounter,
        keys: KeyBytes(Uart::<Console>::new()),
        surface: Printed(Printer(Uart::new())),
    };
    let Ok(board) = Board::new(parts) else {
        stop("the flash is not as the token left it");
    };
    let Ok(token) = Token::new(board) else {
        stop("the token does not read its storage");
    };
    let Some(peripherals) = cortex_m::Peripherals::take() else {
        stop("the core's peripherals are taken");
    };
    serve(token, Sleep::new(peripherals.SYST), arguments.figures().and_then(Figures::open))
}

fn serve(mut token: Token<Board<Mps2>>, mut sleep: Sleep, mut figures: Option<Figures>) -> ! {
    let mut cable = Cable::new(Uart::<Host>::new(), &mut token);
    let mut idle_turns = 0;
    loop {
        let began = clock::cycles();
        let turn = cable.turn(&mut token);
        if turn == Turn::Idle {
            idle_turns += 1;
            if idle_turns > TURNS_AWAKE {
                sleep.sleep();
            }
            continue;
        }
        idle_turns = 0;
        if let Some(figures) = &mut figures {
            figures.add(began);
            if turn == Turn::Answered {
                figures.answered();
            }
        }
    }
}

/// Says on standard error why the token stops, and ends QEMU with status 1.
pub(crate) fn stop(why: &str) -> ! {
    semihosting::eprintln!("tamga-mps2-an386: {why}");
    semihosting::process::exit(1)
}

/// Says where a panic was, and nothing of what it was about.
#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    if let Some(place) = info.location() {
        semihosting::eprintln!("tamga-mps2-an386: panic at {}:{}", place.file(), place.line());
    }
    semihosting::process::exit(1)
}
