//! Who plays which part: regions, honest voters that are touched, people who stay at home.

use std::collections::VecDeque;

use tamga_record::definition::{Definition, Revote};

use crate::registrar::Enrolment;
use crate::voter::Voter;

/// Voters of one region that are kept for parts at most, of each sort.
const KEPT_PER_REGION: usize = 48;
/// In the region whose last ballots may come late, parts are for the voters of the first of so many portions.
const EARLY_PORTION: usize = 2;

/// A voter by region and place among the region's voters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seat {
    pub(super) region: u16,
    pub(super) place: usize,
}

impl Seat {
    /// The voter who sits there.
    pub(super) fn voter(self, enrolment: &Enrolment) -> Option<&Voter> {
        enrolment.voters_of(self.region).get(self.place)
    }
}

/// A region with ballots.
#[derive(Debug, Clone)]
struct Host {
    region: u16,
    ballots: u32,
    /// The honest voter in whose name records may come that do not touch the vote.
    named: usize,
    /// Honest voters with one record each, whose vote itself is touched: each has one part.
    touched: VecDeque<usize>,
    /// Registered people who do not vote.
    absent: VecDeque<usize>,
}

/// The parts that are still free. Chosen before the roll is made, as some of them are played on the roll.
#[derive(Debug, Clone)]
pub(super) struct Parts {
    hosts: Vec<Host>,
    next: usize,
    /// The region with the most ballots.
    largest: Option<u16>,
}

impl Parts {
    /// The parts of an election in which so many ballots are cast per region, the first voters of each casting them, and one
    /// of `revote_one_in` voting twice.
    pub(super) fn of(definition: &Definition, ballots: &[u32], revote_one_in: u32) -> Self {
        let revotes = revote_one_in != 0 && definition.revote != Revote::Refuse;
        let votes_once = |place: &usize| !revotes || !place.is_multiple_of(revote_one_in as usize);
        let largest = (0u16..).zip(ballots).max_by_key(|(region, ballots)| (**ballots, u16::MAX - region));
        let largest = largest.filter(|(_, ballots)| **ballots > 0).map(|(region, _)| region);
        let mut hosts = Vec::new();
        for ((region, described), &ballots) in (0u16..).zip(&definition.regions).zip(ballots) {
            if ballots == 0 {
                continue;
            }
            let all = ballots as usize;
            let early = if largest == Some(region) { all.div_ceil(EARLY_PORTION) } else { all };
            let mut once = (0..early).filter(votes_once);
            let named = once.next().unwrap_or_default();
            let absent = all..described.registered as usize;
            hosts.push(Host {
                region,
                ballots,
                named,
                touched: once.take(KEPT_PER_REGION).collect(),
                absent: absent.take(KEPT_PER_REGION).collect(),
            });
        }
        Self { hosts, next: 0, largest }
    }

    /// The next region with ballots, one after another.
    pub(super) fn region(&mut self) -> Option<u16> {
        self.next_host(|_| true).map(|host| host.region)
    }

    /// Another region than this one: with ballots where there is such.
    pub(super) fn other_region(&self, definition: &Definition, region: u16) -> Option<u16> {
        let hosting = self.hosts.iter().map(|host| host.region);
        let any = (0u16..).zip(&definition.regions).map(|(region, _)| region);
        hosting.chain(any).find(|other| *other != region)
    }

    /// Regions with ballots.
    pub(super) fn regions(&self) -> Vec<u16> {
        self.hosts.iter().map(|host| host.region).collect()
    }

    /// Ballots of a region.
    pub(super) fn ballots(&self, region: u16) -> u32 {
        self.hosts.iter().find(|host| host.region == region).map_or(0, |host| host.ballots)
    }

    /// The region with the most ballots, into which late bundles come.
    pub(super) fn largest(&self) -> Option<u16> {
        self.largest
    }

    /// The last region with ballots into which no late bundles come.
    pub(super) fn without_late(&self) -> Option<u16> {
        self.hosts.iter().rev().map(|host| host.region).find(|region| Some(*region) != self.largest)
    }

    /// The honest voter of a region in whose name records may come.
    pub(super) fn named(&self, region: u16) -> Option<Seat> {
        let host = self.hosts.iter().find(|host| host.region == region)?;
        Some(Seat { region, place: host.named })
    }

    /// An honest voter with one record, for one part alone; of a region other than `but`, if given.
    pub(super) fn touched(&mut self, but: Option<u16>) -> Option<Seat> {
        let host = self.next_host(|host| !host.touched.is_empty() && Some(host.region) != but)?;
        let place = host.touched.pop_front()?;
        Some(Seat { region: host.region, place })
    }

    /// An honest voter of this region with one record, for one part alone.
    pub(super) fn touched_in(&mut self, region: u16) -> Option<Seat> {
        let host = self.hosts.iter_mut().find(|host| host.region == region)?;
        Some(Seat { region, place: host.touched.pop_front()? })
    }

    /// A registered person who does not vote, for one part alone.
    pub(super) fn absent(&mut self) -> Option<Seat> {
        let host = self.next_host(|host| !host.absent.is_empty())?;
        let place = host.absent.pop_front()?;
        Some(Seat { region: host.region, place })
    }

    /// A registered person of this region who does not vote, for one part alone.
    pub(super) fn absent_in(&mut self, region: u16) -> Option<Seat> {
        let host = self.hosts.iter_mut().find(|host| host.region == region)?;
        Some(Seat { region, place: host.absent.pop_front()? })
    }

    /// Goes around the regions to the next one that will do.
    fn next_host(&mut self, will_do: impl Fn(&Host) -> bool) -> Option<&mut Host> {
        let count = self.hosts.len();
        let index = (self.next..self.next + count)
            .map(|turn| turn % count)
            .find(|index| self.hosts.get(*index).is_some_and(&will_do))?;
        self.next = index + 1;
        self.hosts.get_mut(index)
    }
}
