//! Screens that the panel puts up by itself: the idle screen and the checks.

use tamga_wire::BoardPart;

use crate::keys::Key;
use crate::page::PageKind;
use crate::panel::Idle;
use crate::screens::{Writer, seconds};
use crate::settings::Settings;
use crate::texts::Text;
use crate::view::{Purpose, View};

/// Name and board on pages of their own, as a host chose the name; the election and its control number, and last the two pages on which language and hold time are set.
pub(crate) fn idle_view(idle: &Idle, settings: Settings) -> View {
    let mut writer = Writer::new(settings.language());
    if !idle.label.is_empty() {
        writer.fill(Text::LabelIs, &[&idle.label]);
    }
    writer.fill(Text::BoardIs, &[idle.board]);
    match &idle.election {
        Some((id, definition)) => {
            writer.fill(Text::Election, &[id]);
            writer.control_number(definition);
        }
        None if idle.retired => writer.say(Text::Retired),
        None => writer.say(Text::NotEnrolled),
    }
    writer.say(Text::LanguageIs);
    writer.fill(Text::HoldTimeIs, &[&seconds(settings.hold_ms())]);
    View::new(PageKind::Idle, idle.rehearsal, writer.done(Text::TopicIdle), Purpose::Idle)
}

/// The first view of a check.
pub(crate) fn check_view(part: BoardPart, rehearsal: bool, settings: Settings) -> View {
    let mut writer = Writer::new(settings.language());
    let purpose = match part {
        BoardPart::Screen => {
            writer.say(Text::CheckScreen);
            // The lit and the dark page, whose lines the view draws.
            writer.text("");
            writer.text("");
            writer.say(Text::CheckScreenAsk);
            writer.say(Text::AnswerYesNo);
            Purpose::ScreenCheck
        }
        BoardPart::Keys => return key_view(Key::Up, rehearsal, settings),
        BoardPart::Randomness => {
            writer.say(Text::CheckRandomness);
            Purpose::Notice { until_ms: None }
        }
        BoardPart::Flash => {
            writer.say(Text::CheckFlash);
            Purpose::Notice { until_ms: None }
        }
    };
    let kind = if matches!(part, BoardPart::Screen) { PageKind::Ask } else { PageKind::Wait };
    View::new(kind, rehearsal, writer.done(Text::TopicCheck), purpose)
}

/// Asks for a press of this key.
pub(crate) fn key_view(next: Key, rehearsal: bool, settings: Settings) -> View {
    let mut writer = Writer::new(settings.language());
    let sign = match next {
        Key::Up => "▲",
        Key::Down => "▼",
        Key::Yes => "✓",
        Key::No => "✗",
    };
    writer.fill(Text::CheckKey, &[sign]);
    View::new(PageKind::Ask, rehearsal, writer.done(Text::TopicCheck), Purpose::KeysCheck { next })
}
