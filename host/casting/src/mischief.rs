//! Voters and attackers of every kind, beside the honest ones, and what must become of each of their records.
//!
//! A rehearsal with mischief must count what it counts without: every added record is red, superseded or late, or held and
//! not let in; and where an honest vote is held, the plan of decisions lets it in.

mod ballots;
mod chains;
mod compare;
mod copies;
mod expected;
mod files;
mod forge;
mod held;
mod identities;
mod late;
mod outsiders;
mod parts;
mod proofs;
mod raw;
mod roll;
mod seals;
mod signatures;
mod stage;

use std::collections::{BTreeMap, BTreeSet};

use tamga_crypto::hpke::HpkeError;
use tamga_crypto::sign::SigningKey;
use tamga_record::bundle::counts::AttestationCounts;
use tamga_record::bundle::{BundleError, ChainState};
use tamga_record::definition::Definition;
use tamga_record::revocations::Revocations;
use tamga_record::roll::Tag;

pub use compare::Deviation;
pub use expected::{About, Answer, Expected, ExpectedChain, Fate, FileKind, PlannedDecision, Skipped, StickFile};

use crate::collector::{ChainEnd, Collector};
use crate::identity::Findings;
use crate::polling::{Polling, PollingError, RegionVotes};
use crate::registrar::Enrolment;
use crate::voter::Voter;
use parts::Parts;
use roll::RollParts;
use stage::{Kind, Stage};

/// Why no mischief was made.
#[derive(Debug, thiserror::Error)]
pub enum MischiefError {
    /// Roll, voters, definition and keys are not of one election.
    #[error("roll, voters, definition and keys do not belong together")]
    Enrolment,
    /// An honest record was not made again.
    #[error(transparent)]
    Polling(#[from] PollingError),
    /// Something was not sealed.
    #[error(transparent)]
    Seal(#[from] HpkeError),
    /// A late bundle was not written.
    #[error(transparent)]
    Bundle(#[from] BundleError),
}

/// All kinds, in the order in which they are played: those that touch honest votes come first, as voters may be few.
const KINDS: &[&[Kind]] = &[
    late::KINDS,
    held::KINDS,
    identities::KINDS,
    seals::KINDS,
    ballots::KINDS,
    outsiders::KINDS,
    copies::KINDS,
    chains::KINDS,
    files::KINDS,
];

/// Who plays which part; chosen before there is a roll, as some parts are played on it.
#[derive(Debug, Clone)]
pub struct Players {
    parts: Parts,
    roll: RollParts,
}

impl Players {
    /// The players of a rehearsal in which the first voters of each region cast `ballots` ballots, one number per region in
    /// definition order, and one voter of `revote_one_in` votes twice (as in [`Polling::revote_one_in`]).
    pub fn choose(definition: &Definition, ballots: &[u32], revote_one_in: u32) -> Self {
        let mut parts = Parts::of(definition, ballots, revote_one_in);
        let roll = RollParts::choose(&mut parts);
        Self { parts, roll }
    }

    /// Changes the entries of a few voters on the roll, before its digest goes into E: one nobody certified, one with a
    /// credential key of low order, two whose default is yellow and blue. `registrar` signs what it certifies.
    pub fn spoil_roll(&self, enrolment: &mut Enrolment, registrar: &SigningKey) -> Result<(), MischiefError> {
        self.roll.spoil(enrolment, registrar)
    }
}

/// Everything that the honest part of polling day is made of.
pub struct Scene<'a> {
    /// As it will be held, but without mischief. Its identity service counts every attestation that mischief is given.
    pub polling: &'a Polling<'a>,
    /// Roll and voters, with the spoilt entries.
    pub enrolment: &'a Enrolment,
    /// What the ballots of a region say.
    pub votes: &'a dyn Fn(u16) -> Result<RegionVotes, PollingError>,
}

/// Keys of those whose signatures mischief needs, because they make mistakes, or were stolen from.
#[derive(Debug)]
pub struct Holders {
    /// The registrar's.
    pub registrar: SigningKey,
    /// The identity service's.
    pub identity: SigningKey,
    /// The collectors', in definition order; the first holds the chains of all regions.
    pub collectors: Vec<SigningKey>,
}

/// A bundle of mischief in an honest chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedBundle {
    /// Its items.
    pub items: Vec<Vec<u8>>,
    /// Whether it never arrives.
    pub is_lost: bool,
}

/// What is different in the chain of a region.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Additions {
    /// Bundles between the honest ones and the closing one.
    pub bundles: Vec<AddedBundle>,
    /// Whether the closing bundle never arrives.
    pub closing_is_lost: bool,
    /// Ballots, the last ones, that the collector brings late.
    pub held_back: u32,
}

