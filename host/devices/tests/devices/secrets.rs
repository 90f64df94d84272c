//! No secret stands in what anything prints of itself.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use tamga_crypto::hpke::{HpkeError, hybrid, mlkem, x25519};
use tamga_crypto::sign::SigningKey;
use tamga_devices::{Hsm, HsmError, HsmSpec, RehearsalHsm, Role};

use crate::suite::{ADMIN_PIN, ESCROW_PIN, SEAL_PIN, TALLY_PIN, pins, public_key, sealed_to};

/// Letters in which a secret could show: as text, as hex, as a list of numbers.
fn shows(text: &str, secret: &[u8]) -> bool {
    let hex: String = secret.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let numbers = secret.iter().take(6).map(u8::to_string).collect::<Vec<_>>().join(", ");
    let plain = String::from_utf8_lossy(secret).into_owned();
    let lower = text.to_lowercase();
    lower.contains(&hex) || text.contains(&numbers) || text.contains(&plain)
}

#[test]
fn a_secret_that_is_printed_is_found() {
    let secret = [7u8, 19, 23, 5, 101, 77, 3, 9];
    assert!(shows(&format!("{secret:?}"), &secret));
    assert!(shows("x 07131705654d0309 y", &secret));
    assert!(shows("PIN 123456 wrong", b"123456"));
    assert!(!shows("Pins", TALLY_PIN));
}

#[test]
fn whatever_holds_a_secret_prints_only_its_name() {
    let mut hsm = RehearsalHsm::provision("rehearsal-1", &pins(), Box::new(ChaCha20Rng::from_seed([1; 32]))).unwrap();
    hsm.unlock(Role::Seal, SEAL_PIN).unwrap();
    hsm.unlock(Role::Tally, TALLY_PIN).unwrap();
    let peer = hsm.public_keys(Role::Escrow).unwrap().p384;
    let ecdh_x = hsm.ecdh(Role::Tally, &peer).unwrap();
    let seed = [0x5au8; 64];
    let sealed = sealed_to(&hsm, Role::Tally);
    let printed = [
        format!("{hsm:?} {:?} {:?}", pins(), hsm.public_keys(Role::Tally).unwrap()),
        format!("{:?}", mlkem::SecretKey::from_seed(&seed)),
        format!("{:?}", SigningKey::from_seed([0x5a; 32])),
        format!("{:?}", x25519::SecretKey::generate(&mut ChaCha20Rng::from_seed([2; 32]))),
        format!("{:?} {:?}", hybrid::split(&sealed).unwrap(), public_key(&hsm, Role::Tally)),
        format!("{:?}", "pkcs11:?module-path=/m.so&pin-source=file:/secret".parse::<HsmSpec>().unwrap()),
    ];
    for text in printed {
        for secret in [SEAL_PIN, TALLY_PIN, ESCROW_PIN, ADMIN_PIN, &seed, ecdh_x.as_slice()] {
            assert!(!shows(&text, secret), "{text}");
        }
    }
}

/// One of every kind: a new kind does not compile before it is listed here.
fn every_error() -> Vec<HsmError> {
    let text = || "what".to_owned();
    let role = Role::Tally;
    let all = vec![
        HsmError::WrongPin { role, tries_left: 3 },
        HsmError::PinBlocked { role },
        HsmError::RoleLocked { role },
        HsmError::PinLength { len: 5 },
        HsmError::NoKeys,
        HsmError::KeysExist,
        HsmError::NoSuchKey { role },
        HsmError::MissingKey { name: text() },
        HsmError::WeakKey { name: text(), property: text() },
        HsmError::BadPoint,
        HsmError::BadWrapping { role },
        HsmError::Sealed(HpkeError::OpenFailed),
        HsmError::Rehearsal,
        HsmError::ModuleMissing { path: text() },
        HsmError::NotAModule { path: text() },
        HsmError::NotInitialised { what: text() },
        HsmError::Removed,
        HsmError::Unreachable { url: text() },
        HsmError::NotOurs { expected: text(), found: text() },
        HsmError::LogFull,
        HsmError::SessionExpired { role },
        HsmError::Lacks { what: text() },
        HsmError::Naming { why: text() },
        HsmError::File { why: text() },
        HsmError::Device { call: "C_Sign", code: text() },
    ];
    for error in &all {
        match error {
            HsmError::WrongPin { .. } | HsmError::PinBlocked { .. } | HsmError::RoleLocked { .. } => {}
            HsmError::PinLength { .. } | HsmError::NoKeys | HsmError::KeysExist | HsmError::NoSuchKey { .. } => {}
            HsmError::MissingKey { .. } | HsmError::WeakKey { .. } | HsmError::BadPoint => {}
            HsmError::BadWrapping { .. } | HsmError::Sealed(_) | HsmError::Rehearsal => {}
            HsmError::ModuleMissing { .. } | HsmError::NotAModule { .. } | HsmError::NotInitialised { .. } => {}
            HsmError::Removed | HsmError::Unreachable { .. } | HsmError::NotOurs { .. } | HsmError::LogFull => {}
            HsmError::SessionExpired { .. } | HsmError::Lacks { .. } | HsmError::Naming { .. } => {}
            HsmError::File { .. } | HsmError::Device { .. } => {}
        }
    }
    all
}

#[test]
fn every_error_is_one_sentence_and_carries_no_bytes() {
    for error in every_error() {
        let (said, debug) = (error.to_string(), format!("{error:?}"));
        assert!(!said.is_empty() && !said.ends_with('.') && !said.contains('\n'), "{said}");
        for secret in [SEAL_PIN, TALLY_PIN, ESCROW_PIN, ADMIN_PIN] {
            assert!(!shows(&said, secret) && !shows(&debug, secret), "{debug}");
        }
    }
}

#[test]
fn what_a_device_refuses_says_nothing_of_the_pin_that_was_tried() {
    let mut hsm = RehearsalHsm::provision("rehearsal-1", &pins(), Box::new(ChaCha20Rng::from_seed([1; 32]))).unwrap();
    let tried = b"a-secret-that-was-typed";
    let long = [b'S'; 40];
    let refusals = [
        hsm.unlock(Role::Tally, tried),
        hsm.change_pin(Role::Escrow, tried, b"another-pin"),
        hsm.change_pin(Role::Escrow, ESCROW_PIN, &long),
        hsm.wipe(tried),
    ];
    for refused in refusals {
        let text = format!("{0} {0:?}", refused.unwrap_err());
        assert!(!shows(&text, tried) && !shows(&text, &long) && !shows(&text, ESCROW_PIN), "{text}");
    }
}
