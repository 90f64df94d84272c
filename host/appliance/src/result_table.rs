//! The totals as tables for a terminal.

use tamga_record::definition::{Contest, Definition, Names};
use tamga_record::results::BLANK;

use crate::message::{Message, Part};
use crate::progress::Progress;

/// Width of the bars, in characters, of an option that has every vote.
const BAR_WIDTH: u64 = 14;

/// Shows the totals of every contest: names, votes, share of all votes, a bar; and who has seats.
pub fn show(progress: &Progress, definition: &Definition, totals_csv: &str, seats_csv: &str, counted: u64) {
    let name = |names: &Names| Part::Name(names.clone(), definition.language);
    let results = Message::of("results-of").with("election", name(&definition.title)).with("n", counted);
    progress.show(results.with("regions", definition.regions.len()));
    for contest in &definition.contests {
        let votes: Vec<(&str, u64)> = totals_csv.lines().filter_map(|line| votes_of(contest, line)).collect();
        let all: u64 = votes.iter().map(|(_, votes)| votes).sum();
        progress.show(Message::of("results-contest").with("contest", name(&contest.title)).with("n", all));
        let row = |(option, votes): (&str, u64)| {
            let bar = "#".repeat((votes * BAR_WIDTH / all.max(1)) as usize);
            vec![option_of(definition, contest, option), votes.into(), Part::Share(votes, all), bar.into()]
        };
        progress.table(&contest.id, &["option", "votes", "share", "bar"], votes.into_iter().map(row).collect());
        let seats: Vec<Vec<Part>> = seats_csv.lines().filter_map(|line| seats_of(definition, contest, line)).collect();
        if !seats.is_empty() {
            progress.table(&contest.id, &["option", "seats", "remark"], seats);
        }
    }
}

fn votes_of<'a>(contest: &Contest, line: &'a str) -> Option<(&'a str, u64)> {
    let (id, rest) = line.split_once(',')?;
    let (option, votes) = rest.split_once(',')?;
    (id == contest.id).then_some((option, votes.parse().ok()?))
}

/// A row of the seats of this contest; none of an option that has neither a seat nor a tie.
fn seats_of(definition: &Definition, contest: &Contest, line: &str) -> Option<Vec<Part>> {
    let [id, option, _, seats, remark] = line.split(',').collect::<Vec<_>>()[..] else { return None };
    let is_shown = id == contest.id && option != "*" && (seats != "0" || remark == "tie");
    let remark = if remark.is_empty() { Part::from("") } else { Message::of_kind("seat-remark", remark).into() };
    is_shown.then_some(vec![option_of(definition, contest, option), seats.parse::<u64>().ok()?.into(), remark])
}

fn option_of(definition: &Definition, contest: &Contest, option: &str) -> Part {
    if option == BLANK {
        return Message::of("unused-votes").into();
    }
    let described = contest.options.iter().find(|described| described.id == option);
    described.map_or("".into(), |described| Part::Name(described.name.clone(), definition.language))
}
