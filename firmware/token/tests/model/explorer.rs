//! Every state that a token gets into, breadth first, over the real state machine.
//!
//! A token cannot be copied, so a state is kept as what was stored when power came and the acts since; it is made again by carrying
//! them out. Two states are taken for one when what is stored, the past and the *memory* are the same: the log-in, the question
//! that waits, the opening under way. That the memory is all a token remembers is checked and not assumed: where a second way
//! leads to a known state, every act is tried there too, and has to end as it did from the first.

use std::collections::{BTreeMap, VecDeque};

use tamga_token::{Blob, Consent, Token};
use tamga_wire::{Purposes, Refusal, Request, Response, decode_frame, decode_message, encode_frame};

use crate::board::{Blobs, Board, PIN};
use crate::properties::{Broken, Past, Seen};
use crate::stage::{Fault, Stage};
use crate::world::{Sort, World};

/// The PIN of nobody.
const WRONG: &str = "314159";

/// Tries that are left when a wrong PIN is no longer explored: two in a row are.
const TRIES_EXPLORED: u8 = tamga_token::PIN_TRIES - 2;

/// What may happen next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A message of the world.
    Send(usize),
    /// A log-in at which the officer types a wrong PIN.
    WrongPin,
    Poll(Consent),
    Cancel,
    Power,
}

/// What comes between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    Nothing,
    /// Power goes after so many stores, and before the answer.
    Power(usize),
    /// Storage fails after so many stores, and works again from the next request on.
    Storage(usize),
}

type Step = (Act, Cut);

/// What a token remembers until power goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Memory {
    session: Option<u8>,
    /// The message that asked.
    question: Option<usize>,
    /// The message that the opening began with, and its leaves so far.
    opening: Option<(usize, usize)>,
}

type Key = (Vec<(Blob, Vec<u8>)>, Past, Memory);

struct State {
    /// What was stored when power came, and the past then.
    base: (Blobs, Past),
    /// The acts since.
    since: Vec<Step>,
    /// Everything since the beginning.
    trace: Vec<Step>,
}

/// How an act ended: the answer in short, and the state after it.
type End = (String, Key);

/// What was found.
#[derive(Debug, Default)]
pub struct Report {
    pub states: usize,
    pub transitions: usize,
    /// Second ways into a state that were compared with the first.
    pub compared: usize,
    /// Per opening, every set of roots of which a token answered sums.
    pub opened: BTreeMap<usize, Vec<Vec<usize>>>,
    /// The first promise that was broken, and how.
    pub broken: Option<(Broken, Vec<String>)>,
}

/// What is tried.
pub struct Plan {
    /// The messages of the world by number.
    pub messages: Vec<usize>,
    pub fault: Option<Fault>,
    /// Whether power goes and storage fails at every store, too.
    pub cuts: bool,
    pub wrong_pins: bool,
    /// Of so many second ways into a state, one is compared.
    pub compare_each: usize,
    /// Broken promises that are passed over, to see what else breaks.
    pub tolerated: &'static [Broken],
}

/// A token in a state, and what is known of it from outside.
struct Live {
    token: Token<Stage>,
    desk: std::rc::Rc<std::cell::RefCell<crate::board::Desk>>,
    base: (Blobs, Past),
    past: Past,
    memory: Memory,
}

struct Explorer<'a> {
    world: &'a World,
    plan: &'a Plan,
    known: BTreeMap<Key, usize>,
    states: Vec<State>,
    ends: Vec<Vec<End>>,
    second_ways: Vec<(usize, State)>,
    report: Report,
}

/// Explores all of it, or up to the first promise that is broken.
pub fn explore(world: &World, plan: &Plan) -> Report {
    let mut explorer = Explorer {
        world,
        plan,
        known: BTreeMap::new(),
        states: Vec::new(),
        ends: Vec::new(),
        second_ways: Vec::new(),
        report: Report::default(),
    };
    if let Err((broken, trace)) = explorer.run() {
        explorer.report.broken = Some((broken, trace.iter().map(|step| explorer.name(step)).collect()));
    }
    explorer.report.states = explorer.states.len();
    explorer.report
}

type Found = (Broken, Vec<Step>);

