//! The link to a token, over pipes that misbehave.

use std::collections::VecDeque;
use std::io::{Error, ErrorKind, Read, Result, Write};

use tamga_devices::link::{LinkError, TokenLink};
use tamga_wire::{FrameError, FrameReader, RandomBytes, Refusal, Request, Response, decode_message, encode_frame};

/// A token made of a function: it is given every request and its sequence number, and its bytes are read back, a few at a
/// time.
struct Token<F> {
    requests: FrameReader,
    answers: VecDeque<u8>,
    answer: F,
}

impl<F: FnMut(u16, Request) -> Vec<u8>> Token<F> {
    fn link(answer: F) -> TokenLink<Self> {
        TokenLink::new(Self { requests: FrameReader::new(), answers: VecDeque::new(), answer })
    }
}

impl<F: FnMut(u16, Request) -> Vec<u8>> Write for Token<F> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        for byte in bytes {
            if let Some(frame) = self.requests.push(*byte) {
                let frame = frame.unwrap();
                let request = decode_message(&frame.untrusted_message).unwrap();
                self.answers.extend((self.answer)(frame.sequence, request));
            }
        }
        Ok(bytes.len())
    }
    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl<F> Read for Token<F> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        let len = out.len().min(self.answers.len()).min(7);
        for (place, byte) in out.iter_mut().zip(self.answers.drain(..len)) {
            *place = byte;
        }
        Ok(len)
    }
}

fn random(byte: u8) -> Response {
    Response::Random { bytes: RandomBytes([byte; 32]) }
}

#[test]
fn each_answer_goes_with_its_request() {
    let mut asked = 0;
    let mut link = Token::link(|sequence, request| {
        assert_eq!(request, Request::Random);
        asked += 1;
        encode_frame(sequence, &random(asked)).unwrap()
    });
    assert_eq!(link.exchange(&Request::Random), Ok(random(1)));
    assert_eq!(link.exchange(&Request::Random), Ok(random(2)));
}

#[test]
fn an_answer_to_an_earlier_request_is_passed_over() {
    let mut link = Token::link(|sequence, _| {
        let stale = encode_frame(sequence.wrapping_sub(1).max(100), &random(1)).unwrap();
        let right = encode_frame(sequence, &random(2)).unwrap();
        let early = encode_frame(sequence + 1, &random(3)).unwrap();
        [stale, right, early].concat()
    });
    assert_eq!(link.exchange(&Request::Random), Ok(random(2)));
}

#[test]
fn only_an_answer_with_another_number_is_no_answer() {
    let mut link = Token::link(|sequence, _| encode_frame(sequence + 1, &random(1)).unwrap());
    assert_eq!(link.exchange(&Request::Random), Err(LinkError::Closed));
}

#[test]
fn the_refusal_of_a_request_that_could_not_be_read_arrives() {
    let refused = Response::Refused(Refusal::BadFrame);
    let mut link = Token::link(|_, _| encode_frame(0, &Response::Refused(Refusal::BadFrame)).unwrap());
    assert_eq!(link.exchange(&Request::Random), Ok(refused));
}

#[test]
fn anything_but_that_refusal_under_the_number_of_unknown_requests_is_passed_over() {
    let not_answers = [random(1), Response::Done, Response::Refused(Refusal::WrongPin)];
    let mut link = Token::link(|sequence, _| {
        let mut bytes: Vec<u8> = not_answers.iter().flat_map(|answer| encode_frame(0, answer).unwrap()).collect();
        bytes.extend(encode_frame(0, &200u8).unwrap());
        bytes.extend(encode_frame(sequence, &random(2)).unwrap());
        bytes
    });
    assert_eq!(link.exchange(&Request::Random), Ok(random(2)));
}

#[test]
fn no_request_has_the_number_of_unknown_requests_even_after_all_numbers_were_used() {
    let mut numbers = Vec::new();
    let mut link = Token::link(|sequence, _| {
        numbers.push(sequence);
        encode_frame(sequence, &Response::Done).unwrap()
    });
    for _ in 0..=u16::MAX {
        link.exchange(&Request::Hello).unwrap();
    }
    drop(link);
    assert!(!numbers.contains(&0));
    assert_eq!(numbers.last(), Some(&1));
}

#[test]
fn a_damaged_answer_is_an_error_of_the_cable_and_the_next_exchange_works() {
    let mut first = true;
    let mut link = Token::link(|sequence, _| {
        let mut frame = encode_frame(sequence, &random(1)).unwrap();
        if std::mem::take(&mut first) {
            frame[10] ^= 4;
        }
        frame
    });
    assert_eq!(link.exchange(&Request::Random), Err(LinkError::Frame(FrameError::Damaged)));
    assert_eq!(link.exchange(&Request::Random), Ok(random(1)));
}

#[test]
fn an_answer_that_is_no_message_is_refused() {
    let mut link = Token::link(|sequence, _| encode_frame(sequence, &200u8).unwrap());
    assert_eq!(link.exchange(&Request::Random), Err(LinkError::Frame(FrameError::Message)));
}

#[test]
fn a_token_that_babbles_is_cut_off() {
    struct Babbler;
    impl Read for Babbler {
        fn read(&mut self, out: &mut [u8]) -> Result<usize> {
            out.fill(1);
            Ok(out.len())
        }
    }
    impl Write for Babbler {
        fn write(&mut self, bytes: &[u8]) -> Result<usize> {
            Ok(bytes.len())
        }
        fn flush(&mut self) -> Result<()> {
            Ok(())
        }
    }
    assert_eq!(TokenLink::new(Babbler).exchange(&Request::Hello), Err(LinkError::Noise));
}

#[test]
fn a_token_pulled_out_and_a_timeout_of_the_pipe_are_told_apart() {
    struct Silent;
    impl Read for Silent {
        fn read(&mut self, _: &mut [u8]) -> Result<usize> {
            Err(Error::from(ErrorKind::TimedOut))
        }
    }
    impl Write for Silent {
        fn write(&mut self, bytes: &[u8]) -> Result<usize> {
            Ok(bytes.len())
        }
        fn flush(&mut self) -> Result<()> {
            Ok(())
        }
    }
    assert_eq!(TokenLink::new(Silent).exchange(&Request::Hello), Err(LinkError::Silent));
    assert_eq!(TokenLink::new(Silent).hello(), Err(LinkError::Silent));
    let mut pulled_out = Token::link(|_, _| Vec::new());
    assert_eq!(pulled_out.exchange(&Request::Hello), Err(LinkError::Closed));
}
