//! Ledger entries, `tamga/entry/v1`.

use tamga_crypto::hash::sha3_256;
use tamga_record::ByteFault;
use tamga_record::definition::Language;
use tamga_record::ledger::{
    Answer, ControlNumber, Dice, Entry, EntryError, Fault, Languages, Officer, Recipient, Role, Scope, Signer,
    SourceName, TokenAct, Voters, Why,
};
use tamga_record::pause::Seals;
use tamga_record::tally_file::Seed;

use crate::bytes::{digest, layout, refuses_spoilt};
use crate::examples::{README, readme_block};

/// 2024-11-05T20:00:00Z.
const TIME: u64 = 1_730_836_800;

/// One entry of every kind with its lines behind `time`, as the README's table has them.
fn entries() -> Vec<(Entry, &'static str)> {
    let [a, b, c] = [digest(0xaa), digest(0xbb), digest(0xcc)];
    let officers = vec![1, 3, 15];
    #[rustfmt::skip] // A table, one case a line.
    let entries = vec![
        (Entry::Origin { definition: a }, "definition AA"),
        (Entry::Keys { digest: a, custody: b, election_key: c }, "digest AA;custody BB;election-key CC"),
        (Entry::Roll { digest: a, entries: 5 }, "digest AA;entries 5"),
        (Entry::Election { election: a }, "election AA"),
        (Entry::Endorsement { signer: Signer::Hsm("rehearsal-1".into()), digest: a }, "signer hsm-rehearsal-1;digest AA"),
        (Entry::Counts { digest: a }, "digest AA"),
        (Entry::Import { region: "adams".into(), collector: "collector-1".into(), bundle: 1, variant: 16, items: 2368, digest: a }, "region adams;collector collector-1;bundle 1;variant 16;items 2368;digest AA"),
        (Entry::Admission { opening: 2, regions: 64, received: 9, red: 1, held: 2 }, "opening 2;regions 64;received 9;red 1;held 2"),
        (Entry::Close { opening: 2, digest: a, incomplete: 3, officers: officers.clone() }, "opening 2;digest AA;incomplete 3;officers 1,3,15"),
        (Entry::Unlock { role: Role::Escrow, hsm: "h".into(), generation: 1, officers: officers.clone(), digest: a }, "role escrow;hsm h;generation 1;officers 1,3,15;digest AA"),
        (Entry::Unseal { region: "adams".into(), hsm: "h".into() }, "region adams;hsm h"),
        (Entry::Verified { opening: 2, received: 28, counted: 9, green: 7, blue: 6, yellow: 5, red: 4, superseded: 3, late: 3, turnout: a, verdicts: b }, "opening 2;received 28;counted 9;green 7;blue 6;yellow 5;red 4;superseded 3;late 3;turnout AA;verdicts BB"),
        (Entry::Root { opening: 1, previous: a, root: b, leaves: 64, withheld: 0, sums: 512 }, "opening 1;previous AA;root BB;leaves 64;withheld 0;sums 512"),
        (Entry::Approval { opening: 1, checker: "checker-1".into(), digest: a }, "opening 1;checker checker-1;digest AA"),
        (Entry::Share { opening: 1, token: 3, digest: a }, "opening 1;token 3;digest AA"),
        (Entry::Refusal { token: 3, act: TokenAct::Open, code: 20 }, "token 3;act open;code 20"),
        (Entry::Result { opening: 1, totals: a, results: b, seats: c }, "opening 1;totals AA;results BB;seats CC"),
        (Entry::Statement { opening: 1, digest: a }, "opening 1;digest AA"),
        (Entry::Signature { opening: 1, signer: Signer::Officer(2), answer: Answer::Dissent, digest: a }, "opening 1;signer officer-2;answer dissent;digest AA"),
        (Entry::Published { opening: 1, note: a, text: b }, "opening 1;note AA;text BB"),
        (Entry::Clock { first: SourceName("GPS, roof".into()), second: SourceName("ntp.example".into()) }, "first GPS, roof;second ntp.example"),
        (Entry::Amendment { number: 1, digest: a, officers: officers.clone() }, "number 1;digest AA;officers 1,3,15"),
        (Entry::Decision { number: 2, opening: 1, digest: a, for_: Voters(vec![1, 3]), against: Voters(vec![]) }, "number 2;opening 1;digest AA;for 1,3;against -"),
        (Entry::Pause { number: 1, entries: 57, seals: seals(&["KZ-1", "Ұ/22"]), signatures: vec![(1, [0x0e; 64])] }, "number 1;entries 57;seals KZ-1,Ұ/22;signatures 1:EE"),
        (Entry::Resume { number: 1, seals: seals(&[]), noted: Some(ControlNumber::of(&[0xff; 32])), why: Why(Some("A seal was cut".into())), signatures: vec![(1, [0x0e; 64])] }, "number 1;seals -;noted 3269 9846 6564 0564 0394 5758 4007 9131 2963 9935;why A seal was cut;signatures 1:EE"),
        (Entry::Recount { number: 1, statement: a, agrees: false, digest: b, officers }, "number 1;statement AA;agrees no;digest BB;officers 1,3,15"),
        (Entry::End { openings: 2, counted: 80, statement: a, signatures: vec![(1, [0x0e; 64]), (15, [0xed; 64])] }, "openings 2;counted 80;statement AA;signatures 1:EE,15:DD"),
        (Entry::Revocations { digest: a, tags: 0 }, "digest AA;tags 0"),
        (Entry::Refused { fault: Fault("not-a-record".into()), digest: a }, "fault not-a-record;digest AA"),
        (Entry::Fork { region: "adams".into(), collector: "collector-1".into(), bundle: 1, first: a, second: b }, "region adams;collector collector-1;bundle 1;first AA;second BB"),
        (Entry::Lot { contest: "president".into(), close: a, first_officer: Officer(3), first_dice: Dice("1234561234".into()), second_officer: Officer(1), second_dice: Dice("6".repeat(12)) }, "contest president;close AA;first-officer 3;first-dice 1234561234;second-officer 1;second-dice 666666666666"),
        (Entry::DeviceLog { hsm: "h".into(), entries: 62, digest: a, unexplained: 0 }, "hsm h;entries 62;digest AA;unexplained 0"),
        (Entry::Operations { token: 3, number: 9, digest: a, unexplained: 1 }, "token 3;number 9;digest AA;unexplained 1"),
        (Entry::Replacement { number: 1, digest: a, tokens: vec![2, 4], officers: vec![1, 3, 15] }, "number 1;digest AA;tokens 2,4;officers 1,3,15"),
        (Entry::Ended { token: 15, statement: a, signature: [0x0e; 64] }, "token 15;statement AA;signature EE"),
        (Entry::Copy { number: 3, recipient: Recipient::parse("Байқаушы, «Әділ» ҚБ").unwrap(), scope: Scope::Region("aral".into()), languages: Languages::of(&[Language::Ru, Language::Kk]).unwrap(), statement: a, digest: b }, "number 3;recipient Байқаушы, «Әділ» ҚБ;scope region-aral;languages kk,ru;statement AA;digest BB"),
    ];
    entries
}

