use super::anchor::Anchor;
use super::contest_set::ContestSet;
use super::definition::Definition;
use super::entry::{Entry, Kind, Signer};
use super::keys::SealKey;
use super::note::Note;
use super::statement::Statement;
use crate::checks::groups;
use crate::digest::control_number;
use crate::reason::Reason;
use crate::text;

/// The example of the specification, whose digest stands there too.
pub(crate) const EXAMPLE: &str = include_str!("../../tests/example_definition.txt");

#[test]
fn the_example_of_the_specification_has_its_digest() {
    let definition = Definition::parse(EXAMPLE.as_bytes()).unwrap();
    let d = "a141f590a356323114c601b09bb74375b5d5cb1aa998416d431fb61f401dd544";
    assert_eq!(hex::encode(definition.digest), d);
    assert_eq!((definition.regions.len(), definition.quorum, definition.min_open), (2, 3, 5));
    assert_eq!(definition.region("hinsdale"), Some(1));
}

const IDENTITY: &str = "0100000000000000000000000000000000000000000000000000000000000000";
const ORDER_TWO: &str = "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f";

#[test]
fn a_real_election_has_two_hsms_and_its_small_regions_join_others() {
    let real = EXAMPLE.replace("rehearsal yes", "rehearsal no").replace("hsm rehearsal-1\n", "hsm one\nhsm two\n");
    assert!(Definition::parse(real.as_bytes()).is_ok());
    let alone = real.replace("merge-into adams", "merge-into -");
    assert!(matches!(Definition::parse(alone.as_bytes()), Err(Reason::NoMergeInto(code)) if code == "hinsdale"));
}

/// The example with other regions.
fn with_regions(regions: impl Iterator<Item = (String, String)>) -> String {
    let (head, _) = EXAMPLE.split_once("region adams").unwrap();
    let region = |(code, into): (String, String)| {
        format!("region {code}\nname en X\nregistered 9\ncontests president\nmerge-into {into}\npart-of -\n")
    };
    head.to_owned() + &regions.map(region).collect::<String>()
}

#[test]
fn at_most_1024_regions_come_to_the_same_one() {
    let chain = |count: usize| {
        let into = move |n: usize| if n + 1 < count { format!("r{}", n + 1) } else { "-".to_owned() };
        with_regions((0..count).map(move |n| (format!("r{n}"), into(n))))
    };
    assert!(Definition::parse(chain(1024).as_bytes()).is_ok());
    assert!(matches!(Definition::parse(chain(1025).as_bytes()), Err(Reason::LargeGroup { .. })));
}

#[test]
fn totals_that_could_be_longer_than_their_limit_are_refused() {
    // 21 bytes of header; per contest 14 of its id, 64 options of 40 and `blank`, three separators each, one digit.
    let option = |n: usize| format!("option option-{n:033} candidate\nname en X\n");
    let options: String = (0..64).map(option).collect();
    let contest = |n: usize| {
        EXAMPLE.split_once("contest president").unwrap().1.split_once("option harris").unwrap().0.replacen(
            '\n',
            &format!("contest contest-{n:06}\n"),
            1,
        ) + &options
    };
    let text = |contests: usize| {
        let (head, rest) = EXAMPLE.split_once("contest president").unwrap();
        let ids: Vec<String> = (0..contests).map(|n| format!("contest-{n:06}")).collect();
        let (_, regions) = rest.split_once("region adams").unwrap();
        let regions =
            format!("region adams{regions}").replace("contests president", &format!("contests {}", ids.join(" ")));
        head.to_owned() + &(0..contests).map(contest).collect::<String>() + &regions
    };
    // 64·(14 + 40 + 4 + 3) + (14 + 5 + 4 + 3) = 3930 bytes a contest, four digits for 3209 voters.
    assert!(Definition::parse(text(4).as_bytes()).is_ok());
    assert!(matches!(Definition::parse(text(5).as_bytes()), Err(Reason::LongTotals { len: 19_671, .. })));
}

