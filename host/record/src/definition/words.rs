//! The choices of a definition, each with the one word that files write for it.

/// Declares an enum whose values are written as one word each.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize,
        )]
        pub enum $name {
            $($(#[$value_doc])* #[serde(rename = $word)] $value,)+
        }

        impl $name {
            /// Every value, in the order of the specification.
            pub const ALL: &'static [Self] = &[$(Self::$value,)+];

            /// The word that files write.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$value => $word,)+
                }
            }

            /// The value that a word stands for; `None` for any other word.
            pub fn from_word(untrusted_word: &str) -> Option<Self> {
                match untrusted_word {
                    $($word => Some(Self::$value),)+
                    _ => None,
                }
            }
        }
    };
}

pub(crate) use words;

words! {
    /// A language, in the order that files list them.
    Language {
        /// Kazakh.
        Kk = "kk",
        /// Russian.
        Ru = "ru",
        /// English.
        En = "en",
    }
}

words! {
    /// Which record of a voter counts when there are several.
    Revote {
        /// The one with the highest attestation counter.
        Last = "last",
        /// The one with the lowest.
        First = "first",
        /// The first; further ones are refused when they are cast.
        Refuse = "refuse",
    }
}

words! {
    /// What happens to records that arrive after the box was closed.
    Late {
        /// They are counted in the one supplement.
        Supplement = "supplement",
        /// They are not counted.
        Refuse = "refuse",
    }
}

words! {
    /// Who may ask for a voter's own history.
    History {
        /// Nobody.
        Off = "off",
        /// Whoever holds the credential key that signed the ballot.
        Credential = "credential",
        /// Also a person with a fresh attestation and an opened identity link.
        Attested = "attested",
    }
}

words! {
    /// What a flag of an attestation, or the roll, makes of a record that is fine otherwise.
    HeldStatus {
        /// Counted.
        Green = "green",
        /// Not verified yet: held.
        Blue = "blue",
        /// In conflict: held.
        Yellow = "yellow",
    }
}

words! {
    /// The flags of an attestation that a definition gives a status, in the order of its lines.
    Flag {
        /// The IIN is not in the registry.
        IinNotInRegistry = "iin-not-in-registry",
        /// The one-time code was not verified.
        CodeNotVerified = "code-not-verified",
        /// The phone differs from the registry's mobile base.
        PhoneDiffers = "phone-differs",
        /// The phone is shared with another IIN.
        PhoneShared = "phone-shared",
        /// The biometric comparison failed.
        BiometricFail = "biometric-fail",
    }
}

words! {
    /// How many options a voter may mark.
    Kind {
        /// One, or none.
        OneOf = "one-of",
        /// Up to `max`.
        Approval = "approval",
    }
}

words! {
    /// How seats are given.
    Method {
        /// No seats are given.
        None = "none",
        /// To those with the most votes.
        Plurality = "plurality",
        /// Hare quota with largest remainder.
        Hare = "hare",
        /// D'Hondt divisors.
        Dhondt = "dhondt",
        /// Sainte-Laguë divisors.
        SainteLague = "sainte-lague",
    }
}

words! {
    /// What a threshold is a part of.
    ThresholdOf {
        /// Votes for all options, against-all included.
        Valid = "valid",
        /// Ballots that carry the contest.
        Cast = "cast",
    }
}

words! {
    /// How a tie is settled.
    Tie {
        /// It is declared as a tie.
        Declare = "declare",
        /// By lot.
        Lot = "lot",
    }
}

words! {
    /// What an option stands for.
    Role {
        /// A person, ticket or list.
        Candidate = "candidate",
        /// Against all.
        AgainstAll = "against-all",
        /// Any name written in.
        WriteIn = "write-in",
    }
}

impl Flag {
    /// The flag's place in the definition's lines, from 0.
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl HeldStatus {
    /// The number that a roll entry writes: 0 green, 1 blue, 2 yellow.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The status of a number; `None` above 2.
    pub fn from_number(untrusted_number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(untrusted_number)).copied()
    }
}
