//! Checks 29 to 31: approvals of the checkers, shares of the tokens, and the counts that come out.

use curve25519_dalek::{RistrettoPoint, Scalar};

use super::close::Closed;
use super::setup::Setup;
use super::tally::{OPENING, Tallied, same_file};
use super::{APPROVALS, RESULT, SHARES, need, result};
use crate::digest::{Digest, sha3};
use crate::equations::opening::{CHUNK_LEN, Encoded, Logarithms, Slot, check_chunk, lagrange};
use crate::group;
use crate::limits;
use crate::parse::approvals::{self, Approved};
use crate::parse::shares::{self, TokenShare};
use crate::parse::tally::Leaf;
use crate::read::Edition;
use crate::reason::Reason;
use crate::report::{At, Checked, Outcome, Report};
use crate::threads::in_parallel;

/// The approvals file's place in reports.
const APPROVALS_PLACE: &str = "record/opening-1/approvals.tamga";
/// The shares file's place in reports.
const SHARES_PLACE: &str = "record/opening-1/shares.tamga";

/// Digests of the result tables.
pub(crate) struct Tables {
    /// SHA3-256 of `totals.csv`.
    pub(crate) totals: Digest,
    /// SHA3-256 of `results.csv`.
    pub(crate) results: Digest,
}

/// The opening, as far as it passed.
pub(crate) struct Opened {
    /// Checker's id and digest of the signature.
    pub(crate) approvals: Checked<Vec<(String, Digest)>>,
    /// Every token's share.
    pub(crate) shares: Checked<Vec<TokenShare>>,
    /// The result tables.
    pub(crate) tables: Checked<Tables>,
}

/// Runs checks 29 to 31.
pub(crate) fn check(
    record: &Edition,
    setup: &Setup,
    closed: &Closed,
    tallied: &Tallied,
    report: &mut Report<'_>,
) -> Opened {
    let approvals = report.check(APPROVALS, approved(record, setup, closed, tallied));
    let shares = report.check(SHARES, shared(record, setup, tallied));
    let tables = report.check(RESULT, counted(record, setup, tallied, &shares));
    Opened { approvals, shares, tables }
}

fn approved(record: &Edition, setup: &Setup, closed: &Closed, tallied: &Tallied) -> Outcome<Vec<(String, Digest)>> {
    let (definition, tally) = (need(&setup.definition)?, need(&tallied.tally)?);
    let message = Approved {
        election: &need(&setup.election)?.digest,
        opening: OPENING,
        previous: &tally.previous,
        close: &need(&closed.ballot_box)?.close,
        root: &tally.root,
    };
    let bytes = record.read("opening-1/approvals.tamga", limits::SHORT_FILE)?;
    let approvals = approvals::parse(&bytes, definition, &message).at(APPROVALS_PLACE)?;
    let (needed, found) = (definition.approvals, approvals.len());
    if found < needed {
        return Err(Reason::TooFew { what: "checkers", needed, found }).at(APPROVALS_PLACE);
    }
    let name = |checker: u16| definition.checkers.get(usize::from(checker)).map_or_else(String::new, |c| c.id.clone());
    let named = approvals.iter().map(|(checker, signature)| (name(*checker), sha3(&[signature]))).collect();
    Ok((named, format!("{found} of {} checkers approved the root, {needed} needed", definition.checkers.len())))
}

