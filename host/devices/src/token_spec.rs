//! Where the officers' tokens are, as it was typed.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Most tokens of a commission, and most ports that are listed.
const PORTS_MAX: usize = 15;

const UNIX: &str = "unix:";
const SERIAL: &str = "serial:";

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
pub enum TokenNaming {
    /// No kind of place that there is.
    #[error("tokens are sim, qemu:N (N from 1 to 15), unix:SOCKET,… , serial:DEVICE,… or auto")]
    Kind,
    /// `unix:` and `serial:` in one list.
    #[error("all ports are of one kind: unix:SOCKET,SOCKET or serial:DEVICE,DEVICE")]
    Mixed,
    /// No port, or more than 15.
    #[error("1 to 15 ports are named, with commas between them")]
    Count,
    /// A path with a comma or a control character in it.
    #[error("a path with a comma or a line's end in it cannot be named")]
    Path,
    /// A port is named a second time.
    #[error("a port is named twice: each token has one of its own")]
    Twice,
}

impl TokenSpec {
    /// Whether these are played on this computer, officers included: for rehearsals alone.
    pub fn is_played(&self) -> bool {
        matches!(self, Self::Sim | Self::Qemu(_))
    }

    /// The same ports, each path as `absolute` gives it: whoever keeps them finds them from any folder. Refuses paths that are
    /// the same port then.
    pub fn with_paths(self, absolute: impl FnMut(PathBuf) -> PathBuf) -> Result<Self, TokenNaming> {
        let changed = |paths: Vec<PathBuf>| check_paths(paths.into_iter().map(absolute).collect());
        Ok(match self {
            Self::Unix(paths) => Self::Unix(changed(paths)?),
            Self::Serial(paths) => Self::Serial(changed(paths)?),
            other => other,
        })
    }
}

impl FromStr for TokenSpec {
    type Err = TokenNaming;

    fn from_str(untrusted_text: &str) -> Result<Self, TokenNaming> {
        match untrusted_text.split_once(':') {
            None if untrusted_text == "sim" => Ok(Self::Sim),
            None if untrusted_text == "auto" => Ok(Self::Auto),
            Some(("qemu", count)) => {
                let count = count.parse().map_err(|_| TokenNaming::Kind)?;
                let is_some = (1..=PORTS_MAX).contains(&usize::from(count));
                if is_some { Ok(Self::Qemu(count)) } else { Err(TokenNaming::Kind) }
            }
            Some(("unix", paths)) => Ok(Self::Unix(read_paths(paths, UNIX, SERIAL)?)),
            Some(("serial", paths)) => Ok(Self::Serial(read_paths(paths, SERIAL, UNIX)?)),
            _ => Err(TokenNaming::Kind),
        }
    }
}

/// Paths between commas, each once; every one may repeat the word of its kind. A path with a comma in it cannot be named, and
/// one that begins with such a word is written `./unix:…`.
fn read_paths(untrusted_text: &str, own: &str, other: &str) -> Result<Vec<PathBuf>, TokenNaming> {
    let mut paths = Vec::new();
    for path in untrusted_text.split(',').take(PORTS_MAX + 1) {
        let path = path.trim();
        let path = path.strip_prefix(own).unwrap_or(path);
        if path.starts_with(other) || path.starts_with(own) {
            return Err(TokenNaming::Mixed);
        }
        if path.is_empty() {
            return Err(TokenNaming::Count);
        }
        paths.push(PathBuf::from(path));
    }
    if paths.len() > PORTS_MAX { Err(TokenNaming::Count) } else { check_paths(paths) }
}

/// Refuses paths of which one is there twice, or would not be read back from the line that is kept of them.
fn check_paths(paths: Vec<PathBuf>) -> Result<Vec<PathBuf>, TokenNaming> {
    let is_unreadable = |path: &PathBuf| path.to_string_lossy().contains(|c: char| c == ',' || c.is_control());
    if paths.iter().any(is_unreadable) {
        return Err(TokenNaming::Path);
    }
    let is_twice = |(place, path): (usize, &PathBuf)| paths.iter().take(place).any(|before| before == path);
    if paths.iter().enumerate().any(is_twice) { Err(TokenNaming::Twice) } else { Ok(paths) }
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
        for name in ["", "Sim", "qemu", "qemu:0", "qemu:16", "serial", "usb:1"] {
            assert_eq!(name.parse::<TokenSpec>(), Err(TokenNaming::Kind), "{name}");
        }
        let many = (0..16).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
        for name in ["unix:", "unix:a,", "unix:a,,b", &format!("unix:{many}")] {
            assert_eq!(name.parse::<TokenSpec>(), Err(TokenNaming::Count), "{name}");
        }
        assert_eq!("unix:a\nabsent 1".parse::<TokenSpec>(), Err(TokenNaming::Path));
    }

    #[test]
    fn the_word_of_the_kind_may_stand_before_every_port_and_another_kind_may_not() {
        let once: TokenSpec = "unix:a,b,c".parse().unwrap();
        for name in ["unix:a,unix:b,unix:c", "unix:a, b, unix:c", "unix:unix:a,b,c"] {
            assert_eq!(name.parse(), Ok(once.clone()), "{name}");
        }
        for name in ["unix:a,serial:b", "serial:a,unix:b", "unix:unix:unix:a", "serial:unix:a"] {
            assert_eq!(name.parse::<TokenSpec>(), Err(TokenNaming::Mixed), "{name}");
        }
        assert_eq!("unix:a,unix:a".parse::<TokenSpec>(), Err(TokenNaming::Twice));
    }

    #[test]
    fn two_ways_to_one_port_are_one_port_too_many() {
        let spec = |name: &str| name.parse::<TokenSpec>().unwrap();
        let absolute = |path: PathBuf| PathBuf::from("/here").join(path);
        assert_eq!(spec("unix:a,/b").with_paths(absolute), Ok(spec("unix:/here/a,/b")));
        assert_eq!(spec("serial:a,/here/a").with_paths(absolute), Err(TokenNaming::Twice));
        assert_eq!(spec("unix:a").with_paths(|path| PathBuf::from("/x,y").join(path)), Err(TokenNaming::Path));
        assert_eq!(spec("sim").with_paths(absolute), Ok(TokenSpec::Sim));
    }
}
