//! What follows a signed statement: copies on paper, a recount, a further opening.

use super::*;
use crate::screen::others::{Other, Sheet};
use crate::screen::sequel::{CopyRow, RecountRow, Sequel, Waiting};
use crate::screen::update::next;
use tamga_record::ledger::{Languages, Recipient, Scope};

/// Two copies, the first one of a statement that was replaced.
fn copied() -> Sequel {
    let copy = |number, recipient: &str, region: Option<&str>| CopyRow {
        number,
        recipient: recipient.into(),
        region: region.map(str::to_owned),
        has_all: false,
        languages: vec![Language::Kk, Language::Ru],
        is_newest: number > 1,
        is_published: false,
    };
    Sequel {
        copies: vec![copy(1, "Байқаушы, «Әділ сайлау» ҚБ", None), copy(2, "Аудандық сот", Some("aral"))],
        ..Sequel::default()
    }
}

fn act(recipient: &str, scope: Scope, languages: &[Language]) -> Act {
    let (recipient, languages) = (Recipient::parse(recipient).unwrap(), Languages::of(languages).unwrap());
    Act::Protocol { recipient, scope, languages }
}

/// A copy of one region's form.
pub fn copy_for_court() -> Act {
    act("Аудандық сот", Scope::Region("aral".into()), &[Language::Kk, Language::Ru])
}

/// A published election with this after its statement, just read.
fn after(sequel: Sequel, mut state: State) -> State {
    let mut published = seen(Phase::Published);
    (published.sequel, published.held) = (sequel, Held::default());
    update(&mut state, Event::Seen(Box::new(published)));
    state
}

#[test]
fn a_copy_on_paper_is_made_by_form_and_two_questions_and_then_listed() {
    let mut state = state(Phase::Published, Language::En);
    state.place = Place::Export;
    assert!(drawn(&state, PLAIN, (80, 24)).contains("P makes one"));
    press(&mut state, &[Key::Letter('p')]);
    press(&mut state, &"Court".chars().map(Key::Letter).collect::<Vec<_>>());
    assert_eq!(press(&mut state, &[Key::Enter]), []);
    let shown = drawn(&state, PLAIN, (80, 24));
    for said in ["Court", "summary of all regions", "kk, ru", "1 of 2: read it once more"] {
        assert!(shown.contains(said), "{said}\n{shown}");
    }
    let effects = press(&mut state, &[Key::Enter, Key::Letter('y')]);
    let act = act("Court", Scope::Summary, &[Language::Kk, Language::Ru]);
    assert_eq!(effects, [Effect::Perform(act.clone())]);
    let Ok(Some(Command::Protocol(arguments))) = act.command("/srv".as_ref()) else { panic!("a command") };
    assert_eq!((arguments.copy_for.as_deref(), arguments.region, arguments.all), (Some("Court"), None, false));
    state.place = Place::Overview;
    update(&mut state, Event::Ended(Ended::Done));
    state.seen.as_mut().unwrap().sequel = copied();
    let shown = drawn(&state, PLAIN, (80, 24));
    for said in ["/srv/tamga/rehearsal-1/protocols", "copy-1.pdf", "of an earlier protocol", "copy-2.pdf", "Aral"] {
        assert!(shown.contains(said), "{said}\n{shown}");
    }
}

#[test]
fn a_copy_is_of_all_regions_of_one_or_of_each_and_of_nothing_else() {
    let seen = seen(Phase::Published);
    let act_of = |recipient: &str, region: &str, languages: &str| {
        let fields = [recipient, region, languages].map(str::to_owned).to_vec();
        Sheet { fields, ..Sheet::new(Other::Protocol, &seen) }.act(&seen)
    };
    assert_eq!(act_of("Сот", "*", "en ru"), Some(act("Сот", Scope::All, &[Language::Ru, Language::En])));
    assert_eq!(act_of("Сот", "aral", "kk"), Some(act("Сот", Scope::Region("aral".into()), &[Language::Kk])));
    for [recipient, region, languages] in
        [["", "", "kk"], ["漢", "", "kk"], ["Сот", "nowhere", "kk"], ["Сот", "", "de"], ["Сот", "", ""]]
    {
        assert_eq!(act_of(recipient, region, languages), None, "{recipient} {region} {languages}");
    }
}

