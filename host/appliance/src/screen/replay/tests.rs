use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

use super::*;
use crate::acts::lookup::Answer;
use crate::failure::{Failure, Stopped};
use crate::message::Message;
use crate::news::News;
use crate::screen::event::Ended;
use crate::screen::recording::Recorder;
use crate::screen::state::Place;
use crate::screen::tests::seen;
use crate::state::Phase;

const PLAIN: Theme = Theme { colours: false, ascii: false };

/// A file in memory, of so many bytes at most.
#[derive(Clone)]
struct Paper {
    bytes: Arc<Mutex<Vec<u8>>>,
    room: usize,
}

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = self.bytes.lock().unwrap();
        if written.len() + bytes.len() > self.room {
            return Err(io::ErrorKind::StorageFull.into());
        }
        written.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn paper(room: usize) -> Paper {
    Paper { bytes: Arc::default(), room }
}

fn opened() -> State {
    let state = State::new("/srv/tamga/rehearsal-1".into(), tamga_record::definition::Language::Ru);
    State { recorded: true, ..state }
}

fn drawn(state: &State) -> String {
    let words = Words::of(state.language);
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    terminal.draw(|frame| View { state, words, theme: PLAIN }.draw(frame)).unwrap();
    terminal.backend().to_string()
}

fn news(done: u64) -> Event {
    let (step, what) = ("import".to_owned(), Message::of("unit-records"));
    let (elapsed, took) = (Duration::from_secs(9), Duration::from_millis(1_250));
    Event::News(News::Running { elapsed, step, what, done, total: 2_000, took })
}

fn stopped() -> Ended {
    let message = Message::of("replay-not-that-line").with("line", 7_u64).with("path", Path::new("/media/x"));
    Ended::Stopped(Stopped::of(&Failure::bad_input(message)))
}

/// What happens while somebody imports a stick, in the portions that were drawn.
fn happened() -> Vec<Vec<Event>> {
    let tick = |ms| Event::Ticked(Duration::from_millis(ms));
    let keys = |text: &str| text.chars().map(|letter| Event::Pressed(Key::Letter(letter))).collect::<Vec<_>>();
    let mut typed = vec![tick(2_000), Event::Pressed(Key::Tab), Event::Pressed(Key::Tab)];
    typed.extend([Event::Pressed(Key::Tab), Event::Pressed(Key::Letter('e'))]);
    typed.extend(keys("/media/тест"));
    typed.push(Event::Pressed(Key::Enter));
    vec![
        vec![tick(0), Event::Seen(Box::new(seen(Phase::Gathering)))],
        typed,
        vec![tick(3_000), Event::Pressed(Key::Letter('i')), news(500)],
        vec![tick(4_000), Event::Resized, news(1_500)],
        vec![tick(9_000), Event::Ended(stopped())],
        vec![tick(9_500), Event::Pressed(Key::Escape), Event::Seen(Box::new(seen(Phase::Published)))],
        vec![tick(10_000), Event::Pressed(Key::End), Event::Pressed(Key::Letter('l'))],
    ]
}

/// Records this, as the screen does, into what has room for so many bytes: the bytes, every frame, whether it has everything.
fn record(room: usize, portions: Vec<Vec<Event>>) -> (Vec<u8>, Vec<String>, bool) {
    let (mut state, paper) = (opened(), paper(room));
    let mut recorder = Recorder::over(paper.clone(), &state);
    let mut frames = Vec::new();
    for events in portions {
        frames.push(drawn(&state));
        recorder.drawn(Size::new(80, 24));
        for event in events {
            recorder.event(&event);
            update(&mut state, event);
        }
    }
    frames.push(drawn(&state));
    recorder.drawn(Size::new(80, 24));
    let is_whole = recorder.finish();
    let bytes = paper.bytes.lock().unwrap().clone();
    (bytes, frames, is_whole)
}

fn frames_of(untrusted: &[u8]) -> Result<Vec<String>, Fault> {
    let mut replay = Replay::begin(untrusted)?;
    let mut frames = Vec::new();
    while let Some(state) = replay.next_frame()? {
        frames.push(drawn(state));
    }
    Ok(frames)
}

#[test]
fn a_replay_has_the_very_frames_that_were_recorded() {
    let (bytes, frames, is_whole) = record(1 << 20, happened());
    assert!(is_whole && frames.len() == 8);
    assert!(frames[2].contains("/media/тест") && frames[4].contains("1\u{a0}500 из 2\u{a0}000"), "{frames:#?}");
    assert_eq!(frames_of(&bytes).unwrap(), frames);
}

#[test]
fn a_recording_is_these_lines() {
    let mut portions = happened();
    portions.iter_mut().for_each(|events| events.retain(|event| !matches!(event, Event::Seen(_))));
    let (bytes, ..) = record(1 << 20, portions);
    insta::assert_snapshot!(String::from_utf8(bytes).unwrap().replace(env!("CARGO_PKG_VERSION"), "VERSION"));
}

#[test]
fn a_recording_that_finds_no_room_ends_and_says_so_and_what_it_has_is_shown() {
    let (whole, ..) = record(1 << 20, happened());
    let (bytes, frames, is_whole) = record(whole.len() / 2, happened());
    assert!(!is_whole);
    let shown = frames_of(&bytes).unwrap();
    assert!(shown.len() > 1 && shown.len() < frames.len(), "{}", shown.len());
    assert!(frames.starts_with(&shown));
}

