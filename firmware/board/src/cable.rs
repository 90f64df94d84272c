//! The cable: bytes in, bytes out, and the panel in between.

use alloc::vec::Vec;

use tamga_token::Token;

use crate::board::Board;
use crate::chip::Chip;

/// Bytes taken from the port in one turn, at most.
const TAKEN_MAX: usize = 64;

/// A serial port that never waits.
pub trait Port {
    /// Takes up to `bytes.len()` bytes that have come; how many, 0 if none.
    fn take(&mut self, bytes: &mut [u8]) -> usize;

    /// Gives bytes to be sent; how many of them were taken, 0 if none can be now.
    fn give(&mut self, bytes: &[u8]) -> usize;
}

/// What a turn was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nothing came and nothing could be sent: the board may sleep until a byte comes, for 20 ms at most, as the keys are looked
    /// at in every turn.
    Idle,
    /// There was something to do.
    Busy,
    /// The last byte of an answer was sent.
    Answered,
}

/// The token's end of the cable. While an answer is being sent, nothing is taken: who does not read is not heard.
pub struct Cable<P> {
    port: P,
    answer: Vec<u8>,
    given: usize,
}

impl<P: Port> Cable<P> {
    /// The end of a cable at this port, of a token that shows how it stands.
    pub fn new<C: Chip>(port: P, token: &mut Token<Board<C>>) -> Self {
        let standing = token.standing();
        token.env_mut().show_standing(standing);
        Self { port, answer: Vec::new(), given: 0 }
    }

    /// The port, for what is the board's own.
    pub fn port(&mut self) -> &mut P {
        &mut self.port
    }

    /// One turn: the panel's, then the host's, of at most 64 bytes. To be called again and again, for as long as there is power.
    pub fn turn<C: Chip>(&mut self, token: &mut Token<Board<C>>) -> Turn {
        // A display that fails shows in `check`; until then its officer agrees to nothing, as no key is read.
        token.env_mut().tick();
        if self.answer.is_empty() {
            return self.listen(token);
        }
        let given = self.port.give(self.answer.get(self.given..).unwrap_or_default());
        self.given += given;
        if self.given >= self.answer.len() {
            (self.answer, self.given) = (Vec::new(), 0);
            return Turn::Answered;
        }
        if given == 0 { Turn::Idle } else { Turn::Busy }
    }

    fn listen<C: Chip>(&mut self, token: &mut Token<Board<C>>) -> Turn {
        let mut untrusted = [0; TAKEN_MAX];
        let taken = self.port.take(&mut untrusted);
        self.answer = token.handle_frame(untrusted.get(..taken).unwrap_or_default());
        if !self.answer.is_empty() {
            let standing = token.standing();
            token.env_mut().show_standing(standing);
        }
        if taken == 0 { Turn::Idle } else { Turn::Busy }
    }
}
