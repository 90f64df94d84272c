//! The HSMs at the set-up: keys, PINs, region seeds, and a test of each before anything relies on it.

use anyhow::{Context, Result};
use rand_core::Rng;
use tamga_ceremony::{Each, Pin, PinFile, seeds};
use tamga_crypto::dkg::GroupKey;
use tamga_crypto::hash::Digest;
use tamga_devices::{Hsm, HsmError, HsmSpec, Pins, Role, open_file, open_hybrid, require_real};
use tamga_record::definition::Definition;
use tamga_record::evidence::Evidence;
use tamga_record::keys::{HsmKeys, HybridKey};
use tamga_record::limits::HSMS_MAX;
use tamga_record::seal::{SEAL_ECDSA_P384, SEAL_ED25519, SealKey, SealSignature};
use tamga_record::tally_file::{Seed, region_seed_info};
use zeroize::Zeroizing;

use super::hsm::attest;
use super::reconcile;
use super::setup;
use super::unlock::{self, QUORUM_ROLES, device_role};
use crate::causes;
use crate::failure::Failure;
use crate::hsm_advice;
use crate::hsms::{self, Hsms};
use crate::message::Message;
use crate::room::Room;
use crate::softhsm;
use crate::standing::Standing;

/// HSMs of a rehearsal that is given one place to find them.
const HSMS: u8 = 2;

/// After so many uses of a device its log is read: the YubiHSM 2 has room for 62 entries.
pub const LOG_EVERY: u16 = 16;

/// Files that are on a second medium too before they are relied on.
pub const PINS: &str = "pins.tamga";
pub const SEALED_SEEDS: &str = "sealed-seeds.tamga";

/// Wipes the HSMs that an interrupted set-up had given keys already, and gives them back without keys. In a rehearsal their
/// administrator's PINs follow from its root. One that cannot be wiped is named; what lives in the rehearsal's own folder is
/// put aside with it instead.
pub fn take_back(room: &Room) -> Result<Vec<Box<dyn Hsm>>> {
    let appliance = room.appliance();
    let mut back = Vec::new();
    let is_inside = room.options.hsms.iter().all(HsmSpec::is_builtin) || softhsm::is_ours(&appliance)?;
    if is_inside || !appliance.path().join(hsms::FOLDER).exists() {
        return Ok(back);
    }
    let files = appliance.below(hsms::FOLDER).files()?;
    for name in files.into_iter().filter(|name| name.ends_with(hsms::ENDING)) {
        let bytes = appliance.below(hsms::FOLDER).read(&name)?;
        let rng = Box::new(room.streams.stream("appliance/hsm-back", back.len() as u64));
        let wiped = open_file(&bytes, rng).and_then(|mut hsm| {
            let [.., admin] = quorum_pins(room, hsm.serial());
            hsm.wipe(admin.expose())?;
            Ok(hsm)
        });
        match wiped {
            Ok(hsm) => back.push(hsm),
            Err(error) => room.progress.alarm(
                "set-up",
                Message::of("hsm-not-taken-back").with("serial", &name).with("error", hsm_advice::message(&error)),
            ),
        }
    }
    Ok(back)
}

/// Wipes a device that an interrupted set-up had given its last key, and did not live to write a file of.
fn wipe_unfinished(room: &Room, hsm: &mut dyn Hsm) -> Result<()> {
    for begun in setup::abandoned(room).filter(|begun| begun.has(PINS)) {
        if PinFile::parse(&begun.read(PINS)?)?.live(hsm.serial(), tamga_wire::Role::Admin).is_empty() {
            continue;
        }
        let [.., admin] = quorum_pins(room, hsm.serial());
        return match hsm.wipe(admin.expose()) {
            // Of keys of somebody else the making of keys will tell.
            Ok(()) | Err(HsmError::NoKeys | HsmError::WrongPin { .. }) => Ok(()),
            Err(error) => Err(hsm_advice::failure(hsm.serial(), &error)),
        };
    }
    Ok(())
}

