//! Statuses and reasons of records, and the tables that list them: verdicts, received trackers, turnout, held records,
//! attestations.

mod counts;
mod csv;
mod place;
mod tables;
mod verdicts;

pub use counts::{AttestationUse, HeldCounts, RegionTurnout, TurnoutTotal};
pub(crate) use place::PLACE_LEN;
pub use place::Place;
pub use tables::{ATTESTATIONS_HEADER, AdmissionTables, HELD_HEADER, TURNOUT_HEADER, TableError};
pub use verdicts::{VERDICTS_HEADER, VerdictLine, VerdictsError, parse_verdicts_csv, trackers_txt, verdicts_csv};

use crate::definition::{Definition, Flag, HeldStatus};

crate::definition::words! {
    /// Where a record ended up.
    Status {
        /// Nothing against it.
        Green = "green",
        /// Not verified: held, or counted where the definition counts blue ones.
        Blue = "blue",
        /// In conflict: held.
        Yellow = "yellow",
        /// Bad: never counted.
        Red = "red",
        /// Another record of the same voter counts.
        Superseded = "superseded",
        /// Arrived after the box was closed.
        Late = "late",
    }
}

crate::definition::words! {
    /// Why a record is not simply green, in the order in which reasons are listed; 26 of them.
    Reason {
        /// E of the header differs.
        WrongElection = "wrong-election",
        /// The header's region differs from the bundle's or the roll entry's.
        WrongRegion = "wrong-region",
        /// No roll entry has the tag.
        NotOnRoll = "not-on-roll",
        /// The roll entry's certificate does not verify.
        BadCertificate = "bad-certificate",
        /// The tag is among the revocations.
        Revoked = "revoked",
        /// The contest set differs from the roll entry's.
        WrongContests = "wrong-contests",
        /// The signature over the header does not verify, or the key it is by is of low order.
        BadSignature = "bad-signature",
        /// The attestation does not verify, or is not of this record.
        BadAttestation = "bad-attestation",
        /// The outer part is not the one that was signed.
        BadOuterDigest = "bad-outer-digest",
        /// An earlier record of the same region has the same item bytes.
        Duplicate = "duplicate",
        /// The outer part does not open.
        Seal = "seal",
        /// The inner part is not the one that was signed.
        BadInnerDigest = "bad-inner-digest",
        /// Length, encoding or a proof of the inner part fails.
        BadBallot = "bad-ballot",
        /// Its bundle was imported after the region's box had been closed.
        Late = "late",
        /// A record of the tag was counted in an earlier opening.
        AlreadyCounted = "already-counted",
        /// Another record of the tag counts in this one's place.
        Superseded = "superseded",
        /// Another record has the same attestation.
        AttestationReused = "attestation-reused",
        /// Another record of the tag has the same counter and another attestation.
        CounterClash = "counter-clash",
        /// The attestation was issued before voting opened or after the region's closing time.
        OutsidePeriod = "outside-period",
        /// The phone differs from the registry's mobile base.
        PhoneDiffers = "phone-differs",
        /// The phone is shared with another IIN.
        PhoneShared = "phone-shared",
        /// The biometric comparison failed.
        BiometricFail = "biometric-fail",
        /// The IIN is not in the registry.
        IinNotInRegistry = "iin-not-in-registry",
        /// The one-time code was not verified.
        CodeNotVerified = "code-not-verified",
        /// The roll entry's default is blue or yellow.
        RollDefault = "roll-default",
        /// A record of another tag has the same tracker. Only noted.
        TrackerClash = "tracker-clash",
    }
}

impl Status {
    /// The status as tables write it.
    pub const fn name(self) -> &'static str {
        self.word()
    }
}

