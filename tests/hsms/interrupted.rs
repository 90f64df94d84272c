use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tamga_yubihsm_emulator::{Emulator, Fault, What, code};

use super::backends::Backend;
use super::hall::{Hall, ended};
use super::is_long;
use crate::stage::text_of;

/// A set-up that nobody stops is further than this.
const SET_UP_TIME_MAX: Duration = Duration::from_secs(60);

/// Kills a set-up when it is time; whether it had not ended before.
fn is_killed_when(hall: &Hall, is_time: impl Fn() -> bool) -> bool {
    let mut command = hall.setup(&hall.backend.arguments());
    let mut set_up = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let began = Instant::now();
    while !is_time() {
        assert!(began.elapsed() < SET_UP_TIME_MAX, "it is never time");
        if set_up.try_wait().unwrap().is_some() {
            return false;
        }
        std::thread::sleep(Duration::from_micros(200));
    }
    set_up.kill().unwrap();
    set_up.wait().unwrap().code().is_none()
}

/// Kills a set-up when it is time; it must not have ended before.
fn killed_when(hall: &Hall, is_time: impl Fn() -> bool) {
    assert!(is_killed_when(hall, is_time), "the set-up ended before it was time");
}

/// The same command again, and the election on what it made.
fn begun_again(hall: &Hall) {
    let output = hall.setup(&hall.backend.arguments()).output().unwrap();
    assert!(output.status.success(), "{}", text_of(&output));
    hall.vote_and_close();
    hall.finish();
}

/// Kills set-ups after so many hundredths of the time that one takes; on a machine that takes less by then, after
/// half of that, and so on.
fn killed_after(backend: impl Fn() -> Option<Backend>, few: &[u32]) {
    let Some(of_the_first) = backend() else {
        return;
    };
    let first = Hall::new(of_the_first);
    let began = Instant::now();
    assert!(first.setup(&first.backend.arguments()).output().unwrap().status.success());
    let takes = began.elapsed();
    let many: Vec<u32> = (0..100).step_by(3).collect();
    for hundredths in if is_long() { &many } else { few } {
        let mut moment = takes * *hundredths / 100;
        let hall = loop {
            let hall = Hall::new(backend().unwrap());
            let began = Instant::now();
            if is_killed_when(&hall, || began.elapsed() >= moment) {
                break hall;
            }
            moment /= 2;
        };
        begun_again(&hall);
    }
}

/// How many HSMs this machine keeps a file of.
fn files(hall: &Hall) -> usize {
    let Ok(entries) = fs::read_dir(hall.kept("hsm")) else {
        return 0;
    };
    entries.filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|of| of == "hsm")).count()
}

/// Whether the device is at work on a command that takes longer than any: its connector does not answer.
fn is_busy(emulator: &Emulator) -> bool {
    let mut stream = TcpStream::connect(("127.0.0.1", emulator.port())).unwrap();
    stream.write_all(b"GET /emulator/status HTTP/1.1\r\nHost: emulator\r\nConnection: close\r\n\r\n").unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(700))).unwrap();
    stream.read(&mut [0; 1]).is_err()
}

#[test]
fn a_killed_set_up_on_softhsm_begins_anew_with_fresh_tokens() {
    killed_after(Backend::softhsm, &[10, 60]);
}

#[test]
fn a_killed_set_up_on_emulators_begins_anew() {
    killed_after(|| Some(Backend::emulators(2)), &[10, 60]);
}

#[test]
fn a_set_up_that_was_killed_between_two_devices_begins_anew() {
    for backend in [Some(Backend::emulators(2)), Backend::softhsm_of_its_own("")].into_iter().flatten() {
        let hall = Hall::new(backend);
        killed_when(&hall, || files(&hall) == 1);
        begun_again(&hall);
    }
}

#[test]
fn a_set_up_that_was_killed_with_two_devices_made_begins_anew() {
    let backends = [Some(Backend::emulators(2)), Backend::kryoptic(6), Backend::softhsm_of_its_own("")];
    for backend in backends.into_iter().flatten() {
        let hall = Hall::new(backend);
        killed_when(&hall, || files(&hall) == 2);
        begun_again(&hall);
    }
}

#[test]
fn a_set_up_that_was_killed_with_the_last_key_of_a_device_made_begins_anew() {
    let hall = Hall::new(Backend::emulators(2));
    // The factory's key is deleted last; the set-up waits for the answer when it is killed.
    let emulator = &hall.backend.emulators[0];
    emulator.fault(Fault::on(code::DELETE_OBJECT, What::DelayMs(3000)));
    killed_when(&hall, || is_busy(emulator));
    assert_eq!(files(&hall), 0);
    begun_again(&hall);
}

#[test]
fn a_set_up_on_kryoptic_that_was_killed_before_its_keys_goes_on_when_its_slots_are_emptied() {
    let Some(backend) = Backend::kryoptic(6) else {
        return;
    };
    let hall = Hall::new(backend);
    killed_when(&hall, || hall.kept("pins.tamga").exists());
    if files(&hall) == 0 {
        let said = ended(3, &hall.setup(&hall.backend.arguments()).output().unwrap());
        assert!(said.contains("0 free slots are there, 3 are needed"), "{said}");
        assert!(said.contains("emptied with the module's own tool"), "{said}");
        hall.backend.empty_slots();
    }
    begun_again(&hall);
}