/// The first PINs of tally, escrow and administrator of an HSM.
fn quorum_pins(room: &Room, serial: &str) -> [Pin; 3] {
    let mut rng = room.streams.stream(&format!("appliance/pins/{serial}"), 0);
    std::array::from_fn(|_| Pin::draw(&mut rng))
}

/// Looks for the HSMs that the set-up was begun with, all without keys; those that were taken back come first. Refuses none,
/// more than a definition holds, and two of one serial.
pub fn prepare(room: &Room, back: Vec<Box<dyn Hsm>>) -> Result<Vec<Box<dyn Hsm>>> {
    softhsm::configure(&room.appliance())?;
    let specs = &room.options.hsms;
    let wanted = if specs.len() == 1 { HSMS } else { 1 };
    let known: Vec<String> = back.iter().map(|hsm| hsm.serial().to_owned()).collect();
    let mut hsms = back;
    let missing = (specs.len() * usize::from(wanted)).saturating_sub(hsms.len());
    let specs = if missing == 0 { &[] } else { specs.as_slice() };
    for spec in specs {
        let rng = |number: u8| Box::new(room.streams.stream("appliance/hsm", u64::from(number))) as _;
        let first = u8::try_from(hsms.len()).unwrap_or(u8::MAX).saturating_add(1);
        let transport = transport_pin(spec)?;
        let wanted = wanted.min(u8::try_from(missing).unwrap_or(u8::MAX));
        let found = spec.prepare(wanted, first, transport.as_deref().map(Vec::as_slice), rng);
        let mut found = found.map_err(|error| hsm_advice::failure(&spec.to_string(), &error))?;
        found.retain(|hsm| !known.iter().any(|serial| serial == hsm.serial()));
        found.iter_mut().try_for_each(|hsm| wipe_unfinished(room, hsm.as_mut()))?;
        hsms.extend(found);
    }
    if !(1..=HSMS_MAX).contains(&hsms.len()) {
        return Err(Failure::bad_input(Message::of("hsm-count").with("most", HSMS_MAX).with("n", hsms.len())));
    }
    for (number, hsm) in hsms.iter().enumerate() {
        let twice = hsms.iter().skip(number + 1).any(|other| other.serial() == hsm.serial());
        if twice {
            return Err(Failure::bad_input(Message::of("hsm-named-twice").with("serial", hsm.serial())));
        }
    }
    Ok(hsms)
}

/// The administrator's PIN that a device came with, from the file that its name points to.
pub fn transport_pin(spec: &HsmSpec) -> Result<Option<Zeroizing<Vec<u8>>>> {
    let Some(path) = spec.pin_source() else {
        return Ok(None);
    };
    let read = std::fs::read(path).map(Zeroizing::new);
    let mut pin = read.map_err(|error| {
        Failure::bad_input(Message::of("pin-source-unread").with("path", path).with("why", causes::io(&error)))
    })?;
    // People end files with a line break.
    while pin.last().is_some_and(|last| matches!(last, b'\n' | b'\r')) {
        pin.pop();
    }
    Ok(Some(pin))
}

