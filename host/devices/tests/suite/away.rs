//! Devices that go away and come back, and devices that somebody else uses too.

use super::*;

pub fn a_removed_device_says_so_and_works_again_when_it_is_back(backend: &mut dyn Backend) {
    with_keys(backend);
    let role = Role::Tally;
    backend.hsm().unlock(role, TALLY_PIN).unwrap();
    backend.hsm().unlock(Role::Seal, SEAL_PIN).unwrap();
    let sealed = sealed_to(backend.hsm(), role);
    assert!(backend.remove(), "{CANNOT_SHOW}");
    let hsm = backend.hsm();
    assert_eq!(open_hybrid(hsm, role, INFO, &sealed), Err(HsmError::Removed));
    assert_eq!(hsm.sign(b"x"), Err(HsmError::Removed));
    assert_eq!(hsm.unlock(Role::Escrow, ESCROW_PIN), Err(HsmError::Removed));
    assert_eq!(hsm.random(&mut [0; 8]), Err(HsmError::Removed));
    assert_eq!(hsm.evidence().map(drop), Err(HsmError::Removed));
    // No try is lost to a device that is not there.
    for _ in 0..20 {
        assert_eq!(hsm.unlock(role, b"not the pin"), Err(HsmError::Removed));
    }
    backend.insert();
    let hsm = backend.hsm();
    assert_eq!(open_hybrid(hsm, role, INFO, &sealed), Err(HsmError::RoleLocked { role }));
    hsm.unlock(role, TALLY_PIN).unwrap();
    assert_eq!(open_hybrid(hsm, role, INFO, &sealed).unwrap().as_slice(), b"a seed");
    hsm.unlock(Role::Seal, SEAL_PIN).unwrap();
    hsm.sign(b"x").unwrap();
}

pub fn a_session_that_ended_unnoticed_is_expired_and_then_locked(backend: &mut dyn Backend) {
    let role = Role::Tally;
    with_keys(backend).unlock(role, TALLY_PIN).unwrap();
    let point = backend.hsm().public_keys(role).unwrap().p384;
    let secret = backend.hsm().ecdh(role, &point).unwrap();
    assert!(backend.replug(), "{CANNOT_SHOW}");
    let hsm = backend.hsm();
    assert_eq!(hsm.ecdh(role, &point), Err(HsmError::SessionExpired { role }));
    assert_eq!(hsm.ecdh(role, &point), Err(HsmError::RoleLocked { role }));
    hsm.unlock(role, TALLY_PIN).unwrap();
    assert_eq!(hsm.ecdh(role, &point).unwrap(), secret);
}

pub fn two_processes_use_one_device_at_a_time(backend: &mut dyn Backend) {
    let hsm = with_keys(backend);
    hsm.unlock(Role::Tally, TALLY_PIN).unwrap();
    let said = backend.in_another_process(Act::Open).expect(CANNOT_SHOW);
    assert_eq!(said, "opened");
    let hsm = backend.hsm();
    let sealed = sealed_to(hsm, Role::Tally);
    assert_eq!(open_hybrid(hsm, Role::Tally, INFO, &sealed).unwrap().as_slice(), b"a seed");
    // A process that was there before may know the old PIN still, as with SoftHSM; one that comes after does not.
    assert_eq!(backend.in_another_process(Act::ChangeTallyPin).as_deref(), Some("changed"));
    let said = backend.in_another_process(Act::Open).unwrap();
    assert!(said.starts_with("wrong PIN for role tally"), "{said}");
}

pub fn another_process_cannot_provision_a_device_that_holds_keys(backend: &mut dyn Backend) {
    let before = with_keys(backend).seal_key().unwrap();
    let said = backend.in_another_process(Act::Provision).expect(CANNOT_SHOW);
    assert_eq!(said, HsmError::KeysExist.to_string());
    backend.reload();
    assert_eq!(backend.hsm().seal_key().unwrap(), before);
}
