//! What the ledger says of unlocks and unsealing, part of check 16.

use std::collections::BTreeSet;

use super::ledger;
use crate::ledger::order::Run;
use crate::parse::ballot_box::BallotBox;
use crate::parse::definition::Definition;
use crate::parse::entry::{Entry, Kind, Role};
use crate::reason::Reason;
use crate::report::{At, Fault};

/// How often each role was opened.
#[derive(Default)]
pub(crate) struct Unlocks {
    pub(crate) tally: usize,
    pub(crate) escrow: usize,
    pub(crate) admin: usize,
}

impl Unlocks {
    fn count(&mut self, role: Role) {
        match role {
            Role::Tally => self.tally += 1,
            Role::Escrow => self.escrow += 1,
            Role::Admin => self.admin += 1,
        }
    }
}

/// Every unlock was by a quorum of known officers; every region was unsealed for its opening, by an HSM whose tally role had
/// been unlocked since the close of its box. The keys of the supplement are out already.
pub(crate) fn check(
    entries: &[Entry],
    runs: &[Run],
    definition: &Definition,
    ballot_boxes: &[BallotBox],
) -> Result<Unlocks, Fault> {
    let mut unlocked = BTreeSet::new();
    let mut unsealed = BTreeSet::new();
    let mut unlocks = Unlocks::default();
    for (number, entry) in entries.iter().enumerate() {
        let place = || format!("{}, entry {number}", ledger::PLACE);
        match &entry.kind {
            Kind::Unlock { role, hsm, officers } => {
                let known = officers.iter().all(|officer| definition.officer(*officer).is_some());
                if !known || !definition.hsms.contains(hsm) {
                    return Err(Reason::Disagrees("the definition")).at_with(place);
                }
                let (needed, found) = (definition.quorum, officers.len());
                if found < needed {
                    return Err(Reason::TooFew { what: "officers", needed, found }).at_with(place);
                }
                unlocks.count(*role);
                if *role == Role::Tally {
                    unlocked.insert(hsm);
                }
            }
            // An opening needs an unlock of its own: roles are locked after each act.
            Kind::Close { .. } => unlocked.clear(),
            Kind::Unseal { region, hsm } => {
                let region = definition.region(region).ok_or_else(|| Reason::UnknownRegion(region.clone()));
                let region = region.at_with(place)?;
                let run = runs.iter().position(|run| run.entries.contains(&number));
                let in_box = run.and_then(|run| ballot_boxes.get(run)).filter(|b| b.region(region).is_some());
                let opening = in_box.ok_or(Reason::Disagrees("the regions of its box")).at_with(place)?.opening;
                if !unlocked.contains(hsm) {
                    return Err(Reason::Disagrees("the unlocks before it")).at_with(place);
                }
                unsealed.insert((opening, region));
            }
            _ => {}
        }
    }
    for ballot_box in ballot_boxes.iter().filter(|b| b.opening != definition.supplement_number()) {
        let missing = ballot_box.regions.iter().find(|region| !unsealed.contains(&(ballot_box.opening, region.region)));
        if let Some(region) = missing {
            let code = definition.code(region.region);
            return Err(Reason::NoEntry(11)).at(format!("{}, region {code}", ledger::PLACE));
        }
    }
    Ok(unlocks)
}
