//! What every stage knows of the election: definition, keys and roll, checked and decoded once.

use tamga_crypto::elgamal::ElectionKey;
use tamga_crypto::group::encode_point;
use tamga_crypto::hash::Digest;
use tamga_crypto::sign::VerifyingKey;
use tamga_record::commission::Commissions;
use tamga_record::definition::{Definition, DefinitionError};
use tamga_record::election::election_id;
use tamga_record::keys::{KeysError, PublicKeys};
use tamga_record::replacement::{Replacement, ReplacementError};
use tamga_record::roll::{Roll, RollError};

/// Why no tally can be made with these files.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ElectionError {
    /// The definition does not pass its check.
    #[error(transparent)]
    Definition(#[from] DefinitionError),
    /// The public-key file is not that of the definition.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The roll is not that of the definition.
    #[error(transparent)]
    Roll(#[from] RollError),
    /// A key in the definition is no Ed25519 key.
    #[error("the key of {0:?} in the definition is no Ed25519 key")]
    KeyOf(KeyHolder),
    /// The election key does not decode.
    #[error("the election key is no key")]
    ElectionKey,
}

/// Whose key in the definition does not decode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyHolder {
    /// The registrar.
    Registrar,
    /// The identity service.
    Identity,
    /// The collector with this index.
    Collector(u16),
    /// The officer with this number, from 1.
    Officer(u8),
}

/// Definition, keys and roll of one election, with its id `E`.
#[derive(Debug)]
pub struct Election {
    definition: Definition,
    definition_digest: Digest,
    keys: PublicKeys,
    commissions: Commissions,
    roll: Roll,
    id: Digest,
    key: ElectionKey,
    registrar: VerifyingKey,
    identity: VerifyingKey,
    collectors: Vec<VerifyingKey>,
}

impl Election {
    /// Joins the three files and derives `E` from them. Refuses files that do not belong together, and keys that do not
    /// decode. The caller compares [`Election::id`] with the one that was signed.
    pub fn new(definition: Definition, keys: PublicKeys, roll: Roll) -> Result<Self, ElectionError> {
        definition.check()?;
        keys.check(&definition)?;
        roll.check(&definition)?;
        let definition_digest = definition.digest();
        let id = election_id(&definition_digest, &keys.digest(), &roll.digest());
        let key =
            ElectionKey::from_bytes(&encode_point(&keys.election.public())).map_err(|_| ElectionError::ElectionKey)?;
        let registrar = decode(&definition.registrar, KeyHolder::Registrar)?;
        let identity = decode(&definition.identity, KeyHolder::Identity)?;
        let named = (0u16..).zip(&definition.collectors);
        let collectors = named.map(|(index, named)| decode(&named.key, KeyHolder::Collector(index)));
        let collectors = collectors.collect::<Result<_, _>>()?;
        let numbered = (1u8..).zip(&definition.officers);
        for (number, keys) in numbered {
            decode(&keys.identity, KeyHolder::Officer(number))?;
        }
        let commissions = Commissions::first(&definition, &keys);
        Ok(Self { definition, definition_digest, keys, commissions, roll, id, key, registrar, identity, collectors })
    }

    /// Puts the next replacement of lost tokens in force. Refuses one that is not the next of this election, or that a quorum, the
    /// dealers or the tokens did not make.
    pub fn replace(&mut self, replacement: &Replacement) -> Result<(), ReplacementError> {
        self.commissions.succeed(&self.definition, &self.id, replacement)
    }

    /// The commissions, up to the one in force.
    pub fn commissions(&self) -> &Commissions {
        &self.commissions
    }

    /// The definition.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// `D`.
    pub fn definition_digest(&self) -> &Digest {
        &self.definition_digest
    }

    /// `E`.
    pub fn id(&self) -> &Digest {
        &self.id
    }

    /// The public-key file.
    pub fn keys(&self) -> &PublicKeys {
        &self.keys
    }

    /// The roll.
    pub fn roll(&self) -> &Roll {
        &self.roll
    }

    /// Number of regions.
    pub fn regions(&self) -> usize {
        self.definition.regions.len()
    }

    /// The election key `P` with its tables.
    pub(crate) fn key(&self) -> &ElectionKey {
        &self.key
    }

    pub(crate) fn registrar(&self) -> &VerifyingKey {
        &self.registrar
    }

    pub(crate) fn identity(&self) -> &VerifyingKey {
        &self.identity
    }

    pub(crate) fn collector(&self, index: u16) -> Option<&VerifyingKey> {
        self.collectors.get(usize::from(index))
    }
}

fn decode(key: &[u8; 32], holder: KeyHolder) -> Result<VerifyingKey, ElectionError> {
    VerifyingKey::from_bytes(key).map_err(|_| ElectionError::KeyOf(holder))
}
