//! What the screen knows of an election: read from its folder, and shown as it is.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use tamga_crypto::hash::Digest;
use tamga_record::admission::RegionTurnout;
use tamga_record::decisions::Decision;
use tamga_record::definition::{Contest, ElectionOption, Language, Named, Names, Region, Role};
use tamga_record::ledger::{Answer, Entry};
use tamga_record::results::BLANK;
use tamga_record::statement::StatementStatus;
use tamga_tally::import::ChainReport;

use super::entries;
use super::held::Held;
use super::hsms::HsmRow;
use super::incoming::Incoming;
use super::others::Choices;
use super::sequel::Sequel;
use crate::answers;
use crate::message::Message;
use crate::options::Options;
use crate::reading::Reading;
use crate::state::Phase;
use crate::verification::Verification;
use crate::whole_ledger::WholeLedger;

/// What stands for all regions in the tables.
const ALL_REGIONS: &str = "*";

/// Entries of the ledger's tail that are kept for the screen.
const TAIL_LEN: usize = 200;

/// An election as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// Its folder.
    pub at: PathBuf,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Names,
    /// The language that every name is there in.
    pub language: Language,
    /// Whether this is a rehearsal.
    pub rehearsal: bool,
    /// `E`.
    pub election: Digest,
    /// Digest of the definition, whose control number the tokens showed at the set-up.
    pub definition: Digest,
    /// How far it is.
    pub phase: Phase,
    /// The opening under way, and how many are published of at most how many.
    pub opening: u32,
    /// Openings that are published.
    pub published: u32,
    /// Openings that there may be, the supplement among them.
    pub openings: u32,
    /// Officers.
    pub officers: u8,
    /// How many act together.
    pub quorum: u8,
    /// Whether the officers' tokens are played by this machine.
    pub plays_tokens: bool,
    /// Checkers who approved, needed, and there are.
    pub approvals: [usize; 3],
    /// Tokens whose shares of the opening under way are recorded.
    pub shares: BTreeSet<u8>,
    /// The HSMs, with what the ledger says of them.
    pub hsms: Vec<HsmRow>,
    /// Bundles of each collector: id, regions with a whole chain, regions with any, records.
    pub sources: Vec<Source>,
    /// Chains that are not whole: region code, collector, numbers of bundles that are missing in between.
    pub incomplete: Vec<(String, String, Vec<u32>)>,
    /// What officers are shown when they close the box: opening, received, regions, incomplete chains. None while nothing can be closed.
    pub to_close: Option<[u64; 4]>,
    /// Whether attestation counts are there.
    pub has_counts: bool,
    /// What comes on sticks.
    pub incoming: Incoming,
    /// The regions.
    pub regions: Vec<RegionRow>,
    /// Regions in which more attestations are used than the identity service issued: code, used, issued. Somebody made some up.
    pub overdrawn: Vec<(String, u64, u64)>,
    /// Held records by reason.
    pub held: Held,
    /// The contests, with results so far where there are any.
    pub contests: Vec<ContestRow>,
    /// Groups of regions whose votes are found, of how many, while an opening's sums are being opened: nothing of them is signed.
    pub revealing: Option<(u64, u64)>,
    /// Officers' answers to the statement under way or published last.
    pub answers: Vec<(u8, Answer)>,
    /// Digest of the statement.
    pub statement: Option<Digest>,
    /// Status of the statement, once there is one.
    pub status: Option<StatementStatus>,
    /// The box's CLOSE digest, and the tally root.
    pub closed: Option<Digest>,
    /// The tally root.
    pub root: Option<Digest>,
    /// Entries of the ledger, their number and root.
    pub ledger: (u64, Digest),
    /// The newest entries.
    pub tail: Vec<EntryRow>,
    /// Pauses that began.
    pub pauses: u32,
    /// The pause that has not ended.
    pub paused: Option<PausedNow>,
    /// What can be chosen in acts that are seldom needed.
    pub choices: Choices,
    /// What follows a signed statement.
    pub sequel: Sequel,
    /// What the verifier said last: its whole report.
    pub report: Option<Verification>,
}

