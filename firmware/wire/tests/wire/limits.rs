//! Every list on the wire one element longer than its limit.

use tamga_wire::limits::*;
use tamga_wire::request::OfficerSignature;
use tamga_wire::{
    Approval, FRAME_LEN_MAX, FrameError, Group, NewOfficer, Purpose, Request, Response, Role, decode_message,
    encode_frame,
};

fn is_refused(request: &Request) -> bool {
    let bytes = postcard::to_allocvec(request).unwrap();
    decode_message::<Request>(&bytes) == Err(FrameError::Message)
}

fn open_begin(approvals: usize) -> Request {
    Request::OpenBegin {
        opening: 1,
        previous: [0; 32],
        close: [0; 32],
        root: [0; 32],
        leaves: u32::MAX,
        sums: u32::MAX,
        ballots: u64::MAX,
        approvals: vec![Approval { checker: u16::MAX, signature: [0; 64] }; approvals],
    }
}

fn open_leaf(regions: usize, path: usize, sums: usize) -> Request {
    Request::OpenLeaf {
        leaf: u32::MAX,
        group: Group { contest: 127, regions: vec![4095; regions], ballots: u32::MAX },
        counted_digest: [0; 32],
        path: vec![[0; 32]; path],
        sums: vec![[0; 64]; sums],
    }
}

fn unlock(serial: usize) -> Request {
    Request::Unlock {
        role: Role::Tally,
        serial: "s".repeat(serial),
        generation: u32::MAX,
        ciphertext: [0; 161],
        host_key: [0; 32],
    }
}

/// Requests with lists of their longest, and the same with one list one longer.
fn at_and_over_the_limit() -> Vec<(Request, Request)> {
    let part = |n| Request::EnrolPart { bytes: vec![0; n] };
    let nonces = |n| Request::DkgNonces { nonces: vec![[0; 32]; n] };
    let commitments = |n| Request::DkgCommitments { commitments: vec![[0; 32]; n] };
    let package = |n| Request::DkgPackage { dealer: 1, package: vec![0; n] };
    let signatures = |n| Request::DkgSignatures { signatures: vec![[0; 64]; n] };
    let endorse = |n| Request::Endorse { head: vec![0; n], body_digest: [0; 32], roll_digest: [0; 32] };
    let statement = |n| Request::StatementBegin { text: vec![0; n], totals_length: u32::MAX };
    let totals = |n| Request::StatementTotals { bytes: vec![0; n] };
    let label = |n| Request::Label { text: "a".repeat(n) };
    let signature = OfficerSignature { token: 1, signature: [0; 64] };
    let end = |n| Request::End { digest: [0; 32], figures: [u64::MAX; 4], signatures: vec![signature.clone(); n] };
    let new = NewOfficer { token: 1, identity: [0; 32], share_key: [0; 32] };
    let replace = |n, m| Request::Replace {
        election: [0; 32],
        number: u16::MAX,
        replaced: vec![new; n],
        signatures: vec![signature.clone(); m],
    };
    let slots = |n| Request::SlotsTake { token: 1, bytes: vec![0; n] };
    let commit = |n| Request::ReplaceCommit { number: 1, signatures: vec![[0; 64]; n] };
    let leaf = open_leaf(GROUP_REGIONS_MAX, PATH_LEN_MAX, OPTIONS_MAX);
    vec![
        (part(PART_LEN_MAX), part(PART_LEN_MAX + 1)),
        (nonces(OFFICERS_MAX), nonces(OFFICERS_MAX + 1)),
        (commitments(OFFICERS_MAX), commitments(OFFICERS_MAX + 1)),
        (package(32 * 17), package(32 * 17 + 1)),
        (signatures(OFFICERS_MAX), signatures(OFFICERS_MAX + 1)),
        (endorse(KEYS_HEAD_LEN_MAX), endorse(KEYS_HEAD_LEN_MAX + 1)),
        (unlock(ID_LEN_MAX), unlock(ID_LEN_MAX + 1)),
        (open_begin(CHECKERS_MAX), open_begin(CHECKERS_MAX + 1)),
        (leaf.clone(), open_leaf(GROUP_REGIONS_MAX + 1, PATH_LEN_MAX, OPTIONS_MAX)),
        (leaf.clone(), open_leaf(GROUP_REGIONS_MAX, PATH_LEN_MAX + 1, OPTIONS_MAX)),
        (leaf, open_leaf(GROUP_REGIONS_MAX, PATH_LEN_MAX, OPTIONS_MAX + 1)),
        (statement(STATEMENT_LEN_MAX), statement(STATEMENT_LEN_MAX + 1)),
        (label(LABEL_LEN_MAX), label(LABEL_LEN_MAX + 1)),
        (end(OFFICERS_MAX), end(OFFICERS_MAX + 1)),
        (replace(OFFICERS_MAX, OFFICERS_MAX), replace(OFFICERS_MAX + 1, OFFICERS_MAX)),
        (replace(OFFICERS_MAX, OFFICERS_MAX), replace(OFFICERS_MAX, OFFICERS_MAX + 1)),
        (slots(SLOTS_PART_LEN_MAX), slots(SLOTS_PART_LEN_MAX + 1)),
        (commit(OFFICERS_MAX), commit(OFFICERS_MAX + 1)),
        (totals(PART_LEN_MAX), totals(PART_LEN_MAX + 1)),
    ]
}

