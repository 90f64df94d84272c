//! The hand of an officer before a panel: from what stands on a page to the key that is pressed.

use tamga_panel::{Key, Page, PageKind, Press};
use tamga_wire::Answer;
use zeroize::Zeroizing;

/// Leafs through every page, types one PIN, says yes, and answers statements as told.
pub(super) struct Hand {
    pin: Zeroizing<Vec<u8>>,
    statement: Answer,
}

impl Hand {
    /// An officer with this PIN and this answer to statements.
    pub(super) fn new(pin: &str, statement: Answer) -> Self {
        Self { pin: Zeroizing::new(pin.bytes().collect()), statement }
    }

    /// What is pressed on this page, once.
    pub(super) fn press(&self, page: &Page) -> Option<Press> {
        let (number, of) = page.place();
        match page.kind() {
            PageKind::Ask | PageKind::Pin if number < of => Some(short(Key::Down)),
            PageKind::Ask => Some(asked_key(page).map_or_else(|| self.answer(page), short)),
            PageKind::Pin => self.type_pin(page),
            PageKind::Show | PageKind::Wait | PageKind::Idle => None,
        }
    }

    /// The last page of a question says with which key it is answered; only a statement's offers dissent.
    fn answer(&self, page: &Page) -> Press {
        let is_statement = page.lines().any(|line| line.starts_with('▼'));
        let key = match (is_statement, self.statement) {
            (true, Answer::Dissent) => Key::Down,
            (true, Answer::Refuse) => Key::No,
            _ => Key::Yes,
        };
        Press { key, held: true }
    }

    /// One step towards the PIN: the line `***[7]` says how many digits are taken and which one is shown.
    fn type_pin(&self, page: &Page) -> Option<Press> {
        let line = page.lines().find(|line| line.starts_with(['*', '[']))?;
        let taken = line.chars().take_while(|sign| *sign == '*').count();
        let Some(wanted) = self.pin.get(taken) else {
            return Some(Press { key: Key::Yes, held: true });
        };
        let shown = *line.as_bytes().get(taken + 1)?;
        let up = wanted.wrapping_sub(shown).wrapping_add(10) % 10;
        Some(short(match up {
            0 => Key::Yes,
            1..=5 => Key::Up,
            _ => Key::Down,
        }))
    }
}

/// The key that a check of the keys asks for, which ends the line.
fn asked_key(page: &Page) -> Option<Key> {
    page.lines().skip(1).find_map(|line| {
        let (_, sign) = line.rsplit_once(' ')?;
        match sign {
            "▲" => Some(Key::Up),
            "▼" => Some(Key::Down),
            "✓" => Some(Key::Yes),
            "✗" => Some(Key::No),
            _ => None,
        }
    })
}

fn short(key: Key) -> Press {
    Press { key, held: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(kind: PageKind, place: (u16, u16), lines: &[&str]) -> Page {
        Page::new(kind, place, true, lines.iter().map(|line| (*line).to_owned()).collect()).unwrap()
    }

    #[test]
    fn a_question_is_read_to_its_end_and_then_answered() {
        let hand = Hand::new("271828", Answer::Dissent);
        let first = page(PageKind::Ask, (1, 2), &["REHEARSAL 1/2", "OPEN?"]);
        assert_eq!(hand.press(&first), Some(short(Key::Down)));
        let last = page(PageKind::Ask, (2, 2), &["REHEARSAL 2/2", "Hold ✓: yes", "Hold ✗: no", "▲ back"]);
        assert_eq!(hand.press(&last), Some(Press { key: Key::Yes, held: true }));
        let statement = page(PageKind::Ask, (2, 2), &["REHEARSAL 2/2", "✓ sign", "▼ dissent", "✗ refuse"]);
        assert_eq!(hand.press(&statement), Some(Press { key: Key::Down, held: true }));
        let check = page(PageKind::Ask, (1, 1), &["REHEARSAL", "Press ✗"]);
        assert_eq!(hand.press(&check), Some(short(Key::No)));
        assert_eq!(hand.press(&page(PageKind::Show, (1, 1), &["Answer taken:"])), None);
    }

    #[test]
    fn a_pin_is_typed_digit_by_digit_from_wherever_the_digit_begins() {
        let hand = Hand::new("271828", Answer::Sign);
        let typed = |line: &str| hand.press(&page(PageKind::Pin, (1, 1), &["REHEARSAL", line]));
        assert_eq!(typed("[2]"), Some(short(Key::Yes)));
        assert_eq!(typed("[9]"), Some(short(Key::Up)), "9, 0, 1, 2");
        assert_eq!(typed("*[9]"), Some(short(Key::Down)));
        assert_eq!(typed("**[2]"), Some(short(Key::Down)));
        assert_eq!(typed("******[4]"), Some(Press { key: Key::Yes, held: true }));
    }
}
