//! What the token keeps when power goes, blob by blob: a version byte, then a postcard value.

use alloc::string::String;
use alloc::vec::Vec;

use postcard::ser_flavors::Size;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tamga_crypto::dkg::{GroupKey, Quorum};
use tamga_crypto::group::{Scalar, decode_scalar};
use tamga_crypto::hpke::x25519;
use tamga_crypto::sign::SigningKey;
use tamga_wire::{Digest, Purpose, Refusal};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::definition::{Enrolment, Officer};
use crate::env::{Blob, Env, StorageError};
use crate::life;

/// The version of every blob: 1 knew no supplement, 2 no replacement.
const VERSION: u8 = 3;

impl From<StorageError> for Refusal {
    fn from(_: StorageError) -> Self {
        Self::Storage
    }
}

/// Stores a value. What it is made of never grows with what the host says beyond the limits of the wire.
pub(crate) fn save<E: Env>(env: &mut E, blob: Blob, value: &impl Serialize) -> Result<(), Refusal> {
    let len = postcard::serialize_with_flavor(value, Size::default()).map_err(|_| Refusal::Storage)?;
    // All of its length from the start: a buffer that grew would leave secrets behind where it was before.
    let mut bytes = Zeroizing::new(alloc::vec![VERSION; 1 + len]);
    let (_, body) = bytes.split_at_mut(1);
    postcard::to_slice(value, body).map_err(|_| Refusal::Storage)?;
    Ok(env.store(blob, &bytes)?)
}

/// Loads a value; refuses what another version wrote, and bytes after the end.
pub(crate) fn load<E: Env, T: DeserializeOwned>(env: &mut E, blob: Blob) -> Result<Option<T>, Refusal> {
    let Some(bytes) = env.load(blob)? else {
        return Ok(None);
    };
    let body = match bytes.split_first() {
        Some((&VERSION, body)) => body,
        _ => return Err(Refusal::Storage),
    };
    match postcard::take_from_bytes(body) {
        Ok((value, [])) => Ok(Some(value)),
        _ => Err(Refusal::Storage),
    }
}

/// The token's secret keys as stored.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub(crate) struct StoredIdentity {
    pub(crate) rehearsal: bool,
    pub(crate) seed: [u8; 32],
    pub(crate) share_secret: [u8; 32],
}

/// The token's keys in use.
pub(crate) struct Identity {
    pub(crate) rehearsal: bool,
    pub(crate) key: SigningKey,
    pub(crate) share_key: x25519::SecretKey,
}

impl Identity {
    pub(crate) fn to_stored(&self) -> StoredIdentity {
        StoredIdentity {
            rehearsal: self.rehearsal,
            seed: *self.key.expose_seed(),
            share_secret: *self.share_key.expose_bytes(),
        }
    }

    /// The public halves, as the line of an officer in a definition holds them.
    pub(crate) fn officer(&self) -> Officer {
        Officer { identity: self.key.verifying_key().to_bytes(), share_key: self.share_key.public() }
    }

    fn from_stored(stored: &StoredIdentity) -> Self {
        Self {
            rehearsal: stored.rehearsal,
            key: SigningKey::from_seed(stored.seed),
            share_key: x25519::SecretKey::from_bytes(stored.share_secret),
        }
    }
}

/// Where the share of the key for this purpose is stored.
pub(crate) fn share_blob(purpose: Purpose) -> Blob {
    match purpose {
        Purpose::Custody => Blob::CustodyShare,
        Purpose::Election => Blob::ElectionShare,
    }
}

/// A share of a group key as stored.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct StoredShare {
    share: [u8; 32],
    commitments: Vec<u8>,
}

/// A share of a group key in use.
pub(crate) struct Share {
    pub(crate) secret: Zeroizing<Scalar>,
    pub(crate) group: GroupKey,
}

impl Share {
    pub(crate) fn save<E: Env>(&self, env: &mut E, purpose: Purpose) -> Result<(), Refusal> {
        save(env, share_blob(purpose), &self.to_stored())
    }

    fn to_stored(&self) -> StoredShare {
        StoredShare { share: self.secret.to_bytes(), commitments: self.group.to_bytes() }
    }

    fn load<E: Env>(env: &mut E, purpose: Purpose, quorum: Quorum) -> Result<Option<Self>, Refusal> {
        let Some(stored) = load::<E, StoredShare>(env, share_blob(purpose))? else {
            return Ok(None);
        };
        let secret = Zeroizing::new(decode_scalar(&stored.share).map_err(|_| Refusal::Storage)?);
        let group = GroupKey::from_bytes(&stored.commitments, quorum).map_err(|_| Refusal::Storage)?;
        Ok(Some(Self { secret, group }))
    }
}

/// The outcome of a replacement, as stored: kept beside the shares in use until all tokens have theirs.
#[derive(Serialize, Deserialize)]
pub(crate) struct Pending {
    /// Whether all have, so that these are the shares in use from now on.
    pub(crate) committed: bool,
    pub(crate) election: Digest,
    pub(crate) number: u16,
    /// `r` of (26).
    pub(crate) outcome: Digest,
    /// The officers after the replacement.
    pub(crate) officers: Vec<Officer>,
    custody: StoredShare,
    election_share: StoredShare,
}

