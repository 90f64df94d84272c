//! `tamga recount`: a finished result is derived again from the auditors' edition, and officers sign what came out.

use anyhow::{Context, Result};
use tamga_ceremony::RecountSigning;
use tamga_crypto::hash::sha3_256;
use tamga_record::note::Note;
use tamga_record::recount::{Recount, RecountBody};
use tamga_tally::election::Election;

use super::gathering::{finish_file, kept};
use super::opening::{RESULTS, TOTALS, counts_so_far, outcome};
use super::{reconcile, statement};
use crate::failure::Failure;
use crate::message::Message;
use crate::room::Room;
use crate::standing::Standing;
use crate::state::Phase;

/// Verifies everything again from the seeds on, combines the shares of every opening again, compares with what was signed,
/// and has a quorum sign the outcome.
pub fn recount(room: &mut Room, standing: &mut Standing, election: &Election) -> Result<()> {
    if standing.book.state().phase() < Phase::Published {
        return Err(Failure::bad_input("nothing-to-recount"));
    }
    for signed in 1..=standing.book.state().recounts {
        finish_file(room, &room.record(), &file(signed))?;
    }
    let verified = statement::verify(room);
    let opened = counts_so_far(room, standing, election)?;
    let derived = outcome(room, standing, election, &opened)?;
    let (totals, results) = (derived.totals_csv().as_bytes(), derived.results_csv().as_bytes());
    let record = room.record();
    let agrees = verified.is_ok() && record.read(TOTALS)? == totals && record.read(RESULTS)? == results;
    let tables = statement::tables(room, election)?.total();
    let text = Note::parse(&record.read("statement.note")?)?.text;
    let number = standing.book.state().recounts + 1;
    let body = RecountBody {
        election: *election.id(),
        number,
        opening: standing.book.state().closed().last().context("no opening")?.number,
        statement: sha3_256(&[text.as_bytes()]),
        totals: sha3_256(&[totals]),
        results: sha3_256(&[results]),
        agrees,
    };
    let name = file(number);
    room.progress.control_number("recount", "of-tokens-show", &body.digest());
    let machine = RecountSigning::new(&standing.commission, &body, tables.received, tables.counted);
    let keep = |room: &Room, signatures: &Vec<(u8, [u8; 64])>| {
        let file = Recount { body, signatures: signatures.clone() };
        kept(room).write(&name, &file.to_bytes())
    };
    room.hold_and_keep(machine, &mut standing.book, keep)?;
    finish_file(room, &record, &name)?;
    reconcile::reconcile(room, standing)?;
    reconcile::count_operations(room, standing)?;
    room.publish(standing)?;
    let key = if agrees { "recount-agrees" } else { "recount-differs" };
    room.progress.say("recount", Message::of(key).with("number", number).with("name", &name));
    verified
}

/// Where a recount is in the record.
fn file(number: u32) -> String {
    format!("recounts/{number}.tamga")
}
