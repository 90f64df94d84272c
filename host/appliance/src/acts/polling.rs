//! `tamga cast`: the online side of a rehearsal. Voters vote, and what they cast arrives on a stick.

use std::fs::File;
use std::io::{BufReader, BufWriter, Error};
use std::path::PathBuf;

use anyhow::{Context, Result};
use tamga_casting::collector::{ChainEnd, Collector};
use tamga_casting::identity::{Findings, IdentityService};
use tamga_casting::mischief::{Holders as StolenKeys, Mischief, Players, Scene};
use tamga_casting::params::ElectionParams;
use tamga_casting::polling::{Polling, RegionVotes};
use tamga_casting::registrar::{Enrolment, LinkShare};
use tamga_crypto::hash::sha3_256;
use tamga_record::bundle::{BundleReader, bundle_path};
use tamga_record::cast::Item;
use tamga_record::definition::Definition;
use tamga_record::receipt::Receipt;
use tamga_tally::election::Election;

use super::gathering::{COUNTS, REVOCATIONS};
use super::setup::enrol_voters;
use crate::folder::Folder;
use crate::input::Input;
use crate::message::Message;
use crate::room::Room;

/// Records in a bundle at most.
const BUNDLE_ITEMS: u32 = 4_096;
/// One voter of so many votes twice, so that every rehearsal has superseded records.
const REVOTE_ONE_IN: u32 = 50;
/// A file beside the sticks: everything is on them.
const COMPLETE: &str = "complete";

/// A file beside the sticks: receipts of some voters.
const RECEIPTS: &str = "receipts.txt";
/// So many of each region.
const RECEIPTS_PER_REGION: usize = 5;
/// The folder that stands for the sticks, in the appliance's.
pub const STICKS: &str = "sticks";

/// The folder that stands for the sticks.
pub fn sticks(room: &Room) -> Folder {
    room.appliance().below(STICKS)
}

/// What arrives on election day; what arrives after it, with files that nobody should take; what arrives after the box is
/// closed; what arrives when nothing is taken any more.
pub const BALLOTS: &str = "1-ballots";
pub const OTHERS: &str = "2-others";
pub const LATE: &str = "3-late";
pub const TOO_LATE: &str = "4-too-late";

/// Where a stick is mounted, if there is one of this name.
pub fn stick(room: &Room, name: &str) -> Option<PathBuf> {
    let path = sticks(room).below(name).path().to_owned();
    path.exists().then_some(path)
}

/// Every stick that the voters of a rehearsal filled, in the order in which they arrive; none before all of them are filled.
pub fn all_sticks(appliance: &Folder) -> Vec<PathBuf> {
    let sticks = appliance.below(STICKS);
    if !sticks.has(COMPLETE) {
        return Vec::new();
    }
    let path = |name| sticks.path().join(name);
    [BALLOTS, OTHERS, LATE, TOO_LATE].map(path).into_iter().filter(|path| path.exists()).collect()
}

/// Who plays mischief, where it is wanted.
pub fn players(room: &Room, definition: &Definition, input: &Input) -> Option<Players> {
    let ballots: Vec<u32> = input.plan.regions.iter().map(|region| region.ballots).collect();
    room.options.mischief.then(|| Players::choose(definition, &ballots, REVOTE_ONE_IN))
}

/// Everybody votes as the plan says; bundles, attestation counts and revocations are on the sticks afterwards. Sticks that are
/// complete stay as they are. Gives the mischief that was played, if it was wanted.
pub fn cast(room: &Room, election: &Election, input: &Input, enrolment: Option<Enrolment>) -> Result<Option<Mischief>> {
    let is_complete = sticks(room).has(COMPLETE);
    if is_complete && !room.options.mischief {
        room.progress.say("casting", Message::of("sticks-complete").with("path", sticks(room).path()));
        return Ok(None);
    }
    let definition = election.definition();
    let enrolment = match enrolment {
        Some(enrolment) => enrolment,
        None => enrol_voters(room, definition, election.keys(), input, LinkShare::None)?,
    };
    let params = ElectionParams::new(definition.clone(), *election.id(), election.keys())?;
    let identity = IdentityService::new(room.holders.identity(), *election.id(), election.regions());
    let honest = Polling {
        params: &params,
        identity: &identity,
        findings: Findings::fine(definition.opens, sha3_256(&[b"the mobile base of a rehearsal"])),
        streams: &room.streams,
        bundle_items: BUNDLE_ITEMS,
        revote_one_in: REVOTE_ONE_IN,
        mischief: None,
    };
    let votes = |region: u16| {
        let plan = input.plan.regions.get(usize::from(region));
        let plan = plan.ok_or(tamga_casting::polling::PollingError::Region(region))?;
        RegionVotes::from_plan(definition, plan, region, &room.streams)
    };
    let scene = Scene { polling: &honest, enrolment: &enrolment, votes: &votes };
    let mischief = match players(room, definition, input) {
        Some(players) => Some(play(room, definition, players, &scene)?),
        None => None,
    };
    if !is_complete {
        let ends = cast_all(room, &Polling { mischief: mischief.as_ref(), ..honest }, input, &scene)?;
        leave_papers(room, &identity, mischief.as_ref(), &params)?;
        if let Some(mischief) = &mischief {
            leave_mischief(room, mischief, &scene, &ends)?;
        }
        leave_receipts(room, election)?;
        sticks(room).write(COMPLETE, b"tamga/rehearsal-sticks/v1\n")?;
    }
    Ok(mischief)
}