fn seals(numbers: &[&str]) -> Seals {
    Seals::new(numbers.iter().map(|number| (*number).to_owned())).unwrap()
}

fn entry_text(number: usize, name: &str, lines: &str) -> String {
    let mut lines = lines.replace(';', "\n");
    for byte in ["AA", "BB", "CC"] {
        lines = lines.replace(byte, &byte.to_lowercase().repeat(32));
    }
    for (short, byte) in [("EE", "0e"), ("DD", "ed")] {
        lines = lines.replace(short, &byte.repeat(64));
    }
    format!("tamga/entry/v1\n{number} {name}\ntime 2024-11-05T20:00:00Z\n{lines}\n")
}

/// A table cell without what stands in parentheses: possible values and what is hashed.
fn without_parentheses(cell: &str) -> String {
    let mut depth = 0;
    let outside = cell.chars().filter(|c| {
        depth += i32::from(*c == '(') - i32::from(*c == ')');
        depth == 0 && *c != ')'
    });
    outside.collect()
}

/// Number, name and keys of every row of the README's registry.
fn registry() -> Vec<(usize, &'static str, Vec<String>)> {
    let table = README.split("| kind | keys after `time` |\n|---|---|\n").nth(1).unwrap();
    let row = |row: &'static str| {
        let cells: Vec<&str> = row.splitn(3, '|').map(str::trim).collect();
        let (number, name) = cells[1].trim_matches('`').split_once(' ').unwrap();
        let cell = without_parentheses(cells[2]);
        let words = cell.split('`').skip(1).step_by(2).filter(|word| *word != "hash" && !word.contains('.'));
        (number.parse().unwrap(), name, words.map(str::to_owned).collect())
    };
    table.lines().take_while(|line| line.starts_with('|')).map(row).collect()
}

