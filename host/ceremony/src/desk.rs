//! Who was asked what, who has answered, who dropped out.

use std::collections::VecDeque;
use std::mem;

use tamga_crypto::dkg::Quorum;
use tamga_record::ledger::{Entry, TokenAct};
use tamga_wire::{Request, Response};

use crate::fault::{CeremonyError, Fault};

/// How many tokens have to do their part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needed {
    /// All of them: the first fault ends the ceremony.
    All,
    /// A quorum: faults are kept, the others go on.
    Quorum,
    /// Whoever does: as with a quorum, but none has to be reached.
    Nobody,
}

/// The desk of a ceremony: one seat per token. A token is asked one thing at a time; while its officer makes up their mind
/// it is polled. Before the first thing it is told to forget what an earlier ceremony left before its officer, which would
/// otherwise stand in the way of every other question.
#[derive(Debug)]
pub struct Desk {
    /// What a token's refusal is written down as; none where there is no ledger yet.
    act: Option<TokenAct>,
    quorum: Quorum,
    needed: Needed,
    seats: Vec<Seat>,
    faults: Vec<(u8, Fault)>,
    entries: Vec<Entry>,
    /// Whether the entries of the outcome were recorded.
    settled: bool,
}

/// What is lost if a ceremony ends without the tokens that cannot be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Nothing: it has its outcome.
    Nothing,
    /// What these officers would have said, which is missed but not needed.
    Wishes,
    /// The outcome, as so many more tokens are needed.
    Tokens(
        /// How many.
        u8,
    ),
}

#[derive(Debug)]
struct Seat {
    queue: VecDeque<Request>,
    /// What it is asked from the beginning: what was put before it until it was asked anything.
    beginning: Vec<Request>,
    turn: Turn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// Was not asked anything yet, and may still have an earlier ceremony's question before its officer.
    Uncleared,
    /// Was told to forget that, and owes an answer.
    Clearing,
    /// May be asked.
    Free,
    /// Was asked and owes an answer.
    Asked,
    /// Said that it waits for its officer.
    Waiting,
    /// Dropped out.
    Out,
}

impl Desk {
    pub(crate) fn new(act: Option<TokenAct>, quorum: Quorum, needed: Needed) -> Self {
        let seat = |_| Seat { queue: VecDeque::new(), beginning: Vec::new(), turn: Turn::Uncleared };
        Self {
            act,
            quorum,
            needed,
            seats: quorum.indices().map(seat).collect(),
            faults: Vec::new(),
            entries: Vec::new(),
            settled: false,
        }
    }

    fn seat(&mut self, token: u8) -> Result<&mut Seat, CeremonyError> {
        let place = usize::from(token).checked_sub(1);
        place.and_then(|place| self.seats.get_mut(place)).ok_or(CeremonyError::NoSuchToken { token })
    }

    /// Puts a request behind those that the token has yet to be asked; of no use for one that dropped out.
    pub(crate) fn push(&mut self, token: u8, request: Request) {
        if let Ok(seat) = self.seat(token)
            && seat.turn != Turn::Out
        {
            if seat.turn == Turn::Uncleared {
                seat.beginning.push(request.clone());
            }
            seat.queue.push_back(request);
        }
    }

    /// Puts the beginning before a token again, which has lost its memory of everything that came after it.
    pub(crate) fn begin_again(&mut self, token: u8) {
        if let Ok(seat) = self.seat(token)
            && seat.turn != Turn::Out
        {
            seat.turn = Turn::Uncleared;
            seat.queue = seat.beginning.iter().cloned().collect();
        }
    }

    /// Puts a request before every token.
    pub(crate) fn push_all(&mut self, request: &Request) {
        for token in self.quorum.indices() {
            self.push(token, request.clone());
        }
    }

    /// What is to be sent now: at most one request per token.
    pub(crate) fn next(&mut self) -> Vec<(u8, Request)> {
        let mut due = Vec::new();
        for (token, seat) in (1..).zip(&mut self.seats) {
            let (turn, request) = match seat.turn {
                Turn::Uncleared if seat.queue.is_empty() => continue,
                Turn::Uncleared => (Turn::Clearing, Some(Request::Cancel)),
                Turn::Free => (Turn::Asked, seat.queue.pop_front()),
                Turn::Waiting => (Turn::Asked, Some(Request::Poll)),
                Turn::Clearing | Turn::Asked | Turn::Out => continue,
            };
            if let Some(request) = request {
                seat.turn = turn;
                due.push((token, request));
            }
        }
        due
    }

