//! `tamga amend`: a quorum extends a region's closing time or withdraws an option.

use anyhow::{Context, Result};
use tamga_ceremony::Amend;
use tamga_record::amendments::{AmendmentBody, AmendmentKind, Amendments};
use tamga_record::time::parse_time;
use tamga_tally::acts::Acts;
use tamga_tally::election::Election;

use super::admit::place_of;
use super::gathering::{AMENDMENTS, acts_so_far, finish_file, kept};
use crate::cli::AmendArguments;
use crate::failure::Failure;
use crate::message::Message;
use crate::room::Room;
use crate::standing::Standing;
use crate::state::Phase;

/// Has a quorum sign the amendment; it is in the record afterwards. Refuses one that comes too late, or says nothing new.
pub fn amend(room: &mut Room, standing: &mut Standing, election: &Election, arguments: &AmendArguments) -> Result<()> {
    if !matches!(standing.book.state().phase(), Phase::Gathering | Phase::Admitted | Phase::Published) {
        return Err(Failure::bad_input("amend-not-now"));
    }
    let Acts { amendments, boxes, .. } = acts_so_far(room, standing, election)?;
    let body =
        AmendmentBody { previous: amendments.last_digest(&standing.definition), kind: kind_of(election, arguments)? };
    amendments
        .check_next(election.definition(), &body)
        .map_err(|error| Failure::bad_input(Message::of("amend-refused").with("why", error.to_string())))?;
    let is_boxed = |region| boxes.iter().any(|closed| closed.body.region_indices().contains(&region));
    let is_too_late = match body.kind {
        AmendmentKind::ClosingTime { region, .. } => is_boxed(region),
        AmendmentKind::Withdrawn { .. } => !boxes.is_empty(),
    };
    if is_too_late {
        return Err(Failure::bad_input("amend-box-closed"));
    }
    if let AmendmentKind::ClosingTime { region, .. } = body.kind {
        let closes = amendments.closes(election.definition(), region);
        if standing.book.clock().tick() >= closes {
            return Err(Failure::bad_input("amend-time-passed"));
        }
    }
    // At most 65,536 amendments.
    let number = amendments.amendments.len() as u32 + 1;
    room.progress.control_number("amend", "of-tokens-show", &body.digest());
    let machine = Amend::new(&standing.commission, election.id(), number, &body);
    let keep = |room: &Room, signatures: &Vec<(u8, [u8; 64])>| keep(room, &amendments, &body, signatures);
    room.hold_and_keep(machine, &mut standing.book, keep)?;
    finish_file(room, &room.record(), AMENDMENTS)?;
    room.progress.say("amend", Message::of("amendment-signed").with("number", number));
    Ok(())
}

fn keep(room: &Room, before: &Amendments, body: &AmendmentBody, signatures: &[(u8, [u8; 64])]) -> Result<()> {
    let mut after = before.clone();
    after.amendments.push((*body, signatures.to_vec()));
    kept(room).write(AMENDMENTS, &after.to_bytes())
}

fn kind_of(election: &Election, arguments: &AmendArguments) -> Result<AmendmentKind> {
    let definition = election.definition();
    if let (Some(code), Some(closes)) = (&arguments.extend, &arguments.closes) {
        let region = place_of(definition, code)
            .ok_or_else(|| Failure::bad_input(Message::of("amend-no-region").with("code", code)))?;
        let closes = parse_time(closes)
            .ok_or_else(|| Failure::bad_input(Message::of("amend-no-time").with("closes", closes)))?;
        return Ok(AmendmentKind::ClosingTime { region, closes });
    }
    let typed = arguments.withdraw.as_deref().context("nothing to amend")?;
    let found = typed.split_once('/').and_then(|(contest, option)| {
        let number = definition.contests.iter().position(|described| described.id == contest)?;
        let options = &definition.contests.get(number)?.options;
        Some((number as u16, options.iter().position(|described| described.id == option)? as u16))
    });
    let (contest, option) =
        found.ok_or_else(|| Failure::bad_input(Message::of("amend-no-option").with("typed", typed)))?;
    Ok(AmendmentKind::Withdrawn { contest, option })
}
