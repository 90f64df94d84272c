//! The layering table of the root README, held against the code.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

/// Crate, and our crates that it may import (dev-dependencies are free).
const TABLE: &[(&str, &[&str])] = &[
    ("tamga-crypto", &[]),
    ("tamga-wire", &["tamga-crypto"]),
    ("tamga-record", &["tamga-crypto", "tamga-wire"]),
    ("tamga-token", &["tamga-crypto", "tamga-wire"]),
    ("tamga-store", &["tamga-crypto"]),
    ("tamga-panel", &["tamga-crypto", "tamga-wire", "tamga-token"]),
    ("tamga-board", &["tamga-wire", "tamga-token", "tamga-store", "tamga-panel"]),
    ("tamga-casting", &["tamga-crypto", "tamga-record"]),
    ("tamga-tally", &["tamga-crypto", "tamga-wire", "tamga-record"]),
    ("tamga-ceremony", &["tamga-crypto", "tamga-wire", "tamga-record"]),
    ("tamga-verify", &[]),
    ("tamga-devices", &["tamga-crypto", "tamga-wire"]),
    (
        "tamga",
        &[
            "tamga-crypto",
            "tamga-wire",
            "tamga-record",
            "tamga-casting",
            "tamga-tally",
            "tamga-ceremony",
            "tamga-devices",
            "tamga-verify",
            "tamga-sim",
        ],
    ),
    ("tamga-parts", &["tamga-crypto", "tamga-token", "tamga-store", "tamga-panel", "tamga-board"]),
    ("tamga-sim", &["tamga-crypto", "tamga-panel", "tamga-token", "tamga-wire"]),
    ("tamga-tests", &[]),
    ("tamga-yubihsm-emulator", &[]),
];

/// Crates that are for tests: others may name them as dev-dependencies only.
const FOR_TESTS: &[&str] = &["tamga-tests", "tamga-yubihsm-emulator"];

/// Third parties that only the named crates may import.
const ROOMS_OF_THIRD_PARTIES: &[(&str, &[&str])] = &[
    ("curve25519-dalek", &["tamga-crypto", "tamga-verify"]),
    ("libcrux-ml-kem", &["tamga-crypto"]),
    ("hpke", &["tamga-verify"]),
    ("aes-gcm-siv", &["tamga-store"]),
    ("postcard", &["tamga-wire", "tamga-token"]),
    ("embedded-graphics", &["tamga-panel"]),
    ("toml", &["tamga-record", "tamga-devices"]),
    ("rayon", &["tamga-casting", "tamga-tally", "tamga-verify", "tamga"]),
    ("p384", &["tamga-crypto", "tamga-record", "tamga-devices", "tamga-verify", "tamga-yubihsm-emulator"]),
    ("cryptoki", &["tamga-devices"]),
    ("pk11-uri-parser", &["tamga-devices"]),
    ("clap", &["tamga", "tamga-verify", "tamga-sim"]),
    ("anyhow", &["tamga"]),
    ("ratatui", &["tamga"]),
    ("fluent-bundle", &["tamga"]),
    ("pdf-writer", &["tamga"]),
    ("ttf-parser", &["tamga"]),
    ("miniz_oxide", &["tamga"]),
    ("getrandom", &["tamga", "tamga-verify", "tamga-sim", "tamga-yubihsm-emulator"]),
    ("yubihsm", &["tamga-devices"]),
    ("rusb", &["tamga-devices"]),
    ("serialport", &["tamga-devices"]),
];

/// Licences that a commission may ship in an appliance without asking anyone.
const LICENCES: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "CC0-1.0",
    "Unlicense",
    "0BSD",
    "BSL-1.0",
    "Apache-2.0 WITH LLVM-exception",
    "LGPL-2.1-or-later",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
];

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .exec()
        .expect("cargo metadata runs where cargo test runs")
}

fn imports(metadata: &Metadata) -> BTreeMap<String, BTreeSet<String>> {
    metadata
        .workspace_packages()
        .iter()
        .map(|package| {
            let normal = package.dependencies.iter().filter(|d| d.kind != DependencyKind::Development);
            (package.name.to_string(), normal.map(|d| d.name.clone()).collect())
        })
        .collect()
}

#[test]
fn every_crate_imports_only_what_the_table_allows() {
    let imports = imports(&metadata());
    let in_table: BTreeSet<_> = TABLE.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(
        in_table,
        imports.keys().cloned().collect(),
        "a crate is missing in the table, or the table names one that is gone"
    );
    for (name, allowed) in TABLE {
        for import in &imports[*name] {
            let ours = in_table.contains(import);
            assert!(!ours || allowed.contains(&import.as_str()), "{name} imports {import}, which its layer may not");
        }
    }
}

#[test]
fn what_is_for_tests_is_in_no_program_that_ships() {
    for package in metadata().workspace_packages() {
        for dependency in &package.dependencies {
            let for_tests = FOR_TESTS.contains(&dependency.name.as_str());
            assert!(
                !for_tests || dependency.kind == DependencyKind::Development,
                "{} imports {}, which is for tests",
                package.name,
                dependency.name
            );
        }
    }
}

#[test]
fn third_parties_stay_in_their_rooms() {
    for (name, imports) in imports(&metadata()) {
        for (third_party, rooms) in ROOMS_OF_THIRD_PARTIES {
            assert!(
                !imports.contains(*third_party) || rooms.contains(&name.as_str()),
                "{name} imports {third_party}, which lives in {rooms:?} only"
            );
        }
    }
}

#[test]
fn every_licence_of_every_dependency_is_on_the_list() {
    let metadata = metadata();
    assert!(metadata.packages.len() > TABLE.len());
    for package in &metadata.packages {
        let expression = package.license.clone().unwrap_or_default();
        let one_fits = expression.replace('/', " OR ").split(" OR ").any(|choice| {
            choice
                .split(" AND ")
                .all(|part| LICENCES.contains(&part.trim_matches(|c: char| c == '(' || c == ')' || c == ' ')))
        });
        assert!(one_fits, "{} {} has licence {expression:?}", package.name, package.version);
    }
}

#[test]
fn what_runs_on_a_chip_needs_no_operating_system() {
    for room in ["crypto", "wire", "token", "store", "panel", "board"] {
        let path = format!("{}/../firmware/{room}/src/lib.rs", env!("CARGO_MANIFEST_DIR"));
        let source = std::fs::read_to_string(&path).expect("every firmware crate has a lib.rs");
        assert!(source.contains("#![no_std]"), "{path} lacks #![no_std]");
    }
}
