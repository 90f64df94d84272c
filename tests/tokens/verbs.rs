use std::path::Path;
use std::process::Output;

use super::sockets::{Sim, ports, socket};
use super::{Watched, village};
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
    let unnamed =
        token("wipe", &["--tokens", &format!("unix:{}", socket(folder.path(), 1).display())], &["--destroy", key]);
    assert_eq!(unnamed.status.code(), Some(2), "{}", text_of(&unnamed));
    assert!(text_of(&unnamed).contains("named twice"), "{}", text_of(&unnamed));
    said(&token("wipe", &at, &["--token", "1", "--destroy", key, "--retire"]));
    let list = said(&token("list", &at, &[]));
    assert!(list.contains("retired") && list.contains("initialised"), "{list}");
    assert!(said(&token("init", &at, &["--rehearsal"])).contains("token 1 is retired for good: left as it is"));
    let retired = token("init", &at, &["--rehearsal", "--token", "1"]);
    assert!(text_of(&retired).contains("is retired for good\n"), "{}", text_of(&retired));
}

#[test]
fn where_there_is_no_token_people_are_told_what_to_do() {
    let output = token("list", &["--tokens", "unix:/nowhere/1.sock"], &["--json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text_of(&output).contains("Plug one in"), "{}", text_of(&output));
    let output = token("list", &["--tokens", "sim"], &[]);
    assert!(text_of(&output).contains("--at"), "{}", text_of(&output));
}

#[test]
fn a_name_that_no_token_takes_is_refused_before_any_is_looked_for() {
    for name in ["Aral!", " Aral", "0123456789abcdefg", "a_b"] {
        let refused = token("label", &["--tokens", "unix:/nowhere/1.sock"], &[name]);
        let told = text_of(&refused);
        assert_eq!(refused.status.code(), Some(2), "{told}");
        assert!(told.contains("Latin, Russian or Kazakh letters, digits, spaces inside, hyphens and dots"), "{told}");
    }
}

#[test]
fn ports_without_a_token_are_named_and_so_are_the_officers_who_are_missing() {
    let (village, at) = village();
    let (folder, place) = (village.path(), at.display().to_string());
    let mut sims: Vec<Sim> = (1..=3).map(|number| Sim::start(folder, number, &socket(folder, number))).collect();
    let [first, second, third] = [1, 2, 3].map(|number| socket(folder, number).display().to_string());
    let repeated = format!("unix:{first},unix:{second},unix:{third}");
    assert_eq!(said(&token("list", &["--tokens", &repeated], &[])).matches("factory").count(), 3);
    let election = folder.display().to_string();
    let set_up =
        ["setup", &election, "--at", &place, "--rehearsal", "--officers", "3", "--quorum", "2", "--tokens", &repeated];
    Watched::start(tamga().args(set_up)).succeed();
    sims.remove(1);
    std::fs::remove_file(socket(folder, 3)).unwrap();
    let told = said(&token("list", &["--at", &place], &[]));
    assert!(told.contains(&format!("no token in {second}: nobody answers there")), "{told}");
    assert!(told.contains(&format!("no token in {third}: there is nothing of that name")), "{told}");
    assert!(told.contains("officers 2 and 3 of this election: not here"), "{told}");
    assert!(!told.contains(&format!("no token in {first}")), "{told}");
    let elsewhere = said(&token("list", &["--at", &place, "--tokens", &format!("unix:{first}")], &[]));
    assert!(elsewhere.contains("officers 2 and 3 of this election: not here"), "{elsewhere}");
    assert!(!elsewhere.contains("no token in"), "{elsewhere}");
    let nobody = token("info", &["--at", &place], &["--token", "7"]);
    assert!(text_of(&nobody).contains("none of the tokens here is 7"), "{}", text_of(&nobody));
}

#[test]
fn a_relative_socket_is_found_from_another_folder_later() {
    let (village, at) = village();
    let (folder, place) = (village.path(), at.display().to_string());
    let _sims = hall(folder);
    let election = folder.display().to_string();
    let relative = ["setup", &election, "--at", &place, "--rehearsal", "--officers", "2", "--quorum", "2"];
    let mut set_up = tamga();
    set_up.args(relative).args(["--tokens", "unix:1.sock,./2.sock"]).current_dir(folder);
    Watched::start(&mut set_up).succeed();
    assert_eq!(said(&token("list", &["--at", &place], &[])).matches("enrolled").count(), 2);
}
