//! `tamga import`: what is on a stick is copied, checked, flushed and reported, file by file. The stick can be pulled at any byte.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tamga_crypto::hash::{Digest, RunningSha3, sha3_256};
use tamga_record::bundle::counts::AttestationCounts;
use tamga_record::bundle::{BundleHeader, bundle_path};
use tamga_record::ledger::{Entry, Fault};
use tamga_record::limits::BUNDLE_LEN_MAX;
use tamga_record::revocations::Revocations;
use tamga_tally::acts::{self, Acts};
use tamga_tally::election::Election;
use tamga_tally::import::{Import, ImportError, Taken};

use super::gathering::{self, COUNTS, REVOCATIONS, kept};
use super::{end, words};
use crate::arrivals;
use crate::causes;
use crate::failure::{Failure, Stopped};
use crate::folder::open_foreign;
use crate::live::Live;
use crate::message::{Message, Part};
use crate::room::Room;
use crate::standing::Standing;
use crate::state::Phase;

/// Files that are not bundles are read whole and are no longer than this, in bytes: counts of 4,096 regions or 4 million tags.
const SMALL_FILE_LEN_MAX: u64 = 64 << 20;

/// How much of a file is read at once for its digest, in bytes.
const DIGEST_BLOCK_LEN: usize = 1 << 16;

/// What became of the files of one import.
#[derive(Debug, Default)]
pub struct Tally {
    /// Taken.
    pub new: u32,
    /// Here already.
    pub again: u32,
    /// Refused.
    pub refused: Vec<Refusal>,
    /// Not a file of ours.
    pub foreign: u32,
    /// Not readable, as far as the stick goes.
    pub unreadable: u32,
}

/// A file that was not taken.
#[derive(Debug)]
pub struct Refusal {
    /// Where it is: for a rehearsal's own attackers, and never shown.
    pub path: PathBuf,
    /// What it is called.
    pub file: Message,
    /// The word of the fault.
    pub word: &'static str,
}

/// The kinds of files that arrive, by how they begin; whatever else is called `.tamga` is taken for a bundle, and refused.
enum Arrival {
    Bundle,
    Counts,
    Revocations,
    Foreign,
}

/// Takes every file below the paths. A file that is refused stops nothing: it is named, with what to do about it.
pub fn import(room: &mut Room, standing: &mut Standing, election: &Election, paths: &[PathBuf]) -> Result<Tally> {
    check_turn(standing)?;
    let so_far = gathering::acts_so_far(room, standing, election)?;
    let mut import = gathering::restore(room, standing, election, &so_far)?;
    let progress = room.progress.clone();
    let files = files_below(paths)?;
    let mut tally = Tally::default();
    let mut moved = BTreeSet::new();
    let counting = progress.counting("import", "unit-files");
    for (done, path) in (1u64..).zip(&files) {
        room.interrupt.check()?;
        let file = Found { path, number: done, of: files.len() as u64 };
        moved.extend(take_file(room, standing, &mut import, (election, &so_far), &file, &mut tally)?);
        if counting.has_reported(done, files.len() as u64) {
            let moved = std::mem::take(&mut moved);
            progress.live(|| received(&import, moved));
        }
    }
    progress.live(|| received(&import, moved));
    counting.finish(files.len() as u64);
    report(room, standing, election, &import, &tally);
    Ok(tally)
}

/// The records received so far of regions that got some.
fn received(import: &Import<'_>, moved: BTreeSet<u16>) -> Live {
    Live::Received(moved.into_iter().map(|region| (region, import.items_of(region))).collect())
}

fn check_turn(standing: &Standing) -> Result<()> {
    match standing.book.state().phase() {
        Phase::Gathering | Phase::Admitted | Phase::Published => Ok(()),
        Phase::SettingUp => Err(Failure::bad_input("ceremony-not-over")),
        Phase::Adjudicated => Err(Failure::bad_input("import-after-vote")),
        Phase::Closed | Phase::Opened | Phase::Signed => Err(Failure::bad_input("import-while-counting")),
        Phase::Ended => Err(end::is_over()),
    }
}

