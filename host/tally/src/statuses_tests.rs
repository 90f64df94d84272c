use proptest::prelude::*;
use tamga_record::admission::{Place, Status};
use tamga_record::decisions::{Decision, DecisionBody, Vote};
use tamga_record::definition::{ContestSet, HeldStatus, History, Language, Late, Names};

use super::*;
use crate::record::turnout;

/// A definition of which only policy and admission matter here.
fn definition(revote: Revote, blue_counts: bool) -> Definition {
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
        blue_counts,
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

/// Few tags, counters, attestations and trackers, so that records meet.
fn record() -> impl Strategy<Value = Record> {
    let reasons = prop::sample::select(vec![
        vec![],
        vec![],
        vec![],
        vec![Reason::BadBallot],
        vec![Reason::IinNotInRegistry],
        vec![Reason::PhoneShared],
        vec![Reason::CodeNotVerified],
        vec![Reason::AlreadyCounted],
        vec![Reason::Late],
        vec![Reason::Late, Reason::PhoneShared],
        vec![Reason::Seal, Reason::PhoneDiffers],
    ]);
    (0u8..3, 0u32..3, 0u8..4, 0u8..3, reasons).prop_map(|(tag, counter, attestation, tracker, reasons)| Record {
        place: Place { collector: 0, bundle: 1, variant: 1, item: 0 },
        tag: [tag; 16],
        contests: ContestSet::default(),
        counter,
        // As at admission: records that are not red and share an attestation share its tag and counter.
        attestation: [attestation + 16 * tag + 64 * counter as u8; 32],
        tracker: [tracker; 32],
        reasons: reasons.into_iter().collect(),
        default: HeldStatus::Green,
        counted: false,
    })
}

/// Records of one region in list order.
fn records() -> impl Strategy<Value = Vec<Record>> {
    prop::collection::vec(record(), 0..14).prop_map(|mut records| {
        for (item, record) in (0u32..).zip(&mut records) {
            record.place.item = item;
        }
        records
    })
}

/// Decisions about some classes and some records, for and against.
fn decisions() -> impl Strategy<Value = Decisions> {
    let classes = vec![Reason::PhoneShared, Reason::CounterClash, Reason::AttestationReused, Reason::IinNotInRegistry];
    let class = prop::sample::select(classes).prop_map(|reason| (Some(reason), None));
    let single = (0u32..14).prop_map(|item| (None, Some(Place { collector: 0, bundle: 1, variant: 1, item })));
    prop::collection::vec((prop_oneof![class, single], any::<bool>()), 0..6).prop_map(|decided| Decisions {
        election: [0; 32],
        decisions: (1u32..)
            .zip(decided)
            .map(|(number, ((reason, place), for_))| decision(number, reason, place, for_))
            .collect(),
    })
}

fn decision(number: u32, reason: Option<Reason>, place: Option<Place>, for_: bool) -> Decision {
    let (salt, why, region) = ([0; 32], "because".to_owned(), Some(0));
    let body = DecisionBody { number, opening: 1, region, reason, place, tracker: [0; 32], records: 1, salt, why };
    Decision { body, votes: vec![(1, if for_ { Vote::For } else { Vote::Against }, [0; 64])] }
}

fn revote() -> impl Strategy<Value = Revote> {
    prop::sample::select(vec![Revote::Last, Revote::First, Revote::Refuse])
}

fn rules<'a>(definition: &'a Definition, decisions: &'a Decisions) -> Rules<'a> {
    Rules { definition, decisions, opening: 1, region: 0 }
}

/// What verification does.
fn settle(rules: &Rules<'_>, earlier: &[Record], records: &mut [Record]) {
    compare_trackers(earlier, records);
    compare(earlier, records);
    count(rules, records);
}

/// The reasons as the record's table words them, one record against all others.
fn by_the_table(rules: &Rules<'_>, earlier: &[Record], records: &[Record]) -> Vec<(Reasons, bool)> {
    let mut all: Vec<Record> = records.to_vec();
    let others = |place: usize| {
        let own = records.iter().enumerate().filter(move |(other, _)| *other != place).map(|(_, record)| record);
        own.chain(earlier)
    };
    for (place, record) in all.iter_mut().enumerate() {
        let own = &records[place];
        let good = || others(place).filter(|other| !other.is_red());
        if good().any(|other| other.attestation == own.attestation) {
            record.reasons.insert(Reason::AttestationReused);
        }
        let same = |other: &&Record| (other.tag, other.counter) == (own.tag, own.counter);
        if good().filter(same).any(|other| other.attestation != own.attestation) {
            record.reasons.insert(Reason::CounterClash);
        }
        if others(place).any(|other| other.tracker == own.tracker && other.tag != own.tag) {
            record.reasons.insert(Reason::TrackerClash);
        }
    }
    let may_count: Vec<bool> = all.iter().map(|record| rules.may_count(record)).collect();
    let beats = |rival: &Record, record: &Record| {
        let earlier = rival.place < record.place;
        match rules.definition.revote {
            Revote::Last => rival.counter > record.counter || (rival.counter == record.counter && earlier),
            _ => rival.counter < record.counter || (rival.counter == record.counter && earlier),
        }
    };
    let settled = all.clone();
    let judge = |(place, mut record): (usize, Record)| {
        let mut rivals = settled.iter().zip(&may_count).filter(|(rival, may)| **may && rival.tag == record.tag);
        let beaten = rivals.any(|(rival, _)| beats(rival, &record));
        if may_count[place] && beaten {
            record.reasons.insert(Reason::Superseded);
        }
        (record.reasons, may_count[place] && !beaten)
    };
    all.into_iter().enumerate().map(judge).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn sorting_finds_what_comparing_all_with_all_finds(
        earlier in records(),
        mut records in records(),
        revote in revote(),
        decisions in decisions(),
        blue_counts: bool,
    ) {
        let definition = definition(revote, blue_counts);
        let rules = rules(&definition, &decisions);
        let expected = by_the_table(&rules, &earlier, &records);
        settle(&rules, &earlier, &mut records);
        let found: Vec<(Reasons, bool)> = records.iter().map(|record| (record.reasons(), record.is_counted())).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn no_voter_is_counted_twice_and_none_is_lost(
        mut records in records(),
        revote in revote(),
        decisions in decisions(),
    ) {
        let definition = definition(revote, false);
        let rules = rules(&definition, &decisions);
        settle(&rules, &[], &mut records);
        for tag in 0u8..3 {
            let own = || records.iter().filter(|record| record.tag == [tag; 16]);
            let counted = own().filter(|record| record.is_counted()).count();
            let candidates = own().filter(|record| rules.may_count(record)).count();
            prop_assert_eq!(counted, candidates.min(1));
        }
    }

    #[test]
    fn what_does_not_count_supersedes_nothing(
        mut records in records(),
        revote in revote(),
        decisions in decisions(),
    ) {
        let definition = definition(revote, false);
        let rules = rules(&definition, &decisions);
        settle(&rules, &[], &mut records);
        for record in records.iter().filter(|record| record.reasons.contains(Reason::Superseded)) {
            let mut own = records.iter().filter(|other| other.tag == record.tag);
            prop_assert!(own.any(|other| other.is_counted()));
        }
    }

    #[test]
    fn every_received_record_has_one_status(
        mut records in records(),
        revote in revote(),
        decisions in decisions(),
        blue_counts: bool,
    ) {
        let definition = definition(revote, blue_counts);
        settle(&rules(&definition, &decisions), &[], &mut records);
        let turnout = turnout(&definition, &records);
        prop_assert!(turnout.is_conserved());
        prop_assert_eq!(turnout.received as usize, records.len());
        let never = |record: &Record| matches!(record.status(&definition), Status::Red | Status::Superseded);
        prop_assert!(!records.iter().any(|record| record.is_counted() && never(record)));
    }

    /// A ballot turns out red after others were compared with it: then the comparison is made again.
    #[test]
    fn comparing_again_forgets_what_turned_red(
        mut records in records(),
        red in prop::collection::vec(any::<bool>(), 14),
    ) {
        let mut at_once = records.clone();
        compare(&[], &mut records);
        for (place, red) in red.into_iter().take(records.len()).enumerate().filter(|(_, red)| *red) {
            records[place].reasons.insert(Reason::Seal);
            at_once[place].reasons.insert(Reason::Seal);
            prop_assert!(red);
        }
        compare(&[], &mut records);
        compare(&[], &mut at_once);
        prop_assert_eq!(records, at_once);
    }
}
