//! Unlocking by a quorum, and the change of the PIN that goes with it (protocol, section 3.3).
//!
//! An opened PIN is known to this machine, so it is replaced at once: the next one is drawn, encrypted, on two media, set on
//! the device, logged in with, and only then the old one goes. Wherever that breaks off, one of the two on disk is the
//! device's.

use anyhow::{Context, Result};
use rand_core::CryptoRng;
use tamga_ceremony::{Pin, PinFile, PinGeneration, Unlock, UnlockLabel};
use tamga_crypto::dkg::GroupKey;
use tamga_crypto::hpke::x25519;
use tamga_devices::{HsmError, Role};

use super::hsms::{PINS, write_on_two_media};
use super::reconcile;
use crate::room::{Room, Standing};

/// Generation of the first PINs.
pub const FIRST_GENERATION: u32 = 1;

/// The roles whose PINs the quorum holds.
pub const QUORUM_ROLES: [tamga_wire::Role; 3] =
    [tamga_wire::Role::Tally, tamga_wire::Role::Escrow, tamga_wire::Role::Admin];

/// The device's name of a role on the wire.
pub fn device_role(role: tamga_wire::Role) -> Role {
    match role {
        tamga_wire::Role::Tally => Role::Tally,
        tamga_wire::Role::Escrow => Role::Escrow,
        tamga_wire::Role::Admin => Role::Admin,
    }
}

/// The label of a PIN.
pub fn label(standing: &Standing, serial: &str, role: tamga_wire::Role, generation: u32) -> UnlockLabel {
    UnlockLabel { definition: standing.definition, serial: serial.to_owned(), role, generation }
}

/// Encrypts a PIN under its label and puts it into the file of PINs.
pub fn add(
    pins: &mut PinFile,
    custody: &GroupKey,
    label: UnlockLabel,
    pin: &Pin,
    rng: &mut impl CryptoRng,
) -> Result<()> {
    let ciphertext = pin.encrypt(custody, &label.as_pin_label(), rng)?;
    Ok(pins.add(&label.serial, label.role, PinGeneration { generation: label.generation, ciphertext })?)
}

/// Every token takes part in opening every PIN, and the PIN that comes out is the device's: what does not fit together shows
/// now, not after the box is closed. This is before the keys are in the ledger, so there is no entry.
pub fn try_by_all(room: &mut Room, standing: &Standing, custody: &GroupKey, pins: &PinFile) -> Result<()> {
    for (number, serial) in standing.serials.iter().enumerate() {
        let seal = room.seal_pin(number as u64);
        // The administrator's PIN comes first: its change locks every role.
        for role in QUORUM_ROLES.into_iter().rev() {
            let pin = pins.live(serial, role).last().context("no PIN of the HSM is kept")?;
            let index = number as u64 * 256 + u64::from(device_role(role).number());
            let host_key = x25519::SecretKey::generate(&mut room.streams.stream("appliance/unlock-test", index));
            let label = label(standing, serial, role, pin.generation);
            let mut machine = Unlock::by_all(custody, label, pin.ciphertext, host_key)?;
            let unlocked = room.tokens()?.run(&mut machine)?;
            let pin = unlocked.pin.expose();
            room.with_hsm(standing, number, |hsm| match device_role(role) {
                Role::Admin => {
                    hsm.change_pin(Role::Admin, pin, pin)?;
                    hsm.unlock(Role::Seal, seal.expose())
                }
                role => hsm.unlock(role, pin),
            })?;
        }
        reconcile::read_logs(room, standing)?;
    }
    Ok(())
}

/// A PIN that a quorum opened, and its generation.
struct Opened {
    generation: u32,
    pin: Pin,
}

