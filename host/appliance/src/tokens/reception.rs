//! Who is plugged in: newcomers are greeted, those who left are noticed.

use std::panic::resume_unwind;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use tamga_devices::{BoxedPipe, LinkError, Newcomer, TokenLink};
use tamga_wire::{Info, Request};

use super::Tokens;
use super::advice::link as said_of;
use super::exclusion::Exclusion;
use super::newcomers::is_new;
use super::seat::{Seat, Tries};
use crate::message::Message;

/// How long what cannot be used is left alone: at least this, and so many times as long as it took to find out.
const PAUSE_MIN: Duration = Duration::from_secs(2);
const PAUSE_FACTOR: u32 = 4;

impl Tokens {
    /// Greets what was plugged in since the last look. Says how many officers' tokens have come.
    pub(super) fn look(&mut self) -> usize {
        self.left_alone.retain(|port, until| Path::new(port).exists() && Instant::now() < *until);
        let held = self.seats.values().map(|seat| &*seat.port).chain(self.aside.keys().map(|port| &**port));
        let taken: Vec<&str> = held.chain(self.left_alone.keys().map(|port| &**port)).collect();
        let newcomers = self.ports.newcomers(&taken);
        let before = self.seats.len();
        let began = Instant::now();
        for Greeted { port, token } in greet(newcomers) {
            match token {
                Ok((link, info)) => {
                    self.unusable.remove(&port);
                    self.seat(port, link, info);
                }
                Err(why) => {
                    if self.unusable.insert(port.clone()) {
                        self.progress
                            .say("tokens", Message::of("port-unusable").with("port", port.as_str()).with("why", why));
                    }
                    // Everybody else waits while a silent one is greeted.
                    let pause = PAUSE_MIN.max(began.elapsed() * PAUSE_FACTOR);
                    self.left_alone.insert(port, Instant::now() + pause);
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
                self.progress.say("tokens", empty_port(&port));
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
            self.progress.say("tokens", Message::of("token-of-nobody").with("port", port.as_str()));
            self.aside.insert(port, link);
            return;
        };
        self.shut_out.remove(&officer);
        self.came.insert(officer);
        if info.wait_s > 0 {
            self.progress
                .say("tokens", Message::of("token-at").with("token", officer).with("why", Tries::of(&info).waiting()));
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
        self.progress.say("tokens", Message::of("token-out-of-use").with("token", officer).with("why", why.message()));
        self.shut_out.insert(officer, why);
        if let Some(Seat { port, mut link, .. }) = self.seats.remove(&officer) {
            // Its officer need not go on typing. If it is gone, that shows at the next look.
            let _ = link.exchange(&Request::Cancel);
            self.aside.insert(port, link);
        }
    }
}

/// What is said of a port that was named and has no token in it.
pub fn empty_port(port: &str) -> Message {
    let key = if Path::new(port).exists() { "port-no-answer" } else { "port-not-there" };
    Message::of(key).with("port", port)
}

/// Something that was plugged in, and asked who it is.
pub struct Greeted {
    /// Its port.
    pub port: String,
    /// The token, which forgot what an earlier ceremony left before its officer; or why it is of no use, and what to do.
    pub token: Result<(TokenLink<BoxedPipe>, Info), Message>,
}

/// Greets all at once: one that is silent keeps nobody waiting but for itself. In the order of the ports.
pub fn greet(newcomers: Vec<Newcomer>) -> Vec<Greeted> {
    thread::scope(|scope| {
        let greetings: Vec<_> = newcomers.into_iter().map(|newcomer| scope.spawn(|| greet_one(newcomer))).collect();
        greetings.into_iter().map(|greeting| greeting.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

fn greet_one(Newcomer { port, pipe }: Newcomer) -> Greeted {
    let why = |error: LinkError| Message::of("with-advice").with("what", said_of(error));
    let token = match pipe {
        Ok(pipe) => {
            let mut link = TokenLink::new(pipe);
            let greeted = link.hello().and_then(|info| link.exchange(&Request::Cancel).map(|_| info));
            greeted.map(|info| (link, info)).map_err(why)
        }
        Err(error) => Err(why(LinkError::Pipe(error.kind()))),
    };
    Greeted { port, token }
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind, Read, Write};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use tamga_devices::Ports;

    use super::*;
    use crate::interrupt::Interrupt;
    use crate::progress::Progress;

    /// A port with something in it that says nothing, and how often it was opened.
    struct SilentPort(&'static str, Arc<AtomicU32>);

    struct Silent;

    impl Read for Silent {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(Error::from(ErrorKind::TimedOut))
        }
    }

    impl Write for Silent {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl Ports for SilentPort {
        fn newcomers(&mut self, taken: &[&str]) -> Vec<Newcomer> {
            if taken.contains(&self.0) {
                return Vec::new();
            }
            self.1.fetch_add(1, Ordering::Relaxed);
            vec![Newcomer { port: self.0.to_owned(), pipe: Ok(Box::new(Silent)) }]
        }
        fn places(&self) -> Option<usize> {
            Some(1)
        }
    }

    #[test]
    fn what_is_silent_is_left_alone_for_a_while_and_what_was_pulled_out_is_not() {
        for (port, expected) in [("/dev/null", 1), ("/dev/there-is-none", 3)] {
            let opened = Arc::new(AtomicU32::new(0));
            let ports = Box::new(SilentPort(port, Arc::clone(&opened)));
            let mut tokens = Tokens::new(ports, 3, &Progress::start(true), &Interrupt::default());
            for _ in 0..3 {
                assert_eq!(tokens.look(), 0);
            }
            assert_eq!(opened.load(Ordering::Relaxed), expected, "{port}");
        }
    }
}
