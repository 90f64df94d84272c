//! The catalogue against itself and against the sources that name its messages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use tamga_record::admission::Reason;
use tamga_record::bundle::ChainState;
use tamga_wire::operations::Operation;

use super::*;

/// The messages of a file: key, and everything that is written under it.
fn messages(text: &'static str) -> BTreeMap<&'static str, String> {
    let mut messages = BTreeMap::new();
    let mut last = "";
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        match line.split_once(" =") {
            Some((key, rest)) if !line.starts_with(' ') => {
                last = key;
                messages.insert(key, rest.trim().to_owned());
            }
            _ => messages.entry(last).or_default().push_str(&format!("\n{}", line.trim())),
        }
    }
    messages
}

/// The English messages that say what to do: key and text.
pub fn messages_with_advice() -> Vec<(&'static str, String)> {
    all(EN).into_iter().filter(|(_, text)| text.contains(".advice =")).collect()
}

fn all(files: Files) -> BTreeMap<&'static str, String> {
    files.iter().flat_map(|text| messages(text)).collect()
}

/// The places of a message: what follows a `$`, without what a part adds to its name.
fn places(text: &str) -> BTreeSet<String> {
    let names = text.split('$').skip(1).map(|rest| rest.split([' ', '}']).next().unwrap_or_default());
    let base = |name: &str| {
        let name = name.strip_suffix("-text").or(name.strip_suffix("-n")).unwrap_or(name);
        name.strip_suffix("-advice").unwrap_or(name).to_owned()
    };
    names.map(base).collect()
}

/// Every source of this crate but tests, in one text.
fn sources() -> String {
    fn collect(folder: &Path, into: &mut String) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                collect(&path, into);
            } else if path.extension().is_some_and(|of| of == "rs") && !path.ends_with("tests.rs") {
                into.push_str(&fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut text = String::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut text);
    text
}

/// What stands in quotes after each of these.
fn quoted<'t>(text: &'t str, before: &str) -> Vec<&'t str> {
    text.split(before).skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next()).collect()
}

#[test]
fn no_message_is_empty_and_each_has_the_same_places_in_all_languages() {
    let [kk, ru, en] = [KK, RU, EN].map(all);
    for (key, text) in &en {
        for (language, other) in [("kk", &kk[key]), ("ru", &ru[key])] {
            assert_eq!(places(text), places(other), "{language} {key}");
            for attribute in [".advice =", ".on-screen =", ".shown ="] {
                assert_eq!(text.contains(attribute), other.contains(attribute), "{language} {key}");
            }
        }
    }
    for (key, text) in kk.iter().chain(&ru).chain(&en) {
        assert!(!text.is_empty() && !text.ends_with('=') && !text.starts_with(".advice"), "{key}");
    }
}

#[test]
fn every_message_that_the_program_says_is_in_the_catalogue() {
    let (text, there) = (sources(), all(EN));
    let named = ["Message::of(", "Failure::bad_input(", "Failure::internal(", "Failure::not_verified(", ".head(||"];
    let said: Vec<&str> = named.iter().flat_map(|before| quoted(&text, before)).collect();
    assert!(said.len() > 100, "{}", said.len());
    let unknown: Vec<&str> = said.into_iter().filter(|key| !there.contains_key(key)).collect();
    assert_eq!(unknown, [""; 0]);
}

#[test]
fn every_step_that_says_something_has_a_name_of_at_most_eleven_cells() {
    let text = sources();
    let said = [".say(", ".alarm(", ".counting(", ".control_number("].map(|before| quoted(&text, before)).concat();
    assert!(said.len() > 100, "{}", said.len());
    for (step, files) in said.iter().flat_map(|step| [KK, RU, EN].map(|files| (step, files))) {
        let name = all(files).remove(format!("at-{step}").as_str());
        assert!(name.is_some_and(|name| name.chars().count() <= 11), "{step}");
    }
}

/// What the screen's keys do is not told there as a command.
#[test]
fn no_advice_on_the_screen_names_a_command_that_the_screen_has() {
    const ACTS: &str =
        "setup cast import admit adjudicate amend close tally lot sign export status recount pause resume";
    for (language, files) in [("kk", KK), ("ru", RU), ("en", EN)] {
        for (key, text) in all(files) {
            let (_, advice) = text.split_once(".on-screen =").or(text.split_once(".advice =")).unwrap_or_default();
            let named = ACTS.split(' ').find(|act| advice.contains(&format!("tamga {act}")));
            assert_eq!(named, None, "{language} {key}");
        }
    }
}

/// Nor is what an act says; what only other commands do is.
#[test]
fn no_news_on_the_screen_name_a_command() {
    const ONLY_TYPED: [&str; 1] = ["replace-plug-in"];
    for (language, [.., news]) in [("kk", KK), ("ru", RU), ("en", EN)] {
        for (key, text) in messages(news) {
            let shown = text.split_once(".shown =").map_or(text.as_str(), |(_, shown)| shown);
            assert!(ONLY_TYPED.contains(&key) || !shown.contains("tamga "), "{language} {key}");
        }
    }
}