impl Pending {
    pub(crate) fn new(
        (election, number): (Digest, u16),
        outcome: Digest,
        officers: Vec<Officer>,
        custody: &Share,
        election_share: &Share,
    ) -> Self {
        let (custody, election_share) = (custody.to_stored(), election_share.to_stored());
        Self { committed: false, election, number, outcome, officers, custody, election_share }
    }

    /// Puts officers and shares in the place of those before, which are erased first; `self` goes last, so that after a loss of power
    /// in between all of it is done again.
    fn finish<E: Env>(self, env: &mut E, enrolment: &mut Enrolment) -> Result<(), Refusal> {
        for (blob, share) in [(Blob::CustodyShare, &self.custody), (Blob::ElectionShare, &self.election_share)] {
            env.erase(blob)?;
            save(env, blob, share)?;
        }
        enrolment.officers = self.officers;
        enrolment.replacements = self.number;
        save(env, Blob::Enrolment, enrolment)?;
        save(env, Blob::Election, &self.election)?;
        Ok(env.erase(Blob::Pending)?)
    }
}

/// Everything that survives a loss of power, but for boxes and slots, which are looked up when they are needed.
pub(crate) struct State {
    pub(crate) identity: Option<Identity>,
    pub(crate) tries_left: u8,
    pub(crate) enrolment: Option<Enrolment>,
    pub(crate) custody: Option<Share>,
    pub(crate) election_share: Option<Share>,
    pub(crate) election: Option<Digest>,
    /// Whether the shares of a replacement are kept and not in use yet.
    pub(crate) pending: bool,
    pub(crate) label: String,
    /// The digest of the END act, once the token ended.
    pub(crate) ended: Option<Digest>,
    pub(crate) retired: bool,
}

impl State {
    /// A token as it comes, or after it was wiped.
    pub(crate) fn fresh() -> Self {
        Self {
            identity: None,
            tries_left: crate::pin::PIN_TRIES,
            enrolment: None,
            custody: None,
            election_share: None,
            election: None,
            pending: false,
            label: String::new(),
            ended: None,
            retired: false,
        }
    }

    /// A token whose tries are used up and whose storage is not erased yet: it has forgotten all but that no try is left.
    pub(crate) fn wiping() -> Self {
        Self { tries_left: 0, ..Self::fresh() }
    }

    /// A token that is out of service for good.
    pub(crate) fn retired() -> Self {
        Self { retired: true, ..Self::fresh() }
    }

    /// What is stored. A token whose tries are used up finishes erasing itself first, one that was retired or ended erases what
    /// is left of what it should no longer have, one whose replacement is committed finishes it. Refuses a definition without this
    /// token's own keys at its place: what belongs to another identity is not this one's to use.
    pub(crate) fn load<E: Env>(env: &mut E) -> Result<Self, Refusal> {
        if load::<E, ()>(env, Blob::Retired)?.is_some() {
            life::finish_retiring(env)?;
            return Ok(Self::retired());
        }
        let mut state = Self::fresh();
        if let Some(tries_left) = load(env, Blob::Tries)? {
            state.tries_left = tries_left;
        }
        if state.tries_left == 0 {
            env.wipe()?;
            return Ok(Self::fresh());
        }
        state.ended = load(env, Blob::Ended)?;
        if state.ended.is_some() {
            // Also where it does not load: a store may have erased the name and not yet what lay under it.
            env.erase(Blob::ElectionShare)?;
        }
        let identity: Option<StoredIdentity> = load(env, Blob::Identity)?;
        state.identity = identity.as_ref().map(Identity::from_stored);
        state.enrolment = load(env, Blob::Enrolment)?;
        if let Some(enrolment) = &mut state.enrolment {
            let pending: Option<Pending> = load(env, Blob::Pending)?;
            state.pending = pending.as_ref().is_some_and(|pending| !pending.committed);
            if let Some(pending) = pending.filter(|pending| pending.committed) {
                pending.finish(env, enrolment)?;
            }
            let own = state.identity.as_ref().map(Identity::officer);
            if own.is_none() || enrolment.officer(enrolment.index).copied() != own {
                return Err(Refusal::Storage);
            }
            let quorum = enrolment.quorum().ok_or(Refusal::Storage)?;
            state.custody = Share::load(env, Purpose::Custody, quorum)?;
            state.election_share = Share::load(env, Purpose::Election, quorum)?;
        }
        state.election = load(env, Blob::Election)?;
        state.label = load(env, Blob::Label)?.unwrap_or_default();
        Ok(state)
    }

    /// The share of the key for this purpose, if there is one.
    pub(crate) fn share(&self, purpose: Purpose) -> Option<&Share> {
        match purpose {
            Purpose::Custody => self.custody.as_ref(),
            Purpose::Election => self.election_share.as_ref(),
        }
    }

    /// The share of the key for this purpose.
    pub(crate) fn share_mut(&mut self, purpose: Purpose) -> &mut Option<Share> {
        match purpose {
            Purpose::Custody => &mut self.custody,
            Purpose::Election => &mut self.election_share,
        }
    }
}
