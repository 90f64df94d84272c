//! `tamga admit`: every record of an opening's regions is judged from outside its seal, and what is held is told.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Result;
use tamga_record::admission::{Reason, RegionTurnout, parse_verdicts_csv};
use tamga_record::definition::Definition;
use tamga_record::ledger::Entry;
use tamga_tally::acts::Acts;
use tamga_tally::admit::{self, Admitted, Earlier};
use tamga_tally::election::Election;

use super::gathering::{self, Bundles};
use super::{end, lookup};
use crate::arrivals;
use crate::failure::{Failure, Head};
use crate::folder::Folder;
use crate::live::Live;
use crate::message::{Message, Part};
use crate::reading::FILE_LEN_MAX;
use crate::room::Room;
use crate::standing::Standing;
use crate::state::Phase;

/// The regions of an opening, as the appliance remembers them between acts: a code a line.
fn regions_file(opening: u32) -> String {
    format!("opening-{opening}/regions.txt")
}

/// Judges the records of these regions, or of all that are in no box yet, and says what is held, by reason.
pub fn admit<'a>(
    room: &mut Room,
    standing: &mut Standing,
    election: &'a Election,
    acts: &'a Acts,
    codes: &[String],
) -> Result<Admitted<'a>> {
    match standing.book.state().phase() {
        Phase::Gathering | Phase::Admitted | Phase::Published => {}
        Phase::Adjudicated => {
            let admitted = restore(room, standing, election, acts)?;
            report(room, election, &admitted);
            return Ok(admitted);
        }
        phase => return Err(not_now(phase)),
    }
    let definition = election.definition();
    let unboxed = unboxed(definition, acts);
    let (opening, regions) = if unboxed.is_empty() {
        (definition.openings + 1, gathering::restore(room, standing, election, acts)?.late_regions())
    } else {
        (standing.book.state().published() + 1, choose(definition, unboxed, codes)?)
    };
    if regions.is_empty() {
        return Err(Failure::bad_input("nothing-to-admit"));
    }
    remember(room, definition, opening, &regions)?;
    let (admitted, entry) = judge(room, standing, election, acts, opening)?;
    keep_provisional(room, definition, opening, &admitted)?;
    standing.book.append(&entry)?;
    report(room, election, &admitted);
    Ok(admitted)
}

/// What can be said of an opening before its seals are open, as the appliance remembers it for its screen.
fn provisional_file(opening: u32) -> String {
    format!("opening-{opening}/provisional.csv")
}

/// A line per region, its statuses as far as they can be seen from outside; then a line per reason that holds records, and one per
/// region with more attestations used than issued.
fn keep_provisional(room: &Room, definition: &Definition, opening: u32, admitted: &Admitted<'_>) -> Result<()> {
    let mut text = String::new();
    for (region, of) in admitted.provisional() {
        let code = definition.region(region).map_or("", |region| region.code.as_str());
        let RegionTurnout { received, counted, green, blue, yellow, red, superseded, late } = of;
        let _ = writeln!(text, "{code},{received},{counted},{green},{blue},{yellow},{red},{superseded},{late}");
    }
    for (reason, records) in admitted.held_classes() {
        let _ = writeln!(text, "{},{records}", reason.word());
    }
    for (region, used, issued) in admitted.overdrawn() {
        let code = definition.region(region).map_or("", |region| region.code.as_str());
        let _ = writeln!(text, "{code},{used},{issued}");
    }
    let fresh = room.appliance().below(&format!("opening-{opening}/provisional.new"));
    fresh.clear()?;
    for (region, _) in admitted.provisional() {
        let code = definition.region(region).map_or("", |region| region.code.as_str());
        fresh.write(&format!("{code}.csv"), admitted.verdicts_csv(region).as_bytes())?;
    }
    fresh.replace(&lookup::provisional_verdicts(room, opening))?;
    room.appliance().write(&provisional_file(opening), text.as_bytes())
}

/// What can be said of an opening's records from outside their seals.
#[derive(Debug, Default)]
pub struct Provisional {
    /// The statuses of its regions.
    pub regions: BTreeMap<u16, RegionTurnout>,
    /// The reasons that hold records, with how many.
    pub held: Vec<(String, u64)>,
    /// Regions in which more attestations are used than were issued: used, issued.
    pub overdrawn: BTreeMap<u16, [u64; 2]>,
}

impl Provisional {
    /// What the last admission of an opening said, for those who only look; nothing before.
    pub fn of(appliance: &Folder, definition: &Definition, opening: u32) -> Result<Self> {
        let untrusted_text = appliance.look_if_there(&provisional_file(opening), FILE_LEN_MAX)?.unwrap_or_default();
        let mut read = Self::default();
        for line in String::from_utf8_lossy(&untrusted_text).lines() {
            let [name, numbers @ ..] = &line.split(',').collect::<Vec<_>>()[..] else { continue };
            let numbers: Vec<u32> = numbers.iter().filter_map(|number| number.parse().ok()).collect();
            match (definition.region_index(name), &numbers[..]) {
                (Some(region), &[used, issued]) => {
                    read.overdrawn.insert(region, [used.into(), issued.into()]);
                }
                (Some(region), &[received, counted, green, blue, yellow, red, superseded, late]) => {
                    let of = RegionTurnout { received, counted, green, blue, yellow, red, superseded, late };
                    read.regions.insert(region, of);
                }
                (_, &[records]) => read.held.push(((*name).to_owned(), records.into())),
                _ => {}
            }
        }
        Ok(read)
    }
}

