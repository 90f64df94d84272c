//! Endorsing: every officer's token signs the election id.

use tamga_crypto::hash::{Digest, sha3_256};
use tamga_crypto::sign::SIGNATURE_LEN;
use tamga_record::election::{election_id, endorsement_message};
use tamga_record::keys::PublicKeys;
use tamga_record::ledger::{Entry, Signer, TokenAct};
use tamga_wire::{Request, Response};

use crate::commission::Commission;
use crate::desk::{Desk, Needed};
use crate::fault::{CeremonyError, Fault};
use crate::machine::Machine;
use crate::round::Round;

/// Every token signs `E`; each checks first that the public-key file holds the keys that it made. The outcome are the
/// signatures in token order; an entry `endorsement` each.
#[derive(Debug)]
pub struct Endorse {
    desk: Desk,
    commission: Commission,
    message: Digest,
    signatures: Round<[u8; SIGNATURE_LEN]>,
}

impl Endorse {
    /// Endorses the election of these keys and the roll with digest `R`.
    pub fn new(commission: &Commission, keys: &PublicKeys, roll: &Digest) -> Self {
        let quorum = commission.quorum();
        let mut desk = Desk::new(Some(TokenAct::Endorse), quorum, Needed::All);
        desk.push_all(&Request::Endorse {
            head: keys.head_bytes(),
            body_digest: keys.body_digest(),
            roll_digest: *roll,
        });
        let election = election_id(&keys.definition, &keys.digest(), roll);
        Self {
            desk,
            commission: commission.clone(),
            message: endorsement_message(&election),
            signatures: Round::new(quorum.tokens),
        }
    }
}

impl Machine for Endorse {
    type Outcome = Vec<[u8; SIGNATURE_LEN]>;

    fn desk(&mut self) -> &mut Desk {
        &mut self.desk
    }

    fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        let Response::Signed { signature } = response else {
            return Err(Fault::WrongAnswer);
        };
        self.commission.verify(token, &self.message, &signature)?;
        self.signatures.put(token, signature).ok_or(Fault::WrongAnswer)
    }

    fn finish(&mut self) -> Result<Self::Outcome, CeremonyError> {
        self.desk.check_finished(self.signatures.given().count())?;
        let entry = |(token, signature): (u8, &[u8; SIGNATURE_LEN])| Entry::Endorsement {
            signer: Signer::Officer(token),
            digest: sha3_256(&[signature]),
        };
        self.desk.settle(self.signatures.given().map(entry));
        self.signatures.all().ok_or(CeremonyError::NotFinished)
    }
}
