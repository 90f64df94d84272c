//! Faults that tests order in advance.

use serde::{Deserialize, Serialize};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// The command has its effect; the connection is closed without an answer.
    DropResponse,
    /// The command has its effect; the answer comes this many milliseconds later.
    DelayMs(u64),
    /// The power goes before the command has any effect.
    PowerCutBefore,
    /// The power goes after the effect is stored and before the answer.
    PowerCutAfter,
    /// The device is pulled out before the command has any effect; the connector stays.
    UnplugBefore,
    /// The device is pulled out after the effect is stored and before the answer; the connector stays.
    UnplugAfter,
}

impl What {
    /// Whether the command has no effect.
    pub fn is_before(self) -> bool {
        matches!(self, Self::PowerCutBefore | Self::UnplugBefore)
    }
}

/// A fault, and the command that it meets. It happens once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What goes wrong.
    pub what: What,
    /// The how manieth command from now on, counted from 1.
    #[serde(default = "first")]
    pub nth: u32,
    /// Counts commands of this code alone, those inside sessions by their own code.
    #[serde(default)]
    pub command: Option<u8>,
}

fn first() -> u32 {
    1
}

impl Fault {
    /// The fault meets the next command, whatever it is.
    pub fn next(what: What) -> Self {
        Self { what, nth: 1, command: None }
    }

    /// The fault meets the next command of a code.
    pub fn on(command: u8, what: What) -> Self {
        Self { what, nth: 1, command: Some(command) }
    }
}

/// The faults that wait.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// One more.
    pub fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// None any more.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// How many wait.
    pub fn pending(&self) -> usize {
        self.0.len()
    }

    /// Counts a command, and takes out the first fault that it meets.
    pub fn meet(&mut self, command: u8) -> Option<What> {
        let mut met = None;
        self.0.retain_mut(|fault| {
            if met.is_some() || fault.command.is_some_and(|code| code != command) {
                return true;
            }
            fault.nth = fault.nth.saturating_sub(1);
            if fault.nth == 0 {
                met = Some(fault.what);
            }
            fault.nth != 0
        });
        met
    }
}
