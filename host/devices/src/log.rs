//! A device's own audit log, as far as it has one.
//!
//! Source: YubiHSM 2 user guide, "Logging and Logs" and "GET LOG ENTRIES".

use sha2::{Digest, Sha256};

/// Bytes of one entry of a YubiHSM 2 audit log.
pub const ENTRY_LEN: usize = 32;

/// Bytes of an entry before its digest.
pub const ENTRY_DATA_LEN: usize = 16;
/// Bytes of a digest.
pub const DIGEST_LEN: usize = 16;

/// One entry of a device's audit log, as the YubiHSM 2 writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Its number, from 1; after 65,535 comes 0.
    pub number: u16,
    /// The command.
    pub command: u8,
    /// Bytes of the command.
    pub length: u16,
    /// The authentication key whose session it came through.
    pub session_key: u16,
    /// The object it was about.
    pub target_key: u16,
    /// A second object, such as the wrap key.
    pub second_key: u16,
    /// The result: the command with its highest bit set, or an error code.
    pub result: u8,
    /// The device's tick when it happened.
    pub tick: u32,
    /// SHA-256 over this entry without digest ‖ the digest before, its first 16 bytes.
    pub digest: [u8; DIGEST_LEN],
}

impl LogEntry {
    /// The entry of these 32 bytes, laid out as [`LogEntry::to_bytes`] has them.
    pub fn from_bytes(bytes: &[u8; ENTRY_LEN]) -> Self {
        let [n0, n1, command, l0, l1, s0, s1, t0, t1, u0, u1, result, c0, c1, c2, c3, digest @ ..] = *bytes;
        Self {
            number: u16::from_be_bytes([n0, n1]),
            command,
            length: u16::from_be_bytes([l0, l1]),
            session_key: u16::from_be_bytes([s0, s1]),
            target_key: u16::from_be_bytes([t0, t1]),
            second_key: u16::from_be_bytes([u0, u1]),
            result,
            tick: u32::from_be_bytes([c0, c1, c2, c3]),
            digest,
        }
    }

    /// The digest that the entry must have after this one: SHA-256(data ‖ previous), its first 16 bytes.
    pub fn digest_after(&self, previous: &[u8; DIGEST_LEN]) -> [u8; DIGEST_LEN] {
        let bytes = self.to_bytes();
        let data = bytes.iter().take(ENTRY_DATA_LEN).copied().collect::<Vec<_>>();
        let hash = Sha256::new().chain_update(data).chain_update(previous).finalize();
        let mut digest = [0; DIGEST_LEN];
        digest.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        digest
    }

    /// The 32 bytes of the entry as the device has them: number ‖ command ‖ length ‖ three keys ‖ result ‖ tick ‖ digest, all
    /// big-endian.
    pub fn to_bytes(&self) -> [u8; ENTRY_LEN] {
        let mut bytes = [0; ENTRY_LEN];
        let parts: [&[u8]; 9] = [
            &self.number.to_be_bytes(),
            &[self.command],
            &self.length.to_be_bytes(),
            &self.session_key.to_be_bytes(),
            &self.target_key.to_be_bytes(),
            &self.second_key.to_be_bytes(),
            &[self.result],
            &self.tick.to_be_bytes(),
            &self.digest,
        ];
        for (place, byte) in bytes.iter_mut().zip(parts.concat()) {
            *place = byte;
        }
        bytes
    }
}

/// What one reading of the log gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogReading {
    /// Boots that the device could not log for want of room.
    pub unlogged_boots: u16,
    /// Failed authentications that it could not log.
    pub unlogged_authentications: u16,
    /// The entries, ascending.
    pub entries: Vec<LogEntry>,
}

/// Where a log stands: the last entry that is kept elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogPosition {
    /// Its number.
    pub number: u16,
    /// Its digest.
    pub digest: [u8; DIGEST_LEN],
}

impl From<&LogEntry> for LogPosition {
    fn from(entry: &LogEntry) -> Self {
        Self { number: entry.number, digest: entry.digest }
    }
}

/// Where the chain of a log breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// Entries are missing: another number was to follow.
    #[error("entry {expected} of the device's log is missing: {found} follows")]
    Gap {
        /// The number that was to follow.
        expected: u16,
        /// The number in its place.
        found: u16,
    },
    /// The entry, or one before it, is not the one that the device wrote.
    #[error("entry {number} of the device's log does not fit the one before it")]
    Digest {
        /// Its number.
        number: u16,
    },
}

impl LogReading {
    /// Checks the chain of this reading and returns where the log stands now: the known position, if nothing is new.
    ///
    /// With a known position the entries go on from it, by number and digest; those that were read before and not released
    /// may lead. Without one the first entry is taken as it is: its digest is over bytes that nobody knows.
    pub fn check_chain(&self, known: Option<LogPosition>) -> Result<Option<LogPosition>, ChainError> {
        let overlap = known.and_then(|known| self.entries.iter().position(|entry| entry.number == known.number));
        let mut at = if overlap.is_some() { None } else { known };
        for (place, entry) in self.entries.iter().enumerate() {
            if let Some(before) = at {
                let expected = before.number.wrapping_add(1);
                if entry.number != expected {
                    return Err(ChainError::Gap { expected, found: entry.number });
                }
                if entry.digest != entry.digest_after(&before.digest) {
                    return Err(ChainError::Digest { number: entry.number });
                }
            }
            let now = LogPosition::from(entry);
            if overlap == Some(place) && known != Some(now) {
                return Err(ChainError::Digest { number: entry.number });
            }
            at = Some(now);
        }
        Ok(at.or(known))
    }
}

