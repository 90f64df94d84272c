//! New tokens that take the places of lost ones.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;
use tamga_devices::{BoxedPipe, LinkError, TokenLink};
use tamga_wire::{Info, Life, NewOfficer, Request, Response};

use super::seat::Seat;
use super::{Tokens, advice};
use crate::failure::Failure;
use crate::message::{Message, Part};

/// How often ports are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// How long new tokens are waited for.
const NEW_WAIT: Duration = Duration::from_secs(1800);
/// Digits of a key that tell tokens apart.
const KEY_DIGITS: usize = 8;

/// Whether a token takes part in no election, and may take the place of a lost one. One that was enrolled in such a place and came to
/// nothing else is new still.
pub(super) fn is_new(info: &Info) -> bool {
    info.election.is_none() && matches!(info.life, Life::Factory | Life::Initialised | Life::Enrolled)
}

/// A new token that is plugged in.
struct Found {
    port: String,
    info: Info,
}

impl Tokens {
    /// New tokens for the places of lost ones, ascending. Waits for them where people plug them in.
    ///
    /// Refuses ports that are too few for all tokens at once, a lost token that is plugged in, and more new tokens than places.
    pub fn find_new(&mut self, lost: &[u8]) -> Result<Vec<NewOfficer>> {
        if self.ports.places().is_some_and(|places| places < usize::from(self.officers)) {
            return Err(Failure::bad_input(Message::of("new-tokens-too-few-ports").with("n", self.officers)));
        }
        self.expects_new = true;
        let began = Instant::now();
        let mut told = usize::MAX;
        loop {
            self.interrupt.check()?;
            self.notice_the_gone();
            self.look();
            self.refuse_present(lost)?;
            let found = self.found()?;
            if found.len() >= lost.len() {
                return self.in_places(lost, found);
            }
            let lacking = lost.len() - found.len();
            if !self.ports.is_by_hand() || began.elapsed() >= NEW_WAIT {
                return Err(too_few(lacking));
            }
            if told != lacking {
                told = lacking;
                self.progress.tokens(self.presence_before_new(u8::try_from(lacking).unwrap_or(u8::MAX)));

                self.progress.say("tokens", Message::of("replace-plug-in").with("n", lacking));
            }
            thread::sleep(LOOK_EVERY);
        }
    }

    fn refuse_present(&self, lost: &[u8]) -> Result<()> {
        let present: Vec<u8> = lost.iter().copied().filter(|token| self.seats.contains_key(token)).collect();
        if present.is_empty() {
            return Ok(());
        }
        Err(Failure::bad_input(Message::of("not-lost").with("tokens", Part::all_of(&present))))
    }

    /// The new tokens that are plugged in. Those that are played make an identity first.
    fn found(&mut self) -> Result<Vec<Found>> {
        let is_played = !self.ports.is_by_hand();
        let mut found = Vec::new();
        for (port, link) in &mut self.aside {
            let Ok(mut info) = link.hello() else { continue };
            if !is_new(&info) {
                continue;
            }
            if is_played && info.life == Life::Factory {
                info = initialised(link).map_err(|error| {
                    Failure::internal(
                        Message::of("new-token-failed").with("port", port).with("why", advice::link(error)),
                    )
                })?;
            }
            if info.life != Life::Factory {
                found.push(Found { port: port.clone(), info });
            }
        }
        Ok(found)
    }

    /// Gives each new token a place: one that was enrolled for one of them before has that, one that is played its own, the others the
    /// rest in the order of their ports.
    fn in_places(&self, lost: &[u8], mut found: Vec<Found>) -> Result<Vec<NewOfficer>> {
        if found.len() > lost.len() {
            return Err(Failure::bad_input(
                Message::of("too-many-new-tokens").with("n", found.len()).with("lost", lost.len()),
            ));
        }
        let own = |found: &Found| match self.ports.is_by_hand() {
            true => found.info.index,
            false => found.port.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0),
        };
        let mut officers = Vec::with_capacity(lost.len());
        for token in lost {
            let place = found.iter().position(|found| own(found) == *token);
            let place = place.or_else(|| found.iter().position(|found| !lost.contains(&own(found)))).unwrap_or(0);
            if found.is_empty() {
                break;
            }
            let Found { port, info } = found.remove(place);
            let (Some(identity), Some(share_key)) = (info.identity, info.share_key) else {
                return Err(Failure::internal(Message::of("new-token-nameless").with("port", port)));
            };
            let key: String = hex::encode(identity).chars().take(KEY_DIGITS).collect();
            self.progress.say(
                "tokens",
                Message::of("replace-takes-place").with("key", key).with("port", port).with("token", *token),
            );
            officers.push(NewOfficer { token: *token, identity, share_key });
        }
        Ok(officers)
    }

    /// From here on these are the officers' tokens in the places of the lost ones. They know no election yet.
    pub fn seat_new(&mut self, officers: &[NewOfficer]) {
        for officer in officers {
            if let Some(place) =
                usize::from(officer.token).checked_sub(1).and_then(|place| self.identities.get_mut(place))
            {
                *place = officer.identity;
                self.new.insert(officer.token);
            }
            let is_of_it = |link: &mut TokenLink<BoxedPipe>| {
                link.hello().ok().filter(|info| info.identity == Some(officer.identity))
            };
            let found = self.aside.iter_mut().find_map(|(port, link)| Some((port.clone(), is_of_it(link)?)));
            if let Some((port, info)) = found
                && let Some(link) = self.aside.remove(&port)
            {
                self.seats.insert(officer.token, Seat::new(port, link, info, true, None));
            }
        }
    }
}

fn too_few(lacking: usize) -> anyhow::Error {
    Failure::bad_input(Message::of("too-few-new-tokens").with("n", lacking))
}

/// A played token makes its identity.
fn initialised(link: &mut TokenLink<BoxedPipe>) -> Result<Info, LinkError> {
    let mut response = link.exchange(&Request::Init { rehearsal: true })?;
    while response == Response::Waiting {
        thread::sleep(LOOK_EVERY);
        response = link.exchange(&Request::Poll)?;
    }
    link.hello()
}
