//! The file `record/seats.csv`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use tamga_record::definition::{Contest, Method};

use super::{Allocation, ContestTally, Lot, Remark, SeatsError, Settlement, allocate};

/// The columns of `seats.csv`.
pub const SEATS_HEADER: &str = "contest,option,votes,seats,remark";

/// `seats.csv`: the seats of every contest that gives some, per option and then in all.
///
/// `contests` are those of the definition, in its order, and `tallies` has one for each; it is `None` while there is a region that is in no box yet,
/// and then, as without contests that give seats, the table is its header line. `lots` are those that were drawn, by the
/// contest's index. Refuses tallies of another shape, a tie that a lot is still to settle, and a lot that no tie asked for.
pub fn seats_csv(
    contests: &[Contest],
    tallies: Option<&[ContestTally<'_>]>,
    lots: &BTreeMap<u16, Lot>,
) -> Result<String, SeatsError> {
    let mut table = format!("{SEATS_HEADER}\n");
    let tallied = tallies.map_or(0, <[ContestTally<'_>]>::len);
    if tallies.is_some() && tallied != contests.len() {
        return Err(SeatsError::Contests { contests: contests.len(), tallies: tallied });
    }
    let mut drawn = BTreeSet::new();
    for ((index, contest), tally) in (0u16..).zip(contests).zip(tallies.unwrap_or_default()) {
        if contest.seats == 0 || contest.method == Method::None {
            continue;
        }
        let allocation = allocate(contest, tally, lots.get(&index))?;
        match allocation.tie().map(|tie| (tie.settlement, tie.seats)) {
            Some((Settlement::NeedsLot, seats)) => return Err(SeatsError::NeedsLot { contest: index, seats }),
            Some((Settlement::Drawn, _)) => drawn.extend([index]),
            Some((Settlement::Declared, _)) | None => {}
        }
        write_contest(contest, &allocation, &mut table);
    }
    match lots.keys().find(|contest| !drawn.contains(contest)) {
        Some(contest) => Err(SeatsError::UnaskedLot { contest: *contest }),
        None => Ok(table),
    }
}

fn write_contest(contest: &Contest, allocation: &Allocation, table: &mut String) {
    let id = &contest.id;
    for (option, got) in contest.options.iter().zip(allocation.options()) {
        let remark = got.remark.map_or("", Remark::word);
        let _ = writeln!(table, "{id},{},{},{},{remark}", option.id, got.votes, got.seats);
    }
    let _ = writeln!(table, "{id},*,{},{},", allocation.base(), allocation.allocated());
}
