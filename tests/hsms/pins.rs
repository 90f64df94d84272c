use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::backends::Backend;
use super::hall::Hall;
use super::is_long;

/// An act that nobody stops ends before this.
const ACT_TIME_MAX: Duration = Duration::from_secs(60);

#[test]
fn the_tally_leaves_a_second_generation_of_the_one_pin_that_was_used() {
    for backend in [Some(Backend::builtin()), Backend::softhsm(), Some(Backend::emulators(2))].into_iter().flatten() {
        let hall = Hall::closed(backend);
        assert_eq!(hall.tally_generations(), ["1", "1"]);
        hall.done("tally", &[]);
        assert_eq!(hall.tally_generations(), ["2", "1"]);
        let rows = hall.rows("hsm status", "hsms", &[]);
        assert_eq!(rows[0]["PIN generations"], "tally 2, escrow 1, admin 1");
        let said = hall.done("hsm status", &[]);
        assert!(said.contains("tally 2, escrow 1, admin 1") && said.contains("tally 1, escrow 1, admin 1"), "{said}");
    }
}

fn bytes_of(file: &Path) -> Vec<u8> {
    std::fs::read(file).unwrap_or_default()
}

/// Waits until a file is another than it was; false where the act ended before.
fn changes(file: &Path, from: &[u8], act: &mut Child) -> bool {
    let began = Instant::now();
    while bytes_of(file) == from {
        assert!(began.elapsed() < ACT_TIME_MAX, "the act does not end");
        if act.try_wait().unwrap().is_some() {
            return false;
        }
        std::thread::sleep(Duration::from_micros(200));
    }
    true
}

/// Kills the tally this long after the next PIN was written down; then the same command again. Whether two generations were
/// live in between.
fn killed_and_repeated(backend: Backend, after: Duration) -> bool {
    let hall = Hall::closed(backend);
    let pins = hall.kept("pins.tamga");
    let before = bytes_of(&pins);
    let mut act = hall.act("tally", &[]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    assert!(changes(&pins, &before, &mut act), "the tally ended and changed no PIN");
    std::thread::sleep(after);
    act.kill().unwrap();
    act.wait().unwrap();
    let between = hall.tally_generations();
    let said = hall.done("tally", &[]);
    hall.finish();
    let generations = hall.tally_generations();
    if said.contains("is out of service: the device was removed") {
        // SoftHSM writes over its files in place: what was killed while it did so is no token any more.
        assert!(hall.backend.names[0] == "softhsm" && between[0] == "1+2", "{after:?}: {said}");
        assert_eq!(generations, ["1+2", "2"]);
        return true;
    }
    assert!(generations[0].parse::<u32>().is_ok_and(|one| one >= 2), "{after:?}: {generations:?}, {between:?}: {said}");
    assert_eq!(generations[1], "1");
    between[0] == "1+2"
}

/// Moments after the next PIN was written down, in tenths of a millisecond.
fn moments(few: &[u64]) -> Vec<u64> {
    if is_long() { (0..150).map(|moment| moment * 4).collect() } else { few.to_vec() }
}

fn killed_on(backend: impl Fn() -> Option<Backend>, few: &[u64]) {
    let mut in_between = 0;
    for moment in moments(few) {
        let Some(backend) = backend() else {
            return;
        };
        in_between += usize::from(killed_and_repeated(backend, Duration::from_micros(moment * 100)));
    }
    assert!(in_between > 0, "no kill came between the two PINs");
}

#[test]
fn a_change_of_a_pin_that_was_killed_on_the_emulator_is_finished_by_the_same_command() {
    killed_on(|| Some(Backend::emulators(2)), &[0, 15, 40]);
}

#[test]
fn a_change_of_a_pin_that_was_killed_on_softhsm_is_finished_by_the_same_command() {
    killed_on(Backend::softhsm, &[0, 15, 60]);
}

#[test]
fn a_change_of_a_pin_that_was_killed_on_built_in_hsms_is_finished_by_the_same_command() {
    killed_on(|| Some(Backend::builtin()), &[0, 300]);
}
