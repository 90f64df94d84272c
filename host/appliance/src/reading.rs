//! An election as its folder has it, for those who only look: read without a lock and without changing a byte, beside an act at work
//! or after one that was killed.
//!
//! Files here are whole or absent, and the ledger says which of them are in effect: a file is taken only where it is the one that the
//! ledger names. What an act has not put in its place yet is read where it is kept. No link is followed, and nothing is read that is no
//! plain file or longer than its limit: who could write in the folder shall not make those who look read anything else, or wait.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::BufReader;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use tamga_crypto::hash::sha3_256;
use tamga_record::admission::{AdmissionTables, RegionTurnout};
use tamga_record::amendments::Amendments;
use tamga_record::box_file::BoxFile;
use tamga_record::bundle::{BundleHeader, BundleReader, bundle_path};
use tamga_record::decisions::{Decision, Decisions};
use tamga_record::definition::Definition;
use tamga_record::election::ElectionFile;
use tamga_record::limits::NOTE_LEN_MAX;
use tamga_record::note::Note;
use tamga_record::tally_file::TallyFile;
use tamga_tally::import::{ChainReport, KnownChains};

use crate::acts::admit::Provisional;
use crate::acts::counting::{ATTESTATIONS, HELD, TURNOUT, tally_file};
use crate::acts::gathering::{AMENDMENTS, DECISIONS, box_path};
use crate::acts::opening::{RESULTS, SEATS, TOTALS};
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

/// Bytes of a file at most that is neither journal nor checkpoint: tables of 4,096 regions, boxes, decisions, the verifier's report.
pub const FILE_LEN_MAX: u64 = 256 << 20;
/// Bytes of a checkpoint at most.
const CHECKPOINT_LEN_MAX: u64 = NOTE_LEN_MAX as u64;

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
    /// Bundles by region and collector.
    pub chains: Vec<ChainReport>,
    /// Regions that are in a box, by index.
    pub boxed: HashSet<u16>,
    /// Everything else.
    pub parts: Parts,
}

/// What is read anew each time.
pub struct Parts {
    /// The ledger's whole entries.
    pub ledger: WholeLedger,
    /// How many of them were published last.
    pub published_entries: u64,
    boxes: Vec<BoxFile>,
    /// Every decision that the ledger has.
    pub decisions: Vec<Decision>,
    /// The amendments; none where there are none.
    pub amendments: Option<Amendments>,
    /// What could be said of records from outside their seals, by opening.
    provisional: BTreeMap<u32, Provisional>,
    /// The tables of admission of all regions whose seals are open, as the ledger has the turnout's digest; none before.
    pub tables: Option<AdmissionTables>,
    /// The tallies of all openings whose root the ledger has.
    pub tallies: Vec<TallyFile>,
    /// The tables of the result, totals, results, seats, as the ledger has their digests; none where there is no result.
    pub result: Option<[String; 3]>,
    /// Whether the tables of the newest result are there too: they come right after its entry.
    is_whole: bool,
    /// What the verifier said of what was published last.
    pub report: Option<String>,
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
            let about = fs::symlink_metadata(appliance.join(path)).ok()?;
            Some([about.len(), about.mtime() as u64, about.mtime_nsec() as u64, about.ino()])
        };
        others.into_iter().chain(tables).map(trace).collect()
    }

    /// The election as it stands; none before its set-up is over. Fails where the ledger is damaged, and where what it names is not there.
    pub fn read(&mut self) -> Result<Option<Reading<'_>>> {
        if self.folder.private("appliance").look_if_there(FIRST_CHECKPOINT, CHECKPOINT_LEN_MAX)?.is_none() {
            return Ok(None);
        }
        let mut tries = 1;
        let parts = loop {
            // An act may be in the middle of a step: then the parts fit together soon.
            match self.read_once() {
                Ok(parts) if parts.is_whole || tries == TRIES => break parts,
                Err(error) if tries == TRIES => return Err(error),
                _ => thread::sleep(BETWEEN_TRIES),
            }
            tries += 1;
        };
        let definition = self.definition.as_ref().context("the definition was just read")?;
        let chains = chains(&self.headers, &parts.ledger, &parts.boxes);
        let boxed = parts.boxes.iter().flat_map(|closed| closed.body.region_indices()).collect();
        Ok(Some(Reading { folder: &self.folder, definition, chains, boxed, parts }))
    }

    fn read_once(&mut self) -> Result<Parts> {
        let appliance = self.folder.private("appliance");
        // Checkpoints first: the ledger that is read after them is theirs or has grown.
        let first = appliance.look(FIRST_CHECKPOINT, CHECKPOINT_LEN_MAX)?;
        let published = self.folder.below("record").look_if_there(PUBLISHED_CHECKPOINT, CHECKPOINT_LEN_MAX)?;
        let ledger = WholeLedger::read(&appliance)?;
        ledger.check_continues(&Note::parse(&first)?.text)?;
        let published = published.map(|note| ledger.check_continues(&Note::parse(&note)?.text)).transpose()?;
        if self.definition.is_none() {
            self.definition = Some(definition(&appliance.below(RECORD), &ledger)?);
        }
        let definition = self.definition.as_ref().context("the definition was just read")?;
        read_headers(&appliance, &mut self.headers, &ledger)?;
        Parts::read(&appliance, definition, ledger, published.unwrap_or_default())
    }
}

