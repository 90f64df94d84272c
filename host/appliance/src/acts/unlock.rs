//! Unlocking by a quorum, and the change of the PIN that goes with it (protocol, section 3.3).
//!
//! An opened PIN is known to this machine, so it is replaced at once: the next one is drawn, encrypted, on two media, set on
//! the device, logged in with, and only then the old one goes. Wherever that breaks off, one of the two on disk is the
//! device's.

use anyhow::Result;
use rand_core::CryptoRng;
use tamga_ceremony::{Pin, PinFile, PinGeneration, Unlock, UnlockLabel};
use tamga_crypto::dkg::GroupKey;
use tamga_crypto::hpke::x25519;
use tamga_devices::{Hsm, HsmError, Role};

use super::hsms::{PINS, write_on_two_media};
use super::reconcile;
use crate::failure::Failure;
use crate::folder::Folder;
use crate::hsm_advice;
use crate::message::{Message, Part};
use crate::room::Room;
use crate::standing::Standing;

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

fn no_pin(serial: &str) -> anyhow::Error {
    Failure::internal(Message::of("no-pin-kept").with("serial", serial))
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
/// now, not after the box is closed. `try_tally` uses the tally role at once, as some devices forget a session soon. This is
/// before the keys are in the ledger, so there is no entry.
pub fn try_by_all(
    room: &mut Room,
    standing: &Standing,
    custody: &GroupKey,
    try_tally: impl Fn(&mut dyn Hsm, usize) -> Result<(), HsmError>,
) -> Result<()> {
    let pins = PinFile::parse(&room.appliance().read(PINS)?)?;
    for (number, serial) in standing.serials.iter().enumerate() {
        let seal = room.seal_pin(number as u64);
        // The administrator's PIN comes first: its change locks every role.
        for role in QUORUM_ROLES.into_iter().rev() {
            let pin = pins.live(serial, role).last().ok_or_else(|| no_pin(serial))?;
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
                role => {
                    hsm.unlock(role, pin)?;
                    let tried = if role == Role::Tally { try_tally(hsm, number) } else { Ok(()) };
                    hsm.lock(role);
                    tried
                }
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
///
/// Every PIN that may be the device's is opened before the first is tried, so that a wrong try is never made in vain.
pub fn unlock(
    room: &mut Room,
    standing: &mut Standing,
    custody: &GroupKey,
    number: usize,
    role: tamga_wire::Role,
) -> Result<Pin> {
    let serial = room.hsms(standing)?.serial(number).to_owned();
    // No PIN is opened for a device that is not there to take it.
    if let Some(error) = room.hsms(standing)?.reason(number) {
        return Err(error.clone().into());
    }
    let mut pins = read_pins(room, standing, &serial, role)?;
    let mut opened = Vec::new();
    for live in pins.live(&serial, role).to_vec() {
        opened.push(open(room, standing, custody, label(standing, &serial, role, live.generation), &live)?);
    }
    let newest = opened.pop().ok_or_else(|| no_pin(&serial))?;
    let Some(older) = opened.pop() else {
        try_pin(room, standing, number, role, &newest.pin)?;
        return replace(room, standing, custody, (number, role), pins, newest);
    };
    // A change broke off. The administrator's has three places on some devices: asked for again, it is finished.
    let is_set = match role {
        tamga_wire::Role::Admin => Err(HsmError::WrongPin { role: Role::Admin, tries_left: 0 }),
        role => try_pin(room, standing, number, role, &newest.pin),
    };
    match is_set {
        Ok(()) => {
            pins.retire(&serial, role, older.generation)?;
            replace(room, standing, custody, (number, role), pins, newest)
        }
        Err(HsmError::WrongPin { .. }) => set(room, standing, (number, role), pins, older, newest.pin),
        Err(error) => Err(error.into()),
    }
}

/// The encrypted PINs: of the two media the one that is further over all HSMs. Refuses PINs that the ledger has left behind,
/// before any is tried.
fn read_pins(room: &Room, standing: &Standing, serial: &str, role: tamga_wire::Role) -> Result<PinFile, HsmError> {
    let newest = |pins: &PinFile| pins.live(serial, role).last().map_or(0, |live| live.generation);
    let all = |pins: &PinFile| -> u64 {
        let chains = standing.serials.iter().flat_map(|serial| QUORUM_ROLES.map(|role| (serial, role)));
        chains.flat_map(|(serial, role)| pins.live(serial, role)).map(|live| u64::from(live.generation)).sum()
    };
    let read = |folder: Folder| PinFile::parse(&folder.read(PINS).ok()?).ok();
    let copies = [room.second_medium(), room.appliance()].into_iter().filter_map(read);
    let ours = copies.filter(|pins| *pins.definition() == standing.definition);
    let missing = || HsmError::File { why: "no file of PINs can be read, on either medium".to_owned() };
    let pins = ours.max_by_key(all).ok_or_else(missing)?;
    let used = standing.book.state().hsm(serial).generations.get(&u8::from(role)).copied().unwrap_or_default();
    if newest(&pins) < used.max(FIRST_GENERATION) {
        return Err(HsmError::File { why: "the PINs on both media are older than those in the ledger".to_owned() });
    }
    Ok(pins)
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

    room.progress.say(
        "unlock",
        Message::of("unlocked-by")
            .with("role", hsm_advice::role(role))
            .with("serial", serial)
            .with("officers", Part::all_of(&unlocked.officers)),
    );
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

/// Draws the next PIN in place of one that a quorum opened, and sets it.
fn replace(
    room: &mut Room,
    standing: &Standing,
    custody: &GroupKey,
    (number, role): (usize, tamga_wire::Role),
    mut pins: PinFile,
    opened: Opened,
) -> Result<Pin> {
    let serial = room.hsms(standing)?.serial(number).to_owned();
    let mut rng = room.streams.stream("appliance/pin-change", standing.book.size_and_root().0);
    let next = Pin::draw(&mut rng);
    add(&mut pins, custody, label(standing, &serial, role, opened.generation + 1), &next, &mut rng)?;
    set(room, standing, (number, role), pins, opened, next)
}

/// Sets the next PIN, of which the ciphertext is in `pins`, and logs in with it; then the old one goes.
fn set(
    room: &mut Room,
    standing: &Standing,
    (number, role): (usize, tamga_wire::Role),
    mut pins: PinFile,
    old: Opened,
    next: Pin,
) -> Result<Pin> {
    let serial = room.hsms(standing)?.serial(number).to_owned();
    write_on_two_media(room, PINS, &pins.to_bytes())?;
    let change = |hsm: &mut dyn Hsm| hsm.change_pin(device_role(role), old.pin.expose(), next.expose());
    match room.hsms(standing)?.with(number, change) {
        // Where it was set already, the login below says so.
        Ok(()) | Err(HsmError::WrongPin { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    try_pin(room, standing, number, role, &next)?;
    pins.retire(&serial, role, old.generation)?;
    write_on_two_media(room, PINS, &pins.to_bytes())?;
    Ok(next)
}
