//! What is signed, put together by hand from host/record's page: labels are framed by one byte of length.

use tamga_crypto::hash::sha3_256;
use tamga_crypto::merkle::{Sha3Tree, TreeHash};
use tamga_wire::leaf::{Group, leaf_bytes, leaf_hash, sums_digest};
use tamga_wire::operations::{REPORT_LEN, operations_message};
use tamga_wire::replacement::{PassingSlots, replacement_bytes, replacement_digest};
use tamga_wire::signed::{
    act_message, approval_message, election_id, ended_message, endorsement_message, keys_digest, keys_head,
    statement_message,
};
use tamga_wire::{ActKind, NewOfficer, Operation, Operations, PinLabel, Role};

#[test]
fn a_label_is_framed_by_its_length() {
    let expected = sha3_256(&[&[20], b"tamga/endorsement/v1", &[7; 32]]);
    assert_eq!(endorsement_message(&[7; 32]), expected);
}

#[test]
fn an_act_binds_election_kind_all_four_figures_and_digest() {
    let figures = [[0, 0, 0, 0, 0, 0, 0, 3], [0; 8], [0, 0, 0, 0, 0, 0, 1, 0], [255; 8]].concat();
    let expected = sha3_256(&[&[12], b"tamga/act/v1", &[1; 32], &[1], &figures, &[2; 32]]);
    assert_eq!(act_message(&[1; 32], ActKind::Close, &[3, 0, 256, u64::MAX], &[2; 32]), expected);
    assert_ne!(act_message(&[1; 32], ActKind::Amendment, &[3, 0, 256, u64::MAX], &[2; 32]), expected);
    for place in 0..4 {
        let mut other = [3, 0, 256, u64::MAX];
        other[place] = 7;
        assert_ne!(act_message(&[1; 32], ActKind::Close, &other, &[2; 32]), expected, "figure {place}");
    }
}

#[test]
fn an_approval_binds_opening_both_roots_and_the_closed_box() {
    let fields = [&[1; 32][..], &[0, 0, 0, 2], &[3; 32], &[4; 32], &[5; 32]].concat();
    let expected = sha3_256(&[&[17], b"tamga/approval/v1", &fields]);
    assert_eq!(approval_message(&[1; 32], 2, &[3; 32], &[4; 32], &[5; 32]), expected);
}

#[test]
fn the_end_of_a_token_binds_election_token_and_the_digest_of_the_act() {
    let expected = sha3_256(&[&[14], b"tamga/ended/v1", &[1; 32], &[5], &[2; 32]]);
    assert_eq!(ended_message(&[1; 32], 5, &[2; 32]), expected);
}

#[test]
fn the_election_id_is_taken_without_a_length_before_its_label() {
    let expected = sha3_256(&[b"tamga/election/v1", &[1; 32], &[2; 32], &[3; 32]]);
    assert_eq!(election_id(&[1; 32], &[2; 32], &[3; 32]), expected);
}

#[test]
fn the_head_of_a_key_file_and_its_digest_follow_the_page() {
    let head = keys_head(&[1; 32], 5, 3, &[2; 96], &[3; 96]);
    let expected = [b"tamga/keys/v1\n".as_slice(), &[1; 32], &[5, 3], &[2; 96], &[3; 96]].concat();
    assert_eq!(head, expected);
    assert_eq!(keys_digest(&head, &[4; 32]), sha3_256(&[&expected, &[4; 32]]));
}

#[test]
fn a_dissenting_officer_signs_one_line_more() {
    assert_eq!(statement_message(b"a\nb\n", false), b"a\nb\n");
    assert_eq!(statement_message(b"a\nb\n", true), b"a\nb\ndissent\n");
}

