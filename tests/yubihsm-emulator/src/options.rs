//! The options of the device: what is logged, and whether a full log blocks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::code;
use crate::error::DeviceError;
use crate::fields::Fields;

/// Tag of the option force-audit.
pub const FORCE_AUDIT: u8 = 0x01;
/// Tag of the option command-audit.
pub const COMMAND_AUDIT: u8 = 0x03;

const OFF: u8 = 0x00;
const ON: u8 = 0x01;
const FIX: u8 = 0x02;

/// What is set.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Options {
    force_audit: u8,
    command_audit: BTreeMap<u8, u8>,
}

impl Options {
    /// The factory's settings: force-audit off, and no command audited, as firmware 2.4 has it; or the commands
    /// that older firmware audits from the start.
    pub fn factory(audit_by_default: bool) -> Self {
        let quiet = [
            code::ECHO,
            code::SESSION_MESSAGE,
            code::DEVICE_INFO,
            code::GET_STORAGE_INFO,
            code::LIST_OBJECTS,
            code::GET_LOG_ENTRIES,
            code::GET_OBJECT_INFO,
            code::GET_OPTION,
            code::GET_PSEUDO_RANDOM,
            code::BLINK_DEVICE,
        ];
        let value = |code: &u8| if audit_by_default && !quiet.contains(code) { ON } else { OFF };
        Self { force_audit: OFF, command_audit: code::AUDITABLE.iter().map(|code| (*code, value(code))).collect() }
    }

    /// Whether a full log blocks.
    pub fn forces_audit(&self) -> bool {
        self.force_audit != OFF
    }

    /// Whether a command leaves an entry in the log.
    pub fn audits(&self, command: u8) -> bool {
        self.command_audit.get(&command).is_some_and(|value| *value != OFF)
    }

    /// The value of an option, as GET OPTION answers.
    pub fn get(&self, tag: u8) -> Result<Vec<u8>, DeviceError> {
        match tag {
            FORCE_AUDIT => Ok(vec![self.force_audit]),
            COMMAND_AUDIT => Ok(code::AUDITABLE
                .iter()
                .flat_map(|code| [*code, self.command_audit.get(code).copied().unwrap_or(OFF)])
                .collect()),
            _ => Err(DeviceError::InvalidData),
        }
    }

    /// Sets an option as SET OPTION does; refuses to turn off what is fixed, and changes nothing then.
    pub fn set(&mut self, tag: u8, untrusted_value: &[u8]) -> Result<(), DeviceError> {
        match (tag, untrusted_value) {
            (FORCE_AUDIT, [value]) => self.force_audit = changed(self.force_audit, *value)?,
            (FORCE_AUDIT, _) => return Err(DeviceError::WrongLength),
            (COMMAND_AUDIT, _) => {
                let mut audit = self.command_audit.clone();
                let mut fields = Fields::new(untrusted_value);
                while !fields.is_empty() {
                    let current = audit.get_mut(&fields.u8()?).ok_or(DeviceError::InvalidData)?;
                    *current = changed(*current, fields.u8()?)?;
                }
                self.command_audit = audit;
            }
            _ => return Err(DeviceError::InvalidData),
        }
        Ok(())
    }
}

fn changed(current: u8, untrusted_value: u8) -> Result<u8, DeviceError> {
    match (current, untrusted_value) {
        (FIX, value) if value != FIX => Err(DeviceError::InvalidData),
        (_, OFF | ON | FIX) => Ok(untrusted_value),
        _ => Err(DeviceError::InvalidData),
    }
}
