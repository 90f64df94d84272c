//! Tokens behind Unix sockets: simulators in processes of their own, or whatever else serves frames there.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use super::{BoxedPipe, Newcomer, Ports, READ_TIMEOUT, name, open_free};

/// A list of sockets, each a port. A socket file that nobody serves is an empty port.
pub struct UnixPorts {
    paths: Vec<PathBuf>,
}

impl UnixPorts {
    /// Ports at these paths.
    pub fn new(paths: Vec<PathBuf>) -> Self {
        Self { paths }
    }
}

impl Ports for UnixPorts {
    fn newcomers(&mut self, taken: &[&str]) -> Vec<Newcomer> {
        let mut found = open_free(&self.paths, taken, |path| {
            let stream = connect(path)?;
            stream.set_read_timeout(Some(READ_TIMEOUT))?;
            stream.set_write_timeout(Some(READ_TIMEOUT))?;
            Ok(Box::new(stream) as BoxedPipe)
        });
        // What a process that was killed leaves behind.
        let nobody = [ErrorKind::ConnectionRefused, ErrorKind::NotFound];
        found.retain(|newcomer| !matches!(&newcomer.pipe, Err(error) if nobody.contains(&error.kind())));
        found
    }

    fn named(&self) -> Vec<String> {
        self.paths.iter().map(|path| name(path)).collect()
    }

    fn places(&self) -> Option<usize> {
        Some(self.paths.len())
    }
}

/// Connects to a socket. One whose path is longer than a socket's address has room for (`sun_path`, unix(7)) is named through the
/// folder that it is in.
fn connect(path: &Path) -> io::Result<UnixStream> {
    match (UnixStream::connect(path), path.parent(), path.file_name()) {
        (Err(error), Some(folder), Some(name)) if error.kind() == ErrorKind::InvalidInput => {
            let folder = File::open(folder)?;
            UnixStream::connect(Path::new(&format!("/proc/self/fd/{}", folder.as_raw_fd())).join(name))
        }
        (connected, ..) => connected,
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixListener;

    use super::*;

    #[test]
    fn a_socket_that_nobody_serves_is_an_empty_port_and_a_served_one_is_found_until_it_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let [first, second] = ["1", "2"].map(|name| folder.path().join(name));
        let mut ports = UnixPorts::new(vec![first.clone(), second.clone()]);
        assert!(ports.newcomers(&[]).is_empty());
        drop(UnixListener::bind(&first).unwrap());
        assert!(first.exists() && ports.newcomers(&[]).is_empty(), "its process is gone");
        let _served = UnixListener::bind(&second).unwrap();
        let found = ports.newcomers(&[]);
        assert_eq!(found.len(), 1);
        assert!(found[0].pipe.is_ok());
        assert_eq!(found[0].port, second.display().to_string());
        assert!(ports.newcomers(&[&found[0].port]).is_empty());
    }

    #[test]
    fn a_socket_in_a_deep_folder_is_found_although_its_path_is_longer_than_an_address() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a-folder-with-a-long-name/".repeat(6));
        std::fs::create_dir_all(&deep).unwrap();
        let opened = File::open(&deep).unwrap();
        let short = format!("/proc/self/fd/{}/1.sock", opened.as_raw_fd());
        let _served = UnixListener::bind(short).unwrap();
        let found = UnixPorts::new(vec![deep.join("1.sock"), deep.join("2.sock")]).newcomers(&[]);
        assert_eq!(found.len(), 1);
        assert!(found[0].pipe.is_ok());
    }
}
