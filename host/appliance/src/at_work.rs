//! What an act is at, for those who look on from another process: a small file beside the lock, written anew at most once a second
//! and gone at the act's end. No act reads it and it is no part of the election. What a killed process left is told by the lock, which
//! went with it.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::process;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::folder::{Folder, LOCK};
use crate::live::{self, Live};
use crate::news::News;

/// The file, and its name while it is written.
pub const AT_WORK: &str = "at-work";
const FRESH: &str = "at-work.new";

/// Bytes of it at most: the votes of 75,000 leaves take a third of that.
const AT_WORK_LEN_MAX: u64 = 32 << 20;

const BETWEEN_WRITES: Duration = Duration::from_secs(1);

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
    /// Figures that the election's files do not have yet. None of them is signed.
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
        let said: Self = serde_json::from_slice(&untrusted_bytes).ok()?;
        (said.pid != process::id() && is_locked_by(appliance, said.pid)).then_some(said)
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
    is_new: bool,
}

impl Board {
    /// Takes a piece of news.
    pub fn hear(&self, news: &News) {
        if let Some(said) = self.said().as_mut() {
            said.now.hear(news);
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
        *self.said() = Some(Said { now: AtWork { pid: process::id(), ..AtWork::default() }, is_new: false });
        let (stop, stopped) = channel();
        let (board, folder) = (self.clone(), appliance.clone());
        let writer = thread::spawn(move || board.write_into(&folder, &stopped));
        Notice { board: self.clone(), folder: appliance.clone(), writing: Some((stop, writer)) }
    }

    fn write_into(&self, appliance: &Folder, stopped: &Receiver<()>) {
        while stopped.recv_timeout(BETWEEN_WRITES) == Err(RecvTimeoutError::Timeout) {
            let now = self.said().as_mut().and_then(|said| std::mem::take(&mut said.is_new).then(|| said.now.clone()));
            // Where it cannot be written, nobody sees it; the act goes on.
            let _ = now.map(|now| write(appliance, &now));
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

/// Not flushed to the disk: after a loss of power nobody is at work.
fn write(appliance: &Folder, now: &AtWork) -> io::Result<()> {
    let bytes = serde_json::to_vec(now)?;
    let [fresh, place] = [FRESH, AT_WORK].map(|name| appliance.path().join(name));
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&fresh)?.write_all(&bytes)?;
    fs::rename(fresh, place)
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
                return serde_json::from_slice(&bytes).unwrap();
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
        write(&appliance, &now).unwrap();
        assert_eq!(AtWork::of_another(&appliance), Some(now.clone()));
        write(&appliance, &AtWork { pid: 1, ..now }).unwrap();
        assert_eq!(AtWork::of_another(&appliance), None, "another one wrote it");
        write(&appliance, &AtWork { pid: holder.id(), ..AtWork::default() }).unwrap();
        assert!(AtWork::of_another(&appliance).is_some());
        holder.kill().unwrap();
        holder.wait().unwrap();
        assert_eq!(AtWork::of_another(&appliance), None, "whoever was killed is not at work");
    }
}
