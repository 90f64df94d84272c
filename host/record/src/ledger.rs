//! The ledger: entries, their RFC 6962 tree, and its C2SP tlog-tiles and checkpoint files.

mod checkpoint;
mod copy;
mod entry;
mod field;
mod registry;
mod tiles;

use tamga_crypto::hash::Digest;
use tamga_crypto::merkle::{self, RootBuilder, Sha2Tree, TreeHash};

pub use checkpoint::{Checkpoint, CheckpointError, checkpoint_text, origin};
pub use copy::{Languages, Recipient, Scope};
pub use entry::EntryError;
pub use field::{ControlNumber, Dice, Fault, Officer, Signer, SourceName, TokenAct, Voters, Why};
pub use registry::Entry;
pub use tamga_wire::{Answer, Role};
pub use tiles::tile_path;

/// Why an entry cannot be appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// The bytes are no entry.
    #[error("ledger: {0}")]
    Entry(#[from] EntryError),
    /// The entry's time is before that of the last one.
    #[error("ledger: the time goes back; have two persons set the clock")]
    TimeGoesBack,
}

/// A ledger in memory: the bytes of its entries and the hashes of its leaves.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    entries: Vec<Vec<u8>>,
    leaf_hashes: Vec<Digest>,
    tree: RootBuilder<Sha2Tree>,
    last_time: u64,
}

impl Ledger {
    /// An empty ledger.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends an entry's bytes and gives its place, from 0. Refuses what is no entry, and a time before the last entry's.
    pub fn append(&mut self, untrusted_entry: &[u8]) -> Result<u64, LedgerError> {
        let (time, _) = Entry::parse(untrusted_entry)?;
        if time < self.last_time {
            return Err(LedgerError::TimeGoesBack);
        }
        let place = self.size();
        let leaf = Sha2Tree::leaf(untrusted_entry);
        self.entries.push(untrusted_entry.to_vec());
        self.leaf_hashes.push(leaf);
        self.tree.push(leaf);
        self.last_time = time;
        Ok(place)
    }

    /// The bytes of the entries, in order.
    pub fn entries(&self) -> &[Vec<u8>] {
        &self.entries
    }

    /// Number of entries.
    pub fn size(&self) -> u64 {
        self.tree.len()
    }

    /// The tree's root.
    pub fn root(&self) -> Digest {
        self.tree.root()
    }

    /// The root that the tree had when it was `size` entries long; `None` where it was never so long.
    pub fn root_at(&self, size: u64) -> Option<Digest> {
        let size = usize::try_from(size).ok()?;
        self.leaf_hashes.get(..size).map(merkle::root::<Sha2Tree>)
    }

    /// The RFC 6962 consistency proof from the tree of `old_size` entries to this one; `None` where it was never so long.
    pub fn consistency_path(&self, old_size: u64) -> Option<Vec<Digest>> {
        merkle::consistency_path::<Sha2Tree>(&self.leaf_hashes, usize::try_from(old_size).ok()?)
    }

    /// The RFC 6962 inclusion proof of an entry; `None` where there is no such entry.
    pub fn inclusion_path(&self, place: u64) -> Option<Vec<Digest>> {
        merkle::inclusion_path::<Sha2Tree>(&self.leaf_hashes, usize::try_from(place).ok()?)
    }

    /// All tiles of the present size, paths below the ledger's folder with `/`: hash tiles by level, then entry tiles.
    pub fn tiles(&self) -> Vec<(String, Vec<u8>)> {
        let mut tiles = tiles::hash_tiles(&self.leaf_hashes);
        tiles.extend(tiles::entry_tiles(&self.entries));
        tiles
    }
}
