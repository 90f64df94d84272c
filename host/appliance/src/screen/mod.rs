//! The terminal screen: what the commission sees.
//!
//! One channel of events, one writer of the state ([`update`]), a view that only reads, a worker that acts.

mod acts;
mod entries;
mod event;
mod held;
mod hsms;
mod incoming;
mod lookout;
#[cfg(test)]
mod measures;
mod others;
#[cfg(test)]
mod pausing_tests;
mod recording;
mod replay;
mod seen;
mod sequel;
mod set_up;
mod state;
#[cfg(test)]
mod tests;
mod theme;
mod update;
mod view;
mod worker;

use std::env;
use std::io::{self, IsTerminal, Write};
use std::panic;
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use ratatui::crossterm::event as terminal;
use tamga_record::definition::Language;

use crate::cli::{RehearseArguments, ScreenArguments};
use crate::failure::{Ending, Failure, Head, Stopped, in_lines};
use crate::folder::Folder;
use crate::interrupt::Interrupt;
use crate::message::Message;
use crate::reading::Reader;
use crate::verification::Verification;
use crate::words::{Words, surroundings};
use acts::Act;
use event::{Effect, Ended, Event, Key};
use lookout::LookNow;
use recording::Recorder;
use state::State;
use theme::Theme;
use view::{Tape, View};

/// How often the clock is looked at: the seconds of an act under way.
const TICK: Duration = Duration::from_secs(1);
/// The same while nothing goes on.
const IDLE: Duration = Duration::from_secs(60);
/// No two frames come faster where no key is pressed: what happens meanwhile is drawn together.
const FRAME: Duration = Duration::from_millis(33);

/// Opens the screen on the election in a folder, or on a rehearsal that is set up there, or shows a recording of one, until
/// somebody leaves it.
pub fn open(arguments: ScreenArguments) -> Result<()> {
    check_terminal()?;
    if let Some(recording) = arguments.replay {
        return show_again(&recording, arguments.speed);
    }
    let at = arguments.at.map_or_else(newest, Ok)?;
    let pace = arguments.guided.map(|seconds| Duration::from_secs(seconds.into()));
    let mut state = State::new(at.clone(), language());
    state.recorded = arguments.record.is_some();
    let recorder = arguments.record.map(|path| Recorder::begin(&path, &state)).transpose()?;
    let mut screen = Screen { recorder, ..Screen::with_hands(&at)? };
    let outcome = screen.show(&mut state, pace);
    if screen.recorder.is_some_and(|recorder| !recorder.finish()) {
        eprintln!("{}", Words::of(state.language).get("tape-recording-ended"));
    }
    outcome
}

/// Shows a recording of a screen.
fn show_again(path: &Path, speed: u8) -> Result<()> {
    let mut replay = replay::read(path).map_err(|fault| replay::refused(&fault, path))?;
    let (events, happened) = channel();
    listen(events);
    let mut terminal = ratatui::try_init().head(|| "screen-no-terminal")?;
    let shown = replay::show(&mut replay, &mut terminal, (speed, theme()), &happened);
    ratatui::restore();
    shown?.map_err(|fault| replay::refused(&fault, path))
}

/// Opens the observers' view of the election in this folder: nothing is locked, changed or asked of anybody.
pub fn watch(at: Option<PathBuf>) -> Result<()> {
    check_terminal()?;
    let at = at.map_or_else(newest, Ok)?;
    Screen::without_hands(&at).show(&mut State::watching(at, language()), None)
}

