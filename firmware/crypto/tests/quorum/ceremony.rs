//! One key generation from nonces to shares, all tokens honest.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use tamga_crypto::dkg::{Context, Dealer, GroupKey, Package, Purpose, Quorum, final_share, open_share, transcript};
use tamga_crypto::group::{RistrettoPoint, Scalar};
use tamga_crypto::hash::Digest;
use tamga_crypto::hpke::x25519;
use tamga_crypto::sign::SigningKey;
use zeroize::Zeroizing;

/// A token's long-lived keys.
pub struct Token {
    pub identity: SigningKey,
    pub share_key: x25519::SecretKey,
}

pub struct Ceremony {
    pub quorum: Quorum,
    pub nonces: Vec<[u8; 32]>,
    pub context: Context,
    pub tokens: Vec<Token>,
    pub dealers: Vec<Dealer>,
    pub commitments: Vec<Digest>,
    pub packages: Vec<Package>,
    /// Sealed and signed, dealer by dealer, without those to oneself.
    pub envelopes: Vec<[u8; 144]>,
    pub group: GroupKey,
    pub shares: Vec<Zeroizing<Scalar>>,
    pub rng: ChaCha20Rng,
}

pub const DEFINITION: Digest = [0xd0; 32];

impl Ceremony {
    pub fn run(tokens: u8, needed: u8, purpose: Purpose, seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let quorum = Quorum::new(tokens, needed).unwrap();
        let mut nonces = vec![[0; 32]; usize::from(tokens)];
        nonces.iter_mut().for_each(|nonce| rng.fill_bytes(nonce));
        let context = Context::new(&DEFINITION, purpose, quorum, &nonces).unwrap();
        let tokens: Vec<Token> = quorum
            .indices()
            .map(|_| Token {
                identity: SigningKey::generate(&mut rng),
                share_key: x25519::SecretKey::generate(&mut rng),
            })
            .collect();
        let dealers: Vec<Dealer> =
            quorum.indices().map(|i| Dealer::new(&context, i, quorum, &mut rng).unwrap()).collect();
        let commitments: Vec<Digest> = dealers.iter().map(Dealer::commitment).collect();
        let packages: Vec<Package> =
            dealers.iter().map(|dealer| Package::parse(&dealer.package(), quorum).unwrap()).collect();
        for (i, (package, committed)) in quorum.indices().zip(packages.iter().zip(&commitments)) {
            package.check(&context, i, committed).unwrap();
        }
        let group = GroupKey::from_packages(&packages).unwrap();
        let mut ceremony = Ceremony {
            quorum,
            nonces,
            context,
            tokens,
            dealers,
            commitments,
            packages,
            envelopes: Vec::new(),
            group,
            shares: Vec::new(),
            rng,
        };
        ceremony.exchange();
        ceremony
    }

    /// Every dealer's share to every token, and the sums of what each received.
    fn exchange(&mut self) {
        let mut received: Vec<Vec<Zeroizing<Scalar>>> = self.tokens.iter().map(|_| Vec::new()).collect();
        for i in self.quorum.indices() {
            for j in self.quorum.indices() {
                let share = if i == j {
                    self.dealer(i).share_for(j).unwrap()
                } else {
                    let envelope = self.seal(i, j);
                    self.envelopes.push(envelope);
                    self.open(i, j, &envelope).unwrap()
                };
                received[usize::from(j) - 1].push(share);
            }
        }
        self.shares = self
            .quorum
            .indices()
            .zip(&received)
            .map(|(j, shares)| final_share(&self.group, j, shares).unwrap())
            .collect();
    }

    pub fn dealer(&self, i: u8) -> &Dealer {
        &self.dealers[usize::from(i) - 1]
    }

    pub fn token(&self, i: u8) -> &Token {
        &self.tokens[usize::from(i) - 1]
    }

    pub fn package(&self, i: u8) -> &Package {
        &self.packages[usize::from(i) - 1]
    }

    pub fn share(&self, i: u8) -> &Scalar {
        &self.shares[usize::from(i) - 1]
    }

    pub fn verification_share(&self, i: u8) -> RistrettoPoint {
        self.group.verification_share(i)
    }

    pub fn seal(&mut self, i: u8, j: u8) -> [u8; 144] {
        let share_key = self.token(j).share_key.public();
        let mut rng = self.rng.clone();
        let envelope = self.dealer(i).seal_share(j, &share_key, &self.token(i).identity, &mut rng).unwrap();
        self.rng = rng;
        envelope
    }

    pub fn open(&self, i: u8, j: u8, envelope: &[u8]) -> Result<Zeroizing<Scalar>, tamga_crypto::dkg::DkgError> {
        let dealer_key = self.token(i).identity.verifying_key();
        open_share(&self.context, i, j, &self.token(j).share_key, &dealer_key, self.package(i), envelope)
    }

    pub fn transcript(&self) -> Digest {
        let packages: Vec<Vec<u8>> = self.packages.iter().map(Package::to_bytes).collect();
        transcript(&self.context, &packages, &self.envelopes)
    }
}

/// All ways to choose `size` of the indices `1 … of`.
pub fn choices(of: u8, size: usize) -> impl Iterator<Item = Vec<u8>> {
    (0u32..1 << of)
        .filter(move |set| set.count_ones() as usize == size)
        .map(move |set| (1..=of).filter(|i| set & (1 << (i - 1)) != 0).collect())
}
