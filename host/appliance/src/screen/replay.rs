//! A recording of the screen shown again: the same frames, without any election there. What an effect would do is not done.

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use anyhow::Result;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::event::{Event, Key};
use super::recording::{FORMAT, Head, LINE_LEN_MAX, RECORDING_LEN_MAX, Step};
use super::state::State;
use super::theme::Theme;
use super::update::update;
use super::view::{Tape, View};
use crate::failure::Failure;
use crate::message::Message;
use crate::words::Words;

/// A wait between two frames, at most: nobody has to sit through a break.
const WAIT_MAX: Duration = Duration::from_secs(5);
/// How deep a line goes, at most. What a message says is made of what is in its places, each written twice.
const DEPTH_MAX: u32 = 24;
/// No number in a recording is greater, so that sums of what a line holds stay in 64 bits.
const NUMBER_MAX: u64 = 1 << 40;

/// A recording that is being shown.
pub struct Replay<R> {
    lines: R,
    /// The line that was read last, from 1.
    line: u64,
    /// Bytes that it may still have.
    left: u64,
    state: State,
}

/// Why a recording cannot be shown, or not any further.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// The disk does not give it.
    Disk,
    /// The first line is not that of a recording that this version knows.
    NoRecording,
    /// This line is nothing that happens on a screen, or longer than one may be.
    Line(u64),
    /// There is more than a recording may have.
    TooLong,
}

impl<R: BufRead> Replay<R> {
    /// The screen as it opened.
    pub fn begin(lines: R) -> Result<Self, Fault> {
        let state = State::new(Path::new("").into(), tamga_record::definition::Language::Kk);
        let mut replay = Self { lines, line: 0, left: RECORDING_LEN_MAX, state };
        let head: Option<Head> = replay.read().map_err(|fault| match fault {
            Fault::Disk => Fault::Disk,
            _ => Fault::NoRecording,
        })?;
        let head = head.filter(|head| head.format == FORMAT).ok_or(Fault::NoRecording)?;
        replay.state = State { recorded: true, ..State::new(head.at, head.language) };
        Ok(replay)
    }

    /// Goes on to the next frame that was drawn; `None` after the last.
    pub fn next_frame(&mut self) -> Result<Option<&State>, Fault> {
        loop {
            match self.read::<Step>()? {
                None => return Ok(None),
                Some(Step::Drawn(..)) => return Ok(Some(&self.state)),
                Some(Step::Event(event)) => drop(update(&mut self.state, event)),
            }
        }
    }

    /// The next line. One that does not end is what a program that was killed left: the end.
    fn read<T: DeserializeOwned>(&mut self) -> Result<Option<T>, Fault> {
        let mut untrusted = Vec::new();
        let most = self.left.min(LINE_LEN_MAX as u64);
        let len = self.lines.by_ref().take(most).read_until(b'\n', &mut untrusted).map_err(|_| Fault::Disk)?;
        self.line += 1;
        self.left -= len as u64;
        if untrusted.last() != Some(&b'\n') {
            return match len as u64 == most {
                true if self.left == 0 => Err(Fault::TooLong),
                true => Err(Fault::Line(self.line)),
                false => Ok(None),
            };
        }
        let value: Value = serde_json::from_slice(&untrusted).map_err(|_| Fault::Line(self.line))?;
        let value = Some(value).filter(|value| is_in_bounds(value, DEPTH_MAX)).ok_or(Fault::Line(self.line))?;
        serde_json::from_value(value).map(Some).map_err(|_| Fault::Line(self.line))
    }
}

/// Whether it goes no deeper than so many lists and objects, and every number in it can be one of a screen.
fn is_in_bounds(untrusted: &Value, depth: u32) -> bool {
    let Some(below) = depth.checked_sub(1) else { return false };
    match untrusted {
        Value::Number(number) => number.as_u64().is_some_and(|number| number <= NUMBER_MAX),
        Value::Array(values) => values.iter().all(|value| is_in_bounds(value, below)),
        Value::Object(values) => values.values().all(|value| is_in_bounds(value, below)),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}

/// The recording in this file.
pub fn read(path: &Path) -> Result<Replay<BufReader<File>>, Fault> {
    Replay::begin(BufReader::new(File::open(path).map_err(|_| Fault::Disk)?))
}

/// Shows it, so many times as fast as it went on, until somebody leaves.
pub fn show(
    replay: &mut Replay<impl BufRead>,
    terminal: &mut ratatui::DefaultTerminal,
    (speed, theme): (u8, Theme),
    happened: &Receiver<Event>,
) -> Result<Result<(), Fault>> {
    let mut words = Words::of(replay.state.language);
    let mut tape = Tape::Replays;
    loop {
        let state = &replay.state;
        if words.language() != state.language {
            words = Words::of(state.language);
        }
        terminal.draw(|frame| {
            View { state, words, theme }.draw(frame);
            tape.draw(words, theme, state.now, frame);
        })?;
        let before = state.now;
        let is_over = match replay.next_frame() {
            Ok(frame) => frame.is_none(),
            Err(fault) => return Ok(Err(fault)),
        };
        let wait = replay.state.now.saturating_sub(before).min(WAIT_MAX) / u32::from(speed.max(1));
        let was = tape;
        if is_over {
            tape = Tape::ReplayEnded;
        }
        if is_over && was != tape {
            continue;
        }
        let until = (tape == Tape::Replays).then(|| Instant::now() + wait);
        match asked(happened, until) {
            Asked::Leave => return Ok(Ok(())),
            Asked::Pause if tape == Tape::Replays => tape = Tape::Paused,
            Asked::Pause if tape == Tape::Paused => tape = Tape::Replays,
            Asked::Pause | Asked::Frame => {}
        }
    }
}

/// What somebody asks for while a replay waits for its next frame.
enum Asked {
    /// To leave.
    Leave,
    /// To stand still, or to go on.
    Pause,
    /// The next frame at once; or its time has come.
    Frame,
}

fn asked(happened: &Receiver<Event>, until: Option<Instant>) -> Asked {
    loop {
        let event = match until {
            Some(until) => happened.recv_timeout(until.saturating_duration_since(Instant::now())),
            None => happened.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match event {
            Ok(Event::Pressed(Key::Letter('q' | 'Q' | 'й' | 'Й') | Key::Escape | Key::Interrupt)) => {
                return Asked::Leave;
            }
            Ok(Event::Pressed(Key::Letter(' '))) => return Asked::Pause,
            Ok(Event::Pressed(Key::Right) | Event::Resized) | Err(RecvTimeoutError::Timeout) => return Asked::Frame,
            Ok(Event::HungUp) | Err(RecvTimeoutError::Disconnected) => return Asked::Leave,
            Ok(_) => {}
        }
    }
}

/// The fault of a recording in words.
pub fn refused(fault: &Fault, path: &Path) -> anyhow::Error {
    let message = match fault {
        Fault::Disk => Message::of("replay-not-read"),
        Fault::NoRecording => Message::of("replay-no-recording"),
        Fault::Line(line) => Message::of("replay-not-that-line").with("line", *line),
        Fault::TooLong => Message::of("replay-too-long").with("most", RECORDING_LEN_MAX),
    };
    Failure::bad_input(message.with("path", path))
}