/// A pause that has not ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PausedNow {
    /// Its number.
    pub number: u32,
    /// Entries of the ledger with it.
    pub entries: u64,
    /// Root of the ledger over them.
    pub root: Digest,
    /// The seals as noted, ascending. They are read off the doors: the screen shows them beside those that were typed, and not before.
    pub seals: Vec<String>,
}

/// What has come from one collector.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its id.
    pub collector: String,
    /// Chains that are whole.
    pub whole: usize,
    /// Chains that have begun.
    pub begun: usize,
    /// Bundles.
    pub bundles: usize,
    /// Records in them.
    pub records: u64,
}

/// A region with its counts so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionRow {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Names,
    /// People on the roll.
    pub registered: u64,
    /// Records received. Before they are judged further copies of a record are among them.
    pub received: u64,
    /// Counted.
    pub counted: u64,
    /// Whether its seals are open and every proof is checked: before that nobody knows how many are counted.
    pub verified: bool,
    /// By status: green, blue, yellow, red, superseded, late. None before they are judged and verified.
    pub statuses: Option<[u64; 6]>,
    /// Whether it is in a box.
    pub boxed: bool,
    /// Whether there are rows of it among the results.
    pub has_results: bool,
    /// The region that it joins where it is too small.
    pub merges_into: Option<String>,
}

impl RegionRow {
    /// Voters who took part: the ballots counted. Before that is known, the most that there can be: no more than people on the roll, nor
    /// than records that are neither red nor superseded.
    pub fn voters(&self) -> u64 {
        let at_most = match self.statuses {
            Some([green, blue, yellow, _, _, late]) => green + blue + yellow + late,
            None => self.received,
        };
        if self.verified { self.counted } else { at_most.min(self.registered) }
    }
}

/// An entry of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRow {
    /// Its place, from 0.
    pub number: u64,
    /// When it was written, Unix seconds.
    pub time_s: u64,
    /// What it says.
    pub says: Message,
    /// What a decision was about. The entry does not say it: it is for the commission and the auditors.
    pub about: Option<Message>,
}

impl Seen {
    /// Whether what is shown of the results stands under no statement yet.
    pub fn is_unsigned(&self) -> bool {
        self.revealing.is_some() || self.phase == Phase::Opened
    }
}

/// A contest with its results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContestRow {
    /// Its title.
    pub title: Names,
    /// Its options, then the unused votes.
    pub options: Vec<OptionRow>,
    /// Ballots of groups that are too small to be opened: nobody sees what is in them.
    pub withheld: u64,
    /// Regions with counted ballots of it whose votes stand in another region's row, or in none.
    pub without: u64,
    /// Votes by region, in the order of the options: the region's code, votes.
    pub by_region: Vec<(String, Vec<u64>)>,
}

/// An option with its votes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionRow {
    /// Its name; none of the unused votes.
    pub name: Option<Names>,
    /// What it stands for.
    pub role: Option<Role>,
    /// Votes.
    pub votes: u64,
    /// Seats.
    pub seats: Option<u64>,
    /// Whether its figures tie with another's for a seat.
    pub tie: bool,
}

