//! The officer's PIN.

use alloc::vec::Vec;
use core::fmt;

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use tamga_crypto::hash::hash;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Wrong PINs in a row after which the token erases itself.
pub const PIN_TRIES: u8 = 15;

/// Digits of a PIN, at least.
const DIGITS_MIN: usize = 6;
/// Digits of a PIN, at most.
const DIGITS_MAX: usize = 12;

/// Hashes per PIN: about a second on a Cortex-M4. It slows down who reads the flash, and does not stop them.
const ITERATIONS: u32 = 2_000;

/// The longest group of digits whose repetition makes a PIN weak, as in 123123.
const REPEATED_GROUP_MAX: usize = 3;

const LABEL: &str = "tamga/pin/v1";

/// A PIN of 6 to 12 digits, wiped when dropped.
pub struct Pin(Zeroizing<Vec<u8>>);

impl Pin {
    /// The PIN of these digits; `None` unless they are 6 to 12 of `0`–`9`.
    pub fn new(digits: &str) -> Option<Self> {
        let has_length = (DIGITS_MIN..=DIGITS_MAX).contains(&digits.len());
        let are_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
        (has_length && are_digits).then(|| Self(Zeroizing::new(digits.as_bytes().to_vec())))
    }

    /// Whether this is one of the PINs that everybody tries first: steps of one upwards or downwards (234567, 987654,
    /// wrapping at 0), or one group of up to three digits again and again (111111, 121212, 123123).
    pub(crate) fn is_weak(&self) -> bool {
        let steps_by = |step: u8| {
            let mut pairs = self.0.iter().zip(self.0.iter().skip(1));
            pairs.all(|(digit, next)| (digit - b'0' + step) % 10 == next - b'0')
        };
        let repeats = |group: usize| self.0.iter().zip(self.0.iter().skip(group)).all(|(a, b)| a == b);
        steps_by(1) || steps_by(9) || (1..=REPEATED_GROUP_MAX).any(repeats)
    }

    /// Whether both are the same, in a time that tells nothing but their lengths.
    pub(crate) fn equals(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin")
    }
}

/// What is stored of a PIN: a salt, and the iterated hash of salt and PIN.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub(crate) struct PinCheck {
    salt: [u8; 32],
    digest: [u8; 32],
}

impl PinCheck {
    pub(crate) fn new(pin: &Pin, rng: &mut impl CryptoRng) -> Self {
        let mut salt = [0; 32];
        rng.fill_bytes(&mut salt);
        let digest = *stretch(pin, &salt);
        Self { salt, digest }
    }

    pub(crate) fn is_right(&self, pin: &Pin) -> bool {
        stretch(pin, &self.salt).ct_eq(&self.digest).into()
    }
}

fn stretch(pin: &Pin, salt: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    let mut digest = Zeroizing::new([0; 32]);
    for _ in 0..ITERATIONS {
        *digest = hash(LABEL, &[&*digest, salt, &pin.0]);
    }
    digest
}
