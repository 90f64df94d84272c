//! Checks 1 and 4 to 8: definition, keys, ceremonies, election id, endorsements.

use curve25519_dalek::RistrettoPoint;

use super::{CUSTODY, DEFINITION, ELECTION, ELECTION_KEY, ENDORSEMENTS, KEYS, need};
use crate::digest::{Digest, control_number, hash, sha3};
use crate::equations::dkg::{self, Purpose};
use crate::limits;
use crate::parse::definition::Definition;
use crate::parse::election::{ElectionFile, Endorsed};
use crate::parse::keys::PublicKeys;
use crate::read::Edition;
use crate::reason::{Reason, same_number};
use crate::report::{At, Checked, Outcome, Report};
use crate::signature::signed_bytes;

/// The file that all of this stands in.
const ELECTION_FILE: &str = "election.tamga";
/// Its place in reports.
const PLACE: &str = "record/election.tamga";

/// A key whose ceremony holds.
pub(crate) struct CeremonyKey {
    /// (12) `C_0 … C_{M−1}`; the first is the key.
    pub(crate) commitments: Vec<RistrettoPoint>,
    /// (13) The transcript.
    pub(crate) transcript: Digest,
}

/// `E` and what it was made of.
pub(crate) struct ElectionId {
    /// `E`.
    pub(crate) digest: Digest,
    /// `R`.
    pub(crate) roll: Digest,
    /// Entries of the roll.
    pub(crate) roll_entries: u32,
    /// Ceremonies and endorsements.
    endorsed: Endorsed,
}

/// Signatures over `E` that hold.
pub(crate) struct Endorsements {
    /// Of the HSMs, in definition order.
    pub(crate) hsms: Vec<Vec<u8>>,
    /// Of the officers, in token order.
    pub(crate) officers: Vec<[u8; 64]>,
}

/// What was set up, as far as it passed.
pub(crate) struct Setup {
    /// The definition.
    pub(crate) definition: Checked<Definition>,
    /// The public-key file.
    pub(crate) keys: Checked<PublicKeys>,
    /// The custody key.
    pub(crate) custody: Checked<CeremonyKey>,
    /// The election key.
    pub(crate) election_key: Checked<CeremonyKey>,
    /// `E`.
    pub(crate) election: Checked<ElectionId>,
    /// The signatures over `E`.
    pub(crate) endorsements: Checked<Endorsements>,
}

/// The bytes of the election file, and the definition in it.
pub(crate) struct Defined {
    bytes: Checked<Vec<u8>>,
    /// The definition.
    pub(crate) definition: Checked<Definition>,
}

/// Runs check 1.
pub(crate) fn define(record: &Edition, report: &mut Report<'_>) -> Defined {
    match report.check(DEFINITION, definition(record)) {
        Ok((bytes, definition)) => Defined { bytes: Ok(bytes), definition: Ok(definition) },
        Err(depends) => Defined { bytes: Err(depends), definition: Err(depends) },
    }
}

/// Runs checks 4 to 8.
pub(crate) fn check(defined: Defined, report: &mut Report<'_>) -> Setup {
    let Defined { bytes, definition } = defined;
    let keys = report.check(KEYS, keys(&bytes, &definition));
    let election = report.check(ELECTION, election(&bytes, &definition, &keys));
    let custody = report.check(CUSTODY, ceremony(Purpose::Custody, &definition, &keys, &election));
    let election_key = report.check(ELECTION_KEY, ceremony(Purpose::Election, &definition, &keys, &election));
    let endorsements = report.check(ENDORSEMENTS, endorsements(&definition, &keys, &election));
    Setup { definition, keys, custody, election_key, election, endorsements }
}

fn definition(record: &Edition) -> Outcome<(Vec<u8>, Definition)> {
    let bytes = record.read(ELECTION_FILE, limits::SHORT_FILE)?;
    let parts = ElectionFile::split(&bytes).at(PLACE)?;
    let definition = Definition::parse(parts.definition).at(format!("{PLACE}, definition"))?;
    let figures = format!(
        "{}{}, {} regions, {} contests, {} of {} officers, D {} ({PLACE})",
        if definition.rehearsal { "REHEARSAL, " } else { "" },
        definition.id,
        definition.regions.len(),
        definition.contests.len(),
        definition.quorum,
        definition.officers.len(),
        hex::encode(definition.digest),
    );
    Ok(((bytes, definition), figures))
}

