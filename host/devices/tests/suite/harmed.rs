//! Keys that are not as declared.

use tamga_devices::Evidence;

use super::*;

/// Unlocks all roles and asks for evidence: the first refusal.
fn looked_at(hsm: &mut dyn Hsm) -> Result<Option<Evidence>, HsmError> {
    for (role, pin) in [(Role::Seal, SEAL_PIN), (Role::Tally, TALLY_PIN), (Role::Escrow, ESCROW_PIN)] {
        hsm.unlock(role, pin)?;
    }
    hsm.evidence()
}

fn after(backend: &mut dyn Backend, key: &str, harm: Harm) -> HsmError {
    with_keys(backend);
    assert!(looked_at(backend.hsm()).is_ok());
    for role in Role::ALL {
        backend.hsm().lock(role);
    }
    assert!(backend.harm(key, harm), "{CANNOT_SHOW}");
    backend.reload();
    looked_at(backend.hsm()).unwrap_err()
}

pub fn a_key_that_is_missing_is_named(backend: &mut dyn Backend) {
    let name = "tamga-tally-p384".to_owned();
    let refused = after(backend, &name, Harm::Lost);
    assert_eq!(refused, HsmError::MissingKey { name });
}

/// The refusal names the key and one of these words, of whatever standard.
fn is_weak(backend: &mut dyn Backend, key: &str, harm: Harm, words: &[&str]) {
    match after(backend, key, harm) {
        HsmError::WeakKey { name, property } => {
            assert!(name == key && words.iter().any(|word| property.contains(word)), "{property}");
        }
        other => panic!("{harm:?} gave {other:?}"),
    }
}

pub fn a_key_that_may_leave_the_device_is_refused(backend: &mut dyn Backend) {
    is_weak(backend, "tamga-escrow-p384", Harm::Extractable, &["EXTRACTABLE", "exportable"]);
}

pub fn a_key_that_may_do_more_than_declared_is_refused(backend: &mut dyn Backend) {
    is_weak(backend, "tamga-tally-p384", Harm::WiderUse, &["SIGN", "sign"]);
}

pub fn a_key_on_another_curve_is_refused(backend: &mut dyn Backend) {
    is_weak(backend, "tamga-tally-p384", Harm::OtherKind, &[""]);
}

pub fn what_evidence_shows_is_printable_sorted_and_the_same_twice(backend: &mut dyn Backend) {
    with_keys(backend);
    let evidence = looked_at(backend.hsm()).unwrap().expect(CANNOT_SHOW);
    assert!(!evidence.facts.is_empty());
    assert!(evidence.facts.windows(2).all(|two| two[0].0 < two[1].0));
    for (key, value) in &evidence.facts {
        assert!((1..=48).contains(&key.len()), "{key}");
        assert!(key.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || b".-".contains(&c)), "{key}");
        assert!(!value.is_empty() && value.bytes().all(|c| c.is_ascii_graphic() || c == b' '), "{value}");
    }
    assert_eq!(backend.hsm().evidence().unwrap(), Some(evidence));
}
