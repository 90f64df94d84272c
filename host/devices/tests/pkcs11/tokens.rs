//! Tokens that are prepared, found, shared, locked and wiped. Each function runs in a process with a configured module.

use cryptoki::object::Attribute;
use cryptoki::session::UserType;
use tamga_devices::pkcs11::{self, Pkcs11Hsm, prepare};
use tamga_devices::{Hsm, HsmError, Pkcs11Uri, Role, require_real};

use crate::child::{SO_PIN, blank, mark, opens, rng, unlock_all, uri, with_keys};
use crate::raw::{logged_in, pin, session};
use crate::suite::{ADMIN_PIN, ESCROW_PIN, NEXT_ADMIN_PIN, SEAL_PIN, TALLY_PIN, pins};

fn line<'a>(file: &'a str, word: &str) -> &'a str {
    file.lines().find_map(|line| line.strip_prefix(word)).unwrap().trim_start()
}

fn file_of(hsm: &Pkcs11Hsm) -> String {
    String::from_utf8(hsm.to_file_bytes().unwrap()).unwrap()
}

fn named(what: &str) -> Pkcs11Uri {
    Pkcs11Uri::parse(&format!("pkcs11:{what}?module-path={}", uri().module_path())).unwrap()
}

#[test]
#[ignore = "needs a configured module"]
fn two_hsms_are_prepared_in_one_module() {
    let mut hsms = prepare(&uri(), None, 2, &mut counting()).unwrap();
    assert_eq!(hsms.len(), 2);
    assert_ne!(hsms[0].serial(), hsms[1].serial());
    hsms.iter_mut().for_each(|hsm| hsm.make_keys(&pins()).unwrap());
    let [first, second] = &mut hsms[..] else { panic!("two") };
    assert_ne!(first.seal_key(), second.seal_key());
    unlock_all(first);
    let role = Role::Tally;
    assert_eq!(second.decapsulate(role, &[3; 1568]), Err(HsmError::RoleLocked { role }));
    second.unlock(role, TALLY_PIN).unwrap();
    second.lock(role);
    opens(first, role);
    assert_eq!(pkcs11::open(&uri(), &mut rng).unwrap().len(), 2);
}

/// Another generator every time: two HSMs that draw the same number would have the same labels.
fn counting() -> impl FnMut() -> pkcs11::BoxedRng {
    use rand_chacha::rand_core::SeedableRng;
    let mut number = 0;
    move || {
        number += 1;
        Box::new(rand_chacha::ChaCha20Rng::from_seed([number; 32]))
    }
}

#[test]
#[ignore = "needs a configured module"]
fn too_few_free_slots_are_counted() {
    let mut new_rng = counting();
    assert_eq!(prepare(&uri(), None, 8, &mut new_rng).unwrap().len(), 2);
    let refused = prepare(&uri(), None, 1, &mut new_rng).map(drop);
    let what = "0 free slots are there, 3 are needed".to_owned();
    assert_eq!(refused, Err(HsmError::NotInitialised { what }));
}

#[test]
#[ignore = "needs a configured module"]
fn a_module_with_one_token_for_all_roles_is_refused() {
    for uri in [uri(), named("token=tamga-1f2e3d4c")] {
        let refused = prepare(&uri, Some(SO_PIN), 1, &mut rng).map(drop);
        assert!(matches!(&refused, Err(HsmError::Lacks { what }) if what.contains("three tokens")), "{refused:?}");
    }
    assert!(matches!(pkcs11::open(&uri(), &mut rng), Err(HsmError::NotInitialised { .. })), "a token was initialised");
}

#[test]
#[ignore = "needs a configured module"]
fn tokens_that_were_initialised_are_taken_by_name() {
    assert!(matches!(pkcs11::open(&uri(), &mut rng), Err(HsmError::NotInitialised { .. })));
    drop(blank());
    let found = pkcs11::open(&uri(), &mut rng).unwrap();
    assert!(!found[0].has_keys());
    assert_eq!(found[0].to_file_bytes(), Err(HsmError::NoKeys));
    let group = format!("token=tamga-{:08x}", u32::from_be_bytes(first_bytes()));
    let refused = prepare(&named(&group), None, 1, &mut rng).map(drop);
    assert!(matches!(refused, Err(HsmError::Naming { why }) if why.contains("pin-source")));
    let mut hsm = prepare(&named(&group), Some(SO_PIN), 1, &mut rng).unwrap().pop().unwrap();
    hsm.make_keys(&pins()).unwrap();
    let refused = prepare(&named(&group), Some(SO_PIN), 1, &mut rng).map(drop);
    assert_eq!(refused, Err(HsmError::KeysExist));
    let other = prepare(&named("token=tamga-ffffffff"), Some(SO_PIN), 1, &mut rng).map(drop);
    assert!(matches!(other, Err(HsmError::NotInitialised { .. })));
}

