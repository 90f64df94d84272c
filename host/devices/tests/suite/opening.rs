//! Opening what was sealed to a role, by halves.

use tamga_crypto::hpke::HpkeError;

use super::*;

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
