//! Elections held on HSMs: SoftHSM, kryoptic and the emulator of the YubiHSM 2, through the appliance's own program.
//!
//! A backend that is not there is skipped with a sentence; with `TAMGA_REQUIRE_BACKENDS=1` it fails its tests.
//! `TAMGA_KRYOPTIC_MODULE` names kryoptic's library. `TAMGA_LONG=1` kills at many moments instead of a few.

mod backends;
/// What a device's own log says, and what an operation past the appliance looks like.
mod device_logs;
mod hall;
/// A key ceremony that was killed, and begun again.
mod interrupted;
/// HSMs that go away before, between and during acts.
mod lost;
/// HSMs that go away, and wrong PINs, on the screen.
mod on_screen;
/// Generations of PINs, and what a killed change of a PIN leaves.
mod pins;
/// The process that holds secrets, as the system sees it.
mod secrets;
/// `tamga hsm probe`, `provision`, `bench`, `attest`, `wipe`.
mod verbs;
/// Names that lead nowhere, and devices that cannot be used.
mod wrong;

use std::collections::BTreeMap;
use std::path::Path;

use crate::converters::elections;
use crate::stage::{election_folder, text_of};
use backends::Backend;
use hall::verified;

/// Whether the long forms were asked for.
fn is_long() -> bool {
    std::env::var_os("TAMGA_LONG").is_some()
}

/// What a rehearsal of the village shows of its two HSMs.
struct Shown {
    /// The auditors' report.
    report: String,
    /// Facts by HSM.
    facts: Vec<BTreeMap<String, String>>,
}

/// Rehearses the village, which is counted exactly, every operation of HSMs and tokens explained.
fn village_on(backend: &Backend) -> Shown {
    let folder = election_folder(|_, text| text.to_owned());
    let out = folder.path().join("out");
    rehearsed(backend, folder.path(), &out, &[]);
    let report = verified(&out);
    assert!(!report.contains("ALARM"), "{report}");
    let ask = |verb: &str| {
        let mut command = crate::stage::tamga();
        backend.set(&mut command);
        let output = command.args(["hsm", verb, "--json", "--at"]).arg(&out).output().unwrap();
        assert!(output.status.success(), "{}", text_of(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    let status = hall::rows(&ask("status"), "hsms");
    let serials: Vec<&str> = status.iter().map(|row| row["serial"].as_str().unwrap()).collect();
    assert_eq!(serials.len(), 2);
    let attested = ask("attest");
    let fact =
        |row: &serde_json::Value| ["fact", "value"].map(|column| row[column].as_str().unwrap().to_owned()).into();
    let facts = serials.iter().map(|serial| hall::rows(&attested, serial).iter().map(fact).collect()).collect();
    for serial in serials {
        assert!(report.contains(&format!("\nHSM {serial}: model ")), "{report}");
    }
    Shown { report, facts }
}

fn rehearsed(backend: &Backend, election: &Path, out: &Path, more: &[&str]) -> String {
    let mut command = crate::stage::tamga();
    backend.set(&mut command);
    command.arg("rehearse").arg(election).arg("--out").arg(out).arg("--plain").args(backend.arguments()).args(more);
    let output = command.output().unwrap();
    let text = text_of(&output);
    assert!(output.status.success() && text.contains("checks passed, 0 failed"), "{text}");
    assert!(!text.contains("ALARM"), "{text}");
    text
}

/// Rehearses Russia's regions at a small scale.
fn russia_on(backend: Option<Backend>) {
    let Some(backend) = backend else {
        return;
    };
    let (election, scale) = (elections().join("russia-deg-2024"), 2000);
    let out = tempfile::tempdir().unwrap();
    rehearsed(&backend, &election, out.path(), &["--scale", &scale.to_string()]);
    crate::real_elections::is_counted_as_the_folder_says(out.path(), &election, scale);
}

/// Every HSM has this fact, and these words in it.
fn all_have(shown: &Shown, key: &str, words: &str) {
    for facts in &shown.facts {
        let value = facts.get(key).unwrap_or_else(|| panic!("{key} is not in {facts:?}"));
        assert!(words.split(' ').all(|word| value.contains(word)), "{key}: {value}");
    }
}

#[test]
fn the_village_on_softhsm_is_counted_exactly() {
    let Some(backend) = Backend::softhsm() else {
        return;
    };
    let shown = village_on(&backend);
    assert_eq!(shown.report.matches("model softhsm-v2, certificates none").count(), 2, "{}", shown.report);
    all_have(&shown, "device.slot", "software");
    all_have(&shown, "tamga-seal", "Ed25519: never-extractable sensitive sign");
    all_have(&shown, "tamga-tally-mlkem-seed", "data: private");
}

#[test]
fn the_village_on_softhsm_without_ed25519_is_sealed_with_ecdsa() {
    let Some(backend) = Backend::softhsm_without_ed25519() else {
        return;
    };
    let shown = village_on(&backend);
    all_have(&shown, "tamga-seal-p384", "P-384: never-extractable sensitive sign");
    assert!(shown.facts.iter().all(|facts| !facts.contains_key("tamga-seal")));
}

#[test]
fn the_village_on_kryoptic_is_counted_exactly_with_ml_kem_inside() {
    let Some(backend) = Backend::kryoptic(6) else {
        return;
    };
    let shown = village_on(&backend);
    for role in ["tally", "escrow"] {
        let words = "ML-KEM-1024: always-sensitive decapsulate local never-extractable sensitive";
        all_have(&shown, &format!("tamga-{role}-mlkem"), words);
        assert!(shown.facts.iter().all(|facts| !facts.keys().any(|key| key.contains("mlkem-seed"))));
    }
}

#[test]
fn the_village_on_two_emulated_yubihsms_is_counted_exactly_with_certificates() {
    let shown = village_on(&Backend::emulators(2));
    for number in [0, 1] {
        let line =
            format!("HSM {}: model yubihsm2, certificates device, escrow, seal, tally", backends::emulated(number));
        assert!(shown.report.contains(&line), "{}", shown.report);
    }
    all_have(&shown, "factory-key", "deleted");
    all_have(&shown, "firmware", "2.4.0");
}

#[test]
fn russia_on_softhsm_is_counted_exactly() {
    russia_on(Backend::softhsm());
}

#[test]
fn russia_on_kryoptic_is_counted_exactly() {
    russia_on(Backend::kryoptic(6));
}

#[test]
fn russia_on_two_emulated_yubihsms_is_counted_exactly() {
    russia_on(Some(Backend::emulators(2)));
}
