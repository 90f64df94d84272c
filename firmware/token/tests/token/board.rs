//! A board in memory, with an officer whose answers the test sets.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tamga_crypto::hash::hash;
use tamga_token::{Blob, Consent, Env, PartCheck, Pin, PinEntry, PinPrompt, Screen, StorageError, Token};
use tamga_wire::{BoardPart, Info, Purposes, Request, Response, decode_frame, decode_message, encode_frame};
use zeroize::Zeroizing;

/// What a token has stored.
pub type Blobs = BTreeMap<Blob, Vec<u8>>;

/// What the test sets and looks at while the token holds the board.
pub struct Desk {
    /// PINs as typed: each once, the last one from then on. What is no PIN is one that is still being typed, but for
    /// [`GIVES_UP`].
    pub pins: Vec<&'static str>,
    pub answer: Consent,
    pub screens: Vec<Screen>,
    pub blobs: Blobs,
    /// Times that something is stored or erased before power goes.
    pub stores_left: usize,
    /// What the board's counter still allows.
    pub counter_left: u32,
    /// What was erased, one after the other.
    pub erased: Vec<Blob>,
    pub wiped: usize,
    /// Whether erasing everything fails.
    pub wipe_fails: bool,
    pub rehearsal_only: bool,
    /// What was shown before PINs.
    pub prompts: Vec<PinPrompt>,
    /// Questions taken back.
    pub cancelled: usize,
    /// Sums done, of how many, as told.
    pub progress: Vec<(u32, u32)>,
    /// What every check of the board says.
    pub check: PartCheck,
    /// The parts that were checked.
    pub checked: Vec<BoardPart>,
    pub uptime_ms: u64,
    /// How far the clock goes on each time it is read: by a day, so that nothing waits, unless a test sets it.
    pub tick_ms: u64,
    /// Questions that the officer agreed to, with dissent or without.
    pub agreed: usize,
    /// Where the generator begins anew before it is drawn from next.
    pub draw_from: Option<[u8; 32]>,
    /// Whether it does with each request, from the request's bytes: the same request then has the same answer.
    pub repeats: bool,
    /// Where it is kept: every request so far, with what was stored before it.
    pub book: Option<Vec<(Request, Blobs)>>,
}

impl Desk {
    fn touch_storage(&mut self) -> Result<(), StorageError> {
        self.stores_left = self.stores_left.checked_sub(1).ok_or(StorageError)?;
        Ok(())
    }
}

#[derive(Clone)]
pub struct Board {
    pub desk: Rc<RefCell<Desk>>,
    rng: ChaCha20Rng,
}

pub const PIN: &str = "271828";

/// Instead of a PIN: the officer does not type one.
pub const GIVES_UP: &str = "gives up";

impl Board {
    pub fn new(seed: u64) -> Self {
        let desk = Desk {
            pins: vec![PIN],
            answer: Consent::Yes,
            screens: Vec::new(),
            blobs: BTreeMap::new(),
            stores_left: usize::MAX,
            counter_left: u32::MAX,
            erased: Vec::new(),
            wiped: 0,
            wipe_fails: false,
            rehearsal_only: true,
            prompts: Vec::new(),
            cancelled: 0,
            progress: Vec::new(),
            check: PartCheck::Passed,
            checked: Vec::new(),
            uptime_ms: 0,
            tick_ms: 86_400_000,
            agreed: 0,
            draw_from: None,
            repeats: false,
            book: None,
        };
        Self { desk: Rc::new(RefCell::new(desk)), rng: ChaCha20Rng::seed_from_u64(seed) }
    }
}

/// Where the generator of this board begins for this request.
pub fn draw_from(seed: u64, request: &Request) -> [u8; 32] {
    hash("test/draw", &[&seed.to_be_bytes(), &encode_frame(0, request).unwrap()])
}

impl Desk {
    fn note(&mut self, seed: u64, request: &Request) {
        if self.repeats {
            self.draw_from = Some(draw_from(seed, request));
        }
        if let Some(book) = &mut self.book {
            book.push((request.clone(), self.blobs.clone()));
        }
    }
}

impl Env for Board {
    type Rng = ChaCha20Rng;

    fn rng(&mut self) -> &mut ChaCha20Rng {
        if let Some(seed) = self.desk.borrow_mut().draw_from.take() {
            self.rng = ChaCha20Rng::from_seed(seed);
        }
        &mut self.rng
    }

    fn load(&mut self, blob: Blob) -> Result<Option<Zeroizing<Vec<u8>>>, StorageError> {
        Ok(self.desk.borrow().blobs.get(&blob).cloned().map(Zeroizing::new))
    }

    fn store(&mut self, blob: Blob, bytes: &[u8]) -> Result<(), StorageError> {
        let mut desk = self.desk.borrow_mut();
        desk.touch_storage()?;
        desk.blobs.insert(blob, bytes.to_vec());
        Ok(())
    }

    fn erase(&mut self, blob: Blob) -> Result<(), StorageError> {
        let mut desk = self.desk.borrow_mut();
        desk.touch_storage()?;
        desk.blobs.remove(&blob);
        desk.erased.push(blob);
        Ok(())
    }

    fn wipe(&mut self) -> Result<(), StorageError> {
        let mut desk = self.desk.borrow_mut();
        if desk.wipe_fails {
            return Err(StorageError);
        }
        desk.wiped += 1;
        let (last, others): (Vec<Blob>, Vec<Blob>) = desk.blobs.keys().partition(|blob| **blob == Blob::Tries);
        for blob in others.into_iter().filter(|blob| *blob != Blob::Retired).chain(last) {
            desk.touch_storage()?;
            desk.blobs.remove(&blob);
        }
        Ok(())
    }

