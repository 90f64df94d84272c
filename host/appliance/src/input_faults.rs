//! What is said of an `election.toml`, and of the tables of votes beside it, that no election can be made of.

use tamga_record::election_toml::{Problem, TomlError};
use tamga_record::limits::{
    DEFINITION_LEN_MAX, GROUP_REGIONS_MAX, LEAVES_MAX, REHEARSAL_REGISTERED_MAX, SLOT_BYTES_MAX, SLOT_SETS_MAX,
    TOTALS_LEN_MAX,
};
use tamga_record::votes::{InputError, InputProblem};

use crate::message::Message;

/// What is wrong with `election.toml`, and in which line.
pub fn election(error: &TomlError) -> Message {
    at("election.toml", error.line as u64, election_problem(&error.problem))
}

/// What is wrong with a table of votes, and in which line.
pub fn table(error: &InputError) -> Message {
    at(error.file, error.line, table_problem(&error.problem))
}

/// Line 0 is the file as a whole.
fn at(file: &str, line: u64, problem: Message) -> Message {
    let key = if line == 0 { "input-fault" } else { "input-fault-at" };
    let fault = Message::of(key).with("file", file).with("problem", problem);
    if line == 0 { fault } else { fault.with("line", line) }
}

fn election_problem(problem: &Problem) -> Message {
    let of = Message::of;
    match problem {
        Problem::TooLong => of("election-too-long"),
        Problem::Syntax { reason } => of("election-syntax").with("reason", reason),
        Problem::UnknownKey { key } => of("election-unknown-key").with("key", key),
        Problem::MissingKey { key } => of("election-missing-key").with("key", *key),
        Problem::WrongType { key, .. } => of("election-wrong-type").with("key", *key),
        Problem::BadFormat => of("election-bad-format"),
        Problem::BadNumber { key, min, max } => {
            of("election-bad-number").with("key", *key).with("min", *min).with("max", *max)
        }
        Problem::BadWord { key, words } => of("election-bad-word").with("key", *key).with("words", words),
        Problem::BadId { id } => of("election-bad-id").with("id", id),
        Problem::ReservedId { id } => of("election-reserved-id").with("id", id),
        Problem::DuplicateId { id } => of("election-duplicate-id").with("id", id),
        Problem::NoDefaultLanguage { key, language } => {
            of("election-no-default-language").with("key", *key).with("language", *language)
        }
        Problem::BadText { key } => of("election-bad-text").with("key", *key),
        Problem::BadTime { key } => of("election-bad-time").with("key", *key),
        Problem::BadPeriod => of("election-bad-period"),
        Problem::BadCount { key, max } => of("election-bad-count").with("key", *key).with("max", *max),
        Problem::NotYetSupported { key } => of("election-not-yet-supported").with("key", *key),
        Problem::BadQuorum { quorum, officers, least } => {
            of("election-bad-quorum").with("quorum", *quorum).with("officers", *officers).with("least", *least)
        }
        Problem::NoSuchContest { id } => of("election-no-such-contest").with("id", id),
        Problem::ContestTwice { id } => of("election-contest-twice").with("id", id),
        Problem::NoSuchRegion { code } => of("election-no-such-region").with("code", code),
        problem => seats_and_limits(problem),
    }
}

/// The same of seats, openings, merging and what is too much.
fn seats_and_limits(problem: &Problem) -> Message {
    let of = Message::of;
    match problem {
        Problem::MaxOfOneOf => of("election-max-of-one-of"),
        Problem::BadThreshold => of("election-bad-threshold"),
        Problem::MethodWithoutSeats { method } => of("election-method-without-seats").with("method", *method),
        Problem::SeatsWithoutMethod { seats } => of("election-seats-without-method").with("seats", *seats),
        Problem::ThresholdWithoutSeats => of("election-threshold-without-seats"),
        Problem::TooManySeats { seats, candidates } => {
            of("election-too-many-seats").with("seats", *seats).with("candidates", *candidates)
        }
        Problem::TooManyOpenings { openings, regions } => {
            of("election-too-many-openings").with("openings", *openings).with("regions", *regions)
        }
        Problem::Circle => of("election-circle"),
        Problem::Crowd { head, regions } => {
            of("election-crowd").with("head", head).with("regions", *regions).with("max", GROUP_REGIONS_MAX)
        }
        Problem::LongTotals { bytes } => of("election-long-totals").with("bytes", *bytes).with("max", TOTALS_LEN_MAX),
        Problem::LongDefinition { bytes } => {
            of("election-long-definition").with("bytes", *bytes).with("max", DEFINITION_LEN_MAX)
        }
        Problem::BeyondTokens(demand) => {
            let message = of("election-beyond-tokens").with("leaves", demand.leaves).with("leaves-max", LEAVES_MAX);
            let message = message.with("sets", demand.sets).with("sets-max", SLOT_SETS_MAX);
            message.with("bytes", demand.bytes).with("bytes-max", SLOT_BYTES_MAX)
        }
        problem => Message::plain(problem),
    }
}

