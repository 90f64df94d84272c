//! The tables that are published, from marks and verdicts in the clear, over all openings up to one.

use std::collections::{BTreeMap, HashSet};

use crate::closing;
use crate::election::{CastRecord, Election, Opening};
use crate::encode::{Digest, hash, sha3};

/// What both officers threw.
pub const DICE: [&str; 2] = ["1234561234", "654321654321"];

/// The records that are counted in a leaf of an opening.
pub fn counted<'a>(
    records: &'a [CastRecord],
    opening: u32,
    contest: usize,
    regions: &'a [usize],
) -> impl Iterator<Item = &'a CastRecord> {
    let has = move |r: &&CastRecord| {
        r.opening == opening && r.is_counted() && regions.contains(&r.cast.place.0) && r.contests.contains(&contest)
    };
    records.iter().filter(has)
}

/// `totals.csv` and `results.csv` from the marks as they were cast.
pub fn results(election: &Election, until: u32) -> (String, String) {
    let script = &election.script;
    // Votes and blanks, by head and contest.
    let mut rows: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    let mut totals: Vec<Vec<usize>> = script.contests.iter().map(|c| vec![0; c.options.len() + 1]).collect();
    for opening in script.openings.iter().filter(|opening| opening.number <= until) {
        for (contest, regions) in &opening.leaves {
            let votes = leaf(election, opening.number, *contest, regions);
            let row = rows.entry((regions[0], *contest)).or_insert_with(|| vec![0; votes.len()]);
            for (place, count) in votes.iter().enumerate() {
                row[place] += count;
                totals[*contest][place] += count;
            }
        }
    }
    let lines = |prefix: &str, contest: usize, votes: &[usize]| -> String {
        let contest = &script.contests[contest];
        let names = contest.ids().chain(["blank"]);
        names.zip(votes).map(|(name, count)| format!("{prefix}{},{name},{count}\n", contest.id)).collect()
    };
    let (mut totals_text, mut results) =
        (String::from("contest,option,votes\n"), String::from("region,contest,option,votes\n"));
    for ((region, contest), votes) in &rows {
        results += &lines(&format!("{},", script.regions[*region].code), *contest, votes);
    }
    for (contest, votes) in totals.iter().enumerate() {
        totals_text += &lines("", contest, votes);
        results += &lines("*,", contest, votes);
    }
    (totals_text, results)
}

fn leaf(election: &Election, opening: u32, contest: usize, regions: &[usize]) -> Vec<usize> {
    let contest_of = &election.script.contests[contest];
    let mut votes = vec![0; contest_of.options.len()];
    let mut ballots = 0;
    for record in counted(&election.records, opening, contest, regions) {
        let at = record.contests.iter().position(|c| *c == contest).unwrap();
        for (sum, mark) in votes.iter_mut().zip(&record.cast.marks[at]) {
            *sum += usize::from(*mark);
        }
        ballots += 1;
    }
    votes.push(contest_of.max * ballots - votes.iter().sum::<usize>());
    votes
}

/// `seats.csv`: the lines of the script, with the lots drawn.
pub fn seats(opening: &Opening, z: &Digest) -> (String, Vec<String>) {
    let mut text = String::from("contest,option,votes,seats,remark\n");
    let mut drawn: Vec<String> = Vec::new();
    let order = |contest: &str, option: &str| {
        let text = |text: &str| [&[text.len() as u8], text.as_bytes()].concat();
        let what = [text(contest), text(option), text(DICE[0]), text(DICE[1])].concat();
        hash("tamga/lot/v1", &[z.as_slice(), &what].concat())
    };
    for line in &opening.seats {
        let Some(head) = line.strip_suffix("LOT") else {
            text += &format!("{line}\n");
            continue;
        };
        let names = |line: &str| -> (String, String) {
            let mut cells = line.split(',').map(str::to_owned);
            (cells.next().unwrap(), cells.next().unwrap())
        };
        let (contest, option) = names(head);
        let rivals = opening.seats.iter().filter(|line| line.ends_with("LOT")).map(|line| names(line));
        let first = rivals.filter(|(of, _)| *of == contest).map(|(of, rival)| order(&of, &rival)).min().unwrap();
        text += head;
        text += if order(&contest, &option) == first { "1,lot\n" } else { "0,lot-lost\n" };
        if !drawn.contains(&contest) {
            drawn.push(contest);
        }
    }
    (text, drawn)
}

/// The figures of entry 12 of an opening, and the lines of `turnout.csv` up to it.
pub fn turnout(election: &Election, opening: u32) -> (String, [u64; 8]) {
    let mut text = String::from("region,registered,received,counted,green,blue,yellow,red,superseded,late\n");
    for region in election.script.regions_until(opening) {
        let region_of = &election.script.regions[region];
        let row = figures(election, |r| r.opening <= opening && r.cast.place.0 == region);
        text += &format!("{},{}", region_of.code, region_of.registered);
        row.iter().for_each(|figure| text += &format!(",{figure}"));
        text.push('\n');
    }
    (text, figures(election, |r| r.opening == opening))
}

/// received, counted, green, blue, yellow, red, superseded, late.
pub fn figures(election: &Election, is_in: impl Fn(&CastRecord) -> bool) -> [u64; 8] {
    let mine: Vec<&CastRecord> = election.records.iter().filter(|r| is_in(r) && !r.is_copy()).collect();
    let of = |status: &str| mine.iter().filter(|r| r.status() == status).count() as u64;
    let counted = mine.iter().filter(|r| r.is_counted()).count() as u64;
    let [green, blue, yellow] = ["green", "blue", "yellow"].map(of);
    [mine.len() as u64, counted, green, blue, yellow, of("red"), of("superseded"), of("late")]
}

pub fn held(election: &Election) -> String {
    let lines: Vec<String> = election.script.held.iter().map(|line| format!("{line}\n")).collect();
    format!("reason,records,for,against,undecided,counted\n{}", lines.concat())
}

pub fn attestations(election: &Election, until: u32) -> String {
    let mut text = String::from("region,issued,used,received\n");
    for region in election.script.regions_until(until) {
        let of_region = |r: &CastRecord| r.opening <= until && r.cast.place.0 == region;
        let [received, ..] = figures(election, of_region);
        let used = election.records.iter().filter(|r| of_region(r) && r.status() != "red");
        let used: HashSet<Digest> = used.map(|r| sha3(&r.item.bytes[..204])).collect();
        let (code, issued) = (&election.script.regions[region].code, closing::issued(election, region));
        text += &format!("{code},{issued},{},{received}\n", used.len());
    }
    text
}
