use tamga_store::{Error, NoCounter, VALUE_LEN_MAX};

use crate::board::Board;

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
    assert_eq!(board.load(5), Ok(None));
    assert_eq!(board.load(6), Ok(Some(Vec::new())));
    board.start().wipe(6).unwrap();
    assert_eq!(board.load(6), Ok(None));
}
