//! The tokens that are plugged in, each asked alone.

use std::thread;
use std::time::Duration;

use anyhow::Result;
use tamga_casting::streams::Streams;
use tamga_devices::{BoxedPipe, LinkError, Newcomer, TokenLink, TokenSpec};
use tamga_wire::{Answer, Info, Life, Purposes, Refusal, Request, Response};

use crate::cli::{Ports, Which};
use crate::failure::Failure;
use crate::folder::Folder;
use crate::interrupt::Interrupt;
use crate::options::Options;
use crate::progress::Progress;
use crate::tokens::{self, Script};

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
    interrupt: Interrupt,
    // Played tokens live as long as their ports; nobody else plays them meanwhile.
    _ports: Box<dyn tamga_devices::Ports>,
    _lock: Option<std::fs::File>,
}

impl Hall {
    /// Greets what is plugged in. Refuses tokens that are played nowhere, and where there is none at all.
    pub fn open(given: &Ports, progress: &Progress) -> Result<Self> {
        let interrupt = Interrupt::listen()?;
        interrupt.advise("The token was told to forget what it was asked.".to_owned());
        let (mut ports, lock) = look_at(given, progress)?;
        let mut tokens = Vec::new();
        for Newcomer { port, pipe } in ports.newcomers(&[]) {
            let greeted = pipe.map_err(|error| error.to_string()).and_then(|pipe| {
                let mut link = TokenLink::new(pipe);
                let info = link.hello().map_err(|error| error.to_string())?;
                link.exchange(&Request::Cancel).map_err(|error| error.to_string())?;
                Ok(Plugged { port: port.clone(), info, link })
            });
            match greeted {
                Ok(token) => tokens.push(token),
                Err(why) => progress.say(&format!("tokens     {port} cannot be used: {why}")),
            }
        }
        if tokens.is_empty() {
            return Err(Failure::bad_input(
                "there is no token",
                "Plug one in, or say with --tokens where it is: unix:SOCKET, serial:DEVICE or auto.",
            ));
        }
        Ok(Self { tokens, progress: progress.clone(), interrupt, _ports: ports, _lock: lock })
    }

    /// The tokens that are meant: the one that is named, else all.
    pub fn meant(&mut self, which: &Which) -> Result<Vec<usize>> {
        let Some(named) = &which.token else { return Ok((0..self.tokens.len()).collect()) };
        let is_named = |(number, token): &(usize, &Plugged)| {
            named.parse() == Ok(number + 1)
                || *named == token.info.label
                || named.len() >= 4 && key_of(&token.info).is_some_and(|key| key.starts_with(named.as_str()))
        };
        let found: Vec<usize> = self.tokens.iter().enumerate().filter(is_named).map(|(number, _)| number).collect();
        match found.as_slice() {
            [one] => Ok(vec![*one]),
            found => Err(Failure::bad_input(
                format!("{} tokens are {named}", found.len()),
                "tamga token list shows number, label and key of each; name one of them.",
            )),
        }
    }

    /// The one token that is meant. Refuses several.
    pub fn one(&mut self, which: &Which) -> Result<usize> {
        match self.meant(which)?.as_slice() {
            [one] => Ok(*one),
            several => Err(Failure::bad_input(
                format!("{} tokens are plugged in, and this is done to one", several.len()),
                "Name it with --token: its number in tamga token list, its label, or the first digits of its key.",
            )),
        }
    }

    /// Asks a token something and waits for its officer.
    pub fn ask(&mut self, number: usize, request: &Request) -> Result<Response> {
        let Some(token) = self.tokens.get_mut(number) else {
            return Err(Failure::internal("there is no such token", "Repeat the command."));
        };
        let name = name_of(number, &token.info);
        let mut response = token.link.exchange(request).map_err(|error| gone(&name, error))?;
        let mut is_told = false;
        while response == Response::Waiting {
            if !std::mem::replace(&mut is_told, true) {
                self.progress.say(&format!("tokens     {name} waits for its officer"));
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
            Response::Refused(refusal) => Err(refused(&name, refusal)),
            response => Ok(response),
        }
    }

    /// Has the officer log in for the token's upkeep.
    pub fn log_in(&mut self, number: usize) -> Result<()> {
        self.ask(number, &Request::Login { definition: None, purposes: Purposes::UPKEEP }).map(|_| ())
    }

    /// What a token says of itself now.
    pub fn greet(&mut self, number: usize) -> Result<Info> {
        match self.ask(number, &Request::Hello)? {
            Response::Info(info) => Ok(info),
            _ => Err(Failure::internal("a token does not say who it is", "Plug it in again.")),
        }
    }

    /// How a token is called in news.
    pub fn name(&self, number: usize) -> String {
        self.tokens.get(number).map_or_else(String::new, |token| name_of(number, &token.info))
    }
}

/// The ports that were named, or those of an election, whose folder nobody else works in then.
fn look_at(given: &Ports, progress: &Progress) -> Result<(Box<dyn tamga_devices::Ports>, Option<std::fs::File>)> {
    let none = Streams::new([0; 32]);
    let nowhere = |folder| Script { officers: 0, streams: &none, folder, absent: &[], statement: &|_| Answer::Sign };
    let Some(at) = &given.at else {
        let spec = given.tokens.clone().unwrap_or(TokenSpec::Auto);
        if spec.is_played() {
            return Err(Failure::bad_input(
                format!("{spec} are tokens of one rehearsal each"),
                "Name the folder of the rehearsal with --at.",
            ));
        }
        return Ok((tokens::ports(&spec, &nowhere(std::path::Path::new("")), progress)?, None));
    };
    let appliance = Folder::existing(at).private("appliance");
    let options = Options::read(&appliance)
        .map_err(|_| Failure::bad_input(format!("there is no election in {}", at.display()), "Name its folder."))?;
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

/// The word for how far a token is.
pub fn life(life: Life) -> &'static str {
    match life {
        Life::Factory => "factory",
        Life::Initialised => "initialised",
        Life::Enrolled => "enrolled",
        Life::Ended => "ended",
        Life::Retired => "retired",
    }
}

fn name_of(number: usize, info: &Info) -> String {
    match info.label.as_str() {
        "" => format!("token {}", number + 1),
        label => format!("token {} ({label})", number + 1),
    }
}

fn gone(name: &str, error: LinkError) -> anyhow::Error {
    Failure::internal(format!("{name}: {error}"), "Plug it in and repeat the command.")
}

/// What a token's no means to whoever stands before it.
fn refused(name: &str, refusal: Refusal) -> anyhow::Error {
    let advice = match refusal {
        Refusal::NotInitialised => "Give it an identity first: tamga token init.",
        Refusal::WrongPin => "Repeat the command; after too many wrong PINs the token erases itself.",
        Refusal::WeakPin => "Choose digits that are neither in a row nor repeated.",
        Refusal::RefusedByOfficer => {
            "The officer said no, or gave up. Repeat the command when they have changed their mind."
        }
        Refusal::BadLabel => "Give a name of at most 16 letters, Latin or Cyrillic, digits and signs.",
        Refusal::Retired => "It stays out of service. Take another token.",
        Refusal::RehearsalMismatch => {
            "Tokens for rehearsals and tokens for elections are kept apart: take another one."
        }
        Refusal::Wiped => "Everything on it is erased: it begins anew with tamga token init.",
        Refusal::Storage => "Its memory failed: take another token, and keep this one.",
        Refusal::BeyondToken => "The counter in it is nearly used up: take a new token for this election.",
        _ => "Look at its screen, and at tamga token info.",
    };
    Failure::internal(format!("{name}: {refusal}"), advice)
}
