//! The tokens that are plugged in, each asked alone.

use std::path::Path;
use std::thread;
use std::time::Duration;

use anyhow::Result;
use tamga_casting::streams::Streams;
use tamga_devices::{BoxedPipe, LinkError, TokenLink, TokenSpec};
use tamga_wire::{Answer, Info, Life, Purposes, Refusal, Request, Response};

use crate::acts::replacements;
use crate::cli::{Ports, Which};
use crate::failure::Failure;
use crate::folder::Folder;
use crate::interrupt::Interrupt;
use crate::message::{Message, Part};
use crate::options::Options;
use crate::progress::Progress;
use crate::tokens::{self, Greeted, Presence, Script, TokenState, Tries};

/// Between two looks at what an officer does.
const PAUSE: Duration = Duration::from_millis(50);
/// Digits of a key that tell tokens apart.
pub const KEY_DIGITS: usize = 8;

/// A token at its cable.
pub struct Plugged {
    /// Its port.
    pub port: String,
    /// What it says of itself.
    pub info: Info,
    link: TokenLink<BoxedPipe>,
}

/// Every token that is plugged in.
pub struct Hall {
    /// In the order of the ports.
    pub tokens: Vec<Plugged>,
    /// News for whoever watches.
    pub progress: Progress,
    /// Whether each officer's token of the election is here, in their order; empty where no election was named.
    here: Vec<bool>,
    interrupt: Interrupt,
    // Played tokens live as long as their ports; nobody else plays them meanwhile.
    _ports: Box<dyn tamga_devices::Ports>,
    _lock: Option<std::fs::File>,
}

impl Hall {
    /// Greets what is plugged in. Refuses tokens that are played nowhere, and where there is none at all.
    pub fn open(given: &Ports, progress: &Progress) -> Result<Self> {
        let interrupt = Interrupt::listen()?;
        interrupt.advise(Message::of("interrupted-token"));
        let (mut ports, lock) = look_at(given, progress)?;
        let mut tokens = Vec::new();
        let newcomers = ports.newcomers(&[]);
        let occupied: Vec<String> = newcomers.iter().map(|newcomer| newcomer.port.clone()).collect();
        for Greeted { port, token } in tokens::greet(newcomers) {
            match token {
                Ok((link, info)) => tokens.push(Plugged { port, info, link }),
                Err(why) => progress.say("tokens", Message::of("port-unusable").with("port", port).with("why", why)),
            }
        }
        for port in ports.named().iter().filter(|port| !occupied.contains(port)) {
            progress.say("tokens", tokens::empty_port(port));
        }
        if tokens.is_empty() {
            return Err(Failure::bad_input("no-tokens-here"));
        }
        let here = given.at.as_deref().map_or_else(Vec::new, |at| here(at, &tokens));
        Ok(Self { tokens, progress: progress.clone(), here, interrupt, _ports: ports, _lock: lock })
    }

    /// Names the officers of the election whose tokens are not here.
    pub fn name_the_missing(&self) {
        let absent: Vec<u8> = (1..).zip(&self.here).filter(|(_, here)| !**here).map(|(officer, _)| officer).collect();
        if !absent.is_empty() {
            self.progress.say("tokens", Message::of("officers-not-here").with("officers", Part::all_of(&absent)));
        }
    }

    /// Tells a screen whose tokens are here.
    pub fn tell(&self) {
        let state = |here: &bool| if *here { TokenState::There } else { TokenState::Away };
        self.progress.tokens(Presence::outside_an_act(self.here.iter().map(state).collect()));
    }

    /// The tokens that are meant: the one that is named, else all.
    pub fn meant(&mut self, which: &Which) -> Result<Vec<usize>> {
        let Some(named) = &which.token else {
            self.name_the_missing();
            return Ok((0..self.tokens.len()).collect());
        };
        let is_named = |(number, token): &(usize, &Plugged)| {
            named.parse() == Ok(number + 1)
                || *named == token.info.label
                || named.len() >= 4 && key_of(&token.info).is_some_and(|key| key.starts_with(named.as_str()))
        };
        let found: Vec<usize> = self.tokens.iter().enumerate().filter(is_named).map(|(number, _)| number).collect();
        match found.as_slice() {
            [one] => Ok(vec![*one]),
            found => Err(Failure::bad_input(
                Message::of("tokens-so-named").with("n", found.len()).with("named", named.as_str()),
            )),
        }
    }

    /// The one token that is meant. Refuses several.
    pub fn one(&mut self, which: &Which) -> Result<usize> {
        match self.meant(which)?.as_slice() {
            [one] => Ok(*one),
            several => Err(Failure::bad_input(Message::of("several-tokens").with("n", several.len()))),
        }
    }

