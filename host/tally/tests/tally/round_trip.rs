//! Counts come out as the voters marked them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::rc::Rc;

use tamga_casting::polling::{Polling, RegionVotes};
use tamga_record::definition::Revote;
use tamga_record::tally_file::TallyFile;
use tamga_record::votes::{ContestTotals, PlannedVotes, RegionPlan};
use tamga_tally::aggregate::aggregate;
use tamga_tally::combine::combine;
use tamga_tally::result::result;
use tamga_tally::root::{TallyRoot, root};
use tamga_tally::source::BundlePlace;
use tamga_tally::verified::Verified;

use crate::store::Store;
use crate::world::{Setup, World};

/// Ballots and votes per option of each contest, by region; south does not vote for the council.
const VOTES: [(u32, [&[u64]; 2]); 3] =
    [(8, [&[3, 4, 0], &[5, 4, 0, 7]]), (7, [&[2, 2, 3], &[]]), (5, [&[0, 5, 0], &[1, 0, 0, 2]])];

/// A bundle being written, shared with the test that keeps it.
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

/// What is cast in a region, everybody's ballot with all contests on it.
fn region_votes(world: &World, region: u16) -> RegionVotes {
    let (ballots, votes) = VOTES[usize::from(region)];
    let definition = world.election.definition();
    let totals = definition.regions[usize::from(region)].contests.indices().map(|contest| {
        let votes = votes[usize::from(contest)].iter().map(|votes| *votes as u32).collect();
        ContestTotals { contest, ballots, votes }
    });
    let registered = definition.regions[usize::from(region)].registered;
    let plan = RegionPlan { registered, ballots, votes: PlannedVotes::Totals(totals.collect()) };
    RegionVotes::from_plan(definition, &plan, region, &world.streams).unwrap()
}

/// Everybody votes; every third voter twice.
pub fn vote(world: &World) -> Store {
    let polling = Polling {
        params: &world.params,
        identity: &world.identity,
        findings: world.findings(),
        streams: &world.streams,
        bundle_items: 4,
        revote_one_in: 3,
        mischief: None,
    };
    let mut store = Store::default();
    for region in 0..3u16 {
        let written = RefCell::new(Vec::new());
        let open = |number| {
            let paper = Paper::default();
            written.borrow_mut().push((number, paper.clone()));
            Ok(paper)
        };
        let (voters, votes) = (world.enrolment.voters_of(region), region_votes(world, region));
        let end = polling.cast_region(&world.collectors[0], region, voters, &votes, open, &|_, _| {}).unwrap();
        assert_eq!(end.bundles as usize, written.borrow().len());
        store.ends.insert((region, 0), end);
        for (number, paper) in written.into_inner() {
            store.bundles.insert(BundlePlace { region, collector: 0, number, variant: 1 }, paper.0.take());
        }
    }
    store
}

fn tally_root<'a>(verified: &Verified<'a>) -> TallyRoot<'a> {
    let sums = aggregate(verified);
    let salts = (0..sums.leaf_count()).map(|leaf| [leaf as u8; 32]).collect();
    root(sums, 1, [0; 32], salts).unwrap().0
}

fn totals_and_results(world: &World, root: &TallyRoot<'_>) -> (String, String) {
    let counts = combine(root, root.election().commissions().now(), &world.shares(root, &[1, 3]), &|_, _| {}).unwrap();
    let openings = [(root.file(), counts.votes())];
    let tables = result(&world.election, &openings, &world.acts.amendments, &BTreeMap::new()).unwrap();
    (tables.totals_csv().to_owned(), tables.results_csv().to_owned())
}

