//! Whole chains.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use tamga_casting::ballots::{BallotsError, Marks};
use tamga_casting::collector::{ChainEnd, Collector};
use tamga_casting::layout::{LayoutError, contest_sets, every_contest};
use tamga_casting::polling::{Polling, PollingError, RegionVotes};
use tamga_casting::registrar::{LinkShare, Registrar};
use tamga_casting::streams::Streams;
use tamga_casting::voter::CastError;
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_record::bundle::{BundleKind, BundleReader};
use tamga_record::cast::Item;
use tamga_record::definition::{ContestSet, Definition, Revote};
use tamga_record::votes::{ContestTotals, Plan, PlannedBallot, PlannedVotes, RegionPlan};

use crate::world::{CLOSES, OPENS, definition, findings, identity, key, params, streams};

#[derive(Clone, Default)]
struct Paper(Rc<RefCell<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A region where every ballot carries all contests, which have these votes.
fn region_plan(registered: u32, ballots: u32, contests: &[(u16, &[u32])]) -> RegionPlan {
    let of_contest =
        |(contest, votes): &(u16, &[u32])| ContestTotals { contest: *contest, ballots, votes: votes.to_vec() };
    RegionPlan { registered, ballots, votes: PlannedVotes::Totals(contests.iter().map(of_contest).collect()) }
}

fn plan() -> Plan {
    let north = region_plan(6, 5, &[(0, &[2, 2, 0]), (1, &[5, 1, 1, 3])]);
    Plan { regions: vec![north, region_plan(4, 3, &[(1, &[0, 3, 0, 3])])], overvotes: 0 }
}

/// North with ballots of these contest sets, all blank.
fn styles(styles: &[&[u16]]) -> Plan {
    let ballot = |contests: &&[u16]| PlannedBallot {
        contests: ContestSet::from_indices(contests.iter().copied()).unwrap(),
        marks: vec![Marks::default(); contests.len()],
    };
    let rows: Vec<PlannedBallot> = styles.iter().map(ballot).collect();
    let north = RegionPlan { registered: 6, ballots: rows.len() as u32, votes: PlannedVotes::Rows(rows) };
    Plan { regions: vec![north, plan().regions.remove(1)], overvotes: 0 }
}

/// The bundles of north with two records each, and the end of their chain.
fn north(definition: &Definition, plan: &Plan, revote_one_in: u32) -> Result<(Vec<Vec<u8>>, ChainEnd), PollingError> {
    let (params, identity, streams) = (params(definition.clone()), identity(), streams());
    let registrar = Registrar::new(key("registrar"));
    let contests_of = contest_sets(definition, plan)?;
    let enrolment = registrar.enrol(definition, &contests_of, &[], LinkShare::None, &streams, &|_, _| {}).unwrap();
    let votes = &RegionVotes::from_plan(definition, &plan.regions[0], 0, &streams)?;
    let polling = Polling {
        params: &params,
        identity: &identity,
        findings: findings(),
        streams: &streams,
        bundle_items: 2,
        revote_one_in,
        mischief: None,
    };
    let papers = RefCell::new(Vec::new());
    let open = |number: u32| {
        assert_eq!(number as usize, papers.borrow().len() + 1);
        papers.borrow_mut().push(Paper::default());
        Ok(papers.borrow().last().cloned().unwrap_or_default())
    };
    let collector = Collector::new(0, key("collector"));
    let end = polling.cast_region(&collector, 0, enrolment.voters_of(0), votes, open, &|_, _| {})?;
    let bundles = papers.into_inner().into_iter().map(|paper| paper.0.take()).collect();
    Ok((bundles, end))
}

/// Kind and items of every bundle, after root, signature and chaining held.
fn read_chain(bundles: &[Vec<u8>]) -> Vec<(BundleKind, Vec<Item>)> {
    let collector = key("collector").verifying_key();
    let (mut previous, mut read) = ([0; 32], Vec::new());
    for bundle in bundles {
        let mut reader = BundleReader::open(bundle.as_slice()).unwrap();
        assert_eq!(reader.header().previous, previous);
        let (kind, mut items) = (reader.header().kind, Vec::new());
        while let Some(item) = reader.next_item().unwrap() {
            items.push(Item::parse(&item).unwrap());
        }
        previous = reader.finish(&collector).unwrap();
        read.push((kind, items));
    }
    read
}

#[test]
fn a_chain_holds_every_ballot_and_ends_with_a_closing_bundle() {
    let (bundles, end) = north(&definition(), &plan(), 0).unwrap();
    let read = read_chain(&bundles);
    let sizes: Vec<usize> = read.iter().map(|(_, items)| items.len()).collect();
    assert_eq!(sizes, [2, 2, 1, 0]);
    assert_eq!(read[3].0, BundleKind::Closing);
    assert_eq!((end.bundles, end.total), (4, 5));
}

#[test]
fn those_who_vote_twice_do_so_with_growing_counters_within_the_period() {
    let (bundles, end) = north(&definition(), &plan(), 2).unwrap();
    assert_eq!(end.total, 8, "five voters, of whom the first, third and fifth vote twice");
    let items: Vec<Item> = read_chain(&bundles).into_iter().flat_map(|(_, items)| items).collect();
    let counters: Vec<u32> = items.iter().map(|item| item.attestation.counter).collect();
    assert_eq!(counters, [1, 2, 1, 1, 2, 1, 1, 2]);
    assert_eq!(items[0].header.tag, items[1].header.tag);
    assert!(items[0].attestation.issued_at < items[1].attestation.issued_at);
    assert!(items.iter().all(|item| (OPENS..=CLOSES).contains(&item.attestation.issued_at)));
}

#[test]
fn where_votes_are_final_nobody_votes_twice() {
    let refusing = Definition { revote: Revote::Refuse, ..definition() };
    let (_, end) = north(&refusing, &plan(), 1).unwrap();
    assert_eq!(end.total, 5);
}

fn votes_of(plan: &RegionPlan, region: u16, streams: &Streams) -> Result<Vec<PlannedBallot>, PollingError> {
    RegionVotes::from_plan(&definition(), plan, region, streams).map(|votes| votes.ballots)
}

/// How many ballots with a contest there are, and how many of them mark each of so many options of it.
fn counts(ballots: &[PlannedBallot], contest: u16, options: usize) -> (u32, Vec<u32>) {
    let (mut carrying, mut votes) = (0, vec![0; options]);
    for ballot in ballots.iter().filter(|ballot| ballot.contests.contains(contest)) {
        carrying += 1;
        let place = ballot.contests.indices().position(|index| index == contest).unwrap();
        let marks = ballot.marks[place];
        votes.iter_mut().enumerate().for_each(|(option, votes)| *votes += u32::from(marks.contains(option)));
    }
    (carrying, votes)
}

#[test]
fn marks_come_out_as_the_totals_say() {
    let south = votes_of(&plan().regions[1], 1, &streams()).unwrap();
    assert_eq!(counts(&south, 1, 4), (3, vec![0, 3, 0, 3]));
    assert_eq!(counts(&south, 0, 3), (0, vec![0, 0, 0]), "the second contest alone");
    let north = votes_of(&plan().regions[0], 0, &streams()).unwrap();
    assert_eq!((counts(&north, 0, 3), counts(&north, 1, 4)), ((5, vec![2, 2, 0]), (5, vec![5, 1, 1, 3])));
}

#[test]
fn marks_come_out_as_the_totals_say_where_contests_are_on_some_ballots_only() {
    for (first, second) in [(3, 5), (2, 4), (5, 0), (1, 4)] {
        let mut north = region_plan(6, 5, &[(0, &[1, 0, 0]), (1, &[0, second, 0, second])]);
        let PlannedVotes::Totals(totals) = &mut north.votes else { panic!("totals") };
        (totals[0].ballots, totals[1].ballots) = (first, second);
        let ballots = votes_of(&north, 0, &streams()).unwrap();
        assert_eq!(ballots.len(), 5);
        assert_eq!(counts(&ballots, 0, 3), (first, vec![1, 0, 0]));
        assert_eq!(counts(&ballots, 1, 4), (second, vec![0, second, 0, second]));
        assert!(ballots.iter().all(|ballot| !ballot.contests.is_empty()));
    }
}

#[test]
fn ballots_that_are_known_one_by_one_are_cast_as_they_are() {
    let plan = styles(&[&[0, 1], &[1], &[0]]);
    let PlannedVotes::Rows(rows) = &plan.regions[0].votes else { panic!("rows") };
    assert_eq!(&votes_of(&plan.regions[0], 0, &streams()).unwrap(), rows);
    let (bundles, _) = north(&definition(), &plan, 0).unwrap();
    let items: Vec<Item> = read_chain(&bundles).into_iter().flat_map(|(_, items)| items).collect();
    let sets: Vec<Vec<u16>> = items.iter().map(|item| item.header.contests.indices().collect()).collect();
    assert_eq!(sets, [vec![0, 1], vec![1], vec![0]]);
}

#[test]
fn who_votes_twice_has_the_same_contests_in_both_records() {
    // The third ballot is alone with its contests: its first record is blank.
    for revote in [Revote::Last, Revote::First] {
        let definition = Definition { revote, ..definition() };
        let (bundles, end) = north(&definition, &styles(&[&[0, 1], &[1], &[0], &[0, 1], &[1]]), 1).unwrap();
        assert_eq!(end.total, 10);
        let items: Vec<Item> = read_chain(&bundles).into_iter().flat_map(|(_, items)| items).collect();
        for two in items.chunks(2) {
            assert_eq!(two[0].header.tag, two[1].header.tag);
            assert_eq!(two[0].header.contests, two[1].header.contests);
        }
        let sets: Vec<Vec<u16>> =
            items.iter().step_by(2).map(|item| item.header.contests.indices().collect()).collect();
        assert_eq!(sets, [vec![0, 1], vec![1], vec![0], vec![0, 1], vec![1]]);
    }
}

#[test]
fn the_same_streams_give_the_same_ballots_and_others_do_not() {
    let wide = region_plan(64, 64, &[(0, &[32, 32, 0]), (1, &[32, 0, 0, 0])]);
    let ballots = |streams: &Streams| votes_of(&wide, 0, streams).unwrap();
    assert_eq!(ballots(&streams()), ballots(&streams()));
    assert_ne!(ballots(&streams()), ballots(&Streams::new([0xee; 32])));
}

#[test]
fn the_same_streams_give_the_same_bundles_on_any_number_of_threads() {
    let bundles = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| north(&definition(), &styles(&[&[0, 1], &[1], &[0], &[1], &[0, 1]]), 2).unwrap().0)
    };
    assert_eq!(bundles(1), bundles(3));
}

