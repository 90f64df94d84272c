//! The screen without a terminal: what every screen shows, and what keys do.

mod alarms;
mod elsewhere;
mod entries;
mod incoming;
mod keys;
mod newcomer;
mod offered;
mod officers;
mod options;
mod others;
mod sequel;
mod stopping;
mod verifying;

use std::path::Path;
use std::time::Duration;

use clap::Parser;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tamga_ceremony::{CeremonyError, Fault};
use tamga_devices::HsmError;
use tamga_record::definition::{Language, Names, Role};
use tamga_record::ledger::Answer;
use tamga_record::statement::StatementStatus;
use unicode_width::UnicodeWidthStr;

use super::acts::Act;
use super::event::{Effect, Ended, Event, Key};
use super::held::{Held, HeldRow};
use super::incoming::Incoming;
use super::seen::{ContestRow, OptionRow, RegionRow, Seen, Source};
use super::state::{Front, Place, State};
use super::theme::Theme;
use super::update::{begin, guide, update};
use super::view::View;
use crate::cli::{Cli, Command};
use crate::failure::{Failure, Stopped};
use crate::folder::unwritten;
use crate::hsm_advice;
use crate::live::{Live, Revealed};
use crate::message::Message;
use crate::news::News;
use crate::state::Phase;
use crate::tokens::{self, Exclusion, Tries};
use crate::words::{LANGUAGES, Words, messages_with_advice};

pub fn stopped(error: anyhow::Error) -> Ended {
    Ended::Stopped(Stopped::of(&error))
}

pub(super) const PLAIN: Theme = Theme { colours: false, ascii: false };

fn names(kk: &str, ru: &str, en: &str) -> Names {
    Names { kk: Some(kk.into()), ru: Some(ru.into()), en: Some(en.into()) }
}

fn region(code: &str, name: Names, registered: u64, counted: u64) -> RegionRow {
    let statuses = Some([counted - 3, 2, 1, 4, 5, 0]);
    RegionRow {
        code: code.into(),
        name,
        registered,
        received: counted + 9,
        counted,
        verified: true,
        statuses,
        boxed: true,
        has_results: counted > 20,
        merges_into: (counted <= 20).then(|| "astana".into()),
    }
}

fn option(name: Names, role: Role, votes: u64, seats: Option<u64>) -> OptionRow {
    OptionRow { name: Some(name), role: Some(role), votes, seats, tie: false }
}

/// A contest before anything of it is open.
fn without_votes(mut contest: ContestRow) -> ContestRow {
    contest.by_region.clear();
    contest.options.iter_mut().for_each(|option| (option.votes, option.seats) = (0, None));
    contest
}

/// What is held: one reason without a quorum, one that was voted down.
fn held() -> Held {
    let row = |reason: &str, records, decided, voted| HeldRow { reason: reason.into(), records, decided, voted };
    let rows = vec![row("phone-shared", 12, None, Some([2, 1])), row("outside-period", 3, Some(false), Some([1, 3]))];
    Held { opening: 1, rows, single: 0 }
}

/// A contest with its results.
fn contest() -> ContestRow {
    ContestRow {
        title: names("Мәслихат депутаты", "Депутат маслихата", "Member of the maslikhat"),
        options: vec![
            option(names("Әлия Серікқызы", "Алия Сериккызы", "Aliya Serikkyzy"), Role::Candidate, 70_512, Some(1)),
            option(names("Болат Ғалымұлы", "Болат Галымулы", "Bolat Galymuly"), Role::Candidate, 41_020, None),
            option(names("Бәріне қарсы", "Против всех", "Against all"), Role::AgainstAll, 8_112, None),
            OptionRow { name: None, role: None, votes: 356, seats: None, tie: false },
        ],
        withheld: 20,
        without: 1,
        by_region: vec![("astana".into(), vec![70_000, 41_000, 8_000, 300])],
    }
}

