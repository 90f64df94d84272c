use tamga_store::model::{ModelCounter, ModelFlash, PAGE_LEN, Power};
use tamga_store::{Error, KEYS_MAX, NoCounter, StorageKey, Store, VALUE_LEN_MAX};

use crate::board::{Board, key};

#[test]
fn a_stored_value_is_there_after_a_restart_and_an_erased_one_is_not() {
    let mut board = Board::<4, _>::new(8, 1);
    let mut store = board.start();
    assert_eq!(store.load(5), Ok(None));
    store.store(5, b"five").unwrap();
    store.store(6, b"").unwrap();
    store.store(5, b"five again").unwrap();
    assert_eq!(store.load(5).unwrap().unwrap().as_slice(), b"five again");
    assert_eq!(board.load(5), Ok(Some(b"five again".to_vec())));
    assert_eq!(board.load(6), Ok(Some(Vec::new())));
    let mut store = board.start();
    store.erase(5).unwrap();
    assert_eq!(store.load(5), Ok(None));
    assert_eq!(store.check(), Ok(()));
    assert_eq!(board.load(5), Ok(None));
    assert_eq!(board.load(6), Ok(Some(Vec::new())));
}

#[test]
fn a_value_may_be_longer_than_a_page_and_not_longer_than_the_limit() {
    let mut board = Board::<4, _>::new(12, 1);
    let longest = vec![3; VALUE_LEN_MAX];
    board.start().store(1, &longest).unwrap();
    assert_eq!(board.load(1), Ok(Some(longest)));
    assert_eq!(board.start().store(1, &[0; VALUE_LEN_MAX + 1]), Err(Error::TooLong));
}

#[test]
fn what_does_not_fit_is_refused_and_the_rest_goes_on() {
    let mut board = Board::<4, _>::new(4, 1);
    let mut store = board.start();
    store.store(1, &[1; 3000]).unwrap();
    store.store(2, &[2; 3000]).unwrap();
    let operations = store_operations(&board);
    let mut store = board.start();
    assert_eq!(store.store(3, &[3; 2100]), Err(Error::Full));
    assert_eq!(store.store(1, &[3; 2100]), Err(Error::Full), "the old value has to stay until the new one is there");
    assert_eq!(store_operations(&board), operations, "a refusal touches nothing");
    let mut store = board.start();
    store.store(3, &[3; 1900]).unwrap();
    store.erase(2).unwrap();
    store.store(1, &[4; 2100]).unwrap();
    assert_eq!(board.load(1), Ok(Some(vec![4; 2100])));
    assert_eq!(board.load(3), Ok(Some(vec![3; 1900])));
}

fn store_operations(board: &Board<4, ModelCounter>) -> u64 {
    board.power.operations()
}

#[test]
fn no_more_than_the_stated_number_of_keys_is_kept() {
    let mut board = Board::<4, _>::new(64, 1);
    let mut store = board.start();
    for key in 0..KEYS_MAX as u32 {
        store.store(key, &key.to_le_bytes()).unwrap();
    }
    assert_eq!(store.store(u32::MAX, b"one more"), Err(Error::Full));
    store.store(9, b"an old one").unwrap();
    assert_eq!(board.load(9), Ok(Some(b"an old one".to_vec())));
    assert_eq!(board.load(1000), Ok(Some(1000_u32.to_le_bytes().to_vec())));
}

#[test]
fn a_counter_that_is_nearly_used_up_keeps_enough_for_a_wiping() {
    let mut board = Board::<4, _>::new(4, 1);
    board.counter = ModelCounter::new(40, board.power.clone());
    let mut store = board.start();
    let kept = (0..).take_while(|count: &u32| store.store(1, &count.to_le_bytes()).is_ok()).count() as u32;
    assert!(kept > 15, "{kept}");
    assert_eq!(store.store(1, b""), Err(Error::Worn));
    assert_eq!(store.erase(1), Err(Error::Worn));
    assert_eq!(board.load(1), Ok(Some((kept - 1).to_le_bytes().to_vec())));
    board.start().wipe(1).unwrap();
    assert_eq!(board.load(1), Ok(None));
}

#[test]
fn a_counter_that_is_used_up_ends_a_token_but_not_before_all_is_erased() {
    let mut board = Board::<4, _>::new(4, 1);
    board.counter = ModelCounter::new(40, board.power.clone());
    board.start().store(1, b"secret").unwrap();
    while board.start().wipe(1).is_ok() {}
    assert_eq!(board.start().wipe(1), Err(Error::Worn));
    assert!(board.flash.image().iter().all(|byte| *byte == 0xff));
    assert_eq!(board.load(1), Err(Error::Rollback));
}

#[test]
fn a_range_that_is_not_two_banks_of_pages_is_refused() {
    let flash = || ModelFlash::<4>::new(6, Power::new(0));
    let page = PAGE_LEN as u32;
    for range in [0..page, 0..3 * page, 0..4 * page + 4, 4..4 * page, page..7 * page, page * 5..page, 0..u32::MAX] {
        assert_eq!(Store::new(flash(), range, &key(), NoCounter).err(), Some(Error::Range));
    }
    assert!(Store::new(flash(), page..5 * page, &key(), NoCounter).is_ok());
    assert!(Store::new(ModelFlash::<512>::new(4, Power::new(0)), 0..4 * page, &key(), NoCounter).is_err());
}

#[test]
fn nothing_outside_of_the_range_is_touched() {
    let mut flash = ModelFlash::<4>::new(10, Power::new(0));
    flash.image().fill(0x5a);
    let page = PAGE_LEN as u32;
    let mut store = Store::new(&mut flash, page..8 * page, &key(), NoCounter).unwrap();
    (0..50).for_each(|value| store.store(3, &[value; 600]).unwrap());
    store.wipe(3).unwrap();
    store.keep_apart(b"value").unwrap();
    let image = flash.image();
    assert!(image[..PAGE_LEN].iter().all(|byte| *byte == 0x5a));
    assert!(image[7 * PAGE_LEN..].iter().all(|byte| *byte == 0x5a), "nor the odd page");
}

#[test]
fn neither_key_nor_store_show_anything_when_printed() {
    let key = StorageKey::from_bytes([0xab; 32]);
    let store = Store::new(ModelFlash::<4>::new(4, Power::new(0)), 0..0x4000, &key, NoCounter).unwrap();
    assert_eq!(format!("{key:?} {store:?}"), "StorageKey Store");
}
