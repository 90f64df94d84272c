//! From judged records to counted ones: reasons between records, decisions, statuses, numbers.

use std::collections::{BTreeMap, HashSet};

use super::adding::{self, Sum};
use super::judge::Judged;
use super::verdict::{Claim, Claims, Trackers, counting};
use crate::digest::Digest;
use crate::parse::Place;
use crate::parse::contest_set::ContestSet;
use crate::parse::decisions::{Decisions, Outcome};
use crate::parse::definition::{Definition, Status};
use crate::parse::finding::{Finding, Findings, Verdict};
use crate::parse::roll::Roll;
use crate::parse::tables::Held;
use crate::parse::turnout::Turnout;

/// A record as the lists show it.
pub(crate) struct Row {
    /// Where it stands.
    pub(crate) place: Place,
    /// Its tracker.
    pub(crate) tracker: Digest,
    /// What it claims.
    claim: Claim,
    /// Why it is not green, or what was noted.
    pub(crate) findings: Findings,
    /// What becomes of it.
    pub(crate) verdict: Verdict,
    /// Whether it is in the sums.
    pub(crate) counted: bool,
}

impl Row {
    /// Whether this is the first copy of its item.
    pub(crate) fn is_received(&self) -> bool {
        !self.findings.has(Finding::Duplicate)
    }
}

/// What one opening comes to in one region.
pub(crate) struct Recount {
    /// The opening.
    pub(crate) opening: u32,
    /// The region's index.
    pub(crate) region: usize,
    /// Every record, in list order.
    pub(crate) rows: Vec<Row>,
    /// The numbers; registered voters belong to the region's box and are 0 in the supplement.
    pub(crate) turnout: Turnout,
    /// Received records by the reason that holds them, those that are not red.
    pub(crate) held: BTreeMap<Finding, Held>,
    /// What is known before unsealing.
    pub(crate) before: Before,
    /// Outer parts that were opened, or tried.
    pub(crate) unsealed: u64,
    /// Range proofs that hold.
    pub(crate) proofs: u64,
    /// Distinct attestations of received records that are not red, and in no earlier opening.
    pub(crate) attestations: u64,
    /// Tracker and contests of every counted ballot.
    pub(crate) counted: Vec<(Digest, ContestSet)>,
    /// Counted ballots per contest.
    pub(crate) ballots: Vec<u32>,
    /// Sums per contest and option; none for contests that the region has not.
    pub(crate) sums: Vec<Vec<Sum>>,
}

/// What can be read of an opening's records before unsealing.
#[derive(Default)]
pub(crate) struct Before {
    /// Received records that are red.
    pub(crate) red: u64,
    /// Received records, not red, that a reason of their own holds.
    pub(crate) held: u64,
    /// Received records, not red, by the reason that holds them.
    pub(crate) by_reason: BTreeMap<Finding, u64>,
}

/// What records of all regions are counted by.
pub(crate) struct Counting<'a> {
    /// The definition.
    pub(crate) definition: &'a Definition,
    /// The roll.
    pub(crate) roll: &'a Roll,
    /// What officers decided.
    pub(crate) decisions: &'a Decisions,
}

