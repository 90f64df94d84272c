use std::collections::BTreeMap;

/// Ballots of one region that carry each of its contests, by the contest's place.
pub type Carrying = BTreeMap<usize, u64>;

/// Where each region merges into, if anywhere. A region is small in a contest that fewer than `few` of its ballots carry;
/// it merges into the nearest region, in the order of the list, that has all the contests in which it is small and is
/// itself small in none of them. Where there is no such region, it merges into the one that has most ballots in the
/// scarcest of these contests, but never into one that leads back to it.
pub fn merge_into(regions: &[Carrying], few: u64) -> Vec<Option<usize>> {
    let mut links: Vec<Option<usize>> = vec![None; regions.len()];
    for region in 0..regions.len() {
        let small: Vec<usize> =
            regions[region].iter().filter(|(_, ballots)| **ballots < few).map(|(contest, _)| *contest).collect();
        if small.is_empty() {
            continue;
        }
        let scarcest = |other: usize| small.iter().map(|contest| regions[other].get(contest).copied()).min().flatten();
        let candidates = (0..regions.len()).filter(|other| *other != region && !leads_to(&links, *other, region));
        let with_all = candidates.filter_map(|other| Some((other, scarcest(other)?)));
        let best = with_all.max_by_key(|(other, ballots)| {
            let distance = std::cmp::Reverse(other.abs_diff(region));
            (*ballots.min(&few), distance, std::cmp::Reverse(*other))
        });
        links[region] = best.map(|(other, _)| other);
    }
    links
}

fn leads_to(links: &[Option<usize>], from: usize, to: usize) -> bool {
    std::iter::successors(Some(from), |at| links[*at]).any(|at| at == to)
}

#[cfg(test)]
fn regions(regions: &[&[(usize, u64)]]) -> Vec<Carrying> {
    regions.iter().map(|contests| contests.iter().copied().collect()).collect()
}

#[test]
fn a_small_region_merges_into_the_nearest_large_one_that_shares_its_contest() {
    let four = regions(&[&[(0, 50)], &[(0, 50), (1, 3)], &[(0, 50)], &[(0, 50), (1, 40)]]);
    assert_eq!(merge_into(&four, 20), [None, Some(3), None, None]);
}

#[test]
fn of_two_small_regions_only_one_merges_into_the_other() {
    let two = regions(&[&[(0, 3)], &[(0, 9)], &[(1, 90)]]);
    assert_eq!(merge_into(&two, 20), [Some(1), None, None]);
}
