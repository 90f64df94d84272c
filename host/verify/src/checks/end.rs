//! Part of check 42: the END act, and the tokens that erased their shares of the election key.

use std::collections::{BTreeMap, BTreeSet};

use super::commission::Commissions;
use super::ledger;
use super::recounts::Of;
use crate::digest::{Digest, hash};
use crate::parse::acts::{Act, ActKind};
use crate::parse::entry::{Entry, Kind};
use crate::reason::{Reason, same_digest, same_number};
use crate::report::{At, Fault};
use crate::signature::signed_bytes;

/// Every END act is signed by a quorum and about the newest statement, and every ending by its token for such an act. Returns
/// what the report says of them: nothing where there is none.
pub(super) fn check(
    commissions: &Commissions,
    election: &Digest,
    entries: &[Entry],
    openings: &BTreeMap<u32, Of>,
) -> Result<String, Fault> {
    let mut ended = BTreeSet::new();
    let mut is_over = false;
    for (number, entry) in entries.iter().enumerate() {
        let place = || format!("{}, entry {number}", ledger::PLACE);
        let in_force = &commissions.at(number).officers;
        let newest = openings.last_key_value().ok_or(Reason::NoEntry(20));
        match &entry.kind {
            Kind::End { openings: opened, counted, statement, signatures } => {
                let (_, newest) = newest.at_with(place)?;
                same_number("openings", openings.len(), *opened).at_with(place)?;
                same_number("ballots counted", newest.counted, *counted).at_with(place)?;
                same_digest("statement", &newest.statement, statement).at_with(place)?;
                let figures = [*opened, *counted, in_force.identities.len() as u64, 0];
                let act = Act { election, kind: ActKind::End, figures, digest: statement };
                act.check_quorum(in_force, signatures).at_with(place)?;
                is_over = true;
            }
            Kind::Ended { token, statement, signature } => {
                let (_, newest) = newest.at_with(place)?;
                same_digest("statement", &newest.statement, statement).at_with(place)?;
                let identity = in_force.identity(u64::from(*token)).at_with(place)?;
                let message = hash("tamga/ended/v1", &[election, &[*token], statement]);
                if !signed_bytes(identity, &message, signature) {
                    return Err(Reason::Signature(format!("token {token}"))).at_with(place);
                }
                ended.insert(*token);
            }
            _ => {}
        }
    }
    let tokens: Vec<String> = ended.iter().map(u8::to_string).collect();
    let tokens = if tokens.is_empty() { "none".to_owned() } else { tokens.join(", ") };
    let officers = commissions.newest().officers.identities.len();
    Ok(if is_over { format!("; ended, shares erased by tokens {tokens} of {officers}") } else { String::new() })
}
