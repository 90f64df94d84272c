//! Pauses at the end of a record's ledger: a good one passes, an incident is named, and whatever is not signed so is refused.

use std::sync::LazyLock;

use crate::closing::act;
use crate::election::Election;
use crate::encode::{Digest, control_number, hash};
use crate::folder::{Folder, failed};
use crate::publishing::{entry, ledger_files, ledger_root};
use crate::script::spring;

static SPRING: LazyLock<Election> = LazyLock::new(|| Election::hold(&spring()));

/// A pause with what was found after it, as entries behind those of an election.
#[derive(Clone)]
struct Pause {
    number: u32,
    /// Entries that the officers of the pause signed, before all that are there.
    behind: usize,
    seals: &'static [&'static str],
    found: &'static [&'static str],
    /// What was noted; none where it is the control number of the ledger.
    noted: Option<String>,
    why: &'static str,
    officers: &'static [u8],
    /// The last figure of the resume.
    as_noted: u64,
}

const GOOD: Pause = Pause {
    number: 1,
    behind: 0,
    seals: &["KZ-17", "KZ-18"],
    found: &["KZ-17", "KZ-18"],
    noted: None,
    why: "",
    officers: &[1, 3],
    as_noted: 1,
};

fn of(number: u32, entries: &[String], covered: usize, seals: &[&str]) -> Vec<u8> {
    let mut bytes = SPRING.set_up.e.to_vec();
    bytes.extend(number.to_be_bytes());
    bytes.extend((covered as u64).to_be_bytes());
    bytes.extend(ledger_root(&entries[..covered]));
    bytes.push(seals.len() as u8);
    for seal in seals {
        bytes.push(seal.len() as u8);
        bytes.extend(seal.as_bytes());
    }
    bytes
}

fn signatures(officers: &[u8], kind: u8, figures: [u64; 4], digest: &Digest) -> String {
    let signed = officers
        .iter()
        .map(|officer| format!("{officer}:{}", hex::encode(act(&SPRING.set_up, *officer, kind, figures, digest))));
    signed.collect::<Vec<_>>().join(",")
}

fn list(seals: &[&str]) -> String {
    if seals.is_empty() { "-".to_owned() } else { seals.join(",") }
}

impl Pause {
    fn begin(&self, entries: &mut Vec<String>) {
        let covered = entries.len() - self.behind;
        let digest = hash("tamga/pause/v1", &of(self.number, entries, covered, self.seals));
        let figures = [self.number.into(), self.seals.len() as u64, covered as u64, 0];
        let values = [
            ("number", self.number.to_string()),
            ("entries", covered.to_string()),
            ("seals", list(self.seals)),
            ("signatures", signatures(self.officers, 8, figures, &digest)),
        ];
        entries.push(entry("28 pause", &values));
    }

    fn end(&self, entries: &mut Vec<String>) {
        let covered = entries.len();
        let noted = self.noted.clone().unwrap_or_else(|| control_number(&ledger_root(entries)));
        let mut bytes = of(self.number, entries, covered, self.found);
        let in_digest = if noted == "-" { "" } else { noted.as_str() };
        for text in [in_digest, self.why] {
            bytes.extend((text.len() as u16).to_be_bytes());
            bytes.extend(text.as_bytes());
        }
        let figures = [self.number.into(), self.found.len() as u64, covered as u64, self.as_noted];
        let values = [
            ("number", self.number.to_string()),
            ("seals", list(self.found)),
            ("noted", noted),
            ("why", if self.why.is_empty() { "-".to_owned() } else { self.why.to_owned() }),
            ("signatures", signatures(self.officers, 9, figures, &hash("tamga/resume/v1", &bytes))),
        ];
        entries.push(entry("29 resume", &values));
    }
}

fn verify(entries: &[String]) -> (u8, String) {
    let mut record = SPRING.record.clone();
    record.retain(|path, _| !path.starts_with("ledger/"));
    record.extend(ledger_files(&SPRING.set_up, entries));
    Folder::new(&record, &SPRING).verify_all()
}

/// The election with these pauses behind it.
fn paused(pauses: &[Pause]) -> (u8, String) {
    let mut entries = SPRING.entries.clone();
    for pause in pauses {
        pause.begin(&mut entries);
        pause.end(&mut entries);
    }
    verify(&entries)
}

