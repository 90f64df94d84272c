//! Everything that arrives, judged.

use std::collections::BTreeMap;

use tamga_crypto::group::{RistrettoPoint, Scalar};
use tamga_record::admission::{Place, VerdictLine};
use tamga_record::bundle::{BundleHeader, BundleReader};
use tamga_record::votes::PlannedVotes;

use crate::judge::{Received, judge};
use crate::world::{ELECTION_SECRET, World, key};

/// A bundle that was read to its end, with its items.
pub fn read(untrusted_bundle: &[u8]) -> (BundleHeader, [u8; 32], Vec<Vec<u8>>) {
    let mut reader = BundleReader::open(untrusted_bundle).unwrap();
    let (header, mut items) = (reader.header().clone(), Vec::new());
    while let Some(item) = reader.next_item().unwrap() {
        items.push(item);
    }
    let digest = reader.finish(&key("collector").verifying_key()).unwrap();
    (header, digest, items)
}

/// The bundles of a region in the order in which they are imported, before the box is closed.
pub fn imported(world: &World, region: u16) -> Vec<(BundleHeader, [u8; 32], Vec<Vec<u8>>)> {
    let honest = world.bundles[&region].iter().map(Vec::as_slice);
    let extra = world.mischief.files().iter();
    let extra =
        extra.filter(|file| file.fate == tamga_casting::mischief::Fate::Taken).map(|file| file.bytes.as_slice());
    honest.chain(extra).map(read).filter(|(header, _, _)| header.region == region).collect()
}

/// What became of every record of a region: of its box, and of the supplement.
pub fn records_of(world: &World, region: u16) -> (Vec<Received>, Vec<Received>) {
    let mut variants: BTreeMap<u32, u8> = BTreeMap::new();
    let mut in_box = Vec::new();
    for (header, _, items) in imported(world, region) {
        let variant = variants.entry(header.number).or_default();
        *variant += 1;
        in_box.extend(received(&header, *variant, items, false));
    }
    in_box.sort_by_key(|record| record.place);
    judge(world, region, &mut in_box, &[]);
    let late = world.late.get(&region).map(|bundle| read(bundle));
    let mut late: Vec<Received> = late.map(|(header, _, items)| received(&header, 1, items, true)).unwrap_or_default();
    judge(world, region, &mut late, &in_box);
    (in_box, late)
}

fn received(header: &BundleHeader, variant: u8, items: Vec<Vec<u8>>, late: bool) -> Vec<Received> {
    let place = |item| Place { collector: header.collector, bundle: header.number, variant, item };
    (0u32..).zip(items).map(|(number, bytes)| Received::new(place(number), bytes, late)).collect()
}

pub fn lines(world: &World, records: &[Received]) -> Vec<VerdictLine> {
    records.iter().map(|record| record.line(world)).collect()
}

/// The counts of all regions, decrypted from the sums of what is counted, are those of the plan.
pub fn assert_same_results(world: &World) {
    let definition = world.params.definition();
    for (region, plan) in (0u16..).zip(&world.plan.regions) {
        let (in_box, late) = records_of(world, region);
        let counted: Vec<&Received> = in_box.iter().chain(&late).filter(|record| record.counted).collect();
        assert_eq!(counted.len(), plan.ballots as usize, "region {region}");
        let PlannedVotes::Rows(rows) = &plan.votes else { panic!("the plan has rows") };
        for (contest, described) in (0u16..).zip(&definition.contests) {
            for option in 0..described.options.len() {
                let votes = rows.iter().filter(|row| {
                    row.contests.indices().zip(&row.marks).any(|(on, marks)| on == contest && marks.contains(option))
                });
                let votes = votes.count() as u64;
                assert_eq!(decrypted(&counted, contest, option), RistrettoPoint::mul_base(&Scalar::from(votes)));
            }
        }
    }
}

fn decrypted(counted: &[&Received], contest: u16, option: usize) -> RistrettoPoint {
    let carry = counted.iter().filter_map(|record| {
        let place = record.item.header.contests.indices().position(|on| on == contest)?;
        Some(record.ballot[place][option])
    });
    let sum: tamga_crypto::elgamal::Ciphertext = carry.sum();
    sum.b - Scalar::from(ELECTION_SECRET) * sum.a
}
