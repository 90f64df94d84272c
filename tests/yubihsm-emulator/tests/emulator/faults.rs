//! Faults: lost answers, power cuts, a device that goes away.

use std::time::{Duration, Instant};

use tamga_yubihsm_emulator::{Config, Emulator, Fault, What, code};
use yubihsm::{Capability, Client, Domain, asymmetric, client, object};

use crate::client::{DEFAULT, fresh, open};

fn generate(client: &Client) -> Result<u16, client::Error> {
    let label = object::Label::from("seal");
    client.generate_asymmetric_key(0x11, label, Domain::DOM1, Capability::SIGN_EDDSA, asymmetric::Algorithm::Ed25519)
}

fn exists(client: &Client) -> bool {
    client.get_object_info(0x11, object::Type::AsymmetricKey).is_ok()
}

#[test]
fn a_lost_answer_leaves_its_effect() {
    let (emulator, client) = fresh();
    emulator.fault(Fault::on(code::GENERATE_ASYMMETRIC_KEY, What::DropResponse));
    client.echo(b"not this one".as_slice()).unwrap();
    assert!(generate(&client).is_err());
    assert!(emulator.is_running());
    assert!(exists(&open(emulator.port(), 1, DEFAULT).unwrap()));
}

#[test]
fn a_fault_meets_the_nth_command_once() {
    let (emulator, client) = fresh();
    emulator.fault(Fault { what: What::DelayMs(900), nth: 2, command: Some(code::ECHO) });
    let timed = || {
        let start = Instant::now();
        client.echo(b"x".as_slice()).unwrap();
        start.elapsed() >= Duration::from_millis(900)
    };
    assert_eq!([timed(), timed(), timed()], [false, true, false]);
    emulator.fault(Fault::next(What::DropResponse));
    emulator.clear_faults();
    assert!(!timed());
}

#[test]
fn a_power_cut_before_the_effect_leaves_nothing_and_after_it_everything() {
    for (what, effect) in [(What::PowerCutBefore, false), (What::PowerCutAfter, true)] {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { state: Some(folder.path().join("state.json")), ..Config::default() };
        let mut emulator = Emulator::start(config.clone()).unwrap();
        let client = open(emulator.port(), 1, DEFAULT).unwrap();
        emulator.fault(Fault::on(code::GENERATE_ASYMMETRIC_KEY, what));
        assert!(generate(&client).is_err());
        emulator.wait();
        assert!(!emulator.is_running());
        assert!(open(emulator.port(), 1, DEFAULT).is_err());
        emulator.restart().unwrap();
        let client = open(emulator.port(), 1, DEFAULT).unwrap();
        assert_eq!(exists(&client), effect);
        drop(emulator);
        let emulator = Emulator::start(config).unwrap();
        assert_eq!(exists(&open(emulator.port(), 1, DEFAULT).unwrap()), effect, "another process sees the same");
    }
}

#[test]
fn without_a_file_the_state_outlives_a_restart() {
    let (mut emulator, client) = fresh();
    generate(&client).unwrap();
    let port = emulator.port();
    emulator.restart().unwrap();
    assert_eq!(emulator.port(), port);
    assert!(client.echo(b"the old session".as_slice()).is_err());
    assert!(exists(&open(port, 1, DEFAULT).unwrap()));
}

#[test]
fn a_device_that_was_pulled_out_comes_back_without_sessions() {
    let (emulator, client) = fresh();
    emulator.unplug();
    assert!(client.echo(b"x".as_slice()).is_err());
    assert!(open(emulator.port(), 1, DEFAULT).is_err());
    emulator.plug().unwrap();
    assert!(client.echo(b"x".as_slice()).is_err());
    let client = open(emulator.port(), 1, DEFAULT).unwrap();
    assert_eq!(client.get_log_entries().unwrap().num_entries, 3, "reset, boot, boot");
}

#[test]
fn a_device_that_is_pulled_out_in_the_middle_of_a_command_has_done_all_of_it_or_nothing() {
    for (what, effect) in [(What::UnplugBefore, false), (What::UnplugAfter, true)] {
        let (emulator, client) = fresh();
        emulator.fault(Fault::on(code::GENERATE_ASYMMETRIC_KEY, what));
        assert!(generate(&client).is_err());
        assert!(emulator.is_running());
        assert!(open(emulator.port(), 1, DEFAULT).is_err(), "it is still out");
        emulator.plug().unwrap();
        assert_eq!(exists(&open(emulator.port(), 1, DEFAULT).unwrap()), effect);
    }
}

#[test]
fn a_state_file_that_is_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    for content in ["", "{}", "\0\0"] {
        std::fs::write(&path, content).unwrap();
        assert!(Emulator::start(Config { state: Some(path.clone()), ..Config::default() }).is_err());
    }
}
