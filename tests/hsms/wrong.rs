use std::net::TcpListener;

use super::backends::{Backend, emulated};
use super::hall::{Hall, ended};
use crate::stage::text_of;

/// The set-up with these arguments ends so; afterwards the same folder takes a set-up with right ones, unless it was begun
/// with devices that it names, which it says.
fn refused(code: i32, hsm: &str, words: &[&str]) -> Hall {
    let hall = Hall::new(Backend::builtin());
    let output = hall.setup(&["--hsm", hsm]).output().unwrap();
    let text = ended(code, &output);
    for word in words {
        assert!(text.contains(word), "{word} is not in {text}");
    }
    hall
}

/// The set-up with right arguments, in the folder that a refused one left.
fn right_afterwards(hall: &Hall) {
    let output = hall.setup(&["--hsm", "builtin"]).output().unwrap();
    assert!(output.status.success(), "{}", text_of(&output));
    hall.vote_and_close();
    hall.finish();
}

#[test]
fn a_module_that_is_not_there_is_named_and_right_arguments_work_afterwards() {
    let hall = refused(
        3,
        "pkcs11:?module-path=/usr/lib/no-such-module.so",
        &["there is no PKCS#11 module at /usr/lib/no-such-module.so", "module-path"],
    );
    right_afterwards(&hall);
}

#[test]
fn a_library_that_is_no_module_is_named_and_right_arguments_work_afterwards() {
    let libc = ["/lib/x86_64-linux-gnu/libc.so.6", "/lib/aarch64-linux-gnu/libc.so.6", "/lib64/libc.so.6"];
    let libc = libc.into_iter().find(|path| std::path::Path::new(path).is_file()).unwrap();
    let hall = refused(3, &format!("pkcs11:?module-path={libc}"), &["is not a PKCS#11 module", "C_GetFunctionList"]);
    right_afterwards(&hall);
}

#[test]
fn an_address_without_a_connector_is_named_and_right_arguments_work_afterwards() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let hall = refused(3, &format!("yubihsm:http://127.0.0.1:{port}"), &["cannot be reached", "Start the connector"]);
    right_afterwards(&hall);
}

#[test]
fn a_pin_on_the_command_line_and_names_of_nothing_are_refused_as_usage() {
    for (hsm, word) in [
        ("pkcs11:?module-path=/x.so&pin-value=geheim77", "pin-source"),
        ("luna", "or yubihsm:usb"),
        ("yubihsm:https://127.0.0.1:1", "http, not https"),
        ("pkcs11:token=", "names no module"),
    ] {
        let hall = Hall::new(Backend::builtin());
        let output = hall.setup(&["--hsm", hsm]).output().unwrap();
        let text = text_of(&output);
        assert_eq!(output.status.code(), Some(2), "{hsm}: {text}");
        assert!(text.contains(word), "{hsm}: {text}");
        assert!(!text.contains("geheim77"), "{text}");
        assert!(!hall.at().exists(), "{hsm}");
    }
}

#[test]
fn too_few_free_slots_are_counted_and_right_arguments_work_afterwards() {
    let Some(backend) = Backend::kryoptic(2) else {
        return;
    };
    let hall = Hall::new(backend);
    let output = hall.setup(&hall.backend.arguments()).output().unwrap();
    let text = ended(3, &output);
    assert!(text.contains("2 free slots are there, 3 are needed"), "{text}");
    right_afterwards(&hall);
}

#[test]
fn a_device_that_holds_keys_is_not_given_others() {
    let first = Hall::set_up(Backend::emulators(2));
    let second = Hall::new(Backend::builtin());
    let output = second.setup(&first.backend.arguments()).output().unwrap();
    let text = ended(3, &output);
    assert!(text.contains(&emulated(0)) || text.contains(&first.backend.names[0]), "{text}");
    assert!(text.contains("holds keys already") && text.contains("take another device"), "{text}");
    right_afterwards(&second);
    // Tries to log in with the factory's key stand in both devices' logs, and nobody in the first election asked for them.
    first.vote_and_close();
    for act in ["tally", "sign", "export"] {
        first.done(act, &[]);
    }
    let report = first.report();
    for number in [0, 1] {
        let tries = 2 - number;
        let alarm = format!("HSM {}: {tries} operations unexplained", emulated(number));
        assert!(report.contains(&alarm), "{report}");
    }
}

#[test]
fn one_device_named_twice_is_refused_and_both_named_right_work_afterwards() {
    let hall = Hall::new(Backend::emulators(2));
    let first = &hall.backend.names[0];
    let output = hall.setup(&["--hsm", first, "--hsm", first]).output().unwrap();
    let text = ended(2, &output);
    assert!(text.contains("named twice"), "{text}");
    let output = hall.setup(&hall.backend.arguments()).output().unwrap();
    assert!(output.status.success(), "{}", text_of(&output));
}
