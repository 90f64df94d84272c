//! The HSMs of a rehearsal: keys, PINs, region seeds, and a test of each before anything relies on it.

use anyhow::{Context, Result};
use rand_core::Rng;
use tamga_ceremony::{Each, Pin, PinFile, PinGeneration, Unlock, UnlockLabel, seeds};
use tamga_crypto::dkg::GroupKey;
use tamga_crypto::hash::Digest;
use tamga_crypto::hpke::x25519;
use tamga_devices::{Hsm, Pins, RehearsalHsm, Role, open_hybrid, require_real};
use tamga_record::definition::Definition;
use tamga_record::keys::HybridKey;
use tamga_record::tally_file::{SealedSeeds, Seed, region_seed_info};
use zeroize::Zeroizing;

use crate::room::{Room, Standing};

/// Generation of the first PINs.
const FIRST_GENERATION: u32 = 1;

/// The roles that a quorum unlocks.
const QUORUM_ROLES: [tamga_wire::Role; 2] = [tamga_wire::Role::Tally, tamga_wire::Role::Escrow];

/// Files that are on a second medium too before they are relied on.
pub const PINS: &str = "pins.tamga";
pub const SEALED_SEEDS: &str = "sealed-seeds.tamga";

/// Makes the HSMs' keys; tally and escrow PINs are encrypted to the custody key and on two media before they are set. All
/// roles are open afterwards, for the tests that follow.
pub fn make_hsms(room: &mut Room, standing: &Standing, definition: &Definition, custody: &GroupKey) -> Result<()> {
    let mut pin_file = PinFile::new(&standing.definition);
    let mut hsms = Vec::with_capacity(definition.hsms.len());
    for (number, serial) in (0u64..).zip(&definition.hsms) {
        let mut rng = room.streams.stream("appliance/pins", number);
        let [tally, escrow] = std::array::from_fn(|_| Pin::draw(&mut rng));
        for (role, pin) in QUORUM_ROLES.into_iter().zip([&tally, &escrow]) {
            let definition = standing.definition;
            let label = UnlockLabel { definition, serial: serial.clone(), role, generation: FIRST_GENERATION };
            let ciphertext = pin.encrypt(custody, &label.as_pin_label(), &mut rng)?;
            pin_file.add(serial, role, PinGeneration { generation: FIRST_GENERATION, ciphertext })?;
        }
        write_on_two_media(room, PINS, &pin_file.to_bytes())?;
        hsms.push(provision(room, number, serial, &tally, &escrow)?);
    }
    if !definition.rehearsal {
        hsms.iter().try_for_each(|hsm| require_real(hsm))?;
    }
    room.keep_hsms(hsms)?;
    unlock_by_all(room, standing, custody, &pin_file)?;
    room.save_hsms()?;
    let hsms = definition.hsms.len();
    room.progress
        .say(&format!("set-up     {hsms} HSMs; their PINs are on two media and every token helped to open each once"));
    Ok(())
}

/// One device with fresh keys, its seal role open.
fn provision(room: &Room, number: u64, serial: &str, tally: &Pin, escrow: &Pin) -> Result<RehearsalHsm> {
    let seal = room.seal_pin(number);
    let pins = Pins {
        seal: seal.expose().to_vec().into(),
        tally: tally.expose().to_vec().into(),
        escrow: escrow.expose().to_vec().into(),
    };
    let device_rng = Box::new(room.streams.stream("appliance/hsm", number));
    let mut hsm = RehearsalHsm::provision(serial, &pins, device_rng)?;
    hsm.unlock(Role::Seal, seal.expose())?;
    Ok(hsm)
}

/// Every token takes part in opening every PIN, and the PIN that comes out unlocks its role: what does not fit together
/// shows now, not after the box is closed. This is before the keys are in the ledger, so there is no entry.
fn unlock_by_all(room: &mut Room, standing: &Standing, custody: &GroupKey, pins: &PinFile) -> Result<()> {
    for (number, serial) in standing.serials.iter().enumerate() {
        for role in QUORUM_ROLES {
            let pin = pins.live(serial, role).last().context("no PIN of the HSM is kept")?;
            let (definition, serial) = (standing.definition, serial.clone());
            let label = UnlockLabel { definition, serial, role, generation: pin.generation };
            let index = number as u64 * 256 + u64::from(device_role(role)?.number());
            let host_key = x25519::SecretKey::generate(&mut room.streams.stream("appliance/unlock-test", index));
            let mut machine = Unlock::by_all(custody, label, pin.ciphertext, host_key)?;
            let unlocked = room.tokens()?.run(&mut machine)?;
            let hsm = room.hsms(standing)?.get_mut(number).context("no such HSM")?;
            hsm.unlock(device_role(role)?, unlocked.pin.expose())?;
        }
    }
    Ok(())
}

