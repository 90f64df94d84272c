use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::stage::{tamga, text_of};

/// Ballots, then votes per ticket, by region code.
type Counties = BTreeMap<String, Vec<u64>>;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("elections/colorado-2024")
}

fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split(',').collect())
}

/// The copied tables: registered, ballots, votes in ticket order.
fn copied() -> Counties {
    let turnout = fs::read_to_string(example().join("turnout.csv")).unwrap();
    let mut counties: Counties =
        rows(&turnout).map(|row| (row[0].to_owned(), vec![row[1].parse().unwrap(), row[2].parse().unwrap()])).collect();
    let totals = fs::read_to_string(example().join("totals.csv")).unwrap();
    for row in rows(&totals) {
        counties.get_mut(row[0]).unwrap().push(row[3].parse().unwrap());
    }
    counties
}

#[test]
fn the_colorado_example_equals_the_official_record() {
    let ours = copied();
    let sum = |column: usize| ours.values().map(|county| county[column]).sum::<u64>();
    // County sums of the Secretary of State's export, as its summary states them.
    assert_eq!((ours.len(), sum(0), sum(1), sum(2), sum(3)), (64, 4_058_938, 3_241_120, 1_728_159, 1_377_441));
    let source = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data/colorado2024_counties/president_by_county_derived.csv");
    let Ok(source) = fs::read_to_string(&source) else {
        eprintln!("skipped: the official table is not at hand");
        return;
    };
    let official: Counties = rows(&source)
        .map(|row| {
            (row[0].to_lowercase().replace(' ', "-"), row[1..].iter().map(|figure| figure.parse().unwrap()).collect())
        })
        .collect();
    assert_eq!(ours, official);
}

#[test]
fn colorado_at_scale_100_is_counted_exactly() {
    let out = tempfile::tempdir().unwrap();
    let output = tamga().args(["rehearse", "--plain", "--out"]).arg(out.path()).output().unwrap();
    assert!(output.status.success(), "{}", text_of(&output));
    let results = fs::read_to_string(out.path().join("results.csv")).unwrap();
    let mut counted: Counties = BTreeMap::new();
    for row in rows(&results) {
        counted.entry(row[0].to_owned()).or_default().push(row[3].parse().unwrap());
    }
    let all = counted.remove("*").unwrap();
    let mut sums = vec![0; 9];
    for (county, figures) in copied() {
        let votes: Vec<u64> = figures[2..].iter().map(|votes| votes / 100).collect();
        let blank = figures[1] / 100 - votes.iter().sum::<u64>();
        let expected: Vec<u64> = votes.into_iter().chain([blank]).collect();
        assert_eq!(counted[&county], expected, "{county}");
        sums.iter_mut().zip(&expected).for_each(|(sum, votes)| *sum += votes);
    }
    assert_eq!(counted.len(), 64);
    assert_eq!(all, sums);
    assert_eq!(sums.iter().sum::<u64>(), 32_379);
}

#[test]
fn colorado_unscaled_is_refused_with_its_numbers() {
    let out = tempfile::tempdir().unwrap();
    let output = tamga()
        .arg("rehearse")
        .arg(example())
        .args(["--scale", "1", "--plain", "--out"])
        .arg(out.path())
        .output()
        .unwrap();
    let text = text_of(&output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    for word in ["san-juan", "588", "562"] {
        assert!(text.contains(word), "{word} is not in: {text}");
    }
}
