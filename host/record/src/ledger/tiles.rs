//! The files of a C2SP tlog-tiles log, at one size of it.

use tamga_crypto::hash::Digest;
use tamga_crypto::merkle::{self, Sha2Tree};

/// Hashes or entries of a full tile [C2SP tlog-tiles].
pub const TILE_WIDTH: usize = 256;

/// `index` in groups of three digits, all but the last behind an `x`; `.p/WIDTH` for a tile that is not full.
/// `level` is a number, or `entries`.
pub fn tile_path(level: &str, index: usize, width: usize) -> String {
    let mut number = format!("{:03}", index % 1_000);
    let mut rest = index / 1_000;
    while rest > 0 {
        number = format!("x{:03}/{number}", rest % 1_000);
        rest /= 1_000;
    }
    if width == TILE_WIDTH { format!("tile/{level}/{number}") } else { format!("tile/{level}/{number}.p/{width}") }
}

/// The hash tiles of all levels. A hash of level `L` is the root of a full subtree of 256^L leaves; the subtrees that are
/// not full are left to the reader.
pub(super) fn hash_tiles(leaf_hashes: &[Digest]) -> Vec<(String, Vec<u8>)> {
    let mut tiles = Vec::new();
    let mut hashes = leaf_hashes.to_vec();
    let mut level = 0u32;
    while !hashes.is_empty() {
        let name = level.to_string();
        for (index, tile) in hashes.chunks(TILE_WIDTH).enumerate() {
            tiles.push((tile_path(&name, index, tile.len()), tile.as_flattened().to_vec()));
        }
        hashes = hashes.chunks_exact(TILE_WIDTH).map(merkle::root::<Sha2Tree>).collect();
        level += 1;
    }
    tiles
}

/// The entry tiles: each entry as u16 length ‖ bytes.
pub(super) fn entry_tiles(entries: &[Vec<u8>]) -> Vec<(String, Vec<u8>)> {
    let tiles = entries.chunks(TILE_WIDTH).enumerate().map(|(index, tile)| {
        let mut bytes = crate::bytes::Writer::default();
        for entry in tile {
            bytes.blob16(entry);
        }
        (tile_path("entries", index, tile.len()), bytes.finish())
    });
    tiles.collect()
}