#[test]
fn every_kind_is_written_as_the_readme_says_and_read_back() {
    let (entries, registry) = (entries(), registry());
    assert_eq!((entries.len(), registry.len(), Entry::KINDS.len()), (36, 36, 36));
    for ((entry, lines), (number, name, keys)) in entries.iter().zip(registry) {
        let text = entry_text(number, name, lines);
        assert_eq!(String::from_utf8(entry.to_bytes(TIME)).unwrap(), text);
        assert_eq!(Entry::parse(text.as_bytes()), Ok((TIME, entry.clone())));
        assert_eq!((usize::from(entry.number()), entry.name()), (number, name));
        let written: Vec<&str> = lines.split(';').map(|line| line.split(' ').next().unwrap()).collect();
        assert_eq!(written, keys, "{name}");
    }
}

#[test]
fn every_spoilt_entry_is_refused() {
    for (entry, _) in entries() {
        refuses_spoilt(&entry.to_bytes(TIME), Entry::parse);
    }
}

#[test]
fn the_entry_of_the_readme_is_read() {
    let text = readme_block("tamga/entry/v1\n").replace("5f…", &"5f".repeat(32));
    let (time, entry) = Entry::parse(text.as_bytes()).unwrap();
    assert_eq!(time, TIME);
    let expected = Entry::Import {
        region: "adams".into(),
        collector: "collector-1".into(),
        bundle: 1,
        variant: 1,
        items: 2368,
        digest: digest(0x5f),
    };
    assert_eq!(entry, expected);
}

#[test]
fn unknown_reserved_and_mixed_kinds_are_refused() {
    let good = entry_text(3, "roll", "digest AA;entries 5");
    for kind in [
        "0 nothing",
        "22 decision",
        "24 late",
        "30 handover",
        "32 rehearsal",
        "40 x",
        "41 x",
        "41 ended",
        "256 roll",
        "4 roll",
        "03 roll",
        "3 Roll",
        "3",
        "3  roll",
    ] {
        let spoilt = good.replace("3 roll", kind);
        assert_eq!(Entry::parse(spoilt.as_bytes()), Err(EntryError::Kind), "{kind}");
    }
}

