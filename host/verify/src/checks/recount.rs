//! From judged records to counted ones: reasons between records, statuses, numbers, sums.

use std::collections::HashSet;

use curve25519_dalek::RistrettoPoint;
use curve25519_dalek::traits::Identity;

use super::judge::Judged;
use super::regions::{Place, Region};
use super::verdict::{Claim, Claims, Reason, Reasons, Verdict, counting};
use crate::digest::Digest;
use crate::equations::ballot::CIPHERTEXT_LEN;
use crate::group;
use crate::parse::contest_set::ContestSet;
use crate::parse::definition::{Definition, Status};
use crate::parse::roll::Roll;
use crate::parse::turnout::Turnout;
use crate::threads::in_parallel;

/// Ballots that a thread adds up at a time.
const SUM_CHUNK: usize = 128;
/// `(ΣA, ΣB)`.
pub(crate) type Sum = (RistrettoPoint, RistrettoPoint);

/// A record as the lists show it.
pub(crate) struct Row {
    /// Where it stands.
    pub(crate) place: Place,
    /// Its tracker.
    pub(crate) tracker: Digest,
    /// What it claims.
    pub(crate) claim: Claim,
    /// Why it is not green, or what was noted.
    pub(crate) reasons: Reasons,
    /// What becomes of it.
    pub(crate) verdict: Verdict,
}

/// What a region comes to.
pub(crate) struct Recount {
    /// Every record, in list order.
    pub(crate) rows: Vec<Row>,
    /// The numbers.
    pub(crate) turnout: Turnout,
    /// Received records that are red by what is readable outside the seal.
    pub(crate) red_before: u64,
    /// Received records that are yellow or blue at that moment.
    pub(crate) held_before: u64,
    /// Outer parts that were opened, or tried.
    pub(crate) unsealed: u64,
    /// Range proofs that hold.
    pub(crate) proofs: u64,
    /// Distinct attestations of records that are not red.
    pub(crate) attestations: u64,
    /// Tracker and contests of every counted ballot.
    pub(crate) counted: Vec<(Digest, ContestSet)>,
    /// Counted ballots per contest.
    pub(crate) ballots: Vec<u32>,
    /// Sums per contest and option; none for contests that the region has not.
    pub(crate) sums: Vec<Vec<Sum>>,
    /// A tag that counts twice, if there is one.
    pub(crate) twice: Option<[u8; 16]>,
}

/// Counts a region.
pub(crate) fn recount(place: usize, region: Region, definition: &Definition, roll: &Roll) -> Recount {
    let records = region.records;
    let own = |record: &Judged| record.reasons.before_unsealing().verdict(definition, entry_default(record, roll));
    let received = records.iter().map(|(_, record)| record).filter(|record| !record.reasons.has(Reason::Duplicate));
    let before: Vec<Verdict> = received.map(own).collect();
    let whole: Vec<&Judged> = records.iter().map(|(_, record)| record).collect();
    let (verdicts, reasons) = judge_together(&whole, definition, roll);

    let counted: Vec<&Judged> = whole
        .iter()
        .zip(&verdicts)
        .filter(|(_, verdict)| **verdict == Verdict::Green)
        .map(|(record, _)| *record)
        .collect();
    let contests = |record: &Judged| entry_contests(record, roll);
    let mut tags = HashSet::new();
    let of = |verdict: Verdict| before.iter().filter(|found| **found == verdict).count() as u64;
    let attestations: HashSet<&Digest> =
        whole.iter().filter(|record| !record.reasons.is_red()).map(|record| &record.claim.attestation).collect();
    let has = |contest: usize| counted.iter().filter(|record| contests(record).has(contest)).count();
    Recount {
        turnout: turnout(place, definition, &whole, &verdicts),
        red_before: of(Verdict::Red),
        held_before: of(Verdict::Yellow) + of(Verdict::Blue),
        unsealed: whole.iter().filter(|record| record.unsealed).count() as u64,
        proofs: whole.iter().map(|record| record.proofs).sum(),
        attestations: attestations.len() as u64,
        counted: counted.iter().map(|record| (record.tracker, contests(record))).collect(),
        ballots: (0..definition.contests.len())
            .map(|contest| u32::try_from(has(contest)).unwrap_or(u32::MAX))
            .collect(),
        sums: sums(place, definition, &counted, roll),
        twice: counted.iter().map(|record| record.claim.tag).find(|tag| !tags.insert(*tag)),
        rows: records
            .iter()
            .zip(verdicts.iter().zip(reasons))
            .map(|((place, record), (verdict, reasons))| Row {
                place: *place,
                tracker: record.tracker,
                claim: record.claim.clone(),
                reasons,
                verdict: *verdict,
            })
            .collect(),
    }
}

