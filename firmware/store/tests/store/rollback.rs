use tamga_store::model::{ModelCounter, PAGE_LEN};
use tamga_store::{Error, StorageKey, Store};

use crate::board::{Board, Shared, key, plain};

type WithCounter = Board<4, ModelCounter>;

const PAGES: usize = 8;

/// A life, and the flash as it was after each of its steps.
fn life() -> (WithCounter, Vec<Vec<u8>>) {
    let mut board = WithCounter::new(PAGES, 3);
    let mut images = vec![board.flash.image().clone()];
    for step in 0..40_u8 {
        let mut store = board.start();
        match step {
            11 => store.erase(2).unwrap(),
            25 => store.wipe(1).unwrap(),
            _ => store.store(u32::from(step % 4), &vec![step; usize::from(step) * 40]).unwrap(),
        }
        images.push(board.flash.image().clone());
    }
    (board, images)
}

/// What a token says that starts with this flash.
fn start_with(board: &WithCounter, image: &[u8]) -> Result<(), Error> {
    let mut board = board.clone();
    board.flash.image()[..image.len()].copy_from_slice(image);
    board.start().open()
}

#[test]
fn every_older_image_is_told_from_the_newest() {
    let (board, images) = life();
    let (newest, older) = images.split_last().unwrap();
    for image in older {
        assert_eq!(start_with(&board, image), Err(Error::Rollback));
    }
    assert_eq!(start_with(&board, newest), Ok(()));
}

#[test]
fn pages_of_two_images_do_not_make_a_third() {
    let (board, images) = life();
    let newest = images.last().unwrap();
    let mut mixed = 0;
    for older in &images {
        for pages in 0..1_u32 << PAGES {
            let mut image = newest.clone();
            for page in
                (0..PAGES).filter(|page| pages >> page & 1 == 1).map(|page| page * PAGE_LEN..(page + 1) * PAGE_LEN)
            {
                image[page.clone()].copy_from_slice(&older[page]);
            }
            let mut board = board.clone();
            board.flash.image().copy_from_slice(&image);
            let mut store = board.start();
            match store.open() {
                Ok(()) => (0..4).for_each(|key| assert_eq!(plain(store.load(key)), newest_value(key))),
                refused => assert_eq!(refused, Err(Error::Rollback)),
            }
            mixed += 1;
        }
    }
    assert_eq!(mixed, 41 * 256);
}

/// What [`life`] stored last under each of its keys.
fn newest_value(key: u32) -> Result<Option<Vec<u8>>, Error> {
    let step = 36 + key as u8;
    Ok(Some(vec![step; usize::from(step) * 40]))
}

#[test]
fn an_erased_flash_and_another_tokens_flash_are_no_fresh_store() {
    let (board, _) = life();
    assert_eq!(start_with(&board, &[0xff; PAGES * PAGE_LEN]), Err(Error::Rollback));
    let mut other = WithCounter::new(PAGES, 9);
    other.start().store(1, b"other").unwrap();
    assert_eq!(other.start().open(), Ok(()));
    let range = 0..(PAGES * PAGE_LEN) as u32;
    let other_key = StorageKey::from_bytes([8; 32]);
    let mut store = Store::new(&mut other.flash, range, &other_key, &mut other.counter).unwrap();
    assert_eq!(store.open(), Err(Error::Rollback));
}

#[test]
fn after_a_rollback_nothing_is_answered_and_a_wiping_leads_on() {
    let (mut board, images) = life();
    board.flash.image().copy_from_slice(&images[30]);
    let mut store = board.start();
    assert_eq!(store.load(1), Err(Error::Rollback));
    assert_eq!(store.store(1, b"x"), Err(Error::Rollback));
    assert_eq!(store.erase(1), Err(Error::Rollback));
    store.wipe(1).unwrap();
    store.store(1, b"a new life").unwrap();
    assert_eq!(board.load(1), Ok(Some(b"a new life".to_vec())));
    for image in &images {
        assert_eq!(start_with(&board, image), Err(Error::Rollback), "what was wiped does not come back");
    }
}

#[test]
fn what_a_cut_left_behind_does_not_come_back_over_what_was_stored_after_it() {
    let mut board = WithCounter::new(PAGES, 3);
    board.start().store(1, b"state").unwrap();
    let operations = {
        let mut board = board.clone_apart(5);
        let before = board.power.operations();
        board.start().store(1, b"one way").unwrap();
        board.power.operations() - before
    };
    for cut in 0..operations {
        let mut board = board.clone_apart(cut);
        let image = board.flash.image().clone();
        board.power.fail_after(cut);
        assert!(board.start().store(1, b"one way").is_err());
        board.power.restore();
        let left = board.flash.image().clone();
        board.counter.start();
        if start_with(&board, &image).is_ok() {
            board.flash.image().copy_from_slice(&image);
        }
        board.start().store(1, b"the other way").unwrap();
        assert_eq!(board.load(1), Ok(Some(b"the other way".to_vec())));
        assert_eq!(start_with(&board, &left), Err(Error::Rollback));
        assert_eq!(start_with(&board, &image), Err(Error::Rollback));
    }
}

#[test]
fn what_a_cut_left_behind_does_not_come_back_over_a_wiping() {
    let mut board = WithCounter::new(PAGES, 3);
    board.start().store(1, b"state").unwrap();
    for is_readable in [true, false] {
        for cut in 0..6 {
            let mut board = board.clone_apart(cut);
            board.power.fail_after(cut);
            let _ = board.start().store(1, b"one way");
            board.power.restore();
            board.counter.start();
            let left = board.flash.image().clone();
            if !is_readable {
                board.flash.image().fill(0);
            }
            board.start().wipe(1).unwrap();
            assert_eq!(start_with(&board, &left), Err(Error::Rollback));
            assert_eq!(board.load(1), Ok(None));
        }
    }
}

#[test]
fn a_flash_that_is_swapped_under_a_running_token_gives_no_older_value() {
    let (mut board, images) = life();
    for older in &images {
        let flash = Shared::new(board.flash.clone());
        let range = 0..(PAGES * PAGE_LEN) as u32;
        let mut store = Store::new(flash.clone(), range, &key(), &mut board.counter).unwrap();
        store.open().unwrap();
        flash.borrow_mut().image().copy_from_slice(older);
        let loaded = plain(store.load(3));
        assert!(loaded == Err(Error::Corrupt) || loaded == newest_value(3), "{loaded:?}");
    }
}
