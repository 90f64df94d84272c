//! A commission of three, two HSMs, and the files of the set-up ceremony.

use curve25519_dalek::Scalar;
use hpke::kem::{MlKem1024, MlKem1024P384};
use hpke::{Kem, Serializable};

use crate::encode::{Digest, Rng, Seal, Signer, bytes, challenge, enc, g, hash, scalar, sha3};

pub const N: usize = 3;
pub const M: usize = 2;

#[derive(Clone)]
pub struct Contest {
    pub id: &'static str,
    pub max: usize,
    /// `seats`, `method`, `threshold` and `tie` lines.
    pub seats: &'static str,
    /// Those that end with `*` are no candidates.
    pub options: Vec<&'static str>,
}

impl Contest {
    /// The ids of the options.
    pub fn ids(&self) -> impl Iterator<Item = &'static str> {
        self.options.iter().map(|option| option.trim_end_matches('*'))
    }
}

/// No seats are given.
pub const NO_SEATS: &str = "seats 0\nmethod none\nthreshold 0 valid\ntie declare\n";

#[derive(Clone)]
pub struct Region {
    pub code: String,
    pub registered: usize,
    pub contests: Vec<usize>,
    pub merge_into: &'static str,
    /// The opening in whose box it is.
    pub opening: u32,
}

/// What the definition decides besides contests and regions.
#[derive(Clone, Copy)]
pub struct Policy {
    pub min_open: u32,
    pub revote: &'static str,
    pub cell_len: usize,
    pub openings: u32,
    pub blue: &'static str,
}

/// Everybody's secrets and the definition that they wrote.
pub struct Commission {
    pub officers: Vec<Signer>,
    pub checker: Signer,
    pub registrar: Signer,
    pub identity: Signer,
    pub collectors: Vec<Signer>,
    /// One seals by Ed25519, the other by ECDSA.
    pub hsms: Vec<Seal>,
    pub seeds: Vec<[u8; 64]>,
    pub contests: Vec<Contest>,
    pub regions: Vec<Region>,
    pub definition: String,
    pub cell_len: usize,
}

impl Commission {
    pub fn new(contests: Vec<Contest>, regions: Vec<Region>, policy: Policy, rng: &mut Rng) -> Self {
        let mut commission = Self {
            officers: (0..N).map(|_| Signer::new(rng)).collect(),
            checker: Signer::new(rng),
            registrar: Signer::new(rng),
            identity: Signer::new(rng),
            collectors: (0..2).map(|_| Signer::new(rng)).collect(),
            hsms: vec![Seal::Ed25519(Signer::new(rng)), Seal::EcdsaP384(p384_key(rng))],
            seeds: regions.iter().map(|_| bytes(rng)).collect(),
            contests,
            regions,
            definition: String::new(),
            cell_len: policy.cell_len,
        };
        commission.definition = commission.write_definition(policy, rng);
        commission
    }

    pub fn d(&self) -> Digest {
        sha3(self.definition.as_bytes())
    }

