//! The thread that acts: device and disk work happens here, and what comes of it goes to the screen as events.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::acts::Act;
use super::event::{Ended, Event};
use crate::acts::{perform, verify_published};
use crate::failure::Stopped;
use crate::interrupt::Interrupt;
use crate::progress::Progress;

/// Starts the worker for the election in this folder; it ends when the sender of acts is gone.
pub fn start(at: PathBuf, interrupt: Interrupt, screen: Sender<Event>) -> Sender<Act> {
    let (acts, to_do) = channel();
    thread::spawn(move || work(&at, &interrupt, &to_do, &screen));
    acts
}

/// How much a thread that computes gives way to the one that draws and takes keys [Linux, setpriority(2)].
const STEP_BACK: i32 = 5;

/// Gives way: this thread, and all that it starts from now on, those for all cores among them.
pub fn step_back() {
    // Where it may not, keys are only answered later.
    let _ = rustix::process::nice(STEP_BACK);
}

fn work(at: &Path, interrupt: &Interrupt, to_do: &Receiver<Act>, screen: &Sender<Event>) {
    step_back();
    for act in to_do {
        let (sender, news) = channel();
        let progress = Progress::to_screen(sender);
        let to = screen.clone();
        // News are handed on as events; the thread ends with the last one that could bring some.
        let carrier = thread::spawn(move || news.into_iter().all(|news| to.send(Event::News(news)).is_ok()));
        interrupt.forget();
        let ended = act_out(at, &act, &progress);
        drop(progress);
        let _ = carrier.join();
        if screen.send(Event::Ended(ended)).is_err() {
            return;
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
        Err(error) => Ended::Stopped(Stopped::of(&error)),
    }
}
