//! Stage 2, admission: everything that can be said of a record from outside its seal.

use std::collections::HashSet;

use rayon::prelude::*;
use tamga_crypto::hash::{Digest, sha3_256};
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_record::ByteFault;
use tamga_record::admission::{Reason, Reasons, Status, trackers_txt};
use tamga_record::cast::{
    Attestation, BIOMETRIC_FAIL, FLAG_CODE_VERIFIED, FLAG_IIN_IN_REGISTRY, FLAG_PHONE_EQUALS, FLAG_PHONE_SHARED,
    FLAGS_ALL, Header, Item, cast_message,
};
use tamga_record::definition::HeldStatus;
use tamga_record::ledger::Entry;
use tamga_record::roll::RollEntry;

use crate::election::Election;
use crate::import::Imported;
use crate::progress::{Counter, Progress};
use crate::record::{Record, Records};
use crate::source::{BundlePlace, BundleSource, RereadError, reread};

/// Why no records were admitted.
#[derive(Debug, thiserror::Error)]
pub enum AdmitError {
    /// A bundle could not be read again.
    #[error(transparent)]
    Reread(#[from] RereadError),
    /// An item of an imported bundle is no item. The import refuses such bundles.
    #[error("item {item} of bundle {} of region {} and collector {} is no record: {fault}", place.number, place.region, place.collector)]
    Item {
        /// The bundle.
        place: BundlePlace,
        /// Place in the bundle, from 0.
        item: u32,
        /// What is wrong.
        fault: ByteFault,
    },
}

/// Every record with the reasons that apply from outside its seal; statuses are provisional.
#[derive(Debug)]
pub struct Admitted<'a> {
    imported: Imported<'a>,
    records: Records,
}

/// Reads all bundles again and judges every record from outside its seal: all reasons of the README's table from
/// `wrong-election` to `duplicate`, the flags and the roll's default. Gives the ledger entry.
///
/// Parallel; in memory are a block of items and some 170 bytes per record. Bad records are findings and stop nothing.
/// Refuses bundles that are not those of the import.
pub fn admit<'a, S: BundleSource>(
    imported: Imported<'a>,
    source: &S,
    progress: Progress<'_>,
) -> Result<(Admitted<'a>, Entry), AdmitError> {
    let election = imported.election();
    let counter = Counter::new(imported.items(), progress);
    let mut records = Records::default();
    for (region, _) in (0u16..).zip(&election.definition().regions) {
        let mut seen = HashSet::new();
        for (collector, chain) in imported.chains_of(region) {
            for (number, (digest, _)) in (1u32..).zip(&chain.bundles) {
                let place = BundlePlace { region, collector, number };
                admit_bundle(election, source, place, digest, &counter, &mut seen, &mut records)?;
            }
        }
        records.end_region();
    }
    let admitted = Admitted { imported, records };
    let entry = admitted.entry();
    Ok((admitted, entry))
}

fn admit_bundle<S: BundleSource>(
    election: &Election,
    source: &S,
    place: BundlePlace,
    imported: &Digest,
    counter: &Counter<'_>,
    seen: &mut HashSet<Digest>,
    records: &mut Records,
) -> Result<(), AdmitError> {
    let mut fault = None;
    reread(election, source, place, imported, |first, block| {
        let examined: Vec<Result<(Record, Digest), ByteFault>> = block
            .par_iter()
            .map(|untrusted_item| {
                let record = examine(election, place, untrusted_item);
                counter.add_one();
                record
            })
            .collect();
        for (item, examined) in (first..).zip(examined) {
            match examined {
                Ok((mut record, digest)) => {
                    record.item = item;
                    if !seen.insert(digest) {
                        record.reasons.insert(Reason::Duplicate);
                    }
                    records.push(record);
                }
                Err(found) => fault = fault.or(Some((item, found))),
            }
        }
    })?;
    match fault {
        None => Ok(()),
        Some((item, fault)) => Err(AdmitError::Item { place, item, fault }),
    }
}

/// A record, its item number still 0, and the digest of the item.
fn examine(election: &Election, place: BundlePlace, untrusted_item: &[u8]) -> Result<(Record, Digest), ByteFault> {
    let item = Item::parse(untrusted_item)?;
    let roll_entry = election.roll().find(&item.header.tag);
    let record = Record {
        collector: place.collector,
        bundle: place.number,
        item: 0,
        tag: item.header.tag,
        contests: item.header.contests,
        counter: item.attestation.counter,
        attestation: item.header.attestation_digest,
        tracker: item.header.inner_digest,
        reasons: outside_reasons(election, place.region, &item, roll_entry),
        default: roll_entry.map_or(HeldStatus::Green, |entry| entry.default),
    };
    Ok((record, sha3_256(&[untrusted_item])))
}

