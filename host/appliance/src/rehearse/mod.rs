//! `tamga rehearse`: a whole election, from key ceremony to verified record, as a script over its acts.

mod begin;
mod mischief;

use anyhow::{Context, Result};
use tamga_casting::mischief::Mischief;
use tamga_casting::registrar::Enrolment;
use tamga_record::definition::{Definition, Late, Region};
use tamga_tally::election::Election;
use tamga_wire::Purposes;

use begin::{begin, check_same, check_tokens, resume};

use crate::acts::gathering::acts_so_far;
use crate::acts::hsms;
use crate::acts::pause::check_not_paused;
use crate::acts::polling::{BALLOTS, LATE, OTHERS};
use crate::acts::{adjudicate, admit, close, import, polling, replacements, setup, statement, tally};
use crate::cli::{ElectionArguments, RehearseArguments, SetupArguments};
use crate::failure::{Ending, Failure, Stopped};
use crate::folder::Folder;
use crate::input::Input;
use crate::message::{Message, Part};
use crate::options::Options;
use crate::progress::Progress;
use crate::room::Room;
use crate::standing::{Standing, enter};
use crate::state::Phase;

/// Runs the rehearsal, or goes on with one; done and verified, or an error with its exit code.
pub fn run(arguments: &RehearseArguments, progress: Progress) -> Result<()> {
    // The officers of a rehearsal log in once for all of it.
    let purposes = Purposes::SETUP | Purposes::UNLOCK | Purposes::ACT | Purposes::OPEN | Purposes::SIGN;
    let (mut room, input) = match &arguments.resume {
        Some(at) => resume(at, progress, purposes)?,
        None => {
            let folder = Folder::choose(arguments.out.as_deref())?;
            begin(&arguments.election, &arguments.lose, folder, progress, purposes)?
        }
    };
    let place = room.folder.path().display().to_string();
    room.interrupt.advise(Message::of("interrupted-rehearsal").with("at", place.as_str()));
    room.progress
        .say("REHEARSAL", Message::of("rehearsal-into").with("election", input.draft.id()).with("at", place.as_str()));
    if input.plan.overvotes > 0 {
        room.progress.say("REHEARSAL", Message::of("rehearsal-overvotes").with("n", input.plan.overvotes));
    }
    let (standing, election, enrolment) = set_up(&mut room, &input)?;
    let mischief = polling::cast(&room, &election, &input, enrolment)?;
    let (mut standing, election) = lose(&mut room, standing, election)?;
    run_openings(&mut room, &mut standing, &election, mischief.as_ref()).map_err(|error| out_of_step(error, &place))?;
    if let Some(mischief) = &mischief {
        mischief::check(&room, &standing, &election, mischief)?;
    }
    show_result(&room, &election)?;
    // What arrived on the sticks is in the auditors' edition, and that edition is whole.
    polling::sticks(&room).clear()
}

/// The tokens that are to be lost are, once, and new ones take their places.
fn lose(room: &mut Room, standing: Standing, election: Election) -> Result<(Standing, Election)> {
    let lost = room.options.lose.clone();
    if lost.is_empty() || !standing.book.state().replaced.is_empty() {
        return Ok((standing, election));
    }
    room.progress.say("REHEARSAL", Message::of("rehearsal-lost").with("tokens", Part::all_of(&lost)));
    replacements::replace(room, standing, election, &lost)
}

/// The script asks for nothing that is not its turn: an act that refuses has found the folder in another place.
fn out_of_step(error: anyhow::Error, place: &str) -> anyhow::Error {
    if Stopped::of(&error).code != Ending::BadInput as u8 {
        return error;
    }
    let why = Stopped::of(&error).into_message();
    Failure::bad_input(Message::of("rehearsal-out-of-step").with("at", place).with("why", why))
}

/// `tamga setup`: the ceremony alone. Where it is over already it only says so.
pub fn set_up_only(arguments: &SetupArguments, progress: Progress) -> Result<()> {
    if !arguments.rehearsal {
        return Err(Failure::bad_input("rehearsals-only"));
    }
    let folder = Folder::existing(&arguments.at);
    let purposes = Purposes::SETUP | Purposes::UNLOCK;
    let (mut room, input) = match Options::read(&folder.private("appliance")) {
        Ok(_) => {
            let (mut room, input) = resume(&arguments.at, progress, purposes)?;
            let is_over = setup::is_over(&room);
            check_same(&arguments.election, &room.options, &input, is_over)?;
            if !is_over {
                take_others(&mut room, &arguments.election)?;
            }
            (room, input)
        }
        Err(_) => begin(&arguments.election, &[], Folder::choose(Some(&arguments.at))?, progress, purposes)?,
    };
    room.interrupt.advise(Message::of("interrupted-set-up").with("at", &arguments.at));
    if setup::is_over(&room) {
        room.progress.say("set-up", "set-up-already");
    }
    let (standing, election, _) = set_up(&mut room, &input)?;
    let at = room.folder.path();
    let next = standing.book.state().next(at, election.definition().openings);
    let next = match standing.book.state().phase() {
        Phase::Gathering => Message::of("next-casting").with("at", at).with("next", next),
        _ => next,
    };
    room.progress.say("next", next);
    Ok(())
}

