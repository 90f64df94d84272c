//! The emulator as a program that tests start. The README says what it emulates.

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use tamga_yubihsm_emulator::{Config, Emulator};

const USAGE: &str =
    "usage: yubihsm-emulator [--port N] [--serial N] [--state FILE] [--session-timeout-ms N] [--audit-by-default]
Emulates a YubiHSM 2 for tests. It protects nothing.";
/// The exit code after a power cut that a fault ordered.
const POWER_CUT: u8 = 3;

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Config, String> {
    let mut config = Config::default();
    while let Some(name) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{name} needs a value"));
        let number = |text: String| text.parse().map_err(|_| format!("{text} is no number for {name}"));
        match name.as_str() {
            "--port" => config.port = u16::try_from(number(value()?)?).map_err(|_| "no such port".to_owned())?,
            "--serial" => config.serial = number(value()?)?,
            "--state" => config.state = Some(value()?.into()),
            "--session-timeout-ms" => config.session_timeout = Duration::from_millis(number(value()?)?.into()),
            "--audit-by-default" => config.audit_by_default = true,
            _ => return Err(format!("unknown argument {name}")),
        }
    }
    Ok(config)
}

fn main() -> ExitCode {
    let config = match parse(std::env::args().skip(1)) {
        Ok(config) => config,
        Err(reason) => {
            eprintln!("{reason}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let mut emulator = match Emulator::start(config) {
        Ok(emulator) => emulator,
        Err(error) => {
            let source = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            eprintln!("{error}: {source}");
            return ExitCode::FAILURE;
        }
    };
    println!("listening on {}", emulator.url());
    // A reader that is gone is no reason to stop.
    let _ = std::io::stdout().flush();
    emulator.wait();
    ExitCode::from(POWER_CUT)
}