#[test]
fn a_leaf_is_group_sums_digest_and_counted_digest() {
    let group = Group { contest: 1, regions: vec![2, 0x0304], ballots: 5 };
    let group_bytes = [0, 1, 0, 2, 0, 2, 3, 4, 0, 0, 0, 5];
    assert_eq!(group.to_bytes(), group_bytes);
    let sums = sums_digest(&[[6; 64], [7; 64]]);
    assert_eq!(sums, sha3_256(&[&[13], b"tamga/sums/v1", &[6; 64], &[7; 64]]));
    let expected = [&group_bytes[..], &sums, &[8; 32]].concat();
    assert_eq!(leaf_bytes(&group, &sums, &[8; 32]), expected);
    assert_eq!(leaf_hash(&group, &sums, &[8; 32]), Sha3Tree::leaf(&expected));
}

#[test]
fn a_report_of_operations_binds_definition_token_nonce_and_all_counts() {
    let counts = Operations::new([1, 2, 3, 4, 5, 6, 7, 8, 0x0102_0304]);
    let report = counts.report(&[1; 32], 5, &[2; 32]);
    let numbers: Vec<u8> = (1..9).flat_map(|count| [0, 0, 0, count]).chain([1, 2, 3, 4]).collect();
    assert_eq!(report, [&[1; 32][..], &[5], &[2; 32], &numbers].concat());
    assert_eq!(report.len(), REPORT_LEN);
    assert_eq!(operations_message(&report), sha3_256(&[&[25], b"tamga/token-operations/v1", &report]));
    let one_by_one = Operation::ALL.map(|kind| counts.get(kind));
    assert_eq!(Operations::new(one_by_one), counts);
    assert_eq!(counts.counted(Operation::Vote).unwrap().get(Operation::Vote), 6);
    assert_eq!(counts.with(Operation::Sign, u32::MAX).counted(Operation::Sign), None);
    assert_eq!((counts.total(), counts.with(Operation::Dkg, u32::MAX).total()), (36 + 0x0102_0304, u32::MAX));
    let words = Operation::ALL.map(Operation::word).join(" ");
    assert_eq!(words, "unlock open sign close vote amend recount endorse dkg");
}

#[test]
fn a_pin_label_binds_definition_serial_role_and_generation() {
    let label = PinLabel { definition: &[1; 32], serial: "hsm-7", role: Role::Escrow, generation: 0x0102 };
    let expected = [b"tamga/pin-label/v1".as_slice(), &[1; 32], &[5], b"hsm-7", &[2], &[0, 0, 1, 2]].concat();
    assert_eq!(label.to_bytes(), expected);
    assert_eq!(label.digest(), sha3_256(&[&[19], b"tamga/tdh2-label/v1", &expected]));
    for (role, byte) in [(Role::Tally, 1), (Role::Escrow, 2), (Role::Admin, 3)] {
        let bytes = PinLabel { role, ..label.clone() }.to_bytes();
        assert_eq!((bytes[56], Role::try_from(byte)), (byte, Ok(role)), "{role:?}");
    }
    assert!(Role::try_from(0).is_err() && Role::try_from(4).is_err());
}

#[test]
fn a_replacement_binds_election_number_and_the_keys_of_every_new_token() {
    let new = |token, byte| NewOfficer { token, identity: [byte; 32], share_key: [byte + 1; 32] };
    let replaced = [new(3, 0x33), new(5, 0x55)];
    let head = [b"tamga/replacement/v1\n".as_slice(), &[1; 32], &[1, 2], &[2]].concat();
    let expected = [&head[..], &[3], &[0x33; 32], &[0x34; 32], &[5], &[0x55; 32], &[0x56; 32]].concat();
    assert_eq!(replacement_bytes(&[1; 32], 0x0102, &replaced), expected);
    assert_eq!(replacement_digest(&[1; 32], 0x0102, &replaced), sha3_256(&[&expected]));
}

#[test]
fn what_a_token_has_opened_is_signed_part_by_part_under_the_transcript() {
    let mut passing = PassingSlots::new();
    passing.take(&[7; 3]);
    passing.take(&[]);
    let parts = sha3_256(&[&[20], b"tamga/slots-parts/v1", &[0, 0, 0, 3, 7, 7, 7], &[0, 0, 0, 0]]);
    let expected = sha3_256(&[&[14], b"tamga/slots/v1", &[1; 32], &[4], &parts]);
    assert_eq!(passing.message(&[1; 32], 4), expected);
}
