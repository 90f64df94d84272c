//! Bytes read as a script: what a host, an officer and a power switch do to one token.

use arbitrary::{Result, Unstructured};
use tamga_token::Consent;
use tamga_wire::{Purposes, Request, Response, encode_frame};

use crate::board::{GIVES_UP, PIN};
use crate::book::{Book, book};
use crate::change;
use crate::tally::Tally;
use crate::watch::{OTHER_PIN, Watched};

/// Acts of a script, at most.
const ACTS_MAX: usize = 64;
/// Requests of the book in one act, at most: a key generation has 29, a replacement over 60.
const STRETCH_MAX: usize = 64;
/// Frames that can be sent again.
const KEPT_MAX: usize = 8;
/// Bytes without a zero in one act, at most: more than a frame may have.
const NOISE_MAX: usize = 20_000;

/// Requests that the book has no page of, or that may come at any time.
const OTHERS: [Request; 5] =
    [Request::Hello, Request::Cancel, Request::Random, Request::ChangePin, Request::Wipe { retire: false }];

/// Runs a script to its end. Panics where something does not hold.
pub fn run(untrusted: &[u8]) -> usize {
    let mut u = Unstructured::new(untrusted);
    let Ok(mut script) = Script::begin(&mut u) else { return 0 };
    let mut acts = 0;
    while acts < ACTS_MAX && !u.is_empty() && script.act(&mut u).is_ok() {
        acts += 1;
    }
    script.token.finish();
    acts
}

struct Script {
    book: &'static Book,
    token: Watched,
    /// The page of the book that an honest host sends next.
    page: usize,
    sequence: u16,
    /// The frames sent last.
    sent: Vec<Vec<u8>>,
}

impl Script {
    /// Begins on a page of the book with what the token had stored there, as a rule logged in.
    fn begin(u: &mut Unstructured) -> Result<Self> {
        let book = book();
        let page = *u.choose(&book.begins)?;
        let token = Watched::new(&book.pages[page]);
        let mut script = Self { book, token, page, sequence: 0, sent: Vec::new() };
        if !u.ratio(1, 8)? {
            script.log_in(Purposes::ALL);
        }
        Ok(script)
    }

    fn act(&mut self, u: &mut Unstructured) -> Result<()> {
        match u.int_in_range(0..=23)? {
            0..=4 => self.go_on(u)?,
            5 => self.page = *u.choose(&self.book.begins)?,
            6 => self.page = u.choose_index(self.book.pages.len())?,
            7..=9 => {
                let mut request = self.next_request();
                change::request(&mut request, u)?;
                self.ask(&request);
            }
            10 => self.garbled(u)?,
            11 => self.noise(u)?,
            12 => self.again(u)?,
            13 => self.interrupted(u)?,
            14 => drop(self.ask(&Request::Poll)),
            15 => drop(self.ask(u.choose(&OTHERS)?)),
            16 => self.officer(u)?,
            17 => self.token.restart(),
            18 => self.storage(u)?,
            19 => self.clock(u)?,
            20 => {
                self.log_in(*u.choose(&[Purposes::ALL, Purposes::ALL, Purposes::OPEN, Purposes::SETUP])?);
            }
            21 => self.other_definition(u)?,
            22 => self.other_statement(u)?,
            _ => self.other_tally(u)?,
        }
        Ok(())
    }

    /// A stretch of the book, as an honest host sends it.
    fn go_on(&mut self, u: &mut Unstructured) -> Result<()> {
        for _ in 0..u.int_in_range(1..=STRETCH_MAX)? {
            let request = self.next_request();
            self.ask(&request);
        }
        Ok(())
    }

    fn next_request(&mut self) -> Request {
        let request = self.book.pages[self.page].request.clone();
        self.page = (self.page + 1) % self.book.pages.len();
        request
    }

    fn ask(&mut self, request: &Request) -> Option<Response> {
        self.sequence = self.sequence.wrapping_add(1);
        if let Ok(frame) = encode_frame(self.sequence, request) {
            self.sent.push(frame);
        }
        if self.sent.len() > KEPT_MAX {
            self.sent.remove(0);
        }
        self.token.ask(self.sequence, request)
    }

    fn log_in(&mut self, purposes: Purposes) {
        let Some(Response::Info(info)) = self.ask(&Request::Hello) else { return };
        let purposes = if info.definition.is_some() { purposes } else { Purposes::SETUP | Purposes::UPKEEP };
        self.ask(&Request::Login { definition: info.definition, purposes });
    }

    /// A whole frame whose message is none, or a frame that was damaged on the way.
    fn garbled(&mut self, u: &mut Unstructured) -> Result<()> {
        let frame = encode_frame(0, &self.next_request()).unwrap_or_default();
        let bytes = match u.arbitrary()? {
            true => {
                let message = cobs::decode_vec(&frame[..frame.len().saturating_sub(1)]).unwrap_or_default();
                let message = message.get(3..message.len().saturating_sub(4)).unwrap_or_default();
                change::frame_around(message, self.sequence, u)?
            }
            false => {
                let mut frame = frame;
                change::list(&mut frame, u)?;
                frame
            }
        };
        self.token.send(&bytes);
        Ok(())
    }

