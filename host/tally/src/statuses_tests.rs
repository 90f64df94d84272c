use proptest::prelude::*;
use tamga_record::admission::Reasons;
use tamga_record::definition::{ContestSet, HeldStatus, History, Language, Late, Names};

use super::*;

/// A definition of which only policy and admission matter here.
fn definition(revote: Revote) -> Definition {
    Definition {
        id: String::new(),
        rehearsal: true,
        language: Language::En,
        title: Names::default(),
        opens: 0,
        closes: 1,
        min_open: 1,
        revote,
        late: Late::Refuse,
        openings: 1,
        history: History::Off,
        cell_len: 0,
        admission: [HeldStatus::Blue, HeldStatus::Green, HeldStatus::Yellow, HeldStatus::Yellow, HeldStatus::Yellow],
        quorum: 1,
        officers: Vec::new(),
        approvals: 1,
        checkers: Vec::new(),
        registrar: [0; 32],
        identity: [0; 32],
        collectors: Vec::new(),
        hsms: Vec::new(),
        contests: Vec::new(),
        regions: Vec::new(),
    }
}

/// Few tags, counters and attestations, so that records meet.
fn record() -> impl Strategy<Value = Record> {
    let reasons = prop::sample::select(vec![
        vec![],
        vec![],
        vec![Reason::BadBallot],
        vec![Reason::IinNotInRegistry],
        vec![Reason::PhoneShared],
        vec![Reason::CodeNotVerified],
        vec![Reason::Seal, Reason::PhoneDiffers],
    ]);
    (0u8..3, 0u32..3, 0u8..6, reasons).prop_map(|(tag, counter, attestation, found)| {
        let mut reasons = Reasons::new();
        found.into_iter().for_each(|reason| reasons.insert(reason));
        Record {
            collector: 0,
            bundle: 1,
            item: 0,
            tag: [tag; 16],
            contests: ContestSet::default(),
            counter,
            // As at admission: records that are not red and share an attestation share its tag and counter.
            attestation: [attestation + 16 * tag + 64 * counter as u8; 32],
            tracker: [0; 32],
            reasons,
            default: HeldStatus::Green,
        }
    })
}

/// The reasons as the record's table words them, one record against all others.
fn by_the_table(definition: &Definition, records: &[Record]) -> Vec<Reasons> {
    let mut all: Vec<Record> = records.to_vec();
    let others = |place: usize| records.iter().enumerate().filter(move |(other, _)| *other != place);
    for (place, record) in all.iter_mut().enumerate() {
        let good = || others(place).map(|(_, other)| other).filter(|other| !other.reasons().has_red());
        if good().any(|other| other.attestation == records[place].attestation) {
            record.reasons.insert(Reason::AttestationReused);
        }
        let same = |other: &&Record| (other.tag, other.counter) == (records[place].tag, records[place].counter);
        if good().filter(same).any(|other| other.attestation != records[place].attestation) {
            record.reasons.insert(Reason::CounterClash);
        }
    }
    let would_count = |record: &Record| record.status(definition) == Status::Green;
    let settled = all.clone();
    for (place, record) in all.iter_mut().enumerate().filter(|(_, record)| would_count(record)) {
        let rivals = settled.iter().enumerate().filter(|(other, rival)| *other != place && would_count(rival));
        let wins = |rival: &Record| match definition.revote {
            Revote::Last => rival.counter > settled[place].counter,
            _ => rival.counter < settled[place].counter,
        };
        if rivals.into_iter().any(|(_, rival)| rival.tag == settled[place].tag && wins(rival)) {
            record.reasons.insert(Reason::Superseded);
        }
    }
    all.iter().map(|record| record.reasons).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn sorting_finds_the_reasons_that_comparing_all_with_all_finds(
        records in prop::collection::vec(record(), 0..14),
        revote in prop::sample::select(vec![Revote::Last, Revote::First, Revote::Refuse]),
    ) {
        let definition = definition(revote);
        let expected = by_the_table(&definition, &records);
        let mut settled = records;
        settle(&definition, &mut settled);
        let found: Vec<Reasons> = settled.iter().map(Record::reasons).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn no_voter_is_counted_twice(records in prop::collection::vec(record(), 0..20)) {
        let definition = definition(Revote::Last);
        let mut settled = records;
        settle(&definition, &mut settled);
        for tag in 0u8..3 {
            let own = settled.iter().filter(|record| record.tag == [tag; 16]);
            let counted = own.filter(|record| record.status(&definition) == Status::Green).count();
            prop_assert!(counted <= 1);
        }
    }
}
