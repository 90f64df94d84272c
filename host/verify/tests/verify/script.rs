//! The scripts of three small elections: what is cast, and what must become of it.

use crate::casting::{Fault, OddEntry};
use crate::ceremony::{Contest, NO_SEATS, Policy, Region};
use crate::closing::{Amendment, Decision};
use crate::election::{Cast, End, Opening, Recount, Script};

fn region(code: &str, registered: usize, contests: &[usize], merge_into: &'static str, opening: u32) -> Region {
    Region { code: code.to_owned(), registered, contests: contests.to_vec(), merge_into, opening }
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
    let marks = marks.split(' ').map(contest).collect();
    Cast { place, variant: 1, late: false, voter, counter, marks, fault, copy_of: None, verdict }
}

impl Cast {
    fn late(self) -> Self {
        Self { late: true, ..self }
    }

    fn second_variant(self) -> Self {
        Self { variant: 2, ..self }
    }

    fn copy_of(self, record: usize) -> Self {
        Self { copy_of: Some(record), ..self }
    }
}

/// One opening: every status, two contests, a merged and a withheld region.
pub fn spring() -> Script {
    Script {
        contests: vec![
            Contest { id: "president", max: 1, seats: NO_SEATS, options: vec!["harris", "trump", "none"] },
            Contest { id: "council", max: 2, seats: NO_SEATS, options: vec!["a-one", "b-two", "c-three"] },
        ],
        regions: vec![
            region("adams", 12, &[0, 1], "-", 1),
            region("hinsdale", 3, &[0], "adams", 1),
            region("kiowa", 2, &[0], "-", 1),
        ],
        policy: Policy { min_open: 3, revote: "last", cell_len: 0, openings: 1, blue: "held" },
        odd_entries: Vec::new(),
        casts: spring_casts(),
        openings: vec![Opening {
            number: 1,
            leaves: vec![(0, vec![0, 1]), (1, vec![0])],
            withheld: vec![(0, vec![2])],
            // By their own reasons before unsealing: one bad signature; three held for flags.
            provisional: (1, 3),
            incomplete: vec!["hinsdale collector-2 none", "kiowa collector-2 none"],
            ..Opening::default()
        }],
        open: Vec::new(),
        dropped: None,
        decisions: Vec::new(),
        amendments: Vec::new(),
        revoked: Vec::new(),
        issued: None,
        held: vec![
            "attestation-reused,2,0,0,2,0",
            "counter-clash,2,0,0,2,0",
            "outside-period,0,0,0,0,0",
            "phone-differs,1,0,0,1,0",
            "phone-shared,1,0,0,1,0",
            "biometric-fail,0,0,0,0,0",
            "iin-not-in-registry,1,0,0,1,0",
            "code-not-verified,0,0,0,0,0",
            "roll-default,0,0,0,0,0",
        ],
        recounts: Vec::new(),
        end: None,
        replacements: Vec::new(),
    }
}

fn spring_casts() -> Vec<Cast> {
    let (one, two, other) = ((0, 0, 1), (0, 0, 2), (0, 1, 1));
    vec![
        cast(one, 0, 1, "100 110", Fault::None, "superseded,no,superseded"),
        cast(one, 1, 1, "010 100", Fault::None, "green,yes,"),
        cast(one, 2, 1, "000 000", Fault::None, "green,yes,"),
        cast(two, 0, 2, "010 011", Fault::None, "green,yes,"),
        cast(two, 3, 1, "001 001", Fault::None, "green,yes,"),
        cast(two, 4, 1, "100 001", Fault::Signature, "red,no,bad-signature"),
        cast(two, 5, 1, "100 001", Fault::Proof, "red,no,bad-ballot"),
        cast(other, 6, 1, "100 001", Fault::Seal, "red,no,seal"),
        cast(other, 7, 1, "100 001", Fault::Inner, "red,no,bad-inner-digest"),
        cast(other, 1, 1, "010 100", Fault::None, "red,no,duplicate|attestation-reused").copy_of(1),
        cast(other, 8, 1, "100 001", Fault::Flags(1 | 8), "yellow,no,phone-differs"),
        cast(other, 9, 1, "100 001", Fault::Flags(2 | 8), "blue,no,iin-not-in-registry"),
        cast(other, 10, 1, "100 001", Fault::None, "yellow,no,attestation-reused"),
        cast(other, 10, 1, "010 001", Fault::Again, "yellow,no,attestation-reused"),
        cast(other, 11, 1, "100 001", Fault::None, "yellow,no,counter-clash"),
        cast(other, 11, 1, "100 001", Fault::Flags(15), "yellow,no,counter-clash|phone-shared"),
        cast((1, 0, 1), 0, 1, "100", Fault::None, "green,yes,"),
        cast((1, 0, 1), 1, 1, "000", Fault::None, "green,yes,"),
        cast((2, 0, 1), 0, 1, "100", Fault::None, "green,yes,"),
    ]
}

