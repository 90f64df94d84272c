use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use tamga_wire::{
    BoardPart, FrameReader, Info, Life, RandomBytes, Refusal, Request, Response, decode_message, encode_frame,
};

use super::sockets::{Sim, socket};
use super::{Watched, village};
use crate::stage::{tamga, text_of};

/// A token at a socket that answers as this function says, as long as the test runs.
fn token(folder: &Path, mut answer: impl FnMut(Request) -> Response + Send + 'static) -> PathBuf {
    let socket = folder.join("token.sock");
    let listener = UnixListener::bind(&socket).unwrap();
    thread::spawn(move || {
        for cable in listener.incoming() {
            let _ = serve(cable.unwrap(), &mut answer);
        }
    });
    socket
}

fn serve(mut cable: UnixStream, answer: &mut impl FnMut(Request) -> Response) -> std::io::Result<()> {
    let (mut reader, mut bytes) = (FrameReader::new(), [0; 512]);
    loop {
        let len = cable.read(&mut bytes)?;
        if len == 0 {
            return Ok(());
        }
        for byte in &bytes[..len] {
            if let Some(Ok(frame)) = reader.push(*byte) {
                let response = answer(decode_message(&frame.untrusted_message).unwrap());
                cable.write_all(&encode_frame(frame.sequence, &response).unwrap())?;
            }
        }
    }
}

fn info() -> Info {
    Info {
        simulator: true,
        rehearsal: true,
        board: "fake".into(),
        label: String::new(),
        life: Life::Initialised,
        identity: Some([0xab; 32]),
        share_key: Some([0xcd; 32]),
        logged_in: false,
        tries_left: 15,
        wait_s: 0,
        index: 0,
        definition: None,
        custody_key: false,
        election_key: false,
        election: None,
        replacements: 0,
        pending: false,
    }
}

fn verb(verb: &str, socket: &Path, more: &[&str]) -> Output {
    let port = format!("unix:{}", socket.display());
    tamga().args(["token", verb, "--tokens", &port]).args(more).output().unwrap()
}

/// A token whose keys are pressed as they should be from this time on.
fn pressed_from(folder: &Path, right_from: u32) -> PathBuf {
    let mut presses = 0;
    token(folder, move |request| match request {
        Request::Hello => Response::Info(info()),
        Request::Check { part: BoardPart::Keys } => {
            presses += 1;
            Response::Checked { passed: presses >= right_from }
        }
        Request::Check { .. } => Response::Checked { passed: true },
        _ => Response::Done,
    })
}

#[test]
fn a_key_that_was_missed_is_asked_for_once_more_before_a_token_is_condemned() {
    let folder = tempfile::tempdir().unwrap();
    let once = verb("check", &pressed_from(folder.path(), 2), &[]);
    let said = text_of(&once);
    assert!(once.status.success(), "{said}");
    assert!(said.contains("another key was pressed") && said.contains("Once more"), "{said}");
    let folder = tempfile::tempdir().unwrap();
    let twice = verb("check", &pressed_from(folder.path(), 3), &[]);
    assert_eq!(twice.status.code(), Some(3));
    let said = text_of(&twice);
    assert!(said.contains("the check failed: keys of token 1"), "{said}");
    assert!(said.contains("in time") && said.contains("Else check it again"), "{said}");
}

#[test]
fn what_is_no_token_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("noise.sock");
    let listener = UnixListener::bind(&socket).unwrap();
    thread::spawn(move || {
        let mut cables = Vec::new();
        for cable in listener.incoming() {
            let mut cable = cable.unwrap();
            let _ = cable.write_all(&[7; 100_000]);
            cables.push(cable);
        }
    });
    let output = verb("list", &socket, &[]);
    let said = text_of(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("noise.sock cannot be used") && said.contains("may be no token"), "{said}");
}

#[test]
fn a_token_that_lies_about_what_it_was_asked_is_an_error_with_advice() {
    let folder = tempfile::tempdir().unwrap();
    let socket = token(folder.path(), |request| match request {
        Request::Hello => Response::Info(info()),
        Request::Cancel | Request::Login { .. } => Response::Done,
        _ => Response::Random { bytes: RandomBytes([0; 32]) },
    });
    let output = verb("label", &socket, &["Aral"]);
    let said = text_of(&output);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("answered something else") && said.contains("Do not use this token"), "{said}");
}

/// Answers as the token at this socket does.
fn as_at(socket: &Path) -> impl FnMut(&Request) -> Response + Send + 'static {
    let mut cable = UnixStream::connect(socket).unwrap();
    move |request| {
        cable.write_all(&encode_frame(1, request).unwrap()).unwrap();
        let (mut reader, mut byte) = (FrameReader::new(), [0]);
        loop {
            cable.read_exact(&mut byte).unwrap();
            if let Some(frame) = reader.push(byte[0]) {
                return decode_message(&frame.unwrap().untrusted_message).unwrap();
            }
        }
    }
}

/// From the moment in which this says so, an officer who typed many wrong PINs sits before the token at this socket.
fn with_wrong_pins(folder: &Path, socket: &Path, from_now: &Arc<AtomicBool>) -> PathBuf {
    let (mut token_behind, from_now) = (as_at(socket), Arc::clone(from_now));
    let mut log_ins = 0;
    token(folder, move |request| match (token_behind(&request), request) {
        (answer, _) if !from_now.load(Ordering::Relaxed) => answer,
        (Response::Info(info), _) => Response::Info(Info { tries_left: 8, wait_s: 20 * log_ins, ..info }),
        (_, Request::Login { .. }) => {
            log_ins += 1;
            if log_ins < 3 { Response::Refused(Refusal::WrongPin) } else { Response::Waiting }
        }
        (_, Request::Poll) => Response::Waiting,
        (answer, _) => answer,
    })
}

#[test]
fn nobody_waits_for_a_token_that_makes_its_officer_wait_where_the_others_are_enough() {
    let (village, at) = village();
    let (folder, place) = (village.path(), at.display().to_string());
    let _sims: Vec<Sim> = (1..=3).map(|number| Sim::start(folder, number, &socket(folder, number))).collect();
    let wrong = Arc::new(AtomicBool::new(false));
    let third = with_wrong_pins(folder, &socket(folder, 3), &wrong);
    let [first, second] = [1, 2].map(|number| socket(folder, number).display().to_string());
    let with = format!("unix:{first},{second},{}", third.display());
    let election = folder.display().to_string();
    let done = |arguments: &[&str]| Watched::start(tamga().args(arguments)).succeed();
    let set_up =
        ["setup", &election, "--at", &place, "--rehearsal", "--officers", "3", "--quorum", "2", "--tokens", &with];
    done(&set_up);
    done(&["cast", "--at", &place]);
    done(&["import", "--at", &place, &format!("{place}/appliance/sticks/1-ballots")]);
    done(&["admit", "--at", &place]);
    wrong.store(true, Ordering::Relaxed);
    let said = done(&["close", "--at", &place]);
    let told = "token 3: wrong PIN, 8 tries left; it takes the next one in 20 s; its officer is asked again";
    assert!(said.contains(told), "{said}");
    assert!(said.contains("token 3 is out of use until it is plugged in again: wrong PIN, 8 tries left"), "{said}");
    assert!(said.contains("box 1 closed by officers 1 and 2"), "{said}");
}
