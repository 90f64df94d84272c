//! Checks 13 to 16: what was there when the boxes were closed.

use super::amendments::{self, Amended};
use super::imports::{self, Imports};
use super::ledger::Ledger;
use super::setup::Setup;
use super::{ACTS, AMENDMENTS, BOXES, TRACKERS, boxes, trackers};
use crate::parse::ballot_box::BallotBox;
use crate::read::Edition;
use crate::report::{Checked, Report};

/// The boxes and what they were closed over, as far as it passed.
pub(crate) struct Closed {
    /// The boxes, by opening.
    pub(crate) boxes: Checked<Vec<BallotBox>>,
    /// The definition as amended.
    pub(crate) amended: Checked<Amended>,
    /// The bundles that the ledger has.
    pub(crate) imports: Checked<Imports>,
}

/// Runs checks 13 to 16.
pub(crate) fn check(record: &Edition, setup: &Setup, ledger: &Ledger, report: &mut Report<'_>) -> Closed {
    let boxes = report.check(BOXES, boxes::check(record, setup, ledger));
    let amended = report.check(AMENDMENTS, amendments::check(record, setup, ledger, &boxes));
    let _ = report.check(TRACKERS, trackers::check(record, setup, &boxes));
    let imports = report.check(ACTS, imports::check(setup, ledger, &boxes));
    Closed { boxes, amended, imports }
}
