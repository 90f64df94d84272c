//! Approval by a checker, opening by the tokens, counts.

use anyhow::{Context, Result};
use tamga_ceremony::Opening;
use tamga_crypto::hash::sha3_256;
use tamga_record::approvals::{ApprovalsFile, CheckerKey};
use tamga_record::ledger::Entry;
use tamga_tally::combine::combine;
use tamga_tally::result::{ResultTables, result};
use tamga_tally::root::TallyRoot;

use super::holders::Holders;
use super::room::{Room, Standing};
use crate::failure::Failure;
use crate::verifier;

/// A checker, in a process of its own, recomputes everything from its copy and approves the tally root.
pub fn approve(
    room: &mut Room,
    standing: &mut Standing,
    root: &TallyRoot<'_>,
    holders: &Holders,
) -> Result<ApprovalsFile> {
    room.export_ledger(&standing.book)?;
    let checker = root.election().definition().checkers.first().context("no checker")?.id.clone();
    let place = room.appliance().below("checkers");
    let key = CheckerKey { id: checker.clone(), seed: holders.checker_seed(0), approved: Vec::new() };
    place.write(&format!("{checker}.key"), &key.expose_bytes())?;
    let approval = place.path().join(format!("{checker}.approval"));
    room.progress.say(&format!("approval   {checker} recomputes everything up to the tally root"));
    let report = verifier::run(
        room,
        "approval",
        &[
            room.record().path().as_os_str(),
            "--audit".as_ref(),
            room.audit().path().as_os_str(),
            "--anchor".as_ref(),
            room.folder.path().join("anchor.txt").as_os_str(),
            "--stage".as_ref(),
            "aggregate".as_ref(),
            "--approve".as_ref(),
            place.path().join(format!("{checker}.key")).as_os_str(),
            "--out".as_ref(),
            approval.as_os_str(),
        ],
    )?;
    room.appliance().write(&format!("checkers/{checker}.report"), report.text.as_bytes())?;
    if report.code != 0 {
        return Err(refused(&report));
    }
    room.progress.say(&format!("approval   {checker}: {}", report.last_line()));
    let approvals = ApprovalsFile::parse(&place.read(&format!("{checker}.approval"))?)?;
    for (_, signature) in &approvals.approvals {
        let digest = sha3_256(&[signature]);
        standing.book.append(&Entry::Approval { opening: root.file().opening, checker: checker.clone(), digest })?;
    }
    room.record().write(&format!("opening-{}/approvals.tamga", root.file().opening), &approvals.to_bytes())?;
    Ok(approvals)
}

fn refused(report: &verifier::Report) -> anyhow::Error {
    let first = report.failures().next().unwrap_or(report.last_line());
    Failure::not_verified(
        format!("the checker does not approve: {first}"),
        "Nothing was opened. Read the checker's report in appliance/checkers, mend what it names, and count again.",
    )
}

/// A quorum of tokens opens the sums; the counts follow. The officers are shown `counted`, the ballots that count.
pub fn open(
    room: &mut Room,
    standing: &mut Standing,
    root: &TallyRoot<'_>,
    approvals: &ApprovalsFile,
    counted: u64,
) -> Result<ResultTables> {
    let election = root.election();
    let opening = root.file().opening;
    let machine = Opening::new(&election.keys().election, root.file(), approvals, counted)?;
    let shares = room.hold(machine, &mut standing.book)?;
    room.record().write(&format!("opening-{opening}/shares.tamga"), &shares.to_bytes())?;
    let tokens: Vec<u8> = shares.tokens.iter().map(|token| token.index).collect();
    room.progress.say(&format!("open       {} sums by tokens {tokens:?}", shares.sums));
    let counts = combine(root, &shares)?;
    let (tables, entry) = result(&counts)?;
    standing.book.append(&entry)?;
    room.record().write("totals.csv", tables.totals_csv().as_bytes())?;
    room.record().write("results.csv", tables.results_csv().as_bytes())?;
    Ok(tables)
}
