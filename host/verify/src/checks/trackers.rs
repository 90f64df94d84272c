//! Check 15: the published lists of received trackers.

use super::setup::Setup;
use super::{boxes, need};
use crate::digest::Tree;
use crate::parse::ballot_box::BallotBox;
use crate::parse::definition::Definition;
use crate::parse::trackers;
use crate::read::Edition;
use crate::reason::{same_digest, same_number};
use crate::report::{At, Checked, Outcome};

/// The path of a region's list in an opening.
pub(crate) fn path(definition: &Definition, opening: u32, region: usize) -> String {
    let folder = if opening == definition.supplement_number() { "trackers-late" } else { "trackers" };
    format!("{folder}/{}.txt", definition.code(region))
}

/// Every list is ascending and under the root of its box.
pub(crate) fn check(record: &Edition, setup: &Setup, ballot_boxes: &Checked<Vec<BallotBox>>) -> Outcome<()> {
    let (definition, ballot_boxes) = (need(&setup.definition)?, need(ballot_boxes)?);
    let (mut received, mut lists) = (0, 0);
    for ballot_box in ballot_boxes {
        for closed in &ballot_box.regions {
            let code = definition.code(closed.region);
            let path = path(definition, ballot_box.opening, closed.region);
            let bytes = record.read(&path, trackers::file_len(code, closed.received))?;
            let place = || record.place(&path);
            let list = trackers::parse(&bytes, code).at_with(place)?;
            same_number("trackers", closed.received, list.len()).at_with(place)?;
            same_digest("Merkle root", &closed.trackers, &Tree::Election.root_of(&list))
                .at_with(|| format!("{}, under {}", place(), boxes::place(ballot_box.opening)))?;
            lists += 1;
        }
        received += ballot_box.received();
    }
    Ok(((), format!("{received} trackers in {lists} lists under the roots of the boxes")))
}
