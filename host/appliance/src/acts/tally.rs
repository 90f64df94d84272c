//! `tamga tally`: from the closed box to the result of an opening.

use anyhow::Result;
use tamga_tally::acts::Acts;
use tamga_tally::close::ClosedBox;
use tamga_tally::election::Election;

use super::{close, counting, opening};
use crate::failure::Failure;
use crate::room::Room;
use crate::standing::Standing;
use crate::state::Phase;

/// Unseals, verifies, adds up, has the checkers approve and the tokens open, and writes the result. What was done before an
/// interruption is not done again, where it leaves traces outside; what is only computed is.
pub fn tally<'a>(
    room: &mut Room,
    standing: &mut Standing,
    election: &'a Election,
    acts: &'a Acts,
    closed: Option<ClosedBox<'a>>,
) -> Result<()> {
    match standing.book.state().phase() {
        Phase::Closed => {}
        Phase::Opened | Phase::Signed => {
            // Where power failed after the entry the tables are not all there; they follow from the shares.
            opening::conclude(room, standing, election, &opening::counts_so_far(room, standing, election)?)?;
            room.progress.say("tally", "tally-counted");
            return Ok(());
        }
        Phase::Published => {
            room.progress.say("tally", "tally-published");
            return Ok(());
        }
        _ => {
            return Err(Failure::bad_input("nothing-to-count"));
        }
    }
    let closed = match closed {
        Some(closed) => closed,
        None => close::restore(room, standing, election, acts)?,
    };
    let verified = counting::verify(room, standing, closed)?;
    let root = counting::tally_root(room, standing, &verified)?;
    room.interrupt.check()?;
    let approvals = opening::approve(room, standing, &root)?;
    room.interrupt.check()?;
    let counted = verified.tables().turnout.values().map(|of| u64::from(of.counted)).sum();
    opening::open(room, standing, &root, &approvals, counted)?;
    let opened = opening::counts_so_far(room, standing, election)?;
    opening::conclude(room, standing, election, &opened)
}
