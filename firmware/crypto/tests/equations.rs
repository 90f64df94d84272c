//! The numbers of the README's equations and those that the code cites are the same.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn source_lines(folder: &Path, lines: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a source folder") {
        let path = entry.expect("an entry of it").path();
        if path.is_dir() {
            source_lines(&path, lines);
        } else {
            let text = fs::read_to_string(&path).expect("a source file");
            lines.extend(text.lines().map(|line| line.trim().to_owned()));
        }
    }
}

/// The numbers in brackets after a space, ` (12)` and the like; not those of `f(0)`.
fn bracketed(text: &str) -> impl Iterator<Item = u32> {
    text.split(" (").skip(1).filter_map(|rest| rest.split_once(')')?.0.parse().ok())
}

/// Lines of the README that state an equation begin with its number.
fn stated() -> Vec<u32> {
    include_str!("../README.md")
        .lines()
        .filter(|line| line.starts_with('('))
        .filter_map(|line| bracketed(&format!(" {line}")).next())
        .collect()
}

#[test]
fn equations_are_numbered_from_one_without_a_gap() {
    let stated = stated();
    assert!(!stated.is_empty());
    assert_eq!(stated, (1..=stated.len() as u32).collect::<Vec<_>>());
}

#[test]
fn every_equation_is_cited_in_the_code_and_every_citation_has_its_equation() {
    let mut lines = Vec::new();
    source_lines(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut lines);
    let cited: BTreeSet<u32> = lines
        .iter()
        .filter(|line| line.starts_with("///") || line.starts_with("//!"))
        .flat_map(|line| {
            let at = ["README (", "quation ("].iter().find_map(|word| line.find(word));
            at.and_then(|at| line.get(at..)).into_iter().flat_map(bracketed)
        })
        .collect();
    assert_eq!(cited, stated().into_iter().collect());
}
