//! What has arrived so far: restored from ledger and disk, so that each act can begin where the last one ended.

use std::fs::File;
use std::io::{self, BufReader};

use anyhow::{Context, Result};
use tamga_crypto::hash::sha3_256;
use tamga_record::amendments::Amendments;
use tamga_record::box_file::{BoxBody, BoxFile};
use tamga_record::bundle::counts::AttestationCounts;
use tamga_record::bundle::{BundleReader, bundle_path};
use tamga_record::decisions::Decisions;
use tamga_record::definition::Definition;
use tamga_record::revocations::Revocations;
use tamga_tally::acts::Acts;
use tamga_tally::election::Election;
use tamga_tally::import::Import;
use tamga_tally::source::{BundlePlace, BundleSource};

use crate::failure::{Failure, Head};
use crate::folder::Folder;
use crate::message::Message;
use crate::room::{KEPT, Room};
use crate::standing::Standing;
use crate::state::ImportedBundle;

/// Files that come in beside the bundles, by their names in `audit/` or `record/`.
pub const COUNTS: &str = "attestation-counts.tamga";
pub const REVOCATIONS: &str = "revocations.tamga";
pub const AMENDMENTS: &str = "amendments.tamga";
pub const DECISIONS: &str = "decisions.tamga";

/// Bundles on disk: those of a box are in the auditors' edition, the others still in the appliance.
pub struct Bundles<'a> {
    waiting: Folder,
    boxed: Folder,
    definition: &'a Definition,
}

impl<'a> Bundles<'a> {
    /// The bundles of this room.
    pub fn new(room: &Room, definition: &'a Definition) -> Self {
        Self { waiting: room.appliance(), boxed: room.audit(), definition }
    }

    /// The path of a bundle below either folder.
    pub fn path(&self, place: BundlePlace) -> Result<String> {
        let region = self.definition.region(place.region).context("a region that is not in the definition")?;
        let collector = self.definition.collectors.get(usize::from(place.collector)).context("an unknown collector")?;
        Ok(bundle_path(&region.code, &collector.id, place.number, place.variant))
    }

    /// The bundle as it is kept.
    fn file(&self, path: &str) -> Result<File> {
        let file = match self.waiting.open_plain(path)? {
            Some(file) => Some(file),
            None => self.boxed.open_plain(path)?,
        };
        file.ok_or_else(|| Failure::internal(Message::of("file-missing").with("path", path)))
    }

    /// Moves the bundles of a box into the auditors' edition: all that the ledger has of its regions.
    pub fn put_in_box(&self, known: &[ImportedBundle], body: &BoxBody) -> Result<()> {
        for bundle in known {
            let place = place_of(self.definition, bundle)?;
            if body.regions.iter().any(|region| region.region == place.region) {
                self.boxed.take_from(&self.waiting, &self.path(place)?)?;
            }
        }
        Ok(())
    }
}

impl BundleSource for Bundles<'_> {
    type Reader = BufReader<File>;

    fn open(&self, place: BundlePlace) -> io::Result<Self::Reader> {
        let path = self.path(place).map_err(io::Error::other)?;
        Ok(BufReader::new(self.file(&path).map_err(io::Error::other)?))
    }
}

/// Amendments, revocations and boxes so far.
pub fn acts_so_far(room: &Room, standing: &Standing, election: &Election) -> Result<Acts> {
    let (record, audit) = (room.record(), room.audit());
    let state = standing.book.state();
    finish_if(room, &record, AMENDMENTS, |kept| {
        Amendments::parse(kept).is_ok_and(|kept| kept.amendments.len() == state.amendments as usize)
    })?;
    finish_if(room, &audit, REVOCATIONS, |kept| state.revocations == Some(sha3_256(&[kept])))?;
    let amendments = match record.has(AMENDMENTS) {
        true => Amendments::parse(&record.read(AMENDMENTS)?)?,
        false => Amendments::none(*election.id()),
    };
    let revocations = match audit.has(REVOCATIONS) {
        true => Some(Revocations::parse(&audit.read(REVOCATIONS)?)?),
        false => None,
    };
    let revoked = revocations.as_ref().map(Revocations::digest);
    if amendments.amendments.len() != state.amendments as usize || revoked != state.revocations {
        return Err(not_the_ledgers("things-amendments"));
    }
    let mut boxes = Vec::new();
    for opening in standing.book.state().closed() {
        let path = box_path(opening.number);
        // The entry stands; where power failed after it, what was kept before it is the box.
        finish_file(room, &record, &path)?;
        boxes.push(BoxFile::parse(&record.read(&path)?)?);
    }
    Ok(Acts { amendments, revocations, boxes })
}

