use std::fs;

use tamga_yubihsm_emulator::{Fault, What, code};

use super::backends::{Backend, emulated};
use super::hall::Hall;

/// The first HSM is out; the other finishes the election.
fn goes_on_without_the_first(hall: &Hall, why: &str) {
    let serials = hall.serials();
    let said = hall.done("tally", &[]);
    let out = format!("{} is out of service", serials[0]);
    assert!(said.matches(&out).count() == 1 && said.contains(why), "{said}");
    assert!(said.contains(&format!("tally role of {}", serials[1])), "{said}");
    hall.finish();
}

#[test]
fn with_the_first_emulator_stopped_before_the_tally_the_second_counts() {
    let mut hall = Hall::closed(Backend::emulators(2));
    hall.backend.emulators[0].stop();
    goes_on_without_the_first(&hall, "cannot be reached");
}

#[test]
fn with_the_first_device_pulled_out_before_the_tally_the_second_counts() {
    let hall = Hall::closed(Backend::emulators(2));
    hall.backend.emulators[0].unplug();
    goes_on_without_the_first(&hall, "the device was removed");
}

#[test]
fn with_the_file_of_the_first_built_in_hsm_gone_the_second_counts() {
    let hall = Hall::closed(Backend::builtin());
    fs::remove_file(hall.kept("hsm/rehearsal-1.hsm")).unwrap();
    goes_on_without_the_first(&hall, "Restore appliance/hsm from a copy");
}

/// The tokens of the first HSM of a SoftHSM that has its tokens in the election's folder, by its serial.
fn tokens_of_the_first(hall: &Hall) -> Vec<std::path::PathBuf> {
    let file = fs::read_to_string(hall.kept(&format!("hsm/{}.hsm", hall.serials()[0]))).unwrap();
    let tokens = file.lines().find_map(|line| line.strip_prefix("tokens ")).unwrap();
    let of_first: Vec<&str> = tokens.split('|').collect();
    let folders = fs::read_dir(hall.kept("hsm/softhsm/tokens")).unwrap().map(|entry| entry.unwrap().path());
    let named = |path: &std::path::Path| {
        let name = path.file_name().unwrap().to_str().unwrap().replace('-', "");
        of_first.iter().any(|serial| name.ends_with(serial))
    };
    folders.filter(|path| named(path)).collect()
}

#[test]
fn with_the_tokens_of_the_first_softhsm_gone_the_second_counts() {
    let Some(backend) = Backend::softhsm() else {
        return;
    };
    let hall = Hall::closed(backend);
    let tokens = tokens_of_the_first(&hall);
    assert_eq!(tokens.len(), 3);
    for (number, token) in tokens.iter().enumerate() {
        fs::rename(token, hall.beside(&format!("token-{number}"))).unwrap();
    }
    goes_on_without_the_first(&hall, "the device was removed");
}

/// The first device goes away while it opens the second of three seeds.
fn lost_while_unsealing(what: What) {
    let hall = Hall::closed(Backend::emulators(2));
    let fault = Fault { what, nth: 2, command: Some(code::DERIVE_ECDH) };
    hall.backend.emulators[0].fault(fault);
    let said = hall.done("tally", &[]);
    for word in ["the device was removed", &format!("{} is out of service", emulated(0)), "3 region seeds opened"] {
        assert!(said.contains(word), "{word} is not in {said}");
    }
    for serial in [emulated(0), emulated(1)] {
        assert!(said.contains(&format!("tally role of {serial}")), "{said}");
    }
    hall.finish();
}

#[test]
fn a_device_whose_power_is_cut_while_it_unseals_is_replaced_by_the_other() {
    lost_while_unsealing(What::PowerCutBefore);
}

#[test]
fn a_device_that_is_pulled_out_while_it_unseals_is_replaced_by_the_other() {
    lost_while_unsealing(What::UnplugAfter);
}

#[test]
fn with_both_devices_gone_the_act_ends_and_the_same_command_finishes_when_they_are_back() {
    let mut hall = Hall::closed(Backend::emulators(2));
    hall.backend.emulators.iter_mut().for_each(|emulator| emulator.stop());
    let said = hall.ends(3, "tally", &[]);
    assert!(said.contains("Start the connector") && said.contains("same act"), "{said}");
    assert!(hall.done("hsm status", &[]).contains("RED: no HSM is in service"));
    hall.backend.emulators.iter_mut().for_each(|emulator| emulator.restart().unwrap());
    hall.finish();
}

#[test]
fn with_both_devices_lost_while_unsealing_the_same_command_finishes_when_they_are_back() {
    let hall = Hall::closed(Backend::emulators(2));
    for (emulator, nth) in hall.backend.emulators.iter().zip([2, 1]) {
        emulator.fault(Fault { what: What::UnplugBefore, nth, command: Some(code::DERIVE_ECDH) });
    }
    let said = hall.ends(3, "tally", &[]);
    assert!(said.contains("Put it back and repeat the same act"), "{said}");
    hall.backend.emulators.iter().for_each(|emulator| emulator.plug().unwrap());
    hall.finish();
}

#[test]
fn another_device_in_the_place_of_the_first_is_named_and_the_second_counts() {
    let mut hall = Hall::closed(Backend::emulators(2));
    let port = hall.backend.emulators[0].port();
    hall.backend.emulators[0].stop();
    let config = tamga_yubihsm_emulator::Config { port, serial: 4_444_444, ..Default::default() };
    hall.backend.emulators[0] = tamga_yubihsm_emulator::Emulator::start(config).unwrap();
    let said = hall.done("hsm status", &[]);
    for word in ["yubihsm2-0004444444", &emulated(0), "Plug in the HSM of this election", "RED: one HSM alone"] {
        assert!(said.contains(word), "{word} is not in {said}");
    }
    goes_on_without_the_first(&hall, "is yubihsm2-0004444444, not");
}