#[test]
fn lines_out_of_order_missing_doubled_or_in_another_form_are_refused() {
    let line = |line, expected| Err(EntryError::Line { line, expected });
    let parse = |lines: &str| Entry::parse(entry_text(3, "roll", lines).as_bytes());
    assert_eq!(parse("entries 5;digest AA"), line(4, "digest"));
    assert_eq!(parse("digest AA"), line(5, "entries"));
    assert_eq!(parse("digest AA;digest AA;entries 5"), line(5, "entries"));
    assert_eq!(parse("digest AA;entries 5;entries 5"), Err(ByteFault::TrailingBytes.into()));
    assert_eq!(parse("digest AA;entries 05"), line(5, "entries"));
    assert_eq!(parse("digest AA;entries 4294967296"), line(5, "entries"));
    assert_eq!(parse("digest AA ;entries 5"), line(4, "digest"));
    let no_time = entry_text(3, "roll", "digest AA;entries 5").replace("T20", " 20");
    assert_eq!(Entry::parse(no_time.as_bytes()), line(3, "time"));
    let close = |officers: &str| {
        Entry::parse(
            entry_text(9, "close", &format!("opening 1;digest AA;incomplete 0;officers {officers}")).as_bytes(),
        )
    };
    for officers in ["", "0", "16", "1,1", "2,1", "1,", "1, 2", "01"] {
        assert_eq!(close(officers), line(7, "officers"), "{officers}");
    }
    let signature = |signer: &str| {
        Entry::parse(
            entry_text(19, "signature", &format!("opening 1;signer {signer};answer sign;digest AA")).as_bytes(),
        )
    };
    for signer in ["officer-0", "officer-16", "officer-01", "officer", "hsm-", "hsm-A", "token-1"] {
        assert_eq!(signature(signer), line(5, "signer"), "{signer}");
    }
    let clock = Entry::parse(entry_text(21, "clock", "first  GPS;second ntp").as_bytes());
    assert_eq!(clock, line(4, "first"));
    let long = entry_text(21, "clock", &format!("first {};second ntp", "a".repeat(65_535)));
    assert_eq!(Entry::parse(long.as_bytes()), Err(ByteFault::OverLimit.into()));
}

#[test]
fn digests_of_answers_logs_and_verdicts_are_those_of_the_readme() {
    let framed = layout(&["17", "'tamga/unlock-answers/v1", "01x96", "02x96"]);
    assert_eq!(Entry::unlock_digest(&[vec![1; 96], vec![2; 96]]), sha3_256(&[&framed]));
    let before = sha3_256(&[&layout(&["13", "'tamga/device-log/v1", "00x32", "07x32"])]);
    let after = sha3_256(&[&layout(&["13", "'tamga/device-log/v1"]), &before, &[8; 32]]);
    assert_eq!(Entry::device_log_digest(&[0; 32], &[[7; 32], [8; 32]]), after);
    assert_eq!(Entry::device_log_digest(&before, &[[8; 32]]), after, "read in two parts");
    let seeds = [Seed::new([5; 64]), Seed::new([6; 64])];
    let salt = sha3_256(&[&layout(&["16", "'tamga/verdicts-salt/v1", "00000002", "05x64", "06x64"])]);
    let framed = [layout(&["11", "'tamga/verdicts/v1"]), salt.to_vec(), layout(&["07x32", "08x32"])].concat();
    assert_eq!(Entry::verdicts_digest(2, &seeds, &[digest(7), digest(8)]), sha3_256(&[&framed]));
}

#[test]
fn entries_that_contradict_themselves_are_refused() {
    let refused = |number, name, lines: &str| {
        assert_eq!(Entry::parse(entry_text(number, name, lines).as_bytes()), Err(EntryError::Contradiction), "{lines}");
    };
    for variant in ["0", "17", "255"] {
        refused(7, "import", &format!("region a;collector c;bundle 1;variant {variant};items 0;digest AA"));
    }
    refused(7, "import", "region a;collector c;bundle 0;variant 1;items 0;digest AA");
    refused(36, "fork", "region a;collector c;bundle 1;first AA;second AA");
    for token in ["0", "16"] {
        refused(39, "operations", &format!("token {token};number 1;digest AA;unexplained 0"));
        refused(42, "ended", &format!("token {token};statement AA;signature EE"));
    }
    refused(33, "end", "openings 0;counted 0;statement AA;signatures 1:EE");
    refused(22, "amendment", "number 0;digest AA;officers 1");
    refused(23, "decision", "number 0;opening 1;digest AA;for -;against -");
    refused(23, "decision", "number 1;opening 1;digest AA;for 1,2;against 2,3");
    for (number, officers) in [("0", "1,2"), ("100", "1,2"), ("1", "1,3")] {
        refused(41, "replacement", &format!("number {number};digest AA;tokens 3;officers {officers}"));
    }
    refused(43, "copy", "number 0;recipient a;scope all;languages kk;statement AA;digest BB");
    refused(31, "recount", "number 0;statement AA;agrees yes;digest BB;officers 1");
    let dice = "1".repeat(10);
    let lot = format!("contest c;close AA;first-officer 2;first-dice {dice};second-officer 2;second-dice {dice}");
    refused(37, "lot", &lot);
}

