//! `tamga token init`, `pin`, `label`, `check` and `wipe`: what is done to one token, with its officer before it.

use anyhow::Result;
use tamga_wire::limits::LABEL_CHARACTERS_MAX;
use tamga_wire::{BoardPart, Life, Request, Response};

use super::plugged::{Hall, KEY_DIGITS, key_of};
use crate::cli::{InitArguments, LabelArguments, TokenWipe, Which};
use crate::failure::Failure;

/// Gives every token that is meant and has no identity one. Refuses a named one that has.
pub fn init(hall: &mut Hall, arguments: &InitArguments) -> Result<()> {
    if !arguments.rehearsal {
        return Err(Failure::bad_input(
            "this version holds rehearsals only",
            "Give --rehearsal: the token then refuses real elections until it is wiped.",
        ));
    }
    for number in hall.meant(&arguments.which)? {
        let (name, info) = (hall.name(number), hall.greet(number)?);
        if info.life != Life::Factory {
            if arguments.which.token.is_none() {
                hall.progress.say(&format!("init       {name} has an identity already: left as it is"));
                continue;
            }
            return Err(Failure::bad_input(
                format!("{name} has an identity already"),
                "If nobody needs what it holds, erase it with tamga token wipe first.",
            ));
        }
        hall.progress.say(&format!("init       {name}: choose a PIN of 6 to 12 digits on it, twice"));
        let response = hall.ask(number, &Request::Init { rehearsal: true })?;
        let Response::Identity { identity, .. } = response else { return Err(nonsense(&name)) };
        hall.progress.say(&format!("init       {name} has the identity key {}", hex::encode(identity)));
    }
    Ok(())
}

/// Has the officer of one token type the PIN, then another one twice.
pub fn pin(hall: &mut Hall, which: &Which) -> Result<()> {
    let number = hall.one(which)?;
    let name = hall.name(number);
    hall.progress.say(&format!("pin        {name}: type the PIN on it, then another one twice"));
    hall.log_in(number)?;
    done(&name, hall.ask(number, &Request::ChangePin)?)?;
    hall.progress.say(&format!("pin        {name} has another PIN"));
    Ok(())
}

/// Names one token. Refuses a name that is too long or has control characters.
pub fn label(hall: &mut Hall, arguments: &LabelArguments) -> Result<()> {
    let text = &arguments.text;
    if text.chars().count() > LABEL_CHARACTERS_MAX || text.chars().any(char::is_control) {
        return Err(Failure::bad_input(
            "a token shows no such name",
            format!(
                "Give one of at most {LABEL_CHARACTERS_MAX} Latin, Russian or Kazakh letters, digits, spaces inside, hyphens and dots."
            ),
        ));
    }
    let number = hall.one(&arguments.which)?;
    let name = hall.name(number);
    hall.log_in(number)?;
    done(&name, hall.ask(number, &Request::Label { text: text.clone() })?)?;
    hall.progress.say(&format!("label      {name} is called {text:?}"));
    Ok(())
}

/// Checks every part of every token that is meant. A part that does not work is a failure.
pub fn check(hall: &mut Hall, which: &Which) -> Result<()> {
    let mut failed = Vec::new();
    for number in hall.meant(which)? {
        let name = hall.name(number);
        hall.log_in(number)?;
        let mut rows = Vec::new();
        for part in BoardPart::ALL {
            let response = hall.ask(number, &Request::Check { part })?;
            let Response::Checked { passed } = response else { return Err(nonsense(&name)) };
            let (part, _) = words(part);
            rows.push(vec![part.to_owned(), if passed { "works" } else { "FAILED" }.to_owned()]);
            if !passed {
                failed.push(format!("{name}: {part}"));
            }
        }
        hall.progress.show(&name);
        hall.progress.table(&name, &["part", "result"], &rows);
    }
    match failed.as_slice() {
        [] => Ok(()),
        failed => Err(Failure::internal(
            format!("the check failed of {}", failed.join(", ")),
            "Take another token for this officer; this one may lie about what it shows or keeps.",
        )),
    }
}

/// Erases one token. Refuses unless its key is said once more.
pub fn wipe(hall: &mut Hall, arguments: &TokenWipe) -> Result<()> {
    let number = hall.one(&arguments.which)?;
    let (name, info) = (hall.name(number), hall.greet(number)?);
    let key = key_of(&info).map_or_else(|| "none".to_owned(), |key| key.chars().take(KEY_DIGITS).collect());
    if arguments.destroy != key {
        return Err(Failure::bad_input(
            format!("{name} has the key {key}, not {}", arguments.destroy),
            "What it holds cannot be had back. If it is the one, repeat its key with --destroy.",
        ));
    }
    if info.election_key || info.custody_key {
        hall.progress.alarm(&format!("wipe       {name} holds shares of keys: with it one officer fewer can act"));
    }
    done(&name, hall.ask(number, &Request::Wipe { retire: arguments.retire })?)?;
    let how = if arguments.retire { "erased and retired" } else { "erased" };
    hall.progress.say(&format!("wipe       {name} is {how}"));
    Ok(())
}

/// The word for a part, and what the officer does.
fn words(part: BoardPart) -> (&'static str, &'static str) {
    match part {
        BoardPart::Screen => ("screen", "look at the patterns"),
        BoardPart::Keys => ("keys", "press each key as it is asked for"),
        BoardPart::Randomness => ("random numbers", ""),
        BoardPart::Flash => ("memory", ""),
    }
}

fn done(name: &str, response: Response) -> Result<()> {
    if response == Response::Done { Ok(()) } else { Err(nonsense(name)) }
}

fn nonsense(name: &str) -> anyhow::Error {
    Failure::internal(format!("{name} answered something else"), "Do not use this token: tell its maker.")
}
