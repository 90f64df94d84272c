//! PINs, right and wrong.

use super::*;

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
