//! `turnout.csv`, `held.csv`, `attestations.csv`.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tamga_record::ByteFault;
use tamga_record::admission::{
    AdmissionTables, AttestationUse, HeldCounts, Reason, RegionTurnout, TableError, TurnoutTotal,
};
use tamga_record::definition::{Definition, Flag, HeldStatus};

use crate::examples::{definition, large_definition, readme_block};

fn tables() -> AdmissionTables {
    let adams =
        RegionTurnout { received: 2368, counted: 2360, green: 2360, red: 6, superseded: 2, ..Default::default() };
    let hinsdale = RegionTurnout { received: 4, counted: 4, green: 4, ..Default::default() };
    let held = HeldCounts { records: 2, for_: 2, ..Default::default() };
    let used = |issued, used, received| AttestationUse { issued, used, received };
    AdmissionTables {
        turnout: BTreeMap::from([(0, adams), (1, hinsdale)]),
        held: BTreeMap::from([(Reason::PhoneDiffers, held)]),
        attestations: BTreeMap::from([(0, used(2400, 2362, 2368)), (1, used(4, 4, 4))]),
    }
}

/// The README's three tables.
fn blocks() -> [&'static str; 3] {
    ["region,registered", "reason,records", "region,issued"].map(readme_block)
}

fn parse(texts: [&str; 3]) -> Result<AdmissionTables, TableError> {
    let [turnout, held, attestations] = texts.map(str::as_bytes);
    AdmissionTables::parse(&definition(), turnout, held, attestations)
}

#[test]
fn the_tables_are_those_of_the_readme() {
    let (definition, tables) = (definition(), tables());
    let written = [tables.turnout_csv(&definition), tables.held_csv(&definition), tables.attestations_csv(&definition)];
    assert_eq!(written.each_ref().map(String::as_str), blocks());
    let mut read = parse(blocks()).unwrap();
    assert_eq!(read.held.len(), 9, "a line for every reason that can hold a record");
    read.held.retain(|_, counts| *counts != HeldCounts::default());
    assert_eq!(read, tables);
}

#[test]
fn held_has_a_line_for_every_reason_that_can_hold_a_record() {
    let mut definition = definition();
    let reasons = |definition: &Definition| -> Vec<String> {
        let table = AdmissionTables::default().held_csv(definition);
        table.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect()
    };
    let numbers: Vec<&str> = Reason::ALL.iter().filter(|reason| reason.may_hold()).map(|r| r.name()).collect();
    assert_eq!(reasons(&definition), numbers);
    definition.blue_counts = true;
    definition.admission[Flag::PhoneShared.index()] = HeldStatus::Green;
    let expected =
        ["attestation-reused", "counter-clash", "outside-period", "phone-differs", "biometric-fail", "roll-default"];
    assert_eq!(reasons(&definition), expected);
}

#[test]
fn every_received_record_has_one_status_and_no_more_are_counted_than_may_be() {
    let good =
        RegionTurnout { received: 21, counted: 12, green: 6, blue: 5, yellow: 4, red: 3, superseded: 2, late: 1 };
    assert!(good.is_conserved());
    assert!(RegionTurnout { counted: 16, ..good }.is_conserved(), "all but red and superseded ones");
    assert!(!RegionTurnout { counted: 17, ..good }.is_conserved());
    assert!(!RegionTurnout { received: 22, ..good }.is_conserved());
    assert!(!RegionTurnout { late: 2, ..good }.is_conserved());
    let held = HeldCounts { records: 6, for_: 3, against: 2, undecided: 1, counted: 3 };
    assert!(held.is_conserved());
    assert!(!HeldCounts { counted: 4, ..held }.is_conserved());
    assert!(!HeldCounts { records: 7, ..held }.is_conserved());
    assert!(!HeldCounts { for_: u64::MAX, ..held }.is_conserved());
}

#[test]
fn spoilt_tables_are_refused() {
    let spoil = |table: usize, old: &str, new: &str| {
        let spoilt = blocks()[table].replacen(old, new, 1);
        assert_ne!(spoilt, blocks()[table], "{old}");
        let mut texts = blocks();
        texts[table] = &spoilt;
        parse(texts).unwrap_err()
    };
    let line = |line| TableError::Line { line };
    let sum = |line| TableError::Sum { line };
    let canonical = TableError::Bytes(ByteFault::NotCanonical);
    assert_eq!(spoil(0, "registered", "roll"), ByteFault::WrongFirstLine.into());
    assert_eq!(spoil(0, "adams", "adam"), line(2));
    assert_eq!(spoil(0, "hinsdale,7,4,4,4", "hinsdale,7,4,4,04"), line(3));
    assert_eq!(spoil(0, "hinsdale,7,4,4,4", "hinsdale,7,4,4"), line(3));
    assert_eq!(spoil(0, "hinsdale,7,4,4,4", "hinsdale,7,4,4,4,0"), line(3));
    assert_eq!(spoil(0, "hinsdale,7,4,4,4", "hinsdale,7,5,4,4"), sum(3));
    assert_eq!(spoil(0, "hinsdale,7,4,4,4", "hinsdale,7,4,5,4"), sum(3));
    assert_eq!(spoil(0, "hinsdale,7,", "hinsdale,8,"), canonical, "another roll");
    assert_eq!(spoil(0, "hinsdale,7,4,4,4,0,0,0,0,0\n", ""), TableError::Regions);
    assert_eq!(spoil(0, "0\nhinsdale", "0\nadams,3202,0,0,0,0,0,0,0,0\nhinsdale"), TableError::Regions);
    assert_eq!(spoil(1, "phone-differs,2,2", "phone-differs,2,1"), sum(5));
    assert_eq!(spoil(1, "phone-differs", "seal"), canonical);
    assert_eq!(spoil(1, "phone-differs", "phone"), line(5));
    assert_eq!(spoil(1, "roll-default,0,0,0,0,0\n", ""), canonical);
    assert_eq!(spoil(2, "2362,2368", "2369,2368"), sum(2));
    assert_eq!(spoil(2, "4,4,4\n", "4,4,4"), ByteFault::EndsEarly.into());
    assert_eq!(spoil(2, "hinsdale,4,4,4", "hinsdale,4,3,3"), TableError::Regions, "another number received");
    let disorder = "region,issued,used,received\nhinsdale,4,4,4\nadams,2400,2362,2368\n";
    assert_eq!(parse([blocks()[0], blocks()[1], disorder]), Err(canonical));
}

