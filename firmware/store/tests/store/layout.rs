//! The bytes on the flash, built a second time from what the README says.

use aes_gcm_siv::aead::AeadInOut;
use aes_gcm_siv::{Aes256GcmSiv, KeyInit};
use tamga_crypto::hash::hash;
use tamga_store::model::PAGE_LEN;

use crate::board::Board;

struct Reading {
    image: Vec<u8>,
    at: usize,
    previous: [u8; 16],
}

impl Reading {
    /// The next record's fields and its body, opened.
    fn next(&mut self) -> ([u32; 3], u8, Vec<u8>) {
        let header = &self.image[self.at..self.at + 20];
        assert_eq!(header[..4], *b"TSt1");
        let numbers = [4, 8, 12].map(|at| u32::from_le_bytes(header[at..at + 4].try_into().unwrap()));
        let len = usize::from(u16::from_le_bytes(header[18..20].try_into().unwrap()));
        let cipher = Aes256GcmSiv::new((&hash("tamga/store/v1", &[&[7; 32]])).into());
        let nonce: [u8; 12] = header[4..16].try_into().unwrap();
        let associated = [header, &self.previous].concat();
        let mut body = self.image[self.at + 20..self.at + 20 + len].to_vec();
        let tag: [u8; 16] = self.image[self.at + 20 + len..self.at + 36 + len].try_into().unwrap();
        let kind = header[16];
        assert_eq!(header[17], 0);
        let opened = cipher.decrypt_inout_detached(&nonce.into(), &associated, body.as_mut_slice().into(), &tag.into());
        assert!(opened.is_ok(), "at {}", self.at);
        self.previous = tag;
        self.at += (36 + len).next_multiple_of(4);
        (numbers, kind, body)
    }
}

fn read(image: &[u8], from: usize) -> Reading {
    Reading { image: image.to_vec(), at: from, previous: [0; 16] }
}

#[test]
fn the_records_are_laid_out_and_sealed_as_the_readme_says() {
    let mut board = Board::<4, _>::new(4, 1);
    board.start().store(5, b"hello").unwrap();
    board.start().store(0x0102_0304, b"").unwrap();
    let image = board.flash.image();
    let mut low = read(image, 0);
    assert_eq!(low.next(), ([1, 1, 0], 1, vec![0; 4]));
    assert_eq!(low.next(), ([1, 1, 1], 3, vec![0; 4]));
    assert_eq!(low.next(), ([2, 1, 2], 4, b"\x05\0\0\0hello".to_vec()));
    assert_eq!(image[40 + 40 + 45..2 * PAGE_LEN], vec![0xff; 2 * PAGE_LEN - 125]);
    let mut high = read(image, 2 * PAGE_LEN);
    assert_eq!(high.next(), ([3, 2, 0], 1, vec![1, 0, 0, 0]));
    assert_eq!(high.next(), ([3, 2, 1], 2, b"\x05\0\0\0hello".to_vec()));
    assert_eq!(high.next(), ([3, 2, 2], 3, vec![1, 0, 0, 0]));
    assert_eq!(high.next(), ([4, 2, 3], 4, vec![4, 3, 2, 1]));
}

#[test]
fn the_bytes_of_a_small_flash_stay_as_they_are() {
    let mut board = Board::<4, _>::new(2, 1);
    board.start().store(5, b"hello").unwrap();
    let digest = tamga_crypto::hash::sha3_256(&[&board.flash.image()[..2 * PAGE_LEN]]);
    assert_eq!(
        hex(&digest),
        "9b1130f0cfa9c03ecfcde7da504d4d679fcd8238bd6e434592748aeeb8a127f9",
        "a token in the field could not read another format"
    );
}

#[test]
fn the_same_value_stored_again_looks_different_and_is_not_to_be_read() {
    let mut board = Board::<4, _>::new(4, 1);
    let secret = [0x42; 64];
    let mut store = board.start();
    (0..3).for_each(|_| store.store(9, &secret).unwrap());
    let image = board.flash.image();
    assert!(!image.windows(8).any(|bytes| bytes == [0x42; 8]));
    let bodies: Vec<_> = (0..3).map(|record| &image[80 + 20 + record * 104..80 + 20 + record * 104 + 68]).collect();
    assert!(bodies[0] != bodies[1] && bodies[1] != bodies[2] && bodies[0] != bodies[2]);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_bytes_of_what_is_kept_apart_stay_as_they_are() {
    let mut board = Board::<4, _>::new(2, 1);
    board.start().keep_apart(b"hello").unwrap();
    let image = board.flash.image();
    let mut first = read(image, 2 * PAGE_LEN);
    assert_eq!(first.next(), ([u32::MAX, 0, 1], 5, b"hello".to_vec()));
    let mut second = read(image, 3 * PAGE_LEN);
    assert_eq!(second.next(), ([u32::MAX, 0, 2], 5, b"hello".to_vec()));
}
