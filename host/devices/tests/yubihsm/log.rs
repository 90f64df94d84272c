//! The audit log: it fills, blocks, is read and released; its chain holds over all of that.

use tamga_devices::log::{ChainError, LogPosition};
use tamga_devices::{Hsm, HsmError, Role};

use crate::bench::Bench;

const SIGN_EDDSA: u8 = 0x6a;
const DERIVE_ECDH: u8 = 0x57;
const UNWRAP_DATA: u8 = 0x69;

#[test]
fn a_full_log_blocks_until_it_is_read_and_released_and_no_entry_is_lost() {
    let mut bench = Bench::unlocked(&[Role::Seal]);
    let mut known: Option<LogPosition> = None;
    let mut logged = 0;
    let mut signed = 0;
    for _ in 0..3 {
        let room = bench.hsm.log_room().unwrap();
        for _ in 0..room {
            bench.hsm.sign(b"x").unwrap();
            signed += 1;
        }
        assert_eq!(bench.hsm.log_room(), Ok(0));
        assert_eq!(bench.hsm.sign(b"x"), Err(HsmError::LogFull));
        let reading = bench.hsm.read_log().unwrap().unwrap();
        known = reading.check_chain(known).unwrap();
        logged += reading.entries.iter().filter(|entry| entry.command == SIGN_EDDSA).count();
        bench.hsm.release_log(known.unwrap().number).unwrap();
    }
    assert_eq!(logged, signed);
    bench.hsm.sign(b"x").unwrap();
    assert_eq!(bench.hsm.read_log().unwrap().unwrap().check_chain(known).map(|end| end.is_some()), Ok(true));
}

#[test]
fn a_full_log_does_not_let_a_role_be_opened_and_is_no_try() {
    let mut bench = Bench::unlocked(&[Role::Seal]);
    for _ in 0..bench.hsm.log_room().unwrap() {
        bench.hsm.sign(b"x").unwrap();
    }
    let before = bench.hsm.to_file_bytes().unwrap();
    assert_eq!(bench.hsm.unlock(Role::Tally, crate::suite::TALLY_PIN), Err(HsmError::LogFull));
    assert_eq!(bench.hsm.to_file_bytes().unwrap(), before);
}

#[test]
fn one_unlock_costs_one_unwrapping_and_one_opening_one_ecdh() {
    let mut bench = Bench::unlocked(&[Role::Seal, Role::Tally]);
    let point = bench.hsm.public_keys(Role::Tally).unwrap().p384;
    let known = bench.hsm.read_log().unwrap().unwrap().check_chain(None).unwrap().unwrap();
    bench.hsm.release_log(known.number).unwrap();
    for _ in 0..3 {
        bench.hsm.ecdh(Role::Tally, &point).unwrap();
        bench.hsm.decapsulate(Role::Tally, &[3; 1568]).unwrap();
    }
    let reading = bench.hsm.read_log().unwrap().unwrap();
    let commands: Vec<_> = reading.entries.iter().map(|entry| entry.command).collect();
    assert_eq!(commands, [DERIVE_ECDH; 3]);
    let first = &reading.entries[0];
    assert_eq!((first.session_key, first.target_key, first.result), (0x20, 0x21, DERIVE_ECDH | 0x80));
    bench.unlock(&[Role::Tally]);
    let reading = bench.hsm.read_log().unwrap().unwrap();
    assert_eq!(reading.entries.iter().filter(|entry| entry.command == UNWRAP_DATA).count(), 1);
}

#[test]
fn a_changed_entry_of_the_device_is_found() {
    let mut bench = Bench::unlocked(&[Role::Seal]);
    let reading = bench.hsm.read_log().unwrap().unwrap();
    let end = reading.check_chain(None).unwrap().unwrap();
    let number = end.number - 1;
    assert!(bench.emulator.corrupt_log(number).unwrap());
    let changed = bench.hsm.read_log().unwrap().unwrap();
    assert_eq!(changed.check_chain(None), Err(ChainError::Digest { number }));
}

#[test]
fn the_log_of_a_device_without_keys_is_read_through_its_factory_key() {
    let mut bench = Bench::blank();
    let reading = bench.hsm.read_log().unwrap().unwrap();
    let last = reading.check_chain(None).unwrap().unwrap();
    bench.hsm.release_log(last.number).unwrap();
    assert!(bench.hsm.read_log().unwrap().unwrap().entries.len() < reading.entries.len());
}