fn play(room: &Room, definition: &Definition, players: Players, scene: &Scene<'_>) -> Result<Mischief> {
    let holders = &room.holders;
    let stolen = StolenKeys {
        registrar: holders.registrar(),
        identity: holders.identity(),
        collectors: (0u16..).zip(&definition.collectors).map(|(index, _)| holders.collector(index)).collect(),
    };
    let mischief = Mischief::play(players, scene, &stolen)?;
    let played = Mischief::kinds().count() - mischief.skipped().len();
    room.progress
        .say("mischief", Message::of("mischief-played").with("kinds", played).with("n", mischief.expected().len()));
    let left_out = mischief.skipped().len();
    if left_out > 0 {
        room.progress.say("mischief", Message::of("mischief-left-out").with("n", left_out));
    }
    Ok(mischief)
}

/// The honest ballots, and the chains that they are in; gives their ends.
fn cast_all(room: &Room, polling: &Polling<'_>, input: &Input, scene: &Scene<'_>) -> Result<Vec<ChainEnd>> {
    let definition = polling.params.definition();
    let stick = sticks(room).below(BALLOTS);
    let collector = Collector::new(0, room.holders.collector(0));
    let collector_id = &definition.collectors.first().context("no collector")?.id;
    let counting = room.progress.counting("casting", "unit-ballots");
    let all = input.plan.ballots();
    let (mut before, mut ends) = (0, Vec::new());
    for (region, described) in (0u16..).zip(&definition.regions) {
        room.interrupt.check()?;
        let votes = (scene.votes)(region)?;
        let open = |number| {
            let path = stick.place(&bundle_path(&described.code, collector_id, number, 1));
            Ok(BufWriter::new(File::create(path.map_err(Error::other)?)?))
        };
        let report = |done, _| counting.report(before + done, all);
        let voters = scene.enrolment.voters_of(region);
        ends.push(polling.cast_region(&collector, region, voters, &votes, open, &report)?);
        before += votes.ballots.len() as u64;
    }
    counting.finish(all);
    Ok(ends)
}

/// Receipts of some of each region's voters, as their devices show them, beside the sticks: a line each, region and text. So a
/// rehearsal can try the look-up.
fn leave_receipts(room: &Room, election: &Election) -> Result<()> {
    let definition = election.definition();
    let collector = &definition.collectors.first().context("no collector")?.id;
    let mut text = String::new();
    for described in &definition.regions {
        let path = sticks(room).below(BALLOTS).path().join(bundle_path(&described.code, collector, 1, 1));
        let Ok(file) = File::open(path) else { continue };
        let mut bundle = BundleReader::open(BufReader::new(file))?;
        for _ in 0..RECEIPTS_PER_REGION {
            let Some(item) = bundle.next_item()? else { break };
            let tracker = Item::parse(&item)?.header.inner_digest;
            text += &format!("{} {}\n", described.code, Receipt::new(election.id(), tracker));
        }
    }
    sticks(room).write(RECEIPTS, text.as_bytes())
}

/// Attestation counts and revocations.
fn leave_papers(
    room: &Room,
    identity: &IdentityService,
    mischief: Option<&Mischief>,
    params: &ElectionParams,
) -> Result<()> {
    let stick = sticks(room).below(BALLOTS);
    let honest = identity.counts();
    let counts = match mischief {
        Some(mischief) => mischief.counts(honest, &room.holders.identity()),
        None => honest,
    };
    stick.write(COUNTS, &counts.to_bytes())?;
    let revocations = mischief.and_then(|of| of.revocations(*params.election(), &room.holders.registrar()));
    revocations.map_or(Ok(()), |revocations| stick.write(REVOCATIONS, &revocations.to_bytes()))
}

/// Files that arrive after the honest bundles, and bundles that arrive after the box is closed.
fn leave_mischief(room: &Room, mischief: &Mischief, scene: &Scene<'_>, ends: &[ChainEnd]) -> Result<()> {
    let [others, late, too_late] = [OTHERS, LATE, TOO_LATE].map(|name| sticks(room).below(name));
    for file in mischief.files() {
        others.write(&file.name, &file.bytes)?;
    }
    let collector = Collector::new(0, room.holders.collector(0));
    for region in mischief.late_regions() {
        let end = *ends.get(usize::from(region)).context("a chain without an end")?;
        let file = mischief.late_bundle(scene, &collector, region, end)?;
        late.write(&file.name, &file.bytes)?;
    }
    if let Some(region) = mischief.too_late_region() {
        let end = *ends.get(usize::from(region)).context("a chain without an end")?;
        if let Some(file) = mischief.too_late_bundle(scene, &collector, end)? {
            too_late.write(&file.name, &file.bytes)?;
        }
    }
    Ok(())
}
