//! What goes wrong between host and device while roles are unlocked.

use std::thread::sleep;
use std::time::Duration;

use tamga_devices::{Hsm, HsmError, Role};
use tamga_yubihsm_emulator::{Config, Fault, What};

use crate::bench::Bench;
use crate::suite::{ADMIN_PIN, TALLY_PIN, pins};

const RESET_DEVICE: u8 = 0x08;
const DERIVE_ECDH: u8 = 0x57;
const SIGN_EDDSA: u8 = 0x6a;
const CHANGE_AUTHENTICATION_KEY: u8 = 0x6c;
const CIPHERTEXT: [u8; 1568] = [3; 1568];

fn point(bench: &Bench) -> [u8; 97] {
    bench.hsm.public_keys(Role::Tally).unwrap().p384
}

#[test]
fn seal_goes_on_after_its_session_expired_and_tally_does_not() {
    let mut bench = Bench::with(Config { session_timeout: Duration::from_millis(400), ..Config::default() });
    bench.hsm.make_keys(&pins()).unwrap();
    bench.unlock(&[Role::Seal, Role::Tally]);
    let signature = bench.hsm.sign(b"x").unwrap();
    sleep(Duration::from_millis(500));
    assert_eq!(bench.hsm.sign(b"x").unwrap(), signature);
    let (role, point) = (Role::Tally, point(&bench));
    assert_eq!(bench.hsm.ecdh(role, &point), Err(HsmError::SessionExpired { role }));
    assert_eq!(bench.hsm.ecdh(role, &point), Err(HsmError::RoleLocked { role }));
    assert_eq!(bench.hsm.decapsulate(role, &CIPHERTEXT), Err(HsmError::RoleLocked { role }));
    bench.hsm.unlock(role, TALLY_PIN).unwrap();
    bench.hsm.ecdh(role, &point).unwrap();
}

#[test]
fn a_lost_answer_locks_an_opening_role_and_nothing_is_sent_twice() {
    let mut bench = Bench::unlocked(&[Role::Seal, Role::Tally]);
    let (role, point) = (Role::Tally, point(&bench));
    bench.emulator.fault(Fault::on(DERIVE_ECDH, What::DropResponse));
    assert_eq!(bench.hsm.ecdh(role, &point), Err(HsmError::Removed));
    assert_eq!(bench.hsm.ecdh(role, &point), Err(HsmError::RoleLocked { role }));
    bench.emulator.fault(Fault::on(SIGN_EDDSA, What::DropResponse));
    assert_eq!(bench.hsm.sign(b"x"), Err(HsmError::Removed));
    bench.hsm.sign(b"x").unwrap();
    bench.unlock(&[role]);
    bench.hsm.ecdh(role, &point).unwrap();
    let log = bench.hsm.read_log().unwrap().unwrap();
    let count = |command| log.entries.iter().filter(|entry| entry.command == command).count();
    assert_eq!((count(DERIVE_ECDH), count(SIGN_EDDSA)), (2, 2));
}

#[test]
fn a_device_that_is_pulled_out_in_the_middle_works_again_when_it_is_back() {
    let mut bench = Bench::unlocked(&[Role::Seal, Role::Tally]);
    let (role, point) = (Role::Tally, point(&bench));
    bench.emulator.unplug();
    assert_eq!(bench.hsm.sign(b"x"), Err(HsmError::Removed));
    assert_eq!(bench.hsm.ecdh(role, &point), Err(HsmError::Removed));
    assert_eq!(bench.hsm.unlock(role, TALLY_PIN), Err(HsmError::Removed));
    bench.emulator.plug().unwrap();
    bench.hsm.sign(b"x").unwrap();
    bench.hsm.unlock(role, TALLY_PIN).unwrap();
    bench.hsm.ecdh(role, &point).unwrap();
}

#[test]
fn a_power_cut_in_the_middle_is_no_answer_and_the_device_comes_back() {
    for what in [What::PowerCutBefore, What::PowerCutAfter] {
        let mut bench = Bench::unlocked(&[Role::Tally]);
        let (role, point) = (Role::Tally, point(&bench));
        bench.emulator.fault(Fault::on(DERIVE_ECDH, what));
        let cut = bench.hsm.ecdh(role, &point);
        assert!(matches!(cut, Err(HsmError::Removed | HsmError::Unreachable { .. })), "{cut:?}");
        let away = bench.hsm.unlock(role, TALLY_PIN);
        assert!(matches!(away, Err(HsmError::Removed | HsmError::Unreachable { .. })), "{away:?}");
        bench.restart();
        bench.hsm.unlock(role, TALLY_PIN).unwrap();
        bench.hsm.ecdh(role, &point).unwrap();
    }
}

#[test]
fn a_pin_change_whose_answer_was_lost_leaves_one_of_both_pins() {
    let (role, new) = (Role::Tally, b"the next generation".as_slice());
    for (what, opens) in [(What::PowerCutBefore, TALLY_PIN), (What::PowerCutAfter, new)] {
        let mut bench = Bench::unlocked(&[]);
        bench.emulator.fault(Fault::on(CHANGE_AUTHENTICATION_KEY, what));
        let cut = bench.hsm.change_pin(role, TALLY_PIN, new);
        assert!(matches!(cut, Err(HsmError::Removed | HsmError::Unreachable { .. })), "{cut:?}");
        bench.restart();
        bench.hsm.unlock(role, opens).unwrap();
    }
}

#[test]
fn a_wipe_whose_answer_was_lost_is_looked_for_and_one_that_was_refused_changes_nothing() {
    let mut bench = Bench::unlocked(&[Role::Seal]);
    for _ in 0..bench.hsm.log_room().unwrap() {
        bench.hsm.sign(b"x").unwrap();
    }
    assert_eq!(bench.hsm.wipe(ADMIN_PIN), Err(HsmError::LogFull));
    bench.hsm.sign(b"x").unwrap_err();
    let number = bench.hsm.read_log().unwrap().unwrap().entries.last().unwrap().number;
    bench.hsm.release_log(number).unwrap();
    bench.hsm.sign(b"x").unwrap();
    bench.emulator.fault(Fault::on(RESET_DEVICE, What::DropResponse));
    bench.hsm.wipe(ADMIN_PIN).unwrap();
    assert_eq!(bench.hsm.sign(b"x"), Err(HsmError::NoKeys));
    bench.hsm.make_keys(&pins()).unwrap();
}

#[test]
fn a_role_that_is_locked_holds_no_session_of_the_device() {
    let mut bench = Bench::unlocked(&[]);
    for _ in 0..20 {
        bench.unlock(&[Role::Tally]);
        bench.hsm.lock(Role::Tally);
        let log = {
            bench.unlock(&[Role::Seal]);
            bench.hsm.read_log().unwrap().unwrap()
        };
        bench.hsm.release_log(log.entries.last().unwrap().number).unwrap();
        bench.hsm.lock(Role::Seal);
    }
}

#[test]
fn a_message_longer_than_the_device_takes_is_refused_by_the_host() {
    let mut bench = Bench::unlocked(&[Role::Seal]);
    bench.hsm.sign(&[7; 2000]).unwrap();
    assert!(matches!(bench.hsm.sign(&[7; 2001]), Err(HsmError::Lacks { .. })));
}