/// A file that was found. It is spoken of by its number in the order of paths: what people call their files is nobody's business.
struct Found<'a> {
    path: &'a Path,
    number: u64,
    of: u64,
}

impl Found<'_> {
    fn message(&self) -> Message {
        Message::of("stick-file").with("n", self.number).with("all", self.of)
    }
}

/// Every file below these paths, ascending by path. What is named is followed where it is a link; what is found is not.
fn files_below(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.as_os_str().is_empty() {
            return Err(Failure::bad_input("no-source"));
        }
        let failed = |error: io::Error| unreadable(path, &error);
        if fs::metadata(path).map_err(failed)?.is_dir() {
            list(path, path, &mut files)?;
        } else if path.is_symlink() {
            files.push(fs::canonicalize(path).map_err(failed)?);
        } else {
            files.push(path.clone());
        }
    }
    files.sort_unstable();
    files.dedup();
    Ok(files)
}

/// The files below a folder of what was named.
fn list(named: &Path, folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let failed = |error: io::Error| unreadable(named, &error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_type().map_err(failed)?.is_dir() {
            list(named, &entry.path(), files)?
        } else {
            files.push(entry.path())
        }
    }
    Ok(())
}

/// What was named, or all that is on it, cannot be read.
fn unreadable(named: &Path, error: &io::Error) -> anyhow::Error {
    unread(named, error)
}

fn unread(what: impl Into<Part>, error: &io::Error) -> anyhow::Error {
    Failure::bad_input(Message::of("stick-unread").with("path", what).with("why", causes::io(error)))
}

/// Takes a file; gives the region that it brought records of.
fn take_file(
    room: &mut Room,
    standing: &mut Standing,
    import: &mut Import<'_>,
    (election, so_far): (&Election, &Acts),
    file: &Found<'_>,
    tally: &mut Tally,
) -> Result<Option<u16>> {
    let mut region = None;
    let taken = match kind_of(file.path) {
        Err(error) => Outcome::Unreadable(causes::io(&error)),
        Ok(Arrival::Bundle) => take_bundle(room, standing, import, election, file, &mut region)?,
        Ok(Arrival::Counts) => take_counts(room, standing, import, file)?,
        Ok(Arrival::Revocations) => take_revocations(room, standing, election, so_far, file)?,
        Ok(Arrival::Foreign) => {
            tally.foreign += 1;
            room.progress.say("import", Message::of("import-foreign").with("path", file.message()));
            return Ok(None);
        }
    };
    match taken {
        Outcome::New => tally.new += 1,
        Outcome::Again => tally.again += 1,
        Outcome::Refused { word, why } => {
            let digest = digest_of(file.path).map_err(|error| unread(file.message(), &error))?;
            let refused = Message::of("import-refused").with("path", file.message()).with("why", why);
            room.progress.say("import", refused.with("digest", hex::encode(digest)));
            standing.book.append(&Entry::Refused { fault: Fault(word.to_owned()), digest })?;
            tally.refused.push(Refusal { path: file.path.to_owned(), file: file.message(), word });
        }
        Outcome::Unreadable(why) => {
            room.progress.say("import", Message::of("import-unreadable").with("path", file.message()).with("why", why));
            tally.unreadable += 1;
        }
    }
    Ok(region)
}

enum Outcome {
    New,
    Again,
    Refused { word: &'static str, why: Message },
    Unreadable(Message),
}

/// What a file is; links, pipes and devices are left alone without being opened.
fn kind_of(path: &Path) -> io::Result<Arrival> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Ok(Arrival::Foreign);
    }
    let mut first = Vec::new();
    open_foreign(path)?.take(64).read_to_end(&mut first)?;
    let is_ours = path.extension().is_some_and(|extension| extension == "tamga");
    Ok(if first.starts_with(b"tamga/attestation-counts/") {
        Arrival::Counts
    } else if first.starts_with(b"tamga/revocations/") {
        Arrival::Revocations
    } else if first.starts_with(b"tamga/bundle/") || is_ours {
        Arrival::Bundle
    } else {
        Arrival::Foreign
    })
}

