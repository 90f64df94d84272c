//! `tamga/tally/v1`, salts and seeds.

use tamga_crypto::hash::sha3_256;
use tamga_record::ByteFault;
use tamga_record::box_file::BoxRegion;
use tamga_record::definition::Late;
use tamga_record::tally_file::{
    Group, Leaf, Salts, SealedSeeds, Seed, Seeds, TallyFile, TallyFileError, counted_digest, region_seed_info,
};

use crate::box_file::box_file;
use crate::bytes::{digest, layout, refuses_spoilt};
use crate::examples::{POINTS, large_definition};

fn sum(a: usize, b: usize) -> [u8; 64] {
    hex::decode([POINTS[a], POINTS[b]].concat()).unwrap().try_into().unwrap()
}

/// Leaves of the large example: mayor in north with south, mayor in port, council in port with north; withheld: mayor on
/// the island, council in south.
pub fn tally() -> TallyFile {
    let leaf = |contest, regions: &[u16], ballots, options: usize| Leaf {
        group: Group { contest, regions: regions.to_vec(), ballots },
        counted: digest(0x33),
        sums: (0..options).map(|option| sum(option, option + 1)).collect(),
    };
    TallyFile {
        election: digest(0x11),
        opening: 1,
        previous: digest(0),
        close: digest(0x22),
        leaves: vec![leaf(0, &[0, 1], 15, 2), leaf(0, &[3], 20, 2), leaf(1, &[3, 0], 30, 3)],
        withheld: vec![
            Group { contest: 0, regions: vec![2], ballots: 4 },
            Group { contest: 1, regions: vec![1], ballots: 3 },
        ],
    }
}

const GROUPS: [[&str; 3]; 3] =
    [["0000 0002", "0000 0001", "0000000f"], ["0000 0001", "0003", "00000014"], ["0001 0002", "0003 0000", "0000001e"]];

/// The tally root, leaf by leaf as the README and RFC 6962 write them.
fn root() -> [u8; 32] {
    let hashes = [2, 2, 3].iter().zip(GROUPS).map(|(options, group)| {
        let sums: Vec<[u8; 64]> = (0..*options).map(|option| sum(option, option + 1)).collect();
        let sums = sha3_256(&[&layout(&["0d", "'tamga/sums/v1"]), sums.as_flattened()]);
        sha3_256(&[&[0], &layout(&group), &sums, &digest(0x33)])
    });
    let [first, second, third] = <[_; 3]>::try_from(hashes.collect::<Vec<_>>()).unwrap();
    sha3_256(&[&[1], &sha3_256(&[&[1], &first, &second]), &third])
}

#[test]
fn the_bytes_are_those_of_the_readme() {
    let mut bytes = layout(&["'tamga/tally/v1\n", "11x32", "00000001", "00x32", "22x32", "00000003"]);
    for (options, group) in [2, 2, 3].iter().zip(GROUPS) {
        bytes.extend(layout(&group));
        bytes.extend(layout(&["33x32"]));
        for option in 0..*options {
            bytes.extend(sum(option, option + 1));
        }
    }
    bytes.extend(layout(&["00000002", "0000 0001 0002 00000004", "0001 0001 0001 00000003"]));
    bytes.extend(root());
    assert_eq!(tally().to_bytes(), bytes);
    assert_eq!((tally().root(), tally().sum_count()), (root(), 7));
    let definition = large_definition();
    assert_eq!(TallyFile::parse(&bytes, &definition), Ok(tally()));
    refuses_spoilt(&bytes, |untrusted| TallyFile::parse(untrusted, &definition));
}

/// A spoilt tally of the example.
type Tweak = fn(&mut TallyFile);

