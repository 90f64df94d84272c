use std::fs;

use tamga_yubihsm_emulator::Emulator;

use super::backends::{Backend, emulated};
use super::hall::{Hall, ended, rows};
use crate::stage::text_of;

/// Runs `tamga hsm VERB --hsm NAME` for people and for programs; what it says, and the rows of its table.
fn asked(backend: &Backend, verb: &str) -> (String, Vec<serde_json::Value>) {
    let run = |json: &[&str]| {
        let mut command = crate::stage::tamga();
        backend.set(&mut command);
        let output = command.args(["hsm", verb, "--hsm", &backend.names[0]]).args(json).output().unwrap();
        assert!(output.status.success(), "{verb}: {}", text_of(&output));
        output
    };
    let for_people = text_of(&run(&[]));
    (for_people, rows(&String::from_utf8(run(&["--json"]).stdout).unwrap(), verb))
}

/// Every backend, with room for several verbs.
fn backends() -> Vec<Backend> {
    let softhsm = Backend::softhsm_of_its_own("");
    let mut all: Vec<Backend> = [softhsm, Backend::kryoptic(6)].into_iter().flatten().collect();
    all.extend([Backend::builtin(), Backend::emulators(1)]);
    all
}

#[test]
fn a_probe_says_of_every_backend_which_needs_it_meets_and_changes_nothing() {
    for backend in backends() {
        let name = &backend.names[0];
        let (said, needs) = asked(&backend, "probe");
        assert!(needs.len() >= 5, "{name}: {said}");
        for need in &needs {
            let [what, how] = ["need", "how"].map(|column| need[column].as_str().unwrap());
            assert!(said.contains(what) && !how.is_empty(), "{name}: {need}");
            assert_ne!(need["met"], "NO", "{name}: {need}");
        }
        let kem = needs.iter().find(|need| need["need"].as_str().unwrap().contains("ML-KEM")).unwrap();
        let inside = name.contains("kryoptic") || name == "builtin";
        assert_eq!(kem["met"], if inside { "yes" } else { "second best" }, "{name}");
        assert_eq!(asked(&backend, "probe").1, needs, "{name}");
    }
}

#[test]
fn a_bench_measures_every_backend_and_wipes_what_it_made() {
    for backend in backends() {
        let name = backend.names[0].clone();
        let (said, figures) = asked(&backend, "bench");
        assert!(said.contains("an election with 64 regions"), "{name}: {said}");
        let operations: Vec<&str> = figures.iter().map(|row| row["operation"].as_str().unwrap()).collect();
        assert_eq!(operations.len(), 5, "{name}: {operations:?}");
        for row in &figures {
            assert!(row["ms each"].as_str().unwrap().parse::<f64>().unwrap() >= 0.0, "{name}: {row}");
        }
        // A device with keys left on it would not be taken.
        if name != "builtin" && !name.contains("kryoptic") {
            asked(&backend, "provision");
        }
    }
}

#[test]
fn provisioned_tokens_are_named_and_taken_by_their_name() {
    let Some(backend) = Backend::kryoptic(6) else {
        return;
    };
    let pin = tempfile::NamedTempFile::new().unwrap();
    fs::write(pin.path(), "transport-so-pin\n").unwrap();
    let provision = |uri: &str| {
        let mut command = crate::stage::tamga();
        backend.set(&mut command);
        command.args(["hsm", "provision", "--json", "--hsm", uri]).output().unwrap()
    };
    let source = format!("pin-source=file:{}", pin.path().display());
    let output = provision(&format!("{}&{source}", backend.names[0]));
    assert!(output.status.success(), "{}", text_of(&output));
    let made = rows(&String::from_utf8(output.stdout).unwrap(), "provision");
    assert_eq!(made.len(), 2, "{made:?}");
    let text = ended(3, &provision(&backend.names[0]).clone());
    assert!(text.contains("0 free slots are there, 3 are needed"), "{text}");
    panic!("{made:?}");
}

