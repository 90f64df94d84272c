//! One ceremony, carried to the tokens: all at once where they are plugged in at once, in turn where they are not.

mod pins;
mod telling;

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;
use tamga_ceremony::desk::Lack;
use tamga_ceremony::machine::POLL_ROUNDS_MAX;
use tamga_ceremony::{CeremonyError, Machine};
use tamga_devices::LinkError;
use tamga_wire::{Refusal, Request, Response};

use super::Tokens;
use super::advice;
use super::asking::Asking;
use super::log_in::LogIn;
use super::presence::Presence;
use super::seat::Tries;
use crate::message::{Message, Part};

/// How often ports are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// Longest pause between two polls.
const POLL_PAUSE_MAX: Duration = Duration::from_millis(50);
/// How long a token that was pulled out may take to come back where the others are enough.
const GRACE: Duration = Duration::from_secs(30);
/// How long an officer is waited for who is not needed, but asked for.
const WISHES_WAIT: Duration = Duration::from_secs(120);
/// How long tokens are waited for without which nothing goes on.
const NEEDED_WAIT: Duration = Duration::from_secs(1800);
/// How often in one ceremony a token may begin again.
const AGAIN_MAX: u8 = 5;

/// A ceremony on its way.
pub(super) struct Errand<'a, M> {
    tokens: &'a mut Tokens,
    machine: &'a mut M,
    /// What was asked and not answered yet.
    owed: BTreeMap<u8, Request>,
    /// What officers were asked and have not answered yet.
    asking: Asking,
    /// How often a token was lost in this ceremony.
    lost: BTreeMap<u8, u8>,
    /// Tokens that take no PIN for longer than others wait for them.
    barred: BTreeMap<u8, Tries>,
    /// How often an officer's choice of a PIN came to nothing.
    choices: BTreeMap<u8, u8>,
    looked: Option<Instant>,
    waiting: Option<(Instant, Message)>,
    /// What a screen was told last of who is there.
    told: Option<Presence>,
    poll_rounds: u32,
}

impl<'a, M: Machine> Errand<'a, M> {
    pub(super) fn new(tokens: &'a mut Tokens, machine: &'a mut M) -> Self {
        Self {
            tokens,
            machine,
            owed: BTreeMap::new(),
            asking: Asking::default(),
            lost: BTreeMap::new(),
            barred: BTreeMap::new(),
            choices: BTreeMap::new(),
            looked: None,
            waiting: None,
            told: None,
            poll_rounds: 0,
        }
    }

    pub(super) fn run(mut self) -> Result<M::Outcome> {
        loop {
            self.owed.extend(self.machine.requests());
            self.tell(None);
            if self.owed.is_empty() {
                return self.machine.finish().map_err(|error| self.stopped(&error));
            }
            if self.looked.is_none_or(|when| when.elapsed() >= LOOK_EVERY) {
                self.look();
            }
            let answers = self.carry();
            if answers.is_empty() {
                self.wait()?;
                continue;
            }
            self.waiting = None;
            let mut moved = false;
            for (token, answer) in answers {
                moved |= self.take(token, answer)?;
            }
            self.pause(moved)?;
        }
    }

    fn look(&mut self) -> usize {
        self.looked = Some(Instant::now());
        self.tokens.look()
    }

    /// Sends what is owed to those who are there, to all at once, and brings their answers in the order of the officers.
    fn carry(&mut self) -> Vec<(u8, Answer)> {
        let (owed, progress) = (&self.owed, &self.tokens.progress);
        let log_ins: BTreeMap<u8, LogIn> =
            owed.keys().filter_map(|token| Some((*token, self.tokens.log_in_of(*token)?))).collect();
        let mut answered = Vec::new();
        thread::scope(|scope| {
            let mut under_way = Vec::new();
            for (token, seat) in &mut self.tokens.seats {
                let Some(request) = owed.get(token) else { continue };
                if let Some(known) = seat.identity(request) {
                    progress.say("tokens", Message::of("token-keeps-identity").with("token", *token));
                    answered.push((*token, Answer { is_log_in: false, response: Ok(known) }));
                    continue;
                }
                let log_in = seat.log_in_request(log_ins.get(token));
                let is_log_in = log_in.is_some();
                let request = log_in.unwrap_or_else(|| request.clone());
                let link = &mut seat.link;
                under_way.push((*token, is_log_in, scope.spawn(move || link.exchange(&request))));
            }
            let joined = under_way.into_iter().map(|(token, is_log_in, exchange)| {
                let response = exchange.join().unwrap_or_else(|panic| resume_unwind(panic));
                (token, Answer { is_log_in, response })
            });
            answered.extend(joined);
        });
        answered.sort_unstable_by_key(|(token, _)| *token);
        answered
    }

