//! Stage 8, combination: a quorum's shares turn the sums into counts.

use rayon::prelude::*;
use tamga_crypto::discrete_log::DiscreteLog;
use tamga_crypto::elgamal::Ciphertext;
use tamga_crypto::group::{RistrettoPoint, decode_point_or_identity};
use tamga_crypto::opening::{self, CHUNK_SUMS, OpeningContext, OpeningError, verify_chunk_vartime};
use tamga_record::commission::Commission;
use tamga_record::shares::{SharesFile, TokenShares};
use tamga_record::tally_file::{Leaf, TallyFile};

use crate::election::Election;
use crate::progress::Revealed;
use crate::root::TallyRoot;

/// Why sums are not turned into counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CombineError {
    /// The shares belong to another election, opening or root, or to another number of sums.
    #[error("the shares belong to another opening")]
    OtherOpening,
    /// A token that the definition does not have, tokens not ascending, or another number of shares than of sums.
    #[error("the shares of token {token} are not in their form")]
    Form {
        /// The token.
        token: u8,
    },
    /// A partial decryption that is no point.
    #[error("token {token} answered sum {sum} with something that is no point")]
    Point {
        /// The token.
        token: u8,
        /// The sum, counted over the whole opening.
        sum: usize,
    },
    /// The proof of a chunk does not hold.
    #[error("the answers of token {token} do not hold: {error}")]
    Proof {
        /// The token.
        token: u8,
        /// What failed.
        error: OpeningError,
    },
    /// Fewer tokens than the quorum.
    #[error("{tokens} tokens answered, the quorum is {quorum}")]
    Quorum {
        /// Tokens that answered.
        tokens: usize,
        /// Tokens needed.
        quorum: u8,
    },
    /// A sum of the tally is no pair of points.
    #[error("sum {sum} is no ciphertext")]
    Sum {
        /// The sum, counted over the whole opening.
        sum: usize,
    },
    /// A sum holds no number from 0 to the ballots of its leaf.
    #[error("option {option} of leaf {leaf} has no count up to the ballots of the leaf")]
    NoCount {
        /// The leaf, from 0.
        leaf: usize,
        /// The option.
        option: usize,
    },
}

/// The votes of every option of every leaf. Made by [`combine`] alone.
#[derive(Debug)]
pub struct Counts<'a> {
    root: &'a TallyRoot<'a>,
    votes: Vec<Vec<u64>>,
}

impl<'a> Counts<'a> {
    /// The tally that was opened.
    pub fn root(&self) -> &'a TallyRoot<'a> {
        self.root
    }

    /// Votes per leaf, in each per option.
    pub fn votes(&self) -> &[Vec<u64>] {
        &self.votes
    }
}

/// Checks every share against its proof, joins the first quorum of them, and finds the counts, each between 0 and the
/// ballots of its leaf. `commission` is the one whose tokens answered: that of the election's
/// [`commissions`](Election::commissions) that was in force then. `revealed` is told the votes of each leaf as they are found, after
/// every share was checked.
///
/// Refuses shares of another opening, fewer than the quorum, and any that does not hold, as under the commitments of another
/// commission; a record has only such as do.
pub fn combine<'a>(
    root: &'a TallyRoot<'a>,
    commission: &Commission,
    shares: &SharesFile,
    revealed: Revealed<'_>,
) -> Result<Counts<'a>, CombineError> {
    let (election, tally) = (root.election(), root.file());
    let sums = decode_sums(tally)?;
    let of_this_opening = shares.election == tally.election
        && shares.opening == tally.opening
        && shares.root == *root.digest()
        && usize::try_from(shares.sums) == Ok(sums.len());
    if !of_this_opening {
        return Err(CombineError::OtherOpening);
    }
    check_tokens(election, shares, sums.len())?;
    let quorum = election.definition().quorum;
    if shares.tokens.len() < usize::from(quorum) {
        return Err(CombineError::Quorum { tokens: shares.tokens.len(), quorum });
    }
    let points: Result<Vec<(u8, Vec<RistrettoPoint>)>, CombineError> =
        shares.tokens.par_iter().map(|token| check_token(root, commission, &sums, token)).collect();
    let mut points = points?;
    points.truncate(usize::from(quorum));
    let votes = count(tally, &sums, &points, revealed)?;
    Ok(Counts { root, votes })
}

