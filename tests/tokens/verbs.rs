use std::path::Path;
use std::process::Output;

use super::sockets::{Sim, ports, socket};
use crate::stage::{tamga, text_of};

fn token(verb: &str, at: &[&str], more: &[&str]) -> Output {
    tamga().args(["token", verb]).args(at).args(more).output().unwrap()
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", text_of(output));
    text_of(output)
}

/// The first eight digits of the first key in the list.
fn first_key(list: &str) -> &str {
    let is_key = |word: &&str| word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    list.split_whitespace().find(is_key).unwrap_or_else(|| panic!("{list}"))
}

fn hall(folder: &Path) -> [Sim; 2] {
    [1, 2].map(|number| Sim::start(folder, number, &socket(folder, number)))
}

#[test]
fn tokens_are_listed_initialised_named_checked_measured_and_erased() {
    let folder = tempfile::tempdir().unwrap();
    let _sims = hall(folder.path());
    let tokens = ports(folder.path(), 2);
    let at = ["--tokens", tokens.as_str()];
    let fresh = said(&token("list", &at, &[]));
    assert_eq!(fresh.matches("factory").count(), 2, "{fresh}");
    assert_eq!(token("init", &at, &[]).status.code(), Some(2), "without --rehearsal");
    assert_eq!(said(&token("init", &at, &["--rehearsal"])).matches("has the identity key").count(), 2);
    let again = said(&token("init", &at, &["--rehearsal"]));
    assert_eq!(again.matches("left as it is").count(), 2, "{again}");
    assert_eq!(token("label", &at, &["Aral 1"]).status.code(), Some(2), "which of the two?");
    said(&token("label", &at, &["--token", "1", "Aral 1"]));
    assert!(said(&token("list", &at, &[])).contains("Aral 1"));
    assert!(said(&token("info", &at, &["--token", "Aral 1"])).contains("for rehearsals"));
    said(&token("pin", &at, &["--token", "Aral 1"]));
    assert_eq!(said(&token("check", &at, &[])).matches("works").count(), 8, "four parts of two tokens");
    assert!(said(&token("bench", &at, &["--token", "2", "--sums", "4"])).contains("ms each"));
    let list = said(&token("list", &at, &[]));
    let key = first_key(&list);
    let wrong = token("wipe", &at, &["--token", "1", "--destroy", "00000000"]);
    assert_eq!(wrong.status.code(), Some(2), "{}", text_of(&wrong));
    said(&token("wipe", &at, &["--token", "1", "--destroy", key, "--retire"]));
    let list = said(&token("list", &at, &[]));
    assert!(list.contains("retired") && list.contains("initialised"), "{list}");
}

#[test]
fn where_there_is_no_token_people_are_told_what_to_do() {
    let output = token("list", &["--tokens", "unix:/nowhere/1.sock"], &["--json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text_of(&output).contains("Plug one in"), "{}", text_of(&output));
    let output = token("list", &["--tokens", "sim"], &[]);
    assert!(text_of(&output).contains("--at"), "{}", text_of(&output));
}
