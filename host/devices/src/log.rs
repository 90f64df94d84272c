//! A device's own audit log, as far as it has one.

/// Bytes of one entry of a YubiHSM 2 audit log.
pub const ENTRY_LEN: usize = 32;

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
    pub digest: [u8; 16],
}

impl LogEntry {
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