#[test]
fn a_tally_that_breaks_a_rule_is_refused() {
    use TallyFileError::{Coverage, MinOpen, Opening, Order, Sum};
    let group = |group| TallyFileError::Group { group };
    #[rustfmt::skip] // A table, one case a line.
    let cases: &[(&str, Tweak, TallyFileError)] = &[
        ("opening 0", |t| t.opening = 0, Opening),
        ("opening 1 after another", |t| t.previous = [1; 32], Opening),
        ("opening 2 after none", |t| t.opening = 2, Opening),
        ("after the supplement", |t| (t.opening, t.previous) = (3, [1; 32]), Opening),
        ("no region", |t| t.withheld[0].regions.clear(), group(3)),
        ("a contest that is not", |t| t.withheld[1].contest = 2, group(4)),
        ("a region that is not", |t| t.leaves[1].group.regions[0] = 4, group(1)),
        ("a region without the contest", |t| t.withheld[1].regions[0] = 2, group(4)),
        ("others that do not ascend", |t| t.leaves[0].group.regions = vec![3, 1, 0], group(0)),
        ("a region twice", |t| t.leaves[1].group.regions = vec![3, 3], Coverage { contest: 0, region: 3 }),
        ("a region in two groups", |t| t.leaves[1].group.regions[0] = 1, Coverage { contest: 0, region: 1 }),
        ("a contest of a region in none", |t| { t.withheld.remove(1); }, Coverage { contest: 1, region: 1 }),
        ("a leaf under min-open", |t| t.leaves[1].group.ballots = 9, MinOpen { group: 1 }),
        ("a withheld group with enough", |t| t.withheld[0].ballots = 10, MinOpen { group: 3 }),
        ("leaves out of order", |t| t.leaves.swap(0, 1), Order),
        ("withheld out of order", |t| t.withheld.swap(0, 1), Order),
        ("no canonical point", |t| t.leaves[1].sums[0] = [0xff; 64], Sum { leaf: 1 }),
    ];
    for (name, tweak, expected) in cases {
        let mut spoilt = tally();
        tweak(&mut spoilt);
        assert_eq!(TallyFile::parse(&spoilt.to_bytes(), &large_definition()), Err(*expected), "{name}");
    }
    let mut lacking = tally();
    lacking.leaves[2].sums.pop();
    assert_eq!(lacking.check(&large_definition()), Err(Sum { leaf: 2 }));
}

#[test]
fn the_later_opening_names_the_one_before() {
    let mut second = tally();
    (second.opening, second.previous) = (2, digest(9));
    let mut definition = large_definition();
    assert_eq!(TallyFile::parse(&second.to_bytes(), &definition), Ok(second.clone()));
    definition.late = Late::Refuse;
    let no_supplement = TallyFile::parse(&second.to_bytes(), &definition);
    assert_eq!(no_supplement, Err(TallyFileError::Opening));
    definition.openings = 2;
    assert_eq!(TallyFile::parse(&second.to_bytes(), &definition), Ok(second));
}

#[test]
fn a_tally_has_the_regions_of_its_box_and_no_other() {
    let mut closed = box_file().body;
    let mut tally = tally();
    tally.close = closed.digest();
    assert_eq!(tally.regions(), [0, 1, 2, 3]);
    assert_eq!(tally.check_box(&closed), Err(TallyFileError::OtherBox), "two regions in the box");
    for region in [2, 3] {
        closed.regions.push(BoxRegion { region, ..closed.regions[0].clone() });
    }
    tally.close = closed.digest();
    assert_eq!(tally.check_box(&closed), Ok(()));
    let spoilt: [fn(&mut TallyFile); 4] =
        [|t| t.election[0] ^= 1, |t| t.opening = 2, |t| t.close[0] ^= 1, |t| t.withheld.truncate(0)];
    for spoil in spoilt {
        let mut other = tally.clone();
        spoil(&mut other);
        assert_eq!(other.check_box(&closed), Err(TallyFileError::OtherBox));
    }
}

#[test]
fn a_slice_needs_no_region_outside_it() {
    let definition = large_definition();
    let mut slice = tally();
    slice.leaves.retain(|leaf| leaf.group.regions != [0, 1]);
    slice.withheld.clear();
    // North alone: its mayor with enough ballots, its council in port's leaf, as before.
    slice
        .leaves
        .insert(0, Leaf { group: Group { contest: 0, regions: vec![0], ballots: 12 }, ..tally().leaves[0].clone() });
    assert_eq!(slice.regions(), [0, 3]);
    assert_eq!(TallyFile::parse(&slice.to_bytes(), &definition), Ok(slice));
}

