//! One ballot out of its seal: digest, length, and every proof.

use tamga_crypto::elgamal::Ciphertext;
use tamga_crypto::hash::sha3_256;
use tamga_crypto::marks::{BallotContext, marks_len, verify_marks_vartime};
use tamga_record::admission::Reason;
use tamga_record::cast::Item;

use crate::election::Election;
use crate::record::Record;
use crate::unseal::{Opened, RegionKey, unseal};

/// The ciphertexts of a ballot whose proofs all hold: per contest of its contest set, in definition order, one per
/// option. Only [`open_and_verify`] makes one: an unverified ballot cannot be added up.
pub(crate) struct VerifiedBallot(Vec<Vec<Ciphertext>>);

impl VerifiedBallot {
    pub(crate) fn contests(&self) -> &[Vec<Ciphertext>] {
        &self.0
    }
}

/// Opens a record that is not red so far and verifies its ballot; the reason that makes it red where that fails.
pub(crate) fn open_and_verify(
    election: &Election,
    key: &RegionKey,
    record: &Record,
    untrusted_item: &[u8],
) -> Result<VerifiedBallot, Reason> {
    // Admission read the same bytes: they are an item.
    let item = Item::parse(untrusted_item).map_err(|_| Reason::Seal)?;
    let opened = unseal(key, election.definition().cell_len, &item.outer).ok_or(Reason::Seal)?;
    if sha3_256(&[opened.inner()]) != record.tracker {
        return Err(Reason::BadInnerDigest);
    }
    verify(election, key.region(), record, &opened).ok_or(Reason::BadBallot)
}

fn verify(election: &Election, region: u16, record: &Record, opened: &Opened) -> Option<VerifiedBallot> {
    let definition = election.definition();
    if opened.inner().len() != definition.inner_len(&record.contests) {
        return None;
    }
    let context = BallotContext {
        election: *election.id(),
        region,
        tag: record.tag,
        credential_key: election.roll().find(&record.tag)?.credential,
    };
    let mut rest = opened.inner();
    let mut ballot = Vec::with_capacity(record.contests.len());
    for number in record.contests.indices() {
        let contest = definition.contest(number)?;
        let options = contest.options.len();
        let (marks, after) = rest.split_at_checked(marks_len(options, usize::from(contest.max)))?;
        ballot.push(verify_marks_vartime(election.key(), &context, number, options, contest.max, marks).ok()?);
        rest = after;
    }
    Some(VerifiedBallot(ballot))
}
