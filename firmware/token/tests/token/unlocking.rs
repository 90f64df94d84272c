use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tamga_crypto::dkg::GroupKey;
use tamga_crypto::hpke::x25519;
use tamga_crypto::tdh2::PinCiphertext;
use tamga_wire::pin_label::UNLOCK_INFO;
use tamga_wire::{Digest, Operation, PinLabel, Refusal, Request, Response, Role};

use crate::board::Bench;
use crate::commission::{Commission, Keys, ready_token};
use crate::operations::{counts, since};

const PIN: &[u8] = b"a password that an HSM was set to";

fn label(definition: &Digest) -> PinLabel<'_> {
    PinLabel { definition, serial: "rehearsal-2", role: Role::Tally, generation: 3 }
}

/// An unlock whose ciphertext is made for this custody key.
pub fn good_unlock(definition: &Digest, keys: &Keys) -> Request {
    let mut rng = ChaCha20Rng::seed_from_u64(7);
    let label = label(definition).to_bytes();
    let ciphertext = PinCiphertext::encrypt(&keys.custody.public(), &label, b"1", &mut rng).unwrap();
    unlock(&ciphertext, [9; 32])
}

/// The PIN of [`good_unlock`], as these tokens decrypt it together under these commitments.
pub fn combine_unlock(tokens: &mut [Bench], quorum: [u8; 3], custody: &GroupKey) -> Vec<u8> {
    let mut rng = ChaCha20Rng::seed_from_u64(7);
    let host = x25519::SecretKey::generate(&mut rng);
    let d = tokens[0].info().definition.unwrap();
    let (label, x) = (label(&d), custody.public());
    let ciphertext = PinCiphertext::encrypt(&x, &label.to_bytes(), b"1", &mut rng).unwrap();
    let shares = quorum.map(|index| {
        let answer = tokens[usize::from(index) - 1].ask(&unlock(&ciphertext, host.public()));
        let Response::Sealed { sealed } = answer else { panic!("{answer:?}") };
        let share = x25519::open(&host, &[UNLOCK_INFO, &label.digest(), &[index]], &sealed).unwrap();
        (index, share.as_slice().try_into().unwrap())
    });
    ciphertext.combine(&x, &label.to_bytes(), &shares, custody).unwrap().to_vec()
}

fn unlock(ciphertext: &PinCiphertext, host_key: [u8; 32]) -> Request {
    Request::Unlock {
        role: Role::Tally,
        serial: "rehearsal-2".into(),
        generation: 3,
        ciphertext: ciphertext.to_bytes(),
        host_key,
    }
}

#[test]
fn a_quorum_unlocks_a_pin_for_the_hosts_key_alone() {
    let (mut commission, keys) = Commission::ready();
    let d = commission.d;
    let (label, x) = (label(&d), keys.custody.public());
    let mut rng = ChaCha20Rng::seed_from_u64(5);
    let secret = &PIN[..32];
    let ciphertext = PinCiphertext::encrypt(&x, &label.to_bytes(), secret, &mut rng).unwrap();
    let host = x25519::SecretKey::generate(&mut rng);
    let mut shares = Vec::new();
    for index in [1u8, 4, 5] {
        let token = &mut commission.tokens[usize::from(index) - 1];
        let answer = token.ask(&unlock(&ciphertext, host.public()));
        let Response::Sealed { sealed } = answer else { panic!("{answer:?}") };
        let info = [UNLOCK_INFO, &label.digest(), &[index]];
        let share = x25519::open(&host, &info, &sealed).unwrap();
        shares.push((index, share.as_slice().try_into().unwrap()));
        let other_token = [UNLOCK_INFO, &label.digest(), &[index + 1]];
        assert!(x25519::open(&host, &other_token, &sealed).is_err(), "sealed as another token's");
        assert_eq!(token.screen(), "REHEARSAL\nUNLOCK tally, HSM 2\nrehearsal-2, PIN 3");
    }
    let pin = ciphertext.combine(&x, &label.to_bytes(), &shares, &keys.custody).unwrap();
    assert_eq!(pin.as_slice(), secret);
}