/// Everything that was added, and what must become of it.
#[derive(Debug, Default)]
pub struct Mischief {
    findings: BTreeMap<u64, Findings>,
    regions: BTreeMap<u16, InRegion>,
    late: BTreeMap<u16, Vec<Vec<u8>>>,
    held_back: Option<(u16, u32)>,
    too_late: Option<(u16, Vec<u8>)>,
    files: Vec<StickFile>,
    chains: BTreeMap<u16, ChainState>,
    revoked: BTreeSet<Tag>,
    undercounted: Option<(u16, u32)>,
    classes: Vec<PlannedDecision>,
    exceptions: Vec<PlannedDecision>,
    expected: Vec<Expected>,
    skipped: Vec<Skipped>,
}

/// What is added to the chain of a region.
#[derive(Debug, Default)]
struct InRegion {
    items: Vec<Vec<u8>>,
    lost: Vec<Vec<u8>>,
    closing_is_lost: bool,
}

impl Mischief {
    /// Plays every kind for which the election has what it needs; the rest is in [`Mischief::skipped`]. The same scene with
    /// the same streams gives the same bytes.
    pub fn play(players: Players, scene: &Scene<'_>, holders: &Holders) -> Result<Self, MischiefError> {
        let mut stage = Stage::new(scene, holders, players.parts, players.roll);
        for kind in KINDS.iter().copied().flatten() {
            stage.play(kind)?;
        }
        Ok(stage.mischief)
    }

