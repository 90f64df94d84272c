//! From the stick to the tally root: import, admit, close, unlock, unseal, verify, add up.

use std::fs::File;
use std::io::{self, BufReader};
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, ensure};
use rand_core::Rng;
use tamga_ceremony::{Close, PinFile, Unlock, UnlockLabel};
use tamga_crypto::dkg::GroupKey;
use tamga_crypto::hpke::x25519;
use tamga_devices::{Hsm, Role};
use tamga_record::bundle::counts::AttestationCounts;
use tamga_record::bundle::{BundleHeader, bundle_path};
use tamga_record::limits::BUNDLE_LEN_MAX;
use tamga_record::tally_file::{SealedSeeds, Seed};
use tamga_tally::close::ClosedBox;
use tamga_tally::election::Election;
use tamga_tally::import::{Import, Imported};
use tamga_tally::root::TallyRoot;
use tamga_tally::source::{BundlePlace, BundleSource};
use tamga_tally::unseal::unseal_entry;
use tamga_tally::verified::Verified;
use tamga_tally::verify::Verification;
use tamga_tally::{admit, aggregate, close, root};

use super::hsms::{PINS, SEALED_SEEDS, open_seed};
use super::polling::COUNTS;
use super::room::{Room, Standing, device_role};
use crate::folder::Folder;

/// The opening that a rehearsal makes.
const OPENING: u32 = 1;

/// Bundles in a folder, read as often as a stage asks.
struct BundleFolder<'a> {
    folder: &'a Folder,
    election: &'a Election,
}

impl BundleSource for BundleFolder<'_> {
    type Reader = BufReader<File>;

    fn open(&self, place: BundlePlace) -> io::Result<Self::Reader> {
        let definition = self.election.definition();
        let region = definition.region(place.region).ok_or(io::ErrorKind::NotFound)?;
        let collector = definition.collectors.get(usize::from(place.collector)).ok_or(io::ErrorKind::NotFound)?;
        let path = bundle_path(&region.code, &collector.id, place.number);
        Ok(BufReader::new(File::open(self.folder.path().join(path))?))
    }
}

/// What the count is made of: the election, its custody key and the stick.
pub struct Count<'a> {
    /// Definition, keys, roll.
    pub election: &'a Election,
    /// The key that the PINs are encrypted to.
    pub custody: &'a GroupKey,
    /// Where bundles and attestation counts arrived.
    pub stick: &'a Folder,
}

/// Everything up to the tally root; the ledger has each step before it takes effect.
pub fn count<'a>(room: &mut Room, standing: &mut Standing, count: &Count<'a>) -> Result<(TallyRoot<'a>, Verified<'a>)> {
    let election = count.election;
    standing.book.clock().jump_to(election.definition().closes);
    let imported = import(room, standing, count)?;
    let (items, audit) = (imported.items(), room.audit());
    let source = BundleFolder { folder: &audit, election };
    let closed = admit_and_close(room, standing, imported, &source)?;
    let seeds = unseal(room, standing, count)?;
    let mut verification = Verification::begin(closed);
    let counting = room.progress.counting("verify", "ballots");
    let before = AtomicU64::new(0);
    for (region, seed) in (0u16..).zip(seeds) {
        room.interrupt.check()?;
        let of_region = AtomicU64::new(0);
        let report = |done, total| {
            of_region.store(total, Ordering::Relaxed);
            counting.report(before.load(Ordering::Relaxed) + done, items);
        };
        verification.region(region, seed, &source, &report)?;
        before.fetch_add(of_region.into_inner(), Ordering::Relaxed);
    }
    let verified = verification.finish()?;
    counting.finish(items);
    standing.book.append(&verified.entry())?;
    write_admission(room, election, &verified)?;
    let root = make_root(room, standing, &verified)?;
    Ok((root, verified))
}

/// Copies every bundle from the stick, checks it, and has it on disk before it is reported.
fn import<'a>(room: &mut Room, standing: &mut Standing, count: &Count<'a>) -> Result<Imported<'a>> {
    let (election, audit) = (count.election, room.audit());
    let counting = room.progress.counting("import", "bundles");
    let mut import = Import::begin(election);
    let counts = count.stick.read(COUNTS)?;
    standing.book.append(&import.counts(&AttestationCounts::parse(&counts)?)?)?;
    audit.write(COUNTS, &counts)?;
    let bundles: Vec<String> = count.stick.files()?.into_iter().filter(|path| path.starts_with("bundles/")).collect();
    for (done, path) in (1u64..).zip(&bundles) {
        room.interrupt.check()?;
        let from_stick = File::open(count.stick.path().join(path)).with_context(|| format!("{path} cannot be read"))?;
        let copy = audit
            .copy_in("bundles/incoming", from_stick, BUNDLE_LEN_MAX)
            .with_context(|| format!("{path} is refused"))?;
        let checked = import.bundle(BufReader::new(File::open(&copy)?));
        let (header, entry) = checked.with_context(|| format!("{path} is refused"))?;
        standing.book.append(&entry)?;
        audit.keep(&copy, &path_of(election, &header)?)?;
        counting.report(done, bundles.len() as u64);
    }
    counting.finish(bundles.len() as u64);
    Ok(import.finish()?)
}

