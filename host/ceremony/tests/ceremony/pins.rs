//! PINs, and the file that their ciphertexts are in.

use tamga_ceremony::pin::{PIN_ALPHABET, PIN_LEN, Pin};
use tamga_ceremony::pin_file::{CHAINS_MAX, PinFile, PinFileError, PinGeneration};
use tamga_crypto::tdh2::PinCiphertext;
use tamga_wire::Role;

use crate::table::rng;

fn generation(generation: u32) -> PinGeneration {
    PinGeneration { generation, ciphertext: PinCiphertext::from_bytes([generation as u8; 161]) }
}

fn file() -> PinFile {
    let mut file = PinFile::new(&[0xD0; 32]);
    file.add("hsm-b", Role::Tally, generation(1)).unwrap();
    file.add("hsm-a", Role::Escrow, generation(7)).unwrap();
    file.add("hsm-a", Role::Tally, generation(1)).unwrap();
    file.add("hsm-b", Role::Tally, generation(2)).unwrap();
    file
}

#[test]
fn a_drawn_pin_has_thirty_two_characters_of_the_alphabet_and_all_of_them_occur() {
    let mut rng = rng(1);
    let mut seen = [0u32; 256];
    for _ in 0..200 {
        let pin = Pin::draw(&mut rng);
        assert_eq!(pin.expose().len(), PIN_LEN);
        pin.expose().iter().for_each(|character| seen[usize::from(*character)] += 1);
    }
    let in_alphabet: u32 = PIN_ALPHABET.iter().map(|character| seen[usize::from(*character)]).sum();
    assert_eq!(in_alphabet, 200 * 32);
    // 200 of each are expected; a fair draw is hardly ever off by half.
    assert!(PIN_ALPHABET.iter().all(|character| (100..300).contains(&seen[usize::from(*character)])));
}

#[test]
fn the_debug_form_of_a_pin_is_its_type() {
    assert_eq!(format!("{:?}", Pin::draw(&mut rng(1))), "Pin");
}

#[test]
fn the_file_has_the_bytes_of_the_readme() {
    // Written out by hand from the README; these bytes lie on disks.
    let expected = [
        b"tamga/pins/v1\n".as_slice(),
        &[0xD0; 32],
        &[3],
        b"\x05hsm-a\x01\x01\0\0\0\x01",
        &[1; 161],
        b"\x05hsm-a\x02\x01\0\0\0\x07",
        &[7; 161],
        b"\x05hsm-b\x01\x02\0\0\0\x01",
        &[1; 161],
        b"\0\0\0\x02",
        &[2; 161],
    ];
    assert_eq!(file().to_bytes(), expected.concat());
    assert_eq!(PinFile::parse(&expected.concat()), Ok(file()));
}

#[test]
fn live_generations_are_found_by_hsm_and_role() {
    let file = file();
    assert_eq!(file.live("hsm-b", Role::Tally), [generation(1), generation(2)]);
    assert_eq!(file.live("hsm-a", Role::Escrow), [generation(7)]);
    assert_eq!(file.live("hsm-b", Role::Escrow), []);
    assert_eq!(file.definition(), &[0xD0; 32]);
}

#[test]
fn a_third_generation_a_gap_and_a_bad_serial_are_refused_and_change_nothing() {
    let before = file();
    let mut file = file();
    assert_eq!(file.add("hsm-b", Role::Tally, generation(3)), Err(PinFileError::Count));
    assert_eq!(file.add("hsm-a", Role::Tally, generation(3)), Err(PinFileError::Order));
    assert_eq!(file.add("hsm-a", Role::Tally, generation(1)), Err(PinFileError::Order));
    assert_eq!(file.add("hsm-c", Role::Tally, generation(0)), Err(PinFileError::Order));
    assert_eq!(file.add("HSM", Role::Tally, generation(1)), Err(PinFileError::Serial));
    assert_eq!(file.add("", Role::Tally, generation(1)), Err(PinFileError::Serial));
    assert_eq!(file, before);
}

