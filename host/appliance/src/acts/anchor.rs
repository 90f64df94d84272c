//! The anchor sheet: what is read aloud, photographed and published when the ceremony is over.

use anyhow::Result;
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use tamga_record::anchor::Anchor;
use tamga_tally::election::Election;

use crate::room::Room;
use crate::standing::Standing;

/// Writes `anchor.txt` with E and the first checkpoint, and gives that checkpoint.
pub fn publish(room: &mut Room, standing: &Standing, election: &Election) -> Result<String> {
    let checkpoint = room.checkpoint(standing)?;
    let (size, root) = standing.book.size_and_root();
    let anchor = Anchor { election: *election.id(), size, root };
    let text = anchor.to_text();
    room.folder.write("anchor.txt", format!("{text}{}", sheet(election, &anchor)?).as_bytes())?;
    room.publish(standing)?;
    room.progress.control_number("anchor", "of-election", election.id());
    room.progress.control_number("anchor", "of-first-checkpoint", &root);
    Ok(checkpoint)
}

/// The part for people.
fn sheet(election: &Election, anchor: &Anchor) -> Result<String> {
    let definition = election.definition();
    let title = definition.title.get(definition.language, definition.language);
    let code = QrCode::new(anchor.qr_text())?.render::<Dense1x2>().build();
    let kind = if definition.rehearsal { "REHEARSAL\n" } else { "" };
    Ok(format!("{kind}{title}\n\nRead the two control numbers aloud, photograph this sheet, publish it.\n\n{code}\n"))
}
