//! The commissions of an election: the officers' keys and the commitments of both keys, after every replacement so far.

use tamga_crypto::dkg::{GroupKey, Quorum};
use tamga_crypto::hash::Digest;
use tamga_crypto::sign::{Signature, SignatureError, VerifyingKey};

use crate::acts::{ActError, Signatures, check_officers};
use crate::definition::{Definition, OfficerKeys};
use crate::keys::PublicKeys;
use crate::replacement::{Replacement, ReplacementError};

/// Who the officers are at one time of an election. Definition, public-key file and `E` name the first; every replacement
/// makes the next, with the same number of tokens, the same quorum and the same two keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Commission {
    pub(crate) quorum: Quorum,
    pub(crate) officers: Vec<OfficerKeys>,
    pub(crate) custody: GroupKey,
    pub(crate) election_key: GroupKey,
    pub(crate) replacements: u16,
}

impl Commission {
    /// The commission that an election began with.
    pub fn first(definition: &Definition, keys: &PublicKeys) -> Self {
        Self {
            quorum: keys.quorum,
            officers: definition.officers.clone(),
            custody: keys.custody.clone(),
            election_key: keys.election.clone(),
            replacements: 0,
        }
    }

    /// `M` of `N`.
    pub fn quorum(&self) -> Quorum {
        self.quorum
    }

    /// The officers' keys in token order: token 1 first.
    pub fn officers(&self) -> &[OfficerKeys] {
        &self.officers
    }

    /// The keys of an officer, from 1; `None` where there is none.
    pub fn officer(&self, officer: u8) -> Option<&OfficerKeys> {
        self.officers.get(usize::from(officer).checked_sub(1)?)
    }

    /// The commitments of the custody key.
    pub fn custody(&self) -> &GroupKey {
        &self.custody
    }

    /// The commitments of the election key, which shares of an opening are checked under.
    pub fn election_key(&self) -> &GroupKey {
        &self.election_key
    }

    /// How many replacements came before.
    pub fn replacements(&self) -> u16 {
        self.replacements
    }

    /// Verifies the signature of an officer over a message.
    pub fn verify_signature(&self, officer: u8, message: &[u8], signature: &[u8; 64]) -> Result<(), ActError> {
        let keys = self.officer(officer).ok_or(ActError::UnknownOfficer { officer })?;
        let verify = || -> Result<(), SignatureError> {
            VerifyingKey::from_bytes(&keys.identity)?.verify(message, &Signature::from_bytes(*signature))
        };
        verify().map_err(|_| ActError::Signature { officer })
    }

    /// Verifies every signature of an act, and that they are those of a quorum, ascending.
    pub fn verify_signatures(&self, message: &Digest, signatures: &Signatures) -> Result<(), ActError> {
        check_officers(self.quorum.tokens, signatures.iter().map(|(officer, _)| *officer))?;
        if signatures.len() < usize::from(self.quorum.needed) {
            return Err(ActError::Quorum);
        }
        signatures.iter().try_for_each(|(officer, signature)| self.verify_signature(*officer, message, signature))
    }
}

/// All commissions of an election, in the order in which they were in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Commissions {
    earlier: Vec<Commission>,
    now: Commission,
}

impl Commissions {
    /// An election without replacements.
    pub fn first(definition: &Definition, keys: &PublicKeys) -> Self {
        Self { earlier: Vec::new(), now: Commission::first(definition, keys) }
    }

    /// Puts a replacement in force. Refuses what [`Commission::succeed`] refuses.
    pub fn succeed(
        &mut self,
        definition: &Definition,
        election: &Digest,
        replacement: &Replacement,
    ) -> Result<(), ReplacementError> {
        let next = self.now.succeed(definition, election, replacement)?;
        self.earlier.push(core::mem::replace(&mut self.now, next));
        Ok(())
    }

    /// The commission in force.
    pub fn now(&self) -> &Commission {
        &self.now
    }

    /// The commission that was in force after so many replacements; `None` where there were not so many.
    pub fn after(&self, replacements: u16) -> Option<&Commission> {
        self.earlier.iter().chain([&self.now]).nth(usize::from(replacements))
    }

    /// What `verify` says of one of the commissions that there were: of acts that were signed at any time. Which commission was
    /// in force at an act's entry of the ledger is not asked here; the verifier does. The refusal is that of the newest.
    pub fn any<E>(&self, verify: impl Fn(&Commission) -> Result<(), E>) -> Result<(), E> {
        let newest = verify(&self.now);
        if newest.is_ok() || !self.earlier.iter().any(|earlier| verify(earlier).is_ok()) { newest } else { Ok(()) }
    }
}
