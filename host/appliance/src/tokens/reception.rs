//! Who is plugged in: newcomers are greeted, those who left are noticed.

use std::path::Path;

use tamga_devices::{BoxedPipe, LinkError, Newcomer, TokenLink};
use tamga_wire::{Info, Request};

use super::Tokens;
use super::exclusion::Exclusion;
use super::newcomers::is_new;
use super::seat::{Seat, Tries};

impl Tokens {
    /// Greets what was plugged in since the last look. Says how many officers' tokens have come.
    pub(super) fn look(&mut self) -> usize {
        let taken: Vec<&str> =
            self.seats.values().map(|seat| &*seat.port).chain(self.aside.keys().map(|port| &**port)).collect();
        let newcomers = self.ports.newcomers(&taken);
        let before = self.seats.len();
        for Newcomer { port, pipe } in newcomers {
            let greeted = pipe.map_err(|error| error.to_string()).and_then(|pipe| {
                let mut link = TokenLink::new(pipe);
                let info = greet(&mut link).map_err(|error| error.to_string())?;
                Ok((link, info))
            });
            match greeted {
                Ok((link, info)) => {
                    self.unusable.remove(&port);
                    self.seat(port, link, info);
                }
                Err(why) => {
                    if self.unusable.insert(port.clone()) {
                        self.progress.say(&format!("tokens     {port} cannot be used: {why}"));
                    }
                }
            }
        }
        self.seats.len() - before
    }

    /// Names each port that was named and in which nothing is plugged in, once.
    pub(super) fn name_empty_ports(&mut self) {
        let is_taken = |port: &str| self.seats.values().any(|seat| seat.port == port) || self.aside.contains_key(port);
        for port in self.ports.named() {
            if !is_taken(&port) && !self.unusable.contains(&port) && self.empty.insert(port.clone()) {
                self.progress.say(&format!("tokens     {}", empty_port(&port)));
            }
        }
    }

    /// Gives a token its officer's seat, or puts it aside.
    fn seat(&mut self, port: String, link: TokenLink<BoxedPipe>, info: Info) {
        let officer = match self.identities.as_slice() {
            [] => (1..=self.officers).find(|officer| !self.seats.contains_key(officer)),
            identities => (1..).zip(identities).find(|(_, key)| info.identity.as_ref() == Some(key)).map(|(of, _)| of),
        };
        let Some(officer) = officer.filter(|officer| !self.seats.contains_key(officer)) else {
            if self.expects_new && is_new(&info) {
                self.aside.insert(port, link);
                return;
            }
            self.progress.say(&format!("tokens     the token in {port} is of no officer here; pull it out"));
            self.aside.insert(port, link);
            return;
        };
        self.shut_out.remove(&officer);
        if info.wait_s > 0 {
            self.progress.say(&format!("tokens     token {officer}: {}", Tries::of(&info).waiting()));
        }
        self.seats.insert(officer, Seat::new(port, link, info, self.log_in.is_some(), self.commit.as_ref()));
    }

    /// Asks every token that has nothing to do whether it is still there, and notices those that were pulled out or
    /// exchanged.
    pub(super) fn notice_the_gone(&mut self) {
        let identities = &self.identities;
        self.seats.retain(|officer, seat| {
            let identity = usize::from(*officer).checked_sub(1).and_then(|place| identities.get(place));
            matches!(seat.is_still(identity), Ok(true))
        });
        self.aside.retain(|_, link| link.hello().is_ok());
    }

    /// Takes a token out of use until it is plugged in again.
    pub(super) fn put_aside(&mut self, officer: u8, why: Exclusion) {
        self.progress.say(&format!("tokens     token {officer} is out of use until it is plugged in again: {why}"));
        self.shut_out.insert(officer, why);
        if let Some(Seat { port, mut link, .. }) = self.seats.remove(&officer) {
            // Its officer need not go on typing. If it is gone, that shows at the next look.
            let _ = link.exchange(&Request::Cancel);
            self.aside.insert(port, link);
        }
    }
}

/// What is said of a port that was named and has no token in it.
pub fn empty_port(port: &str) -> String {
    let why = if Path::new(port).exists() { "nobody answers there" } else { "there is nothing of that name" };
    format!("no token in {port}: {why}")
}

/// Asks a token who it is, and has it forget what an earlier ceremony left before its officer.
fn greet(link: &mut TokenLink<BoxedPipe>) -> Result<Info, LinkError> {
    let info = link.hello()?;
    link.exchange(&Request::Cancel)?;
    Ok(info)
}