impl Parts {
    fn read(appliance: &Folder, definition: &Definition, ledger: WholeLedger, published_entries: u64) -> Result<Self> {
        let (record, state) = (appliance.below(RECORD), ledger.state());
        let openings = state.closed().chain([state.now()]).map(|opening| opening.number);
        let provisional = |opening| Ok((opening, Provisional::of(appliance, definition, opening)?));
        let untrusted_amendments = record.look_if_there(AMENDMENTS, FILE_LEN_MAX)?;
        let untrusted_report = appliance.look_if_there(REPORT, FILE_LEN_MAX)?.filter(|_| state.published() > 0);
        let untrusted_result = [table(&record, TOTALS)?, table(&record, RESULTS)?, table(&record, SEATS)?];
        let digests = untrusted_result.each_ref().map(|table| sha3_256(&[table]));
        let is_entered = state.closed().any(|opening| opening.result == Some(digests));
        Ok(Self {
            boxes: boxes(appliance, &ledger)?,
            decisions: decisions(appliance, &ledger)?,
            amendments: untrusted_amendments.and_then(|bytes| Amendments::parse(&bytes).ok()),
            provisional: openings.map(provisional).collect::<Result<_>>()?,
            tables: tables(&record, definition, &ledger)?,
            tallies: tallies(&record, definition, &ledger)?,
            is_whole: state.now().result.is_none_or(|result| result == digests),
            result: is_entered.then(|| untrusted_result.map(|table| String::from_utf8_lossy(&table).into_owned())),
            report: untrusted_report.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
            ledger,
            published_entries,
        })
    }
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

    /// The statuses of regions whose records are judged from outside alone, of these openings.
    pub fn provisional(&self, openings: impl Iterator<Item = u32>) -> BTreeMap<u16, RegionTurnout> {
        openings.filter_map(|opening| self.parts.provisional.get(&opening)).flat_map(|of| of.regions.clone()).collect()
    }

    /// Regions with more attestations used than issued, as far as an opening was judged from outside: used, issued.
    pub fn overdrawn(&self, opening: u32) -> BTreeMap<u16, [u64; 2]> {
        self.parts.provisional.get(&opening).map_or_else(BTreeMap::new, |of| of.overdrawn.clone())
    }

    /// The reasons that hold records of an opening, with how many.
    pub fn held(&self, opening: u32) -> &[(String, u64)] {
        self.parts.provisional.get(&opening).map_or(&[], |of| &of.held)
    }
}

/// A table of the record; an empty one where it is not there.
fn table(record: &Folder, name: &str) -> Result<Vec<u8>> {
    Ok(record.look_if_there(name, FILE_LEN_MAX)?.unwrap_or_default())
}

/// The tables of admission that the ledger has.
fn tables(record: &Folder, definition: &Definition, ledger: &WholeLedger) -> Result<Option<AdmissionTables>> {
    let turnout = table(record, TURNOUT)?;
    let digest = Some(sha3_256(&[&turnout]));
    if !ledger.state().closed().any(|opening| opening.verified == digest) {
        return Ok(None);
    }
    let (held, attestations) = (table(record, HELD)?, table(record, ATTESTATIONS)?);
    Ok(AdmissionTables::parse(definition, &turnout, &held, &attestations).ok())
}

/// The tallies that the ledger has the roots of.
fn tallies(record: &Folder, definition: &Definition, ledger: &WholeLedger) -> Result<Vec<TallyFile>> {
    let mut tallies = Vec::new();
    for opening in ledger.state().closed().filter(|opening| opening.root.is_some()) {
        let untrusted_tally = table(record, &tally_file(opening.number))?;
        let tally = TallyFile::parse(&untrusted_tally, definition).ok();
        tallies.extend(tally.filter(|tally| opening.root == Some(tally.root())));
    }
    Ok(tallies)
}

/// The definition that the ledger begins with.
fn definition(record: &Folder, ledger: &WholeLedger) -> Result<Definition> {
    let file = ElectionFile::parse(&record.look(ELECTION_FILE, FILE_LEN_MAX)?)?;
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
        let opened = places.iter().map(|folder| folder.open_plain(&path)).find_map(Result::transpose);
        let file = opened.ok_or_else(|| not_the_ledgers("things-bundles"))??;
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
        found(appliance, RECORD, &box_path(opening.number), is_entered)?.ok_or_else(|| not_the_ledgers("things-boxes"))
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
    found(appliance, AUDIT, DECISIONS, all)?.ok_or_else(|| not_the_ledgers("things-decisions"))
}

/// A file in its place or where it is kept until it takes it, whichever is in effect.
fn found<T>(
    appliance: &Folder,
    edition: &str,
    name: &str,
    in_effect: impl Fn(&[u8]) -> Option<T>,
) -> Result<Option<T>> {
    for folder in [appliance.below(KEPT), appliance.below(edition)] {
        let found = folder.look_if_there(name, FILE_LEN_MAX)?.and_then(|bytes| in_effect(&bytes));
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn not_the_ledgers(what: &'static str) -> anyhow::Error {
    Failure::internal(Message::of("not-the-ledgers-seen").with("what", Message::of(what)))
}