fn outside_reasons(election: &Election, region: u16, item: &Item, roll_entry: Option<&RollEntry>) -> Reasons {
    let header = &item.header;
    let mut reasons = Reasons::new();
    let mut judge = |applies: bool, reason: Reason| {
        if applies {
            reasons.insert(reason);
        }
    };
    judge(header.election != *election.id(), Reason::WrongElection);
    let on_other_roll = roll_entry.is_some_and(|entry| entry.region != header.region);
    judge(header.region != region || on_other_roll, Reason::WrongRegion);
    judge(roll_entry.is_none(), Reason::NotOnRoll);
    if let Some(entry) = roll_entry {
        judge(!is_certified(election, entry), Reason::BadCertificate);
        judge(entry.contests != header.contests, Reason::WrongContests);
        judge(!is_signed(entry, header, item.signature), Reason::BadSignature);
        judge(entry.default != HeldStatus::Green, Reason::RollDefault);
    }
    judge(!is_attested(election, &item.attestation, header, roll_entry), Reason::BadAttestation);
    judge(sha3_256(&[&item.outer]) != header.outer_digest, Reason::BadOuterDigest);
    let flags = item.attestation.flags;
    judge(flags & FLAG_PHONE_EQUALS == 0, Reason::PhoneDiffers);
    judge(flags & FLAG_PHONE_SHARED != 0, Reason::PhoneShared);
    judge(item.attestation.biometric == BIOMETRIC_FAIL, Reason::BiometricFail);
    judge(flags & FLAG_IIN_IN_REGISTRY == 0, Reason::IinNotInRegistry);
    judge(flags & FLAG_CODE_VERIFIED == 0, Reason::CodeNotVerified);
    reasons
}

fn is_certified(election: &Election, entry: &RollEntry) -> bool {
    let message = entry.certificate_message(election.definition_digest());
    election.registrar().verify(&message, &Signature::from_bytes(entry.certificate)).is_ok()
}

/// Whether the header is signed under the credential key of the roll, never that of the attestation.
fn is_signed(entry: &RollEntry, header: &Header, signature: [u8; 64]) -> bool {
    let Ok(key) = VerifyingKey::from_bytes(&entry.credential) else {
        return false;
    };
    key.verify(&cast_message(header), &Signature::from_bytes(signature)).is_ok()
}

fn is_attested(
    election: &Election,
    attestation: &Attestation,
    header: &Header,
    roll_entry: Option<&RollEntry>,
) -> bool {
    let of_this_record = attestation.digest() == header.attestation_digest
        && attestation.election == header.election
        && attestation.region == header.region
        && attestation.tag == header.tag
        && roll_entry.is_none_or(|entry| entry.credential == attestation.credential);
    let values_defined = attestation.flags & !FLAGS_ALL == 0 && attestation.biometric <= BIOMETRIC_FAIL;
    let signature = Signature::from_bytes(attestation.signature);
    of_this_record && values_defined && election.identity().verify(&attestation.message(), &signature).is_ok()
}

impl<'a> Admitted<'a> {
    /// The election.
    pub fn election(&self) -> &'a Election {
        self.imported.election()
    }

    /// The records of a region in list order; none for a region that is not in the definition.
    pub fn records(&self, region: u16) -> &[Record] {
        self.records.of(region)
    }

    /// The trackers of every record received in a region, ascending; further copies of a record are left out.
    pub fn trackers(&self, region: u16) -> Vec<Digest> {
        let received = self.records(region).iter().filter(|record| !record.is_copy());
        let mut trackers: Vec<Digest> = received.map(|record| record.tracker).collect();
        trackers.sort_unstable();
        trackers
    }

    /// The file of received trackers of a region, `record/trackers/REGION.txt`.
    pub fn trackers_txt(&self, region: u16) -> String {
        let code = self.election().definition().region(region).map_or("", |region| region.code.as_str());
        trackers_txt(code, &self.trackers(region))
    }

    /// Regions where more attestations were used, by records that are not red, than the identity service says it issued:
    /// its key was used behind its back, or its counts are wrong.
    pub fn overdrawn(&self) -> Vec<u16> {
        let used = |region: u16| {
            let good = self.records(region).iter().filter(|record| !record.is_red());
            good.map(|record| record.attestation).collect::<HashSet<Digest>>().len() as u64
        };
        let issued = (0u16..).zip(self.imported.issued());
        issued.filter(|&(region, &issued)| used(region) > u64::from(issued)).map(|(region, _)| region).collect()
    }

    fn entry(&self) -> Entry {
        let definition = self.election().definition();
        let (mut received, mut red, mut held) = (0, 0, 0);
        for record in self.records.all().iter().filter(|record| !record.is_copy()) {
            received += 1;
            match record.status(definition) {
                Status::Red => red += 1,
                Status::Blue | Status::Yellow => held += 1,
                _ => {}
            }
        }
        Entry::Admission { received, red, held }
    }

    pub(crate) fn imported(&self) -> &Imported<'a> {
        &self.imported
    }

    pub(crate) fn into_parts(self) -> (Imported<'a>, Records) {
        (self.imported, self.records)
    }
}
