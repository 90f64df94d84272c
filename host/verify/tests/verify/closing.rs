//! Acts of officers and registrar: amendments, revocations, decisions, the boxes.

use std::collections::BTreeMap;

use crate::bundles::Chain;
use crate::casting::Voter;
use crate::ceremony::SetUp;
use crate::election::{CastRecord, Chained, Election, Files, Opening, Script};
use crate::encode::{Digest, hash, merkle, sha3};
use crate::publishing::entry;

/// A decision, and who votes for it (true) or against it.
#[derive(Clone)]
pub struct Decision {
    pub opening: u32,
    /// None for every region.
    pub region: Option<usize>,
    /// 0 for one record.
    pub reason: u8,
    /// Collector, bundle, variant, item.
    pub place: Option<(u16, u32, u8, u32)>,
    /// Of one record, when it is not its own.
    pub tracker: Option<Digest>,
    pub records: u32,
    pub votes: Vec<(u8, bool)>,
}

#[derive(Clone, Copy)]
pub enum Amendment {
    /// Region, new closing time.
    Closes(u16, u64),
    /// Contest, option.
    Withdrawn(u16, u16),
}

/// A signature of an act by an officer, from 1.
pub fn act(set_up: &SetUp, officer: u8, kind: u8, figures: [u64; 4], digest: &Digest) -> [u8; 64] {
    let figures: Vec<u8> = figures.iter().flat_map(|figure| figure.to_be_bytes()).collect();
    let message = [set_up.e.as_slice(), &[kind], &figures, digest].concat();
    set_up.commission.officers[usize::from(officer) - 1].sign("tamga/act/v1", &message)
}

/// `u8 n ‖ (u8 officer ‖ signature) …` of officers 1 and 3.
pub fn quorum(set_up: &SetUp, kind: u8, figures: [u64; 4], digest: &Digest) -> Vec<u8> {
    let mut bytes = vec![2];
    for officer in [1, 3] {
        bytes.push(officer);
        bytes.extend(act(set_up, officer, kind, figures, digest));
    }
    bytes
}

/// Attestation counts, amendments and revocations, which come before the first box.
pub fn before_the_first(election: &mut Election, voters: &[Voter]) {
    let counts = counts(election);
    election.entries.push(entry("6 counts", &[("digest", hex::encode(sha3(&counts)))]));
    election.entries.push(entry("21 clock", &[("first", "Radio, DCF77".into()), ("second", "Satellite".into())]));
    election.entries.push(entry("35 refused", &[("fault", "bad-signature".into()), ("digest", hex::encode([8; 32]))]));
    election.audit.insert("attestation-counts.tamga".into(), counts);
    if !election.script.amendments.is_empty() {
        let (file, entries) = amendments(&election.set_up, &election.script.amendments);
        election.record.insert("amendments.tamga".into(), file);
        election.entries.extend(entries);
    }
    if !election.script.revoked.is_empty() {
        let file = revocations(&election.set_up, &election.script, voters);
        let tags = election.script.revoked.len().to_string();
        election.entries.push(entry("34 revocations", &[("digest", hex::encode(sha3(&file))), ("tags", tags)]));
        election.audit.insert("revocations.tamga".into(), file);
    }
    if !election.script.decisions.is_empty() {
        let all: Vec<u8> =
            (1..).zip(&election.script.decisions).flat_map(|(n, d)| decision(election, n, d).1).collect();
        let count = (election.script.decisions.len() as u32).to_be_bytes();
        let file = [b"tamga/decisions/v1\n".as_slice(), &election.set_up.e, &count, &all].concat();
        election.audit.insert("decisions.tamga".into(), file);
    }
}

/// As many attestations as records in a region, and one more, or the number of the script.
fn counts(election: &Election) -> Vec<u8> {
    let set_up = &election.set_up;
    let regions = set_up.commission.regions.len();
    let mut body = [b"tamga/attestation-counts/v1\n".as_slice(), &set_up.e, &(regions as u16).to_be_bytes()].concat();
    for place in 0..regions {
        body.extend_from_slice(&issued(election, place).to_be_bytes());
    }
    let signature = set_up.commission.identity.sign("tamga/attestation-counts/v1", &body);
    [body, signature.to_vec()].concat()
}

pub fn issued(election: &Election, region: usize) -> u32 {
    let used = election.records.iter().filter(|r| r.cast.place.0 == region).count() as u32;
    election.script.issued.unwrap_or(used + 1)
}

