//! The one writer of the state.

mod fields;
mod figures;
mod follow;
mod guide;
mod keys;
mod next;
mod offered;
mod others;

use std::path::PathBuf;

use super::acts::Act;
use super::event::{Effect, Ended, Event};
use super::seen::Seen;
use super::state::{Code, Counting, Front, Line, Place, PlayedAnswer, State, Working};
use crate::at_work::AtWork;
use crate::failure::Stopped;
use crate::live::{self, Live};
use crate::message::Message;
use crate::news::News;

pub use fields::{field, set_up_text};
use follow::follow;
pub use guide::guide;
pub use next::{adjudication, next, source};
pub use offered::{is_answered_here, offered, unready};

/// Takes an event, and gives what is to be done about it.
pub fn update(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Pressed(key) => return keys::pressed(state, key),
        Event::Resized => {}
        // Nobody is there any more; what is on disk is whole, and the same act goes on later.
        Event::HungUp => return vec![Effect::Leave],
        Event::Ticked(now) => state.now = now,
        Event::News(news) => hear(state, news),
        Event::Seen(seen) => see(state, *seen),
        Event::Empty => state.looked = true,
        Event::NotSeen(stopped) => not_see(state, stopped),
        Event::AtWork(at_work) => look_on(state, at_work),
        Event::Ended(ended) => return end(state, ended),
    }
    Vec::new()
}

/// Begins an act; where one is under way already, or people only watch, nothing happens.
pub fn begin(state: &mut State, act: Act) -> Vec<Effect> {
    if state.working.is_some() || state.watching {
        return Vec::new();
    }
    state.tokens = None;
    if act.is_asked_twice() {
        // The tokens are about to show another one, and alarms so far were seen.
        (state.control, state.alarm) = (None, None);
    }
    if let Act::Import { path } = &act {
        // Until all of it is taken it waits in the form.
        state.source = path.display().to_string();
    }
    state.live.clear();
    state.elsewhere = None;
    let (began, heard) = (state.now, state.now);
    state.working = Some(Working { act: act.clone(), began, counting: None, heard, stopping: false });
    vec![Effect::Perform(act)]
}

fn hear(state: &mut State, news: News) {
    let now = state.now;
    if let Some(working) = &mut state.working {
        working.heard = now;
        if !matches!(news, News::Running { .. } | News::Live(_)) {
            working.counting = None;
        }
    }
    match news {
        News::Said { elapsed, step, text, alarm } => {
            if alarm {
                state.hsms.hear(&text);
            }
            if text.key() == "import-taken" {
                state.taken = Some(text.clone());
            }
            state.alarm = if alarm { Some(text.clone()) } else { state.alarm.take() };
            state.say(Line { at: elapsed, step, text, alarm });
        }
        News::Hsms(came) => state.hsms.asked(came),
        News::Running { step, what, done, total, took, .. } => {
            if let Some(working) = &mut state.working {
                working.counting = Some(Counting { step, what, done, total, took });
            }
        }
        News::Live(live) => move_figures(state, live),
        News::ControlNumber { step, digest, .. } => state.control = Some((step, digest)),
        News::Tokens(tokens) => state.tokens = Some(tokens),
        News::Text(text) => {
            let line = |text| Line { at: now, step: String::new(), text, alarm: false };
            match text.text_in("text").filter(|_| text.key() == "plain") {
                Some(lines) => lines.lines().for_each(|plain| state.say(line(Message::plain(plain)))),
                None => state.say(line(text)),
            }
        }
        News::Answer(answer) => state.front = Some(Front::Record { answer, shown: false }),
        News::Figure { .. } | News::Table { .. } | News::Result { .. } | News::Failure { .. } => {}
    }
}

