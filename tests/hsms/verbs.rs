use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;
use tamga_yubihsm_emulator::Emulator;

use super::backends::{Backend, emulated};
use super::hall::{Hall, ended, rows};
use crate::stage::text_of;

/// Runs `tamga hsm VERB --hsm NAME`.
fn run(backend: &Backend, verb: &str, name: &str, more: &[&str]) -> Output {
    let mut command = crate::stage::tamga();
    backend.set(&mut command);
    command.args(["hsm", verb, "--hsm", name]).args(more).output().unwrap()
}

/// What the verb says for people, and the rows of its table for programs.
fn asked(backend: &Backend, verb: &str, name: &str) -> (String, Vec<Value>) {
    let [said, news] = [[].as_slice(), &["--json"]].map(|more| {
        let output = run(backend, verb, name, more);
        assert!(output.status.success(), "{verb} {name}: {}", text_of(&output));
        String::from_utf8(output.stdout).unwrap()
    });
    (said, rows(&news, verb))
}

/// The SO PIN of new tokens, in a file.
pub struct Transport(pub tempfile::NamedTempFile);

impl Transport {
    fn new() -> Self {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "transport-so-pin\n").unwrap();
        Self(file)
    }

    /// The name of the backend's module, or of those of its tokens that `which` says, with this PIN.
    fn name(&self, backend: &Backend, which: &str) -> String {
        let module = match backend.names[0].split_once('?') {
            Some((_, module)) => module,
            None => "module-name=softhsm2",
        };
        format!("pkcs11:{which}?{module}&pin-source=file:{}", self.0.path().display())
    }
}

/// Two HSMs of three new tokens each, named by their serials, the SO PIN that they have, and the serials.
pub fn provisioned(mut backend: Backend) -> (Backend, Transport, Vec<String>) {
    let transport = Transport::new();
    let output = run(&backend, "provision", &transport.name(&backend, ""), &["--json"]);
    assert!(output.status.success(), "{}", text_of(&output));
    let made = rows(&String::from_utf8(output.stdout).unwrap(), "provision");
    let serials: Vec<String> = made.iter().map(|row| row["serial"].as_str().unwrap().to_owned()).collect();
    let name = |serial: &String| transport.name(&backend, &format!("serial={}", serial.rsplit_once('-').unwrap().1));
    backend.names = serials.iter().map(name).collect();
    assert_eq!(backend.names.len(), 2, "{made:?}");
    (backend, transport, serials)
}

fn modules() -> impl Iterator<Item = Backend> {
    [Backend::softhsm_of_its_own(""), Backend::kryoptic(6)].into_iter().flatten()
}

/// Every need of a probe but the last, an own log, and how that of ML-KEM is met.
fn probed(backend: &Backend, name: &str) -> String {
    let (said, needs) = asked(backend, "probe", name);
    assert_eq!(needs.len(), 7, "{name}: {said}");
    for need in &needs {
        let [what, how] = ["need", "how"].map(|column| need[column].as_str().unwrap());
        assert!(said.contains(what) && said.contains(how) && !how.is_empty(), "{name}: {need}");
    }
    assert_eq!(asked(backend, "probe", name).1, needs, "{name}: a probe changes something");
    let kem = needs.iter().find(|need| need["need"] == "ML-KEM-1024").unwrap();
    kem["met"].as_str().unwrap().to_owned()
}

#[test]
fn a_probe_says_which_needs_built_in_and_emulated_hsms_meet_and_changes_nothing() {
    for backend in [Backend::builtin(), Backend::emulators(1)] {
        assert_eq!(probed(&backend, &backend.names[0]), "second best");
    }
}

#[test]
fn provisioned_tokens_are_probed_and_hold_an_election_by_their_serials() {
    for backend in modules() {
        let module = backend.names[0].clone();
        let is_kryoptic = module.contains("kryoptic");
        if is_kryoptic {
            let empty = ended(3, &run(&backend, "probe", &backend.names[0], &[]));
            assert!(empty.contains("tamga hsm provision"), "{empty}");
        } else {
            assert_eq!(probed(&backend, &backend.names[0]), "second best");
        }
        let (backend, transport, serials) = provisioned(backend);
        assert_eq!(probed(&backend, &module), if is_kryoptic { "yes" } else { "second best" });
        if is_kryoptic {
            let full = ended(
                3,
                &run(&backend, "provision", &format!("{module}&pin-source=file:{}", transport.0.path().display()), &[]),
            );
            assert!(full.contains("0 free slots are there, 3 are needed"), "{full}");
        }
        let hall = Hall::set_up(backend);
        assert_eq!(hall.serials(), serials);
        hall.vote_and_close();
        hall.finish();
    }
}

