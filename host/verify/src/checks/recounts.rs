//! Check 42: the acts of officers after a statement: those who derived the counts again, and the end.

use std::collections::BTreeMap;

use super::end;
use super::files::recount_number;
use super::ledger::{self, Ledger};
use super::need;
use super::opening::{Opened, Tables};
use super::setup::Setup;
use crate::digest::Digest;
use crate::parse::acts::{self, Act, ActKind};
use crate::parse::entry::{Entry, Kind};
use crate::parse::recount::{self, RecountAct};
use crate::read::Edition;
use crate::reason::{Reason, same_digest, same_number};
use crate::report::{At, Fault, Outcome};

/// What a recount, or the end, is compared with: the opening that it names.
pub(super) struct Of {
    /// SHA3-256 of its statement's text, as the ledger has it.
    pub(super) statement: Digest,
    tables: Tables,
    received: u64,
    pub(super) counted: u64,
}

/// Every recount is signed by a quorum, in the ledger, and about a statement of this record; the end as in [`end::check`].
pub(crate) fn check(record: &Edition, setup: &Setup, ledger: &Ledger, opened: &Opened) -> Outcome<()> {
    let (election, commissions) = (need(&setup.election)?, need(&ledger.commissions)?);
    let entries = need(&ledger.entries)?;
    let openings = openings(ledger, opened)?;
    let count = record.paths().filter(|path| recount_number(path).is_some()).count();
    let (mut agreeing, mut differing) = (0, String::new());
    for number in (1..).take(count) {
        let path = format!("recounts/{number}.tamga");
        let bytes = record.read(&path, recount::FILE_LEN_MAX)?;
        let place = || record.place(&path);
        let act = RecountAct::parse(&bytes, &election.digest, number).at_with(place)?;
        let of = openings.get(&act.opening).ok_or(Reason::Disagrees("the openings of the record")).at_with(place)?;
        same_digest("statement", &of.statement, &act.statement).at_with(place)?;
        let tables = Tables { totals: act.totals, results: act.results };
        if act.agrees != (tables == of.tables) {
            return Err(Reason::Disagrees("the tables of that opening")).at_with(place);
        }
        let figures = [u64::from(act.opening), of.received, of.counted, u64::from(act.agrees)];
        let signed = Act { election: &election.digest, kind: ActKind::Recount, figures, digest: &act.digest };
        let said_at = in_ledger(entries, u64::from(number), &act)?;
        signed.check_quorum(&commissions.at(said_at).officers, &act.signatures).at_with(place)?;
        if act.agrees {
            agreeing += 1;
        } else {
            differing.push_str(&format!("; recount {number} DIFFERS from the statement of opening {}", act.opening));
        }
    }
    let said = entries.iter().filter_map(|entry| match entry.kind {
        Kind::Recount { number, .. } => Some(number),
        _ => None,
    });
    let said = said.collect::<std::collections::BTreeSet<u64>>().len();
    same_number("recounts", count, said).at(ledger::PLACE)?;
    let ended = end::check(commissions, &election.digest, entries, &openings)?;
    let figures = if count == 0 { "none".to_owned() } else { format!("{count}, {agreeing} of them agree{differing}") };
    Ok(((), format!("{figures}{ended}")))
}

/// What each published opening came to, by its number; figures are those of all openings up to it, as in its statement.
fn openings(ledger: &Ledger, opened: &Opened) -> Result<BTreeMap<u32, Of>, Fault> {
    let (mut received, mut counted) = (0_u64, 0_u64);
    let mut openings = BTreeMap::new();
    for (run, tables) in ledger.runs()?.iter().zip(need(&opened.tables)?) {
        let mut statement = None;
        for entry in ledger.of_opening(run.opening)? {
            match &entry.kind {
                Kind::Verified { figures: [all, of_them, ..], .. } => {
                    received = received.saturating_add(*all);
                    counted = counted.saturating_add(*of_them);
                }
                Kind::Statement { digest, .. } => statement = Some(*digest),
                _ => {}
            }
        }
        let statement = statement.ok_or(Reason::NoEntry(18)).at(ledger::PLACE)?;
        openings.insert(run.opening, Of { statement, tables: *tables, received, counted });
    }
    Ok(openings)
}

/// The last entry of a recount, which says this.
fn in_ledger(entries: &[Entry], number: u64, act: &RecountAct) -> Result<usize, Fault> {
    let kind = Kind::Recount {
        number,
        statement: act.statement,
        agrees: act.agrees,
        digest: act.digest,
        officers: acts::officers(&act.signatures),
    };
    let mut of_number = entries
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, entry)| matches!(&entry.kind, Kind::Recount { number: found, .. } if *found == number));
    let (at, last) = of_number.next().ok_or(Reason::NoEntry(31)).at(ledger::PLACE)?;
    if last.kind == kind { Ok(at) } else { Err(Reason::EntryDiffers(31)).at(ledger::PLACE) }
}
