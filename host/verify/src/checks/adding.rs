//! The sums (2) of counted ballots.

use curve25519_dalek::RistrettoPoint;
use curve25519_dalek::traits::Identity;

use super::judge::Judged;
use crate::equations::ballot::CIPHERTEXT_LEN;
use crate::group;
use crate::parse::contest_set::ContestSet;
use crate::parse::definition::Definition;
use crate::threads::in_parallel;

/// Ballots that a thread adds up at a time.
const SUM_CHUNK: usize = 128;
/// `(ΣA, ΣB)`.
pub(crate) type Sum = (RistrettoPoint, RistrettoPoint);

/// (2) Adds up the counted ballots of a region, contest by contest and option by option.
pub(crate) fn sums(
    region: usize,
    definition: &Definition,
    counted: &[&Judged],
    contests_of: &(impl Fn(&Judged) -> ContestSet + Sync),
) -> Vec<Vec<Sum>> {
    let zero = || -> Vec<Vec<Sum>> {
        let on_ballots =
            |contest: usize| definition.regions.get(region).is_some_and(|region| region.contests.has(contest));
        let zeros = |(index, options): (usize, usize)| {
            let count = if on_ballots(index) { options } else { 0 };
            vec![(RistrettoPoint::identity(), RistrettoPoint::identity()); count]
        };
        definition.contests.iter().map(|contest| contest.options.len()).enumerate().map(zeros).collect()
    };
    let chunks: Vec<&[&Judged]> = counted.chunks(SUM_CHUNK).collect();
    let partial = in_parallel(&chunks, |chunk| {
        let mut sums = zero();
        for record in *chunk {
            let on_ballot = contests_of(record);
            let mine = sums.iter_mut().enumerate().filter(|(contest, _)| on_ballot.has(*contest));
            let sums_of_options = mine.flat_map(|(_, options)| options);
            for (sum, mark) in sums_of_options.zip(&record.marks) {
                add(sum, mark);
            }
        }
        sums
    });
    partial.into_iter().fold(zero(), |mut total, sums| {
        for (into, from) in total.iter_mut().flatten().zip(sums.into_iter().flatten()) {
            into.0 += from.0;
            into.1 += from.1;
        }
        total
    })
}

/// The bytes were decoded when the ballot was checked, so they decode again.
fn add(sum: &mut Sum, mark: &[u8; CIPHERTEXT_LEN]) {
    let (pair, _) = mark.as_chunks::<32>();
    if let [a, b] = pair
        && let (Ok(a), Ok(b)) = (group::point(a), group::point(b))
    {
        sum.0 += a;
        sum.1 += b;
    }
}
