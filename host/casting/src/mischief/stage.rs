//! Where the kinds are played: what they have at hand, and where they leave what they made.

use rand_chacha::ChaCha20Rng;
use tamga_crypto::hash::sha3_256;
use tamga_crypto::sign::SigningKey;
use tamga_record::admission::Reason;
use tamga_record::cast::Item;
use tamga_record::definition::{Definition, HeldStatus};

use super::chains::COLLECTOR;
use super::expected::{About, Answer, Expected, Fate, FileKind, PlannedDecision, Skipped, StickFile};
use super::parts::{Parts, Seat};
use super::roll::RollParts;
use super::{Holders, Mischief, MischiefError, Scene};
use crate::voter::Voter;

/// The first attestation counter of mischief: honest voters have counted to 2 at most.
const COUNTER_FIRST: u64 = 1_000;

/// Why a kind was not played.
#[derive(Debug)]
pub(super) enum Cannot {
    /// The election has not what it needs.
    Lacks(&'static str),
    /// Something failed that should not.
    Failed(MischiefError),
}

impl<E: Into<MischiefError>> From<E> for Cannot {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// A kind played, or not.
pub(super) type Played = Result<(), Cannot>;

/// One kind of mischief.
pub(super) struct Kind {
    /// Its name in the final table.
    pub(super) name: &'static str,
    /// Plays it.
    pub(super) play: fn(&mut Stage<'_>) -> Played,
}

/// Into which bundle a record goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bundle {
    /// The one that the collector adds before it closes the chain.
    Chain,
    /// The one that comes after the box is closed.
    Late,
}

/// Everything that kinds work with.
pub(super) struct Stage<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) holders: &'a Holders,
    pub(super) parts: Parts,
    pub(super) roll: RollParts,
    pub(super) mischief: Mischief,
    /// The region in which an honest vote from a shared phone is let in.
    pub(super) let_in: Option<u16>,
    kind: &'static str,
    /// Number of the next thing that needs randomness or a counter of its own.
    next: u64,
}

impl<'a> Stage<'a> {
    pub(super) fn new(scene: &'a Scene<'a>, holders: &'a Holders, parts: Parts, roll: RollParts) -> Self {
        Self { scene, holders, parts, roll, mischief: Mischief::default(), let_in: None, kind: "", next: 0 }
    }

    /// Plays a kind, or notes what is missing for it.
    pub(super) fn play(&mut self, kind: &Kind) -> Result<(), MischiefError> {
        self.kind = kind.name;
        match (kind.play)(self) {
            Ok(()) => Ok(()),
            Err(Cannot::Failed(error)) => Err(error),
            Err(Cannot::Lacks(lacks)) => {
                self.mischief.skipped.push(Skipped { kind: kind.name, lacks });
                Ok(())
            }
        }
    }

