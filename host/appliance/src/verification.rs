//! What the auditors' program said of a record, line by line. Its checks are known by their numbers, so that each has its title in
//! the reader's language; everything else is in its own words.

use serde::{Deserialize, Serialize};

use crate::message::Message;

/// What stands in the figures of a check that passed and still has to be read.
const REMARKS: [&str; 4] = ["ALARM", "INCIDENT", "INCOMPLETE", "DIFFERS"];

/// A report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// The checks, in its order.
    pub checks: Vec<Check>,
    /// Lines that are no checks: devices, and what is only asserted.
    pub others: Vec<String>,
    /// Checks that passed and that failed; none where it did not come to its end.
    pub totals: Option<[u64; 2]>,
}

/// A check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Its number.
    pub number: u8,
    /// What the program calls it.
    pub name: String,
    /// How it came out.
    pub outcome: Outcome,
    /// The figures of what was looked at, or place and reason of the fault.
    pub says: String,
}

/// How a check came out, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It failed.
    Failed,
    /// It was not looked at, as it depends on the check of this number, which failed.
    NotChecked(u8),
    /// It passed, and its figures have something that somebody has to read.
    Remarked,
    /// It passed.
    Passed,
}

impl Verification {
    /// Reads a report as the program writes it for people. A line that is none of its known ones is kept as it is.
    pub fn parse(untrusted_report: &str) -> Self {
        let mut read = Self::default();
        for line in untrusted_report.lines() {
            if let Some(check) = Check::parse(line) {
                read.checks.push(check);
            } else if let Some(totals) = totals(line) {
                read.totals = Some(totals);
            } else if !line.starts_with("failed: ") {
                // That line names the failed checks once more.
                read.others.push(line.to_owned());
            }
        }
        read
    }

    /// What its last line says, and how many checks that passed have something to be read.
    pub fn verdict(&self) -> Message {
        let of = |key, [passed, failed]: [u64; 2]| Message::of(key).with("n", passed).with("failed", failed);
        match (self.totals, self.remarked()) {
            (None, _) => match self.others.last() {
                Some(says) => Message::of("verify-broke-off").with("says", says.as_str()),
                None => Message::of("verify-unfinished"),
            },
            (Some(totals @ [_, failed]), _) if failed > 0 => of("verify-failed", totals),
            (Some(totals), 0) => of("verify-passed", totals),
            (Some(totals), remarked) => of("verify-remarked", totals).with("remarked", remarked),
        }
    }

    /// Whether it came to its end and no check failed.
    pub fn is_good(&self) -> bool {
        matches!(self.totals, Some([passed, 0]) if passed > 0)
    }

    /// How many checks passed and have something that somebody has to read.
    pub fn remarked(&self) -> u64 {
        self.checks.iter().filter(|check| check.outcome == Outcome::Remarked).count() as u64
    }

    /// What failed, what was not looked at therefore, and what has to be explained, a sentence each.
    pub fn to_read(&self) -> Vec<Message> {
        self.by_urgency().into_iter().filter_map(Check::to_read).collect()
    }

    /// The checks, the most urgent first.
    pub fn by_urgency(&self) -> Vec<&Check> {
        let mut checks: Vec<&Check> = self.checks.iter().collect();
        checks.sort_by_key(|check| match check.outcome {
            Outcome::NotChecked(_) => Outcome::NotChecked(0),
            outcome => outcome,
        });
        checks
    }
}

impl Check {
    /// `12  PASS  name: figures`, `12  FAIL  name: place: reason` or `12  FAIL  name: not checked: depends on 4`.
    fn parse(line: &str) -> Option<Self> {
        let (number, rest) = line.trim_start().split_once("  ")?;
        let (word, rest) = rest.split_once("  ")?;
        let (name, says) = rest.split_once(": ")?;
        let depends = says.strip_prefix("not checked: depends on ").and_then(|on| on.parse().ok());
        let outcome = match (word, depends) {
            ("PASS", _) if REMARKS.iter().any(|remark| says.contains(remark)) => Outcome::Remarked,
            ("PASS", _) => Outcome::Passed,
            ("FAIL", Some(on)) => Outcome::NotChecked(on),
            ("FAIL", None) => Outcome::Failed,
            _ => return None,
        };
        Some(Self { number: number.parse().ok()?, name: name.to_owned(), outcome, says: says.to_owned() })
    }

    /// Where it is to be read: its title, and what the program says of it in its own words.
    fn to_read(&self) -> Option<Message> {
        let of = |key| Message::of(key).with("n", self.number).with("title", self.title());
        match self.outcome {
            Outcome::Failed => Some(of("audit-fault").with("says", self.says.as_str())),
            Outcome::NotChecked(on) => Some(of("audit-not-looked-at").with("on", on)),
            Outcome::Remarked => Some(of("audit-remark").with("says", self.says.as_str())),
            Outcome::Passed => None,
        }
    }