/// Runs a rehearsal on the screen, which stays at its results until somebody leaves; gives the exit code that the lines of
/// `--plain` would have ended with.
pub fn rehearse(mut arguments: RehearseArguments) -> Result<ExitCode> {
    let at = match &arguments.resume {
        Some(at) => at.clone(),
        None => Folder::choose(arguments.out.as_deref())?.path().to_owned(),
    };
    if arguments.resume.is_none() {
        arguments.out = Some(at.clone());
    }
    let mut screen = Screen::with_hands(&at)?;
    let mut state = State::rehearsing(at.clone(), language(), &arguments);
    for effect in update::begin(&mut state, Act::Rehearse(Box::new(arguments))) {
        screen.carry_out(effect)?;
    }
    screen.show(&mut state, None)?;
    match screen.end_of(&mut state) {
        Some(Ended::Stopped(stopped)) => {
            let _ = writeln!(io::stderr(), "{}", in_lines(&stopped.text(Words::of_command_line())));
            Ok(ExitCode::from(stopped.code))
        }
        _ => {
            say_where_the_record_is(&at);
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The last lines of a rehearsal, below the shell's: what the verifier said, and where everything is.
fn say_where_the_record_is(at: &Path) {
    let mut reader = Reader::of(at);
    let report = reader.read().ok().flatten().and_then(|reading| reading.parts.report);
    let verdict =
        report.map_or_else(String::new, |report| Verification::parse(&report).verdict().text(Words::of(language())));
    // A closed pipe must not change the exit code.
    let _ = writeln!(io::stdout(), "{verdict}\nREHEARSAL: record in {}", at.display());
}

/// The language of the surroundings, Kazakh where they say nothing else.
fn language() -> Language {
    surroundings().unwrap_or(Language::Kk)
}

fn check_terminal() -> Result<()> {
    if is_terminal() {
        return Ok(());
    }
    Err(Failure::bad_input("screen-no-terminal"))
}

/// Whether there is somebody who sees a screen and presses keys.
pub fn is_terminal() -> bool {
    let is_dumb = env::var("TERM").is_ok_and(|term| term == "dumb");
    io::stdout().is_terminal() && io::stdin().is_terminal() && !is_dumb
}

/// Entries of the ledger when it was read last.
static ENTRIES: AtomicU64 = AtomicU64::new(0);

/// A panic, on whatever thread, gives the terminal back, says where the ledger stands and ends the program: it is wrong, and what is
/// on disk is whole at any moment.
fn give_back_on_panic(at: String, words: &'static Words) {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        ratatui::restore();
        before(panic);
        let entries = ENTRIES.load(Ordering::Relaxed);
        let fault = Failure::internal(Message::of("screen-fault").with("at", &at).with("n", entries));
        let _ = writeln!(io::stderr(), "{}", in_lines(&Stopped::of(&fault).text(words)));
        process::exit(i32::from(Ending::Internal as u8));
    }));
}

/// The newest rehearsal in the working folder, else a name for the first one.
fn newest() -> Result<PathBuf> {
    let name = |number: u32| PathBuf::from(format!("rehearsal-{number}"));
    let there = (1..).map(name).take_while(|path| path.exists()).last();
    there.map_or_else(|| Ok(name(1)), |path| path.canonicalize().head(|| Message::of("not-read").with("path", &path)))
}

/// Keys and sizes of the terminal become events, and so does its end.
fn listen(events: Sender<Event>) {
    thread::spawn(move || {
        loop {
            let event = match terminal::poll(TICK).and_then(|is_there| is_there.then(terminal::read).transpose()) {
                Ok(Some(terminal::Event::Key(key))) => key_of(key).map(Event::Pressed),
                Ok(Some(terminal::Event::Resize(..))) => Some(Event::Resized),
                Ok(Some(_)) => None,
                // A terminal that has hung up is none any more.
                Ok(None) if io::stdin().is_terminal() => None,
                Ok(None) | Err(_) => Some(Event::HungUp),
            };
            let is_over = event == Some(Event::HungUp);
            if event.is_some_and(|event| events.send(event).is_err()) || is_over {
                return;
            }
        }
    });
}

/// What the loop needs beside terminal and state.
struct Screen {
    theme: Theme,
    happened: Receiver<Event>,
    lookout: Sender<LookNow>,
    /// Who acts; nobody in the observers' view.
    hands: Option<Hands>,
    /// Writes down what happens, where somebody asked for that.
    recorder: Option<Recorder>,
}

/// The worker, and how it is asked to stop.
struct Hands {
    acts: Sender<Act>,
    interrupt: Interrupt,
}

impl Screen {
    /// One that acts on the election in this folder.
    fn with_hands(at: &Path) -> Result<Self> {
        let interrupt = Interrupt::listen()?;
        interrupt.be_silent();
        let (events, happened) = channel();
        let acts = worker::start(at.to_owned(), interrupt.clone(), events.clone());
        Ok(Self::of(at, events, happened, Some(Hands { acts, interrupt })))
    }

    /// One that only looks.
    fn without_hands(at: &Path) -> Self {
        let (events, happened) = channel();
        Self::of(at, events, happened, None)
    }

    fn of(at: &Path, events: Sender<Event>, happened: Receiver<Event>, hands: Option<Hands>) -> Self {
        let lookout = lookout::start(at.to_owned(), events.clone());
        listen(events);
        Self { theme: theme(), happened, lookout, hands, recorder: None }
    }

    /// Shows it until somebody leaves. `pace` is the time between two keys that the screen presses by itself; none where people do.
    fn show(&mut self, state: &mut State, pace: Option<Duration>) -> Result<()> {
        self.lookout.send(LookNow).context("the lookout has just been posted")?;
        let mut terminal = ratatui::try_init().head(|| "screen-no-terminal")?;
        give_back_on_panic(state.at.display().to_string(), Words::of(state.language));
        let outcome = self.run(&mut terminal, state, pace);
        ratatui::restore();
        outcome
    }

