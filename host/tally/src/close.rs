//! Stage 3, closing the box: what was received is fixed by a quorum before any seal is opened.

use tamga_crypto::hash::Digest;
use tamga_crypto::merkle::{RootBuilder, Sha3Tree, TreeHash};
use tamga_crypto::sign::Signature;
use tamga_record::box_file::{ActKind, BoxBody, BoxFile, BoxRegion, act_message, no_decisions};
use tamga_record::ledger::Entry;

use crate::admit::Admitted;
use crate::election::Election;

/// Why the box stays open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CloseError {
    /// Signatures do not ascend by officer, or one is there twice.
    #[error("signatures must ascend by officer, and none may be there twice")]
    Order,
    /// An officer whom the definition does not have.
    #[error("there is no officer {officer}")]
    UnknownOfficer {
        /// The officer's number.
        officer: u8,
    },
    /// An officer's signature does not verify.
    #[error("the signature of officer {officer} does not verify")]
    Signature {
        /// The officer's number, from 1.
        officer: u8,
    },
    /// Fewer officers than the quorum.
    #[error("{signed} officers signed, the quorum is {quorum}")]
    Quorum {
        /// Officers who signed.
        signed: usize,
        /// Officers needed.
        quorum: u8,
    },
}

/// The box as it will be closed, waiting for the signatures of a quorum.
#[derive(Debug)]
pub struct BoxToClose<'a> {
    admitted: Admitted<'a>,
    body: BoxBody,
    digest: Digest,
}

/// Writes down chain heads and, per region, number and Merkle root of the received trackers. No decisions are made yet.
pub fn close(admitted: Admitted<'_>) -> BoxToClose<'_> {
    let election = admitted.election();
    let numbered = (0u16..).zip(&election.definition().regions);
    let regions = numbered.map(|(region, _)| box_region(&admitted, region)).collect();
    let body = BoxBody { election: *election.id(), decisions: no_decisions(), regions };
    let digest = body.digest();
    BoxToClose { admitted, body, digest }
}

fn box_region(admitted: &Admitted<'_>, region: u16) -> BoxRegion {
    let trackers = admitted.trackers(region);
    let mut root = RootBuilder::<Sha3Tree>::new();
    for tracker in &trackers {
        root.push(Sha3Tree::leaf(tracker));
    }
    BoxRegion {
        // A region with 2^32 records would be a hundred times larger than any electorate.
        received: u32::try_from(trackers.len()).unwrap_or(u32::MAX),
        trackers_root: root.root(),
        chains: admitted.imported().chain_ends(region),
    }
}

impl<'a> BoxToClose<'a> {
    /// The records in the box.
    pub fn admitted(&self) -> &Admitted<'a> {
        &self.admitted
    }

    /// What officers are asked to close.
    pub fn body(&self) -> &BoxBody {
        &self.body
    }

    /// The CLOSE digest `Z`.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// What the officers' signatures close it with, ascending by officer: the box is closed when at least a quorum signed
    /// `Z`. Refuses unknown officers, signatures that do not verify, and too few of them.
    pub fn sign(self, signatures: Vec<(u8, [u8; 64])>) -> Result<(ClosedBox<'a>, Entry), CloseError> {
        check_signatures(self.admitted.election(), &self.digest, &signatures)?;
        let officers = signatures.iter().map(|(officer, _)| *officer).collect();
        let entry = Entry::Close { digest: self.digest, officers };
        let file = BoxFile { body: self.body, signatures };
        Ok((ClosedBox { admitted: self.admitted, file, digest: self.digest }, entry))
    }
}

fn check_signatures(election: &Election, digest: &Digest, signatures: &[(u8, [u8; 64])]) -> Result<(), CloseError> {
    if !signatures.is_sorted_by(|(one, _), (next, _)| one < next) {
        return Err(CloseError::Order);
    }
    let message = act_message(election.id(), ActKind::Close, digest);
    for &(officer, signature) in signatures {
        let key = election.officer(officer).ok_or(CloseError::UnknownOfficer { officer })?;
        key.verify(&message, &Signature::from_bytes(signature)).map_err(|_| CloseError::Signature { officer })?;
    }
    let quorum = election.definition().quorum;
    if signatures.len() < usize::from(quorum) {
        return Err(CloseError::Quorum { signed: signatures.len(), quorum });
    }
    Ok(())
}

/// A box that a quorum closed: the only thing whose seals can be opened.
#[derive(Debug)]
pub struct ClosedBox<'a> {
    admitted: Admitted<'a>,
    file: BoxFile,
    digest: Digest,
}

impl<'a> ClosedBox<'a> {
    /// The election.
    pub fn election(&self) -> &'a Election {
        self.admitted.election()
    }

    /// The records in the box.
    pub fn admitted(&self) -> &Admitted<'a> {
        &self.admitted
    }

    /// The box file, `record/box.tamga`.
    pub fn file(&self) -> &BoxFile {
        &self.file
    }

    /// The CLOSE digest `Z`.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    pub(crate) fn into_admitted(self) -> Admitted<'a> {
        self.admitted
    }
}