    /// Asks a token something and waits for its officer.
    pub fn ask(&mut self, number: usize, request: &Request) -> Result<Response> {
        let Some(token) = self.tokens.get_mut(number) else {
            return Err(Failure::internal("no-such-token"));
        };
        let name = name_of(number, &token.info);
        let mut response = token.link.exchange(request).map_err(|error| gone(&name, error))?;
        let mut is_told = false;
        while response == Response::Waiting {
            if !std::mem::replace(&mut is_told, true) {
                self.progress.say(
                    "tokens",
                    Message::of("token-asked").with("name", name.clone()).with("what", tokens::what(request)),
                );
            }
            if let Err(stop) = self.interrupt.check() {
                // It may be gone; there is nothing to do about it.
                let _ = token.link.exchange(&Request::Cancel);
                return Err(stop);
            }
            thread::sleep(PAUSE);
            response = token.link.exchange(&Request::Poll).map_err(|error| gone(&name, error))?;
        }
        match response {
            Response::Refused(Refusal::WrongPin) => {
                let info = token.link.hello().map_err(|error| gone(&name, error))?;
                Err(wrong_pin(&name, request, &info))
            }
            Response::Refused(refusal) => Err(Failure::internal(of_token(&name, tokens::refusal(refusal)))),
            response => Ok(response),
        }
    }

    /// Has the officer log in for the token's upkeep. Where the token takes no PIN yet, it is told how long that is.
    pub fn log_in(&mut self, number: usize) -> Result<()> {
        let tries = Tries::of(&self.greet(number)?);
        if tries.wait_s > 0 {
            self.progress
                .say("tokens", Message::of("token-said").with("name", self.name(number)).with("why", tries.waiting()));
        }
        self.ask(number, &Request::Login { definition: None, purposes: Purposes::UPKEEP }).map(|_| ())
    }

    /// What a token says of itself now.
    pub fn greet(&mut self, number: usize) -> Result<Info> {
        match self.ask(number, &Request::Hello)? {
            Response::Info(info) => Ok(info),
            _ => Err(Failure::internal("token-nameless")),
        }
    }

    /// How a token is called in news.
    pub fn name(&self, number: usize) -> Message {
        let token = self.tokens.get(number);
        token.map_or(Message::of("token-numbered").with("token", number + 1), |token| name_of(number, &token.info))
    }
}

/// The ports that were named, or those of an election, whose folder nobody else works in then.
fn look_at(given: &Ports, progress: &Progress) -> Result<(Box<dyn tamga_devices::Ports>, Option<std::fs::File>)> {
    let none = Streams::new([0; 32]);
    let nowhere = |folder| Script { officers: 0, streams: &none, folder, absent: &[], statement: &|_| Answer::Sign };
    let Some(at) = &given.at else {
        let spec = given.tokens.clone().unwrap_or(TokenSpec::Auto);
        if spec.is_played() {
            return Err(Failure::bad_input(Message::of("tokens-of-a-rehearsal").with("spec", spec.to_string())));
        }
        return Ok((tokens::ports(&spec, &nowhere(Path::new("")), progress)?, None));
    };
    let appliance = Folder::existing(at).private("appliance");
    let mut options =
        Options::read(&appliance).map_err(|_| Failure::bad_input(Message::of("no-election-in").with("at", at)))?;
    options.look_for_tokens_at(given.tokens.as_ref())?;
    let lock = appliance.lock()?;
    let (folder, streams) = (appliance.below("tokens"), Streams::new(*options.root));
    let Options { officers, absent, tokens: spec, .. } = &options;
    let script =
        Script { officers: *officers, streams: &streams, folder: folder.path(), absent, statement: &|_| Answer::Sign };
    Ok((tokens::ports(spec, &script, progress)?, Some(lock)))
}

/// The first digits of a token's identity key.
pub fn key_of(info: &Info) -> Option<String> {
    info.identity.map(hex::encode)
}

/// How far a token is.
pub fn life(life: Life) -> Message {
    Message::of(match life {
        Life::Factory => "life-factory",
        Life::Initialised => "life-initialised",
        Life::Enrolled => "life-enrolled",
        Life::Ended => "life-ended",
        Life::Retired => "life-retired",
    })
}

fn name_of(number: usize, info: &Info) -> Message {
    match info.label.as_str() {
        "" => Message::of("token-numbered").with("token", number + 1),
        label => Message::of("token-labelled").with("token", number + 1).with("label", label),
    }
}

fn of_token(name: &Message, error: Message) -> Message {
    Message::of("token-failed").with("name", name.clone()).with("error", error)
}

fn gone(name: &Message, error: LinkError) -> anyhow::Error {
    Failure::internal(of_token(name, tokens::link(error)))
}

/// Two PINs that differ where one was chosen, or a wrong one where one was asked for: a token says the same of both.
fn wrong_pin(name: &Message, request: &Request, info: &Info) -> anyhow::Error {
    let is_choice = match request {
        Request::Init { .. } => true,
        // A wrong one would have ended the log-in.
        Request::ChangePin => info.logged_in,
        _ => false,
    };
    if is_choice {
        let key = if info.identity.is_some() { "pins-differ-kept" } else { "pins-differ" };
        return Failure::internal(Message::of(key).with("name", name.clone()));
    }
    Failure::internal(Message::of("token-wrong-pin").with("name", name.clone()).with("why", Tries::of(info).message()))
}

/// Whether the token of each officer of the election in this folder is among these; empty before its set-up is over.
fn here(at: &Path, tokens: &[Plugged]) -> Vec<bool> {
    let record = Folder::existing(at).private("appliance").below("editions/record");
    let officers = replacements::officers(&record).unwrap_or_default();
    let is_here = |identity: &[u8; 32]| tokens.iter().any(|token| token.info.identity.as_ref() == Some(identity));
    officers.iter().map(|keys| is_here(&keys.identity)).collect()
}