#[test]
fn votes_faults_and_dice_have_their_forms() {
    let line = |line, expected| Err(EntryError::Line { line, expected });
    let decision = |votes: &str| {
        Entry::parse(entry_text(23, "decision", &format!("number 1;opening 1;digest AA;{votes}")).as_bytes())
    };
    assert!(decision("for -;against -").is_ok(), "nobody voted");
    assert_eq!(decision("for ;against -"), line(7, "for"));
    assert_eq!(decision("for -;against 2,1"), line(8, "against"));
    assert_eq!(decision("for 16;against -"), line(7, "for"));
    let refused = |fault: &str| Entry::parse(entry_text(35, "refused", &format!("fault {fault};digest AA")).as_bytes());
    for fault in ["", "Root", "two words", "a1", &"a".repeat(49)] {
        assert_eq!(refused(fault), line(4, "fault"), "{fault}");
    }
    assert!(refused(&"a".repeat(48)).is_ok());
    let lot = |first: &str| {
        let second = "1".repeat(48);
        let lines =
            format!("contest c;close AA;first-officer 1;first-dice {first};second-officer 2;second-dice {second}");
        Entry::parse(entry_text(37, "lot", &lines).as_bytes())
    };
    for dice in ["123456123", "1234567123", "1234501234", "12345 1234", &"1".repeat(49)] {
        assert_eq!(lot(dice), line(7, "first-dice"), "{dice}");
    }
    assert!(lot("1234561234").is_ok());
    let unlock = |role: &str| {
        Entry::parse(
            entry_text(10, "unlock", &format!("role {role};hsm h;generation 1;officers 1;digest AA")).as_bytes(),
        )
    };
    for (word, role) in [("tally", Role::Tally), ("escrow", Role::Escrow), ("admin", Role::Admin)] {
        let found = unlock(word);
        assert!(matches!(&found, Ok((_, Entry::Unlock { role: found, .. })) if *found == role), "{found:?}");
    }
    assert_eq!(unlock("seal"), line(4, "role"));
    let end = |signatures: &str| {
        let lines = format!("openings 1;counted 0;statement AA;signatures {signatures}");
        Entry::parse(entry_text(33, "end", &lines).as_bytes())
    };
    for signatures in ["", "1", "1:AA", "0:EE", "16:EE", "2:EE,1:DD", "1:EE,1:EE", "1:EE,", "01:EE"] {
        assert_eq!(end(signatures), line(7, "signatures"), "{signatures}");
    }
    assert!(end("1:EE,2:DD").is_ok());
    let recount = entry_text(31, "recount", "number 1;statement AA;agrees maybe;digest BB;officers 1");
    assert_eq!(Entry::parse(recount.as_bytes()), line(6, "agrees"));
}

#[test]
fn a_copy_names_its_recipient_its_scope_and_its_languages_in_one_way() {
    let copy = |recipient: &str, scope: &str, languages: &str| {
        let lines =
            format!("number 1;recipient {recipient};scope {scope};languages {languages};statement AA;digest BB");
        Entry::parse(entry_text(43, "copy", &lines).as_bytes())
    };
    let line = |line, expected| Err(EntryError::Line { line, expected });
    for scope in ["summary", "all", "region-all", "region-aral"] {
        assert!(copy("a", scope, "kk,ru,en").is_ok(), "{scope}");
    }
    for recipient in ["", " a", "a ", "a\u{202e}b", "a\tb", &"a".repeat(257)] {
        assert_eq!(copy(recipient, "all", "kk"), line(5, "recipient"), "{recipient:?}");
    }
    for scope in ["", "aral", "region-", "region-Aral", "All"] {
        assert_eq!(copy("a", scope, "kk"), line(6, "scope"), "{scope}");
    }
    for languages in ["", "ru,kk", "kk,kk", "kk,", "de", "KK"] {
        assert_eq!(copy("a", "all", languages), line(7, "languages"), "{languages}");
    }
}
