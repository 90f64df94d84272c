//! Evidence of an HSM, `tamga/hsm-evidence/v1`.

use tamga_record::ByteFault;
use tamga_record::evidence::{Evidence, EvidenceError};
use tamga_record::keys::{KeysError, PublicKeys};

use crate::bytes::{layout, refuses_spoilt};
use crate::examples::definition;
use crate::keys::keys;

fn evidence() -> Evidence {
    Evidence {
        facts: vec![
            ("firmware".into(), "2.4.0".into()),
            ("key.0x0021.exportable".into(), "no".into()),
            ("model".into(), "YubiHSM 2".into()),
        ],
        certificates: vec![("device".into(), vec![0x30, 0x80]), ("seal".into(), vec![0x31; 300])],
    }
}

#[test]
fn the_bytes_are_those_of_the_readme() {
    let expected = layout(&[
        "'tamga/hsm-evidence/v1",
        "0a",
        "0003",
        "08",
        "'firmware",
        "0005",
        "'2.4.0",
        "15",
        "'key.0x0021.exportable",
        "0002",
        "'no",
        "05",
        "'model",
        "0009",
        "'YubiHSM 2",
        "02",
        "06",
        "'device",
        "0002",
        "3080",
        "04",
        "'seal",
        "012c",
        "31x300",
    ]);
    assert_eq!(evidence().to_bytes(), expected);
    assert_eq!(Evidence::parse(&expected), Ok(evidence()));
    assert_eq!(Evidence::default().to_bytes(), layout(&["'tamga/hsm-evidence/v1", "0a", "0000", "00"]));
    refuses_spoilt(&expected, Evidence::parse);
}

/// What becomes of the example after a change, written and read again.
fn changed(change: impl FnOnce(&mut Evidence)) -> Result<(), EvidenceError> {
    let mut evidence = evidence();
    change(&mut evidence);
    let found = Evidence::parse(&evidence.to_bytes()).map(|_| ());
    assert_eq!(evidence.check().is_ok(), found.is_ok());
    found
}

#[test]
fn facts_and_certificates_have_their_forms_and_their_order() {
    for key in ["", "Model", "a b", "a_b", &"a".repeat(49)] {
        assert_eq!(changed(|e| e.facts[0].0 = key.into()), Err(EvidenceError::Key), "{key}");
    }
    assert_eq!(changed(|e| e.facts.swap(0, 1)), Err(EvidenceError::Key));
    assert_eq!(changed(|e| e.facts[1].0 = "firmware".into()), Err(EvidenceError::Key));
    for value in ["", "a\n", "\u{7f}", "é", &"a".repeat(257)] {
        assert_eq!(changed(|e| e.facts[0].1 = value.into()), Err(EvidenceError::Value), "{value}");
    }
    assert_eq!(changed(|e| e.facts[0].1 = "~ a".repeat(85)), Ok(()));
    assert_eq!(changed(|e| e.certificates.swap(0, 1)), Err(EvidenceError::Certificate));
    assert_eq!(changed(|e| e.certificates[1].0 = "device".into()), Err(EvidenceError::Certificate));
    assert_eq!(changed(|e| e.certificates[0].0 = "Device".into()), Err(ByteFault::BadId.into()));
    assert_eq!(changed(|e| e.certificates[0].1.clear()), Err(EvidenceError::Certificate));
    assert_eq!(changed(|e| e.certificates[0].1 = vec![1; 4_096]), Ok(()));
    assert_eq!(changed(|e| e.certificates[0].1 = vec![1; 4_097]), Err(EvidenceError::Certificate));
}

#[test]
fn more_than_the_limits_is_refused() {
    let facts = |count: usize| (0..count).map(|number| (format!("f{number:02}"), "x".to_owned())).collect();
    let certificates = |count: usize, len| (0..count).map(|number| (format!("c{number:02}"), vec![1; len])).collect();
    assert_eq!(changed(|e| e.facts = facts(64)), Ok(()));
    assert_eq!(changed(|e| e.facts = facts(65)), Err(ByteFault::OverLimit.into()));
    assert_eq!(changed(|e| e.certificates = certificates(16, 1)), Ok(()));
    assert_eq!(changed(|e| e.certificates = certificates(17, 1)), Err(ByteFault::OverLimit.into()));
    assert_eq!(changed(|e| e.certificates = certificates(16, 4_096)), Err(ByteFault::OverLimit.into()), "65,535 bytes");
}

/// What becomes of the example's keys when their HSM is of another model with this evidence.
fn with_evidence(model: &str, evidence: &[u8]) -> Result<(), KeysError> {
    let mut keys = keys();
    keys.hsms[0].model = model.into();
    keys.hsms[0].evidence = evidence.to_vec();
    PublicKeys::parse(&keys.to_bytes(), &definition()).map(|_| ())
}

#[test]
fn every_hsm_but_the_built_in_one_has_evidence() {
    let good = Evidence { certificates: Vec::new(), ..evidence() }.to_bytes();
    assert_eq!(with_evidence("yubihsm-2", &good), Ok(()));
    assert_eq!(with_evidence("rehearsal", &good), Err(KeysError::RehearsalHsm { hsm: 0 }));
    let missing = KeysError::Evidence { hsm: 0, error: ByteFault::WrongFirstLine.into() };
    assert_eq!(with_evidence("yubihsm-2", &[]), Err(missing));
    let longer = [good.as_slice(), &[0]].concat();
    let trailing = KeysError::Evidence { hsm: 0, error: ByteFault::TrailingBytes.into() };
    assert_eq!(with_evidence("yubihsm-2", &longer), Err(trailing));
}

#[test]
fn a_certificate_of_a_key_holds_that_key() {
    let hsm = keys().hsms.remove(0);
    let own = [("seal", hsm.seal), ("tally", hsm.tally.p384_point().to_vec())];
    for (name, key) in own {
        let around = |key: &[u8]| {
            let certificates = vec![(name.to_owned(), [&[0x30; 20], key, &[0x31; 9]].concat())];
            with_evidence("yubihsm-2", &Evidence { certificates, ..evidence() }.to_bytes())
        };
        assert_eq!(around(&key), Ok(()), "{name}");
        assert_eq!(around(&key[1..]), Err(KeysError::CertificateKey { hsm: 0 }), "{name}");
        assert_eq!(around(&[]), Err(KeysError::CertificateKey { hsm: 0 }), "{name}");
    }
    // Certificates of other names are not looked into.
    let certificates = vec![("attestation".to_owned(), vec![1])];
    assert_eq!(with_evidence("yubihsm-2", &Evidence { certificates, ..evidence() }.to_bytes()), Ok(()));
}
