//! The set-up ceremony: token identities, D, keys, seeds, roll, E, signatures, anchor.

use std::num::NonZeroU32;

use anyhow::{Context, Result, ensure};
use rand_core::Rng;
use tamga_casting::registrar::{Enrolment, LinkShare, Registrar};
use tamga_ceremony::{
    Commission, Dkg, DkgOutcome, Each, Endorse, Enrol, Pin, PinFile, PinGeneration, UnlockLabel, seeds,
};
use tamga_crypto::dkg::{GroupKey, Purpose};
use tamga_crypto::hash::{Digest, sha3_256};
use tamga_devices::{Hsm, Pins, RehearsalHsm, Role, open_hybrid};
use tamga_record::definition::Definition;
use tamga_record::election::{ElectionFile, election_id, endorsement_message};
use tamga_record::election_toml::{CommissionKeys, Draft};
use tamga_record::keys::{HsmKeys, HybridKey, PublicKeys, REHEARSAL_MODEL, SEAL_ED25519};
use tamga_record::ledger::{Entry, Signer};
use tamga_record::tally_file::{SealedSeeds, Seed, region_seed_info};
use tamga_tally::election::Election;

use super::anchor;
use super::holders::{APPROVALS, Holders};
use super::room::{Room, Standing, device_role};
use crate::clock::RehearsalClock;
use crate::ledger_book::LedgerBook;

/// HSMs of a rehearsal.
const HSMS: u8 = 2;

/// Generation of the first PINs.
const FIRST_GENERATION: u32 = 1;

/// One registered voter of so many gets an identity link in a rehearsal: sealing one takes a P-384 operation or two per HSM.
const LINKS_ONE_IN: NonZeroU32 = NonZeroU32::new(50).expect("50 is not 0");

/// Files that exist on a second medium too before they are relied on.
pub const PINS: &str = "pins.tamga";
pub const SEALED_SEEDS: &str = "sealed-seeds.tamga";

/// What the ceremony leaves.
pub struct SetUp {
    /// Definition, keys, roll, E.
    pub election: Election,
    /// Officers, ledger.
    pub standing: Standing,
    /// The custody key that the PINs are encrypted to.
    pub custody: GroupKey,
    /// Roll, links and the voters.
    pub enrolment: Enrolment,
}

/// Holds the whole ceremony.
pub fn set_up(room: &mut Room, draft: Draft, (officers, quorum): (u8, u8), holders: &Holders) -> Result<SetUp> {
    let opens = draft.opens();
    let definition = define(room, draft, officers, quorum, holders)?;
    let digest = definition.digest();
    room.progress
        .say(&format!("set-up     definition {}", control_number(&digest)));
    let book = LedgerBook::open(&room.appliance(), digest, RehearsalClock::before(opens))?;
    let mut standing = Standing {
        definition: digest,
        commission: Commission::of(&definition)?,
        book,
    };

    let (custody, election) = make_group_keys(room, &definition, &mut standing)?;
    make_hsms(room, &definition, &custody.group)?;
    let seeds = make_seeds(room, &definition, &digest)?;
    let keys = public_keys(room, &digest, &custody, &election, &seeds)?;
    let enrolment = enrol_voters(room, &definition, &keys, holders)?;
    let roll = enrolment.roll.digest();
    let entries = enrolment.roll.entries.len() as u32;
    standing.book.append_all(&[
        Entry::Keys {
            digest: keys.digest(),
            custody: custody.transcript,
            election_key: election.transcript,
        },
        Entry::Roll { digest: roll, entries },
        Entry::Election {
            election: election_id(&digest, &keys.digest(), &roll),
        },
    ])?;
    endorse(
        room,
        &mut standing,
        &definition,
        &keys,
        (roll, entries),
        &custody,
        &election,
    )?;
    let election = Election::new(definition, keys, enrolment.roll.clone())?;
    anchor::publish(room, &election, &standing.book)?;
    Ok(SetUp {
        election,
        standing,
        custody: custody.group,
        enrolment,
    })
}

fn define(room: &mut Room, draft: Draft, officers: u8, quorum: u8, holders: &Holders) -> Result<Definition> {
    let identities = room.tokens.run(&mut Each::identities(officers, true)?)?;
    room.tokens.run(&mut Each::logins(officers)?)?;
    let keys = CommissionKeys {
        rehearsal: true,
        officers: identities,
        quorum,
        approvals: APPROVALS,
        checkers: holders.checkers(),
        registrar: holders.registrar().verifying_key().to_bytes(),
        identity: holders.identity().verifying_key().to_bytes(),
        collectors: holders.collectors(),
        hsms: (1..=HSMS).map(|number| format!("rehearsal-{number}")).collect(),
    };
    Ok(draft.complete(keys)?)
}