/// Makes the HSMs' keys; tally, escrow and administrator's PINs are encrypted to the custody key and on two media before they
/// are set. The seal roles are open afterwards.
pub fn make_hsms(
    room: &mut Room,
    standing: &Standing,
    definition: &Definition,
    custody: &GroupKey,
    mut hsms: Vec<Box<dyn Hsm>>,
) -> Result<()> {
    let mut pin_file = PinFile::new(&standing.definition);
    for (number, hsm) in (0u64..).zip(&mut hsms) {
        if !definition.rehearsal {
            require_real(hsm.as_ref())?;
        }
        let [tally, escrow, admin] = quorum_pins(room, hsm.serial());
        let mut rng = room.streams.stream("appliance/pin-ciphertexts", number);
        for (role, pin) in QUORUM_ROLES.into_iter().zip([&tally, &escrow, &admin]) {
            let label = unlock::label(standing, hsm.serial(), role, unlock::FIRST_GENERATION);
            unlock::add(&mut pin_file, custody, label, pin, &mut rng)?;
        }
        write_on_two_media(room, PINS, &pin_file.to_bytes())?;
        reconcile::read_log_before_set_up(room, hsm.as_mut())?;
        let made = make_keys(room, number, hsm.as_mut(), [tally, escrow, admin]);
        made.map_err(|error| hsm_advice::failure(hsm.serial(), &error))?;
        // From here on an interrupted set-up can take it back.
        let bytes = hsm.to_file_bytes().map_err(|error| hsm_advice::failure(hsm.serial(), &error))?;
        room.appliance().write(&hsms::file(hsm.serial()), &bytes)?;
    }
    room.keep_hsms(Hsms::made(hsms))?;
    let hsms = definition.hsms.len();
    room.progress.say("set-up", Message::of("set-up-hsms").with("n", hsms));
    for serial in &definition.hsms {
        room.progress.say("set-up", Message::of("set-up-hsm").with("serial", serial));
    }
    if hsms == 1 {
        room.progress.alarm("set-up", "set-up-one-hsm");
    }
    Ok(())
}

/// Gives a device fresh keys and PINs, and opens its seal role.
fn make_keys(room: &Room, number: u64, hsm: &mut dyn Hsm, pins: [Pin; 3]) -> Result<(), HsmError> {
    let [tally, escrow, admin] = pins.map(|pin| Zeroizing::new(pin.expose().to_vec()));
    let seal = Zeroizing::new(room.seal_pin(number).expose().to_vec());
    let pins = Pins { seal, tally, escrow, admin };
    hsm.make_keys(&pins)?;
    hsm.unlock(Role::Seal, &pins.seal)
}

/// Draws the region seeds and seals each to every HSM; then every PIN is tried, and one seed on each HSM.
pub fn make_seeds(
    room: &mut Room,
    standing: &Standing,
    definition: &Definition,
    custody: &GroupKey,
) -> Result<Vec<Seed>> {
    let mut randomness = Each::randomness(definition.tokens())?;
    let from_tokens = Zeroizing::new(room.tokens()?.run(&mut randomness)?);
    let mut system = room.streams.stream("appliance/region-seeds", 0);
    let mut drawn = Vec::with_capacity(definition.regions.len());
    for (region, _) in (0u16..).zip(&definition.regions) {
        let mut from_hsm = Zeroizing::new([0; seeds::SOURCE_LEN]);
        let mut from_system = Zeroizing::new([0; seeds::SOURCE_LEN]);
        room.with_hsm(standing, 0, |hsm| hsm.random(from_hsm.as_mut_slice()))?;
        system.fill_bytes(from_system.as_mut_slice());
        if region % LOG_EVERY == LOG_EVERY - 1 {
            reconcile::read_logs(room, standing)?;
        }
        drawn.push(seeds::mix_seed(&from_hsm, &from_system, &from_tokens, region));
    }
    let numbers = 0..standing.serials.len();
    let key = |number| hybrid_key(room.with_hsm(standing, number, |hsm| hsm.public_keys(Role::Tally))?);
    let tally_keys = numbers.map(key).collect::<Result<Vec<_>>>()?;
    let mut rng = room.streams.stream("appliance/seal-seeds", 0);
    let sealed = seeds::seal_seeds(&standing.definition, &drawn, &tally_keys, &mut rng)?;
    write_on_two_media(room, SEALED_SEEDS, &sealed.to_bytes())?;
    let first = sealed.sealed.first().context("no region")?;
    let try_tally = |hsm: &mut dyn Hsm, number: usize| {
        let sealed = first.get(number).ok_or(HsmError::NoKeys)?;
        let opened = open_seed(hsm, &standing.definition, 0, sealed)?;
        let is_its = drawn.first().is_some_and(|seed| opened.as_slice() == seed.as_slice());
        is_its.then_some(()).ok_or(HsmError::BadWrapping { role: Role::Tally })
    };
    unlock::try_by_all(room, standing, custody, try_tally)?;
    room.save_hsms()?;
    let regions = drawn.len();
    room.progress.say("set-up", Message::of("set-up-seeds").with("n", regions));
    room.progress.say("set-up", "set-up-tested");
    Ok(drawn)
}

