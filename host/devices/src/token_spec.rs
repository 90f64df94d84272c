//! Where the officers' tokens are, as it was typed.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Most tokens of a commission, and most ports that are listed.
const PORTS_MAX: usize = 15;

/// Where tokens are plugged in, as named with `--tokens`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenSpec {
    /// `sim`: simulated ones in this process.
    Sim,
    /// `qemu:N`: so many emulated ones, each the firmware of a board in a process of its own.
    Qemu(
        /// How many, 1 to 15.
        u8,
    ),
    /// `unix:SOCKET,…`: each socket is a port.
    Unix(
        /// The sockets' paths, 1 to 15.
        Vec<PathBuf>,
    ),
    /// `serial:DEVICE,…`: each serial device is a port.
    Serial(
        /// The devices' paths, 1 to 15.
        Vec<PathBuf>,
    ),
    /// `auto`: every token on USB, found by its USB id.
    Auto,
}

/// The words do not say where tokens are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("tokens are sim, qemu:N (N from 1 to 15), unix:SOCKET,… , serial:DEVICE,… (1 to 15, each once) or auto")]
pub struct TokenNaming;

impl TokenSpec {
    /// Whether these are played on this computer, officers included: for rehearsals alone.
    pub fn is_played(&self) -> bool {
        matches!(self, Self::Sim | Self::Qemu(_))
    }
}

impl FromStr for TokenSpec {
    type Err = TokenNaming;

    fn from_str(untrusted_text: &str) -> Result<Self, TokenNaming> {
        match untrusted_text.split_once(':') {
            None if untrusted_text == "sim" => Ok(Self::Sim),
            None if untrusted_text == "auto" => Ok(Self::Auto),
            Some(("qemu", count)) => {
                let count = count.parse().map_err(|_| TokenNaming)?;
                if (1..=PORTS_MAX).contains(&usize::from(count)) { Ok(Self::Qemu(count)) } else { Err(TokenNaming) }
            }
            Some(("unix", paths)) => Ok(Self::Unix(read_paths(paths)?)),
            Some(("serial", paths)) => Ok(Self::Serial(read_paths(paths)?)),
            _ => Err(TokenNaming),
        }
    }
}

/// Paths between commas, each once; a path with a comma in it cannot be named.
fn read_paths(untrusted_text: &str) -> Result<Vec<PathBuf>, TokenNaming> {
    let paths: Vec<PathBuf> = untrusted_text.split(',').take(PORTS_MAX + 1).map(PathBuf::from).collect();
    let is_twice = |(place, path): (usize, &PathBuf)| paths.iter().take(place).any(|before| before == path);
    let wrong = paths.len() > PORTS_MAX || paths.iter().any(|path| path.as_os_str().is_empty());
    if wrong || paths.iter().enumerate().any(is_twice) {
        return Err(TokenNaming);
    }
    Ok(paths)
}

impl fmt::Display for TokenSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let listed = |f: &mut fmt::Formatter<'_>, kind: &str, paths: &[PathBuf]| {
            let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
            write!(f, "{kind}:{}", paths.join(","))
        };
        match self {
            Self::Sim => f.write_str("sim"),
            Self::Auto => f.write_str("auto"),
            Self::Qemu(count) => write!(f, "qemu:{count}"),
            Self::Unix(paths) => listed(f, "unix", paths),
            Self::Serial(paths) => listed(f, "serial", paths),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_back_as_it_was_typed_and_no_other_is_taken() {
        for name in ["sim", "auto", "qemu:1", "qemu:15", "unix:/run/a.sock,/run/b.sock", "serial:/dev/ttyACM0"] {
            assert_eq!(name.parse::<TokenSpec>().unwrap().to_string(), name);
        }
        for name in ["", "Sim", "qemu", "qemu:0", "qemu:16", "unix:", "unix:a,", "unix:a,a", "serial", "usb:1"] {
            assert_eq!(name.parse::<TokenSpec>(), Err(TokenNaming), "{name}");
        }
        let many = (0..16).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
        assert_eq!(format!("unix:{many}").parse::<TokenSpec>(), Err(TokenNaming));
    }
}
