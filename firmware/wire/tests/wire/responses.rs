use tamga_wire::{
    Answer, FrameReader, Info, Life, Operations, RandomBytes, Refusal, Response, decode_frame, encode_frame,
};

use crate::{pinned, times};

#[test]
fn the_bytes_of_plain_answers_are_frozen() {
    pinned(
        Response::Info(Info {
            simulator: true,
            rehearsal: true,
            board: "sim".into(),
            label: "Айгүл".into(),
            life: Life::Enrolled,
            identity: Some([0x11; 32]),
            share_key: Some([0x33; 32]),
            logged_in: false,
            tries_left: 15,
            wait_s: 300,
            index: 3,
            definition: Some([0x22; 32]),
            custody_key: true,
            election_key: false,
            election: None,
            replacements: 300,
            pending: true,
        }),
        &[
            "00",
            "01",
            "01",
            "03",
            "73696d",
            "0a",
            "d090d0b9d0b3d2afd0bb",
            "02",
            "01",
            &times("11", 32),
            "01",
            &times("33", 32),
            "00",
            "0f",
            "ac02",
            "03",
            "01",
            &times("22", 32),
            "01",
            "00",
            "00",
            "ac02",
            "01",
        ],
    );
    pinned(Response::Done, &["01"]);
    pinned(Response::Waiting, &["02"]);
    pinned(Response::Refused(Refusal::SlotTaken), &["03", "12", "00"]);
    pinned(Response::Refused(Refusal::DkgCulprit(4)), &["03", "0b", "04"]);
    pinned(
        Response::Identity { identity: [0x33; 32], share_key: [0x44; 32] },
        &["04", &times("33", 32), &times("44", 32)],
    );
    pinned(Response::Random { bytes: RandomBytes([0x55; 32]) }, &["05", &times("55", 32)]);
    pinned(Response::Enrolled { definition: [0x66; 32] }, &["06", &times("66", 32)]);
    pinned(Response::Checked { passed: true }, &["12", "01"]);
    pinned(Response::Ended { signature: [0x77; 64] }, &["13", &times("77", 64)]);
    pinned(Response::Slots { bytes: vec![0x88; 300] }, &["14", "ac02", &times("88", 300)]);
}

#[test]
fn the_bytes_of_key_generation_answers_are_frozen() {
    pinned(Response::DkgNonce { nonce: [0x11; 32] }, &["07", &times("11", 32)]);
    pinned(Response::DkgCommitment { commitment: [0x22; 32] }, &["08", &times("22", 32)]);
    pinned(Response::DkgPackage { package: vec![0x33; 160] }, &["09", "a001", &times("33", 160)]);
    pinned(
        Response::DkgEnvelopes { envelopes: vec![[0x44; 144], [0x55; 144]] },
        &["0a", "02", &times("44", 144), &times("55", 144)],
    );
    pinned(
        Response::DkgTranscript { transcript: [0x66; 32], signature: [0x77; 64] },
        &["0b", &times("66", 32), &times("77", 64)],
    );
    pinned(Response::DkgDone { commitments: vec![0x88; 96] }, &["0c", "60", &times("88", 96)]);
}

#[test]
fn the_bytes_of_signatures_and_openings_are_frozen() {
    pinned(Response::Signed { signature: [0x11; 64] }, &["0d", &times("11", 64)]);
    pinned(Response::Sealed { sealed: [0x22; 144] }, &["0e", &times("22", 144)]);
    pinned(
        Response::Opened { decryptions: vec![[0x33; 32]], proofs: vec![[0x44; 64]] },
        &["0f", "01", &times("33", 32), "01", &times("44", 64)],
    );
    pinned(
        Response::StatementSigned { answer: Answer::Dissent, signature: [0x55; 64] },
        &["10", "02", &times("55", 64)],
    );
    pinned(
        Response::Operations { counts: Operations::new([1, 2, 3, 4, 5, 6, 7, 300, u32::MAX]), signature: [0x66; 64] },
        &["11", "01020304050607", "ac02", "ffffffff0f", &times("66", 64)],
    );
}

#[test]
fn random_bytes_are_not_shown_by_what_holds_them() {
    let secret = |shown: String| !shown.contains("85") && !shown.contains("55");
    let response = Response::Random { bytes: RandomBytes([0x55; 32]) };
    assert!(secret(format!("{response:?}")), "{response:?}");
    let mut bytes = encode_frame(1, &response).unwrap();
    bytes.pop();
    let frame = decode_frame(&bytes).unwrap();
    assert!(secret(format!("{frame:?}")), "{frame:?}");
    let mut reader = FrameReader::new();
    bytes.iter().for_each(|byte| assert_eq!(reader.push(*byte), None));
    assert!(secret(format!("{reader:?}")), "{reader:?}");
}
