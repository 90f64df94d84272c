//! A second hand at the byte specification: small encoders that share nothing with the parsers under test.

use curve25519_dalek::{RistrettoPoint, Scalar};
use ed25519_zebra::{SigningKey, VerificationKeyBytes};
use rand_chacha::ChaCha20Rng;
use rand_core::Rng as _;
use sha2::Sha256;
use sha3::{Digest as _, Sha3_256, Sha3_512};

pub type Digest = [u8; 32];
pub type Rng = ChaCha20Rng;

pub fn sha3(bytes: &[u8]) -> Digest {
    Sha3_256::digest(bytes).into()
}

pub fn sha256(bytes: &[u8]) -> Digest {
    Sha256::digest(bytes).into()
}

fn labelled(label: &str, x: &[u8]) -> Vec<u8> {
    [&[label.len() as u8], label.as_bytes(), x].concat()
}

pub fn hash(label: &str, x: &[u8]) -> Digest {
    sha3(&labelled(label, x))
}

pub fn challenge(label: &str, x: &[u8]) -> Scalar {
    Scalar::from_bytes_mod_order_wide(&Sha3_512::digest(labelled(label, x)).into())
}

/// RFC 6962 as the definition has it: split at the largest power of two below n.
pub fn merkle(h: fn(&[u8]) -> Digest, items: &[Vec<u8>]) -> Digest {
    match items {
        [] => h(b""),
        [item] => h(&[b"\0".as_slice(), item].concat()),
        _ => {
            let mut k = 1;
            while k * 2 < items.len() {
                k *= 2;
            }
            h(&[b"\x01".as_slice(), &merkle(h, &items[..k]), &merkle(h, &items[k..])].concat())
        }
    }
}

/// Long division of the digest by 10^40 in decimal digits.
pub fn control_number(digest: &Digest) -> String {
    let mut digits = vec![0_u32; 78];
    for byte in digest {
        let mut carry = u32::from(*byte);
        for digit in digits.iter_mut().rev() {
            let value = *digit * 256 + carry;
            *digit = value % 10;
            carry = value / 10;
        }
    }
    let last: String = digits[38..].iter().map(u32::to_string).collect();
    let groups: Vec<&str> = (0..10).map(|group| &last[4 * group..4 * group + 4]).collect();
    groups.join(" ")
}

pub fn scalar(rng: &mut Rng) -> Scalar {
    Scalar::from_bytes_mod_order_wide(&bytes::<64>(rng))
}

pub fn bytes<const N: usize>(rng: &mut Rng) -> [u8; N] {
    let mut bytes = [0; N];
    rng.fill_bytes(&mut bytes);
    bytes
}

pub fn g(scalar: Scalar) -> RistrettoPoint {
    RistrettoPoint::mul_base(&scalar)
}

pub fn enc(point: &RistrettoPoint) -> [u8; 32] {
    point.compress().to_bytes()
}

/// An Ed25519 key pair.
pub struct Signer(pub SigningKey);

impl Signer {
    pub fn new(rng: &mut Rng) -> Self {
        Self(SigningKey::from(bytes::<32>(rng)))
    }

    pub fn public(&self) -> [u8; 32] {
        VerificationKeyBytes::from(&self.0).into()
    }

    /// `sign(key, label, x)`.
    pub fn sign(&self, label: &str, x: &[u8]) -> [u8; 64] {
        self.0.sign(&hash(label, x)).to_bytes()
    }
}

/// An HSM's seal key.
pub enum Seal {
    Ed25519(Signer),
    EcdsaP384(p384::ecdsa::SigningKey),
}

impl Seal {
    pub fn algorithm(&self) -> u8 {
        match self {
            Self::Ed25519(_) => 1,
            Self::EcdsaP384(_) => 2,
        }
    }

    pub fn public(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(signer) => signer.public().to_vec(),
            Self::EcdsaP384(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
        }
    }

    /// `sign(key, label, x)`.
    pub fn sign(&self, label: &str, x: &[u8]) -> Vec<u8> {
        self.sign_bytes(&hash(label, x))
    }

    pub fn sign_bytes(&self, message: &[u8]) -> Vec<u8> {
        use p384::ecdsa::signature::Signer as _;
        match self {
            Self::Ed25519(signer) => signer.0.sign(message).to_bytes().to_vec(),
            Self::EcdsaP384(key) => {
                let signature: p384::ecdsa::Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }
        }
    }
}

/// Who signs notes.
pub trait NoteSigner {
    /// The signature in a note line, for its ledger entry.
    fn note_signature(&self, message: &str) -> Vec<u8>;

    /// The C2SP signature type, and the key.
    fn note_key(&self) -> Vec<u8>;

    /// A line of a C2SP signed note.
    fn note_line(&self, name: &str, message: &str) -> String {
        use base64::Engine as _;
        let id = sha256(&[name.as_bytes(), b"\n", &self.note_key()].concat());
        let encoded =
            base64::engine::general_purpose::STANDARD.encode([&id[..4], &self.note_signature(message)].concat());
        format!("\u{2014} {name} {encoded}\n")
    }
}

impl NoteSigner for Signer {
    fn note_signature(&self, message: &str) -> Vec<u8> {
        self.0.sign(message.as_bytes()).to_bytes().to_vec()
    }

    fn note_key(&self) -> Vec<u8> {
        [b"\x01".as_slice(), &self.public()].concat()
    }
}

impl NoteSigner for Seal {
    fn note_signature(&self, message: &str) -> Vec<u8> {
        self.sign_bytes(message.as_bytes())
    }

    fn note_key(&self) -> Vec<u8> {
        let kind: &[u8] = match self {
            Self::Ed25519(_) => b"\x01",
            Self::EcdsaP384(_) => b"\xfftamga/ecdsa-p384-sha384/v1",
        };
        [kind, &self.public()].concat()
    }
}

pub fn base64(digest: &Digest) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(digest)
}
