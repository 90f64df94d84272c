use std::collections::HashSet;

use tamga_wire::{Refusal, Response, decode_message};

#[test]
fn every_code_from_1_to_40_is_one_refusal_and_no_other_is() {
    let mut seen = HashSet::new();
    for code in 0..=u8::MAX {
        let plain = decode_message::<Response>(&[3, code, 0]);
        let named = decode_message::<Response>(&[3, code, 2]);
        let expects_culprit = [11, 17].contains(&code);
        assert_eq!(plain.is_ok(), (1..=40).contains(&code) && !expects_culprit, "{code}");
        assert_eq!(named.is_ok(), expects_culprit, "{code}");
        for response in plain.into_iter().chain(named) {
            let Response::Refused(refusal) = response else { panic!("{code} is no refusal") };
            assert_eq!(refusal.code(), code);
            assert!(seen.insert(refusal));
        }
    }
    assert_eq!(seen.len(), 40);
}

#[test]
fn the_readme_has_a_row_for_every_refusal() {
    let readme = include_str!("../../README.md");
    for code in 1..=40u8 {
        let culprit = u8::from([11, 17].contains(&code)) * 2;
        let Ok(Response::Refused(refusal)) = decode_message::<Response>(&[3, code, culprit]) else {
            panic!("{code} is no refusal");
        };
        let name = format!("{refusal:?}");
        let name = name.split('(').next().unwrap();
        assert!(readme.contains(&format!("| {code} | `{name}` |")), "no row for {code} {name}");
    }
}

#[test]
fn a_refusal_names_its_culprit() {
    assert_eq!(Refusal::DkgCulprit(7).culprit(), Some(7));
    assert_eq!(Refusal::BadApproval(1).culprit(), Some(1));
    assert_eq!(Refusal::SlotTaken.culprit(), None);
}
