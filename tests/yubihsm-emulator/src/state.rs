//! Everything that the device keeps without power.

use std::io;

use serde::{Deserialize, Serialize};

use crate::attestation;
use crate::audit::{Event, Log};
use crate::capability;
use crate::channel;
use crate::code;
use crate::error::DeviceError;
use crate::flash::Flash;
use crate::object::{self, Head, Kind, LABEL_LEN, Object};
use crate::options::Options;
use crate::secret::Secret;
use crate::session::Rights;

/// How many objects the device holds.
pub const OBJECTS_MAX: usize = 256;
/// The pages of the device's storage.
pub const PAGES: usize = 1024;
/// The bytes of a page.
pub const PAGE_LEN: usize = 126;

const VERSION: u32 = 1;
const DEFAULT_KEY_ID: u16 = 1;
const DEFAULT_PASSWORD: &[u8] = b"password";
const DEFAULT_LABEL: &[u8] = b"DEFAULT AUTHKEY CHANGE THIS ASAP";
const ALL_DOMAINS: u16 = 0xffff;

/// Random bytes of the operating system.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// A forty-byte label of a text, cut where it is longer.
pub fn label(text: &[u8]) -> [u8; LABEL_LEN] {
    let mut label = [0; LABEL_LEN];
    label.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
    label
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Sequence {
    kind: Kind,
    id: u16,
    next: u8,
}

/// The state, as it is saved.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    version: u32,
    /// Serial number.
    pub serial: u32,
    audit_by_default: bool,
    objects: Vec<Object>,
    sequences: Vec<Sequence>,
    /// Options.
    pub options: Options,
    /// Audit log.
    pub log: Log,
    /// Attestation key (asymmetric key 0) and its certificate (opaque object 0), which outlive a reset.
    factory_objects: Vec<Object>,
}

impl State {
    /// The state of a device that leaves the factory: the default authentication key 1, an attestation key and its
    /// certificate, and a log with one entry.
    pub fn factory(serial: u32, audit_by_default: bool) -> Self {
        let mut state = Self {
            version: VERSION,
            serial,
            audit_by_default,
            objects: Vec::new(),
            sequences: Vec::new(),
            options: Options::factory(audit_by_default),
            log: Log::after_reset(random()),
            factory_objects: attestation::factory_objects(serial),
        };
        state.reset();
        state
    }

    /// What was saved; `None` on a fresh flash. Refuses another version and whatever does not parse.
    pub fn load(flash: &Flash) -> io::Result<Option<Self>> {
        let Some(image) = flash.load()? else { return Ok(None) };
        let state: Self = serde_json::from_slice(&image)?;
        if state.version == VERSION { Ok(Some(state)) } else { Err(io::Error::other("another version of the state")) }
    }

    /// The bytes that are saved.
    pub fn image(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a state is numbers, strings and lists")
    }

    /// Back to the factory's state; attestation key and certificate stay.
    pub fn reset(&mut self) {
        self.objects.clear();
        self.sequences.clear();
        self.options = Options::factory(self.audit_by_default);
        self.log = Log::after_reset(random());
        self.objects.push(Object {
            id: DEFAULT_KEY_ID,
            kind: Kind::AuthenticationKey,
            algorithm: object::AES128_AUTHENTICATION,
            domains: ALL_DOMAINS,
            capabilities: capability::ALL,
            delegated: capability::ALL,
            label: label(DEFAULT_LABEL),
            origin: object::ORIGIN_IMPORTED,
            sequence: 0,
            value: Secret::new(channel::password_keys(DEFAULT_PASSWORD).to_vec()),
        });
        self.sequences.push(Sequence { kind: Kind::AuthenticationKey, id: DEFAULT_KEY_ID, next: 1 });
    }

    /// Logs a boot, or counts it when the log is full and blocks.
    pub fn boot(&mut self) {
        if self.is_blocked() { self.log.count_unlogged_boot() } else { self.log.append(&Event::BOOT) }
    }

    /// Whether the log is full and force-audit is on.
    pub fn is_blocked(&self) -> bool {
        self.options.forces_audit() && self.log.is_full()
    }