fn make_group_keys(
    room: &mut Room,
    definition: &Definition,
    standing: &mut Standing,
) -> Result<(DkgOutcome, DkgOutcome)> {
    let book = &mut standing.book;
    room.hold(Enrol::new(definition)?, book)?;
    let custody = room.hold(
        Dkg::new(&standing.commission, &standing.definition, Purpose::Custody),
        book,
    )?;
    room.interrupt.check()?;
    let election = room.hold(
        Dkg::new(&standing.commission, &standing.definition, Purpose::Election),
        book,
    )?;
    let (tokens, needed) = (definition.tokens(), definition.quorum);
    room.progress.say(&format!(
        "set-up     custody key and election key made by {tokens} tokens, any {needed} of them can use them"
    ));
    Ok((custody, election))
}

/// Makes the HSMs' keys; tally and escrow PINs are encrypted to the custody key and on two media before they are set.
fn make_hsms(room: &mut Room, definition: &Definition, custody: &GroupKey) -> Result<()> {
    let digest = definition.digest();
    let mut pin_file = PinFile::new(&digest);
    for (number, serial) in (0u64..).zip(&definition.hsms) {
        let mut rng = room.streams.stream("appliance/pins", number);
        let [seal, tally, escrow] = std::array::from_fn(|_| Pin::draw(&mut rng));
        for (role, pin) in [(tamga_wire::Role::Tally, &tally), (tamga_wire::Role::Escrow, &escrow)] {
            let label = UnlockLabel {
                definition: digest,
                serial: serial.clone(),
                role,
                generation: FIRST_GENERATION,
            };
            let ciphertext = pin.encrypt(custody, &label.as_pin_label(), &mut rng)?;
            pin_file.add(
                serial,
                role,
                PinGeneration {
                    generation: FIRST_GENERATION,
                    ciphertext,
                },
            )?;
        }
        write_on_two_media(room, PINS, &pin_file.to_bytes())?;
        let pins = Pins {
            seal: seal.expose().to_vec().into(),
            tally: tally.expose().to_vec().into(),
            escrow: escrow.expose().to_vec().into(),
        };
        let device_rng = Box::new(room.streams.stream("appliance/hsm", number));
        let mut hsm = RehearsalHsm::provision(serial, &pins, device_rng)?;
        for role in Role::ALL {
            hsm.unlock(role, pins.expose(role))?;
        }
        room.hsms.push(hsm);
    }
    room.save_hsms()?;
    room.progress.say(&format!(
        "set-up     {} HSMs, PINs encrypted to the custody key and on two media",
        room.hsms.len()
    ));
    Ok(())
}

/// Draws the region seeds, seals each to every HSM, and tries one on each HSM before the tally and escrow roles are locked.
fn make_seeds(room: &mut Room, definition: &Definition, digest: &Digest) -> Result<Vec<Seed>> {
    let from_tokens = room.tokens.run(&mut Each::randomness(definition.tokens())?)?;
    let mut system = room.streams.stream("appliance/region-seeds", 0);
    let mut drawn = Vec::with_capacity(definition.regions.len());
    for (region, _) in (0u16..).zip(&definition.regions) {
        let (mut from_hsm, mut from_system) = ([0; seeds::SOURCE_LEN], [0; seeds::SOURCE_LEN]);
        room.hsms.first_mut().context("no HSM")?.random(&mut from_hsm)?;
        system.fill_bytes(&mut from_system);
        drawn.push(seeds::mix_seed(&from_hsm, &from_system, &from_tokens, region));
    }
    let tally_keys = room
        .hsms
        .iter()
        .map(|hsm| hybrid_key(hsm, Role::Tally))
        .collect::<Result<Vec<_>>>()?;
    let sealed = seeds::seal_seeds(
        digest,
        &drawn,
        &tally_keys,
        &mut room.streams.stream("appliance/seal-seeds", 0),
    )?;
    write_on_two_media(room, SEALED_SEEDS, &sealed.to_bytes())?;
    try_openings(room, digest, &sealed, &drawn)?;
    Ok(drawn)
}

fn try_openings(room: &mut Room, digest: &Digest, sealed: &SealedSeeds, drawn: &[Seed]) -> Result<()> {
    let (first, seed) = sealed.sealed.first().zip(drawn.first()).context("no region")?;
    for (hsm, sealed) in room.hsms.iter_mut().zip(first) {
        let opened = open_hybrid(hsm, Role::Tally, &[&region_seed_info(digest, 0)], sealed)?;
        ensure!(
            opened.as_slice() == seed.as_slice(),
            "HSM {} does not open the seed sealed to it",
            hsm.serial()
        );
        hsm.lock(Role::Tally);
        hsm.lock(Role::Escrow);
    }
    room.progress.say(&format!(
        "set-up     {} region seeds sealed to every HSM, one opened on each as a test",
        drawn.len()
    ));
    Ok(())
}

