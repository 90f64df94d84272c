//! Tokens of which the first is emulated, up to the endorsed election.

use std::path::Path;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tamga_crypto::dkg::{GroupKey, Quorum};
use tamga_crypto::hash::sha3_256;
use tamga_wire::limits::OPTIONS_MAX;
use tamga_wire::signed::{election_id, keys_digest, keys_head};
use tamga_wire::{Digest, Purpose, Purposes, Request, Response};

use crate::board::Bench;
use crate::definition;

const BODY: Digest = [0xb0; 32];
const ROLL: Digest = [0x70; 32];

pub fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(5)
}

pub struct Ceremony {
    tokens: Vec<Bench>,
    pub d: Digest,
}

impl Ceremony {
    /// Tokens that agreed to a definition and are logged in for everything.
    pub fn enrolled(image: &Path, folder: &Path, count: u8) -> Self {
        Self::enrolled_with(image, folder, count, with_largest_contest)
    }

    /// As [`Self::enrolled`], with the lines of the definition changed.
    pub fn enrolled_with(
        image: &Path,
        folder: &Path,
        count: u8,
        change: impl FnOnce(Vec<String>) -> Vec<String>,
    ) -> Self {
        let mut tokens = vec![Bench::emulated(image, folder)];
        tokens.extend((2..=count).map(Bench::simulated));
        let mut officers = Vec::new();
        for token in &mut tokens {
            let answer = token.ask(&Request::Init { rehearsal: true });
            let Response::Identity { identity, share_key } = answer else { panic!("{answer:?}") };
            officers.push((identity, share_key));
        }
        let lines = definition::lines(&officers, usize::from(count / 2 + 1));
        let definition = definition::text(&change(lines));
        let d = sha3_256(&[&definition]);
        for (own, token) in (1..).zip(&mut tokens) {
            let length = u32::try_from(definition.len()).unwrap();
            assert_eq!(token.ask(&Request::EnrolBegin { length, own }), Response::Done);
            let answers: Vec<Response> =
                definition.chunks(4_096).map(|part| token.ask(&Request::EnrolPart { bytes: part.to_vec() })).collect();
            assert_eq!(answers.last(), Some(&Response::Enrolled { definition: d }));
            let login = Request::Login { definition: Some(d), purposes: Purposes::ALL };
            assert_eq!(token.ask(&login), Response::Done);
        }
        Self { tokens, d }
    }

    pub fn emulated(&mut self) -> &mut Bench {
        &mut self.tokens[0]
    }

    /// More than half of them are needed.
    fn quorum(&self) -> Quorum {
        let count = self.tokens.len() as u8;
        Quorum::new(count, count / 2 + 1).unwrap()
    }

    fn each<T>(&mut self, act: impl FnMut(&mut Bench) -> T) -> Vec<T> {
        self.tokens.iter_mut().map(act).collect()
    }