fn see(state: &mut State, mut seen: Seen) {
    if state.watching {
        // That a stick waits says what comes next; where it is is nothing for observers.
        seen.incoming.sticks.fill(PathBuf::new());
        // Of held records they learn how many there are.
        seen.tail.iter_mut().for_each(|row| row.about = None);
    }
    for live in &state.live {
        figures::take(&mut seen, live);
    }
    let officers = usize::from(seen.officers);
    state.votes.resize(officers, None);
    state.answers.resize(officers, PlayedAnswer::Sign);
    state.line = state.line.min(seen.held.rows.len().saturating_sub(1));
    state.contest = state.contest.min(seen.contests.len().saturating_sub(1));
    if let Some(Front::Confirm { sure, .. }) = &mut state.front
        && state.seen.as_ref().is_some_and(|before| before.ledger != seen.ledger)
    {
        // The figures are others now: they are to be compared again.
        *sure = false;
    }
    if state.seen.is_none() && state.place == Place::SetUp {
        state.place = Place::Overview;
    }
    if let Some(Front::Told { act: None, .. }) = state.front {
        // What could not be read can be read again.
        state.front = None;
    }
    state.seen = Some(seen);
    state.looked = true;
    follow(state, None);
}

/// What another process is at, with the figures that are new since the last time.
fn look_on(state: &mut State, at_work: Option<Box<AtWork>>) {
    if state.working.is_some() {
        return;
    }
    state.elsewhere = at_work.map(|at_work| *at_work);
    match state.elsewhere.as_mut().map(|at_work| std::mem::take(&mut at_work.live)) {
        Some(fresh) => fresh.into_iter().for_each(|live| move_figures(state, live)),
        None => state.live.clear(),
    }
}

/// Figures go on top of what the files say, and stay there when these are read again.
fn move_figures(state: &mut State, live: Live) {
    if let Some(seen) = &mut state.seen {
        figures::take(seen, &live);
    }
    follow(state, Some(&live));
    live::keep(&mut state.live, live);
}

/// The act is over; the election is looked at again, whatever came of it.
fn end(state: &mut State, ended: Ended) -> Vec<Effect> {
    let working = state.working.take().map(|working| working.act);
    state.live.clear();
    state.hsms.end(&ended);
    if let Some(Act::Rehearse(_)) = working {
        return end_rehearsal(state, ended, working);
    }
    if let Some(Act::Tally | Act::Lot { .. }) = working {
        state.lot_waits = matches!(&ended, Ended::Stopped(stopped) if stopped.says("lot-needed"));
    }
    if let (Some(Act::Import { .. }), Ended::Stopped(stopped)) = (&working, &ended)
        && stopped.says("nothing-taken")
    {
        // All of it was refused: it waits no more.
        state.source.clear();
    }
    match (ended, &working) {
        (Ended::Stopped(stopped), _) => state.front = Some(Front::Told { act: working.clone(), stopped }),
        (Ended::Done, Some(act)) => {
            state.filled = None;
            settle(state, act);
        }
        (Ended::Done, None) => {}
    }
    vec![Effect::Look]
}

/// The rehearsal is over: its results stay in sight until somebody leaves. One that was refused before it began leaves nothing to look
/// at.
fn end_rehearsal(state: &mut State, ended: Ended, act: Option<Act>) -> Vec<Effect> {
    state.rehearsed = Some(ended.clone());
    match ended {
        Ended::Done if state.follows => state.place = Place::Results,
        Ended::Done => {}
        Ended::Stopped(_) if state.seen.is_none() && state.lines.is_empty() => return vec![Effect::Leave],
        Ended::Stopped(stopped) => state.front = Some(Front::Told { act, stopped }),
    }
    state.follows = false;
    vec![Effect::Look]
}

/// The election could not be read. An act under way says itself what is wrong.
fn not_see(state: &mut State, stopped: Stopped) {
    if state.working.is_none() {
        state.front = Some(Front::Told { act: None, stopped });
    }
}

/// What was typed for an act that is done is typed anew for the next.
fn settle(state: &mut State, act: &Act) {
    match act {
        Act::Check(set_up) => {
            state.front = Some(Front::Confirm { act: Act::SetUp(set_up.clone()), sure: false });
        }
        Act::Adjudicate { .. } => {
            state.why.clear();
            state.votes.fill(None);
        }
        Act::Protocol { .. } => state.place = Place::Export,
        // To be noted and photographed before the room is sealed.
        Act::Pause { .. } => state.front = Some(Front::Code(Code::Pause)),
        Act::Import { .. } => state.source.clear(),
        _ => {}
    }
}