#[test]
fn three_regions_and_two_contests_count_to_what_was_voted() {
    let world = World::new(&Setup::default());
    let verified = world.verify(&vote(&world));
    let root = tally_root(&verified);
    let (totals, results) = totals_and_results(&world, &root);
    // 20 ballots carry the president, 13 the council with two marks each.
    let expected = "contest,option,votes\n\
        president,ada,5\npresident,emmy,11\npresident,sofia,3\npresident,blank,1\n\
        council,river,6\ncouncil,park,4\ncouncil,road,0\ncouncil,bridge,9\ncouncil,blank,7\n";
    assert_eq!(totals, expected);
    assert!(results.contains("\nsouth,president,sofia,3\n"));
    assert!(!results.contains("south,council"));
    assert!(results.contains("\neast,council,blank,7\n"));
}

#[test]
fn voters_who_vote_again_leave_superseded_records_and_are_counted_once() {
    let world = World::new(&Setup::default());
    let turnout = world.verify(&vote(&world)).tables().turnout;
    let figures: Vec<(u32, u32, u32)> =
        turnout.values().map(|region| (region.received, region.counted, region.superseded)).collect();
    assert_eq!(figures, [(11, 8, 3), (10, 7, 3), (7, 5, 2)]);
    assert!(turnout.values().all(|region| region.is_conserved()));
}

#[test]
fn where_the_first_record_counts_the_result_is_the_same() {
    let world = World::new(&Setup { revote: Revote::First, ..Setup::default() });
    let verified = world.verify(&vote(&world));
    assert_eq!(verified.turnout()[0].1.superseded, 3);
    let (totals, _) = totals_and_results(&world, &tally_root(&verified));
    assert!(totals.contains("president,emmy,11\n"));
}

#[test]
fn a_region_under_min_open_joins_the_one_it_names_and_is_withheld_where_it_names_none() {
    let world = World::new(&Setup { min_open: 8, ..Setup::default() });
    let root = tally_root(&world.verify(&vote(&world)));
    let leaves: Vec<(u16, Vec<u16>, u32)> = root
        .file()
        .leaves
        .iter()
        .map(|leaf| &leaf.group)
        .map(|group| (group.contest, group.regions.clone(), group.ballots))
        .collect();
    assert_eq!(leaves, [(0, vec![0, 2], 13), (1, vec![0, 2], 13)]);
    let withheld: Vec<(u16, Vec<u16>, u32)> =
        root.file().withheld.iter().map(|group| (group.contest, group.regions.clone(), group.ballots)).collect();
    assert_eq!(withheld, [(0, vec![1], 7)]);
    let (totals, results) = totals_and_results(&world, &root);
    assert!(totals.contains("president,emmy,9\n"));
    assert!(!results.contains("south") && !results.contains("east"));
}

#[test]
fn the_tally_reads_back_as_the_record_says() {
    let world = World::new(&Setup::default());
    let root = tally_root(&world.verify(&vote(&world)));
    let read = TallyFile::parse(&root.file().to_bytes(), world.election.definition()).unwrap();
    assert_eq!(&read, root.file());
    assert_eq!(read.root(), *root.digest());
}

#[test]
fn a_complaint_cell_beside_the_ballot_changes_no_count() {
    let world = World::new(&Setup { cell_len: 64, ..Setup::default() });
    let (totals, _) = totals_and_results(&world, &tally_root(&world.verify(&vote(&world))));
    assert!(totals.contains("council,bridge,9\n"));
}

/// Every byte that one thread makes, four threads make.
#[test]
fn the_number_of_threads_changes_no_byte() {
    let run = || {
        let world = World::new(&Setup::default());
        let store = vote(&world);
        let closed = world.close(&store).file().to_bytes();
        let verified = world.verify(&store);
        let verdicts: Vec<String> = (0..3).map(|region| verified.verdicts_csv(region)).collect();
        let root = tally_root(&verified);
        let shares = world.shares(&root, &[1, 2]).to_bytes();
        (
            store.bundles,
            world.enrolment.roll.to_bytes(),
            closed,
            verdicts,
            verified.entry(""),
            root.file().to_bytes(),
            shares,
        )
    };
    let on = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(run);
    assert!(on(1) == on(4));
}
