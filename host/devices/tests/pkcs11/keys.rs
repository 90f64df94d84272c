//! Keys on tokens: what is declared, what is there, what leaves. Each function runs in a process with a configured module.

use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, ObjectClass};
use tamga_devices::config::{self, Class, Config};
use tamga_devices::evidence::Met;
use tamga_devices::{Hsm, HsmError, Role, SealKey};

use crate::child::{mark, opens, unlock_all, with_keys};
use crate::raw::{logged_in, objects};
use crate::suite::{SEAL_PIN, TALLY_PIN, pins, verifies};

/// CKA number and value of the attributes that decide over a key, written down apart from the backend.
fn kinds() -> Vec<(config::Attribute, AttributeType)> {
    use config::Attribute as A;
    vec![
        (A::Token, AttributeType::Token),
        (A::Private, AttributeType::Private),
        (A::Sensitive, AttributeType::Sensitive),
        (A::Extractable, AttributeType::Extractable),
        (A::AlwaysSensitive, AttributeType::AlwaysSensitive),
        (A::NeverExtractable, AttributeType::NeverExtractable),
        (A::Local, AttributeType::Local),
        (A::Modifiable, AttributeType::Modifiable),
        (A::Sign, AttributeType::Sign),
        (A::Verify, AttributeType::Verify),
        (A::Encrypt, AttributeType::Encrypt),
        (A::Decrypt, AttributeType::Decrypt),
        (A::Wrap, AttributeType::Wrap),
        (A::Unwrap, AttributeType::Unwrap),
        (A::Derive, AttributeType::Derive),
    ]
}

fn flag(attribute: &Attribute) -> bool {
    format!("{attribute:?}").contains("true")
}

#[test]
#[ignore = "needs a configured module"]
fn every_attribute_on_the_device_is_the_declared_one() {
    let mut hsm = with_keys();
    unlock_all(&mut hsm);
    let evidence = hsm.evidence().unwrap().unwrap();
    for role in [Role::Seal, Role::Tally, Role::Escrow] {
        hsm.lock(role);
    }
    let config = Config::built_in();
    let mut seen = 0;
    for (role, key) in Role::ALL.iter().flat_map(|role| config.keys_of(*role).into_iter().map(move |key| (*role, key)))
    {
        let session = logged_in(&hsm, role);
        for handle in objects(&session, &key.name) {
            let class = session.get_attributes(handle, &[AttributeType::Class]).unwrap();
            let class = match class[0] {
                Attribute::Class(ObjectClass::PRIVATE_KEY) => Class::PrivateKey,
                Attribute::Class(ObjectClass::PUBLIC_KEY) => Class::PublicKey,
                Attribute::Class(ObjectClass::SECRET_KEY) => Class::SecretKey,
                _ => Class::Data,
            };
            let wraps = session.get_attributes(handle, &[AttributeType::Wrap]).unwrap();
            let wraps = class == Class::SecretKey && wraps.iter().any(flag);
            let is = |object: &&config::Pkcs11Object| {
                object.class == class && object.set.contains(&config::Attribute::Wrap) == wraps
            };
            let declared = key.pkcs11.iter().find(is).unwrap();
            for (attribute, number) in kinds().into_iter().filter(|(attribute, _)| attribute.applies_to(class)) {
                let shown = session.get_attributes(handle, &[number]).unwrap();
                let value = declared.set.contains(&attribute);
                assert_eq!(
                    shown.iter().map(flag).collect::<Vec<_>>(),
                    [value],
                    "{attribute:?} of {} {class}",
                    key.name
                );
                let word = format!("{attribute:?}").to_ascii_lowercase();
                let object = if class == Class::PublicKey { ".public" } else { "" };
                let name = format!("{}{object}", key.name);
                let (_, fact) = evidence.facts.iter().find(|(found, _)| *found == name).unwrap();
                let (_, words) = fact.split_once(": ").unwrap();
                let shown = words.split(' ').any(|found| found.replace('-', "") == word);
                assert_eq!(shown, value, "{attribute:?} of {} {class} in the evidence", key.name);
                seen += 1;
            }
        }
        session.logout().unwrap();
    }
    assert!(seen > 60, "{seen} attributes");
    let of_objects = evidence.facts.iter().filter(|(key, _)| key.starts_with("tamga-"));
    assert!((8..=12).contains(&of_objects.count()), "{:?}", evidence.facts);
}

#[test]
#[ignore = "needs a configured module"]
fn without_ed25519_the_seal_key_is_on_p384() {
    let mut hsm = with_keys();
    assert!(matches!(hsm.seal_key(), Ok(SealKey::EcdsaP384(_))));
    hsm.unlock(Role::Seal, SEAL_PIN).unwrap();
    assert_eq!(hsm.sign(b"checkpoint").unwrap().len(), 96);
    let needs = hsm.needs().unwrap();
    assert_eq!((needs[0].met, needs[0].how.as_str()), (Met::Fallback, "CKM_ECDSA on P-384, SHA-384 by the host"));
}

#[test]
#[ignore = "needs a configured module"]
fn a_module_that_signs_whole_messages_alone_signs_with_sha384() {
    assert!(mark("whole"));
    let mut hsm = with_keys();
    let needs = hsm.needs().unwrap();
    assert_eq!((needs[0].met, needs[0].how.as_str()), (Met::Fallback, "CKM_ECDSA_SHA384 on P-384"));
    hsm.unlock(Role::Seal, SEAL_PIN).unwrap();
    let signature = hsm.sign(b"checkpoint").unwrap();
    assert!(verifies(&hsm.seal_key().unwrap(), b"checkpoint", &signature));
    assert!(!verifies(&hsm.seal_key().unwrap(), b"checkpoint.", &signature));
}

