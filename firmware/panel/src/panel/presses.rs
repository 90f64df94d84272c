//! What a press does.

use rand_core::Rng;
use tamga_token::{Consent, PartCheck, PinEntry};

use super::{ANSWER_MS, NOTED_MS, Panel};
use crate::keys::{Key, Press};
use crate::page::PageKind;
use crate::pin::{PinTyping, Typed};
use crate::screens;
use crate::settings::Settings;
use crate::standing::{idle_view, key_view};
use crate::texts::Text;
use crate::view::{Purpose, View};

impl Panel {
    /// What a press does to what is up.
    pub(super) fn press(&mut self, press: Press, rng: &mut impl Rng) {
        self.is_drawn = false;
        match &mut self.view.purpose {
            Purpose::Pin { .. } => self.press_pin(press, rng),
            Purpose::KeysCheck { next } if press.held || press.key != *next => self.checked(PartCheck::Failed),
            Purpose::KeysCheck { next } => match Key::ALL.into_iter().skip_while(|key| key != next).nth(1) {
                Some(key) => self.replace(key_view(key, self.idle.rehearsal, self.settings)),
                None => self.checked(PartCheck::Passed),
            },
            _ => match (press.key, press.held) {
                (Key::Down, false) => self.view.forward(),
                (Key::Up, false) => self.view.back(),
                (key, true) => self.held(key),
                _ => self.is_drawn = true,
            },
        }
    }

    fn held(&mut self, key: Key) {
        match (&self.view.purpose, key) {
            (Purpose::Idle, Key::Up) => self.set_by_keys(self.settings.with_next_language(), 1),
            (Purpose::Idle, Key::Down) => self.set_by_keys(self.settings.with_next_hold_time(), 0),
            _ if !self.view.is_on_last() => {}
            (Purpose::Question { .. }, Key::Yes) => self.answered(Consent::Yes, Text::Yes),
            (Purpose::Question { .. }, Key::No) => self.answered(Consent::No, Text::No),
            (Purpose::Question { is_statement: true }, Key::Down) => self.answered(Consent::Dissent, Text::Dissent),
            (Purpose::ScreenCheck, Key::Yes) => self.checked(PartCheck::Passed),
            (Purpose::ScreenCheck, Key::No) => self.checked(PartCheck::Failed),
            _ => {}
        }
    }

    fn press_pin(&mut self, press: Press, rng: &mut impl Rng) {
        let is_on_last = self.view.is_on_last();
        let Purpose::Pin { typing, .. } = &mut self.view.purpose else { return };
        match (typing.as_mut().filter(|_| is_on_last), press.key) {
            (Some(typing), _) => match typing.press(press, rng) {
                Typed::More => {}
                Typed::Back => self.view.back(),
                Typed::Pin(pin) => self.typed(PinEntry::Typed(pin), Text::PinTaken, &[]),
                Typed::GivenUp => self.give_up_pin(),
            },
            (None, Key::No) if press.held => self.give_up_pin(),
            (None, Key::Up) if !press.held => self.view.back(),
            (None, Key::Down) if !press.held => self.view.forward(),
            _ => {}
        }
    }

    fn give_up_pin(&mut self) {
        let no = Text::No.template(self.settings.language());
        self.typed(PinEntry::Cancelled, Text::Noted, &[no]);
    }

    /// Begins to type when the page for it is up.
    pub(super) fn begin_typing(&mut self, rng: &mut impl Rng) {
        let is_on_last = self.view.is_on_last();
        if let Purpose::Pin { typing, .. } = &mut self.view.purpose
            && (typing.is_none() || !is_on_last)
        {
            *typing = is_on_last.then(|| PinTyping::new(rng));
        }
    }

    fn answered(&mut self, consent: Consent, word: Text) {
        self.consent = consent;
        self.note(Text::Noted, &[word.template(self.settings.language())]);
    }

    fn typed(&mut self, entry: PinEntry, text: Text, values: &[&str]) {
        if let Some((_, pending)) = &mut self.pin {
            *pending = entry;
        }
        self.note(text, values);
    }

    fn checked(&mut self, how: PartCheck) {
        if let Some((_, pending)) = &mut self.check {
            *pending = how;
        }
        self.replace(idle_view(&self.idle, self.settings));
    }

    /// Says for two seconds what was taken, and keeps what was asked in case that nobody fetches the answer.
    fn note(&mut self, text: Text, values: &[&str]) {
        let mut writer = screens::Writer::new(self.settings.language());
        writer.fill(text, values);
        let purpose = Purpose::Notice { until_ms: Some(self.now_ms + NOTED_MS) };
        let rehearsal = self.view.rehearsal;
        let asked = self.take_turn(View::new(PageKind::Wait, rehearsal, writer.done(Text::TopicWait), purpose));
        self.answered = Some((asked.begun_anew(), self.now_ms.saturating_add(ANSWER_MS)));
    }

    fn set_by_keys(&mut self, settings: Settings, places_from_last: u16) {
        self.set_settings(settings);
        self.view.turn_to_last_but(places_from_last);
    }
}
