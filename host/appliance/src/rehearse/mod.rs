//! `tamga rehearse`: a whole election, from key ceremony to verified record, with keys of its own.

mod anchor;
mod counting;
mod holders;
mod hsms;
mod input;
mod opening;
mod polling;
mod publishing;
pub mod room;
mod setup;

use anyhow::{Context, Result};
use tamga_casting::streams::Streams;
use zeroize::Zeroizing;

use crate::cli::RehearseArguments;
use crate::folder::Folder;
use crate::interrupt::Interrupt;
use crate::progress::{Progress, grouped};
use crate::result_table;
use counting::Count;
use holders::Holders;
use room::{Room, Tokens};

/// Runs the rehearsal; done and verified, or an error with its exit code.
pub fn run(arguments: &RehearseArguments) -> Result<()> {
    let input = input::read(arguments)?;
    let folder = Folder::choose(arguments.out.as_deref())?;
    let interrupt = Interrupt::listen()?;
    let root = root_seed(arguments)?;
    let holders = Holders::new(Streams::new(*root));
    let streams = Streams::new(*root);
    let tokens = Tokens::start(input.officers, &streams)?;
    let mut room = Room { folder, progress: Progress::start(), interrupt, streams, tokens, hsms: Vec::new() };
    room.progress.say(&format!("REHEARSAL  {} into {}", input.draft.id(), room.folder.path().display()));

    let mut set_up = setup::set_up(&mut room, input.draft, (input.officers, input.quorum), &holders)?;
    room.interrupt.check()?;
    let stick = polling::vote(&room, &set_up, &input.totals, &holders)?;
    let count = Count { election: &set_up.election, custody: &set_up.custody, stick: &stick };
    let standing = &mut set_up.standing;
    let (root, verified) = counting::count(&mut room, standing, &count)?;
    room.interrupt.check()?;
    let approvals = opening::approve(&mut room, standing, &root, &holders)?;
    let counted: u64 = verified.turnout().iter().map(|of| u64::from(of.counted)).sum();
    let tables = opening::open(&mut room, standing, &root, &approvals, counted)?;
    room.interrupt.check()?;
    publishing::publish(&mut room, standing, &root, &verified, &tables)?;
    publishing::verify(&room)?;
    room.progress
        .show(&format!("\n{}", result_table::render(set_up.election.definition(), tables.totals_csv(), counted)));
    let place = room.folder.path().display();
    room.progress.show(&format!("REHEARSAL: {} ballots counted, record in {place}", grouped(counted)));
    Ok(())
}

/// The root of all randomness: given, or from the operating system.
fn root_seed(arguments: &RehearseArguments) -> Result<Zeroizing<[u8; 32]>> {
    let mut root = Zeroizing::new([0; 32]);
    match &arguments.seed {
        Some(seed) => *root = seed.0,
        None => getrandom::fill(root.as_mut_slice()).context("the operating system gives no randomness")?,
    }
    Ok(root)
}
