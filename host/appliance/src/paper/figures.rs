//! The figures of a protocol, as the files of the signed record have them; nothing is computed anew.

use std::collections::BTreeMap;

use anyhow::Result;
use tamga_record::admission::{AdmissionTables, AttestationUse, RegionTurnout};
use tamga_record::box_file::{BoxBody, BoxFile};
use tamga_record::definition::{Contest, Definition};
use tamga_record::ledger::Answer;
use tamga_record::note::Note;
use tamga_record::results::BLANK;
use tamga_record::statement::Statement;
use tamga_record::tally_file::{Group, TallyFile};

use crate::acts::gathering::box_path;
use crate::failure::{Failure, Head};
use crate::message::Message;

/// The region under which `results.csv` has the totals.
const ALL: &str = "*";

/// Seats of one option, or of those that nobody got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seats {
    /// How many.
    pub seats: u64,
    /// The word in `seats.csv`, where there is one.
    pub remark: String,
}

/// Everything that forms state.
pub struct Figures<'a> {
    /// The election.
    pub definition: &'a Definition,
    /// The statement that was signed.
    pub statement: Statement,
    /// The answers of the officers, the first one first; none of one who has given none.
    pub answers: Vec<Option<Answer>>,
    turnout: BTreeMap<u16, RegionTurnout>,
    /// Votes by region (`*` for all), contest and option (`blank` for unused ones).
    results: BTreeMap<(String, String, String), u64>,
    /// Seats by contest and option.
    seats: BTreeMap<(String, String), Seats>,
    tallies: Vec<TallyFile>,
    boxes: Vec<BoxBody>,
    attestations: BTreeMap<u16, AttestationUse>,
}

/// Where a collector did not bring everything that it made, in one opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incomplete {
    /// Number of the opening.
    pub opening: u32,
    /// Id of the collector.
    pub collector: String,
    /// Whether it brought anything in these regions.
    pub has_begun: bool,
    /// Indices of the regions, ascending.
    pub regions: Vec<u16>,
}

/// What became of a region's ballots in a contest, in one opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Went {
    /// Counted with those of the region with this index, which is not this one.
    Into(u16),
    /// Counted with those of these further regions.
    With(Vec<u16>),
    /// Not opened: too few.
    Withheld,
}

impl<'a> Figures<'a> {
    /// Reads the files of a record in which these openings are, its statement so answered. Refuses files that are not what they
    /// should be.
    pub fn read(
        definition: &'a Definition,
        openings: &[u32],
        answers: Vec<Option<Answer>>,
        read: &dyn Fn(&str) -> Result<Vec<u8>>,
    ) -> Result<Self> {
        let text = |name: &str| String::from_utf8(read(name)?).head(|| Message::of("file-no-text").with("path", name));
        let note = Note::parse(&read("statement.note")?)?;
        let tables =
            AdmissionTables::parse(definition, &read("turnout.csv")?, &read("held.csv")?, &read("attestations.csv")?)?;
        let tally =
            |opening: &u32| Ok(TallyFile::parse(&read(&format!("opening-{opening}/tally.tamga"))?, definition)?);
        let closed = |opening: &u32| Ok(BoxFile::parse(&read(&box_path(*opening))?)?.body);
        Ok(Self {
            definition,
            statement: Statement::parse(note.text.as_bytes())?,
            answers,
            turnout: tables.turnout,
            results: rows(&text("results.csv")?, |[region, contest, option, votes]| {
                Some(((region.to_owned(), contest.to_owned(), option.to_owned()), votes.parse().ok()?))
            })
            .ok_or_else(|| damaged("results.csv"))?,
            seats: rows(&text("seats.csv")?, |[contest, option, _, seats, remark]| {
                let seats = Seats { seats: seats.parse().ok()?, remark: remark.to_owned() };
                Some(((contest.to_owned(), option.to_owned()), seats))
            })
            .ok_or_else(|| damaged("seats.csv"))?,
            tallies: openings.iter().map(tally).collect::<Result<_>>()?,
            boxes: openings.iter().map(closed).collect::<Result<_>>()?,
            attestations: tables.attestations,
        })
    }