    fn stores_left(&mut self) -> u32 {
        self.desk.borrow().counter_left
    }

    fn show(&mut self, screen: &Screen) {
        self.desk.borrow_mut().screens.push(screen.clone());
    }

    fn ask(&mut self, screen: &Screen) {
        self.show(screen);
    }

    fn consent(&mut self) -> Consent {
        let mut desk = self.desk.borrow_mut();
        desk.agreed += usize::from(matches!(desk.answer, Consent::Yes | Consent::Dissent));
        desk.answer
    }

    fn ask_pin(&mut self, prompt: &PinPrompt) -> PinEntry {
        let mut desk = self.desk.borrow_mut();
        desk.prompts.push(prompt.clone());
        let typed = if desk.pins.len() > 1 { desk.pins.remove(0) } else { desk.pins[0] };
        match Pin::new(typed) {
            Some(pin) => PinEntry::Typed(pin),
            None if typed == GIVES_UP => PinEntry::Cancelled,
            None => PinEntry::Pending,
        }
    }

    fn cancel(&mut self) {
        self.desk.borrow_mut().cancelled += 1;
    }

    fn progress(&mut self, done: u32, total: u32) {
        self.desk.borrow_mut().progress.push((done, total));
    }

    fn check(&mut self, part: BoardPart) -> PartCheck {
        let mut desk = self.desk.borrow_mut();
        desk.checked.push(part);
        desk.check
    }

    fn uptime_ms(&mut self) -> u64 {
        let mut desk = self.desk.borrow_mut();
        desk.uptime_ms = desk.uptime_ms.saturating_add(desk.tick_ms);
        desk.uptime_ms
    }

    fn board(&self) -> &'static str {
        "test"
    }

    fn is_simulator(&self) -> bool {
        true
    }

    fn is_rehearsal_only(&self) -> bool {
        self.desk.borrow().rehearsal_only
    }
}

/// A log-in of a token that is not enrolled yet.
pub fn login() -> Request {
    Request::Login { definition: None, purposes: Purposes::SETUP | Purposes::UPKEEP }
}

/// A token and its officer's desk.
pub struct Bench {
    pub token: Token<Board>,
    pub desk: Rc<RefCell<Desk>>,
    pub seed: u64,
    sequence: u16,
}

impl Bench {
    pub fn new(seed: u64) -> Self {
        let board = Board::new(seed);
        let desk = board.desk.clone();
        Self { token: Token::new(board).unwrap(), desk, seed, sequence: 0 }
    }

    /// One request through the frames of the wire.
    pub fn exchange(&mut self, request: &Request) -> Response {
        self.sequence += 1;
        self.desk.borrow_mut().note(self.seed, request);
        let answer = self.token.handle_frame(&encode_frame(self.sequence, request).unwrap());
        let (zero, frame) = answer.split_last().expect("every request is answered");
        assert_eq!(*zero, 0);
        let frame = decode_frame(frame).unwrap();
        assert_eq!(frame.sequence, self.sequence);
        decode_message(&frame.untrusted_message).unwrap()
    }

    /// One request and, where the officer is asked, their answer.
    pub fn ask(&mut self, request: &Request) -> Response {
        match self.exchange(request) {
            Response::Waiting => self.exchange(&Request::Poll),
            response => response,
        }
    }

    /// Cuts the power; storage works when it comes back.
    pub fn cut_power(self) -> Self {
        let desk = self.desk;
        desk.borrow_mut().stores_left = usize::MAX;
        Self { token: Token::new(self.token.into_env()).unwrap(), desk, seed: self.seed, sequence: self.sequence }
    }

    /// As [`Bench::restart`], of a token in a row of others.
    pub fn restart_here(&mut self) {
        self.desk.borrow_mut().stores_left = usize::MAX;
        let board = self.token.env_mut().clone();
        self.token = Token::new(board).unwrap();
        self.log_in(Purposes::ALL);
    }

    /// Cuts the power and logs in again.
    pub fn restart(self) -> Self {
        let mut bench = self.cut_power();
        bench.log_in(Purposes::ALL);
        bench
    }

    /// Logs in under the definition that the token says it has.
    pub fn log_in(&mut self, purposes: Purposes) {
        let info = self.info();
        let purposes = if info.definition.is_some() { purposes } else { Purposes::SETUP | Purposes::UPKEEP };
        assert_eq!(self.ask(&Request::Login { definition: info.definition, purposes }), Response::Done);
    }

    /// What the token says of itself.
    pub fn info(&mut self) -> Info {
        match self.exchange(&Request::Hello) {
            Response::Info(info) => info,
            other => panic!("{other:?}"),
        }
    }

    /// What the officer types, one after the other, the last one from then on.
    pub fn types(&self, pins: &[&'static str]) {
        self.desk.borrow_mut().pins = pins.to_vec();
    }

    /// How many screens were shown.
    pub fn shown(&self) -> usize {
        self.desk.borrow().screens.len()
    }

    pub fn answers(&self, consent: Consent) {
        self.desk.borrow_mut().answer = consent;
    }

    /// The screen shown last.
    pub fn screen(&self) -> String {
        self.desk.borrow().screens.last().expect("a screen was shown").to_string()
    }
}
