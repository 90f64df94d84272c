//! `tamga token replace`: new tokens take the places of lost ones, and all tokens share both keys out again.

use anyhow::{Context, Result};
use tamga_ceremony::{ReplacementAct, ReplacementCommit, Replacing};
use tamga_crypto::dkg::Quorum;
use tamga_crypto::hash::sha3_256;
use tamga_record::definition::{Definition, OfficerKeys};
use tamga_record::election::ElectionFile;
use tamga_record::replacement::{Replacement, ReplacementBody, path};
use tamga_tally::election::Election;

use super::hsms::write_on_two_media;
use super::{end, reconcile, statement};
use crate::failure::Failure;
use crate::folder::Folder;
use crate::message::{Message, Part};
use crate::room::Room;
use crate::standing::{ELECTION_FILE, Standing, enter};
use crate::state::{Phase, State};

/// Puts every replacement of the ledger in force, and gives the files. One that power failed in the middle of entering takes its place
/// in the record.
pub fn restore(room: &Room, state: &State, election: &mut Election) -> Result<Vec<Replacement>> {
    let record = room.record();
    for (number, replaced) in (1..).zip(&state.replaced) {
        let is_the_ledgers = |bytes: &Vec<u8>| sha3_256(&[bytes]) == replaced.digest;
        if record.read(&path(number)).ok().filter(is_the_ledgers).is_none() {
            let copy = copies(room, number).into_iter().find(is_the_ledgers);
            record.write(&path(number), &copy.ok_or_else(|| not_the_ledgers(number))?)?;
        }
    }
    let files = files(room, state, election.commissions().now().quorum())?;
    for file in &files {
        election.replace(file).map_err(|_| not_the_ledgers(file.body.number))?;
    }
    Ok(files)
}

/// What the two media have of a replacement, in the ledger or not.
fn copies(room: &Room, number: u16) -> Vec<Vec<u8>> {
    let media = [room.appliance(), room.second_medium()];
    media.iter().filter_map(|medium| medium.read(&path(number)).ok()).collect()
}

/// A replacement that all tokens confirmed and whose entry did not get to the ledger. None is begun anew beside it: a token may have
/// been told of it, under a ledger that is lost. Refuses a file that is none.
fn unentered(room: &Room, election: &Election) -> Result<Option<Replacement>> {
    let in_force = election.commissions().now();
    let number = in_force.replacements() + 1;
    let copies = copies(room, number);
    let is_one = |file: &Replacement| in_force.succeed(election.definition(), election.id(), file).is_ok();
    let read = |bytes: &Vec<u8>| Replacement::parse(bytes, in_force.quorum()).ok().filter(is_one);
    match copies.iter().find_map(read) {
        None if !copies.is_empty() => Err(not_the_ledgers(number)),
        found => Ok(found),
    }
}

/// The replacements so far.
fn files(room: &Room, state: &State, quorum: Quorum) -> Result<Vec<Replacement>> {
    let read = |number| Ok(Replacement::parse(&room.record().read(&path(number))?, quorum)?);
    (1..=state.replacements()).map(read).collect()
}

/// The keys of the officers that the record names, for those who look at tokens; the ledger is not asked. `None` where there is no
/// election.
pub fn officers(record: &Folder) -> Option<Vec<OfficerKeys>> {
    let file = ElectionFile::parse(&record.read(ELECTION_FILE).ok()?).ok()?;
    let definition = Definition::parse(&file.definition).ok()?;
    let quorum = Quorum::new(definition.tokens(), definition.quorum).ok()?;
    let mut officers = definition.officers;
    for number in (1..).take_while(|number| record.has(&path(*number))) {
        let replacement = Replacement::parse(&record.read(&path(number)).ok()?, quorum).ok()?;
        for newcomer in replacement.body.newcomers {
            let keys = officers.get_mut(usize::from(newcomer.token).checked_sub(1)?)?;
            *keys = OfficerKeys { identity: newcomer.identity, share: newcomer.share_key };
        }
    }
    Some(officers)
}

fn not_the_ledgers(number: u16) -> anyhow::Error {
    Failure::internal(Message::of("replacement-damaged").with("number", number))
}

/// Replaces these lost tokens by new ones; gives the commission that is in force then, and the election with it. Where the newest
/// replacement is of the same tokens, only what is left of it is done: tokens are told that were not.
pub fn replace(
    room: &mut Room,
    mut standing: Standing,
    election: Election,
    lost: &[u8],
) -> Result<(Standing, Election)> {
    end::check_not_over(&standing)?;
    let lost = check_lost(lost, election.commissions().now().quorum())?;
    room.call_everybody(true);
    if is_finished(room, &mut standing, &election, &lost)? {
        conclude(room, &mut standing)?;
        return Ok((standing, election));
    }
    match unentered(room, &election)? {
        Some(file) => put_in_force(room, &mut standing, &lost, &file)?,
        None => carry_out(room, &mut standing, &election, &lost)?,
    }
    drop(standing);
    let (mut standing, election) = enter(room)?;
    tell(room, &mut standing, &election)?;
    conclude(room, &mut standing)?;
    Ok((standing, election))
}

