//! Tokens behind Unix sockets: simulators in processes of their own, or whatever else serves frames there.

use std::io::ErrorKind;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;

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
            let stream = UnixStream::connect(path)?;
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
}