#[test]
fn totals_that_do_not_fit_are_refused_with_the_numbers() {
    let too_many = region_plan(6, 5, &[(0, &[3, 3, 0]), (1, &[0, 0, 0, 0])]);
    let expected = BallotsError::Total { votes: 6, ballots: 5, max: 1 };
    assert!(matches!(votes_of(&too_many, 0, &streams()), Err(PollingError::Totals(error)) if error == expected));
    assert!(matches!(votes_of(&plan().regions[0], 2, &streams()), Err(PollingError::Region(2))));
    // The south does not have the first contest, and neither has a third one.
    assert!(matches!(votes_of(&plan().regions[0], 1, &streams()), Err(PollingError::Ballots)));
    let unknown = region_plan(6, 1, &[(2, &[1])]);
    assert!(matches!(votes_of(&unknown, 0, &streams()), Err(PollingError::Cast(CastError::NotInDefinition))));
    let short = region_plan(6, 1, &[(0, &[1])]);
    assert!(matches!(votes_of(&short, 0, &streams()), Err(PollingError::Cast(CastError::Marks))));
    let mut no_contest = plan().regions.remove(1);
    no_contest.votes = PlannedVotes::Totals(Vec::new());
    let expected = LayoutError::TooFew { carried: 0, ballots: 3 };
    assert!(matches!(votes_of(&no_contest, 1, &streams()), Err(PollingError::Layout(error)) if error == expected));
}

