//! From what the token shows to pages: what is asked, one figure on each page, the control number, how to answer.

mod act;
mod life;
mod statement;

use alloc::format;
use alloc::string::{String, ToString};

use tamga_token::Content;
use tamga_wire::{Digest, Purpose, Role};

use crate::language::Language;
use crate::page::Pages;
use crate::settings::Settings;
use crate::texts::Text;

/// Pages that belong together, and the word in their header.
#[derive(Clone, Debug)]
pub(crate) struct Screens {
    pub(crate) topic: Text,
    pub(crate) pages: Pages,
}

/// Writes pages in one language.
pub(crate) struct Writer {
    language: Language,
    pages: Pages,
}

impl Writer {
    pub(crate) fn new(language: Language) -> Self {
        Self { language, pages: Pages::default() }
    }

    /// A page of a text that is in no language.
    pub(crate) fn text(&mut self, text: &str) {
        self.pages.page(text);
    }

    /// A page of an entry without places to fill.
    pub(crate) fn say(&mut self, text: Text) {
        self.fill(text, &[]);
    }

    /// A page of an entry with its places filled.
    pub(crate) fn fill(&mut self, text: Text, values: &[&str]) {
        self.pages.page(&text.fill(self.language, values));
    }

    /// A page of an entry with one place, filled with a figure.
    pub(crate) fn figure(&mut self, text: Text, figure: u64) {
        self.fill(text, &[&grouped(figure)]);
    }

    pub(crate) fn control_number(&mut self, digest: &Digest) {
        self.pages.control_number(Text::ControlNumber.template(self.language), digest);
    }

    pub(crate) fn done(self, topic: Text) -> Screens {
        Screens { topic, pages: self.pages }
    }
}

/// The pages of a content: of a question up to how it is answered.
pub(crate) fn screens(content: &Content, settings: Settings) -> Screens {
    let mut writer = Writer::new(settings.language());
    let topic = write(content, &mut writer);
    match content {
        Content::Totals { .. } | Content::Wait { .. } | Content::Wiped | Content::Erased { .. } => {}
        Content::Statement { .. } => {
            writer.fill(Text::HowToAnswer, &[&seconds(settings.hold_ms())]);
            writer.say(Text::AnswerStatement);
        }
        _ => writer.say(Text::AnswerYesNo),
    }
    writer.done(topic)
}

fn write(content: &Content, writer: &mut Writer) -> Text {
    match content {
        Content::Enrol { id, definition, index, needed, tokens, approvals, checkers, min_open, replacement } => {
            writer.say(Text::EnrolAsk);
            writer.fill(Text::Election, &[id]);
            writer.fill(Text::EnrolFigures, &[&index.to_string(), &tokens.to_string(), &needed.to_string()]);
            writer.fill(Text::EnrolCheckers, &[&approvals.to_string(), &checkers.to_string()]);
            writer.figure(Text::MinOpen, (*min_open).into());
            if let Some(number) = replacement {
                writer.fill(Text::EnrolReplaces, &[&index.to_string(), &number.to_string()]);
            }
            writer.control_number(definition);
            Text::TopicEnrol
        }
        Content::Keep { purpose, transcript } => keep(*purpose, transcript, writer),
        Content::Replace { number, replaced, outcome } => act::keep_reshared(*number, *replaced, outcome, writer),
        Content::Endorse { id, election } => {
            writer.say(Text::EndorseAsk);
            writer.fill(Text::Election, &[id]);
            writer.control_number(election);
            Text::TopicEndorse
        }
        Content::Unlock { role, hsm, serial, generation } => unlock(*role, *hsm, serial, *generation, writer),
        Content::Act { kind, figures, digest, replaces } => {
            let topic = act::write(*kind, *figures, writer);
            if *replaces {
                writer.say(Text::Replaces);
            }
            writer.control_number(digest);
            topic
        }
        Content::Open { id, opening, ballots, regions, root } => {
            writer.fill(Text::OpenAsk, &[&opening.to_string()]);
            writer.fill(Text::Election, &[id]);
            writer.figure(Text::Ballots, *ballots);
            writer.figure(Text::Regions, (*regions).into());
            writer.control_number(root);
            Text::TopicOpen
        }
        Content::Totals { page, rows } => {
            statement::totals(*page, rows, writer);
            Text::TopicTotals
        }
        Content::Statement { figures, digest } => {
            statement::write(figures, writer);
            writer.control_number(digest);
            Text::TopicStatement
        }
        Content::End { id, figures, digest } => life::end(id, *figures, digest, writer),
        Content::Label { text } => life::label(text, writer),
        Content::Erase { retire } => life::erase(*retire, writer),
        Content::Erased { retired } => life::erased(*retired, writer),
        Content::Wait { seconds } => {
            writer.fill(Text::WaitSeconds, &[&grouped((*seconds).into())]);
            Text::TopicWait
        }
        Content::Wiped => {
            writer.say(Text::Wiped);
            Text::TopicWiped
        }
    }
}

fn keep(purpose: Purpose, transcript: &Digest, writer: &mut Writer) -> Text {
    writer.say(match purpose {
        Purpose::Custody => Text::KeepCustody,
        Purpose::Election => Text::KeepElection,
    });
    writer.control_number(transcript);
    Text::TopicKeep
}

fn unlock(role: Role, hsm: u8, serial: &str, generation: u32, writer: &mut Writer) -> Text {
    let ask = match role {
        Role::Tally => Text::UnlockTally,
        Role::Escrow => Text::UnlockEscrow,
        Role::Admin => Text::UnlockAdmin,
    };
    writer.fill(ask, &[&hsm.to_string()]);
    writer.fill(Text::SerialNumber, &[serial]);
    writer.figure(Text::PinGeneration, generation.into());
    Text::TopicUnlock
}

/// A number with a space before every three digits from its end, where it has more than four.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    if digits.len() <= 4 {
        return digits;
    }
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// Milliseconds as seconds with one decimal.
pub(crate) fn seconds(ms: u16) -> String {
    format!("{}.{}", ms / 1_000, ms / 100 % 10)
}
