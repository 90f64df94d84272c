//! How long a county-sized election takes; run with `--release -- --ignored --nocapture`.

use std::time::Instant;

use crate::casting::Fault;
use crate::ceremony::{Contest, Policy, Region};
use crate::election::{Cast, Election, Script};
use crate::folder::Folder;

#[test]
#[ignore = "takes minutes: casts thousands of ballots one by one before it verifies them"]
fn thousands_of_ballots_with_eight_options() {
    const BALLOTS: usize = 4000;
    let options = vec!["a", "b", "c", "d", "e", "f", "g", "h"];
    let code = |place: usize| format!("region-{place}");
    let cast = |voter: usize| Cast {
        place: (voter % 4, 0, 1),
        voter: voter / 4,
        counter: 1,
        marks: vec![(0..8).map(|option| u8::from(option == voter % 8)).collect()],
        fault: Fault::None,
        copy_of: None,
        verdict: "green,",
    };
    let mut casts: Vec<Cast> = (0..BALLOTS).map(cast).collect();
    casts.sort_by_key(|cast| cast.place);
    let regions =
        (0..4).map(|place| Region { code: code(place), registered: BALLOTS / 4, contests: vec![0], merge_into: "-" });
    let script = Script {
        contests: vec![Contest { id: "president", max: 1, options }],
        regions: regions.collect(),
        policy: Policy { min_open: 5, revote: "last", cell_len: 0 },
        odd_entries: Vec::new(),
        casts,
        leaves: (0..4).map(|place| (0, vec![place])).collect(),
        withheld: Vec::new(),
        provisional: (0, 0),
        issued: None,
    };
    let election = Election::hold(&script);
    let folder = Folder::new(&election.record, &election);
    let start = Instant::now();
    let (code, report) = folder.verify_all();
    assert_eq!(code, 0, "{report}");
    println!("{report}\n{BALLOTS} ballots in {:?}", start.elapsed());
}
