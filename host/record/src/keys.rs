//! The public-key file, `tamga/keys/v1`: every key that somebody outside encrypts to or checks with.

use tamga_crypto::dkg::{DkgError, GroupKey, Quorum};
use tamga_crypto::group::POINT_LEN;
use tamga_crypto::hash::{Digest, sha3_256};
use tamga_crypto::hpke::{HpkeError, MLKEM_EK_LEN, hybrid, mlkem};
use tamga_crypto::sign::SignatureError;
use tamga_wire::signed::{keys_digest, keys_head};

use crate::bytes::{ByteFault, Reader, Writer, same_bytes};
use crate::definition::Definition;
use crate::evidence::{Evidence, EvidenceError};
use crate::limits::{HSMS_MAX, KEYS_LEN_MAX, REGIONS_MAX};
use crate::seal::SealKey;
pub use crate::seal::{SEAL_ECDSA_P384, SEAL_ED25519};

/// The first line of a public-key file.
pub const FIRST_LINE: &str = "tamga/keys/v1\n";
/// The model that a rehearsal HSM names.
pub const REHEARSAL_MODEL: &str = "rehearsal";

/// An HSM's key for MLKEM1024-P384, both halves checked.
pub type HybridKey = hybrid::PublicKey;

/// Why a public-key file is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// The bytes are not a public-key file.
    #[error("public-key file: {0}")]
    Bytes(#[from] ByteFault),
    /// The file belongs to another definition.
    #[error("public-key file: it belongs to another definition; use the files of one election together")]
    OtherDefinition,
    /// Officers and quorum are not the definition's.
    #[error("public-key file: officers and quorum are not those of the definition")]
    OtherQuorum,
    /// The custody or the election key is not made of canonical points.
    #[error("public-key file: a key of the officers is no key: {0}")]
    GroupKey(#[from] DkgError),
    /// A key of an HSM or a region does not pass its check.
    #[error("public-key file: a key of an HSM or a region is no key")]
    Hpke(#[from] HpkeError),
    /// HSMs are not the definition's, in its order.
    #[error("public-key file: HSMs must be those of the definition, in its order")]
    OtherHsms,
    /// A seal key has an unknown algorithm, or is no key of its algorithm.
    #[error("public-key file: the seal key of HSM number {} has an unknown algorithm or is no key of it", hsm + 1)]
    SealKey {
        /// Index of the HSM.
        hsm: usize,
    },
    /// A rehearsal HSM in a real election, or a real one in a rehearsal that calls itself otherwise.
    #[error("public-key file: HSM number {} is a rehearsal HSM, which only a rehearsal may use and which has no evidence", hsm + 1)]
    RehearsalHsm {
        /// Index of the HSM.
        hsm: usize,
    },
    /// An HSM other than the built-in one has no evidence, or bytes that are none.
    #[error("public-key file: HSM number {}: {error}", hsm + 1)]
    Evidence {
        /// Index of the HSM.
        hsm: usize,
        /// What is wrong with it.
        error: EvidenceError,
    },
    /// A certificate named after a key does not hold it.
    #[error("public-key file: a certificate of HSM number {} is of another key than the one in the file", hsm + 1)]
    CertificateKey {
        /// Index of the HSM.
        hsm: usize,
    },
    /// Not one key per region of the definition.
    #[error("public-key file: there must be one key for every region of the definition")]
    OtherRegions,
    /// A complaint key without `cell-len`, or the other way round.
    #[error("public-key file: there is a complaint key exactly when the definition's cell-len is not 0")]
    ComplaintKey,
}

/// The keys that the ceremony made.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicKeys {
    /// The definition `D` that the keys were made for.
    pub definition: Digest,
    /// Officers and how many of them are needed.
    pub quorum: Quorum,
    /// The custody key, which HSM PINs are encrypted to (12).
    pub custody: GroupKey,
    /// The election key, which ballots are encrypted to (12).
    pub election: GroupKey,
    /// The HSMs in definition order.
    pub hsms: Vec<HsmKeys>,
    /// ML-KEM-1024 encapsulation keys of the regions in definition order, 1568 bytes each.
    pub regions: Vec<Vec<u8>>,
    /// The complaint key, 1568 bytes, where the definition has a complaint cell.
    pub complaint: Option<Vec<u8>>,
}

/// The public keys of one HSM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HsmKeys {
    /// Its serial, as in the definition.
    pub serial: String,
    /// Its model; [`REHEARSAL_MODEL`] for the built-in one.
    pub model: String,
    /// The tally key, which region seeds are sealed to.
    pub tally: HybridKey,
    /// The escrow key, which identity links are sealed to.
    pub escrow: HybridKey,
    /// [`SEAL_ED25519`] or [`SEAL_ECDSA_P384`].
    pub seal_algorithm: u8,
    /// The seal key: 32 bytes for Ed25519, an uncompressed point of 97 bytes for ECDSA.
    pub seal: Vec<u8>,
    /// An [`Evidence`]; empty of the built-in one alone.
    pub evidence: Vec<u8>,
}

