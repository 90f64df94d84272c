//! How much of a processor the screen takes: figures for the README, no limits, as another machine has others.
//! `cargo test --release -p tamga screen::measures -- --ignored --nocapture` prints them.

use std::fs;
use std::io;
use std::time::Duration;

use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use tamga_record::definition::Language;

use super::acts::Act;
use super::event::Event;
use super::recording::Recorder;
use super::seen::{RegionRow, Seen};
use super::state::{Place, State};
use super::tests::seen;
use super::theme::Theme;
use super::update::{begin, update};
use super::view::View;
use crate::message::Message;
use crate::news::News;
use crate::state::Phase;
use crate::words::Words;

/// Regions of the largest election.
const REGIONS: usize = 2_500;
/// Frames of each screen.
const FRAMES: u32 = 200;
/// News that come between two frames: thirty times as many a second.
const NEWS: u64 = 100;

/// What this thread has computed so far [Linux, sched-stats]: the first number is in nanoseconds.
fn computed() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
}

/// An election of the largest size.
fn large(phase: Phase) -> Seen {
    let mut seen = seen(phase);
    let rows = seen.regions.clone();
    let row = |number: usize| RegionRow { code: format!("region-{number}"), ..rows[number % rows.len()].clone() };
    seen.regions = (0..REGIONS).map(row).collect();
    // Before anything is open there are no votes.
    for contest in &mut seen.contests {
        let votes = contest.by_region.first().map(|(_, votes)| votes.clone());
        let rows =
            votes.iter().flat_map(|votes| (0..REGIONS).map(|number| (format!("region-{number}"), votes.clone())));
        contest.by_region = rows.collect();
    }
    seen
}

fn running(done: u64) -> Event {
    let (step, what, total) = ("import".to_owned(), Message::of("unit-records"), 1_000_000);
    let took = Duration::from_millis(10 * done);
    Event::News(News::Running { elapsed: took, step, what, done, total, took })
}

#[test]
#[ignore = "measures, and holds nothing"]
fn a_frame_of_every_screen_with_the_most_regions_while_news_arrive() {
    let size = Rect::new(0, 0, 120, 40);
    for place in Place::ALL {
        let phase = if place == Place::Import { Phase::Gathering } else { Phase::Published };
        let mut state = State::new("/srv/tamga".into(), Language::Kk);
        update(&mut state, Event::Seen(Box::new(large(phase))));
        begin(&mut state, Act::Import { path: "/media/stick".into() });
        assert!(state.working.is_some());
        state.place = place;
        (state.regions.sort, state.regions.filter) = (2, "region".into());
        let words = Words::of(state.language);
        let viewport = Viewport::Fixed(size);
        let backend = CrosstermBackend::new(io::sink());
        let mut terminal = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
        let (mut total, mut most) = (Duration::ZERO, Duration::ZERO);
        for frame in 0..FRAMES {
            let before = computed();
            for news in 0..NEWS {
                update(&mut state, running(u64::from(frame) * NEWS + news));
            }
            update(&mut state, Event::Ticked(Duration::from_millis(33 * u64::from(frame))));
            let theme = Theme { colours: true, ascii: false };
            terminal.draw(|frame| View { state: &state, words, theme }.draw(frame)).unwrap();
            let took = computed() - before;
            (total, most) = (total + took, most.max(took));
        }
        println!("{place:?}: {:?} a frame with {NEWS} news, at most {most:?}", total / FRAMES);
    }
}

#[test]
#[ignore = "measures, and holds nothing"]
fn a_view_of_the_most_regions_taken_over_and_recorded() {
    let mut state = State::new("/srv/tamga".into(), Language::Kk);
    let views: Vec<_> = (0..20).map(|_| Event::Seen(Box::new(large(Phase::Published)))).collect();
    let mut recorder = Recorder::over(io::sink(), &state);
    let before = computed();
    views.iter().for_each(|view| recorder.event(view));
    let recorded = computed();
    for view in views {
        update(&mut state, view);
    }
    println!("to record a view: {:?}; to take it over: {:?}", (recorded - before) / 20, (computed() - recorded) / 20);
    assert!(recorder.finish());
}