#[test]
fn a_recording_of_a_program_that_was_killed_is_shown_to_its_last_whole_line() {
    let (bytes, frames, _) = record(1 << 20, happened());
    assert_eq!(frames_of(&bytes[..bytes.len() - 1]).unwrap(), frames[..7]);
}

#[test]
fn what_is_no_recording_is_refused_by_its_line() {
    let (bytes, ..) = record(1 << 20, Vec::new());
    let head = String::from_utf8(bytes).unwrap().lines().next().unwrap().to_owned();
    let of = |line: &str| frames_of(format!("{head}\n{line}\n").as_bytes());
    assert_eq!(frames_of(b""), Err(Fault::NoRecording));
    assert_eq!(frames_of(head.replace("v1", "v9").as_bytes()), Err(Fault::NoRecording));
    assert_eq!(of(r#"{"event":{"pressed":"tab"}}"#), Ok(Vec::new()));
    let faults = [
        r#"{"event":{"pressed":"pin"}}"#,
        r#"{"event":{"ticked":{"secs":18446744073709551615,"nanos":0}}}"#,
        r#"{"event":{"ticked":{"secs":1099511627777,"nanos":0}}}"#,
        r#"{"event":{"ticked":{"secs":-1,"nanos":0}}}"#,
        r#"{"perform":"close"}"#,
        &("[".repeat(25) + &"]".repeat(25)),
        "[[[[",
        "",
    ];
    for fault in faults {
        assert_eq!(of(fault), Err(Fault::Line(2)), "{fault}");
    }
    let long = io::Cursor::new(head.clone() + "\n").chain(io::repeat(b' '));
    let mut replay = Replay::begin(BufReader::new(long)).unwrap();
    assert_eq!(replay.next_frame().unwrap_err(), Fault::Line(2));
    let endless = io::Cursor::new(head + "\n" + &"{\"drawn\":[80,24]}\n".repeat(64));
    let mut replay = Replay::begin(endless).unwrap();
    replay.left = 1_000;
    while replay.next_frame().is_ok_and(|frame| frame.is_some()) {}
    assert_eq!(replay.next_frame().unwrap_err(), Fault::TooLong);
}

#[test]
fn nothing_in_a_file_makes_a_replay_panic_or_reaches_the_terminal_as_it_is() {
    let (bytes, ..) = record(1 << 20, happened());
    let text = String::from_utf8(bytes).unwrap();
    let mut random = 1_u64;
    let mut draw = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % below
    };
    let digits = |text: &str| {
        text.char_indices().filter(|(_, letter)| letter.is_ascii_digit()).map(|(at, _)| at).collect::<Vec<_>>()
    };
    let mut shown = 0;
    for _ in 0..400 {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for _ in 0..=draw(3) {
            let at = 1 + draw(lines.len() - 1);
            let places = digits(&lines[at]);
            match draw(4) {
                0 => drop(lines.remove(at)),
                1 => lines.swap(at, 1),
                2 if !places.is_empty() => {
                    let place = places[draw(places.len())];
                    let number = ["0", "255", "1099511627776", "-1"][draw(4)];
                    lines[at].replace_range(place..=place, number);
                }
                _ => lines[at] = lines[at].replace("post", "\\u001b[2Jpost").replace("import", "\\u009b0m\\n"),
            }
        }
        let mut replay = Replay::begin(io::Cursor::new(lines.join("\n") + "\n")).unwrap();
        while let Ok(Some(state)) = replay.next_frame() {
            let mut state = state.clone();
            state.place = Place::ALL[draw(Place::ALL.len())];
            let frame = drawn(&state);
            assert!(!frame.contains(['\u{1b}', '\u{9b}']), "{frame}");
            shown += 1;
        }
    }
    assert!(shown > 1_000, "{shown}");
}

#[test]
fn an_act_that_seems_to_take_longer_than_there_is_time_is_shown() {
    let mut portions = happened();
    let (step, what, most) = ("import".to_owned(), Message::of("unit-records"), Duration::from_secs(NUMBER_MAX));
    let news = News::Running { elapsed: most, step, what, done: 0, total: NUMBER_MAX, took: most };
    portions[2].push(Event::News(news));
    let (bytes, frames, _) = record(1 << 20, portions);
    assert_eq!(frames_of(&bytes).unwrap(), frames);
}

#[test]
fn what_is_answered_about_a_record_is_in_no_recording() {
    let (bytes, ..) = record(1 << 20, vec![vec![Event::News(News::Answer(Answer::Unknown { more: false }))]]);
    let text = String::from_utf8(bytes).unwrap();
    assert!(!text.contains("answer") && !text.contains("unknown"), "{text}");
}

#[test]
fn a_recorded_screen_and_a_replay_say_what_they_are_in_every_language() {
    for language in crate::words::LANGUAGES {
        let words = Words::of(language);
        for tape in [Tape::Records, Tape::RecordingEnded, Tape::Replays, Tape::Paused, Tape::ReplayEnded] {
            let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
            terminal.draw(|frame| tape.draw(words, PLAIN, Duration::from_secs(754), frame)).unwrap();
            let shown = terminal.backend().to_string();
            let lines: Vec<_> = shown.lines().filter(|line| !line.trim_matches(['"', ' ']).is_empty()).collect();
            assert!(lines.len() == 1 && !lines[0].contains('…'), "{language:?} {tape:?}: {lines:?}");
        }
        assert!(words.get("tape-replays").contains("Q") && !words.get("tape-records").contains("tape"));
    }
}