#[test]
fn the_certificates_of_the_emulators_are_checked_up_to_their_authority_and_no_other() {
    let hall = Hall::set_up(Backend::emulators(2));
    let said = hall.done("hsm attest", &[]);
    for number in [0, 1] {
        let word =
            format!("{}: seal, tally and escrow keys were made inside a device of firmware 2.4.0", emulated(number));
        assert!(said.contains(&word), "{said}");
    }
    assert_eq!(said.matches("which was not checked").count(), 2, "{said}");
    let (root, other) = (hall.beside("root.der"), hall.beside("other.der"));
    let root_certificate = Emulator::root_certificate();
    fs::write(&root, &root_certificate).unwrap();
    let said = hall.done("hsm attest", &["--authority", root.to_str().unwrap()]);
    assert_eq!(said.matches("whose certificate fits").count(), 2, "{said}");
    let mut forged = root_certificate;
    let last = forged.len() - 200;
    forged[last] ^= 1;
    fs::write(&other, forged).unwrap();
    let said = hall.ends(1, "hsm attest", &["--authority", other.to_str().unwrap()]);
    assert!(said.contains("authority"), "{said}");
    hall.ends(2, "hsm attest", &["--authority", hall.beside("none.der").to_str().unwrap()]);
}

#[test]
fn a_clock_after_the_certificates_is_named() {
    let hall = Hall::set_up(Backend::emulators(2));
    let library =
        ["/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"];
    let Some(library) = library.into_iter().find(|path| std::path::Path::new(path).is_file()) else {
        eprintln!("skipped: libfaketime is not installed (apt install faketime)");
        return;
    };
    let mut command = hall.act("hsm attest", &[]);
    let output = command.env("LD_PRELOAD", library).env("FAKETIME", "@1990-01-01 00:00:00").output().unwrap();
    let text = ended(1, &output);
    assert!(text.contains("clock wrong") && text.contains("Set the clock"), "{text}");
}

#[test]
fn kryoptics_and_softhsms_facts_are_shown_as_the_hosts_word() {
    for backend in [Backend::softhsm(), Backend::kryoptic(6)].into_iter().flatten() {
        let said = Hall::set_up(backend).done("hsm attest", &[]);
        assert_eq!(said.matches("its facts, which are the host's word").count(), 2, "{said}");
        assert_eq!(said.matches("no certificates: nobody but the host says so").count(), 2, "{said}");
    }
    let said = Hall::set_up(Backend::builtin()).done("hsm attest", &[]);
    assert_eq!(said.matches("a rehearsal HSM, which proves nothing").count(), 2, "{said}");
}

/// Destroys one of two HSMs after the tally, where the serial is given twice; the other, the last, not before publication.
fn wiped(hall: &Hall) {
    let serials = hall.serials();
    let [first, second] = [&serials[0], &serials[1]];
    let before = hall.done("hsm status", &[]);
    for (serial, destroy) in [(first, second), (&"nobody-1".to_owned(), &"nobody-1".to_owned())] {
        let said = hall.ends(2, "hsm wipe", &["--serial", serial, "--destroy", destroy]);
        assert!(said.contains("Nothing was destroyed"), "{said}");
    }
    assert_eq!(hall.act("hsm wipe", &["--serial", first]).output().unwrap().status.code(), Some(2));
    assert_eq!(hall.done("hsm status", &[]).matches("in service").count(), before.matches("in service").count());
    let said = hall.done("hsm wipe", &["--serial", first, "--destroy", first]);
    assert!(said.contains(&format!("the keys of {first} are destroyed")), "{said}");
    assert!(!hall.kept(&format!("hsm/{first}.hsm")).exists());
    let said = hall.ends(2, "hsm wipe", &["--serial", second, "--destroy", second]);
    assert!(said.contains("is the last HSM in service"), "{said}");
    hall.finish();
    let said = hall.done("hsm wipe", &["--serial", second, "--destroy", second]);
    assert!(said.contains("are destroyed"), "{said}");
}

#[test]
fn a_wiped_emulator_takes_a_new_election() {
    let hall = Hall::closed(Backend::emulators(2));
    wiped(&hall);
    let backend = hall.backend;
    Hall::closed(backend).finish();
}

#[test]
fn wiped_tokens_of_softhsm_are_gone_and_it_takes_a_new_election() {
    let Some(backend) = Backend::softhsm_of_its_own("") else {
        return;
    };
    let hall = Hall::closed(backend);
    wiped(&hall);
    Hall::closed(hall.backend).finish();
}

#[test]
fn wiped_built_in_hsms_are_gone() {
    wiped(&Hall::closed(Backend::builtin()));
}
