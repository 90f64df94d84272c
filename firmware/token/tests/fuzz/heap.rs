//! Memory, counted.

use peak_alloc::PeakAlloc;

/// Counts what is allocated, and the most that was at a time. Of all threads: tests take turns.
#[global_allocator]
pub static HEAP: PeakAlloc = PeakAlloc;
