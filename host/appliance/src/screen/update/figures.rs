//! Figures that move while an act is under way, on top of what the election's files say.

use crate::live::{Live, Revealed};
use crate::screen::seen::{ContestRow, Seen};
use crate::state::Phase;

/// Takes a figure into what is shown; one that the files have overtaken changes nothing.
pub fn take(seen: &mut Seen, live: &Live) {
    match live {
        Live::Received(regions) => {
            for (region, received) in regions {
                if let Some(row) = seen.regions.get_mut(usize::from(*region)) {
                    // What was judged before is no longer all.
                    row.statuses = row.statuses.filter(|_| row.received >= *received);
                    row.received = row.received.max(*received);
                }
            }
        }
        Live::Judged { region, received, statuses } => {
            if let Some(row) = seen.regions.get_mut(usize::from(*region)).filter(|row| !row.boxed) {
                (row.received, row.statuses) = (*received, Some(*statuses));
            }
        }
        Live::Revealed(revealed) if seen.phase == Phase::Closed && revealed.opening == seen.opening => {
            reveal(seen, revealed)
        }
        Live::Revealed(_) => {}
    }
}

fn reveal(seen: &mut Seen, revealed: &Revealed) {
    let (open, _) = seen.revealing.unwrap_or_default();
    seen.revealing = Some((open.saturating_add(1), revealed.groups));
    let region = seen.regions.get_mut(usize::from(revealed.region));
    let contest = seen.contests.get_mut(usize::from(revealed.contest));
    let (Some(region), Some(contest)) = (region, contest) else { return };
    region.has_results = true;
    for (option, votes) in contest.options.iter_mut().zip(&revealed.votes) {
        option.votes = option.votes.saturating_add(*votes);
    }
    add(contest, &region.code, &revealed.votes);
}

/// A region that has rows already, as late ballots are counted, gets more votes.
fn add(contest: &mut ContestRow, code: &str, votes: &[u64]) {
    match contest.by_region.iter_mut().find(|(of, _)| of == code) {
        Some((_, sums)) => sums.iter_mut().zip(votes).for_each(|(sum, votes)| *sum = sum.saturating_add(*votes)),
        None => contest.by_region.push((code.to_owned(), votes.to_vec())),
    }
}
