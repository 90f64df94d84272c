//! The making of keys, their evidence, and the file.

use std::path::Path;

use tamga_devices::yubihsm::{YubiHsm, prepare};
use tamga_devices::{Hsm, HsmError, HsmSpec, Role};
use tamga_yubihsm_emulator::{Config, Fault, What};

use crate::bench::{Bench, rng, url};
use crate::suite::{self, ADMIN_PIN, Backend, SEAL_PIN, TALLY_PIN, pins};

const PUT_OPAQUE: u8 = 0x42;
const DELETE_OBJECT: u8 = 0x58;
const SET_OPTION: u8 = 0x4f;

fn fact(hsm: &mut YubiHsm, key: &str) -> Option<String> {
    let evidence = hsm.evidence().unwrap().unwrap();
    evidence.facts.into_iter().find(|(found, _)| found == key).map(|(_, value)| value)
}

#[test]
fn the_evidence_has_every_object_as_declared_and_four_certificates() {
    let mut bench = Bench::unlocked(&[]);
    let evidence = bench.hsm.evidence().unwrap().unwrap();
    let value = |key: &str| evidence.facts.iter().find(|(found, _)| found == key).map(|(_, value)| value.as_str());
    assert_eq!(value("serial"), Some("yubihsm2-0007654321"));
    assert_eq!(value("firmware"), Some("2.4.0"));
    let begins = |key: &str, begin: &str| assert!(value(key).unwrap().starts_with(begin), "{key}: {:?}", value(key));
    begins("tamga-seal", "id 0x0011 ed25519 length ");
    begins("tamga-tally-p384", "id 0x0021 ecp384 length 144 ");
    let ends = |key: &str, end: &str| assert!(value(key).unwrap().ends_with(end), "{key}: {:?}", value(key));
    ends("tamga-seal", " domains 1 capabilities sign-eddsa delegated none origin generated");
    ends("tamga-tally-p384", " domains 2 capabilities derive-ecdh delegated none origin generated");
    ends("tamga-escrow-wrap", " domains 3 capabilities wrap-data unwrap-data delegated none origin generated");
    ends("tamga-escrow-mlkem-seed", " domains 3 capabilities none delegated none origin imported");
    begins("tamga-tally-authentication", "id 0x0020 aes128-yubico-authentication length ");
    let admin = "get-option reset-device delete-authentication-key change-authentication-key delegated none";
    ends("tamga-admin-authentication", &format!(" domains 1 2 3 capabilities {admin} origin imported"));
    assert_eq!(evidence.facts.iter().filter(|(key, _)| key.starts_with("tamga-")).count(), 13);
    assert_eq!(value("option.force-audit"), Some("fixed"));
    assert_eq!(value("read-back"), Some("at the making of the keys; now in:"));
    let names: Vec<_> = evidence.certificates.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["device", "escrow", "seal", "tally"]);
    for (key, value) in &evidence.facts {
        assert!(key.len() <= 48 && (1..=256).contains(&value.len()), "{key}");
    }
    bench.unlock(&[Role::Seal, Role::Tally, Role::Escrow]);
    assert_eq!(fact(&mut bench.hsm, "read-back").unwrap(), "at the making of the keys; now in: seal tally escrow");
    assert_eq!(bench.hsm.sign(b"x").unwrap().len(), 64);
}

#[test]
fn evidence_of_an_unlocked_role_finds_what_was_added_since() {
    let mut bench = Bench::on_disk();
    bench.hsm.make_keys(&pins()).unwrap();
    bench.smuggle(0x21, 0x77);
    bench.unlock(&[Role::Tally]);
    let refused = bench.hsm.evidence();
    assert!(matches!(&refused, Err(HsmError::WeakKey { name, .. }) if name.contains("0x0077")), "{refused:?}");
}

#[test]
fn a_missing_authentication_key_is_named_and_is_no_try() {
    let mut bench = Bench::unlocked(&[]);
    let admin = bench.client(0x40, ADMIN_PIN);
    admin.delete_object(0x20, yubihsm::object::Type::AuthenticationKey).unwrap();
    let before = bench.hsm.to_file_bytes().unwrap();
    let refused = bench.hsm.unlock(Role::Tally, TALLY_PIN);
    assert_eq!(refused, Err(HsmError::MissingKey { name: "tamga-tally-authentication".to_owned() }));
    assert_eq!(bench.hsm.to_file_bytes().unwrap(), before);
}

