//! `tamga close`: a quorum freezes what was received and decided.

use anyhow::Result;
use tamga_ceremony::Close;
use tamga_record::box_file::BoxFile;
use tamga_tally::acts::Acts;
use tamga_tally::admit::Admitted;
use tamga_tally::close::{BoxToClose, ClosedBox, close};
use tamga_tally::election::Election;

use super::gathering::{Bundles, box_path, decisions_so_far, finish_file, kept};
use super::{admit, end, words};
use crate::failure::Failure;
use crate::message::{Message, Part};
use crate::room::Room;
use crate::standing::Standing;
use crate::state::Phase;

/// Closes the box of what was admitted. Missing bundles stop it unless `incomplete`: then the officers are told how many chains
/// are not whole, and the box names them.
pub fn close_box<'a>(
    room: &mut Room,
    standing: &mut Standing,
    election: &'a Election,
    admitted: Admitted<'a>,
    incomplete: bool,
) -> Result<ClosedBox<'a>> {
    match standing.book.state().phase() {
        Phase::Admitted | Phase::Adjudicated => {}
        Phase::SettingUp | Phase::Gathering | Phase::Published => {
            return Err(Failure::bad_input("nothing-to-close"));
        }
        Phase::Closed | Phase::Opened | Phase::Signed => {
            return Err(Failure::bad_input("box-closed"));
        }
        Phase::Ended => return Err(end::is_over()),
    }
    let decisions = decisions_so_far(room, standing, election)?;
    let to_close = close(admitted, &decisions);
    let missing = to_close.incomplete();
    for (region, collector, state) in &missing {
        room.progress.say(
            "close",
            Message::of("import-incomplete").with("chain", words::chain(election, *region, *collector, *state)),
        );
    }
    if !missing.is_empty() && !incomplete {
        return Err(Failure::bad_input(Message::of("chains-incomplete").with("n", missing.len())));
    }
    room.progress.control_number("close", "of-box", to_close.digest());
    let closed = sign(room, standing, to_close)?;
    publish(room, standing, election, &closed)?;
    let opening = closed.file().body.opening;
    let officers = closed.file().signatures.iter().map(|(officer, _)| *officer).collect::<Vec<_>>();
    room.progress
        .say("close", Message::of("box-closed-by").with("opening", opening).with("officers", Part::all_of(&officers)));
    Ok(closed)
}

/// The act as typed: from what was admitted.
pub fn run(room: &mut Room, standing: &mut Standing, election: &Election, acts: &Acts, incomplete: bool) -> Result<()> {
    if matches!(standing.book.state().phase(), Phase::Admitted | Phase::Adjudicated) {
        let admitted = admit::restore(room, standing, election, acts)?;
        close_box(room, standing, election, admitted, incomplete)?;
        return Ok(());
    }
    if standing.book.state().now().closed.is_none() {
        return Err(Failure::bad_input("nothing-to-close"));
    }
    restore(room, standing, election, acts)?;
    room.progress.say("close", "box-is-closed");
    Ok(())
}

fn sign<'a>(room: &mut Room, standing: &mut Standing, to_close: BoxToClose<'a>) -> Result<ClosedBox<'a>> {
    let body = to_close.body().clone();
    let machine = Close::new(&standing.commission, to_close.admitted().election().definition(), &body);
    let path = box_path(body.opening);
    let keep = |room: &Room, signatures: &Vec<(u8, [u8; 64])>| {
        let file = BoxFile { body: body.clone(), signatures: signatures.clone() };
        kept(room).write(&path, &file.to_bytes())
    };
    let signatures = room.hold_and_keep(machine, &mut standing.book, keep)?;
    // The ceremony has written the entry already.
    let (closed, _) = to_close.sign(signatures)?;
    Ok(closed)
}

/// The box as it was closed, for an act that comes later.
pub fn restore<'a>(room: &Room, standing: &Standing, election: &'a Election, acts: &'a Acts) -> Result<ClosedBox<'a>> {
    let opening = standing.book.state().now().number;
    let file = acts.boxes.iter().find(|file| file.body.opening == opening);
    let file = file.ok_or_else(|| Failure::bad_input("box-not-closed"))?;
    let admitted = admit::restore(room, standing, election, acts)?;
    let closed = ClosedBox::restore(admitted, &decisions_so_far(room, standing, election)?, file.clone())?;
    publish(room, standing, election, &closed)?;
    Ok(closed)
}

/// The effect of the entry: box, received trackers and bundles are in their editions. The same again changes nothing.
fn publish(room: &Room, standing: &Standing, election: &Election, closed: &ClosedBox<'_>) -> Result<()> {
    let (record, body) = (room.record(), &closed.file().body);
    let folder = if closed.admitted().imported().is_supplement() { "trackers-late" } else { "trackers" };
    for region in &body.regions {
        let code = words::region(election, region.region);
        record.write(&format!("{folder}/{code}.txt"), closed.admitted().trackers_txt(region.region).as_bytes())?;
    }
    finish_file(room, &record, &box_path(body.opening))?;
    Bundles::new(room, election.definition()).put_in_box(&standing.book.state().bundles, body)
}
