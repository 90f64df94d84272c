//! Verdicts beside what they must be.

use tamga_crypto::hash::Digest;
use tamga_record::admission::{Reason, Reasons, Status, VerdictLine};

use super::{Expected, Mischief};

/// A verdict that is missing, or one too many: what must have become of a record and did not, or did and must not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deviation {
    /// No line of the verdicts says this.
    Missing(Expected),
    /// A line that is neither expected nor that of an honest vote which nothing happened to.
    Unexpected {
        /// The region.
        region: u16,
        /// The line.
        line: VerdictLine,
    },
}

impl Mischief {
    /// Compares the verdicts of a region, those of the supplement where `late`, with what must have become of its records.
    /// Every record that is expected needs a line of its own. All other lines must be of honest votes: in the box without
    /// reasons and counted, or superseded and not; in the supplement late besides. Nothing comes out where all is well.
    pub fn deviations(&self, region: u16, late: bool, lines: &[VerdictLine]) -> Vec<Deviation> {
        let mut rest: Vec<&VerdictLine> = lines.iter().collect();
        rest.sort_by_key(|line| line.tracker);
        let mut deviations = Vec::new();
        for expected in self.expected.iter().filter(|expected| expected.region == region && expected.late == late) {
            match position(&rest, expected) {
                Some(place) => drop(rest.remove(place)),
                None => deviations.push(Deviation::Missing(expected.clone())),
            }
        }
        let strange = rest.into_iter().filter(|line| !is_honest(line, late));
        deviations.extend(strange.map(|line| Deviation::Unexpected { region, line: *line }));
        deviations
    }
}

fn position(sorted: &[&VerdictLine], expected: &Expected) -> Option<usize> {
    let tracker = |line: &&VerdictLine| -> Digest { line.tracker };
    let begin = sorted.partition_point(|line| tracker(line) < expected.tracker);
    let same = sorted.iter().enumerate().skip(begin).take_while(|(_, line)| tracker(line) == expected.tracker);
    let fits = |line: &VerdictLine| {
        (line.status, line.reasons, line.counted) == (expected.status, expected.reasons, expected.counted)
    };
    same.into_iter().find(|(_, line)| fits(line)).map(|(place, _)| place)
}

/// Whether a line is that of an honest vote which nothing happened to, or of one that its voter cast again.
fn is_honest(line: &VerdictLine, late: bool) -> bool {
    let mut reasons: Vec<Reason> = line.reasons.iter().filter(|reason| !(late && *reason == Reason::Late)).collect();
    let is_superseded = reasons.pop_if(|reason| *reason == Reason::Superseded).is_some();
    let status = match (late, is_superseded) {
        (true, _) => Status::Late,
        (false, true) => Status::Superseded,
        (false, false) => Status::Green,
    };
    let has_late = line.reasons.contains(Reason::Late) == late;
    reasons.is_empty() && has_late && line.status == status && line.counted != is_superseded
}

impl Expected {
    /// The reasons as verdicts write them, joined by `|`.
    pub fn reasons_text(&self) -> String {
        text(self.reasons)
    }
}

fn text(reasons: Reasons) -> String {
    let words: Vec<&str> = reasons.iter().map(Reason::name).collect();
    words.join("|")
}