#[test]
fn more_ballots_than_voters_are_refused() {
    let both: &[u16] = &[0, 1];
    let seven = &[both; 7];
    let refused = north(&definition(), &styles(seven), 0).unwrap_err();
    assert!(matches!(refused, PollingError::Voters { ballots: 7, voters: 6 }));
    let mut uneven = styles(&seven[..6]);
    uneven.regions[0].ballots = 5;
    assert!(matches!(north(&definition(), &uneven, 0).unwrap_err(), PollingError::Ballots));
}

#[test]
fn a_ballot_with_other_contests_than_the_roll_gives_its_voter_is_refused() {
    let (definition, streams, identity) = (definition(), streams(), identity());
    let params = params(definition.clone());
    let plan = styles(&[&[0, 1], &[1]]);
    let whole = every_contest(&definition);
    let registrar = Registrar::new(key("registrar"));
    let enrolment = registrar.enrol(&definition, &whole, &[], LinkShare::None, &streams, &|_, _| {}).unwrap();
    let votes = RegionVotes::from_plan(&definition, &plan.regions[0], 0, &streams).unwrap();
    let polling = Polling {
        params: &params,
        identity: &identity,
        findings: findings(),
        streams: &streams,
        bundle_items: 2,
        revote_one_in: 0,
        mischief: None,
    };
    let collector = Collector::new(0, key("collector"));
    let nowhere = |_| Ok(io::sink());
    let refused = polling.cast_region(&collector, 0, enrolment.voters_of(0), &votes, nowhere, &|_, _| {});
    assert!(matches!(refused, Err(PollingError::Contests { place: 1 })));
}

#[test]
fn the_identity_service_signs_how_many_it_attested_in_each_region() {
    let service = identity();
    let voters = [crate::world::voter(0), crate::world::voter(1)];
    for voter in [&voters[0], &voters[1], &voters[1]] {
        service.issue(voter, 1, OPENS, &findings());
    }
    let counts = service.counts();
    assert_eq!(counts.counts, [1, 2]);
    let key = VerifyingKey::from_bytes(&definition().identity).unwrap();
    key.verify(&counts.message(), &Signature::from_bytes(counts.signature)).unwrap();
}