fn amendments(set_up: &SetUp, amendments: &[Amendment]) -> (Vec<u8>, Vec<String>) {
    let count = (amendments.len() as u32).to_be_bytes();
    let mut file = [b"tamga/amendments/v1\n".as_slice(), &set_up.e, &count].concat();
    let mut entries = Vec::new();
    let mut previous = set_up.commission.d();
    for (number, amendment) in (1..).zip(amendments) {
        let (rest, figures) = match amendment {
            Amendment::Closes(region, at) => (
                [[1].as_slice(), &region.to_be_bytes(), &at.to_be_bytes()].concat(),
                [number, 1, u64::from(*region) + 1, *at],
            ),
            Amendment::Withdrawn(contest, option) => (
                [[2].as_slice(), &contest.to_be_bytes(), &option.to_be_bytes()].concat(),
                [number, 2, u64::from(*contest) + 1, u64::from(*option) + 1],
            ),
        };
        let body = [previous.as_slice(), &rest].concat();
        previous = hash("tamga/amendment/v1", &body);
        file.extend([body, quorum(set_up, 2, figures, &previous)].concat());
        let values =
            [("number", number.to_string()), ("digest", hex::encode(previous)), ("officers", "1,3".to_owned())];
        entries.push(entry("22 amendment", &values));
    }
    (file, entries)
}

/// The digest of the last amendment, or `D`.
fn last_amendment(election: &Election) -> Digest {
    match election.record.get("amendments.tamga") {
        None => election.set_up.commission.d(),
        Some(_) => {
            let last = election.entries.iter().rfind(|entry| entry.contains("\n22 amendment\n")).unwrap();
            let digest = last.lines().find_map(|line| line.strip_prefix("digest ")).unwrap();
            hex::decode(digest).unwrap().try_into().unwrap()
        }
    }
}

fn revocations(set_up: &SetUp, script: &Script, voters: &[Voter]) -> Vec<u8> {
    let tag = |(region, voter): &(usize, usize)| {
        voters.iter().filter(|v| usize::from(v.region) == *region).nth(*voter).unwrap().tag
    };
    let mut tags: Vec<[u8; 16]> = script.revoked.iter().map(tag).collect();
    tags.sort();
    let count = (tags.len() as u32).to_be_bytes();
    let body = [b"tamga/revocations/v1\n".as_slice(), &set_up.e, &count, &tags.concat()].concat();
    let signature = set_up.commission.registrar.sign("tamga/revocations/v1", &body);
    [body, signature.to_vec()].concat()
}

/// Digest and bytes of a decision, and the entry that says so.
fn decision(election: &Election, number: u32, decision: &Decision) -> (Digest, Vec<u8>, String) {
    let set_up = &election.set_up;
    let place = decision.place.map_or(vec![0xFF; 11], |(collector, bundle, variant, item)| {
        [collector.to_be_bytes().as_slice(), &bundle.to_be_bytes(), &[variant], &item.to_be_bytes()].concat()
    });
    let region = decision.region.map_or(0xFFFF, |region| region as u16);
    let tracker = tracker(election, decision);
    let why = "As the law says, § 7";
    let body = [
        number.to_be_bytes().as_slice(),
        &decision.opening.to_be_bytes(),
        &region.to_be_bytes(),
        &[decision.reason],
        &place,
        &tracker,
        &decision.records.to_be_bytes(),
        &[number as u8; 32],
        &(why.len() as u16).to_be_bytes(),
        why.as_bytes(),
    ]
    .concat();
    let digest = hash("tamga/decision/v1", &body);
    let shown = decision.region.map_or(0, |region| region as u64 + 1);
    let begins = u64::from_be_bytes(tracker[..8].try_into().unwrap());
    let about = if decision.place.is_some() { begins } else { u64::from(decision.records) };
    let figures = [u64::from(number), u64::from(decision.reason), shown, about];
    let mut bytes = [body, vec![decision.votes.len() as u8]].concat();
    for (officer, is_for) in &decision.votes {
        bytes.extend([*officer, if *is_for { 1 } else { 2 }]);
        bytes.extend(act(set_up, *officer, if *is_for { 3 } else { 4 }, figures, &digest));
    }
    let list = |wanted: bool| {
        let officers = decision.votes.iter().filter(|(_, is_for)| *is_for == wanted).map(|(o, _)| o.to_string());
        let list = officers.collect::<Vec<_>>().join(",");
        if list.is_empty() { "-".to_owned() } else { list }
    };
    let values = [
        ("number", number.to_string()),
        ("opening", decision.opening.to_string()),
        ("digest", hex::encode(digest)),
        ("for", list(true)),
        ("against", list(false)),
    ];
    (digest, bytes, entry("23 decision", &values))
}

/// The tracker of the one record that a decision is about, or zeros.
fn tracker(election: &Election, decision: &Decision) -> Digest {
    let Some((collector, bundle, variant, item)) = decision.place else {
        return [0; 32];
    };
    let place = (decision.region.unwrap(), usize::from(collector), bundle);
    let is_it = |r: &&CastRecord| (r.cast.place, r.cast.variant, r.number) == (place, variant, item);
    decision.tracker.unwrap_or_else(|| election.records.iter().find(is_it).unwrap().item.tracker)
}

