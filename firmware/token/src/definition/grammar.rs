//! Which line of a definition may follow which, as host/record's "Canonical definition" has it.

/// The key of a line, by its place in the definition: `title` and `name` stand in several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Start,
    Format,
    Id,
    Rehearsal,
    Language,
    Title,
    Opens,
    Closes,
    MinOpen,
    Revote,
    Late,
    Openings,
    History,
    CellLen,
    Admission,
    Blue,
    Quorum,
    Officer,
    Approvals,
    Checker,
    Registrar,
    Identity,
    Collector,
    Hsm,
    Contest,
    ContestTitle,
    Kind,
    Max,
    Seats,
    Method,
    Threshold,
    Tie,
    Option,
    OptionName,
    Region,
    RegionName,
    Registered,
    Contests,
    MergeInto,
    PartOf,
}

impl Key {
    /// Before the first line.
    pub(crate) const START: Self = Self::Start;

    /// The key that `word` is after a line with this one; `None` if no such line may follow.
    pub(crate) fn next(self, word: &str) -> Option<Self> {
        let followers = self.followers();
        followers.iter().find(|key| key.word() == word).copied()
    }

    /// Whether a definition may end here: with the last line of a region.
    pub(crate) fn may_be_last(self) -> bool {
        self == Self::PartOf
    }

    fn followers(self) -> &'static [Self] {
        use Key::*;
        match self {
            Start => &[Format],
            Format => &[Id],
            Id => &[Rehearsal],
            Rehearsal => &[Language],
            Language => &[Title],
            Title => &[Title, Opens],
            Opens => &[Closes],
            Closes => &[MinOpen],
            MinOpen => &[Revote],
            Revote => &[Late],
            Late => &[Openings],
            Openings => &[History],
            History => &[CellLen],
            CellLen => &[Admission],
            Admission => &[Admission, Blue],
            Blue => &[Quorum],
            Quorum => &[Officer],
            Officer => &[Officer, Approvals],
            Approvals => &[Checker],
            Checker => &[Checker, Registrar],
            Registrar => &[Identity],
            Identity => &[Collector],
            Collector => &[Collector, Hsm],
            Hsm => &[Hsm, Contest],
            Contest => &[ContestTitle],
            ContestTitle => &[ContestTitle, Kind],
            Kind => &[Max],
            Max => &[Seats],
            Seats => &[Method],
            Method => &[Threshold],
            Threshold => &[Tie],
            Tie => &[Option],
            Option => &[OptionName],
            OptionName => &[OptionName, Option, Contest, Region],
            Region => &[RegionName],
            RegionName => &[RegionName, Registered],
            Registered => &[Contests],
            Contests => &[MergeInto],
            MergeInto => &[PartOf],
            PartOf => &[Region],
        }
    }

    /// The word that the line begins with.
    fn word(self) -> &'static str {
        match self {
            Self::Start => "",
            Self::Format => "tamga/definition/v1",
            Self::Id => "id",
            Self::Rehearsal => "rehearsal",
            Self::Language => "language",
            Self::Title | Self::ContestTitle => "title",
            Self::Opens => "opens",
            Self::Closes => "closes",
            Self::MinOpen => "min-open",
            Self::Revote => "revote",
            Self::Late => "late",
            Self::Openings => "openings",
            Self::History => "history",
            Self::CellLen => "cell-len",
            Self::Admission => "admission",
            Self::Blue => "blue",
            Self::Quorum => "quorum",
            Self::Officer => "officer",
            Self::Approvals => "approvals",
            Self::Checker => "checker",
            Self::Registrar => "registrar",
            Self::Identity => "identity",
            Self::Collector => "collector",
            Self::Hsm => "hsm",
            Self::Contest => "contest",
            Self::Kind => "kind",
            Self::Max => "max",
            Self::Seats => "seats",
            Self::Method => "method",
            Self::Threshold => "threshold",
            Self::Tie => "tie",
            Self::Option => "option",
            Self::OptionName | Self::RegionName => "name",
            Self::Region => "region",
            Self::Registered => "registered",
            Self::Contests => "contests",
            Self::MergeInto => "merge-into",
            Self::PartOf => "part-of",
        }
    }
}