/// Before a ceremony is over nothing is bound to its HSMs and tokens: where one cannot be used, the next try may name others.
fn take_others(room: &mut Room, given: &ElectionArguments) -> Result<()> {
    if let Some(tokens) = given.tokens.as_ref().filter(|tokens| **tokens != room.options.tokens) {
        let Options { absent, officers, quorum, .. } = &room.options;
        check_tokens(tokens, absent, *officers, *quorum)?;
        room.options.tokens = tokens.clone();
        room.options.write(&room.appliance())?;
        room.progress.say("set-up", "set-up-other-tokens");
    }
    if given.hsm.is_empty() || given.hsm == room.options.hsms {
        return Ok(());
    }
    drop(hsms::take_back(room)?);
    setup::put_aside(room)?;
    room.options.hsms = given.hsm.clone();
    room.options.write(&room.appliance())?;
    room.progress.say("set-up", "set-up-other-hsms");
    Ok(())
}

/// The ceremony, or what it left.
fn set_up(room: &mut Room, input: &Input) -> Result<(Standing, Election, Option<Enrolment>)> {
    if setup::is_over(room) {
        let (standing, election) = enter(room)?;
        check_not_paused(&standing, &room.folder.path().display().to_string())?;
        return Ok((standing, election, None));
    }
    let (standing, election, enrolment) = setup::set_up(room, input)?;
    room.assemble(&election, None);
    Ok((standing, election, Some(enrolment)))
}

/// Opening after opening, then the supplement where something came late.
fn run_openings(
    room: &mut Room,
    standing: &mut Standing,
    election: &Election,
    mischief: Option<&Mischief>,
) -> Result<()> {
    // Voting is over in a rehearsal when its bundles arrive.
    standing.book.clock().jump_to(election.definition().closes + 1);
    let slices = slices(election.definition());
    for (number, codes) in slices.iter().enumerate() {
        if standing.book.state().published() as usize == number {
            import_sticks(room, standing, election, mischief)?;
            run_opening(room, standing, election, mischief, codes)?;
        }
    }
    let late = polling::stick(room, LATE).filter(|_| election.definition().late == Late::Supplement);
    if let Some(stick) = late
        && standing.book.state().published() as usize == slices.len()
    {
        if standing.book.state().phase() == Phase::Published {
            import::import(room, standing, election, &[stick])?;
        }
        run_opening(room, standing, election, mischief, &[])?;
    }
    mischief::bring_too_late(room, standing, election)
}

/// Imports what arrived by election day, once.
fn import_sticks(
    room: &mut Room,
    standing: &mut Standing,
    election: &Election,
    mischief: Option<&Mischief>,
) -> Result<()> {
    if standing.book.state().phase() != Phase::Gathering {
        return Ok(());
    }
    let ballots = polling::stick(room, BALLOTS).context("the ballots were cast and are not there")?;
    import::import(room, standing, election, &[ballots])?;
    match (mischief, polling::stick(room, OTHERS)) {
        (Some(mischief), Some(others)) => {
            let taken = import::import(room, standing, election, &[others])?;
            mischief::check_files(mischief, &taken)
        }
        _ => Ok(()),
    }
}

/// Admit, adjudicate, close, tally, sign, export; from wherever the opening stands.
fn run_opening(
    room: &mut Room,
    standing: &mut Standing,
    election: &Election,
    mischief: Option<&Mischief>,
    codes: &[String],
) -> Result<()> {
    let acts = acts_so_far(room, standing, election)?;
    let mut closed = None;
    if standing.book.state().now().closed.is_none() {
        let admitted = admit::admit(room, standing, election, &acts, codes)?;
        if let Some(mischief) = mischief {
            let plan = mischief::decisions(election, mischief, &admitted);
            adjudicate::adjudicate(room, standing, election, &admitted, &plan)?;
        }
        room.interrupt.check()?;
        closed = Some(close::close_box(room, standing, election, admitted, mischief.is_some())?);
    }
    room.interrupt.check()?;
    tally::tally(room, standing, election, &acts, closed)?;
    room.interrupt.check()?;
    if !statement::is_signed(room, standing, election)? {
        statement::sign(room, standing, election, &statement::Dissent::default())?;
    }
    statement::export(room, standing, election)
}

/// Codes of the regions of each opening: as many slices as the definition has openings, in definition order, regions that merge into each other together.
fn slices(definition: &Definition) -> Vec<Vec<String>> {
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for region in &definition.regions {
        let end = end_of_merging(definition, region);
        match groups.iter_mut().find(|(of, _)| *of == end) {
            Some((_, codes)) => codes.push(region.code.clone()),
            None => groups.push((end, vec![region.code.clone()])),
        }
    }
    let openings = (definition.openings as usize).min(groups.len());
    let mut slices = vec![Vec::new(); openings];
    let all = groups.len();
    for (place, (_, codes)) in groups.into_iter().enumerate() {
        if let Some(slice) = slices.get_mut(place * openings / all) {
            slice.extend(codes);
        }
    }
    slices
}

/// Where `merge-into` leads in the end; a definition has no cycles.
fn end_of_merging<'d>(definition: &'d Definition, region: &'d Region) -> &'d str {
    let mut end = region;
    while let Some(next) = end.merge_into.and_then(|region| definition.region(region)) {
        end = next;
    }
    &end.code
}

fn show_result(room: &Room, election: &Election) -> Result<()> {
    let counted = statement::show_tables(room, election)?;
    room.progress.show(Message::of("rehearsal-counted").with("n", counted).with("at", room.folder.path()));
    room.progress.result(counted, room.folder.path());
    Ok(())
}