/// Adds the reasons that records of one region give each other, `superseded` last and among green ones only.
fn judge_together(records: &[&Judged], definition: &Definition, roll: &Roll) -> (Vec<Verdict>, Vec<Reasons>) {
    let mut claims = Claims::default();
    for record in records.iter().filter(|record| !record.reasons.is_red()) {
        claims.add(&record.claim);
    }
    let mut reasons: Vec<Reasons> = records
        .iter()
        .map(|record| record.reasons.with(claims.reasons(&record.claim, record.reasons.is_red())))
        .collect();
    let verdict = |record: &Judged, reasons: Reasons| reasons.verdict(definition, entry_default(record, roll));
    let green = records
        .iter()
        .zip(&reasons)
        .filter(|(record, reasons)| verdict(record, **reasons) == Verdict::Green)
        .map(|(record, _)| &record.claim);
    let best = counting(green, definition.revote);
    for (record, reasons) in records.iter().zip(&mut reasons) {
        let is_green = verdict(record, *reasons) == Verdict::Green;
        let other = best.get(&record.claim.tag).is_some_and(|counter| *counter != record.claim.counter);
        reasons.add_if(is_green && other, Reason::Superseded);
    }
    let verdicts = records.iter().zip(&reasons).map(|(record, reasons)| verdict(record, *reasons)).collect();
    (verdicts, reasons)
}

/// Lets red records know of records in other regions; their status stays red.
pub(crate) fn across_regions(recounts: &mut [Recount]) {
    let claims: Vec<Claim> = recounts
        .iter()
        .flat_map(|recount| &recount.rows)
        .filter(|row| row.verdict != Verdict::Red)
        .map(|row| row.claim.clone())
        .collect();
    let mut index = Claims::default();
    for claim in &claims {
        index.add(claim);
    }
    for row in recounts.iter_mut().flat_map(|recount| &mut recount.rows) {
        if row.verdict == Verdict::Red {
            row.reasons = row.reasons.with(index.reasons(&row.claim, true));
        }
    }
}

fn entry_contests(record: &Judged, roll: &Roll) -> ContestSet {
    record.roll.and_then(|place| roll.entries.get(place)).map_or_else(ContestSet::default, |entry| entry.contests)
}

fn entry_default(record: &Judged, roll: &Roll) -> Option<Status> {
    record.roll.and_then(|place| roll.entries.get(place)).map(|entry| entry.default)
}

fn turnout(place: usize, definition: &Definition, records: &[&Judged], verdicts: &[Verdict]) -> Turnout {
    let mut turnout = Turnout {
        registered: definition.regions.get(place).map_or(0, |region| region.registered),
        ..Turnout::default()
    };
    for (record, verdict) in records.iter().zip(verdicts) {
        if record.reasons.has(Reason::Duplicate) {
            continue;
        }
        turnout.received += 1;
        match verdict {
            Verdict::Red => turnout.red += 1,
            Verdict::Superseded => turnout.superseded += 1,
            Verdict::Yellow => turnout.yellow += 1,
            Verdict::Blue => turnout.blue += 1,
            Verdict::Green => turnout.green += 1,
        }
    }
    turnout.counted = turnout.green;
    turnout
}

/// (2) Adds up the counted ballots of a region, contest by contest and option by option.
fn sums(place: usize, definition: &Definition, counted: &[&Judged], roll: &Roll) -> Vec<Vec<Sum>> {
    let zero = || -> Vec<Vec<Sum>> {
        let on_ballots =
            |contest: usize| definition.regions.get(place).is_some_and(|region| region.contests.has(contest));
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
            let on_ballot = entry_contests(record, roll);
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
