//! `tamga tally`, second half: approval by the checkers, opening by the tokens, counts, seats.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use tamga_ceremony::Opening;
use tamga_crypto::hash::sha3_256;
use tamga_record::approvals::{ApprovalsFile, CheckerKey};
use tamga_record::ledger::Entry;
use tamga_record::results::OpeningVotes;
use tamga_record::shares::SharesFile;
use tamga_record::tally_file::{Group, Leaf, TallyFile};
use tamga_tally::combine::combine;
use tamga_tally::election::Election;
use tamga_tally::result::{Outcome, result};
use tamga_tally::root::TallyRoot;
use tamga_tally::seats::{Dice, Lot};

use super::counting::tally_file;
use super::gathering::{acts_so_far, finish_file, finish_if, kept};
use crate::failure::Failure;
use crate::folder::Folder;
use crate::live::{Live, Revealed};
use crate::message::{Message, Part};
use crate::room::Room;
use crate::standing::Standing;
use crate::state::{OpeningState, State};
use crate::verifier;

/// Files of the record that belong to the openings before, and that a checker is not given.
const NOT_FOR_CHECKERS: [&str; 5] = ["totals.csv", "results.csv", "seats.csv", "statement.note", "statement.txt"];

/// The tables of the result.
pub const TOTALS: &str = "totals.csv";
pub const RESULTS: &str = "results.csv";
pub const SEATS: &str = "seats.csv";

/// Every checker, in a process of its own, recomputes everything from its copy and approves the tally root.
pub fn approve(room: &mut Room, standing: &mut Standing, root: &TallyRoot<'_>) -> Result<ApprovalsFile> {
    let opening = root.file().opening;
    let name = format!("opening-{opening}/approvals.tamga");
    let definition = root.election().definition();
    let entered = &standing.book.state().now().approvals;
    finish_if(room, &room.record(), &name, |_| entered.len() == definition.checkers.len())?;
    if room.record().has(&name) {
        return Ok(ApprovalsFile::parse(&room.record().read(&name)?)?);
    }
    let copy = copy_for_checkers(room, standing)?;
    let mut approvals = Vec::new();
    for (index, checker) in (0u16..).zip(&definition.checkers) {
        let approved = approve_one(room, &copy, &checker.id, index, opening)?;
        approvals.extend(approved.approvals);
    }
    let file = ApprovalsFile { approvals };
    kept(room).write(&name, &file.to_bytes())?;
    for (checker, signature) in &file.approvals {
        let named = definition.checkers.get(usize::from(*checker)).context("an approval of nobody")?;
        let digest = sha3_256(&[signature]);
        standing.book.append(&Entry::Approval { opening, checker: named.id.clone(), digest })?;
    }
    finish_file(room, &room.record(), &name)?;
    copy.clear()?;
    Ok(file)
}

/// The public edition as checkers get it: the same bytes under second names, without results of earlier openings.
fn copy_for_checkers(room: &mut Room, standing: &Standing) -> Result<Folder> {
    let copy = room.appliance().below("checkers/record");
    copy.clear()?;
    let is_in = |name: &str| !NOT_FOR_CHECKERS.contains(&name) && !name.starts_with("ledger");
    room.record().mirror(&copy, is_in)?;
    room.export_ledger(standing, &copy)?;
    Ok(copy)
}