impl Counting<'_> {
    /// Counts the records of a region in an opening; `earlier` is the box of that region when this is the supplement.
    pub(crate) fn recount(
        &self,
        (region, opening): (usize, u32),
        records: &[(Place, Judged)],
        earlier: Option<&Recount>,
    ) -> Recount {
        let mut findings = together(records, earlier);
        let chosen = self.choose((region, opening), records, &mut findings);
        let rows: Vec<Row> = records
            .iter()
            .zip(findings)
            .enumerate()
            .map(|(at, ((place, record), findings))| Row {
                place: *place,
                tracker: record.tracker,
                claim: record.claim.clone(),
                findings,
                verdict: findings.verdict(self.definition, self.default_of(record)),
                counted: chosen.contains(&at),
            })
            .collect();
        let counted: Vec<&Judged> =
            records.iter().zip(&rows).filter(|(_, row)| row.counted).map(|((_, record), _)| record).collect();
        let contests = |record: &Judged| self.contests_of(record);
        let has = |contest: usize| counted.iter().filter(|record| contests(record).has(contest)).count();
        Recount {
            opening,
            region,
            turnout: self.turnout(region, &rows, earlier.is_some()),
            held: self.held((region, opening), records, &rows),
            before: self.before(records, earlier),
            unsealed: records.iter().filter(|(_, record)| record.unsealed).count() as u64,
            proofs: records.iter().map(|(_, record)| record.proofs).sum(),
            attestations: attestations(&rows, earlier),
            counted: counted.iter().map(|record| (record.tracker, contests(record))).collect(),
            ballots: (0..self.definition.contests.len())
                .map(|contest| u32::try_from(has(contest)).unwrap_or(u32::MAX))
                .collect(),
            sums: adding::sums(region, self.definition, &counted, &contests),
            rows,
        }
    }

    /// Which records count, by their place in the list; adds `superseded` to those that another one of the voter displaces.
    fn choose(
        &self,
        (region, opening): (usize, u32),
        records: &[(Place, Judged)],
        findings: &mut [Findings],
    ) -> HashSet<usize> {
        let decided_for = |place: Place, reason| self.decisions.outcome(opening, region, place, reason) == Outcome::For;
        let may_count = |place: Place, record: &Judged, findings: Findings| {
            !findings.is_red()
                && !findings.has(Finding::AlreadyCounted)
                && findings.holding(self.definition, self.default_of(record)).all(|reason| decided_for(place, reason))
        };
        let may: Vec<usize> = records
            .iter()
            .zip(findings.iter())
            .enumerate()
            .filter(|(_, ((place, record), findings))| may_count(*place, record, **findings))
            .map(|(at, _)| at)
            .collect();
        let claims = may.iter().filter_map(|at| records.get(*at).map(|(_, record)| (*at, &record.claim)));
        let chosen = counting(claims, self.definition.revote);
        for at in may.iter().filter(|at| !chosen.contains(at)) {
            if let Some(findings) = findings.get_mut(*at) {
                findings.add_if(true, Finding::Superseded);
            }
        }
        chosen
    }

    fn turnout(&self, region: usize, rows: &[Row], supplement: bool) -> Turnout {
        let registered = self.definition.regions.get(region).map_or(0, |region| region.registered);
        let mut turnout = Turnout { registered: if supplement { 0 } else { registered }, ..Turnout::default() };
        for row in rows.iter().filter(|row| row.is_received()) {
            turnout.receive(row.verdict, row.counted);
        }
        turnout
    }

    fn held(
        &self,
        (region, opening): (usize, u32),
        records: &[(Place, Judged)],
        rows: &[Row],
    ) -> BTreeMap<Finding, Held> {
        let mut all: BTreeMap<Finding, Held> = BTreeMap::new();
        for ((place, record), row) in records.iter().zip(rows) {
            if row.findings.is_red() {
                continue;
            }
            for reason in row.findings.holding(self.definition, self.default_of(record)) {
                let held = all.entry(reason).or_default();
                held.records += 1;
                held.counted += u64::from(row.counted);
                match self.decisions.outcome(opening, region, *place, reason) {
                    Outcome::For => held.decided_for += 1,
                    Outcome::Against => held.decided_against += 1,
                    Outcome::Undecided => held.undecided += 1,
                }
            }
        }
        all
    }

    /// Records of this opening that are not red by what can be read, and those of the earlier one that are not red at all.
    fn before(&self, records: &[(Place, Judged)], earlier: Option<&Recount>) -> Before {
        let readable = |record: &Judged| record.findings.before_unsealing();
        let not_red = records.iter().map(|(_, record)| record).filter(|record| !readable(record).is_red());
        let claims = Claims::of(not_red.map(|record| &record.claim).chain(earlier_claims(earlier)));
        let mut before = Before::default();
        for (_, record) in records {
            let mut findings = readable(record);
            if findings.has(Finding::Duplicate) {
                continue;
            }
            if findings.is_red() {
                before.red += 1;
                continue;
            }
            let default = self.default_of(record);
            before.held += u64::from(findings.holding(self.definition, default).next().is_some());
            claims.add_to(&mut findings, &record.claim, false);
            for reason in findings.holding(self.definition, default) {
                *before.by_reason.entry(reason).or_default() += 1;
            }
        }
        before
    }

    fn contests_of(&self, record: &Judged) -> ContestSet {
        let entry = record.roll.and_then(|place| self.roll.entries.get(place));
        entry.map_or_else(ContestSet::default, |entry| entry.contests)
    }

    fn default_of(&self, record: &Judged) -> Status {
        record.roll.and_then(|place| self.roll.entries.get(place)).map_or(Status::Green, |entry| entry.default)
    }
}

impl Recount {
    /// The tags that are counted in it.
    pub(crate) fn counted_tags(&self) -> impl Iterator<Item = &[u8; 16]> {
        self.rows.iter().filter(|row| row.counted).map(|row| &row.claim.tag)
    }
}

fn earlier_claims(earlier: Option<&Recount>) -> impl Iterator<Item = &Claim> {
    let rows = earlier.into_iter().flat_map(|earlier| &earlier.rows);
    rows.filter(|row| !row.findings.is_red()).map(|row| &row.claim)
}

/// The reasons of records with those that they give each other, all but `superseded`.
fn together(records: &[(Place, Judged)], earlier: Option<&Recount>) -> Vec<Findings> {
    let not_red = records.iter().map(|(_, record)| record).filter(|record| !record.findings.is_red());
    let claims = Claims::of(not_red.map(|record| &record.claim).chain(earlier_claims(earlier)));
    let received = records.iter().map(|(_, record)| record).filter(|r| !r.findings.has(Finding::Duplicate));
    let before = earlier.into_iter().flat_map(|earlier| &earlier.rows).filter(|row| row.is_received());
    let trackers = Trackers::of(
        received.map(|r| (&r.tracker, &r.claim.tag)).chain(before.map(|row| (&row.tracker, &row.claim.tag))),
    );
    let counted: HashSet<&[u8; 16]> = earlier.into_iter().flat_map(Recount::counted_tags).collect();
    let all = records.iter().map(|(_, record)| {
        let (mut findings, claim) = (record.findings, &record.claim);
        let red = findings.is_red();
        findings.add_if(counted.contains(&claim.tag), Finding::AlreadyCounted);
        claims.add_to(&mut findings, claim, red);
        findings.add_if(trackers.clash(&record.tracker, &claim.tag), Finding::TrackerClash);
        findings
    });
    all.collect()
}

/// Distinct attestations of records that are not red, and that the earlier opening did not use.
fn attestations(rows: &[Row], earlier: Option<&Recount>) -> u64 {
    let known: HashSet<&Digest> = earlier_claims(earlier).map(|claim| &claim.attestation).collect();
    let used = rows.iter().filter(|row| !row.findings.is_red()).map(|row| &row.claim.attestation);
    used.filter(|attestation| !known.contains(attestation)).collect::<HashSet<_>>().len() as u64
}