/// The election as it stands, of what its folder says.
pub fn see(reading: &Reading<'_>) -> Seen {
    let (definition, ledger, state) = (reading.definition, &reading.parts.ledger, reading.parts.ledger.state());
    // Once something is admitted for a further opening, what was before it is over.
    let is_begun = state.now().closed.is_some() || matches!(state.phase(), Phase::Admitted | Phase::Adjudicated);
    let newest = if is_begun { Some(state.now()) } else { state.closed().last() };
    let approved = newest.map_or(0, |opening| opening.approvals.len());
    Seen {
        at: reading.at().to_owned(),
        id: definition.id.clone(),
        title: definition.title.clone(),
        language: definition.language,
        rehearsal: definition.rehearsal,
        election: state.election.unwrap_or_default(),
        definition: *ledger.definition(),
        phase: phase(reading),
        opening: state.now().number.max(1),
        published: state.published(),
        openings: definition.openings + 1,
        officers: definition.tokens(),
        quorum: definition.quorum,
        plays_tokens: definition.rehearsal && Options::play_tokens(&reading.appliance()),
        approvals: [approved, usize::from(definition.approvals), definition.checkers.len()],
        shares: newest.map(|opening| opening.shares.clone()).unwrap_or_default(),
        hsms: HsmRow::all(&definition.hsms, ledger.entries()),
        sources: sources(reading),
        incomplete: incomplete(reading),
        to_close: to_close(reading),
        has_counts: state.counts.is_some(),
        incoming: Incoming::of(reading),
        regions: regions(reading),
        overdrawn: overdrawn(reading),
        held: Held::of(reading),
        contests: contests(reading),
        revealing: None,
        answers: answers_to(newest.and_then(|opening| opening.statement), ledger.entries()),
        statement: newest.and_then(|opening| opening.statement),
        status: status(reading),
        closed: newest.and_then(|opening| opening.closed),
        root: newest.and_then(|opening| opening.root),
        ledger: ledger.size_and_root(),
        tail: tail(ledger, &reading.parts.decisions),
        pauses: state.pauses,
        paused: state.paused.as_ref().map(|paused| PausedNow {
            number: paused.number,
            entries: paused.entries,
            root: ledger.root_at(paused.entries).unwrap_or_default(),
            seals: paused.seals.numbers().to_vec(),
        }),
        choices: Choices::of(reading),
        sequel: Sequel::of(reading),
        report: reading.parts.report.as_deref().map(Verification::parse),
    }
}

/// The officers' answers to this statement; none before it is written, whatever was answered to an earlier one.
fn answers_to(statement: Option<Digest>, entries: &[Entry]) -> Vec<(u8, Answer)> {
    statement.map_or_else(Vec::new, |_| answers::of_officers(entries))
}

/// The phase; a statement that fewer than a quorum signed is not signed, however many dissent.
fn phase(reading: &Reading<'_>) -> Phase {
    let answers = answers::of_officers(reading.parts.ledger.entries());
    let signed = answers.iter().filter(|(_, answer)| *answer == Answer::Sign).count();
    match reading.parts.ledger.state().phase() {
        Phase::Signed if signed < usize::from(reading.definition.quorum) => Phase::Opened,
        phase => phase,
    }
}

/// What officers are shown when they close the box, as `BoxBody::figures` has it: opening, records received, regions, chains that are
/// not whole, those of collectors who brought nothing among them. None while there is nothing to close.
fn to_close(reading: &Reading<'_>) -> Option<[u64; 4]> {
    let (definition, state) = (reading.definition, reading.parts.ledger.state());
    if !matches!(state.phase(), Phase::Admitted | Phase::Adjudicated) {
        return None;
    }
    let opening = state.now().number;
    let regions = reading.provisional([opening].into_iter());
    let received = regions.values().map(|of| u64::from(of.received)).sum();
    let whole = reading.chains.iter().filter(|chain| chain.state.is_complete() && regions.contains_key(&chain.region));
    let all = regions.len() * definition.collectors.len();
    let incomplete = if opening > definition.openings { 0 } else { all.saturating_sub(whole.count()) };
    Some([opening.into(), received, regions.len() as u64, incomplete as u64])
}

