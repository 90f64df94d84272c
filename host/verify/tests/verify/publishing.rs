//! Ledger, anchor, statement.

use crate::ceremony::SetUp;
use crate::election::{Election, Files, Imported, Script};
use crate::encode::{Digest, base64, control_number, hash, merkle, sha3, sha256};
use crate::tallying::{Closed, Tally};

/// An entry; all at one time, which is not back.
pub fn entry(kind: &str, values: &[(&str, String)]) -> String {
    let lines: Vec<String> = values.iter().map(|(key, value)| format!("{key} {value}\n")).collect();
    format!("tamga/entry/v1\n{kind}\ntime 2024-11-05T20:00:00Z\n{}", lines.concat())
}

pub fn set_up_entries(set_up: &SetUp) -> Vec<String> {
    let hex = |digest: &Digest| hex::encode(digest);
    let mut entries = vec![
        entry("1 origin", &[("definition", hex(&set_up.commission.d()))]),
        entry(
            "2 keys",
            &[
                ("digest", hex(&set_up.k)),
                ("custody", hex(&set_up.custody.transcript)),
                ("election-key", hex(&set_up.key.transcript)),
            ],
        ),
        entry("3 roll", &[("digest", hex(&set_up.r)), ("entries", set_up.entries.to_string())]),
        entry("4 election", &[("election", hex(&set_up.e))]),
    ];
    let names = ["hsm-rehearsal-1", "hsm-rehearsal-2", "officer-1", "officer-2", "officer-3"];
    for (name, signature) in names.iter().zip(&set_up.endorsements) {
        entries.push(entry("5 endorsement", &[("signer", (*name).into()), ("digest", hex(&sha3(signature)))]));
    }
    entries
}

pub fn middle_entries(
    set_up: &SetUp,
    script: &Script,
    imported: &Imported,
    closed: &Closed,
    tally: &Tally,
    counts: &[u8],
    verdicts: Digest,
) -> Vec<String> {
    let n = |number: u64| number.to_string();
    let mut entries = vec![entry("6 counts", &[("digest", hex::encode(sha3(counts)))])];
    entries.push(entry("21 clock", &[("first", "Radio, DCF77".into()), ("second", "Satellite".into())]));
    entries.extend(imported.entries.clone());
    let (red_before, held) = script.provisional;
    entries.push(entry("8 admission", &[("received", n(tally.figures[0])), ("red", n(red_before)), ("held", n(held))]));
    entries.push(entry("9 close", &[("digest", hex::encode(closed.z)), ("officers", "1,3".into())]));
    entries.extend(unsealing_entries(set_up));
    let digest = |path: &str| hex::encode(sha3(&tally.record[path]));
    entries.push(verified_entry(tally, verdicts));
    entries.push(root_entry(script, tally));
    let approval = sha3(&tally.approval);
    entries.push(entry(
        "14 approval",
        &[("opening", n(1)), ("checker", "checker-1".into()), ("digest", hex::encode(approval))],
    ));
    entries.push(entry("16 refusal", &[("token", n(2)), ("act", "open".into()), ("code", n(20))]));
    for (token, share) in &tally.shares {
        let values = [("opening", n(1)), ("token", n(u64::from(*token))), ("digest", hex::encode(share))];
        entries.push(entry("15 share", &values));
    }
    let values = [("opening", n(1)), ("totals", digest("totals.csv")), ("results", digest("results.csv"))];
    entries.push(entry("17 result", &values));
    entries
}

fn unsealing_entries(set_up: &SetUp) -> Vec<String> {
    let unlock = [
        ("role", "tally".to_owned()),
        ("hsm", "rehearsal-1".into()),
        ("generation", 1.to_string()),
        ("officers", "1,2".into()),
        ("digest", hex::encode([5; 32])),
    ];
    let mut entries = vec![entry("10 unlock", &unlock)];
    for region in &set_up.commission.regions {
        entries.push(entry("11 unseal", &[("region", region.code.clone()), ("hsm", "rehearsal-1".into())]));
    }
    entries
}

fn verified_entry(tally: &Tally, verdicts: Digest) -> String {
    let n = |number: u64| number.to_string();
    let [received, green, blue, yellow, red, superseded] = tally.figures;
    let verified = [
        ("received", n(received)),
        ("green", n(green)),
        ("blue", n(blue)),
        ("yellow", n(yellow)),
        ("red", n(red)),
        ("superseded", n(superseded)),
        ("late", n(0)),
        ("turnout", hex::encode(sha3(&tally.record["turnout.csv"]))),
        ("verdicts", hex::encode(verdicts)),
    ];
    entry("12 verified", &verified)
}

fn root_entry(script: &Script, tally: &Tally) -> String {
    let n = |number: u64| number.to_string();
    let root = [
        ("opening", n(1)),
        ("previous", hex::encode([0; 32])),
        ("root", hex::encode(tally.root)),
        ("leaves", n(script.leaves.len() as u64)),
        ("withheld", n(script.withheld.len() as u64)),
        ("sums", n(tally.sums as u64)),
    ];
    entry("13 root", &root)
}

impl Script {
    /// The lines of `statement.txt` about regions without rows.
    pub fn withheld_lines<'a>(&'a self, set_up: &'a SetUp) -> impl Iterator<Item = String> + 'a {
        let code = |region: &usize| set_up.commission.regions[*region].code.clone();
        let merged = self.leaves.iter().flat_map(move |(contest, regions)| {
            let id = self.contests[*contest].id;
            regions[1..].iter().map(move |r| format!("merged {} into {} ({id})\n", code(r), code(&regions[0])))
        });
        let withheld = self.withheld.iter().flat_map(move |(contest, regions)| {
            regions.iter().map(move |r| format!("withheld {} ({})\n", code(r), self.contests[*contest].id))
        });
        merged.chain(withheld)
    }
}

