//! The vendor's own client, in Python, as witness that the emulator speaks the device's protocol.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tamga_yubihsm_emulator::{Config, Emulator};

const VERSION: &str = "3.1.2";
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/emulator/witness.py");
/// With this variable at 1 a witness that is missing fails the test.
const REQUIRE: &str = "TAMGA_REQUIRE_WITNESSES";

fn cache() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache")))
}

fn run(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let text = [output.stdout, output.stderr].concat();
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&text).trim_end()))
}

/// The Python of a virtual environment with the pinned client, made where it is missing.
fn python() -> Result<PathBuf, String> {
    let cache = cache().ok_or("neither XDG_CACHE_HOME nor HOME is set")?;
    let folder = cache.join(format!("tamga/yubihsm-python-{VERSION}"));
    let python = folder.join("bin/python");
    let imports = |python: &Path| {
        let check = format!(
            "from importlib.metadata import version; assert version('yubihsm') == '{VERSION}'; import requests"
        );
        run(Command::new(python).args(["-c", &check]))
    };
    if imports(&python).is_err() {
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
        let package = format!("yubihsm[http]=={VERSION}");
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", &package]))?;
        imports(&python)?;
    }
    Ok(python)
}

#[test]
fn the_vendors_client_finds_a_device() {
    let python = match python() {
        Ok(python) => python,
        Err(reason) => {
            let required = std::env::var_os(REQUIRE).is_some_and(|value| value == "1");
            assert!(!required, "the witness is missing: {reason}");
            eprintln!("SKIPPED, the witness is missing ({REQUIRE}=1 makes this a failure): {reason}");
            return;
        }
    };
    let emulator = Emulator::start(Config { session_timeout: Duration::from_secs(5), ..Config::default() }).unwrap();
    let output =
        Command::new(python).arg(SCRIPT).arg(emulator.url()).env("PYTHONDONTWRITEBYTECODE", "1").output().unwrap();
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{text}");
    assert!(text.trim_end().ends_with("checks held"), "{text}");
}
