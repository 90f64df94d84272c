//! Figures that move while an act is under way: what it counts anyway, told to a screen and printed nowhere. None of them is signed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What an act has come to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Live {
    /// Records received so far of regions that got some, by the region's index.
    Received(BTreeMap<u16, u64>),
    /// The records of a region are judged from outside their seals.
    Judged {
        /// The region's index.
        region: u16,
        /// Records received.
        received: u64,
        /// Green, blue, yellow, red, superseded, late.
        statuses: [u64; 6],
    },
    /// The votes of a group of regions are found, from shares that all hold.
    Revealed(Revealed),
}

/// Keeps a figure among others; what is received of a region takes the place of what was before.
pub fn keep(all: &mut Vec<Live>, live: Live) {
    let before = all.iter_mut().find_map(|live| match live {
        Live::Received(regions) => Some(regions),
        _ => None,
    });
    match (before, live) {
        (Some(before), Live::Received(regions)) => before.extend(regions),
        (_, live) => all.push(live),
    }
}

/// The votes of one contest in one group of regions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Revealed {
    /// The opening.
    pub opening: u32,
    /// Index of the contest.
    pub contest: u16,
    /// Index of the region under which the group stands in the tables.
    pub region: u16,
    /// Votes by option, then the unused ones.
    pub votes: Vec<u64>,
    /// Groups of the opening, over all contests.
    pub groups: u64,
}
