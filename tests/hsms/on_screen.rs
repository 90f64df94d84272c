use std::fs;

use tamga_yubihsm_emulator::{Fault, What, code};

use super::backends::Backend;
use super::hall::Hall;
use super::verbs::provisioned;
use crate::screen::Terminal;

/// The screen on this election, with its HSMs.
fn opened(name: &str, hall: &Hall) -> Terminal {
    Terminal::run_with(name, &hall.backend.variables(), &format!("screen --at {}", hall.at().display()))
}

/// What stands on the screen, its lines and frames aside.
fn sentences(screen: &Terminal) -> String {
    let text = screen.text().replace(['║', '│'], " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn hsms_that_go_away_in_mid_act_are_asked_for_and_the_same_keys_go_on_when_they_are_back() {
    let hall = Hall::closed(Backend::emulators(2));
    for (emulator, nth) in hall.backend.emulators.iter().zip([2, 1]) {
        emulator.fault(Fault { what: What::UnplugBefore, nth, command: Some(code::DERIVE_ECDH) });
    }
    let screen = opened("hsm-gone", &hall);
    screen.wait_for("Next: Tally");
    screen.press(&["Enter", "Enter"]);
    screen.confirm();
    screen.wait_for("Tally: stopped");
    let shown = sentences(&screen);
    assert!(shown.contains("the device was removed") && shown.contains("Put it back"), "{shown}");
    hall.backend.emulators.iter().for_each(|emulator| emulator.plug().unwrap());
    screen.press(&["Escape", "Enter"]);
    screen.confirm();
    screen.wait_for("Next: Sign the statement");
    screen.leave();
    hall.finish();
}

#[test]
fn a_wrong_pin_of_an_hsm_is_told_with_the_tries_left_and_the_same_keys_go_on_with_the_right_one() {
    let Some(backend) = Backend::softhsm_of_its_own("") else {
        return;
    };
    let (backend, transport, _) = provisioned(backend);
    let pin = transport.0.path();
    let right = fs::read(pin).unwrap();
    fs::write(pin, "mistyped-so-pin\n").unwrap();
    let hall = Hall::new(backend);
    let screen = opened("hsm-pin", &hall);
    screen.wait_for("There is no election in this folder yet");
    screen.press(&["Enter"]);
    screen.wait_for("Folder of election.toml");
    screen.press(&["e"]);
    screen.write(&hall.beside("").display().to_string());
    screen.press(&["Enter", "Down", "Down", "Down", "Down", "Down", "e"]);
    screen.write(&hall.backend.names.join(" "));
    screen.press(&["Enter", "Enter"]);
    screen.confirm();
    screen.wait_for("Key ceremony: stopped");
    let shown = sentences(&screen);
    for word in ["wrong PIN", "tries left", "pin-source"] {
        assert!(shown.contains(word), "{word} is not in {shown}");
    }
    assert!(!shown.contains("mistyped"), "{shown}");
    fs::write(pin, right).unwrap();
    screen.press(&["Escape", "Enter"]);
    screen.confirm();
    screen.wait_for("Next: Play the voters");
    screen.leave();
    hall.vote_and_close();
}