/// One opening: the reasons that the others have not, a complaint cell, and the first ballot counting.
pub fn autumn() -> Script {
    let here = (0, 0, 1);
    Script {
        contests: vec![Contest { id: "mayor", max: 1, seats: NO_SEATS, options: vec!["left", "right"] }],
        regions: vec![region("town", 12, &[0], "-", 1), region("village", 12, &[0], "-", 1)],
        policy: Policy { min_open: 1, revote: "first", cell_len: 100, openings: 1, blue: "held" },
        odd_entries: vec![
            OddEntry { voter: 9, default: 1, forged: false },
            OddEntry { voter: 10, default: 2, forged: false },
            OddEntry { voter: 11, default: 0, forged: true },
        ],
        casts: vec![
            cast(here, 0, 1, "10", Fault::None, "green,yes,"),
            cast(here, 0, 2, "01", Fault::None, "superseded,no,superseded"),
            cast(here, 1, 1, "10", Fault::Election, "red,no,wrong-election"),
            cast(here, 2, 1, "10", Fault::Region, "red,no,wrong-region"),
            cast(here, 3, 1, "10", Fault::Tag, "red,no,not-on-roll"),
            cast(here, 11, 1, "10", Fault::None, "red,no,bad-certificate"),
            cast(here, 4, 1, "10", Fault::Contests, "red,no,wrong-contests"),
            cast(here, 5, 1, "10", Fault::Attestation, "red,no,bad-attestation"),
            cast(here, 6, 1, "10", Fault::Undefined, "red,no,bad-attestation"),
            cast(here, 7, 1, "10", Fault::Outer, "red,no,bad-outer-digest"),
            cast(here, 8, 1, "10", Fault::Biometric, "yellow,no,biometric-fail"),
            cast(here, 8, 2, "10", Fault::Flags(3), "blue,no,code-not-verified"),
            cast(here, 9, 1, "10", Fault::None, "blue,no,roll-default"),
            cast(here, 10, 1, "10", Fault::Flags(3), "yellow,no,code-not-verified|roll-default"),
            cast((1, 0, 1), 0, 1, "01", Fault::None, "green,yes,"),
            // The same record as in town, brought to the village: wrong there, and no harm to the original.
            cast((1, 0, 1), 0, 1, "10", Fault::None, "red,no,wrong-region").copy_of(0),
        ],
        openings: vec![Opening {
            number: 1,
            leaves: vec![(0, vec![0]), (0, vec![1])],
            provisional: (9, 4),
            incomplete: vec!["town collector-2 none", "village collector-2 none"],
            ..Opening::default()
        }],
        held: vec![
            "attestation-reused,0,0,0,0,0",
            "counter-clash,0,0,0,0,0",
            "outside-period,0,0,0,0,0",
            "phone-differs,0,0,0,0,0",
            "phone-shared,0,0,0,0,0",
            "biometric-fail,1,0,0,1,0",
            "iin-not-in-registry,0,0,0,0,0",
            "code-not-verified,2,0,0,2,0",
            "roll-default,2,0,0,2,0",
        ],
        ..spring()
    }
}

/// Two openings and the supplement: decisions, amendments, revocations, broken chains, late records, seats and lots, recounts.
pub fn summer() -> Script {
    let decision = |region, reason, votes: &[(u8, bool)]| Decision {
        opening: 1,
        region,
        reason,
        place: None,
        tracker: None,
        records: 1,
        votes: votes.to_vec(),
    };
    Script {
        contests: vec![
            Contest {
                id: "mayor",
                max: 1,
                seats: "seats 1\nmethod plurality\nthreshold 0 valid\ntie lot\n",
                options: vec!["left", "right"],
            },
            Contest {
                id: "council",
                max: 2,
                seats: "seats 3\nmethod dhondt\nthreshold 500 valid\ntie declare\n",
                options: vec!["a", "b", "c*"],
            },
        ],
        regions: vec![
            region("north", 12, &[0, 1], "-", 1),
            region("south", 8, &[0, 1], "-", 2),
            region("hamlet", 4, &[0], "south", 2),
            region("void", 2, &[0], "-", 2),
        ],
        policy: Policy { min_open: 2, revote: "last", cell_len: 0, openings: 2, blue: "counted" },
        casts: summer_casts(),
        openings: summer_openings(),
        open: vec![(0, 1)],
        dropped: Some((2, 1, 1)),
        decisions: vec![
            decision(None, 20, &[(1, true), (2, true)]),
            decision(Some(0), 22, &[(1, false), (2, true), (3, false)]),
            Decision { place: Some((0, 1, 1, 7)), ..decision(Some(0), 0, &[(2, true), (3, true)]) },
            decision(None, 19, &[(3, true)]),
        ],
        // Hamlet closes two minutes later; the council's third option is withdrawn.
        amendments: vec![Amendment::Closes(2, 1_730_836_920), Amendment::Withdrawn(1, 2)],
        revoked: vec![(0, 7), (1, 7)],
        held: vec![
            "attestation-reused,0,0,0,0,0",
            "counter-clash,0,0,0,0,0",
            "outside-period,1,0,0,1,0",
            "phone-differs,1,1,0,0,1",
            "phone-shared,1,1,0,0,1",
            "biometric-fail,1,0,1,0,0",
            "roll-default,0,0,0,0,0",
        ],
        recounts: vec![
            Recount { opening: 3, same: true, agrees: true },
            Recount { opening: 2, same: false, agrees: false },
        ],
        end: Some(End { more_counted: 0, statement: None, officers: vec![1, 2, 3], ended: vec![(1, 1), (3, 3)] }),
        ..spring()
    }
}

