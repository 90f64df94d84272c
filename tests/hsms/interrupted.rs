use std::process::Stdio;
use std::time::Duration;

use super::backends::Backend;
use super::hall::{Hall, ended};
use super::is_long;
use crate::stage::text_of;

/// Kills the set-up after so many milliseconds, and begins it again with the same command until it is done.
fn killed_set_up(backend: Backend, after_ms: u64) {
    let hall = Hall::new(backend);
    let arguments = hall.backend.arguments();
    let mut killed = hall.setup(&arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(after_ms));
    killed.kill().unwrap();
    killed.wait().unwrap();
    let output = hall.setup(&arguments).output().unwrap();
    assert!(output.status.success(), "after {after_ms} ms: {}", text_of(&output));
    hall.vote_and_close();
    hall.finish();
}

fn moments(few: &[u64]) -> Vec<u64> {
    if is_long() { (0..40).map(|moment| moment * 25).collect() } else { few.to_vec() }
}

#[test]
fn a_killed_set_up_on_softhsm_begins_anew_with_fresh_tokens() {
    for moment in moments(&[60, 200, 400]) {
        let Some(backend) = Backend::softhsm() else {
            return;
        };
        killed_set_up(backend, moment);
    }
}

#[test]
fn a_killed_set_up_on_the_emulator_begins_anew() {
    for moment in moments(&[60, 200, 400]) {
        killed_set_up(Backend::emulators(2), moment);
    }
}

#[test]
fn a_killed_set_up_on_kryoptic_goes_on_when_its_slots_are_emptied() {
    let Some(backend) = Backend::kryoptic(6) else {
        return;
    };
    let hall = Hall::new(backend);
    let arguments = hall.backend.arguments();
    // Killed as soon as the PINs are written down, all slots are initialised by then.
    let mut killed = hall.setup(&arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while !hall.kept("pins.tamga").exists() {
        assert!(killed.try_wait().unwrap().is_none(), "the set-up ended without PINs");
        std::thread::sleep(Duration::from_micros(200));
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    let said = ended(3, &hall.setup(&arguments).output().unwrap());
    assert!(said.contains("0 free slots are there, 3 are needed"), "{said}");
    assert!(said.contains("emptied with the module's own tool"), "{said}");
    hall.backend.empty_slots();
    let output = hall.setup(&arguments).output().unwrap();
    assert!(output.status.success(), "{}", text_of(&output));
    hall.vote_and_close();
    hall.finish();
}
