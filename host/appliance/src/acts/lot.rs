//! `tamga lot`: two officers throw dice, and the throws are in the ledger.

use anyhow::Result;
use tamga_record::ledger::{self, Entry};
use tamga_tally::election::Election;
use tamga_tally::seats::Dice;

use super::opening::{counts_so_far, is_opened, outcome};
use crate::failure::Failure;
use crate::message::Message;
use crate::room::Room;
use crate::standing::Standing;
use crate::state::Phase;

/// Records the throws of two officers for one contest, each `N:DIGITS`. One lot per contest and opening, and only where the
/// opened counts leave seats that equal figures compete for.
pub fn draw(room: &Room, standing: &mut Standing, election: &Election, contest: &str, dice: &[String]) -> Result<()> {
    let now = standing.book.state().now();
    let opening = now.number;
    let (Phase::Closed, Some(close), true) = (standing.book.state().phase(), now.closed, is_opened(room, opening))
    else {
        return Err(Failure::bad_input("lot-not-now"));
    };
    if now.lots.contains_key(contest) {
        return Err(Failure::bad_input(Message::of("lot-drawn").with("contest", contest)));
    }
    let outcome = outcome(room, standing, election, &counts_so_far(room, standing, election)?)?;
    let mut waiting = outcome.ties_waiting().iter().filter_map(|index| election.definition().contest(*index));
    if !waiting.any(|described| described.id == contest) {
        return Err(Failure::bad_input(Message::of("lot-not-needed").with("contest", contest)));
    }
    let throws: Option<Vec<(u8, ledger::Dice)>> = dice.iter().map(|typed| throws_of(typed, election)).collect();
    let Some([(first_officer, first_dice), (second_officer, second_dice)]) = throws.as_deref() else {
        return Err(Failure::bad_input("lot-no-throws"));
    };
    if first_officer == second_officer {
        return Err(Failure::bad_input("lot-no-throws"));
    }
    standing.book.append(&Entry::Lot {
        contest: contest.to_owned(),
        close,
        first_officer: ledger::Officer(*first_officer),
        first_dice: first_dice.clone(),
        second_officer: ledger::Officer(*second_officer),
        second_dice: second_dice.clone(),
    })?;
    room.progress.say(
        "lot",
        Message::of("lot-drawn-by")
            .with("contest", contest)
            .with("first", *first_officer)
            .with("second", *second_officer),
    );
    Ok(())
}

fn throws_of(typed: &str, election: &Election) -> Option<(u8, ledger::Dice)> {
    let (officer, digits) = typed.split_once(':')?;
    let officer = officer.parse().ok().filter(|officer| (1..=election.definition().tokens()).contains(officer))?;
    let dice = Dice::parse(digits).ok()?;
    Some((officer, ledger::Dice(dice.as_str().to_owned())))
}