/// Decisions so far.
pub fn decisions_so_far(room: &Room, standing: &Standing, election: &Election) -> Result<Decisions> {
    let (audit, so_far) = (room.audit(), standing.book.state().decisions as usize);
    finish_if(room, &audit, DECISIONS, |kept| Decisions::parse(kept).is_ok_and(|kept| kept.decisions.len() == so_far))?;
    let decisions = match audit.has(DECISIONS) {
        true => Decisions::parse(&audit.read(DECISIONS)?)?,
        false => Decisions::none(*election.id()),
    };
    if decisions.decisions.len() != so_far {
        return Err(not_the_ledgers("things-decisions"));
    }
    Ok(decisions)
}

fn not_the_ledgers(what: &'static str) -> anyhow::Error {
    Failure::internal(Message::of("not-the-ledgers").with("what", Message::of(what)))
}

/// Where a box is in the record.
pub fn box_path(opening: u32) -> String {
    format!("opening-{opening}/box.tamga")
}

/// Where outcomes are kept until the entry that says so is on disk: at the path that they will have in their edition.
pub fn kept(room: &Room) -> Folder {
    room.appliance().private(KEPT)
}

/// The import with everything that the ledger says has come in. Bundles are known by their headers; their records are not
/// read again.
pub fn restore<'a>(room: &Room, standing: &Standing, election: &'a Election, acts: &'a Acts) -> Result<Import<'a>> {
    let bundles = Bundles::new(room, election.definition());
    let mut import = Import::begin(election, acts);
    for known in &standing.book.state().bundles {
        let place = place_of(election.definition(), known)?;
        let path = bundles.path(place)?;
        finish_import(room, &bundles, &path)?;
        let header = BundleReader::open(BufReader::new(bundles.file(&path)?))?.header().clone();
        import
            .known(&header, known.variant, known.digest)
            .head(|| Message::of("file-not-the-ledgers").with("path", &path))?;
    }
    if let Some(counts) = standing.book.state().counts {
        finish_if(room, &room.audit(), COUNTS, |kept| sha3_256(&[kept]) == counts)?;
        import.counts(&AttestationCounts::parse(&room.audit().read(COUNTS)?)?)?;
    }
    Ok(import)
}

fn place_of(definition: &Definition, known: &ImportedBundle) -> Result<BundlePlace> {
    let region = definition.regions.iter().position(|region| region.code == known.region);
    let collector = definition.collectors.iter().position(|named| named.id == known.collector);
    let (region, collector) = region.zip(collector).context("the ledger names a bundle of nobody")?;
    // A definition has far fewer than 2^16 of either.
    let (region, collector) = (region as u16, collector as u16);
    Ok(BundlePlace { region, collector, number: known.bundle, variant: known.variant })
}

/// A bundle whose entry is in the ledger but which power failed to put in its place is in `kept`.
fn finish_import(room: &Room, bundles: &Bundles<'_>, path: &str) -> Result<()> {
    if bundles.file(path).is_err() {
        room.appliance().take_from(&kept(room), path)?;
    }
    Ok(())
}

/// The same for a file that is replaced again and again: what is kept takes its place if its entry is in the ledger, else it
/// goes, as it never came into effect.
pub fn finish_if(room: &Room, folder: &Folder, name: &str, is_entered: impl Fn(&[u8]) -> bool) -> Result<()> {
    let kept = kept(room);
    if !kept.has(name) {
        return Ok(());
    }
    if is_entered(&kept.read(name)?) { folder.take_from(&kept, name) } else { kept.remove(name) }
}

/// The same for a file whose entry is in the ledger for certain.
pub fn finish_file(room: &Room, folder: &Folder, name: &str) -> Result<()> {
    let kept = kept(room);
    if kept.has(name) { folder.take_from(&kept, name) } else { Ok(()) }
}