    pub(super) fn definition(&self) -> &'a Definition {
        self.scene.polling.params.definition()
    }

    /// A number that nothing else has.
    pub(super) fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Randomness for one thing.
    pub(super) fn rng(&mut self) -> ChaCha20Rng {
        let number = self.number();
        self.scene.polling.streams.stream("mischief/record", number)
    }

    /// An attestation counter that no other record has.
    pub(super) fn counter(&mut self) -> u32 {
        (COUNTER_FIRST + self.number()) as u32
    }

    /// The next region with ballots, and the honest voter of it in whose name records may come.
    pub(super) fn named(&mut self) -> Result<&'a Voter, Cannot> {
        let region = self.parts.region().ok_or(Cannot::Lacks("a region with ballots"))?;
        self.named_in(region)
    }

    /// The honest voter of a region in whose name records may come.
    pub(super) fn named_in(&self, region: u16) -> Result<&'a Voter, Cannot> {
        let seat = self.parts.named(region).ok_or(Cannot::Lacks("a region with ballots"))?;
        self.voter(seat)
    }

    /// An honest voter whose vote is touched, for this kind alone; of a region other than `but`, if given.
    pub(super) fn touched(&mut self, but: Option<u16>) -> Result<Seat, Cannot> {
        self.parts.touched(but).ok_or(Cannot::Lacks("an honest voter more who votes once"))
    }

    /// Somebody registered who does not vote, for this kind alone.
    pub(super) fn absent(&mut self) -> Result<&'a Voter, Cannot> {
        let seat = self.parts.absent().ok_or(Cannot::Lacks("a registered person more who does not vote"))?;
        self.voter(seat)
    }

    pub(super) fn voter(&self, seat: Seat) -> Result<&'a Voter, Cannot> {
        seat.voter(self.scene.enrolment).ok_or(Cannot::Failed(MischiefError::Enrolment))
    }

    /// Another region than this one.
    pub(super) fn other_region(&self, region: u16) -> Result<u16, Cannot> {
        self.parts.other_region(self.definition(), region).ok_or(Cannot::Lacks("a second region"))
    }

    /// Adds a record that is not to be counted to a bundle of a region, and says what must become of it.
    pub(super) fn add(&mut self, bundle: Bundle, region: u16, item: &Item, reasons: &[Reason]) {
        let items = match bundle {
            Bundle::Chain => &mut self.mischief.regions.entry(region).or_default().items,
            Bundle::Late => self.mischief.late.entry(region).or_default(),
        };
        items.push(item.to_bytes());
        let (counted, late) = (false, bundle == Bundle::Late);
        self.expect(region, late, item, reasons, HeldStatus::Green, counted);
    }

    /// As [`Stage::add`], before the chain is closed.
    pub(super) fn receive(&mut self, region: u16, item: &Item, reasons: &[Reason]) {
        self.add(Bundle::Chain, region, item, reasons);
    }

    /// Says what must become of a record that is not to be counted and comes in a bundle of its own.
    pub(super) fn expect_uncounted(&mut self, region: u16, item: &Item, reasons: &[Reason]) {
        self.expect(region, false, item, reasons, HeldStatus::Green, false);
    }

    /// Puts a file on the stick.
    pub(super) fn bring(&mut self, file: FileKind, bytes: Vec<u8>, fate: Fate) {
        let name = format!("mischief/{:03}.tamga", self.mischief.files.len() + 1);
        self.mischief.files.push(StickFile { kind: self.kind, name, file, bytes, fate });
    }

    /// The key of the collector whose chains are broken.
    pub(super) fn collector_key(&self) -> Result<&'a SigningKey, Cannot> {
        let key = self.holders.collectors.get(usize::from(COLLECTOR));
        key.ok_or(Cannot::Failed(MischiefError::Enrolment))
    }

    /// Says what must become of a record; `roll` is its voter's default.
    pub(super) fn expect(
        &mut self,
        region: u16,
        late: bool,
        item: &Item,
        reasons: &[Reason],
        roll: HeldStatus,
        counted: bool,
    ) {
        let reasons = reasons.iter().copied().collect();
        self.mischief.expected.push(Expected {
            kind: self.kind,
            region,
            late,
            tracker: item.header.inner_digest,
            item: sha3_256(&[&item.to_bytes()]),
            status: tamga_record::admission::Reasons::status(&reasons, self.definition(), roll),
            reasons,
            counted,
        });
    }

    /// Says what must become of an honest vote that mischief touched: it is counted.
    pub(super) fn expect_counted(&mut self, region: u16, item: &Item, reasons: &[Reason], roll: HeldStatus) {
        self.expect(region, false, item, reasons, roll, true);
    }

    /// Whether a flag's reason holds records in this election.
    pub(super) fn holds(&self, reason: Reason) -> bool {
        reason.holds(self.definition(), HeldStatus::Green)
    }

    /// Puts a class to the vote, once.
    pub(super) fn decide_class(&mut self, reason: Reason, answer: Answer, why: &'static str) {
        let decision = PlannedDecision { about: About::Class { region: None, reason }, answer, why };
        if !self.mischief.classes.contains(&decision) {
            self.mischief.classes.push(decision);
        }
    }

    /// Puts something narrower to the vote, after all classes.
    pub(super) fn decide(&mut self, about: About, answer: Answer, why: &'static str) {
        self.mischief.exceptions.push(PlannedDecision { about, answer, why });
    }
}