/// Whether the newest replacement was of these tokens and they are not lost again: then it is finished by telling those that were not
/// told.
fn is_finished(room: &mut Room, standing: &mut Standing, election: &Election, lost: &[u8]) -> Result<bool> {
    if standing.book.state().replaced.last().is_none_or(|newest| newest.tokens != lost) {
        return Ok(false);
    }
    let told = tell(room, standing, election)?;
    let is_finished = room.options.tokens.is_played() || lost.iter().all(|token| told.contains(token));
    if is_finished {
        room.progress.say("replace", Message::of("replaced-already").with("tokens", Part::all_of(lost)));
    }
    Ok(is_finished)
}

/// The lost tokens, ascending. Refuses such as there are not, and more than the quorum can spare.
fn check_lost(lost: &[u8], quorum: Quorum) -> Result<Vec<u8>> {
    let mut lost = lost.to_vec();
    lost.sort_unstable();
    lost.dedup();
    let spare = quorum.tokens - quorum.needed;
    let known = lost.iter().all(|token| quorum.indices().any(|index| index == *token));
    if known && (1..=usize::from(spare)).contains(&lost.len()) {
        return Ok(lost);
    }
    Err(Failure::bad_input(
        Message::of("bad-lost").with("tokens", quorum.tokens).with("spare", spare).with("needed", quorum.needed),
    ))
}

/// A quorum decides, the tokens share both keys out again, and the replacement is in ledger and record.
fn carry_out(room: &mut Room, standing: &mut Standing, election: &Election, lost: &[u8]) -> Result<()> {
    let (definition, in_force) = (election.definition(), election.commissions().now());
    let times = |token: u8| {
        let replaced = standing.book.state().replaced.iter();
        replaced.filter(|replaced| replaced.tokens.contains(&token)).count()
    };
    room.lose(lost, times)?;
    let newcomers = room.tokens()?.find_new(lost)?;
    let number = in_force.replacements() + 1;
    let body = ReplacementBody { election: *election.id(), number, newcomers };
    body.check(definition, election.id(), in_force)
        .map_err(|error| Failure::bad_input(Message::of("new-tokens-unfit").with("why", error.to_string())))?;
    room.progress.control_number("replace", "of-replacement", &body.digest());
    let signatures = room.hold(ReplacementAct::new(&standing.commission, &body), &mut standing.book)?;
    let officers: Vec<u8> = signatures.iter().map(|(officer, _)| *officer).collect();
    room.progress.say("replace", Message::of("replacement-decided").with("officers", Part::all_of(&officers)));
    room.interrupt.check()?;
    room.tokens()?.seat_new(&body.newcomers);
    let earlier = files(room, standing.book.state(), in_force.quorum())?;
    let machine = Replacing::new(definition, in_force, &earlier, &body, &signatures)?;
    let name = path(number);
    let keep = |room: &Room, file: &Replacement| write_on_two_media(room, &name, &file.to_bytes());
    room.hold_and_keep(machine, &mut standing.book, keep)?;
    room.progress.say("replace", Message::of("replaced").with("tokens", Part::all_of(lost)));
    Ok(())
}

/// Enters a replacement that all tokens confirmed. Refuses other tokens than its own.
fn put_in_force(room: &Room, standing: &mut Standing, lost: &[u8], file: &Replacement) -> Result<()> {
    if file.body.replaced() != lost {
        return Err(Failure::bad_input(
            Message::of("replacement-unfinished").with("tokens", Part::all_of(file.body.replaced())),
        ));
    }
    write_on_two_media(room, &path(file.body.number), &file.to_bytes())?;
    standing.book.append(&file.entry())?;
    room.progress.say("replace", Message::of("replaced-in-force").with("tokens", Part::all_of(file.body.replaced())));
    Ok(())
}

/// Tells the tokens that the newest replacement is in force, and says who was not there. Gives those that know.
fn tell(room: &mut Room, standing: &mut Standing, election: &Election) -> Result<Vec<u8>> {
    let quorum = election.commissions().now().quorum();
    let file = files(room, standing.book.state(), quorum)?.pop().context("there is no replacement")?;
    let machine = ReplacementCommit::new(&standing.commission, file.body.number, &file.confirmations);
    let told = room.hold(machine, &mut standing.book)?;
    let rest: Vec<u8> = quorum.indices().filter(|token| !told.contains(token)).collect();
    if !rest.is_empty() {
        room.progress.say("replace", Message::of("replaced-absent").with("tokens", Part::all_of(&rest)));
    }
    Ok(told)
}

/// Holds the devices' own evidence against the ledger; where the record is published and nothing else is under way, it is published
/// anew and verified.
fn conclude(room: &mut Room, standing: &mut Standing) -> Result<()> {
    reconcile::reconcile(room, standing)?;
    reconcile::count_operations(room, standing)?;
    let is_published = standing.book.state().phase() == Phase::Published && !standing.book.state().now().gathered;
    room.call_everybody(false);
    if !is_published {
        return Ok(());
    }
    room.publish(standing)?;
    statement::verify(room)
}
