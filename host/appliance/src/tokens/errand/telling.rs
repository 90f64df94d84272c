//! What a screen is told of the tokens while a ceremony goes on.

use std::time::Duration;

use tamga_ceremony::Machine;
use tamga_ceremony::desk::Lack;

use super::super::presence::{Question, Wait, compared};
use super::Errand;

impl<M: Machine> Errand<'_, M> {
    /// Tells a screen how the tokens stand, where that is news. `wait` is what is lacking and how long it is waited for still.
    pub(super) fn tell(&mut self, wait: Option<(Lack, Duration)>) {
        if !self.tokens.progress.is_watched() {
            return;
        }
        let asking = &self.asking;
        let asked = |officer| asking.question(officer).map(Question::of);
        let mut presence = self.tokens.presence_in(self.machine, asked, |officer| self.owed.contains_key(&officer));
        presence.compare = (1..).take(presence.officers.len()).find_map(|officer| compared(asking.question(officer)?));
        // Between two looks of one wait nothing else is said.
        presence.wait = match wait {
            Some((lack, left)) => Some(Wait {
                more: if let Lack::Tokens(more) = lack { more } else { 0 },
                left_s: u32::try_from(left.as_secs()).unwrap_or(u32::MAX),
            }),
            None if self.waiting.is_some() => self.told.as_ref().and_then(|told| told.wait),
            None => None,
        };
        if self.told.as_ref() != Some(&presence) {
            self.tokens.progress.tokens(presence.clone());
            self.told = Some(presence);
        }
    }
}
