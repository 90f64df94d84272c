#![doc = include_str!("../README.md")]
#![no_std]
#![no_main]

#[cfg(not(feature = "rehearsal"))]
mod device_key;
mod flash;
mod noise;
#[cfg(not(feature = "rehearsal"))]
mod otp;
#[cfg(not(feature = "rehearsal"))]
mod real;
#[cfg(feature = "rehearsal")]
mod rehearsal;

use core::panic::PanicInfo;

use embedded_alloc::LlffHeap;
use embedded_hal::digital::PinState;
use rp235x_hal as hal;
use rp235x_hal::clocks::{Clock, init_clocks_and_plls};
use rp235x_hal::fugit::RateExtU32;
use rp235x_hal::gpio::bank0::{Gpio4, Gpio5, Gpio10, Gpio11, Gpio12, Gpio13};
use rp235x_hal::gpio::{FunctionI2C, FunctionSioInput, Pin, Pins, PullUp};
use rp235x_hal::pac::{self, I2C0, OTP};
use rp235x_hal::timer::CopyableTimer0;
use rp235x_hal::usb::UsbBus;
use rp235x_hal::{I2C, Timer};
use tamga_board::{Board, Chip, Parts};
use tamga_panel::PinKeys;
use tamga_parts::fault::Fault;
use tamga_parts::generator::Generator;
use tamga_parts::led::Led;
use tamga_parts::screen::{self, Oled, Shared};
use tamga_parts::seed;
use tamga_parts::start;
use tamga_parts::usb::UsbPort;
use tamga_token::Token;
use usb_device::bus::UsbBusAllocator;

use crate::flash::{Flash, STORE};
use crate::noise::Trng;
#[cfg(not(feature = "rehearsal"))]
use crate::real as secrets;
#[cfg(feature = "rehearsal")]
use crate::rehearsal as secrets;

/// The crystal of a Pico 2.
const CRYSTAL_HZ: u32 = 12_000_000;

/// Bytes of the heap.
const HEAP_LEN: usize = 88 << 10;

#[global_allocator]
static HEAP: LlffHeap = LlffHeap::empty();

type Key<I> = Pin<I, FunctionSioInput, PullUp>;
type Keys = PinKeys<Key<Gpio10>, Key<Gpio11>, Key<Gpio12>, Key<Gpio13>>;
type Wire<I> = Pin<I, FunctionI2C, PullUp>;
type Screen = Shared<Oled<I2C<I2C0, (Wire<Gpio4>, Wire<Gpio5>)>>>;

/// The chip: its clock and its noise.
struct Rp2350 {
    timer: Timer<CopyableTimer0>,
    trng: Trng,
}

impl Chip for Rp2350 {
    type Rng = Generator;
    type Flash = Flash;
    type Counter = secrets::Counter;
    type Keys = Keys;
    type Surface = Screen;

    const NAME: &'static str = "rp2350";
    const IS_SIMULATOR: bool = false;
    const IS_REHEARSAL_ONLY: bool = cfg!(feature = "rehearsal");

    fn uptime_ms(&mut self) -> u64 {
        uptime_ms(self.timer)
    }

    fn randomness_works(&mut self) -> bool {
        seed::draw(&mut self.trng).is_ok()
    }
}

/// The timer counts microseconds, in 64 bits.
fn uptime_ms(timer: Timer<CopyableTimer0>) -> u64 {
    timer.get_counter().ticks() / 1_000
}