    /// The names of all kinds, played or not, in the order of the final table.
    pub fn kinds() -> impl Iterator<Item = &'static str> {
        KINDS.iter().copied().flatten().map(|kind| kind.name)
    }

    /// What the identity service finds about an honest voter, where it is not what it finds about everybody.
    pub fn findings_of(&self, voter: &Voter) -> Option<Findings> {
        self.findings.get(&voter.index()).copied()
    }

    /// What is different in the chain of a region; [`Polling::cast_region`] writes it.
    pub fn additions(&self, region: u16) -> Additions {
        let mut additions = Additions::default();
        if let Some(added) = self.regions.get(&region) {
            let bundles = [(&added.items, false), (&added.lost, true)];
            let bundles = bundles.into_iter().filter(|(items, _)| !items.is_empty());
            additions.bundles = bundles.map(|(items, is_lost)| AddedBundle { items: items.clone(), is_lost }).collect();
            additions.closing_is_lost = added.closing_is_lost;
        }
        if let Some((_, ballots)) = self.held_back.filter(|(late, _)| *late == region) {
            additions.held_back = ballots;
        }
        additions
    }

    /// Files for the stick, to be imported after the bundles of [`Polling::cast_region`], in this order.
    pub fn files(&self) -> &[StickFile] {
        &self.files
    }

    /// Regions whose collector brings something after their box is closed: their chain ends are needed for
    /// [`Mischief::late_bundle`].
    pub fn late_regions(&self) -> impl Iterator<Item = u16> {
        self.late.keys().copied()
    }

    /// What the first collector brings of a region after its box is closed, behind the `end` of its chain: honest ballots
    /// and others, for the supplement.
    pub fn late_bundle(
        &self,
        scene: &Scene<'_>,
        collector: &Collector,
        region: u16,
        end: ChainEnd,
    ) -> Result<StickFile, MischiefError> {
        let items = self.late.get(&region).map(Vec::as_slice).unwrap_or_default();
        let bytes = write_late(scene, collector, region, end, items)?;
        let name = format!("late/{:04}.tamga", region + 1);
        Ok(StickFile { kind: "late bundle", name, file: FileKind::Bundle, bytes, fate: Fate::Taken })
    }

    /// The region of which a bundle comes too late, if one does.
    pub fn too_late_region(&self) -> Option<u16> {
        self.too_late.as_ref().map(|(region, _)| *region)
    }

    /// A bundle of [`Mischief::too_late_region`] that nobody can take any more, behind the `end` of its chain: after the
    /// supplement is closed, or, where the definition refuses late ones, after the region's box is.
    pub fn too_late_bundle(
        &self,
        scene: &Scene<'_>,
        collector: &Collector,
        end: ChainEnd,
    ) -> Result<Option<StickFile>, MischiefError> {
        let Some((region, item)) = &self.too_late else { return Ok(None) };
        let bytes = write_late(scene, collector, *region, end, std::slice::from_ref(item))?;
        let (kind, name, fate) = (late::TOO_LATE, "too-late/0001.tamga".to_owned(), Fate::Refused("too-late"));
        Ok(Some(StickFile { kind, name, file: FileKind::Bundle, bytes, fate }))
    }

    /// The registrar's revocations; `None` where nobody is revoked.
    pub fn revocations(&self, election: [u8; 32], registrar: &SigningKey) -> Option<Revocations> {
        let tags: Vec<Tag> = self.revoked.iter().copied().collect();
        let mut revocations = Revocations { election, tags, signature: [0; 64] };
        revocations.signature = registrar.sign(&revocations.message()).to_bytes();
        (!self.revoked.is_empty()).then_some(revocations)
    }

    /// The service's counts with one region too low, signed by it all the same.
    pub fn counts(&self, mut honest: AttestationCounts, identity: &SigningKey) -> AttestationCounts {
        if let Some((region, count)) = self.undercounted
            && let Some(place) = honest.counts.get_mut(usize::from(region))
        {
            *place = count;
            honest.signature = identity.sign(&honest.message()).to_bytes();
        }
        honest
    }

    /// The region in which more attestations are used than counted: the alarm must name it, and no other.
    pub fn overdrawn(&self) -> Option<u16> {
        self.undercounted.map(|(region, _)| region)
    }

    /// The decisions, in the order in which they are put to the vote: a later one holds against an earlier one.
    pub fn decisions(&self) -> impl Iterator<Item = &PlannedDecision> {
        self.classes.iter().chain(&self.exceptions)
    }

    /// What must become of every added record, and of every honest one that mischief touched.
    pub fn expected(&self) -> &[Expected] {
        &self.expected
    }

    /// The chains that are broken when their box is closed; all others are complete.
    pub fn chains(&self) -> impl Iterator<Item = ExpectedChain> {
        self.chains.iter().map(|(&region, &state)| {
            let state = if self.is_gap_unseen(region) { chains::without_gap(state) } else { state };
            ExpectedChain { region, collector: chains::COLLECTOR, state }
        })
    }

    /// Whether the bundle after the lost one is lost too, so that nothing shows that one is missing.
    fn is_gap_unseen(&self, region: u16) -> bool {
        self.regions.get(&region).is_some_and(|added| added.closing_is_lost && !added.lost.is_empty())
    }

    /// The kinds that were not played, and what was missing.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }
}

fn write_late(
    scene: &Scene<'_>,
    collector: &Collector,
    region: u16,
    end: ChainEnd,
    items: &[Vec<u8>],
) -> Result<Vec<u8>, BundleError> {
    let mut bytes = Vec::new();
    collector.resume_chain(*scene.polling.params.election(), region, end).write_late(&mut bytes, items)?;
    Ok(bytes)
}

impl std::fmt::Debug for Scene<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scene")
    }
}
