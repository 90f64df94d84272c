//! The thread that looks: it notices that something has changed in the election's folder and says how the election stands then. It takes
//! no lock and changes nothing, so that it looks beside an act at work, of this process or another one.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use super::event::Event;
use super::seen::see;
use super::worker::step_back;
use crate::at_work::AtWork;
use crate::failure::Stopped;
use crate::folder::Folder;
use crate::live;
use crate::reading::Reader;

/// How often it asks whether something has changed.
const BETWEEN_LOOKS: Duration = Duration::from_secs(1);

/// Asks to look now, whether something has changed or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LookNow;

/// Starts looking at the election in this folder; it ends when the sender that it gives, or the screen, is gone.
pub fn start(at: PathBuf, screen: Sender<Event>) -> Sender<LookNow> {
    let (ask, asked) = channel();
    thread::spawn(move || look(&at, &asked, &screen));
    ask
}

fn look(at: &Path, asked: &Receiver<LookNow>, screen: &Sender<Event>) {
    step_back();
    let mut reader = Reader::of(at);
    let appliance = Folder::existing(at).private("appliance");
    let (mut before, mut at_work) = (None, None);
    loop {
        let is_asked = match asked.recv_timeout(BETWEEN_LOOKS) {
            Ok(LookNow) => true,
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let now = AtWork::of_another(&appliance);
        let fresh = told(&at_work, &now).filter(|_| !is_asked);
        let goes_on = fresh.is_some() || (now == at_work && !is_asked);
        if is_asked || now != at_work {
            // Another act stands on nothing of the one before, and who asks may have let go of it, as an act does that is refused
            // because another process is at work.
            let said = match fresh {
                Some(fresh) => [Some(Some(fresh)), None],
                None => [Some(None), now.clone().map(Some)],
            };
            let mut events = said.into_iter().flatten().map(|said| Event::AtWork(said.map(Box::new)));
            if events.any(|event| screen.send(event).is_err()) {
                return;
            }
            at_work = now;
        }
        let traces = reader.traces();
        if goes_on && before.as_ref() == Some(&traces) {
            continue;
        }
        // What changes while it is read is seen the next time.
        before = Some(traces);
        if screen.send(see_with(&mut reader)).is_err() {
            return;
        }
    }
}

/// What the same act says now with the figures that are new, which go on top of the others; none where it is another act, or over: then
/// the election is looked at again.
fn told(before: &Option<AtWork>, now: &Option<AtWork>) -> Option<AtWork> {
    let (before, now) = (before.as_ref()?, now.as_ref()?);
    let live = live::fresh(&before.live, &now.live).filter(|_| before.pid == now.pid)?;
    Some(AtWork { pid: now.pid, step: now.step.clone(), counted: now.counted, live })
}

/// The election, where there is one whose set-up is over.
fn see_with(reader: &mut Reader) -> Event {
    match reader.read() {
        Ok(reading) => reading.map_or(Event::Empty, |reading| Event::Seen(Box::new(see(&reading)))),
        Err(error) => Event::NotSeen(Stopped::of(&error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_hears_again_what_another_process_is_at() {
        let folder = tempfile::tempdir().unwrap();
        let (screen, happened) = channel();
        let lookout = start(folder.path().to_owned(), screen);
        for _ in 0..2 {
            lookout.send(LookNow).unwrap();
            assert_eq!(happened.recv().unwrap(), Event::AtWork(None));
            assert_eq!(happened.recv().unwrap(), Event::Empty);
        }
    }
}