impl PublicKeys {
    /// Reads a public-key file and checks every key in it and that it fits the definition.
    pub fn parse(untrusted: &[u8], definition: &Definition) -> Result<Self, KeysError> {
        if untrusted.len() > KEYS_LEN_MAX {
            return Err(ByteFault::OverLimit.into());
        }
        let mut reader = Reader::after_version(untrusted, FIRST_LINE)?;
        let keys = Self::read(&mut reader)?;
        reader.finish()?;
        keys.check(definition)?;
        same_bytes(untrusted, &keys.to_bytes())?;
        Ok(keys)
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, KeysError> {
        let definition = reader.digest()?;
        let quorum = Quorum::new(reader.u8()?, reader.u8()?)?;
        let group_len = POINT_LEN * usize::from(quorum.needed);
        let custody = GroupKey::from_bytes(reader.take(group_len)?, quorum)?;
        let election = GroupKey::from_bytes(reader.take(group_len)?, quorum)?;
        let hsm_count = usize::from(reader.u8()?);
        if hsm_count > HSMS_MAX {
            return Err(ByteFault::OverLimit.into());
        }
        let hsms = (0..hsm_count).map(|_| HsmKeys::read(reader)).collect::<Result<_, _>>()?;
        let region_count = u64::from(reader.u16()?);
        let regions = reader
            .items(region_count, REGIONS_MAX as u64, MLKEM_EK_LEN, |reader| Ok(reader.take(MLKEM_EK_LEN)?.to_vec()))?;
        let complaint = match reader.u8()? {
            0 => None,
            1 => Some(reader.take(MLKEM_EK_LEN)?.to_vec()),
            _ => return Err(ByteFault::NotCanonical.into()),
        };
        Ok(Self { definition, quorum, custody, election, hsms, regions, complaint })
    }

    /// Checks that the keys are those of a definition: digest, quorum, serials, one checked key per region, rehearsal.
    pub fn check(&self, definition: &Definition) -> Result<(), KeysError> {
        if self.definition != definition.digest() {
            return Err(KeysError::OtherDefinition);
        }
        if (self.quorum.tokens, self.quorum.needed) != (definition.tokens(), definition.quorum) {
            return Err(KeysError::OtherQuorum);
        }
        let serials = self.hsms.iter().map(|hsm| &hsm.serial);
        if !serials.eq(&definition.hsms) {
            return Err(KeysError::OtherHsms);
        }
        for (index, hsm) in self.hsms.iter().enumerate() {
            hsm.check(index, definition.rehearsal)?;
        }
        if self.regions.len() != definition.regions.len() {
            return Err(KeysError::OtherRegions);
        }
        if self.complaint.is_some() != (definition.cell_len != 0) {
            return Err(KeysError::ComplaintKey);
        }
        for key in self.regions.iter().chain(&self.complaint) {
            mlkem::PublicKey::from_bytes(key)?;
        }
        Ok(())
    }

    /// The part of the file that tokens check: version, `D`, quorum and the keys they made.
    pub fn head_bytes(&self) -> Vec<u8> {
        let (tokens, needed) = (self.quorum.tokens, self.quorum.needed);
        keys_head(&self.definition, tokens, needed, &self.custody.to_bytes(), &self.election.to_bytes())
    }

    fn body_bytes(&self) -> Vec<u8> {
        let mut body = Writer::default();
        body.count8(self.hsms.len());
        for hsm in &self.hsms {
            hsm.write(&mut body);
        }
        body.count16(self.regions.len()).all(&self.regions);
        match &self.complaint {
            None => body.u8(0),
            Some(key) => body.u8(1).bytes(key),
        };
        body.finish()
    }

    /// SHA3-256 of the body, which a token is given in its place.
    pub fn body_digest(&self) -> Digest {
        sha3_256(&[&self.body_bytes()])
    }

    /// `K`, SHA3-256(head ‖ SHA3-256(body)).
    pub fn digest(&self) -> Digest {
        keys_digest(&self.head_bytes(), &self.body_digest())
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut file = self.head_bytes();
        file.extend(self.body_bytes());
        file
    }
}

impl HsmKeys {
    fn read(reader: &mut Reader<'_>) -> Result<Self, KeysError> {
        Ok(Self {
            serial: reader.str8()?,
            model: reader.str8()?,
            tally: HybridKey::from_bytes(reader.take(hybrid::PUBLIC_KEY_LEN)?)?,
            escrow: HybridKey::from_bytes(reader.take(hybrid::PUBLIC_KEY_LEN)?)?,
            seal_algorithm: reader.u8()?,
            seal: reader.blob16()?.to_vec(),
            evidence: reader.blob16()?.to_vec(),
        })
    }

    fn write(&self, body: &mut Writer) {
        body.str8(&self.serial).str8(&self.model);
        body.bytes(&self.tally.to_bytes()).bytes(&self.escrow.to_bytes());
        body.u8(self.seal_algorithm).blob16(&self.seal).blob16(&self.evidence);
    }

    /// The seal key, checked. Refuses an unknown algorithm and what is no key of its algorithm.
    pub fn seal_key(&self) -> Result<SealKey, SignatureError> {
        SealKey::from_bytes(self.seal_algorithm, &self.seal)
    }

    fn check(&self, hsm: usize, rehearsal: bool) -> Result<(), KeysError> {
        self.seal_key().map_err(|_| KeysError::SealKey { hsm })?;
        let is_built_in = self.model == REHEARSAL_MODEL;
        if is_built_in && (!rehearsal || !self.evidence.is_empty()) {
            return Err(KeysError::RehearsalHsm { hsm });
        }
        if is_built_in {
            return Ok(());
        }
        let evidence = Evidence::parse(&self.evidence).map_err(|error| KeysError::Evidence { hsm, error })?;
        if evidence.certifies(self) { Ok(()) } else { Err(KeysError::CertificateKey { hsm }) }
    }
}
