//! A statement to sign and the table of totals that belongs to it.

use tamga_crypto::hash::sha3_256;

use crate::definition::{OPTIONS, hex};

/// `totals.csv` over the contests of the tests' definition.
pub fn totals() -> String {
    let mut table = String::from("contest,option,votes\n");
    for (contest, options) in OPTIONS.iter().enumerate() {
        for option in 0..*options {
            table += &format!("contest-{contest},option-{option},{}\n", option * 7);
        }
        table += &format!("contest-{contest},blank,3\n");
    }
    table
}

/// The lines of a statement in election `e` over these totals.
pub fn lines(e: &[u8; 32], root: &[u8; 32], totals: &str) -> Vec<String> {
    let digest = hex(&sha3_256(&[totals.as_bytes()]));
    let (other, e, root) = (hex(&[5; 32]), hex(e), hex(root));
    [
        "tamga/statement/v1",
        "id colorado-2024-president",
        &format!("election {e}"),
        "rehearsal yes",
        "status complete",
        "opening 1",
        &format!("root {root}"),
        "registered 40561",
        "received 32379",
        "counted 32370",
        "green 32370",
        "blue 0",
        "yellow 0",
        "red 4",
        "superseded 5",
        "late 0",
        "opened 8",
        "withheld 0",
        &format!("totals {digest}"),
        &format!("results {other}"),
        &format!("record {other}"),
        &format!("audit {other}"),
        "ledger 200 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    ]
    .map(String::from)
    .into()
}

/// The bytes of these lines.
pub fn text(lines: &[String]) -> Vec<u8> {
    lines.iter().flat_map(|line| format!("{line}\n").into_bytes()).collect()
}
