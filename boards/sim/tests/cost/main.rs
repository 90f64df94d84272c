//! What a token's answers cost on the emulated board, in instructions, stack and heap: the real firmware, asked through its
//! wire, while QEMU counts.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod board;
mod ceremony;
#[allow(dead_code, reason = "the token's own tests use the rest")]
#[path = "../../../../firmware/token/tests/token/definition.rs"]
mod definition;
#[allow(dead_code, reason = "the token's own tests use the rest")]
#[path = "../../../../firmware/token/tests/token/tally.rs"]
mod tally;

use std::path::{Path, PathBuf};
use std::process::Command;

use tamga_crypto::dkg::GroupKey;
use tamga_crypto::group::{RistrettoPoint, Scalar, encode_point};
use tamga_crypto::hash::sha3_256;
use tamga_crypto::tdh2::PinCiphertext;
use tamga_wire::limits::{OPTIONS_MAX, PART_LEN_MAX, TOTALS_LEN_MAX};
use tamga_wire::{ActKind, Digest, Group, PinLabel, Purpose, Request, Response, Role};

use crate::board::{Bench, Cost};
use crate::ceremony::{Ceremony, LARGEST_CONTEST, MOST_SLOTS, rng, with_most_slots};
use crate::definition::hex;
use crate::tally::{Leaf, Tally};

/// Instructions per opened sum, at most, all included.
const INSTRUCTIONS_PER_SUM_MAX: u64 = 2_500_000;
/// RAM that a token may take.
const RAM_MAX: u64 = 128 << 10;
/// RAM of the image that is neither stack nor heap, at most.
const STATIC_MAX: u64 = 2 << 10;

/// The image, where it and the emulator are there. Where the tests must use what is installed, a missing one is a failure.
fn image() -> Option<PathBuf> {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/boards/mps2-an386.elf");
    let image = std::env::var_os("TAMGA_TOKEN_IMAGE").map_or(built, PathBuf::from);
    let emulator = Command::new("qemu-system-arm").arg("--version").output().is_ok();
    let must = std::env::var_os("TAMGA_REQUIRE_BACKENDS").is_some();
    assert!(!must || emulator && image.exists(), "qemu-system-arm: {emulator}, image by boards/build: {image:?}");
    (emulator && image.exists()).then_some(image)
}

fn unlock(d: &Digest, custody: &GroupKey) -> Request {
    let label = PinLabel { definition: d, serial: "rehearsal-1", role: Role::Tally, generation: 1 };
    let x = custody.public();
    let ciphertext = PinCiphertext::encrypt(&x, &label.to_bytes(), b"271828", &mut rng()).unwrap().to_bytes();
    Request::Unlock { role: Role::Tally, serial: "rehearsal-1".into(), generation: 1, ciphertext, host_key: [9; 32] }
}

fn report(what: &str, cost: Cost) {
    let Cost { instructions, stack, heap } = cost;
    println!("{what:<32} {instructions:>12} instructions, so far stack {stack}, heap {heap} bytes");
}

#[test]
fn a_sum_costs_at_most_two_and_a_half_million_instructions_and_memory_stays_within_its_budget() {
    let Some(image) = image() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut ceremony = Ceremony::enrolled(&image, folder.path(), 5);
    report("init, log-in and enrolment", ceremony.emulated().take_cost());
    let custody = ceremony.make_key(Purpose::Custody);
    report("key generation with 5 tokens", ceremony.emulated().take_cost());
    let election = ceremony.make_key(Purpose::Election);
    let e = ceremony.endorse(&custody, &election);
    report("the other key, and endorsing", ceremony.emulated().take_cost());

    let unlock = unlock(&ceremony.d, &custody);
    assert!(matches!(ceremony.emulated().ask(&unlock), Response::Sealed { .. }));
    report("unlock", ceremony.emulated().take_cost());
    let act = Request::Act { kind: ActKind::Close, digest: tally::CLOSE, figures: [1, 4_000, 4, 0] };
    assert!(matches!(ceremony.emulated().ask(&act), Response::Signed { .. }));
    report("sign an act", ceremony.emulated().take_cost());

    let tally = Tally::new(&e, &election);
    assert_eq!(ceremony.emulated().ask(&tally.begin()), Response::Done);
    report("begin an opening, 2 approvals", ceremony.emulated().take_cost());
    let sums: usize = tally.leaves.iter().map(|leaf| leaf.sums.len()).sum();
    for number in 0..tally.leaves.len() {
        let answer = ceremony.emulated().ask(&tally.leaf(number));
        assert!(matches!(answer, Response::Opened { .. }), "leaf {number}: {answer:?}");
    }
    let opening = ceremony.emulated().take_cost();
    assert_fits(&format!("{sums} sums in {} leaves", tally.leaves.len()), opening);
    let per_sum = opening.instructions / sums as u64;
    println!("{per_sum} instructions per sum");
    assert!(per_sum <= INSTRUCTIONS_PER_SUM_MAX, "{per_sum} instructions per sum");
}

