//! Whole chains.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use tamga_casting::ballots::{BallotsError, Marks};
use tamga_casting::collector::Collector;
use tamga_casting::polling::{Polling, PollingError, RegionVotes};
use tamga_casting::registrar::{LinkShare, Registrar};
use tamga_casting::streams::Streams;
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_record::box_file;
use tamga_record::bundle::{BundleKind, BundleReader};
use tamga_record::cast::Item;
use tamga_record::definition::{Definition, Revote};
use tamga_record::votes::Totals;

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

fn totals() -> Totals {
    Totals {
        ballots: vec![5, 3],
        registered: vec![6, 4],
        votes: vec![vec![vec![2, 2, 0], vec![5, 1, 1, 3]], vec![vec![], vec![0, 3, 0, 3]]],
    }
}

/// The bundles of north with two records each, and the end of their chain.
fn north(
    definition: &Definition,
    votes: &RegionVotes,
    revote_one_in: u32,
) -> Result<(Vec<Vec<u8>>, box_file::Chain), PollingError> {
    let (params, identity, streams) = (params(definition.clone()), identity(), streams());
    let registrar = Registrar::new(key("registrar"));
    let enrolment = registrar.enrol(definition, &[], LinkShare::None, &streams, &|_, _| {}).unwrap();
    let polling = Polling {
        params: &params,
        identity: &identity,
        findings: findings(),
        streams: &streams,
        bundle_items: 2,
        revote_one_in,
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

fn north_votes() -> RegionVotes {
    RegionVotes::from_totals(&definition(), &totals(), 0, &streams()).unwrap()
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
    let (bundles, end) = north(&definition(), &north_votes(), 0).unwrap();
    let read = read_chain(&bundles);
    let sizes: Vec<usize> = read.iter().map(|(_, items)| items.len()).collect();
    assert_eq!(sizes, [2, 2, 1, 0]);
    assert_eq!(read[3].0, BundleKind::Closing);
    assert_eq!((end.bundles, end.total), (4, 5));
}

#[test]
fn those_who_vote_twice_do_so_with_growing_counters_within_the_period() {
    let (bundles, end) = north(&definition(), &north_votes(), 2).unwrap();
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
    let (_, end) = north(&refusing, &north_votes(), 1).unwrap();
    assert_eq!(end.total, 5);
}

#[test]
fn marks_come_out_as_the_totals_say() {
    let votes_of = |region| RegionVotes::from_totals(&definition(), &totals(), region, &streams()).unwrap();
    let of_option = |ballots: &[Marks], option| ballots.iter().filter(|marks| marks.contains(option)).count();
    let south = votes_of(1);
    assert_eq!((south.ballots, south.contests.len()), (3, 1), "the second contest alone");
    assert_eq!([0, 1, 2, 3].map(|option| of_option(&south.contests[0], option)), [0, 3, 0, 3]);
    let north = votes_of(0);
    assert_eq!((north.ballots, north.contests.len()), (5, 2));
    assert!(north.contests.iter().all(|ballots| ballots.len() == 5));
    assert_eq!([0, 1, 2].map(|option| of_option(&north.contests[0], option)), [2, 2, 0]);
    assert_eq!([0, 1, 2, 3].map(|option| of_option(&north.contests[1], option)), [5, 1, 1, 3]);
}

#[test]
fn the_same_streams_give_the_same_ballots_and_others_do_not() {
    let ballots = |streams: &Streams| {
        let wide = Totals {
            ballots: vec![64, 0],
            registered: vec![64, 0],
            votes: vec![vec![vec![32, 32, 0], vec![32, 0, 0, 0]], vec![vec![], vec![0, 0, 0, 0]]],
        };
        RegionVotes::from_totals(&definition(), &wide, 0, streams).unwrap().contests
    };
    assert_eq!(ballots(&streams()), ballots(&streams()));
    assert_ne!(ballots(&streams()), ballots(&Streams::new([0xee; 32])));
}

#[test]
fn totals_that_do_not_fit_are_refused_with_the_numbers() {
    let mut too_many = totals();
    too_many.votes[0][0] = vec![3, 3, 0];
    let refused = RegionVotes::from_totals(&definition(), &too_many, 0, &streams()).unwrap_err();
    let expected = BallotsError::Total { votes: 6, ballots: 5, max: 1 };
    assert!(matches!(refused, PollingError::Totals(error) if error == expected));
    let nowhere = RegionVotes::from_totals(&definition(), &totals(), 2, &streams()).unwrap_err();
    assert!(matches!(nowhere, PollingError::Region(2)));
}

#[test]
fn more_ballots_than_voters_are_refused() {
    let marks = vec![Marks::default(); 7];
    let votes = RegionVotes { ballots: 7, contests: vec![marks.clone(), marks] };
    let refused = north(&definition(), &votes, 0).unwrap_err();
    assert!(matches!(refused, PollingError::Voters { ballots: 7, voters: 6 }));
    let uneven = RegionVotes { ballots: 6, contests: vec![vec![Marks::default(); 5]] };
    assert!(matches!(north(&definition(), &uneven, 0).unwrap_err(), PollingError::Ballots));
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