    /// Takes an answer: what it says, or nothing when the token waits for its officer, has only been cleared, or dropped out
    /// before.
    pub(crate) fn take(
        &mut self,
        token: u8,
        response: Response,
    ) -> Result<Option<Result<Response, Fault>>, CeremonyError> {
        let seat = self.seat(token)?;
        match (seat.turn, response) {
            (Turn::Out, _) => Ok(None),
            (Turn::Clearing, Response::Done) => {
                seat.turn = Turn::Free;
                Ok(None)
            }
            (Turn::Asked, Response::Waiting) => {
                seat.turn = Turn::Waiting;
                Ok(None)
            }
            (Turn::Asked, Response::Refused(refusal)) => Ok(Some(Err(Fault::Refused(refusal)))),
            (Turn::Asked, response) => {
                seat.turn = Turn::Free;
                Ok(Some(Ok(response)))
            }
            (Turn::Uncleared | Turn::Clearing | Turn::Free | Turn::Waiting, _) => Ok(Some(Err(Fault::WrongAnswer))),
        }
    }

    /// The token drops out. Where all are needed, that is the end.
    pub(crate) fn fail(&mut self, token: u8, fault: Fault) -> Result<(), CeremonyError> {
        let seat = self.seat(token)?;
        if seat.turn == Turn::Out {
            return Ok(());
        }
        seat.turn = Turn::Out;
        seat.queue.clear();
        self.faults.push((token, fault));
        if let (Fault::Refused(refusal), Some(act)) = (fault, self.act) {
            let code = refusal.code();
            self.entries.push(Entry::Refusal { token, act, code });
        }
        match self.needed {
            Needed::All => Err(CeremonyError::Token { token, fault }),
            Needed::Quorum | Needed::Nobody => Ok(()),
        }
    }

    /// Whether the token has nothing before it, asked or unasked.
    pub(crate) fn is_done(&self, token: u8) -> bool {
        let place = usize::from(token).checked_sub(1);
        let seat = place.and_then(|place| self.seats.get(place));
        seat.is_some_and(|seat| seat.turn == Turn::Free && seat.queue.is_empty())
    }

    /// The tokens that have answered everything so far.
    pub(crate) fn done(&self) -> Vec<u8> {
        let seats = (1..).zip(&self.seats);
        seats.filter(|(_, seat)| seat.turn == Turn::Free && seat.queue.is_empty()).map(|(token, _)| token).collect()
    }

    /// How many tokens have to do their part.
    pub(crate) fn needed(&self) -> u8 {
        match self.needed {
            Needed::All => self.quorum.tokens,
            Needed::Quorum => self.quorum.needed,
            Needed::Nobody => 0,
        }
    }

    /// Whether the ceremony has to wait for tokens that cannot be reached, now that the others have done their part.
    pub(crate) fn lacks(&self) -> Lack {
        let done = u8::try_from(self.done().len()).unwrap_or(u8::MAX);
        match self.needed {
            Needed::All => Lack::Tokens(self.quorum.tokens.saturating_sub(done)),
            Needed::Quorum if done < self.quorum.needed => Lack::Tokens(self.quorum.needed - done),
            Needed::Nobody if self.act.is_some() => Lack::Wishes,
            Needed::Quorum | Needed::Nobody => Lack::Nothing,
        }
    }

    /// Refuses where a fault ended the ceremony, and while an answer is owed or a request unsent.
    pub(crate) fn check_answered(&self) -> Result<(), CeremonyError> {
        if let (Needed::All, Some((token, fault))) = (self.needed, self.faults.first()) {
            return Err(CeremonyError::Token { token: *token, fault: *fault });
        }
        let is_open = |seat: &Seat| match seat.turn {
            Turn::Uncleared | Turn::Free => !seat.queue.is_empty(),
            Turn::Clearing | Turn::Asked | Turn::Waiting => true,
            Turn::Out => false,
        };
        if self.seats.iter().any(is_open) {
            return Err(CeremonyError::NotFinished);
        }
        Ok(())
    }

    /// Refuses as [`Desk::check_answered`], and where fewer tokens than needed did their part.
    pub(crate) fn check_finished(&self, good: usize) -> Result<(), CeremonyError> {
        self.check_answered()?;
        let good = u8::try_from(good).unwrap_or(u8::MAX);
        let needed = self.quorum.needed;
        match self.needed {
            Needed::All if good < self.quorum.tokens => Err(CeremonyError::NotFinished),
            Needed::Quorum if good < needed => Err(CeremonyError::TooFew { needed, good, faults: self.faults.clone() }),
            Needed::All | Needed::Quorum | Needed::Nobody => Ok(()),
        }
    }

    /// Records the entries of the outcome, the first time that it is worked out.
    pub(crate) fn settle(&mut self, entries: impl IntoIterator<Item = Entry>) {
        if !mem::replace(&mut self.settled, true) {
            self.entries.extend(entries);
        }
    }

    pub(crate) fn take_entries(&mut self) -> Vec<Entry> {
        mem::take(&mut self.entries)
    }

    pub(crate) fn faults(&self) -> &[(u8, Fault)] {
        &self.faults
    }

    /// The tokens that wait for their officers.
    pub(crate) fn waiting(&self) -> Vec<u8> {
        let seats = (1..).zip(&self.seats);
        seats.filter(|(_, seat)| seat.turn == Turn::Waiting).map(|(token, _)| token).collect()
    }
}
