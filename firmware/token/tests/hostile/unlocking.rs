//! PINs of HSMs that the officer did not mean to unlock.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tamga_crypto::tdh2::PinCiphertext;
use tamga_wire::{Digest, PinLabel, Refusal, Request, Response, Role};

use crate::board::Bench;
use crate::commission::{Keys, ready_token};
use crate::{assert_refused, assert_refused_unseen, assert_serves};

struct Shown {
    role: Role,
    serial: &'static str,
    generation: u32,
}

const SHOWN: Shown = Shown { role: Role::Tally, serial: "rehearsal-1", generation: 3 };

fn ready() -> (Bench, &'static Keys, Digest) {
    let (mut token, keys) = ready_token();
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    (token, keys, info.definition.unwrap())
}

/// A request that shows one label for a ciphertext that was made under another.
fn unlock(keys: &Keys, shown: &Shown, made: &PinLabel) -> Request {
    let mut rng = ChaCha20Rng::seed_from_u64(6);
    let ciphertext = PinCiphertext::encrypt(&keys.custody.public(), &made.to_bytes(), b"1234", &mut rng).unwrap();
    Request::Unlock {
        role: shown.role,
        serial: shown.serial.into(),
        generation: shown.generation,
        ciphertext: ciphertext.to_bytes(),
        host_key: [9; 32],
    }
}

fn label<'a>(definition: &'a Digest, shown: &Shown) -> PinLabel<'a> {
    PinLabel { definition, serial: shown.serial, role: shown.role, generation: shown.generation }
}

#[test]
fn another_hsms_pin_under_a_friendly_label() {
    let (mut token, keys, d) = ready();
    let made = PinLabel { serial: "rehearsal-2", ..label(&d, &SHOWN) };
    assert_refused_unseen(&mut token, &unlock(keys, &SHOWN, &made), Refusal::WrongLabel, 15);
    assert!(matches!(token.ask(&unlock(keys, &SHOWN, &label(&d, &SHOWN))), Response::Sealed { .. }));
}

#[test]
fn the_administrators_pin_under_the_label_of_the_tally() {
    let (mut token, keys, d) = ready();
    for role in [Role::Escrow, Role::Admin] {
        let made = PinLabel { role, ..label(&d, &SHOWN) };
        assert_refused_unseen(&mut token, &unlock(keys, &SHOWN, &made), Refusal::WrongLabel, 15);
    }
}

#[test]
fn a_pin_of_another_election() {
    let (mut token, keys, d) = ready();
    let made = PinLabel { definition: &[1; 32], ..label(&d, &SHOWN) };
    assert_refused_unseen(&mut token, &unlock(keys, &SHOWN, &made), Refusal::WrongLabel, 15);
}

#[test]
fn an_old_ciphertext_shows_its_own_generation_and_no_newer_one() {
    let (mut token, keys, d) = ready();
    let old = Shown { generation: 2, ..SHOWN };
    // Under today's label it does not check; under its own the officer reads that it is the PIN before.
    assert_refused_unseen(&mut token, &unlock(keys, &SHOWN, &label(&d, &old)), Refusal::WrongLabel, 15);
    assert!(matches!(token.ask(&unlock(keys, &old, &label(&d, &old))), Response::Sealed { .. }));
    assert_eq!(token.screen(), "REHEARSAL\nUNLOCK tally, HSM 1\nrehearsal-1, PIN 2");
    assert_serves(&mut token);
}

#[test]
fn an_hsm_that_is_not_in_the_definition() {
    let (mut token, keys, d) = ready();
    let stranger = Shown { serial: "rehearsal-9", ..SHOWN };
    assert_refused_unseen(&mut token, &unlock(keys, &stranger, &label(&d, &stranger)), Refusal::WrongLabel, 15);
}

#[test]
fn a_ballot_in_the_place_of_a_pin() {
    let (mut token, keys, d) = ready();
    let honest = unlock(keys, &SHOWN, &label(&d, &SHOWN));
    let tally = crate::tally::Tally::new(&keys.e, &keys.election);
    let mut attempt = honest.clone();
    if let Request::Unlock { ciphertext, .. } = &mut attempt {
        // `u` becomes the first half of a voter's ciphertext: a share of it would decrypt the vote.
        ciphertext[33..65].copy_from_slice(&tally.leaves[0].sums[0][..32]);
    }
    assert_refused_unseen(&mut token, &attempt, Refusal::WrongLabel, 15);
    if let Request::Unlock { ciphertext, .. } = &mut attempt {
        ciphertext[33..65].fill(0xff);
    }
    assert_refused_unseen(&mut token, &attempt, Refusal::BadCiphertext, 14);
    assert!(matches!(token.ask(&honest), Response::Sealed { .. }));
}

#[test]
fn a_host_key_under_which_anyone_reads_the_answer() {
    let (mut token, keys, d) = ready();
    let mut attempt = unlock(keys, &SHOWN, &label(&d, &SHOWN));
    if let Request::Unlock { host_key, .. } = &mut attempt {
        *host_key = [0; 32];
    }
    assert_refused(&mut token, &attempt, Refusal::BadHostKey, 30);
}