/// Draws the region seeds, seals each to every HSM, and tries one on each HSM before the tally and escrow roles are locked.
pub fn make_seeds(room: &mut Room, standing: &Standing, definition: &Definition) -> Result<Vec<Seed>> {
    let mut randomness = Each::randomness(definition.tokens())?;
    let from_tokens = Zeroizing::new(room.tokens()?.run(&mut randomness)?);
    let mut system = room.streams.stream("appliance/region-seeds", 0);
    let mut drawn = Vec::with_capacity(definition.regions.len());
    for (region, _) in (0u16..).zip(&definition.regions) {
        let mut from_hsm = Zeroizing::new([0; seeds::SOURCE_LEN]);
        let mut from_system = Zeroizing::new([0; seeds::SOURCE_LEN]);
        room.hsm(standing)?.random(from_hsm.as_mut_slice())?;
        system.fill_bytes(from_system.as_mut_slice());
        drawn.push(seeds::mix_seed(&from_hsm, &from_system, &from_tokens, region));
    }
    let hsms = room.hsms(standing)?;
    let tally_keys = hsms.iter().map(|hsm| hybrid_key(hsm, Role::Tally)).collect::<Result<Vec<_>>>()?;
    let mut rng = room.streams.stream("appliance/seal-seeds", 0);
    let sealed = seeds::seal_seeds(&standing.definition, &drawn, &tally_keys, &mut rng)?;
    write_on_two_media(room, SEALED_SEEDS, &sealed.to_bytes())?;
    try_openings(room, standing, &sealed, &drawn)?;
    Ok(drawn)
}

/// Opens the first region's seed on every HSM, then locks tally and escrow roles.
fn try_openings(room: &mut Room, standing: &Standing, sealed: &SealedSeeds, drawn: &[Seed]) -> Result<()> {
    let (first, seed) = sealed.sealed.first().zip(drawn.first()).context("no region")?;
    for (hsm, sealed) in room.hsms(standing)?.iter_mut().zip(first) {
        open_seed(hsm, &standing.definition, 0, sealed, &seeds::region_key(seed))?;
        hsm.lock(Role::Tally);
        hsm.lock(Role::Escrow);
    }
    let regions = drawn.len();
    room.progress.say(&format!("set-up     {regions} region seeds sealed to every HSM, one opened on each as a test"));
    Ok(())
}

/// Opens a region seed on an unlocked HSM.
pub fn open_seed(hsm: &mut RehearsalHsm, definition: &Digest, region: u16, sealed: &[u8], key: &[u8]) -> Result<Seed> {
    let role = device_role(tamga_wire::Role::Tally)?;
    let opened = open_hybrid(hsm, role, &[&region_seed_info(definition, region)], sealed)?;
    seeds::check_seed(&opened, key).context("an opened seed is not that of its region")
}

/// The key that others seal to, of one role of an HSM.
pub fn hybrid_key(hsm: &RehearsalHsm, role: Role) -> Result<HybridKey> {
    let halves = hsm.public_keys(role)?;
    Ok(HybridKey::from_halves(halves.mlkem.as_slice(), &halves.p384)?)
}

/// The HSM's name of a role on the wire. Refuses the administrator, whom the built-in device does not have.
pub fn device_role(role: tamga_wire::Role) -> Result<Role> {
    match role {
        tamga_wire::Role::Tally => Ok(Role::Tally),
        tamga_wire::Role::Escrow => Ok(Role::Escrow),
        tamga_wire::Role::Admin => anyhow::bail!("this device has no administrator"),
    }
}

fn write_on_two_media(room: &Room, name: &str, bytes: &[u8]) -> Result<()> {
    room.appliance().write(name, bytes)?;
    room.appliance().below("second-medium").write(name, bytes)
}