    /// A whole key generation.
    pub fn make_key(&mut self, purpose: Purpose) -> GroupKey {
        let nonces = self.each(|token| match token.ask(&Request::DkgBegin { purpose }) {
            Response::DkgNonce { nonce } => nonce,
            other => panic!("{other:?}"),
        });
        let commitments = self.each(|token| match token.ask(&Request::DkgNonces { nonces: nonces.clone() }) {
            Response::DkgCommitment { commitment } => commitment,
            other => panic!("{other:?}"),
        });
        let packages =
            self.each(|token| match token.ask(&Request::DkgCommitments { commitments: commitments.clone() }) {
                Response::DkgPackage { package } => package,
                other => panic!("{other:?}"),
            });
        let mut envelopes = Vec::new();
        for (own, token) in (1..).zip(&mut self.tokens) {
            let deliver = |(dealer, package): (u8, &Vec<u8>)| {
                token.ask(&Request::DkgPackage { dealer, package: package.clone() })
            };
            match (1..).zip(&packages).map(deliver).last() {
                Some(Response::DkgEnvelopes { envelopes: dealt }) => {
                    envelopes.extend(dealt.into_iter().map(|envelope| (own, envelope)));
                }
                other => panic!("{other:?}"),
            }
        }
        let signatures = self.each(|token| {
            let deliver = |(dealer, envelope): &(u8, [u8; 144])| {
                token.ask(&Request::DkgEnvelope { dealer: *dealer, envelope: *envelope })
            };
            match envelopes.iter().map(deliver).last() {
                Some(Response::DkgTranscript { signature, .. }) => signature,
                other => panic!("{other:?}"),
            }
        });
        let outcomes = self.each(|token| match token.ask(&Request::DkgSignatures { signatures: signatures.clone() }) {
            Response::DkgDone { commitments } => commitments,
            other => panic!("{other:?}"),
        });
        assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]));
        GroupKey::from_bytes(&outcomes[0], self.quorum()).unwrap()
    }

    /// All tokens endorse the election of both keys; `E`.
    pub fn endorse(&mut self, custody: &GroupKey, election: &GroupKey) -> Digest {
        let Quorum { tokens, needed, .. } = self.quorum();
        let head = keys_head(&self.d, tokens, needed, &custody.to_bytes(), &election.to_bytes());
        let e = election_id(&self.d, &keys_digest(&head, &BODY), &ROLL);
        let endorse = Request::Endorse { head, body_digest: BODY, roll_digest: ROLL };
        let answers = self.each(|token| token.ask(&endorse));
        assert!(answers.iter().all(|answer| matches!(answer, Response::Signed { .. })), "{answers:?}");
        e
    }
}

/// Contests and openings of [`with_most_slots`]; the last of these contests has as many options as one may have.
pub const MOST_SLOTS: (u16, u32) = (16, 16);

/// As many contests and openings as tokens keep account of, and a region for every opening.
pub fn with_most_slots(lines: Vec<String>) -> Vec<String> {
    let place = |word: &str| lines.iter().position(|line| line.starts_with(word)).unwrap();
    let mut all = lines[..place("contest ")].to_vec();
    all[place("openings ")] = format!("openings {}", MOST_SLOTS.1);
    all[place("late ")] = "late refuse".into();
    for contest in 0..MOST_SLOTS.0 {
        all.push(format!("contest contest-{contest}"));
        all.extend(["title en One of many", "kind one-of", "max 1", "seats 0"].map(String::from));
        all.extend(["method none", "threshold 0 valid", "tie declare"].map(String::from));
        let options = if contest + 1 == MOST_SLOTS.0 { OPTIONS_MAX } else { 1 };
        for option in 0..options {
            all.extend([format!("option option-{option} candidate"), "name en An option".into()]);
        }
    }
    for region in 0..MOST_SLOTS.1 {
        all.push(format!("region region-{region}"));
        all.extend(["name en A region", "registered 3202", "contests contest-0"].map(String::from));
        all.extend(["merge-into -", "part-of -"].map(String::from));
    }
    all
}

/// The number of the contest with as many options as one may have.
pub const LARGEST_CONTEST: u16 = 2;

/// One more contest, in every region.
fn with_largest_contest(lines: Vec<String>) -> Vec<String> {
    let first_region = lines.iter().position(|line| line.starts_with("region ")).unwrap();
    let mut all = lines[..first_region].to_vec();
    all.extend(["contest contest-2", "title en The largest", "kind one-of", "max 1", "seats 0"].map(String::from));
    all.extend(["method none", "threshold 0 valid", "tie declare"].map(String::from));
    for option in 0..OPTIONS_MAX {
        all.extend([format!("option option-{option} candidate"), format!("name en Option {option}")]);
    }
    let with_it = |line: &String| match line.strip_prefix("contests ") {
        Some(contests) => format!("contests {contests} contest-2"),
        None => line.clone(),
    };
    all.extend(lines[first_region..].iter().map(with_it));
    all
}