/// A quorum unlocks a role of an HSM; its PIN is another one afterwards, and that is what this gives. The administrator's role
/// has nothing to open, only its PIN is tried. An error of the device is an [`HsmError`] inside.
pub fn unlock(
    room: &mut Room,
    standing: &mut Standing,
    custody: &GroupKey,
    number: usize,
    role: tamga_wire::Role,
) -> Result<Pin> {
    let serial = room.hsms(standing)?.serial(number).to_owned();
    let pins = PinFile::parse(&room.appliance().read(PINS)?)?;
    let mut newer: Option<Opened> = None;
    for live in pins.live(&serial, role).iter().rev() {
        let opened = open(room, standing, custody, label(standing, &serial, role, live.generation), live)?;
        match try_pin(room, standing, number, role, &opened.pin) {
            // The change to the newer one broke off before the device had it.
            Err(HsmError::WrongPin { .. }) if newer.is_none() && pins.live(&serial, role).len() == 2 => {
                newer = Some(opened);
            }
            Err(error) => return Err(error.into()),
            Ok(()) => return change(room, standing, custody, (number, role), pins, opened, newer),
        }
    }
    Err(anyhow::anyhow!("no PIN of {serial} is kept"))
}

/// Has a quorum open one generation of a PIN.
fn open(
    room: &mut Room,
    standing: &mut Standing,
    custody: &GroupKey,
    label: UnlockLabel,
    live: &PinGeneration,
) -> Result<Opened> {
    let entries = standing.book.size_and_root().0;
    let host_key = x25519::SecretKey::generate(&mut room.streams.stream("appliance/unlock", entries));
    let (serial, role) = (label.serial.clone(), device_role(label.role));
    let machine = Unlock::new(custody, label, live.ciphertext, host_key)?;
    let unlocked = room.hold(machine, &mut standing.book)?;
    room.progress.say(&format!("unlock     {role} role of {serial} by officers {:?}", unlocked.officers));
    Ok(Opened { generation: live.generation, pin: unlocked.pin })
}

/// Tries a PIN on the device; tries are counted in its file. The administrator's is tried by being set to itself.
fn try_pin(
    room: &mut Room,
    standing: &Standing,
    number: usize,
    role: tamga_wire::Role,
    pin: &Pin,
) -> Result<(), HsmError> {
    let hsms = room.hsms(standing).map_err(|error| HsmError::File { why: error.to_string() })?;
    let outcome = hsms.with(number, |hsm| match device_role(role) {
        Role::Admin => hsm.change_pin(Role::Admin, pin.expose(), pin.expose()),
        role => hsm.unlock(role, pin.expose()),
    });
    hsms.used(number);
    room.save_hsms().map_err(|error| HsmError::File { why: error.to_string() })?;
    outcome
}

/// Sets the next PIN and logs in with it. `newer` is the next generation where a change broke off before it was set.
fn change(
    room: &mut Room,
    standing: &Standing,
    custody: &GroupKey,
    (number, role): (usize, tamga_wire::Role),
    mut pins: PinFile,
    old: Opened,
    newer: Option<Opened>,
) -> Result<Pin> {
    let serial = room.hsms(standing)?.serial(number).to_owned();
    if newer.is_none() && pins.live(&serial, role).len() == 2 {
        // The change before this one came through but for this.
        pins.retire(&serial, role, old.generation - 1)?;
    }
    let next = match newer {
        Some(newer) => newer.pin,
        None => {
            let entries = standing.book.size_and_root().0;
            let mut rng = room.streams.stream("appliance/pin-change", entries);
            let pin = Pin::draw(&mut rng);
            add(&mut pins, custody, label(standing, &serial, role, old.generation + 1), &pin, &mut rng)?;
            write_on_two_media(room, PINS, &pins.to_bytes())?;
            pin
        }
    };
    room.hsms(standing)?.with(number, |hsm| hsm.change_pin(device_role(role), old.pin.expose(), next.expose()))?;
    try_pin(room, standing, number, role, &next)?;
    pins.retire(&serial, role, old.generation)?;
    write_on_two_media(room, PINS, &pins.to_bytes())?;
    Ok(next)
}
