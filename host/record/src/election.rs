//! The election id `E` and the election file, `tamga/election-file/v1`: what the ceremony gives to everybody.

use tamga_crypto::dkg::{DkgError, NONCE_LEN, Quorum, package_len};
use tamga_crypto::hash::Digest;
pub use tamga_wire::signed::{election_id, endorsement_message};

use crate::bytes::{ByteFault, Reader, Writer, same_bytes};
use crate::definition::{Definition, DefinitionError};
use crate::keys::{HsmKeys, KeysError, PublicKeys};
use crate::limits::{DEFINITION_LEN_MAX, KEYS_LEN_MAX};
use crate::seal::SealSignature;

/// The first line of an election file.
pub const FIRST_LINE: &str = "tamga/election-file/v1\n";

/// Why an election file is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ElectionFileError {
    /// The bytes are not an election file.
    #[error("election file: {0}")]
    Bytes(#[from] ByteFault),
    /// The definition inside is refused.
    #[error("election file: {0}")]
    Definition(#[from] DefinitionError),
    /// The public-key file inside is refused.
    #[error("election file: {0}")]
    Keys(#[from] KeysError),
    /// Officers and quorum cannot be.
    #[error("election file: {0}")]
    Quorum(#[from] DkgError),
}

/// What a distributed key generation leaves for those who check it; and a resharing, in which not every token deals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DkgRecord {
    /// The tokens' nonces in token order.
    pub nonces: Vec<[u8; NONCE_LEN]>,
    /// The dealers' packages (10) in the order of their tokens, 32·(M + 2) bytes each.
    pub packages: Vec<Vec<u8>>,
    /// The inner hash of (13), over all envelopes.
    pub envelopes_digest: Digest,
    /// The tokens' signatures of the transcript (13) in token order.
    pub signatures: Vec<[u8; 64]>,
}

impl DkgRecord {
    /// Reads what `quorum` made; `dealers` of its tokens dealt.
    pub(crate) fn read(reader: &mut Reader<'_>, quorum: Quorum, dealers: u64) -> Result<Self, ByteFault> {
        let tokens = u64::from(quorum.tokens);
        let package_len = package_len(quorum);
        Ok(Self {
            nonces: reader.items(tokens, tokens, NONCE_LEN, Reader::array)?,
            packages: reader.items(dealers, tokens, package_len, |reader| Ok(reader.take(package_len)?.to_vec()))?,
            envelopes_digest: reader.digest()?,
            signatures: reader.items(tokens, tokens, 64, Reader::array)?,
        })
    }

    pub(crate) fn write(&self, file: &mut Writer) {
        file.all(&self.nonces).all(&self.packages).bytes(&self.envelopes_digest).all(&self.signatures);
    }
}

/// A signature as long as the HSM's seal algorithm has it.
fn read_signature(reader: &mut Reader<'_>, hsm: &HsmKeys) -> Result<SealSignature, ByteFault> {
    let len = SealSignature::len_of(hsm.seal_algorithm).ok_or(ByteFault::NotCanonical)?;
    SealSignature::from_bytes(reader.take(len)?).ok_or(ByteFault::NotCanonical)
}

/// The election file: definition, keys, the roll's digest, both key generations and everybody's signatures over `E`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElectionFile {
    /// The canonical definition.
    pub definition: Vec<u8>,
    /// The public-key file.
    pub keys: Vec<u8>,
    /// `R`, the roll's digest.
    pub roll: Digest,
    /// Entries of the roll.
    pub roll_entries: u32,
    /// How the custody key was made.
    pub custody: DkgRecord,
    /// How the election key was made.
    pub election: DkgRecord,
    /// Signatures of the HSMs' seal keys over [`endorsement_message`], in definition order, each of its key's algorithm.
    pub hsm_signatures: Vec<SealSignature>,
    /// Signatures of the officers' identity keys over the same, in token order.
    pub officer_signatures: Vec<[u8; 64]>,
}

impl ElectionFile {
    /// Reads an election file; definition and public-key file inside it are read by their own strict readers. Signatures
    /// and packages are bytes here: who uses them checks them.
    pub fn parse(untrusted: &[u8]) -> Result<Self, ElectionFileError> {
        let mut reader = Reader::after_version(untrusted, FIRST_LINE)?;
        let definition_bytes = reader.blob32(DEFINITION_LEN_MAX)?;
        let definition = Definition::parse(definition_bytes)?;
        let keys_bytes = reader.blob32(KEYS_LEN_MAX)?;
        let keys = PublicKeys::parse(keys_bytes, &definition)?;
        let officers = u64::from(keys.quorum.tokens);
        let file = Self {
            definition: definition_bytes.to_vec(),
            keys: keys_bytes.to_vec(),
            roll: reader.digest()?,
            roll_entries: reader.u32()?,
            custody: DkgRecord::read(&mut reader, keys.quorum, officers)?,
            election: DkgRecord::read(&mut reader, keys.quorum, officers)?,
            hsm_signatures: keys.hsms.iter().map(|hsm| read_signature(&mut reader, hsm)).collect::<Result<_, _>>()?,
            officer_signatures: reader.items(officers, officers, 64, Reader::array)?,
        };
        reader.finish()?;
        same_bytes(untrusted, &file.to_bytes())?;
        Ok(file)
    }

    /// The definition and the public-key file inside, read again.
    pub fn contents(&self) -> Result<(Definition, PublicKeys), ElectionFileError> {
        let definition = Definition::parse(&self.definition)?;
        let keys = PublicKeys::parse(&self.keys, &definition)?;
        Ok((definition, keys))
    }

    /// `E`, from what is inside. Refuses a definition or public-key file that does not parse.
    pub fn election_id(&self) -> Result<Digest, ElectionFileError> {
        let (_, keys) = self.contents()?;
        Ok(election_id(&keys.definition, &keys.digest(), &self.roll))
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut file = Writer::with_version(FIRST_LINE);
        file.blob32(&self.definition).blob32(&self.keys);
        file.bytes(&self.roll).u32(self.roll_entries);
        self.custody.write(&mut file);
        self.election.write(&mut file);
        file.all(&self.hsm_signatures).all(&self.officer_signatures);
        file.finish()
    }
}