#[test]
fn a_transport_password_opens_the_factory_key_and_another_does_not() {
    let bench = Bench::blank();
    let refused = prepare(url(&bench.emulator), Some(b"another"), rng(3)).err();
    assert!(matches!(refused, Some(HsmError::NotInitialised { .. })), "{refused:?}");
    prepare(url(&bench.emulator), Some(b"password"), rng(3)).unwrap();
}

#[test]
fn a_device_with_a_transport_password_is_probed_without_it_and_prepared_with_it() {
    let mut bench = Bench::on_disk();
    bench.give_transport_password(b"on the way");
    let spec: HsmSpec = format!("{}?pin-source=file:/etc/transport", url(&bench.emulator)).parse().unwrap();
    assert_eq!(spec.pin_source(), Some(Path::new("/etc/transport")));
    assert_eq!(spec.probe(|| rng(3)).unwrap().len(), 7);
    let refused = spec.prepare(1, 1, None, |_| rng(3)).err();
    assert!(matches!(refused, Some(HsmError::NotInitialised { .. })), "{refused:?}");
    let mut hsms = spec.prepare(1, 1, Some(b"on the way"), |_| rng(3)).unwrap();
    hsms[0].make_keys(&pins()).unwrap();
    hsms[0].unlock(Role::Tally, TALLY_PIN).unwrap();
}

#[test]
fn a_device_with_keys_refuses_new_ones_without_its_file_and_is_wiped_by_its_administrator() {
    let bench = Bench::unlocked(&[]);
    let mut again = prepare(url(&bench.emulator), None, rng(3)).unwrap();
    assert_eq!(again.make_keys(&pins()), Err(HsmError::KeysExist));
    assert_eq!(again.random(&mut [0; 8]), Err(HsmError::KeysExist));
    assert!(matches!(again.wipe(TALLY_PIN), Err(HsmError::WrongPin { role: Role::Admin, .. })));
    again.wipe(ADMIN_PIN).unwrap();
    again.make_keys(&pins()).unwrap();
}

#[test]
fn a_device_with_keys_of_others_is_left_alone() {
    let mut bench = Bench::blank();
    let factory = bench.client(1, b"password");
    let label = yubihsm::object::Label::from_bytes(b"theirs").unwrap();
    let capability = yubihsm::Capability::SIGN_EDDSA;
    let algorithm = yubihsm::asymmetric::Algorithm::Ed25519;
    factory.generate_asymmetric_key(0x11, label, yubihsm::Domain::DOM1, capability, algorithm).unwrap();
    assert_eq!(bench.hsm.make_keys(&pins()), Err(HsmError::KeysExist));
    factory.get_public_key(0x11).unwrap();
}

#[test]
fn a_making_that_broke_off_before_its_last_step_is_repeated() {
    for (command, nth) in [(PUT_OPAQUE, 2), (SET_OPTION, 2), (SET_OPTION, 1)] {
        for what in [What::PowerCutBefore, What::PowerCutAfter] {
            let mut bench = Bench::blank();
            bench.emulator.fault(Fault { what, nth, command: Some(command) });
            let broken = bench.hsm.make_keys(&pins());
            assert!(matches!(broken, Err(HsmError::Removed | HsmError::Unreachable { .. })), "{broken:?}");
            assert_eq!(bench.hsm.seal_key(), Err(HsmError::NoKeys));
            bench.restart();
            bench.hsm.make_keys(&pins()).unwrap();
            bench.unlock(&[Role::Seal, Role::Tally, Role::Escrow]);
        }
    }
}

#[test]
fn the_lost_answer_to_the_last_step_is_looked_for() {
    let mut bench = Bench::blank();
    bench.emulator.fault(Fault::on(DELETE_OBJECT, What::DropResponse));
    bench.hsm.make_keys(&pins()).unwrap();
    bench.unlock(&[Role::Seal]);
}