/// An election that has come as far as this.
pub fn seen(phase: Phase) -> Seen {
    let contest = contest();
    let is_open = phase >= Phase::Opened;
    Seen {
        at: "/srv/tamga/rehearsal-1".into(),
        id: "village".into(),
        title: names("Ауыл сайлауы", "Выборы в селе", "Village election"),
        language: Language::Kk,
        rehearsal: true,
        election: [7; 32],
        definition: [8; 32],
        phase,
        opening: 1,
        published: u32::from(phase == Phase::Published),
        openings: 2,
        officers: 5,
        quorum: 3,
        plays_tokens: true,
        approvals: if is_open { [1, 1, 1] } else { [0, 1, 1] },
        shares: if is_open { [1, 2, 5].into() } else { [].into() },
        hsms: vec![officers::hsm("rehearsal-1", Some([63, 0])), officers::hsm("rehearsal-2", None)],
        sources: vec![Source { collector: "post".into(), whole: 2, begun: 3, bundles: 31, records: 120_036 }],
        incomplete: vec![("aral".into(), "post".into(), vec![3, 4])],
        to_close: (phase < Phase::Closed).then_some([1, 120_036, 3, 2]),
        has_counts: true,
        incoming: Incoming {
            is_open: matches!(phase, Phase::Gathering | Phase::Admitted | Phase::Published),
            ..Incoming::default()
        },
        regions: [
            region("astana", names("Астана қаласы", "город Астана", "Astana city"), 200_000, 120_000),
            region("aral", names("Арал", "Арал", "Aral"), 60, 20),
            region("ulytau", names("Ұлытау облысы", "область Улытау", "Ulytau region"), 3_000, 1_980),
        ]
        .map(|region| RegionRow { verified: is_open, boxed: phase >= Phase::Closed, ..region })
        .to_vec(),
        overdrawn: if is_open { vec![("ulytau".into(), 1_982, 1_980)] } else { Vec::new() },
        held: held(),
        contests: vec![if is_open { contest } else { without_votes(contest) }],
        revealing: None,
        answers: if phase >= Phase::Signed { vec![(1, Answer::Sign), (4, Answer::Dissent)] } else { Vec::new() },
        statement: is_open.then_some([9; 32]),
        status: is_open.then_some(StatementStatus::Complete),
        closed: (phase >= Phase::Closed).then_some([3; 32]),
        root: is_open.then_some([4; 32]),
        ledger: (57, [5; 32]),
        pauses: 0,
        paused: None,
        choices: others::choices(),
        sequel: Default::default(),
        tail: entries::tail(),
        report: (phase == Phase::Published).then(verifying::report),
    }
}

pub(super) fn state(phase: Phase, language: Language) -> State {
    let mut state = State::new("/srv/tamga/rehearsal-1".into(), language);
    update(&mut state, Event::Seen(Box::new(seen(phase))));
    state
}

/// The same on the screen of import, from a stick that is typed there.
fn importing(language: Language) -> State {
    let mut state = state(Phase::Gathering, language);
    (state.place, state.source) = (Place::Import, "/media/stick".into());
    assert_eq!(press(&mut state, &[Key::Letter('i')]).len(), 1);
    state
}

pub(super) fn drawn(state: &State, theme: Theme, (width, height): (u16, u16)) -> String {
    let words = Words::of(state.language);
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| View { state, words, theme }.draw(frame)).unwrap();
    terminal.backend().to_string()
}

pub(super) fn press(state: &mut State, keys: &[Key]) -> Vec<Effect> {
    keys.iter().flat_map(|key| update(state, Event::Pressed(*key))).collect()
}

fn every_screen(language: Language, size: (u16, u16)) -> String {
    let mut all = String::new();
    for place in Place::ALL {
        let phase = match place {
            Place::Adjudication => Phase::Admitted,
            Place::Sign => Phase::Opened,
            Place::Overview | Place::Import => Phase::Gathering,
            _ => Phase::Published,
        };
        let mut state = state(phase, language);
        state.place = place;
        all += &format!("{place:?}\n{}\n", drawn(&state, PLAIN, size));
    }
    all
}

#[test]
fn every_screen_in_kazakh_at_80_by_24() {
    insta::assert_snapshot!(every_screen(Language::Kk, (80, 24)));
}

#[test]
fn every_screen_in_russian_at_80_by_24() {
    insta::assert_snapshot!(every_screen(Language::Ru, (80, 24)));
}

#[test]
fn every_screen_in_english_at_80_by_24() {
    insta::assert_snapshot!(every_screen(Language::En, (80, 24)));
}

/// The observers' view of an election that has come as far as this.
fn watched(phase: Phase, language: Language) -> State {
    let mut state = State::watching("/srv/tamga/rehearsal-1".into(), language);
    update(&mut state, Event::Seen(Box::new(seen(phase))));
    state
}

