//! A token on a bench, and what must hold whatever reaches it.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tamga_crypto::hash::hash;
use tamga_token::{Blob, Token};
use tamga_wire::{Answer, Refusal, Request, Response, decode_frame, decode_message, encode_frame};

use crate::board::{Board, Desk, PIN, draw_from};
use crate::book::{self, book};
use crate::heap::HEAP;

/// Bytes that a token may hold over what it held before a frame, at most: the frame in its reader, decoded, as a message, and
/// encoded once more, and what the request makes of it.
const FRAME_MEMORY_MAX: usize = 64 << 10;

/// Bytes that an input may make a token hold on to, at most: a table of totals in a buffer that grows by doubling, or a key
/// generation, and half a frame.
const TASK_MEMORY_MAX: usize = 64 << 10;

/// Bytes that are handed over at a time, at most. A board hands over 64.
const PIECE_MAX: usize = 512;

/// Frames that were answered, and the most that was seen of both.
pub static FRAMES: AtomicUsize = AtomicUsize::new(0);
pub static TAKEN_MOST: AtomicUsize = AtomicUsize::new(0);
pub static HELD_MOST: AtomicUsize = AtomicUsize::new(0);

/// The PIN that is wrong, unless the token was made with it.
pub const OTHER_PIN: &str = "314159";

/// A token whose every answer is looked at.
pub struct Watched {
    token: Option<Token<Board>>,
    pub desk: Rc<RefCell<Desk>>,
    pub seed: u64,
    /// Times that bytes came that are of no request of the book.
    sent: u64,
    /// The request of the last frame, if it was one.
    asked: Option<Request>,
    /// Bytes since the last zero.
    open_frame: Vec<u8>,
    secrets: Vec<[u8; 32]>,
    /// Bytes that the token holds on to.
    held: usize,
    /// Whether storage did not do what it was asked since power came.
    storage_failed: bool,
}

impl Watched {
    /// The token that this page of the book is of, with what it had stored there, power just on.
    pub fn new(page: &book::Page) -> Self {
        let board = Board::new(page.seed);
        let desk = board.desk.clone();
        desk.borrow_mut().blobs = page.blobs.clone();
        let token = Token::new(board).expect("the book's blobs are read");
        Self {
            token: Some(token),
            desk,
            seed: page.seed,
            sent: 0,
            asked: None,
            open_frame: Vec::new(),
            secrets: book().secrets.clone(),
            held: 0,
            storage_failed: false,
        }
    }

    /// Cuts the power and gives it back.
    pub fn restart(&mut self) {
        let board = self.token.take().expect("a token is on the bench").into_env();
        {
            let mut desk = board.desk.borrow_mut();
            (desk.stores_left, desk.wipe_fails, desk.uptime_ms) = (usize::MAX, false, 0);
        }
        self.token = Some(Token::new(board).expect("what a token stored it reads again"));
        self.open_frame.clear();
        (self.storage_failed, self.held) = (false, 0);
    }

    /// One request in a whole frame, and its answer.
    pub fn ask(&mut self, sequence: u16, request: &Request) -> Option<Response> {
        let Ok(frame) = encode_frame(sequence, request) else { return None };
        self.send_as(request, &frame).pop()
    }

    /// Bytes that end in the frame of this request, which draws what it drew in the book, so that the book goes on from its answer.
    pub fn send_as(&mut self, request: &Request, bytes: &[u8]) -> Vec<Response> {
        self.send_drawing(draw_from(self.seed, request), bytes)
    }

    /// Bytes as they may come; the answers to the frames that end in them. Whatever they ask draws from where nothing ever drew: a
    /// generator that went on from where a request of the book had put it would say as random what is a secret of the book.
    pub fn send(&mut self, bytes: &[u8]) -> Vec<Response> {
        self.sent += 1;
        let from = hash("test/draw-anew", &[&self.seed.to_be_bytes(), &self.sent.to_be_bytes()]);
        self.send_drawing(from, bytes)
    }

    /// As on a board, the answers to one piece go out before the next is taken: those to a hundred short frames at once would be many
    /// times as long.
    fn send_drawing(&mut self, from: [u8; 32], bytes: &[u8]) -> Vec<Response> {
        self.desk.borrow_mut().draw_from = Some(from);
        bytes.chunks(PIECE_MAX).flat_map(|piece| self.send_piece(piece)).collect()
    }

    fn send_piece(&mut self, bytes: &[u8]) -> Vec<Response> {
        let expected = self.expected(bytes);
        let (blobs, agreed) = {
            let desk = self.desk.borrow();
            (desk.blobs.clone(), desk.agreed)
        };
        let answers = self.measured(bytes);
        self.storage_failed |= self.desk.borrow().stores_left == 0 || self.desk.borrow().wipe_fails;
        FRAMES.fetch_add(expected.len(), Ordering::Relaxed);
        let responses = self.decoded(&answers, &expected);
        if let [response] = responses.as_slice() {
            self.assert_allowed(response, &blobs, agreed);
        }
        responses
    }