    /// Logs a command that is audited; one that finds the log blocked is counted when it authenticates.
    pub fn record(&mut self, event: &Event) {
        if !self.options.audits(event.command) {
            return;
        }
        if !self.is_blocked() {
            self.log.append(event);
        } else if event.command == code::AUTHENTICATE_SESSION {
            self.log.count_unlogged_authentication();
        }
    }

    /// All objects that a LIST OBJECTS can show.
    pub fn objects(&self) -> &[Object] {
        &self.objects
    }

    /// The object of a type and identifier, whatever its domains.
    pub fn object(&self, kind: Kind, id: u16) -> Option<&Object> {
        self.objects.iter().chain(&self.factory_objects).find(|object| object.kind == kind && object.id == id)
    }

    /// The object of a type and identifier, when it shares a domain with the session.
    pub fn find(&self, rights: &Rights, kind: Kind, id: u16) -> Result<&Object, DeviceError> {
        self.object(kind, id).filter(|object| object.domains & rights.domains != 0).ok_or(DeviceError::ObjectNotFound)
    }

    /// Replaces the value of an object; false when it is gone.
    pub fn replace(&mut self, kind: Kind, id: u16, value: Secret) -> bool {
        let object = self.objects.iter_mut().find(|object| object.kind == kind && object.id == id);
        object.map(|object| object.value = value).is_some()
    }

    /// Deletes an object that shares a domain with the session. What the factory put there stays.
    pub fn delete(&mut self, rights: &Rights, kind: Kind, id: u16) -> Result<(), DeviceError> {
        let shared = |object: &Object| object.kind == kind && object.id == id && object.domains & rights.domains != 0;
        let index = self.objects.iter().position(shared).ok_or(DeviceError::ObjectNotFound)?;
        self.objects.remove(index);
        Ok(())
    }

    /// Pages that are in use.
    pub fn pages_used(&self) -> usize {
        self.objects.iter().map(|object| usize::from(object.size()).div_ceil(PAGE_LEN)).sum()
    }

    /// Stores a new object of a session and returns its identifier, chosen at random where the head says 0.
    ///
    /// Refuses domains outside the session's, capabilities that the session cannot pass on, identifier 0xffff, one
    /// that is taken, and more objects or bytes than the device holds.
    pub fn insert(
        &mut self,
        rights: &Rights,
        kind: Kind,
        head: &Head,
        delegated: u64,
        origin: u8,
        value: Vec<u8>,
    ) -> Result<u16, DeviceError> {
        if head.domains == 0 {
            return Err(DeviceError::InvalidData);
        }
        if head.domains & !rights.domains != 0 || (head.capabilities | delegated) & !rights.delegated != 0 {
            return Err(DeviceError::InsufficientPermissions);
        }
        let id = self.free_id(kind, head.id)?;
        let mut object = Object {
            id,
            kind,
            algorithm: head.algorithm,
            domains: head.domains,
            capabilities: head.capabilities,
            delegated,
            label: head.label,
            origin,
            sequence: 0,
            value: Secret::new(value),
        };
        let pages = usize::from(object.size()).div_ceil(PAGE_LEN);
        if self.objects.len() >= OBJECTS_MAX || self.pages_used() + pages > PAGES {
            return Err(DeviceError::StorageFailed);
        }
        object.sequence = self.next_sequence(kind, id);
        self.objects.push(object);
        Ok(id)
    }

    fn free_id(&self, kind: Kind, wanted: u16) -> Result<u16, DeviceError> {
        match wanted {
            0 => loop {
                let id = u16::from_be_bytes(random());
                if id != 0 && id != u16::MAX && self.object(kind, id).is_none() {
                    return Ok(id);
                }
            },
            u16::MAX => Err(DeviceError::InvalidId),
            id if self.object(kind, id).is_some() => Err(DeviceError::ObjectExists),
            id => Ok(id),
        }
    }

    fn next_sequence(&mut self, kind: Kind, id: u16) -> u8 {
        match self.sequences.iter_mut().find(|sequence| sequence.kind == kind && sequence.id == id) {
            Some(sequence) => {
                let current = sequence.next;
                sequence.next = current.wrapping_add(1);
                current
            }
            None => {
                self.sequences.push(Sequence { kind, id, next: 1 });
                0
            }
        }
    }
}
