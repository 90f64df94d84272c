//! `tamga token init`, `pin`, `label`, `check` and `wipe`: what is done to one token, with its officer before it.

use anyhow::Result;
use tamga_wire::label::is_label;
use tamga_wire::{BoardPart, Info, Life, Refusal, Request, Response};

use super::plugged::{Hall, KEY_DIGITS, key_of};
use crate::cli::{InitArguments, LabelArguments, TokenWipe, Which};
use crate::failure::Failure;
use crate::message::{Message, Part};
use crate::tokens::refusal;

/// Gives every token that is meant and has no identity one. Refuses a named one that has.
pub fn init(hall: &mut Hall, arguments: &InitArguments) -> Result<()> {
    if !arguments.rehearsal {
        return Err(Failure::bad_input("tokens-of-rehearsals-only"));
    }
    for number in hall.meant(&arguments.which)? {
        let (name, info) = (hall.name(number), hall.greet(number)?);
        if let Some(why) = no_identity(&info) {
            let why = Message::of(why).with("name", name.clone());
            if arguments.which.token.is_none() {
                hall.progress.say("init", Message::of("init-left").with("why", why));
                continue;
            }
            return Err(Failure::bad_input(why));
        }
        hall.progress.say("init", Message::of("init-choose").with("name", name.clone()));
        let response = hall.ask(number, &Request::Init { rehearsal: true })?;
        let Response::Identity { identity, .. } = response else { return Err(nonsense(&name)) };
        hall.progress.say("init", Message::of("init-made").with("name", name).with("key", hex::encode(identity)));
    }
    Ok(())
}

/// Why a token is given no identity, and what to do.
fn no_identity(info: &Info) -> Option<&'static str> {
    match info.life {
        Life::Factory => None,
        Life::Retired => Some("token-retired-for-good"),
        Life::Initialised | Life::Enrolled | Life::Ended => Some("token-has-identity"),
    }
}

/// Has the officer of one token type the PIN, then another one twice.
pub fn pin(hall: &mut Hall, which: &Which) -> Result<()> {
    let number = hall.one(which)?;
    let name = hall.name(number);
    hall.progress.say("pin", Message::of("pin-changing").with("name", name.clone()));
    hall.log_in(number)?;
    done(&name, hall.ask(number, &Request::ChangePin)?)?;
    hall.progress.say("pin", Message::of("pin-changed").with("name", name));
    Ok(())
}

/// Names one token. Refuses a name that a token would refuse, before anybody is asked.
pub fn label(hall: &mut Hall, arguments: &LabelArguments) -> Result<()> {
    let text = &arguments.text;
    let number = hall.one(&arguments.which)?;
    let name = hall.name(number);
    hall.log_in(number)?;
    done(&name, hall.ask(number, &Request::Label { text: text.clone() })?)?;
    let key = if text.is_empty() { "label-gone" } else { "label-given" };
    hall.progress.say("label", Message::of(key).with("name", name).with("text", text));
    Ok(())
}

/// Refuses a name that a token would refuse.
pub fn check_label(text: &str) -> Result<()> {
    if is_label(text) {
        return Ok(());
    }
    Err(Failure::bad_input(
        Message::of("token-no-such-label").with("text", text).with("why", refusal(Refusal::BadLabel)),
    ))
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
                hall.progress.say(
                    "check",
                    Message::of("check-once-more").with("name", name.clone()).with("slip", Message::of(slip)),
                );
                passed = check_part(hall, number, part)?;
            }
            let result = Message::of(if passed { "part-works" } else { "part-fails" });
            rows.push(vec![Message::of(word).into(), result.into()]);
            if !passed {
                failed.push(Message::of("part-of-token").with("part", Message::of(word)).with("name", name.clone()));
                by_hand_alone &= slip.is_some();
            }
        }
        hall.progress.show(name.clone());
        hall.progress.table(&name.to_string(), &["part", "result"], rows);
    }
    if failed.is_empty() {
        return Ok(());
    }
    let key = if by_hand_alone { "check-failed-by-hand" } else { "check-failed" };
    Err(Failure::internal(Message::of(key).with("parts", Part::all_of(failed))))
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
        return Err(Failure::bad_input("wipe-unnamed"));
    }
    let number = hall.one(&arguments.which)?;
    let (name, info) = (hall.name(number), hall.greet(number)?);
    let key = key_of(&info).map_or_else(|| "none".to_owned(), |key| key.chars().take(KEY_DIGITS).collect());
    if arguments.destroy != key {
        let message = Message::of("wipe-other-key").with("name", name).with("key", key);
        return Err(Failure::bad_input(message.with("given", arguments.destroy.as_str())));
    }
    if info.election_key || info.custody_key {
        hall.progress.alarm("wipe", Message::of("wipe-shares").with("name", name.clone()).with("officer", info.index));
    }
    done(&name, hall.ask(number, &Request::Wipe { retire: arguments.retire })?)?;
    let key = if arguments.retire { "wiped-retired" } else { "wiped" };
    hall.progress.say("wipe", Message::of(key).with("name", name));
    Ok(())
}

/// The key of a part's name, and of how its officer may have slipped, where they have a hand in the check.
fn words(part: BoardPart) -> (&'static str, Option<&'static str>) {
    match part {
        BoardPart::Screen => ("part-screen", Some("slip-screen")),
        BoardPart::Keys => ("part-keys", Some("slip-keys")),
        BoardPart::Randomness => ("part-randomness", None),
        BoardPart::Flash => ("part-memory", None),
    }
}

fn done(name: &Message, response: Response) -> Result<()> {
    if response == Response::Done { Ok(()) } else { Err(nonsense(name)) }
}

fn nonsense(name: &Message) -> anyhow::Error {
    Failure::internal(Message::of("token-nonsense").with("name", name.clone()))
}
