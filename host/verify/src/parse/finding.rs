//! The reasons of the section on admission: number, word, and what status each gives.

use super::definition::{Definition, Status};

/// Builds the table of reasons: variants, numbers from 1 and words.
macro_rules! findings {
    ($($variant:ident = $number:literal, $word:literal;)*) => {
        /// A reason, by its number in the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Finding {
            $(#[doc = $word] $variant = $number,)*
        }

        /// All reasons in the order of the table, with their words.
        pub(crate) const ALL: &[(Finding, &str)] = &[$((Finding::$variant, $word)),*];
    };
}

findings! {
    WrongElection = 1, "wrong-election";
    WrongRegion = 2, "wrong-region";
    NotOnRoll = 3, "not-on-roll";
    BadCertificate = 4, "bad-certificate";
    Revoked = 5, "revoked";
    WrongContests = 6, "wrong-contests";
    BadSignature = 7, "bad-signature";
    BadAttestation = 8, "bad-attestation";
    BadOuterDigest = 9, "bad-outer-digest";
    Duplicate = 10, "duplicate";
    Seal = 11, "seal";
    BadInnerDigest = 12, "bad-inner-digest";
    BadBallot = 13, "bad-ballot";
    Late = 14, "late";
    AlreadyCounted = 15, "already-counted";
    Superseded = 16, "superseded";
    AttestationReused = 17, "attestation-reused";
    CounterClash = 18, "counter-clash";
    OutsidePeriod = 19, "outside-period";
    PhoneDiffers = 20, "phone-differs";
    PhoneShared = 21, "phone-shared";
    BiometricFail = 22, "biometric-fail";
    IinNotInRegistry = 23, "iin-not-in-registry";
    CodeNotVerified = 24, "code-not-verified";
    RollDefault = 25, "roll-default";
    TrackerClash = 26, "tracker-clash";
}

/// The reasons before this one are red.
const FIRST_NOT_RED: Finding = Finding::Late;
/// Reasons that only unsealing shows.
const UNSEALED: [Finding; 3] = [Finding::Seal, Finding::BadInnerDigest, Finding::BadBallot];

impl Finding {
    /// The reason with this number.
    pub(crate) fn from_number(number: u8) -> Option<Self> {
        ALL.get(usize::from(number).checked_sub(1)?).map(|(finding, _)| *finding)
    }

    /// Its word in the lists.
    pub(crate) fn word(self) -> &'static str {
        ALL.get(self as usize - 1).map_or("", |(_, word)| *word)
    }

    /// Whether there is a definition under which this reason holds a record: 17 to 25.
    pub(crate) fn can_hold(self) -> bool {
        (Self::AttestationReused..=Self::RollDefault).contains(&self)
    }

    /// The place of its `admission` line, when the definition gives its status.
    fn admission_line(self) -> Option<usize> {
        match self {
            Self::IinNotInRegistry => Some(0),
            Self::CodeNotVerified => Some(1),
            Self::PhoneDiffers => Some(2),
            Self::PhoneShared => Some(3),
            Self::BiometricFail => Some(4),
            _ => None,
        }
    }

    /// The status yellow, blue or green that a reason from 17 on gives a record whose roll entry has this default.
    pub(crate) fn status(self, definition: &Definition, roll_default: Status) -> Status {
        match self {
            Self::AttestationReused | Self::CounterClash | Self::OutsidePeriod => Status::Yellow,
            Self::RollDefault => roll_default,
            _ => {
                self.admission_line().and_then(|line| definition.admission.get(line).copied()).unwrap_or(Status::Green)
            }
        }
    }

    /// Whether it holds such a record: yellow, or blue where blue is held.
    pub(crate) fn holds(self, definition: &Definition, roll_default: Status) -> bool {
        self.can_hold()
            && match self.status(definition, roll_default) {
                Status::Yellow => true,
                Status::Blue => !definition.blue_counts,
                Status::Green => false,
            }
    }

    /// The reasons that can hold a record under this definition, in the order of the table: the lines of `held.csv`.
    pub(crate) fn holding(definition: &Definition) -> Vec<Self> {
        // A default of yellow is always held.
        let can = |finding: &Self| finding.holds(definition, Status::Yellow);
        ALL.iter().map(|(finding, _)| *finding).filter(can).collect()
    }
}

/// A set of reasons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Findings(u32);

impl Findings {
    /// Adds a reason when it applies.
    pub(crate) fn add_if(&mut self, applies: bool, finding: Finding) {
        if applies {
            self.0 |= 1 << finding as u32;
        }
    }

    /// Whether the reason is there.
    pub(crate) fn has(self, finding: Finding) -> bool {
        self.0 >> finding as u32 & 1 == 1
    }

    /// The reasons that are there, in the order of the table.
    pub(crate) fn iter(self) -> impl Iterator<Item = Finding> {
        ALL.iter().map(|(finding, _)| *finding).filter(move |finding| self.has(*finding))
    }

    /// Whether any reason makes the record red.
    pub(crate) fn is_red(self) -> bool {
        self.0 & ((1 << FIRST_NOT_RED as u32) - 1) != 0
    }

    /// The reasons that are readable outside the seal.
    pub(crate) fn before_unsealing(self) -> Self {
        Self(UNSEALED.iter().fold(self.0, |bits, finding| bits & !(1 << *finding as u32)))
    }

    /// The reasons that hold a record whose roll entry has this default.
    pub(crate) fn holding(self, definition: &Definition, roll_default: Status) -> impl Iterator<Item = Finding> {
        self.iter().filter(move |finding| finding.holds(definition, roll_default))
    }

    /// The words, joined by `|`, in the order of the table.
    pub(crate) fn text(self) -> String {
        self.iter().map(Finding::word).collect::<Vec<_>>().join("|")
    }

    /// The first of red, late, superseded, yellow, blue that a reason has, else green.
    pub(crate) fn verdict(self, definition: &Definition, roll_default: Status) -> Verdict {
        let of_statuses = || {
            let mut statuses =
                self.iter().filter(|finding| finding.can_hold()).map(|f| f.status(definition, roll_default) as u8);
            match statuses.by_ref().max() {
                Some(status) if status == Status::Yellow as u8 => Verdict::Yellow,
                Some(status) if status == Status::Blue as u8 => Verdict::Blue,
                _ => Verdict::Green,
            }
        };
        if self.is_red() {
            Verdict::Red
        } else if self.has(Finding::Late) {
            Verdict::Late
        } else if self.has(Finding::AlreadyCounted) || self.has(Finding::Superseded) {
            Verdict::Superseded
        } else {
            of_statuses()
        }
    }
}

/// What becomes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Never counted.
    Red,
    /// Brought after the box of its region was closed.
    Late,
    /// Another ballot of the voter counts.
    Superseded,
    /// Held: conflict.
    Yellow,
    /// Not verified: held or counted.
    Blue,
    /// Counted.
    Green,
}

impl Verdict {
    /// The word in the lists.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Late => "late",
            Self::Superseded => "superseded",
            Self::Yellow => "yellow",
            Self::Blue => "blue",
            Self::Green => "green",
        }
    }
}
