//! Closing the box: a quorum signs what was received.

use tamga_crypto::hash::Digest;
use tamga_crypto::sign::SIGNATURE_LEN;
use tamga_record::box_file::{ActKind, BoxBody, act_message};
use tamga_record::ledger::{Entry, TokenAct};
use tamga_wire::{Request, Response};

use crate::commission::Commission;
use crate::desk::{Desk, Needed};
use crate::fault::{CeremonyError, Fault};
use crate::machine::Machine;
use crate::round::Round;

/// At least a quorum signs the CLOSE digest `Z`. The outcome are officers and signatures, ascending; one entry `close`.
#[derive(Debug)]
pub struct Close {
    desk: Desk,
    commission: Commission,
    digest: Digest,
    message: Digest,
    signatures: Round<[u8; SIGNATURE_LEN]>,
}

impl Close {
    /// Closes this box. The tokens show what was received, regions, chains and bundles.
    pub fn new(commission: &Commission, body: &BoxBody) -> Self {
        let quorum = commission.quorum();
        let digest = body.digest();
        let mut desk = Desk::new(Some(TokenAct::Close), quorum, Needed::Quorum);
        desk.push_all(&Request::Act { kind: ActKind::Close, digest, figures: figures(body) });
        Self {
            desk,
            commission: commission.clone(),
            digest,
            message: act_message(&body.election, ActKind::Close, &digest),
            signatures: Round::new(quorum.tokens),
        }
    }
}

/// Received, regions, chains, bundles, in the order of [`ActKind::figure_names`].
fn figures(body: &BoxBody) -> Vec<u64> {
    let chains = || body.regions.iter().flat_map(|region| &region.chains);
    vec![
        body.regions.iter().map(|region| u64::from(region.received)).sum(),
        body.regions.len() as u64,
        chains().count() as u64,
        chains().map(|chain| u64::from(chain.bundles)).sum(),
    ]
}

impl Machine for Close {
    type Outcome = Vec<(u8, [u8; SIGNATURE_LEN])>;

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
        let signed = self.signatures.given().map(|(officer, signature)| (officer, *signature));
        let signed: Vec<_> = signed.collect();
        let officers = signed.iter().map(|(officer, _)| *officer).collect();
        self.desk.settle([Entry::Close { digest: self.digest, officers }]);
        Ok(signed)
    }
}
