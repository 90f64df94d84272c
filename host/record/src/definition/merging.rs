//! Where the `merge-into` of regions leads.

use super::Region;
use crate::limits::GROUP_REGIONS_MAX;

/// More regions than a group may have lead to the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Crowd {
    /// The region that they lead to.
    pub(crate) head: u16,
    /// How many they are, the head included.
    pub(crate) regions: usize,
    /// The first one, in definition order, that is too many.
    pub(crate) one_too_many: u16,
}

/// The region where the way of `merge-into` from `start` ends; `None` where it leads to no region or never ends: a way
/// longer than there are regions goes in a circle.
fn end_of(regions: &[Region], start: u16) -> Option<u16> {
    let mut at = start;
    for _ in regions {
        match regions.get(usize::from(at))?.merge_into {
            Some(next) => at = next,
            None => return Some(at),
        }
    }
    None
}

/// The first region whose `merge-into` leads to no region, or never ends.
pub(crate) fn endless_link(regions: &[Region]) -> Option<u16> {
    (0u16..).take(regions.len()).find(|start| end_of(regions, *start).is_none())
}

/// The first region to which more than [`GROUP_REGIONS_MAX`] lead, itself included. A group joins only regions that lead to
/// its head, and whatever leads to a head leads to the end of the head's own way: so no group is larger than what is
/// counted here.
pub(crate) fn crowded_head(regions: &[Region]) -> Option<Crowd> {
    let mut leading_to: Vec<Vec<u16>> = vec![Vec::new(); regions.len()];
    for start in (0u16..).take(regions.len()) {
        let end = end_of(regions, start).filter(|end| *end != start);
        if let Some(others) = end.and_then(|end| leading_to.get_mut(usize::from(end))) {
            others.push(start);
        }
    }
    // The head takes one of the places.
    let others_max = GROUP_REGIONS_MAX - 1;
    (0u16..).zip(leading_to).find_map(|(head, others)| {
        let one_too_many = *others.get(others_max)?;
        let regions = others.len() + 1;
        Some(Crowd { head, regions, one_too_many })
    })
}
