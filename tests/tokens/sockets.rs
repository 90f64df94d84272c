use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use tamga_wire::{Frame, FrameReader, Request, decode_message};

use super::{Watched, assert_counted, rehearsal, until, village};
use crate::stage::{tamga, tamga_sim};

/// A simulator in a process of its own. Ending it is SIGKILL.
pub struct Sim {
    process: Child,
}

impl Sim {
    pub fn start(folder: &Path, number: u8, socket: &Path) -> Self {
        Self::with(folder, number, socket, &[])
    }

    /// One with more arguments. Whoever is to sit at a console says nothing as long as this lives.
    pub fn with(folder: &Path, number: u8, socket: &Path, more: &[&str]) -> Self {
        let mut command = tamga_sim();
        command.arg("--socket").arg(socket).arg("--flash").arg(folder.join(format!("token-{number}")));
        command.args(["--index", &number.to_string(), "--seed", &"5e".repeat(32)]).args(more);
        let process = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        until(|| UnixStream::connect(socket).ok());
        Self { process }
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub fn socket(folder: &Path, number: u8) -> PathBuf {
    folder.join(format!("{number}.sock"))
}

pub fn ports(folder: &Path, count: u8) -> String {
    let sockets: Vec<String> = (1..=count).map(|number| socket(folder, number).display().to_string()).collect();
    format!("unix:{}", sockets.join(","))
}

/// A cable to a simulator that is cut, with its power, in the moment in which the host asks for the second leaf of an opening;
/// at once the same token is plugged in again. It is there as long as what this gives.
fn cut_at_the_second_leaf(folder: &Path, number: u8) -> Plugged {
    let behind = folder.join(format!("{number}.behind"));
    let sim = Arc::new(Mutex::new(Some(Sim::start(folder, number, &behind))));
    let listener = UnixListener::bind(socket(folder, number)).unwrap();
    let (folder, plugged_in) = (folder.to_owned(), Plugged(Arc::clone(&sim)));
    thread::spawn(move || {
        let mut was_cut = false;
        for cable in listener.incoming() {
            let mut from_host = cable.unwrap();
            let Ok(mut to_token) = UnixStream::connect(&behind) else { return };
            let (mut answers, mut to_host) = (to_token.try_clone().unwrap(), from_host.try_clone().unwrap());
            thread::spawn(move || {
                let _ = std::io::copy(&mut answers, &mut to_host);
                let _ = to_host.shutdown(std::net::Shutdown::Both);
            });
            let mut reader = FrameReader::new();
            let mut bytes = [0; 512];
            while let Ok(len @ 1..) = from_host.read(&mut bytes) {
                let asks_for_the_second = |byte: &u8| {
                    let Some(Ok(Frame { untrusted_message, .. })) = reader.push(*byte) else { return false };
                    matches!(decode_message(&untrusted_message), Ok(Request::OpenLeaf { leaf: 1, .. }))
                };
                if bytes[..len].iter().any(asks_for_the_second) && !was_cut {
                    was_cut = true;
                    let mut sim = sim.lock().unwrap();
                    drop(sim.take());
                    *sim = Some(Sim::start(&folder, number, &behind));
                    break;
                }
                if to_token.write_all(&bytes[..len]).is_err() {
                    break;
                }
            }
            let _ = from_host.shutdown(std::net::Shutdown::Both);
            let _ = to_token.shutdown(std::net::Shutdown::Both);
        }
    });
    plugged_in
}

/// What is plugged in behind a cable that a thread holds; it is ended with this.
struct Plugged(Arc<Mutex<Option<Sim>>>);

impl Drop for Plugged {
    fn drop(&mut self) {
        if let Ok(mut sim) = self.0.lock() {
            drop(sim.take());
        }
    }
}

#[test]
fn a_token_killed_in_mid_opening_is_named_and_comes_back_into_the_same_act() {
    let (village, out) = village();
    let folder = village.path();
    let _others = [1, 2, 4, 5].map(|number| Sim::start(folder, number, &socket(folder, number)));
    let _third = cut_at_the_second_leaf(folder, 3);
    let said = Watched::start(&mut rehearsal(folder, &out, 5, 3, &ports(folder, 5))).succeed();
    assert!(said.contains("token 3: the token was pulled out"), "{said}");
    assert_counted(&out, &said, "1, 2, 3, 4 and 5");
}

#[test]
fn tokens_are_found_by_their_keys_and_take_turns_in_one_port() {
    let (village, out) = village();
    let (folder, at) = (village.path(), out.display().to_string());
    let all: Vec<Sim> = (1..=3).map(|number| Sim::start(folder, number, &socket(folder, number))).collect();
    let done = |arguments: &[&str]| Watched::start(tamga().args(arguments)).succeed();
    let with = ports(folder, 3);
    let election = folder.display().to_string();
    let set_up =
        ["setup", &election, "--at", &at, "--rehearsal", "--officers", "3", "--quorum", "2", "--tokens", &with];
    done(&set_up);
    done(&["cast", "--at", &at]);
    done(&["import", "--at", &at, &format!("{at}/appliance/sticks/1-ballots")]);
    done(&["admit", "--at", &at]);
    // The sockets in another order: nothing depends on it.
    let turned = [3, 1, 2].map(|number| socket(folder, number).display().to_string()).join(",");
    done(&["close", "--at", &at, "--tokens", &format!("unix:{turned}")]);
    drop(all);
    // One port, in which the third token is first; then whichever is asked for.
    let port = folder.join("port.sock");
    let mut plugged_in = Some(Sim::start(folder, 3, &port));
    let mut tally =
        Watched::start(tamga().args(["tally", "--at", &at, "--tokens", &format!("unix:{}", port.display())]));
    let mut asked = 0;
    while let Some(line) = tally.next() {
        let Some((_, officers)) = line.split_once("plug in the token of officer ") else { continue };
        asked += 1;
        drop(plugged_in.take());
        plugged_in = Some(Sim::start(folder, officers.as_bytes()[0] - b'0', &port));
    }
    let said = tally.succeed();
    assert_eq!(asked, 2, "an unlock and an opening by two tokens each: {said}");
    assert!(said.contains("tally role of rehearsal-1 by officers 1 and 3"), "{said}");
    assert!(said.contains("by tokens 1 and 2"), "the first was still there when the opening began: {said}");
}