#[test]
fn every_broken_rule_of_a_definition_is_refused() {
    let collector = "collector collector-1 3434343434343434343434343434343434343434343434343434343434343434\n";
    for (old, new) in [
        ("tamga/definition/v1", "tamga/definition/v2"),
        ("rehearsal yes", "rehearsal maybe"),
        ("language en", "language de"),
        ("title en President\n", ""),
        ("title en President\n", "title en President\ntitle ru Президент\n"),
        ("title en President\n", "title en  President\n"),
        ("title en President\n", "title en President\ntitle en President\n"),
        ("opens 2024-10-20", "opens 2024-11-20"),
        ("opens 2024-10-20", "opens 2024-02-30"),
        ("min-open 5", "min-open 05"),
        ("min-open 5", "min-open 0"),
        ("openings 1", "openings 0"),
        ("openings 1", "openings 17"),
        ("blue held\n", ""),
        ("blue held", "blue yellow"),
        ("seats 0", "seats 10001"),
        ("cell-len 0", "cell-len 4097"),
        ("admission phone-differs yellow\n", ""),
        ("admission phone-shared yellow", "admission phone-shared red"),
        ("quorum 3", "quorum 2"),
        ("quorum 3", "quorum 6"),
        ("approvals 1", "approvals 0"),
        ("approvals 1", "approvals 2"),
        (collector, ""),
        (
            "3333333333333333333333333333333333333333333333333333333333333333",
            "3232323232323232323232323232323232323232323232323232323232323232",
        ),
        ("hsm rehearsal-1\n", "hsm rehearsal-1\nhsm rehearsal-1\n"),
        ("hsm rehearsal-1\n", "hsm Rehearsal-1\n"),
        ("kind one-of\nmax 1", "kind one-of\nmax 2"),
        ("kind one-of\nmax 1", "kind approval\nmax 2"),
        ("threshold 0 valid", "threshold 10001 valid"),
        ("option harris candidate", "option blank candidate"),
        ("option harris candidate", "option harris winner"),
        ("region hinsdale", "region adams"),
        ("region hinsdale", "region -"),
        ("merge-into adams", "merge-into denver"),
        ("merge-into adams", "merge-into hinsdale"),
        ("merge-into -", "merge-into hinsdale"),
        ("contests president\nmerge-into -", "contests \nmerge-into -"),
        ("contests president\nmerge-into -", "contests president president\nmerge-into -"),
        ("registered 3202", "registered 4294967296"),
        ("title en President\n", "title en Pres\u{202e}ident\n"),
        ("title en President\n", "title en Pres\u{200b}ident\n"),
        // The identity, a point of order one, and one of order two.
        ("3434343434343434343434343434343434343434343434343434343434343434", IDENTITY),
        ("3131313131313131313131313131313131313131313131313131313131313131", ORDER_TWO),
        // A real election has two HSMs.
        ("rehearsal yes", "rehearsal no"),
    ] {
        let changed = EXAMPLE.replacen(old, new, 1);
        assert_ne!(changed, EXAMPLE, "{old}");
        assert!(Definition::parse(changed.as_bytes()).is_err(), "{old} -> {new}");
    }
}

#[test]
fn lines_that_end_otherwise_are_refused() {
    let bare = EXAMPLE.trim_end();
    for changed in
        [bare.to_owned(), format!("{EXAMPLE}\n"), EXAMPLE.replace('\n', "\r\n"), format!("\u{feff}{EXAMPLE}")]
    {
        assert!(Definition::parse(changed.as_bytes()).is_err());
    }
    assert!(Definition::parse(b"").is_err());
    assert!(Definition::parse(&[0xff, b'\n']).is_err());
}

/// Ballots of adams and hinsdale, then what becomes of them.
fn merged(adams: u32, hinsdale: u32) -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
    let definition = Definition::parse(EXAMPLE.as_bytes()).unwrap();
    let ballots = [adams, hinsdale];
    let (leaves, withheld) = groups::derive(&definition, &[0, 1], |_, region| ballots[region]);
    let regions = |groups: Vec<super::tally::Group>| groups.into_iter().map(|group| group.regions).collect();
    (regions(leaves), regions(withheld))
}

#[test]
fn a_region_under_min_open_joins_the_one_that_it_names() {
    assert_eq!(merged(5, 5), (vec![vec![0], vec![1]], vec![]));
    assert_eq!(merged(5, 4), (vec![vec![0, 1]], vec![]));
    assert_eq!(merged(1, 4), (vec![vec![0, 1]], vec![]));
    assert_eq!(merged(1, 3), (vec![], vec![vec![0, 1]]));
    // Adams names no region, so it stays alone.
    assert_eq!(merged(4, 5), (vec![vec![1]], vec![vec![0]]));
}

