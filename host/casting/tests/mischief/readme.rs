//! The README's table of kinds is that of the code.

use tamga_casting::mischief::{Fate, Mischief};
use tamga_record::bundle::ChainState;

use crate::world::{Setup, World};

/// A row per kind: what becomes of it, and where that stands.
fn table(world: &World) -> String {
    let mut table = String::from("| kind | what becomes of it | shown by |\n|---|---|---|\n");
    for kind in Mischief::kinds() {
        let (fate, place) = row(world, kind);
        table.push_str(&format!("| {kind} | {fate} | {place} |\n"));
    }
    table
}

fn row(world: &World, kind: &str) -> (String, &'static str) {
    let records = world.mischief.expected().iter().filter(|record| record.kind == kind);
    let mut verdicts: Vec<String> = Vec::new();
    for record in records {
        let counted = if record.counted { ", counted" } else { "" };
        let verdict = format!("{}{counted}: {}", record.status.name(), record.reasons_text().replace('|', ", "));
        if !verdicts.contains(&verdict) {
            verdicts.push(verdict);
        }
    }
    let verdicts = verdicts.join("; ");
    let files = world.mischief.files().iter().find(|file| file.kind == kind);
    match (kind, files.map(|file| file.fate)) {
        ("honest ballots brought late", _) => ("late, counted: late".to_owned(), "verdicts"),
        ("bundle after the last box", _) => ("refused: too-late".to_owned(), "ledger, 35"),
        ("fewer attestations counted than used", _) => ("alarm".to_owned(), "attestations"),
        ("gap: a bundle is lost", _) => (ChainState::GAP.to_string(), "box"),
        ("closing bundle is lost", _) => (ChainState::OPEN.to_string(), "box"),
        (_, Some(Fate::Refused(word))) => (format!("refused: {word}"), "ledger, 35"),
        (_, Some(Fate::Again)) => ("changes nothing".to_owned(), "box"),
        (_, Some(Fate::Taken)) => (format!("{}; {verdicts}", state_of(kind)), "box, verdicts"),
        (_, None) => (verdicts, "verdicts"),
    }
}

fn state_of(kind: &str) -> ChainState {
    let mut state = ChainState::FORK;
    if kind.starts_with("total") {
        state.insert(ChainState::CONTRADICTION);
    }
    state
}

#[test]
fn the_table_of_kinds_is_that_of_the_code() {
    let table = table(&World::new(&Setup::default()));
    let readme = include_str!("../../README.md");
    assert!(readme.contains(&table), "the README should have\n{table}");
}
