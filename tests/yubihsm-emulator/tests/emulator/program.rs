//! The emulator as a program.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use yubihsm::{Capability, Domain, object, opaque};

use crate::client::{DEFAULT, open};

fn start(arguments: &[&str]) -> (Child, u16) {
    let mut child =
        Command::new(env!("CARGO_BIN_EXE_yubihsm-emulator")).args(arguments).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let port = line.trim_end().strip_prefix("listening on http://127.0.0.1:").unwrap().parse().unwrap();
    (child, port)
}

#[test]
fn what_was_stored_before_the_program_was_killed_is_there_after() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state.json");
    let arguments = ["--state", state.to_str().unwrap(), "--serial", "1234567"];
    for round in 0..3_u16 {
        let (mut child, port) = start(&arguments);
        let client = open(port, 1, DEFAULT).unwrap();
        assert_eq!(client.device_info().unwrap().serial_number.to_string(), "0001234567");
        assert_eq!(client.list_objects(&[]).unwrap().len(), 1 + usize::from(round));
        assert_eq!(client.get_log_entries().unwrap().num_entries, 2 + u8::try_from(round).unwrap());
        let label = object::Label::from("data");
        let algorithm = opaque::Algorithm::Data;
        client
            .put_opaque(0x100 + round, label, Domain::DOM1, Capability::empty(), algorithm, b"data".as_slice())
            .unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

#[test]
fn wrong_arguments_are_refused_with_a_usage() {
    for arguments in [&["--port"][..], &["--port", "99999"], &["--serial", "x"], &["--nonsense"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_yubihsm-emulator")).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8(output.stderr).unwrap().contains("usage: yubihsm-emulator"));
    }
}
