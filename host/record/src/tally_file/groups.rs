//! Which regions are opened together, so that no sum under `min-open` ever is: a pure function of counts.

use std::collections::{BTreeSet, HashSet};

use super::TallyFileError;
use crate::bytes::strictly_ascending;
use crate::definition::{Definition, Region};
use tamga_wire::leaf::Group;

/// The groups of an opening: those that are opened, then those withheld, each by contest and head. `regions` are those of
/// the box. `ballots` holds, per contest and region of the definition, the counted ballots of the region in this opening
/// that carry the contest; what is not there counts as none.
pub fn groups(definition: &Definition, regions: &[u16], ballots: &[Vec<u32>]) -> (Vec<Group>, Vec<Group>) {
    let in_box: BTreeSet<u16> = regions.iter().copied().collect();
    let (mut leaves, mut withheld) = (Vec::new(), Vec::new());
    for contest in (0u16..).take(definition.contests.len()) {
        let counts = ballots.get(usize::from(contest)).map_or(&[][..], Vec::as_slice);
        for group in groups_of_contest(definition, &in_box, contest, counts) {
            let side = if group.ballots < definition.min_open { &mut withheld } else { &mut leaves };
            side.push(group);
        }
    }
    (leaves, withheld)
}

/// A group while it may still be joined to another.
struct Growing {
    ballots: u32,
    others: Vec<u16>,
    /// The head of the group that this one was joined to.
    joined_to: Option<u16>,
}

/// One pass over the regions in definition order is enough: joining changes nothing but to give a group more ballots,
/// which can only take it off the list of those under `min-open`, and heads keep their own `merge-into`.
fn groups_of_contest(definition: &Definition, in_box: &BTreeSet<u16>, contest: u16, counts: &[u32]) -> Vec<Group> {
    let begins = |index: u16, region: &Region| in_box.contains(&index) && region.contests.contains(contest);
    let mut growing: Vec<Option<Growing>> = (0u16..)
        .zip(&definition.regions)
        .map(|(index, region)| {
            let ballots = counts.get(usize::from(index)).copied().unwrap_or(0);
            begins(index, region).then_some(Growing { ballots, others: Vec::new(), joined_to: None })
        })
        .collect();
    for (head, region) in (0u16..).zip(&definition.regions) {
        let small = alone(&growing, head).is_some_and(|group| group.ballots < definition.min_open);
        let target = region.merge_into.and_then(|into| head_of(&growing, into));
        if let Some(target) = target.filter(|target| small && *target != head) {
            join(&mut growing, head, target);
        }
    }
    let heads = (0u16..).zip(growing);
    heads.filter_map(|(head, group)| finished(contest, head, group?)).collect()
}

/// The group that this region is the head of.
fn alone(growing: &[Option<Growing>], region: u16) -> Option<&Growing> {
    let group = growing.get(usize::from(region))?.as_ref()?;
    group.joined_to.is_none().then_some(group)
}

/// The head of the group that a region is in; `None` where the region has not the contest or is outside the box. Every step goes to a group
/// that was there before the join, so there are at most as many as regions.
fn head_of(growing: &[Option<Growing>], region: u16) -> Option<u16> {
    let mut at = region;
    for _ in growing {
        match growing.get(usize::from(at))?.as_ref()?.joined_to {
            None => return Some(at),
            Some(next) => at = next,
        }
    }
    None
}

fn join(growing: &mut [Option<Growing>], head: u16, target: u16) {
    let Some(small) = growing.get_mut(usize::from(head)).and_then(Option::as_mut) else {
        return;
    };
    small.joined_to = Some(target);
    let (ballots, mut regions) = (small.ballots, std::mem::take(&mut small.others));
    regions.push(head);
    if let Some(large) = growing.get_mut(usize::from(target)).and_then(Option::as_mut) {
        large.ballots = large.ballots.saturating_add(ballots);
        large.others.append(&mut regions);
    }
}

fn finished(contest: u16, head: u16, group: Growing) -> Option<Group> {
    if group.joined_to.is_some() {
        return None;
    }
    let mut others = group.others;
    others.sort_unstable();
    let regions = std::iter::once(head).chain(others).collect();
    Some(Group { contest, regions, ballots: group.ballots })
}

/// Checks groups against a definition: form and order of each, sides of `min-open`, and that every contest of every
/// region that is in one of them is in exactly one.
pub(super) fn check_groups(
    definition: &Definition,
    opened: &[&Group],
    withheld: &[&Group],
) -> Result<(), TallyFileError> {
    let mut covered = HashSet::new();
    for (place, group) in opened.iter().chain(withheld).enumerate() {
        check_group(definition, place, group)?;
        let is_small = group.ballots < definition.min_open;
        if is_small != (place >= opened.len()) {
            return Err(TallyFileError::MinOpen { group: place });
        }
        for region in &group.regions {
            if !covered.insert((group.contest, *region)) {
                return Err(TallyFileError::Coverage { contest: group.contest, region: *region });
            }
        }
    }
    for side in [opened, withheld] {
        if !strictly_ascending(side.iter().map(|group| (group.contest, group.regions.first()))) {
            return Err(TallyFileError::Order);
        }
    }
    let regions: BTreeSet<u16> = covered.iter().map(|(_, region)| *region).collect();
    for region in regions {
        let mut contests = definition.region(region).into_iter().flat_map(|region| region.contests.indices());
        if let Some(contest) = contests.find(|contest| !covered.contains(&(*contest, region))) {
            return Err(TallyFileError::Coverage { contest, region });
        }
    }
    Ok(())
}

fn check_group(definition: &Definition, place: usize, group: &Group) -> Result<(), TallyFileError> {
    let on_ballot = |region: &u16| {
        let region = definition.region(*region);
        region.is_some_and(|region| region.contests.contains(group.contest))
    };
    let others = group.regions.iter().skip(1);
    let fits = !group.regions.is_empty()
        && definition.contest(group.contest).is_some()
        && group.regions.iter().all(on_ballot)
        && strictly_ascending(others);
    if fits { Ok(()) } else { Err(TallyFileError::Group { group: place }) }
}