    fn noise(&mut self, u: &mut Unstructured) -> Result<()> {
        let count = *u.choose(&[1, 2, 7, 300, NOISE_MAX])?;
        let pattern: [u8; 7] = u.arbitrary()?;
        let bytes: Vec<u8> = pattern.into_iter().cycle().take(count).collect();
        self.token.send(&bytes);
        if u.arbitrary()? {
            self.token.send(&[0]);
        }
        Ok(())
    }

    /// A frame that was sent before, or two at once.
    fn again(&mut self, u: &mut Unstructured) -> Result<()> {
        if self.sent.is_empty() {
            return Ok(());
        }
        let mut frame = u.choose(&self.sent)?.clone();
        if u.ratio(1, 4)? {
            frame.extend_from_slice(u.choose(&self.sent)?);
        }
        self.token.send(&frame);
        Ok(())
    }

    /// A frame in two pieces, with something in between.
    fn interrupted(&mut self, u: &mut Unstructured) -> Result<()> {
        let request = self.next_request();
        let frame = encode_frame(self.sequence, &request).unwrap_or_default();
        let (first, rest) = frame.split_at(u.int_in_range(0..=frame.len())?);
        self.token.send(first);
        match u.int_in_range(0..=3)? {
            0 => self.token.restart(),
            1 => drop(self.ask(&Request::Poll)),
            2 => drop(self.token.send(&[0])),
            _ => {}
        }
        self.token.send_as(&request, rest);
        Ok(())
    }

    fn officer(&mut self, u: &mut Unstructured) -> Result<()> {
        let mut desk = self.token.desk.borrow_mut();
        match u.arbitrary()? {
            true => desk.answer = *u.choose(&[Consent::Yes, Consent::No, Consent::Dissent, Consent::Pending])?,
            false => {
                let pins =
                    [&[PIN][..], &[OTHER_PIN], &[""], &[GIVES_UP], &[OTHER_PIN, PIN], &["", PIN], &["111111", PIN]];
                desk.pins = u.choose(&pins)?.to_vec();
            }
        }
        Ok(())
    }

    /// Storage that fails from the next store on or soon; then power goes, or the storage comes back.
    fn storage(&mut self, u: &mut Unstructured) -> Result<()> {
        {
            let mut desk = self.token.desk.borrow_mut();
            (desk.stores_left, desk.wipe_fails) = (u.int_in_range(0..=3)?, u.arbitrary()?);
        }
        self.go_on(u)?;
        if u.arbitrary()? {
            self.token.restart();
        } else {
            let mut desk = self.token.desk.borrow_mut();
            (desk.stores_left, desk.wipe_fails) = (usize::MAX, false);
        }
        Ok(())
    }

    fn clock(&mut self, u: &mut Unstructured) -> Result<()> {
        self.token.desk.borrow_mut().tick_ms = *u.choose(&[0, 1, 5_000, 86_400_000, u64::MAX / 2])?;
        Ok(())
    }

    /// A definition that differs from the token's in some lines, whole.
    fn other_definition(&mut self, u: &mut Unstructured) -> Result<()> {
        let definition = change::lines(&self.book.definition, u)?;
        let (length, own) = (definition.len() as u32, u.int_in_range(0..=6)?);
        self.ask(&Request::EnrolBegin { length, own: if own > 5 { 255 } else { 1.max(own) } });
        for part in definition.chunks(4_096) {
            self.ask(&Request::EnrolPart { bytes: part.to_vec() });
        }
        self.ask(&Request::Poll);
        Ok(())
    }

    /// A statement and its totals that differ in some lines from those that fit; the text names the table that comes.
    fn other_statement(&mut self, u: &mut Unstructured) -> Result<()> {
        let (mut text, mut totals) = (self.book.statement.clone(), self.book.totals.clone());
        if u.arbitrary()? {
            totals = change::lines(&totals, u)?;
            let digest = |bytes: &[u8]| crate::definition::hex(&tamga_crypto::hash::sha3_256(&[bytes]));
            let (own, other) = (digest(&self.book.totals), digest(&totals));
            text = String::from_utf8_lossy(&text).replace(&own, &other).into_bytes();
        } else {
            text = change::lines(&text, u)?;
        }
        self.ask(&Request::StatementBegin { text, totals_length: totals.len() as u32 });
        for part in totals.chunks(4_096) {
            self.ask(&Request::StatementTotals { bytes: part.to_vec() });
        }
        self.ask(&Request::Poll);
        Ok(())
    }

    /// Sums that differ from the honest ones, under a root that checkers approved.
    fn other_tally(&mut self, u: &mut Unstructured) -> Result<()> {
        let mut tally: Tally = u.choose(&self.book.tallies)?.clone();
        for _ in 0..u.int_in_range(0..=2)? {
            let at = u.choose_index(tally.leaves.len())?;
            match u.int_in_range(0..=4)? {
                0 => change::number(&mut tally.opening, u)?,
                1 => change::bytes(&mut tally.previous, u)?,
                2 => change::group(&mut tally.leaves[at].group, u)?,
                3 => change::list(&mut tally.leaves[at].sums, u)?,
                _ => change::list(&mut tally.leaves, u)?,
            }
            tally.leaves.truncate(8);
            if tally.leaves.is_empty() {
                return Ok(());
            }
        }
        self.ask(&tally.begin());
        self.ask(&Request::Poll);
        for leaf in 0..tally.leaves.len() {
            self.ask(&tally.leaf(leaf));
        }
        Ok(())
    }
}
