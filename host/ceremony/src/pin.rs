//! PINs of HSMs: drawn at random, encrypted to the custody key, shown to nobody.

use std::fmt;

use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use tamga_crypto::dkg::GroupKey;
use tamga_crypto::tdh2::{PinCiphertext, Tdh2Error};
use tamga_wire::PinLabel;
use zeroize::Zeroizing;

/// Characters of a drawn PIN: as many as equation (19) carries.
pub const PIN_LEN: usize = 32;
/// What a PIN is made of: Crockford's base 32, digits and capital letters without I, L, O, U. A PIN has 160 bits.
pub const PIN_ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A PIN in clear, wiped when dropped, compared in a time that tells nothing but the lengths.
pub struct Pin(Zeroizing<Vec<u8>>);

impl Pin {
    /// Draws a PIN: [`PIN_LEN`] characters of [`PIN_ALPHABET`], one byte of `rng` each, of which five bits count.
    pub fn draw(rng: &mut impl CryptoRng) -> Self {
        let mut pin = Zeroizing::new(vec![0; PIN_LEN]);
        rng.fill_bytes(&mut pin);
        for byte in pin.iter_mut() {
            let place = usize::from(*byte) % PIN_ALPHABET.len();
            *byte = PIN_ALPHABET.get(place).copied().unwrap_or_default();
        }
        Self(pin)
    }

    pub(crate) fn from_bytes(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self(bytes)
    }

    /// The characters, for the login.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Encrypts the PIN to the custody key, bound to the label (19).
    pub fn encrypt(
        &self,
        custody: &GroupKey,
        label: &PinLabel<'_>,
        rng: &mut impl CryptoRng,
    ) -> Result<PinCiphertext, Tdh2Error> {
        PinCiphertext::encrypt(&custody.public(), &label.to_bytes(), &self.0, rng)
    }
}

impl PartialEq for Pin {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Pin {}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin")
    }
}