/// Trackers, entries 8, 23, 9 and the box; leaves `Z` behind.
pub fn close(election: &mut Election, opening: &Opening, chains: &BTreeMap<usize, Vec<Chain>>, chained: &mut Chained) {
    let script = &election.script;
    let number = opening.number;
    let (trackers, regions, received) = regions(election, opening, chains);
    let decided = || (1..).zip(&script.decisions).filter(|(_, decision)| decision.opening <= number);
    let own = || decided().filter(|(_, decision)| decision.opening == number);
    let voted = |(number, of): (u32, &Decision)| {
        let votes = of.votes.iter().flat_map(|(officer, is_for)| [*officer, if *is_for { 1 } else { 2 }]);
        let digest = decision(election, number, of).0;
        [digest.as_slice(), &[of.votes.len() as u8], &votes.collect::<Vec<_>>()].concat()
    };
    let decisions: Vec<u8> = decided().flat_map(voted).collect();
    let revocations = election.audit.get("revocations.tamga").map_or([0; 32], |file| sha3(file));
    let body = [
        b"tamga/box/v1\n".as_slice(),
        &election.set_up.e,
        &number.to_be_bytes(),
        &chained.z,
        &hash("tamga/decisions/v1", &decisions),
        &(own().count() as u32).to_be_bytes(),
        &(own().filter(|(_, decision)| decision.place.is_some()).count() as u32).to_be_bytes(),
        &last_amendment(election),
        &revocations,
        &(chains.len() as u16).to_be_bytes(),
        &regions,
    ]
    .concat();
    let z = hash("tamga/close/v1", &body);
    let collectors = if number == script.supplement() { 0 } else { election.set_up.commission.collectors.len() };
    let missing: usize = chains.values().map(|chains| collectors.saturating_sub(chains.len())).sum();
    let incomplete = opening.states.len() + missing - opening.untold;
    let figures = [u64::from(number), received, chains.len() as u64, incomplete as u64];
    let signatures = quorum(&election.set_up, 1, figures, &z);
    let admission = [
        ("opening", number.to_string()),
        ("regions", chains.len().to_string()),
        ("received", received.to_string()),
        ("red", opening.provisional.0.to_string()),
        ("held", opening.provisional.1.to_string()),
    ];
    let mut entries = vec![entry("8 admission", &admission)];
    entries.extend(own().map(|(n, d)| decision(election, n, d).2));
    let close = [
        ("opening", number.to_string()),
        ("digest", hex::encode(z)),
        ("incomplete", incomplete.to_string()),
        ("officers", "1,3".into()),
    ];
    entries.push(entry("9 close", &close));
    election.entries.extend(entries);
    election.record.extend(trackers);
    election.record.insert(format!("opening-{number}/box.tamga"), [body, signatures].concat());
    chained.z = z;
}

/// The lists of trackers, the regions of the box, and how many records were received.
fn regions(election: &Election, opening: &Opening, chains: &BTreeMap<usize, Vec<Chain>>) -> (Files, Vec<u8>, u64) {
    let folder = if opening.number == election.script.supplement() { "trackers-late" } else { "trackers" };
    let (mut files, mut bytes, mut received) = (Files::new(), Vec::new(), 0);
    for (region, chains) in chains {
        let mine = election.records.iter().filter(|r| r.opening == opening.number && r.cast.place.0 == *region);
        let mut list: Vec<Digest> = mine.filter(|r| !r.is_copy()).map(|r| r.item.tracker).collect();
        list.sort();
        let lines: Vec<String> = list.iter().map(|tracker| hex::encode(tracker) + "\n").collect();
        let code = &election.script.regions[*region].code;
        let text = format!("tamga/trackers/v1 {code}\n{}", lines.concat());
        files.insert(format!("{folder}/{code}.txt"), text.into_bytes());
        bytes.extend_from_slice(&(*region as u16).to_be_bytes());
        bytes.extend_from_slice(&(list.len() as u32).to_be_bytes());
        bytes.extend_from_slice(&merkle(sha3, &list.iter().map(|t| t.to_vec()).collect::<Vec<_>>()));
        bytes.push(chains.len() as u8);
        for chain in chains {
            let state = opening.states.iter().find(|(of, _)| *of == (*region, usize::from(chain.collector)));
            bytes.extend_from_slice(&chain.collector.to_be_bytes());
            bytes.extend_from_slice(&(chain.digests.len() as u32).to_be_bytes());
            bytes.extend_from_slice(&merkle(sha3, &chain.digests.iter().map(|d| d.to_vec()).collect::<Vec<_>>()));
            bytes.extend_from_slice(&chain.items.to_be_bytes());
            bytes.push(state.map_or(0, |(_, state)| *state));
        }
        received += list.len() as u64;
    }
    (files, bytes, received)
}