/// Opens a region seed on an unlocked HSM.
pub fn open_seed(hsm: &mut RehearsalHsm, definition: &Digest, region: u16, sealed: &[u8], key: &[u8]) -> Result<Seed> {
    let role = device_role(tamga_wire::Role::Tally);
    let opened = open_hybrid(hsm, role, &[&region_seed_info(definition, region)], sealed)?;
    seeds::check_seed(&opened, key).context("an opened seed is not that of its region")
}

fn hybrid_key(hsm: &RehearsalHsm, role: Role) -> Result<HybridKey> {
    let halves = hsm.public_keys(role)?;
    Ok(HybridKey::from_halves(halves.mlkem.as_slice(), &halves.p384)?)
}

fn public_keys(
    room: &Room,
    digest: &Digest,
    custody: &DkgOutcome,
    election: &DkgOutcome,
    seeds: &[Seed],
) -> Result<PublicKeys> {
    let keys_of = |hsm: &RehearsalHsm| {
        Ok(HsmKeys {
            serial: hsm.serial().to_owned(),
            model: REHEARSAL_MODEL.to_owned(),
            tally: hybrid_key(hsm, Role::Tally)?,
            escrow: hybrid_key(hsm, Role::Escrow)?,
            seal_algorithm: SEAL_ED25519,
            seal: hsm.seal_key()?.to_vec(),
            evidence: Vec::new(),
        })
    };
    Ok(PublicKeys {
        definition: *digest,
        quorum: election.group.quorum,
        custody: custody.group.clone(),
        election: election.group.clone(),
        hsms: room.hsms.iter().map(keys_of).collect::<Result<_>>()?,
        regions: seeds.iter().map(|seed| seeds::region_key(seed).to_vec()).collect(),
        complaint: None,
    })
}

fn enrol_voters(room: &Room, definition: &Definition, keys: &PublicKeys, holders: &Holders) -> Result<Enrolment> {
    let escrow: Vec<HybridKey> = keys.hsms.iter().map(|hsm| hsm.escrow.clone()).collect();
    let counting = room.progress.counting("roll", "voters");
    let report = |done, total| counting.report(done, total);
    let registrar = Registrar::new(holders.registrar());
    let enrolment = registrar.enrol(
        definition,
        &escrow,
        LinkShare::OneIn(LINKS_ONE_IN),
        &room.streams,
        &report,
    )?;
    counting.finish(enrolment.roll.entries.len() as u64);
    room.appliance().write("links.tamga", &enrolment.links.to_bytes())?;
    room.audit().write("roll.tamga", &enrolment.roll.to_bytes())?;
    Ok(enrolment)
}

/// Every HSM and every officer signs E; then the election file is written.
fn endorse(
    room: &mut Room,
    standing: &mut Standing,
    definition: &Definition,
    keys: &PublicKeys,
    (roll, roll_entries): (Digest, u32),
    custody: &DkgOutcome,
    election: &DkgOutcome,
) -> Result<()> {
    let message = endorsement_message(&election_id(&standing.definition, &keys.digest(), &roll));
    let mut hsm_signatures = Vec::with_capacity(room.hsms.len());
    for hsm in &mut room.hsms {
        let signature = hsm.sign(&message)?;
        let signer = Signer::Hsm(hsm.serial().to_owned());
        standing.book.append(&Entry::Endorsement {
            signer,
            digest: sha3_256(&[&signature]),
        })?;
        hsm_signatures.push(signature);
    }
    let officer_signatures = room.hold(Endorse::new(&standing.commission, keys, &roll), &mut standing.book)?;
    let file = ElectionFile {
        definition: definition.to_bytes(),
        keys: keys.to_bytes(),
        roll,
        roll_entries,
        custody: custody.record.clone(),
        election: election.record.clone(),
        hsm_signatures,
        officer_signatures,
    };
    room.record().write("election.tamga", &file.to_bytes())
}

fn write_on_two_media(room: &Room, name: &str, bytes: &[u8]) -> Result<()> {
    room.appliance().write(name, bytes)?;
    room.appliance().below("second-medium").write(name, bytes)
}

fn control_number(digest: &Digest) -> String {
    tamga_crypto::control_number::control_number(digest)
}
