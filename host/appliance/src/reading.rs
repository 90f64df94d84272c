//! An election as its folder has it, for those who only look: read without a lock and without changing a byte, beside an act at work
//! or after one that was killed.
//!
//! Files here are whole or absent, and the ledger says which of them are in effect: a file is taken only where it is the one that the
//! ledger names. What an act has not put in its place yet is read where it is kept.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::BufReader;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use tamga_crypto::hash::sha3_256;
use tamga_record::admission::AdmissionTables;
use tamga_record::box_file::BoxFile;
use tamga_record::bundle::{BundleHeader, BundleReader, bundle_path};
use tamga_record::decisions::{Decision, Decisions};
use tamga_record::definition::Definition;
use tamga_record::election::ElectionFile;
use tamga_record::note::Note;
use tamga_record::tally_file::TallyFile;
use tamga_tally::import::{ChainReport, KnownChains};

use crate::acts::counting::{ATTESTATIONS, HELD, TURNOUT, tally_file};
use crate::acts::gathering::{DECISIONS, box_path};
use crate::acts::opening::{RESULTS, SEATS, TOTALS};
use crate::acts::setup;
use crate::failure::Failure;
use crate::folder::Folder;
use crate::message::Message;
use crate::room::{AUDIT, KEPT, RECORD, REPORT};
use crate::standing::{ELECTION_FILE, FIRST_CHECKPOINT, PUBLISHED_CHECKPOINT};
use crate::state::{ImportedBundle, OpeningState};
use crate::whole_ledger::{JOURNAL, WholeLedger};

/// An act that is at work may put a file in its place while others are read: so often everything is read again, after so long.
const TRIES: u32 = 5;
const BETWEEN_TRIES: Duration = Duration::from_millis(40);

/// Reads an election again and again; what never changes is read once.
pub struct Reader {
    folder: Folder,
    definition: Option<Definition>,
    headers: HashMap<ImportedBundle, BundleHeader>,
}

/// What an election's folder says now.
pub struct Reading<'r> {
    folder: &'r Folder,
    /// The definition.
    pub definition: &'r Definition,
    /// The ledger's whole entries.
    pub ledger: WholeLedger,
    /// Bundles by region and collector.
    pub chains: Vec<ChainReport>,
    /// Regions that are in a box, by index.
    pub boxed: HashSet<u16>,
    /// Every decision that the ledger has.
    pub decisions: Vec<Decision>,
}

impl Reader {
    /// Reads in this folder, where there may be an election or none yet.
    pub fn of(at: &Path) -> Self {
        Self { folder: Folder::existing(at), definition: None, headers: HashMap::new() }
    }

    /// What tells that something has changed: length, time and number of the files that are read. No file is opened for it.
    pub fn traces(&self) -> Vec<Option<[u64; 4]>> {
        let appliance = self.folder.path().join("appliance");
        let tables = [TURNOUT, TOTALS, RESULTS, SEATS].map(|name| Path::new(RECORD).join(name));
        let others = [JOURNAL, FIRST_CHECKPOINT, REPORT].map(PathBuf::from);
        let trace = |path: PathBuf| {
            let about = fs::metadata(appliance.join(path)).ok()?;
            Some([about.len(), about.mtime() as u64, about.mtime_nsec() as u64, about.ino()])
        };
        others.into_iter().chain(tables).map(trace).collect()
    }