/// Opens a region seed on an HSM whose tally role is open; 64 bytes, to be checked against the region's key.
pub fn open_seed(
    hsm: &mut dyn Hsm,
    definition: &Digest,
    region: u16,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, HsmError> {
    open_hybrid(hsm, device_role(tamga_wire::Role::Tally), &[&region_seed_info(definition, region)], sealed)
}

/// The public keys of an HSM and what it shows about them, for the public-key file.
pub fn keys_of(hsm: &mut dyn Hsm) -> Result<HsmKeys> {
    let failed = |serial: &str| {
        let serial = serial.to_owned();
        move |error: HsmError| hsm_advice::failure(&serial, &error)
    };
    let serial = hsm.serial().to_owned();
    let seal = seal_key(&hsm.seal_key().map_err(failed(&serial))?)?;
    let evidence = match hsm.evidence().map_err(failed(&serial))? {
        None => Vec::new(),
        Some(shown) => {
            let shown = shown.sorted();
            attest::check_new(hsm, &shown)?;
            let evidence = Evidence { facts: shown.facts, certificates: shown.certificates };
            evidence.check()?;
            evidence.to_bytes()
        }
    };
    Ok(HsmKeys {
        model: hsm.model().to_owned(),
        tally: hybrid_key(hsm.public_keys(Role::Tally).map_err(failed(&serial))?)?,
        escrow: hybrid_key(hsm.public_keys(Role::Escrow).map_err(failed(&serial))?)?,
        serial,
        seal_algorithm: seal.algorithm(),
        seal: seal.to_bytes(),
        evidence,
    })
}

/// Refuses a device whose keys are not those of the public-key file: somebody put another in its place.
pub fn check_keys(hsm: &mut dyn Hsm, keys: &HsmKeys) -> Result<(), HsmError> {
    let other = |name: &str| HsmError::WeakKey {
        name: name.to_owned(),
        property: "it is not the one in the public-key file".to_owned(),
    };
    let seal = seal_key(&hsm.seal_key()?).map_err(|_| other("tamga-seal"))?;
    if (seal.algorithm(), seal.to_bytes()) != (keys.seal_algorithm, keys.seal.clone()) {
        return Err(other("tamga-seal"));
    }
    for (role, name, key) in
        [(Role::Tally, "tamga-tally-p384", &keys.tally), (Role::Escrow, "tamga-escrow-p384", &keys.escrow)]
    {
        if hybrid_key(hsm.public_keys(role)?).ok().as_ref() != Some(key) {
            return Err(other(name));
        }
    }
    Ok(())
}

/// The key that others seal to, of its two halves.
fn hybrid_key(halves: tamga_devices::KeyHalves) -> Result<HybridKey> {
    Ok(HybridKey::from_halves(halves.mlkem.as_slice(), &halves.p384)?)
}

/// A device's seal key as the record has it.
pub fn seal_key(key: &tamga_devices::SealKey) -> Result<SealKey> {
    Ok(match key {
        tamga_devices::SealKey::Ed25519(key) => SealKey::from_bytes(SEAL_ED25519, key)?,
        tamga_devices::SealKey::EcdsaP384(point) => SealKey::from_bytes(SEAL_ECDSA_P384, point)?,
    })
}

/// A device's signature as the record has it.
pub fn signature(untrusted_signature: &[u8]) -> Result<SealSignature> {
    SealSignature::from_bytes(untrusted_signature).context("a signature of the HSM has another length")
}

/// Writes a file of which the loss would be the loss of the election.
pub fn write_on_two_media(room: &Room, name: &str, bytes: &[u8]) -> Result<()> {
    room.appliance().write(name, bytes)?;
    room.second_medium().write(name, bytes)
}

/// The HSMs of a rehearsal, where nobody names any.
pub fn built_in() -> Vec<HsmSpec> {
    vec![HsmSpec::builtin()]
}