    /// Takes an answer. Says whether anything came of it.
    fn take(&mut self, token: u8, Answer { is_log_in, response }: Answer) -> Result<bool> {
        let response = match response {
            Ok(response) => response,
            Err(error) => {
                self.tokens
                    .progress
                    .say("tokens", Message::of("token-at").with("token", token).with("why", advice::link(error)));
                self.gone(token)?;
                return Ok(true);
            }
        };
        if is_log_in {
            return self.take_log_in(token, response);
        }
        if response == Response::Waiting {
            if let Some(request) = self.owed.remove(&token) {
                self.asking.waits(token, &request);
            }
            self.machine.receive(token, response).map_err(|error| self.stopped(&error))?;
            return Ok(false);
        }
        let request = self.asking.ends(token).or_else(|| self.owed.get(&token).cloned());
        if let (Some(request @ Request::Init { .. }), Response::Refused(refusal)) = (&request, &response)
            && self.chooses_again(token, request, *refusal)
        {
            return Ok(true);
        }
        let lost_power = response == Response::Refused(Refusal::NotLoggedIn) && self.tokens.log_in.is_some();
        if lost_power && self.owed.get(&token) != Some(&Request::Cancel) {
            self.tokens.progress.say("tokens", Message::of("token-without-power").with("token", token));
            if let Some(seat) = self.tokens.seats.get_mut(&token) {
                seat.lock();
            }
            self.begin_again(token)?;
            return Ok(true);
        }
        self.owed.remove(&token);
        self.machine.receive(token, response).map_err(|error| self.stopped(&error))?;
        Ok(true)
    }

    /// The token was pulled out, or does not answer as one.
    fn gone(&mut self, token: u8) -> Result<()> {
        self.tokens.seats.remove(&token);
        self.asking.ends(token);
        self.barred.remove(&token);
        self.looked = None;
        self.begin_again(token)
    }

    /// The token has forgotten what went on: it is asked from the beginning when it is back. Where that cannot be, it is
    /// absent.
    fn begin_again(&mut self, token: u8) -> Result<()> {
        let lost = self.lost.entry(token).or_default();
        *lost = lost.saturating_add(1);
        let too_often = *lost > AGAIN_MAX;
        match self.owed.get(&token) {
            // Of what is first said to every token nothing has to be remembered.
            Some(Request::Cancel) if !too_often => Ok(()),
            Some(_) if !too_often && self.machine.again(token) => {
                self.owed.remove(&token);
                Ok(())
            }
            Some(_) => self.absent(token),
            None => Ok(()),
        }
    }

    fn absent(&mut self, token: u8) -> Result<()> {
        self.owed.remove(&token);
        self.machine.absent(token).map_err(|error| self.stopped(&error))
    }

    fn stopped(&self, error: &CeremonyError) -> anyhow::Error {
        self.tokens.explain(error)
    }

    /// Somebody asked to stop. Where the answers that came stand alone, the ceremony ends with them: nobody else is waited for.
    fn is_stopped(&mut self) -> Result<bool> {
        let stopped = self.tokens.interrupt.check();
        if stopped.is_err() && self.machine.may_be_stopped() {
            self.owed.extend(self.machine.requests());
            let asked: Vec<u8> = self.owed.keys().copied().collect();
            asked.into_iter().try_for_each(|token| self.absent(token))?;
            return Ok(true);
        }
        stopped.map(|()| false)
    }

    /// Nobody who is there owes anything: waits for the others, or goes on without them.
    fn wait(&mut self) -> Result<()> {
        if self.is_stopped()? {
            return Ok(());
        }
        self.tokens.notice_the_gone();
        if self.look() > 0 {
            return Ok(());
        }
        let lack = self.machine.lacks();
        let patience = match lack {
            _ if !self.tokens.ports.is_by_hand() => Duration::ZERO,
            Lack::Tokens(_) => NEEDED_WAIT,
            Lack::Wishes => WISHES_WAIT,
            Lack::Nothing if self.owed.keys().any(|token| self.lost.contains_key(token)) => GRACE,
            Lack::Nothing => Duration::ZERO,
        };
        let wanted = advice::wanted(self.owed.keys().copied(), lack);
        let said = self.waiting.as_ref().map(|(_, said)| said.clone());
        let since = self.waiting.as_ref().map_or_else(Instant::now, |(since, _)| *since);
        if since.elapsed() >= patience {
            self.waiting = None;
            let missing: Vec<u8> = self.owed.keys().copied().collect();
            return missing.into_iter().try_for_each(|token| self.absent(token));
        }
        if said.as_ref() != Some(&wanted) {
            self.tokens.name_empty_ports();
            self.tokens.progress.say("tokens", wanted.clone());
        }
        self.waiting = Some((since, wanted));
        self.tell(Some((lack, patience.saturating_sub(since.elapsed()))));
        thread::sleep(LOOK_EVERY);
        Ok(())
    }

    /// Between two rounds in which officers only thought. Those who have not answered after very many rounds are absent.
    fn pause(&mut self, moved: bool) -> Result<()> {
        if moved {
            self.poll_rounds = 0;
            return Ok(());
        }
        if self.is_stopped()? {
            return Ok(());
        }
        if self.tokens.ports.is_by_hand() {
            for (what, tokens) in self.asking.news() {
                self.tokens.progress.say(
                    "tokens",
                    Message::of("officers-asked").with("officers", Part::all_of(&tokens)).with("what", what),
                );
            }
        }
        self.leave_the_barred()?;
        self.poll_rounds += 1;
        if self.poll_rounds >= POLL_ROUNDS_MAX {
            self.owed.extend(self.machine.requests());
            let asked: Vec<u8> =
                self.tokens.seats.keys().copied().filter(|token| self.owed.contains_key(token)).collect();
            return asked.into_iter().try_for_each(|token| self.absent(token));
        }
        thread::sleep(POLL_PAUSE_MAX.min(Duration::from_millis(u64::from(self.poll_rounds) - 1)));
        Ok(())
    }
}

/// What came back from one token.
struct Answer {
    is_log_in: bool,
    response: Result<Response, LinkError>,
}
