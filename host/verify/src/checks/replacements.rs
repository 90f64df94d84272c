//! Check 44: lost tokens that were replaced, and with them the officers' keys and the commitments of both keys.

use curve25519_dalek::RistrettoPoint;

use super::commission::{Commission, Commissions, Commitments};
use super::ledger;
use super::setup::Setup;
use super::{REPLACEMENTS, need};
use crate::digest::{Digest, hash};
use crate::equations::dkg::{self, Purpose, Resharing};
use crate::parse::acts::{self, Act, ActKind, Officers};
use crate::parse::definition::Definition;
use crate::parse::definition_rules::keys_of;
use crate::parse::election::Ceremony;
use crate::parse::entry::{Entry, Kind};
use crate::parse::replacement::{FILE_LEN_MAX, Replacement, number_of, path};
use crate::read::Edition;
use crate::reason::{Reason, same_digest, same_number};
use crate::report::{At, Checked, Fault, Outcome, Report};
use crate::signature::{is_low_order, signed_bytes};

/// Runs check 44. Where the record has no replacement, the officers are those of the definition, also when the ledger cannot
/// be asked.
pub(crate) fn check(
    record: &Edition,
    setup: &Setup,
    entries: &Checked<Vec<Entry>>,
    report: &mut Report<'_>,
) -> Checked<Commissions> {
    let outcome = replacements(record, setup, entries);
    let unasked = matches!(&outcome, Err(Fault::NotChecked(_)));
    let checked = report.check(REPLACEMENTS, outcome);
    if unasked && !record.paths().any(|path| number_of(path).is_some()) {
        return setup.definition.as_ref().map(Commissions::first).map_err(|depends| *depends);
    }
    checked
}

/// Every entry 41 has its file and every file its entry, number by number, and each holds.
fn replacements(record: &Edition, setup: &Setup, entries: &Checked<Vec<Entry>>) -> Outcome<Commissions> {
    let (definition, election) = (need(&setup.definition)?, need(&setup.election)?);
    let mut commissions = Commissions::first(definition);
    let mut lines = Vec::new();
    for (at, entry) in need(entries)?.iter().enumerate() {
        let Kind::Replacement { number, digest, tokens, officers } = &entry.kind else {
            continue;
        };
        let expected = u16::try_from(lines.len() + 1).unwrap_or(u16::MAX);
        let of_entry = || format!("{}, entry {at}", ledger::PLACE);
        same_number("number of the replacement", expected, *number).at_with(of_entry)?;
        let path = path(expected);
        let place = || record.place(&path);
        let bytes = record.read(&path, FILE_LEN_MAX)?;
        let file = Replacement::parse(&bytes, definition, &election.digest, expected).at_with(place)?;
        same_digest("digest in the ledger", digest, &file.file).at_with(place)?;
        let replaced: Vec<u64> = file.replaced().into_iter().map(u64::from).collect();
        if replaced != *tokens || acts::officers(&file.signatures) != *officers {
            return Err(Reason::EntryDiffers(41)).at_with(of_entry);
        }
        let before = commissions.newest();
        let commitments = before.commitments(setup)?;
        let run = Run { definition, election: &election.digest, file: &file, before, commitments: &commitments };
        let next = run.succeed(at + 1).at_with(place)?;
        commissions.push(next);
        lines.push(line(expected, tokens, officers));
    }
    let count = lines.len();
    if let Some(path) = record.paths().find(|path| number_of(path).is_some_and(|number| usize::from(number) > count)) {
        return Err(Reason::NoEntry(41)).at(record.place(path));
    }
    let figures = if count == 0 { "none".to_owned() } else { lines.join("; ") };
    Ok((commissions, figures))
}

fn line(number: u16, tokens: &[u64], officers: &[u64]) -> String {
    let list = |numbers: &[u64]| numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    let (tokens, officers) = (list(tokens), list(officers));
    format!(
        "replacement {number} of tokens {tokens}, signed by officers {officers}; both keys shared out again, confirmed by all"
    )
}

/// A replacement and what it begins with.
struct Run<'a> {
    definition: &'a Definition,
    election: &'a Digest,
    file: &'a Replacement,
    before: &'a Commission,
    commitments: &'a Commitments,
}