#[test]
fn there_is_no_copy_of_a_statement_that_waits_for_its_quorum() {
    let is_possible = |phase, published| Other::Protocol.is_possible(&Seen { published, ..seen(phase) });
    assert_eq!([Phase::Closed, Phase::Opened, Phase::Signed].map(|phase| is_possible(phase, 0)), [false, false, true]);
    assert_eq!([Phase::Admitted, Phase::Closed, Phase::Opened].map(|phase| is_possible(phase, 1)), [true, true, false]);
}

#[test]
fn what_came_since_is_published_anew_after_two_questions() {
    let mut state = state(Phase::Published, Language::Ru);
    state.place = Place::Export;
    let effects = press(&mut state, &[Key::Letter('ф'), Key::Enter, Key::Letter('н')]);
    assert_eq!(effects, [Effect::Perform(Act::Export)]);
}

#[test]
fn late_bundles_lead_from_the_overview_through_the_supplement() {
    let waiting = Some(Waiting::Late(3));
    let mut state = after(Sequel { waiting, ..Sequel::default() }, state(Phase::Published, Language::En));
    state.place = Place::Overview;
    let shown = drawn(&state, PLAIN, (80, 24));
    assert!(shown.contains("3 late bundles wait for the supplement") && !shown.contains("Everything is"), "{shown}");
    assert!(!shown.contains("not whole"), "that is over with the box\n{shown}");
    assert_eq!((press(&mut state, &[Key::Enter]), state.place), (vec![], Place::Regions));
    assert_eq!(press(&mut state, &[Key::Enter]), [Effect::Perform(Act::Admit { regions: Vec::new() })]);
    update(&mut state, Event::Ended(Ended::Done));
    let path = [
        (Phase::Admitted, Some((Place::Tally, Act::Close { incomplete: false }))),
        (Phase::Closed, Some((Place::Tally, Act::Tally))),
        (Phase::Opened, Some((Place::Sign, Act::Sign { dissent: Vec::new(), refuse: Vec::new() }))),
        (Phase::Signed, Some((Place::Export, Act::Export))),
        (Phase::Published, None),
    ];
    for (phase, comes) in path {
        let to_close = (phase == Phase::Admitted).then_some([2, 3, 1, 0]);
        let of_supplement = Seen { opening: 2, published: 1, held: Held::default(), to_close, ..seen(phase) };
        update(&mut state, Event::Seen(Box::new(of_supplement)));
        assert_eq!(next(&state), comes, "{phase:?}");
    }
}

#[test]
fn regions_without_a_box_are_brought_and_admitted_before_the_end() {
    let comes = |waiting| {
        let state =
            after(Sequel { waiting: Some(waiting), ..Sequel::default() }, state(Phase::Published, Language::En));
        assert!(drawn(&State { place: Place::Overview, ..state.clone() }, PLAIN, (80, 24)).contains("in no box yet"));
        assert!(!Other::End.is_possible(state.seen.as_ref().unwrap()));
        next(&state)
    };
    assert!(matches!(comes(Waiting::Silent(1)), Some((Place::Import, Act::Import { .. }))));
    assert_eq!(comes(Waiting::Regions(2)), Some((Place::Regions, Act::Admit { regions: Vec::new() })));
}

#[test]
fn a_recount_stands_beside_the_results_and_on_the_overview_for_observers_too() {
    let said = [
        (true, ["1-ҚАЙТА САНАУ: сандар сол", "ПЕРЕСЧЁТ 1: числа те же", "RECOUNT 1: the same figures"]),
        (false, ["1-ҚАЙТА САНАУ: САНДАР БАСҚА", "ПЕРЕСЧЁТ 1: ЧИСЛА ДРУГИЕ", "RECOUNT 1: OTHER FIGURES"]),
    ];
    for (agrees, said) in said {
        let recount = Some(RecountRow { number: 1, agrees, officers: vec![1, 2, 3, 5] });
        for (language, said) in LANGUAGES.into_iter().zip(said) {
            for state in [State::new("/srv".into(), language), State::watching("/srv".into(), language)] {
                let mut state = after(Sequel { recount: recount.clone(), ..Sequel::default() }, state);
                for (place, big) in [(Place::Overview, false), (Place::Results, false), (Place::Results, true)] {
                    (state.place, state.big) = (place, big);
                    let shown = drawn(&state, PLAIN, (80, 24));
                    assert!(shown.contains(said) && shown.contains("1–3, 5"), "{said}\n{shown}");
                }
            }
        }
    }
}
