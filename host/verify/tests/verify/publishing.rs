//! Ledger, anchor, results, statement, recounts, the end.

use crate::ceremony::SetUp;
use crate::closing;
use crate::election::{Chained, Election, End, Files, Opening, Recount, Script};
use crate::encode::{Digest, NoteSigner, base64, control_number, hash, merkle, sha3, sha256};
use crate::tables::{self, DICE};
use crate::tallying::Tally;

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

pub fn ledger_root(entries: &[String]) -> Digest {
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

/// Lots, result, statement, signatures; officer 2 dissents.
pub fn publish(election: &mut Election, opening: &Opening, tally: &Tally, chained: &Chained) {
    let number = opening.number;
    let (totals, results) = tables::results(election, number);
    let (seats, lots) = tables::seats(opening, &chained.z);
    for contest in &lots {
        let values = [
            ("contest", contest.clone()),
            ("close", hex::encode(chained.z)),
            ("first-officer", "1".into()),
            ("first-dice", DICE[0].into()),
            ("second-officer", "3".into()),
            ("second-dice", DICE[1].into()),
        ];
        election.entries.push(entry("37 lot", &values));
    }
    let digest = |text: &str| hex::encode(sha3(text.as_bytes()));
    let values = [
        ("opening", number.to_string()),
        ("totals", digest(&totals)),
        ("results", digest(&results)),
        ("seats", digest(&seats)),
    ];
    election.entries.push(entry("17 result", &values));
    for (path, text) in [("totals.csv", totals), ("results.csv", results), ("seats.csv", seats)] {
        election.record.insert(path.into(), text.into_bytes());
    }
    let text = statement(election, opening, tally);
    let note = signed(election, number, &text);
    let printed = printed(election, number, &text, &lots);
    let values = [("opening", number.to_string()), ("note", digest(&note)), ("text", digest(&printed))];
    election.entries.push(entry("20 published", &values));
    election.record.insert("statement.note".into(), note.into_bytes());
    election.record.insert("statement.txt".into(), printed.into_bytes());
}

/// The note, and entries 18 and 19.
fn signed(election: &mut Election, opening: u32, text: &str) -> String {
    let commission = &election.set_up.commission;
    let dissent = format!("{text}dissent\n");
    let signers = [
        ("hsm-rehearsal-1", "tamga/hsm/rehearsal-1", &commission.hsms[0] as &dyn NoteSigner, "sign"),
        ("hsm-rehearsal-2", "tamga/hsm/rehearsal-2", &commission.hsms[1], "sign"),
        ("officer-1", "tamga/officer/1", &commission.officers[0], "sign"),
        ("officer-2", "tamga/officer/2/dissent", &commission.officers[1], "dissent"),
        ("officer-3", "tamga/officer/3", &commission.officers[2], "sign"),
    ];
    let statement = [("opening", opening.to_string()), ("digest", hex::encode(sha3(text.as_bytes())))];
    let mut entries = vec![entry("18 statement", &statement)];
    let mut lines = String::new();
    for (name, key_name, key, answer) in signers {
        let message = if answer == "dissent" { &dissent } else { text };
        lines += &key.note_line(key_name, message);
        let values = [
            ("opening", opening.to_string()),
            ("signer", name.to_owned()),
            ("answer", answer.to_owned()),
            ("digest", hex::encode(sha3(&key.note_signature(message)))),
        ];
        entries.push(entry("19 signature", &values));
    }
    election.entries.extend(entries);
    format!("{text}\n{lines}")
}

fn printed(election: &Election, until: u32, text: &str, lots: &[String]) -> String {
    let script = &election.script;
    let openings = || script.openings.iter().filter(|opening| opening.number <= until);
    let absent: String = openings().flat_map(|opening| absent(script, opening)).collect();
    let incomplete: String = openings()
        .flat_map(|opening| {
            opening.incomplete.iter().map(|line| format!("opening {}: incomplete {line}\n", opening.number))
        })
        .collect();
    let line = |contest: &String| format!("lot {contest} 1 {} 3 {}\n", DICE[0], DICE[1]);
    let lots: String = lots.iter().map(line).collect();
    let number = format!("control number {}\n", control_number(&sha3(text.as_bytes())));
    let mut parts = vec![text.to_owned(), number, absent, incomplete, lots];
    for path in ["totals.csv", "results.csv", "seats.csv", "turnout.csv", "held.csv", "attestations.csv"] {
        parts.push(String::from_utf8(election.record[path].clone()).unwrap());
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

/// The lines of `statement.txt` about regions without rows.
fn absent(script: &Script, opening: &Opening) -> Vec<String> {
    let (code, number) = (|region: &usize| script.regions[*region].code.clone(), opening.number);
    let mut lines = Vec::new();
    for (contest, regions) in &opening.leaves {
        let id = script.contests[*contest].id;
        let head = code(&regions[0]);
        lines.extend(regions[1..].iter().map(|r| format!("opening {number}: merged {} into {head} ({id})\n", code(r))));
    }
    for (contest, regions) in &opening.withheld {
        let id = script.contests[*contest].id;
        lines.extend(regions.iter().map(|r| format!("opening {number}: withheld {} ({id})\n", code(r))));
    }
    lines
}

fn statement(election: &Election, opening: &Opening, tally: &Tally) -> String {
    let script = &election.script;
    let until = opening.number;
    let figures = tables::figures(election, |record| record.opening <= until);
    let [received, counted, green, blue, yellow, red, superseded, late] = figures;
    let digest = |path: &str| hex::encode(sha3(&election.record[path]));
    let in_boxes = script.regions_until(until);
    let registered: usize = in_boxes.iter().map(|region| script.regions[*region].registered).sum();
    let openings = || script.openings.iter().filter(|opening| opening.number <= until);
    let listed =
        |path: &str| !["statement.note", "statement.txt"].contains(&path) && !path.starts_with("replacements/");
    let record: Files =
        election.record.iter().filter(|(path, _)| listed(path)).map(|(p, b)| (p.clone(), b.clone())).collect();
    format!(
        "tamga/statement/v1\nid spring-vote\nelection {}\nrehearsal yes\nstatus {}\nopening {until}\nroot {}\n\
         registered {registered}\nreceived {received}\ncounted {counted}\ngreen {green}\nblue {blue}\nyellow {yellow}\n\
         red {red}\nsuperseded {superseded}\nlate {late}\nopened {}\nwithheld {}\ntotals {}\nresults {}\nrecord {}\n\
         audit {}\nledger {} {}\n",
        hex::encode(election.set_up.e),
        if in_boxes.len() < script.regions.len() { "partial" } else { "complete" },
        hex::encode(tally.root),
        openings().map(|opening| opening.leaves.len()).sum::<usize>(),
        openings().map(|opening| opening.withheld.len()).sum::<usize>(),
        digest("totals.csv"),
        digest("results.csv"),
        hex::encode(files_digest(&record)),
        hex::encode(files_digest(&election.audit)),
        election.entries.len(),
        base64(&ledger_root(&election.entries)),
    )
}

/// The recounts of the script, and their entries.
pub fn recount(election: &mut Election) {
    for (number, Recount { opening, same, agrees }) in (1_u32..).zip(election.script.recounts.clone()) {
        let (totals, results) = tables::results(election, opening);
        let said = format!("\n18 statement\ntime 2024-11-05T20:00:00Z\nopening {opening}\ndigest ");
        let statement = election.entries.iter().find_map(|entry| Some(entry.split_once(&said)?.1)).unwrap().trim();
        let body = [
            b"tamga/recount/v1\n".as_slice(),
            &election.set_up.e,
            &number.to_be_bytes(),
            &opening.to_be_bytes(),
            &hex::decode(statement).unwrap(),
            &sha3(totals.as_bytes()),
            &if same { sha3(results.as_bytes()) } else { [7; 32] },
            &[u8::from(agrees)],
        ]
        .concat();
        let digest = hash("tamga/recount/v1", &body);
        let [received, counted, ..] = tables::figures(election, |record| record.opening <= opening);
        let figures = [u64::from(opening), received, counted, u64::from(agrees)];
        let signatures = closing::quorum(&election.set_up, 5, figures, &digest);
        let values = [
            ("number", number.to_string()),
            ("statement", statement.to_owned()),
            ("agrees", if agrees { "yes" } else { "no" }.to_owned()),
            ("digest", hex::encode(digest)),
            ("officers", "1,3".to_owned()),
        ];
        let act = entry("31 recount", &values);
        election.entries.push(act);
        election.record.insert(format!("recounts/{number}.tamga"), [body, signatures].concat());
    }
}

/// The end of the script: its act, and the tokens that erased their shares.
pub fn end(election: &mut Election) {
    let Some(End { more_counted, statement, officers, ended }) = election.script.end.clone() else {
        return;
    };
    let newest = election.entries.iter().rev().find(|entry| entry.contains("\n18 statement\n")).unwrap();
    let newest: Digest = hex::decode(newest.trim().rsplit(' ').next().unwrap()).unwrap().try_into().unwrap();
    let digest = statement.unwrap_or(newest);
    let [_, counted, ..] = tables::figures(election, |_| true);
    let (openings, counted) = (election.script.openings.len(), counted + more_counted);
    let tokens = election.set_up.commission.officers.len() as u64;
    let figures = [openings as u64, counted, tokens, 0];
    let signatures: Vec<String> = officers
        .iter()
        .map(|officer| {
            format!("{officer}:{}", hex::encode(closing::act(&election.set_up, *officer, 6, figures, &digest)))
        })
        .collect();
    let values = [
        ("openings", openings.to_string()),
        ("counted", counted.to_string()),
        ("statement", hex::encode(digest)),
        ("signatures", signatures.join(",")),
    ];
    election.entries.push(entry("33 end", &values));
    for (token, signer) in ended {
        let message = [election.set_up.e.as_slice(), &[token], &digest].concat();
        let signer = &election.set_up.commission.officers[usize::from(signer) - 1];
        let values = [
            ("token", token.to_string()),
            ("statement", hex::encode(digest)),
            ("signature", hex::encode(signer.sign("tamga/ended/v1", &message))),
        ];
        election.entries.push(entry("42 ended", &values));
    }
}
