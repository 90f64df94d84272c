//! Digests: labelled hashes and challenges, Merkle trees (23), control numbers (22).

use curve25519_dalek::Scalar;
use sha2::Sha256;
use sha3::{Digest as _, Sha3_256, Sha3_512};

/// A digest of 32 bytes.
pub(crate) type Digest = [u8; 32];

/// SHA3-256 of the parts, one after another.
pub(crate) fn sha3(parts: &[&[u8]]) -> Digest {
    let mut state = Sha3_256::new();
    for part in parts {
        state.update(part);
    }
    state.finalize().into()
}

/// `hash(label, x)` = SHA3-256(u8 len(label) ‖ label ‖ x), with `x` in parts.
pub(crate) fn hash(label: &str, parts: &[&[u8]]) -> Digest {
    let mut state = Sha3_256::new();
    state.update([label_len(label)]);
    state.update(label);
    for part in parts {
        state.update(part);
    }
    state.finalize().into()
}

/// `challenge(label, x)` = SHA3-512(u8 len(label) ‖ label ‖ x), little-endian, modulo ℓ.
pub(crate) fn challenge(label: &str, parts: &[&[u8]]) -> Scalar {
    let mut state = Sha3_512::new();
    state.update([label_len(label)]);
    state.update(label);
    for part in parts {
        state.update(part);
    }
    Scalar::from_bytes_mod_order_wide(&state.finalize().into())
}

fn label_len(label: &str) -> u8 {
    u8::try_from(label.len()).expect("labels are constants of this crate, shorter than 256 bytes")
}

/// The hash function of a Merkle tree.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tree {
    /// The election's trees: SHA3-256.
    Election,
    /// The ledger: SHA-256.
    Ledger,
}

impl Tree {
    fn digest(self, parts: &[&[u8]]) -> Digest {
        match self {
            Self::Election => sha3(parts),
            Self::Ledger => {
                let mut state = Sha256::new();
                for part in parts {
                    state.update(part);
                }
                state.finalize().into()
            }
        }
    }

    /// (23) `H(0x00 ‖ data)`.
    pub(crate) fn leaf(self, data: &[u8]) -> Digest {
        self.digest(&[&[0], data])
    }

    /// (23) `H(0x01 ‖ left ‖ right)`.
    pub(crate) fn node(self, left: &Digest, right: &Digest) -> Digest {
        self.digest(&[&[1], left, right])
    }

    /// (23) The root over leaf hashes, as RFC 6962, 2.1 cuts the tree: at the largest power of two below the number of leaves.
    pub(crate) fn root(self, leaves: &[Digest]) -> Digest {
        match leaves {
            [] => self.digest(&[]),
            [leaf] => *leaf,
            _ => {
                let cut = leaves.len().div_ceil(2).next_power_of_two();
                match leaves.split_at_checked(cut) {
                    Some((left, right)) => self.node(&self.root(left), &self.root(right)),
                    None => self.digest(&[]),
                }
            }
        }
    }

    /// The root over data that is not hashed yet.
    pub(crate) fn root_of<T: AsRef<[u8]>>(self, data: impl IntoIterator<Item = T>) -> Digest {
        let leaves: Vec<Digest> = data.into_iter().map(|item| self.leaf(item.as_ref())).collect();
        self.root(&leaves)
    }
}

/// (22) The control number of a digest: its value modulo 10^40 in ten groups of four digits.
pub(crate) fn control_number(digest: &Digest) -> String {
    // The groups are the remainder in base 10,000, lowest first; each byte multiplies it by 256 and adds itself.
    let mut groups = [0_u32; 10];
    for &byte in digest {
        let mut carry = u32::from(byte);
        for group in &mut groups {
            let value = *group * 256 + carry;
            *group = value % 10_000;
            carry = value / 10_000;
        }
    }
    let texts: Vec<String> = groups.iter().rev().map(|group| format!("{group:04}")).collect();
    texts.join(" ")
}