/// SHA3-256 of a file, read in blocks.
fn digest_of(path: &Path) -> io::Result<Digest> {
    let (mut file, mut running) = (open_foreign(path)?, RunningSha3::new());
    let mut block = vec![0; DIGEST_BLOCK_LEN];
    loop {
        let read = file.read(&mut block)?;
        if read == 0 {
            return Ok(running.finish());
        }
        running.update(block.get(..read).unwrap_or_default());
    }
}

fn too_long(len_max: u64) -> Outcome {
    Outcome::Refused { word: "too-long", why: Message::of("too-long").with("most", len_max) }
}

fn take_bundle(
    room: &Room,
    standing: &mut Standing,
    import: &mut Import<'_>,
    election: &Election,
    found: &Found<'_>,
    new_in: &mut Option<u16>,
) -> Result<Outcome> {
    if fs::metadata(found.path).is_ok_and(|about| about.len() > BUNDLE_LEN_MAX) {
        return Ok(too_long(BUNDLE_LEN_MAX));
    }
    let from_stick = open_foreign(found.path).map_err(|error| unread(found.message(), &error))?;
    let copy = match kept(room).copy_in("incoming", from_stick, BUNDLE_LEN_MAX) {
        Ok(copy) => copy,
        // It is this disk that is full, and not the stick that cannot be read.
        Err(error) if causes::is_disk_full(&error) => return Err(error),
        Err(error) => return Ok(Outcome::Unreadable(Stopped::of(&error).into_message())),
    };
    match import.bundle(BufReader::new(File::open(&copy)?)) {
        Ok(Taken::New { header, variant, entries, .. }) => {
            let name = path_of(election, &header, variant)?;
            kept(room).keep(&copy, &name)?;
            standing.book.append_all(&entries)?;
            room.appliance().take_from(&kept(room), &name)?;
            *new_in = Some(header.region);
            if variant > 1 {
                room.progress.say("import", Message::of("import-fork").with("name", name));
            }
            Ok(Outcome::New)
        }
        Ok(Taken::Again { .. }) => Ok(Outcome::Again),
        Err(error) => Ok(Outcome::Refused { word: error.word(), why: arrivals::import(&error) }),
    }
}

/// Where a bundle belongs, by its own word; the name that it had on the stick is of no account.
fn path_of(election: &Election, header: &BundleHeader, variant: u8) -> Result<String> {
    let definition = election.definition();
    let region = definition.region(header.region).context("a region that is not in the definition")?;
    let collector = definition.collectors.get(usize::from(header.collector)).context("an unknown collector")?;
    Ok(bundle_path(&region.code, &collector.id, header.number, variant))
}

/// The bytes of a file that is read whole; `None` for one over [`SMALL_FILE_LEN_MAX`].
fn read_small(found: &Found<'_>) -> Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let read = open_foreign(found.path).and_then(|file| file.take(SMALL_FILE_LEN_MAX + 1).read_to_end(&mut bytes));
    read.map_err(|error| unread(found.message(), &error))?;
    Ok((bytes.len() as u64 <= SMALL_FILE_LEN_MAX).then_some(bytes))
}

fn take_counts(room: &Room, standing: &mut Standing, import: &mut Import<'_>, found: &Found<'_>) -> Result<Outcome> {
    let Some(bytes) = read_small(found)? else { return Ok(too_long(SMALL_FILE_LEN_MAX)) };
    let counts = match AttestationCounts::parse(&bytes) {
        Ok(counts) => counts,
        Err(fault) => return Ok(Outcome::Refused { word: "malformed", why: arrivals::bytes(fault) }),
    };
    let entry = match import.counts(&counts) {
        Ok(entry) => entry,
        Err(error) => return Ok(Outcome::Refused { word: error.word(), why: arrivals::import(&error) }),
    };
    if matches!(entry, Entry::Counts { digest } if standing.book.state().counts == Some(digest)) {
        return Ok(Outcome::Again);
    }
    keep_and_enter(room, standing, COUNTS, &bytes, &entry)
}

