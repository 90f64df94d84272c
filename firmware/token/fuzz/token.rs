//! A token under libFuzzer: the script of `tests/fuzz`, with coverage as its guide.

#![no_main]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a find is a panic")]

#[path = "../tests/token/board.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod board;
#[path = "../tests/fuzz/book.rs"]
mod book;
#[path = "../tests/fuzz/change.rs"]
mod change;
#[path = "../tests/token/commission.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod commission;
#[path = "../tests/token/definition.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod definition;
#[path = "../tests/fuzz/heap.rs"]
mod heap;
#[path = "../tests/token/replacing.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod replacing;
#[path = "../tests/fuzz/script.rs"]
mod script;
#[path = "../tests/token/slice.rs"]
mod slice;
#[path = "../tests/token/statement.rs"]
mod statement;
#[path = "../tests/token/tally.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod tally;
#[path = "../tests/fuzz/watch.rs"]
mod watch;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    script::run(bytes);
});
