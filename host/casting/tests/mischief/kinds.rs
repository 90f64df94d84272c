//! Every kind, in elections that have what it needs and in some that have not.

use std::collections::BTreeSet;

use tamga_casting::mischief::{About, Answer, Mischief};
use tamga_record::admission::{Reason, Status};
use tamga_record::definition::{HeldStatus, Late, Revote};

use crate::day::{assert_same_results, lines, records_of};
use crate::world::{Setup, World};

/// Judges everything: every record must end as it is said, no other may be anything but honest, and the count is the same.
fn hold(setup: &Setup) -> World {
    let world = World::new(setup);
    for region in 0..setup.regions.len() as u16 {
        let (in_box, late) = records_of(&world, region);
        assert_eq!(world.mischief.deviations(region, false, &lines(&world, &in_box)), []);
        if setup.late == Late::Supplement {
            assert_eq!(world.mischief.deviations(region, true, &lines(&world, &late)), []);
        }
    }
    if setup.late == Late::Supplement {
        assert_same_results(&world);
    }
    world
}

fn skipped(world: &World) -> Vec<&'static str> {
    world.mischief.skipped().iter().map(|skipped| skipped.kind).collect()
}

#[test]
fn every_kind_is_played_and_every_record_ends_as_it_must() {
    let world = hold(&Setup::default());
    assert_eq!(world.mischief.skipped(), []);
    let names: Vec<&str> = Mischief::kinds().collect();
    let distinct: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(names.len(), distinct.len(), "a kind has a name of its own");
}

#[test]
fn every_reason_and_every_status_is_there() {
    let world = World::new(&Setup::default());
    let expected = world.mischief.expected();
    for reason in Reason::ALL {
        assert!(expected.iter().any(|record| record.reasons.contains(*reason)), "{}", reason.name());
    }
    // Green is an honest vote whose tracker was copied; blue one that is not verified.
    for status in Status::ALL {
        assert!(expected.iter().any(|record| record.status == *status), "{}", status.name());
    }
    assert!(expected.iter().all(|record| !record.counted || !record.reasons.has_red()));
}

#[test]
fn every_rule_of_re_votes_and_every_table_of_admission_comes_to_the_same_count() {
    for revote in [Revote::First, Revote::Refuse] {
        hold(&Setup { revote, ..Setup::default() });
    }
    for status in [HeldStatus::Green, HeldStatus::Blue, HeldStatus::Yellow] {
        for blue_counts in [false, true] {
            hold(&Setup { admission: [status; 5], blue_counts, ..Setup::default() });
        }
    }
}

#[test]
fn what_counts_by_definition_is_not_put_to_the_vote() {
    let setup = Setup { admission: [HeldStatus::Green; 5], blue_counts: true, ..Setup::default() };
    let world = hold(&setup);
    let flags = |about: &About| match about {
        About::Class { reason, .. } => Reason::PhoneDiffers <= *reason && *reason <= Reason::CodeNotVerified,
        About::Record { .. } => true,
    };
    assert!(!world.mischief.decisions().any(|decision| flags(&decision.about)));
    assert!(skipped(&world).contains(&"re-vote, phone differs, decided against"));
}

#[test]
fn an_election_of_one_voter_with_one_option_skips_what_it_has_not_and_counts_the_one() {
    let setup = Setup { contests: vec![(1, 1)], regions: vec![(1, vec![vec![0]])], min_open: 1, ..Setup::default() };
    let world = hold(&setup);
    let skipped = skipped(&world);
    for kind in ["revoked voter", "voter of one region votes in another", "two options in each other's place"] {
        assert!(skipped.contains(&kind), "{kind}");
    }
    assert!(!skipped.contains(&"two records on one attestation"));
    assert!(!skipped.contains(&"late re-vote of a counted voter"));
    assert!(skipped.len() < Mischief::kinds().count() / 3, "{skipped:?}");
}

#[test]
fn where_everybody_votes_only_the_absent_are_missing() {
    let setup = Setup {
        regions: vec![(30, vec![vec![0, 1]; 30]), (20, vec![vec![1]; 20])],
        revote_one_in: 0,
        ..Setup::default()
    };
    let world = hold(&setup);
    let absent = [
        "late only vote of a person, before voting opened",
        "only vote of a person, before voting opened",
        "voter whom the registrar did not certify",
        "voter whose credential key is of low order",
        "revoked voter",
    ];
    assert_eq!(skipped(&world), absent);
}

#[test]
fn where_late_ones_are_refused_all_honest_votes_come_in_time() {
    let world = hold(&Setup { late: Late::Refuse, ..Setup::default() });
    assert_eq!(world.late.len(), 0);
    assert_same_results(&world);
}

#[test]
fn ballots_come_late_only_where_enough_of_every_contest_come_and_stay() {
    let world = World::new(&Setup { min_open: 3, ..Setup::default() });
    let held_back = world.mischief.additions(0).held_back as usize;
    let ballots = &Setup::default().regions[0].1;
    let (in_time, late) = ballots.split_at(ballots.len() - held_back);
    for contest in [0, 1] {
        let with = |ballots: &[Vec<u16>]| ballots.iter().filter(|ballot| ballot.contains(&contest)).count();
        assert!(with(late) >= 3 && with(in_time) >= 3);
    }
    let none = World::new(&Setup { min_open: 8, ..Setup::default() });
    assert!(skipped(&none).contains(&"honest ballots brought late"));
    assert_eq!(none.mischief.additions(0).held_back, 0);
}

#[test]
fn the_same_streams_make_the_same_mischief() {
    let (one, other) = (World::new(&Setup::default()), World::new(&Setup::default()));
    assert_eq!(one.bundles, other.bundles);
    assert_eq!(one.late, other.late);
    assert_eq!(one.mischief.files(), other.mischief.files());
    assert_eq!(one.mischief.expected(), other.mischief.expected());
    assert_eq!(one.counts, other.counts);
}

#[test]
fn a_verdict_that_is_not_as_it_must_be_is_found() {
    let world = World::new(&Setup::default());
    let (in_box, _) = records_of(&world, 0);
    let good = lines(&world, &in_box);
    for number in 0..good.len() {
        let mut counted = good.clone();
        counted[number].counted = !counted[number].counted;
        assert_ne!(world.mischief.deviations(0, false, &counted), [], "line {number} counted otherwise");
        let mut reasons = good.clone();
        let own = |reason: &Reason| reasons[number].reasons.contains(*reason) != (*reason == Reason::BadCertificate);
        reasons[number].reasons = Reason::ALL.iter().copied().filter(own).collect();
        assert_ne!(world.mischief.deviations(0, false, &reasons), [], "line {number} with a reason more or less");
    }
    let added = good.iter().position(|line| line.status == Status::Red).unwrap();
    let mut missing = good.clone();
    missing.remove(added);
    assert_eq!(world.mischief.deviations(0, false, &missing).len(), 1);
}

#[test]
fn votes_of_officers_make_what_the_plan_says() {
    for (officers, quorum) in [(1, 1), (2, 2), (3, 2), (5, 3), (15, 8), (9, 9)] {
        assert_eq!(Answer::For.votes(officers, quorum), ((1..=quorum).collect(), vec![]));
        assert_eq!(Answer::Against.votes(officers, quorum), (vec![], (1..=quorum).collect()));
        let (for_it, against) = Answer::Split.votes(officers, quorum);
        assert!(for_it.len() < usize::from(quorum) && against.len() < usize::from(quorum));
        assert!(for_it.iter().all(|officer| !against.contains(officer)));
        assert!(against.iter().all(|officer| *officer <= officers));
    }
}
