//! Statuses and reasons of records, and the tables that list them: verdicts, received trackers, turnout.

mod tables;

pub use tables::{RegionTurnout, VerdictLine, trackers_txt, turnout_csv, verdicts_csv};

use crate::definition::{Definition, Flag, HeldStatus};

crate::definition::words! {
    /// Where a record ended up.
    Status {
        /// Counted.
        Green = "green",
        /// Not verified: held.
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
    /// Why a record is not simply green, in the order in which reasons are listed.
    Reason {
        /// E of the header differs.
        WrongElection = "wrong-election",
        /// The header's region differs from the bundle's or the roll entry's.
        WrongRegion = "wrong-region",
        /// No roll entry has the tag.
        NotOnRoll = "not-on-roll",
        /// The roll entry's certificate does not verify.
        BadCertificate = "bad-certificate",
        /// The contest set differs from the roll entry's.
        WrongContests = "wrong-contests",
        /// The signature over the header does not verify.
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
        /// Another record of the tag takes this one's place.
        Superseded = "superseded",
        /// Another record has the same attestation.
        AttestationReused = "attestation-reused",
        /// Another record of the tag has the same counter and another attestation.
        CounterClash = "counter-clash",
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

    /// The status that the reason gives a record by itself; green where definition or roll say so.
    pub fn status(self, definition: &Definition, roll_default: HeldStatus) -> Status {
        let held = match self {
            Self::Superseded => return Status::Superseded,
            Self::AttestationReused | Self::CounterClash => HeldStatus::Yellow,
            Self::PhoneDiffers => definition.held_by(Flag::PhoneDiffers),
            Self::PhoneShared => definition.held_by(Flag::PhoneShared),
            Self::BiometricFail => definition.held_by(Flag::BiometricFail),
            Self::IinNotInRegistry => definition.held_by(Flag::IinNotInRegistry),
            Self::CodeNotVerified => definition.held_by(Flag::CodeNotVerified),
            Self::RollDefault => roll_default,
            _ => return Status::Red,
        };
        match held {
            HeldStatus::Green => Status::Green,
            HeldStatus::Blue => Status::Blue,
            HeldStatus::Yellow => Status::Yellow,
        }
    }

    /// Whether the reason alone makes a record red.
    pub const fn is_red(self) -> bool {
        (self as u32) < Self::Superseded as u32
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

    /// The first of red, superseded, yellow, blue that a reason has, else green.
    pub fn status(&self, definition: &Definition, roll_default: HeldStatus) -> Status {
        let has = |status| self.iter().any(|reason| reason.status(definition, roll_default) == status);
        let in_order = [Status::Red, Status::Superseded, Status::Yellow, Status::Blue];
        in_order.into_iter().find(|status| has(*status)).unwrap_or(Status::Green)
    }
}