fn keys(bytes: &Checked<Vec<u8>>, definition: &Checked<Definition>) -> Outcome<PublicKeys> {
    let parts = ElectionFile::split(need(bytes)?).at(PLACE)?;
    let keys = PublicKeys::parse(parts.keys, need(definition)?).at(format!("{PLACE}, public keys"))?;
    let figures =
        format!("{} HSMs, {} region keys, K {}", keys.hsms.len(), keys.regions.len(), hex::encode(keys.digest));
    Ok((keys, figures))
}

fn ceremony(
    purpose: Purpose,
    definition: &Checked<Definition>,
    keys: &Checked<PublicKeys>,
    election: &Checked<ElectionId>,
) -> Outcome<CeremonyKey> {
    let (definition, keys, endorsed) = (need(definition)?, need(keys)?, &need(election)?.endorsed);
    let (shown, named) = match purpose {
        Purpose::Custody => (&endorsed.custody, &keys.custody),
        Purpose::Election => (&endorsed.election, &keys.election),
    };
    let place = format!("{PLACE}, {purpose:?} ceremony");
    let quorum = u8::try_from(definition.quorum).unwrap_or(u8::MAX);
    let context = dkg::context(&definition.digest, purpose, quorum, &shown.nonces);
    let mut packages = Vec::with_capacity(shown.packages.len());
    for (dealer, package) in (1..).zip(&shown.packages) {
        packages.push(dkg::check_package(&context, dealer, definition.quorum, package).at(&*place)?);
    }
    let commitments = dkg::sum_commitments(&packages, definition.quorum);
    if commitments != *named {
        return Err(Reason::CommitmentSums).at(place);
    }
    let packages: Vec<&[u8]> = shown.packages.iter().map(Vec::as_slice).collect();
    let transcript = dkg::transcript(&context, &packages, &shown.envelopes);
    for ((token, officer), signature) in (1..).zip(&definition.officers).zip(&shown.signatures) {
        let message = hash("tamga/dkg-signature/v1", &[&transcript]);
        if !signed_bytes(&officer.identity, &message, signature) {
            return Err(Reason::Signature(format!("officer {token}"))).at(place);
        }
    }
    let figures = format!(
        "{} packages with proofs of knowledge, sums, {} signatures, transcript {}",
        packages.len(),
        shown.signatures.len(),
        hex::encode(transcript),
    );
    Ok((CeremonyKey { commitments, transcript }, figures))
}

fn election(
    bytes: &Checked<Vec<u8>>,
    definition: &Checked<Definition>,
    keys: &Checked<PublicKeys>,
) -> Outcome<ElectionId> {
    let (definition, keys) = (need(definition)?, need(keys)?);
    let parts = ElectionFile::split(need(bytes)?).at(PLACE)?;
    let endorsed = Endorsed::parse(parts.rest, definition, keys).at(PLACE)?;
    let registered: u64 = definition.regions.iter().map(|region| region.registered).sum();
    same_number("entries of the roll", registered, parts.roll_entries).at(PLACE)?;
    let digest = sha3(&[b"tamga/election/v1", &definition.digest, &keys.digest, &parts.roll]);
    let figures = format!(
        "E {} from D, K and R {} ({} entries), control number {}",
        hex::encode(digest),
        hex::encode(parts.roll),
        parts.roll_entries,
        control_number(&digest),
    );
    let id = ElectionId { digest, roll: parts.roll, roll_entries: parts.roll_entries, endorsed };
    Ok((id, figures))
}

fn endorsements(
    definition: &Checked<Definition>,
    keys: &Checked<PublicKeys>,
    election: &Checked<ElectionId>,
) -> Outcome<Endorsements> {
    let (definition, keys, election) = (need(definition)?, need(keys)?, need(election)?);
    let endorsed = &election.endorsed;
    let message = hash("tamga/endorsement/v1", &[&election.digest]);
    for (hsm, signature) in keys.hsms.iter().zip(&endorsed.hsms) {
        if !hsm.seal.signed(&message, signature) {
            return Err(Reason::Signature(format!("HSM {}", hsm.serial))).at(PLACE);
        }
    }
    for ((number, officer), signature) in (1..).zip(&definition.officers).zip(&endorsed.officers) {
        if !signed_bytes(&officer.identity, &message, signature) {
            return Err(Reason::Signature(format!("officer {number}"))).at(PLACE);
        }
    }
    let figures = format!("{} HSMs and {} officers signed E ({PLACE})", endorsed.hsms.len(), endorsed.officers.len());
    let (hsms, officers) = (endorsed.hsms.clone(), endorsed.officers.clone());
    Ok((Endorsements { hsms, officers }, figures))
}