#[test]
fn the_observers_view_in_all_languages_at_80_by_24() {
    let mut all = String::new();
    for language in LANGUAGES {
        let nothing = State::watching("/srv/tamga/rehearsal-1".into(), language);
        all += &format!("{language:?}\n{}\n", drawn(&nothing, PLAIN, (80, 24)));
        for place in Place::WATCHED {
            let phase = if place == Place::Overview { Phase::Gathering } else { Phase::Published };
            let mut state = watched(phase, language);
            state.place = place;
            all += &format!("{language:?} {place:?}\n{}\n", drawn(&state, PLAIN, (80, 24)));
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn no_key_of_the_observers_view_acts_or_shows_another_screen() {
    let letters = ('!'..='~').chain('а'..='я').map(Key::Letter);
    let others = [Key::Enter, Key::Escape, Key::Tab, Key::BackTab, Key::Home, Key::End, Key::Interrupt, Key::Backspace];
    for phase in [Phase::Gathering, Phase::Admitted, Phase::Closed, Phase::Opened, Phase::Signed, Phase::Published] {
        for place in Place::WATCHED {
            for key in letters.clone().chain(others) {
                let mut state = watched(phase, Language::En);
                state.place = place;
                let keys = [key, Key::Enter, Key::Enter, Key::Letter('y')];
                let effects = press(&mut state, &keys);
                let is_harmless = |effect: &Effect| matches!(effect, Effect::Look | Effect::Leave);
                assert!(effects.iter().all(is_harmless), "{phase:?} {place:?} {key:?}: {effects:?}");
                assert!(state.working.is_none() && Place::WATCHED.contains(&state.place), "{place:?} {key:?}");
            }
        }
    }
}

#[test]
fn observers_see_no_paths_and_no_reasons_of_held_records() {
    let mut state = State::watching("/srv/tamga/rehearsal-1".into(), Language::En);
    let mut waits = seen(Phase::Admitted);
    waits.incoming.sticks = vec!["/srv/tamga/rehearsal-1/appliance/sticks/2-others".into()];
    update(&mut state, Event::Seen(Box::new(waits)));
    assert!(state.source.is_empty());
    assert!(state.seen.as_ref().unwrap().incoming.sticks.iter().all(|stick| stick.as_os_str().is_empty()));
    for _ in Place::WATCHED {
        let shown = drawn(&state, PLAIN, (120, 40));
        assert!(!shown.contains("/srv") && !shown.contains("2-others"), "{shown}");
        assert!(!shown.contains("Phone shared") && !shown.contains("phone-shared"), "{shown}");
        press(&mut state, &[Key::Tab]);
    }
    assert_eq!(state.place, Place::Overview, "and there are no other screens");
}

fn tell(state: &mut State, live: Live) {
    update(state, Event::News(News::Live(live)));
}

fn revealed(region: u16, votes: [u64; 4]) -> Live {
    Live::Revealed(Revealed { opening: 1, contest: 0, region, votes: votes.to_vec(), groups: 3 })
}

#[test]
fn received_records_move_while_an_import_is_under_way_and_never_back() {
    let mut state = importing(Language::En);
    state.place = Place::Regions;
    tell(&mut state, Live::Received([(1, 4_321)].into()));
    assert!(drawn(&state, PLAIN, (80, 24)).contains("4,321"));
    update(&mut state, Event::Seen(Box::new(seen(Phase::Gathering))));
    let shown = drawn(&state, PLAIN, (80, 24));
    assert!(shown.contains("4,321"), "what was read before it was counted sets nothing back\n{shown}");
    update(&mut state, Event::Ended(Ended::Done));
    update(&mut state, Event::Seen(Box::new(seen(Phase::Gathering))));
    assert!(!drawn(&state, PLAIN, (80, 24)).contains("4,321"), "after the act the files have the word");
}

#[test]
fn regions_are_judged_one_after_the_other_on_the_screen() {
    let mut gathering = seen(Phase::Gathering);
    gathering.regions.iter_mut().for_each(|region| (region.boxed, region.statuses) = (false, None));
    let mut state = State::new("/srv/tamga/rehearsal-1".into(), Language::En);
    update(&mut state, Event::Seen(Box::new(gathering)));
    state.place = Place::Regions;
    press(&mut state, &[Key::Enter]);
    tell(&mut state, Live::Judged { region: 2, received: 1_989, statuses: [1_900, 0, 0, 88, 0, 1] });
    let shown = drawn(&state, PLAIN, (80, 24));
    assert!(shown.contains("1,900") && shown.contains(" 88 "), "{shown}");
    assert!(shown.contains("Admission: under way"), "{shown}");
}

#[test]
fn votes_are_revealed_group_by_group_and_said_to_be_unsigned_in_every_language() {
    let mut all = String::new();
    for language in LANGUAGES {
        let mut state = state(Phase::Closed, language);
        state.place = Place::Tally;
        press(&mut state, &[Key::Enter, Key::Enter, Key::Letter('y')]);
        state.place = Place::Results;
        all += &format!("{language:?}, nothing open\n{}\n", drawn(&state, PLAIN, (80, 24)));
        tell(&mut state, revealed(2, [1_000, 900, 70, 10]));
        all += &format!("{language:?}, one group open\n{}\n", drawn(&state, PLAIN, (80, 24)));
        tell(&mut state, revealed(0, [70_000, 41_000, 8_000, 300]));
        press(&mut state, &[Key::Letter('b')]);
        all += &format!("{language:?}, two groups open, big\n{}\n", drawn(&state, PLAIN, (80, 24)));
        update(&mut state, Event::Ended(Ended::Done));
        update(&mut state, Event::Seen(Box::new(seen(Phase::Opened))));
        press(&mut state, &[Key::Letter('b')]);
        all += &format!("{language:?}, before the statement is signed\n{}\n", drawn(&state, PLAIN, (80, 24)));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn what_is_revealed_is_not_counted_twice_when_the_files_are_read_again() {
    let mut state = state(Phase::Closed, Language::En);
    state.place = Place::Tally;
    press(&mut state, &[Key::Enter, Key::Enter, Key::Letter('y')]);
    tell(&mut state, revealed(2, [1_000, 900, 70, 10]));
    update(&mut state, Event::Seen(Box::new(seen(Phase::Closed))));
    tell(&mut state, revealed(1, [5, 6, 7, 8]));
    let seen_now = state.seen.as_ref().unwrap();
    assert_eq!(seen_now.revealing, Some((2, 3)));
    assert_eq!(seen_now.contests[0].options[0].votes, 1_005);
    update(&mut state, Event::Seen(Box::new(seen(Phase::Opened))));
    let opened = state.seen.as_ref().unwrap();
    assert_eq!((opened.revealing, opened.contests[0].options[0].votes), (None, 70_512));
}

/// The screen of a rehearsal that has just begun by itself.
fn rehearsing() -> State {
    let Some(Command::Rehearse(arguments)) = Cli::try_parse_from(["tamga", "rehearse", "--mischief"]).unwrap().command
    else {
        panic!("no rehearsal")
    };
    let mut state = State::rehearsing("rehearsal-1".into(), Language::En, &arguments);
    let act = Act::Rehearse(Box::new(arguments));
    assert_eq!(begin(&mut state, act.clone()), [Effect::Perform(act)]);
    state
}

#[test]
fn a_rehearsal_on_the_screen_goes_from_screen_to_screen_and_stays_at_its_results() {
    let mut state = rehearsing();
    assert_eq!(state.place, Place::SetUp);
    for (phase, place) in [
        (Phase::Gathering, Place::Regions),
        (Phase::Admitted, Place::Adjudication),
        (Phase::Closed, Place::Tally),
        (Phase::Opened, Place::Sign),
        (Phase::Signed, Place::Export),
        (Phase::Published, Place::Verify),
    ] {
        update(&mut state, Event::Seen(Box::new(seen(phase))));
        assert_eq!(state.place, place, "{phase:?}");
        if phase == Phase::Closed {
            tell(&mut state, revealed(0, [1, 2, 3, 4]));
            assert_eq!(state.place, Place::Results, "where sums open");
        }
    }
    update(&mut state, Event::Ended(Ended::Done));
    assert_eq!(state.place, Place::Results);
    let shown = drawn(&state, PLAIN, (80, 24));
    assert!(shown.contains("The rehearsal is over and verified"), "{shown}");
    assert_eq!(press(&mut state, &[Key::Letter('q')]), [Effect::Leave], "nothing is asked where nothing is lost");
}

#[test]
fn while_a_rehearsal_runs_by_itself_keys_only_show_and_stop_it() {
    let mut state = rehearsing();
    update(&mut state, Event::Seen(Box::new(seen(Phase::Admitted))));
    assert_eq!(press(&mut state, &[Key::Letter('c'), Key::Enter, Key::Letter('y'), Key::Letter('e')]), []);
    assert!(state.front.is_none());
    press(&mut state, &[Key::Home]);
    update(&mut state, Event::Seen(Box::new(seen(Phase::Closed))));
    assert_eq!(state.place, Place::Overview, "who chose a screen stays there");
    assert_eq!(press(&mut state, &[Key::Letter('x')]), [Effect::Stop]);
}

#[test]
fn results_at_120_by_40_have_the_list_of_screens_beside_them() {
    let mut state = state(Phase::Published, Language::Ru);
    state.place = Place::Results;
    insta::assert_snapshot!(drawn(&state, PLAIN, (120, 40)));
}

#[test]
fn every_question_and_help_fits_80_by_24() {
    let acts = [Act::Tally, Act::Export, Act::Recount, Act::Close { incomplete: true }];
    for language in LANGUAGES {
        for place in Place::ALL {
            let mut state = state(Phase::Published, language);
            state.place = place;
            state.front = Some(Front::Help);
            let help = drawn(&state, PLAIN, (80, 24));
            assert!(help.contains(&Words::of(language).get("help-close")), "{language:?} {place:?}\n{help}");
        }
        for place in Place::WATCHED {
            let mut state = watched(Phase::Published, language);
            (state.place, state.front) = (place, Some(Front::Help));
            let help = drawn(&state, PLAIN, (80, 24));
            assert!(help.contains(&Words::of(language).get("help-close")), "{language:?} {place:?}\n{help}");
        }
        for act in &acts {
            let mut state = state(Phase::Published, language);
            state.front = Some(Front::Confirm { act: act.clone(), sure: true });
            let shown = drawn(&state, PLAIN, (80, 24));
            assert!(shown.contains(&Words::of(language).get("confirm-second")), "{language:?} {act:?}\n{shown}");
        }
    }
}

#[test]
fn plain_terminals_are_drawn_on_in_ascii_but_for_letters() {
    let mut state = state(Phase::Published, Language::En);
    for place in Place::ALL {
        state.place = place;
        let shown = drawn(&state, Theme { colours: false, ascii: true }, (80, 24));
        let foreign = shown.chars().find(|letter| !letter.is_ascii() && !letter.is_alphabetic());
        assert!(foreign.is_none_or(|letter| "↑↓".contains(letter)), "{place:?} {foreign:?}\n{shown}");
    }
}

#[test]
fn no_size_makes_it_panic() {
    for place in Place::ALL {
        let mut state = state(Phase::Opened, Language::Kk);
        state.place = place;
        state.front = Some(Front::Help);
        for size in [(1, 1), (20, 5), (60, 16), (61, 17), (99, 20), (100, 24), (300, 100)] {
            drawn(&state, PLAIN, size);
        }
    }
}

/// What a camera reads on the screen: half a cell is a module of several pixels, light where something is drawn.
fn read_code(state: &State) -> String {
    const SIDE: usize = 4;
    let words = Words::of(state.language);
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    terminal.draw(|frame| View { state, words, theme: PLAIN }.draw(frame)).unwrap();
    let buffer = terminal.backend().buffer().clone();
    let pixel = |x: usize, y: usize| {
        let (column, half) = (x / SIDE, y / SIDE);
        let symbol = buffer[(column as u16, (half / 2) as u16)].symbol();
        let is_light = symbol == "█" || symbol == if half.is_multiple_of(2) { "▀" } else { "▄" };
        if is_light { 255 } else { 0 }
    };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(80 * SIDE, 48 * SIDE, pixel);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1);
    grids[0].decode().unwrap().1
}

#[test]
fn another_decoder_reads_the_codes_of_checkpoint_and_statement() {
    let mut state = state(Phase::Published, Language::Kk);
    state.place = Place::Ledger;
    press(&mut state, &[Key::Letter('c')]);
    assert_eq!(read_code(&state), format!("TAMGA:CHECKPOINT:57:{}", "05".repeat(32)));
    press(&mut state, &[Key::Escape]);
    state.place = Place::Sign;
    press(&mut state, &[Key::Letter('c')]);
    assert_eq!(read_code(&state), format!("TAMGA:STATEMENT:{}", "09".repeat(32)));
}