/// The number of the HSM that this process makes: the first that its generator draws where an SO PIN is given.
fn first_bytes() -> [u8; 4] {
    let mut bytes = [0; 4];
    rng().fill_bytes(&mut bytes);
    bytes
}

#[test]
#[ignore = "needs a configured module"]
fn a_wrong_so_pin_makes_no_keys() {
    drop(blank());
    let group = format!("token=tamga-{:08x}", u32::from_be_bytes(first_bytes()));
    let mut wrong = prepare(&named(&group), Some(b"not the pin"), 1, &mut rng).unwrap().pop().unwrap();
    let refused = wrong.make_keys(&pins());
    assert!(matches!(refused, Err(HsmError::WrongPin { role: Role::Admin, .. })));
    assert_eq!(wrong.seal_key(), Err(HsmError::NoKeys));
    let mut right = prepare(&named(&group), Some(SO_PIN), 1, &mut rng).unwrap().pop().unwrap();
    right.make_keys(&pins()).unwrap();
}

#[test]
#[ignore = "needs a configured module"]
fn a_second_view_of_a_device_cannot_provision_it_again() {
    let mut first = blank();
    let group = format!("token=tamga-{:08x}", u32::from_be_bytes(first_bytes()));
    let mut second = prepare(&named(&group), Some(SO_PIN), 1, &mut rng).unwrap().pop().unwrap();
    first.make_keys(&pins()).unwrap();
    assert_eq!(second.make_keys(&pins()), Err(HsmError::KeysExist));
    first.unlock(Role::Tally, TALLY_PIN).unwrap();
    opens(&mut first, Role::Tally);
}

#[test]
#[ignore = "needs a configured module"]
fn an_hsm_is_found_by_what_its_uri_names() {
    let hsm = with_keys();
    let file = file_of(&hsm);
    let label = line(&file, "labels").split('|').next().unwrap();
    let serial = line(&file, "tokens").split('|').nth(1).unwrap();
    let group = label.trim_end_matches("-seal");
    let found = |what: &str| pkcs11::open(&named(what), &mut rng).map(|hsms| hsms[0].serial().to_owned());
    for what in [
        format!("token={group}"),
        format!("token={label};object=tamga-tally-p384;type=private"),
        format!("serial={serial}"),
        format!("token={}%2d{}", &group[..5], &group[6..]),
    ] {
        assert_eq!(found(&what).as_deref(), Ok(hsm.serial()), "{what}");
    }
    for what in ["token=tamga", "serial=1", "slot-id=4711", "model=none", "manufacturer=nobody"] {
        assert!(matches!(found(what), Err(HsmError::NotInitialised { .. })), "{what}");
    }
}

#[test]
#[ignore = "needs a configured module"]
fn another_token_in_its_place_is_not_ours() {
    let hsm = with_keys();
    let file = file_of(&hsm);
    let tally = line(&file, "tokens").split('|').nth(1).unwrap();
    let open = |file: &str| Pkcs11Hsm::open_file(file.as_bytes(), rng()).map(drop);
    let refused = open(&file.replace(tally, "0123456789abcdef"));
    let label = line(&file, "labels").split('|').nth(1).unwrap();
    let [expected, found] = ["0123456789abcdef", tally].map(|serial| format!("{label} {serial}"));
    assert_eq!(refused, Err(HsmError::NotOurs { expected, found }));
    let gone = file.replace(tally, "0123456789abcdef").replace(label, "tamga-00000000-tally");
    assert_eq!(open(&gone), Err(HsmError::Removed));
    assert_eq!(open(&file), Ok(()));
}