    fn write_definition(&self, policy: Policy, rng: &mut Rng) -> String {
        let Policy { min_open, revote, cell_len, openings, blue } = policy;
        let mut text = format!(
            "tamga/definition/v1\nid spring-vote\nrehearsal yes\nlanguage en\ntitle ru Выборы\ntitle en Spring vote\n\
             opens 2024-10-20T00:00:00Z\ncloses 2024-11-05T20:00:00Z\nmin-open {min_open}\nrevote {revote}\nlate supplement\n\
             openings {openings}\nhistory off\ncell-len {cell_len}\nadmission iin-not-in-registry blue\nadmission code-not-verified blue\n\
             admission phone-differs yellow\nadmission phone-shared yellow\nadmission biometric-fail yellow\n\
             blue {blue}\nquorum {M}\n"
        );
        for officer in &self.officers {
            text += &format!("officer {} {}\n", hex::encode(officer.public()), hex::encode(bytes::<32>(rng)));
        }
        text += &format!("approvals 1\nchecker checker-1 {}\n", hex::encode(self.checker.public()));
        text += &format!("registrar {}\n", hex::encode(self.registrar.public()));
        text += &format!("identity {}\n", hex::encode(self.identity.public()));
        for (number, collector) in self.collectors.iter().enumerate() {
            text += &format!("collector collector-{} {}\n", number + 1, hex::encode(collector.public()));
        }
        text += "hsm rehearsal-1\nhsm rehearsal-2\n";
        for Contest { id, max, seats, options } in &self.contests {
            let kind = if *max == 1 { "one-of" } else { "approval" };
            text += &format!("contest {id}\ntitle en {id}\nkind {kind}\nmax {max}\n{seats}");
            for option in options {
                let (id, role) = option.strip_suffix('*').map_or((*option, "candidate"), |id| (id, "write-in"));
                text += &format!("option {id} {role}\nname en {id}\n");
            }
        }
        for region in &self.regions {
            let contests: Vec<&str> = region.contests.iter().map(|contest| self.contests[*contest].id).collect();
            text += &format!("region {}\nname en A region\nregistered {}\n", region.code, region.registered);
            text += &format!("contests {}\nmerge-into {}\npart-of -\n", contests.join(" "), region.merge_into);
        }
        text
    }

    pub fn region_key(&self, region: usize) -> <MlKem1024 as Kem>::PublicKey {
        use hpke::Deserializable;
        MlKem1024::sk_to_pk(&<MlKem1024 as Kem>::PrivateKey::from_bytes(&self.seeds[region]).unwrap())
    }
}

/// A key made by all tokens together.
pub struct SharedKey {
    pub commitments: Vec<[u8; 32]>,
    /// `s_1 … s_N`.
    pub shares: Vec<Scalar>,
    pub transcript: Digest,
    pub bytes: Vec<u8>,
}

/// (7) to (13), all dealers in one place.
pub fn dkg(commission: &Commission, purpose: u8, rng: &mut Rng) -> SharedKey {
    let nonces: Vec<[u8; 32]> = (0..N).map(|_| bytes(rng)).collect();
    let context = hash(
        "tamga/dkg-context/v1",
        &[commission.d().as_slice(), &[purpose, N as u8, M as u8], &nonces.concat()].concat(),
    );
    let mut packages = Vec::new();
    let mut sums = [Scalar::ZERO; M];
    for dealer in 1..=N as u8 {
        let coefficients: Vec<Scalar> = (0..M).map(|_| scalar(rng)).collect();
        let commitments: Vec<u8> = coefficients.iter().flat_map(|a| enc(&g(*a))).collect();
        let w = scalar(rng);
        let r = enc(&g(w));
        let c = challenge("tamga/dkg-proof/v1", &[context.as_slice(), &[dealer], &commitments[..32], &r].concat());
        let mu = w + c * coefficients[0];
        packages.push([commitments, r.to_vec(), mu.to_bytes().to_vec()].concat());
        for (sum, a) in sums.iter_mut().zip(coefficients) {
            *sum += a;
        }
    }
    let envelopes: Digest = bytes(rng);
    let transcript = hash("tamga/dkg-transcript/v1", &[context.as_slice(), &packages.concat(), &envelopes].concat());
    let signatures: Vec<u8> =
        commission.officers.iter().flat_map(|officer| officer.sign("tamga/dkg-signature/v1", &transcript)).collect();
    SharedKey {
        commitments: sums.iter().map(|a| enc(&g(*a))).collect(),
        shares: (1..=N as u64).map(|i| sums[0] + sums[1] * Scalar::from(i)).collect(),
        transcript,
        bytes: [nonces.concat(), packages.concat(), envelopes.to_vec(), signatures].concat(),
    }
}

/// The election, set up.
pub struct SetUp {
    pub commission: Commission,
    pub custody: SharedKey,
    pub key: SharedKey,
    pub k: Digest,
    pub r: Digest,
    pub e: Digest,
    pub entries: u32,
    /// HSMs, then officers.
    pub endorsements: Vec<Vec<u8>>,
    pub file: Vec<u8>,
}