fn summer_casts() -> Vec<Cast> {
    let (north, fork, other, late) = ((0, 0, 1), (0, 0, 1), (0, 1, 1), (0, 0, 3));
    let copied = "red,no,duplicate|late|already-counted|attestation-reused|tracker-clash";
    vec![
        cast(north, 0, 1, "10 110", Fault::None, "green,yes,tracker-clash"),
        cast(north, 1, 1, "01 100", Fault::Flags(1 | 8), "yellow,yes,phone-differs"),
        cast(north, 2, 1, "10 010", Fault::Flags(2 | 8), "blue,yes,iin-not-in-registry"),
        cast(north, 3, 1, "10 010", Fault::Biometric, "yellow,no,biometric-fail"),
        cast(north, 6, 1, "10 010", Fault::TrackerOf(0), "red,no,bad-inner-digest|tracker-clash"),
        cast(north, 7, 1, "10 010", Fault::None, "red,no,revoked"),
        cast(north, 8, 1, "10 010", Fault::Early, "yellow,no,outside-period"),
        cast(north, 9, 1, "01 100", Fault::Flags(15), "yellow,yes,phone-shared"),
        cast(fork, 4, 1, "01 001", Fault::None, "green,yes,").second_variant(),
        cast(fork, 0, 1, "10 110", Fault::None, "red,no,duplicate|attestation-reused|tracker-clash")
            .second_variant()
            .copy_of(0),
        cast(other, 5, 1, "01 010", Fault::None, "superseded,no,superseded"),
        cast(other, 5, 2, "10 100", Fault::None, "green,yes,"),
        cast((1, 0, 1), 0, 1, "10 110", Fault::None, "green,yes,"),
        cast((1, 0, 1), 1, 1, "01 100", Fault::None, "green,yes,"),
        cast((1, 0, 1), 2, 1, "10 000", Fault::None, "green,yes,"),
        cast((1, 0, 1), 3, 1, "01 010", Fault::None, "green,yes,"),
        cast((2, 0, 1), 0, 1, "00", Fault::After, "green,yes,"),
        // Nobody ever sees this one: its bundle is lost, and the closing one behind it shows the gap.
        cast((2, 1, 1), 1, 1, "10", Fault::None, "lost,no,"),
        cast(late, 10, 1, "10 110", Fault::None, "late,yes,late").late(),
        cast(late, 5, 3, "10 100", Fault::None, "late,no,late|already-counted").late(),
        cast(late, 11, 1, "10 100", Fault::Signature, "red,no,bad-signature|late").late(),
        cast(late, 0, 1, "10 110", Fault::None, copied).late().copy_of(0),
        cast(late, 8, 2, "01 100", Fault::None, "late,yes,late").late(),
        cast((1, 0, 3), 4, 1, "01 010", Fault::None, "late,yes,late").late(),
    ]
}

fn summer_openings() -> Vec<Opening> {
    vec![
        Opening {
            number: 1,
            leaves: vec![(0, vec![0]), (1, vec![0])],
            // One revoked; held by phone, face, phone of another, and time.
            provisional: (1, 4),
            states: vec![((0, 0), 4), ((0, 1), 1)],
            incomplete: vec!["north collector-1 fork", "north collector-2 open"],
            ..Opening::default()
        },
        Opening {
            number: 2,
            leaves: vec![(0, vec![1, 2]), (1, vec![1])],
            withheld: vec![(0, vec![3])],
            provisional: (0, 0),
            states: vec![((2, 1), 2)],
            seats: vec![
                "mayor,left,5,LOT",
                "mayor,right,5,LOT",
                "mayor,*,10,1,",
                "council,a,6,2,",
                "council,b,4,1,",
                "council,c,1,0,withdrawn",
                "council,*,10,3,",
            ],
            incomplete: vec![
                "south collector-2 none",
                "hamlet collector-2 gap",
                "void collector-1 none",
                "void collector-2 none",
            ],
            untold: 0,
        },
        Opening {
            number: 3,
            leaves: vec![(0, vec![0]), (1, vec![0])],
            withheld: vec![(0, vec![1]), (1, vec![1])],
            provisional: (1, 0),
            seats: vec![
                "mayor,left,6,LOT",
                "mayor,right,6,LOT",
                "mayor,*,12,1,",
                "council,a,8,2,",
                "council,b,5,1,",
                "council,c,1,0,withdrawn",
                "council,*,13,3,",
            ],
            ..Opening::default()
        },
    ]
}
