//! Which regions are opened together: a pure function of counts, `merge-into` and `min-open`.

use crate::parse::definition::Definition;
use crate::parse::tally::Group;

/// The groups of all contests in an opening of these regions: leaves and withheld, both in the tally's order.
///
/// `ballots` says how many ballots counted in this opening carry a contest in a region.
pub(crate) fn derive(
    definition: &Definition,
    regions: &[usize],
    ballots: impl Fn(usize, usize) -> u32,
) -> (Vec<Group>, Vec<Group>) {
    let (mut leaves, mut withheld) = (Vec::new(), Vec::new());
    for contest in 0..definition.contests.len() {
        for group in merge(definition, regions, contest, |region| ballots(contest, region)) {
            if u64::from(group.ballots) < definition.min_open {
                withheld.push(group);
            } else {
                leaves.push(group);
            }
        }
    }
    (leaves, withheld)
}

/// The region that a region joins in a contest: none when that region has not the contest, or is not in the box.
pub(crate) fn target(definition: &Definition, regions: &[usize], contest: usize, region: usize) -> Option<usize> {
    let code = definition.regions.get(region)?.merge_into.as_deref()?;
    let other = definition.region(code)?;
    let has = definition.regions.get(other)?.contests.has(contest);
    (has && regions.binary_search(&other).is_ok()).then_some(other)
}

fn merge(definition: &Definition, regions: &[usize], contest: usize, ballots: impl Fn(usize) -> u32) -> Vec<Group> {
    let has = |region: &&usize| definition.regions.get(**region).is_some_and(|region| region.contests.has(contest));
    let alone = |region: &usize| Group { contest, regions: vec![*region], ballots: ballots(*region) };
    let mut groups: Vec<Group> = regions.iter().filter(has).map(alone).collect();
    // Where each head points never changes; the first small group that points at another group joins it.
    let targets: Vec<Option<usize>> =
        (0..definition.regions.len()).map(|region| target(definition, regions, contest, region)).collect();
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