pub fn anchor(set_up: &SetUp, entries: &[String]) -> String {
    let root = ledger_root(entries);
    format!(
        "tamga/anchor/v1\nelection {}\ncheckpoint {} {}\ncontrol-number election {}\ncontrol-number checkpoint {}\n\nFor people.\n",
        hex::encode(set_up.e),
        entries.len(),
        base64(&root),
        control_number(&set_up.e),
        control_number(&root),
    )
}

fn ledger_root(entries: &[String]) -> Digest {
    merkle(sha256, &entries.iter().map(|entry| entry.as_bytes().to_vec()).collect::<Vec<_>>())
}

/// Fewer than 256 entries: one partial tile of hashes and one of entries.
pub fn ledger_files(set_up: &SetUp, entries: &[String]) -> Files {
    assert!(entries.len() < 256);
    let leaf = |entry: &String| sha256(&[b"\0", entry.as_bytes()].concat());
    let hashes: Vec<u8> = entries.iter().flat_map(leaf).collect();
    let bundle: Vec<u8> =
        entries.iter().flat_map(|e| [&(e.len() as u16).to_be_bytes(), e.as_bytes()].concat()).collect();
    let origin = hex::encode(set_up.commission.d());
    let text = format!("tamga/ledger/{origin}\n{}\n{}\n", entries.len(), base64(&ledger_root(entries)));
    let line = set_up.commission.hsms[1].note_line("tamga/hsm/rehearsal-2", &text);
    Files::from([
        ("ledger/checkpoint".into(), format!("{text}\n{line}").into_bytes()),
        (format!("ledger/tile/0/000.p/{}", entries.len()), hashes),
        (format!("ledger/tile/entries/000.p/{}", entries.len()), bundle),
    ])
}

fn files_digest(files: &Files) -> Digest {
    let line = |(path, bytes): (&String, &Vec<u8>)| format!("{path} {} {}\n", bytes.len(), hex::encode(sha3(bytes)));
    hash("tamga/files/v1", files.iter().map(line).collect::<String>().as_bytes())
}

/// Writes the statement and the rest of the ledger; officer 2 dissents.
pub fn publish(election: &mut Election, script: &Script, tally: &Tally) {
    let text = statement(election, script, tally);
    let commission = &election.set_up.commission;
    let dissent = format!("{text}dissent\n");
    let lines = [
        commission.hsms[0].note_line("tamga/hsm/rehearsal-1", &text),
        commission.officers[0].note_line("tamga/officer/1", &text),
        commission.officers[1].note_line("tamga/officer/2/dissent", &dissent),
        commission.officers[2].note_line("tamga/officer/3", &text),
    ];
    let note = format!("{text}\n{}", lines.concat());
    let tables: Vec<String> = ["totals.csv", "results.csv", "turnout.csv"]
        .map(|path| String::from_utf8(election.record[path].clone()).unwrap())
        .to_vec();
    let absent: String = script.withheld_lines(&election.set_up).collect();
    let gap = if absent.is_empty() { "" } else { "\n" };
    let number = control_number(&sha3(text.as_bytes()));
    let printed = format!("{text}\ncontrol number {number}\n\n{absent}{gap}{}", tables.join("\n"));
    let signed = [
        ("hsm-rehearsal-1", "sign", commission.hsms[0].note_signature(&text)),
        ("officer-1", "sign", commission.officers[0].note_signature(&text)),
        ("officer-2", "dissent", commission.officers[1].note_signature(&dissent)),
        ("officer-3", "sign", commission.officers[2].note_signature(&text)),
    ];
    let mut entries = vec![entry("18 statement", &[("digest", hex::encode(sha3(text.as_bytes())))])];
    for (signer, answer, signature) in signed {
        let values =
            [("signer", signer.to_owned()), ("answer", answer.into()), ("digest", hex::encode(sha3(&signature)))];
        entries.push(entry("19 signature", &values));
    }
    let digest = |text: &String| hex::encode(sha3(text.as_bytes()));
    entries.push(entry("20 published", &[("note", digest(&note)), ("text", digest(&printed))]));
    election.entries.extend(entries);
    election.record.insert("statement.note".into(), note.into_bytes());
    election.record.insert("statement.txt".into(), printed.into_bytes());
    election.record.extend(ledger_files(&election.set_up, &election.entries));
}

fn statement(election: &Election, script: &Script, tally: &Tally) -> String {
    let [received, green, blue, yellow, red, superseded] = tally.figures;
    let digest = |path: &str| hex::encode(sha3(&tally.record[path]));
    format!(
        "tamga/statement/v1\nid spring-vote\nelection {}\nrehearsal yes\nstatus complete\nopening 1\nroot {}\n\
         registered {}\nreceived {received}\ncounted {green}\ngreen {green}\nblue {blue}\nyellow {yellow}\nred {red}\n\
         superseded {superseded}\nlate 0\nopened {}\nwithheld {}\ntotals {}\nresults {}\nrecord {}\naudit {}\nledger {} {}\n",
        hex::encode(election.set_up.e),
        hex::encode(tally.root),
        tally.registered,
        script.leaves.len(),
        script.withheld.len(),
        digest("totals.csv"),
        digest("results.csv"),
        hex::encode(files_digest(&election.record)),
        hex::encode(files_digest(&election.audit)),
        election.entries.len(),
        base64(&ledger_root(&election.entries)),
    )
}