#[test]
fn openings_add_up_and_the_newest_counts_of_attestations_hold() {
    let mut all = tables();
    let late = RegionTurnout { received: 3, counted: 1, red: 1, late: 2, ..Default::default() };
    let supplement = AdmissionTables {
        turnout: BTreeMap::from([(1, late)]),
        held: BTreeMap::from([
            (Reason::PhoneDiffers, HeldCounts { records: 1, undecided: 1, ..Default::default() }),
            (Reason::OutsidePeriod, HeldCounts { records: 1, against: 1, ..Default::default() }),
        ]),
        attestations: BTreeMap::from([(1, AttestationUse { issued: 6, used: 2, received: 3 })]),
    };
    all.add(&supplement);
    assert_eq!(all.turnout[&1], RegionTurnout { received: 7, counted: 5, green: 4, red: 1, late: 2, ..late });
    assert_eq!(all.turnout[&0], tables().turnout[&0]);
    assert_eq!(all.held[&Reason::PhoneDiffers], HeldCounts { records: 3, for_: 2, undecided: 1, ..Default::default() });
    assert_eq!(all.held[&Reason::OutsidePeriod].against, 1);
    assert_eq!(all.attestations[&1], AttestationUse { issued: 6, used: 6, received: 7 });
    all.set_issued(&[2401]);
    assert_eq!((all.attestations[&0].issued, all.attestations[&1].issued), (2401, 0));
    let total = TurnoutTotal {
        received: 2375,
        counted: 2365,
        green: 2364,
        red: 7,
        superseded: 2,
        late: 2,
        ..TurnoutTotal::default()
    };
    assert_eq!((all.total(), all.registered(&definition())), (total, 3209));
}

prop_compose! {
    fn turnouts()(parts in proptest::array::uniform6(0u32..1000), counted in 0.0f64..=1.0) -> RegionTurnout {
        let [green, blue, yellow, red, superseded, late] = parts;
        let counted = (f64::from(green + blue + yellow + late) * counted) as u32;
        RegionTurnout { received: parts.iter().sum(), counted, green, blue, yellow, red, superseded, late }
    }
}

prop_compose! {
    fn held_counts()(for_ in 0u64..1000, against in 0u64..1000, undecided in 0u64..1000, counted in 0.0f64..=1.0) -> HeldCounts {
        let counted = (for_ as f64 * counted) as u64;
        HeldCounts { records: for_ + against + undecided, for_, against, undecided, counted }
    }
}

prop_compose! {
    /// Tables of an opening with some of the four regions of the large example.
    fn any_tables()(
        turnout in proptest::collection::btree_map(0u16..4, turnouts(), 0..=4),
        held in proptest::collection::vec(held_counts(), 9),
        used in proptest::array::uniform4((any::<u32>(), 0.0f64..=1.0)),
    ) -> AdmissionTables {
        let attestations = turnout.iter().map(|(region, counts)| {
            let (issued, part) = used[usize::from(*region)];
            (*region, AttestationUse { issued, used: (f64::from(counts.received) * part) as u32, received: counts.received })
        });
        let held = Reason::holding(&large_definition()).zip(held).collect();
        AdmissionTables { attestations: attestations.collect(), turnout, held }
    }
}

proptest! {
    #[test]
    fn tables_are_read_back_and_sums_of_openings_are_conserved(first in any_tables(), second in any_tables()) {
        let definition = large_definition();
        let mut sum = first.clone();
        sum.add(&second);
        for tables in [&first, &second, &sum] {
            let texts = [tables.turnout_csv(&definition), tables.held_csv(&definition), tables.attestations_csv(&definition)];
            let [turnout, held, attestations] = texts.each_ref().map(String::as_bytes);
            let read = AdmissionTables::parse(&definition, turnout, held, attestations);
            prop_assert_eq!(read.as_ref(), Ok(tables));
        }
        prop_assert!(sum.turnout.values().all(RegionTurnout::is_conserved));
        prop_assert!(sum.held.values().all(HeldCounts::is_conserved));
        prop_assert_eq!(sum.total().received, first.total().received + second.total().received);
        prop_assert_eq!(sum.total().counted, first.total().counted + second.total().counted);
    }
}
