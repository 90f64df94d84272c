//! `tamga token end`: after the time for complaints a quorum ends the election, and every token erases its share of its key.

use anyhow::{Context, Result};
use tamga_ceremony::{End, EndAct};
use tamga_record::end::EndBody;
use tamga_record::note::Note;
use tamga_record::statement::Statement;
use tamga_tally::election::Election;

use super::admit::unboxed;
use super::gathering::acts_so_far;
use super::{reconcile, statement};
use crate::failure::Failure;
use crate::message::{Message, Part};
use crate::room::Room;
use crate::standing::Standing;
use crate::state::{EndState, Phase};

/// Has a quorum end the election, once, and those tokens erase their shares and sign that which did not yet; then both editions
/// are published anew. Whoever is absent or says no is asked when it is typed again.
pub fn end(room: &mut Room, standing: &mut Standing, election: &Election) -> Result<()> {
    let body = match &standing.book.state().end {
        Some(end) => body_of(end, election),
        None => body(room, standing, election)?,
    };
    if room.hsms(standing)?.in_service().is_empty() {
        return Err(Failure::internal("end-no-hsm"));
    }
    if standing.book.state().end.is_none() {
        room.progress.control_number("end", "of-statement", &body.statement);
        let signatures = room.hold(EndAct::new(&standing.commission, &body), &mut standing.book)?;
        let officers: Vec<u8> = signatures.iter().map(|(officer, _)| *officer).collect();
        room.progress.say("end", Message::of("ended-by").with("officers", Part::all_of(&officers)));
    }
    let end = standing.book.state().end.clone().context("the END act has no entry")?;
    let before: Vec<u8> = end.tokens.into_iter().collect();
    if before.len() < usize::from(body.tokens) {
        let machine = End::new(&standing.commission, &body, &end.signatures, &before);
        room.hold(machine, &mut standing.book)?;
        reconcile::reconcile(room, standing)?;
        reconcile::count_operations(room, standing)?;
    }
    room.publish(standing)?;
    report(room, standing, &body);
    statement::verify(room)
}

/// Says whose shares are erased and who still holds one.
fn report(room: &Room, standing: &Standing, body: &EndBody) {
    let end = standing.book.state().end.as_ref();
    let (ended, left): (Vec<u8>, Vec<u8>) =
        (1..=body.tokens).partition(|token| end.is_some_and(|end| end.tokens.contains(token)));
    room.progress.say("end", Message::of("shares-erased").with("tokens", Part::all_of(&ended)));
    if left.is_empty() {
        return room.progress.say("end", "shares-all-gone");
    }

    room.progress
        .say("end", Message::of("shares-left").with("tokens", Part::all_of(&left)).with("at", room.folder.path()));
}

/// The act, from the newest statement. Refuses before it is final, and while something waits to be counted.
fn body(room: &Room, standing: &Standing, election: &Election) -> Result<EndBody> {
    let state = standing.book.state();
    let next = state.next(room.folder.path(), election.definition().openings);
    if state.phase() != Phase::Published {
        return Err(Failure::bad_input(Message::of("end-not-published").with("next", next)));
    }
    let acts = acts_so_far(room, standing, election)?;
    let open = unboxed(election.definition(), &acts).len();
    if open > 0 {
        return Err(Failure::bad_input(Message::of("end-not-final").with("open", open).with("next", next)));
    }
    if state.now().gathered {
        return Err(Failure::bad_input("end-uncounted"));
    }
    let text = Note::parse(&room.record().read("statement.note")?)?.text;
    let statement = Statement::parse(text.as_bytes())?;
    let newest = state.closed().last().context("no opening is closed")?;
    if newest.statement != Some(statement.digest()) {
        return Err(Failure::internal("statement-not-the-ledgers"));
    }
    let openings = u32::try_from(state.closed().count()).context("openings without end")?;
    Ok(EndBody {
        election: *election.id(),
        openings,
        counted: statement.counted,
        tokens: election.definition().tokens(),
        statement: statement.digest(),
    })
}

/// The act as the ledger has it.
fn body_of(end: &EndState, election: &Election) -> EndBody {
    let (openings, counted) = end.figures;
    let tokens = election.definition().tokens();
    EndBody { election: *election.id(), openings, counted, tokens, statement: end.statement }
}

/// Refuses an act that changes anything in an election that a quorum ended.
pub fn check_not_over(standing: &Standing) -> Result<()> {
    if standing.book.state().phase() == Phase::Ended { Err(is_over()) } else { Ok(()) }
}

/// Why nothing is taken, decided or opened any more.
pub fn is_over() -> anyhow::Error {
    Failure::bad_input("election-over")
}
