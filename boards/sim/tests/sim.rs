//! The simulated token at the other end of its pipe.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::io::{Read, Write};

use tamga_sim::{OfficerScript, SimConfig, SimError, SimPipe, SimToken};
use tamga_wire::{FrameReader, Purposes, Refusal, Request, Response, decode_message, encode_frame};

fn config(index: u8) -> SimConfig {
    SimConfig { index, seed: [7; 32], script: OfficerScript::default(), flash: None }
}

fn exchange(pipe: &mut SimPipe, request: &Request) -> Response {
    pipe.write_all(&encode_frame(1, request).unwrap()).unwrap();
    let mut reader = FrameReader::new();
    let mut byte = [0];
    loop {
        pipe.read_exact(&mut byte).unwrap();
        if let Some(frame) = reader.push(byte[0]) {
            return decode_message(&frame.unwrap().untrusted_message).unwrap();
        }
    }
}

fn login() -> Request {
    Request::Login { definition: None, purposes: Purposes::SETUP | Purposes::UPKEEP }
}

fn init(pipe: &mut SimPipe) -> Response {
    exchange(pipe, &Request::Init { rehearsal: true })
}

#[test]
fn a_simulator_says_that_it_is_one_and_refuses_real_elections() {
    let sim = SimToken::start(config(1)).unwrap();
    let mut pipe = sim.pipe();
    let Response::Info(info) = exchange(&mut pipe, &Request::Hello) else { panic!() };
    assert!(info.simulator);
    let real = Request::Init { rehearsal: false };
    assert_eq!(exchange(&mut pipe, &real), Response::Refused(Refusal::RehearsalMismatch));
    let for_tests = SimToken::start_for_real_definitions_in_tests(config(1)).unwrap();
    assert!(matches!(exchange(&mut for_tests.pipe(), &real), Response::Identity { .. }));
}

#[test]
fn one_seed_gives_the_same_token_and_each_number_another_one() {
    let identity = |index| init(&mut SimToken::start(config(index)).unwrap().pipe());
    assert_eq!(identity(1), identity(1));
    assert_ne!(identity(1), identity(2));
}

#[test]
fn cutting_the_power_logs_out_and_pulling_the_plug_does_not() {
    let sim = SimToken::start(config(1)).unwrap();
    let mut pipe = sim.pipe();
    init(&mut pipe);
    drop(pipe);
    let mut pipe = sim.pipe();
    assert!(matches!(exchange(&mut pipe, &Request::Random), Response::Random { .. }));
    drop(pipe);
    sim.cut_power();
    let mut pipe = sim.pipe();
    assert_eq!(exchange(&mut pipe, &Request::Random), Response::Refused(Refusal::NotLoggedIn));
    assert_eq!(exchange(&mut pipe, &login()), Response::Done);
}

#[test]
fn a_folder_keeps_what_the_token_stored_and_never_repeats_its_randomness() {
    let folder = tempfile::tempdir().unwrap();
    let in_folder = || SimConfig { flash: Some(folder.path().join("token")), ..config(1) };
    let start = |config| SimToken::start(config).unwrap().pipe();
    let Response::Identity { identity, .. } = init(&mut start(in_folder())) else { panic!() };
    let mut drawn = Vec::new();
    for _ in 0..2 {
        let mut pipe = start(in_folder());
        let Response::Info(info) = exchange(&mut pipe, &Request::Hello) else { panic!() };
        assert_eq!(info.identity, Some(identity));
        assert_eq!(exchange(&mut pipe, &login()), Response::Done);
        drawn.push(exchange(&mut pipe, &Request::Random));
    }
    assert_ne!(drawn[0], drawn[1]);
}

#[test]
fn a_folder_says_rehearsal_in_every_file_and_a_file_that_does_not_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let in_folder = || SimConfig { flash: Some(folder.path().into()), ..config(1) };
    init(&mut SimToken::start(in_folder()).unwrap().pipe());
    let mut files = 0;
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(bytes.starts_with(b"tamga/sim-flash/v1 REHEARSAL\n"));
        files += 1;
    }
    assert_eq!(files, 4, "starts, tries, pin, identity");
    std::fs::write(folder.path().join("identity"), b"\x01").unwrap();
    assert!(matches!(SimToken::start(in_folder()), Err(SimError::Storage(Refusal::Storage))));
}

#[test]
fn after_five_wrong_pins_the_token_waits_and_starting_it_again_does_not_help() {
    let folder = tempfile::tempdir().unwrap();
    let with_pin = |pin: &str| SimConfig {
        flash: Some(folder.path().into()),
        script: OfficerScript { pin: pin.into(), ..OfficerScript::default() },
        ..config(1)
    };
    init(&mut SimToken::start(with_pin("271828")).unwrap().pipe());
    let mut pipe = SimToken::start(with_pin("314159")).unwrap().pipe();
    for _ in 0..5 {
        assert_eq!(exchange(&mut pipe, &login()), Response::Refused(Refusal::WrongPin));
    }
    let again = SimToken::start(with_pin("271828")).unwrap();
    for mut pipe in [pipe, again.pipe()] {
        let Response::Info(info) = exchange(&mut pipe, &Request::Hello) else { panic!() };
        assert!((1..=5).contains(&info.wait_s), "{}", info.wait_s);
        assert_eq!(exchange(&mut pipe, &login()), Response::Waiting);
    }
    assert_eq!(again.screens(), ["REHEARSAL\nWAIT 5 s: several wrong PINs"]);
}

#[test]
fn the_pipe_ends_when_the_simulator_cannot_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let sim = SimToken::start(SimConfig { flash: Some(folder.path().into()), ..config(1) }).unwrap();
    init(&mut sim.pipe());
    std::fs::write(folder.path().join("identity"), b"\x01").unwrap();
    sim.cut_power();
    assert_eq!(sim.pipe().read(&mut [0; 8]).unwrap(), 0, "end of file");
}
