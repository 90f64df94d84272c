//! `tamga token init`, `pin`, `label`, `check` and `wipe`: what is done to one token, with its officer before it.

use anyhow::Result;
use tamga_wire::label::is_label;
use tamga_wire::{BoardPart, Info, Life, Refusal, Request, Response};

use super::plugged::{Hall, KEY_DIGITS, key_of};
use crate::cli::{InitArguments, LabelArguments, TokenWipe, Which};
use crate::failure::Failure;
use crate::sentences;
use crate::tokens::what_to_do;

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
        if let Some(why) = no_identity(&info) {
            if arguments.which.token.is_none() {
                hall.progress.say(&format!("init       {name} {}: left as it is", why.0));
                continue;
            }
            return Err(Failure::bad_input(format!("{name} {}", why.0), why.1));
        }
        hall.progress.say(&format!("init       {name}: choose a PIN of 6 to 12 digits on it, twice"));
        let response = hall.ask(number, &Request::Init { rehearsal: true })?;
        let Response::Identity { identity, .. } = response else { return Err(nonsense(&name)) };
        hall.progress.say(&format!("init       {name} has the identity key {}", hex::encode(identity)));
    }
    Ok(())
}

/// Why a token is given no identity, and what to do.
fn no_identity(info: &Info) -> Option<(&'static str, &'static str)> {
    match info.life {
        Life::Factory => None,
        Life::Retired => Some(("is retired for good", "It takes no identity again. Take another token.")),
        Life::Initialised | Life::Enrolled | Life::Ended => {
            Some(("has an identity already", "If nobody needs what it holds, erase it with tamga token wipe first."))
        }
    }
}

/// Has the officer of one token type the PIN, then another one twice.
pub fn pin(hall: &mut Hall, which: &Which) -> Result<()> {
    let number = hall.one(which)?;
    let name = hall.name(number);
    hall.progress.say(&format!("pin        {name}: type the PIN to log in, and once more, then another one twice"));
    hall.log_in(number)?;
    done(&name, hall.ask(number, &Request::ChangePin)?)?;
    hall.progress.say(&format!("pin        {name} has another PIN"));
    Ok(())
}

/// Names one token. Refuses a name that a token would refuse, before anybody is asked.
pub fn label(hall: &mut Hall, arguments: &LabelArguments) -> Result<()> {
    let text = &arguments.text;
    let number = hall.one(&arguments.which)?;
    let name = hall.name(number);
    hall.log_in(number)?;
    done(&name, hall.ask(number, &Request::Label { text: text.clone() })?)?;
    let told = if text.is_empty() { "has no name any more".to_owned() } else { format!("is called \"{text}\"") };
    hall.progress.say(&format!("label      {name} {told}"));
    Ok(())
}

/// Refuses a name that a token would refuse.
pub fn check_label(text: &str) -> Result<()> {
    if is_label(text) {
        return Ok(());
    }
    Err(Failure::bad_input(format!("a token takes no such name as \"{text}\""), what_to_do(Refusal::BadLabel)))
}

/// Checks every part of every token that is meant. A part that does not work is a failure; where an officer has a hand in it,
/// it is checked once more first, as they may have pressed another key, or none in time.
pub fn check(hall: &mut Hall, which: &Which) -> Result<()> {
    let (mut failed, mut by_hand_alone) = (Vec::new(), true);
    for number in hall.meant(which)? {
        let name = hall.name(number);
        hall.log_in(number)?;
        let mut rows = Vec::new();
        for part in BoardPart::ALL {
            let (word, slip) = words(part);
            let mut passed = check_part(hall, number, part)?;
            if let (false, Some(slip)) = (passed, slip) {
                hall.progress.say(&format!("check      {name}: {slip}. Once more"));
                passed = check_part(hall, number, part)?;
            }
            rows.push(vec![word.to_owned(), if passed { "works" } else { "FAILED" }.to_owned()]);
            if !passed {
                failed.push(format!("{word} of {name}"));
                by_hand_alone &= slip.is_some();
            }
        }
        hall.progress.show(&name);
        hall.progress.table(&name, &["part", "result"], &rows);
    }
    if failed.is_empty() {
        return Ok(());
    }
    let advice = match by_hand_alone {
        true => {
            "If its officer is sure to have pressed what was asked for, each time and in time, take another token: this one may lie about what it shows or is told. Else check it again."
        }
        false => "Take another token for this officer; this one may lie about what it keeps or draws.",
    };
    Err(Failure::internal(format!("the check failed: {}", sentences::all_of(&failed)), advice))
}

fn check_part(hall: &mut Hall, number: usize, part: BoardPart) -> Result<bool> {
    match hall.ask(number, &Request::Check { part })? {
        Response::Checked { passed } => Ok(passed),
        _ => Err(nonsense(&hall.name(number))),
    }
}

/// Erases one token. Refuses unless it is named, and then its key is said once more.
pub fn wipe(hall: &mut Hall, arguments: &TokenWipe) -> Result<()> {
    if arguments.which.token.is_none() {
        return Err(Failure::bad_input(
            "a token that is to be erased is named twice",
            "Name it with --token, and its key with --destroy; tamga token list shows both. Nothing was erased.",
        ));
    }
    let number = hall.one(&arguments.which)?;
    let (name, info) = (hall.name(number), hall.greet(number)?);
    let key = key_of(&info).map_or_else(|| "none".to_owned(), |key| key.chars().take(KEY_DIGITS).collect());
    if arguments.destroy != key {
        return Err(Failure::bad_input(
            format!("{name} has the key {key}, not {}", arguments.destroy),
            "What it holds cannot be had back. If it is the one, repeat its key with --destroy. Nothing was erased.",
        ));
    }
    if info.election_key || info.custody_key {
        hall.progress.alarm(&format!(
            "wipe       {name} holds shares of keys as officer {}: with it one officer fewer can act",
            info.index
        ));
    }
    done(&name, hall.ask(number, &Request::Wipe { retire: arguments.retire })?)?;
    let how = if arguments.retire { "erased and retired" } else { "erased" };
    hall.progress.say(&format!("wipe       {name} is {how}"));
    Ok(())
}

/// The word for a part, and how its officer may have slipped, where they have a hand in the check.
fn words(part: BoardPart) -> (&'static str, Option<&'static str>) {
    match part {
        BoardPart::Screen => {
            ("screen", Some("its officer said that the screen is not all right, or pressed the wrong key"))
        }
        BoardPart::Keys => ("keys", Some("another key was pressed than the screen asked for, or none in time")),
        BoardPart::Randomness => ("random numbers", None),
        BoardPart::Flash => ("memory", None),
    }
}

fn done(name: &str, response: Response) -> Result<()> {
    if response == Response::Done { Ok(()) } else { Err(nonsense(name)) }
}

fn nonsense(name: &str) -> anyhow::Error {
    Failure::internal(format!("{name} answered something else"), "Do not use this token: tell its maker.")
}
