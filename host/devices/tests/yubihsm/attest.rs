//! Attestation certificates: the emulator's, and what is done to them.

use tamga_devices::yubihsm::attest::{AttestError, Expected, check, check_authority};
use tamga_devices::{Evidence, Hsm};

use crate::bench::Bench;

/// 2026-01-01.
const NOW: u64 = 1_767_225_600;

fn evidence() -> (Evidence, Expected) {
    let mut bench = Bench::unlocked(&[]);
    let evidence = bench.hsm.evidence().unwrap().unwrap();
    (evidence, Expected::of(&bench.hsm).unwrap())
}

#[test]
fn the_certificates_of_the_emulator_are_about_the_keys_of_the_roles() {
    let (evidence, expected) = evidence();
    let report = check(&evidence, &expected, NOW).unwrap();
    assert_eq!(report.firmware, [2, 4, 0]);
    assert!(report.issuer.contains("EMULATOR root"), "{}", report.issuer);
    assert!(report.device.contains("7654321"), "{}", report.device);
    assert!(report.valid.0 < NOW && NOW < report.valid.1);
}

#[test]
fn the_authority_above_a_device_is_the_one_that_signed_its_certificate() {
    let (evidence, _) = evidence();
    let root = tamga_yubihsm_emulator::Emulator::root_certificate();
    assert!(check_authority(&evidence, &root, NOW).unwrap().contains("EMULATOR root"));
    let device = &evidence.certificates[0].1;
    assert_eq!(check_authority(&evidence, device, NOW), Err(AttestError::Signature { name: "device" }));
    let nothing = check_authority(&evidence, b"", NOW);
    assert_eq!(nothing, Err(AttestError::Malformed { name: "authority", what: "certificate" }));
}

#[test]
fn a_certificate_about_another_key_or_device_is_refused_by_its_name() {
    let (evidence, expected) = evidence();
    let refused = |expected: &Expected| check(&evidence, expected, NOW).err();
    let other = |name| Some(AttestError::OtherKey { name });
    assert_eq!(refused(&Expected { seal: [7; 32], ..expected.clone() }), other("seal"));
    assert_eq!(refused(&Expected { tally: expected.escrow, ..expected.clone() }), other("tally"));
    assert_eq!(refused(&Expected { escrow: expected.tally, ..expected.clone() }), other("escrow"));
    let serial = Expected { serial: "yubihsm2-0000000042".to_owned(), ..expected };
    let refused = refused(&serial);
    assert!(matches!(refused, Some(AttestError::Property { property: "serial number", .. })), "{refused:?}");
}

#[test]
fn certificates_of_two_devices_do_not_go_together() {
    let ((mut mixed, expected), (other, _)) = (evidence(), evidence());
    mixed.certificates[0] = other.certificates[0].clone();
    assert_eq!(check(&mixed, &expected, NOW).err(), Some(AttestError::Signature { name: "seal" }));
}

#[test]
fn a_wrong_clock_is_said_with_both_times() {
    let (evidence, expected) = evidence();
    for now in [0, u64::from(u32::MAX) * 2] {
        let refused = check(&evidence, &expected, now);
        let Err(AttestError::Clock { now: said, from, until, .. }) = refused else { panic!("{refused:?}") };
        assert!(said == now && (now < from || now > until));
    }
}

#[test]
fn a_missing_certificate_and_a_changed_byte_anywhere_are_refused() {
    let (evidence, expected) = evidence();
    let mut without = evidence.clone();
    without.certificates.retain(|(name, _)| name != "tally");
    assert_eq!(check(&without, &expected, NOW).err(), Some(AttestError::Missing { name: "tally" }));
    let place = evidence.certificates.iter().position(|(name, _)| name == "tally").unwrap();
    for byte in 0..evidence.certificates[place].1.len() {
        let mut changed = evidence.clone();
        changed.certificates[place].1[byte] ^= 1;
        assert!(check(&changed, &expected, NOW).is_err(), "byte {byte}");
    }
    for len in 0..evidence.certificates[place].1.len() {
        let mut cut = evidence.clone();
        cut.certificates[place].1.truncate(len);
        let refused = check(&cut, &expected, NOW).err();
        assert_eq!(refused, Some(AttestError::Malformed { name: "tally", what: "certificate" }));
    }
}
