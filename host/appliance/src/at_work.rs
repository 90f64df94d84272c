//! What an act is at, for those who look on from another process: a small file beside the lock, a line of what is new at most once a
//! second, gone at the act's end. No act reads it and it is no part of the election. What a killed process left is told by the lock, which
//! went with it.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::process;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::folder::{Folder, LOCK, plain, writing};
use crate::live::{self, Live};
use crate::news::News;

/// The file, and its name while it is written.
pub const AT_WORK: &str = "at-work";
const FRESH: &str = "at-work.new";

/// Bytes of it at most: the votes of 75,000 leaves take a third of that.
const AT_WORK_LEN_MAX: u64 = 32 << 20;

const BETWEEN_WRITES: Duration = Duration::from_secs(1);

/// After so many bytes of lines the file is written anew, as one.
const LINES_LEN_MAX: usize = 1 << 20;

/// Where the kernel lists who holds which file locked [Linux, proc(5)].
const LOCKS: &str = "/proc/locks";

/// How far an act is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AtWork {
    /// The process.
    pub pid: u32,
    /// The step, as [`News::Said`] has it; empty before the first.
    pub step: String,
    /// How far the step is, where it counts.
    pub counted: Option<Counted>,
    /// Figures that the election's files do not have yet; in a line, and for those who are told again and again, those that are new. None
    /// of them is signed.
    pub live: Vec<Live>,
}

/// So many of so many, since the step began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Counted {
    /// So many.
    pub done: u64,
    /// Of so many.
    pub total: u64,
    /// Since the step began.
    pub took: Duration,
}

impl AtWork {
    /// What the process at work in this folder says; nothing where none is, or it is this one.
    pub fn of_another(appliance: &Folder) -> Option<Self> {
        let untrusted_bytes = appliance.look_if_there(AT_WORK, AT_WORK_LEN_MAX).ok()??;
        let said = Self::parse(&untrusted_bytes)?;
        (said.pid != process::id() && is_locked_by(appliance, said.pid)).then_some(said)
    }

    /// Every whole line with what is new in it; the last one may still be being written.
    fn parse(untrusted_bytes: &[u8]) -> Option<Self> {
        let end = untrusted_bytes.iter().rposition(|byte| *byte == b'\n')?;
        let mut all: Option<Self> = None;
        for line in untrusted_bytes.get(..end)?.split(|byte| *byte == b'\n') {
            let mut line: Self = serde_json::from_slice(line).ok()?;
            let mut live = all.map(|all| all.live).unwrap_or_default();
            std::mem::take(&mut line.live).into_iter().for_each(|new| live::keep(&mut live, new));
            all = Some(Self { live, ..line });
        }
        all
    }

    fn hear(&mut self, news: &News) {
        match news {
            News::Said { step, .. } => (self.step, self.counted) = (step.clone(), None),
            News::Running { step, done, total, took, .. } => {
                self.step.clone_from(step);
                self.counted = Some(Counted { done: *done, total: *total, took: *took });
            }
            News::Live(live) => live::keep(&mut self.live, live.clone()),
            _ => {}
        }
    }
}

/// Whether this process holds the folder locked.
fn is_locked_by(appliance: &Folder, pid: u32) -> bool {
    let Ok(lock) = fs::symlink_metadata(appliance.path().join(LOCK)) else { return false };
    let (pid, inode) = (pid.to_string(), format!(":{}", lock.ino()));
    let locks = fs::read_to_string(LOCKS).unwrap_or_default();
    // NUMBER: FLOCK ADVISORY WRITE PID MAJOR:MINOR:INODE FROM TO
    locks.lines().any(|line| match line.split_whitespace().collect::<Vec<_>>()[..] {
        [_, "FLOCK", _, "WRITE", holder, file, ..] => holder == pid && file.ends_with(&inode),
        _ => false,
    })
}

/// Where an act says what it is at. While nothing hangs there nobody listens.
#[derive(Clone, Debug, Default)]
pub struct Board(Arc<Mutex<Option<Said>>>);

