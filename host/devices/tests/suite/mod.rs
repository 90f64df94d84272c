//! The conformance suite: what every backend of the trait `Hsm` must do, whatever it is made of.
//!
//! A backend brings a device without keys and a way to switch it off and on again; it then calls every function here from
//! a test of its own, each with a fresh device. What a backend has no way to show it leaves out of its list.

#![allow(dead_code, unused_imports, reason = "a backend leaves out what it cannot show")]

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use tamga_crypto::hpke::hybrid;
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_devices::{Hsm, HsmError, Pins, Role, SealKey, open_hybrid};
use zeroize::Zeroizing;

mod away;
mod harmed;
mod opening;
mod tries;

pub use away::*;
pub use harmed::*;
pub use opening::*;
pub use tries::*;

/// A device under test.
pub trait Backend {
    /// The device.
    fn hsm(&mut self) -> &mut dyn Hsm;
    /// Switches the device off and on again: what it holds stays, every role is locked.
    fn reload(&mut self);
    /// Pulls the device out; false where this backend cannot show that.
    fn remove(&mut self) -> bool {
        false
    }
    /// Plugs it in again.
    fn insert(&mut self) {}
    /// Pulls it out and plugs it in again while nobody looks; false where this backend cannot show that.
    fn replug(&mut self) -> bool {
        false
    }
    /// Does something to a key behind the host's back; false where this backend cannot show that.
    fn harm(&mut self, _key: &str, _harm: Harm) -> bool {
        false
    }
    /// Lets another process do something with the device while this one has it: what came of it, in words, or nothing where
    /// this backend cannot show that.
    fn in_another_process(&mut self, _act: Act) -> Option<String> {
        None
    }
}

/// Why a test fails that a backend should have left out.
const CANNOT_SHOW: &str = "this backend has no way to show it: leave it out of the list";

/// What happens to a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Harm {
    /// It is deleted.
    Lost,
    /// One that may leave the device is in its place.
    Extractable,
    /// One that may do more than it should is in its place.
    WiderUse,
    /// One on another curve is in its place.
    OtherKind,
}

/// What another process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Unlocks the tally role and opens what was sealed to it: says `opened`.
    Open,
    /// Makes keys: says what the device said.
    Provision,
    /// Changes the tally PIN to [`NEXT_TALLY_PIN`]: says `changed`.
    ChangeTallyPin,
}

pub const SEAL_PIN: &[u8] = b"operator-1";
pub const TALLY_PIN: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
pub const ESCROW_PIN: &[u8] = b"ZYXWVTSRQPNMKJHGFEDCBA9876543210";
pub const NEXT_TALLY_PIN: &[u8] = b"the next generation";
pub const ADMIN_PIN: &[u8] = b"01230123012301230123012301230123";
pub const NEXT_ADMIN_PIN: &[u8] = b"the next administrator";
pub const CIPHERTEXT: [u8; 1568] = [3; 1568];
pub const INFO: &[&[u8]] = &[b"tamga/test/v1", b"context"];

pub fn pins() -> Pins {
    Pins {
        seal: Zeroizing::new(SEAL_PIN.to_vec()),
        tally: Zeroizing::new(TALLY_PIN.to_vec()),
        escrow: Zeroizing::new(ESCROW_PIN.to_vec()),
        admin: Zeroizing::new(ADMIN_PIN.to_vec()),
    }
}

pub fn public_key(hsm: &dyn Hsm, role: Role) -> hybrid::PublicKey {
    let halves = hsm.public_keys(role).unwrap();
    hybrid::PublicKey::from_halves(halves.mlkem.as_slice(), &halves.p384).unwrap()
}

pub fn sealed_to(hsm: &dyn Hsm, role: Role) -> Vec<u8> {
    let mut rng = ChaCha20Rng::from_seed([9; 32]);
    hybrid::seal(&public_key(hsm, role), INFO, b"a seed", &mut rng).unwrap()
}

fn with_keys(backend: &mut dyn Backend) -> &mut dyn Hsm {
    backend.hsm().make_keys(&pins()).unwrap();
    backend.hsm()
}

pub fn a_device_without_keys_refuses_everything_but_randomness(backend: &mut dyn Backend) {
    let hsm = backend.hsm();
    assert_eq!(hsm.unlock(Role::Seal, SEAL_PIN), Err(HsmError::NoKeys));
    assert_eq!(hsm.seal_key(), Err(HsmError::NoKeys));
    assert_eq!(hsm.sign(b"x"), Err(HsmError::NoKeys));
    assert_eq!(hsm.change_pin(Role::Seal, SEAL_PIN, b"another-pin"), Err(HsmError::NoKeys));
    for role in [Role::Tally, Role::Escrow] {
        assert_eq!(hsm.public_keys(role), Err(HsmError::NoKeys));
        assert_eq!(hsm.decapsulate(role, &CIPHERTEXT), Err(HsmError::NoKeys));
    }
    let (mut first, mut second) = ([0u8; 32], [0u8; 32]);
    hsm.random(&mut first).unwrap();
    hsm.random(&mut second).unwrap();
    assert_ne!(first, second);
}

pub fn making_keys_a_second_time_is_refused_and_changes_nothing(backend: &mut dyn Backend) {
    let hsm = with_keys(backend);
    let before = (hsm.seal_key(), hsm.public_keys(Role::Tally));
    assert_eq!(hsm.make_keys(&pins()), Err(HsmError::KeysExist));
    assert_eq!((hsm.seal_key(), hsm.public_keys(Role::Tally)), before);
}

