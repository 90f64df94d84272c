//! What each answer cost, for who wants to know.

use core::ffi::CStr;
use core::fmt::Write as _;

use alloc::string::String;
use semihosting::fs::{File, OpenOptions};
use semihosting::io::Write;

use crate::{clock, memory};

/// Instructions per step of the counter where QEMU counts them.
const INSTRUCTIONS_PER_CYCLE: u64 = 40;

/// Measures turns, and writes a line per answer.
pub struct Figures {
    file: File,
    answers: u32,
    cycles: u64,
}

impl Figures {
    /// Adds to this file.
    pub fn open(path: &CStr) -> Option<Self> {
        let file = OpenOptions::new().append(true).create(true).write(true).open(path).ok()?;
        Some(Self { file, answers: 0, cycles: 0 })
    }

    /// Adds a turn that began when the counter was at `began`.
    pub fn add(&mut self, began: u32) {
        self.cycles += u64::from(clock::cycles().wrapping_sub(began));
    }

    /// Writes what was added since the last answer.
    pub fn answered(&mut self) {
        self.answers += 1;
        let instructions = self.cycles * INSTRUCTIONS_PER_CYCLE;
        let (stack, heap) = (memory::stack_used_max(), memory::heap_used_max());
        let mut line = String::new();
        // Writing to a string does not fail, and figures that cannot be written are nobody's loss.
        let _ = writeln!(line, "answer {} instructions {instructions} stack {stack} heap {heap}", self.answers);
        let _ = self.file.write_all(line.as_bytes());
        self.cycles = 0;
    }
}
