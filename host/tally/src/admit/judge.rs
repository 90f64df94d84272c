//! The reasons of one record that need nothing but the record, the roll and the acts.

use tamga_crypto::hash::{Digest, sha3_256};
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_record::ByteFault;
use tamga_record::admission::{Place, Reason, Reasons};
use tamga_record::cast::{
    Attestation, BIOMETRIC_FAIL, FLAG_CODE_VERIFIED, FLAG_IIN_IN_REGISTRY, FLAG_PHONE_EQUALS, FLAG_PHONE_SHARED,
    FLAGS_ALL, Header, Item, cast_message,
};
use tamga_record::definition::HeldStatus;
use tamga_record::revocations::Revocations;
use tamga_record::roll::RollEntry;

use crate::election::Election;
use crate::import::Imported;
use crate::record::Record;

/// What the records of one region are judged by.
pub(super) struct Judge<'a> {
    election: &'a Election,
    revocations: Option<&'a Revocations>,
    region: u16,
    /// The region's closing time.
    closes: u64,
    /// Whether the bundles came after the region's box.
    late: bool,
}

impl<'a> Judge<'a> {
    pub(super) fn new(imported: &Imported<'a>, region: u16) -> Self {
        let (election, acts) = (imported.election(), imported.acts());
        Self {
            election,
            revocations: acts.revocations.as_ref(),
            region,
            closes: acts.amendments.closes(election.definition(), region),
            late: imported.is_supplement(),
        }
    }

    pub(super) fn election(&self) -> &'a Election {
        self.election
    }

    fn reasons(&self, item: &Item, entry: Option<&RollEntry>) -> Reasons {
        let header = &item.header;
        let mut reasons = Reasons::new();
        let mut judge = |applies: bool, reason: Reason| {
            if applies {
                reasons.insert(reason);
            }
        };
        judge(header.election != *self.election.id(), Reason::WrongElection);
        let on_other_roll = entry.is_some_and(|entry| entry.region != header.region);
        judge(header.region != self.region || on_other_roll, Reason::WrongRegion);
        judge(entry.is_none(), Reason::NotOnRoll);
        judge(self.revocations.is_some_and(|revoked| revoked.contains(&header.tag)), Reason::Revoked);
        if let Some(entry) = entry {
            judge(!is_certified(self.election, entry), Reason::BadCertificate);
            judge(entry.contests != header.contests, Reason::WrongContests);
            judge(!is_signed(entry, header, item.signature), Reason::BadSignature);
            judge(entry.default != HeldStatus::Green, Reason::RollDefault);
        }
        judge(!is_attested(self.election, &item.attestation, header, entry), Reason::BadAttestation);
        judge(sha3_256(&[&item.outer]) != header.outer_digest, Reason::BadOuterDigest);
        judge(self.late, Reason::Late);
        let period = self.election.definition().opens..=self.closes;
        judge(!period.contains(&item.attestation.issued_at), Reason::OutsidePeriod);
        let flags = item.attestation.flags;
        judge(flags & FLAG_PHONE_EQUALS == 0, Reason::PhoneDiffers);
        judge(flags & FLAG_PHONE_SHARED != 0, Reason::PhoneShared);
        judge(item.attestation.biometric == BIOMETRIC_FAIL, Reason::BiometricFail);
        judge(flags & FLAG_IIN_IN_REGISTRY == 0, Reason::IinNotInRegistry);
        judge(flags & FLAG_CODE_VERIFIED == 0, Reason::CodeNotVerified);
        reasons
    }
}

/// A record and the digest of its item.
pub(super) fn examine(judge: &Judge<'_>, place: Place, untrusted_item: &[u8]) -> Result<(Record, Digest), ByteFault> {
    let item = Item::parse(untrusted_item)?;
    let entry = judge.election.roll().find(&item.header.tag);
    let mut record = record_of(place, &item);
    record.reasons = judge.reasons(&item, entry);
    record.default = entry.map_or(HeldStatus::Green, |entry| entry.default);
    Ok((record, sha3_256(&[untrusted_item])))
}

/// A record without reasons.
pub(super) fn record_of(place: Place, item: &Item) -> Record {
    Record {
        place,
        tag: item.header.tag,
        contests: item.header.contests,
        counter: item.attestation.counter,
        attestation: item.header.attestation_digest,
        tracker: item.header.inner_digest,
        reasons: Reasons::new(),
        default: HeldStatus::Green,
        counted: false,
    }
}

fn is_certified(election: &Election, entry: &RollEntry) -> bool {
    let message = entry.certificate_message(election.definition_digest());
    election.registrar().verify(&message, &Signature::from_bytes(entry.certificate)).is_ok()
}

/// Whether the header is signed under the credential key of the roll, never that of the attestation. Under a key of low
/// order anybody can sign.
fn is_signed(entry: &RollEntry, header: &Header, signature: [u8; 64]) -> bool {
    let Ok(key) = VerifyingKey::from_bytes(&entry.credential) else {
        return false;
    };
    key.verify(&cast_message(header), &Signature::from_bytes(signature)).is_ok() && !key.is_low_order()
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
