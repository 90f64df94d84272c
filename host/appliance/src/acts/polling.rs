//! The online side of a rehearsal: voters vote, and what they cast arrives on a stick.

use std::fs::File;
use std::io::BufWriter;

use anyhow::{Context, Result};
use tamga_casting::collector::Collector;
use tamga_casting::identity::{Findings, IdentityService};
use tamga_casting::params::ElectionParams;
use tamga_casting::polling::{Polling, RegionVotes};
use tamga_crypto::hash::sha3_256;
use tamga_record::bundle::bundle_path;
use tamga_record::votes::Totals;

use super::holders::Holders;
use super::room::Room;
use super::setup::SetUp;
use crate::folder::Folder;

/// Records in a bundle at most.
const BUNDLE_ITEMS: u32 = 4_096;
/// One voter of so many votes twice, so that every rehearsal has superseded records.
const REVOTE_ONE_IN: u32 = 50;
/// The attestation counts beside the bundles.
pub const COUNTS: &str = "attestation-counts.tamga";

/// Everybody votes as the totals say; bundles and attestation counts are on the stick afterwards.
pub fn vote(room: &Room, set_up: &SetUp, totals: &Totals, holders: &Holders) -> Result<Folder> {
    let stick = room.appliance().below("stick");
    let election = &set_up.election;
    let definition = election.definition();
    let params = ElectionParams::new(definition.clone(), *election.id(), election.keys())?;
    let identity = IdentityService::new(holders.identity(), *election.id(), election.regions());
    let polling = Polling {
        params: &params,
        identity: &identity,
        findings: Findings::fine(definition.opens, sha3_256(&[b"the mobile base of a rehearsal"])),
        streams: &room.streams,
        bundle_items: BUNDLE_ITEMS,
        revote_one_in: REVOTE_ONE_IN,
    };
    let collector = Collector::new(0, holders.collector(0));
    let collector_id = &definition.collectors.first().context("no collector")?.id;
    let counting = room.progress.counting("casting", "ballots");
    let all: u64 = totals.ballots.iter().map(|ballots| u64::from(*ballots)).sum();
    let mut before = 0;
    for (region, described) in (0u16..).zip(&definition.regions) {
        room.interrupt.check()?;
        let votes = RegionVotes::from_totals(definition, totals, region, &room.streams)?;
        let open = |number| {
            let path = stick.place(&bundle_path(&described.code, collector_id, number));
            Ok(BufWriter::new(File::create(path.map_err(std::io::Error::other)?)?))
        };
        let report = |done, _| counting.report(before + done, all);
        polling.cast_region(&collector, region, set_up.enrolment.voters_of(region), &votes, open, &report)?;
        before += u64::from(votes.ballots);
    }
    counting.finish(all);
    stick.write(COUNTS, &identity.counts().to_bytes())?;
    Ok(stick)
}