/// As the newest count has them, else the newest admission: code of the region, used, issued.
fn overdrawn(reading: &Reading<'_>) -> Vec<(String, u64, u64)> {
    let tables = reading.parts.tables.iter().flat_map(|tables| &tables.attestations);
    let over = tables.filter(|(_, of)| of.used > of.issued);
    let mut over: BTreeMap<u16, [u64; 2]> =
        over.map(|(region, of)| (*region, [of.used, of.issued].map(u64::from))).collect();
    let now = reading.parts.ledger.state().now();
    if now.admitted.is_some() && now.verified.is_none() {
        over.extend(reading.overdrawn(now.number));
    }
    let code = |region: u16| reading.definition.region(region).map_or(String::new(), |region| region.code.clone());
    over.into_iter().map(|(region, [used, issued])| (code(region), used, issued)).collect()
}

fn sources(reading: &Reading<'_>) -> Vec<Source> {
    let bundles = &reading.parts.ledger.state().bundles;
    let source = |(collector, named): (u16, &Named)| {
        let of: Vec<_> = reading.chains.iter().filter(|chain| chain.collector == collector).collect();
        Source {
            collector: named.id.clone(),
            whole: of.iter().filter(|chain| chain.state.is_complete()).count(),
            begun: of.len(),
            bundles: bundles.iter().filter(|bundle| bundle.collector == named.id).count(),
            records: of.iter().map(|chain| chain.items).sum(),
        }
    };
    (0u16..).zip(&reading.definition.collectors).map(source).collect()
}

fn incomplete(reading: &Reading<'_>) -> Vec<(String, String, Vec<u32>)> {
    let definition = reading.definition;
    let names = |chain: &ChainReport| {
        let code = definition.region(chain.region).map_or("", |region| region.code.as_str());
        let collector = definition.collectors.get(usize::from(chain.collector)).map_or("", |named| named.id.as_str());
        (code.to_owned(), collector.to_owned(), chain.missing.clone())
    };
    reading.chains.iter().filter(|chain| !chain.state.is_complete()).map(names).collect()
}

/// The status that a statement has now, where there is a result.
fn status(reading: &Reading<'_>) -> Option<StatementStatus> {
    let has_result = reading.parts.ledger.state().closed().any(|opening| opening.result.is_some());
    let is_complete = reading.boxed.len() == reading.definition.regions.len();
    has_result.then_some(if is_complete { StatementStatus::Complete } else { StatementStatus::Partial })
}

fn regions(reading: &Reading<'_>) -> Vec<RegionRow> {
    let (definition, state) = (reading.definition, reading.parts.ledger.state());
    let mut received: HashMap<u16, u64> = HashMap::new();
    for chain in &reading.chains {
        *received.entry(chain.region).or_default() += chain.items;
    }
    let mut turnout = reading.parts.tables.as_ref().map(|tables| tables.turnout.clone()).unwrap_or_default();
    let verified: BTreeSet<u16> = turnout.keys().copied().collect();
    // What was judged from outside alone, as long as nothing came in since.
    let judged = state.closed().chain(Some(state.now()).filter(|now| now.admitted.is_some()));
    for (region, provisional) in reading.provisional(judged.map(|of| of.number)) {
        turnout.entry(region).or_insert(provisional);
    }
    let results = reading.parts.result.as_ref().map_or("", |[_, results, _]| results);
    let with_results: BTreeSet<&str> = results.lines().filter_map(|line| line.split(',').next()).collect();
    let row = |(region, described): (u16, &Region)| {
        let of = turnout.get(&region);
        let so_far = received.get(&region).copied().unwrap_or(0);
        RegionRow {
            code: described.code.clone(),
            name: described.name.clone(),
            registered: described.registered.into(),
            received: of.map_or(so_far, |of| of.received.into()),
            counted: of.map_or(0, |of| of.counted.into()),
            verified: verified.contains(&region),
            statuses: of.map(statuses),
            boxed: reading.boxed.contains(&region),
            has_results: with_results.contains(described.code.as_str()),
            merges_into: described.merge_into.and_then(|into| Some(definition.region(into)?.code.clone())),
        }
    };
    (0u16..).zip(&definition.regions).map(row).collect()
}

