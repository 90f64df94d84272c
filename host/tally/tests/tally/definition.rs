//! Three regions, two contests, three officers.

use tamga_casting::streams::Streams;
use tamga_record::definition::{
    Contest, ContestSet, Definition, ElectionOption, HeldStatus, History, Kind, Language, Method, Named, Names,
    OfficerKeys, Region, Role, ThresholdOf, Tie,
};

use crate::world::{CLOSES, NEEDED, OPENS, Setup, TOKENS, key};

fn names(text: &str) -> Names {
    Names { en: Some(text.to_owned()), ..Names::default() }
}

fn contest(id: &str, kind: Kind, max: u16, options: &[&str]) -> Contest {
    let option = |id: &&str| ElectionOption { id: (*id).to_owned(), role: Role::Candidate, name: names(id) };
    Contest {
        id: id.to_owned(),
        title: names(id),
        kind,
        max,
        seats: 0,
        method: Method::None,
        threshold_bp: 0,
        threshold_of: ThresholdOf::Valid,
        tie: Tie::Declare,
        options: options.iter().map(option).collect(),
    }
}

fn region(code: &str, registered: u32, contests: &[u16], merge_into: Option<u16>) -> Region {
    let contests = ContestSet::from_indices(contests.iter().copied()).unwrap();
    Region { code: code.to_owned(), name: names(code), registered, contests, merge_into, part_of: None }
}

/// The definition of a test's election.
pub fn definition(setup: &Setup, streams: &Streams) -> Definition {
    let public = |holder: &str, number| key(streams, holder, number).verifying_key().to_bytes();
    let officer = |number| OfficerKeys { identity: public("officer", number), share: [number as u8; 32] };
    let named = |id: &str, holder: &str, number| Named { id: id.to_owned(), key: public(holder, number) };
    let mut president = contest("president", Kind::OneOf, 1, &["ada", "emmy", "sofia"]);
    if setup.seat {
        (president.seats, president.method, president.tie) = (1, Method::Plurality, Tie::Lot);
    }
    Definition {
        id: "small".to_owned(),
        rehearsal: true,
        language: Language::En,
        title: names("Small"),
        opens: OPENS,
        closes: CLOSES,
        min_open: setup.min_open,
        revote: setup.revote,
        late: setup.late,
        openings: setup.openings,
        history: History::Off,
        cell_len: setup.cell_len,
        admission: [HeldStatus::Blue, HeldStatus::Blue, HeldStatus::Yellow, HeldStatus::Yellow, HeldStatus::Green],
        blue_counts: setup.blue_counts,
        quorum: NEEDED,
        officers: (1..=u64::from(TOKENS)).map(officer).collect(),
        approvals: 1,
        checkers: vec![named("checker-1", "checker", 0)],
        registrar: public("registrar", 0),
        identity: public("identity", 0),
        collectors: vec![named("collector-1", "collector", 0), named("collector-2", "collector", 1)],
        hsms: vec!["rehearsal-1".to_owned()],
        contests: vec![president, contest("council", Kind::Approval, 2, &["river", "park", "road", "bridge"])],
        regions: vec![
            region("north", setup.registered[0], &[0, 1], None),
            region("south", setup.registered[1], &[0], None),
            region("east", setup.registered[2], &[0, 1], setup.merge.then_some(0)),
        ],
    }
}
