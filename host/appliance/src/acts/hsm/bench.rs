//! `tamga hsm bench`: how long a device takes, and what that means for an election.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use tamga_ceremony::Pin;
use tamga_crypto::hpke::hybrid;
use tamga_devices::{Hsm, HsmError, HsmSpec, Pins, Role, open_hybrid};
use zeroize::Zeroizing;

use super::survey::{fresh_streams, transport_to_prepare};
use crate::hsm_advice;
use crate::input;
use crate::message::{Message, Part};
use crate::progress::Progress;

/// Operations of each kind that are timed.
const ROUNDS: u32 = 20;
/// Signatures of an election beside one for each region: endorsement, checkpoints, statement.
const SIGNATURES: u32 = 12;
/// Bytes drawn for one region seed.
const SEED_SOURCE_LEN: usize = 64;

/// What was measured, per operation.
struct Figures {
    make_keys: Duration,
    unlock: Duration,
    sign: Duration,
    open: Duration,
    random: Duration,
}

/// Gives each device throw-away keys, measures, wipes it, and says how long the election takes on it.
pub fn bench(spec: &HsmSpec, election: Option<&Path>, progress: &Progress) -> Result<()> {
    let regions = input::regions_at(election)?;
    let streams = fresh_streams()?;
    let rng = |number: u8| Box::new(streams.stream("appliance/hsm", u64::from(number))) as _;
    let failed = |error: HsmError| hsm_advice::failure(&spec.to_string(), &error);
    let transport = transport_to_prepare(spec)?;
    let mut hsms = spec.prepare(1, 1, transport.as_deref().map(Vec::as_slice), rng).map_err(failed)?;
    for hsm in &mut hsms {
        let mut rng = streams.stream("appliance/bench", 0);
        let mut draw = || Zeroizing::new(Pin::draw(&mut rng).expose().to_vec());
        // Afterwards the device is to answer to the administrator's PIN that it came with.
        let admin = transport.clone().unwrap_or_else(&mut draw);
        let pins = Pins { seal: draw(), tally: draw(), escrow: draw(), admin };
        let figures = measure(hsm.as_mut(), &pins, &mut streams.stream("appliance/bench", 1));
        let wiped = hsm.wipe(&pins.admin);
        show(hsm.serial(), regions, &figures.map_err(failed)?, progress);
        wiped.map_err(failed)?;
    }
    Ok(())
}

fn measure(hsm: &mut dyn Hsm, pins: &Pins, rng: &mut impl rand_core::CryptoRng) -> Result<Figures, HsmError> {
    let began = Instant::now();
    hsm.make_keys(pins)?;
    let make_keys = began.elapsed();
    hsm.unlock(Role::Seal, &pins.seal)?;
    let began = Instant::now();
    hsm.unlock(Role::Tally, &pins.tally)?;
    let unlock = began.elapsed();
    let halves = hsm.public_keys(Role::Tally)?;
    let key = hybrid::PublicKey::from_halves(halves.mlkem.as_slice(), &halves.p384)?;
    let mut seed = Zeroizing::new([0; 64]);
    rng.fill_bytes(seed.as_mut_slice());
    let sealed = hybrid::seal(&key, &[b"tamga/bench/v1"], seed.as_slice(), rng)?;
    let sign = each(|| hsm.sign(b"tamga/bench/v1").map(|_| ()))?;
    drain(hsm)?;
    let open = each(|| open_hybrid(hsm, Role::Tally, &[b"tamga/bench/v1"], &sealed).map(|_| ()))?;
    drain(hsm)?;
    let random = each(|| hsm.random(&mut [0; SEED_SOURCE_LEN]))?;
    drain(hsm)?;
    Ok(Figures { make_keys, unlock, sign, open, random })
}

/// Time of one operation, the mean of [`ROUNDS`].
fn each(mut operation: impl FnMut() -> Result<(), HsmError>) -> Result<Duration, HsmError> {
    let began = Instant::now();
    for _ in 0..ROUNDS {
        operation()?;
    }
    Ok(began.elapsed() / ROUNDS)
}

/// The log of throw-away keys is nobody's evidence.
fn drain(hsm: &mut dyn Hsm) -> Result<(), HsmError> {
    match hsm.read_log()?.and_then(|reading| reading.entries.last().map(|last| last.number)) {
        Some(number) => hsm.release_log(number),
        None => Ok(()),
    }
}

fn show(serial: &str, regions: u32, figures: &Figures, progress: &Progress) {
    let ms = |time: Duration| format!("{:.2}", time.as_secs_f64() * 1000.0);
    let row = |what: &'static str, time: Duration, times: u32| -> Vec<Part> {
        let all = format!("{:.1}", (time * times).as_secs_f64());
        vec![Message::of(what).into(), ms(time).into(), times.to_string().into(), all.into()]
    };
    progress.show(Message::of("bench-of").with("serial", serial).with("n", regions));
    let rows = vec![
        row("bench-make-keys", figures.make_keys, 1),
        row("bench-unlock", figures.unlock, 4),
        row("bench-draw", figures.random, regions),
        row("bench-open", figures.open, regions + 1),
        row("bench-sign", figures.sign, SIGNATURES),
    ];
    progress.table("bench", &["operation", "ms each", "times", "s in all"], rows);
}
