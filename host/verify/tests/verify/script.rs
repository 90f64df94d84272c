//! The script of the small election: every status, two contests, a merged and a withheld region.

use crate::casting::{Fault, OddEntry};
use crate::ceremony::{Contest, Policy, Region};
use crate::election::{Cast, Script};

pub fn spring() -> Script {
    let region = |code: &str, registered, contests: &[usize], merge_into| Region {
        code: code.to_owned(),
        registered,
        contests: contests.to_vec(),
        merge_into,
    };
    Script {
        contests: vec![
            Contest { id: "president", max: 1, options: vec!["harris", "trump", "none"] },
            Contest { id: "council", max: 2, options: vec!["a-one", "b-two", "c-three"] },
        ],
        regions: vec![
            region("adams", 12, &[0, 1], "-"),
            region("hinsdale", 3, &[0], "adams"),
            region("kiowa", 2, &[0], "-"),
        ],
        policy: Policy { min_open: 3, revote: "last", cell_len: 0 },
        odd_entries: Vec::new(),
        casts: casts(),
        leaves: vec![(0, vec![0, 1]), (1, vec![0])],
        withheld: vec![(0, vec![2])],
        // By their own reasons before unsealing: one bad signature; three held for flags.
        provisional: (1, 3),
        issued: None,
    }
}

/// Marks of a ballot: a digit per option, a space between contests.
fn cast(
    place: (usize, usize, u32),
    voter: usize,
    counter: u32,
    marks: &str,
    fault: Fault,
    verdict: &'static str,
) -> Cast {
    let contest = |digits: &str| digits.bytes().map(|digit| digit - b'0').collect();
    Cast { place, voter, counter, marks: marks.split(' ').map(contest).collect(), fault, copy_of: None, verdict }
}

fn casts() -> Vec<Cast> {
    let (one, two, other) = ((0, 0, 1), (0, 0, 2), (0, 1, 1));
    let mut casts = vec![
        cast(one, 0, 1, "100 110", Fault::None, "superseded,superseded"),
        cast(one, 1, 1, "010 100", Fault::None, "green,"),
        cast(one, 2, 1, "000 000", Fault::None, "green,"),
        cast(two, 0, 2, "010 011", Fault::None, "green,"),
        cast(two, 3, 1, "001 001", Fault::None, "green,"),
        cast(two, 4, 1, "100 001", Fault::Signature, "red,bad-signature"),
        cast(two, 5, 1, "100 001", Fault::Proof, "red,bad-ballot"),
        cast(other, 6, 1, "100 001", Fault::Seal, "red,seal"),
        cast(other, 7, 1, "100 001", Fault::Inner, "red,bad-inner-digest"),
        cast(other, 1, 1, "010 100", Fault::None, "red,duplicate|attestation-reused"),
        cast(other, 8, 1, "100 001", Fault::Flags(1 | 8), "yellow,phone-differs"),
        cast(other, 9, 1, "100 001", Fault::Flags(2 | 8), "blue,iin-not-in-registry"),
        cast(other, 10, 1, "100 001", Fault::None, "yellow,attestation-reused"),
        cast(other, 10, 1, "010 001", Fault::Again, "yellow,attestation-reused"),
        cast(other, 11, 1, "100 001", Fault::None, "yellow,counter-clash"),
        cast(other, 11, 1, "100 001", Fault::Flags(15), "yellow,counter-clash|phone-shared"),
        cast((1, 0, 1), 0, 1, "100", Fault::None, "green,"),
        cast((1, 0, 1), 1, 1, "000", Fault::None, "green,"),
        cast((2, 0, 1), 0, 1, "100", Fault::None, "green,"),
    ];
    casts[9].copy_of = Some(1);
    casts
}

/// One region, one contest, the reasons that `spring` has not, a complaint cell, and the first ballot counting.
pub fn autumn() -> Script {
    let here = (0, 0, 1);
    let region = |code: &str| Region { code: code.to_owned(), registered: 12, contests: vec![0], merge_into: "-" };
    Script {
        contests: vec![Contest { id: "mayor", max: 1, options: vec!["left", "right"] }],
        regions: vec![region("town"), region("village")],
        policy: Policy { min_open: 1, revote: "first", cell_len: 100 },
        odd_entries: vec![
            OddEntry { voter: 9, default: 1, forged: false },
            OddEntry { voter: 10, default: 2, forged: false },
            OddEntry { voter: 11, default: 0, forged: true },
        ],
        casts: vec![
            cast(here, 0, 1, "10", Fault::None, "green,"),
            cast(here, 0, 2, "01", Fault::None, "superseded,superseded"),
            cast(here, 1, 1, "10", Fault::Election, "red,wrong-election"),
            cast(here, 2, 1, "10", Fault::Region, "red,wrong-region"),
            cast(here, 3, 1, "10", Fault::Tag, "red,not-on-roll"),
            cast(here, 11, 1, "10", Fault::None, "red,bad-certificate"),
            cast(here, 4, 1, "10", Fault::Contests, "red,wrong-contests"),
            cast(here, 5, 1, "10", Fault::Attestation, "red,bad-attestation"),
            cast(here, 6, 1, "10", Fault::Undefined, "red,bad-attestation"),
            cast(here, 7, 1, "10", Fault::Outer, "red,bad-outer-digest"),
            cast(here, 8, 1, "10", Fault::Biometric, "yellow,biometric-fail"),
            cast(here, 8, 2, "10", Fault::Flags(3), "blue,code-not-verified"),
            cast(here, 9, 1, "10", Fault::None, "blue,roll-default"),
            cast(here, 10, 1, "10", Fault::Flags(3), "yellow,code-not-verified|roll-default"),
            cast((1, 0, 1), 0, 1, "01", Fault::None, "green,"),
            // The same record as in town, brought to the village: wrong there, and no harm to the original.
            cast((1, 0, 1), 0, 1, "10", Fault::None, "red,wrong-region|attestation-reused"),
        ],
        leaves: vec![(0, vec![0]), (0, vec![1])],
        withheld: Vec::new(),
        provisional: (9, 4),
        issued: None,
    }
    .copying(15, 0)
}

impl Script {
    /// Lets a record have the item bytes of an earlier one of another region.
    fn copying(mut self, record: usize, of: usize) -> Self {
        self.casts[record].copy_of = Some(of);
        self
    }
}
