//! A cable on which frames are too long, out of turn, replayed, mixed, or of another version.

use tamga_token::Consent;
use tamga_wire::{
    ActKind, FRAME_LEN_MAX, Refusal, Request, Response, decode_frame, decode_message, encode_frame, frame,
};

use crate::assert_serves;
use crate::board::Bench;
use crate::commission::ready_token;

const BAD_FRAME: Response = Response::Refused(Refusal::BadFrame);

/// The answers to what is sent, with their sequence numbers.
fn send(token: &mut Bench, bytes: &[u8]) -> Vec<(u16, Response)> {
    let answers = token.token.handle_frame(bytes);
    let frames = answers.split(|byte| *byte == 0).filter(|frame| !frame.is_empty());
    let decoded = frames.map(|bytes| {
        let frame = decode_frame(bytes).unwrap();
        (frame.sequence, decode_message(&frame.untrusted_message).unwrap())
    });
    decoded.collect()
}

/// A frame with a right checksum around a body that begins with any version.
fn of_version(version: u8, sequence: u16, message: &[u8]) -> Vec<u8> {
    let mut body = [&[version], sequence.to_be_bytes().as_slice(), message].concat();
    body.extend(frame::crc32(&body).to_be_bytes());
    [cobs::encode_vec(&body), vec![0]].concat()
}

#[test]
fn another_version_of_the_protocol() {
    let (mut token, _) = ready_token();
    let cancel = [20];
    assert_eq!(send(&mut token, &of_version(1, 5, &cancel)), [(5, Response::Done)], "the control");
    for version in [0, 2, 255] {
        assert_eq!(send(&mut token, &of_version(version, 5, &cancel)), [(0, BAD_FRAME.clone())], "{version}");
    }
    assert_eq!(Refusal::BadFrame.code(), 1);
    assert_serves(&mut token);
}

#[test]
fn requests_that_there_are_not_such_as_one_that_opens_a_ballot_or_its_history() {
    let (mut token, keys) = ready_token();
    let tally = crate::tally::Tally::new(&keys.e, &keys.election);
    // Every number after the last request, with a voter's ciphertext behind it.
    let mut message = [&[0][..], &tally.leaves[0].sums[0]].concat();
    for number in 28..=127 {
        message[0] = number;
        assert_eq!(send(&mut token, &of_version(1, 6, &message)), [(6, BAD_FRAME.clone())], "{number}");
    }
    assert_serves(&mut token);
}

#[test]
fn frames_that_are_too_long_or_never_end() {
    let (mut token, _) = ready_token();
    for len in [FRAME_LEN_MAX + 40, 100_000] {
        let mut bytes = vec![0x11; len];
        bytes.push(0);
        assert_eq!(send(&mut token, &bytes), [(0, BAD_FRAME.clone())]);
    }
    assert_eq!(send(&mut token, &vec![0x11; 1 << 20]), [], "no answer to what has no end");
    assert_eq!(send(&mut token, &[0]), [(0, BAD_FRAME.clone())]);
    assert_serves(&mut token);
}

#[test]
fn lists_that_say_they_are_longer_than_they_are() {
    let (mut token, _) = ready_token();
    // Requests with lists, each announcing 2^32 - 1 elements.
    for number in [5, 7, 8, 11, 12, 17, 18] {
        let message = [number, 0xff, 0xff, 0xff, 0xff, 0x0f];
        assert_eq!(send(&mut token, &of_version(1, 7, &message)), [(7, BAD_FRAME.clone())], "{number}");
    }
    assert_serves(&mut token);
}

#[test]
fn a_message_in_a_second_encoding() {
    let (mut token, _) = ready_token();
    for message in [&[20, 0][..], &[0x94, 0x00], &[1, 2], &[6, 3], &[2, 0, 0], &[2, 0, 64]] {
        assert_eq!(send(&mut token, &of_version(1, 8, message)), [(8, BAD_FRAME.clone())], "{message:?}");
    }
    assert_serves(&mut token);
}

#[test]
fn frames_of_two_requests_mixed_into_each_other() {
    let (mut token, _) = ready_token();
    let act = Request::Act { kind: ActKind::Recount, digest: [3; 32], figures: [1, 9, 9, 1] };
    let (first, second) = (encode_frame(1, &act).unwrap(), encode_frame(2, &Request::Hello).unwrap());
    // The head of one, the whole other, the rest of the first: the first is lost, and nothing is made of its pieces.
    let mixed = [&first[..9], &second, &first[9..]].concat();
    let answers = send(&mut token, &mixed);
    assert_eq!(answers, [(0, BAD_FRAME.clone()), (0, BAD_FRAME.clone())]);
    assert_serves(&mut token);
}

#[test]
fn a_request_replayed_byte_by_byte_asks_the_officer_again() {
    let (mut token, _) = ready_token();
    let act = Request::Act { kind: ActKind::Recount, digest: [3; 32], figures: [1, 9, 9, 1] };
    let (asked, poll) = (encode_frame(1, &act).unwrap(), encode_frame(2, &Request::Poll).unwrap());
    send(&mut token, &asked);
    assert!(matches!(send(&mut token, &poll)[..], [(2, Response::Signed { .. })]));
    assert_eq!(send(&mut token, &poll), [(2, Response::Refused(Refusal::OutOfOrder))], "one yes, one signature");
    token.answers(Consent::No);
    assert_eq!(send(&mut token, &asked), [(1, Response::Waiting)]);
    assert_eq!(send(&mut token, &poll), [(2, Response::Refused(Refusal::RefusedByOfficer))]);
    token.answers(Consent::Yes);
    assert_serves(&mut token);
}

#[test]
fn a_frame_cut_by_a_loss_of_power_leaves_nothing_behind() {
    let (mut token, _) = ready_token();
    let act = Request::Act { kind: ActKind::Recount, digest: [3; 32], figures: [1, 9, 9, 1] };
    let frame = encode_frame(1, &act).unwrap();
    assert_eq!(send(&mut token, &frame[..20]), []);
    let mut token = token.restart();
    assert_eq!(send(&mut token, &frame[20..]), [(0, BAD_FRAME.clone())]);
    assert_serves(&mut token);
}