    /// The election as it stands; none before its set-up is over. Fails where the ledger is damaged, and where what it names is not there.
    pub fn read(&mut self) -> Result<Option<Reading<'_>>> {
        if !setup::is_over_in(&self.folder) {
            return Ok(None);
        }
        let mut tries = 1;
        let Parts { ledger, boxes, decisions, .. } = loop {
            // An act may be in the middle of a step: then the parts fit together soon.
            match self.read_once() {
                Ok(parts) if parts.is_whole || tries == TRIES => break parts,
                Err(error) if tries == TRIES => return Err(error),
                _ => thread::sleep(BETWEEN_TRIES),
            }
            tries += 1;
        };
        let definition = self.definition.as_ref().context("the definition was just read")?;
        let chains = chains(&self.headers, &ledger, &boxes);
        let boxed = boxes.iter().flat_map(|closed| closed.body.region_indices()).collect();
        Ok(Some(Reading { folder: &self.folder, definition, ledger, chains, boxed, decisions }))
    }

    fn read_once(&mut self) -> Result<Parts> {
        let appliance = self.folder.private("appliance");
        // Checkpoints first: the ledger that is read after them is theirs or has grown.
        let first = appliance.read(FIRST_CHECKPOINT)?;
        let published = self.folder.below("record").read(PUBLISHED_CHECKPOINT).ok();
        let ledger = WholeLedger::read(&appliance)?;
        for checkpoint in [Some(first), published].into_iter().flatten() {
            ledger.check_continues(&Note::parse(&checkpoint)?.text)?;
        }
        if self.definition.is_none() {
            self.definition = Some(definition(&appliance.below(RECORD), &ledger)?);
        }
        read_headers(&appliance, &mut self.headers, &ledger)?;
        let (boxes, decisions) = (boxes(&appliance, &ledger)?, decisions(&appliance, &ledger)?);
        let is_whole = are_tables_there(&appliance, &ledger);
        Ok(Parts { ledger, boxes, decisions, is_whole })
    }
}

/// One try.
struct Parts {
    ledger: WholeLedger,
    boxes: Vec<BoxFile>,
    decisions: Vec<Decision>,
    /// Whether the tables of the newest result are there too.
    is_whole: bool,
}

impl Reading<'_> {
    /// The election's folder.
    pub fn at(&self) -> &Path {
        self.folder.path()
    }

    /// What stays in the machine.
    pub fn appliance(&self) -> Folder {
        self.folder.private("appliance")
    }

    /// The public edition as it is being written.
    pub fn record(&self) -> Folder {
        self.appliance().below(RECORD)
    }

    /// The tables of the result, totals, results, seats, as the ledger has their digests; none where there is no result.
    pub fn result(&self) -> Option<[String; 3]> {
        let tables = [TOTALS, RESULTS, SEATS].map(|name| self.record().read(name).unwrap_or_default());
        let digests = tables.each_ref().map(|table| sha3_256(&[table]));
        let is_entered = self.ledger.state().closed().any(|opening| opening.result == Some(digests));
        is_entered.then(|| tables.map(|table| String::from_utf8_lossy(&table).into_owned()))
    }

    /// The tables of admission of all regions whose seals are open, as the ledger has the turnout's digest; none before.
    pub fn tables(&self) -> Option<AdmissionTables> {
        let read = |name: &str| self.record().read(name).unwrap_or_default();
        let turnout = read(TURNOUT);
        let digest = Some(sha3_256(&[&turnout]));
        if !self.ledger.state().closed().any(|opening| opening.verified == digest) {
            return None;
        }
        AdmissionTables::parse(self.definition, &turnout, &read(HELD), &read(ATTESTATIONS)).ok()
    }

    /// The tallies of all openings whose root the ledger has.
    pub fn tallies(&self) -> Vec<TallyFile> {
        let read = |opening: &OpeningState| {
            let tally =
                TallyFile::parse(&self.record().read(&tally_file(opening.number)).ok()?, self.definition).ok()?;
            Some(tally).filter(|tally| opening.root == Some(tally.root()))
        };
        self.ledger.state().closed().filter_map(read).collect()
    }

    /// What the verifier said of what was published last.
    pub fn report(&self) -> Option<String> {
        let bytes = self.appliance().read(REPORT).ok().filter(|_| self.ledger.state().published() > 0)?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// The definition that the ledger begins with.
fn definition(record: &Folder, ledger: &WholeLedger) -> Result<Definition> {
    let file = ElectionFile::parse(&record.read(ELECTION_FILE)?)?;
    let definition = Definition::parse(&file.definition)?;
    if definition.digest() != *ledger.definition() {
        return Err(not_the_ledgers("things-definition"));
    }
    Ok(definition)
}

/// The headers of bundles that are new in the ledger. A bundle goes from `kept` to the appliance to the auditors' edition: looked for in
/// that order it is found.
fn read_headers(
    appliance: &Folder,
    headers: &mut HashMap<ImportedBundle, BundleHeader>,
    ledger: &WholeLedger,
) -> Result<()> {
    for bundle in &ledger.state().bundles {
        if headers.contains_key(bundle) {
            continue;
        }
        let path = bundle_path(&bundle.region, &bundle.collector, bundle.bundle, bundle.variant);
        let places = [appliance.below(KEPT), appliance.clone(), appliance.below(AUDIT)];
        let found = places.iter().find_map(|folder| File::open(folder.path().join(&path)).ok());
        let file = found.ok_or_else(|| not_the_ledgers("things-bundles"))?;
        headers.insert(bundle.clone(), BundleReader::open(BufReader::new(file))?.header().clone());
    }
    Ok(())
}

/// How chains stand. The box of a region says how many bundles of a chain were in it; what came after them is late.
fn chains(
    headers: &HashMap<ImportedBundle, BundleHeader>,
    ledger: &WholeLedger,
    boxes: &[BoxFile],
) -> Vec<ChainReport> {
    let mut in_box: HashMap<u16, HashMap<u16, u32>> = HashMap::new();
    for region in boxes.iter().flat_map(|closed| &closed.body.regions) {
        let bundles = || region.chains.iter().map(|chain| (chain.collector, chain.bundles)).collect();
        in_box.entry(region.region).or_insert_with(bundles);
    }
    let mut chains = KnownChains::default();
    for bundle in &ledger.state().bundles {
        let Some(header) = headers.get(bundle) else { continue };
        let late = in_box.get_mut(&header.region).is_some_and(|chains| match chains.get_mut(&header.collector) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        });
        chains.insert(header.clone(), bundle.variant, bundle.digest, late);
    }
    chains.reports()
}