#[test]
fn both_halves_of_a_sum_may_be_the_identity() {
    let mut empty = tally();
    empty.leaves[1].sums[1] = [0; 64];
    assert_eq!(TallyFile::parse(&empty.to_bytes(), &large_definition()), Ok(empty));
}

#[test]
fn another_root_and_counts_over_their_limits_are_refused() {
    let definition = large_definition();
    let mut bytes = tally().to_bytes();
    *bytes.last_mut().unwrap() ^= 1;
    assert_eq!(TallyFile::parse(&bytes, &definition), Err(TallyFileError::Root));
    let leaves_at = 15 + 32 + 4 + 32 + 32;
    bytes[leaves_at..leaves_at + 4].copy_from_slice(&u32::MAX.to_be_bytes());
    assert_eq!(TallyFile::parse(&bytes, &definition), Err(ByteFault::OverLimit.into()));
    bytes[leaves_at..leaves_at + 4].copy_from_slice(&500_000u32.to_be_bytes());
    assert_eq!(TallyFile::parse(&bytes, &definition), Err(ByteFault::EndsEarly.into()));
}

#[test]
fn the_counted_digest_is_salt_and_trackers() {
    let framed = layout(&["10", "'tamga/counted/v1", "55x32", "01x32", "02x32"]);
    assert_eq!(counted_digest(&[0x55; 32], &[digest(1), digest(2)]), sha3_256(&[&framed]));
}

#[test]
fn salts_have_the_bytes_of_the_readme() {
    let salts = Salts { election: digest(0x11), opening: 1, salts: vec![[5; 32], [6; 32]] };
    let bytes = layout(&["'tamga/salts/v1\n", "11x32", "00000001", "00000002", "05x32", "06x32"]);
    assert_eq!(salts.to_bytes(), bytes);
    assert_eq!(Salts::parse(&bytes), Ok(salts));
    refuses_spoilt(&bytes, Salts::parse);
}

#[test]
fn seeds_have_the_bytes_of_the_readme_and_print_only_their_name() {
    let bytes = layout(&["'tamga/seeds/v1\n", "11x32", "00000002", "0002", "0001", "05x64", "0003", "06x64"]);
    let seeds = Seeds::parse(&bytes).unwrap();
    assert_eq!((seeds.election, seeds.opening), (digest(0x11), 2));
    assert_eq!(seeds.seeds, [(1, Seed::new([5; 64])), (3, Seed::new([6; 64]))]);
    assert_eq!(*seeds.expose_bytes(), bytes);
    assert_eq!(format!("{seeds:?}"), "Seeds");
    refuses_spoilt(&bytes, Seeds::parse);
    let spoilt = |at: usize, value| {
        let mut spoilt = bytes.clone();
        spoilt[at] = value;
        Seeds::parse(&spoilt).unwrap_err()
    };
    let head = 15 + 32;
    assert_eq!(spoilt(head + 3, 0), TallyFileError::Opening);
    assert_eq!(spoilt(head + 4 + 2 + 1, 3), TallyFileError::Order, "a region twice");
    assert_eq!(spoilt(head + 4 + 2 + 1, 4), TallyFileError::Order, "regions that descend");
}

#[test]
fn sealed_seeds_have_the_bytes_of_the_readme() {
    let sealed = vec![vec![vec![0xa1; 3], vec![0xb1; 2]], vec![vec![0xa2; 1], vec![]]];
    let seeds = SealedSeeds { definition: digest(0xdd), hsms: 2, sealed };
    let bytes = layout(&[
        "'tamga/sealed-seeds/v1\n",
        "DDx32",
        "0002",
        "02",
        "0003",
        "A1x3",
        "0002",
        "B1x2",
        "0001",
        "A2x1",
        "0000",
    ]);
    assert_eq!(seeds.to_bytes(), bytes);
    assert_eq!(SealedSeeds::parse(&bytes), Ok(seeds));
    refuses_spoilt(&bytes, SealedSeeds::parse);
    let mut nine = bytes.clone();
    nine[23 + 32 + 1 + 1 - 1] = 9;
    assert_eq!(SealedSeeds::parse(&nine), Err(ByteFault::OverLimit.into()));
    assert_eq!(region_seed_info(&digest(0xdd), 258), layout(&["'tamga/region-seed/v1", "DDx32", "0102"]));
}