#[test]
fn a_share_counts_each_time_it_is_given_and_not_when_it_cannot_be_sealed() {
    let (mut token, keys) = ready_token();
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    let d = info.definition.unwrap();
    let before = counts(&mut token);
    let mut rng = ChaCha20Rng::seed_from_u64(6);
    let ciphertext = PinCiphertext::encrypt(&keys.custody.public(), &label(&d).to_bytes(), b"1", &mut rng).unwrap();
    for _ in 0..2 {
        assert!(matches!(token.ask(&unlock(&ciphertext, [9; 32])), Response::Sealed { .. }));
    }
    assert_eq!(token.ask(&unlock(&ciphertext, [0; 32])), Response::Refused(Refusal::BadHostKey));
    assert_eq!(since(&mut token, &before), [(Operation::Unlock, 2)]);
}

#[test]
fn every_role_is_named_on_the_screen() {
    let (mut token, keys) = ready_token();
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    let d = info.definition.unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(6);
    for (role, word) in [(Role::Tally, "tally"), (Role::Escrow, "escrow"), (Role::Admin, "admin")] {
        let label = PinLabel { role, ..label(&d) };
        let ciphertext =
            PinCiphertext::encrypt(&keys.custody.public(), &label.to_bytes(), b"123456", &mut rng).unwrap();
        let Request::Unlock { serial, generation, ciphertext, host_key, .. } = unlock(&ciphertext, [9; 32]) else {
            panic!()
        };
        let answer = token.ask(&Request::Unlock { role, serial, generation, ciphertext, host_key });
        assert!(matches!(answer, Response::Sealed { .. }), "{answer:?}");
        assert_eq!(token.screen(), format!("REHEARSAL\nUNLOCK {word}, HSM 2\nrehearsal-2, PIN 3"));
    }
}

#[test]
fn a_ciphertext_for_another_label_is_refused() {
    let (mut token, keys) = ready_token();
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    let d = info.definition.unwrap();
    let others = [
        PinLabel { role: Role::Escrow, ..label(&d) },
        PinLabel { role: Role::Admin, ..label(&d) },
        PinLabel { serial: "rehearsal-1", ..label(&d) },
        PinLabel { generation: 2, ..label(&d) },
        PinLabel { definition: &[1; 32], ..label(&d) },
    ];
    let mut rng = ChaCha20Rng::seed_from_u64(6);
    for other in others {
        let ciphertext = PinCiphertext::encrypt(&keys.custody.public(), &other.to_bytes(), b"1", &mut rng).unwrap();
        assert_eq!(token.ask(&unlock(&ciphertext, [9; 32])), Response::Refused(Refusal::WrongLabel), "{other:?}");
    }
    let under_another_key =
        PinCiphertext::encrypt(&keys.election.public(), &label(&d).to_bytes(), b"1", &mut rng).unwrap();
    assert_eq!(token.ask(&unlock(&under_another_key, [9; 32])), Response::Refused(Refusal::WrongLabel));
    assert!(token.desk.borrow().screens.is_empty(), "the officer is not troubled with any of it");
}

#[test]
fn an_hsm_that_the_definition_does_not_name_is_refused() {
    let (mut token, keys) = ready_token();
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    let d = info.definition.unwrap();
    let stranger = PinLabel { serial: "rehearsal-3", ..label(&d) };
    let mut rng = ChaCha20Rng::seed_from_u64(6);
    let ciphertext = PinCiphertext::encrypt(&keys.custody.public(), &stranger.to_bytes(), b"1", &mut rng).unwrap();
    let request = Request::Unlock {
        role: Role::Tally,
        serial: "rehearsal-3".into(),
        generation: 3,
        ciphertext: ciphertext.to_bytes(),
        host_key: [9; 32],
    };
    assert_eq!(token.ask(&request), Response::Refused(Refusal::WrongLabel));
}

#[test]
fn a_malformed_ciphertext_and_a_host_key_that_is_none_are_refused() {
    let (mut token, keys) = ready_token();
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    let d = info.definition.unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(6);
    let ciphertext = PinCiphertext::encrypt(&keys.custody.public(), &label(&d).to_bytes(), b"1", &mut rng).unwrap();
    let mut malformed = ciphertext.to_bytes();
    malformed[33..65].fill(0xff);
    let malformed = PinCiphertext::from_bytes(malformed);
    assert_eq!(token.ask(&unlock(&malformed, [9; 32])), Response::Refused(Refusal::BadCiphertext));
    // The zero point: whoever reads the cable would know the shared secret.
    assert_eq!(token.ask(&unlock(&ciphertext, [0; 32])), Response::Refused(Refusal::BadHostKey));
}
