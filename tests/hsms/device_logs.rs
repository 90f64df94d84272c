use tamga_yubihsm_emulator::Emulator;
use yubihsm::{Client, Connector, Credentials, HttpConfig};

use super::backends::{Backend, emulated};
use super::hall::Hall;

/// The tally role's authentication key.
const TALLY: u16 = 0x0020;

/// Somebody without the PIN tries the tally role, past the appliance.
fn try_the_tally_role(emulator: &Emulator) {
    let http = HttpConfig { addr: "127.0.0.1".to_owned(), port: emulator.port(), timeout_ms: 5_000 };
    let guess = Credentials::from_password(TALLY, b"guessed-guessed-guessed");
    assert!(Client::open(Connector::http(&http), guess, false).is_err());
}

/// Rows of a device's log, all of them.
fn entries(hall: &Hall, number: u32) -> Vec<serde_json::Value> {
    hall.rows("hsm log", &emulated(number), &["--all"])
}

fn own_logs(hall: &Hall) -> Vec<String> {
    let rows = hall.rows("hsm status", "hsms", &[]);
    rows.iter().map(|row| row["own log"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn after_a_whole_election_every_entry_of_every_log_is_explained() {
    let hall = Hall::closed(Backend::emulators(2));
    hall.finish();
    let said = hall.done("hsm log", &[]);
    assert!(!said.contains("ALARM") && said.contains("entries read"), "{said}");
    for number in [0, 1] {
        let rows = entries(&hall, number);
        let numbers: Vec<u64> = rows.iter().map(|row| row["number"].as_str().unwrap().parse().unwrap()).collect();
        assert!(numbers.windows(2).all(|two| two[1] == two[0] + 1), "an entry is missing: {numbers:?}");
        assert!(rows.iter().all(|row| row["unexplained"] == ""), "{rows:?}");
        let derived =
            rows.iter().filter(|row| row["command"].as_str().unwrap().to_lowercase().contains("ecdh")).count();
        // One opened at the set-up on each, and the three regions on the first.
        assert_eq!(derived, if number == 0 { 4 } else { 1 }, "{rows:?}");
    }
    assert!(own_logs(&hall).iter().all(|log| log.ends_with("read, 0 unexplained")), "{:?}", own_logs(&hall));
    let restarted = hall.done("hsm log", &[]);
    assert!(!restarted.contains("ALARM"), "{restarted}");
    assert!(!hall.report().contains("ALARM"));
}

#[test]
fn a_login_past_the_appliance_is_an_alarm_in_log_status_and_ledger() {
    let hall = Hall::closed(Backend::emulators(2));
    try_the_tally_role(&hall.backend.emulators[0]);
    let said = hall.done("hsm log", &[]);
    assert!(!said.contains(&format!("ALARM: {}", emulated(1))), "{said}");
    let rows = entries(&hall, 0);
    let unexplained: Vec<_> = rows.iter().filter(|row| row["unexplained"] != "").collect();
    let [entry] = unexplained.as_slice() else {
        panic!("one entry, not {unexplained:?}");
    };
    assert_eq!(entry["object"], "0x0020");
    let (number, what) = (entry["number"].as_str().unwrap(), entry["unexplained"].as_str().unwrap());
    assert_eq!(what, "a session of role tally that no unlocking explains");
    assert!(said.contains(&format!("ALARM: {}, entry {number} of its log: {what}", emulated(0))), "{said}");
    let [first, second] = own_logs(&hall).try_into().unwrap();
    assert!(first.ends_with(" 1 unexplained") && second.ends_with(" 0 unexplained"), "{first}; {second}");
    for act in ["tally", "sign", "export"] {
        hall.done(act, &[]);
    }
    let report = hall.report();
    assert_eq!(report.matches("ALARM").count(), 1, "{report}");
    assert!(report.contains(&format!(", HSM {}: 1 operations unexplained", emulated(0))), "{report}");
}

#[test]
fn an_entry_that_was_changed_in_the_device_is_told() {
    let hall = Hall::set_up(Backend::emulators(2));
    hall.done("hsm log", &[]);
    let last = entries(&hall, 0).last().unwrap()["number"].as_str().unwrap().parse::<u16>().unwrap();
    try_the_tally_role(&hall.backend.emulators[0]);
    let changed =
        (1..=8).map(|ahead| last + ahead).any(|number| hall.backend.emulators[0].corrupt_log(number).unwrap());
    assert!(changed, "there is no entry after {last}");
    let said = hall.done("hsm log", &[]);
    assert!(said.contains(&format!("ALARM: {}: ", emulated(0))), "{said}");
}

#[test]
fn a_device_that_was_switched_off_and_on_is_no_alarm() {
    let mut hall = Hall::closed(Backend::emulators(2));
    hall.backend.emulators.iter_mut().for_each(|emulator| emulator.restart().unwrap());
    hall.finish();
    assert!(!hall.done("hsm log", &[]).contains("ALARM"));
}
