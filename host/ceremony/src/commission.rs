//! The officers as the definition names them.

use tamga_crypto::dkg::Quorum;
use tamga_crypto::sign::{SIGNATURE_LEN, Signature, VerifyingKey};
use tamga_record::definition::{Definition, OfficerKeys};

use crate::fault::{CeremonyError, Fault};

/// The commission: `M` of `N`, and the identity keys of tokens `1 … N`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commission {
    quorum: Quorum,
    identities: Vec<VerifyingKey>,
}

impl Commission {
    /// The commission of a definition. Refuses a quorum that is no majority, and identity keys that are none.
    pub fn of(definition: &Definition) -> Result<Self, CeremonyError> {
        let quorum = Quorum::new(definition.tokens(), definition.quorum).map_err(CeremonyError::Quorum)?;
        Self::new(quorum, &definition.officers)
    }

    /// The commission of these officers, in token order, such as it is after lost tokens were replaced. Refuses identity keys that are
    /// none.
    pub fn new(quorum: Quorum, officers: &[OfficerKeys]) -> Result<Self, CeremonyError> {
        let keys = (1..).zip(officers);
        let identities = keys
            .map(|(officer, keys)| {
                VerifyingKey::from_bytes(&keys.identity).map_err(|error| CeremonyError::OfficerKey { officer, error })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { quorum, identities })
    }

    /// `M` of `N`.
    pub fn quorum(&self) -> Quorum {
        self.quorum
    }

    /// Checks a token's signature; refuses it with [`Fault::BadSignature`].
    pub(crate) fn verify(
        &self,
        token: u8,
        message: &[u8],
        untrusted_signature: &[u8; SIGNATURE_LEN],
    ) -> Result<(), Fault> {
        let place = usize::from(token).checked_sub(1);
        let key = place.and_then(|place| self.identities.get(place)).ok_or(Fault::BadSignature)?;
        key.verify(message, &Signature::from_bytes(*untrusted_signature)).map_err(|_| Fault::BadSignature)
    }
}