#[hal::entry]
fn main() -> ! {
    // SAFETY: once, before anything is allocated; the memory is the macro's own.
    #[allow(unsafe_code, reason = "memory for the heap")]
    unsafe {
        embedded_alloc::init!(HEAP, HEAP_LEN);
    }
    // Neither can fail on a chip that just started; without clocks there is no light either.
    let Some(mut chip) = pac::Peripherals::take() else { halt() };
    let mut watchdog = hal::Watchdog::new(chip.WATCHDOG);
    let Ok(clocks) = init_clocks_and_plls(
        CRYSTAL_HZ,
        chip.XOSC,
        chip.CLOCKS,
        chip.PLL_SYS,
        chip.PLL_USB,
        &mut chip.RESETS,
        &mut watchdog,
    ) else {
        halt()
    };
    let timer = Timer::new_timer0(chip.TIMER0, &mut chip.RESETS, &clocks);
    let sio = hal::Sio::new(chip.SIO);
    let pins = Pins::new(chip.IO_BANK0, chip.PADS_BANK0, sio.gpio_bank0, &mut chip.RESETS);
    let led = Led::new(pins.gpio25.into_push_pull_output(), PinState::High);
    let keys = PinKeys::new(
        pins.gpio10.into_pull_up_input(),
        pins.gpio11.into_pull_up_input(),
        pins.gpio12.into_pull_up_input(),
        pins.gpio13.into_pull_up_input(),
    );
    let (sda, scl) = (pins.gpio4.reconfigure(), pins.gpio5.reconfigure());
    let speed = clocks.system_clock.freq();
    let mut screen = Shared::new(Oled::new(I2C::i2c0(chip.I2C0, sda, scl, 400.kHz(), &mut chip.RESETS, speed)));
    let trng = Trng::start(chip.TRNG, &mut chip.RESETS);
    let bus = UsbBus::new(chip.USB, chip.USB_DPRAM, clocks.usb_clock, true, &mut chip.RESETS);
    let bus = UsbBusAllocator::new(bus);
    let fault = match token(Rp2350 { timer, trng }, keys, screen.clone(), chip.OTP) {
        Ok(token) => match UsbPort::new(&bus) {
            Some(port) => start::serve(token, port, led),
            None => Fault::Chip,
        },
        Err(fault) => fault,
    };
    fault.show(&mut screen, Rp2350::IS_REHEARSAL_ONLY);
    led.signal(fault, || uptime_ms(timer))
}

/// The token on this chip, or why there is none.
fn token(mut chip: Rp2350, keys: Keys, surface: Screen, otp: OTP) -> Result<Token<Board<Rp2350>>, Fault> {
    let mut flash = Flash::connect();
    let (rng, (storage_key, counter)) = begin(&mut chip, &mut flash, otp)?;
    start::token(Parts { chip, rng, flash, range: STORE, storage_key, counter, keys, surface })
}

/// What comes of noise, flash and one-time programmable memory: the generator, and what the store is sealed and counted with.
fn begin(chip: &mut Rp2350, flash: &mut Flash, otp: OTP) -> Result<(Generator, secrets::Sealing), Fault> {
    let seed = seed::draw(&mut chip.trng).map_err(|_| Fault::Noise)?;
    let mut rng = Generator::new(seed);
    let sealing = secrets::load(otp, flash, &mut rng)?;
    Ok((rng, sealing))
}

/// Without anything to be seen.
fn halt() -> ! {
    loop {
        cortex_m::asm::wfi();
    }
}

/// Says nothing: what a panic is about may be secret. The display goes dark, so that nothing asks any more. The watchdog is not
/// on, so the token stands still until power goes.
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    darken_display();
    halt()
}

/// Takes the display's bus from whoever had it, set up anew.
fn darken_display() {
    // SAFETY: called by the panic handler alone, after which nothing else of the firmware runs and uses a register.
    #[allow(unsafe_code, reason = "the parts were given away")]
    let mut chip = unsafe { pac::Peripherals::steal() };
    let sio = hal::Sio::new(chip.SIO);
    let pins = Pins::new(chip.IO_BANK0, chip.PADS_BANK0, sio.gpio_bank0, &mut chip.RESETS);
    let (sda, scl): (Wire<Gpio4>, Wire<Gpio5>) = (pins.gpio4.reconfigure(), pins.gpio5.reconfigure());
    let mut bus = I2C::i2c0(chip.I2C0, sda, scl, 400.kHz(), &mut chip.RESETS, 150.MHz());
    screen::darken(&mut bus);
}
