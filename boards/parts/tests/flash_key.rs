//! The storage key of boards that have flash only.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use embedded_storage::nor_flash::{NorFlash, ReadNorFlash};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tamga_crypto::hash::hash;
use tamga_parts::flash_key::load_or_draw;
use tamga_store::model::{ModelFlash, PAGE_LEN, Power};

const OFFSET: u32 = PAGE_LEN as u32;

fn rng(seed: u8) -> ChaCha20Rng {
    ChaCha20Rng::from_seed([seed; 32])
}

#[test]
fn a_key_is_drawn_once_and_found_again() {
    let mut flash = ModelFlash::<4>::new(2, Power::new(1));
    let key = load_or_draw(&mut flash, OFFSET, &mut rng(1)).unwrap();
    assert_eq!(load_or_draw(&mut flash, OFFSET, &mut rng(2)).unwrap(), key);
    let mut kept = [0; 64];
    flash.read(OFFSET, &mut kept).unwrap();
    assert_eq!((&kept[..32], &kept[32..]), (&key[..], &hash("tamga/flash-key/v1", &[&*key])[..]));
}

#[test]
fn what_is_no_whole_key_is_erased_and_a_new_one_drawn() {
    let mut flash = ModelFlash::<4>::new(2, Power::new(1));
    flash.write(OFFSET, &[7; PAGE_LEN]).unwrap();
    let key = load_or_draw(&mut flash, OFFSET, &mut rng(1)).unwrap();
    assert_eq!(load_or_draw(&mut flash, OFFSET, &mut rng(2)).unwrap(), key);
    assert_eq!(flash.erasures(), [0, 1]);
}

#[test]
fn power_cut_in_the_first_start_leaves_a_key_or_none() {
    for operations in 0..2 {
        let power = Power::new(operations);
        let mut flash = ModelFlash::<4>::new(2, power.clone());
        power.fail_after(operations);
        assert!(load_or_draw(&mut flash, OFFSET, &mut rng(1)).is_err());
        power.restore();
        let key = load_or_draw(&mut flash, OFFSET, &mut rng(2)).unwrap();
        assert_eq!(load_or_draw(&mut flash, OFFSET, &mut rng(3)).unwrap(), key);
    }
}