fn decode_sums(tally: &TallyFile) -> Result<Vec<Ciphertext>, CombineError> {
    let all = tally.leaves.iter().flat_map(|leaf| &leaf.sums).enumerate();
    all.map(|(sum, bytes)| Ciphertext::from_sum_bytes(bytes).map_err(|_| CombineError::Sum { sum })).collect()
}

fn check_tokens(election: &Election, shares: &SharesFile, sums: usize) -> Result<(), CombineError> {
    let mut before = 0;
    for token in &shares.tokens {
        let known = (before + 1..=election.definition().tokens()).contains(&token.index);
        let complete = token.ds.len() == sums && token.proofs.len() == sums.div_ceil(CHUNK_SUMS);
        if !known || !complete {
            return Err(CombineError::Form { token: token.index });
        }
        before = token.index;
    }
    Ok(())
}

/// The partial decryptions of a token, after the proof of every chunk held: equations (15) and (16) of the crypto crate.
fn check_token(
    root: &TallyRoot<'_>,
    commission: &Commission,
    sums: &[Ciphertext],
    token: &TokenShares,
) -> Result<(u8, Vec<RistrettoPoint>), CombineError> {
    let tally = root.file();
    let index = token.index;
    let context =
        OpeningContext { election: tally.election, opening: tally.opening, root: *root.digest(), token: index };
    let y = commission.election_key().verification_share(index);
    let decoded = token
        .ds
        .iter()
        .enumerate()
        .map(|(sum, d)| decode_point_or_identity(d).map_err(|_| CombineError::Point { token: index, sum }));
    let ds: Vec<RistrettoPoint> = decoded.collect::<Result<_, _>>()?;
    let numbered: Vec<(u32, RistrettoPoint)> = (0u32..).zip(sums).map(|(number, sum)| (number, sum.a)).collect();
    let chunks = numbered.chunks(CHUNK_SUMS).zip(ds.chunks(CHUNK_SUMS)).zip(&token.proofs);
    for (chunk, ((sums, ds), proof)) in (0u32..).zip(chunks) {
        verify_chunk_vartime(&context, chunk, &y, sums, ds, proof)
            .map_err(|error| CombineError::Proof { token: index, error })?;
    }
    Ok((index, ds))
}

/// Equations (17) and (18) for every sum.
fn count(
    tally: &TallyFile,
    sums: &[Ciphertext],
    points: &[(u8, Vec<RistrettoPoint>)],
    revealed: Revealed<'_>,
) -> Result<Vec<Vec<u64>>, CombineError> {
    let largest = tally.leaves.iter().map(|leaf| leaf.group.ballots).max().unwrap_or(0);
    let logarithm = DiscreteLog::new(u64::from(largest));
    let mut firsts = Vec::with_capacity(tally.leaves.len());
    let mut next = 0;
    for leaf in &tally.leaves {
        firsts.push(next);
        next += leaf.sums.len();
    }
    let count_leaf = |(number, (leaf, first)): (usize, (&Leaf, &usize))| {
        let options = (0..leaf.sums.len()).map(|option| {
            let no_count = CombineError::NoCount { leaf: number, option };
            let message = decrypt(sums, points, first + option).ok_or(no_count)?;
            logarithm.find_vartime(&message, u64::from(leaf.group.ballots)).ok_or(no_count)
        });
        let votes = options.collect::<Result<Vec<u64>, CombineError>>()?;
        revealed(number, &votes);
        Ok(votes)
    };
    tally.leaves.par_iter().zip(&firsts).enumerate().map(count_leaf).collect()
}

fn decrypt(sums: &[Ciphertext], points: &[(u8, Vec<RistrettoPoint>)], sum: usize) -> Option<RistrettoPoint> {
    let shares: Option<Vec<(u8, RistrettoPoint)>> =
        points.iter().map(|(token, ds)| Some((*token, *ds.get(sum)?))).collect();
    opening::combine(&sums.get(sum)?.b, &shares?).ok()
}