fn approve_one(room: &mut Room, copy: &Folder, checker: &str, index: u16, opening: u32) -> Result<ApprovalsFile> {
    let place = room.appliance().below("checkers");
    let key_file = format!("{checker}.key");
    if !place.has(&key_file) {
        let key = CheckerKey { id: checker.to_owned(), seed: room.holders.checker_seed(index), approved: Vec::new() };
        place.write(&key_file, &key.expose_bytes())?;
    }
    let approval = format!("{checker}-{opening}.approval");
    room.progress.say("approval", Message::of("checker-recomputes").with("checker", checker));
    let report = verifier::run(
        room,
        "approval",
        &[
            copy.path().as_os_str(),
            "--audit".as_ref(),
            room.audit().path().as_os_str(),
            "--anchor".as_ref(),
            room.folder.path().join("anchor.txt").as_os_str(),
            "--stage".as_ref(),
            "aggregate".as_ref(),
            "--approve".as_ref(),
            place.path().join(&key_file).as_os_str(),
            "--out".as_ref(),
            place.path().join(&approval).as_os_str(),
        ],
    )?;
    place.write(&format!("{checker}-{opening}.report"), report.text.as_bytes())?;
    if report.code != 0 {
        return Err(refused(&report));
    }
    let [passed, _] = report.read().totals.unwrap_or_default();
    room.progress.say("approval", Message::of("checker-approves").with("checker", checker).with("n", passed));
    Ok(ApprovalsFile::parse(&place.read(&approval)?)?)
}

fn refused(report: &verifier::Report) -> anyhow::Error {
    let first = report.read().to_read().into_iter().next();
    let first = first.unwrap_or(Message::of("verify-unfinished"));
    Failure::not_verified(Message::of("checker-disapproves").with("first", first))
}

/// A quorum of tokens opens the sums, once; the shares are in the record afterwards. The officers are shown `counted`, the
/// ballots that count.
pub fn open(
    room: &mut Room,
    standing: &mut Standing,
    root: &TallyRoot<'_>,
    approvals: &ApprovalsFile,
    counted: u64,
) -> Result<()> {
    let name = shares_file(root.file().opening);
    let entered = &standing.book.state().now().shares;
    let is_entered = |kept: &[u8]| {
        SharesFile::parse(kept).is_ok_and(|kept| kept.tokens.iter().all(|token| entered.contains(&token.index)))
    };
    finish_if(room, &room.record(), &name, is_entered)?;
    if room.record().has(&name) {
        return Ok(());
    }
    let machine = Opening::new(root.election().commissions().now().election_key(), root.file(), approvals, counted)?;
    let keep = |room: &Room, shares: &SharesFile| kept(room).write(&name, &shares.to_bytes());
    let shares = room.hold_and_keep(machine, &mut standing.book, keep)?;
    finish_file(room, &room.record(), &name)?;
    let tokens: Vec<u8> = shares.tokens.iter().map(|token| token.index).collect();
    room.progress.say("open", Message::of("opened-by").with("n", shares.sums).with("tokens", Part::all_of(&tokens)));
    Ok(())
}

/// Drops shares of an opening that has no result, where lost tokens were replaced since: all answer anew.
pub fn drop_void_shares(room: &Room, state: &State) -> Result<()> {
    let now = state.now();
    if now.result.is_some() || !now.shares.is_empty() || state.replaced.is_empty() {
        return Ok(());
    }
    let name = shares_file(now.number);
    [room.record(), kept(room)].iter().try_for_each(|folder| folder.remove(&name))
}

fn shares_file(opening: u32) -> String {
    format!("opening-{opening}/shares.tamga")
}

/// Votes per leaf and option of one opening, and its tally.
pub type Opened = (TallyFile, Vec<Vec<u64>>);

/// Whether the sums of an opening are open.
pub fn is_opened(room: &Room, opening: u32) -> bool {
    room.record().has(&shares_file(opening))
}

/// The counts of every opening whose shares are in the record, combined again.
pub fn counts_so_far(room: &Room, standing: &Standing, election: &Election) -> Result<Vec<Opened>> {
    let closed = standing.book.state().closed();
    closed.filter(|opening| is_opened(room, opening.number)).map(|opening| counts_of(room, election, opening)).collect()
}

