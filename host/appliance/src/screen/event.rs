//! What happens to the screen, and what it has done about it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::acts::Act;
use super::seen::Seen;
use crate::at_work::AtWork;
use crate::failure::Stopped;
use crate::news::News;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A key was pressed.
    Pressed(Key),
    /// The terminal has another size.
    Resized,
    /// The terminal is gone.
    HungUp,
    /// The clock went on: since the screen opened.
    Ticked(Duration),
    /// What the act under way says.
    News(News),
    /// The election as it stands.
    Seen(Box<Seen>),
    /// There is no election in the folder whose set-up is over.
    Empty,
    /// The election could not be read: what happened, what to do.
    NotSeen(Stopped),
    /// What another process is at; none where none is at work.
    AtWork(Option<Box<AtWork>>),
    /// The act is over.
    Ended(Ended),
}

/// How an act ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    /// It is done.
    Done,
    /// It stopped: the exit code that the command line would have, what happened, what to do.
    Stopped(Stopped),
}

/// A key, as far as the screen knows keys. No PIN is typed here: PINs are typed on tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Key {
    /// A character.
    Letter(char),
    /// The enter key.
    Enter,
    /// The escape key.
    Escape,
    /// The key that takes the last character back.
    Backspace,
    /// To the next screen or field.
    Tab,
    /// To the screen or field before.
    BackTab,
    /// Up.
    Up,
    /// Down.
    Down,
    /// Left.
    Left,
    /// Right.
    Right,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the first line.
    Home,
    /// To the last line.
    End,
    /// Control and C.
    Interrupt,
    /// Control and U: empties a field.
    Clear,
}

impl Key {
    /// The same key without Shift or Caps Lock.
    pub fn in_lower_case(self) -> Self {
        match self {
            Self::Letter(letter) => Self::Letter(letter.to_lowercase().next().unwrap_or(letter)),
            other => other,
        }
    }
}

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Carries out an act.
    Perform(Act),
    /// Looks at the election again.
    Look,
    /// Asks the act under way to stop after its step.
    Stop,
    /// Closes the screen.
    Leave,
}