/// What a command of a log is called, for display; `command` where we do not use it.
pub fn command_name(command: u8) -> &'static str {
    match command {
        0x00 => "boot",
        0x03 => "create session",
        0x04 => "authenticate session",
        0x08 => "reset device",
        0x40 => "close session",
        0x42 => "put opaque",
        0x43 => "get opaque",
        0x44 => "put authentication key",
        0x46 => "generate asymmetric key",
        0x48 => "list objects",
        0x4a => "export wrapped",
        0x4b => "import wrapped",
        0x4d => "get log entries",
        0x4e => "get object info",
        0x4f => "set option",
        0x50 => "get option",
        0x51 => "get pseudo random",
        0x54 => "get public key",
        0x56 => "sign ecdsa",
        0x57 => "derive ecdh",
        0x58 => "delete object",
        0x5b => "generate wrap key",
        0x64 => "sign attestation certificate",
        0x67 => "set log index",
        0x68 => "wrap data",
        0x69 => "unwrap data",
        0x6a => "sign eddsa",
        0x6c => "change authentication key",
        0xff => "reset done",
        _ => "command",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first entry after a reset as the device writes it, and two more whose digests were computed by hand:
    /// `sha256sum` over 16 bytes of the entry and 16 bytes of the digest before.
    const FIRST: &str = "0001ffffffffffffffffffffffffffffedd9b4e0c38c4f7ec50f057091f12fce";
    const SECOND: &str = "0002000000ffff000000000000000000da73e91c2ca1ec6b6ca9868f2d57a106";
    const THIRD: &str = "000303000affff0001ffff83000001b28b9702e3d7a7df6a3cb6925b708f3801";

    fn entry(hex: &str) -> LogEntry {
        let digits: Vec<u8> = hex.chars().filter_map(|c| c.to_digit(16)).map(|digit| digit as u8).collect();
        let bytes: Vec<u8> = digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect();
        LogEntry::from_bytes(bytes.as_slice().try_into().unwrap())
    }

    fn reading() -> LogReading {
        let entries = vec![entry(FIRST), entry(SECOND), entry(THIRD)];
        LogReading { unlogged_boots: 0, unlogged_authentications: 0, entries }
    }

    #[test]
    fn an_entry_reads_back_as_its_bytes() {
        let first = entry(FIRST);
        assert_eq!((first.number, first.command, first.tick), (1, 0xff, u32::MAX));
        assert_eq!(LogEntry::from_bytes(&first.to_bytes()), first);
    }

    #[test]
    fn a_whole_chain_is_accepted_from_any_position_before_or_in_it() {
        let reading = reading();
        let end = LogPosition::from(&reading.entries[2]);
        assert_eq!(reading.check_chain(None), Ok(Some(end)));
        for known in &reading.entries {
            assert_eq!(reading.check_chain(Some(known.into())), Ok(Some(end)));
        }
        let rest = LogReading { entries: reading.entries[1..].to_vec(), ..reading.clone() };
        assert_eq!(rest.check_chain(Some((&reading.entries[0]).into())), Ok(Some(end)));
        assert_eq!(LogReading::default().check_chain(Some(end)), Ok(Some(end)));
        assert_eq!(LogReading::default().check_chain(None), Ok(None));
    }

    #[test]
    fn a_missing_entry_is_named() {
        let reading = reading();
        let gap = Err(ChainError::Gap { expected: 2, found: 3 });
        let without =
            LogReading { entries: vec![reading.entries[0].clone(), reading.entries[2].clone()], ..reading.clone() };
        assert_eq!(without.check_chain(None), gap);
        let last = LogReading { entries: vec![reading.entries[2].clone()], ..reading.clone() };
        assert_eq!(last.check_chain(Some((&reading.entries[0]).into())), gap);
    }

    #[test]
    fn a_changed_entry_or_another_beginning_is_named() {
        let mut changed = reading();
        changed.entries[1].tick ^= 1;
        assert_eq!(changed.check_chain(None), Err(ChainError::Digest { number: 2 }));
        let reading = reading();
        let other = |number, digest| reading.check_chain(Some(LogPosition { number, digest }));
        assert_eq!(other(0, [0; 16]), Err(ChainError::Digest { number: 1 }));
        assert_eq!(other(1, [0; 16]), Err(ChainError::Digest { number: 1 }));
        assert_eq!(other(3, [0; 16]), Err(ChainError::Digest { number: 3 }));
    }

    #[test]
    fn numbers_go_on_from_zero_after_the_highest() {
        let mut last = entry(FIRST);
        last.number = u16::MAX;
        let mut next = entry(SECOND);
        next.number = 0;
        next.digest = next.digest_after(&last.digest);
        let reading = LogReading { entries: vec![last, next.clone()], ..LogReading::default() };
        assert_eq!(reading.check_chain(None), Ok(Some((&next).into())));
    }
}
