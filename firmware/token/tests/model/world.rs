//! What an adversary who runs the host has to say: every request that the explorer tries in every state.

use std::sync::OnceLock;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tamga_crypto::elgamal::{Ciphertext, ElectionKey};
use tamga_crypto::group::{Scalar, encode_point};
use tamga_crypto::hpke::x25519;
use tamga_crypto::tdh2::PinCiphertext;
use tamga_wire::{ActKind, Digest, Group, PinLabel, Purposes, Request, Response, Role};

use crate::board::Blobs;
use crate::commission::{Commission, Keys};
use crate::replacing::Table;
use crate::tally::{BALLOTS, CLOSE, Leaf, Tally};

/// Regions of the small election; it has one contest with two options.
const REGIONS: usize = 2;
const OPTIONS: usize = 2;

/// The number of the supplement after two regular openings.
pub const SUPPLEMENT: u32 = 3;

/// A box that no root was approved for.
const OTHER_CLOSE: Digest = [0x0b; 32];

/// A tally root that somebody wants opened.
pub struct Root {
    pub name: &'static str,
    pub tally: Tally,
    /// Whether as many checkers approved it as the definition asks for.
    pub is_approved: bool,
}

/// What one request is, as the properties see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    LogIn(Purposes),
    Begin(usize),
    /// A leaf of a root of this world, and its place.
    Leaf(usize, usize),
    /// A leaf that is under no root of this world.
    Forged,
    Unlock,
    Other,
}

/// A request with its name.
pub struct Message {
    pub name: &'static str,
    pub request: Request,
    pub sort: Sort,
}

/// One token's start, and everything that may be said to it.
pub struct World {
    pub blobs: Blobs,
    pub d: Digest,
    pub roots: Vec<Root>,
    pub messages: Vec<Message>,
    /// The key that the host has unlocked PINs sealed to.
    pub host: x25519::SecretKey,
}

/// The world that is explored, made once.
pub fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(World::new)
}

impl World {
    fn new() -> Self {
        let (commission, keys) = Commission::ready_with(make_small);
        let blobs = commission.tokens[0].desk.borrow().blobs.clone();
        Self::of(blobs, commission.d, &keys)
    }

    /// The same around a token in the place of the first one, which was lost after the second had opened a leaf of A.
    pub fn of_a_new_token() -> Self {
        let (commission, keys) = Commission::ready_with(make_small);
        let keys: &'static Keys = Box::leak(Box::new(keys));
        let definition = commission.definition.leak();
        let mut table = Table { tokens: commission.tokens, keys, definition, decided: Vec::new() };
        let a = roots(keys).remove(0).tally;
        assert_eq!(table.token(2).ask(&a.begin()), Response::Done);
        assert!(matches!(table.token(2).ask(&a.leaf(0)), Response::Opened { .. }));
        table.replace(&[1]);
        let blobs = table.token(1).desk.borrow().blobs.clone();
        Self::of(blobs, commission.d, keys)
    }

    fn of(blobs: Blobs, d: Digest, keys: &Keys) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(31);
        let host = x25519::SecretKey::generate(&mut rng);
        let roots = roots(keys);
        let mut messages = vec![
            of("log in for all", login(d, Purposes::ALL), Sort::LogIn(Purposes::ALL)),
            of("log in to unlock", login(d, Purposes::UNLOCK), Sort::LogIn(Purposes::UNLOCK)),
        ];
        messages.extend(unlocks(&d, keys, &host));
        for (number, root) in roots.iter().enumerate() {
            let begin =
                if root.is_approved { root.tally.begin() } else { root.tally.begin_with(stolen(&roots[0].tally)) };
            messages.push(of(root.name, begin, Sort::Begin(number)));
            let leaves = 0..root.tally.leaves.len();
            messages.extend(leaves.map(|leaf| of("leaf", root.tally.leaf(leaf), Sort::Leaf(number, leaf))));
        }
        let mut forged = roots[0].tally.leaf(0);
        if let Request::OpenLeaf { sums, .. } = &mut forged {
            sums[0] = sums[1];
        }
        messages.push(of("a leaf with another sum", forged, Sort::Forged));
        for (name, digest) in [("close", CLOSE), ("close another box", OTHER_CLOSE)] {
            let act = Request::Act { kind: ActKind::Close, digest, figures: [1, 9, 1, 0] };
            messages.push(of(name, act, Sort::Other));
        }
        Self { blobs, d, roots, messages, host }
    }

    /// The regions in a leaf.
    pub fn regions(&self, root: usize, leaf: usize) -> &[u16] {
        &self.roots[root].tally.leaves[leaf].group.regions
    }

    /// The root with this digest.
    pub fn root_of(&self, digest: &Digest) -> Option<usize> {
        self.roots.iter().position(|root| root.tally.root() == *digest)
    }
}

