//! A statement: the rows of its totals, and its figures.

use alloc::string::String;

use tamga_token::StatementFigures;

use super::Writer;
use crate::texts::Text;

/// The statuses in the order of [`StatementFigures::statuses`].
const STATUSES: [Text; 6] = [Text::Green, Text::Blue, Text::Yellow, Text::Red, Text::Superseded, Text::Late];

pub(super) fn totals(page: u16, rows: &[String], writer: &mut Writer) {
    if page == 1 {
        writer.say(Text::TotalsBegin);
    }
    for row in rows {
        writer.pages.row(row);
    }
}

pub(super) fn write(figures: &StatementFigures, writer: &mut Writer) {
    writer.say(Text::StatementAsk);
    writer.fill(Text::Election, &[&figures.id]);
    match figures.status.as_str() {
        "partial" => writer.say(Text::StatusPartial),
        "complete" => writer.say(Text::StatusComplete),
        other => writer.fill(Text::StatusOther, &[other]),
    }
    writer.figure(Text::Opening, figures.opening.into());
    writer.figure(Text::Registered, figures.registered);
    writer.figure(Text::Received, figures.received);
    writer.figure(Text::Counted, figures.counted);
    for (status, ballots) in STATUSES.into_iter().zip(figures.statuses) {
        writer.figure(status, ballots);
    }
    writer.figure(Text::GroupsOpened, figures.opened);
    writer.figure(Text::GroupsWithheld, figures.withheld);
}
