//! The link over pipes that mean harm: each exchange ends in an error, within bounds of bytes, reads and time.

use std::collections::VecDeque;
use std::io::{Error, ErrorKind, Read, Result, Write};
use std::thread;
use std::time::{Duration, Instant};

use tamga_devices::link::{EXCHANGE_BYTES_MAX, LinkError, SILENT_READS_MAX, SILENT_READS_MAX_OF_HELLO, TokenLink};
use tamga_wire::frame::ENCODED_LEN_MAX;
use tamga_wire::{FrameError, FrameReader, RandomBytes, Refusal, Request, Response, encode_frame};

/// What the other end does next.
#[derive(Clone)]
enum Move {
    /// Sends these.
    Bytes(Vec<u8>),
    /// Sends these again and again.
    Endless(Vec<u8>),
    /// Sends one byte, after a while, again and again.
    Trickle(Duration),
    /// Sends nothing, for so many reads.
    Silence(u32),
    /// Sends nothing any more.
    Silent,
}

/// The other end of the cable: after each request it makes these moves, and then it is pulled out.
struct Hostile<F> {
    requests: FrameReader,
    moves: VecDeque<Move>,
    answer: F,
    given: usize,
    reads: u32,
}

fn hostile<F: FnMut(u16) -> Vec<Move>>(answer: F) -> Hostile<F> {
    Hostile { requests: FrameReader::new(), moves: VecDeque::new(), answer, given: 0, reads: 0 }
}

impl<F: FnMut(u16) -> Vec<Move>> Write for Hostile<F> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        for byte in bytes {
            if let Some(frame) = self.requests.push(*byte) {
                self.moves.extend((self.answer)(frame.unwrap().sequence));
            }
        }
        Ok(bytes.len())
    }
    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl<F> Read for Hostile<F> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        self.reads += 1;
        let len = match self.moves.front_mut() {
            None => 0,
            Some(Move::Bytes(bytes)) => {
                let len = bytes.len().min(out.len());
                out[..len].copy_from_slice(&bytes[..len]);
                bytes.drain(..len);
                if bytes.is_empty() {
                    self.moves.pop_front();
                }
                if len == 0 {
                    return self.read(out);
                }
                len
            }
            Some(Move::Endless(bytes)) => {
                let skip = self.given % bytes.len();
                for (place, byte) in out.iter_mut().zip(bytes.iter().cycle().skip(skip)) {
                    *place = *byte;
                }
                out.len()
            }
            Some(Move::Trickle(pause)) => {
                thread::sleep(*pause);
                out[0] = 1;
                1
            }
            Some(Move::Silence(reads)) => {
                *reads -= 1;
                if *reads == 0 {
                    self.moves.pop_front();
                }
                return Err(Error::from(ErrorKind::TimedOut));
            }
            Some(Move::Silent) => return Err(Error::from(ErrorKind::WouldBlock)),
        };
        self.given += len;
        Ok(len)
    }
}

fn random(byte: u8) -> Response {
    Response::Random { bytes: RandomBytes([byte; 32]) }
}

fn frame(sequence: u16, response: &Response) -> Vec<u8> {
    encode_frame(sequence, response).unwrap()
}

/// What a request is answered with by the other end that makes these moves.
fn answered(moves: impl FnMut(u16) -> Vec<Move>) -> std::result::Result<Response, LinkError> {
    TokenLink::new(hostile(moves)).exchange(&Request::Random)
}

/// Bytes of no meaning, always the same ones.
fn garbage(seed: u64, len: usize) -> Vec<u8> {
    let mut state = seed;
    let step = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    (0..len).map(step).collect()
}

#[test]
fn garbage_is_no_answer() {
    for seed in 0..300 {
        let moves = |_| vec![Move::Bytes(garbage(seed, 2_000))];
        let refused = answered(moves).unwrap_err();
        assert!(matches!(refused, LinkError::Frame(_) | LinkError::Closed), "{seed}: {refused}");
        let refused = TokenLink::new(hostile(moves)).hello().unwrap_err();
        assert!(matches!(refused, LinkError::Frame(_) | LinkError::Closed), "{seed}: {refused}");
    }
}