    fn run(
        &mut self,
        terminal: &mut ratatui::DefaultTerminal,
        state: &mut State,
        pace: Option<Duration>,
    ) -> Result<()> {
        let opened = Instant::now();
        let mut words = Words::of(state.language);
        let mut moved = opened;
        loop {
            if words.language() != state.language {
                words = Words::of(state.language);
            }
            self.draw(terminal, state, words)?;
            let drawn = Instant::now();
            let wait = if state.working.is_some() || pace.is_some() { TICK } else { IDLE };
            let mut event = match self.happened.recv_timeout(wait) {
                Ok(event) => Some(event),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            };
            self.happen(state, Event::Ticked(opened.elapsed()));
            if let (None, Some(pace)) = (&event, pace)
                && moved.elapsed() >= pace
            {
                event = update::guide(state).map(Event::Pressed);
            }
            let mut was_pressed = false;
            loop {
                if event.is_some() {
                    moved = Instant::now();
                }
                if let Some(Event::Seen(seen)) = &event {
                    ENTRIES.store(seen.ledger.0, Ordering::Relaxed);
                }
                was_pressed |= matches!(event, Some(Event::Pressed(_)));
                for effect in event.take().map_or(Vec::new(), |event| self.happen(state, event)) {
                    if self.carry_out(effect)? {
                        return Ok(());
                    }
                }
                // A burst of news is one frame; a key is answered at once, with what has come beside it.
                let Some(left) = FRAME.checked_sub(drawn.elapsed()) else { break };
                match self.happened.recv_timeout(if was_pressed { Duration::ZERO } else { left }) {
                    Ok(next) => event = Some(next),
                    Err(_) => break,
                }
            }
        }
    }

    fn draw(&mut self, terminal: &mut ratatui::DefaultTerminal, state: &State, words: &Words) -> Result<()> {
        let theme = self.theme;
        let tape = self.recorder.as_ref().map(|recorder| match recorder.goes_on() {
            true => Tape::Records,
            false => Tape::RecordingEnded,
        });
        let drawn = terminal.draw(|frame| {
            View { state, words, theme }.draw(frame);
            if let Some(tape) = tape {
                tape.draw(words, theme, state.now, frame);
            }
        })?;
        let size = drawn.area.as_size();
        if let Some(recorder) = &mut self.recorder {
            recorder.drawn(size);
        }
        Ok(())
    }

    fn happen(&mut self, state: &mut State, event: Event) -> Vec<Effect> {
        if let Some(recorder) = &mut self.recorder {
            recorder.event(&event);
        }
        update::update(state, event)
    }

    /// How the rehearsal of this screen ended; one that goes on is asked to stop after its step, and waited for.
    fn end_of(&self, state: &mut State) -> Option<Ended> {
        if let (true, Some(hands)) = (state.working.is_some(), &self.hands) {
            hands.interrupt.ask();
            let _ = writeln!(io::stderr(), "{}", Words::of(state.language).get("stopping-now"));
            while let (true, Ok(event)) = (state.working.is_some(), self.happened.recv()) {
                update::update(state, event);
            }
        }
        state.rehearsed.clone()
    }

    /// Whether somebody leaves.
    fn carry_out(&self, effect: Effect) -> Result<bool> {
        match (effect, &self.hands) {
            (Effect::Leave, _) => return Ok(true),
            (Effect::Look, _) => self.lookout.send(LookNow).context("the lookout has ended")?,
            (Effect::Stop, Some(hands)) => hands.interrupt.ask(),
            (Effect::Perform(act), Some(hands)) => hands.acts.send(act).context("the worker has ended")?,
            // Without hands nothing is done, whatever was asked for.
            (Effect::Stop | Effect::Perform(_), None) => {}
        }
        Ok(false)
    }
}

fn theme() -> Theme {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    Theme {
        colours: !is_set("NO_COLOR"),
        ascii: is_set("TAMGA_ASCII") || env::var("TERM").is_ok_and(|term| term == "vt100"),
    }
}

fn key_of(key: terminal::KeyEvent) -> Option<Key> {
    use terminal::{KeyCode, KeyEventKind, KeyModifiers};
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
    Some(match key.code {
        KeyCode::Char('c' | 'с') if is_control => Key::Interrupt,
        KeyCode::Char('u' | 'г') if is_control => Key::Clear,
        KeyCode::Char(_) if is_control => return None,
        KeyCode::Char(letter) => Key::Letter(letter),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Escape,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        _ => return None,
    })
}