    /// The answers, with the memory looked at that they took and that is held on to.
    fn measured(&mut self, bytes: &[u8]) -> Vec<u8> {
        HEAP.reset_peak_usage();
        let before = HEAP.current_usage();
        let answers = self.token.as_mut().expect("a token is on the bench").handle_frame(bytes);
        let taken = HEAP.peak_usage().saturating_sub(before);
        let mut desk = self.desk.borrow_mut();
        (desk.screens, desk.prompts) = (Vec::new(), Vec::new());
        let after = HEAP.current_usage().saturating_sub(answers.capacity());
        self.held = (self.held + after).saturating_sub(before);
        assert!(taken <= FRAME_MEMORY_MAX, "{taken} bytes for one frame");
        assert!(self.held <= TASK_MEMORY_MAX, "{} bytes held", self.held);
        TAKEN_MOST.fetch_max(taken, Ordering::Relaxed);
        HELD_MOST.fetch_max(self.held, Ordering::Relaxed);
        answers
    }

    /// The sequence numbers that these bytes are answered under: 0 for what is no frame.
    fn expected(&mut self, bytes: &[u8]) -> Vec<u16> {
        let mut sequences = Vec::new();
        for byte in bytes {
            if *byte != 0 {
                self.open_frame.push(*byte);
            } else if !self.open_frame.is_empty() {
                let frame = decode_frame(&std::mem::take(&mut self.open_frame));
                self.asked = frame.as_ref().ok().and_then(|frame| decode_message(&frame.untrusted_message).ok());
                sequences.push(frame.map_or(0, |frame| frame.sequence));
            }
        }
        sequences
    }

    /// Exactly one answer to each, within all limits, without a secret in it.
    fn decoded(&mut self, answers: &[u8], expected: &[u16]) -> Vec<Response> {
        let frames: Vec<_> = answers.split_inclusive(|byte| *byte == 0).collect();
        assert_eq!(frames.len(), expected.len(), "one answer to each frame");
        let now = book::secrets(&self.desk.borrow().blobs);
        for secret in now {
            if !self.secrets.contains(&secret) {
                self.secrets.push(secret);
            }
        }
        let mut responses = Vec::new();
        for (frame, sequence) in frames.into_iter().zip(expected) {
            let (zero, frame) = frame.split_last().expect("an answer has bytes");
            assert_eq!(*zero, 0, "an answer ends");
            let frame = decode_frame(frame).expect("an answer is a frame");
            assert_eq!(frame.sequence, *sequence);
            for secret in &self.secrets {
                let (quarters, _) = secret.as_chunks::<8>();
                let is_there = |quarter: &[u8; 8]| frame.untrusted_message.windows(8).any(|bytes| bytes == quarter);
                assert!(!quarters.iter().any(is_there), "a part of a stored secret is in an answer");
            }
            responses.push(decode_message(&frame.untrusted_message).expect("an answer is a message"));
        }
        responses
    }

    fn assert_allowed(&self, response: &Response, blobs: &crate::board::Blobs, agreed: usize) {
        let desk = self.desk.borrow();
        let product = matches!(
            response,
            Response::Enrolled { .. }
                | Response::DkgDone { .. }
                | Response::Signed { .. }
                | Response::Sealed { .. }
                | Response::Ended { .. }
                | Response::StatementSigned { answer: Answer::Sign | Answer::Dissent, .. }
        );
        // That it ended a token says again without asking.
        let is_said_again = matches!(response, Response::Ended { .. }) && blobs.contains_key(&Blob::Ended);
        // What it has opened a token signs for a new one, in a replacement that it takes part in.
        let is_of_slots = matches!(self.asked, Some(Request::SlotsAsk { .. }));
        assert!(
            !product || is_said_again || is_of_slots || desk.agreed == agreed + 1,
            "{response:?} without an officer's yes"
        );
        match response {
            Response::Refused(Refusal::Storage) => assert!(self.storage_failed, "storage did what it was asked"),
            Response::Refused(Refusal::Wiped) => assert!(desk.blobs.is_empty(), "nothing is left"),
            Response::Refused(Refusal::WrongPin) => {
                let mut unlike = blobs.iter().filter(|(blob, bytes)| desk.blobs.get(blob) != Some(bytes));
                assert!(unlike.all(|(blob, _)| *blob == Blob::Tries), "a wrong PIN takes a try");
            }
            Response::Refused(refusal) => assert!(desk.blobs == *blobs, "{refusal:?} changed what is stored"),
            _ => {}
        }
    }

    /// After whatever came, the token starts again and serves an officer who knows its PIN, or is as it came.
    pub fn finish(mut self) {
        self.restart();
        (self.desk.borrow_mut().tick_ms, self.desk.borrow_mut().answer) = (86_400_000, tamga_token::Consent::Yes);
        let Some(Response::Info(info)) = self.ask(1, &Request::Hello) else { panic!("Hello is always answered") };
        if info.identity.is_none() {
            assert!(info.definition.is_none() && !info.custody_key && !info.election_key && info.election.is_none());
            return;
        }
        let purposes = tamga_wire::Purposes::SETUP;
        for pin in [PIN, OTHER_PIN] {
            self.desk.borrow_mut().pins = vec![pin];
            if self.ask(2, &Request::Login { definition: info.definition, purposes }) == Some(Response::Done) {
                assert!(matches!(self.ask(3, &Request::Random), Some(Response::Random { .. })));
                return;
            }
        }
        let wiped = self.ask(4, &Request::Random);
        assert_eq!(wiped, Some(Response::Refused(Refusal::NotInitialised)), "it was the last try");
    }
}
