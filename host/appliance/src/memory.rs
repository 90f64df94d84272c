//! What keeps secrets in this process: no core dumps, nobody may trace it, and no page of it is ever swapped out.
//!
//! All of the memory is locked, so that PINs, seeds and derived secrets are, wherever a library copies them on its way.
//! Every allocation is wiped when it is freed, because libraries do not wipe all that passes through them.
//! Swap is turned off on an appliance anyway; this holds where somebody forgot.

use std::alloc::System;
use std::io;

use rustix::mm::{MlockAllFlags, mlockall};
use rustix::process::{DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit};
use rustix::thread::{CapabilitySet, capabilities};
use zeroizing_alloc::ZeroAlloc;

use crate::message::Message;

#[global_allocator]
static WIPED: ZeroAlloc<System> = ZeroAlloc(System);

/// What could be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locked {
    /// All memory, now and later.
    All,
    /// None: the limit on locked memory is lower than what a count needs, and this user may not raise it.
    Limited,
    /// None: the system refuses.
    Refused,
}

/// Turns core dumps off and locks all memory of this process, now and later. Without the first it does not go on.
pub fn protect() -> io::Result<Locked> {
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    let unlimited = Rlimit { current: None, maximum: None };
    let may_pass_limits = capabilities(None).is_ok_and(|sets| sets.effective.contains(CapabilitySet::IPC_LOCK));
    let is_unlimited = || getrlimit(Resource::Memlock).current.is_none();
    // With a limit, an allocation would fail in the middle of a count.
    let may_lock = may_pass_limits || is_unlimited() || setrlimit(Resource::Memlock, unlimited).is_ok();
    if !may_lock {
        return Ok(Locked::Limited);
    }
    match mlockall(MlockAllFlags::CURRENT | MlockAllFlags::FUTURE | MlockAllFlags::ONFAULT) {
        Ok(()) => Ok(Locked::All),
        Err(_) => Ok(Locked::Refused),
    }
}

impl Locked {
    /// What to tell the operator, where there is something.
    pub fn warning(self) -> Option<Message> {
        match self {
            Locked::All => None,
            Locked::Limited => Some(Message::of("memory-limited")),
            Locked::Refused => Some(Message::of("memory-refused")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_dumped_and_what_can_be_locked_is() {
        let locked = protect().unwrap();
        assert_eq!(getrlimit(Resource::Core).maximum, Some(0));
        assert_eq!(rustix::process::dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with("VmLck:")).unwrap();
        let is_locked = line.split_whitespace().nth(1) != Some("0");
        assert_eq!(is_locked, locked == Locked::All, "{line}");
        assert_eq!(locked.warning().is_none(), is_locked);
    }
}
