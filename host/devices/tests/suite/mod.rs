//! The conformance suite: what every backend of the trait `Hsm` must do, whatever it is made of.
//!
//! A backend brings a device without keys and a way to switch it off and on again; it then calls every function here from
//! a test of its own, each with a fresh device.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use tamga_crypto::hpke::{HpkeError, hybrid};
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_devices::{Hsm, HsmError, Pins, Role, SealKey, open_hybrid};
use zeroize::Zeroizing;

mod away;
mod harmed;

pub use away::*;
pub use harmed::*;

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
const CIPHERTEXT: [u8; 1568] = [3; 1568];
const INFO: &[&[u8]] = &[b"tamga/test/v1", b"context"];

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

pub fn pins_too_short_or_too_long_are_refused(backend: &mut dyn Backend) {
    let hsm = backend.hsm();
    let short = Pins { seal: Zeroizing::new(b"12345".to_vec()), ..pins() };
    assert_eq!(hsm.make_keys(&short), Err(HsmError::PinLength { len: 5 }));
    assert_eq!(hsm.seal_key(), Err(HsmError::NoKeys));
    hsm.make_keys(&pins()).unwrap();
    let long = HsmError::PinLength { len: 33 };
    assert_eq!(hsm.change_pin(Role::Tally, TALLY_PIN, &[b'A'; 33]), Err(long));
    hsm.unlock(Role::Tally, TALLY_PIN).unwrap();
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

pub fn the_pin_of_another_role_is_a_wrong_pin(backend: &mut dyn Backend) {
    let hsm = with_keys(backend);
    for (role, pin) in [(Role::Seal, TALLY_PIN), (Role::Tally, ESCROW_PIN), (Role::Escrow, TALLY_PIN)] {
        let refused = hsm.unlock(role, pin);
        assert!(matches!(refused, Err(HsmError::WrongPin { role: named, .. }) if named == role));
    }
    assert_eq!(hsm.sign(b"x"), Err(HsmError::RoleLocked { role: Role::Seal }));
}

pub fn wrong_pins_are_counted_over_a_reload_until_the_role_is_blocked(backend: &mut dyn Backend) {
    let role = Role::Tally;
    let first = with_keys(backend).unlock(role, b"not the pin");
    let Err(HsmError::WrongPin { tries_left, .. }) = first else {
        panic!("a wrong PIN gave {first:?}");
    };
    backend.reload();
    for left in (0..tries_left).rev() {
        let refused = backend.hsm().unlock(role, b"not the pin");
        assert_eq!(refused, Err(HsmError::WrongPin { role, tries_left: left }));
    }
    let blocked = Err(HsmError::PinBlocked { role });
    assert_eq!(backend.hsm().unlock(role, TALLY_PIN), blocked);
    backend.reload();
    assert_eq!(backend.hsm().unlock(role, TALLY_PIN), blocked);
    backend.hsm().unlock(Role::Escrow, ESCROW_PIN).unwrap();
}

pub fn the_right_pin_sets_the_count_of_tries_back(backend: &mut dyn Backend) {
    let hsm = with_keys(backend);
    let first = hsm.unlock(Role::Tally, b"not the pin");
    hsm.unlock(Role::Tally, TALLY_PIN).unwrap();
    hsm.lock(Role::Tally);
    assert_eq!(hsm.unlock(Role::Tally, b"not the pin"), first);
}

pub fn after_a_pin_change_only_the_new_pin_opens(backend: &mut dyn Backend) {
    let role = Role::Tally;
    let hsm = with_keys(backend);
    let keys = hsm.public_keys(role).unwrap();
    hsm.unlock(role, TALLY_PIN).unwrap();
    let secret = hsm.decapsulate(role, &CIPHERTEXT).unwrap();
    hsm.change_pin(role, TALLY_PIN, NEXT_TALLY_PIN).unwrap();
    assert_eq!(hsm.decapsulate(role, &CIPHERTEXT), Err(HsmError::RoleLocked { role }));
    backend.reload();
    let hsm = backend.hsm();
    assert!(matches!(hsm.unlock(role, TALLY_PIN), Err(HsmError::WrongPin { .. })));
    hsm.unlock(role, NEXT_TALLY_PIN).unwrap();
    assert_eq!(hsm.decapsulate(role, &CIPHERTEXT).unwrap(), secret);
    assert_eq!(hsm.public_keys(role).unwrap(), keys);
    hsm.unlock(Role::Escrow, ESCROW_PIN).unwrap();
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

fn verifies(key: &SealKey, message: &[u8], signature: &[u8]) -> bool {
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

pub fn what_was_sealed_to_a_role_opens_in_that_role_alone(backend: &mut dyn Backend) {
    let hsm = with_keys(backend);
    hsm.unlock(Role::Tally, TALLY_PIN).unwrap();
    hsm.unlock(Role::Escrow, ESCROW_PIN).unwrap();
    let failed = Err(HsmError::Sealed(HpkeError::OpenFailed));
    for (role, other) in [(Role::Tally, Role::Escrow), (Role::Escrow, Role::Tally)] {
        let sealed = sealed_to(hsm, role);
        let opened = open_hybrid(hsm, role, INFO, &sealed).unwrap();
        assert_eq!(opened.as_slice(), b"a seed");
        assert_eq!(open_hybrid(hsm, other, INFO, &sealed), failed);
        assert_eq!(open_hybrid(hsm, role, &[b"another context"], &sealed), failed);
    }
}

pub fn a_changed_byte_in_a_sealed_message_is_refused(backend: &mut dyn Backend) {
    let hsm = with_keys(backend);
    hsm.unlock(Role::Tally, TALLY_PIN).unwrap();
    let sealed = sealed_to(hsm, Role::Tally);
    // One byte of the ML-KEM ciphertext, of the point's x, of its y, of the ciphertext and of the tag.
    for place in [0, 1570, 1660, 1665, sealed.len() - 1] {
        let mut changed = sealed.clone();
        changed[place] ^= 1;
        let refused = open_hybrid(hsm, Role::Tally, INFO, &changed);
        assert!(matches!(refused, Err(HsmError::Sealed(_))), "byte {place}");
    }
    for len in [0, 1567, 1664, sealed.len() - 1] {
        let refused = open_hybrid(hsm, Role::Tally, INFO, &sealed[..len]);
        assert!(matches!(refused, Err(HsmError::Sealed(_))), "length {len}");
    }
}

/// The role is locked: a device that was asked would say so, and says nothing.
pub fn a_point_off_the_curve_never_reaches_the_device(backend: &mut dyn Backend) {
    let hsm = with_keys(backend);
    let mut sealed = sealed_to(hsm, Role::Tally);
    sealed[1568 + 96] ^= 1;
    let refused = open_hybrid(hsm, Role::Tally, INFO, &sealed);
    assert_eq!(refused, Err(HsmError::Sealed(HpkeError::BadEncapsulation)));
}

pub fn the_device_itself_refuses_a_point_off_the_curve(backend: &mut dyn Backend) {
    let hsm = with_keys(backend);
    hsm.unlock(Role::Tally, TALLY_PIN).unwrap();
    let good = hsm.public_keys(Role::Tally).unwrap().p384;
    let mut off_curve = good;
    off_curve[96] ^= 1;
    assert_eq!(hsm.ecdh(Role::Tally, &off_curve), Err(HsmError::BadPoint));
    assert_eq!(hsm.ecdh(Role::Tally, &[0; 97]), Err(HsmError::BadPoint));
    hsm.ecdh(Role::Tally, &good).unwrap();
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
