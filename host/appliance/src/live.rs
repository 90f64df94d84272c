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

/// What is new beside what was there before; none where it is no continuation of it.
pub fn fresh(before: &[Live], now: &[Live]) -> Option<Vec<Live>> {
    if now.len() < before.len() {
        return None;
    }
    let mut fresh = Vec::new();
    for (place, live) in now.iter().enumerate() {
        match (before.get(place), live) {
            (Some(known), live) if known == live => {}
            (Some(Live::Received(known)), Live::Received(regions)) => {
                let moved = regions.iter().filter(|(region, received)| known.get(region) != Some(received));
                fresh.push(Live::Received(moved.map(|(region, received)| (*region, *received)).collect()));
            }
            (Some(_), _) => return None,
            (None, live) => fresh.push(live.clone()),
        }
    }
    Some(fresh)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_makes_of_what_was_there_what_is_there_now() {
        let received = |regions: &[(u16, u64)]| Live::Received(regions.iter().copied().collect());
        let judged = |region| Live::Judged { region, received: 5, statuses: [5, 0, 0, 0, 0, 0] };
        let mut all = vec![received(&[(1, 5), (2, 7)]), judged(1)];
        let now = vec![received(&[(1, 5), (2, 9), (3, 1)]), judged(1), judged(2)];
        let fresh = fresh(&all, &now).unwrap();
        assert_eq!(fresh, [received(&[(2, 9), (3, 1)]), judged(2)]);
        fresh.into_iter().for_each(|live| keep(&mut all, live));
        assert_eq!(all, now);
        assert_eq!(super::fresh(&now, &now[..1]), None, "of another act");
        assert_eq!(super::fresh(&now, &[judged(1), judged(2), judged(3)]), None);
    }
}
