//! Check 45: the copies of the protocol on paper that the ledger has.

use std::collections::HashMap;

use super::ledger::{self, Ledger};
use super::need;
use super::setup::Setup;
use crate::digest::Digest;
use crate::parse::entry::{Answer, Kind, Signer};
use crate::reason::{Reason, same_digest, same_number};
use crate::report::{At, Outcome};

/// The newest statement at an entry.
#[derive(Default)]
struct Newest<'a> {
    digest: Option<&'a Digest>,
    /// The last answer of every officer.
    answers: HashMap<u64, Answer>,
    is_published: bool,
}

impl<'a> Newest<'a> {
    /// Adds an entry.
    fn take(&mut self, kind: &'a Kind) {
        match kind {
            Kind::Statement { digest, .. } => *self = Self { digest: Some(digest), ..Self::default() },
            Kind::Signature { signer: Signer::Officer(officer), answer, .. } => {
                self.answers.insert(*officer, *answer);
            }
            Kind::Published { .. } => self.is_published = true,
            _ => {}
        }
    }

    /// The digest, once it is in force: published, or signed by a quorum.
    fn in_force(&self, quorum: usize) -> Result<&Digest, Reason> {
        let digest = self.digest.ok_or(Reason::NoEntry(18))?;
        let found = self.answers.values().filter(|answer| **answer == Answer::Sign).count();
        if self.is_published || found >= quorum {
            return Ok(digest);
        }
        Err(Reason::TooFew { what: "officers that sign", needed: quorum, found })
    }
}

/// Every copy has the next number, is of a region that there is, and names the statement in force at its entry.
pub(crate) fn check(setup: &Setup, ledger: &Ledger) -> Outcome<()> {
    let definition = need(&setup.definition)?;
    let (mut newest, mut copies) = (Newest::default(), 0_usize);
    for (at, entry) in need(&ledger.entries)?.iter().enumerate() {
        newest.take(&entry.kind);
        let Kind::Copy { number, region, statement } = &entry.kind else {
            continue;
        };
        let place = || format!("{}, entry {at}", ledger::PLACE);
        copies += 1;
        same_number("number of the copy", copies, *number).at_with(place)?;
        let is_there = |code: &String| definition.regions.iter().any(|region| region.code == *code);
        if !region.as_ref().is_none_or(is_there) {
            return Err(Reason::Disagrees("the definition: region")).at_with(place);
        }
        same_digest("statement", newest.in_force(definition.quorum).at_with(place)?, statement).at_with(place)?;
    }
    let figures = if copies == 0 { "none".to_owned() } else { format!("{copies}, of the statements in force") };
    Ok(((), figures))
}
