//! The canonical text of a definition.

use core::fmt::Write as _;

use super::{COUNTED, Contest, ContestSet, Definition, FIRST_LINE, Flag, HELD, Language, Names, Region};
use crate::time::format_time;

/// Text with one `key value` a line. Writing into a string cannot fail.
struct Text(String);

impl Text {
    fn line(&mut self, key: &str, value: impl core::fmt::Display) {
        let _ = writeln!(self.0, "{key} {value}");
    }

    fn names(&mut self, key: &str, names: &Names) {
        for language in Language::ALL {
            if let Some(text) = names.in_language(*language) {
                self.line(key, format_args!("{} {text}", language.word()));
            }
        }
    }
}

pub(super) fn write(definition: &Definition) -> String {
    let mut text = Text(FIRST_LINE.to_owned());
    write_election(definition, &mut text);
    write_commission(definition, &mut text);
    for contest in &definition.contests {
        write_contest(contest, &mut text);
    }
    for region in &definition.regions {
        write_region(definition, region, &mut text);
    }
    text.0
}

fn yes_or_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

fn write_election(definition: &Definition, text: &mut Text) {
    text.line("id", &definition.id);
    text.line("rehearsal", yes_or_no(definition.rehearsal));
    text.line("language", definition.language.word());
    text.names("title", &definition.title);
    text.line("opens", format_time(definition.opens));
    text.line("closes", format_time(definition.closes));
    text.line("min-open", definition.min_open);
    text.line("revote", definition.revote.word());
    text.line("late", definition.late.word());
    text.line("openings", definition.openings);
    text.line("history", definition.history.word());
    text.line("cell-len", definition.cell_len);
    for flag in Flag::ALL {
        let status = definition.held_by(*flag);
        text.line("admission", format_args!("{} {}", flag.word(), status.word()));
    }
    text.line("blue", if definition.blue_counts { COUNTED } else { HELD });
}

fn write_commission(definition: &Definition, text: &mut Text) {
    text.line("quorum", definition.quorum);
    for officer in &definition.officers {
        let (identity, share) = (hex::encode(officer.identity), hex::encode(officer.share));
        text.line("officer", format_args!("{identity} {share}"));
    }
    text.line("approvals", definition.approvals);
    for checker in &definition.checkers {
        text.line("checker", format_args!("{} {}", checker.id, hex::encode(checker.key)));
    }
    text.line("registrar", hex::encode(definition.registrar));
    text.line("identity", hex::encode(definition.identity));
    for collector in &definition.collectors {
        text.line("collector", format_args!("{} {}", collector.id, hex::encode(collector.key)));
    }
    for serial in &definition.hsms {
        text.line("hsm", serial);
    }
}

fn write_contest(contest: &Contest, text: &mut Text) {
    text.line("contest", &contest.id);
    text.names("title", &contest.title);
    text.line("kind", contest.kind.word());
    text.line("max", contest.max);
    text.line("seats", contest.seats);
    text.line("method", contest.method.word());
    let of = contest.threshold_of.word();
    text.line("threshold", format_args!("{} {of}", contest.threshold_bp));
    text.line("tie", contest.tie.word());
    for option in &contest.options {
        text.line("option", format_args!("{} {}", option.id, option.role.word()));
        text.names("name", &option.name);
    }
}

fn write_region(definition: &Definition, region: &Region, text: &mut Text) {
    let merge_into = region.merge_into.map(|index| definition.region(index).map_or("", |into| into.code.as_str()));
    text.line("region", &region.code);
    text.names("name", &region.name);
    text.line("registered", region.registered);
    text.line("contests", contest_ids(definition, &region.contests));
    text.line("merge-into", merge_into.unwrap_or("-"));
    text.line("part-of", region.part_of.as_deref().unwrap_or("-"));
}

fn contest_ids(definition: &Definition, contests: &ContestSet) -> String {
    let on_ballot = contests.indices().filter_map(|index| definition.contest(index));
    let ids: Vec<&str> = on_ballot.map(|contest| contest.id.as_str()).collect();
    ids.join(" ")
}
