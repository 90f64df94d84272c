//! The thread that acts: device and disk work happens here, and what comes of it goes to the screen as events.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::acts::Act;
use super::event::{Ended, Event};
use super::seen::look;
use crate::acts::{perform, setup, verify_published};
use crate::failure::describe;
use crate::folder::Folder;
use crate::interrupt::Interrupt;
use crate::progress::Progress;

/// Something for the worker to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// Carries out an act.
    Perform(Act),
    /// Looks at the election.
    Look,
}

/// Starts the worker for the election in this folder; it ends when the sender of its tasks is gone.
pub fn start(at: PathBuf, interrupt: Interrupt, screen: Sender<Event>) -> Sender<Task> {
    let (tasks, to_do) = channel();
    thread::spawn(move || work(&at, &interrupt, &to_do, &screen));
    tasks
}

fn work(at: &Path, interrupt: &Interrupt, to_do: &Receiver<Task>, screen: &Sender<Event>) {
    for task in to_do {
        let (sender, news) = channel();
        let progress = Progress::to_screen(sender);
        let to = screen.clone();
        // News are handed on as events; the thread ends with the last one that could bring some.
        let carrier = thread::spawn(move || news.into_iter().try_for_each(|news| to.send(Event::News(news))));
        let events = match task {
            Task::Perform(act) => {
                interrupt.forget();
                vec![Event::Ended(act_out(at, &act, &progress))]
            }
            Task::Look => see(at, &progress).into_iter().collect(),
        };
        drop(progress);
        let _ = carrier.join();
        for event in events {
            if screen.send(event).is_err() {
                return;
            }
        }
    }
}

fn act_out(at: &Path, act: &Act, progress: &Progress) -> Ended {
    let outcome = act.command(at).and_then(|command| match command {
        Some(command) => perform(command, progress),
        None => verify_published(at, progress),
    });
    match outcome {
        Ok(()) => Ended::Done,
        Err(error) => {
            let (code, text) = describe(&error);
            Ended::Stopped { code, text }
        }
    }
}

/// The election, once there is one whose set-up is over.
fn see(at: &Path, progress: &Progress) -> Option<Event> {
    if !setup::is_over_in(&Folder::existing(at)) {
        return None;
    }
    match look(at, progress) {
        Ok(seen) => Some(Event::Seen(Box::new(seen))),
        Err(error) => {
            let (code, text) = describe(&error);
            Some(Event::Ended(Ended::Stopped { code, text }))
        }
    }
}
