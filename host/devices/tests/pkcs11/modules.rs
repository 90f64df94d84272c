//! The modules that tests run on, each with a fresh configuration.

use std::path::Path;
use std::process::Command;
use std::sync::Mutex;

/// What a missing module is: a test that is skipped, or one that fails where all backends are required.
const REQUIRE: &str = "TAMGA_REQUIRE_BACKENDS";
/// The path of kryoptic's library.
const KRYOPTIC: &str = "TAMGA_KRYOPTIC_MODULE";
/// A URI of any module or device, and the file with its SO PIN.
pub const HSM_URI: &str = "TAMGA_HSM_URI";
pub const HSM_PIN_SOURCE: &str = "TAMGA_HSM_PIN_SOURCE";

/// Lines of SoftHSM's configuration: without Ed25519, and without mechanisms that wrap keys.
pub const LEAST: &str = "slots.mechanisms = \
    -CKM_EDDSA,CKM_EC_EDWARDS_KEY_PAIR_GEN,CKM_AES_KEY_WRAP,CKM_AES_KEY_WRAP_PAD\n";

/// Without the plainest of those that wrap keys.
const PADDED: &str = "slots.mechanisms = -CKM_AES_KEY_WRAP\n";

/// A folder in which marks say that the device was pulled out.
pub const DEVICE: &str = "TAMGA_TEST_DEVICE";

/// Where SoftHSM is, if it is.
pub fn softhsm_library() -> Option<String> {
    let uri = tamga_devices::Pkcs11Uri::parse("softhsm").unwrap();
    Path::new(uri.module_path()).is_file().then(|| uri.module_path().to_owned())
}

/// Says that a test is skipped; fails where that is not allowed.
fn absent(what: &str) {
    assert!(std::env::var(REQUIRE).as_deref() != Ok("1"), "{what}, and {REQUIRE}=1 forbids to skip the test");
    eprintln!("skipped: {what}");
}

/// Runs an ignored test of this program in a process of its own.
fn run(test: &str, set: impl FnOnce(&mut Command)) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", test, "--nocapture", "--test-threads=1"]);
    set(&mut command);
    let output = command.output().unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{test}:\n{text}");
    assert!(text.contains("1 passed"), "{test} did not run:\n{text}");
}

/// A test on SoftHSM with an empty folder of tokens; `more` are lines of its configuration.
pub fn softhsm(test: &str, more: &str) {
    softhsm_with(test, more, |_| {});
}

/// SoftHSM as it comes.
pub fn plain(test: &str) {
    softhsm(test, "");
}

/// SoftHSM with [`LEAST`].
pub fn least(test: &str) {
    softhsm(test, LEAST);
}

/// SoftHSM that wraps keys with padding alone.
pub fn padded(test: &str) {
    softhsm(test, PADDED);
}

fn softhsm_with(test: &str, more: &str, set: impl FnOnce(&mut Command)) {
    if softhsm_library().is_none() {
        return absent("SoftHSM 2 is not installed (apt install softhsm2)");
    }
    let folder = tempfile::tempdir().unwrap();
    let conf = folder.path().join("softhsm2.conf");
    let tokens = folder.path().join("tokens");
    std::fs::create_dir(&tokens).unwrap();
    std::fs::write(&conf, format!("directories.tokendir = {}\nlog.level = ERROR\n{more}", tokens.display())).unwrap();
    run(test, |command| {
        command.env("SOFTHSM2_CONF", &conf).env(HSM_URI, "softhsm").env_remove(HSM_PIN_SOURCE);
        set(command);
    });
}

/// A test on SoftHSM behind a module that can be pulled out.
pub fn removable(test: &str) {
    let Some(real) = softhsm_library() else {
        return absent("SoftHSM 2 is not installed (apt install softhsm2)");
    };
    let folder = tempfile::tempdir().unwrap();
    softhsm_with(test, "", |command| behind_removable(command, &real, folder.path()));
}

/// A test on SoftHSM under the name of a library whose module is declared to have one token for all roles.
pub fn one_token(test: &str) {
    let Some(real) = softhsm_library() else {
        return absent("SoftHSM 2 is not installed (apt install softhsm2)");
    };
    let folder = tempfile::tempdir().unwrap();
    softhsm_with(test, "", |command| {
        behind_removable(command, &real, folder.path());
        let named = folder.path().join("opensc-pkcs11.so");
        std::fs::rename(folder.path().join("module.so"), &named).unwrap();
        command.env(HSM_URI, format!("pkcs11:?module-path={}", named.display()));
    });
}

/// A shared library of a C source, made by the compiler that links this program.
pub fn library(source: &str, folder: &Path) -> String {
    let module = folder.join("module.so");
    let cc = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&module).args([source, "-ldl"]).output();
    let cc = cc.unwrap();
    assert!(cc.status.success(), "{}", String::from_utf8_lossy(&cc.stderr));
    module.to_str().unwrap().to_owned()
}

/// A test on kryoptic with six empty slots: two HSMs.
pub fn kryoptic(test: &str) {
    kryoptic_with(test, |_, _| {});
}

/// A test on kryoptic behind a module of PKCS#11 2.40 that can be pulled out: its ML-KEM is not reached.
pub fn removable_kryoptic(test: &str) {
    let folder = tempfile::tempdir().unwrap();
    kryoptic_with(test, |command, real| behind_removable(command, real, folder.path()));
}

fn behind_removable(command: &mut Command, real: &str, folder: &Path) {
    let module = library(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pkcs11/removable.c"), folder);
    command.env(HSM_URI, format!("pkcs11:?module-path={module}"));
    command.env("TAMGA_TEST_REAL_MODULE", real).env(DEVICE, folder);
}

fn kryoptic_with(test: &str, set: impl FnOnce(&mut Command, &str)) {
    let Some(module) = std::env::var(KRYOPTIC).ok().filter(|module| !module.is_empty()) else {
        return absent("kryoptic is not there: TAMGA_KRYOPTIC_MODULE=$(tests/kryoptic/build) names it");
    };
    let folder = tempfile::tempdir().unwrap();
    let conf = folder.path().join("kryoptic.toml");
    let slot = |n| {
        let file = folder.path().join(format!("{n}.sql"));
        format!("[[slots]]\nslot = {n}\ndbtype = \"sqlite\"\ndbargs = \"{}\"\n\n", file.display())
    };
    std::fs::write(&conf, (0..6).map(slot).collect::<String>()).unwrap();
    run(test, |command| {
        command
            .env("KRYOPTIC_CONF", &conf)
            .env_remove(HSM_PIN_SOURCE)
            .env(HSM_URI, format!("pkcs11:?module-path={module}"));
        set(command, &module);
    });
}

/// A test on whatever module and device the environment names, one after another.
pub fn named(test: &str) {
    static ONE_DEVICE: Mutex<()> = Mutex::new(());
    if std::env::var(HSM_URI).is_err() {
        eprintln!("skipped: {HSM_URI} names no device");
        return;
    }
    let _turn = ONE_DEVICE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    run(test, |_| {});
}
