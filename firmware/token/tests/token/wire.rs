//! A cable that loses and damages bytes, and a host that sends too much.

use tamga_wire::{Refusal, Request, Response, decode_frame, decode_message, encode_frame};

use crate::board::Bench;

fn answers(bytes: &[u8]) -> Vec<(u16, Response)> {
    let frames = bytes.split(|byte| *byte == 0).filter(|frame| !frame.is_empty());
    let decoded = frames.map(|frame| {
        let frame = decode_frame(frame).unwrap();
        (frame.sequence, decode_message(&frame.untrusted_message).unwrap())
    });
    decoded.collect()
}

const BAD_FRAME: Response = Response::Refused(Refusal::BadFrame);

#[test]
fn a_damaged_frame_is_refused_and_the_next_one_answered() {
    let mut token = Bench::new(1).token;
    let mut bytes = encode_frame(7, &Request::Cancel).unwrap();
    bytes[2] ^= 0x40;
    bytes.extend(encode_frame(8, &Request::Cancel).unwrap());
    let answers = answers(&token.handle_frame(&bytes));
    assert_eq!(answers, [(0, BAD_FRAME), (8, Response::Done)]);
}

#[test]
fn a_frame_that_is_too_long_is_refused_and_the_next_one_answered() {
    let mut token = Bench::new(1).token;
    let mut bytes = vec![0x55; 1 << 20];
    bytes.push(0);
    bytes.extend(encode_frame(9, &Request::Cancel).unwrap());
    assert_eq!(answers(&token.handle_frame(&bytes)), [(0, BAD_FRAME), (9, Response::Done)]);
}

#[test]
fn a_whole_frame_with_an_unknown_message_is_refused_under_its_number() {
    let mut token = Bench::new(1).token;
    let bytes = encode_frame(10, &[200u8, 1]).unwrap();
    assert_eq!(answers(&token.handle_frame(&bytes)), [(10, BAD_FRAME)]);
}

#[test]
fn bytes_may_come_one_by_one() {
    let mut token = Bench::new(1).token;
    let bytes = encode_frame(11, &Request::Cancel).unwrap();
    let mut answer = Vec::new();
    for byte in bytes {
        answer.extend(token.handle_frame(&[byte]));
    }
    assert_eq!(answers(&answer), [(11, Response::Done)]);
}
