//! Anything at all on the cable of a token: structured inputs, the same for the seeded runs here and for libFuzzer in `firmware/token/fuzz`.
//!
//! `TAMGA_FUZZ_SEED` and `TAMGA_FUZZ_INPUT` run one input again, as a failed run says.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

#[path = "../token/board.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod board;
mod book;
mod change;
#[path = "../token/commission.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod commission;
#[path = "../token/definition.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod definition;
mod heap;
#[path = "../token/replacing.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod replacing;
mod script;
#[path = "../token/slice.rs"]
mod slice;
#[path = "../token/statement.rs"]
mod statement;
#[path = "../token/tally.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod tally;
mod watch;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use tamga_wire::{FrameReader, Request, Response, decode_frame, decode_message};

/// How long the token is given inputs, and how long the decoders are: together ten seconds, or an hour with `TAMGA_LONG=1`.
const TOKEN: Duration = Duration::from_secs(8);
const DECODERS: Duration = Duration::from_secs(2);
const TOKEN_LONG: Duration = Duration::from_secs(3_300);
const DECODERS_LONG: Duration = Duration::from_secs(300);

/// The seed of all inputs, unless another one is asked for.
const SEED: u64 = 1;
/// Bytes of an input, at most.
const INPUT_LEN_MAX: u32 = 200;

static TURN: Mutex<()> = Mutex::new(());

/// Tests that count memory go one after the other.
fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

/// The bytes of input number `number`.
fn input(seed: u64, number: u64) -> Vec<u8> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    rng.set_stream(number);
    let mut bytes = vec![0; (rng.next_u32() % INPUT_LEN_MAX) as usize];
    rng.fill_bytes(&mut bytes);
    bytes
}

/// Gives inputs to `run` until the time is over; the first that it panics on is named.
fn for_inputs(short: Duration, long: Duration, name: &str, run: impl Fn(&[u8]) -> usize) {
    let seed = setting("TAMGA_FUZZ_SEED").unwrap_or(SEED);
    if let Some(number) = setting("TAMGA_FUZZ_INPUT") {
        run(&input(seed, number));
        return;
    }
    let time = if std::env::var_os("TAMGA_LONG").is_some() { long } else { short };
    let (begin, mut number, mut acts) = (Instant::now(), 0, 0);
    while begin.elapsed() < time {
        let bytes = input(seed, number);
        match catch_unwind(AssertUnwindSafe(|| run(&bytes))) {
            Ok(more) => acts += more,
            Err(_) => panic!(
                "{name}: TAMGA_FUZZ_SEED={seed} TAMGA_FUZZ_INPUT={number} fails; its bytes are {}",
                definition::hex(&bytes)
            ),
        }
        number += 1;
    }
    println!("{name}: seed {seed}, {number} inputs, {acts} acts in {} s", time.as_secs());
}

#[test]
fn whatever_reaches_a_token_is_answered_and_nothing_leaks() {
    let _turn = turn();
    book::book();
    for_inputs(TOKEN, TOKEN_LONG, "token", script::run);
    let seen = |most: &AtomicUsize| most.load(Ordering::Relaxed);
    let (frames, taken, held) = (seen(&watch::FRAMES), seen(&watch::TAKEN_MOST), seen(&watch::HELD_MOST));
    println!("{frames} frames; at most {taken} bytes taken for one and {held} held between two");
}

#[test]
fn the_honest_book_is_taken_from_any_page_that_begins_something() {
    let _turn = turn();
    let book = book::book();
    assert!(book.pages.len() > 100 && book.begins.len() > 15, "{}, {}", book.pages.len(), book.begins.len());
    let mut token = watch::Watched::new(&book.pages[0]);
    for (page, book::Page { request, blobs, seed }) in book.pages.iter().enumerate() {
        if token.seed != *seed {
            token = watch::Watched::new(&book.pages[page]);
        }
        assert_eq!(&token.desk.borrow().blobs, blobs, "page {page}");
        let response = token.ask(1, request).unwrap();
        assert!(!matches!(response, Response::Refused(_)), "page {page}, {request:?}: {response:?}");
    }
    token.finish();
}

#[test]
fn inputs_that_once_failed_do_so_no_more() {
    let _turn = turn();
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fuzz/corpus")).unwrap() {
        let hex = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let digits: Vec<u8> = hex.chars().filter_map(|digit| digit.to_digit(16)).map(|digit| digit as u8).collect();
        script::run(&digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect::<Vec<_>>());
    }
}

/// Bytes as a message of either side and as frames: what decodes, encodes to the same bytes.
fn decode(bytes: &[u8]) -> usize {
    let asks = decode_message::<Request>(bytes).is_ok();
    let answers = decode_message::<Response>(bytes).is_ok();
    let _ = decode_frame(bytes);
    let mut reader = FrameReader::new();
    let frames = bytes.iter().filter_map(|byte| reader.push(*byte)).count();
    assert!(frames <= bytes.len());
    if let Ok(request) = decode_message::<Request>(bytes) {
        let again = tamga_wire::encode_frame(7, &request).unwrap();
        assert_eq!(decode_frame(&again[..again.len() - 1]).unwrap().untrusted_message, bytes);
    }
    usize::from(asks) + usize::from(answers)
}

#[test]
fn any_bytes_decode_or_are_refused() {
    let _turn = turn();
    let book = book::book();
    for_inputs(DECODERS, DECODERS_LONG, "decoders", |bytes| {
        let mut u = arbitrary::Unstructured::new(bytes);
        let changed = u.choose_index(book.pages.len()).and_then(|page| {
            let mut request = book.pages[page].request.clone();
            change::request(&mut request, &mut u)?;
            let frame = tamga_wire::encode_frame(0, &request).unwrap_or_default();
            let mut bytes = cobs::decode_vec(&frame[..frame.len().saturating_sub(1)]).unwrap_or_default();
            change::list(&mut bytes, &mut u)?;
            change::bytes(&mut bytes, &mut u)?;
            Ok(bytes)
        });
        let changed = changed.unwrap_or_default();
        decode(bytes) + decode(&changed) + changed.get(3..).map_or(0, decode)
    });
}