/// Words of bytes and devices that messages are made of.
#[test]
fn every_word_of_chains_reasons_tokens_and_seats_has_its_message() {
    const NEVER_HELD: [Reason; 3] = [Reason::AlreadyCounted, Reason::Superseded, Reason::TrackerClash];
    let chains = (0..4).filter_map(|bit| ChainState::from_bits(1 << bit)).flat_map(ChainState::words);
    let words = chains
        .map(|word| format!("chain-is-{word}"))
        .chain(Operation::ALL.map(|operation| format!("operation-{}", operation.word())));
    // A record that is superseded, was counted already or is only noted is held by nobody.
    let reasons = Reason::ALL
        .iter()
        .filter(|reason| !NEVER_HELD.contains(reason))
        .map(|reason| format!("reason-{}", reason.word()));
    let remarks = ["withdrawn", "not-eligible", "below-threshold", "tie", "lot", "lot-lost"];
    let remarks = remarks.map(|word| format!("seat-remark-{word}"));
    let there = all(EN);
    for key in words.chain(reasons).chain(remarks) {
        assert!(there.contains_key(key.as_str()), "{key}");
    }
}

#[test]
fn every_figure_and_column_that_is_listed_has_a_name_and_those_of_figures_fit() {
    let text = sources();
    let listed = [".figure(", " line("].map(|before| quoted(&text, before)).concat();
    let columns = text.split(".table(").skip(1).filter_map(|rest| rest.split_once("&[")?.1.split_once(']'));
    let columns: Vec<&str> = columns.flat_map(|(names, _)| names.split('"').skip(1).step_by(2)).collect();
    assert!(listed.len() > 10 && columns.len() > 20, "{listed:?} {columns:?}");
    for files in [KK, RU, EN].map(all) {
        let name = |of: &&str| files.get(format!("listed-{of}").as_str());
        assert!(listed.iter().all(|of| name(of).is_some_and(|name| name.chars().count() <= 14)), "{listed:?}");
        let unnamed = |of: &&&str| !files.contains_key(format!("column-{}", of.replace(' ', "-")).as_str());
        assert_eq!(columns.iter().filter(unnamed).collect::<Vec<_>>(), [&""; 0]);
    }
}

#[test]
fn every_message_about_a_failure_is_said_by_the_program_or_by_another_message() {
    let (text, [.., listings, failures, causes, news]) = (sources(), EN);
    let others = format!("{failures}{causes}{news}");
    let named = |key: &str| text.contains(&format!("\"{key}\""));
    let is_said = |key: &str| {
        let word = ["at-", "listed-", "column-"].iter().find_map(|before| key.strip_prefix(before)).unwrap_or(key);
        named(word) || named(&word.replace('-', " ")) || others.contains(&format!("{{ {key}"))
    };
    let unsaid: Vec<&str> = [listings, failures, causes, news]
        .iter()
        .flat_map(|text| messages(text).into_keys())
        .filter(|key| !is_said(key))
        .collect();
    assert_eq!(unsaid, [""; 0]);
}

#[test]
fn a_locale_names_a_language_or_none() {
    let named = ["ru_RU.UTF-8", "kk", "en-GB", "C.UTF-8", "rus", "de_DE@euro"].map(named_by);
    assert_eq!(named, [Some(Language::Ru), Some(Language::Kk), Some(Language::En), None, None, None]);
}

fn keys(files: &[&str]) -> BTreeSet<String> {
    let of = |line: &str| {
        let (key, _) = line.split_once(" =")?;
        let is_key = key.starts_with(|first: char| first.is_ascii_lowercase());
        is_key.then(|| key.to_owned())
    };
    files.iter().flat_map(|text| text.lines()).filter_map(of).collect()
}

#[test]
fn every_message_is_in_all_three_languages() {
    assert_eq!(keys(&KK), keys(&EN));
    assert_eq!(keys(&RU), keys(&EN));
}

#[test]
fn every_catalogue_can_be_read_and_no_message_is_in_two_files() {
    for files in [KK, RU, EN] {
        for text in files {
            assert!(FluentResource::try_new(text.to_owned()).is_ok());
        }
        let one_by_one: usize = files.map(|text| keys(&[text]).len()).into_iter().sum();
        assert_eq!(one_by_one, keys(&files).len());
    }
}

#[test]
fn numbers_are_written_as_the_language_has_them() {
    let written = |language| Words::of(language).number(1_234_567);
    assert_eq!(written(Language::En), "1,234,567");
    assert_eq!(written(Language::Ru), "1\u{a0}234\u{a0}567");
    let share = |language| Words::of(language).percent(1, 3);
    assert_eq!((share(Language::En).as_str(), share(Language::Kk).as_str()), ("33.3%", "33,3\u{a0}%"));
    assert_eq!(Words::of(Language::En).percent(2_000, 3_000), "66.7%");
}

#[test]
fn plurals_follow_the_rules_of_the_language() {
    let ru = |n| Words::of(Language::Ru).count("records", n);
    assert_eq!([ru(1), ru(2), ru(5), ru(21)], ["1 запись", "2 записи", "5 записей", "21 запись"]);
}