#[test]
fn a_list_of_the_longest_fits_a_frame_and_one_element_more_is_refused() {
    for (longest, longer) in at_and_over_the_limit() {
        assert!(!is_refused(&longest), "{longest:?}");
        assert!(encode_frame(0, &longest).is_ok(), "{longest:?}");
        assert!(is_refused(&longer), "{longer:?}");
    }
}

#[test]
fn the_longest_answers_fit_a_frame() {
    let envelopes = Response::DkgEnvelopes { envelopes: vec![[1; 144]; OFFICERS_MAX] };
    let opened = Response::Opened { decryptions: vec![[1; 32]; OPTIONS_MAX], proofs: vec![[1; 64]; PROOFS_MAX] };
    let slots = Response::Slots { bytes: vec![1; SLOTS_PART_LEN_MAX] };
    for response in [envelopes, opened, slots] {
        assert!(encode_frame(u16::MAX, &response).unwrap().len() < FRAME_LEN_MAX);
    }
}

#[test]
fn a_list_that_says_it_has_four_billion_elements_is_refused_without_room_for_them() {
    // Variant 5, a length of 2^32 − 1 as a varint, and nothing.
    assert_eq!(decode_message::<Request>(&[5, 0xff, 0xff, 0xff, 0xff, 0x0f]), Err(FrameError::Message));
}

#[test]
fn unknown_numbers_second_encodings_and_bytes_after_the_end_are_refused() {
    let refused = |bytes: &[u8]| decode_message::<Request>(bytes) == Err(FrameError::Message);
    assert!(refused(&[127]), "no request has this number");
    assert!(refused(&[]), "no request at all");
    assert!(refused(&[0, 0]), "a byte after the end");
    assert!(refused(&[0x80, 0]), "the number 0 written in two bytes");
    assert!(refused(&[1, 2]), "a yes-or-no that is neither");
    assert!(refused(&[6, 0]), "no key has this purpose");
    assert!(refused(&[6, 3]), "no key has this purpose");
    let act = |kind: u8, figures: usize| [vec![14, kind], vec![0; 32 + figures]].concat();
    assert!(refused(&act(0, 4)) && refused(&act(10, 4)), "no act has this number");
    assert!(refused(&act(1, 3)) && refused(&act(1, 5)), "four figures, neither fewer nor more");
    assert!(!refused(&act(9, 4)));
    assert!(refused(&[2, 0, 0]) && refused(&[2, 0, 64]), "no purposes, and one that there is not");
    assert!(refused(&[24, 0]) && refused(&[24, 5]), "no part of a board has this number");
    assert!(refused(&[4, 0xac, 0x82, 0x00, 1]), "300 written in three bytes");
    assert_eq!(decode_message(&[4, 0xac, 0x02, 1]), Ok(Request::EnrolBegin { length: 300, own: 1 }));
    assert_eq!(decode_message(&[6, 1]), Ok(Request::DkgBegin { purpose: Purpose::Custody }));
}