/// A number below 2^376, which is below the order of the group.
fn p384_key(rng: &mut Rng) -> p384::ecdsa::SigningKey {
    p384::ecdsa::SigningKey::from_slice(&[[0].as_slice(), &bytes::<47>(rng)].concat()).unwrap()
}

pub fn set_up(commission: Commission, roll: &[u8], entries: u32, rng: &mut Rng) -> SetUp {
    let (custody, key) = (dkg(&commission, 1, rng), dkg(&commission, 2, rng));
    let (keys, k) = key_file(&commission, &custody, &key, rng);
    let (d, r) = (commission.d(), sha3(roll));
    let e = sha3(&[b"tamga/election/v1".as_slice(), &d, &k, &r].concat());
    let hsms = commission.hsms.iter().map(|hsm| hsm.sign("tamga/endorsement/v1", &e));
    let officers = commission.officers.iter().map(|officer| officer.sign("tamga/endorsement/v1", &e).to_vec());
    let endorsements: Vec<Vec<u8>> = hsms.chain(officers).collect();
    let definition = commission.definition.as_bytes();
    let file = [
        b"tamga/election-file/v1\n".as_slice(),
        &(definition.len() as u32).to_be_bytes(),
        definition,
        &(keys.len() as u32).to_be_bytes(),
        &keys,
        &r,
        &entries.to_be_bytes(),
        &custody.bytes,
        &key.bytes,
        &endorsements.concat(),
    ]
    .concat();
    SetUp { commission, custody, key, k, r, e, entries, endorsements, file }
}

/// Two facts, and certificates of seal and tally key.
fn evidence(tally: &[u8], seal: &[u8]) -> Vec<u8> {
    let mut bytes = b"tamga/hsm-evidence/v1\n\0\x02\x08firmware\0\x055.0.1\x06key.ec\0\x0dno extraction\x02".to_vec();
    for (name, key) in [("seal", seal), ("tally", tally)] {
        bytes.push(name.len() as u8);
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(&(key.len() as u16 + 4).to_be_bytes());
        bytes.extend_from_slice(&[b"\x30\x01".as_slice(), key, b"\x02\x03"].concat());
    }
    bytes
}

fn key_file(commission: &Commission, custody: &SharedKey, key: &SharedKey, rng: &mut Rng) -> (Vec<u8>, Digest) {
    let commitments = [custody.commitments.concat(), key.commitments.concat()].concat();
    let head = [b"tamga/keys/v1\n".as_slice(), &commission.d(), &[N as u8, M as u8], &commitments].concat();
    let mut body = vec![commission.hsms.len() as u8];
    for (number, hsm) in commission.hsms.iter().enumerate() {
        let model = ["rehearsal", "pkcs11"][number];
        for text in [format!("rehearsal-{}", number + 1), model.to_owned()] {
            body.push(text.len() as u8);
            body.extend_from_slice(text.as_bytes());
        }
        let mut points = Vec::new();
        for _role in ["tally", "escrow"] {
            let (_, public) = MlKem1024P384::derive_keypair(&bytes::<32>(rng));
            body.extend_from_slice(&public.to_bytes());
            points.push(public.to_bytes()[1568..].to_vec());
        }
        body.extend_from_slice(&[hsm.algorithm(), 0, hsm.public().len() as u8]);
        body.extend_from_slice(&hsm.public());
        let evidence = if number == 0 { Vec::new() } else { evidence(&points[0], &hsm.public()) };
        body.extend_from_slice(&(evidence.len() as u16).to_be_bytes());
        body.extend_from_slice(&evidence);
    }
    body.extend_from_slice(&(commission.regions.len() as u16).to_be_bytes());
    for region in 0..commission.regions.len() {
        body.extend_from_slice(&commission.region_key(region).to_bytes());
    }
    body.push(u8::from(commission.cell_len != 0));
    if commission.cell_len != 0 {
        body.extend_from_slice(&MlKem1024::derive_keypair(&bytes::<64>(rng)).1.to_bytes());
    }
    let k = sha3(&[head.as_slice(), &sha3(&body)].concat());
    ([head, body].concat(), k)
}