impl Reason {
    /// The reason as tables write it.
    pub const fn name(self) -> &'static str {
        self.word()
    }

    /// Its number in the README's table, from 1.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The reason with this number; `None` for 0 and above 26.
    pub fn from_number(untrusted_number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(untrusted_number).checked_sub(1)?).copied()
    }

    /// The status that the reason gives a record by itself; green where definition or roll say so, and for
    /// [`Reason::TrackerClash`].
    pub fn status(self, definition: &Definition, roll_default: HeldStatus) -> Status {
        let held = match self {
            Self::Late => return Status::Late,
            Self::AlreadyCounted | Self::Superseded => return Status::Superseded,
            Self::TrackerClash => return Status::Green,
            Self::AttestationReused | Self::CounterClash | Self::OutsidePeriod => HeldStatus::Yellow,
            Self::RollDefault => roll_default,
            other => match other.flag() {
                Some(flag) => definition.held_by(flag),
                None => return Status::Red,
            },
        };
        match held {
            HeldStatus::Green => Status::Green,
            HeldStatus::Blue => Status::Blue,
            HeldStatus::Yellow => Status::Yellow,
        }
    }

    /// The flag of an attestation that the reason stands for.
    const fn flag(self) -> Option<Flag> {
        match self {
            Self::PhoneDiffers => Some(Flag::PhoneDiffers),
            Self::PhoneShared => Some(Flag::PhoneShared),
            Self::BiometricFail => Some(Flag::BiometricFail),
            Self::IinNotInRegistry => Some(Flag::IinNotInRegistry),
            Self::CodeNotVerified => Some(Flag::CodeNotVerified),
            _ => None,
        }
    }

    /// Whether the reason alone makes a record red.
    pub const fn is_red(self) -> bool {
        (self as u8) < Self::Late as u8
    }

    /// Whether there is a definition under which the reason holds a record: 17 to 25.
    pub const fn may_hold(self) -> bool {
        self as u8 >= Self::AttestationReused as u8 && self as u8 <= Self::RollDefault as u8
    }

    /// Whether the reason holds a record under this definition: its status is yellow, or blue where blue is held.
    pub fn holds(self, definition: &Definition, roll_default: HeldStatus) -> bool {
        match self.status(definition, roll_default) {
            Status::Yellow => true,
            Status::Blue => !definition.blue_counts,
            _ => false,
        }
    }

    /// The reasons that can hold a record under this definition, in order: the lines of `held.csv`. The roll's default
    /// is one of them always, as it may be yellow.
    pub fn holding(definition: &Definition) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|reason| reason.holds(definition, HeldStatus::Yellow))
    }
}

/// The reasons of one record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reasons(u32);

impl Reasons {
    /// No reasons.
    pub const fn new() -> Self {
        Self(0)
    }

    /// Adds a reason.
    pub const fn insert(&mut self, reason: Reason) {
        self.0 |= 1 << reason as u32;
    }

    /// Whether a reason is among them.
    pub const fn contains(&self, reason: Reason) -> bool {
        self.0 >> reason as u32 & 1 == 1
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0 == 0
    }

    /// Whether one of them makes the record red.
    pub fn has_red(&self) -> bool {
        self.iter().any(Reason::is_red)
    }

    /// The reasons in the order of the README's table.
    pub fn iter(&self) -> impl Iterator<Item = Reason> + use<> {
        let reasons = *self;
        Reason::ALL.iter().copied().filter(move |reason| reasons.contains(*reason))
    }

    /// Those that hold the record: each has to be decided `for` before it may count.
    pub fn holding(&self, definition: &Definition, roll_default: HeldStatus) -> Self {
        self.iter().filter(|reason| reason.holds(definition, roll_default)).collect()
    }

    /// The first of red, late, superseded, yellow, blue that a reason has, else green.
    pub fn status(&self, definition: &Definition, roll_default: HeldStatus) -> Status {
        let has = |status| self.iter().any(|reason| reason.status(definition, roll_default) == status);
        let in_order = [Status::Red, Status::Late, Status::Superseded, Status::Yellow, Status::Blue];
        in_order.into_iter().find(|status| has(*status)).unwrap_or(Status::Green)
    }
}

impl FromIterator<Reason> for Reasons {
    fn from_iter<I: IntoIterator<Item = Reason>>(reasons: I) -> Self {
        let mut set = Self::new();
        for reason in reasons {
            set.insert(reason);
        }
        set
    }
}
