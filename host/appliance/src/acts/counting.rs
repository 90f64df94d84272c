//! `tamga tally`, first half: unlock, unseal, verify, add up, and the tally root.

use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result};
use rand_core::Rng;
use tamga_ceremony::seeds::check_seed;
use tamga_devices::{Hsm, HsmError, Role};
use tamga_record::admission::AdmissionTables;
use tamga_record::tally_file::{Salts, SealedSeeds, Seed, Seeds};
use tamga_tally::close::ClosedBox;
use tamga_tally::election::Election;
use tamga_tally::root::TallyRoot;
use tamga_tally::unseal::unseal_entry;
use tamga_tally::verified::Verified;
use tamga_tally::verify::Verification;
use tamga_tally::{aggregate, root};

use super::admit::overdrawn;
use super::gathering::{Bundles, finish_file, kept};
use super::hsms::{LOG_EVERY, SEALED_SEEDS, open_seed};
use super::reconcile;
use super::unlock;
use crate::failure::Failure;
use crate::message::Message;
use crate::room::Room;
use crate::standing::Standing;

/// The three tables of admission in the record.
pub const TURNOUT: &str = "turnout.csv";
pub const HELD: &str = "held.csv";
pub const ATTESTATIONS: &str = "attestations.csv";

/// Opens the seals of a closed box and checks every proof, then writes verdicts and tables. The seeds are in the auditors'
/// edition afterwards.
pub fn verify<'a>(room: &mut Room, standing: &mut Standing, closed: ClosedBox<'a>) -> Result<Verified<'a>> {
    let election = closed.election();
    let seeds = seeds_of(room, standing, election, &closed)?;
    let bundles = Bundles::new(room, election.definition());
    let items = closed.admitted().imported().items();
    let mut verification = Verification::begin(closed);
    let counting = room.progress.counting("verify", "unit-ballots");
    let before = AtomicU64::new(0);
    for (region, seed) in seeds {
        room.interrupt.check()?;
        let of_region = AtomicU64::new(0);
        let report = |done, total| {
            of_region.store(total, Ordering::Relaxed);
            counting.report(before.load(Ordering::Relaxed) + done, items);
        };
        verification.region(region, seed, &bundles, &report)?;
        before.fetch_add(of_region.into_inner(), Ordering::Relaxed);
    }
    let verified = verification.finish()?;
    counting.finish(items);
    write_admission(room, standing, &verified)?;
    Ok(verified)
}

/// The seeds of the box's regions: as an HSM opened them, or, where that was done before, from the auditors' edition.
fn seeds_of(
    room: &mut Room,
    standing: &mut Standing,
    election: &Election,
    closed: &ClosedBox<'_>,
) -> Result<Vec<(u16, Seed)>> {
    let body = &closed.file().body;
    let audit = room.audit();
    let wanted: Vec<u16> = body.regions.iter().map(|region| region.region).collect();
    let mut there: Vec<(u16, Seed)> = Vec::new();
    for opening in standing.book.state().closed() {
        let name = seeds_file(opening.number);
        if audit.has(&name) {
            there.extend(Seeds::parse(&audit.read(&name)?)?.seeds);
        }
    }
    there.retain(|(region, _)| wanted.contains(region));
    if there.len() == wanted.len() {
        there.sort_unstable_by_key(|(region, _)| *region);
        return Ok(there);
    }
    let seeds = unseal(room, standing, election, &wanted)?;
    let file = Seeds { election: *election.id(), opening: body.opening, seeds };
    audit.write(&seeds_file(body.opening), &file.expose_bytes())?;
    reconcile::reconcile(room, standing)?;
    Ok(file.seeds)
}

fn seeds_file(opening: u32) -> String {
    format!("opening-{opening}/seeds.tamga")
}

/// A quorum unlocks an HSM; it opens the seed of each region, and is locked again. One that fails is out of service, and the
/// next one opens what is left.
fn unseal(room: &mut Room, standing: &mut Standing, election: &Election, regions: &[u16]) -> Result<Vec<(u16, Seed)>> {
    let sealed = SealedSeeds::parse(&room.appliance().read(SEALED_SEEDS)?)?;
    if sealed.definition != standing.definition {
        return Err(Failure::internal("seeds-of-another"));
    }
    let mut seeds = Vec::with_capacity(regions.len());
    for number in room.hsms(standing)?.in_service() {
        let outcome = unseal_with(room, standing, election, number, &sealed, regions, &mut seeds);
        room.hsms(standing)?.lock_all();
        match outcome {
            Ok(()) => break,
            Err(error) => match error.downcast_ref::<HsmError>().cloned() {
                Some(error) => room.put_out(standing, number, error)?,
                None => return Err(error),
            },
        }
    }
    if seeds.len() < regions.len() {
        return Err(room.hsms(standing)?.none_left());
    }
    room.progress.say("unseal", Message::of("unsealed").with("n", seeds.len()));
    Ok(seeds)
}