#[test]
fn a_power_cut_after_the_last_step_leaves_a_device_that_says_it_must_be_reset() {
    let mut bench = Bench::blank();
    bench.emulator.fault(Fault::on(DELETE_OBJECT, What::PowerCutAfter));
    assert!(bench.hsm.make_keys(&pins()).is_err());
    bench.restart();
    assert_eq!(bench.hsm.make_keys(&pins()), Err(HsmError::KeysExist));
    bench.hsm.wipe(ADMIN_PIN).unwrap();
    bench.hsm.make_keys(&pins()).unwrap();
}

#[test]
fn firmware_that_logs_everything_from_the_start_has_room_for_the_making() {
    let mut bench = Bench::with(Config { audit_by_default: true, ..Config::default() });
    bench.hsm.make_keys(&pins()).unwrap();
    bench.unlock(&[Role::Seal]);
    assert!(bench.hsm.log_room().unwrap() > 0);
}

#[test]
fn the_file_reads_back_as_itself_holds_no_pin_and_every_change_is_refused() {
    let bench = Bench::unlocked(&[]);
    let file = bench.hsm.to_file_bytes().unwrap();
    assert!(file.starts_with(b"tamga/yubihsm/v1\nurl yubihsm:http://127.0.0.1:"));
    let again = YubiHsm::open_file(&file, rng(2)).unwrap();
    assert_eq!(again.to_file_bytes().unwrap(), file);
    for pin in [SEAL_PIN, TALLY_PIN, ADMIN_PIN] {
        assert!(!file.windows(pin.len()).any(|part| part == pin));
    }
    let text = String::from_utf8(file.clone()).unwrap();
    let changes = [
        text.replacen("v1", "v2", 1),
        text.replacen("\nserial", "\n serial", 1),
        text.replacen("tries 0 0 0 0", "tries 0 0 0", 1),
        text.replacen("tries 0 0 0 0", "tries 00 0 0 0", 1),
        text.replacen("tries 0 0 0 0", "tries 9 0 0 0", 1),
        text.replacen("tally-p384 04", "tally-p384 05", 1),
        text.replacen("\nseal ", "\nseal A", 1),
        text.replacen("\nfact ", "\nfakt ", 1),
        text.replacen('\n', "\r\n", 1),
        format!("{text}\n"),
        text[..text.len() - 1].to_owned(),
        String::new(),
    ];
    for change in changes {
        let refused = YubiHsm::open_file(change.as_bytes(), rng(2)).err();
        assert!(matches!(refused, Some(HsmError::File { .. })), "{refused:?}: {}", &change[..change.len().min(80)]);
    }
    assert!(YubiHsm::open_file(&[0xff; 9], rng(2)).is_err());
    assert!(YubiHsm::open_file(&vec![b'x'; 65 * 1024], rng(2)).is_err());
}

#[test]
fn another_device_in_its_place_is_named() {
    let mut bench = Bench::unlocked(&[]);
    let file = bench.hsm.to_file_bytes().unwrap();
    let _other = bench.replace(42);
    let not_ours =
        Some(HsmError::NotOurs { expected: "yubihsm2-0007654321".to_owned(), found: "yubihsm2-0000000042".to_owned() });
    assert_eq!(YubiHsm::open_file(&file, rng(2)).err(), not_ours);
    assert_eq!(bench.hsm.unlock(Role::Tally, TALLY_PIN).err(), not_ours);
    assert_eq!(bench.hsm.evidence().err(), not_ours);
    assert_eq!(bench.hsm.to_file_bytes().unwrap(), file);
}

#[test]
fn a_device_that_is_away_opens_from_its_file_and_works_when_it_is_back() {
    let mut bench = Bench::unlocked(&[]);
    let file = bench.hsm.to_file_bytes().unwrap();
    bench.emulator.stop();
    bench.hsm = YubiHsm::open_file(&file, rng(2)).unwrap();
    let away = bench.hsm.unlock(Role::Tally, TALLY_PIN);
    assert_eq!(away, Err(HsmError::Unreachable { url: url(&bench.emulator).to_string() }));
    assert_eq!(bench.hsm.to_file_bytes().unwrap(), file);
    bench.restart();
    bench.unlock(&[Role::Tally]);
    bench.reload();
    suite::public_key(&bench.hsm, Role::Tally);
}
