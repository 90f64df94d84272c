//! Opening the sums under an approved tally root, equations (14) to (16).

use std::fmt;

use tamga_crypto::dkg::GroupKey;
use tamga_crypto::elgamal::Ciphertext;
use tamga_crypto::group::{RistrettoPoint, decode_point_or_identity};
use tamga_crypto::hash::Digest;
use tamga_crypto::merkle::{Sha3Tree, inclusion_path};
use tamga_crypto::opening::{CHUNK_PROOF_LEN, CHUNK_SUMS, OpeningContext, verify_chunk_vartime};
use tamga_record::approvals::ApprovalsFile;
use tamga_record::ledger::{Entry, TokenAct};
use tamga_record::shares::{SharesFile, TokenShares};
use tamga_record::tally_file::{Leaf, TallyFile};
use tamga_wire::{Approval, Request, Response};

use crate::desk::{Desk, Needed};
use crate::fault::{CeremonyError, Fault};
use crate::machine::Machine;

/// At least a quorum opens every sum under the tally root. Each chunk's proof is checked as it comes; a token whose proof
/// does not hold is named and drops out. An entry `share` per token that opened all, to be written before the shares are
/// combined. Where every group is withheld there is nothing to open; the officers agree to that, and the shares are empty.
pub struct Opening {
    desk: Desk,
    key: GroupKey,
    tally: TallyFile,
    root: Digest,
    leaf_hashes: Vec<Digest>,
    /// `(j, A_j)` of all sums.
    sums: Vec<(u32, RistrettoPoint)>,
    progress: Vec<Progress>,
}

/// How far one token is.
#[derive(Default)]
struct Progress {
    /// Whether it agreed to open this root.
    agreed: bool,
    /// Leaves that it was sent.
    leaves_sent: usize,
    /// Leaves that it opened.
    leaves_opened: usize,
    /// All its partial decryptions, and those of the chunk that has no proof yet, decoded.
    ds: Vec<[u8; 32]>,
    unproven: Vec<RistrettoPoint>,
    proofs: Vec<[u8; CHUNK_PROOF_LEN]>,
}

impl Opening {
    /// Opens this tally under the election key. `ballots`, those counted, is shown to the officers.
    ///
    /// Refuses a tally with more sums than a number of 32 bits, or with a sum that does not decode.
    pub fn new(
        key: &GroupKey,
        tally: &TallyFile,
        approvals: &ApprovalsFile,
        ballots: u64,
    ) -> Result<Self, CeremonyError> {
        let sums = read_sums(tally).ok_or(CeremonyError::Sums)?;
        let count = u32::try_from(sums.len()).map_err(|_| CeremonyError::Sums)?;
        let root = tally.root();
        let approvals = approvals.approvals.iter();
        let mut desk = Desk::new(Some(TokenAct::Open), key.quorum, Needed::Quorum);
        desk.push_all(&Request::OpenBegin {
            opening: tally.opening,
            previous: tally.previous,
            close: tally.close,
            root,
            leaves: u32::try_from(tally.leaves.len()).map_err(|_| CeremonyError::Sums)?,
            sums: count,
            ballots,
            approvals: approvals
                .map(|(checker, signature)| Approval { checker: *checker, signature: *signature })
                .collect(),
        });
        Ok(Self {
            desk,
            key: key.clone(),
            tally: tally.clone(),
            root,
            leaf_hashes: tally.leaves.iter().map(Leaf::leaf_hash).collect(),
            sums,
            progress: key.quorum.indices().map(|_| Progress::default()).collect(),
        })
    }

    /// Puts the token's next leaf on the desk, if there is one.
    fn push_next_leaf(&mut self, token: u8) -> Option<()> {
        let progress = self.progress.get_mut(usize::from(token).checked_sub(1)?)?;
        let number = progress.leaves_sent;
        let leaf = self.tally.leaves.get(number)?;
        progress.leaves_sent += 1;
        self.desk.push(
            token,
            Request::OpenLeaf {
                leaf: u32::try_from(number).ok()?,
                group: leaf.group.clone(),
                counted_digest: leaf.counted,
                path: inclusion_path::<Sha3Tree>(&self.leaf_hashes, number)?,
                sums: leaf.sums.clone(),
            },
        );
        Some(())
    }