#[test]
#[ignore = "needs a configured module"]
fn a_pin_that_the_device_locked_is_blocked() {
    let mut hsm = with_keys();
    let role = Role::Escrow;
    let session = session(&hsm, role);
    while !format!("{:?}", session.login(UserType::User, Some(&pin(b"not the pin")))).contains("PinLocked") {}
    drop(session);
    assert_eq!(hsm.unlock(role, ESCROW_PIN), Err(HsmError::PinBlocked { role }));
    let file = hsm.to_file_bytes().unwrap();
    drop(hsm);
    let mut hsm = Pkcs11Hsm::open_file(&file, rng()).unwrap();
    assert_eq!(hsm.unlock(role, ESCROW_PIN), Err(HsmError::PinBlocked { role }));
    hsm.unlock(Role::Tally, TALLY_PIN).unwrap();
}

#[test]
#[ignore = "needs a configured module"]
fn the_so_pin_of_all_three_tokens_is_the_administrators() {
    let mut hsm = blank();
    hsm.make_keys(&pins()).unwrap();
    let opens_so = |hsm: &Pkcs11Hsm, role, so_pin: &[u8]| {
        let session = session(hsm, role);
        session.login(UserType::So, Some(&pin(so_pin))).is_ok()
    };
    let roles = [Role::Seal, Role::Tally, Role::Escrow];
    assert!(roles.iter().all(|role| opens_so(&hsm, *role, ADMIN_PIN) && !opens_so(&hsm, *role, SO_PIN)));
    hsm.change_pin(Role::Admin, ADMIN_PIN, NEXT_ADMIN_PIN).unwrap();
    assert!(roles.iter().all(|role| opens_so(&hsm, *role, NEXT_ADMIN_PIN) && !opens_so(&hsm, *role, ADMIN_PIN)));
}

#[test]
#[ignore = "needs a configured module"]
fn a_change_of_the_so_pin_that_was_cut_off_is_finished() {
    let mut hsm = with_keys();
    let first = session(&hsm, Role::Seal);
    first.login(UserType::So, Some(&pin(ADMIN_PIN))).unwrap();
    first.set_pin(&pin(ADMIN_PIN), &pin(NEXT_ADMIN_PIN)).unwrap();
    first.logout().unwrap();
    drop(first);
    hsm.change_pin(Role::Admin, ADMIN_PIN, NEXT_ADMIN_PIN).unwrap();
    assert!(matches!(hsm.change_pin(Role::Admin, ADMIN_PIN, NEXT_ADMIN_PIN), Err(HsmError::WrongPin { .. })));
    hsm.wipe(NEXT_ADMIN_PIN).unwrap();
    hsm.make_keys(&pins()).unwrap();
}

#[test]
#[ignore = "needs a configured module"]
fn a_pin_whose_length_the_module_refuses_is_named() {
    let mut hsm = blank();
    assert!(mark("choosy"));
    assert_eq!(hsm.make_keys(&pins()), Err(HsmError::PinLength { len: SEAL_PIN.len() }));
    assert_eq!(hsm.seal_key(), Err(HsmError::NoKeys));
    hsm.make_keys(&pins()).unwrap();
}

#[test]
#[ignore = "needs a configured module"]
fn keys_that_could_not_be_finished_leave_a_device_without_keys() {
    let mut hsm = blank();
    assert!(mark("full"));
    let code = "CreateObject: DeviceMemory".to_owned();
    assert_eq!(hsm.make_keys(&pins()), Err(HsmError::Device { call: "PKCS#11", code }));
    assert_eq!(hsm.seal_key(), Err(HsmError::NoKeys));
    hsm.make_keys(&pins()).unwrap();
    unlock_all(&mut hsm);
    opens(&mut hsm, Role::Escrow);
}

