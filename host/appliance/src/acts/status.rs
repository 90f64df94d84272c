//! `tamga status`: how far an election is and what comes next.

use anyhow::Result;
use tamga_tally::election::Election;

use super::gathering::{acts_so_far, restore};
use super::{admit, words};
use crate::message::{Message, Part};
use crate::room::Room;
use crate::standing::Standing;

/// Says it.
pub fn status(room: &Room, standing: &Standing, election: &Election) -> Result<()> {
    let (definition, state) = (election.definition(), standing.book.state());
    let title = definition.title.get(definition.language, definition.language);
    let key = if definition.rehearsal { "status-of-rehearsal" } else { "status-of" };
    room.progress.show(Message::of(key).with("id", &definition.id).with("title", title));
    room.progress.control_number("election", "of-election", election.id());
    let acts = acts_so_far(room, standing, election)?;
    let import = restore(room, standing, election, &acts)?;
    let items: u64 = import.chains().iter().map(|chain| chain.items).sum();
    let line = |what: &str, text: Message| room.progress.figure(what, text);
    line("received", Message::of("status-received").with("records", items).with("n", state.bundles.len()));
    for chain in import.chains().iter().filter(|chain| !chain.state.is_complete()) {
        line("incomplete", words::report(election, chain));
    }
    let entries = Message::of("status-ledger").with("entries", standing.book.size_and_root().0);
    line("ledger", entries.with("decisions", state.decisions).with("n", state.amendments));
    for serial in &standing.serials {
        line("hsm", Message::plain(serial));
    }
    let openings = Message::of("published-of").with("n", state.published());
    line("published", openings.with("all", definition.openings + 1));
    let open = admit::unboxed(definition, &acts).len();
    line("regions", Message::of("status-regions").with("n", definition.regions.len() - open).with("open", open));
    for (number, replaced) in (1u16..).zip(&state.replaced) {
        let tokens = Part::all_of(&replaced.tokens);
        line("replaced", Message::of("status-replaced").with("tokens", tokens).with("number", number));
    }
    if let Some(end) = &state.end {
        let tokens = Part::all_of(&end.tokens);
        line("shares", Message::of("status-erased").with("tokens", tokens).with("n", definition.tokens()));
    }
    if let Some(paused) = &state.paused {
        let seals = paused.seals.numbers().len();
        line("paused", Message::of("status-paused").with("number", paused.number).with("n", seals));
    }
    line("now", state.phase().message());
    line("next", state.next(room.folder.path(), definition.openings));
    Ok(())
}
