//! What follows a signed statement: its copies on paper, the newest recount of it, and what waits for a further opening.

use serde::{Deserialize, Serialize};
use tamga_record::definition::Language;
use tamga_record::ledger::{Entry, Scope};

use crate::reading::Reading;
use crate::state::Phase;

/// What the ledger has after a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Sequel {
    /// Copies of the official form, the first one first.
    pub copies: Vec<CopyRow>,
    /// The newest recount of the newest statement.
    pub recount: Option<RecountRow>,
    /// What waits for a further opening, once one is published and there may be another one.
    pub waiting: Option<Waiting>,
}

/// A recount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RecountRow {
    /// Its number.
    pub number: u32,
    /// Whether it has the statement's figures.
    pub agrees: bool,
    /// The officers who signed it.
    pub officers: Vec<u8>,
}

/// What waits for a further opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Waiting {
    /// So many regions are in no box, and nothing has come from them.
    Silent(u64),
    /// So many regions are in no box, and from some of them bundles have come.
    Regions(u64),
    /// So many bundles came after their regions' boxes, and the supplement is not closed.
    Late(u64),
}

/// A copy of the official form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct CopyRow {
    /// Its number.
    pub number: u32,
    /// Who it is for.
    pub recipient: String,
    /// The region whose form it is; none for a summary.
    pub region: Option<String>,
    /// Whether the forms of all regions are in it too.
    pub has_all: bool,
    /// Its languages.
    pub languages: Vec<Language>,
    /// Whether it is of the newest statement.
    pub is_newest: bool,
    /// Whether its entry is in the ledger that was published last.
    pub is_published: bool,
}

impl Sequel {
    /// What there is by now.
    pub fn of(reading: &Reading<'_>) -> Self {
        let mut sequel = Self { waiting: waiting(reading), ..Self::default() };
        for (number, entry) in (0u64..).zip(reading.parts.ledger.entries()) {
            match entry {
                Entry::Statement { .. } => {
                    sequel.copies.iter_mut().for_each(|copy| copy.is_newest = false);
                    sequel.recount = None;
                }
                Entry::Recount { number, agrees, officers, .. } => {
                    sequel.recount = Some(RecountRow { number: *number, agrees: *agrees, officers: officers.clone() });
                }
                Entry::Copy { number: copy, recipient, scope, languages, .. } => sequel.copies.push(CopyRow {
                    number: *copy,
                    recipient: recipient.as_str().to_owned(),
                    region: if let Scope::Region(code) = scope { Some(code.clone()) } else { None },
                    has_all: *scope == Scope::All,
                    languages: languages.as_slice().to_vec(),
                    is_newest: true,
                    is_published: number < reading.parts.published_entries,
                }),
                _ => {}
            }
        }
        sequel
    }
}

/// What waits for a further opening: regions before late bundles, which only the supplement counts.
fn waiting(reading: &Reading<'_>) -> Option<Waiting> {
    let (definition, state) = (reading.definition, reading.parts.ledger.state());
    if state.phase() != Phase::Published {
        return None;
    }
    let without_box = definition.regions.len() - reading.boxed.len();
    if without_box > 0 {
        let has_come = reading.chains.iter().any(|chain| !reading.boxed.contains(&chain.region));
        let waiting = if has_come { Waiting::Regions } else { Waiting::Silent };
        return (state.published() < definition.openings).then_some(waiting(without_box as u64));
    }
    let late: u64 = reading.chains.iter().map(|chain| u64::from(chain.late)).sum();
    let has_supplement = state.closed().any(|opening| opening.number > definition.openings);
    (late > 0 && !has_supplement).then_some(Waiting::Late(late))
}