#[test]
fn garbage_without_end_is_cut_off() {
    for seed in 0..20 {
        let mut pipe = hostile(|_| vec![Move::Endless(garbage(seed, 997))]);
        let refused = TokenLink::new(&mut pipe).hello().unwrap_err();
        assert!(matches!(refused, LinkError::Frame(_) | LinkError::Noise), "{seed}: {refused}");
        assert!(pipe.given <= 3 * (EXCHANGE_BYTES_MAX + 512), "{seed}: {} bytes", pipe.given);
    }
}

#[test]
fn a_stream_without_a_frame_end_is_read_so_far_and_no_further() {
    // Without a zero, and with nothing but zeros, which end nothing.
    for byte in [1, 0xff, 0] {
        let mut pipe = hostile(|_| vec![Move::Endless(vec![byte])]);
        assert_eq!(TokenLink::new(&mut pipe).exchange(&Request::Random), Err(LinkError::Noise), "{byte}");
        assert!((EXCHANGE_BYTES_MAX..EXCHANGE_BYTES_MAX + 512).contains(&pipe.given), "{} bytes", pipe.given);
    }
}

#[test]
fn a_frame_over_the_limit_is_refused_and_the_next_exchange_works() {
    for over in [1, 2, 1000] {
        let mut is_first = true;
        let mut link = TokenLink::new(hostile(|sequence| {
            let long = [vec![1; ENCODED_LEN_MAX + over], vec![0]].concat();
            let bytes = if std::mem::take(&mut is_first) { long } else { frame(sequence, &random(2)) };
            vec![Move::Bytes(bytes)]
        }));
        assert_eq!(link.exchange(&Request::Random), Err(LinkError::Frame(FrameError::TooLong)), "{over}");
        assert_eq!(link.exchange(&Request::Random), Ok(random(2)), "{over}");
    }
}

#[test]
fn a_frame_cut_at_any_byte_is_no_answer_however_the_cable_goes_on() {
    let len = frame(1, &random(1)).len();
    for cut in 0..len {
        let part = |sequence| Move::Bytes(frame(sequence, &random(1))[..cut].to_vec());
        assert_eq!(answered(|sequence| vec![part(sequence)]), Err(LinkError::Closed), "pulled out at {cut}");
        let silent = answered(|sequence| vec![part(sequence), Move::Silent]);
        assert_eq!(silent, Err(LinkError::Silent), "silent from {cut}");
        let ended = answered(|sequence| vec![part(sequence), Move::Bytes(vec![0])]);
        match ended {
            // All of it but the zero at its end, or nothing of it.
            Ok(response) => assert!(cut == len - 1 && response == random(1), "ended at {cut}"),
            Err(error) => assert_eq!(matches!(error, LinkError::Frame(_)), cut > 0, "ended at {cut}: {error}"),
        }
        let begun_again = answered(|sequence| vec![part(sequence), Move::Bytes(frame(sequence, &random(1)))]);
        assert_eq!(begun_again.is_ok(), cut == 0, "begun again at {cut}");
    }
}

#[test]
fn a_frame_with_any_one_bit_turned_is_no_answer() {
    let len = frame(1, &random(1)).len();
    for bit in 0..8 * len {
        let refused = answered(|sequence| {
            let mut bytes = frame(sequence, &random(1));
            bytes[bit / 8] ^= 1 << (bit % 8);
            vec![Move::Bytes(bytes)]
        });
        assert!(matches!(refused, Err(LinkError::Frame(_) | LinkError::Closed)), "bit {bit}: {refused:?}");
    }
}

#[test]
fn no_answer_under_another_number_is_taken_and_an_endless_row_of_them_is_cut_off() {
    for off in [1, 2, 255, 256, u16::MAX / 2, u16::MAX - 1, u16::MAX] {
        let other = |sequence: u16| frame(sequence.wrapping_add(off), &random(1));
        assert_eq!(answered(|sequence| vec![Move::Bytes(other(sequence))]), Err(LinkError::Closed), "{off}");
        assert_eq!(answered(|sequence| vec![Move::Endless(other(sequence))]), Err(LinkError::Noise), "{off}");
    }
}

#[test]
fn what_answers_another_request_is_no_greeting() {
    let not_who_it_is = [random(1), Response::Done, Response::Waiting, Response::Refused(Refusal::BadFrame)];
    for response in not_who_it_is {
        let mut asked = 0;
        let mut pipe = hostile(|sequence| {
            asked += 1;
            vec![Move::Bytes(frame(sequence, &response))]
        });
        assert_eq!(TokenLink::new(&mut pipe).hello(), Err(LinkError::Noise), "{response:?}");
        assert_eq!(asked, 3, "greeted three times and no more");
    }
}