#[test]
#[ignore = "needs a configured module"]
fn a_half_wiped_device_is_named_and_can_be_wiped() {
    let hsm = with_keys();
    let file = hsm.to_file_bytes().unwrap();
    let session = logged_in(&hsm, Role::Escrow);
    for object in session.find_objects(&[Attribute::Token(true)]).unwrap() {
        let _ = session.destroy_object(object);
    }
    session.logout().unwrap();
    drop((session, hsm));
    let mut hsm = Pkcs11Hsm::open_file(&file, rng()).unwrap();
    let name = "tamga-escrow-p384".to_owned();
    assert_eq!(hsm.evidence(), Err(HsmError::MissingKey { name: name.clone() }));
    assert_eq!(hsm.unlock(Role::Escrow, ESCROW_PIN), Err(HsmError::MissingKey { name }));
    assert_eq!(hsm.make_keys(&pins()), Err(HsmError::KeysExist));
    hsm.wipe(ADMIN_PIN).unwrap();
    hsm.make_keys(&pins()).unwrap();
    hsm.unlock(Role::Escrow, ESCROW_PIN).unwrap();
}

#[test]
#[ignore = "needs a configured module"]
fn the_file_of_an_hsm_is_as_the_readme_has_it() {
    let mut hsm = with_keys();
    let _ = hsm.unlock(Role::Tally, b"not the pin");
    let file = file_of(&hsm);
    let words: Vec<&str> = file.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(words, ["tamga/pkcs11-hsm/v1", "module", "labels", "tokens", "serial", "model", "tries"]);
    assert_eq!(line(&file, "module"), uri().module_path());
    assert_eq!(line(&file, "tries"), "0|1|0|0");
    let seal = line(&file, "tokens").split('|').next().unwrap().to_ascii_lowercase();
    assert!(hsm.serial().ends_with(&seal) && line(&file, "serial") == hsm.serial());
    for pin in [SEAL_PIN, TALLY_PIN, ESCROW_PIN, ADMIN_PIN] {
        assert!(!file.contains(std::str::from_utf8(pin).unwrap()));
    }
    let open = |file: &str| Pkcs11Hsm::open_file(file.as_bytes(), rng()).map(|hsm| file_of(&hsm));
    assert_eq!(open(&file).unwrap(), file);
    let damaged = [
        file.replace("/v1\n", "/v2\n"),
        file.replace("0|1|0|0", "0|01|0|0"),
        file.replace("0|1|0|0", "0|1|0"),
        file.replace("0|1|0|0", "0|1|0|256"),
        file.replace("\nmodel ", "\nmodel  "),
        file.replace("\nserial ", "\nserial X"),
        file.replace('\n', "\r\n"),
        file.trim_end().to_owned(),
        format!("{file}\n"),
        format!("{file}more 1\n"),
        file.replace("tries ", "Tries "),
        String::new(),
        "x".repeat(pkcs11::FILE_LEN_MAX + 1),
    ];
    for damaged in damaged {
        assert!(matches!(open(&damaged), Err(HsmError::File { .. })), "{damaged}");
    }
}

#[test]
#[ignore = "needs a configured module"]
fn nothing_secret_is_in_debug() {
    let mut hsm = blank();
    assert_eq!(format!("{hsm:?}"), format!("Pkcs11Hsm {{ serial: {:?}, .. }}", hsm.serial()));
    hsm.make_keys(&pins()).unwrap();
    let errors = [
        format!("{:?}", hsm.unlock(Role::Tally, b"a PIN of nobody")),
        format!("{:?}", hsm.change_pin(Role::Tally, b"a PIN of nobody", b"a PIN of nobody")),
        format!("{:?}", hsm.wipe(b"a PIN of nobody")),
    ];
    assert!(errors.iter().all(|error| !error.contains("nobody")));
}

#[test]
#[ignore = "needs a configured module"]
fn tokens_in_software_are_no_real_hsm() {
    let hsm = with_keys();
    assert_eq!(require_real(&hsm), Err(HsmError::Rehearsal));
    let again = Pkcs11Hsm::open_file(&hsm.to_file_bytes().unwrap(), rng()).unwrap();
    assert!(again.is_rehearsal() && !again.is_hardware());
    assert_ne!(hsm.model(), "rehearsal");
}

#[test]
#[ignore = "needs a configured module"]
fn tokens_in_hardware_slots_are_a_real_hsm() {
    assert!(mark("hardware"));
    let mut hsm = with_keys();
    assert_eq!(require_real(&hsm), Ok(()));
    assert!(hsm.is_hardware());
    let kept = hsm.needs().unwrap().into_iter().find(|need| need.need == "keys that never leave").unwrap();
    assert_eq!(kept.met, tamga_devices::evidence::Met::Yes);
}