    /// The row of a region in `turnout.csv`; none while it is in no box.
    pub fn turnout(&self, region: u16) -> Option<&RegionTurnout> {
        self.turnout.get(&region)
    }

    /// The votes of every option of a contest in definition order, then the unused ones, in a region or (`None`) in all; `None` where no
    /// such row is published.
    pub fn votes(&self, region: Option<u16>, contest: &Contest) -> Option<Vec<u64>> {
        let code = match region {
            Some(region) => self.definition.region(region)?.code.as_str(),
            None => ALL,
        };
        let options = contest.options.iter().map(|option| option.id.as_str()).chain([BLANK]);
        let key = |option: &str| (code.to_owned(), contest.id.clone(), option.to_owned());
        options.map(|option| self.results.get(&key(option)).copied()).collect()
    }

    /// The seats of an option; none where the contest gives none, or not yet.
    pub fn seats(&self, contest: &Contest, option: &str) -> Option<&Seats> {
        self.seats.get(&(contest.id.clone(), option.to_owned()))
    }

    /// Chains of bundles that were not whole when their box was closed, of a region or (`None`) of all, as [`BoxBody::incomplete`] has
    /// them.
    pub fn incomplete(&self, region: Option<u16>) -> Vec<Incomplete> {
        let mut regions: BTreeMap<(u32, u16, bool), Vec<u16>> = BTreeMap::new();
        for closed in &self.boxes {
            for (of, collector, state) in closed.incomplete(self.definition) {
                if region.is_none_or(|region| region == of) {
                    regions.entry((closed.opening, collector, state.is_some())).or_default().push(of);
                }
            }
        }
        let id = |collector: u16| self.definition.collectors.get(usize::from(collector)).map_or("", |named| &named.id);
        let incomplete = |((opening, collector, has_begun), regions)| Incomplete {
            opening,
            collector: id(collector).to_owned(),
            has_begun,
            regions,
        };
        regions.into_iter().map(incomplete).collect()
    }

    /// Where more attestations were used than the identity service issued, of a region or (`None`) of all: index of the region,
    /// used, issued.
    pub fn overdrawn(&self, region: Option<u16>) -> Vec<(u16, u32, u32)> {
        let of_this = |(of, _): &(&u16, &AttestationUse)| region.is_none_or(|region| region == **of);
        let over = self.attestations.iter().filter(of_this).filter(|(_, of)| of.used > of.issued);
        over.map(|(region, of)| (*region, of.used, of.issued)).collect()
    }

    /// What became of the ballots of a region in a contest, opening by opening, where they do not stand alone.
    pub fn went(&self, region: u16, contest: u16) -> Vec<(u32, Went)> {
        let of_this = |group: &&Group| group.contest == contest && group.regions.contains(&region);
        let in_opening = |tally: &TallyFile| {
            let leaf = tally.leaves.iter().map(|leaf| &leaf.group).find(of_this).and_then(|group| {
                let (head, others) = group.regions.split_first()?;
                match others {
                    [] => None,
                    others if *head == region => Some(Went::With(others.to_vec())),
                    _ => Some(Went::Into(*head)),
                }
            });
            let withheld = || tally.withheld.iter().find(of_this).map(|_| Went::Withheld);
            Some((tally.opening, leaf.or_else(withheld)?))
        };
        self.tallies.iter().filter_map(in_opening).collect()
    }
}

fn damaged(path: &str) -> anyhow::Error {
    Failure::internal(Message::of("file-damaged").with("path", path))
}

/// The rows of a table under its header; `None` where a row is not of its form. Ids and words have neither commas nor quotes.
fn rows<K: Ord, V, const N: usize>(table: &str, row: impl Fn([&str; N]) -> Option<(K, V)>) -> Option<BTreeMap<K, V>> {
    let columns = |line: &str| -> Option<(K, V)> {
        let columns: Vec<&str> = line.split(',').collect();
        row(columns.try_into().ok()?)
    };
    table.lines().skip(1).map(columns).collect()
}