#[test]
fn pauses_that_end_as_they_were_noted_pass() {
    let (code, report) = paused(&[GOOD, Pause { number: 2, seals: &["9"], found: &["9"], ..GOOD }]);
    assert_eq!(code, 0, "{report}");
    assert!(report.contains("2, all ended"), "{report}");
    let mut entries = SPRING.entries.clone();
    GOOD.begin(&mut entries);
    let (code, report) = verify(&entries);
    assert_eq!(code, 0, "{report}");
    assert!(report.contains("1; the last has not ended"), "{report}");
}

#[test]
fn a_refusal_before_the_pause_was_not_signed_and_may_stand_there() {
    let mut entries = SPRING.entries.clone();
    let refusal = [("token", "2".to_owned()), ("act", "pause".to_owned()), ("code", "20".to_owned())];
    entries.push(entry("16 refusal", &refusal));
    Pause { behind: 1, ..GOOD }.begin(&mut entries);
    assert_eq!(verify(&entries).0, 0);
    let mut entries = SPRING.entries.clone();
    Pause { behind: 1, ..GOOD }.begin(&mut entries);
    assert_eq!(failed(&verify(&entries).1)[0], 46, "nothing else may");
}

#[test]
fn an_incident_is_named_with_its_reason_and_fails_nothing() {
    let other = || Some(control_number(&[7; 32]));
    let incident = Pause { why: "The cleaner cut it", as_noted: 0, ..GOOD };
    for (pause, says) in [
        (Pause { found: &["KZ-17"], ..incident.clone() }, "OTHER SEALS than noted, ledger as noted"),
        (Pause { found: &[], ..incident.clone() }, "OTHER SEALS than noted, ledger as noted"),
        (Pause { noted: other(), ..incident.clone() }, "seals as noted, ANOTHER LEDGER than noted"),
        (Pause { noted: Some("-".into()), ..incident.clone() }, "seals as noted, ANOTHER LEDGER than noted"),
        (incident.clone(), "seals as noted, ledger as noted"),
    ] {
        let (code, report) = paused(&[pause]);
        assert_eq!(code, 0, "{report}");
        let place = SPRING.entries.len() + 1;
        let line = format!("INCIDENT in pause 1, entry {place}: {says}: The cleaner cut it");
        assert!(report.contains(&line), "{report}");
    }
}

#[test]
fn a_pause_that_is_not_signed_so_or_ends_otherwise_without_a_reason_is_refused() {
    let other = Some(control_number(&[7; 32]));
    for (fault, pause) in [
        ("other seals", Pause { found: &["KZ-17"], ..GOOD }),
        ("no seals", Pause { found: &[], ..GOOD }),
        ("another ledger", Pause { noted: other, ..GOOD }),
        ("no note", Pause { noted: Some("-".into()), ..GOOD }),
        ("another number", Pause { number: 2, ..GOOD }),
        ("too few officers", Pause { officers: &[2], ..GOOD }),
        ("officers who saw AS NOTED", Pause { why: "cut", as_noted: 1, ..GOOD }),
        ("officers who saw NOT as noted", Pause { as_noted: 0, ..GOOD }),
    ] {
        let (code, report) = paused(&[pause]);
        assert_eq!((code, failed(&report)[0]), (1, 46), "{fault}: {report}");
    }
    for (fault, from, to) in [
        ("seals out of order", "seals KZ-17,KZ-18", "seals KZ-18,KZ-17"),
        ("a seal with a space", "seals KZ-17,KZ-18", "seals KZ-17,KZ 18"),
        ("a pause of no seals", "seals KZ-17,KZ-18", "seals -"),
        ("a dash among seals", "seals KZ-17,KZ-18", "seals -,KZ-18"),
        ("no control number", "noted ", "noted 1"),
    ] {
        let mut entries = SPRING.entries.clone();
        GOOD.begin(&mut entries);
        GOOD.end(&mut entries);
        let changed: Vec<String> = entries.iter().map(|entry| entry.replace(from, to)).collect();
        assert_ne!(changed, entries);
        assert_eq!(failed(&verify(&changed).1)[0], 10, "{fault}");
    }
}
