//! One record on its own: every reason of the table that needs no other record.

use std::collections::BTreeMap;

use super::verdict::Claim;
use crate::digest::{Digest, Tree, sha3};
use crate::equations::ballot::{self, CIPHERTEXT_LEN, ElectionKey, Voter};
use crate::hybrid::RegionKey;
use crate::parse::definition::{Definition, Status};
use crate::parse::finding::{Finding, Findings};
use crate::parse::record::Item;
use crate::parse::revocations::Revocations;
use crate::parse::roll::{Roll, RollEntry};
use crate::reason;
use crate::signature::is_low_order;

/// What all records are judged by.
pub(crate) struct Judge<'a> {
    /// The definition.
    pub(crate) definition: &'a Definition,
    /// `E`.
    pub(crate) election: &'a Digest,
    /// The roll.
    pub(crate) roll: &'a Roll,
    /// Which entries of the roll have a certificate that verifies.
    pub(crate) certified: &'a [bool],
    /// `P`.
    pub(crate) key: &'a ElectionKey,
    /// The key of every region that is in a box.
    pub(crate) region_keys: &'a BTreeMap<usize, RegionKey>,
    /// The tags that were revoked.
    pub(crate) revocations: &'a Revocations,
    /// The closing time of every region, in Unix seconds.
    pub(crate) closes: &'a [i64],
}

/// A record after its own checks.
pub(crate) struct Judged {
    /// The leaf hash of its item, by which copies are known.
    pub(crate) leaf: Digest,
    /// Its tracker.
    pub(crate) tracker: Digest,
    /// Tag, counter, attestation.
    pub(crate) claim: Claim,
    /// The place of its roll entry.
    pub(crate) roll: Option<usize>,
    /// Its reasons so far.
    pub(crate) findings: Findings,
    /// `A ‖ B` per option of the ballot's contests, in definition order; empty when red.
    pub(crate) marks: Vec<[u8; CIPHERTEXT_LEN]>,
    /// Whether the outer part was opened, or tried.
    pub(crate) unsealed: bool,
    /// Range proofs that hold.
    pub(crate) proofs: u64,
}

impl Judge<'_> {
    /// Judges an item of a bundle of this region. Refuses what is no item.
    pub(crate) fn judge(&self, region: usize, untrusted_item: &[u8]) -> Result<Judged, reason::Reason> {
        let item = Item::parse(untrusted_item)?;
        let roll = self.roll.find(&item.header.tag);
        let entry = roll.and_then(|place| self.roll.entries.get(place));
        let certified = roll.and_then(|place| self.certified.get(place)).is_some_and(|holds| *holds);
        let mut judged = Judged {
            leaf: Tree::Election.leaf(untrusted_item),
            tracker: item.header.inner,
            claim: Claim {
                tag: item.header.tag,
                counter: item.attestation.counter,
                attestation: item.header.attestation,
            },
            roll,
            findings: self.outside(region, &item, entry, certified),
            marks: Vec::new(),
            unsealed: false,
            proofs: 0,
        };
        if let (false, Some(entry), Some(key)) = (judged.findings.is_red(), entry, self.region_keys.get(&region)) {
            judged.unsealed = true;
            self.inside(&item, entry, key, &mut judged);
        }
        Ok(judged)
    }

    /// What is readable outside the seal.
    fn outside(&self, region: usize, item: &Item<'_>, entry: Option<&RollEntry>, certified: bool) -> Findings {
        let (header, attestation) = (&item.header, &item.attestation);
        let mut findings = Findings::default();
        let bundle_differs = usize::from(header.region) != region;
        let entry_differs = entry.is_some_and(|entry| header.region != entry.region);
        findings.add_if(header.election != *self.election, Finding::WrongElection);
        findings.add_if(bundle_differs || entry_differs, Finding::WrongRegion);
        findings.add_if(entry.is_none(), Finding::NotOnRoll);
        findings.add_if(self.revocations.has(&header.tag), Finding::Revoked);
        if let Some(entry) = entry {
            findings.add_if(!certified, Finding::BadCertificate);
            findings.add_if(header.contests != entry.contests, Finding::WrongContests);
            let cast = !is_low_order(&entry.credential) && item.cast_by(&entry.credential);
            findings.add_if(!cast, Finding::BadSignature);
            findings.add_if(entry.default != Status::Green, Finding::RollDefault);
        }
        let attested = item.attestation_digest() == header.attestation
            && attestation.election == header.election
            && attestation.region == header.region
            && attestation.tag == header.tag
            && entry.is_none_or(|entry| attestation.credential == entry.credential)
            && attestation.is_defined()
            && item.attested_by(&self.definition.identity);
        findings.add_if(!attested, Finding::BadAttestation);
        findings.add_if(sha3(&[item.outer]) != header.outer, Finding::BadOuterDigest);
        let issued_at = i64::try_from(attestation.issued_at).unwrap_or(i64::MAX);
        let closes = self.closes.get(region).copied().unwrap_or(self.definition.closes);
        findings.add_if(!(self.definition.opens..=closes).contains(&issued_at), Finding::OutsidePeriod);
        let flags = attestation.flags;
        findings.add_if(flags & 2 == 0, Finding::PhoneDiffers);
        findings.add_if(flags & 4 != 0, Finding::PhoneShared);
        findings.add_if(attestation.biometric == 2, Finding::BiometricFail);
        findings.add_if(flags & 1 == 0, Finding::IinNotInRegistry);
        findings.add_if(flags & 8 == 0, Finding::CodeNotVerified);
        findings
    }

    /// What unsealing shows, in the order seal, digest, ballot.
    fn inside(&self, item: &Item<'_>, entry: &RollEntry, key: &RegionKey, judged: &mut Judged) {
        let info = [b"tamga/ballot/v1".as_slice(), self.election, &item.header.region.to_be_bytes()].concat();
        let Some(opened) = key.open(&info, item.outer) else {
            judged.findings.add_if(true, Finding::Seal);
            return;
        };
        let inner_len = opened.len().saturating_sub(self.definition.cell_len);
        let inner = opened.get(..inner_len).unwrap_or_default();
        if sha3(&[inner]) != item.header.inner {
            judged.findings.add_if(true, Finding::BadInnerDigest);
            return;
        }
        match self.marks(entry, inner) {
            Ok((marks, proofs)) => (judged.marks, judged.proofs) = (marks, proofs),
            Err(_) => judged.findings.add_if(true, Finding::BadBallot),
        }
    }

    /// (6) The marks of every contest on the ballot, in definition order; how many proofs hold.
    fn marks(&self, entry: &RollEntry, inner: &[u8]) -> Result<(Vec<[u8; CIPHERTEXT_LEN]>, u64), reason::Reason> {
        let voter =
            Voter { election: self.election, region: entry.region, tag: &entry.tag, credential: &entry.credential };
        let mut cursor = crate::bytes::Cursor::new(inner);
        let (mut marks, mut proofs) = (Vec::new(), 0);
        for (index, contest) in (0_u16..).zip(&self.definition.contests) {
            if !entry.contests.has(usize::from(index)) {
                continue;
            }
            let options = u16::try_from(contest.options.len()).unwrap_or(u16::MAX);
            let bytes = cursor.take(ballot::marks_len(contest.options.len(), contest.max))?;
            marks.extend(ballot::check_marks(self.key, &voter, index, options, contest.max, bytes)?);
            proofs += u64::from(options) + 1;
        }
        cursor.finish()?;
        Ok((marks, proofs))
    }
}