fn table_problem(problem: &InputProblem) -> Message {
    let of = Message::of;
    match problem {
        InputProblem::BothKinds => of("table-both-kinds"),
        InputProblem::NoVotes => of("table-no-votes"),
        InputProblem::MissingFile => of("table-missing-file"),
        InputProblem::TooLong => of("table-too-long"),
        InputProblem::NotCsv => of("table-not-csv"),
        InputProblem::EndsEarly => of("table-ends-early"),
        InputProblem::MissingColumn { column } => of("table-missing-column").with("column", column),
        InputProblem::RegionNotFirst => of("table-region-not-first"),
        InputProblem::NoSuchColumn { column } => of("table-no-such-column").with("column", column),
        InputProblem::OtherColumns { columns } => of("table-other-columns").with("columns", columns),
        InputProblem::FieldCount { found, expected } => {
            of("table-field-count").with("found", *found).with("expected", *expected)
        }
        InputProblem::BadNumber { column, field } => {
            of("table-bad-number").with("column", *column).with("field", field)
        }
        InputProblem::DuplicateRow => of("table-duplicate-row"),
        InputProblem::NoSuchRegion { region } => of("table-no-such-region").with("region", region),
        InputProblem::NoSuchContest { contest } => of("table-no-such-contest").with("contest", contest),
        InputProblem::NoSuchOption { contest, option } => {
            of("table-no-such-option").with("contest", contest).with("option", option)
        }
        InputProblem::NoSuchMark { contest, option } => {
            of("table-no-such-mark").with("contest", contest).with("option", option)
        }
        InputProblem::MarkTwice { contest, option } => {
            of("table-mark-twice").with("contest", contest).with("option", option)
        }
        InputProblem::NoContest => of("table-no-contest"),
        problem => figures(problem),
    }
}

/// The same of tables whose figures do not go together.
fn figures(problem: &InputProblem) -> Message {
    let of = Message::of;
    match problem {
        InputProblem::NotOnBallots { region, contest } => {
            of("table-not-on-ballots").with("region", region).with("contest", contest)
        }
        InputProblem::MissingRegion { region } => of("table-missing-region").with("region", region),
        InputProblem::MissingVotes { region, contest, option } => {
            of("table-missing-votes").with("region", region).with("contest", contest).with("option", option)
        }
        InputProblem::OtherRegistered { registered, defined } => {
            of("table-other-registered").with("registered", *registered).with("defined", *defined)
        }
        InputProblem::MoreBallotsThanRegistered { region, ballots, registered } => {
            let message = of("table-more-ballots-than-registered").with("region", region);
            message.with("ballots", *ballots).with("registered", *registered)
        }
        InputProblem::MoreBallotsThanRegion { region, ballots, most } => {
            of("table-more-ballots-than-region").with("region", region).with("ballots", *ballots).with("most", *most)
        }
        InputProblem::BallotsWithoutContest { region, ballots, sum } => {
            of("table-ballots-without-contest").with("region", region).with("ballots", *ballots).with("sum", *sum)
        }
        InputProblem::TooManyVotes { region, contest, votes, most } => {
            let message = of("table-too-many-votes").with("region", region).with("contest", contest);
            message.with("votes", *votes).with("most", *most)
        }
        InputProblem::NoBallot { contest, scale } => {
            of("table-no-ballot").with("contest", contest).with("scale", *scale)
        }
        InputProblem::TooManyRegistered { registered, scale } => {
            let message = of("table-too-many-registered").with("registered", *registered).with("scale", *scale);
            message.with("max", REHEARSAL_REGISTERED_MAX)
        }
        InputProblem::UnderMinOpen { region, contest, ballots, min_open } => {
            let message = of("table-under-min-open").with("region", region).with("contest", contest);
            message.with("ballots", *ballots).with("min", *min_open)
        }
        problem => Message::plain(problem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{LANGUAGES, Words};

    #[test]
    fn a_fault_is_told_with_file_line_and_what_to_do_in_every_language() {
        let problem = Problem::BadNumber { key: "min_open", min: 1, max: 1000 };
        let toml = election(&TomlError { line: 7, problem });
        let votes = table(&InputError { file: "votes.csv", line: 0, problem: InputProblem::EndsEarly });
        let told = LANGUAGES.map(|language| [&toml, &votes].map(|fault| fault.text(Words::of(language))));
        let [[kk, _], [ru, _], [en, whole]] = told;
        assert_eq!(en, "election.toml, line 7: min_open must be a whole number from 1 to 1,000; correct it");
        assert_eq!(whole, "votes.csv: the file ends early, within a line; copy it again, or end the last line");
        assert!(
            ru.starts_with("election.toml, строка 7: min_open") && kk.starts_with("election.toml, 7-жол: min_open")
        );
    }
}
