//! Whether a replacement is one: who takes whose place, who agreed, and that both keys are still those that they were.

use tamga_crypto::dkg::{
    DkgError, GroupKey, Package, Purpose, Quorum, Resharing, recorded_transcript, replaced_message,
    replacement_outcome, transcript_message,
};
use tamga_crypto::hash::Digest;
use tamga_crypto::sign::VerifyingKey;

use super::error::{ReplacementError, ResharingError};
use super::{NewOfficer, Replacement, ReplacementBody};
use crate::bytes::strictly_ascending;
use crate::commission::Commission;
use crate::definition::{Definition, OfficerKeys};
use crate::election::DkgRecord;
use crate::limits::REPLACEMENTS_MAX;

impl ReplacementBody {
    /// Checks number and tokens against a commission: 1 to N − M of its tokens, ascending.
    pub(super) fn check_form(&self, quorum: Quorum) -> Result<(), ReplacementError> {
        if !(1..=REPLACEMENTS_MAX).contains(&self.number) {
            return Err(ReplacementError::Number);
        }
        let spare = usize::from(quorum.tokens.saturating_sub(quorum.needed));
        if !(1..=spare).contains(&self.newcomers.len()) {
            return Err(ReplacementError::Count);
        }
        let tokens = || self.newcomers.iter().map(|newcomer| newcomer.token);
        let commission = 1..=quorum.tokens;
        let known = strictly_ascending(tokens()) && tokens().all(|token| commission.contains(&token));
        if known { Ok(()) } else { Err(ReplacementError::Tokens) }
    }

    /// Checks whether this replacement may come next, before it is put to the officers: number, tokens, and new keys that
    /// nobody in the election has.
    pub fn check(
        &self,
        definition: &Definition,
        election: &Digest,
        before: &Commission,
    ) -> Result<(), ReplacementError> {
        self.check_form(before.quorum)?;
        if self.election != *election {
            return Err(ReplacementError::OtherElection);
        }
        if self.number.checked_sub(1) != Some(before.replacements) {
            return Err(ReplacementError::NotNext { number: self.number });
        }
        let mut taken = definition.key_bytes();
        taken.extend(before.officers.iter().flat_map(|officer| [officer.identity, officer.share]));
        for newcomer in &self.newcomers {
            let key = VerifyingKey::from_bytes(&newcomer.identity);
            if !key.is_ok_and(|key| !key.is_low_order()) || !has_own_keys(newcomer, &mut taken) {
                return Err(ReplacementError::Key { token: newcomer.token });
            }
        }
        Ok(())
    }
}

/// Whether nobody has a key of this newcomer; then they are taken.
fn has_own_keys(newcomer: &NewOfficer, taken: &mut Vec<[u8; 32]>) -> bool {
    let keys = [newcomer.identity, newcomer.share_key];
    keys.iter().all(|key| {
        let free = !taken.contains(key);
        taken.push(*key);
        free
    })
}

impl Commission {
    /// The commission that a replacement makes of this one. Checks all of it: what [`ReplacementBody::check`] does, the quorum's
    /// signatures, both resharings, and that every token confirmed the outcome.
    pub fn succeed(
        &self,
        definition: &Definition,
        election: &Digest,
        replacement: &Replacement,
    ) -> Result<Self, ReplacementError> {
        let body = &replacement.body;
        body.check(definition, election, self)?;
        self.verify_signatures(&body.message(), &replacement.signatures)?;
        let mut signers = replacement.signatures.iter().map(|(officer, _)| *officer);
        if let Some(officer) = signers.find(|officer| body.replaces(*officer)) {
            return Err(ReplacementError::LostSigner { officer });
        }
        let mut after = self.clone();
        after.replacements = body.number;
        for newcomer in &body.newcomers {
            let place = after.officers.get_mut(usize::from(newcomer.token).saturating_sub(1));
            *place.ok_or(ReplacementError::Tokens)? =
                OfficerKeys { identity: newcomer.identity, share: newcomer.share_key };
        }
        let reshare = |purpose, record, before| {
            reshare(&after, body, purpose, record, before)
                .map_err(|error| ReplacementError::Resharing { key: purpose, error })
        };
        let (custody, custody_transcript) = reshare(Purpose::Custody, &replacement.custody, &self.custody)?;
        let (election_key, transcript) = reshare(Purpose::Election, &replacement.election_key, &self.election_key)?;
        (after.custody, after.election_key) = (custody, election_key);
        let outcome = replacement_outcome(&body.digest(), &custody_transcript, &transcript);
        confirmed(&after, body, &outcome, &replacement.confirmations)?;
        Ok(after)
    }
}

/// The commitments and the transcript of a resharing that holds. `after` has the officers who signed it.
fn reshare(
    after: &Commission,
    body: &ReplacementBody,
    purpose: Purpose,
    record: &DkgRecord,
    before: &GroupKey,
) -> Result<(GroupKey, Digest), ResharingError> {
    let quorum = after.quorum;
    let resharing = Resharing::new(quorum, &body.replaced()).map_err(ResharingError::Form)?;
    let context = resharing.context(&body.election, &body.digest(), purpose, &record.nonces);
    let context = context.map_err(ResharingError::Form)?;
    if record.packages.len() != resharing.dealers().len() || record.signatures.len() != usize::from(quorum.tokens) {
        return Err(ResharingError::Form(DkgError::Count));
    }
    let mut packages = Vec::with_capacity(record.packages.len());
    for (dealer, bytes) in resharing.dealers().iter().copied().zip(&record.packages) {
        let checked = Package::parse(bytes, quorum).and_then(|package| {
            package.check_proof(&context, dealer)?;
            resharing.check(dealer, &package, before)?;
            Ok(package)
        });
        packages.push(checked.map_err(|error| ResharingError::Package { dealer, error })?);
    }
    let key = resharing.group_key(&packages).map_err(ResharingError::Form)?;
    if key.public() != before.public() {
        return Err(ResharingError::OtherKey);
    }
    let transcript = recorded_transcript(&context, &record.packages, &record.envelopes_digest);
    let message = transcript_message(&transcript);
    for (token, signature) in (1..).zip(&record.signatures) {
        let signed = after.verify_signature(token, &message, signature);
        signed.map_err(|_| ResharingError::Transcript { token })?;
    }
    Ok((key, transcript))
}

/// Checks that every token confirmed the outcome.
fn confirmed(
    after: &Commission,
    body: &ReplacementBody,
    outcome: &Digest,
    confirmations: &[[u8; 64]],
) -> Result<(), ReplacementError> {
    for token in 1..=after.quorum.tokens {
        let signature = confirmations.get(usize::from(token).saturating_sub(1));
        let signature = signature.ok_or(ReplacementError::Confirmation { token })?;
        let message = replaced_message(&body.election, body.number, token, outcome);
        let signed = after.verify_signature(token, &message, signature);
        signed.map_err(|_| ReplacementError::Confirmation { token })?;
    }
    Ok(())
}