#[test]
fn the_older_generation_is_retired_once_there_is_a_newer_one() {
    let mut file = file();
    assert_eq!(file.retire("hsm-a", Role::Tally, 1), Err(PinFileError::Retire), "it is the only one");
    assert_eq!(file.retire("hsm-b", Role::Tally, 2), Err(PinFileError::Retire), "it is the newer one");
    assert_eq!(file.retire("hsm-b", Role::Tally, 3), Err(PinFileError::Retire), "there is none");
    assert_eq!(file.retire("hsm-b", Role::Admin, 1), Err(PinFileError::Retire), "there is no such PIN");
    file.retire("hsm-b", Role::Tally, 1).unwrap();
    assert_eq!(file.live("hsm-b", Role::Tally), [generation(2)]);
    assert_eq!(file.retire("hsm-b", Role::Tally, 2), Err(PinFileError::Retire), "none would be left");
    file.add("hsm-b", Role::Tally, generation(3)).unwrap();
    assert_eq!(PinFile::parse(&file.to_bytes()), Ok(file));
}

#[test]
fn tally_escrow_and_admin_of_eight_hsms_fit() {
    let mut file = PinFile::new(&[0; 32]);
    for number in 0..8 {
        for role in [Role::Admin, Role::Tally, Role::Escrow] {
            file.add(&format!("hsm-{number}"), role, generation(1)).unwrap();
        }
    }
    let bytes = file.to_bytes();
    assert_eq!(bytes[46], 24);
    // Of the first HSM in the order of the roles' numbers: length, serial and role, one generation each.
    let chain = 1 + 5 + 2 + 4 + 161;
    assert_eq!([0, 1, 2].map(|place| bytes[47 + place * chain + 6]), [1, 2, 3]);
    assert_eq!(PinFile::parse(&bytes), Ok(file));
}

#[test]
fn more_chains_than_there_can_be_hsms_are_refused() {
    let mut file = PinFile::new(&[0; 32]);
    for number in 0..CHAINS_MAX {
        file.add(&format!("hsm-{number:02}"), Role::Tally, generation(1)).unwrap();
    }
    assert_eq!(file.add("one-more", Role::Tally, generation(1)), Err(PinFileError::Count));
    assert_eq!(PinFile::parse(&file.to_bytes()), Ok(file));
}

#[test]
fn files_that_are_written_otherwise_are_refused() {
    let good = file().to_bytes();
    let changed = |place: usize, byte: u8| {
        let mut bytes = good.clone();
        bytes[place] = byte;
        PinFile::parse(&bytes)
    };
    // Places: version, chains, first serial's length and first letter, role, live generations, generation.
    assert_eq!(changed(12, b'2'), Err(PinFileError::FirstLine));
    assert_eq!(changed(46, 25), Err(PinFileError::Count));
    assert_eq!(changed(46, 2), Err(PinFileError::Length));
    assert_eq!(changed(47, 0), Err(PinFileError::Count));
    assert_eq!(changed(48, b'H'), Err(PinFileError::Serial));
    assert_eq!(changed(48, 0xFF), Err(PinFileError::Serial));
    assert_eq!(changed(48, b'z'), Err(PinFileError::Order));
    assert_eq!(changed(53, 4), Err(PinFileError::Role));
    assert_eq!(changed(53, 2), Err(PinFileError::Order));
    assert_eq!(changed(54, 0), Err(PinFileError::Count));
    assert_eq!(changed(54, 3), Err(PinFileError::Count));
    assert_eq!(changed(58, 0), Err(PinFileError::Order));
    for len in 0..good.len() {
        assert!(PinFile::parse(&good[..len]).is_err(), "{len} bytes");
    }
    assert_eq!(PinFile::parse(&[good.as_slice(), &[0]].concat()), Err(PinFileError::Length));
}