#[derive(Debug, Default)]
struct Said {
    now: AtWork,
    /// Figures that are in no line yet.
    fresh: Vec<Live>,
    is_new: bool,
}

impl Said {
    /// The next line: all of it, or what is new; nothing where nothing is.
    fn line(&mut self, is_whole: bool) -> Option<AtWork> {
        let fresh = std::mem::take(&mut self.fresh);
        let AtWork { pid, ref step, counted, ref live } = self.now;
        let line = || AtWork { pid, step: step.clone(), counted, live: if is_whole { live.clone() } else { fresh } };
        std::mem::take(&mut self.is_new).then(line)
    }
}

impl Board {
    /// Takes a piece of news.
    pub fn hear(&self, news: &News) {
        if let Some(said) = self.said().as_mut() {
            said.now.hear(news);
            if let News::Live(live) = news {
                live::keep(&mut said.fresh, live.clone());
            }
            said.is_new |= matches!(news, News::Said { .. } | News::Running { .. } | News::Live(_));
        }
    }

    /// Whether somebody may look on.
    pub fn is_up(&self) -> bool {
        self.said().is_some()
    }

    /// Writes what is heard into this folder, which this process has locked, until the notice is dropped.
    pub fn hang_in(&self, appliance: &Folder) -> Notice {
        take_down(appliance);
        *self.said() = Some(Said { now: AtWork { pid: process::id(), ..AtWork::default() }, ..Said::default() });
        let (stop, stopped) = channel();
        let (board, folder) = (self.clone(), appliance.clone());
        let writer = thread::spawn(move || board.write_into(&folder, &stopped));
        Notice { board: self.clone(), folder: appliance.clone(), writing: Some((stop, writer)) }
    }

    fn write_into(&self, appliance: &Folder, stopped: &Receiver<()>) {
        // Bytes of lines behind the first; none where the file is to be written anew.
        let mut lines = None;
        while stopped.recv_timeout(BETWEEN_WRITES) == Err(RecvTimeoutError::Timeout) {
            let is_whole = lines.is_none();
            let Some(line) = self.said().as_mut().and_then(|said| said.line(is_whole)) else { continue };
            // Where it cannot be written, nobody sees it; the act goes on.
            let written = write(appliance, &line, is_whole).ok();
            let len = |written: usize| if is_whole { 0 } else { lines.unwrap_or_default() + written };
            lines = written.map(len).filter(|len| *len < LINES_LEN_MAX);
        }
    }

