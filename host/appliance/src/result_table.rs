//! The totals as a table for a terminal.

use std::fmt::Write;

use tamga_record::definition::{Contest, Definition};
use tamga_record::results::BLANK;

use crate::progress::grouped;

/// Width of the bars, in characters, of an option that has every vote.
const BAR_WIDTH: u64 = 14;

/// The totals of every contest: names in the default language, votes, share of all votes, a bar; and who has seats.
pub fn render(definition: &Definition, totals_csv: &str, seats_csv: &str, counted: u64) -> String {
    let title = definition.title.get(definition.language, definition.language);
    let mut table = format!("{title}\n{} ballots counted in {} regions\n", grouped(counted), definition.regions.len());
    for contest in &definition.contests {
        let rows: Vec<(&str, u64)> = totals_csv.lines().filter_map(|line| row_of(contest, line)).collect();
        let all: u64 = rows.iter().map(|(_, votes)| votes).sum();
        let contest_title = contest.title.get(definition.language, definition.language);
        let _ = writeln!(table, "\n{contest_title}, share of {} possible votes", grouped(all));
        for (option, votes) in rows {
            let name = name_of(definition, contest, option);
            let share = votes as f64 * 100.0 / all.max(1) as f64;
            let bar = "#".repeat((votes * BAR_WIDTH / all.max(1)) as usize);
            let _ = writeln!(table, "  {name:<40.40} {:>12} {share:>6.2} %  {bar}", grouped(votes));
        }
        for line in seats_csv.lines() {
            if let [id, option, _, seats, remark] = line.split(',').collect::<Vec<_>>().as_slice()
                && *id == contest.id
                && (*seats != "0" || *remark == "tie")
                && *option != "*"
            {
                let name = name_of(definition, contest, option);
                let _ = writeln!(table, "  seats of {name:<31.31} {seats:>12}  {remark}");
            }
        }
    }
    table
}

fn row_of<'a>(contest: &Contest, line: &'a str) -> Option<(&'a str, u64)> {
    let (id, rest) = line.split_once(',')?;
    let (option, votes) = rest.split_once(',')?;
    (id == contest.id).then_some((option, votes.parse().ok()?))
}

fn name_of<'a>(definition: &Definition, contest: &'a Contest, option: &str) -> &'a str {
    if option == BLANK {
        return "blank (unused votes)";
    }
    let described = contest.options.iter().find(|described| described.id == option);
    described.map_or("", |described| described.name.get(definition.language, definition.language))
}