/// The records as they were admitted, for an act that comes later: before or after the box was closed.
pub fn restore<'a>(room: &Room, standing: &Standing, election: &'a Election, acts: &'a Acts) -> Result<Admitted<'a>> {
    Ok(judge(room, standing, election, acts, standing.book.state().now().number)?.0)
}

fn not_now(phase: Phase) -> anyhow::Error {
    match phase {
        Phase::Ended => end::is_over(),
        Phase::SettingUp => Failure::bad_input("admit-ceremony"),
        _ => Failure::bad_input("admit-closed"),
    }
}

/// Regions that are in no box.
pub fn unboxed(definition: &Definition, acts: &Acts) -> Vec<u16> {
    let boxed: Vec<u16> =
        acts.boxes.iter().flat_map(|closed| closed.body.regions.iter().map(|region| region.region)).collect();
    let all = (0u16..).zip(&definition.regions).map(|(region, _)| region);
    all.filter(|region| !boxed.contains(region)).collect()
}

fn choose(definition: &Definition, unboxed: Vec<u16>, codes: &[String]) -> Result<Vec<u16>> {
    if codes.is_empty() {
        return Ok(unboxed);
    }
    let mut regions = Vec::with_capacity(codes.len());
    for code in codes {
        let place = place_of(definition, code).filter(|region| unboxed.contains(region));
        regions.push(place.ok_or_else(|| Failure::bad_input(Message::of("region-not-now").with("code", code)))?);
    }
    regions.sort_unstable();
    regions.dedup();
    Ok(regions)
}

/// Index of a region by its code.
pub fn place_of(definition: &Definition, code: &str) -> Option<u16> {
    // A definition has at most 4,096 regions.
    definition.regions.iter().position(|region| region.code == code).map(|place| place as u16)
}

fn remember(room: &Room, definition: &Definition, opening: u32, regions: &[u16]) -> Result<()> {
    let described = regions.iter().filter_map(|region| definition.region(*region));
    let text: String = described.map(|region| format!("{}\n", region.code)).collect();
    room.appliance().write(&regions_file(opening), text.as_bytes())
}

fn remembered(room: &Room, definition: &Definition, opening: u32) -> Result<Vec<u16>> {
    let name = regions_file(opening);
    let text =
        String::from_utf8(room.appliance().read(&name)?).head(|| Message::of("file-no-text").with("path", &name))?;
    text.lines()
        .map(|code| {
            place_of(definition, code).ok_or_else(|| Failure::internal(Message::of("file-damaged").with("path", &name)))
        })
        .collect()
}

fn judge<'a>(
    room: &Room,
    standing: &Standing,
    election: &'a Election,
    acts: &'a Acts,
    opening: u32,
) -> Result<(Admitted<'a>, Entry)> {
    let definition = election.definition();
    let regions = remembered(room, definition, opening)?;
    let import = gathering::restore(room, standing, election, acts)?;
    let imported = match acts.boxes.iter().any(|closed| closed.body.opening == opening) {
        true => import.resume(opening)?,
        false => import
            .finish(opening, &regions)
            .map_err(|error| Failure::bad_input(Message::of("admit-refused").with("why", arrivals::import(&error))))?,
    };
    let source = Bundles::new(room, definition);
    let counting = room.progress.counting("admit", "unit-records");
    let items = imported.items();
    let earlier = earlier(room, definition, opening, &regions)?;
    let judged = |region, of: &RegionTurnout| room.progress.live(|| live(region, of));
    let judged = admit::admit(imported, &source, &earlier, &|done, total| counting.report(done, total), &judged)?;
    counting.finish(items);
    Ok(judged)
}

fn live(region: u16, of: &RegionTurnout) -> Live {
    let RegionTurnout { received, counted: _, green, blue, yellow, red, superseded, late } = *of;
    let statuses = [green, blue, yellow, red, superseded, late].map(u64::from);
    Live::Judged { region, received: received.into(), statuses }
}

/// The verdicts of earlier openings, which late records are compared with.
fn earlier(room: &Room, definition: &Definition, opening: u32, regions: &[u16]) -> Result<Earlier> {
    if opening <= definition.openings {
        return Ok(Earlier::none());
    }
    let mut verdicts = BTreeMap::new();
    for (region, described) in regions.iter().filter_map(|region| Some((*region, definition.region(*region)?))) {
        let lines = room.audit().read(&format!("verdicts/{}.csv", described.code))?;
        verdicts.insert(region, parse_verdicts_csv(definition, &lines)?);
    }
    Ok(Earlier::new(verdicts))
}

fn report(room: &Room, election: &Election, admitted: &Admitted<'_>) {
    let definition = election.definition();
    let (mut received, mut red) = (0u64, 0u64);
    for (_, turnout) in admitted.provisional() {
        received += u64::from(turnout.received);
        red += u64::from(turnout.red);
    }
    room.progress.say("admit", Message::of("admit-received").with("n", received).with("red", red));
    for (reason, records) in admitted.held_classes() {
        room.progress.say("admit", held("held-records", reason, records));
    }
    for (region, used, issued) in admitted.overdrawn() {
        room.progress.alarm("admit", overdrawn(definition, region, used, issued));
    }
}

/// That more attestations are used in a region than were issued.
pub fn overdrawn(definition: &Definition, region: u16, used: u64, issued: u64) -> Message {
    let region = Part::region(definition, region);
    Message::of("attestations-overdrawn").with("region", region).with("used", used).with("issued", issued)
}

/// So many records are held for this reason: its word, which is typed, and its name.
pub fn held(key: &'static str, reason: Reason, records: u32) -> Message {
    Message::of(key).with("n", records).with("reason", reason.word()).with("name", named(reason))
}

/// The name of a reason.
pub fn named(reason: Reason) -> Message {
    Message::of_kind("reason", reason.word())
}
