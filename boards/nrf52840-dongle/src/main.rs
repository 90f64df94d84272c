#![doc = include_str!("../README.md")]
#![no_std]
#![no_main]

mod clock;
mod flash;
mod noise;
mod supply;

use core::panic::PanicInfo;

use cortex_m_rt::entry;
use embedded_alloc::LlffHeap;
use embedded_hal::digital::PinState;
use nrf52840_hal as hal;
use nrf52840_hal::clocks::Clocks;
use nrf52840_hal::gpio::{Input, Level, Pin, PullUp, p0};
use nrf52840_hal::pac::{self, TWIM1};
use nrf52840_hal::twim::{Frequency, Pins, Twim};
use nrf52840_hal::usbd::{UsbPeripheral, Usbd};
use tamga_board::{Board, Chip, Parts};
use tamga_crypto::hash::hash;
use tamga_panel::PinKeys;
use tamga_parts::fault::Fault;
use tamga_parts::generator::Generator;
use tamga_parts::led::Led;
use tamga_parts::screen::{self, Oled, Shared};
use tamga_parts::usb::UsbPort;
use tamga_parts::{flash_key, seed, start};
use tamga_store::{NoCounter, StorageKey};
use tamga_token::Token;
use usb_device::bus::UsbBusAllocator;

use crate::clock::Clock;
use crate::flash::{Flash, KEY_PAGE, STORE};
use crate::noise::Trng;

/// Bytes of the heap.
const HEAP_LEN: usize = 88 << 10;

const LABEL: &str = "tamga/nrf52840-dongle-storage/v1";

#[global_allocator]
static HEAP: LlffHeap = LlffHeap::empty();

type Key = Pin<Input<PullUp>>;
type Keys = PinKeys<Key, Key, Key, Key>;
type Screen = Shared<Oled<Twim<TWIM1>>>;

/// The chip: its clock and its noise.
struct Dongle<'a> {
    clock: &'a Clock,
    noise: Trng,
}

impl Chip for Dongle<'_> {
    type Rng = Generator;
    type Flash = Flash;
    type Counter = NoCounter;
    type Keys = Keys;
    type Surface = Screen;

    const NAME: &'static str = "nrf52840-dongle";
    const IS_SIMULATOR: bool = false;
    const IS_REHEARSAL_ONLY: bool = true;

    fn uptime_ms(&mut self) -> u64 {
        self.clock.ms()
    }

    fn randomness_works(&mut self) -> bool {
        seed::draw(&mut self.noise).is_ok()
    }
}

#[entry]
fn main() -> ! {
    // SAFETY: once, before anything is allocated; the memory is the macro's own.
    #[allow(unsafe_code, reason = "memory for the heap")]
    unsafe {
        embedded_alloc::init!(HEAP, HEAP_LEN);
    }
    // It cannot fail on a chip that just started.
    let Some(chip) = pac::Peripherals::take() else { halt() };
    supply::set(&chip.UICR, &chip.NVMC);
    let clocks = Clocks::new(chip.CLOCK).enable_ext_hfosc();
    let clock = Clock::start(chip.TIMER0);
    let pins = p0::Parts::new(chip.P0);
    let led = Led::new(pins.p0_06.into_push_pull_output(Level::Low), PinState::Low);
    let keys = PinKeys::new(
        pins.p0_13.into_pullup_input().degrade(),
        pins.p0_15.into_pullup_input().degrade(),
        pins.p0_17.into_pullup_input().degrade(),
        pins.p0_20.into_pullup_input().degrade(),
    );
    let wires =
        Pins { sda: pins.p0_22.into_floating_input().degrade(), scl: pins.p0_24.into_floating_input().degrade() };
    let mut screen = Shared::new(Oled::new(Twim::new(chip.TWIM1, wires, Frequency::K400)));
    let noise = Trng(hal::Rng::new(chip.RNG));
    let bus = UsbBusAllocator::new(Usbd::new(UsbPeripheral::new(chip.USBD, &clocks)));
    let fault = match token(Dongle { clock: &clock, noise }, keys, screen.clone(), Flash::take(chip.NVMC)) {
        Ok(token) => match UsbPort::new(&bus) {
            Some(port) => start::serve(token, port, led),
            None => Fault::Chip,
        },
        Err(fault) => fault,
    };
    fault.show(&mut screen, Dongle::IS_REHEARSAL_ONLY);
    led.signal(fault, || clock.ms())
}

/// The token on this chip, or why there is none.
fn token<'a>(
    mut chip: Dongle<'a>,
    keys: Keys,
    surface: Screen,
    mut flash: Flash,
) -> Result<Token<Board<Dongle<'a>>>, Fault> {
    let (rng, storage_key) = begin(&mut chip, &mut flash)?;
    start::token(Parts { chip, rng, flash, range: STORE, storage_key, counter: NoCounter, keys, surface })
}

/// What comes of noise and flash: the generator, and what the store is sealed with.
fn begin(chip: &mut Dongle<'_>, flash: &mut Flash) -> Result<(Generator, StorageKey), Fault> {
    let seed = seed::draw(&mut chip.noise).map_err(|_| Fault::Noise)?;
    let mut rng = Generator::new(seed);
    let key = flash_key::load_or_draw(flash, KEY_PAGE, &mut rng).map_err(|_| Fault::DeviceKey)?;
    Ok((rng, StorageKey::from_bytes(hash(LABEL, &[&*key]))))
}

/// Without anything to be seen.
fn halt() -> ! {
    loop {
        cortex_m::asm::wfi();
    }
}

/// Says nothing: what a panic is about may be secret. The display goes dark, so that nothing asks any more. The token stands still
/// until power goes.
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    darken_display();
    halt()
}

/// Takes the display's bus from whoever had it, set up anew.
fn darken_display() {
    // SAFETY: called by the panic handler alone, after which nothing else of the firmware runs and uses a register.
    #[allow(unsafe_code, reason = "the parts were given away")]
    let chip = unsafe { pac::Peripherals::steal() };
    let pins = p0::Parts::new(chip.P0);
    let wires =
        Pins { sda: pins.p0_22.into_floating_input().degrade(), scl: pins.p0_24.into_floating_input().degrade() };
    screen::darken(&mut Twim::new(chip.TWIM1, wires, Frequency::K400));
}
