//! What the ledger says, in every language.

use super::*;
use crate::screen::entries::describe;
use crate::screen::seen::EntryRow;
use tamga_record::ledger::Entry;

/// One entry of every kind: number and name, then its lines behind `time`.
const EVERY_KIND: &str = "\
1 origin;definition D
2 keys;digest D;custody D;election-key D
3 roll;digest D;entries 40561
4 election;election D
5 endorsement;signer hsm-rehearsal-1;digest D
6 counts;digest D
7 import;region astana;collector collector-1;bundle 1;variant 1;items 2368;digest D
8 admission;opening 1;regions 3;received 28000;red 1;held 21
9 close;opening 1;digest D;incomplete 3;officers 1,3,15
10 unlock;role tally;hsm rehearsal-1;generation 1;officers 1,3,15;digest D
11 unseal;region astana;hsm rehearsal-1
12 verified;opening 1;received 28000;counted 27000;green 26000;blue 1000;yellow 0;red 4;superseded 996;late 0;turnout D;verdicts D
13 root;opening 1;previous D;root D;leaves 64;withheld 0;sums 512
14 approval;opening 1;checker checker-1;digest D
15 share;opening 1;token 3;digest D
16 refusal;token 3;act open;code 20
17 result;opening 1;totals D;results D;seats D
18 statement;opening 1;digest D
19 signature;opening 1;signer officer-2;answer dissent;digest D
20 published;opening 1;note D;text D
21 clock;first GPS, roof;second ntp.example
22 amendment;number 1;digest D;officers 1,3,15
23 decision;number 2;opening 1;digest D;for 1,3;against -
28 pause;number 1;entries 57;seals KZ-1,KZ-2;signatures 1:S
29 resume;number 1;seals KZ-1,KZ-2;noted -;why -;signatures 1:S
31 recount;number 1;statement D;agrees no;digest D;officers 1,3,15
33 end;openings 2;counted 80;statement D;signatures 1:S,15:S
34 revocations;digest D;tags 5
35 refused;fault other-election;digest D
36 fork;region astana;collector collector-1;bundle 1;first D;second E
37 lot;contest president;close D;first-officer 3;first-dice 1234561234;second-officer 1;second-dice 6666666666
38 device-log;hsm rehearsal-1;entries 62;digest D;unexplained 0
39 operations;token 3;number 9;digest D;unexplained 1
41 replacement;number 1;digest D;tokens 2;officers 1,3,15
42 ended;token 15;statement D;signature S
43 copy;number 3;recipient Байқаушы, «Әділ» ҚБ;scope region-aral;languages kk,ru;statement D;digest D
";

fn every_kind() -> Vec<Entry> {
    let entry = |line: &str| {
        let (kind, lines) = line.split_once(';').unwrap();
        let lines = lines.replace(';', "\n").replace(" D", &format!(" {}", "0d".repeat(32)));
        let lines = lines.replace(" E", &format!(" {}", "0e".repeat(32)));
        let lines =
            lines.replace(":S", &format!(":{}", "05".repeat(64))).replace(" S", &format!(" {}", "05".repeat(64)));
        let text = format!("tamga/entry/v1\n{kind}\ntime 2024-11-05T20:00:00Z\n{lines}\n");
        Entry::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}")).1
    };
    EVERY_KIND.lines().map(entry).collect()
}

/// The end of a ledger, for the screen.
pub fn tail() -> Vec<EntryRow> {
    let is_shown = |entry: &Entry| matches!(entry.name(), "close" | "verified" | "root" | "result" | "statement");
    let row =
        |(number, entry): (u64, &Entry)| EntryRow { number, time_s: 1_730_836_800, says: describe(entry), about: None };
    let entries: Vec<Entry> = every_kind().into_iter().filter(is_shown).collect();
    (52..).zip(&entries).map(row).collect()
}

#[test]
fn every_kind_of_entry_is_told_in_every_language_with_all_that_its_message_has_places_for() {
    let entries = every_kind();
    let kinds: Vec<(u8, &str)> = entries.iter().map(|entry| (entry.number(), entry.name())).collect();
    assert_eq!(kinds, Entry::KINDS);
    let mut all = String::new();
    for language in LANGUAGES {
        for entry in &entries {
            let says = describe(entry).text(Words::of(language));
            assert!(!says.contains(['$', '{']) && !says.starts_with("ledger-entry"), "{language:?} {says}");
            all += &format!("{:>2} {says}\n", entry.number());
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn no_number_of_a_seal_is_on_the_screen_but_what_was_found_otherwise_is() {
    let seals = |entry: &Entry| matches!(entry.name(), "pause" | "resume");
    let told: Vec<String> =
        every_kind().iter().filter(|entry| seals(entry)).map(|entry| describe(entry).to_string()).collect();
    assert_eq!(
        told,
        ["Pause 1: the room is sealed, with 2 seals.", "Pause 1 has ended: seals and checkpoint as noted."]
    );
}