#[test]
fn a_message_with_bytes_behind_it_or_of_no_kind_is_refused() {
    let messages: [fn(u16) -> Vec<u8>; 5] = [
        |sequence| encode_frame(sequence, &()).unwrap(),
        |sequence| encode_frame(sequence, &200_u8).unwrap(),
        |sequence| encode_frame(sequence, &[0xff_u8; 32]).unwrap(),
        |sequence| encode_frame(sequence, &(random(1), 0_u8)).unwrap(),
        |sequence| encode_frame(sequence, &(Response::Done, Response::Done)).unwrap(),
    ];
    for (place, message) in messages.into_iter().enumerate() {
        let refused = answered(|sequence| vec![Move::Bytes(message(sequence))]);
        assert_eq!(refused, Err(LinkError::Frame(FrameError::Message)), "{place}");
    }
}

#[test]
fn silence_ends_after_so_many_reads_and_bytes_in_between_do_not_lengthen_it() {
    let mut silent = hostile(|_| vec![Move::Silent]);
    assert_eq!(TokenLink::new(&mut silent).exchange(&Request::Random), Err(LinkError::Silent));
    assert_eq!(silent.reads, SILENT_READS_MAX);
    let mut silent = hostile(|_| vec![Move::Silent]);
    assert_eq!(TokenLink::new(&mut silent).hello(), Err(LinkError::Silent));
    assert_eq!(silent.reads, SILENT_READS_MAX_OF_HELLO);
    let now_and_then = |_| (0..9).flat_map(|_| [Move::Silence(SILENT_READS_MAX / 6), Move::Bytes(vec![1])]).collect();
    assert_eq!(answered(now_and_then), Err(LinkError::Silent));
    let late = |sequence| vec![Move::Silence(SILENT_READS_MAX - 1), Move::Bytes(frame(sequence, &random(1)))];
    assert_eq!(answered(late), Ok(random(1)), "a token may take its time");
}

#[test]
fn bytes_that_trickle_are_cut_off_in_time() {
    let pipe = hostile(|_| vec![Move::Trickle(Duration::from_millis(5))]);
    let began = Instant::now();
    let mut link = TokenLink::new(pipe).with_time_max(Duration::from_millis(100));
    assert_eq!(link.exchange(&Request::Random), Err(LinkError::Noise));
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}

#[test]
fn the_rest_of_a_frame_that_nobody_read_does_not_keep_a_token_from_being_greeted() {
    let mut is_first = true;
    let mut link = TokenLink::new(hostile(|sequence| {
        let rest = frame(9, &random(1)).split_off(20);
        let stale = if std::mem::take(&mut is_first) { rest } else { Vec::new() };
        vec![Move::Bytes([stale, frame(sequence, &Response::Info(who()))].concat())]
    }));
    assert_eq!(link.hello(), Ok(who()));
}

fn who() -> tamga_wire::Info {
    tamga_wire::Info {
        simulator: true,
        rehearsal: true,
        board: "sim".into(),
        label: String::new(),
        life: tamga_wire::Life::Factory,
        identity: None,
        share_key: None,
        logged_in: false,
        tries_left: 15,
        wait_s: 0,
        index: 0,
        definition: None,
        custody_key: false,
        election_key: false,
        election: None,
        replacements: 0,
        pending: false,
    }
}

#[test]
fn a_pipe_that_takes_nothing_is_an_error_too() {
    struct Full(ErrorKind);
    impl Read for Full {
        fn read(&mut self, _: &mut [u8]) -> Result<usize> {
            panic!("nothing was sent")
        }
    }
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> Result<usize> {
            Err(Error::from(self.0))
        }
        fn flush(&mut self) -> Result<()> {
            Ok(())
        }
    }
    let refusals = [
        (ErrorKind::WouldBlock, LinkError::Silent),
        (ErrorKind::TimedOut, LinkError::Silent),
        (ErrorKind::BrokenPipe, LinkError::Closed),
        (ErrorKind::PermissionDenied, LinkError::Pipe(ErrorKind::PermissionDenied)),
    ];
    for (kind, refusal) in refusals {
        assert_eq!(TokenLink::new(Full(kind)).exchange(&Request::Random), Err(refusal));
        assert_eq!(TokenLink::new(Full(kind)).hello(), Err(refusal));
    }
}
