//! What somebody asks who sees only the screen.

use super::*;
use crate::screen::acts::Act;
use crate::screen::entries::describe;
use crate::screen::others::{Other, Sheet};
use crate::screen::sequel::RecountRow;
use tamga_record::ledger::Entry;

fn at(phase: Phase, place: Place) -> State {
    State { place, ..state(phase, Language::En) }
}

fn shown(state: &State) -> String {
    drawn(state, PLAIN, (80, 24))
}

/// The same without its line breaks.
fn in_a_line(state: &State) -> String {
    let shown = shown(state);
    shown.split(['"', ' ', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[test]
fn where_nothing_is_held_nobody_is_told_to_decide_and_where_something_stays_undecided_the_closing_says_so() {
    let mut admitted = at(Phase::Admitted, Place::Overview);
    assert!(shown(&admitted).contains("what is held can be decided"));
    admitted.seen.as_mut().unwrap().held = Held::default();
    assert!(shown(&admitted).contains("nothing is held; the box can be closed"), "{}", shown(&admitted));
    let mut voted = at(Phase::Adjudicated, Place::Overview);
    assert!(shown(&voted).contains("What was held was voted on"));
    voted.place = Place::Adjudication;
    press(&mut voted, &[Key::Letter('c')]);
    assert!(shown(&voted).contains("Reasons that stay undecided: 1."), "{}", shown(&voted));
}

#[test]
fn that_a_vote_decides_nothing_stands_on_80_by_24_with_every_reason() {
    let reasons = ["attestation-reused", "counter-clash", "outside-period", "phone-differs", "phone-shared"];
    let others = ["biometric-fail", "iin-not-in-registry", "code-not-verified", "roll-default"];
    for language in LANGUAGES {
        let mut state = State { place: Place::Adjudication, ..state(Phase::Admitted, language) };
        let row = |reason: &&str| HeldRow { reason: (*reason).into(), records: 1, decided: None, voted: None };
        state.seen.as_mut().unwrap().held.rows = reasons.iter().chain(&others).map(row).collect();
        let seen_now = state.seen.as_mut().unwrap();
        (seen_now.officers, seen_now.quorum, seen_now.held.single) = (15, 8, 2);
        (state.why, state.votes) = ("seen".into(), vec![None; 15]);
        press(&mut state, &[Key::Letter('1')]);
        let said = Words::of(language).count("held-will-decide-nothing", 8);
        assert!(in_a_line(&state).contains(&said), "{}", shown(&state));
    }
}

#[test]
fn where_nothing_can_be_imported_it_is_said_why() {
    let why = |phase| {
        let mut state = at(phase, Place::Import);
        state.seen.as_mut().unwrap().incoming.is_open = false;
        in_a_line(&state)
    };
    assert!(why(Phase::Adjudicated).contains("officers have voted on held records"));
    for phase in [Phase::Closed, Phase::Opened, Phase::Signed] {
        assert!(why(phase).contains("its result is not published yet"));
    }
    for phase in [Phase::Published, Phase::Ended] {
        assert!(why(phase).contains("all openings are used"));
    }
}

#[test]
fn beside_box_and_root_stand_only_numbers_of_closing_and_counting() {
    let mut state = at(Phase::Admitted, Place::Tally);
    let number = tamga_crypto::control_number::control_number(&[6; 32]);
    for (step, is_shown) in
        [("resume", false), ("adjudicate", false), ("set-up", false), ("close", true), ("root", true)]
    {
        state.control = Some((step.into(), [6; 32]));
        assert_eq!(shown(&state).contains(&number), is_shown, "{step}");
    }
}

#[test]
fn arrows_go_through_the_newest_entries_and_stop_at_both_ends() {
    let mut state = at(Phase::Published, Place::Ledger);
    let newest = |state: &State| {
        let rows = shown(state);
        let numbers = rows
            .lines()
            .filter(|row| row.contains("20:00:00"))
            .filter_map(|row| row.get(..9)?.trim_matches(['"', ' ']).parse::<u64>().ok());
        numbers.max().unwrap()
    };
    assert_eq!(newest(&state), 56);
    press(&mut state, &[Key::Up, Key::Up]);
    assert_eq!(newest(&state), 54);
    press(&mut state, &[Key::PageUp]);
    assert_eq!(newest(&state), 52);
    press(&mut state, &[Key::PageDown, Key::Down]);
    assert_eq!(newest(&state), 56);
}

#[test]
fn the_reason_of_a_decision_stands_at_its_entry_and_observers_do_not_see_it() {
    let mut decided = seen(Phase::Adjudicated);
    decided.tail.last_mut().unwrap().about =
        Some(Message::of("decided-about").with("what", Message::of_kind("reason", "phone-shared")));
    let mut state = at(Phase::Adjudicated, Place::Ledger);
    update(&mut state, Event::Seen(Box::new(decided.clone())));
    assert!(in_a_line(&state).contains("Reason: Phone shared with another IIN."), "{}", shown(&state));
    let mut observer = watched(Phase::Adjudicated, Language::En);
    observer.place = Place::Ledger;
    update(&mut observer, Event::Seen(Box::new(decided)));
    assert!(!in_a_line(&observer).contains("Phone shared"));
}

#[test]
fn the_foot_is_empty_while_something_stands_in_front_and_nothing_of_what_is_behind_stands_beside_it() {
    let mut state = at(Phase::Published, Place::Results);
    press(&mut state, &[Key::Letter('b'), Key::Letter('?')]);
    assert!(!shown(&state).contains("B back"), "{}", shown(&state));
    state.place = Place::Regions;
    let shown = shown(&state);
    assert!(shown.lines().nth(23).unwrap().trim_matches(['"', ' ']).is_empty(), "{shown}");
    let beside = shown.lines().filter(|row| row.contains(['║', '╔', '╚'])).map(|row| {
        let (before, after) = (row.split(['║', '╔', '╚']).next(), row.rsplit(['║', '╗', '╝']).next());
        [before, after].map(|side| side.unwrap().trim_matches(['"', ' ']).to_owned()).concat()
    });
    assert_eq!(beside.collect::<String>(), "", "{shown}");
}

#[test]
fn a_form_says_which_field_is_missing_or_does_not_fit() {
    let seen = State::clone(&state(Phase::Published, Language::En)).seen.unwrap();
    let lacks = |other, fields: &[&str]| {
        let fields = fields.iter().map(|field| (*field).to_owned()).collect();
        Sheet { fields, ..Sheet::new(other, &seen) }.lacks(&seen)
    };
    let tracker = "0A".repeat(32);
    assert_eq!(lacks(Other::LookUp, &["T"]), Some("receipt"));
    assert_eq!(lacks(Other::LookUp, &[&tracker[1..]]), Some("receipt"));
    assert_eq!(lacks(Other::LookUp, &[&tracker]), None);
    assert_eq!(lacks(Other::Protocol, &["Court", "nowhere", "kk"]), Some("copy-region"));
    assert_eq!(lacks(Other::Protocol, &["Court", "", "de"]), Some("languages"));
    assert_eq!(lacks(Other::Protocol, &["Court", "", "kk"]), None);
    assert_eq!(lacks(Other::Replace, &["9"]), Some("lost"));
    let dice = "1234561234";
    assert_eq!(lacks(Other::Lot, &["president", "1", dice, "1", dice]), Some("contest"));
    let mut paused = seen.clone();
    paused.paused = Some(offered::paused_now());
    let lacks = |fields: [&str; 3]| {
        Sheet { fields: fields.map(str::to_owned).to_vec(), ..Sheet::new(Other::Resume, &paused) }.lacks(&paused)
    };
    assert_eq!(lacks(["", "", ""]), Some("found"));
    assert_eq!(lacks(["K-1", "1234", ""]), Some("checkpoint"));
    assert_eq!(lacks(["K-1", "", ""]), Some("checkpoint"));
    assert_eq!(lacks(["K-1", "", "the note is lost"]), None);
    assert_eq!(lacks(["K-1", "", &"x".repeat(257)]), Some("broken"));
}

#[test]
fn what_the_code_of_a_pause_is_of_stands_over_it() {
    for language in LANGUAGES {
        let mut state = State { place: Place::Ledger, ..state(Phase::Admitted, language) };
        state.seen.as_mut().unwrap().paused = Some(offered::paused_now());
        press(&mut state, &[Key::Letter('c')]);
        let shown = shown(&state);
        let head = shown.lines().next().unwrap();
        assert!(head.contains(&Words::of(language).get("code-pause-about")) && !head.contains('█'), "{shown}");
    }
}

#[test]
fn a_recount_stands_where_the_verification_does() {
    let mut state = at(Phase::Published, Place::Verify);
    state.seen.as_mut().unwrap().sequel.recount = Some(RecountRow { number: 1, agrees: true, officers: vec![1, 3] });
    assert!(shown(&state).contains("RECOUNT 1: the same figures"), "{}", shown(&state));
}

#[test]
fn who_leaves_while_voters_are_played_is_told_that_it_begins_anew() {
    let mut state = at(Phase::Gathering, Place::Overview);
    begin(&mut state, Act::Cast);
    press(&mut state, &[Key::Letter('q')]);
    assert!(shown(&state).contains("it begins anew later"), "{}", shown(&state));
    press(&mut state, &[Key::Escape]);
    update(&mut state, Event::Ended(stopped(Failure::interrupted("interrupted-cast"))));
    assert!(in_a_line(&state).contains("the same act begins anew"), "{}", shown(&state));
}

#[test]
fn what_does_not_fit_is_cut_with_a_mark_and_a_space_parts_it_from_what_follows() {
    let mut state = at(Phase::Opened, Place::Tally);
    state.seen.as_mut().unwrap().shares = (1..=15).collect();
    let shown = shown(&state);
    let row = shown.lines().find(|row| row.contains("Shares")).unwrap();
    assert!(row.contains('…'), "{row}");
    let words = Words::of(Language::Ru);
    let view = View { state: &state, words, theme: PLAIN };
    let said = view.pair("verify-intro", "value").to_string();
    assert!(said.ends_with("… value"), "{said}");
}

#[test]
fn a_machine_has_signed_in_its_own_gender() {
    let text =
        "tamga/entry/v1\n19 signature\ntime 2024-11-05T20:00:00Z\nopening 1\nsigner hsm-rehearsal-1\nanswer sign\n";
    let text = format!("{text}digest {}\n", "0d".repeat(32));
    let (_, entry): (_, Entry) = Entry::parse(text.as_bytes()).unwrap();
    let said = describe(&entry).text(Words::of(Language::Ru));
    assert!(said.ends_with("HSM rehearsal-1 подписал."), "{said}");
}