    /// The title of the check.
    pub fn title(&self) -> Message {
        Message::of_kind("audit", &self.number.to_string())
    }
}

/// `42 checks passed, 0 failed`.
fn totals(line: &str) -> Option<[u64; 2]> {
    let (passed, failed) = line.strip_suffix(" failed")?.split_once(" checks passed, ")?;
    Some([passed.parse().ok()?, failed.parse().ok()?])
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::fs;

    use tamga_record::definition::Language;

    use super::*;
    use crate::words::{LANGUAGES, Words};

    /// The checks of the auditors' program, number and name: the table of its README, which a test of its own holds.
    fn table() -> Vec<(u8, &'static str)> {
        let row = |line: &'static str| {
            let [_, number, _, name, ..] = line.split('|').map(str::trim).collect::<Vec<_>>()[..] else { return None };
            Some((number.parse().ok()?, name)).filter(|_| !name.is_empty())
        };
        include_str!("../../verify/README.md").lines().filter_map(row).collect()
    }

    #[test]
    fn every_check_of_the_auditors_program_has_a_title_in_every_language() {
        let table = table();
        assert!(table.len() >= 46, "{}", table.len());
        for (language, (number, name)) in
            LANGUAGES.iter().flat_map(|language| table.iter().map(move |row| (language, row)))
        {
            let title = Words::of(*language).find(&format!("audit-{number}"), None, &[]);
            assert!(title.is_some_and(|title| title.chars().count() <= 54), "{language:?} {number} {name}");
        }
    }

    /// What the program itself says of a folder in which every file is spoilt.
    #[test]
    fn the_programs_own_report_is_read_and_nothing_of_it_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        for (edition, name) in [("record", "election.tamga"), ("record", "statement.txt"), ("audit", "roll.tamga")] {
            fs::create_dir_all(folder.path().join(edition)).unwrap();
            fs::write(folder.path().join(edition).join(name), "spoilt").unwrap();
        }
        let paths = ["record", "audit"].map(|edition| OsString::from(folder.path().join(edition)));
        let [record, audit] = paths;
        let mut report = Vec::new();
        let code = tamga_verify::run(["tamga-verify".into(), record, "--audit".into(), audit], &mut report);
        let report = String::from_utf8(report).unwrap();
        assert_eq!(code, 1, "{report}");
        let read = Verification::parse(&report);
        let of_approval_and_anchor = 2;
        assert_eq!(read.checks.len(), table().len() - of_approval_and_anchor, "{report}");
        for check in &read.checks {
            assert!(table().contains(&(check.number, &check.name)), "{check:?}");
        }
        assert_eq!(read.totals, Some([0, read.checks.len() as u64]));
        assert_eq!(read.checks.len() + read.others.len() + 2, report.lines().count(), "{report}");
        assert!(matches!(read.checks.last().unwrap().outcome, Outcome::NotChecked(_)), "{report}");
        assert_eq!(read.verdict().key(), "verify-failed");
    }

    #[test]
    fn failed_checks_come_first_then_what_was_not_checked_then_what_has_to_be_read() {
        let report = " 1  PASS  definition: D 5f, 3 regions\n25  PASS  attestation counts: ALARM: aral used 9, issued 8\n\
                      28  FAIL  turnout and conservation: not checked: depends on 4\n 4  FAIL  public keys: keys.tamga: bad key\n\
                      HSM h: certificates\nfailed: 28 turnout and conservation, 4 public keys\n2 checks passed, 2 failed";
        let read = Verification::parse(report);
        let order: Vec<(u8, Outcome)> = read.by_urgency().iter().map(|check| (check.number, check.outcome)).collect();
        let expected =
            [(4, Outcome::Failed), (28, Outcome::NotChecked(4)), (25, Outcome::Remarked), (1, Outcome::Passed)];
        assert_eq!(order, expected);
        let faults = read.to_read().into_iter().map(|fault| fault.text(Words::of(Language::Ru))).collect::<Vec<_>>();
        assert!(
            matches!(&faults[..], [failed, skipped, remark] if failed.ends_with("«keys.tamga: bad key»")
            && skipped.contains("проверка 28") && !skipped.contains("depends")
            && remark.ends_with("«ALARM: aral used 9, issued 8»")),
            "{faults:?}"
        );
        assert_eq!(
            (read.others.as_slice(), read.totals),
            (["HSM h: certificates".to_owned()].as_slice(), Some([2, 2]))
        );
        assert_eq!(Verification::parse("12  PASS  half a li").verdict().key(), "verify-broke-off");
        assert_eq!(Verification::parse("").verdict().key(), "verify-unfinished");
        let key = |says: &str| {
            let report = format!("25  PASS  attestation counts: {says}\n1 checks passed, 0 failed");
            Verification::parse(&report).verdict().key().to_owned()
        };
        assert_eq!(
            (key("aral used 8, issued 8"), key("ALARM: aral")),
            ("verify-passed".into(), "verify-remarked".into())
        );
    }
}
