//! A connector that answers with anything but what was asked.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use tamga_devices::HsmError;
use tamga_devices::yubihsm::{ConnectorUrl, prepare};

use crate::bench::{Bench, rng};

/// A whole answer about a device: firmware 2.4.0, serial number 42, an empty log of 62 entries.
const DEVICE_INFO: &[u8] = &[0x86, 0, 9, 2, 4, 0, 0, 0, 0, 42, 62, 0];

/// A connector that gives these answers one after the other, and then ends.
fn connector(answers: Vec<Vec<u8>>) -> ConnectorUrl {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("yubihsm:http://{}", listener.local_addr().unwrap()).parse().unwrap();
    thread::spawn(move || {
        let mut answers = answers.into_iter();
        while let Ok((mut stream, _)) = listener.accept() {
            let mut request = [0; 8192];
            while stream.read(&mut request).is_ok_and(|len| len > 0) {
                let Some(answer) = answers.next() else { return };
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", answer.len());
                stream.write_all(&[head.as_bytes(), &answer].concat()).unwrap();
            }
        }
    });
    url
}

fn refusal(answers: Vec<Vec<u8>>) -> HsmError {
    prepare(connector(answers), None, rng(1)).unwrap_err()
}

#[test]
fn answers_that_are_none_are_refused_wherever_they_come() {
    let garbled = |call| HsmError::Device { call, code: "bytes that are no answer".to_owned() };
    let about_device: [&[u8]; 5] = [b"", &[0x86], &[0x86, 0, 9], &[0x87, 0, 0], &[0x86, 0, 1, 2]];
    for answer in about_device {
        assert_eq!(refusal(vec![answer.to_vec()]), garbled("get device info"), "{answer:?}");
    }
    let short = [&[0x83, 0, 16], [9; 16].as_slice()].concat();
    let session: [&[u8]; 4] = [b"", &[0x83, 0, 0], &[0x7f, 0, 0], &short];
    for answer in session {
        let refused = refusal(vec![DEVICE_INFO.to_vec(), answer.to_vec()]);
        assert_eq!(refused, garbled("open session"), "{answer:?}");
    }
}

#[test]
fn a_device_that_cannot_prove_the_password_gets_no_proof_of_the_host() {
    let create = [&[0x83, 0, 17], [9; 17].as_slice()].concat();
    let refused = refusal(vec![DEVICE_INFO.to_vec(), create]);
    assert!(matches!(refused, HsmError::NotInitialised { .. }), "{refused:?}");
}

#[test]
fn random_bytes_never_panic() {
    let mut noise = ChaCha20Rng::from_seed([8; 32]);
    for round in 0..200usize {
        let mut answer = vec![0; round % 90];
        noise.fill_bytes(&mut answer);
        let known = [DEVICE_INFO.to_vec()];
        let answers = known.into_iter().take(round % 2).chain([answer.clone(), answer]).collect();
        refusal(answers);
    }
}

#[test]
fn no_secret_is_in_debug() {
    let bench = Bench::unlocked(&[]);
    assert_eq!(format!("{:?}", bench.hsm), "YubiHsm");
}
