//! The script of the small election: every status, two contests, a merged and a withheld region.

use crate::casting::Fault;
use crate::ceremony::{Contest, Region};
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
            Contest {
                id: "president",
                max: 1,
                options: vec!["harris", "trump", "none"],
            },
            Contest {
                id: "council",
                max: 2,
                options: vec!["a-one", "b-two", "c-three"],
            },
        ],
        regions: vec![
            region("adams", 12, &[0, 1], "-"),
            region("hinsdale", 3, &[0], "adams"),
            region("kiowa", 2, &[0], "-"),
        ],
        min_open: 3,
        casts: casts(),
        leaves: vec![(0, vec![0, 1]), (1, vec![0])],
        withheld: vec![(0, vec![2])],
        // Before unsealing: one bad signature; two held for flags, four for clashes.
        provisional: (1, 6),
    }
}

fn casts() -> Vec<Cast> {
    let cast = |place, voter, counter, marks: [&[u8]; 2], fault, verdict| Cast {
        place,
        voter,
        counter,
        marks: marks.iter().map(|marks| marks.to_vec()).collect(),
        fault,
        copy_of: None,
        verdict,
    };
    let (one, two, other) = ((0, 0, 1), (0, 0, 2), (0, 1, 1));
    let mut casts = vec![
        cast(
            one,
            0,
            1,
            [&[1, 0, 0], &[1, 1, 0]],
            Fault::None,
            "superseded,superseded",
        ),
        cast(one, 1, 1, [&[0, 1, 0], &[1, 0, 0]], Fault::None, "green,"),
        cast(one, 2, 1, [&[0, 0, 0], &[0, 0, 0]], Fault::None, "green,"),
        cast(two, 0, 2, [&[0, 1, 0], &[0, 1, 1]], Fault::None, "green,"),
        cast(two, 3, 1, [&[0, 0, 1], &[0, 0, 1]], Fault::None, "green,"),
        cast(
            two,
            4,
            1,
            [&[1, 0, 0], &[0, 0, 1]],
            Fault::Signature,
            "red,bad-signature",
        ),
        cast(two, 5, 1, [&[1, 0, 0], &[0, 0, 1]], Fault::Proof, "red,bad-ballot"),
        cast(other, 6, 1, [&[1, 0, 0], &[0, 0, 1]], Fault::Seal, "red,seal"),
        cast(
            other,
            7,
            1,
            [&[1, 0, 0], &[0, 0, 1]],
            Fault::Inner,
            "red,bad-inner-digest",
        ),
        cast(
            other,
            1,
            1,
            [&[0, 1, 0], &[1, 0, 0]],
            Fault::None,
            "red,duplicate|attestation-reused",
        ),
        cast(
            other,
            8,
            1,
            [&[1, 0, 0], &[0, 0, 1]],
            Fault::Flags(1 | 8),
            "yellow,phone-differs",
        ),
        cast(
            other,
            9,
            1,
            [&[1, 0, 0], &[0, 0, 1]],
            Fault::Flags(2 | 8),
            "blue,iin-not-in-registry",
        ),
        cast(
            other,
            10,
            1,
            [&[1, 0, 0], &[0, 0, 1]],
            Fault::None,
            "yellow,attestation-reused",
        ),
        cast(
            other,
            10,
            1,
            [&[0, 1, 0], &[0, 0, 1]],
            Fault::Again,
            "yellow,attestation-reused",
        ),
        cast(
            other,
            11,
            1,
            [&[1, 0, 0], &[0, 0, 1]],
            Fault::None,
            "yellow,counter-clash",
        ),
        cast(
            other,
            11,
            1,
            [&[1, 0, 0], &[0, 0, 1]],
            Fault::Flags(15),
            "yellow,counter-clash|phone-shared",
        ),
        cast((1, 0, 1), 0, 1, [&[1, 0, 0], &[]], Fault::None, "green,"),
        cast((1, 0, 1), 1, 1, [&[0, 0, 0], &[]], Fault::None, "green,"),
        cast((2, 0, 1), 0, 1, [&[1, 0, 0], &[]], Fault::None, "green,"),
    ];
    casts[9].copy_of = Some(1);
    casts
}
