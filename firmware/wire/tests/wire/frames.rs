use tamga_wire::frame::{ENCODED_LEN_MAX, crc32};
use tamga_wire::{FRAME_LEN_MAX, Frame, FrameError, FrameReader, Request, decode_frame, decode_message, encode_frame};

/// What a reader makes of these bytes.
fn read(bytes: &[u8]) -> Vec<Result<Frame, FrameError>> {
    let mut reader = FrameReader::new();
    bytes.iter().filter_map(|byte| reader.push(*byte)).collect()
}

#[test]
fn crc32_has_the_check_value_of_the_catalogue() {
    // "123456789" gives cbf43926 for CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms.
    assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    assert_eq!(crc32(b""), 0);
}

#[test]
fn the_bytes_of_a_frame_are_frozen() {
    // Version 1, sequence 0x0203, Hello (0), and the CRC-32 of 01 02 03 00, which Python's zlib gives as b1513fd4;
    // COBS replaces the one zero by the distance to it. Frozen, as every token in the field reads it so.
    let frame = encode_frame(0x0203, &Request::Hello).unwrap();
    assert_eq!(frame, [0x04, 1, 2, 3, 0x05, 0xb1, 0x51, 0x3f, 0xd4, 0]);
}

#[test]
fn a_frame_split_anywhere_and_followed_by_another_is_read() {
    let bytes = [encode_frame(1, &Request::Random).unwrap(), encode_frame(0xffff, &Request::Poll).unwrap()].concat();
    let frames: Vec<Frame> = read(&bytes).into_iter().map(Result::unwrap).collect();
    assert_eq!(frames.len(), 2);
    assert_eq!(frames[0].sequence, 1);
    assert_eq!(decode_message(&frames[0].untrusted_message), Ok(Request::Random));
    assert_eq!(frames[1].sequence, 0xffff);
    assert_eq!(decode_message(&frames[1].untrusted_message), Ok(Request::Poll));
}

#[test]
fn every_flipped_bit_of_a_frame_is_noticed() {
    let frame = encode_frame(7, &Request::EnrolBegin { length: 70_000, own: 3 }).unwrap();
    for bit in 0..(frame.len() - 1) * 8 {
        let mut damaged = frame.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        assert!(read(&damaged).iter().all(Result::is_err), "bit {bit}");
    }
}

#[test]
fn another_version_is_told_apart_from_damage() {
    let body = [2, 0, 1, 19];
    let bytes = [&body[..], &crc32(&body).to_be_bytes()].concat();
    assert_eq!(decode_frame(&cobs::encode_vec(&bytes)), Err(FrameError::Version(2)));
    let mut damaged = bytes;
    damaged[3] ^= 1;
    assert_eq!(decode_frame(&cobs::encode_vec(&damaged)), Err(FrameError::Damaged));
}

#[test]
fn frames_that_are_too_short_or_too_long_are_refused() {
    assert_eq!(decode_frame(&cobs::encode_vec(&[1, 0, 0])), Err(FrameError::Malformed));
    assert_eq!(decode_frame(&[5, 1]), Err(FrameError::Malformed));
    assert_eq!(decode_frame(&cobs::encode_vec(&[9; FRAME_LEN_MAX + 1])), Err(FrameError::TooLong));
    let message = vec![9u8; FRAME_LEN_MAX];
    assert_eq!(encode_frame(0, &message), Err(FrameError::TooLong));
}

#[test]
fn the_longest_frame_fits_the_readers_room() {
    // A message of bytes without a zero takes the most room after COBS. 3 + 2 + n + 4 = 8192; 2 for the length.
    let message = vec![0xffu8; FRAME_LEN_MAX - 9];
    let frame = encode_frame(0x0101, &message).unwrap();
    assert_eq!(frame.len() - 1, ENCODED_LEN_MAX);
    assert_eq!(read(&frame).len(), 1);
    assert!(read(&frame)[0].is_ok());
}

#[test]
fn the_reader_finds_its_place_again_after_an_endless_frame() {
    let mut bytes = vec![1u8; 100_000];
    bytes.push(0);
    bytes.extend(encode_frame(3, &Request::Poll).unwrap());
    let frames = read(&bytes);
    assert_eq!(frames[0], Err(FrameError::TooLong));
    assert_eq!(frames[1].as_ref().unwrap().sequence, 3);
}

#[test]
fn zeros_between_frames_are_no_frames() {
    assert_eq!(read(&[0, 0, 0]), []);
}