#[test]
fn a_key_of_fifteen_tokens_the_largest_leaf_and_the_longest_statement_fit_into_the_memory() {
    let Some(image) = image() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut ceremony = Ceremony::enrolled(&image, folder.path(), 15);
    report("init, log-in and enrolment", ceremony.emulated().take_cost());
    let custody = ceremony.make_key(Purpose::Custody);
    let election = ceremony.make_key(Purpose::Election);
    let e = ceremony.endorse(&custody, &election);
    let token = ceremony.emulated();
    assert_fits("two keys of 15 tokens, endorsed", token.take_cost());

    let tally = largest_leaf(&e);
    assert_eq!(token.ask(&tally.begin()), Response::Done);
    assert!(matches!(token.ask(&tally.leaf(0)), Response::Opened { .. }));
    assert_fits("a leaf of 64 sums", token.take_cost());

    sign_statement(token, &e, 1, &tally.root());
}

/// Has the longest statement signed over this root.
fn sign_statement(token: &mut Bench, e: &Digest, opening: u32, root: &Digest) {
    let (text, totals) = statement(e, opening, root);
    let totals_length = totals.len() as u32;
    assert_eq!(token.ask(&Request::StatementBegin { text, totals_length }), Response::Done);
    let ask = |part: &[u8]| token.ask(&Request::StatementTotals { bytes: part.to_vec() });
    let answer = totals.as_bytes().chunks(PART_LEN_MAX).map(ask).last();
    assert!(matches!(answer, Some(Response::StatementSigned { .. })), "{answer:?}");
    assert_fits("a statement, 16 KiB of totals", token.take_cost());
}

#[test]
fn a_token_that_opened_as_much_as_a_definition_may_ask_for_has_memory_for_the_largest_leaf_and_statement() {
    let Some(image) = image() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut ceremony = Ceremony::enrolled_with(&image, folder.path(), 15, with_most_slots);
    let custody = ceremony.make_key(Purpose::Custody);
    let election = ceremony.make_key(Purpose::Election);
    let e = ceremony.endorse(&custody, &election);
    let token = ceremony.emulated();
    token.take_cost();
    let (contests, openings) = MOST_SLOTS;
    let mut previous = [0; 32];
    for opening in 1..=openings {
        let is_last = opening == openings;
        let group = |contest| Group { contest, regions: vec![opening as u16 - 1], ballots: tally::BALLOTS };
        // The largest contest only in the last opening: its 64 sums take long.
        let leaf = |contest| {
            let sums = if contest + 1 == contests { OPTIONS_MAX } else { 1 };
            Leaf { group: group(contest), sums: vec![sum(); sums], votes: Vec::new() }
        };
        let leaves = (0..contests - u16::from(!is_last)).map(leaf).collect();
        let tally = Tally { election: e, opening, previous, leaves };
        assert_eq!(token.ask(&tally.begin()), Response::Done, "opening {opening}");
        for number in 0..tally.leaves.len() {
            assert!(matches!(token.ask(&tally.leaf(number)), Response::Opened { .. }), "{opening}, leaf {number}");
        }
        previous = tally.root();
    }
    let sets = openings * u32::from(contests - 1) + 1;
    assert_fits(&format!("{sets} sets of regions"), token.take_cost());
    sign_statement(token, &e, openings, &previous);
}

/// A sum that decodes.
fn sum() -> [u8; 64] {
    let half = encode_point(&RistrettoPoint::mul_base(&Scalar::from(5u8)));
    [half, half].concat().try_into().unwrap()
}

/// A tally of one leaf with as many sums as one may have.
fn largest_leaf(e: &Digest) -> Tally {
    let sums = vec![sum(); OPTIONS_MAX];
    let regions = (0..definition::REGIONS as u16).collect();
    let group = Group { contest: LARGEST_CONTEST, regions, ballots: tally::BALLOTS };
    Tally { election: *e, opening: 1, previous: [0; 32], leaves: vec![Leaf { group, sums, votes: Vec::new() }] }
}

fn assert_fits(what: &str, cost: Cost) {
    report(what, cost);
    assert!(STATIC_MAX + cost.heap + cost.stack <= RAM_MAX, "heap {}, stack {}", cost.heap, cost.stack);
}

/// The text of a statement and its table of totals, as long as may be.
fn statement(e: &Digest, opening: u32, root: &Digest) -> (Vec<u8>, String) {
    let mut totals = String::from("contest,option,votes\n");
    for number in 0.. {
        let row = format!("contest-0,option-{number},{}\n", number * 7);
        if totals.len() + row.len() > TOTALS_LEN_MAX {
            break;
        }
        totals += &row;
    }
    let [e, root, digest] = [*e, *root, sha3_256(&[totals.as_bytes()])].map(|digest| hex(&digest));
    let text = format!(
        "tamga/statement/v1\nid colorado-2024-president\nelection {e}\nrehearsal yes\nstatus complete\nopening {opening}\n\
         root {root}\nregistered 40561\nreceived 32379\ncounted 32370\ngreen 32370\nblue 0\nyellow 0\nred 4\n\
         superseded 5\nlate 0\nopened 8\nwithheld 0\ntotals {digest}\nresults {root}\nrecord {root}\naudit {root}\n\
         ledger 200 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
    );
    (text.into_bytes(), totals)
}
