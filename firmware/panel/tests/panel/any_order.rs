//! Questions, prompts, checks and presses in any order.

use proptest::prelude::*;
use tamga_panel::{Language, PageKind};
use tamga_token::{Consent, Content, PinEntry, PinPrompt, PinReason, Screen};
use tamga_wire::{BoardPart, Purpose, Purposes};

use crate::contents::{statement, totals};
use crate::hands::Desk;

const PRESSES: &[u8] = b"udynUDYN";

/// What happens next: below eight a press, else something that the token wants.
fn act(desk: &mut Desk, step: usize) {
    let prompt = |reason| PinPrompt {
        rehearsal: true,
        reason,
        election: None,
        purposes: Purposes::ALL,
        label: "漢字, far too long to be a label of a token".into(),
    };
    match step {
        press if press < PRESSES.len() => {
            desk.presses.0.push_back(tamga_panel::console::press(PRESSES[press]).unwrap());
        }
        8 => desk.ask(&Content::Keep { purpose: Purpose::Custody, transcript: [8; 32] }),
        9 => desk.ask(&statement()),
        10 => desk.panel.show(&Screen { rehearsal: true, content: totals(1) }),
        11 => desk.panel.show(&Screen { rehearsal: true, content: Content::Wait { seconds: 1 } }),
        12 => drop(desk.panel.ask_pin(&prompt(PinReason::Choose))),
        13 => drop(desk.panel.ask_pin(&prompt(PinReason::LogIn { tries_left: 1 }))),
        14 => drop(desk.panel.check(BoardPart::Screen)),
        15 => drop(desk.panel.check(BoardPart::Keys)),
        16 => desk.panel.progress(1, 2),
        _ => desk.panel.cancel(),
    }
}

proptest! {
    #[test]
    fn an_answer_comes_from_a_key_held_on_the_last_page_of_a_question_and_from_nothing_else(
        steps in proptest::collection::vec(prop_oneof![4 => 0..8usize, 1 => 8..18usize], 0..200)
    ) {
        let mut desk = Desk::new(Language::Kazakh, true);
        for step in steps {
            let before = (desk.panel.consent(), desk.panel.page());
            act(&mut desk, step);
            desk.tick().unwrap();
            let after = desk.panel.consent();
            if after != Consent::Pending && after != before.0 {
                let (number, of) = before.1.place();
                prop_assert!(before.1.kind() == PageKind::Ask && number == of);
                prop_assert!(matches!((step, after), (5, Consent::Dissent) | (6, Consent::Yes) | (7, Consent::No)));
            }
            let page = desk.panel.page();
            prop_assert!(page.lines().count() >= 2 || page.place().1 == 5 && matches!(page.place().0, 2 | 3));
        }
    }

    #[test]
    fn a_pin_comes_from_what_was_taken_and_is_never_shorter(
        presses in proptest::collection::vec(0..8usize, 0..120)
    ) {
        let mut desk = Desk::new(Language::English, true);
        let prompt = PinPrompt {
            rehearsal: true,
            reason: PinReason::Repeat,
            election: None,
            purposes: Purposes::UPKEEP,
            label: String::new(),
        };
        prop_assert!(matches!(desk.panel.ask_pin(&prompt), PinEntry::Pending));
        desk.tick().unwrap();
        for press in presses {
            let stars = desk.body().matches('*').count();
            prop_assert!(stars <= 12);
            act(&mut desk, press);
            desk.tick().unwrap();
            match desk.panel.ask_pin(&prompt) {
                PinEntry::Pending => {}
                PinEntry::Typed(_) => prop_assert!(press == 6 && stars >= 6),
                PinEntry::Cancelled => prop_assert_eq!(press, 7),
            }
            desk.tick().unwrap();
        }
    }
}