impl Run<'_> {
    /// The commission after it.
    fn succeed(&self, from: usize) -> Result<Commission, Reason> {
        self.keys_are_new()?;
        self.quorum_signed()?;
        let mut officers = self.before.officers.clone();
        let mut shares = self.before.shares.clone();
        for newcomer in &self.file.newcomers {
            let place = usize::from(newcomer.token).wrapping_sub(1);
            if let (Some(identity), Some(share)) = (officers.identities.get_mut(place), shares.get_mut(place)) {
                (*identity, *share) = (newcomer.identity, newcomer.share);
            }
        }
        let (custody, t_custody) =
            self.reshared(Purpose::Custody, &self.file.custody, &self.commitments.custody, &officers)?;
        let (election, t_election) =
            self.reshared(Purpose::Election, &self.file.election, &self.commitments.election, &officers)?;
        let outcome = hash("tamga/replacement-outcome/v1", &[&self.file.digest, &t_custody, &t_election]);
        let number = self.file.number.to_be_bytes();
        signed_by_all(&officers, &self.file.confirmations, |token| {
            hash("tamga/replaced/v1", &[self.election, &number, &[token], &outcome])
        })?;
        Ok(Commission::next(from, officers, shares, Commitments { custody, election }))
    }

    /// The new keys differ from each other, from every key of the definition and of the officers before.
    fn keys_are_new(&self) -> Result<(), Reason> {
        let mut taken = keys_of(self.definition);
        taken.extend(&self.before.officers.identities);
        taken.extend(&self.before.shares);
        for newcomer in &self.file.newcomers {
            if is_low_order(&newcomer.identity) {
                return Err(Reason::LowOrderKey(hex::encode(newcomer.identity)));
            }
            for key in [newcomer.identity, newcomer.share] {
                if taken.contains(&key) {
                    return Err(Reason::Twice { what: "key", which: hex::encode(key) });
                }
                taken.push(key);
            }
        }
        Ok(())
    }

    /// At least `M` officers of before signed it; that none of them is replaced, their entry says.
    fn quorum_signed(&self) -> Result<(), Reason> {
        let bits = self.file.replaced().iter().fold(0_u64, |bits, token| bits | 1 << (token - 1));
        let figures = [u64::from(self.file.number), bits, 0, 0];
        let act = Act { election: self.election, kind: ActKind::Replacement, figures, digest: &self.file.digest };
        act.check_quorum(&self.before.officers, &self.file.signatures)
    }

    /// (24), (25) The commitments and the transcript of a resharing, signed by all tokens of after.
    fn reshared(
        &self,
        purpose: Purpose,
        shown: &Ceremony,
        before: &[RistrettoPoint],
        after: &Officers,
    ) -> Result<(Vec<RistrettoPoint>, Digest), Reason> {
        let (tokens, quorum) = (self.definition.officers.len(), self.definition.quorum);
        let resharing = Resharing::new(tokens, quorum, &self.file.replaced());
        let context = resharing.context(self.election, &self.file.digest, purpose, &shown.nonces);
        let mut packages = Vec::with_capacity(shown.packages.len());
        for (dealer, package) in resharing.dealers().zip(&shown.packages) {
            let commitments = dkg::check_package(&context, dealer, quorum, package)?;
            resharing.check_part(dealer, &commitments, before)?;
            packages.push(commitments);
        }
        let sums = dkg::sum_commitments(&packages, quorum);
        if sums.first() != before.first() {
            return Err(Reason::OtherKey);
        }
        let packages: Vec<&[u8]> = shown.packages.iter().map(Vec::as_slice).collect();
        let transcript = dkg::transcript(&context, &packages, &shown.envelopes);
        signed_by_all(after, &shown.signatures, |_| hash("tamga/dkg-signature/v1", &[&transcript]))?;
        Ok((sums, transcript))
    }
}

/// Every token signed its message.
fn signed_by_all(officers: &Officers, signatures: &[[u8; 64]], message: impl Fn(u8) -> Digest) -> Result<(), Reason> {
    for ((token, identity), signature) in (1..).zip(&officers.identities).zip(signatures) {
        if !signed_bytes(identity, &message(token), signature) {
            return Err(Reason::Signature(format!("token {token}")));
        }
    }
    same_number("signatures of tokens", officers.identities.len(), signatures.len())
}
