//! `tamga/definition/v1`: what would fail only after the box is closed is refused before: groups that no token reads, a
//! table of totals that does not fit, a definition that is too long.

use tamga_record::definition::{Contest, ContestSet, Definition, DefinitionError, Kind, Late, Place, Problem, Region};
use tamga_record::tally_file::groups;

use crate::examples::large_definition;

/// The large example with this many regions; `merge_into` says where each leads.
fn with_regions(count: u16, merge_into: impl Fn(u16) -> Option<u16>) -> Definition {
    let definition = large_definition();
    let region = |n| Region { code: format!("r{n}"), merge_into: merge_into(n), ..definition.regions[0].clone() };
    Definition { regions: (0..count).map(region).collect(), ..definition.clone() }
}

fn crowd(head: u16, regions: usize) -> Result<(), DefinitionError> {
    Err(DefinitionError::Rule { place: Place::Region(head), problem: Problem::Crowd { regions } })
}

#[test]
fn at_most_1024_regions_may_come_to_one_head() {
    let all_into_the_first = |n: u16| (n > 0).then_some(0);
    let in_a_line = |n: u16| n.checked_sub(1);
    for merge_into in [all_into_the_first, in_a_line] {
        assert_eq!(with_regions(1_024, merge_into).check(), Ok(()));
        assert_eq!(with_regions(1_025, merge_into).check(), crowd(0, 1_025));
    }
    // As above, but by way of region 1: the head that all come to counts, not the one that they name.
    assert_eq!(with_regions(1_030, |n| (n > 0).then(|| u16::from(n > 1))).check(), crowd(0, 1_030));
}

#[test]
fn every_head_has_its_own_1024_regions() {
    let two_heads = |n: u16| (n > 1).then_some(n % 2);
    assert_eq!(with_regions(2_048, two_heads).check(), Ok(()));
    assert_eq!(with_regions(2_050, two_heads).check(), crowd(0, 1_025));
    assert_eq!(with_regions(2_049, |n| if n == 2_048 { Some(1) } else { two_heads(n) }).check(), crowd(1, 1_025));
}

#[test]
fn the_largest_group_that_can_be_has_as_many_regions_as_may_come_to_its_head() {
    for merge_into in [|n: u16| (n > 0).then_some(0), |n: u16| n.checked_sub(1)] {
        let mut definition = with_regions(1_024, merge_into);
        definition.min_open = u32::MAX;
        let regions: Vec<u16> = (0..1_024).collect();
        let (_, withheld) = groups(&definition, &regions, &[vec![1; 1_024], vec![1; 1_024]]);
        let lengths: Vec<usize> = withheld.iter().map(|group| group.regions.len()).collect();
        assert_eq!(lengths, [1_024, 1_024], "one group per contest");
    }
}