    fn said(&self) -> MutexGuard<'_, Option<Said>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What hangs in a folder; it goes when this is dropped.
#[derive(Debug)]
pub struct Notice {
    board: Board,
    folder: Folder,
    writing: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Drop for Notice {
    fn drop(&mut self) {
        *self.board.said() = None;
        if let Some((stop, writer)) = self.writing.take() {
            drop(stop);
            let _ = writer.join();
        }
        take_down(&self.folder);
    }
}

/// Writes a line, as the whole file or behind the others; gives its bytes. Not flushed to the disk: after a loss of power nobody is at
/// work.
fn write(appliance: &Folder, line: &AtWork, is_whole: bool) -> io::Result<usize> {
    let mut bytes = serde_json::to_vec(line)?;
    bytes.push(b'\n');
    let [fresh, place] = [FRESH, AT_WORK].map(|name| appliance.path().join(name));
    if is_whole {
        writing(0o600).truncate(true).open(&fresh)?.write_all(&bytes)?;
        fs::rename(fresh, place)?;
    } else {
        plain().append(true).open(&place)?.write_all(&bytes)?;
    }
    Ok(bytes.len())
}

/// What cannot be removed is not shown either, once the lock is gone.
fn take_down(appliance: &Folder) {
    for name in [AT_WORK, FRESH] {
        let _ = appliance.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;
    use std::time::Instant;

    use super::*;
    use crate::message::Message;

    fn running() -> News {
        let took = Duration::from_secs(2);
        News::Running {
            elapsed: took,
            step: "admit".into(),
            what: Message::of("unit-records"),
            done: 5,
            total: 9,
            took,
        }
    }

    fn written(appliance: &Folder) -> AtWork {
        let began = Instant::now();
        loop {
            if let Ok(bytes) = appliance.read(AT_WORK) {
                return AtWork::parse(&bytes).unwrap();
            }
            assert!(began.elapsed() < 60 * BETWEEN_WRITES, "nothing is written");
            thread::sleep(Duration::from_millis(20));
        }
    }

    #[test]
    fn what_an_act_says_hangs_there_until_its_end() {
        let there = tempfile::tempdir().unwrap();
        let appliance = Folder::existing(there.path()).below("appliance");
        let lock = appliance.lock().unwrap();
        let board = Board::default();
        board.hear(&running());
        let notice = board.hang_in(&appliance);
        board.hear(&running());
        let counted = Some(Counted { done: 5, total: 9, took: Duration::from_secs(2) });
        let now = AtWork { pid: process::id(), step: "admit".into(), counted, live: Vec::new() };
        assert_eq!(written(&appliance), now);
        assert!(is_locked_by(&appliance, process::id()));
        assert_eq!(AtWork::of_another(&appliance), None, "it is this process's own");
        drop(notice);
        assert!(!appliance.has(AT_WORK) && !board.is_up());
        drop(lock);
        assert!(!is_locked_by(&appliance, process::id()));
    }

    /// Of 2,500 regions, all judged but one.
    #[test]
    fn a_line_says_only_what_is_new_and_all_lines_say_everything() {
        let there = tempfile::tempdir().unwrap();
        let appliance = Folder::existing(there.path()).below("appliance");
        drop(appliance.lock().unwrap());
        let judged = |region| Live::Judged { region, received: 400, statuses: [390, 1, 2, 3, 4, 0] };
        let board = Board::default();
        *board.said() = Some(Said::default());
        (0..2_499).for_each(|region| board.hear(&News::Live(judged(region))));
        let line = |is_whole| board.said().as_mut().and_then(|said| said.line(is_whole));
        let whole = write(&appliance, &line(true).unwrap(), true).unwrap();
        assert_eq!(line(false), None);
        board.hear(&News::Live(judged(2_499)));
        let one = write(&appliance, &line(false).unwrap(), false).unwrap();
        assert!(whole > 150_000 && one < 200, "{whole} {one}");
        let all = AtWork::parse(&appliance.read(AT_WORK).unwrap()).unwrap();
        assert_eq!(all.live, (0..2_500).map(judged).collect::<Vec<_>>());
        let torn = [appliance.read(AT_WORK).unwrap(), b"{\"pid".to_vec()].concat();
        assert_eq!(AtWork::parse(&torn), Some(all), "a line that is being written");
        assert_eq!(AtWork::parse(b"{}"), None);
    }

    #[test]
    fn only_who_holds_the_lock_is_believed() {
        let there = tempfile::tempdir().unwrap();
        let appliance = Folder::existing(there.path()).below("appliance");
        drop(appliance.lock().unwrap());
        // The lock of another process, which util-linux holds for us until it is killed.
        let place = appliance.path().join(LOCK);
        let mut holder = Command::new("flock").arg("-n").arg("-F").arg(&place).args(["sleep", "600"]).spawn().unwrap();
        let began = Instant::now();
        while !is_locked_by(&appliance, holder.id()) {
            assert!(began.elapsed() < 60 * BETWEEN_WRITES, "it is not locked");
            thread::sleep(Duration::from_millis(20));
        }
        let now = AtWork { pid: holder.id(), step: "admit".into(), ..AtWork::default() };
        write(&appliance, &now, true).unwrap();
        assert_eq!(AtWork::of_another(&appliance), Some(now.clone()));
        write(&appliance, &AtWork { pid: 1, ..now }, true).unwrap();
        assert_eq!(AtWork::of_another(&appliance), None, "another one wrote it");
        write(&appliance, &AtWork { pid: holder.id(), ..AtWork::default() }, true).unwrap();
        assert!(AtWork::of_another(&appliance).is_some());
        holder.kill().unwrap();
        holder.wait().unwrap();
        assert_eq!(AtWork::of_another(&appliance), None, "whoever was killed is not at work");
    }
}
