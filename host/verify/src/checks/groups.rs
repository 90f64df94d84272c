//! Which regions are opened together: a pure function of counts, `merge-into` and `min-open`.

use crate::parse::definition::Definition;
use crate::parse::tally::Group;

/// The groups of all contests: leaves and withheld, both in the tally's order.
///
/// `ballots` says, per region, how many counted ballots carry each contest.
pub(crate) fn derive(definition: &Definition, ballots: &[Vec<u32>]) -> (Vec<Group>, Vec<Group>) {
    let (mut leaves, mut withheld) = (Vec::new(), Vec::new());
    for contest in 0..definition.contests.len() {
        for group in merge(definition, contest, ballots) {
            if u64::from(group.ballots) < definition.min_open {
                withheld.push(group);
            } else {
                leaves.push(group);
            }
        }
    }
    (leaves, withheld)
}

/// The region that a region joins in a contest: none when that region has not the contest.
pub(crate) fn target(definition: &Definition, contest: usize, region: usize) -> Option<usize> {
    let code = definition.regions.get(region)?.merge_into.as_deref()?;
    let other = definition.region(code)?;
    definition.regions.get(other)?.contests.has(contest).then_some(other)
}

fn merge(definition: &Definition, contest: usize, ballots: &[Vec<u32>]) -> Vec<Group> {
    let of_region = |region: usize| ballots.get(region).and_then(|row| row.get(contest)).copied().unwrap_or(0);
    let mut groups: Vec<Group> = definition
        .regions
        .iter()
        .enumerate()
        .filter(|(_, region)| region.contests.has(contest))
        .map(|(region, _)| Group { contest, regions: vec![region], ballots: of_region(region) })
        .collect();
    // Where each head points never changes; the first small group that points at another group joins it.
    let targets: Vec<Option<usize>> =
        (0..definition.regions.len()).map(|region| target(definition, contest, region)).collect();
    while let Some((from, into)) = first_to_join(definition, &groups, &targets) {
        let joined = groups.remove(from);
        let Some(other) = groups.iter_mut().find(|group| group.head() == into) else {
            break;
        };
        other.regions.extend(joined.regions);
        other.ballots = other.ballots.saturating_add(joined.ballots);
    }
    for group in &mut groups {
        if let Some((_, others)) = group.regions.split_first_mut() {
            others.sort_unstable();
        }
    }
    groups
}

/// The place of the first group under `min-open` that names a region of another group, and that group's head.
fn first_to_join(definition: &Definition, groups: &[Group], targets: &[Option<usize>]) -> Option<(usize, usize)> {
    groups.iter().enumerate().find_map(|(place, group)| {
        if u64::from(group.ballots) >= definition.min_open {
            return None;
        }
        let named = targets.get(group.head()).copied().flatten()?;
        let other = groups.iter().find(|other| other.regions.contains(&named))?;
        (other.head() != group.head()).then_some((place, other.head()))
    })
}