fn shared(record: &Edition, setup: &Setup, tallied: &Tallied) -> Outcome<Vec<TokenShare>> {
    let (definition, tally) = (need(&setup.definition)?, need(&tallied.tally)?);
    let (election, key) = (need(&setup.election)?, need(&setup.election_key)?);
    let bytes = record.read("opening-1/shares.tamga", shares_len_max(tally.sums()))?;
    let shares = shares::parse(&bytes, definition, &election.digest, OPENING, &tally.root, tally.sums());
    let shares = shares.at(SHARES_PLACE)?;
    let (needed, found) = (definition.quorum, shares.len());
    if found < needed {
        return Err(Reason::TooFew { what: "tokens", needed, found }).at(SHARES_PLACE);
    }
    let halves: Vec<&Encoded> = tally.leaves.iter().flat_map(|leaf| &leaf.sums).map(|(a, _)| a).collect();
    let mut proofs = 0;
    for share in &shares {
        let slot = Slot {
            election: &election.digest,
            opening: OPENING,
            root: &tally.root,
            token: share.token,
            share_key: group::evaluate(&key.commitments, share.token),
        };
        let pairs: Vec<(&Encoded, &Encoded)> = halves.iter().copied().zip(&share.answers).collect();
        let chunks: Vec<_> = (0_u32..).zip(pairs.chunks(CHUNK_LEN).zip(&share.proofs)).collect();
        for checked in in_parallel(&chunks, |(q, (chunk, proof))| check_chunk(&slot, *q, chunk, proof)) {
            checked.at(SHARES_PLACE)?;
        }
        proofs += chunks.len();
    }
    let tokens: Vec<String> = shares.iter().map(|share| share.token.to_string()).collect();
    let figures = format!(
        "tokens {} of {}, {} sums each, {proofs} proofs",
        tokens.join(", "),
        definition.officers.len(),
        tally.sums()
    );
    Ok((shares, figures))
}

/// Bytes of the longest shares file: an answer of every officer's token.
fn shares_len_max(sums: usize) -> u64 {
    128 + (limits::OFFICERS * (1 + 32 * sums + 64 * sums.div_ceil(CHUNK_LEN))) as u64
}

/// (17), (18) Combines the first `M` shares and finds every count.
fn counted(record: &Edition, setup: &Setup, tallied: &Tallied, shares: &Checked<Vec<TokenShare>>) -> Outcome<Tables> {
    let (definition, tally, shares) = (need(&setup.definition)?, need(&tallied.tally)?, need(shares)?);
    let quorum: Vec<&TokenShare> = shares.iter().take(definition.quorum).collect();
    let indices: Vec<u8> = quorum.iter().map(|share| share.token).collect();
    let lambdas = lagrange(&indices);
    let most = tally.leaves.iter().map(|leaf| u64::from(leaf.group.ballots)).max().unwrap_or(0);
    let logarithms = Logarithms::new(most);
    let mut first = 0;
    let mut jobs = Vec::with_capacity(tally.leaves.len());
    for leaf in &tally.leaves {
        jobs.push((first, leaf));
        first += leaf.sums.len();
    }
    let counts = in_parallel(&jobs, |(first, leaf)| votes(*first, leaf, &quorum, &lambdas, &logarithms));
    let mut votes = Vec::with_capacity(counts.len());
    for (count, leaf) in counts.into_iter().zip(&tally.leaves) {
        let place = || format!("record/opening-1, {}", leaf.group.place(definition));
        let count = count.at_with(place)?;
        let max = definition.contests.get(leaf.group.contest).map_or(0, |contest| contest.max as u64);
        let (sum, most) = (count.iter().sum::<u64>(), max * u64::from(leaf.group.ballots));
        if sum > most {
            return Err(Reason::TooManyVotes { votes: sum, most }).at_with(place);
        }
        votes.push(count);
    }
    let (totals, results) = result::tables(definition, tally, &votes);
    let tables = Tables {
        totals: same_file(record, "totals.csv", totals.as_bytes())?,
        results: same_file(record, "results.csv", results.as_bytes())?,
    };
    let sum: u64 = votes.iter().flatten().sum();
    let figures = format!("{} sums combined to {sum} votes; totals.csv and results.csv byte by byte", tally.sums());
    Ok((tables, figures))
}

/// The votes of every option of a leaf whose first sum has this number in the opening.
fn votes(
    first: usize,
    leaf: &Leaf,
    quorum: &[&TokenShare],
    lambdas: &[Scalar],
    logarithms: &Logarithms,
) -> Result<Vec<u64>, Reason> {
    let bound = u64::from(leaf.group.ballots);
    let count = |(j, (_, b)): (usize, &(Encoded, Encoded))| {
        let parts = quorum.iter().zip(lambdas).filter_map(|(share, lambda)| Some(share.answers.get(j)?.point * lambda));
        let message = b.point - parts.sum::<RistrettoPoint>();
        logarithms.find(&message, bound).ok_or(Reason::NoLogarithm { bound })
    };
    (first..).zip(&leaf.sums).map(count).collect()
}