fn take_revocations(
    room: &Room,
    standing: &mut Standing,
    election: &Election,
    so_far: &Acts,
    found: &Found<'_>,
) -> Result<Outcome> {
    let Some(bytes) = read_small(found)? else { return Ok(too_long(SMALL_FILE_LEN_MAX)) };
    let revocations = match Revocations::parse(&bytes) {
        Ok(revocations) => revocations,
        Err(error) => return Ok(Outcome::Refused { word: "malformed", why: arrivals::revocations(error) }),
    };
    let digest = sha3_256(&[&bytes]);
    if standing.book.state().revocations == Some(digest) {
        return Ok(Outcome::Again);
    }
    match acts::revocations(election, so_far, &revocations) {
        Ok(entry) => keep_and_enter(room, standing, REVOCATIONS, &bytes, &entry),
        Err(error) => {
            let error = ImportError::from(error);
            Ok(Outcome::Refused { word: error.word(), why: arrivals::import(&error) })
        }
    }
}

fn keep_and_enter(room: &Room, standing: &mut Standing, name: &str, bytes: &[u8], entry: &Entry) -> Result<Outcome> {
    kept(room).write(name, bytes)?;
    standing.book.append(entry)?;
    room.audit().take_from(&kept(room), name)?;
    Ok(Outcome::New)
}

/// How `tamga import` ends: badly where something could not be read, or nothing was taken and something refused.
pub fn end(tally: &Tally) -> Result<()> {
    if tally.unreadable > 0 {
        return Err(Failure::internal(Message::of("files-unread").with("n", tally.unreadable)));
    }
    match tally.refused.first() {
        Some(Refusal { file, word, .. }) if tally.new + tally.again == 0 => {
            Err(Failure::bad_input(Message::of("nothing-taken").with("path", file.clone()).with("word", *word)))
        }
        _ => Ok(()),
    }
}

/// What has come and what is still missing.
fn report(room: &Room, standing: &Standing, election: &Election, import: &Import<'_>, tally: &Tally) {
    let Tally { new, again, refused, foreign, unreadable } = tally;
    let refused = refused.len();
    room.progress.say(
        "import",
        Message::of("import-taken")
            .with("new", *new)
            .with("again", *again)
            .with("refused", refused)
            .with("foreign", *foreign)
            .with("unreadable", *unreadable),
    );
    let chains = import.chains();
    let whole = chains.iter().filter(|chain| chain.state.is_complete()).count();
    let items: u64 = chains.iter().map(|chain| chain.items).sum();
    let late: u32 = chains.iter().map(|chain| chain.late).sum();
    if late > 0 {
        room.progress.say("import", Message::of("import-late").with("n", late));
    }
    room.progress
        .say("import", Message::of("import-chains").with("whole", whole).with("chains", chains.len()).with("n", items));
    for chain in chains.iter().filter(|chain| !chain.state.is_complete()) {
        room.progress.say("import", Message::of("import-incomplete").with("chain", words::report(election, chain)));
    }
    for (collector, named) in (0u16..).zip(&election.definition().collectors) {
        let has_chain = |region| chains.iter().any(|chain| (chain.region, chain.collector) == (region, collector));
        let regions = (0u16..).zip(&election.definition().regions).filter(|(region, _)| !has_chain(*region));
        let regions: Vec<Part> = regions.map(|(_, described)| described.code.as_str().into()).collect();
        if !regions.is_empty() {
            room.progress.say(
                "import",
                Message::of("import-nothing-from").with("collector", &named.id).with("regions", Part::All(regions)),
            );
        }
    }
    if standing.book.state().counts.is_none() {
        room.progress.say("import", "import-no-counts");
    }
}
