//! URIs, and modules that are none.

use proptest::prelude::*;
use tamga_devices::pkcs11::{URI_LEN_MAX, open};
use tamga_devices::{HsmError, Pkcs11Uri};

use crate::child::rng;
use crate::modules::library;

fn refusal(uri: &str) -> String {
    match Pkcs11Uri::parse(uri) {
        Err(HsmError::Naming { why }) => why,
        other => panic!("{uri} gave {other:?}"),
    }
}

#[test]
fn a_uri_names_a_module_tokens_and_a_pin_file() {
    let uri = "pkcs11:token=tamga-1f2e3d4c;object=tamga-seal?module-path=/opt/a%20b.so&pin-source=file:/etc/so%2dpin";
    let uri = Pkcs11Uri::parse(uri).unwrap();
    assert_eq!(uri.module_path(), "/opt/a b.so");
    assert_eq!(uri.object(), Some("tamga-seal"));
    assert_eq!(uri.pin_source().unwrap().to_str(), Some("/etc/so-pin"));
    assert!(uri.names_tokens());
    let alone = Pkcs11Uri::parse("pkcs11:?module-path=/opt/module.so").unwrap();
    assert!(!alone.names_tokens() && alone.pin_source().is_none());
    let triple = Pkcs11Uri::parse("pkcs11:slot-id=3?module-path=/m.so&pin-source=file:///etc/pin").unwrap();
    assert_eq!(triple.pin_source().unwrap().to_str(), Some("/etc/pin"));
}

#[test]
fn softhsm_is_a_word_for_its_declared_library() {
    let word = Pkcs11Uri::parse("softhsm").unwrap();
    assert_eq!(Pkcs11Uri::parse("pkcs11:?module-name=softhsm2"), Ok(word.clone()));
    assert!(word.module_path().ends_with("/libsofthsm2.so"));
    assert!(refusal("pkcs11:?module-name=nobody").contains("softhsm2"));
}

#[test]
fn a_pin_on_the_command_line_is_refused_and_not_repeated() {
    for uri in [
        "pkcs11:token=a?module-path=/m.so&pin-value=4711",
        "pkcs11:pin-value=4711?module-path=/m.so",
        "pkcs11:token=4711#?pin-value=4711",
    ] {
        let why = refusal(uri);
        assert!(why.contains("pin-source") && !why.contains("4711"), "{why}");
    }
    let debug = format!("{:?}", Pkcs11Uri::parse("pkcs11:token=4711?module-path=/m.so").unwrap());
    assert!(!debug.contains("4711"), "{debug}");
}

#[test]
fn every_other_word_is_refused_with_a_sentence() {
    for (uri, word) in [
        ("", "not a PKCS#11 URI"),
        ("softhsm2", "not a PKCS#11 URI"),
        ("pkcs11:", "names no module"),
        ("pkcs11:token=a", "names no module"),
        ("pkcs11:?module-path=m.so", "begins with /"),
        ("pkcs11:?module-path=/m.so&module-name=softhsm2", "twice"),
        ("pkcs11:token=a;token=b?module-path=/m.so", "not a PKCS#11 URI"),
        ("pkcs11:token=a%2?module-path=/m.so", "hexadecimal"),
        ("pkcs11:token=%00?module-path=/m.so", "printable"),
        ("pkcs11:token=%ff?module-path=/m.so", "printable"),
        ("pkcs11:slot-id=x?module-path=/m.so", ""),
        ("pkcs11:object=another?module-path=/m.so", "no key of an HSM"),
        ("pkcs11:id=%01?module-path=/m.so", "not used"),
        ("pkcs11:vendor-x=1?module-path=/m.so", "not used"),
        ("pkcs11:?module-path=/m.so&pin-source=pin", "whole path"),
        ("pkcs11:token=a b?module-path=/m.so", "printable letters"),
    ] {
        let why = refusal(uri);
        assert!(why.contains(word), "{uri}: {why}");
    }
    let long = format!("pkcs11:token={}?module-path=/m.so", "a".repeat(URI_LEN_MAX));
    assert!(refusal(&long).contains("2048"));
}

#[test]
fn a_module_that_is_missing_and_one_that_is_none_are_named() {
    let open =
        |path: &str| open(&Pkcs11Uri::parse(&format!("pkcs11:?module-path={path}")).unwrap(), &mut rng).map(drop);
    let path = "/nowhere/module.so".to_owned();
    assert_eq!(open(&path), Err(HsmError::ModuleMissing { path }));
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text.so");
    std::fs::write(&text, "no library").unwrap();
    let path = text.to_str().unwrap().to_owned();
    assert_eq!(open(&path), Err(HsmError::NotAModule { path }));
    let source = folder.path().join("other.c");
    std::fs::write(&source, "int answer(void) { return 42; }\n").unwrap();
    let path = library(source.to_str().unwrap(), folder.path());
    assert_eq!(open(&path), Err(HsmError::NotAModule { path }));
}

proptest! {
    #[test]
    fn no_uri_makes_the_parser_panic(tail in "[ -~]{0,60}", odd in "\\PC{0,30}") {
        let _ = Pkcs11Uri::parse(&format!("pkcs11:{tail}"));
        let _ = Pkcs11Uri::parse(&format!("pkcs11:?{tail}"));
        let _ = Pkcs11Uri::parse(&odd);
    }

    #[test]
    fn no_attributes_make_the_parser_panic(
        parts in proptest::collection::vec("(token|serial|id|type|slot-id|object|x|module-path|pin-source)?=?[a-z%;&?/]{0,6}", 0..6),
    ) {
        let _ = Pkcs11Uri::parse(&format!("pkcs11:{}", parts.join(";")));
        let _ = Pkcs11Uri::parse(&format!("pkcs11:?{}", parts.join("&")));
    }
}
