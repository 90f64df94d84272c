//! The log that a device keeps itself, against what the ledger says was done with it (protocol, section 9).
//!
//! It is the YubiHSM 2's: chained by digests, not signed. It shows what the device did as long as the device is honest; it
//! shows nothing to somebody who does not believe the host that read it.

use std::collections::BTreeMap;

use tamga_devices::Role;
use tamga_devices::config::Config;
use tamga_devices::log::LogEntry;

use crate::hsm_advice;
use crate::message::Message;

/// Commands of the device that this reads out of a log [YubiHSM 2 command reference].
mod command {
    pub const CREATE_SESSION: u8 = 0x03;
    pub const DERIVE_ECDH: u8 = 0x57;
    pub const CHANGE_AUTHENTICATION_KEY: u8 = 0x6c;
    pub const UNWRAP_DATA: u8 = 0x69;
    /// What a session of the tally or escrow role does beside: authenticate, close, read its own objects.
    pub const HARMLESS: [u8; 5] = [0x04, 0x40, 0x43, 0x4e, 0x54];
}

/// Above this a result is the command's own number with the highest bit set; below it is an error.
const RESULT_DONE: u8 = 0x80;
/// Boot and reset entries, which nobody asked for.
const BY_ITSELF: [u8; 2] = [0x00, 0xff];
/// Sessions of a role that one unlock explains: the login, the change of the PIN, the login with the next one. The seed is
/// unwrapped in as many at most.
const SESSIONS_PER_UNLOCK: u32 = 3;
/// Changes of its PIN that one unlock explains; the administrator's is tried twice by being set to itself.
const CHANGES_PER_UNLOCK: u32 = 1;
const CHANGES_PER_ADMIN_UNLOCK: u32 = 3;

/// What the ledger says was done with one HSM between two readings of its log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// Unlocks by number of the role: 1 tally, 2 escrow, 3 admin.
    pub unlocks: BTreeMap<u8, u32>,
    /// Region seeds opened.
    pub unseals: u32,
}

/// An entry of the log that nothing in the ledger explains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unexplained {
    /// Its place in everything that was read, from 0.
    pub place: usize,
    /// Its number in the device's log.
    pub number: u16,
    /// What it is.
    pub what: Message,
}

/// The entries of one stretch of a log that nothing in the same stretch of the ledger explains; `offset` is the place of the
/// first. What was explained and not done is not carried into the next stretch.
///
/// Each opened seed explains one ECDH of the tally key; each unlock some sessions and changes of its role's PIN. The seal role
/// signs as often as the operator likes, which is said in the README: its checkpoints are not entries.
pub fn unexplained(log: &[LogEntry], offset: usize, done: &Done) -> Vec<Unexplained> {
    let ids = Ids::declared();
    let mut left = Left { seeds: done.unseals, ..Left::default() };
    for (role, unlocks) in &done.unlocks {
        let is_admin = *role == Role::Admin.number();
        let changes = if is_admin { CHANGES_PER_ADMIN_UNLOCK } else { CHANGES_PER_UNLOCK };
        left.sessions.insert(*role, unlocks * SESSIONS_PER_UNLOCK.max(changes));
        left.unwraps.insert(*role, unlocks * SESSIONS_PER_UNLOCK);
        left.changes.insert(*role, unlocks * changes);
    }
    let judged = log.iter().zip(offset..).filter_map(|(entry, place)| {
        let what = left.judge(&ids, entry)?;
        Some(Unexplained { place, number: entry.number, what })
    });
    judged.collect()
}

/// Where the chain of everything that was ever read of a log breaks.
pub fn breaks(log: &[LogEntry]) -> Vec<Unexplained> {
    let pairs = log.iter().zip(log.iter().skip(1)).zip(1..);
    let broken = pairs.filter_map(|((before, entry), place)| {
        let what = if entry.number != before.number.wrapping_add(1) {
            Message::of("log-entries-missing").with("before", before.number)
        } else if entry.digest != entry.digest_after(&before.digest) {
            Message::of("log-entry-changed").with("number", entry.number)
        } else {
            return None;
        };
        Some(Unexplained { place, number: entry.number, what })
    });
    broken.collect()
}

/// Object ids of the declared roles.
struct Ids {
    /// Authentication key and role.
    roles: Vec<(u16, Role)>,
    tally_key: u16,
}

impl Ids {
    fn declared() -> Self {
        let config = Config::built_in();
        let tally = config.keys_of(Role::Tally);
        let ecdh = tally.iter().filter(|key| key.name.ends_with("-p384"));
        Self {
            roles: Role::ALL.map(|role| (config.role(role).yubihsm.authentication_key, role)).to_vec(),
            tally_key: ecdh.filter_map(|key| key.yubihsm.as_ref()).map(|key| key.object).next().unwrap_or_default(),
        }
    }

    fn role(&self, key: u16) -> Option<Role> {
        self.roles.iter().find(|(id, _)| *id == key).map(|(_, role)| *role)
    }
}

/// What the ledger still explains, by number of the role.
#[derive(Default)]
struct Left {
    seeds: u32,
    sessions: BTreeMap<u8, u32>,
    unwraps: BTreeMap<u8, u32>,
    changes: BTreeMap<u8, u32>,
}

