//! The token itself: its name, and what is erased in it.

use tamga_wire::{Digest, Figures};

use super::Writer;
use crate::texts::Text;

/// The share of the election key is erased, as the act with these figures says.
pub(super) fn end(id: &str, [openings, ballots, tokens, _]: Figures, digest: &Digest, writer: &mut Writer) -> Text {
    writer.say(Text::EraseShareAsk);
    writer.fill(Text::Election, &[id]);
    writer.figure(Text::Openings, openings);
    writer.figure(Text::Ballots, ballots);
    writer.figure(Text::Tokens, tokens);
    writer.control_number(digest);
    Text::TopicEnd
}

pub(super) fn label(text: &str, writer: &mut Writer) -> Text {
    if text.is_empty() {
        writer.say(Text::LabelNoneAsk);
    } else {
        writer.say(Text::LabelAsk);
        writer.fill(Text::LabelIs, &[text]);
    }
    Text::TopicName
}

pub(super) fn erased(retired: bool, writer: &mut Writer) -> Text {
    writer.say(if retired { Text::ErasedRetired } else { Text::Erased });
    Text::TopicWiped
}

pub(super) fn erase(retire: bool, writer: &mut Writer) -> Text {
    writer.say(Text::EraseAsk);
    if retire {
        writer.say(Text::RetireToo);
    }
    Text::TopicErase
}
