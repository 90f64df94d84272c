//! Every act a process of its own: tokens are switched off in between and come back from what they stored.

use std::path::Path;

use tamga_ceremony::{CeremonyError, Close, Each, Fault, Machine, RunError, Vote};
use tamga_record::box_file::BoxBody;
use tamga_record::decisions::DecisionBody;
use tamga_record::decisions::Vote::For;
use tamga_record::tally_file::TallyFile;
use tamga_wire::{Refusal, Request, Response};

use crate::opening::{opening, tally};
use crate::set_up::box_body;
use crate::table::{Endorsed, TOKENS, Table};

/// Switches all tokens off, and others of the same storage on.
fn switch_off_and_on(endorsed: &mut Endorsed, folder: &Path) {
    // A token runs until its table is gone, and no two may share their storage.
    endorsed.table = Table::obliging();
    endorsed.table = Table::on_flash(folder);
}

/// As [`switch_off_and_on`]; their officers log in.
fn restart(endorsed: &mut Endorsed, folder: &Path) {
    switch_off_and_on(endorsed, folder);
    let purposes = tamga_wire::Purposes::ALL;
    endorsed.table.run(&mut Each::logins(TOKENS, Some(endorsed.definition.digest()), purposes).unwrap()).unwrap();
}

fn question(number: u32) -> DecisionBody {
    let (salt, why) = ([7; 32], "Seen on paper.".to_owned());
    DecisionBody {
        number,
        opening: 1,
        region: Some(2),
        reason: None,
        place: None,
        tracker: [0; 32],
        records: 1,
        salt,
        why,
    }
}

#[test]
fn tokens_that_were_switched_off_do_nothing_before_their_officers_log_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut endorsed = Endorsed::of(Table::on_flash(folder.path()));
    switch_off_and_on(&mut endorsed, folder.path());
    let vote = |endorsed: &Endorsed| Vote::new(&endorsed.commission, &endorsed.election, &question(1), &[(3, For)]);
    let mut early = vote(&endorsed);
    assert_eq!(endorsed.table.run(&mut early), Ok(vec![]));
    assert_eq!(early.faults(), [(3, Fault::Refused(Refusal::NotLoggedIn))]);
    let purposes = tamga_wire::Purposes::ALL;
    endorsed.table.run(&mut Each::logins(TOKENS, Some(endorsed.definition.digest()), purposes).unwrap()).unwrap();
    assert_eq!(endorsed.table.run(&mut vote(&endorsed)).unwrap().len(), 1);
}

#[test]
fn tokens_that_were_switched_off_draw_other_randomness() {
    let folder = tempfile::tempdir().unwrap();
    let mut endorsed = Endorsed::of(Table::on_flash(folder.path()));
    let mut drawn = Vec::new();
    for _ in 0..3 {
        restart(&mut endorsed, folder.path());
        drawn.extend(endorsed.table.run(&mut Each::randomness(TOKENS).unwrap()).unwrap());
    }
    drawn.sort_unstable();
    drawn.dedup();
    assert_eq!(drawn.len(), 3 * usize::from(TOKENS));
}

#[test]
fn the_supplement_is_opened_by_tokens_that_remember_the_opening_before_and_nothing_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut endorsed = Endorsed::of(Table::on_flash(folder.path()));
    let first = tally(&endorsed);
    endorsed.table.run(&mut opening(&endorsed, &first)).unwrap();

    // The definition has one opening: the second is the supplement, and opens regions again.
    restart(&mut endorsed, folder.path());
    let mut late = TallyFile { opening: 2, previous: first.root(), ..first.clone() };
    late.leaves.truncate(4);
    let unlinked = TallyFile { previous: [9; 32], ..late.clone() };
    let mut refused = opening(&endorsed, &unlinked);
    assert_refused(endorsed.table.run(&mut refused), Refusal::WrongPreviousRoot);
    let shares = endorsed.table.run(&mut opening(&endorsed, &late)).unwrap();
    assert_eq!((shares.opening, shares.sums, shares.tokens.len()), (2, 12, 5));

    restart(&mut endorsed, folder.path());
    let mut other = first.clone();
    other.leaves.pop();
    let mut refused = opening(&endorsed, &other);
    assert_refused(endorsed.table.run(&mut refused), Refusal::SlotTaken);
    let asked = |table: &Table| table.sims.iter().map(|sim| sim.screens().len()).sum::<usize>();
    let again = endorsed.table.run(&mut opening(&endorsed, &first)).unwrap();
    assert_eq!((again.sums, asked(&endorsed.table)), (100, 0), "what was opened before needs no consent");
    let hello = endorsed.table.exchange(1, &Request::Hello).unwrap();
    assert!(matches!(hello, Response::Info(info) if info.election == Some(endorsed.election)));
}

#[test]
fn the_box_that_was_closed_last_is_the_one_that_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let mut endorsed = Endorsed::of(Table::on_flash(folder.path()));
    let body = box_body(endorsed.election);
    let close = |endorsed: &Endorsed, body: &BoxBody| Close::new(&endorsed.commission, &endorsed.definition, body);
    let other = BoxBody { decided: 1, ..body.clone() };
    let mut first = close(&endorsed, &other);
    endorsed.table.run(&mut first).unwrap();

    restart(&mut endorsed, folder.path());
    let mut second = close(&endorsed, &body);
    let signatures = endorsed.table.run(&mut second).unwrap();
    let mut again = close(&endorsed, &body);
    assert_eq!(endorsed.table.run(&mut again).unwrap(), signatures);

    let of_other = TallyFile { close: other.digest(), ..tally(&endorsed) };
    let mut refused = opening(&endorsed, &of_other);
    assert_refused(endorsed.table.run(&mut refused), Refusal::OtherBox);
    let of_this = TallyFile { close: body.digest(), ..of_other };
    endorsed.table.run(&mut opening(&endorsed, &of_this)).unwrap();
    let mut too_late = close(&endorsed, &other);
    assert_refused(endorsed.table.run(&mut too_late), Refusal::OtherBox);
}

fn assert_refused<T: std::fmt::Debug>(result: crate::table::Outcome<T>, refusal: Refusal) {
    let Err(RunError::Ceremony(CeremonyError::TooFew { good: 0, faults, .. })) = result else { panic!("{result:?}") };
    assert!(faults.iter().all(|(_, fault)| *fault == Fault::Refused(refusal)), "{faults:?}");
}
