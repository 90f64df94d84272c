use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Watched, assert_counted, rehearsal, until, village};

/// Whether the emulator and an image are there. Where the tests must use what is installed, a missing one is a failure.
fn is_there() -> bool {
    let emulator = Command::new("qemu-system-arm").arg("--version").output().is_ok();
    let image = std::env::var_os("TAMGA_TOKEN_IMAGE").is_some()
        || Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/boards/mps2-an386.elf")).exists();
    let must = std::env::var_os("TAMGA_REQUIRE_BACKENDS").is_some();
    assert!(!must || emulator && image, "qemu-system-arm: {emulator}, image by boards/build: {image}");
    emulator && image
}

fn is_long() -> bool {
    std::env::var_os("TAMGA_LONG").is_some()
}

/// Rehearses with this many emulated tokens, and ends the emulator of token 3 with SIGKILL in the moment in which its officer
/// is asked to open the sums.
fn with_one_killed(officers: u8, quorum: u8) {
    let (village, out) = village();
    let mut rehearsal =
        Watched::start(&mut rehearsal(village.path(), &out, officers, quorum, &format!("qemu:{officers}")));
    let token = out.join("appliance/tokens/3");
    let watch = token.join("screens.txt");
    let killer = std::thread::spawn(move || {
        until(|| fs::read_to_string(&watch).ok().filter(|screens| screens.contains("қорытындыны\n|АШАСЫЗ БА?")));
        let pid = fs::read_to_string(token.join("pid")).unwrap();
        assert!(Command::new("kill").args(["-KILL", pid.trim()]).status().unwrap().success());
    });
    while rehearsal.next().is_some() {}
    killer.join().unwrap();
    let said = rehearsal.succeed();
    assert!(said.contains("token 3: the token was pulled out"), "{said}");
    let before: Vec<String> = (1..officers).map(|officer| officer.to_string()).collect();
    assert_counted(&out, &said, &format!("{} and {officers}", before.join(", ")));
}

#[test]
fn three_emulated_tokens_hold_an_election_and_one_is_killed_in_mid_opening() {
    if is_there() {
        with_one_killed(3, 2);
    }
}

#[test]
fn five_emulated_tokens_hold_an_election() {
    if is_there() && is_long() {
        let (village, out) = village();
        let said = Watched::start(&mut rehearsal(village.path(), &out, 5, 3, "qemu:5")).succeed();
        assert_counted(&out, &said, "1, 2, 3, 4 and 5");
    }
}

#[test]
fn one_of_five_emulated_tokens_is_killed_in_mid_opening() {
    if is_there() && is_long() {
        with_one_killed(5, 3);
    }
}

#[test]
fn two_of_five_emulated_tokens_are_absent_and_three_are_enough() {
    if is_there() && is_long() {
        let (village, out) = village();
        let said = Watched::start(rehearsal(village.path(), &out, 5, 3, "qemu:5").args(["--absent", "4,5"])).succeed();
        assert_counted(&out, &said, "1, 2 and 3");
    }
}