/// Opens with one HSM the seeds that are still missing in `seeds`.
fn unseal_with(
    room: &mut Room,
    standing: &mut Standing,
    election: &Election,
    number: usize,
    sealed: &SealedSeeds,
    regions: &[u16],
    seeds: &mut Vec<(u16, Seed)>,
) -> Result<()> {
    unlock::unlock(room, standing, election.commissions().now().custody(), number, tamga_wire::Role::Tally)?;
    let serial = room.hsms(standing)?.serial(number).to_owned();
    for &region in regions.get(seeds.len()..).unwrap_or_default() {
        room.interrupt.check()?;
        let place = usize::from(region);
        let of_region = sealed.sealed.get(place).and_then(|of_region| of_region.get(number));
        let (of_region, key) = of_region.zip(election.keys().regions.get(place)).context("a seed that is not there")?;
        standing.book.append(&unseal_entry(election, region, &serial)?)?;
        let definition = standing.definition;
        let open = |hsm: &mut dyn Hsm| open_seed(hsm, &definition, region, of_region);
        let opened = room.hsms(standing)?.with_role(number, Role::Tally, open)?;
        let seed = check_seed(&opened, key).ok_or(HsmError::BadWrapping { role: Role::Tally })?;
        seeds.push((region, seed));
        if seeds.len().is_multiple_of(usize::from(LOG_EVERY)) {
            reconcile::read_logs(room, standing)?;
        }
    }
    Ok(())
}

/// Verdicts of this opening, and the tables of all openings so far.
fn write_admission(room: &Room, standing: &mut Standing, verified: &Verified<'_>) -> Result<()> {
    let definition = verified.election().definition();
    let earlier = earlier_tables(room, standing, verified)?;
    let mut tables = earlier;
    tables.add(&verified.tables());
    tables.set_issued(verified.issued());
    let turnout = tables.turnout_csv(definition);
    if standing.book.state().now().verified.is_none() {
        standing.book.append(&verified.entry(&turnout))?;
    }
    let folder = if verified.is_supplement() { "verdicts-late" } else { "verdicts" };
    for &region in verified.regions() {
        let code = definition.region(region).map_or("", |described| described.code.as_str());
        room.audit().write(&format!("{folder}/{code}.csv"), verified.verdicts_csv(region).as_bytes())?;
    }
    let record = room.record();
    record.write(TURNOUT, turnout.as_bytes())?;
    record.write(HELD, tables.held_csv(definition).as_bytes())?;
    record.write(ATTESTATIONS, tables.attestations_csv(definition).as_bytes())?;
    for (region, used) in &tables.attestations {
        if used.used > used.issued {
            let said = overdrawn(definition, *region, used.used.into(), used.issued.into());
            room.progress.alarm("verify", said);
        }
    }
    let counted: u64 = verified.tables().turnout.values().map(|of| u64::from(of.counted)).sum();
    room.progress.say("verify", Message::of("ballots-counted").with("n", counted));
    Ok(())
}

/// The tables as they were before this opening. They are kept beside its other papers, as the record's own are replaced.
fn earlier_tables(room: &Room, standing: &Standing, verified: &Verified<'_>) -> Result<AdmissionTables> {
    let (appliance, record) = (room.appliance(), room.record());
    let before = appliance.below(&format!("opening-{}/before", standing.book.state().now().number));
    let definition = verified.election().definition();
    if standing.book.state().published() == 0 {
        return Ok(AdmissionTables::default());
    }
    for name in [TURNOUT, HELD, ATTESTATIONS] {
        if !before.has(name) {
            before.write(name, &record.read(name)?)?;
        }
    }
    let read = |name: &str| before.read(name);
    Ok(AdmissionTables::parse(definition, &read(TURNOUT)?, &read(HELD)?, &read(ATTESTATIONS)?)?)
}

/// The tally root of this opening: made once, with fresh salts, and the same ever after.
pub fn tally_root<'a>(room: &Room, standing: &mut Standing, verified: &Verified<'a>) -> Result<TallyRoot<'a>> {
    let opening = standing.book.state().now().number;
    let sums = aggregate::aggregate(verified);
    let (tally, salts) = (tally_file(opening), format!("opening-{opening}/salts.tamga"));
    if standing.book.state().now().root.is_some() {
        finish_file(room, &room.record(), &tally)?;
        finish_file(room, &room.audit(), &salts)?;
        let salts = Salts::parse(&room.audit().read(&salts)?)?.salts;
        let (root, _) = root::root(sums, opening, previous_root(standing), salts)?;
        if Some(*root.digest()) != standing.book.state().now().root {
            return Err(Failure::internal("root-not-the-ledgers"));
        }
        return Ok(root);
    }
    let entries = standing.book.size_and_root().0;
    let mut rng = room.streams.stream("appliance/salts", entries);
    let mut drawn = vec![[0; 32]; sums.leaf_count()];
    drawn.iter_mut().for_each(|salt| rng.fill_bytes(salt));
    let (root, entry) = root::root(sums, opening, previous_root(standing), drawn)?;
    kept(room).write(&salts, &root.salts().context("fresh salts")?.to_bytes())?;
    kept(room).write(&tally, &root.file().to_bytes())?;
    standing.book.append(&entry)?;
    finish_file(room, &room.record(), &tally)?;
    finish_file(room, &room.audit(), &salts)?;
    let (leaves, sums, withheld) = (root.file().leaves.len(), root.file().sum_count(), root.file().withheld.len());
    room.progress
        .say("root", Message::of("root-made").with("leaves", leaves).with("sums", sums).with("withheld", withheld));
    room.progress.control_number("root", "of-root", root.digest());
    Ok(root)
}

/// Where the tally of an opening is in the record.
pub fn tally_file(opening: u32) -> String {
    format!("opening-{opening}/tally.tamga")
}

/// The root of the opening before, zeros for the first.
fn previous_root(standing: &Standing) -> [u8; 32] {
    let now = standing.book.state().now().number;
    let before = standing.book.state().closed().filter(|opening| opening.number < now).last();
    before.and_then(|opening| opening.root).unwrap_or_default()
}
