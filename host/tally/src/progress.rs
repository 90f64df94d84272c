//! How far a long loop has come, told from any thread.

use std::sync::atomic::{AtomicU64, Ordering};

use tamga_record::admission::RegionTurnout;

/// Takes (done, total). Called from many threads, about once per [`STEP`] items and at the end; `done` may repeat or
/// come out of order.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// Takes a region and its counts, once all its records are judged from outside their seals. Called from the thread that admits.
pub type Judged<'a> = &'a dyn Fn(u16, &RegionTurnout);

/// Takes a leaf of the tally, from 0, and the votes of its options, once they are found. Called from many threads, leaves in any order.
pub type Revealed<'a> = &'a (dyn Fn(usize, &[u64]) + Sync);

/// Items between two reports.
pub const STEP: u64 = 256;

pub(crate) struct Counter<'a> {
    done: AtomicU64,
    total: u64,
    report: Progress<'a>,
}

impl<'a> Counter<'a> {
    pub(crate) fn new(total: u64, report: Progress<'a>) -> Self {
        Self { done: AtomicU64::new(0), total, report }
    }

    pub(crate) fn add_one(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(STEP) || done == self.total {
            (self.report)(done, self.total);
        }
    }
}
