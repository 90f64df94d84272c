//! Lost tokens and those that take their places: the file, its entry, and what the new ones sign and share from then on.

use curve25519_dalek::Scalar;

use crate::ceremony::{M, N, SetUp, SharedKey};
use crate::closing;
use crate::election::Election;
use crate::encode::{Digest, Rng, Signer, bytes, challenge, enc, g, hash, scalar, sha3};
use crate::publishing::entry;

/// When a token is replaced.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Before the box of this opening is closed.
    Closing(u32),
    /// When a token has already answered for the sums of this opening.
    Answering(u32),
    /// After the last statement.
    Ending,
}

/// A replacement of one token, and what is wrong with it.
#[derive(Clone)]
pub struct Replacement {
    pub when: When,
    pub token: u8,
    pub change: fn(&mut Made, &SetUp),
}

impl Replacement {
    /// One by the book.
    pub fn of(token: u8, when: When) -> Self {
        Self { when, token, change: |_, _| {} }
    }
}

/// A replacement before it is written down.
pub struct Made {
    pub number: u16,
    pub signers: Vec<u8>,
    pub share_key: [u8; 32],
    /// What the first dealer deals beyond its part of the election key.
    pub beyond: Scalar,
    /// Bytes of the file that are changed, counted from its end.
    pub spoilt: Option<usize>,
    pub has_file: bool,
    pub has_entry: bool,
    /// The digest in the entry, when it is not that of the file.
    pub digest: Option<Digest>,
    /// Officers of the entry, when they are not those who signed.
    pub said: Option<&'static str>,
    /// Whether the new token signs what its officer signs from now on, and not the lost one.
    pub signs: bool,
    /// Whether the tokens answer with their new shares from now on.
    pub shares: bool,
}

/// Replaces the tokens of the script that are lost now.
pub fn replace(election: &mut Election, now: When, rng: &mut Rng) {
    for Replacement { token, change, .. } in election.script.replacements.clone().into_iter().filter(|r| r.when == now)
    {
        let before = election.entries.iter().filter(|entry| entry.contains("\n41 replacement\n")).count();
        let mut made = Made {
            number: before as u16 + 1,
            signers: (1..=N as u8).filter(|officer| *officer != token).collect(),
            share_key: bytes(rng),
            beyond: Scalar::ZERO,
            spoilt: None,
            has_file: true,
            has_entry: true,
            digest: None,
            said: None,
            signs: true,
            shares: true,
        };
        change(&mut made, &election.set_up);
        carry_out(election, token, &made, rng);
    }
}

fn carry_out(election: &mut Election, token: u8, made: &Made, rng: &mut Rng) {
    let set_up = &mut election.set_up;
    let new = Signer::new(rng);
    let head = [b"tamga/replacement/v1\n".as_slice(), &set_up.e, &made.number.to_be_bytes(), &[1, token]].concat();
    let body = [head, new.public().to_vec(), made.share_key.to_vec()].concat();
    let digest = sha3(&body);
    let mut file = [body, vec![made.signers.len() as u8]].concat();
    for officer in &made.signers {
        let figures = [u64::from(made.number), 1 << (token - 1), 0, 0];
        file.push(*officer);
        file.extend(closing::act(set_up, *officer, 7, figures, &digest));
    }
    let lost = std::mem::replace(&mut set_up.commission.officers[usize::from(token) - 1], new);
    let custody = reshare(set_up, (1, &set_up.custody), token, &digest, Scalar::ZERO, rng);
    let key = reshare(set_up, (2, &set_up.key), token, &digest, made.beyond, rng);
    let outcome = hash("tamga/replacement-outcome/v1", &[digest, custody.transcript, key.transcript].concat());
    file.extend([custody.bytes.as_slice(), &key.bytes].concat());
    for (officer, signer) in (1_u8..).zip(&set_up.commission.officers) {
        let message = [set_up.e.as_slice(), &made.number.to_be_bytes(), &[officer], &outcome].concat();
        file.extend(signer.sign("tamga/replaced/v1", &message));
    }
    if !made.signs {
        set_up.commission.officers[usize::from(token) - 1] = lost;
    }
    if made.shares {
        (set_up.custody, set_up.key) = (custody, key);
    }
    if let Some(place) = made.spoilt {
        let place = file.len() - place;
        file[place] ^= 1;
    }
    let signers: Vec<String> = made.signers.iter().map(u8::to_string).collect();
    let values = [
        ("number", made.number.to_string()),
        ("digest", hex::encode(made.digest.unwrap_or_else(|| sha3(&file)))),
        ("tokens", token.to_string()),
        ("officers", made.said.map_or_else(|| signers.join(","), str::to_owned)),
    ];
    if made.has_entry {
        election.entries.push(entry("41 replacement", &values));
    }
    if made.has_file {
        election.record.insert(format!("replacements/{:02}.bin", made.number), file);
    }
}

/// (24) and (25) for the key of a purpose, all dealers in one place; the officers are those after the replacement.
fn reshare(
    set_up: &SetUp,
    (purpose, key): (u8, &SharedKey),
    replaced: u8,
    replacement: &Digest,
    beyond: Scalar,
    rng: &mut Rng,
) -> SharedKey {
    let dealers: Vec<u8> = (1..=N as u8).filter(|token| *token != replaced).collect();
    let bits = dealers.iter().map(|dealer| 1_u32 << (dealer - 1)).sum::<u32>().to_be_bytes();
    let nonces: Vec<[u8; 32]> = (0..N).map(|_| bytes(rng)).collect();
    let numbers = [purpose, N as u8, M as u8];
    let context = hash(
        "tamga/reshare-context/v1",
        &[set_up.e.as_slice(), replacement, &numbers, &bits, &nonces.concat()].concat(),
    );
    let (mut packages, mut sums) = (Vec::new(), [beyond, Scalar::ZERO]);
    for dealer in &dealers {
        let other = Scalar::from(*dealers.iter().find(|other| *other != dealer).unwrap());
        let lambda = other * (other - Scalar::from(*dealer)).invert();
        let mut secret = lambda * key.shares[usize::from(*dealer) - 1];
        if *dealer == dealers[0] {
            secret += beyond;
        }
        let coefficients = [secret, scalar(rng)];
        let commitments: Vec<u8> = coefficients.iter().flat_map(|a| enc(&g(*a))).collect();
        let w = scalar(rng);
        let r = enc(&g(w));
        let c = challenge("tamga/dkg-proof/v1", &[context.as_slice(), &[*dealer], &commitments[..32], &r].concat());
        packages.push([commitments, r.to_vec(), (w + c * secret).to_bytes().to_vec()].concat());
        sums = [sums[0] + lambda * key.shares[usize::from(*dealer) - 1], sums[1] + coefficients[1]];
    }
    let envelopes: Digest = bytes(rng);
    let transcript = hash("tamga/dkg-transcript/v1", &[context.as_slice(), &packages.concat(), &envelopes].concat());
    let officers = &set_up.commission.officers;
    let signatures: Vec<u8> =
        officers.iter().flat_map(|officer| officer.sign("tamga/dkg-signature/v1", &transcript)).collect();
    SharedKey {
        commitments: sums.iter().map(|a| enc(&g(*a))).collect(),
        shares: (1..=N as u64).map(|i| sums[0] + sums[1] * Scalar::from(i)).collect(),
        transcript,
        bytes: [nonces.concat(), packages.concat(), envelopes.to_vec(), signatures].concat(),
    }
}
