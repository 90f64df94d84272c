//! The tables that are published, from marks and verdicts in the clear.

use crate::ceremony::SetUp;
use crate::election::{CastRecord, Script};
use crate::tallying::counted;

/// `totals.csv` and `results.csv` from the marks as they were cast.
pub fn tables(script: &Script, records: &[CastRecord]) -> (String, String) {
    let votes = |contest: usize, regions: &[usize]| -> Vec<u64> {
        let contest_of = &script.contests[contest];
        let mut votes = vec![0; contest_of.options.len()];
        for record in counted(records, contest, regions) {
            let at = record.contests.iter().position(|c| *c == contest).unwrap();
            for (sum, mark) in votes.iter_mut().zip(&record.cast.marks[at]) {
                *sum += u64::from(*mark);
            }
        }
        let most = (contest_of.max * counted(records, contest, regions).count()) as u64;
        votes.push(most - votes.iter().sum::<u64>());
        votes
    };
    let rows = |prefix: &str, contest: usize, votes: &[u64]| -> String {
        let contest = &script.contests[contest];
        let names = contest.options.iter().chain([&"blank"]);
        names.zip(votes).map(|(name, count)| format!("{prefix}{},{name},{count}\n", contest.id)).collect()
    };
    let (mut totals, mut results) =
        (String::from("contest,option,votes\n"), String::from("region,contest,option,votes\n"));
    for (place, region) in script.regions.iter().enumerate() {
        for (contest, regions) in script.leaves.iter().filter(|(_, regions)| regions[0] == place) {
            results += &rows(&format!("{},", region.code), *contest, &votes(*contest, regions));
        }
    }
    for contest in 0..script.contests.len() {
        let opened: Vec<usize> =
            script.leaves.iter().filter(|(c, _)| *c == contest).flat_map(|(_, r)| r.clone()).collect();
        totals += &rows("", contest, &votes(contest, &opened));
        results += &rows("*,", contest, &votes(contest, &opened));
    }
    (totals, results)
}

pub fn turnout(set_up: &SetUp, records: &[CastRecord], received: &[u32]) -> (String, [u64; 6], u64) {
    let mut text = String::from("region,registered,received,counted,green,blue,yellow,red,superseded,late\n");
    let (mut figures, mut registered) = ([0; 6], 0);
    for (place, region) in set_up.commission.regions.iter().enumerate() {
        let of = |status: &str| {
            records.iter().filter(|r| r.cast.place.0 == place && !r.is_copy() && r.status() == status).count() as u64
        };
        let row = [u64::from(received[place]), of("green"), of("blue"), of("yellow"), of("red"), of("superseded")];
        let [all, green, blue, yellow, red, superseded] = row;
        text += &format!(
            "{},{},{all},{green},{green},{blue},{yellow},{red},{superseded},0\n",
            region.code, region.registered
        );
        for (sum, value) in figures.iter_mut().zip(row) {
            *sum += value;
        }
        registered += region.registered as u64;
    }
    (text, figures, registered)
}
