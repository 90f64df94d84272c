//! Checkpoint, tiles and entries of the log (C2SP tlog-checkpoint, tlog-tiles).

use std::collections::BTreeSet;

use crate::bytes::Cursor;
use crate::digest::{Digest, Tree};
use crate::limits;
use crate::parse::keys::{Hsm, SealKey};
use crate::parse::note::{NOTE_LEN_MAX, Note};
use crate::read::Edition;
use crate::reason::{Reason, same_bytes, same_digest, same_number};
use crate::report::{At, Fault};
use crate::text;

/// Hashes of a full tile, and entries of a full bundle of entries.
const TILE_WIDTH: u64 = 256;
/// Path of the checkpoint in `record/`.
const CHECKPOINT: &str = "ledger/checkpoint";

/// The log's content.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    /// The bytes of every entry.
    pub(crate) entries: Vec<Vec<u8>>,
    /// The leaf hash of every entry.
    pub(crate) leaves: Vec<Digest>,
}

impl Log {
    /// The root when the log had `size` entries; none if it never had so many.
    pub(crate) fn root_at(&self, size: u64) -> Option<Digest> {
        let size = usize::try_from(size).ok()?;
        self.leaves.get(..size).map(|leaves| Tree::Ledger.root(leaves))
    }
}

/// Reads the log, derives its tree again and checks the checkpoint over it.
pub(crate) fn read(record: &Edition, definition: &Digest, hsms: &[Hsm]) -> Result<Log, Fault> {
    let note = record.read(CHECKPOINT, NOTE_LEN_MAX)?;
    let (size, root) = checkpoint(&note, definition, hsms).at(record.place(CHECKPOINT))?;
    let paths = paths(record, size)?;
    let mut entries = Vec::new();
    for (number, width) in tiles(size) {
        let path = path("entries", number, width);
        let bytes = record.read(&path, limits::SHORT_FILE)?;
        let mut cursor = Cursor::new(&bytes);
        for _ in 0..width {
            entries.push(cursor.blob16().at_with(|| record.place(&path))?.to_vec());
        }
        cursor.finish().at_with(|| record.place(&path))?;
    }
    let leaves: Vec<Digest> = entries.iter().map(|entry| Tree::Ledger.leaf(entry)).collect();
    same_digest("root", &Tree::Ledger.root(&leaves), &root).at(record.place(CHECKPOINT))?;
    check_tiles(record, &leaves)?;
    same_number("tiles", paths.len(), expected_paths(size).len()).at("record/ledger")?;
    Ok(Log { entries, leaves })
}

/// Size and root of a checkpoint whose signature lines all hold, at least one.
pub(crate) fn checkpoint(untrusted: &[u8], definition: &Digest, hsms: &[Hsm]) -> Result<(u64, Digest), Reason> {
    let note = Note::parse(untrusted)?;
    let lines: Vec<&str> = text::lines(note.text.as_bytes())?.take(4).collect();
    let [origin, size, root] = lines.as_slice() else {
        return Err(Reason::ExtraLines);
    };
    let expected = format!("tamga/ledger/{}", hex::encode(definition));
    if *origin != expected {
        return Err(Reason::differs("origin", &expected, origin));
    }
    let mut names = BTreeSet::new();
    for line in &note.lines {
        if !names.insert(line.name.as_str()) {
            return Err(Reason::Twice { what: "signature of", which: line.name.clone() });
        }
        line.check(&seal_key(&line.name, hsms)?, note.text.as_bytes())?;
    }
    Ok((text::number(size, u64::MAX)?, text::base64_32(root)?))
}

/// The seal key of the HSM with this key name, `tamga/hsm/SERIAL`.
pub(crate) fn seal_key(name: &str, hsms: &[Hsm]) -> Result<SealKey, Reason> {
    let serial = name.strip_prefix("tamga/hsm/");
    let hsm = hsms.iter().find(|hsm| Some(hsm.serial.as_str()) == serial);
    hsm.map(|hsm| hsm.seal.clone()).ok_or_else(|| Reason::Signature(name.to_owned()))
}

/// Number and width of the tiles over `count` hashes or entries.
fn tiles(count: u64) -> impl Iterator<Item = (u64, u64)> {
    (0..count.div_ceil(TILE_WIDTH)).map(move |number| (number, (count - number * TILE_WIDTH).min(TILE_WIDTH)))
}

/// `ledger/tile/L/N` with `N` in groups of three digits, all but the last behind an `x`, and `.p/W` for a partial tile.
pub(super) fn path(level: &str, number: u64, width: u64) -> String {
    let mut groups = vec![format!("{:03}", number % 1000)];
    let mut rest = number / 1000;
    while rest > 0 {
        groups.insert(0, format!("x{:03}", rest % 1000));
        rest /= 1000;
    }
    let partial = if width < TILE_WIDTH { format!(".p/{width}") } else { String::new() };
    format!("ledger/tile/{level}/{}{partial}", groups.join("/"))
}

pub(super) fn expected_paths(size: u64) -> BTreeSet<String> {
    let mut paths: BTreeSet<String> = tiles(size).map(|(number, width)| path("entries", number, width)).collect();
    paths.insert(CHECKPOINT.to_owned());
    let (mut level, mut count) = (0, size);
    while count > 0 {
        paths.extend(tiles(count).map(|(number, width)| path(&level.to_string(), number, width)));
        count /= TILE_WIDTH;
        level += 1;
    }
    paths
}

/// The paths under `ledger/`. Refuses a missing tile and one that a log of this size has not.
fn paths(record: &Edition, size: u64) -> Result<BTreeSet<&str>, Fault> {
    let found: BTreeSet<&str> = record.paths().filter(|path| path.starts_with("ledger/")).collect();
    // A size that the tiles there cannot hold is refused before any path is written down for it.
    if size.div_ceil(TILE_WIDTH) > found.len() as u64 {
        return Err(Reason::Missing).at("record/ledger: a tile of entries");
    }
    let expected = expected_paths(size);
    if let Some(path) = expected.iter().find(|path| !found.contains(path.as_str())) {
        return Err(Reason::Missing).at(record.place(path));
    }
    if let Some(path) = found.iter().find(|path| !expected.contains(**path)) {
        return Err(Reason::UnknownFile).at(record.place(path));
    }
    Ok(found)
}

/// Compares every tile of hashes with the tree derived again: level 0 are the leaf hashes, each hash above is the root of a full tile.
fn check_tiles(record: &Edition, leaves: &[Digest]) -> Result<(), Fault> {
    let mut level = 0;
    let mut hashes = leaves.to_vec();
    while !hashes.is_empty() {
        for ((number, width), tile) in tiles(hashes.len() as u64).zip(hashes.chunks(TILE_WIDTH as usize)) {
            let path = path(&level.to_string(), number, width);
            let bytes = record.read(&path, limits::SHORT_FILE)?;
            same_bytes(&tile.concat(), &bytes).at_with(|| record.place(&path))?;
        }
        let full = hashes.chunks_exact(TILE_WIDTH as usize);
        hashes = full.map(|tile| Tree::Ledger.root(tile)).collect();
        level += 1;
    }
    Ok(())
}