fn of(name: &'static str, request: Request, sort: Sort) -> Message {
    Message { name, request, sort }
}

fn login(d: Digest, purposes: Purposes) -> Request {
    Request::Login { definition: Some(d), purposes }
}

/// Two regions, one contest with two options, two regular openings and the supplement.
fn make_small(lines: &mut Vec<String>) {
    let first = lines.iter().position(|line| line.starts_with("contest ")).unwrap();
    let options = lines.iter().position(|line| line.starts_with("option ")).unwrap();
    let regions = lines.iter().position(|line| line.starts_with("region ")).unwrap();
    let per_region = (lines.len() - regions) / crate::definition::REGIONS;
    let mut small = lines[..options + 2 * OPTIONS].to_vec();
    small.extend_from_slice(&lines[regions..regions + REGIONS * per_region]);
    for line in &mut small[first..] {
        *line = line.replace("contests contest-0 contest-1", "contests contest-0");
    }
    for line in &mut small {
        *line = line.replace("openings 3", "openings 2");
    }
    *lines = small;
}

/// Approvals of another root, put under this one.
fn stolen(tally: &Tally) -> Vec<tamga_wire::Approval> {
    (0..crate::definition::APPROVALS).map(|checker| tally.approval(checker)).collect()
}

/// Opening 1: A of both regions and B of one; opening 2 after each; the supplement after A; one that nobody approved.
fn roots(keys: &Keys) -> Vec<Root> {
    let tally = |opening, previous, leaves: &[(&[u16], u32)]| Tally {
        election: keys.e,
        opening,
        previous,
        leaves: leaves.iter().map(|(regions, more)| leaf(keys, regions, BALLOTS - more)).collect(),
    };
    let a = tally(1, [0; 32], &[(&[0], 0), (&[1], 0)]);
    let b = tally(1, [0; 32], &[(&[0], 1)]);
    let after_a = tally(2, a.root(), &[(&[1], 2)]);
    let after_b = tally(2, b.root(), &[(&[1], 0)]);
    let late = tally(SUPPLEMENT, a.root(), &[(&[0, 1], 3)]);
    let unapproved = tally(1, [0; 32], &[(&[1], 4)]);
    let root = |name, tally, is_approved| Root { name, tally, is_approved };
    vec![
        root("open A", a, true),
        root("open B", b, true),
        root("open C after A", after_a, true),
        root("open D after B", after_b, true),
        root("open the supplement after A", late, true),
        root("open what nobody approved", unapproved, false),
    ]
}

fn leaf(keys: &Keys, regions: &[u16], ballots: u32) -> Leaf {
    let key = ElectionKey::from_bytes(&encode_point(&keys.election.public())).unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(ballots.into());
    let votes: Vec<u64> = (0..OPTIONS as u64).collect();
    let seal = |vote: &u64| Ciphertext::encrypt(&key, &Scalar::from(*vote), &Scalar::random(&mut rng)).to_bytes();
    Leaf {
        group: Group { contest: 0, regions: regions.to_vec(), ballots },
        sums: votes.iter().map(seal).collect(),
        votes,
    }
}

/// Two PINs under their own labels, and the second under the label of the first.
fn unlocks(d: &Digest, keys: &Keys, host: &x25519::SecretKey) -> Vec<Message> {
    let mut rng = ChaCha20Rng::seed_from_u64(32);
    let mut unlock = |name, shown: Role, made: Role| {
        let label = PinLabel { definition: d, serial: "rehearsal-2", role: made, generation: 1 };
        let x = keys.custody.public();
        let ciphertext = PinCiphertext::encrypt(&x, &label.to_bytes(), b"1234", &mut rng).unwrap();
        let (serial, ciphertext) = (label.serial.into(), ciphertext.to_bytes());
        let host_key = host.public();
        of(name, Request::Unlock { role: shown, serial, generation: 1, ciphertext, host_key }, Sort::Unlock)
    };
    vec![
        unlock("unlock tally", Role::Tally, Role::Tally),
        unlock("unlock admin", Role::Admin, Role::Admin),
        unlock("unlock admin under the label tally", Role::Tally, Role::Admin),
    ]
}
