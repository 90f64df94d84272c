//! The HSMs that these tests run on, each started afresh and empty.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tamga_yubihsm_emulator::{Config, Emulator};
use tempfile::TempDir;

/// What a missing module is: a test that is skipped, or one that fails where all backends are required.
const REQUIRE: &str = "TAMGA_REQUIRE_BACKENDS";
/// The path of kryoptic's library.
const KRYOPTIC: &str = "TAMGA_KRYOPTIC_MODULE";
/// The variables by which the two modules find their tokens.
const SOFTHSM_CONF: &str = "SOFTHSM2_CONF";
const KRYOPTIC_CONF: &str = "KRYOPTIC_CONF";
/// Serial numbers of emulators, counted up from here.
const FIRST_SERIAL: u32 = 1_000_001;

/// Two HSMs, how the appliance is told of them, and what keeps them alive.
pub struct Backend {
    /// What `--hsm` is given, once for each.
    pub names: Vec<String>,
    environment: Vec<(&'static str, PathBuf)>,
    /// The devices, where they are emulators.
    pub emulators: Vec<Emulator>,
    /// Where its tokens are, where this test has given it a folder.
    folder: Option<TempDir>,
}

impl Backend {
    fn named(name: &str) -> Self {
        Self { names: vec![name.to_owned()], environment: Vec::new(), emulators: Vec::new(), folder: None }
    }

    /// The two in software that every rehearsal has.
    pub fn builtin() -> Self {
        Self::named("builtin")
    }

    /// SoftHSM with its tokens in the folder of the election, where it is installed.
    pub fn softhsm() -> Option<Self> {
        softhsm_library().map(|_| Self::named("softhsm"))
    }

    /// SoftHSM with its tokens in a folder of this test; `more` are lines of its configuration.
    pub fn softhsm_of_its_own(more: &str) -> Option<Self> {
        let mut backend = Self::softhsm()?;
        let folder = tempfile::tempdir().unwrap();
        let (conf, tokens) = (folder.path().join("softhsm2.conf"), folder.path().join("tokens"));
        fs::create_dir(&tokens).unwrap();
        let text = format!("directories.tokendir = {}\nlog.level = ERROR\n{more}", tokens.display());
        fs::write(&conf, text).unwrap();
        backend.environment.push((SOFTHSM_CONF, conf));
        backend.folder = Some(folder);
        Some(backend)
    }

    /// SoftHSM that signs with ECDSA on P-384, as it lacks Ed25519.
    pub fn softhsm_without_ed25519() -> Option<Self> {
        Self::softhsm_of_its_own("slots.mechanisms = -CKM_EDDSA,CKM_EC_EDWARDS_KEY_PAIR_GEN\n")
    }

    /// Kryoptic with so many empty slots, where it was built.
    pub fn kryoptic(slots: u32) -> Option<Self> {
        let Some(module) = std::env::var(KRYOPTIC).ok().filter(|module| !module.is_empty()) else {
            absent("kryoptic is not there: TAMGA_KRYOPTIC_MODULE=$(tests/kryoptic/build) names it");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let slot = |n| {
            let file = folder.path().join(format!("{n}.sql"));
            format!("[[slots]]\nslot = {n}\ndbtype = \"sqlite\"\ndbargs = \"{}\"\n\n", file.display())
        };
        let conf = folder.path().join("kryoptic.toml");
        fs::write(&conf, (0..slots).map(slot).collect::<String>()).unwrap();
        let mut backend = Self::named(&format!("pkcs11:?module-path={module}"));
        backend.environment.push((KRYOPTIC_CONF, conf));
        backend.folder = Some(folder);
        Some(backend)
    }

    /// Emulators of the YubiHSM 2, each behind a connector of its own.
    pub fn emulators(count: u32) -> Self {
        let start = |n| Emulator::start(Config { serial: FIRST_SERIAL + n, ..Config::default() }).unwrap();
        let emulators: Vec<Emulator> = (0..count).map(start).collect();
        let names = emulators.iter().map(|emulator| format!("yubihsm:{}", emulator.url())).collect();
        Self { names, environment: Vec::new(), emulators, folder: None }
    }

    /// Empties every slot, as the module's own tool does.
    pub fn empty_slots(&self) {
        let folder = self.folder.as_ref().unwrap().path();
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.extension().is_some_and(|extension| extension == "sql") {
                fs::remove_file(entry).unwrap();
            }
        }
    }

    /// Has a program find these HSMs' tokens, and no others.
    pub fn set(&self, command: &mut Command) {
        command.env_remove(SOFTHSM_CONF).env_remove(KRYOPTIC_CONF);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
    }

    /// The same for a shell: what stands before the program.
    pub fn variables(&self) -> String {
        let unset = format!("env -u {SOFTHSM_CONF} -u {KRYOPTIC_CONF}");
        self.environment.iter().fold(unset, |all, (name, value)| format!("{all} {name}={}", value.display()))
    }

    /// `--hsm` and the name, for each.
    pub fn arguments(&self) -> Vec<&str> {
        self.names.iter().flat_map(|name| ["--hsm", name]).collect()
    }
}

/// Serial of the emulator of a number, from 0.
pub fn emulated(number: u32) -> String {
    format!("yubihsm2-{:010}", FIRST_SERIAL + number)
}

/// SoftHSM's library, where one of the declared ones is installed.
fn softhsm_library() -> Option<String> {
    let declared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../hsm-config/modules/softhsm2.toml");
    let table: toml::Table = fs::read_to_string(declared).unwrap().parse().unwrap();
    let libraries = table["libraries"].as_array().unwrap().iter().map(|path| path.as_str().unwrap().to_owned());
    let found = libraries.into_iter().find(|path| Path::new(path).is_file());
    if found.is_none() {
        absent("SoftHSM 2 is not installed (apt install softhsm2)");
    }
    found
}

/// Says that a test is skipped; fails where that is not allowed.
fn absent(what: &str) {
    assert!(std::env::var(REQUIRE).as_deref() != Ok("1"), "{what}, and {REQUIRE}=1 forbids to skip the test");
    eprintln!("skipped: {what}");
}
