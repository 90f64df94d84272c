//! The table of sixteen sessions.

use std::time::{Duration, Instant};

use crate::channel::Channel;
use crate::error::DeviceError;
use crate::object::Object;

/// How many sessions the device holds at once.
pub const SESSIONS_MAX: usize = 16;

/// What a session inherits from the authentication key that opened it.
#[derive(Clone, Debug)]
pub struct Rights {
    /// The authentication key.
    pub key_id: u16,
    /// Its domains.
    pub domains: u16,
    /// Its capabilities.
    pub capabilities: u64,
    /// What it can pass on.
    pub delegated: u64,
}

impl Rights {
    /// The rights of an authentication key.
    pub fn of(key: &Object) -> Self {
        Self { key_id: key.id, domains: key.domains, capabilities: key.capabilities, delegated: key.delegated }
    }

    /// Refuses when the capability is missing.
    pub fn require(&self, capability: u64) -> Result<(), DeviceError> {
        if self.capabilities & capability == capability { Ok(()) } else { Err(DeviceError::InsufficientPermissions) }
    }
}

/// A session.
pub struct Session {
    /// Its keys.
    pub channel: Channel,
    /// What it may do.
    pub rights: Rights,
    /// Whether the host has proved that it has the keys.
    pub authenticated: bool,
    last_used: Instant,
}

/// All sessions. A session that was idle for too long makes room.
pub struct Sessions {
    slots: [Option<Session>; SESSIONS_MAX],
    timeout: Duration,
}

impl Sessions {
    /// No sessions.
    pub fn new(timeout: Duration) -> Self {
        Self { slots: std::array::from_fn(|_| None), timeout }
    }

    /// Opens a session in the first free slot and returns its number, 0 to 15.
    pub fn open(&mut self, channel: Channel, rights: Rights) -> Result<u8, DeviceError> {
        let timeout = self.timeout;
        let free = |slot: &Option<Session>| slot.as_ref().is_none_or(|s| s.last_used.elapsed() >= timeout);
        let index = self.slots.iter().position(free).ok_or(DeviceError::SessionsFull)?;
        let slot = self.slots.get_mut(index).ok_or(DeviceError::SessionsFull)?;
        *slot = Some(Session { channel, rights, authenticated: false, last_used: Instant::now() });
        u8::try_from(index).map_err(|_| DeviceError::SessionsFull)
    }

    /// The session of a number, whose idle time starts again; refuses one that has timed out.
    pub fn get(&mut self, id: u8) -> Result<&mut Session, DeviceError> {
        let timeout = self.timeout;
        let slot = self.slots.get_mut(usize::from(id)).ok_or(DeviceError::InvalidSession)?;
        if slot.as_ref().is_some_and(|session| session.last_used.elapsed() >= timeout) {
            *slot = None;
        }
        let session = slot.as_mut().ok_or(DeviceError::InvalidSession)?;
        session.last_used = Instant::now();
        Ok(session)
    }

    /// Forgets a session.
    pub fn close(&mut self, id: u8) {
        if let Some(slot) = self.slots.get_mut(usize::from(id)) {
            *slot = None;
        }
    }

    /// Forgets all sessions.
    pub fn close_all(&mut self) {
        self.slots = std::array::from_fn(|_| None);
    }
}