#[test]
fn a_chain_of_small_regions_ends_in_the_last_head() {
    let region = |code: &str, into: &str| {
        format!("region {code}\nname en X\nregistered 9\ncontests president\nmerge-into {into}\npart-of -\n")
    };
    let (head, _) = EXAMPLE.split_once("region adams").unwrap();
    let text = [head.to_owned(), region("a", "b"), region("b", "c"), region("c", "-"), region("d", "b")].concat();
    let definition = Definition::parse(text.as_bytes()).unwrap();
    let ballots = [2, 2, 7, 1];
    let (leaves, withheld) = groups::derive(&definition, &[0, 1, 2, 3], |_, region| ballots[region]);
    // a joins b (4 ballots, still small), b joins c; d names b, which is in c's group by then.
    assert_eq!((leaves[0].regions.clone(), leaves[0].ballots, withheld.len()), (vec![2, 0, 1, 3], 12, 0));
}

#[test]
fn a_control_number_is_the_digest_modulo_ten_to_the_fortieth() {
    // 2^256 − 1 is 1157…9984665640564039457584007913129639935 (78 digits).
    assert_eq!(control_number(&[0xff; 32]), "3269 9846 6564 0564 0394 5758 4007 9131 2963 9935");
    assert_eq!(control_number(&[0; 32]), "0000 0000 0000 0000 0000 0000 0000 0000 0000 0000");
}

#[test]
fn a_note_of_another_program_is_read() {
    // The example of golang.org/x/mod/sumdb/note.
    let note = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\
                — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    let key: [u8; 32] =
        text::base64_bytes("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").unwrap()[1..].try_into().unwrap();
    let parsed = Note::parse(note.as_bytes()).unwrap();
    assert!(parsed.lines[0].check(&SealKey::Ed25519(key), parsed.text.as_bytes()).is_ok());
    assert!(parsed.lines[0].check(&SealKey::Ed25519(key), parsed.text.trim_end().as_bytes()).is_err());
    assert!(parsed.lines[0].check(&SealKey::Ed25519([1; 32]), parsed.text.as_bytes()).is_err());
    for changed in [
        note.replacen("\n\n", "\n", 1),
        note.replace('—', "-"),
        note.replace("PeterNeumann ", ""),
        note.trim_end().to_owned(),
        format!("{note}\n"),
        note.replace("AM=", "AN="),
    ] {
        assert!(Note::parse(changed.as_bytes()).is_err(), "{changed}");
    }
}

const IMPORT: &str = "tamga/entry/v1\n7 import\ntime 2024-11-05T20:00:00Z\nregion adams\ncollector collector-1\n\
                      bundle 1\nvariant 1\nitems 2368\ndigest 5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f\n";

#[test]
fn an_entry_has_all_keys_of_its_kind_in_their_order() {
    let entry = Entry::parse(IMPORT.as_bytes()).unwrap();
    assert!(matches!(entry.kind, Kind::Import { bundle: 1, variant: 1, items: 2368, .. }));
    for (old, new) in [
        ("7 import", "7 imports"),
        ("7 import", "6 import"),
        ("7 import", "22 amendment"),
        ("7 import", "41 import"),
        ("items 2368\n", ""),
        ("items 2368\n", "items 2368\nitems 2368\n"),
        ("bundle 1\nvariant 1\n", "variant 1\nbundle 1\n"),
        ("bundle 1", "bundle 0"),
        ("variant 1", "variant 17"),
        ("bundle 1", "bundle +1"),
        ("T20:00:00Z", "T24:00:00Z"),
        ("T20:00:00Z", "T20:00:00.0Z"),
        ("5f5f", "5F5F"),
    ] {
        assert!(Entry::parse(IMPORT.replacen(old, new, 1).as_bytes()).is_err(), "{new}");
    }
}

#[test]
fn a_replacement_is_signed_by_officers_whose_tokens_are_there() {
    let of = |number: &str, tokens: &str| {
        let digest = "00".repeat(32);
        let text = format!(
            "tamga/entry/v1\n41 replacement\ntime 2024-11-05T20:00:00Z\nnumber {number}\ndigest {digest}\ntokens {tokens}\nofficers 1,3\n"
        );
        Entry::parse(text.as_bytes()).map(|entry| entry.kind)
    };
    assert!(matches!(of("99", "2,15").unwrap(), Kind::Replacement { number: 99, tokens, .. } if tokens == [2, 15]));
    for (number, tokens) in [("0", "2"), ("100", "2"), ("1", "3"), ("1", "2,1"), ("1", "2,2"), ("1", "16"), ("1", "-")]
    {
        assert!(of(number, tokens).is_err(), "{number} of {tokens}");
    }
}