/// Where a bundle belongs, by its own word; the name that it had on the stick is of no account.
fn path_of(election: &Election, header: &BundleHeader) -> Result<String> {
    let definition = election.definition();
    let region = definition.region(header.region).context("a region that is not in the definition")?;
    let collector = definition.collectors.get(usize::from(header.collector)).context("an unknown collector")?;
    Ok(bundle_path(&region.code, &collector.id, header.number))
}

fn admit_and_close<'a>(
    room: &mut Room,
    standing: &mut Standing,
    imported: Imported<'a>,
    source: &BundleFolder<'_>,
) -> Result<ClosedBox<'a>> {
    let counting = room.progress.counting("admit", "records");
    let items = imported.items();
    let (admitted, entry) = admit::admit(imported, source, &|done, total| counting.report(done, total))?;
    counting.finish(items);
    standing.book.append(&entry)?;
    for region in admitted.overdrawn() {
        let code = source.election.definition().region(region).map_or("", |region| region.code.as_str());
        room.progress
            .say(&format!("admit      ALARM: more attestations used in {code} than the identity service issued"));
    }
    for (region, described) in (0u16..).zip(&source.election.definition().regions) {
        room.record().write(&format!("trackers/{}.txt", described.code), admitted.trackers_txt(region).as_bytes())?;
    }
    let to_close = close::close(admitted);
    room.progress.control_number("close", "the box", to_close.digest());
    let signatures = room.hold(Close::new(&standing.commission, to_close.body()), &mut standing.book)?;
    // The ceremony has written the entry already.
    let (closed, _) = to_close.sign(signatures)?;
    room.record().write("box.tamga", &closed.file().to_bytes())?;
    Ok(closed)
}

/// A quorum unlocks an HSM; it opens each region's seed once, and is locked again.
fn unseal(room: &mut Room, standing: &mut Standing, count: &Count<'_>) -> Result<Vec<Seed>> {
    let (election, digest) = (count.election, standing.definition);
    let sealed = SealedSeeds::parse(&room.appliance().read(SEALED_SEEDS)?)?;
    ensure!(sealed.definition == digest, "the sealed seeds belong to another definition");
    unlock(room, standing, count.custody)?;
    let mut seeds = Vec::with_capacity(election.regions());
    for ((region, of_region), key) in (0u16..).zip(&sealed.sealed).zip(&election.keys().regions) {
        let hsm = room.hsms.first_mut().context("no HSM")?;
        standing.book.append(&unseal_entry(election, region, hsm.serial())?)?;
        let sealed = of_region.first().context("a seed that is sealed to no HSM")?;
        seeds.push(open_seed(hsm, &digest, region, sealed, key)?);
    }
    room.hsms.iter_mut().for_each(|hsm| hsm.lock(Role::Tally));
    room.progress.say(&format!("unseal     {} region seeds opened, HSM locked again", seeds.len()));
    Ok(seeds)
}

fn unlock(room: &mut Room, standing: &mut Standing, custody: &GroupKey) -> Result<()> {
    let pins = PinFile::parse(&room.appliance().read(PINS)?)?;
    let serial = room.hsms.first().context("no HSM")?.serial().to_owned();
    let role = tamga_wire::Role::Tally;
    let pin = pins.live(&serial, role).last().context("no PIN of the HSM is kept")?;
    let label =
        UnlockLabel { definition: standing.definition, serial: serial.clone(), role, generation: pin.generation };
    let host_key = x25519::SecretKey::generate(&mut room.streams.stream("appliance/unlock", 0));
    let unlock = Unlock::new(custody, label, pin.ciphertext, host_key)?;
    let unlocked = room.hold(unlock, &mut standing.book)?;
    let outcome = room.hsms.first_mut().context("no HSM")?.unlock(device_role(role), unlocked.pin.expose());
    // Tries are counted in the file of a rehearsal HSM.
    room.save_hsms()?;
    outcome?;
    room.progress.say(&format!("unlock     tally role of {serial} by officers {:?}", unlocked.officers));
    Ok(())
}

fn write_admission(room: &Room, election: &Election, verified: &Verified<'_>) -> Result<()> {
    let audit = room.audit();
    for (region, described) in (0u16..).zip(&election.definition().regions) {
        audit.write(&format!("verdicts/{}.csv", described.code), verified.verdicts_csv(region).as_bytes())?;
    }
    audit.write("seeds.tamga", &verified.seeds().expose_bytes())?;
    room.record().write("turnout.csv", verified.turnout_csv().as_bytes())
}

fn make_root<'a>(room: &Room, standing: &mut Standing, verified: &Verified<'a>) -> Result<TallyRoot<'a>> {
    let sums = aggregate::aggregate(verified);
    let mut rng = room.streams.stream("appliance/salts", u64::from(OPENING));
    let mut salts = vec![[0; 32]; sums.leaf_count()];
    salts.iter_mut().for_each(|salt| rng.fill_bytes(salt));
    let (root, entry) = root::root(sums, OPENING, [0; 32], salts)?;
    standing.book.append(&entry)?;
    room.record().write(&format!("opening-{OPENING}/tally.tamga"), &root.file().to_bytes())?;
    room.audit().write(&format!("opening-{OPENING}/salts.tamga"), &root.salts().to_bytes())?;
    let (leaves, sums) = (root.file().leaves.len(), root.file().sum_count());
    room.progress.say(&format!("root       {leaves} leaves, {sums} sums"));
    room.progress.control_number("root", "the tally root", root.digest());
    Ok(root)
}
