//! Tree, tiles and checkpoints of the ledger.

use sha2::{Digest as _, Sha256};
use tamga_crypto::merkle::{Sha2Tree, check_consistency};
use tamga_record::ByteFault;
use tamga_record::ledger::{
    Checkpoint, CheckpointError, Entry, EntryError, Ledger, LedgerError, checkpoint_text, tile_path,
};

use crate::bytes::digest;
use crate::examples::{definition, readme_block};

/// 2024-11-05T20:00:00Z.
const TIME: u64 = 1_730_836_800;

fn ledger(size: u32) -> Ledger {
    let mut ledger = Ledger::new();
    for number in 0..size {
        let entry = Entry::Roll { digest: digest(1), entries: number };
        assert_eq!(ledger.append(&entry.to_bytes(TIME)), Ok(u64::from(number)));
    }
    ledger
}

fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    Sha256::digest(parts.concat()).into()
}

/// The root by RFC 6962, 2.1, as it is written there.
fn root_by_the_letter(entries: &[Vec<u8>]) -> [u8; 32] {
    match entries {
        [] => sha256(&[]),
        [entry] => sha256(&[&[0], entry]),
        _ => {
            let split = entries.len().next_power_of_two() / 2;
            sha256(&[&[1], &root_by_the_letter(&entries[..split]), &root_by_the_letter(&entries[split..])])
        }
    }
}

#[test]
fn the_root_is_that_of_rfc_6962() {
    for size in [0, 1, 2, 3, 5, 8, 11] {
        let ledger = ledger(size);
        assert_eq!(ledger.root(), root_by_the_letter(ledger.entries()), "{size} entries");
    }
    let ledger = ledger(11);
    assert_eq!(ledger.root_at(5), Some(root_by_the_letter(&ledger.entries()[..5])));
    assert_eq!(ledger.root_at(12), None);
    let path = ledger.consistency_path(5).unwrap();
    assert!(check_consistency::<Sha2Tree>(5, &ledger.root_at(5).unwrap(), 11, &ledger.root(), &path));
    assert!(ledger.consistency_path(12).is_none() && ledger.inclusion_path(11).is_none());
}

#[test]
fn time_never_goes_back_and_only_entries_are_appended() {
    let mut ledger = ledger(1);
    let earlier = Entry::Counts { digest: digest(1) }.to_bytes(TIME - 1);
    assert_eq!(ledger.append(&earlier), Err(LedgerError::TimeGoesBack));
    assert_eq!(ledger.append(b"tamga/entry/v1\n"), Err(LedgerError::Entry(EntryError::Kind)));
    assert_eq!(ledger.size(), 1);
    let later = Entry::Counts { digest: digest(1) }.to_bytes(TIME + 1);
    assert_eq!(ledger.append(&later), Ok(1));
}

#[test]
fn tile_paths_are_those_of_c2sp_tlog_tiles() {
    assert_eq!(tile_path("0", 0, 11), "tile/0/000.p/11");
    assert_eq!(tile_path("entries", 1_234_067, 256), "tile/entries/x001/x234/067");
    assert_eq!(tile_path("1", 999, 256), "tile/1/999");
    assert_eq!(tile_path("2", 1_000, 255), "tile/2/x001/000.p/255");
}

#[test]
fn tiles_are_full_or_of_the_last_size() {
    let paths = |size| ledger(size).tiles().into_iter().map(|(path, _)| path).collect::<Vec<_>>();
    assert_eq!(paths(0), [] as [&str; 0]);
    assert_eq!(paths(255), ["tile/0/000.p/255", "tile/entries/000.p/255"]);
    assert_eq!(paths(256), ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]);
    let at_257 = ["tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/1"];
    assert_eq!(paths(257), at_257);
}

#[test]
fn tiles_hold_hashes_of_leaves_subtrees_and_entries() {
    let ledger = ledger(257);
    let tiles = ledger.tiles();
    let tile = |path: &str| tiles.iter().find(|(known, _)| known == path).unwrap().1.clone();
    assert_eq!(tile("tile/0/000").len(), 256 * 32);
    let last = ledger.entries()[256].as_slice();
    assert_eq!(tile("tile/0/001.p/1"), sha256(&[&[0], last]));
    assert_eq!(tile("tile/1/000.p/1"), root_by_the_letter(&ledger.entries()[..256]));
    let length = u16::try_from(last.len()).unwrap().to_be_bytes();
    assert_eq!(tile("tile/entries/001.p/1"), [&length, last].concat());
}

#[test]
fn the_checkpoint_of_the_readme_is_written_and_read() {
    let text = readme_block("tamga/ledger/");
    let checkpoint = Checkpoint { definition: definition().digest(), size: 11, root: digest(0x22) };
    assert_eq!(checkpoint.to_text(), text);
    assert_eq!(checkpoint_text(&checkpoint.definition, 11, &digest(0x22)), text);
    assert_eq!(Checkpoint::parse(text), Ok(checkpoint));
}

#[test]
fn spoilt_checkpoints_are_refused() {
    let text = readme_block("tamga/ledger/");
    let spoil = |old: &str, new: &str| Checkpoint::parse(&text.replacen(old, new, 1));
    assert_eq!(spoil("tamga/ledger/", "tamga/log/"), Err(CheckpointError::Origin));
    let origin = text.lines().next().unwrap();
    let upper_case = origin.to_uppercase().replace("TAMGA/LEDGER/", "tamga/ledger/");
    assert_eq!(spoil(origin, &upper_case), Err(CheckpointError::Origin));
    assert_eq!(spoil("\n11\n", "\n011\n"), Err(CheckpointError::Size));
    assert_eq!(spoil("IiI=", "IiI"), Err(CheckpointError::Root));
    assert_eq!(spoil("IiI=", "IiJ="), Err(CheckpointError::Root));
    assert_eq!(spoil("IiI=\n", "IiI=\nmore\n"), Err(ByteFault::TrailingBytes.into()));
    assert_eq!(spoil("IiI=\n", "IiI="), Err(ByteFault::EndsEarly.into()));
}