/// The counts of one opening, combined again from the recorded shares of the commission that answered.
fn counts_of(room: &Room, election: &Election, of: &OpeningState) -> Result<Opened> {
    let (record, opening) = (room.record(), of.number);
    let commission = match of.result {
        Some(_) => election.commissions().after(of.replacements).context("a commission that there was not")?,
        None => election.commissions().now(),
    };
    let tally = TallyFile::parse(&record.read(&tally_file(opening))?, election.definition())?;
    let shares = SharesFile::parse(&record.read(&shares_file(opening))?)?;
    let root = TallyRoot::restore(election, tally.clone())?;
    let progress = room.progress.clone();
    let revealed = |leaf: usize, votes: &[u64]| {
        // What has a result was revealed before.
        if let Some(leaf) = tally.leaves.get(leaf).filter(|_| of.result.is_none()) {
            progress.live(|| revealed(election, &tally, leaf, votes));
        }
    };
    let votes = combine(&root, commission, &shares, &revealed)?.votes().to_vec();
    Ok((tally, votes))
}

/// The votes of a leaf as a screen shows them, with the unused ones.
fn revealed(election: &Election, tally: &TallyFile, leaf: &Leaf, votes: &[u64]) -> Live {
    let Group { contest, ballots, ref regions, .. } = leaf.group;
    let max = election.definition().contest(contest).map_or(0, |contest| u64::from(contest.max));
    let unused = (u64::from(ballots) * max).saturating_sub(votes.iter().sum());
    let votes = votes.iter().copied().chain([unused]).collect();
    let region = regions.first().copied().unwrap_or_default();
    let (opening, groups) = (tally.opening, tally.leaves.len() as u64);
    Live::Revealed(Revealed { opening, contest, region, votes, groups })
}

/// Tables and seats over all openings. Where a lot has to be drawn first, that is said and nothing is written.
pub fn conclude(room: &Room, standing: &mut Standing, election: &Election, opened: &[Opened]) -> Result<()> {
    let opening = standing.book.state().now().number;
    let outcome = outcome(room, standing, election, opened)?;
    let (Some(entry), Some(seats)) = (outcome.entry(opening), outcome.seats_csv()) else {
        let waiting = outcome.ties_waiting().iter().filter_map(|contest| election.definition().contest(*contest));
        let contests: Vec<&str> = waiting.map(|contest| contest.id.as_str()).collect();
        return Err(Failure::not_verified(
            Message::of("lot-needed")
                .with("contests", contests.join(", "))
                .with("at", room.folder.path())
                .with("first", *contests.first().unwrap_or(&"ID")),
        ));
    };
    match standing.book.state().now().result {
        None => standing.book.append(&entry)?,
        Some(result) => {
            let again =
                matches!(entry, Entry::Result { totals, results, seats, .. } if [totals, results, seats] == result);
            if !again {
                return Err(Failure::internal("counts-not-the-ledgers"));
            }
        }
    }
    room.record().write(TOTALS, outcome.totals_csv().as_bytes())?;
    room.record().write(RESULTS, outcome.results_csv().as_bytes())?;
    room.record().write(SEATS, seats.as_bytes())
}

/// The result as it follows from counts, amendments and the lots of the newest opening.
pub fn outcome(room: &Room, standing: &Standing, election: &Election, opened: &[Opened]) -> Result<Outcome> {
    let acts = acts_so_far(room, standing, election)?;
    let contests = &election.definition().contests;
    let mut lots = BTreeMap::new();
    if let Some((newest, close)) =
        standing.book.state().closed().last().and_then(|newest| Some((newest, newest.closed?)))
    {
        for (id, [(_, first), (_, second)]) in &newest.lots {
            let contest = contests.iter().position(|contest| contest.id == *id).context("a lot for no contest")?;
            let lot = Lot { close, first: Dice::parse(first)?, second: Dice::parse(second)? };
            // A definition has at most 128 contests.
            lots.insert(contest as u16, lot);
        }
    }
    let opened: Vec<OpeningVotes<'_>> = opened.iter().map(|(tally, votes)| (tally, votes.as_slice())).collect();
    Ok(result(election, &opened, &acts.amendments, &lots)?)
}