pub fn a_locked_role_does_nothing(backend: &mut dyn Backend) {
    let hsm = with_keys(backend);
    let locked = |role| HsmError::RoleLocked { role };
    let point = hsm.public_keys(Role::Tally).unwrap().p384;
    assert_eq!(hsm.sign(b"x"), Err(locked(Role::Seal)));
    for role in [Role::Tally, Role::Escrow] {
        assert_eq!(hsm.ecdh(role, &point), Err(locked(role)));
        assert_eq!(hsm.decapsulate(role, &CIPHERTEXT), Err(locked(role)));
        let sealed = sealed_to(hsm, role);
        assert_eq!(open_hybrid(hsm, role, INFO, &sealed), Err(locked(role)));
    }
}

pub fn unlocking_one_role_leaves_the_others_locked(backend: &mut dyn Backend) {
    let hsm = with_keys(backend);
    hsm.unlock(Role::Tally, TALLY_PIN).unwrap();
    let role = Role::Escrow;
    assert_eq!(hsm.decapsulate(role, &CIPHERTEXT), Err(HsmError::RoleLocked { role }));
    assert_eq!(hsm.sign(b"x"), Err(HsmError::RoleLocked { role: Role::Seal }));
    hsm.lock(Role::Tally);
    let role = Role::Tally;
    assert_eq!(hsm.decapsulate(role, &CIPHERTEXT), Err(HsmError::RoleLocked { role }));
}

pub fn public_keys_and_serial_are_the_same_after_a_reload(backend: &mut dyn Backend) {
    with_keys(backend);
    let facts = |hsm: &dyn Hsm| {
        (
            hsm.serial().to_owned(),
            hsm.model().to_owned(),
            hsm.is_rehearsal(),
            hsm.seal_key().unwrap(),
            hsm.public_keys(Role::Tally).unwrap(),
            hsm.public_keys(Role::Escrow).unwrap(),
        )
    };
    let before = facts(backend.hsm());
    assert_ne!(before.4, before.5);
    backend.hsm().unlock(Role::Seal, SEAL_PIN).unwrap();
    backend.reload();
    assert_eq!(facts(backend.hsm()), before);
    assert_eq!(backend.hsm().sign(b"x"), Err(HsmError::RoleLocked { role: Role::Seal }));
}

pub fn a_signature_verifies_under_the_seal_key(backend: &mut dyn Backend) {
    let hsm = with_keys(backend);
    hsm.unlock(Role::Seal, SEAL_PIN).unwrap();
    let signature = hsm.sign(b"checkpoint").unwrap();
    let verifies = |message: &[u8]| verifies(&hsm.seal_key().unwrap(), message, &signature);
    assert!(verifies(b"checkpoint"));
    assert!(!verifies(b"checkpoint."));
}

pub fn verifies(key: &SealKey, message: &[u8], signature: &[u8]) -> bool {
    match key {
        SealKey::Ed25519(key) => {
            let key = VerifyingKey::from_bytes(key).unwrap();
            key.verify(message, &Signature::from_bytes(signature.try_into().unwrap())).is_ok()
        }
        SealKey::EcdsaP384(point) => {
            let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(point).unwrap();
            let signature = p384::ecdsa::Signature::from_slice(signature).unwrap();
            p384::ecdsa::signature::Verifier::verify(&key, message, &signature).is_ok()
        }
    }
}

pub fn the_seal_role_opens_nothing(backend: &mut dyn Backend) {
    let role = Role::Seal;
    let hsm = with_keys(backend);
    hsm.unlock(role, SEAL_PIN).unwrap();
    let point = hsm.public_keys(Role::Tally).unwrap().p384;
    assert_eq!(hsm.public_keys(role), Err(HsmError::NoSuchKey { role }));
    assert_eq!(hsm.ecdh(role, &point), Err(HsmError::NoSuchKey { role }));
    assert_eq!(hsm.decapsulate(role, &CIPHERTEXT), Err(HsmError::NoSuchKey { role }));
}

pub fn the_administrator_uses_no_key_and_no_other_pin_is_the_administrators(backend: &mut dyn Backend) {
    let role = Role::Admin;
    let hsm = with_keys(backend);
    assert_eq!(hsm.unlock(role, ADMIN_PIN), Err(HsmError::NoSuchKey { role }));
    assert_eq!(hsm.public_keys(role), Err(HsmError::NoSuchKey { role }));
    let before = hsm.seal_key();
    assert!(matches!(hsm.wipe(TALLY_PIN), Err(HsmError::WrongPin { role: Role::Admin, .. })));
    assert_eq!(hsm.seal_key(), before);
    hsm.change_pin(role, ADMIN_PIN, NEXT_ADMIN_PIN).unwrap();
    assert!(matches!(hsm.wipe(ADMIN_PIN), Err(HsmError::WrongPin { role: Role::Admin, .. })));
    hsm.wipe(NEXT_ADMIN_PIN).unwrap();
}

pub fn a_wiped_device_holds_nothing_and_takes_new_keys(backend: &mut dyn Backend) {
    let hsm = with_keys(backend);
    let before = hsm.seal_key().unwrap();
    hsm.unlock(Role::Tally, TALLY_PIN).unwrap();
    hsm.wipe(ADMIN_PIN).unwrap();
    assert_eq!(hsm.seal_key(), Err(HsmError::NoKeys));
    assert_eq!(hsm.decapsulate(Role::Tally, &CIPHERTEXT), Err(HsmError::NoKeys));
    assert_eq!(hsm.unlock(Role::Seal, SEAL_PIN), Err(HsmError::NoKeys));
    hsm.make_keys(&pins()).unwrap();
    assert_ne!(hsm.seal_key().unwrap(), before);
}