impl Left {
    /// Why an entry is not explained.
    fn judge(&mut self, ids: &Ids, entry: &LogEntry) -> Option<Message> {
        let (name, of) = (tamga_devices::log::command_name(entry.command), Message::of);
        let in_role = |key, role| of(key).with("role", hsm_advice::role(role));
        let of_key = |key| of(key).with("key", format!("{:#06x}", entry.target_key));
        if BY_ITSELF.contains(&entry.command) {
            return None;
        }
        if entry.result < RESULT_DONE {
            return Some(of("log-command-failed").with("command", name).with("code", entry.result));
        }
        match entry.command {
            command::CREATE_SESSION => match ids.role(entry.target_key) {
                Some(Role::Seal) => None,
                Some(role) if take(self.sessions.get_mut(&role.number())) => None,
                Some(role) => Some(in_role("log-session-unexplained", role)),
                None => Some(of_key("log-session-foreign")),
            },
            command::DERIVE_ECDH if entry.target_key == ids.tally_key => match take(Some(&mut self.seeds)) {
                true => None,
                false => Some(of("log-key-overused")),
            },
            command::DERIVE_ECDH => Some(of_key("log-key-foreign")),
            command::CHANGE_AUTHENTICATION_KEY => match ids.role(entry.target_key) {
                Some(role) if take(self.changes.get_mut(&role.number())) => None,
                _ => Some(of_key("log-pin-changed")),
            },
            _ => match ids.role(entry.session_key) {
                Some(Role::Admin) if !command::HARMLESS.contains(&entry.command) => {
                    Some(of("log-by-admin").with("command", name))
                }
                Some(role @ (Role::Tally | Role::Escrow)) => {
                    let is_known = command::HARMLESS.contains(&entry.command)
                        || (entry.command == command::UNWRAP_DATA && take(self.unwraps.get_mut(&role.number())));
                    (!is_known).then(|| in_role("log-in-session", role).with("command", name))
                }
                _ => None,
            },
        }
    }
}

/// Takes one of what is left; whether there was one.
fn take(left: Option<&mut u32>) -> bool {
    let Some(left) = left.filter(|left| **left > 0) else {
        return false;
    };
    *left -= 1;
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(command: u8, session_key: u16, target_key: u16) -> LogEntry {
        LogEntry {
            number: 1,
            command,
            length: 0,
            session_key,
            target_key,
            second_key: 0xffff,
            result: command | RESULT_DONE,
            tick: 0,
            digest: [0; 16],
        }
    }

    fn done(unlocks: u32, unseals: u32) -> Done {
        Done { unlocks: BTreeMap::from([(1, unlocks)]), unseals }
    }

    fn places(found: &[Unexplained]) -> Vec<usize> {
        found.iter().map(|found| found.place).collect()
    }

    #[test]
    fn what_the_ledger_has_is_explained_and_one_more_is_not() {
        let session = entry(0x03, 0xffff, 0x0020);
        let open = entry(0x57, 0x0020, 0x0021);
        let sign = entry(0x6a, 0x0010, 0x0011);
        let log = [session.clone(), open.clone(), sign.clone(), open.clone()];
        assert_eq!(unexplained(&log, 0, &done(1, 2)), []);
        assert_eq!(places(&unexplained(&log, 0, &done(1, 1))), [3]);
        assert_eq!(places(&unexplained(&log, 10, &done(0, 2))), [10]);
    }

    #[test]
    fn a_seed_unwrapped_more_often_than_the_role_was_unlocked_is_told() {
        let unwrap = entry(0x69, 0x0020, 0x0022);
        let log = vec![unwrap; 4];
        assert_eq!(places(&unexplained(&log, 0, &done(1, 0))), [3]);
        assert_eq!(places(&unexplained(&[entry(0x42, 0x0020, 0x0023)], 0, &done(1, 0))), [0]);
    }

    #[test]
    fn failed_logins_foreign_keys_and_the_administrator_are_told() {
        let mut failed = entry(0x04, 0x0020, 0xffff);
        failed.result = 4;
        let foreign = entry(0x03, 0xffff, 0x0001);
        let admin = entry(0x46, 0x0040, 0x0099);
        let pin = entry(0x6c, 0x0030, 0x0030);
        let escrow = entry(0x57, 0x0030, 0x0031);
        let boot = LogEntry { result: 0, ..entry(0x00, 0xffff, 0xffff) };
        let log = [failed, foreign, admin, pin, escrow, boot];
        assert_eq!(places(&unexplained(&log, 0, &done(5, 5))), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn a_chain_breaks_where_an_entry_is_missing_or_changed() {
        let mut log = vec![entry(0x6a, 0x0010, 0x0011)];
        for number in 2..=5 {
            let mut next = LogEntry { number, ..entry(0x6a, 0x0010, 0x0011) };
            next.digest = next.digest_after(&log.last().unwrap().digest);
            log.push(next);
        }
        assert_eq!(breaks(&log), []);
        let mut changed = log.clone();
        changed[2].tick = 7;
        assert_eq!(places(&breaks(&changed)), [2]);
        log.remove(3);
        assert_eq!(places(&breaks(&log)), [3]);
    }
}