    fn opened(&mut self, token: u8, decryptions: &[[u8; 32]], proofs: &[[u8; CHUNK_PROOF_LEN]]) -> Result<(), Fault> {
        let place = usize::from(token).wrapping_sub(1);
        let progress = self.progress.get_mut(place).ok_or(Fault::WrongAnswer)?;
        if progress.leaves_opened >= progress.leaves_sent {
            return Err(Fault::WrongAnswer);
        }
        let leaf = self.tally.leaves.get(progress.leaves_opened).ok_or(Fault::WrongAnswer)?;
        if decryptions.len() != leaf.sums.len() {
            return Err(Fault::BadDecryptions);
        }
        progress.leaves_opened += 1;
        let context =
            OpeningContext { election: self.tally.election, opening: self.tally.opening, root: self.root, token };
        let y = self.key.verification_share(token);
        let mut proofs = proofs.iter();
        for d in decryptions {
            progress.ds.push(*d);
            progress.unproven.push(decode_point_or_identity(d).map_err(|_| Fault::BadDecryptions)?);
            let is_last = progress.ds.len() == self.sums.len();
            if progress.unproven.len() == CHUNK_SUMS || is_last {
                let proof = proofs.next().ok_or(Fault::BadDecryptions)?;
                progress.prove_chunk(&context, &y, &self.sums, proof)?;
            }
        }
        if proofs.next().is_some() {
            return Err(Fault::BadDecryptions);
        }
        Ok(())
    }
}

impl Progress {
    /// Checks the chunk that has just become full, (15) and (16).
    fn prove_chunk(
        &mut self,
        context: &OpeningContext,
        y: &RistrettoPoint,
        sums: &[(u32, RistrettoPoint)],
        untrusted_proof: &[u8; CHUNK_PROOF_LEN],
    ) -> Result<(), Fault> {
        let number = self.proofs.len();
        let chunk = u32::try_from(number).map_err(|_| Fault::BadDecryptions)?;
        let of_chunk = sums.chunks(CHUNK_SUMS).nth(number).ok_or(Fault::BadDecryptions)?;
        verify_chunk_vartime(context, chunk, y, of_chunk, &self.unproven, untrusted_proof)
            .map_err(|error| Fault::BadProof { chunk, error })?;
        self.proofs.push(*untrusted_proof);
        self.unproven.clear();
        Ok(())
    }
}

/// `(j, A_j)` of all sums, leaf by leaf, option by option (14).
fn read_sums(tally: &TallyFile) -> Option<Vec<(u32, RistrettoPoint)>> {
    let sums = tally.leaves.iter().flat_map(|leaf| &leaf.sums);
    (0..).zip(sums).map(|(j, sum)| Some((j, Ciphertext::from_sum_bytes(sum).ok()?.a))).collect()
}

impl Machine for Opening {
    type Outcome = SharesFile;

    fn desk(&mut self) -> &mut Desk {
        &mut self.desk
    }

    fn again(&mut self, token: u8) -> bool {
        if let Some(progress) = usize::from(token).checked_sub(1).and_then(|place| self.progress.get_mut(place)) {
            *progress = Progress::default();
        }
        self.desk.begin_again(token);
        true
    }

    fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        let place = usize::from(token).wrapping_sub(1);
        let progress = self.progress.get_mut(place).ok_or(Fault::WrongAnswer)?;
        match (progress.agreed, response) {
            (false, Response::Done) => progress.agreed = true,
            (true, Response::Opened { decryptions, proofs }) => self.opened(token, &decryptions, &proofs)?,
            _ => return Err(Fault::WrongAnswer),
        }
        // Nothing to send is no fault: the last leaf is open.
        let _ = self.push_next_leaf(token);
        Ok(())
    }

    fn finish(&mut self) -> Result<SharesFile, CeremonyError> {
        let out: Vec<u8> = self.desk.faults().iter().map(|(token, _)| *token).collect();
        let complete = |(token, progress): &(u8, &Progress)| {
            !out.contains(token) && progress.agreed && progress.ds.len() == self.sums.len()
        };
        let tokens: Vec<TokenShares> = (1..)
            .zip(&self.progress)
            .filter(complete)
            .map(|(index, progress)| TokenShares { index, ds: progress.ds.clone(), proofs: progress.proofs.clone() })
            .collect();
        self.desk.check_finished(tokens.len())?;
        let opening = self.tally.opening;
        let entry = |token: &TokenShares| Entry::Share { opening, token: token.index, digest: token.digest() };
        self.desk.settle(tokens.iter().map(entry));
        let sums = u32::try_from(self.sums.len()).map_err(|_| CeremonyError::Sums)?;
        Ok(SharesFile { election: self.tally.election, opening, root: self.root, sums, tokens })
    }
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opening")
    }
}