#[test]
fn tokens_that_would_be_lost_with_a_pin_that_nobody_knows_are_not_made() {
    for backend in modules() {
        for verb in ["provision", "bench"] {
            let said = ended(2, &run(&backend, verb, &backend.names[0], &[]));
            assert!(said.contains("names no pin-source"), "{said}");
        }
        let none = ended(2, &run(&backend, "bench", &format!("{}/none", Transport::new().name(&backend, "")), &[]));
        assert!(none.contains("cannot be read"), "{none}");
        let output = run(&backend, "provision", &Transport::new().name(&backend, ""), &["--json"]);
        let made = rows(&String::from_utf8(output.stdout).unwrap(), "provision");
        assert_eq!(made.len(), 2, "a refusal took slots");
    }
}

/// A bench shows five figures, for people and for programs.
fn benched(backend: &Backend, name: &str) {
    let (said, figures) = asked(backend, "bench", name);
    assert!(said.contains("an election with 64 regions"), "{name}: {said}");
    assert_eq!(figures.len(), 5, "{name}: {said}");
    for row in &figures {
        let ms: f64 = row["ms each"].as_str().unwrap().parse().unwrap();
        assert!(ms >= 0.0 && said.contains(row["operation"].as_str().unwrap()), "{name}: {row}");
    }
}

#[test]
fn a_bench_measures_built_in_and_emulated_hsms_and_wipes_what_it_made() {
    benched(&Backend::builtin(), "builtin");
    let backend = Backend::emulators(1);
    benched(&backend, &backend.names[0]);
    let election = Path::new(env!("CARGO_MANIFEST_DIR")).join("elections/russia-deg-2024");
    let output = run(&backend, "bench", &backend.names[0], &[election.to_str().unwrap()]);
    assert!(text_of(&output).contains("an election with 29 regions"), "{}", text_of(&output));
    Hall::set_up(backend);
}

#[test]
fn a_bench_leaves_tokens_empty_with_the_pin_that_they_came_with() {
    let transport = Transport::new();
    if let Some(backend) = Backend::softhsm_of_its_own("") {
        benched(&backend, &transport.name(&backend, ""));
    }
    let Some(backend) = Backend::kryoptic(3) else {
        return;
    };
    assert!(run(&backend, "bench", &transport.name(&backend, ""), &[]).status.success());
    benched(&backend, &transport.name(&backend, "slot-id=0"));
}

#[test]
fn the_certificates_of_the_emulators_are_checked_up_to_their_authority_and_no_other() {
    let hall = Hall::set_up(Backend::emulators(2));
    let said = hall.done("hsm attest", &[]);
    for number in [0, 1] {
        let word = format!(
            "{}: certificates say that seal, tally and escrow keys were made inside a device",
            emulated(number)
        );
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
    assert!(said.contains("Do not trust this HSM's keys"), "{said}");
    hall.ends(2, "hsm attest", &["--authority", hall.beside("none.der").to_str().unwrap()]);
}

#[test]
fn a_clock_after_the_certificates_is_named() {
    let hall = Hall::set_up(Backend::emulators(2));
    let library =
        ["/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"];
    let Some(library) = library.into_iter().find(|path| std::path::Path::new(path).is_file()) else {
        assert!(std::env::var_os("TAMGA_REQUIRE_BACKENDS").is_none(), "libfaketime is not installed");
        eprintln!("skipped: libfaketime is not installed (apt install faketime)");
        return;
    };
    let mut command = hall.act("hsm attest", &[]);
    let output = command.env("LD_PRELOAD", library).env("FAKETIME", "@1990-01-01 00:00:00").output().unwrap();
    let text = ended(1, &output);
    assert!(text.contains("the clock is wrong: it says 1990-01-01") && text.contains("Set the clock"), "{text}");
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
    let said = hall.done("hsm status", &[]);
    assert!(said.contains("OUT: the device holds no keys") && said.contains("It was wiped"), "{said}");
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