impl Explorer<'_> {
    fn run(&mut self) -> Result<(), Found> {
        let base = (self.world.blobs.clone(), Past::default());
        let first = State { base, since: Vec::new(), trace: Vec::new() };
        let live = self.live(&first)?;
        self.known.insert(live.key(), 0);
        self.states.push(first);
        let mut todo = VecDeque::from([0]);
        while let Some(number) = todo.pop_front() {
            let before = self.states.len();
            let ends = self.expand(number)?;
            self.ends.push(ends);
            todo.extend(before..self.states.len());
        }
        self.compare()
    }

    /// Tries every act in a state, and takes the states that they end in.
    fn expand(&mut self, number: usize) -> Result<Vec<End>, Found> {
        let State { base, since, trace } = &self.states[number];
        let state = State { base: base.clone(), since: since.clone(), trace: trace.clone() };
        let tried = self.try_all(&state)?;
        let mut ends = Vec::new();
        for (step, answer, live) in tried {
            self.report.transitions += 1;
            let key = live.key();
            let next = state.after(step, &live);
            match self.known.get(&key) {
                Some(known) if *known != number && self.report.transitions.is_multiple_of(self.plan.compare_each) => {
                    self.second_ways.push((*known, next));
                }
                Some(_) => {}
                None => {
                    for (place, opened) in live.past.opened.iter().enumerate() {
                        let sets = self.report.opened.entry(place + 1).or_default();
                        if !sets.contains(opened) {
                            sets.push(opened.clone());
                        }
                    }
                    self.known.insert(key.clone(), self.states.len());
                    self.states.push(next);
                }
            }
            ends.push((answer, key));
        }
        Ok(ends)
    }

    /// Every act from this state, with what it was answered and the token after it.
    fn try_all(&self, state: &State) -> Result<Vec<(Step, String, Seal)>, Found> {
        let mut all = Vec::new();
        let mut live = Some(self.live(state)?);
        for act in self.acts() {
            let mut now = match live.take() {
                Some(live) => live,
                None => self.live(state)?,
            };
            if act == Act::WrongPin && now.tries_left() <= TRIES_EXPLORED {
                live = Some(now);
                continue;
            }
            let before = now.key();
            let (answer, stores) = self.carry_out(&mut now, (act, Cut::Nothing), &state.trace)?;
            all.push(((act, Cut::Nothing), answer, now.seal()));
            if now.key() == before {
                live = Some(now);
            }
            if !self.plan.cuts || act == Act::Power {
                continue;
            }
            let powers = (0..=stores).filter(|_| stores > 0).map(Cut::Power);
            for cut in powers.chain((0..stores).map(Cut::Storage)) {
                let mut now = self.live(state)?;
                let (answer, _) = self.carry_out(&mut now, (act, cut), &state.trace)?;
                all.push(((act, cut), answer, now.seal()));
            }
        }
        Ok(all)
    }

    fn acts(&self) -> impl Iterator<Item = Act> {
        let polls = [Consent::Pending, Consent::No, Consent::Yes].map(Act::Poll);
        let wrong = self.plan.wrong_pins.then_some(Act::WrongPin);
        let others = polls.into_iter().chain([Act::Cancel, Act::Power]).chain(wrong);
        self.plan.messages.iter().map(|message| Act::Send(*message)).chain(others)
    }

    /// A token in this state.
    fn live(&self, state: &State) -> Result<Live, Found> {
        let mut live = Live::new(&state.base, self.plan.fault);
        let already = state.trace.len() - state.since.len();
        for (place, step) in state.since.iter().enumerate() {
            self.carry_out(&mut live, *step, &state.trace[..already + place])?;
        }
        Ok(live)
    }

    fn carry_out(&self, live: &mut Live, step: Step, trace: &[Step]) -> Result<(String, usize), Found> {
        let broken = |broken| (broken, [trace, &[step]].concat());
        live.carry_out(self.world, step, self.plan).map_err(broken)
    }

    /// From second ways into known states, every act ends as from the first.
    fn compare(&mut self) -> Result<(), Found> {
        for (known, state) in std::mem::take(&mut self.second_ways) {
            let tried = self.try_all(&state)?;
            let ends: Vec<End> = tried.into_iter().map(|(_, answer, live)| (answer, live.key)).collect();
            assert!(ends == self.ends[known], "a token remembers more than is known: {:?}", state.trace);
            self.report.compared += 1;
        }
        Ok(())
    }

    fn name(&self, (act, cut): &Step) -> String {
        let act = match act {
            Act::Send(message) => self.world.messages[*message].name.into(),
            act => format!("{act:?}"),
        };
        if *cut == Cut::Nothing { act } else { format!("{act}, {cut:?}") }
    }
}

/// What is kept of a token after an act.
struct Seal {
    key: Key,
    base: (Blobs, Past),
    past: Past,
    is_fresh: bool,
}

impl Seal {
    fn key(&self) -> Key {
        self.key.clone()
    }
}

impl State {
    fn after(&self, step: Step, seal: &Seal) -> Self {
        let since = if seal.is_fresh { Vec::new() } else { [&self.since[..], &[step]].concat() };
        Self { base: seal.base.clone(), since, trace: [&self.trace[..], &[step]].concat() }
    }
}

impl Live {
    fn new(base: &(Blobs, Past), fault: Option<Fault>) -> Self {
        let board = Board::new(0);
        let desk = board.desk.clone();
        desk.borrow_mut().blobs = base.0.clone();
        let token = Token::new(Stage { board, fault }).expect("what a token stored it reads again");
        Self { token, desk, base: base.clone(), past: base.1.clone(), memory: Memory::default() }
    }

    fn key(&self) -> Key {
        // The count of operations goes up without end, and no answer here depends on it.
        let blobs = self.desk.borrow().blobs.clone().into_iter().filter(|(blob, _)| *blob != Blob::Operations);
        (blobs.collect(), self.past.clone(), self.memory.clone())
    }

