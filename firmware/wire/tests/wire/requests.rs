use tamga_wire::leaf::Group;
use tamga_wire::request::OfficerSignature;
use tamga_wire::{ActKind, Approval, BoardPart, NewOfficer, Purpose, Purposes, Request, Role};

use crate::{pinned, times};

#[test]
fn the_bytes_of_identity_and_enrolment_requests_are_frozen() {
    pinned(Request::Hello, &["00"]);
    pinned(Request::Init { rehearsal: true }, &["01", "01"]);
    pinned(Request::Login { definition: None, purposes: Purposes::SETUP | Purposes::UPKEEP }, &["02", "00", "21"]);
    pinned(
        Request::Login { definition: Some([0x22; 32]), purposes: Purposes::OPEN },
        &["02", "01", &times("22", 32), "08"],
    );
    pinned(Request::Random, &["03"]);
    pinned(Request::EnrolBegin { length: 300, own: 5 }, &["04", "ac02", "05"]);
    pinned(Request::EnrolPart { bytes: vec![0xaa, 0x00, 0xff] }, &["05", "03", "aa00ff"]);
}

#[test]
fn the_bytes_of_key_generation_requests_are_frozen() {
    pinned(Request::DkgBegin { purpose: Purpose::Custody }, &["06", "01"]);
    pinned(Request::DkgBegin { purpose: Purpose::Election }, &["06", "02"]);
    pinned(
        Request::DkgNonces { nonces: vec![[0x11; 32], [0x22; 32]] },
        &["07", "02", &times("11", 32), &times("22", 32)],
    );
    pinned(Request::DkgCommitments { commitments: vec![[0x33; 32]] }, &["08", "01", &times("33", 32)]);
    pinned(Request::DkgPackage { dealer: 2, package: vec![0x44; 160] }, &["09", "02", "a001", &times("44", 160)]);
    pinned(Request::DkgEnvelope { dealer: 3, envelope: [0x55; 144] }, &["0a", "03", &times("55", 144)]);
    pinned(
        Request::DkgSignatures { signatures: vec![[0x66; 64], [0x77; 64]] },
        &["0b", "02", &times("66", 64), &times("77", 64)],
    );
}

#[test]
fn the_bytes_of_endorsement_unlock_and_act_requests_are_frozen() {
    pinned(
        Request::Endorse { head: vec![0x88; 3], body_digest: [0x99; 32], roll_digest: [0xaa; 32] },
        &["0c", "03", "888888", &times("99", 32), &times("aa", 32)],
    );
    pinned(
        Request::Unlock {
            role: Role::Escrow,
            serial: "h-1".into(),
            generation: 1,
            ciphertext: [0xbb; 161],
            host_key: [0xcc; 32],
        },
        &["0d", "02", "03", "682d31", "01", &times("bb", 161), &times("cc", 32)],
    );
    pinned(
        Request::Unlock {
            role: Role::Admin,
            serial: "h-1".into(),
            generation: 300,
            ciphertext: [0xbb; 161],
            host_key: [0xcc; 32],
        },
        &["0d", "03", "03", "682d31", "ac02", &times("bb", 161), &times("cc", 32)],
    );
    let acts = [
        (ActKind::Close, "01"),
        (ActKind::Amendment, "02"),
        (ActKind::For, "03"),
        (ActKind::Against, "04"),
        (ActKind::Recount, "05"),
        (ActKind::End, "06"),
        (ActKind::Replacement, "07"),
        (ActKind::Pause, "08"),
        (ActKind::Resume, "09"),
    ];
    for (kind, byte) in acts {
        pinned(
            Request::Act { kind, digest: [0xdd; 32], figures: [1, 128, 0, u64::MAX] },
            &["0e", byte, &times("dd", 32), "01", "8001", "00", "ffffffffffffffffff01"],
        );
    }
}

#[test]
fn the_bytes_of_opening_requests_are_frozen() {
    pinned(
        Request::OpenBegin {
            opening: 1,
            previous: [0; 32],
            close: [0x11; 32],
            root: [0x22; 32],
            leaves: 64,
            sums: 512,
            ballots: 32_379,
            approvals: vec![Approval { checker: 2, signature: [0x33; 64] }],
        },
        &[
            "0f",
            "01",
            &times("00", 32),
            &times("11", 32),
            &times("22", 32),
            "40",
            "8004",
            "fbfc01",
            "01",
            "02",
            &times("33", 64),
        ],
    );
    pinned(
        Request::OpenLeaf {
            leaf: 7,
            group: Group { contest: 1, regions: vec![200, 3], ballots: 1000 },
            counted_digest: [0x44; 32],
            path: vec![[0x55; 32]],
            sums: vec![[0x66; 64]],
        },
        &[
            "10",
            "07",
            "01",
            "02",
            "c801",
            "03",
            "e807",
            &times("44", 32),
            "01",
            &times("55", 32),
            "01",
            &times("66", 64),
        ],
    );
}

#[test]
fn the_bytes_of_statement_requests_and_of_poll_and_cancel_are_frozen() {
    pinned(Request::StatementBegin { text: b"t\n".to_vec(), totals_length: 21 }, &["11", "02", "740a", "15"]);
    pinned(Request::StatementTotals { bytes: b"x".to_vec() }, &["12", "01", "78"]);
    pinned(Request::Poll, &["13"]);
    pinned(Request::Cancel, &["14"]);
    pinned(Request::Operations { nonce: [0x11; 32] }, &["15", &times("11", 32)]);
}

#[test]
fn the_bytes_of_upkeep_requests_are_frozen() {
    pinned(Request::ChangePin, &["16"]);
    pinned(Request::Label { text: "Айгүл".into() }, &["17", "0a", "d090d0b9d0b3d2afd0bb"]);
    pinned(Request::Check { part: BoardPart::Flash }, &["18", "04"]);
    let signature = OfficerSignature { token: 2, signature: [0x44; 64] };
    pinned(
        Request::End { digest: [0x11; 32], figures: [1, 300, 5, 0], signatures: vec![signature] },
        &["19", &times("11", 32), "01", "ac02", "05", "00", "01", "02", &times("44", 64)],
    );
    pinned(Request::Wipe { retire: true }, &["1a", "01"]);
    pinned(Request::Bench { sums: 64 }, &["1b", "40"]);
}

#[test]
fn the_bytes_of_replacement_requests_are_frozen() {
    let replaced = vec![NewOfficer { token: 3, identity: [0x22; 32], share_key: [0x33; 32] }];
    let signatures = vec![OfficerSignature { token: 1, signature: [0x44; 64] }];
    pinned(
        Request::Replace { election: [0x11; 32], number: 300, replaced, signatures },
        &["1c", &times("11", 32), "ac02", "01", "03", &times("22", 32), &times("33", 32), "01", "01", &times("44", 64)],
    );
    pinned(Request::SlotsAsk { part: 300 }, &["1d", "ac02"]);
    pinned(Request::SlotsTake { token: 2, bytes: vec![0x55; 3] }, &["1e", "02", "03", "555555"]);
    pinned(Request::SlotsSigned { token: 2, signature: [0x66; 64] }, &["1f", "02", &times("66", 64)]);
    pinned(
        Request::ReplaceCommit { number: 1, signatures: vec![[0x77; 64], [0x88; 64]] },
        &["20", "01", "02", &times("77", 64), &times("88", 64)],
    );
}