#[test]
fn a_copy_names_its_recipient_its_scope_and_its_languages_in_one_way() {
    let of = |number: &str, recipient: &str, scope: &str, languages: &str| {
        let digest = "00".repeat(32);
        let text = format!(
            "tamga/entry/v1\n43 copy\ntime 2024-11-05T20:00:00Z\nnumber {number}\nrecipient {recipient}\nscope {scope}\nlanguages {languages}\nstatement {digest}\ndigest {digest}\n"
        );
        Entry::parse(text.as_bytes()).map(|entry| entry.kind)
    };
    let found = of("7", "Байқаушы, «Әділ»", "region-aral", "kk,en").unwrap();
    assert!(matches!(found, Kind::Copy { number: 7, region: Some(code), .. } if code == "aral"));
    for scope in ["summary", "all"] {
        assert!(matches!(of("1", "a", scope, "ru").unwrap(), Kind::Copy { region: None, .. }), "{scope}");
    }
    let long = "a".repeat(257);
    for (number, recipient, scope, languages) in [
        ("0", "a", "all", "kk"),
        ("1", "", "all", "kk"),
        ("1", " a", "all", "kk"),
        ("1", long.as_str(), "all", "kk"),
        ("1", "a\u{202e}", "all", "kk"),
        ("1", "a", "aral", "kk"),
        ("1", "a", "region-", "kk"),
        ("1", "a", "region-Aral", "kk"),
        ("1", "a", "all", ""),
        ("1", "a", "all", "ru,kk"),
        ("1", "a", "all", "kk,kk"),
        ("1", "a", "all", "de"),
    ] {
        assert!(of(number, recipient, scope, languages).is_err(), "{number} {recipient} {scope} {languages}");
    }
}

#[test]
fn signers_and_officers_have_one_form() {
    let of = |signer: &str| {
        let digest = "00".repeat(32);
        let text =
            format!("tamga/entry/v1\n5 endorsement\ntime 2024-11-05T20:00:00Z\nsigner {signer}\ndigest {digest}\n");
        Entry::parse(text.as_bytes()).map(|entry| entry.kind)
    };
    assert!(matches!(of("officer-15"), Ok(Kind::Endorsement { signer: Signer::Officer(15), .. })));
    assert!(matches!(of("hsm-a-1"), Ok(Kind::Endorsement { signer: Signer::Hsm(serial), .. }) if serial == "a-1"));
    for wrong in ["officer-01", "officer-16", "officer", "hsm-", "token-1"] {
        assert!(of(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn an_anchor_whose_control_number_is_of_another_digest_is_refused() {
    let (e, root) = ([3; 32], [4; 32]);
    let text = format!(
        "tamga/anchor/v1\nelection {}\ncheckpoint 11 {}\ncontrol-number election {}\ncontrol-number checkpoint {}\n",
        hex::encode(e),
        text::to_base64(&root),
        control_number(&e),
        control_number(&root)
    );
    let anchor = Anchor::parse(format!("{text}\n\u{fffd} anything").as_bytes()).unwrap();
    assert_eq!((anchor.election, anchor.size, anchor.root), (e, 11, root));
    assert!(Anchor::parse(text.as_bytes()).is_ok());
    assert!(Anchor::parse(format!("{text}more\n").as_bytes()).is_err());
    let windows = text.replace('\n', "\r\n");
    assert!(matches!(Anchor::parse(windows.as_bytes()), Err(Reason::CarriageReturns)));
    let other = text.replace(&control_number(&e), &control_number(&root));
    assert!(matches!(Anchor::parse(other.as_bytes()), Err(Reason::Differs { .. })));
    for changed in [text.replace("checkpoint 11", "checkpoint 011"), text.replace("v1", "v2"), String::new()] {
        assert!(Anchor::parse(changed.as_bytes()).is_err());
    }
}

#[test]
fn a_statement_longer_than_its_limit_is_refused() {
    let long = format!("tamga/statement/v1\n{}\n", "x".repeat(1024));
    assert!(matches!(Statement::parse(&long), Err(Reason::TooLong { max: 1024 })));
}

#[test]
fn a_contest_is_the_bit_of_its_number_from_the_least_significant() {
    let mut set = ContestSet::default();
    set.insert(0);
    set.insert(9);
    assert_eq!(set.0[..3], [1, 2, 0]);
    assert!(set.has(9) && !set.has(1) && !set.has(500));
    let mut all = set;
    all.insert(127);
    assert!(set.is_subset(&all) && !all.is_subset(&set));
}