    fn seal(&self) -> Seal {
        let is_fresh = self.desk.borrow().screens.is_empty() && self.memory == Memory::default();
        let is_fresh = is_fresh && self.desk.borrow().blobs == self.base.0;
        Seal { key: self.key(), base: self.base.clone(), past: self.past.clone(), is_fresh }
    }

    fn tries_left(&self) -> u8 {
        self.desk.borrow().blobs[&Blob::Tries][1]
    }

    /// Cuts the power: all that is left is what is stored, and the past.
    fn restart(&mut self, fault: Option<Fault>) {
        let blobs = self.desk.borrow().blobs.clone();
        *self = Self::new(&(blobs, self.past.clone()), fault);
    }

    /// Carries out an act; what it was answered, in short, and how much was stored.
    fn carry_out(&mut self, world: &World, (act, cut): Step, plan: &Plan) -> Result<(String, usize), Broken> {
        let request = match act {
            Act::Send(message) => world.messages[message].request.clone(),
            Act::WrongPin => world.messages[0].request.clone(),
            Act::Poll(_) => Request::Poll,
            Act::Cancel => Request::Cancel,
            Act::Power => {
                self.restart(plan.fault);
                return Ok(("power".into(), 0));
            }
        };
        let limit = match cut {
            Cut::Nothing => usize::MAX,
            Cut::Power(stores) | Cut::Storage(stores) => stores,
        };
        let (screens, agreed) = {
            let mut desk = self.desk.borrow_mut();
            desk.stores_left = limit;
            desk.pins = vec![if act == Act::WrongPin { WRONG } else { PIN }];
            if let Act::Poll(consent) = act {
                desk.answer = consent;
            }
            (desk.screens.len(), desk.agreed)
        };
        let response = exchange(&mut self.token, &request);
        let stores = limit - self.desk.borrow().stores_left;
        self.desk.borrow_mut().stores_left = usize::MAX;
        if let Cut::Power(_) = cut {
            self.past.look_for_box(&self.desk.borrow());
            self.restart(plan.fault);
            return Ok(("power".into(), stores));
        }
        let asked = match act {
            Act::Send(message) => Some(message),
            Act::Poll(_) => self.memory.question,
            _ => None,
        };
        let sort = asked.map_or(Sort::Other, |message| world.messages[message].sort);
        let session = self.memory.session.and_then(|session| Purposes::try_from(session).ok());
        let is_poll = matches!(act, Act::Poll(_));
        let seen = Seen { sort, is_poll, response: &response, screens, agreed, session, tolerated: plan.tolerated };
        self.past.see(world, &seen, &self.desk.borrow())?;
        self.past.look_for_box(&self.desk.borrow());
        self.memory.follow(act, asked, sort, &response);
        Ok((in_short(&response), stores))
    }
}

impl Memory {
    /// What a token remembers after this answer.
    fn follow(&mut self, act: Act, asked: Option<usize>, sort: Sort, response: &Response) {
        let is_poll = matches!(act, Act::Poll(_));
        match (response, sort, asked) {
            (Response::Waiting, _, Some(message)) if !is_poll => {
                self.question = Some(message);
                self.opening = None;
            }
            (Response::Waiting, ..) => {}
            (Response::Refused(_), ..) if self.question.is_some() && !is_poll => {}
            (Response::Refused(refusal), ..) => {
                let logs_in = act == Act::WrongPin || (!is_poll && matches!(sort, Sort::LogIn(_)));
                if logs_in && matches!(refusal, Refusal::WrongPin | Refusal::Storage) {
                    self.session = None;
                }
                (self.question, self.opening) = (None, None);
            }
            (Response::Done, _, None) => (self.question, self.opening) = (None, None),
            (Response::Done, Sort::LogIn(purposes), _) => {
                (self.session, self.opening) = (Some(purposes.into()), None);
            }
            (Response::Done, Sort::Begin(_), Some(message)) => {
                (self.question, self.opening) = (None, Some((message, 0)));
            }
            (Response::Opened { .. }, ..) => {
                self.opening = self.opening.map(|(message, leaves)| (message, leaves + 1));
            }
            _ => self.question = None,
        }
    }
}

fn exchange(token: &mut Token<Stage>, request: &Request) -> Response {
    let answer = token.handle_frame(&encode_frame(1, request).expect("a request of the world fits a frame"));
    let (_, frame) = answer.split_last().expect("every request is answered");
    decode_message(&decode_frame(frame).expect("an answer is a frame").untrusted_message)
        .expect("an answer is a message")
}

fn in_short(response: &Response) -> String {
    match response {
        Response::Refused(refusal) => format!("{refusal:?}"),
        Response::Opened { decryptions, .. } => format!("opened {decryptions:02x?}"),
        Response::Sealed { .. } => "sealed".into(),
        Response::Signed { signature } => format!("signed {signature:02x?}"),
        other => format!("{other:?}"),
    }
}