/// Green, blue, yellow, red, superseded, late.
fn statuses(of: &RegionTurnout) -> [u64; 6] {
    [of.green, of.blue, of.yellow, of.red, of.superseded, of.late].map(u64::from)
}

fn contests(reading: &Reading<'_>) -> Vec<ContestRow> {
    let [totals, results, seats] =
        reading.parts.result.as_ref().map_or([""; 3], |tables| tables.each_ref().map(String::as_str));
    let mut by_contest: BTreeMap<&str, Vec<(String, Vec<u64>)>> = BTreeMap::new();
    for line in results.lines().skip(1) {
        let [region, contest, _, votes] = line.split(',').collect::<Vec<_>>()[..] else { continue };
        if region == ALL_REGIONS {
            continue;
        }
        let rows = by_contest.entry(contest).or_default();
        let votes = votes.parse().unwrap_or(0);
        match rows.last_mut() {
            Some((of, counted)) if of == region => counted.push(votes),
            _ => rows.push((region.to_owned(), vec![votes])),
        }
    }
    let withheld = |contest: u16| {
        let groups =
            reading.parts.tallies.iter().flat_map(|tally| &tally.withheld).filter(|group| group.contest == contest);
        groups.map(|group| u64::from(group.ballots)).sum()
    };
    let turnout = reading.parts.tables.as_ref().map(|tables| &tables.turnout);
    let is_counted =
        |(region, _): &(u16, &Region)| turnout.and_then(|of| of.get(region)).is_some_and(|of| of.counted > 0);
    let counted = |contest: u16| {
        let regions = (0u16..).zip(&reading.definition.regions).filter(is_counted);
        regions.filter(|(_, region)| region.contests.indices().any(|of| of == contest)).count()
    };
    let contest = |(number, contest): (u16, &Contest)| {
        let by_region = by_contest.remove(contest.id.as_str()).unwrap_or_default();
        ContestRow {
            title: contest.title.clone(),
            options: options(contest, totals, seats),
            withheld: withheld(number),
            without: counted(number).saturating_sub(by_region.len()) as u64,
            by_region,
        }
    };
    (0u16..).zip(&reading.definition.contests).map(contest).collect()
}

/// The options of a contest with votes and seats, then the unused votes.
fn options(contest: &Contest, totals: &str, seats: &str) -> Vec<OptionRow> {
    let votes = |option: &str| {
        totals.lines().find_map(|line| match line.split(',').collect::<Vec<_>>()[..] {
            [id, of, votes] if id == contest.id && of == option => votes.parse().ok(),
            _ => None,
        })
    };
    let seats_of = |option: &str| {
        seats.lines().find_map(|line| match line.split(',').collect::<Vec<_>>()[..] {
            [id, of, _, seats, remark] if id == contest.id && of == option => {
                Some((seats.parse::<u64>().ok()?, remark == "tie"))
            }
            _ => None,
        })
    };
    let option = |described: &ElectionOption| {
        let (seats, tie) = seats_of(&described.id).map_or((None, false), |(seats, tie)| (Some(seats), tie));
        let votes = votes(&described.id).unwrap_or(0);
        OptionRow { name: Some(described.name.clone()), role: Some(described.role), votes, seats, tie }
    };
    let unused = OptionRow { name: None, role: None, votes: votes(BLANK).unwrap_or(0), seats: None, tie: false };
    contest.options.iter().map(option).chain([unused]).collect()
}

fn tail(ledger: &WholeLedger, decisions: &[Decision]) -> Vec<EntryRow> {
    let skipped = ledger.entries().len().saturating_sub(TAIL_LEN);
    let row = |(number, (time_s, entry))| EntryRow {
        number,
        time_s,
        says: entries::describe(entry),
        about: entries::about(entry, decisions),
    };
    (0u64..).zip(ledger.timed_entries()).skip(skipped).map(row).collect()
}