#[test]
#[ignore = "needs a configured module"]
fn the_post_quantum_half_is_made_and_opened_inside() {
    let mut hsm = with_keys();
    unlock_all(&mut hsm);
    let facts = hsm.evidence().unwrap().unwrap().facts;
    let has = |key: &str, value: &str| facts.contains(&(key.to_owned(), value.to_owned()));
    for role in ["tally", "escrow"] {
        let words = "always-sensitive decapsulate local never-extractable private sensitive token";
        assert!(has(&format!("tamga-{role}-mlkem"), &format!("ML-KEM-1024: {words}")));
        assert!(has(&format!("tamga-{role}-mlkem.public"), "ML-KEM-1024: encapsulate local token"));
        assert!(has(&format!("tamga-{role}-p384"), &format!("P-384: {}", words.replace("decapsulate", "derive"))));
        assert!(!facts.iter().any(|(key, _)| key.starts_with(&format!("tamga-{role}-wrap"))));
    }
    let need = hsm.needs().unwrap().into_iter().find(|need| need.need == "ML-KEM-1024").unwrap();
    assert_eq!(need.met, Met::Yes);
    opens(&mut hsm, Role::Tally);
    hsm.lock(Role::Tally);
    assert!(objects(&logged_in(&hsm, Role::Tally), "tamga-tally-mlkem-seed").is_empty());
}

/// The first byte of the wrapped seed says how it was wrapped.
#[test]
#[ignore = "needs a configured module"]
fn a_seed_is_wrapped_with_the_mechanism_that_is_there() {
    let mut hsm = with_keys();
    let how = hsm.needs().unwrap().into_iter().find(|need| need.need == "ML-KEM-1024").unwrap().how;
    let session = logged_in(&hsm, Role::Tally);
    let seed = objects(&session, "tamga-tally-mlkem-seed");
    let value = session.get_attributes(seed[0], &[AttributeType::Value]).unwrap();
    session.logout().unwrap();
    drop(session);
    let Attribute::Value(value) = &value[0] else { panic!("no value") };
    let (first, len) = match how.as_str() {
        "seed wrapped by an AES-256 key, CKM_AES_KEY_WRAP" => (1, 1 + 64 + 8),
        "seed wrapped by an AES-256 key, CKM_AES_KEY_WRAP_PAD" => (2, 1 + 64 + 8),
        "seed wrapped by an AES-256 key, CKM_AES_GCM" => (3, 1 + 12 + 64 + 16),
        other => panic!("{other}"),
    };
    assert_eq!((value[0], value.len()), (first, len), "{how}");
    for role in [Role::Tally, Role::Escrow] {
        hsm.unlock(role, pins().expose(role)).unwrap();
        opens(&mut hsm, role);
    }
}

#[test]
#[ignore = "needs a configured module"]
fn a_wrapped_seed_that_was_changed_is_refused() {
    let mut hsm = with_keys();
    let role = Role::Tally;
    let session = logged_in(&hsm, role);
    let seed = objects(&session, "tamga-tally-mlkem-seed")[0];
    let read = session.get_attributes(seed, &[AttributeType::Value]).unwrap();
    let Attribute::Value(mut value) = read[0].clone() else { panic!("no value") };
    *value.last_mut().unwrap() ^= 1;
    session.destroy_object(seed).unwrap();
    let template = [
        Attribute::Class(ObjectClass::DATA),
        Attribute::Token(true),
        Attribute::Private(true),
        Attribute::Modifiable(false),
        Attribute::Label(b"tamga-tally-mlkem-seed".to_vec()),
        Attribute::Value(value),
    ];
    session.create_object(&template).unwrap();
    session.logout().unwrap();
    drop(session);
    hsm.unlock(role, TALLY_PIN).unwrap();
    assert_eq!(hsm.decapsulate(role, &[3; 1568]), Err(HsmError::BadWrapping { role }));
}

#[test]
#[ignore = "needs a configured module"]
fn the_wrap_key_takes_no_other_key_out() {
    let hsm = with_keys();
    let session = logged_in(&hsm, Role::Tally);
    let wrap = objects(&session, "tamga-tally-wrap")[0];
    let private = [Attribute::Class(ObjectClass::PRIVATE_KEY)];
    let key = session.find_objects(&private).unwrap()[0];
    for mechanism in [Mechanism::AesKeyWrap, Mechanism::AesKeyWrapPad] {
        assert!(session.wrap_key(&mechanism, wrap, key).is_err());
        assert!(session.wrap_key(&mechanism, wrap, wrap).is_err());
    }
    assert!(session.update_attributes(key, &[Attribute::Extractable(true)]).is_err());
    assert!(session.update_attributes(wrap, &[Attribute::Derive(true)]).is_err());
    session.logout().unwrap();
}

#[test]
#[ignore = "needs a configured module"]
fn secrets_do_not_leave_the_device() {
    let hsm = with_keys();
    for role in [Role::Seal, Role::Tally, Role::Escrow] {
        let session = logged_in(&hsm, role);
        for class in [ObjectClass::PRIVATE_KEY, ObjectClass::SECRET_KEY] {
            for key in session.find_objects(&[Attribute::Class(class)]).unwrap() {
                let read = session.get_attributes(key, &[AttributeType::Value]);
                assert!(read.is_err() || read.is_ok_and(|values| values.is_empty()));
            }
        }
        session.logout().unwrap();
        let seen = session.find_objects(&[Attribute::Class(ObjectClass::PRIVATE_KEY)]).unwrap();
        assert!(seen.is_empty(), "a private key is seen without a PIN");
    }
}
