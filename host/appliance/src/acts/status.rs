//! `tamga status`: how far an election is and what comes next.

use anyhow::Result;
use tamga_tally::election::Election;

use super::gathering::{acts_so_far, restore};
use super::{admit, words};
use crate::progress::grouped;
use crate::room::Room;
use crate::sentences;
use crate::standing::Standing;
use crate::state::Phase;

/// Says it.
pub fn status(room: &Room, standing: &Standing, election: &Election) -> Result<()> {
    let (definition, state) = (election.definition(), standing.book.state());
    let title = definition.title.get(definition.language, definition.language);
    let kind = if definition.rehearsal { "REHEARSAL  " } else { "" };
    room.progress.show(&format!("{kind}{} · {title}", definition.id));
    room.progress.control_number("election", "of-election", election.id());
    let acts = acts_so_far(room, standing, election)?;
    let import = restore(room, standing, election, &acts)?;
    let items: u64 = import.chains().iter().map(|chain| chain.items).sum();
    let line = |what: &str, text: String| room.progress.show(&format!("{what:<14} {text}"));
    line("received", format!("{} records in {} bundles", grouped(items), state.bundles.len()));
    for chain in import.chains().iter().filter(|chain| !chain.state.is_complete()) {
        line("incomplete", words::report(election, chain).to_string());
    }
    line(
        "ledger",
        format!(
            "{} entries, {} decisions, {} amendments",
            standing.book.size_and_root().0,
            state.decisions,
            state.amendments
        ),
    );
    for serial in &standing.serials {
        line("hsm", serial.clone());
    }
    line("published", format!("{} of at most {} openings", state.published(), definition.openings + 1));
    let open = admit::unboxed(definition, &acts).len();
    line("regions", format!("{} in a box, {open} in none", definition.regions.len() - open));
    let now = match state.phase() {
        Phase::SettingUp => "the key ceremony is under way",
        Phase::Gathering => "bundles may come",
        Phase::Admitted => "records are admitted; held ones can be adjudicated",
        Phase::Adjudicated => "held records are decided; the box can be closed",
        Phase::Closed => "the box is closed; it is to be counted",
        Phase::Opened => "the sums are open; the officers are to sign",
        Phase::Signed => "the statement is signed; it is to be published",
        Phase::Published => "published",
        Phase::Ended => "a quorum ended the election",
    };
    for (number, replaced) in (1u16..).zip(&state.replaced) {
        line("replaced", format!("{}, by replacement {number}", sentences::tokens(&replaced.tokens)));
    }
    if let Some(end) = &state.end {
        let ended: Vec<u8> = end.tokens.iter().copied().collect();
        line("shares", format!("erased by {} of {}", sentences::tokens(&ended), definition.tokens()));
    }
    if let Some(paused) = &state.paused {
        let seals = paused.seals.numbers().len();
        line("paused", format!("pause {}, seals noted: {seals}; compare them, then resume", paused.number));
    }
    line("now", now.to_owned());
    line("next", state.next(room.folder.path(), definition.openings).to_string());
    Ok(())
}