/// The boxes that the ledger has closed.
fn boxes(appliance: &Folder, ledger: &WholeLedger) -> Result<Vec<BoxFile>> {
    let read = |opening: &OpeningState| {
        let is_entered =
            |bytes: &[u8]| BoxFile::parse(bytes).ok().filter(|closed| Some(closed.body.digest()) == opening.closed);
        found(appliance, RECORD, &box_path(opening.number), is_entered).ok_or_else(|| not_the_ledgers("things-boxes"))
    };
    ledger.state().closed().map(read).collect()
}

/// The decisions that the ledger has.
fn decisions(appliance: &Folder, ledger: &WholeLedger) -> Result<Vec<Decision>> {
    let so_far = ledger.state().decisions as usize;
    if so_far == 0 {
        return Ok(Vec::new());
    }
    let all = |bytes: &[u8]| Some(Decisions::parse(bytes).ok()?.decisions).filter(|all| all.len() == so_far);
    found(appliance, AUDIT, DECISIONS, all).ok_or_else(|| not_the_ledgers("things-decisions"))
}

/// A file in its place or where it is kept until it takes it, whichever is in effect.
fn found<T>(appliance: &Folder, edition: &str, name: &str, in_effect: impl Fn(&[u8]) -> Option<T>) -> Option<T> {
    let places = [appliance.below(KEPT), appliance.below(edition)];
    places.iter().find_map(|folder| in_effect(&folder.read(name).ok()?))
}

/// Whether the tables of the newest result are in their places: they come right after its entry.
fn are_tables_there(appliance: &Folder, ledger: &WholeLedger) -> bool {
    let digest = |name: &str| appliance.below(RECORD).read(name).ok().map(|bytes| sha3_256(&[&bytes]));
    ledger.state().now().result.is_none_or(|result| [TOTALS, RESULTS, SEATS].map(digest) == result.map(Some))
}

fn not_the_ledgers(what: &'static str) -> anyhow::Error {
    Failure::internal(Message::of("not-the-ledgers-seen").with("what", Message::of(what)))
}