fn beyond_tokens(definition: &Definition) -> Option<(u32, u32, u32)> {
    match definition.check() {
        Ok(()) => None,
        Err(DefinitionError::Rule { place: Place::Election, problem: Problem::BeyondTokens(demand) }) => {
            Some((demand.leaves, demand.sets, demand.bytes))
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_election_that_tokens_cannot_keep_account_of_is_refused() {
    let contests = large_definition().contests.len();
    let all = ContestSet::from_indices(0..contests as u16).unwrap();
    let with = |count: u16, openings| {
        let mut definition = with_regions(count, |_| None);
        definition.regions.iter_mut().for_each(|region| region.contests = all);
        Definition { openings, late: Late::Refuse, ..definition }
    };
    let mut definition = with(4_096, 1);
    assert_eq!(beyond_tokens(&definition), None);
    definition.contests = (0..18).map(|n| contest(n, &[1, 1])).collect();
    let eighteen = ContestSet::from_indices(0..18).unwrap();
    definition.regions.iter_mut().for_each(|region| region.contests = eighteen);
    assert_eq!(beyond_tokens(&definition), None, "73,728 leaves");
    definition.late = Late::Supplement;
    assert_eq!(beyond_tokens(&definition), Some((147_456, 36, 36 * 560)));
    let mut definition = with(64, 16);
    definition.contests = (0..17).map(|n| contest(n, &[1, 1])).collect();
    assert_eq!(beyond_tokens(&definition), Some((64 * contests as u32, 272, 272 * 56)));
    let text = definition.check().unwrap_err().to_string();
    assert!(text.starts_with("definition, election: tokens cannot keep account of so much: "), "{text}");
    definition.contests.pop();
    assert_eq!(beyond_tokens(&definition), None, "16 contests in 16 openings are 256 sets");
}

/// An approval contest with `max` 2 and options with ids of these lengths; the contest's own id has 48 characters.
fn contest(number: usize, option_ids: &[usize]) -> Contest {
    let mut contest = large_definition().contests[1].clone();
    let (kind, max) = (Kind::Approval, 2);
    let option = contest.options[0].clone();
    contest.id = format!("{number:0>48}");
    contest.options = option_ids
        .iter()
        .enumerate()
        .map(|(n, len)| {
            let mut option = option.clone();
            option.id = format!("{n:0>len$}");
            option
        })
        .collect();
    Contest { kind, max, ..contest }
}

/// A definition whose `totals.csv` may have 16,384 bytes. By hand: 21 of the header; rows `contest,option,votes` of
/// 48 + 48 + 2 digits + 3 = 101; rows of `blank` of 48 + 5 + 3 digits + 3 = 59, as 2 × 98 and 2 × 99 have three digits.
/// So two contests of 64 options are 13,067, and the third one, with 31 options of 101, one of 63 and one of 64, is 3,317.
fn full_totals() -> Definition {
    let third = [[48; 31].as_slice(), &[10, 11]].concat();
    let definition = large_definition();
    let region = |place: usize, registered, contests: &[u16]| Region {
        registered,
        contests: ContestSet::from_indices(contests.iter().copied()).unwrap(),
        ..definition.regions[place].clone()
    };
    Definition {
        contests: vec![contest(0, &[48; 64]), contest(1, &[48; 64]), contest(2, &third)],
        regions: vec![region(0, 98, &[0, 1, 2]), region(1, 1, &[0])],
        ..definition.clone()
    }
}

fn long_totals(contest: u16, bytes: u64) -> Result<(), DefinitionError> {
    Err(DefinitionError::Rule { place: Place::Contest(contest), problem: Problem::LongTotals { bytes } })
}

#[test]
fn a_table_of_totals_may_fill_its_16_kib_and_have_no_byte_more() {
    let mut definition = full_totals();
    assert_eq!(definition.check(), Ok(()));
    definition.contests[2].options[32].id.push('x');
    assert_eq!(definition.check(), long_totals(2, 16_385));
}

#[test]
fn votes_have_as_many_digits_as_people_are_registered_where_the_contest_is() {
    let mut definition = full_totals();
    definition.regions[1].registered = 2;
    // 100 in the first contest's regions: a digit more for each of its options; still 98 for the others.
    assert_eq!(definition.check(), long_totals(2, 16_384 + 64));
    definition.regions[1].registered = 402;
    assert_eq!(definition.check(), long_totals(2, 16_384 + 64 + 1), "and 1000 blank votes");
}

#[test]
fn the_contest_is_named_whose_rows_do_not_fit_any_more() {
    let mut definition = full_totals();
    definition.contests = (0..20).map(|n| contest(n, &[48; 64])).collect();
    definition.regions.truncate(1);
    definition.regions[0].contests = ContestSet::from_indices(0..20).unwrap();
    assert_eq!(definition.check(), long_totals(2, 21 + 20 * (64 * 101 + 59)));
}

/// The large example with as many regions with long names and 9 contests each as go into 4 MiB.
fn long_definition() -> Definition {
    let mut definition = large_definition();
    definition.contests = (0..9).map(|n| contest(n, &[1, 1])).collect();
    definition.regions[0].contests = ContestSet::from_indices(0..9).unwrap();
    let long_name = Some("x".repeat(255));
    (definition.regions[0].name.kk, definition.regions[0].name.ru) = (long_name.clone(), long_name);
    definition.regions.truncate(1);
    let first = definition.to_bytes().len();
    definition = Definition { regions: vec![definition.regions[0].clone(); 2], ..definition };
    let each = definition.to_bytes().len() - first;
    let count = (MAX - first) / each;
    let region = |n| Region { code: format!("{n:0>5}"), ..definition.regions[0].clone() };
    Definition { regions: (0..count).map(region).collect(), ..definition.clone() }
}

/// 4 MiB.
const MAX: usize = 4 << 20;

#[test]
fn a_definition_may_fill_its_4_mib_and_have_no_byte_more() {
    let mut definition = long_definition();
    let mut left = MAX - definition.to_bytes().len();
    for region in &mut definition.regions {
        let name = region.name.en.as_mut().unwrap();
        let more = left.min(255 - name.len());
        name.push_str(&"x".repeat(more));
        left -= more;
    }
    assert_eq!((left, definition.to_bytes().len()), (0, MAX));
    assert_eq!(definition.check(), Ok(()));
    assert_eq!(Definition::parse(&definition.to_bytes()).as_ref(), Ok(&definition));
    definition.title.en.as_mut().unwrap().push('x');
    let problem = Problem::TooLong { bytes: MAX + 1 };
    assert_eq!(definition.check(), Err(DefinitionError::Rule { place: Place::Election, problem }));
}

#[test]
fn what_is_too_large_is_said_with_its_numbers_and_what_to_do() {
    let crowd = with_regions(1_030, |n| (n > 0).then_some(0)).check().unwrap_err();
    assert_eq!(
        crowd.to_string(),
        "definition, region number 1: 1030 regions would merge into it, itself included, and a group has at most 1024; let some merge into another"
    );
    let mut definition = full_totals();
    definition.contests[2].options[32].id.push('x');
    assert_eq!(
        definition.check().unwrap_err().to_string(),
        "definition, contest number 3: totals.csv may have 16385 bytes, from this contest on more than the 16384 that it may have; shorten the ids, or take out options or contests"
    );
}
