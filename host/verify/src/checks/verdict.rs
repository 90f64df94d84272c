//! Reasons and statuses of records: the table of the section on admission.

use std::collections::HashMap;

use crate::digest::Digest;
use crate::parse::definition::{Definition, Revote, Status};

/// The reasons in the order of the table.
pub(crate) const NAMES: [&str; 21] = [
    "wrong-election",
    "wrong-region",
    "not-on-roll",
    "bad-certificate",
    "wrong-contests",
    "bad-signature",
    "bad-attestation",
    "bad-outer-digest",
    "duplicate",
    "seal",
    "bad-inner-digest",
    "bad-ballot",
    "superseded",
    "attestation-reused",
    "counter-clash",
    "phone-differs",
    "phone-shared",
    "biometric-fail",
    "iin-not-in-registry",
    "code-not-verified",
    "roll-default",
];

/// A reason: its place in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    WrongElection,
    WrongRegion,
    NotOnRoll,
    BadCertificate,
    WrongContests,
    BadSignature,
    BadAttestation,
    BadOuterDigest,
    Duplicate,
    Seal,
    BadInnerDigest,
    BadBallot,
    Superseded,
    AttestationReused,
    CounterClash,
    PhoneDiffers,
    PhoneShared,
    BiometricFail,
    IinNotInRegistry,
    CodeNotVerified,
    RollDefault,
}

/// The first twelve reasons are red.
const RED: u32 = (1 << 12) - 1;
/// Reasons that only unsealing shows.
const UNSEALED: u32 = 1 << Reason::Seal as u32 | 1 << Reason::BadInnerDigest as u32 | 1 << Reason::BadBallot as u32;
/// Reasons whose status the definition gives, with the place of their `admission` line.
const BY_DEFINITION: [(Reason, usize); 5] = [
    (Reason::IinNotInRegistry, 0),
    (Reason::CodeNotVerified, 1),
    (Reason::PhoneDiffers, 2),
    (Reason::PhoneShared, 3),
    (Reason::BiometricFail, 4),
];

/// A set of reasons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reasons(u32);

impl Reasons {
    /// Adds a reason when it applies.
    pub(crate) fn add_if(&mut self, applies: bool, reason: Reason) {
        if applies {
            self.0 |= 1 << reason as u32;
        }
    }

    /// Whether the reason is there.
    pub(crate) fn has(self, reason: Reason) -> bool {
        self.0 >> reason as u32 & 1 == 1
    }

    /// Whether any reason makes the record red.
    pub(crate) fn is_red(self) -> bool {
        self.0 & RED != 0
    }

    /// The reasons that are readable outside the seal.
    pub(crate) fn before_unsealing(self) -> Self {
        Self(self.0 & !UNSEALED)
    }

    /// The names, joined by `|`, in the order of the table.
    pub(crate) fn text(self) -> String {
        let names: Vec<&str> =
            (0..).zip(NAMES).filter(|(place, _)| self.0 >> place & 1 == 1).map(|(_, name)| name).collect();
        names.join("|")
    }

    /// The first of red, superseded, yellow, blue that a reason has, else green.
    pub(crate) fn verdict(self, definition: &Definition, roll_default: Option<Status>) -> Verdict {
        let mut statuses: Vec<Status> = BY_DEFINITION
            .iter()
            .filter(|(reason, _)| self.has(*reason))
            .filter_map(|(_, place)| definition.admission.get(*place).copied())
            .collect();
        if self.has(Reason::RollDefault) {
            statuses.extend(roll_default);
        }
        let clash = self.has(Reason::AttestationReused) || self.has(Reason::CounterClash);
        if self.is_red() {
            Verdict::Red
        } else if self.has(Reason::Superseded) {
            Verdict::Superseded
        } else if clash || statuses.contains(&Status::Yellow) {
            Verdict::Yellow
        } else if statuses.contains(&Status::Blue) {
            Verdict::Blue
        } else {
            Verdict::Green
        }
    }
}

/// What becomes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Never counted.
    Red,
    /// Another ballot of the voter counts.
    Superseded,
    /// Held: conflict.
    Yellow,
    /// Held: not verified.
    Blue,
    /// Counted.
    Green,
}

impl Verdict {
    /// The word in the lists.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Superseded => "superseded",
            Self::Yellow => "yellow",
            Self::Blue => "blue",
            Self::Green => "green",
        }
    }
}

/// What the reasons of one record about others need to know of each.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    /// The header's tag.
    pub(crate) tag: [u8; 16],
    /// The attestation's counter.
    pub(crate) counter: u32,
    /// The header's attestation digest.
    pub(crate) attestation: Digest,
}

/// What is known of one counter of one tag: an attestation, and whether there is another one.
struct Counter<'a> {
    attestation: &'a Digest,
    clash: bool,
}

/// The claims of records that are not red, found by attestation and by tag and counter.
#[derive(Default)]
pub(crate) struct Claims<'a> {
    attestations: HashMap<&'a Digest, u32>,
    counters: HashMap<(&'a [u8; 16], u32), Counter<'a>>,
}

impl<'a> Claims<'a> {
    /// Takes the claim of a record that is not red.
    pub(crate) fn add(&mut self, claim: &'a Claim) {
        *self.attestations.entry(&claim.attestation).or_default() += 1;
        let first = Counter { attestation: &claim.attestation, clash: false };
        let counter = self.counters.entry((&claim.tag, claim.counter)).or_insert(first);
        counter.clash |= *counter.attestation != claim.attestation;
    }

    /// `attestation-reused` and `counter-clash` for a record; one that is not red is itself among the claims.
    pub(crate) fn reasons(&self, claim: &Claim, red: bool) -> Reasons {
        let same_attestation = self.attestations.get(&claim.attestation).copied().unwrap_or(0);
        let counter = self.counters.get(&(&claim.tag, claim.counter));
        let another = |counter: &Counter<'_>| counter.clash || *counter.attestation != claim.attestation;
        let mut reasons = Reasons::default();
        reasons.add_if(same_attestation > u32::from(!red), Reason::AttestationReused);
        reasons.add_if(counter.is_some_and(another), Reason::CounterClash);
        reasons
    }
}

impl Reasons {
    /// Both sets together.
    pub(crate) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The counter that counts for each tag among claims that would count.
pub(crate) fn counting<'a>(claims: impl Iterator<Item = &'a Claim>, revote: Revote) -> HashMap<&'a [u8; 16], u32> {
    let mut best: HashMap<&[u8; 16], u32> = HashMap::new();
    for claim in claims {
        let counter = best.entry(&claim.tag).or_insert(claim.counter);
        *counter = match revote {
            Revote::Last => (*counter).max(claim.counter),
            // Where casting refuses further ones, the first is the one that it took.
            Revote::First | Revote::Refuse => (*counter).min(claim.counter),
        };
    }
    best
}
