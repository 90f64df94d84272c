//! A chip in memory, its officer's hand, and a host at the other end of the cable.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use embedded_storage::nor_flash::{ErrorType, NorFlash, NorFlashErrorKind, ReadNorFlash};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tamga_board::{Board, Cable, Chip, Parts, Port};
use tamga_panel::{Key, Keys, Page, PageKind, Press, Surface, SurfaceError};
use tamga_store::model::{ModelFlash, PAGE_LEN, Power};
use tamga_store::{Error, NoCounter, StorageKey};
use tamga_token::Token;
use tamga_wire::{Request, Response, decode_frame, decode_message, encode_frame};

const PAGES: usize = 16;
const PIN: &[u8] = b"271828";

/// What outlives a loss of power, and what the test plays with.
pub struct Desk {
    pub flash: ModelFlash<4>,
    pub presses: VecDeque<Press>,
    pub display_fails: bool,
    pub randomness_works: bool,
    pub uptime_ms: u64,
}

pub type Shared = Rc<RefCell<Desk>>;

pub fn desk() -> Shared {
    Rc::new(RefCell::new(Desk {
        flash: ModelFlash::new(PAGES, Power::new(1)),
        presses: VecDeque::new(),
        display_fails: false,
        randomness_works: true,
        uptime_ms: 0,
    }))
}

pub struct Memory(Shared);

impl Chip for Memory {
    type Rng = ChaCha20Rng;
    type Flash = Flash;
    type Counter = NoCounter;
    type Keys = Fingers;
    type Surface = Glass;

    const NAME: &'static str = "memory";
    const IS_SIMULATOR: bool = true;
    const IS_REHEARSAL_ONLY: bool = true;

    fn uptime_ms(&mut self) -> u64 {
        let mut desk = self.0.borrow_mut();
        desk.uptime_ms += 20;
        desk.uptime_ms
    }

    fn randomness_works(&mut self) -> bool {
        self.0.borrow().randomness_works
    }
}

pub struct Flash(Shared);

impl ErrorType for Flash {
    type Error = NorFlashErrorKind;
}

impl ReadNorFlash for Flash {
    const READ_SIZE: usize = 1;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), NorFlashErrorKind> {
        self.0.borrow_mut().flash.read(offset, bytes).map_err(|_| NorFlashErrorKind::Other)
    }

    fn capacity(&self) -> usize {
        PAGES * PAGE_LEN
    }
}

impl NorFlash for Flash {
    const WRITE_SIZE: usize = 4;
    const ERASE_SIZE: usize = PAGE_LEN;

    fn erase(&mut self, from: u32, to: u32) -> Result<(), NorFlashErrorKind> {
        self.0.borrow_mut().flash.erase(from, to).map_err(|_| NorFlashErrorKind::Other)
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), NorFlashErrorKind> {
        self.0.borrow_mut().flash.write(offset, bytes).map_err(|_| NorFlashErrorKind::Other)
    }
}

pub struct Fingers(Shared);

impl Keys for Fingers {
    fn press(&mut self, _: u64, _: u16) -> Option<Press> {
        self.0.borrow_mut().presses.pop_front()
    }

    fn forget(&mut self) {
        self.0.borrow_mut().presses.clear();
    }
}

/// A display, with an officer before it who answers each page at once.
pub struct Glass(Shared);

impl Surface for Glass {
    fn put(&mut self, page: &Page) -> Result<(), SurfaceError> {
        let mut desk = self.0.borrow_mut();
        if desk.display_fails {
            return Err(SurfaceError);
        }
        let press = hand(page);
        desk.presses.extend(press);
        Ok(())
    }
}

/// Leafs to the last page, types the PIN, says yes.
fn hand(page: &Page) -> Option<Press> {
    let (number, of) = page.place();
    let short = |key| Press { key, held: false };
    let yes = Press { key: Key::Yes, held: true };
    match page.kind() {
        PageKind::Ask | PageKind::Pin if number < of => Some(short(Key::Down)),
        PageKind::Ask => Some(yes),
        PageKind::Pin => {
            let line = page.lines().find(|line| line.starts_with(['*', '[']))?;
            let taken = line.bytes().take_while(|sign| *sign == b'*').count();
            let Some(digit) = PIN.get(taken) else { return Some(yes) };
            Some(short(if line.as_bytes()[taken + 1] == *digit { Key::Yes } else { Key::Up }))
        }
        _ => None,
    }
}

/// The host's end of the cable.
#[derive(Default)]
pub struct Host {
    pub sent: VecDeque<u8>,
    pub received: Vec<u8>,
    /// Bytes that still fit on the way to the host.
    pub room: usize,
}

#[derive(Clone)]
pub struct Wire(pub Rc<RefCell<Host>>);

impl Port for Wire {
    fn take(&mut self, bytes: &mut [u8]) -> usize {
        let mut host = self.0.borrow_mut();
        let taken = bytes.len().min(host.sent.len());
        bytes.iter_mut().zip(host.sent.drain(..taken)).for_each(|(place, byte)| *place = byte);
        taken
    }

    fn give(&mut self, bytes: &[u8]) -> usize {
        let mut host = self.0.borrow_mut();
        let given = bytes.len().min(host.room);
        host.room -= given;
        host.received.extend_from_slice(&bytes[..given]);
        given
    }
}

/// A token that has power.
pub struct Powered {
    pub token: Token<Board<Memory>>,
    pub cable: Cable<Wire>,
    pub host: Rc<RefCell<Host>>,
    sequence: u16,
}

pub fn board(desk: &Shared) -> Result<Board<Memory>, Error> {
    Board::new(Parts {
        chip: Memory(desk.clone()),
        rng: ChaCha20Rng::from_seed([3; 32]),
        flash: Flash(desk.clone()),
        range: 0..(PAGES * PAGE_LEN) as u32,
        storage_key: StorageKey::from_bytes([5; 32]),
        counter: NoCounter,
        keys: Fingers(desk.clone()),
        surface: Glass(desk.clone()),
    })
}

impl Powered {
    pub fn new(desk: &Shared) -> Self {
        let mut token = Token::new(board(desk).unwrap()).unwrap();
        let host = Rc::new(RefCell::new(Host { room: usize::MAX, ..Host::default() }));
        let cable = Cable::new(Wire(host.clone()), &mut token);
        Self { token, cable, host, sequence: 0 }
    }

    pub fn send(&mut self, request: &Request) {
        self.sequence += 1;
        self.host.borrow_mut().sent.extend(encode_frame(self.sequence, request).unwrap());
    }

    pub fn turns(&mut self, count: usize) {
        for _ in 0..count {
            self.cable.turn(&mut self.token);
        }
    }

    /// The answer that has arrived, if one has.
    pub fn answer(&mut self) -> Option<Response> {
        let mut host = self.host.borrow_mut();
        let end = host.received.iter().position(|byte| *byte == 0)?;
        let frame: Vec<u8> = host.received.drain(..=end).collect();
        Some(decode_message(&decode_frame(&frame[..end]).unwrap().untrusted_message).unwrap())
    }

    /// One request, polled until the officer has answered or 200 polls are over.
    pub fn ask(&mut self, request: &Request) -> Response {
        let mut request = request;
        for _ in 0..200 {
            self.send(request);
            self.turns(20);
            match self.answer().unwrap() {
                Response::Waiting => request = &Request::Poll,
                answer => return answer,
            }
        }
        Response::Waiting
    }
}
